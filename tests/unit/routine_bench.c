/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/routine_bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define TURNS_AT_ONCE_MAX 64

#define SET (&routine_bench_set)

static const char *const DAYS[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
static const char *const EFFORTS[] = { "none", "easy", "right", "hard", "max" };
static const char *const KINDS[SESSION_KIND_MAX_] = { "normal", "short", "light", "return", "extra" };
static const char *const PROMPTS[PROMPT_MAX_] = {
        [PROMPT_SESSION_DUE] = "due",
        [PROMPT_SESSION_STARTED] = "started",
        [PROMPT_SESSION_DONE] = "done",
        [PROMPT_SESSION_MISSED] = "missed",
        [PROMPT_RECOVERY_CHECK] = "recovery",
        [PROMPT_LEVEL_UP] = "level-up",
        [PROMPT_WEEK_MET] = "week-met",
        [PROMPT_BLOCK_DONE] = "block-done",
        [PROMPT_WEEK_SUMMARY] = "summary",
};
static const char *const HOLDS[PLAN_HOLD_MAX_] = { "", "questions", "rest", "paused", "see-terminal" };

static __attribute__((format(printf, 2, 3))) void put(struct routine_bench *bench, const char *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = vsnprintf(bench->text + bench->used, sizeof(bench->text) - bench->used, format, arguments);
        va_end(arguments);
        assert_true(length >= 0 && bench->used + (size_t)length < sizeof(bench->text));
        bench->used += (size_t)length;
}

/* ", fri2 18:00 ": the week is told from the second on. */
static void put_time(struct routine_bench *bench)
{
        int32_t day = instant_day(&bench->now, bench->now.realtime_usec, 0) - bench->monday;
        int32_t minute = instant_minute_of_day(&bench->now, bench->now.realtime_usec);

        put(bench, "%s%s", bench->used > 0 ? ", " : "", DAYS[((day % 7) + 7) % 7]);
        if (day >= 7)
                put(bench, "%d", day / 7 + 1);
        put(bench, " %02d:%02d ", minute / 60, minute % 60);
}

static bool shows(const struct routine_bench *bench, char what)
{
        return strchr(bench->show, what) != NULL;
}

static void put_day(struct routine_bench *bench, int32_t day)
{
        put(bench, " %s", DAYS[instant_weekday(day)]);
        if (day - bench->monday >= 7)
                put(bench, "%d", (day - bench->monday) / 7 + 1);
}

static void take_prompt(struct routine_bench *bench, const struct prompt *prompt)
{
        bool is_question = prompt->type == PROMPT_SESSION_DUE || prompt->type == PROMPT_RECOVERY_CHECK;

        assert_non_null(PROMPTS[prompt->type]);
        assert_true(prompt->id.number > 0);
        assert_true(prompt->expires_boottime_usec > bench->now.boottime_usec);
        if (is_question)
                assert_true(bench->around.is_home && !bench->around.is_held && !bench->around.is_quiet &&
                            !bench->around.is_off && !bench->around.is_prompt_open);
        if (bench->around.is_quiet || bench->around.is_off)
                assert_int_equal(prompt->tell, 0);
        if (!shows(bench, 'P'))
                return;
        put_time(bench);
        put(bench, "%s %s", PROMPTS[prompt->type], SET->programmes[prompt->programme].id);
        if (prompt->exercise >= 0)
                put(bench, " %s", SET->exercises[prompt->exercise].id);
        if (prompt->type == PROMPT_WEEK_SUMMARY || prompt->type == PROMPT_WEEK_MET ||
                prompt->type == PROMPT_BLOCK_DONE)
                put(bench, " %u %u", prompt->week_done, prompt->block_met);
        if (prompt->tell != 0)
                put(bench, " %s%s", prompt->tell & 1 ? "l" : "", prompt->tell & 2 ? "d" : "");
        if (prompt->note == PROMPT_NOTE_LIGHT)
                put(bench, " light");
}

static void put_session(struct routine_bench *bench, const struct session_record *session)
{
        put(bench, " %s %s %s", SET->programmes[session->programme].id, KINDS[session->kind],
                EFFORTS[session->effort]);
        for (uint8_t i = 0; i < session->result_count; i++) {
                const struct exercise_result *result = &session->results[i];

                put(bench, " %s:%u:%s", SET->exercises[result->exercise].id, result->done_pct,
                        EFFORTS[result->effort]);
                if (result->pain > 0)
                        put(bench, ":%u", result->pain);
        }
}

static void put_answers(struct routine_bench *bench, const struct screening_answers *answers)
{
        bool is_yes = false;

        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                is_yes |= answers->general[i] == ANSWER_YES;
        put(bench, " %s%s%s", is_yes ? "yes" : "no", answers->answered_day == INT32_MIN ? " unanswered" : "",
                answers->cleared_day == INT32_MIN ? "" : " cleared");
}

static void put_record(struct routine_bench *bench, const struct routine_record *record)
{
        static const char *const names[] = { "session", "set", "pain", "recovery", "suspension", "start",
                "excused", "change", "days", "time", "screening" };

        put_time(bench);
        put(bench, "=%s", names[record->kind]);
        switch (record->kind) {
        case ROUTINE_RECORD_SESSION: put_session(bench, &record->session); break;
        case ROUTINE_RECORD_SET:
                put(bench, " %s %u %u", SET->exercises[record->set.exercise].id, record->set.set,
                        record->set.reps_done);
                break;
        case ROUTINE_RECORD_PAIN:
                put(bench, " %s %u%s", record->exercise < 0 ? "-" : SET->exercises[record->exercise].id,
                        record->pain, record->yes ? " sharp" : "");
                break;
        case ROUTINE_RECORD_RECOVERY: put(bench, " %s", record->yes ? "worse" : "fine"); break;
        case ROUTINE_RECORD_SUSPENSION:
                put(bench, " %s %s", SET->exercises[record->exercise].id,
                        record->yes ? "suspended" : "cleared");
                break;
        case ROUTINE_RECORD_START:
                put(bench, " %s", SET->programmes[record->programme].id);
                put_day(bench, record->day);
                break;
        case ROUTINE_RECORD_EXCUSED: put_day(bench, record->day); break;
        case ROUTINE_RECORD_CHANGE:
                put(bench, " %s", SET->programmes[record->programme].id);
                put_day(bench, record->day);
                if (!record->yes)
                        break;
                put(bench, " to");
                put_day(bench, record->to_day);
                put(bench, " %d", record->minute);
                break;
        case ROUTINE_RECORD_DAYS: put(bench, " %02x", record->days); break;
        case ROUTINE_RECORD_TIME: put(bench, " %d-%d", record->minute, record->until_minute); break;
        case ROUTINE_RECORD_SCREENING: put_answers(bench, &record->screening); break;
        case ROUTINE_RECORD_MISSED: break;
        }
}

static void put_refusal(struct routine_bench *bench, const struct effect *effect)
{
        static const char *const names[] = { "session", "no-programme", "held", "empty", "running",
                "not-planned", "week", "past", "old-prompt", "no-question", "not-light", "not-suspended" };
        static const char *const sessions[] = { "fine", "none", "state", "value" };

        put_time(bench);
        put(bench, "!%s", names[effect->routine_error.refusal]);
        if (effect->routine_error.refusal == ROUTINE_REFUSED_SESSION)
                put(bench, " %s", sessions[effect->routine_error.session_refusal]);
        if (effect->routine_error.refusal == ROUTINE_REFUSED_HELD)
                put(bench, " %s", HOLDS[effect->routine_error.held]);
}

static void take_record(struct routine_bench *bench, const struct routine_record *record)
{
        assert_true(bench->record_count < ROUTINE_RECORDS_MAX);
        bench->records[bench->record_count++] = *record;
        if (record->kind != ROUTINE_RECORD_MISSED &&
                (shows(bench, 'R') || (shows(bench, 'r') && record->kind != ROUTINE_RECORD_SET &&
                                              record->kind != ROUTINE_RECORD_START)))
                put_record(bench, record);
}

static void put_remark(struct routine_bench *bench, const struct cue *cue)
{
        static const char *const names[CUE_NOTE_MAX_] = { [CUE_NOTE_THANKS] = "thanks",
                [CUE_NOTE_LEFT_OUT] = "left-out",
                [CUE_NOTE_LIGHT_WEEK] = "light-week",
                [CUE_NOTE_SHORT] = "short",
                [CUE_NOTE_BACK] = "back",
                [CUE_NOTE_WEEK_ONE] = "week-one",
                [CUE_NOTE_WEEK_THREE] = "week-three" };

        if (!names[cue->note])
                return;
        put_time(bench);
        put(bench, "'%s%s%s'", names[cue->note], cue->exercise >= 0 ? " " : "",
                cue->exercise >= 0 ? SET->exercises[cue->exercise].id : "");
}

static void take_effect(struct routine_bench *bench, const struct effect *effect)
{
        static const char *const refusals[] = { "no-prompt", "old-prompt", "no-snoozes", "range" };
        static const char *const lamps[] = { "before", "due" };

        switch (effect->kind) {
        case EFFECT_PROMPT: take_prompt(bench, &effect->prompt); break;
        case EFFECT_ROUTINE: take_record(bench, &effect->routine); break;
        case EFFECT_ROUTINE_ERROR:
                if (shows(bench, 'E'))
                        put_refusal(bench, effect);
                break;
        case EFFECT_ERROR:
                if (shows(bench, 'E')) {
                        put_time(bench);
                        put(bench, "!%s", refusals[effect->error.refusal]);
                }
                break;
        case EFFECT_LIGHTS:
                if (shows(bench, 'L')) {
                        put_time(bench);
                        put(bench, "lamp=%s", lamps[effect->lights.show]);
                }
                break;
        case EFFECT_PLAN:
                if (shows(bench, 'V')) {
                        put_time(bench);
                        put(bench, "plan");
                }
                break;
        case EFFECT_QUIET:
                if (shows(bench, 'Q')) {
                        put_time(bench);
                        put(bench, "quiet");
                }
                break;
        case EFFECT_CUE:
                if (shows(bench, 'T'))
                        put_remark(bench, &effect->cue);
                break;
        case EFFECT_SESSION:
        case EFFECT_HUSH: break;
        case EFFECT_STATE:
        case EFFECT_WHY:
        case EFFECT_SETTING:
        case EFFECT_SPAN:
        case EFFECT_OUTCOME:
        case EFFECT_DAY:
        case EFFECT_SAVE: fail_msg("an effect that is not the routine's");
        }
}

static void follow(struct routine_bench *bench)
{
        routine_bench_assert_missed(bench);
        assert_in_range(bench->effects.count, 0, ROUTINE_EFFECTS_MAX);
        for (uint16_t i = 0; i < bench->effects.count; i++)
                take_effect(bench, &bench->effects.items[i]);
        bench->was_finished |= routine_take_finished(bench->routine);
}

static void step(struct routine_bench *bench, const struct event *event)
{
        bench->effects.count = 0;
        bench->summary.day = instant_day(&bench->now, bench->now.realtime_usec, 240);
        routine_step(bench->routine, &bench->around, event, &bench->now, &bench->effects);
        follow(bench);
}

void routine_bench_take(struct routine_bench *bench, const struct event *event)
{
        static const struct event time = { .kind = EVENT_TIME };
        int turns = 0;

        step(bench, event);
        while (routine_deadline(bench->routine) <= bench->now.boottime_usec) {
                assert_true(turns++ < TURNS_AT_ONCE_MAX);
                step(bench, &time);
        }
}

static void move(struct routine_bench *bench, int64_t boottime_usec)
{
        bench->now.boottime_usec = boottime_usec;
        bench->now.realtime_usec = bench->start.realtime_usec + boottime_usec - bench->start.boottime_usec +
                                   bench->clock_shift_usec;
        bench->now.zone = zone_at(bench->zone, bench->now.realtime_usec);
}

void routine_bench_pass(struct routine_bench *bench, int64_t usec)
{
        static const struct event time = { .kind = EVENT_TIME };

        while (routine_deadline(bench->routine) < usec) {
                move(bench, usec_max(bench->now.boottime_usec, routine_deadline(bench->routine)));
                routine_bench_take(bench, &time);
        }
        move(bench, usec);
        routine_bench_take(bench, &time);
}

void routine_bench_command(struct routine_bench *bench, const struct routine_command *command)
{
        struct event event = { .kind = EVENT_ROUTINE, .routine = command };

        routine_bench_take(bench, &event);
}

static void say(struct routine_bench *bench, enum session_verb verb)
{
        routine_bench_command(
                bench, &(struct routine_command){ .verb = ROUTINE_GUIDED, .session_verb = verb });
}

/* Into every set, and out of it as done. */
static void do_sets(struct routine_bench *bench)
{
        for (int i = 0; i < 1000; i++) {
                const struct session *session = routine_session(bench->routine);

                if (!session || session->state == SESSION_STATE_QUESTION)
                        return;
                say(bench, session->stage >= SESSION_STAGE_ANNOUNCE && session->stage <= SESSION_STAGE_SWITCH
                                   ? SESSION_VERB_DONE
                                   : SESSION_VERB_NEXT);
        }
        fail_msg("a session without an end");
}

static void answer(struct routine_bench *bench, enum effort effort)
{
        struct routine_command command = {
                .verb = ROUTINE_GUIDED, .session_verb = SESSION_VERB_ANSWER, .effort = effort
        };
        struct session_view view;

        routine_bench_command(bench, &command);
        routine_session_view(bench->routine, &bench->now, &view);
        if (view.state == SESSION_STATE_QUESTION) {
                command.session_verb = SESSION_VERB_ANSWER_EXERCISE;
                strcpy(command.exercise, "cobra");
                routine_bench_command(bench, &command);
        }
}

bool routine_bench_train(struct routine_bench *bench, const char *programme, enum effort effort)
{
        struct routine_command command = { .verb = ROUTINE_START };
        struct session_view view;

        strcpy(command.programme, programme);
        routine_bench_command(bench, &command);
        routine_session_view(bench->routine, &bench->now, &view);
        if (view.state != SESSION_STATE_RUNNING)
                return false;
        do_sets(bench);
        if (effort != EFFORT_NONE)
                answer(bench, effort);
        return true;
}

/* As the store does: the last one of each day of each programme, in the order of the days. */
static void restore_changes(const struct routine_bench *bench, struct routine *routine)
{
        for (int32_t day = bench->monday; day <= bench->summary.day + 7; day++)
                for (int16_t programme = 0; programme < BENCH_PROGRAMMES; programme++)
                        for (uint16_t i = bench->record_count; i > 0; i--) {
                                const struct routine_record *record = &bench->records[i - 1];

                                if (record->kind != ROUTINE_RECORD_CHANGE || record->day != day ||
                                        record->programme != programme)
                                        continue;
                                routine_restore(routine, record);
                                break;
                        }
}

struct routine *routine_bench_restored(const struct routine_bench *bench)
{
        struct routine *routine = NULL;
        struct routine_kept kept;

        assert_int_equal(routine_new(&bench->config, 240, &bench->now, &routine), 0);
        for (uint16_t i = 0; i < bench->record_count; i++)
                if (bench->records[i].kind != ROUTINE_RECORD_CHANGE)
                        routine_restore(routine, &bench->records[i]);
        restore_changes(bench, routine);
        routine_keep(bench->routine, &kept);
        routine_restore_kept(routine, &kept);
        if (routine_session(bench->routine))
                assert_int_equal(routine_restore_session(routine, routine_session(bench->routine)), 0);
        return routine;
}

static int word_of(const char *text, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (words[i] && strcmp(text, words[i]) == 0)
                        return (int)i;
        fail_msg("no such word: %s", text);
        return -1;
}

/* "fri" or "fri2": days since the first Monday. */
static int32_t day_of(const char *text)
{
        char name[4] = { 0 };
        int week = 1;

        memcpy(name, text, 3);
        if (text[3] >= '1' && text[3] <= '9')
                week = atoi(text + 3);
        return (week - 1) * 7 + word_of(name, DAYS, 7);
}

static int32_t minute_of(const char *text)
{
        int hour, minute;

        assert_int_equal(sscanf(text, "%d:%d", &hour, &minute), 2);
        return hour * 60 + minute;
}

static const char *after(const char *text, char separator)
{
        const char *at = strchr(text, separator);

        return at ? at + 1 : NULL;
}

static void restart(struct routine_bench *bench)
{
        struct routine *routine = routine_bench_restored(bench);

        routine_free(bench->routine);
        bench->routine = routine;
}

static bool do_surroundings(struct routine_bench *bench, const char *word)
{
        struct routine_surroundings *around = &bench->around;
        const struct {
                const char *word;
                bool *what;
                bool is;
        } words[] = { { "out", &around->is_home, false }, { "home", &around->is_home, true },
                { "held", &around->is_held, true }, { "free", &around->is_held, false },
                { "quiet", &around->is_quiet, true }, { "loud", &around->is_quiet, false },
                { "off", &around->is_off, true }, { "on", &around->is_off, false },
                { "ill", &around->is_ill, true }, { "well", &around->is_ill, false },
                { "active", &around->is_active, true }, { "busy", &around->is_prompt_open, true },
                { "idle", &around->is_prompt_open, false } };
        static const struct event time = { .kind = EVENT_TIME };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (strcmp(words[i].word, word) == 0) {
                        *words[i].what = words[i].is;
                        if (words[i].what == &around->is_ill)
                                around->is_off = words[i].is;
                        routine_bench_take(bench, &time);
                        return true;
                }
        return false;
}

static bool do_guided(struct routine_bench *bench, const char *word, const char *argument)
{
        static const char *const verbs[SESSION_VERB_MAX_] = { [SESSION_VERB_PAUSE] = "pause",
                [SESSION_VERB_RESUME] = "resume",
                [SESSION_VERB_NEXT] = "next",
                [SESSION_VERB_EASIER] = "easier",
                [SESSION_VERB_STOP] = "stop",
                [SESSION_VERB_TOO_EASY] = "too-easy",
                [SESSION_VERB_PAIN] = "pain",
                [SESSION_VERB_ANSWER] = "answer",
                [SESSION_VERB_ANSWER_EXERCISE] = "which" };
        struct routine_command command = { .verb = ROUTINE_GUIDED };
        bool is_sharp = strcmp(word, "sharp") == 0;

        for (int i = 0; i < SESSION_VERB_MAX_; i++) {
                if (!verbs[i] || (strcmp(word, verbs[i]) != 0 && !(is_sharp && i == SESSION_VERB_PAIN)))
                        continue;
                command.session_verb = (enum session_verb)i;
                command.pain = (uint8_t)atoi(argument);
                command.sharp = is_sharp;
                if (i == SESSION_VERB_ANSWER)
                        command.effort = (enum effort)word_of(argument, EFFORTS, 5);
                strcpy(command.exercise, i == SESSION_VERB_ANSWER_EXERCISE ? argument : "");
                routine_bench_command(bench, &command);
                return true;
        }
        return false;
}

static void screen(struct routine_bench *bench, int yes, bool is_cleared)
{
        struct screening_answers answers = *routine_answers(bench->routine);
        int32_t day = instant_day(&bench->now, bench->now.realtime_usec, 240);
        struct event event = { .kind = EVENT_SCREENING, .screening = &answers };

        if (is_cleared) {
                answers.cleared_day = day;
        } else {
                for (int i = 0; i < bench->rules.general_count; i++)
                        answers.general[i] = i == yes ? ANSWER_YES : ANSWER_NO;
                for (int i = 0; i < bench->rules.clearance_count; i++)
                        answers.clearance[i] = ANSWER_YES;
                answers.answered_day = day;
        }
        routine_bench_take(bench, &event);
}

/* All tags: nothing may be done. */
static void exclude(struct routine_bench *bench)
{
        struct screening_answers answers = *routine_answers(bench->routine);
        struct event event = { .kind = EVENT_SCREENING, .screening = &answers };

        for (size_t i = 0; i < SET->tag_count; i++)
                answers.tags[i] = ANSWER_YES;
        routine_bench_take(bench, &event);
}

static void train_all(struct routine_bench *bench, const char *argument)
{
        enum effort effort = *argument ? (enum effort)word_of(argument, EFFORTS, 5) : EFFORT_RIGHT;

        (void)routine_bench_train(bench, "", effort);
}

static uint8_t mask_of(const char *text)
{
        uint8_t mask = 0;

        for (; text; text = after(text, '+'))
                mask |= (uint8_t)(1 << day_of((char[]){ text[0], text[1], text[2], 0 }));
        return mask;
}

static bool do_command(struct routine_bench *bench, const char *word, const char *argument)
{
        struct routine_command command = { .minute = ROUTINE_NO_MINUTE, .until_minute = ROUTINE_NO_MINUTE };
        static const char *const verbs[] = { "start", "short", "fine", "worse", "move", "skip", "at", "days",
                "none-apply", "light", "clear" };
        static const enum routine_verb meant[] = { ROUTINE_START, ROUTINE_START, ROUTINE_RECOVERY,
                ROUTINE_RECOVERY, ROUTINE_MOVE, ROUTINE_SKIP, ROUTINE_AT, ROUTINE_DAYS, ROUTINE_NONE_APPLY,
                ROUTINE_LIGHT, ROUTINE_CLEAR };
        size_t i = 0;

        while (i < ELEMENTS(verbs) && strcmp(verbs[i], word) != 0)
                i++;
        if (i == ELEMENTS(verbs))
                return false;
        command.verb = meant[i];
        command.is_short = i == 1;
        command.worse = i == 3;
        command.declined = strcmp(argument, "no") == 0;
        strcpy(command.exercise, command.verb == ROUTINE_CLEAR ? argument : "");
        if (i < 2)
                strcpy(command.programme, argument);
        if (command.verb == ROUTINE_MOVE || command.verb == ROUTINE_SKIP)
                command.day = bench->monday + day_of(argument);
        if (command.verb == ROUTINE_MOVE && after(argument, '/'))
                command.minute = minute_of(after(argument, '/'));
        if (command.verb == ROUTINE_AT) {
                command.minute = minute_of(argument);
                if (after(argument, '-'))
                        command.until_minute = minute_of(after(argument, '-'));
        }
        if (command.verb == ROUTINE_DAYS)
                command.days = mask_of(argument);
        routine_bench_command(bench, &command);
        return true;
}

static void answer_offer(struct routine_bench *bench, enum command_verb verb, int64_t duration_usec)
{
        static const struct event time = { .kind = EVENT_TIME };

        bench->effects.count = 0;
        if (!routine_answer(
                    bench->routine, &bench->around, verb, duration_usec, &bench->now, &bench->effects)) {
                put_time(bench);
                put(bench, "!none");
                return;
        }
        follow(bench);
        routine_bench_take(bench, &time);
}

static void put_planned(struct routine_bench *bench, const struct plan_session *sessions, uint8_t count)
{
        static const char *const states[PLAN_SESSION_STATE_MAX_] = { "planned", "moved", "done", "short",
                "missed", "excused" };

        for (uint8_t i = 0; i < count; i++) {
                const struct plan_session *session = &sessions[i];
                int32_t day = instant_day(&bench->now, session->at_realtime_usec, 240);
                int32_t minute = instant_minute_of_day(&bench->now, session->at_realtime_usec);

                put(bench, "%s%s", i > 0 ? " " : "", DAYS[instant_weekday(day)]);
                if (week_plan_monday(day) > week_plan_monday(bench->summary.day))
                        put(bench, "%d", (week_plan_monday(day) - bench->monday) / 7 + 1);
                put(bench, " %s", states[session->state]);
                if (minute != 18 * 60)
                        put(bench, " %02d:%02d", minute / 60, minute % 60);
                if (session->programme != BENCH_STRENGTH)
                        put(bench, " %s", SET->programmes[session->programme].id);
        }
}

/* "[mon done wed planned 20:00 | held]" */
static void put_plan(struct routine_bench *bench)
{
        struct plan_view view;

        routine_plan_view(bench->routine, &bench->now, &view);
        put_time(bench);
        put(bench, "[");
        put_planned(bench, view.sessions, view.count);
        put(bench, "%s%s", view.held == PLAN_HOLD_NONE ? "" : " | ", HOLDS[view.held]);
        if (view.is_light)
                put(bench, " | light");
        if (view.has_block)
                put(bench, " | %u: %u/%u", view.block_week, view.block_met, view.block_goal);
        if (view.stretch_days > 0)
                put(bench, " | stretch %u", view.stretch_days);
        put(bench, "]");
}

/* The week after: "[mon2 planned]". */
static void put_next_week(struct routine_bench *bench)
{
        struct plan_view view;

        routine_plan_view(bench->routine, &bench->now, &view);
        put_time(bench);
        put(bench, "[");
        put_planned(bench, view.next, view.next_count);
        put(bench, "]");
}

static void put_levels(struct routine_bench *bench)
{
        put_time(bench);
        put(bench, "<");
        for (uint8_t i = 0; i < bench->config.item_count; i++) {
                const struct progression *progression = routine_progression(bench->routine, i);
                const struct programme *programme = &SET->programmes[bench->config.items[i].programme];

                for (uint8_t j = 0; j < programme->order.count; j++)
                        put(bench, "%s%s %u%s", i + j > 0 ? " " : "",
                                SET->exercises[programme->order.exercises[j]].id,
                                progression->exercises[programme->order.exercises[j]].level,
                                progression->exercises[programme->order.exercises[j]].suspended ? "x" : "");
        }
        put(bench, ">");
}

static void put_summary(struct routine_bench *bench)
{
        struct routine_summary summary;

        routine_summary(bench->routine, &bench->now, &summary);
        put_time(bench);
        put(bench, "{%u/%u streak %u next", summary.week_done, summary.week_target, summary.streak_weeks);
        if (summary.next_session_realtime_usec != 0)
                put_day(bench, instant_day(&bench->now, summary.next_session_realtime_usec, 240));
        put(bench, "}");
}

static void put_phase(struct routine_bench *bench)
{
        static const char *const phases[] = { "nothing", "soon", "due", "session" };

        put_time(bench);
        put(bench, "(%s%s%s%s)", phases[routine_phase(bench->routine)],
                routine_replaces_break(bench->routine) ? " replaces" : "",
                routine_is_snoozed(bench->routine) ? " snoozed" : "",
                routine_offers_stretch(bench->routine) ? " stretch" : "");
}

static void do_word(struct routine_bench *bench, const char *word, const char *argument)
{
        struct event changed = { .kind = EVENT_CLOCK_CHANGED };

        if (do_surroundings(bench, word) || do_guided(bench, word, argument) ||
                do_command(bench, word, argument))
                return;
        if (strcmp(word, "train") == 0)
                train_all(bench, argument);
        else if (strcmp(word, "sets") == 0)
                do_sets(bench);
        else if (strcmp(word, "done") == 0)
                answer_offer(bench, COMMAND_DONE, 0);
        else if (strcmp(word, "dismiss") == 0)
                answer_offer(bench, COMMAND_SKIP, 0);
        else if (strcmp(word, "later") == 0)
                answer_offer(bench, COMMAND_SNOOZE, (*argument ? atoi(argument) : 10) * USEC_PER_MINUTE);
        else if (strcmp(word, "yes") == 0)
                screen(bench, *argument ? atoi(argument) - 1 : -1, false);
        else if (strcmp(word, "exclude") == 0)
                exclude(bench);
        else if (strcmp(word, "cleared") == 0)
                screen(bench, -1, true);
        else if (strcmp(word, "restart") == 0)
                restart(bench);
        else if (strcmp(word, "plan") == 0)
                put_plan(bench);
        else if (strcmp(word, "nextweek") == 0)
                put_next_week(bench);
        else if (strcmp(word, "levels") == 0)
                put_levels(bench);
        else if (strcmp(word, "summary") == 0)
                put_summary(bench);
        else if (strcmp(word, "phase") == 0)
                put_phase(bench);
        else if (strcmp(word, "clock") == 0) {
                bench->clock_shift_usec += strtoll(argument, NULL, 10) * USEC_PER_SEC;
                move(bench, bench->now.boottime_usec);
                routine_bench_take(bench, &changed);
        } else if (strcmp(word, "end") != 0) {
                fail_msg("no such word: %s", word);
        }
}

void routine_bench_go_on(struct routine_bench *bench, const char *script)
{
        while (*script != '\0') {
                char day[16], time[16], word[80], *argument;
                int64_t at_usec;
                int used = 0;

                assert_int_equal(sscanf(script, " %15s %15[0-9:] %79[^, ]%n", day, time, word, &used), 3);
                script += used;
                script += strspn(script, ", ");
                argument = strchr(word, '=');
                if (argument)
                        *argument++ = '\0';
                at_usec = instant_to_boottime(&bench->now,
                        instant_from_civil(&bench->now, bench->monday + day_of(day), minute_of(time)));
                if (strcmp(word, "restart") == 0 && argument && atoi(argument) > 0)
                        routine_bench_pass(bench, at_usec - atoi(argument) * USEC_PER_MINUTE);
                else
                        routine_bench_pass(bench, at_usec);
                move(bench, at_usec);
                do_word(bench, word, argument ? argument : "");
                if (strcmp(word, "restart") == 0)
                        routine_bench_take(bench, &(struct event){ .kind = EVENT_TIME });
        }
}

void routine_bench_run(
        struct routine_bench *bench, const struct routine_setup *setup, const char *script, const char *show)
{
        static const struct routine_setup none = { .item_count = 0 };

        memset(bench, 0, sizeof(*bench));
        if (!setup)
                setup = &none;
        bench->zone = setup->zone ? setup->zone : &BERLIN;
        bench->show = show;
        bench->start = instant_in(bench->zone, utc_usec(setup->start ? setup->start : "2026-06-15 06:00:00"));
        bench->now = bench->start;
        bench->monday = week_plan_monday(instant_day(&bench->now, bench->now.realtime_usec, 240));
        bench->rules = (struct screening_rules){ .general_count = 3,
                .clearance_count = 1,
                .clearance_expected = { ANSWER_YES },
                .clearance_prone = -1,
                .general_route = { -1, -1, -1 },
                .review_days = 0,
                .re_ask_after_layoff_days = 28 };
        for (size_t i = 0; i < TAGS_MAX; i++)
                bench->rules.tag_from[i] = -1;
        bench->config = (struct routine_config){ .set = SET,
                .rules = &bench->rules,
                .items = { ITEM(BENCH_STRENGTH, MON_WED_FRI, 18 * 60, ROUTINE_NO_MINUTE) },
                .item_count = 1,
                .never = setup->never };
        if (setup->item_count != 0) {
                bench->config.item_count = (uint8_t)(setup->item_count > 0 ? setup->item_count : 0);
                memcpy(bench->config.items, setup->items, sizeof(setup->items));
        }
        bench->around = (struct routine_surroundings){
                .is_home = true, .can_deliver = true, .first_step = 3, .lights = 1, .snoozes = 2
        };
        bench->around.summary = &bench->summary;
        assert_int_equal(routine_new(&bench->config, 240, &bench->now, &bench->routine), 0);
        if (!setup->is_unanswered) {
                bench->show = "";
                screen(bench, -1, false);
                bench->show = show;
        }
        routine_bench_go_on(bench, script);
}

void routine_bench_done(struct routine_bench *bench)
{
        bench->routine = routine_free(bench->routine);
}
