/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/session_bench.h"

#include <stdio.h>
#include <stdlib.h>

#define STARTED_REALTIME_USEC (INT64_C(1781546400) * USEC_PER_SEC)
#define STARTED_BOOTTIME_USEC (77 * USEC_PER_MINUTE)
/* A restart is also one of the machine. */
#define REBOOTED_BOOTTIME_USEC (19 * USEC_PER_SEC)

static const char *const NAMES[BENCH_EXERCISES] = { "march", "cobra", "tee", "wing", "bug", "pec", "plank",
        "shrug" };
static const char *const EFFORTS[] = { "none", "easy", "right", "hard", "max" };
static const char *const NOTES[] = { "none", "mild", "skip", "stop", "easier", "instead", "step-up", "paused",
        "interrupted", "resumed", "stopped", "thanks" };
static const char *const REFUSALS[] = { "fine", "none", "state", "value" };

static const struct dose DOSES[BENCH_EXERCISES] = { { 1, 1, 10, 0 }, { 2, 4, 2, 0 }, { 2, 2, 1, 500 },
        { 3, 3, 1, 0 }, { 2, 4, 1, 0 }, { 1, 2, 20, 0 }, { 2, 3, 6, 0 }, { 1, 8, 0, 0 } };

/* Only what a session asks of an exercise. */
static const struct exercise EXERCISES[BENCH_EXERCISES] = {
        { .id = "march", .easier = -1 },
        { .id = "cobra",
                .position = EXERCISE_POSITION_PRONE,
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_reps_sec = 1,
                .rest_sets_sec = 60,
                .easier = -1 },
        { .id = "tee",
                .position = EXERCISE_POSITION_PRONE,
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_reps_sec = 1,
                .rest_sets_sec = 60,
                .easier = BENCH_WING },
        { .id = "wing",
                .position = EXERCISE_POSITION_PRONE,
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_reps_sec = 1,
                .rest_sets_sec = 60,
                .easier = -1 },
        { .id = "bug",
                .position = EXERCISE_POSITION_SUPINE,
                .sides = EXERCISE_SIDES_ALTERNATE,
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_reps_sec = 1,
                .rest_sets_sec = 45,
                .easier = -1 },
        { .id = "pec",
                .sides = EXERCISE_SIDES_EACH,
                .lift_sec = 3,
                .lower_sec = 3,
                .rest_reps_sec = 10,
                .switch_sec = 8,
                .easier = -1 },
        { .id = "plank",
                .position = EXERCISE_POSITION_PRONE,
                .lift_sec = 2,
                .lower_sec = 2,
                .rest_reps_sec = 5,
                .rest_sets_sec = 45,
                .easier = -1 },
        { .id = "shrug", .lift_sec = 1, .lower_sec = 1, .easier = -1 },
};

static int64_t speak_usec(void *userdata, const struct cue *cue)
{
        (void)userdata;
        if (cue->note != CUE_NOTE_NONE)
                return 2 * USEC_PER_SEC;
        switch (cue->kind) {
        case CUE_COUNT: return cue->count == 0 ? 4 * USEC_PER_SEC : USEC_PER_SEC / 2;
        case CUE_COUNTDOWN:
        case CUE_HALFWAY: return USEC_PER_SEC / 2;
        case CUE_SAFETY: return 6 * USEC_PER_SEC;
        case CUE_INTRO:
        case CUE_READY:
        case CUE_DO:
        case CUE_SWITCH:
        case CUE_REST:
        case CUE_MISTAKE:
        case CUE_OUTRO:
        case CUE_QUESTION:
        case CUE_MAX_: break;
        }
        return 4 * USEC_PER_SEC;
}

static uint8_t lines(void *userdata, int exercise, enum cue_kind kind)
{
        (void)userdata;
        if (exercise == BENCH_MARCH || exercise == BENCH_SHRUG)
                return kind == CUE_DO ? 1 : 0;
        return exercise < 0 || kind == CUE_OUTRO || kind == CUE_MISTAKE ? 1 : 2;
}

__attribute__((format(printf, 2, 3))) static void tell(struct session_bench *bench, const char *format, ...)
{
        int64_t tenths = (bench->now.boottime_usec - bench->start.boottime_usec) / (USEC_PER_SEC / 10);
        size_t room = sizeof(bench->text) - bench->used;
        va_list arguments;
        int length;

        length = snprintf(bench->text + bench->used, room, "%s%lld.%lld ", bench->used == 0 ? "" : ", ",
                (long long)(tenths / 10), (long long)(tenths % 10));
        assert_true(length > 0 && (size_t)length < room);
        bench->used += (size_t)length;
        room -= (size_t)length;
        va_start(arguments, format);
        length = vsnprintf(bench->text + bench->used, room, format, arguments);
        va_end(arguments);
        assert_true(length > 0 && (size_t)length < room);
        bench->used += (size_t)length;
}

