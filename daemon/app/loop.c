/* SPDX-License-Identifier: MIT */
#include "app/loop_inside.h"

#include "app/message_ids.h"
#include "app/reload.h"
#include "base/cleanup.h"

#include <string.h>
#include <systemd/sd-daemon.h>

/* How long the broker may take to hear the farewell. */
#define FAREWELL_USEC (2 * USEC_PER_SEC)

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

static int arm_timer(struct loop *loop)
{
        int64_t deadline_usec = engine_next_deadline(loop->engine);
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

void loop_on_refused(void *userdata)
{
        struct loop *loop = userdata;

        loop->status = EXIT_STATUS_FAILED;
        loop->done = true;
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
        if (loop->link)
                link_drain(loop->link);
        keep_save_all(loop->keep, loop_now(loop));
        keep_commit(loop->keep, loop_now(loop));
        if (loop->link)
                link_stop(loop->link, FAREWELL_USEC);
        else
                loop->done = true;
        return 0;
}

static bool leads_to_same_broker(const struct settings *a, const struct settings *b)
{
        return broker_settings_equal(&a->broker, &b->broker) && strcmp(a->base, b->base) == 0;
}

/* The new engine takes over what the old one knows, and the links go over to it. */
static void adopt(struct loop *loop, struct engine *engine)
{
        keep_set_engine(loop->keep, engine);
        if (loop->link)
                link_drain(loop->link);
        engine_adopt(engine, loop->engine, loop_now(loop));
        if (loop->next_link)
                link_change_engine(loop->next_link, engine);
        if (loop->link) {
                link_change_engine(loop->link, engine);
                link_drain(loop->link);
        }
        engine_free(loop->engine);
        loop->engine = engine;
        keep_save_all(loop->keep, loop_now(loop));
}

/* Goes over to another broker, once this one has been told. */
static void replace_link(struct loop *loop, struct link *next)
{
        link_free(loop->next_link);
        loop->next_link = next;
        if (loop->link)
                link_stop(loop->link, FAREWELL_USEC);
        else
                loop->link_stopped = true;
}

/* Everything is exchanged at once, or nothing. */
static int exchange(struct loop *loop, struct home *fresh)
{
        const struct engine_keep callbacks = keep_callbacks(loop->keep);
        bool same = leads_to_same_broker(fresh->settings, loop->home->settings);
        struct link *next = NULL;
        struct engine *engine;
        int r;

        r = engine_new(fresh->settings, &fresh->catalogues, &callbacks, loop_now(loop), &engine);
        if (r < 0)
                return r;
        if (!same)
                r = loop_make_link(loop, engine, &next);
        if (r < 0) {
                engine_free(engine);
                return r;
        }
        adopt(loop, engine);
        home_free(loop->home);
        loop->home = fresh;
        if (!same)
                replace_link(loop, next);
        return 0;
}

static void reload(struct loop *loop)
{
        struct home *fresh;
        int r;

        r = reload_read(loop->options.config_file, loop->log, &fresh);
        if (r < 0)
                return;
        reload_tell_fixed(loop->home->settings, fresh->settings, loop->log);
        r = exchange(loop, fresh);
        if (r < 0) {
                home_free(fresh);
                log_write(loop->log, LOG_ERR, &(struct log_fields){ .error = -r },
                        "The configuration is not taken over; the old one stays in force.");
                return;
        }
        log_write(loop->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_RELOADED },
                "The configuration has been read again.");
}

int loop_on_reload_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        struct loop *loop = userdata;
        uint64_t monotonic_usec = 0;

        (void)source;
        (void)info;
        if (loop->stopping)
                return 0;
        (void)sd_event_now(loop->event, CLOCK_MONOTONIC, &monotonic_usec);
        (void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)monotonic_usec);
        reload(loop);
        (void)sd_notify(0, "READY=1");
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

/* Ends a turn: does what is due, sends, stores, and arms the timer for what comes next. */
static int end_turn(struct loop *loop)
{
        const struct instant *now;
        int r;

        r = after_link(loop);
        if (r < 0 || loop->done || loop->stopping)
                return r;
        now = loop_now(loop);
        engine_on_time(loop->engine, now);
        if (loop->link)
                link_drain(loop->link);
        keep_commit(loop->keep, now);
        if (keep_is_corrupt(loop->keep))
                loop_reopen_store(loop);
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
                log_write(loop->log, LOG_ERR, &(struct log_fields){ .error = -r }, "unslouchd ends: %s.",
                        strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        log_write(loop->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_STOPPED },
                "unslouchd ends.");
        return loop->status;
}
