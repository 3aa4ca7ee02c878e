/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * engine_announce - the engine's part in what Home Assistant learns of everybody (DESIGN 8): who is
 * introduced and taken back, in slices as a large home needs it, and the answer to Home Assistant's birth
 * message. Only the engine's own files include it.
 *
 * Floor: app, pure as the engine.
 *
 * On each connection first what is no more is taken back, then everybody is introduced, then we are said to
 * be online, and then the engine publishes all states. After a birth message all but the first is done again.
 * Who was announced in the other mode is asked for before the introductions and taken back behind them, so
 * that Home Assistant keeps what it knows of the entities.
 */
#include "app/announce.h"
#include "core/hold.h"
#include "core/instant.h"
#include "core/routine.h"
#include "wire/topic.h"

struct engine;
struct engine_message;

/* A home that starts has more to do than to listen to us: at most this long after its birth message. */
#define ENGINE_BIRTH_DELAY_USEC (5 * USEC_PER_SEC)

/* What discovery must know of a person, with room for what it borrows. */
struct engine_description {
        struct discovery_person person;
        const char *holds[HOLDS_MAX + HOLDS_KNOWN_MAX];
        const char *programmes[ROUTINE_ITEMS_MAX];
};

/* What should be retained of a person. */
struct engine_wanted {
        struct engine_description description;
        struct discovery_component components[DISCOVERY_COMPONENTS_MAX];
        struct discovery_announcement announcement;
};
/* Fills in @wanted, which points into itself: not to be copied. */
void engine_want(const struct engine *engine, uint32_t person, struct engine_wanted *wanted);

struct engine_announcing {
        struct announce book;
        char birth_topic[TOPIC_SIZE]; /* "": discovery is off */
        uint64_t seed;
        int64_t birth_due_usec; /* boottime; USEC_INFINITY: there was no birth */
        /* How far this connection, or the birth, has come. */
        uint32_t migrated;   /* how many debts of the other mode are announced to move */
        uint32_t taken_back; /* how many debts */
        uint32_t introduced; /* how many people */
        uint32_t moved;      /* how many debts of the other mode, after the introductions */
        bool is_online_told;
        uint32_t restated;            /* how many people since a birth */
        char left_base[TEXT_ID_SIZE]; /* the last one that was emptied */
};

/* Once the people and their routines are there. Return: 0; -ENOMEM; -ENAMETOOLONG. */
int engine_make_announcing(struct engine *engine);
void engine_free_announcing(struct engine *engine);

/* What @old knows of announcements; without memory some of it is forgotten. A birth that was not answered yet
 * needs no answer: after a reload everybody is introduced. */
void engine_adopt_announcing(struct engine *engine, const struct engine *old);

/* The broker is there: @introduces everybody, or only takes back what is no more. Or it is away. */
void engine_begin_announcing(struct engine *engine, bool introduces);
void engine_stop_announcing(struct engine *engine);

/* Does the next piece of what comes before the states. Return: whether there was something to do. */
bool engine_announce_next(struct engine *engine);
/* After a birth: publishes the states of the next person. Return: whether there was one. */
bool engine_restate_next(struct engine *engine, const struct instant *now);
bool engine_is_announcing(const struct engine *engine);

/* A message that may be Home Assistant's birth. */
void engine_take_birth(
        struct engine *engine, const struct engine_message *message, const struct instant *now);
/* Begins to answer a birth if that is due. */
void engine_answer_birth(struct engine *engine, const struct instant *now);
int64_t engine_birth_deadline(const struct engine *engine);