static const char *name_of(const struct session_bench *bench, int exercise)
{
        return exercise < 0 ? "-" : bench->set.exercises[exercise].id;
}

static const char *side_of(const struct cue *cue)
{
        static const char *const SIDES[] = { "", "L", "R" };

        return SIDES[cue->side];
}

static void tell_note(struct session_bench *bench, const struct cue *cue)
{
        if (cue->note == CUE_NOTE_RESUMED)
                tell(bench, "note resumed at %d", cue->count);
        else if (cue->note == CUE_NOTE_INSTEAD)
                tell(bench, "note instead %s", name_of(bench, cue->exercise));
        else
                tell(bench, "note %s", NOTES[cue->note]);
}

static void tell_cue(struct session_bench *bench, const struct cue *cue)
{
        const char *name = name_of(bench, cue->exercise);

        if (cue->note != CUE_NOTE_NONE) {
                tell_note(bench, cue);
                return;
        }
        switch (cue->kind) {
        case CUE_SAFETY: tell(bench, "safety"); break;
        case CUE_INTRO: tell(bench, "intro"); break;
        case CUE_READY: tell(bench, "ready %s %d%s", name, cue->line + 1, cue->full ? "" : " short"); break;
        case CUE_DO: tell(bench, "do %d", cue->line + 1); break;
        case CUE_COUNT:
                if (cue->count == 0)
                        tell(bench, "set %d", cue->set);
                else
                        tell(bench, "count %d%s", cue->count, side_of(cue));
                break;
        case CUE_HALFWAY: tell(bench, "half%s", side_of(cue)); break;
        case CUE_COUNTDOWN: tell(bench, "down %d", cue->count); break;
        case CUE_SWITCH: tell(bench, "switch %s", side_of(cue)); break;
        case CUE_REST:
                tell(bench, "rest %d%s%s", cue->count, cue->next < 0 ? "" : " ",
                        cue->next < 0 ? "" : name_of(bench, cue->next));
                break;
        case CUE_MISTAKE: tell(bench, "mistake"); break;
        case CUE_QUESTION: tell(bench, cue->asks_exercise ? "which" : "question"); break;
        case CUE_OUTRO:
                if (cue->exercise < 0)
                        tell(bench, "outro");
                else
                        tell(bench, "return %d", cue->line + 1);
                break;
        case CUE_MAX_: fail(); break;
        }
}

static void tell_record(struct session_bench *bench)
{
        const struct session_record *record = &bench->outcome.record;
        char text[1024];
        size_t used = 0;

        text[0] = '\0';
        for (uint8_t i = 0; i < record->result_count; i++) {
                const struct exercise_result *result = &record->results[i];

                used += (size_t)snprintf(text + used, sizeof(text) - used, " %s:%d:%s",
                        name_of(bench, result->exercise), result->done_pct, EFFORTS[result->effort]);
                if (result->pain > 0)
                        used += (size_t)snprintf(text + used, sizeof(text) - used, ":pain%d", result->pain);
                used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
                        result->sharp ? ":sharp" : "", result->skip_level ? ":too-easy" : "");
        }
        tell(bench, "ended %s%s", EFFORTS[record->effort], text);
}

/* The text of what the step did. */
static void tell_outcome(struct session_bench *bench)
{
        const struct session_outcome *outcome = &bench->outcome;

        if (bench->refusal != SESSION_FINE && strchr(bench->show, 'E'))
                tell(bench, "refused=%s", REFUSALS[bench->refusal]);
        if (outcome->has_pain && strchr(bench->show, 'P'))
                tell(bench, "pain %s %d%s", name_of(bench, outcome->pain_exercise), outcome->pain,
                        outcome->stop_now ? " stop-now" : "");
        if (outcome->has_set && strchr(bench->show, 'S'))
                tell(bench, "=%s %d %d/%d", name_of(bench, outcome->set.exercise), outcome->set.set,
                        outcome->set.reps_done, outcome->set.dose.reps);
        for (uint8_t i = 0; i < outcome->cue_count; i++)
                if (strchr(bench->show, 'C'))
                        tell_cue(bench, &outcome->cues[i]);
        if (outcome->has_ended && strchr(bench->show, 'R'))
                tell_record(bench);
}

