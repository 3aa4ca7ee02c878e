/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_bench - one guided session driven through time by a script, the text of all that comes of it, and
 * what must hold after every step.
 *
 * The exercises (reps and holds are in session_bench.c): march, a warm-up on one's feet; cobra and tee, face
 * down; wing, the easier tee; bug, lying on the back, alternate sides; pec, standing, each side; plank, long
 * holds; shrug, standing, many repetitions without a hold.
 *
 * A plan is their names, in order: "march cobra:new tee". `:new` has all its words. A script is "<seconds>
 * <word>[=<argument>], ..." in rising order: pause resume done next easier pain=N sharp=N stop answer=EFFORT
 * which=NAME too-easy restart=SECONDS (down for so long from then on) end. Without `end` it runs until the
 * question, or until it is done.
 *
 * The text is a list of "<seconds> <what>". C cues: "count 3", "count 3L" (a side), "set 2" (announced), "3
 * left", "rest 60" or "rest 60 tee" (which comes next) and so on; S sets: "=cobra 2 4/4"; P pain reports; E
 * refusals; R the record: "ended EFFORT name:done:effort[:marks]".
 */
#include "core/session.h"

#define BENCH_TEXT_MAX 65536
#define BENCH_SETS_MAX 256

enum bench_exercise {
        BENCH_MARCH,
        BENCH_COBRA,
        BENCH_TEE,
        BENCH_WING,
        BENCH_BUG,
        BENCH_PEC,
        BENCH_PLANK,
        BENCH_SHRUG,
        BENCH_EXERCISES,
};

/* What differs from a general programme, in pace `rep`, with a speaker that does not answer. */
struct bench_setup {
        enum session_pace pace;
        bool clearance;
        uint8_t baseline;
        uint16_t said_pct;  /* when the speaker answers, of the estimate; 0: never */
        uint16_t late_msec; /* every deadline is seen so late */
};

struct session_bench {
        struct bench_setup setup;
        struct exercise exercises[BENCH_EXERCISES];
        struct programme programme;
        struct programme_set set;
        struct session_voice voice;
        struct session_plan plan;
        struct session session;
        struct instant now, start;
        struct session_outcome outcome;
        enum session_refusal refusal;
        int64_t said_usec;  /* when the speaker answers; USEC_INFINITY */
        int64_t quiet_usec; /* when it is quiet */
        uint16_t cue_number;
        uint8_t done_pct;
        int64_t question_usec; /* when the session was over */
        struct set_record sets[BENCH_SETS_MAX];
        uint16_t set_count;
        struct session_record record;
        uint16_t records;
        const char *show;
        char text[BENCH_TEXT_MAX];
        size_t used;
};

/* A session of @plan that was begun; it stays as it is until it is moved on. */
void bench_start(
        struct session_bench *bench, const struct bench_setup *setup, const char *plan, const char *show);
/* The same with any data: @bench's set, voice and plan are as the caller has made them. */
void bench_begin(struct session_bench *bench, const struct bench_setup *setup, const char *show);

/* One event now; checks all that must hold. Returns what became of it. */
enum session_refusal bench_take(struct session_bench *bench, const struct session_event *event);
enum session_refusal bench_say(struct session_bench *bench, enum session_verb verb);

/* Until @usec after the start, or until the question. */
void bench_go_until(struct session_bench *bench, int64_t usec);
void bench_go_to_end(struct session_bench *bench);
/* The next deadline or answer of the speaker. False when nothing is due any more. */
bool bench_go_once(struct session_bench *bench);

/* Down for @sec, in another boot of the machine. */
void bench_restart(struct session_bench *bench, int64_t sec);

/* Runs the script. */
void bench_run(struct session_bench *bench, const char *script);
