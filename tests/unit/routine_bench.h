/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine_bench - one person's routine driven through time by a script, the text of all that comes of it, and
 * what must hold after every step.
 *
 * The programmes: strength (three days a week; cobra, raise, and of brace, bug and plank two), steady (strict
 * rest, with clearance; bridge), stretch (daily; doorway). Exercises have the ladder of programme.md 3.1 but
 * steady's. Time begins on Monday 2026-06-15 at 08:00 in Berlin, with the questions answered, all no.
 *
 * A script is "<day>[<week>] <hours>:<minutes> <word>[=<argument>], ...", in rising order: "mon 18:00 start,
 * tue2 09:00 end". Words: out home, held free, quiet loud, off on, ill well, active, busy idle (a break's
 * prompt is open); start[=PROGRAMME], short[=PROGRAMME], train[=EFFORT] (starts, does every set at once,
 * answers), sets (does every set at once), pause resume next easier too-easy stop pain=N sharp=N
 * answer=EFFORT which=EXERCISE fine worse; move=DAY[/HH:MM], skip=DAY, at=HH:MM[-HH:MM], days=DAY+DAY,
 * light=no|yes, clear=EXERCISE; done, later[=MIN], dismiss (answer the offer); none-apply, yes=QUESTION (all
 * no but this one), cleared, exclude (nothing may be done); clock=SECONDS (the wall clock jumps by so many),
 * restart[=MINUTES] (all is taken back from what was given to be kept; down for so long until now), plan,
 * nextweek, levels, summary, phase (written down), end.
 *
 * The text is a list of "<day> <hours>:<minutes> <what>". By the letters of `show`: P prompts ("due strength
 * d", with the channels told: l lamp, d desktop), R records, E refusals, L lights, V plan changes, Q
 * words that are dropped, T thanks and remarks of sessions ('short'); r: records without sets and starts.
 */
#include "core/routine.h"
#include "core/week_plan.h"
#include "unit/zones.h"

#define ROUTINE_TEXT_MAX    65536
#define ROUTINE_RECORDS_MAX 2048

extern const struct programme_set routine_bench_set;
enum routine_bench_programme { BENCH_STRENGTH, BENCH_STEADY, BENCH_STRETCH, BENCH_PROGRAMMES };

/* What differs from strength on Monday, Wednesday and Friday at 18:00. */
struct routine_setup {
        const struct test_zone *zone;
        const char *start; /* UTC */
        uint8_t never;
        bool is_unanswered; /* the questions */
        int item_count;     /* -1: none */
        struct routine_item items[ROUTINE_ITEMS_MAX];
};

struct routine_bench {
        struct routine_config config;
        struct screening_rules rules;
        const struct test_zone *zone;
        struct instant now, start;
        int64_t clock_shift_usec;
        int32_t monday; /* of the start */
        struct routine *routine;
        struct routine_surroundings around;
        struct day_summary summary;
        struct effects effects;
        struct routine_record records[ROUTINE_RECORDS_MAX];
        uint16_t record_count;
        bool was_finished;
        const char *show;
        char text[ROUTINE_TEXT_MAX];
        size_t used;
};

#define MON_WED_FRI 0x15
#define ITEM(programme, days, minute, until_minute)                                                          \
        {                                                                                                    \
                programme, days, minute, until_minute, SESSION_PACE_REP                                      \
        }

void routine_bench_run(
        struct routine_bench *bench, const struct routine_setup *setup, const char *script, const char *show);
void routine_bench_go_on(struct routine_bench *bench, const char *script);
void routine_bench_done(struct routine_bench *bench);

/* Time passes until @usec (boottime), doing what is due. */
void routine_bench_pass(struct routine_bench *bench, int64_t usec);
/* One event now. */
void routine_bench_take(struct routine_bench *bench, const struct event *event);
void routine_bench_command(struct routine_bench *bench, const struct routine_command *command);
/* Starts, does every set at once, answers. Returns whether it was allowed. */
bool routine_bench_train(struct routine_bench *bench, const char *programme, enum effort effort);

/* A fresh routine that took back the records so far, what was kept, and the open session. */
struct routine *routine_bench_restored(const struct routine_bench *bench);

/* Of the last step: each session that was missed is told and kept. */
void routine_bench_assert_missed(const struct routine_bench *bench);