/* Words begin when it is quiet, cues are counted in turn. */
static void hear(struct session_bench *bench)
{
        for (uint8_t i = 0; i < bench->outcome.cue_count; i++) {
                const struct cue *cue = &bench->outcome.cues[i];
                int64_t now_usec = bench->now.boottime_usec;
                int64_t words_usec = bench->voice.speak_usec(bench->voice.userdata, cue);
                int64_t takes_usec =
                        words_usec * (bench->setup.said_pct == 0 ? 100 : bench->setup.said_pct) / 100;

                assert_int_equal(cue->number, ++bench->cue_number);
                assert_true(bench->quiet_usec <= now_usec);
                assert_true(cue->expires_boottime_usec > now_usec);
                bench->quiet_usec = now_usec + usec_min(takes_usec, 2 * words_usec);
                bench->said_usec = bench->setup.said_pct == 0 ? USEC_INFINITY : now_usec + takes_usec;
        }
}

static void keep_set(struct session_bench *bench)
{
        const struct set_record *set = &bench->outcome.set;

        assert_true(bench->set_count < BENCH_SETS_MAX);
        assert_in_range(set->reps_done, 1, set->dose.reps);
        assert_in_range(set->set, 1, set->dose.sets);
        for (uint16_t i = 0; i < bench->set_count; i++)
                assert_false(bench->sets[i].exercise == set->exercise && bench->sets[i].set == set->set);
        bench->sets[bench->set_count++] = *set;
}

/* What holds after every step. */
static void check(struct session_bench *bench)
{
        const struct session *session = &bench->session;
        struct session_view view;

        hear(bench);
        if (bench->outcome.has_set)
                keep_set(bench);
        if (bench->outcome.has_ended) {
                bench->record = bench->outcome.record;
                bench->records++;
                if (bench->question_usec == 0)
                        bench->question_usec = bench->now.boottime_usec;
        }
        assert_true(session->deadline_usec > bench->now.boottime_usec);
        session_view(session, &bench->now, &view);
        assert_int_equal(view.state, session->state);
        assert_in_range(view.done_pct, bench->done_pct, 100);
        bench->done_pct = view.done_pct;
        assert_true(view.set <= view.sets);
        assert_true(view.rep <= view.dose.reps);
}

static void after_step(struct session_bench *bench)
{
        check(bench);
        tell_outcome(bench);
}

void bench_begin(struct session_bench *bench, const struct bench_setup *setup, const char *show)
{
        bench->setup = *setup;
        bench->show = show;
        bench->now = (struct instant){ .boottime_usec = STARTED_BOOTTIME_USEC,
                .realtime_usec = STARTED_REALTIME_USEC,
                .zone = { .since_realtime_usec = INT64_MIN, .until_realtime_usec = USEC_INFINITY } };
        bench->start = bench->now;
        bench->said_usec = USEC_INFINITY;
        bench->quiet_usec = bench->now.boottime_usec;
        bench->voice.answers = setup->said_pct != 0;
        session_init(&bench->session, &bench->set, &bench->voice);
        session_start(&bench->session, &bench->plan, &bench->now, &bench->outcome);
        assert_true(bench->outcome.changed);
        after_step(bench);
}

static void add_item(struct session_bench *bench, const char *word)
{
        struct session_item *item = &bench->plan.items[bench->plan.count++];
        size_t length = strcspn(word, ":");
        int16_t exercise = 0;

        while (strlen(NAMES[exercise]) != length || strncmp(NAMES[exercise], word, length) != 0)
                exercise++;
        *item = (struct session_item){
                .exercise = exercise,
                .is_warm_up = exercise == BENCH_MARCH,
                .full_words = word[length] == ':',
                .level = 1,
                .dose = DOSES[exercise],
                .easier = bench->exercises[exercise].easier,
                .easier_level = 3,
                .easier_dose = DOSES[BENCH_WING],
        };
}

void bench_start(
        struct session_bench *bench, const struct bench_setup *setup, const char *plan, const char *show)
{
        char words[256], *rest = words, *word;

        memset(bench, 0, sizeof(*bench));
        memcpy(bench->exercises, EXERCISES, sizeof(EXERCISES));
        bench->programme = (struct programme){
                .id = "small",
                .screening = setup->clearance ? PROGRAMME_SCREENING_CLEARANCE : PROGRAMME_SCREENING_GENERAL,
                .pain_stop = setup->clearance ? 4 : 6,
                .pain_down = setup->clearance ? 1 : 4,
        };
        bench->set = (struct programme_set){ .exercises = bench->exercises,
                .exercise_count = BENCH_EXERCISES,
                .programmes = &bench->programme,
                .programme_count = 1 };
        bench->voice = (struct session_voice){ .speak_usec = speak_usec, .lines = lines };
        bench->plan.day = 20619;
        bench->plan.pace = setup->pace;
        bench->plan.baseline = setup->baseline;
        assert_true(strlen(plan) < sizeof(words));
        memcpy(words, plan, strlen(plan) + 1);
        while ((word = strtok_r(rest, " ", &rest)))
                add_item(bench, word);
        bench_begin(bench, setup, show);
}

