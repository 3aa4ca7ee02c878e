/* SPDX-License-Identifier: MIT */
/*
 * The life of the daemon as app/loop leads it: what is here in a few lines is what end_turn(), loop_now() and
 * exchange() do there with the machine's own clocks and signals.
 */
#include "sim/storm.h"

#include <stdlib.h>
#include <string.h>

const struct instant *daemon_now(void *userdata)
{
        struct storm *storm = userdata;
        struct daemon *daemon = &storm->daemon;
        int64_t suspended_usec = daemon->suspended_usec;
        bool stepped = daemon->stepped;

        if (daemon->has_now)
                return &daemon->now;
        daemon->now = storm_now(storm);
        daemon->has_now = true;
        daemon->suspended_usec = 0;
        daemon->stepped = false;
        if (suspended_usec > 0)
                engine_on_suspend(daemon->engine, suspended_usec, &daemon->now);
        if (stepped)
                engine_on_clock_change(daemon->engine, &daemon->now);
        return &daemon->now;
}

static void on_refused(void *userdata)
{
        storm_fail(userdata, "the daemon takes itself for another one");
}

static void on_stopped(void *userdata)
{
        ((struct storm *)userdata)->daemon.link_stopped = true;
}

static void open_store(struct storm *storm)
{
        struct daemon *daemon = &storm->daemon;
        enum store_note note;
        int r;

        daemon->store = NULL;
        r = store_open(storm->directory, daemon->now.realtime_usec, &note, &daemon->store);
        if (r < 0 && storm->disk.fault == DISK_WELL)
                storm_fail(storm, "the store cannot be opened on a good disk: %s", strerror(-r));
        if (r >= 0 && note == STORE_NOTE_SET_ASIDE)
                storm_fail(storm, "the store is damaged after a crash");
        storm->counts.lifes_without_store += r < 0;
        storm_tell(storm, "! the store is %s", r < 0 ? "not there" : "open");
}

static void make_link(struct storm *storm)
{
        const struct link_options options = {
                .event = (sd_event *)(void *)storm,
                .log = storm->log,
                .engine = storm->daemon.engine,
                .instance = "0123456789abcdef0123456789abcdef",
                .handlers = { storm, daemon_now, on_refused, on_stopped },
        };

        if (link_new(&options, &storm->daemon.link) < 0 || link_start(storm->daemon.link) < 0)
                storm_fail(storm, "no link");
}

static struct engine *make_engine(struct storm *storm, struct home *home)
{
        struct daemon *daemon = &storm->daemon;
        struct engine *engine;

        if (engine_new(home->settings, &home->catalogues, home->programmes, &daemon->callbacks, &daemon->now,
                    &engine) < 0)
                storm_fail(storm, "no engine");
        engine_set_seed(engine, chance_below(&storm->chance, UINT32_MAX) + UINT64_C(1));
        return engine;
}

void daemon_start(struct storm *storm)
{
        struct daemon *daemon = &storm->daemon;
        uint64_t life = daemon->life + 1;

        *daemon = (struct daemon){ .life = life, .lives = true, .born_usec = storm->true_usec };
        daemon->now = storm_now(storm);
        daemon->has_now = true;
        daemon->home = storm_load_home(storm);
        open_store(storm);
        kept_check(storm);
        if (keep_new(daemon->store, storm->log, storm->boot_id, &daemon->keep) < 0)
                storm_fail(storm, "no memory");
        daemon->callbacks = kept_callbacks(storm);
        daemon->engine = make_engine(storm, daemon->home);
        keep_set_engine(daemon->keep, daemon->engine);
        heard_new_life(storm);
        keep_restore(daemon->keep, &daemon->now);
        kept_check_restored(storm);
        make_link(storm);
        daemon_turn(storm);
}

static void clear(struct storm *storm)
{
        struct daemon *daemon = &storm->daemon;

        daemon->link = link_free(daemon->link);
        daemon->engine = engine_free(daemon->engine);
        daemon->keep = keep_free(daemon->keep);
        daemon->store = store_close(daemon->store);
        daemon->home = home_free(daemon->home);
        daemon->lives = false;
}

/* The turn that has begun ends; @until: 0 before anything is sent, 1 before it is stored, 2 wholly. */
static void end_turn(struct storm *storm, unsigned until)
{
        struct daemon *daemon = &storm->daemon;
        const struct instant *now = daemon_now(storm);
        uint64_t refused = storm->disk.refused;
        uint64_t written = storm->disk.written;

        storm->counts.turns++;
        engine_on_time(daemon->engine, now);
        if (until == 0)
                return;
        link_drain(daemon->link);
        if (until == 1)
                return;
        keep_commit(daemon->keep, now);
        if (keep_is_corrupt(daemon->keep))
                storm_fail(storm, "the store is damaged");
        storm->counts.writes_failed += storm->disk.refused - refused;
        kept_committed(storm, daemon->store && storm->disk.refused == refused && !daemon->failed_write);
        if (daemon->store && storm->disk.refused == refused && !daemon->failed_write &&
                storm->disk.written != written)
                daemon->in_doubt = false;
        daemon->failed_write = false;
        daemon->has_now = false;
}

