/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * command_inside - what the files of command share. Functions return exit statuses, as connection's do.
 *
 * Floor: client.
 */
#include "client/connection.h"

#define COMMAND_WORDS_SIZE 256

/* One command, from its arguments to what it has changed. */
struct order {
        struct connection_options options;
        char **words; /* the arguments that are no options, borrowed */
        int count;
        struct connection *connection;
        char *path;                    /* the person's, owned */
        struct person_status status;   /* after it was done */
        char text[COMMAND_WORDS_SIZE]; /* the words from some number on, as one text */
        int64_t minutes;
        enum setting setting;     /* SETTING_MAX_: all, or that of the plan */
        const char *plan_setting; /* "session_days" or "session_time"; NULL: none of the two */
        bool asks;                /* changes nothing */
};

/* A verb of this family. Each of the functions may be NULL. */
struct order_kind {
        const char *verb;
        const char *help;
        int (*check)(struct order *order); /* the arguments, before the daemon is asked */
        int (*send)(struct order *order);
        int (*tell)(struct order *order); /* what is true now, in one line */
};

/* The arguments make no sense. Return: EXIT_STATUS_USAGE. */
int command_refuse_usage(const struct order *order, const char *sentence);
/* Joins the words from @first on in order->text. */
int command_join_words(struct order *order, int first);

extern const struct order_kind command_set_kind;

/* What remains of reminders when nothing else is to be said: "The next break is due at 14:50." */
void command_tell_next(const struct order *order);
