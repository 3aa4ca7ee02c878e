/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * announce - the book of where messages of whom may be retained by the broker: what is there as it should be,
 * and what must be taken back because the person, a component, the mode, the prefix or the base topic is no
 * more (DESIGN 8).
 *
 * Floor: app, pure: it sends nothing and keeps nothing; the engine does both and writes into the book.
 *
 * An announcement (wire/discovery.h) is all that is retained of one person at one place, the place being
 * base, prefix and mode.
 * What is wanted is told by the configuration; what is known by the store at start, and by the engine before
 * after a reload. An entry of the book is struck out only once the broker has confirmed that it is taken
 * back.
 */
#include "base/text.h"
#include "wire/discovery.h"

/* mqtt.discovery_prefix */
#define ANNOUNCE_PREFIX_SIZE 65

/* Which of the person's own topics are to be emptied. */
enum announce_topics {
        ANNOUNCE_TOPICS_NONE,
        ANNOUNCE_TOPICS_ROUTINE,
        ANNOUNCE_TOPICS_ALL,
};

/* What must be taken back at a place where nothing of the person should be any more. */
struct announce_debt {
        char person[TEXT_ID_SIZE];
        char base[TEXT_ID_SIZE];
        char prefix[ANNOUNCE_PREFIX_SIZE];
        enum discovery_mode mode;
        bool has_routine;
        struct discovery_component *components; /* owned by the book */
        size_t component_count;
        enum announce_topics topics;
        bool is_base_left; /* nobody is at this base any more: it is not the configured one */
        bool is_migrated;  /* is there in the other mode: Home Assistant is to keep what it knows */
        bool is_withdrawn; /* the discovery is to be withdrawn; not where another base has the same topics */
        bool is_paid;
        uint32_t receipt; /* of the messages that take it back, once they are sent; 0: they are not */
};

/* What of somebody who is still there must be taken back along with the announcement. */
struct announce_left {
        struct discovery_component *components;
        size_t count;
        bool routine;     /* the topics of the routine are to be emptied */
        uint32_t receipt; /* as in a debt */
};

struct announce_person {
        bool is_kept; /* the store knows of all that the person has */
        struct announce_left left;
};

struct announce {
        struct announce_person *people; /* by their numbers */
        uint32_t people_count;
        struct announce_debt *debts;
        uint32_t debt_count;
        uint32_t last_receipt;
};

/* Return: 0; -ENOMEM. announce_done() takes what was never made, if it is zero. */
int announce_init(struct announce *book, uint32_t people_count);
void announce_done(struct announce *book);

/**
 * announce_know() - writes down what is retained already, or may be.
 * @wanted: what @person should have; NULL if nobody with the id is there any more, and @person is not looked
 * at.
 * @base: the one that is configured.
 *
 * Return: 0; -ENOMEM, and it is not in the book.
 */
int announce_know(struct announce *book, const struct discovery_announcement *known, uint32_t person,
        const struct discovery_announcement *wanted, const char *base);

/* A number for messages whose arrival is to be told; never 0. */
uint32_t announce_next_receipt(struct announce *book);

/* The connection is gone: what is not confirmed must be sent again. */
void announce_forget_receipts(struct announce *book);

/* What was announced; borrowed from @debt. */
struct discovery_announcement announce_debt_what(const struct announce_debt *debt);

/* Strikes out what is done. */
void announce_pay(struct announce_debt *debt);
void announce_clear_left(struct announce_left *left);

/*
 * The components of @wanted and, behind them, those of @left that are not among them: what the store must
 * know as long as those are not confirmed to be gone. Owned by the caller. Return: 0; -ENOMEM.
 */
int announce_join(const struct discovery_announcement *wanted, const struct announce_left *left,
        struct discovery_component **ret_components, size_t *ret_count);