void daemon_turn(struct storm *storm)
{
        end_turn(storm, 2);
}

void daemon_stop(struct storm *storm)
{
        struct daemon *daemon = &storm->daemon;
        const struct instant *now = daemon_now(storm);
        uint64_t refused = storm->disk.refused;

        storm->counts.stops++;
        storm_tell(storm, "! stop");
        engine_rest(daemon->engine, now);
        link_drain(daemon->link);
        keep_save_all(daemon->keep, now);
        keep_commit(daemon->keep, now);
        kept_committed(storm, daemon->store && storm->disk.refused == refused && !daemon->failed_write);
        link_stop(daemon->link, 2 * USEC_PER_SEC);
        if (!daemon->link_stopped)
                storm_fail(storm, "the link does not stop");
        kept_remember(storm);
        if (daemon->in_doubt || !daemon->store)
                heard_excuse(storm);
        clear(storm);
}

static uint32_t below(void *userdata, uint32_t limit)
{
        return chance_below(&((struct storm *)userdata)->chance, limit);
}

void daemon_kill(struct storm *storm, unsigned where, bool power)
{
        storm_tell(storm, "! %s %u", power ? "the power fails" : "killed", where);
        if (where < 2)
                end_turn(storm, where);
        kept_lost_turn(storm);
        storm->disk.is_frozen = true;
        kept_remember(storm);
        wire_drop(storm, power);
        if (where < 2 || power || storm->daemon.in_doubt || !storm->daemon.store)
                heard_excuse(storm);
        clear(storm);
        storm->disk.is_frozen = false;
        storm->counts.kills += !power;
        storm->counts.power_cuts += power;
        if (power && disk_cut_power(&storm->disk, below, storm))
                kept_power_cut(storm);
}

void daemon_reload(struct storm *storm)
{
        struct daemon *daemon = &storm->daemon;
        const struct instant *now = daemon_now(storm);
        struct home *fresh = storm_load_home(storm);
        struct engine *engine = make_engine(storm, fresh);

        storm->counts.reloads++;
        storm->upset_usec = storm->true_usec;
        storm_tell(storm, "! reload");
        keep_set_engine(daemon->keep, engine);
        link_drain(daemon->link);
        keep_restore_newcomers(daemon->keep, daemon->engine, now);
        engine_adopt(engine, daemon->engine, now);
        link_change_engine(daemon->link, engine);
        link_drain(daemon->link);
        engine_free(daemon->engine);
        daemon->engine = engine;
        keep_save_all(daemon->keep, now);
        home_free(daemon->home);
        daemon->home = fresh;
        heard_excuse(storm);
        daemon_turn(storm);
}

void daemon_sleep(struct storm *storm, int64_t usec)
{
        storm->counts.suspends++;
        storm_tell(storm, "! sleeps for %lld s", (long long)(usec / USEC_PER_SEC));
        storm->true_usec += usec;
        storm->daemon.suspended_usec += usec;
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                storm->dwellers[i].told_any = false;
}

void daemon_set_clock(struct storm *storm)
{
        static const int64_t steps[] = { USEC_PER_SEC, 90 * USEC_PER_SEC, USEC_PER_HOUR, 25 * USEC_PER_HOUR };
        int64_t by_usec = steps[chance_below(&storm->chance, ELEMENTS(steps))];

        if (chance_percent(&storm->chance, 20)) {
                storm->zone = TEST_ZONES[chance_below(&storm->chance, ELEMENTS(TEST_ZONES))];
                storm->counts.zones++;
        } else {
                storm->realtime_usec += chance_percent(&storm->chance, 50) ? by_usec : -by_usec;
                storm->counts.clock_steps++;
        }
        storm_tell(storm, "! the clock is set");
        storm->daemon.stepped = true;
}

/* The log: its lines are a part of the trace. */
struct log {
        struct storm *storm;
};

struct log *storm_log_new(struct storm *storm)
{
        struct log *log = malloc(sizeof(*log));

        if (!log)
                abort();
        log->storm = storm;
        return log;
}

int log_new(bool debug, struct log **ret_log)
{
        (void)debug;
        *ret_log = storm_log_new(NULL);
        return 0;
}

struct log *log_free(struct log *log)
{
        free(log);
        return NULL;
}

__attribute__((format(printf, 2, 0))) static void tell_entry(
        struct log *log, const char *format, va_list arguments)
{
        char text[LOG_TEXT_BYTES_MAX];

        if (!storm_is_traced(log->storm))
                return;
        (void)vsnprintf(text, sizeof(text), format, arguments);
        storm_tell(log->storm, "# %s", text);
}

void log_write(struct log *log, int priority, const struct log_fields *fields, const char *format, ...)
{
        va_list arguments;

        (void)priority;
        (void)fields;
        va_start(arguments, format);
        tell_entry(log, format, arguments);
        va_end(arguments);
}

void log_limited(struct log *log, uint32_t key, int64_t now_usec, int priority,
        const struct log_fields *fields, const char *format, ...)
{
        va_list arguments;

        (void)key;
        (void)now_usec;
        (void)priority;
        (void)fields;
        va_start(arguments, format);
        tell_entry(log, format, arguments);
        va_end(arguments);
}
