/* SPDX-License-Identifier: MIT */
#include "app/loop_inside.h"

#include "app/state_directory.h"
#include "base/cleanup.h"
#include "io/message_ids.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <systemd/sd-id128.h>

/* A store that cannot be opened is tried again after so long, and each time after twice as long. */
#define STORE_PAUSE_MIN_USEC (2 * USEC_PER_MINUTE)
#define STORE_PAUSE_MAX_USEC (1 * USEC_PER_HOUR)

int loop_make_link(struct loop *loop, struct engine *engine, struct link **ret_link)
{
        const struct link_options options = {
                .event = loop->event,
                .log = loop->log,
                .engine = engine,
                .instance = loop->instance,
                .handlers = {
                        .userdata = loop,
                        .now = loop_now,
                        .on_refused = loop_on_refused,
                        .on_stopped = loop_on_stopped,
                },
        };

        *ret_link = NULL;
        return engine_settings(engine)->broker.host ? link_new(&options, ret_link) : 0;
}

static int add_signal(struct loop *loop, int number, sd_event_signal_handler_t handler)
{
        return sd_event_add_signal(loop->event, NULL, number | SD_EVENT_SIGNAL_PROCMASK, handler, loop);
}

static int make_quiet(struct loop *loop)
{
        int r;

        r = sd_event_add_defer(loop->event, &loop->quiet, loop_on_quiet, loop);
        if (r < 0)
                return r;
        r = sd_event_source_set_priority(loop->quiet, SD_EVENT_PRIORITY_IDLE);
        if (r < 0)
                return r;
        return sd_event_source_set_enabled(loop->quiet, SD_EVENT_OFF);
}

static int make_event(struct loop *loop)
{
        int r;

        (void)signal(SIGPIPE, SIG_IGN);
        r = sd_event_new(&loop->event);
        if (r < 0)
                return r;
        r = add_signal(loop, SIGTERM, loop_on_stop_signal);
        if (r < 0)
                return r;
        r = add_signal(loop, SIGINT, loop_on_stop_signal);
        if (r < 0)
                return r;
        r = add_signal(loop, SIGHUP, loop_on_reload_signal);
        if (r < 0)
                return r;
        r = sd_event_set_watchdog(loop->event, true);
        if (r < 0)
                return r;
        loop->armed_usec = USEC_INFINITY;
        r = sd_event_add_time(loop->event, &loop->timer, CLOCK_BOOTTIME, 0, 1, loop_on_timer, loop);
        if (r < 0)
                return r;
        r = sd_event_source_set_enabled(loop->timer, SD_EVENT_OFF);
        if (r < 0)
                return r;
        r = make_quiet(loop);
        if (r < 0)
                return r;
        return watch_new(loop->event, loop_on_clock, loop_on_zone, loop, &loop->watch);
}

static int find_store(struct loop *loop, enum store_note *ret_note)
{
        int r;

        r = state_directory_find(loop->options.state_dir, loop->home->settings->state_dir, loop->state_dir,
                sizeof(loop->state_dir));
        if (r < 0)
                return r;
        r = store_open(loop->state_dir, loop->now.realtime_usec, ret_note, &loop->store);
        if (r == 0)
                store_defer_checkpoints(loop->store);
        return r;
}

static void tell_note(const struct loop *loop, enum store_note note)
{
        if (note == STORE_NOTE_SET_ASIDE)
                log_write(loop->log, LOG_WARNING,
                        &(struct log_fields){ .message_id = MESSAGE_ID_STORE_SET_ASIDE },
                        "The history in '%s' was damaged: it was set aside there, and a new one was begun.",
                        loop->state_dir);
}

/* Without a store the reminders still come, and it is tried again; only a store that another daemon holds
 * ends this one. */
static int open_store(struct loop *loop)
{
        enum store_note note = STORE_NOTE_NONE;
        int r;

        r = find_store(loop, &note);
        if (r == -EBUSY) {
                log_write(loop->log, LOG_ERR, &(struct log_fields){ .message_id = MESSAGE_ID_STORE_IN_USE },
                        "Another unslouchd uses the state directory '%s'.", loop->state_dir);
                return r;
        }
        if (r == -ENOTSUP)
                log_write(loop->log, LOG_ERR, &(struct log_fields){ .message_id = MESSAGE_ID_STORE },
                        "No history is kept: the store in '%s' is of a newer version of unslouch. It is left "
                        "as "
                        "it is.",
                        loop->state_dir);
        else if (r < 0)
                log_write(loop->log, LOG_ERR,
                        &(struct log_fields){ .message_id = MESSAGE_ID_STORE, .error = -r },
                        "No history is kept: the state directory '%s' cannot be used (%s).", loop->state_dir,
                        strerror(-r));
        tell_note(loop, note);
        loop->store_pause_usec = STORE_PAUSE_MIN_USEC;
        loop->store_retry_usec = usec_add(loop->now.boottime_usec, STORE_PAUSE_MIN_USEC);
        return 0;
}

