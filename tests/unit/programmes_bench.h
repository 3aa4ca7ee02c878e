/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * A folder of programmes that a test writes: a small file of safety texts and a small programme, of which a
 * case changes one thing. What is wrong with them comes back as text, without the folder.
 */
#include "unit/config_fixture.h"

#include "config/programmes.h"

#include <errno.h>

#define BENCH_PATH_SIZE 160
#define SHIPPED         TOP_SRCDIR "/conf/programmes"

static const char bench_safety[] = "[programme]\n" /* 1 */
                                   "id = safety\n"
                                   "name = Safety\n"
                                   "version = 1\n"
                                   "kind = safety\n"
                                   "review-days = 90\n"
                                   "re-ask-after-layoff-days = 28\n"
                                   "[text]\n"
                                   "disclaimer-short = Short.\n"
                                   "disclaimer-long = Long.\n" /* 10 */
                                   "before-first-session = First.\n"
                                   "before-session = Before.\n"
                                   "therapist = Ask.\n"
                                   "gate = Gate.\n"
                                   "stop-now = Stop.\n"
                                   "emergency = Call.\n"
                                   "[screen-general]\n"
                                   "q1 = One?\n"
                                   "q2 = Two?\n"
                                   "cleared = Cleared.\n" /* 20 */
                                   "[screen-clearance]\n"
                                   "q1 = Agreed?\n"
                                   "q2 = Face down?\n"
                                   "expect-q1 = yes\n"
                                   "expect-q2 = no\n"
                                   "prone-question = q2\n"
                                   "[red-flags-emergency]\n"
                                   "f1 = one\n"
                                   "[red-flags-soon]\n"
                                   "f1 = two\n" /* 30 */
                                   "[tags]\n"
                                   "sore = from q2\n"
                                   "sore-wrist = Is a wrist sore?\n";

static const char bench_programme[] = "[programme]\n" /* 1 */
                                      "id = own\n"
                                      "name = Own\n"
                                      "version = 1\n"
                                      "kind = strength\n"
                                      "schedule = weekly\n"
                                      "screening = general\n"
                                      "not-for = none\n"
                                      "order = row, press\n"
                                      "per-week-min = 2\n" /* 10 */
                                      "per-week-max = 4\n"
                                      "default-days = mon, thu\n"
                                      "min-gap-hours = 20\n"
                                      "rest-days-between = 1\n"
                                      "rest-days-strict = yes\n"
                                      "min-weeks = 6\n"
                                      "level-min-days = 7\n"
                                      "level-min-days-easy = 3\n"
                                      "intro = Hello.\n"
                                      "outro = Done.\n" /* 20 */
                                      "[row]\n"
                                      "name = Row\n"
                                      "role = main\n"
                                      "group = strength\n"
                                      "position = sitting\n"
                                      "equipment = band\n"
                                      "flags = seated\n"
                                      "sides = none\n"
                                      "lift = 2\n"
                                      "lower = 3\n" /* 30 */
                                      "rest-reps = 1\n"
                                      "rest-sets = 60\n"
                                      "switch = 0\n"
                                      "ladder = 2x10@1, 2x12@1\n"
                                      "avoid-if = sore-wrist\n"
                                      "ready-1 = Sit.\n"
                                      "do-1 = Pull.\n"
                                      "return = Rest.\n"
                                      "mistake = Do not lean.\n"
                                      "[press]\n" /* 40 */
                                      "name = Press\n"
                                      "role = main\n"
                                      "group = strength\n"
                                      "position = prone\n"
                                      "equipment = none\n"
                                      "flags = prone\n"
                                      "sides = none\n"
                                      "lift = 2\n"
                                      "lower = 2\n"
                                      "rest-reps = 1\n" /* 50 */
                                      "rest-sets = 60\n"
                                      "switch = 0\n"
                                      "ladder = 1x5@5\n"
                                      "avoid-if = sore, sore-wrist\n"
                                      "ready-1 = Lie.\n"
                                      "do-1 = Press.\n"
                                      "return = Rest.\n"
                                      "mistake = Breathe.\n";

static const char *const bench_names[] = { "safety.ini", "x.ini", "y.ini" };

static inline int bench_teardown(void **state)
{
        struct fixture *fixture = *state;
        char path[BENCH_PATH_SIZE];

        for (size_t i = 0; i < ELEMENTS(bench_names); i++) {
                snprintf(path, sizeof(path), "%s/%s", fixture->directory, bench_names[i]);
                (void)unlink(path);
        }
        return fixture_teardown(state);
}

static inline void bench_write(const struct fixture *fixture, const char *name, const char *text)
{
        char path[BENCH_PATH_SIZE];

        snprintf(path, sizeof(path), "%s/%s", fixture->directory, name);
        fixture_write(path, text);
}

/* Writes @text with the first @from in it, which must be there, made @to; an empty @from: @to comes behind.
 */
static inline void bench_write_changed(
        const struct fixture *fixture, const char *name, const char *text, const char *from, const char *to)
{
        char changed[8192];
        const char *at = *from == '\0' ? text + strlen(text) : strstr(text, from);

        assert_non_null(at);
        snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
        bench_write(fixture, name, changed);
}

/* Loads @directory and @own; the problems go to fixture->printed. */
static inline struct programmes *bench_load(struct fixture *fixture, const char *directory, const char *own)
{
        struct config_problems problems = { 0 };
        struct programmes *programmes = NULL;

        assert_int_equal(programmes_load(directory, own, &problems, &programmes), 0);
        assert_non_null(programmes);
        fixture_print_problems(fixture, &problems);
        config_problems_done(&problems);
        return programmes;
}

/* Loads ours that ship, and the fixture's folder as the person's own. */
static inline struct programmes *bench_load_own(struct fixture *fixture)
{
        return bench_load(fixture, SHIPPED, fixture->directory);
}
