/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * child - another program that runs beside the loop, for work that would hold it up.
 *
 * Floor: io. Never blocks on the program: its end comes as an event, and one that does not end in time is
 * killed. It has this process's environment without what the service manager said to us alone, /dev/null as
 * input and output, and no other descriptor of ours.
 */
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

/* What it said on standard error beyond so much is not looked at. */
#define CHILD_SAID_SIZE 512

struct child_result {
        int status;       /* its exit status; -1: a signal ended it */
        bool timed_out;   /* it was killed for that */
        const char *said; /* the beginning of what it wrote to standard error, in one line; borrowed */
};

struct child_options {
        sd_event *event;
        const char *program;          /* path */
        const char *const *arguments; /* from its name on, NULL-terminated */
        int64_t timeout_usec;
        void *userdata;
        /* It has ended. Once; may call child_free(). */
        void (*on_end)(void *userdata, const struct child_result *result);
};

struct child;

/**
 * child_new() - starts @options->program. All of @options but the event and the userdata is borrowed for the
 * call alone.
 *
 * Keeps SIGCHLD blocked in the calling thread from then on. Return: 0; -ENOENT, -EACCES where there is no
 * such program; negative errno. child_free() kills it if it still runs, without asking, and takes NULL.
 */
int child_new(const struct child_options *options, struct child **ret_child);
struct child *child_free(struct child *child);