void loop_reopen_store(struct loop *loop)
{
        loop->store = store_close(loop->store);
        (void)open_store(loop);
        keep_set_store(loop->keep, loop->store, &loop->now);
}

void loop_find_store(struct loop *loop)
{
        enum store_note note = STORE_NOTE_NONE;

        if (loop->store || loop->now.boottime_usec < loop->store_retry_usec)
                return;
        loop->store_pause_usec = usec_min(2 * loop->store_pause_usec, STORE_PAUSE_MAX_USEC);
        loop->store_retry_usec = usec_add(loop->now.boottime_usec, loop->store_pause_usec);
        if (find_store(loop, &note) < 0)
                return;
        log_write(loop->log, LOG_NOTICE, &(struct log_fields){ .message_id = MESSAGE_ID_STORE_BACK },
                "The state directory '%s' can be used: the history is kept from now on.", loop->state_dir);
        tell_note(loop, note);
        keep_find_store(loop->keep, loop->store, &loop->now);
}

/* A clock that does not run with the machine's has no boot in which its boottimes could be compared. */
static int make_keep(struct loop *loop)
{
        bool real = loop->options.scale == 1 && loop->options.start_realtime_usec == INT64_MIN;
        char boot_id[33] = "";

        if (real && clock_boot_id(boot_id) < 0)
                boot_id[0] = '\0';
        return keep_new(loop->store, loop->log, boot_id, &loop->keep);
}

/* Two daemons of one home don't answer at the same moment. */
static uint64_t make_seed(void)
{
        sd_id128_t id;

        return sd_id128_randomize(&id) < 0 ? 0 : id.qwords[0];
}

static int make_engine(struct loop *loop)
{
        struct engine_keep callbacks;
        int r;

        r = open_store(loop);
        if (r < 0)
                return r;
        instance_make(loop->state_dir, loop->instance);
        r = make_keep(loop);
        if (r < 0)
                return r;
        callbacks = keep_callbacks(loop->keep);
        r = engine_new(loop->home->settings, &loop->home->catalogues, loop->home->programmes, &callbacks,
                &loop->now, &loop->engine);
        if (r < 0)
                return r;
        engine_set_seed(loop->engine, make_seed());
        keep_set_engine(loop->keep, loop->engine);
        keep_restore(loop->keep, &loop->now);
        return 0;
}

static int make_weekly(struct loop *loop)
{
        const struct weekly_options options = {
                .event = loop->event,
                .log = loop->log,
                .state_dir = loop->state_dir,
                .bus = loop->options.bus,
        };

        return weekly_new(&options, loop->home->settings, &loop->weekly);
}

int loop_make(struct loop *loop)
{
        int r;

        r = clock_new(loop->options.scale, loop->options.start_realtime_usec, loop->home->settings->time_zone,
                &loop->clock);
        if (r < 0)
                return r;
        clock_read(loop->clock, &loop->now, NULL, NULL);
        r = make_event(loop);
        if (r < 0)
                return r;
        r = make_engine(loop);
        if (r < 0)
                return r;
        r = loop_make_buses(loop);
        if (r < 0)
                return r;
        r = make_weekly(loop);
        if (r < 0)
                return r;
        r = loop_make_link(loop, loop->engine, &loop->link);
        if (r < 0)
                return r;
        /* What only reading the configuration and the store took is not wanted again for long. */
        loop_trim_memory();
        return loop->link ? link_start(loop->link) : 0;
}

struct loop *loop_free(struct loop *loop)
{
        link_free(loop->link);
        link_free(loop->next_link);
        weekly_free(loop->weekly);
        buses_free(loop->buses);
        engine_free(loop->engine);
        keep_free(loop->keep);
        store_close(loop->store);
        watch_free(loop->watch);
        sd_event_source_disable_unref(loop->timer);
        sd_event_source_disable_unref(loop->quiet);
        sd_event_unref(loop->event);
        clock_free(loop->clock);
        home_free(loop->home);
        free(loop);
        return NULL;
}