enum session_refusal bench_take(struct session_bench *bench, const struct session_event *event)
{
        struct session before = bench->session;

        bench->refusal = session_step(&bench->session, event, &bench->now, &bench->outcome);
        if (bench->refusal != SESSION_FINE)
                assert_true(bench->session.state == before.state ||
                            bench->session.deadline_usec != before.deadline_usec);
        after_step(bench);
        return bench->refusal;
}

enum session_refusal bench_say(struct session_bench *bench, enum session_verb verb)
{
        return bench_take(bench, &(struct session_event){ .kind = SESSION_EVENT_VERB, .verb = verb });
}

/* Deadlines are seen late, the speaker is not. */
static int64_t next_usec(const struct session_bench *bench)
{
        int64_t late_usec = bench->setup.late_msec * USEC_PER_MSEC;

        return usec_min(usec_add(bench->session.deadline_usec, late_usec), bench->said_usec);
}

bool bench_go_once(struct session_bench *bench)
{
        int64_t at_usec = next_usec(bench);
        struct session_event event = { .kind = SESSION_EVENT_TIME };

        if (at_usec == USEC_INFINITY)
                return false;
        bench->now = instant_at(&bench->now, usec_max(at_usec, bench->now.boottime_usec));
        if (at_usec == bench->said_usec) {
                event = (struct session_event){ .kind = SESSION_EVENT_SAID, .number = bench->cue_number };
                bench->said_usec = USEC_INFINITY;
                bench->quiet_usec = bench->now.boottime_usec;
        }
        assert_int_equal(bench_take(bench, &event), SESSION_FINE);
        return true;
}

void bench_go_until(struct session_bench *bench, int64_t usec)
{
        int64_t until_usec = bench->start.boottime_usec + usec;

        while (next_usec(bench) <= until_usec && bench_go_once(bench))
                continue;
        bench->now = instant_at(&bench->now, until_usec);
}

void bench_go_to_end(struct session_bench *bench)
{
        while (bench_go_once(bench))
                continue;
}

void bench_restart(struct session_bench *bench, int64_t sec)
{
        struct session_event event = { .kind = SESSION_EVENT_RESTART };
        int64_t passed_usec;

        bench->session.set = &bench->set;
        bench->session.voice = bench->voice;
        passed_usec = bench->now.boottime_usec - bench->start.boottime_usec + sec * USEC_PER_SEC;
        bench->now.boottime_usec = REBOOTED_BOOTTIME_USEC;
        bench->now.realtime_usec += sec * USEC_PER_SEC;
        bench->start.boottime_usec = bench->now.boottime_usec - passed_usec;
        bench->said_usec = USEC_INFINITY;
        bench->quiet_usec = bench->now.boottime_usec;
        assert_int_equal(bench_take(bench, &event), SESSION_FINE);
}

static uint8_t index_of(const char *const names[], size_t count, const char *word)
{
        for (uint8_t i = 0; i < count; i++)
                if (strcmp(names[i], word) == 0)
                        return i;
        return (uint8_t)atoi(word);
}

static void run_verb(struct session_bench *bench, const char *word, const char *argument)
{
        static const char *const VERBS[] = { "pause", "resume", "done", "next", "easier", "pain", "stop",
                "answer", "which", "too-easy" };
        struct session_event event = { .kind = SESSION_EVENT_VERB };

        event.sharp = strcmp(word, "sharp") == 0;
        event.verb = event.sharp ? SESSION_VERB_PAIN : index_of(VERBS, ELEMENTS(VERBS), word);
        event.pain = (uint8_t)atoi(argument);
        event.effort = index_of(EFFORTS, ELEMENTS(EFFORTS), argument);
        event.exercise = index_of(NAMES, ELEMENTS(NAMES), argument);
        (void)bench_take(bench, &event);
}

void bench_run(struct session_bench *bench, const char *script)
{
        while (*script != '\0') {
                char word[16] = "", argument[16] = "";
                double seconds;
                int length = 0;

                assert_true(sscanf(script, "%lf %15[^=,]%n", &seconds, word, &length) == 2);
                script += length;
                if (*script == '=') {
                        assert_int_equal(sscanf(script, "=%15[^,]%n", argument, &length), 1);
                        script += length;
                }
                script += strspn(script, ", ");
                bench_go_until(bench, (int64_t)(seconds * 10 + 0.5) * (USEC_PER_SEC / 10));
                if (strcmp(word, "end") == 0)
                        return;
                if (strcmp(word, "restart") != 0)
                        run_verb(bench, word, argument);
                else
                        bench_restart(bench, atoi(argument));
        }
        bench_go_to_end(bench);
}
