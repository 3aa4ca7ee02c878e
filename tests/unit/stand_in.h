/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * stand_in - stands in for the daemon on a private bus: a process of its own that serves the objects of
 * io/api.h with the answers that a test gives it, and writes down what it is asked to do.
 */
#include "client/connection.h"
#include "unit/private_bus.h"

#define STAND_IN_PEOPLE_MAX 4

struct stand_in_home {
        struct person_status people[STAND_IN_PEOPLE_MAX];
        size_t count;
        size_t own;      /* 1 and more: the number of the person that the caller is; 0: none */
        const char *why; /* JSON */
        /* What each method of a person is answered with; NULL: it is done. */
        const char *error;
        const char *sentence;
        bool silent;    /* never answers */
        bool nonsense;  /* properties and lists have other types */
        bool unapplied; /* Reload finds errors */
};

struct stand_in {
        pid_t pid;
        int calls; /* the end of the pipe that the calls come out of */
};

/* Starts it; returns when it has its name. What @home points to is copied by fork. */
void stand_in_start(
        struct stand_in *stand_in, const struct private_bus *bus, const struct stand_in_home *home);
void stand_in_stop(struct stand_in *stand_in);

/* The calls since the last time, one a line: "anna Hold call|1 h\n". */
void stand_in_take_calls(struct stand_in *stand_in, char *text, size_t size);
