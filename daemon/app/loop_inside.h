/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * loop_inside - what the files of the loop share: loop.c (turns and signals), loop_start.c (making its
 * parts), loop_reload.c (exchanging them) and loop_buses.c (for D-Bus). Nobody else includes it.
 */
#include "app/buses.h"
#include "app/instance.h"
#include "app/keep.h"
#include "app/link.h"
#include "app/loop.h"
#include "app/watch.h"
#include "app/weekly.h"

#include <limits.h>
#include <sys/signalfd.h>

/* How long the broker may take to hear the farewell. */
#define LOOP_FAREWELL_USEC (2 * USEC_PER_SEC)

struct loop {
        struct loop_options options;
        struct log *log;
        struct home *home;
        sd_event *event;
        struct clock *clock;
        struct watch *watch;
        sd_event_source *timer;
        sd_event_source *quiet; /* runs when all that is due was sent */
        struct store *store;
        struct keep *keep;
        struct engine *engine;
        struct link *link; /* NULL without a broker */
        struct buses *buses;
        struct weekly *weekly;
        const char *told_broker; /* how the broker is, as D-Bus was told; a literal */
        struct link *next_link;  /* after a reload: waits until the old one has said farewell */
        char state_dir[PATH_MAX];
        char instance[INSTANCE_SIZE];
        struct instant now;
        bool have_now;            /* of this turn */
        int64_t store_retry_usec; /* without a store: when to try again, boottime */
        int64_t store_pause_usec; /* how long after the time before */
        int64_t armed_usec;       /* deadline for which the timer is armed; USEC_INFINITY: off */
        bool wants_release;       /* of memory, at the next quiet moment */
        bool stopping;
        bool link_stopped; /* the link has said farewell */
        bool done;
        int status;
};

/* Makes all parts and begins to connect. Return: 0; negative errno, logged where there is more to say. */
int loop_make(struct loop *loop);
struct loop *loop_free(struct loop *loop);

/* Damage was found in the history's file: closing sets it aside, and a new one is begun with what is open
 * now. */
void loop_reopen_store(struct loop *loop);

/* Without a store, tries now and then whether it can be opened, while the process is awake anyway. */
void loop_find_store(struct loop *loop);

/* Stores everything that is open, now. */
void loop_save(struct loop *loop);

/* Something without which the daemon cannot go on has failed. */
void loop_fail(struct loop *loop);

/* Reads the configuration again, all or nothing, and tells the service manager. @ret_problems: initially
 * zero, freed by the caller. Return: 0; -EINVAL or another errno, and the old one stays in force. */
int loop_reload(struct loop *loop, struct config_problems *ret_problems);

int loop_make_buses(struct loop *loop);
/* Tells D-Bus if the broker came or went. */
void loop_tell_broker(struct loop *loop);

/* A link for the broker of @engine's settings, not started; NULL if there is none. Return: 0; negative errno,
 * logged. */
int loop_make_link(struct loop *loop, struct engine *engine, struct link **ret_link);

const struct instant *loop_now(void *userdata);
/* Gives what was freed back to the system, where the library keeps it. */
void loop_trim_memory(void);
int loop_on_quiet(sd_event_source *source, void *userdata);
int loop_on_timer(sd_event_source *source, uint64_t usec, void *userdata);
int loop_on_stop_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata);
int loop_on_reload_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata);
void loop_on_clock(void *userdata);
void loop_on_zone(void *userdata);
void loop_on_refused(void *userdata);
void loop_on_stopped(void *userdata);
