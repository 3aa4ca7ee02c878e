/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * kept_life - lives of the daemon on one store, as restarts and crashes leave it: an engine, what keeps it,
 * and a real store in a directory of its own. Anna has upper-back-strength on Mondays, Wednesdays and
 * Fridays.
 */
#include "unit/test.h"

#include "app/keep.h"
#include "io/store_routine.h"
#include "unit/engine_home.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MINUTES(n) ((n)*USEC_PER_MINUTE)
#define HOURS(n)   ((n)*USEC_PER_HOUR)

static const char *const anna_s_home =
        "people = ( { id = \"anna\"; sensors = ( { name = \"chair\"; kind = \"seat\"; topic = "
        "\"home/chair\"; } );\n"
        "  quiet_hours = (); programmes = ( { id = \"upper-back-strength\"; days = \"mon,wed,fri\";\n"
        "  at = \"18:00\"; } ); equipment = [ \"mat\", \"pillow\", \"foam-roller\", \"chair\", \"wall\" ]; } "
        ");\n";
/* One life of the daemon, on a store in a directory. */
struct life {
        char directory[32];
        struct store *store;
        struct log *log;
        struct keep *keep;
        struct engine_home home;
};

/* Monday 2026-11-23 10:00 in UTC. */
static inline struct instant first_moment(void)
{
        return (struct instant){ 100000 * USEC_PER_SEC, INT64_C(1795428000000000),
                { INT64_MIN, USEC_INFINITY, 0, 0, 0 } };
}

static inline void begin_life(struct life *life, const char *config, const struct instant *now)
{
        struct engine_keep callbacks;
        enum store_note note;

        assert_int_equal(store_open(life->directory, now->realtime_usec, &note, &life->store), 0);
        assert_int_equal(log_new(false, &life->log), 0);
        assert_int_equal(keep_new(life->store, life->log, "", &life->keep), 0);
        callbacks = keep_callbacks(life->keep);
        engine_home_make_kept(&life->home, config, &callbacks, now);
        keep_set_engine(life->keep, life->home.engine);
        keep_restore(life->keep, now);
        engine_home_link(&life->home, true);
        keep_commit(life->keep, &life->home.now);
}

/* As SIGKILL does: what was committed is there, the rest is not. */
static inline void end_life(struct life *life)
{
        engine_home_done(&life->home);
        life->keep = keep_free(life->keep);
        life->store = store_close(life->store);
        life->log = log_free(life->log);
}

static inline void live_again(struct life *life, const char *config, int64_t away_usec)
{
        struct instant now = instant_at(&life->home.now, life->home.now.boottime_usec + away_usec);

        end_life(life);
        begin_life(life, config, &now);
}

static inline void make_life(struct life *life)
{
        struct instant now = first_moment();

        (void)snprintf(life->directory, sizeof(life->directory), "/tmp/test-keep-r-XXXXXX");
        assert_non_null(mkdtemp(life->directory));
        begin_life(life, anna_s_home, &now);
}

static inline void remove_life(struct life *life)
{
        static const char *const files[] = { "", "-wal", "-shm" };

        end_life(life);
        for (size_t i = 0; i < ELEMENTS(files); i++) {
                char path[64];

                (void)snprintf(path, sizeof(path), "%s/unslouch.sqlite%s", life->directory, files[i]);
                (void)unlink(path);
        }
        assert_int_equal(rmdir(life->directory), 0);
}

static inline void command(struct life *life, const char *text)
{
        engine_home_hear(&life->home, "unslouch/anna/cmd", text);
        keep_commit(life->keep, &life->home.now);
}

static inline void wait(struct life *life, int64_t usec)
{
        engine_home_wait(&life->home, usec);
        keep_commit(life->keep, &life->home.now);
}

static inline const struct routine *routine_of(const struct life *life)
{
        return engine_home_person(&life->home, 0)->routine;
}

static inline int count_set(void *userdata, const struct store_set *set)
{
        assert_true(set->record.reps_done > 0);
        ++*(unsigned *)userdata;
        return 0;
}

static inline unsigned sets_kept(struct life *life)
{
        unsigned count = 0;

        assert_int_equal(store_read_sets(life->store, "anna", INT64_MIN, INT64_MAX, count_set, &count), 0);
        return count;
}

/* The sets of the session's main exercises. */
static inline unsigned sets_planned(const struct session *session)
{
        unsigned count = 0;

        for (uint8_t i = 0; i < session->plan.count; i++)
                count += session->plan.items[i].is_warm_up ? 0 : session->plan.items[i].dose.sets;
        return count;
}
