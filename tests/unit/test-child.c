/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "io/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define LONG_USEC  (60 * INT64_C(1000000))
#define SHORT_USEC INT64_C(1000000)

struct bench {
        sd_event *event;
        struct child *child;
        unsigned ended;
        int status;
        bool timed_out;
        char said[CHILD_SAID_SIZE];
        bool free_when_ended;
};

static int set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        assert_non_null(bench);
        assert_int_equal(sd_event_new(&bench->event), 0);
        *state = bench;
        return 0;
}

static int tear_down(void **state)
{
        struct bench *bench = *state;

        bench->child = child_free(bench->child);
        sd_event_unref(bench->event);
        /* None is left behind. */
        assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
        assert_int_equal(errno, ECHILD);
        free(bench);
        return 0;
}

static void on_end(void *userdata, const struct child_result *result)
{
        struct bench *bench = userdata;

        bench->ended++;
        bench->status = result->status;
        bench->timed_out = result->timed_out;
        snprintf(bench->said, sizeof(bench->said), "%s", result->said);
        if (bench->free_when_ended)
                bench->child = child_free(bench->child);
}

static int start(struct bench *bench, const char *program, const char *script, int64_t timeout_usec)
{
        const char *const arguments[] = { "sh", "-c", script, NULL };
        const struct child_options options = {
                .event = bench->event,
                .program = program,
                .arguments = arguments,
                .timeout_usec = timeout_usec,
                .userdata = bench,
                .on_end = on_end,
        };

        return child_new(&options, &bench->child);
}

static void run(struct bench *bench, const char *script, int64_t timeout_usec)
{
        assert_int_equal(start(bench, "/bin/sh", script, timeout_usec), 0);
        while (bench->ended == 0)
                assert_in_range(sd_event_run(bench->event, (uint64_t)LONG_USEC), 1, 1);
        assert_int_equal(bench->ended, 1);
}

static void its_end_and_what_it_said_come_as_an_event(void **state)
{
        static const struct {
                const char *script;
                int status;
                const char *said;
        } cases[] = {
                { "exit 0", 0, "" },
                { "exit 3", 3, "" },
                { "echo out; echo '  two' >&2; echo lines >&2; exit 1", 1, "  two lines" },
                { "kill -9 $$", -1, "" },
                { "test -z \"$NOTIFY_SOCKET$JOURNAL_STREAM\" && test \"$KEPT\" = yes", 0, "" },
                { "read line && exit 9; exit 0", 0, "" },
                /* Nothing of ours is open in it; it opens the directory itself. */
                { "for f in /proc/self/fd/*; do echo ${f##*/}; done | grep -c '^[4-9]' >&2; exit 0", 0, "0" },
                { "grep -q '^SigBlk:[[:space:]]*0*$' /proc/self/status", 0, "" },
        };

        assert_int_equal(setenv("NOTIFY_SOCKET", "/x", 1), 0);
        assert_int_equal(setenv("JOURNAL_STREAM", "1:2", 1), 0);
        assert_int_equal(setenv("KEPT", "yes", 1), 0);
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct bench *bench = *state;

                bench->ended = 0;
                run(bench, cases[i].script, LONG_USEC);
                assert_int_equal(bench->status, cases[i].status);
                assert_false(bench->timed_out);
                assert_string_equal(bench->said, cases[i].said);
                bench->child = child_free(bench->child);
        }
}

static void much_that_it_says_stops_nobody_and_is_cut(void **state)
{
        struct bench *bench = *state;

        run(bench, "i=0; while [ $i -lt 4000 ]; do echo a line of thirty characters >&2; i=$((i+1)); done",
                LONG_USEC);
        assert_int_equal(bench->status, 0);
        assert_in_range(strlen(bench->said), CHILD_SAID_SIZE - 40, CHILD_SAID_SIZE - 1);
}

static void one_that_does_not_end_in_time_is_killed(void **state)
{
        struct bench *bench = *state;

        run(bench, "trap '' TERM; echo working >&2; while :; do :; done", SHORT_USEC);
        assert_int_equal(bench->status, -1);
        assert_true(bench->timed_out);
        assert_string_equal(bench->said, "working");
}

static void it_may_be_freed_at_its_end_and_before(void **state)
{
        struct bench *bench = *state;

        bench->free_when_ended = true;
        run(bench, "exit 4", LONG_USEC);
        assert_null(bench->child);
        assert_int_equal(bench->status, 4);
        bench->free_when_ended = false;
        assert_int_equal(start(bench, "/bin/sh", "exec sleep 600", LONG_USEC), 0);
        bench->child = child_free(bench->child);
        assert_null(child_free(NULL));
}

static void a_program_that_is_not_there_is_refused(void **state)
{
        struct bench *bench = *state;

        assert_int_equal(start(bench, "/nowhere/sh", "", LONG_USEC), -ENOENT);
        assert_int_equal(start(bench, "/etc/passwd", "", LONG_USEC), -EACCES);
        assert_null(bench->child);
}

#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
        const struct CMUnitTest tests[] = {
                ON_BENCH(its_end_and_what_it_said_come_as_an_event),
                ON_BENCH(much_that_it_says_stops_nobody_and_is_cut),
                ON_BENCH(one_that_does_not_end_in_time_is_killed),
                ON_BENCH(it_may_be_freed_at_its_end_and_before),
                ON_BENCH(a_program_that_is_not_there_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
