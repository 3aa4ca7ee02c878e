/* SPDX-License-Identifier: MIT */
#include "app/loop_inside.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

#include <string.h>
#include <systemd/sd-daemon.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Reads the clock at its first use in a turn. A suspend or a step is told before anything else happens at
 * this moment. */
const struct instant *loop_now(void *userdata)
{
        struct loop *loop = userdata;
        int64_t suspended_usec;
        bool stepped;

        if (loop->have_now)
                return &loop->now;
        clock_read(loop->clock, &loop->now, &suspended_usec, &stepped);
        loop->have_now = true;
        if (suspended_usec > 0)
                engine_on_suspend(loop->engine, suspended_usec, &loop->now);
        if (stepped)
                engine_on_clock_change(loop->engine, &loop->now);
        if (stepped && loop->weekly)
                weekly_on_clock_change(loop->weekly);
        return &loop->now;
}

int loop_on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct loop *loop = userdata;

        (void)source;
        (void)usec;
        loop->armed_usec = USEC_INFINITY;
        return 0;
}

void loop_trim_memory(void)
{
#ifdef __GLIBC__
        (void)malloc_trim(0);
#endif
}

/* Starting, and telling a broker everything, take more memory than all that follows. */
static void release_memory(struct loop *loop)
{
        loop->wants_release = false;
        if (loop->store)
                store_release_memory(loop->store);
        loop_trim_memory();
}

/* The disk may take its time now. */
int loop_on_quiet(sd_event_source *source, void *userdata)
{
        struct loop *loop = userdata;

        (void)source;
        if (loop->store && store_wants_checkpoint(loop->store))
                (void)store_checkpoint(loop->store);
        if (loop->wants_release)
                release_memory(loop);
        return 0;
}

static void await_quiet(struct loop *loop)
{
        if (loop->wants_release || (loop->store && store_wants_checkpoint(loop->store)))
                (void)sd_event_source_set_enabled(loop->quiet, SD_EVENT_ONESHOT);
}

void loop_save(struct loop *loop)
{
        keep_save_all(loop->keep, loop_now(loop));
        keep_commit(loop->keep, loop_now(loop));
}

static int arm_timer(struct loop *loop)
{
        int64_t deadline_usec =
                usec_min(engine_next_deadline(loop->engine), weekly_next_deadline(loop->weekly));
        int r;

        if (deadline_usec == loop->armed_usec)
                return 0;
        loop->armed_usec = deadline_usec;
        if (deadline_usec == USEC_INFINITY)
                return sd_event_source_set_enabled(loop->timer, SD_EVENT_OFF);
        r = sd_event_source_set_time(
                loop->timer, (uint64_t)usec_max(clock_to_timer(loop->clock, deadline_usec), 0));
        if (r < 0)
                return r;
        return sd_event_source_set_enabled(loop->timer, SD_EVENT_ONESHOT);
}

/* The clock was set, or below the zone was changed: reading it tells the engine. */
void loop_on_clock(void *userdata)
{
        (void)loop_now(userdata);
}

void loop_on_zone(void *userdata)
{
        struct loop *loop = userdata;

        clock_reload_zone(loop->clock);
        loop->have_now = false;
        (void)loop_now(loop);
}

void loop_fail(struct loop *loop)
{
        loop->status = EXIT_STATUS_FAILED;
        loop->done = true;
}

void loop_on_refused(void *userdata)
{
        loop_fail(userdata);
}

void loop_on_stopped(void *userdata)
{
        struct loop *loop = userdata;

        loop->link_stopped = true;
}

int loop_on_stop_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        struct loop *loop = userdata;

        (void)source;
        (void)info;
        if (loop->stopping) {
                loop->done = true;
                return 0;
        }
        loop->stopping = true;
        (void)sd_notify(0, "STOPPING=1");
        engine_rest(loop->engine, loop_now(loop));
        loop_save(loop);
        if (loop->link)
                link_drain(loop->link);
        buses_stop(loop->buses);
        if (loop->link)
                link_stop(loop->link, LOOP_FAREWELL_USEC);
        else
                loop->done = true;
        return 0;
}

int loop_on_reload_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };

        (void)source;
        (void)info;
        (void)loop_reload(userdata, &problems);
        return 0;
}

/* What a link that has stopped leaves to do: to end, or to begin with the new broker. */
static int after_link(struct loop *loop)
{
        if (!loop->link_stopped)
                return 0;
        loop->link_stopped = false;
        loop->link = link_free(loop->link);
        if (loop->stopping) {
                loop->done = true;
                return 0;
        }
        engine_on_link(loop->engine, false, loop_now(loop));
        loop->link = TAKE_PTR(loop->next_link);
        return loop->link ? link_start(loop->link) : 0;
}

/*
 * Ends a turn: does what is due, stores, sends, and arms the timer for what comes next. Whoever is told
 * something may rely on it, and is not told it again, even if this process is killed in the next instant: so
 * nothing is sent before it is stored.
 */
static int end_turn(struct loop *loop)
{
        const struct instant *now;
        int r;

        r = after_link(loop);
        if (r < 0 || loop->done || loop->stopping)
                return r;
        now = loop_now(loop);
        engine_on_time(loop->engine, now);
        keep_commit(loop->keep, now);
        if (keep_is_corrupt(loop->keep))
                loop_reopen_store(loop);
        loop_find_store(loop);
        if (loop->link)
                link_drain(loop->link);
        loop_tell_broker(loop);
        weekly_on_time(loop->weekly, buses_is_served(loop->buses), now);
        await_quiet(loop);
        loop->have_now = false;
        return arm_timer(loop);
}

static int run_turns(struct loop *loop)
{
        int r;

        r = end_turn(loop);
        while (r >= 0 && !loop->done) {
                r = sd_event_run(loop->event, UINT64_MAX);
                if (r >= 0)
                        r = end_turn(loop);
        }
        return r;
}

CLEANUP_DEFINE(struct loop *, loop_free, loop_freep)

int loop_run(const struct loop_options *options, struct home *home)
{
        CLEANUP(loop_freep) struct loop *loop = calloc(1, sizeof(*loop));
        int r;

        if (!loop) {
                home_free(home);
                return EXIT_STATUS_FAILED;
        }
        loop->options = *options;
        loop->log = options->log;
        loop->home = home;
        r = loop_make(loop);
        if (r >= 0) {
                (void)sd_notify(0, "READY=1");
                log_write(loop->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_STARTED },
                        "unslouchd " PACKAGE_VERSION " looks after %u %s.", home->settings->people_count,
                        home->settings->people_count == 1 ? "person" : "people");
                r = run_turns(loop);
        }
        if (r < 0) {
                log_write(loop->log, LOG_ERR,
                        &(struct log_fields){ .message_id = MESSAGE_ID_FAILED, .error = -r },
                        "unslouchd ends: %s.", strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        log_write(loop->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_STOPPED },
                "unslouchd ends.");
        return loop->status;
}
