/* SPDX-License-Identifier: MIT */
/*
 * What must always be true of exercise programmes, whatever happens:
 *
 *  - A session is offered only to somebody who is at home as far as is known, outside of quiet hours, without
 * a hold that defers, shows nothing or is off, while nothing else is asked and no session runs; on a day for
 * which it is planned, with an expiry to come, and under one id at most once, once more for each snooze, and
 * once before its window closes. At most one offer is open.
 *  - Never two sessions at once, never two of a programme on one day, never more in a week than it allows,
 * and those of a strict programme never on consecutive days, neither done nor planned.
 *  - A session begins only after the questions were answered, and has no exercise that the answers exclude,
 * that the programme forbids, that lacks equipment or is suspended; nor has anything that takes its place.
 *  - Cues of one loudspeaker never overlap; none is said without a session, nor is a break asked for during
 * one.
 *  - A set that is kept is the one that was shown, with as many repetitions; what the record says was done of
 * an exercise is what its sets add up to.
 *  - Levels, suspensions and answers that are made of the log alone are the live ones.
 *  - A session that is not gone on with is closed after two hours; a new run of the daemon finds it paused at
 * the set it was in, and says so.
 *  - What is published of state, session and plan has every key, and words that there are.
 */
#include "core/week_plan.h"
#include "sim/sim.h"
#include "wire/publish.h"
#include "wire/publish_session.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Steps between two looks at the log, and one message of so many that is read. */
#define LOG_STEPS         5000
#define MESSAGES_OF       16
#define OTHER_MESSAGES_OF 1024 /* of people without programmes */
#define TALLY_SLACK       1

static const struct programme_set *set_of(const struct sim *sim, uint32_t i)
{
        return sim->trainees[i].config.set;
}

static struct routine *routine_of(struct sim *sim, uint32_t i)
{
        return household_person(sim->household, i)->routine;
}

static bool is_at_work(enum session_state state)
{
        return state == SESSION_STATE_RUNNING || state == SESSION_STATE_PAUSED;
}

static bool is_planned_today(struct sim *sim, uint32_t i, int16_t programme)
{
        struct plan_view view;
        bool is_planned = false;

        routine_plan_view(routine_of(sim, i), &sim->now, &view);
        for (uint8_t s = 0; s < view.count; s++) {
                const struct plan_session *session = &view.sessions[s];
                int32_t day =
                        instant_day(&sim->now, session->at_realtime_usec, sim->configs[i].day_start_minute);

                is_planned |= session->programme == programme && session->state <= PLAN_SESSION_MOVED &&
                              day == routine_day(routine_of(sim, i));
        }
        return is_planned;
}

void check_routine_before(struct sim *sim, uint32_t i, const struct event *event)
{
        struct trainee *trainee = &sim->trainees[i];
        const struct session *session;

        if (!trainee->has_routine)
                return;
        session = routine_session(routine_of(sim, i));
        trainee->before.state = SESSION_STATE_NONE;
        if (session)
                trainee->before = *session;
        trainee->by_word = event->kind == EVENT_ROUTINE;
}

/* The person could be spoken to, and nobody minds. */
static void check_free(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        const struct person_config *config = &sim->configs[i];

        check_require(sim, i, !hours_contain(config->quiet_hours, config->quiet_hours_count, &sim->now),
                "a session is told of in quiet hours");
        check_require(sim, i,
                !hold_has(&person->holds, HOLD_EFFECT_DEFER) &&
                        !hold_has(&person->holds, HOLD_EFFECT_QUIET) &&
                        !hold_has(&person->holds, HOLD_EFFECT_OFF) && person->settings.enabled,
                "a session is told of in a hold");
        check_require(sim, i, !(person->verdict.posture == POSTURE_AWAY && person->verdict.row == 0),
                "a session is told of to somebody who is not at home");
}

static void check_muted(struct sim *sim, uint32_t i, uint16_t tell)
{
        const struct person *person = household_person(sim->household, i);
        const struct person_config *config = &sim->configs[i];
        uint16_t speech = ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_SPEECH);

        check_require(sim, i, !hold_has(&person->holds, HOLD_EFFECT_MUTE) || (tell & speech) == 0,
                "a session is spoken of while muted");
}

static void check_offer(struct sim *sim, uint32_t i, const struct prompt *prompt)
{
        const struct person *person = household_person(sim->household, i);
        const struct session *session = routine_session(person->routine);
        struct trainee *trainee = &sim->trainees[i];
        bool is_same = trainee->offer.day == prompt->id.day && trainee->offer.number == prompt->id.number;

        check_free(sim, i);
        check_require(sim, i, !session || !is_at_work(session->state), "a session is offered during another");
        check_require(sim, i,
                person->policy.stage == PROMPT_STAGE_NONE || person->policy.stage == PROMPT_STAGE_AMBIENT,
                "a session is offered while a break is");
        check_require(sim, i, prompt->expires_boottime_usec > sim->now.boottime_usec,
                "an offer with an expiry in the past");
        check_require(sim, i,
                routine_prompt(person->routine).day == prompt->id.day &&
                        routine_prompt(person->routine).number == prompt->id.number,
                "an offer that is not the open one");
        check_require(sim, i, is_planned_today(sim, i, prompt->programme), "an offer on another day");
        trainee->told = is_same ? (uint8_t)(trainee->told + 1) : 1;
        check_require(
                sim, i, trainee->told <= 2 + sim->configs[i].breaks.snoozes, "an offer is told too often");
        trainee->offer = prompt->id;
        sim->offers++;
}

static void check_exercise(struct sim *sim, uint32_t i, const struct session *session, int16_t exercise)
{
        const struct trainee *trainee = &sim->trainees[i];
        const struct routine_config *config = &trainee->config;
        const struct screening_answers *answers = routine_answers(routine_of(sim, i));
        const struct programme *programme = &set_of(sim, i)->programmes[session->plan.programme];
        const struct exercise *what = &set_of(sim, i)->exercises[exercise];
        uint32_t asked = answers->equipment_known & ~config->equipment_known;
        uint32_t there =
                (config->equipment_known & config->equipment_there) | (asked & answers->equipment_there);

        for (size_t t = 0; t < set_of(sim, i)->tag_count; t++) {
                int8_t from = config->rules->tag_from[t];
                enum answer answer = from < 0 ? answers->tags[t] : answers->general[from];

                check_require(sim, i, answer != ANSWER_YES || !(what->avoid >> t & 1),
                        "an exercise that the answers exclude");
        }
        check_require(
                sim, i, (what->flags & programme->forbidden_flags) == 0, "an exercise that is forbidden");
        check_require(sim, i, (what->equipment & ~there) == 0, "an exercise without its equipment");
        check_require(sim, i, !trainee->suspended[exercise], "an exercise that is suspended");
        check_require(sim, i,
                !screening_no_prone(config->rules, answers, programme) ||
                        !(what->flags & EXERCISE_FLAG_PRONE),
                "an exercise face down that was not agreed to");
}

static void check_started(struct sim *sim, uint32_t i)
{
        const struct session *session = routine_session(routine_of(sim, i));
        struct trainee *trainee = &sim->trainees[i];
        const struct programme *programme;
        bool has_main = false;

        check_require(sim, i, session != NULL, "a session that began is not there");
        check_require(sim, i, !is_at_work(trainee->before.state), "two sessions at once");
        programme = &set_of(sim, i)->programmes[session->plan.programme];
        check_require(sim, i,
                screening_check(trainee->config.rules, routine_answers(routine_of(sim, i)), programme,
                        session->plan.day, false) == SCREENING_FREE,
                "a session without answers to the questions");
        for (uint8_t e = 0; e < session->plan.count; e++) {
                check_exercise(sim, i, session, session->plan.items[e].exercise);
                if (session->plan.items[e].easier >= 0)
                        check_exercise(sim, i, session, session->plan.items[e].easier);
                has_main |= !session->plan.items[e].is_warm_up;
        }
        check_require(sim, i, has_main, "a session of nothing");
        trainee->tally = (struct set_tally){ .session_realtime_usec = session->started_realtime_usec };
        sim->sessions++;
}

static bool is_running(struct sim *sim, uint32_t i)
{
        const struct session *session =
                sim->trainees[i].has_routine ? routine_session(routine_of(sim, i)) : NULL;

        return session && session->state == SESSION_STATE_RUNNING;
}

static void check_prompt(struct sim *sim, uint32_t i, const struct prompt *prompt)
{
        if (prompt->type < PROMPT_BREAK_TYPES) {
                check_require(sim, i,
                        prompt->type > PROMPT_BREAK_REPEAT || prompt->tell == 0 || !is_running(sim, i),
                        "a break is asked for during a session");
                return;
        }
        if (prompt->type == PROMPT_SESSION_DUE)
                check_offer(sim, i, prompt);
        if (prompt->type == PROMPT_SESSION_STARTED)
                check_started(sim, i);
        if (prompt->tell == 0)
                return;
        check_free(sim, i);
        check_muted(sim, i, prompt->tell);
        check_spoken(sim, i, prompt);
}

static void check_cue(struct sim *sim, uint32_t i, const struct cue *cue)
{
        struct trainee *trainee = &sim->trainees[i];
        const struct session *session = routine_session(routine_of(sim, i));
        struct session_voice voice = session ? session->voice : trainee->before.voice;
        int64_t words_usec = usec_max(voice.speak_usec(voice.userdata, cue), USEC_PER_MSEC);
        int64_t now_usec = sim->now.boottime_usec;

        check_mix(sim, cue->kind | (uint64_t)cue->number << 8);
        check_require(sim, i, trainee->quiet_usec <= now_usec, "two cues at once");
        check_require(sim, i, cue->expires_boottime_usec > now_usec, "a cue with an expiry in the past");
        trainee->quiet_usec = now_usec + words_usec * (trainee->answers ? 2 : 1);
        trainee->said = cue->number;
        trainee->said_usec = USEC_INFINITY;
        if (trainee->answers && random_percent(&sim->random, 85))
                trainee->said_usec = now_usec + words_usec * (40 + random_below(&sim->random, 200)) / 100;
        sim->cues++;
}

/* A session of which something was done, for the first time. */
static void note_done(struct sim *sim, uint32_t i, const struct session_record *record)
{
        struct trainee *trainee = &sim->trainees[i];

        if (trainee->done_count == trainee->done_room) {
                size_t room = trainee->done_room * 2 + 32;
                struct done_session *done = reallocarray(trainee->done, room, sizeof(*done));

                check_require(sim, i, done != NULL, "no memory");
                trainee->done = done;
                trainee->done_room = room;
        }
        trainee->done[trainee->done_count++] =
                (struct done_session){ record->programme, record->day, record->started_realtime_usec };
        sim->finished++;
}

static void check_days(struct sim *sim, uint32_t i, const struct session_record *record)
{
        const struct trainee *trainee = &sim->trainees[i];
        const struct programme *programme = &set_of(sim, i)->programmes[record->programme];
        int32_t monday = week_plan_monday(record->day);
        uint8_t in_week = 1;

        for (size_t d = 0; d < trainee->done_count; d++) {
                const struct done_session *done = &trainee->done[d];
                int32_t apart = record->day - done->day;

                if (done->programme != record->programme)
                        continue;
                check_require(sim, i, apart != 0, "two sessions on one day");
                check_require(sim, i,
                        !programme->rest_days_strict || apart > programme->rest_days_between ||
                                apart < -programme->rest_days_between,
                        "sessions on consecutive days");
                if (week_plan_monday(done->day) == monday)
                        in_week++;
        }
        check_require(sim, i, in_week <= programme->per_week_max, "too many sessions in a week");
}

static const struct session_item *item_of(const struct session *session, int16_t exercise)
{
        for (uint8_t e = 0; e < session->plan.count; e++)
                if (session->plan.items[e].exercise == exercise && !session->plan.items[e].is_warm_up)
                        return &session->plan.items[e];
        return NULL;
}

/* Sets that end with a side left over have done a bit more than their repetitions. */
static void check_result(struct sim *sim, uint32_t i, const struct exercise_result *result)
{
        const struct session *session = routine_session(routine_of(sim, i));
        const struct trainee *trainee = &sim->trainees[i];
        const struct session_item *item = item_of(
                session && is_at_work(trainee->before.state) ? session : &trainee->before, result->exercise);
        uint32_t prescribed, reps = trainee->tally.reps[result->exercise];

        check_require(sim, i, result->done_pct <= 100, "more than all was done");
        if (!item)
                check_failed(sim, i, "a result of an exercise that was not planned");
        prescribed = (uint32_t)item->dose.sets * item->dose.reps;
        check_require(
                sim, i, result->done_pct >= reps * 100 / prescribed, "a result with less than its sets");
        check_require(sim, i, result->done_pct <= (reps + item->dose.sets) * 100 / prescribed,
                "a result with more than its sets");
}

static bool has_done(const struct session_record *record)
{
        for (uint8_t r = 0; r < record->result_count; r++)
                if (record->results[r].done_pct > 0)
                        return true;
        return false;
}

static void check_session_record(struct sim *sim, uint32_t i, const struct session_record *record)
{
        const struct trainee *trainee = &sim->trainees[i];

        check_require(sim, i, record->started_realtime_usec == trainee->tally.session_realtime_usec,
                "the record of another session");
        for (uint8_t r = 0; r < record->result_count; r++) {
                check_result(sim, i, &record->results[r]);
                for (uint8_t s = 0; s < r; s++)
                        check_require(sim, i, record->results[s].exercise != record->results[r].exercise,
                                "two results of an exercise");
        }
        if (!has_done(record))
                return;
        for (size_t d = trainee->done_count; d > 0; d--)
                if (trainee->done[d - 1].programme == record->programme &&
                        trainee->done[d - 1].started_realtime_usec == record->started_realtime_usec)
                        return;
        check_days(sim, i, record);
        note_done(sim, i, record);
}

/* How many repetitions, of both sides where there are two, are over or in progress. */
static int reps_shown(const struct sim *sim, uint32_t i, const struct session_view *view)
{
        bool is_second = view->side == SESSION_SIDE_RIGHT;

        if (set_of(sim, i)->exercises[view->exercise].sides == EXERCISE_SIDES_EACH)
                return (view->rep + (is_second ? view->dose.reps : 0)) / 2;
        return view->rep;
}

/* The set that was shown last, to the repetition that was shown, or to the end by somebody's word. */
static void check_set(struct sim *sim, uint32_t i, const struct set_record *record)
{
        struct trainee *trainee = &sim->trainees[i];
        const struct session *before = &trainee->before;
        struct session_view view;

        session_view(before, &sim->now, &view);
        check_require(sim, i, is_at_work(view.state), "a set without a session");
        check_require(sim, i, record->session_realtime_usec == view.started_realtime_usec,
                "a set of another session");
        check_require(sim, i, record->exercise == view.exercise && record->set == view.set,
                "another set than the one that was shown");
        check_require(sim, i, record->reps_done >= 1 && record->reps_done <= record->dose.reps,
                "a set with too many repetitions, or none");
        /* Done to the end by somebody's word, or as was shown. */
        if (!trainee->by_word || record->reps_done < record->dose.reps)
                check_require(sim, i, abs(reps_shown(sim, i, &view) - record->reps_done) <= TALLY_SLACK,
                        "a set of other repetitions than were shown");
        trainee->tally.sets[record->exercise] |= (uint16_t)(1u << record->set);
        trainee->tally.reps[record->exercise] =
                (uint16_t)(trainee->tally.reps[record->exercise] + record->reps_done);
        sim->sets++;
}

static void check_record_of(struct sim *sim, uint32_t i, const struct routine_record *record)
{
        struct trainee *trainee = &sim->trainees[i];

        check_mix(sim, record->kind | (uint64_t)(uint32_t)record->day << 8);
        switch (record->kind) {
        case ROUTINE_RECORD_SESSION: check_session_record(sim, i, &record->session); break;
        case ROUTINE_RECORD_SET:
                check_require(sim, i, !(trainee->tally.sets[record->set.exercise] >> record->set.set & 1),
                        "a set twice");
                check_set(sim, i, &record->set);
                break;
        case ROUTINE_RECORD_SUSPENSION: trainee->suspended[record->exercise] = record->yes; break;
        case ROUTINE_RECORD_EXCUSED:
                check_require(sim, i, record->day == week_plan_monday(record->day), "a week of no Monday");
                break;
        case ROUTINE_RECORD_PAIN:
                check_require(sim, i, record->pain <= PAIN_WORST, "a pain of no number");
                break;
        case ROUTINE_RECORD_RECOVERY:
        case ROUTINE_RECORD_START:
        case ROUTINE_RECORD_CHANGE:
        case ROUTINE_RECORD_DAYS:
        case ROUTINE_RECORD_TIME:
        case ROUTINE_RECORD_SCREENING:
        case ROUTINE_RECORD_MISSED: break;
        }
}

static json_t *read_message(struct sim *sim, uint32_t i, char *text, const char *const *keys)
{
        json_t *value;
        size_t count = 0;

        check_require(sim, i, text != NULL, "no memory");
        value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
        free(text);
        check_require(sim, i, json_is_object(value), "a message that is no object");
        for (; keys[count]; count++)
                check_require(sim, i, json_object_get(value, keys[count]) != NULL, "a message without a key");
        check_require(sim, i, json_object_size(value) == count, "a message with a key too many");
        return value;
}

/* NULL among @words: null is one of them. */
static void check_word(
        struct sim *sim, uint32_t i, const json_t *value, const char *const *words, size_t count)
{
        for (size_t w = 0; w < count; w++)
                if (words[w] ? json_is_string(value) && strcmp(json_string_value(value), words[w]) == 0
                             : json_is_null(value))
                        return;
        check_failed(sim, i, "a word that there is not");
}

static const struct exercise_words *english(void *userdata, int exercise)
{
        const struct sim *sim = userdata;

        return programmes_exercise_words(sim->programmes, exercise, "en");
}

static void check_session_message(struct sim *sim, uint32_t i, const struct session_view *view)
{
        static const char *const keys[] = { "programme", "title", "state", "exercise", "name", "set", "sets",
                "rep", "reps", "hold_s", "load_kg", "side", "phase", "phase_ends", "next", "started",
                "done_pct", NULL };
        const struct cue_words words = {
                .language = "en",
                .set = set_of(sim, i),
                .programme =
                        view->programme < 0 ? NULL : programmes_words(sim->programmes, view->programme, "en"),
                .userdata = sim,
                .exercise = english,
        };
        json_t *value = read_message(sim, i, publish_session(view, &words, &sim->now), keys);
        bool is_on = view->state != SESSION_STATE_NONE && view->state != SESSION_STATE_DONE;

        check_word(sim, i, json_object_get(value, "state"), session_state_names, SESSION_STATE_MAX_);
        if (is_on)
                check_word(sim, i, json_object_get(value, "phase"), session_phase_names, SESSION_PHASE_MAX_);
        check_word(sim, i, json_object_get(value, "side"), session_side_names, SESSION_SIDE_MAX_);
        json_decref(value);
}

static void check_plan_message(struct sim *sim, uint32_t i, const struct plan_view *view)
{
        static const char *const keys[] = { "week", "sessions", "next_sessions", "held", "why", "light",
                "block", "stretch_days", NULL };
        json_t *value = read_message(sim, i, publish_plan(view, set_of(sim, i), "", &sim->now), keys);
        const json_t *session;
        size_t s;

        check_word(sim, i, json_object_get(value, "held"), plan_hold_names, PLAN_HOLD_MAX_);
        check_require(
                sim, i, json_object_size(json_object_get(value, "block")) == 3, "a block without a key");
        json_array_foreach(json_object_get(value, "sessions"), s, session) check_word(
                sim, i, json_object_get(session, "state"), plan_session_state_names, PLAN_SESSION_STATE_MAX_);
        json_decref(value);
}

static void check_state_message(struct sim *sim, uint32_t i)
{
        static const char *const keys[] = { "posture", "since", "bout_start", "bout_s", "sitting_today_s",
                "breaks_today", "longest_bout_today_s", "phase", "next_break", "prompt_id", "snoozes_left",
                "holds", "in_room", "next_session", "week_done", "week_target", "streak_weeks", NULL };
        static const char *const names[] = { "0", "1", "2", "3", "4", "5", "6", "7" };
        static const char *const rooms[] = { NULL, "office", "den" };
        const struct person_names named = { sim->configs[i].id, "Anna", names, names, rooms };
        const struct person *person = household_person(sim->household, i);
        struct person_view view;
        json_t *value;

        person_view(person, &sim->now, &view);
        value = read_message(sim, i, publish_state(person, &named, &view, &sim->now), keys);
        check_word(sim, i, json_object_get(value, "phase"), phase_names, PHASE_MAX_);
        check_word(sim, i, json_object_get(value, "posture"), posture_names, POSTURE_MAX_);
        json_decref(value);
}

static bool is_read(const struct sim *sim, uint32_t i)
{
        return sim->steps % (sim->trainees[i].has_routine ? MESSAGES_OF : OTHER_MESSAGES_OF) == 0;
}

static void check_session_view(struct sim *sim, uint32_t i)
{
        struct session_view view;

        routine_session_view(routine_of(sim, i), &sim->now, &view);
        check_require(sim, i, view.set <= view.sets && view.rep <= view.dose.reps && view.done_pct <= 100,
                "a set or repetition above the last");
        if (is_read(sim, i))
                check_session_message(sim, i, &view);
}

/* The local day of a session of the plan; of one that is done the day for which it was logged. */
static int32_t day_of(const struct sim *sim, uint32_t i, const struct plan_session *session)
{
        const struct trainee *trainee = &sim->trainees[i];

        for (size_t d = 0; d < trainee->done_count; d++)
                if (session->state > PLAN_SESSION_MOVED &&
                        trainee->done[d].started_realtime_usec == session->at_realtime_usec)
                        return trainee->done[d].day;
        return instant_day(&sim->now, session->at_realtime_usec, sim->configs[i].day_start_minute);
}

static bool is_to_come(const struct plan_session *session)
{
        return session->state <= PLAN_SESSION_MOVED && session->at_realtime_usec != 0;
}

static bool is_done(const struct plan_session *session)
{
        return session->state == PLAN_SESSION_DONE || session->state == PLAN_SESSION_SHORT;
}

/* A day that is planned for a strict programme is never next to another, planned or done. */
static void check_strict(struct sim *sim, uint32_t i, const struct plan_view *view)
{
        for (uint8_t s = 0; s < view->count; s++)
                for (uint8_t t = 0; t < view->count; t++) {
                        const struct plan_session *a = &view->sessions[s], *b = &view->sessions[t];
                        const struct programme *programme = &set_of(sim, i)->programmes[a->programme];

                        if (sim->trainees[i].had_day_twice || s == t || a->programme != b->programme ||
                                !programme->rest_days_strict || !is_to_come(a) ||
                                !(is_to_come(b) || is_done(b)))
                                continue;
                        check_require(sim, i,
                                abs(day_of(sim, i, a) - day_of(sim, i, b)) > programme->rest_days_between,
                                "consecutive days are planned");
                }
}

static void trace_plan(const struct sim *sim, uint32_t i, const struct plan_view *view)
{
        printf("# plan of person %u (days begin at minute %d):", i, sim->configs[i].day_start_minute);
        for (uint8_t s = 0; s < view->count; s++) {
                char at[INSTANT_TEXT_SIZE];

                instant_print(&sim->now, view->sessions[s].at_realtime_usec, at);
                printf(" %d %s %s", view->sessions[s].programme, at,
                        plan_session_state_names[view->sessions[s].state]);
        }
        printf("\n");
}

static void check_plan(struct sim *sim, uint32_t i)
{
        struct plan_view view;

        routine_plan_view(routine_of(sim, i), &sim->now, &view);
        if (sim->traced)
                trace_plan(sim, i, &view);
        check_strict(sim, i, &view);
        check_plan_message(sim, i, &view);
}

void check_routine_effect(struct sim *sim, uint32_t i, const struct effect *effect)
{
        if (effect->kind == EFFECT_STATE && is_read(sim, i))
                check_state_message(sim, i);
        if (effect->kind == EFFECT_PROMPT)
                check_prompt(sim, i, &effect->prompt);
        if (!sim->trainees[i].has_routine)
                return;
        log_effect(sim, i, effect);
        if (effect->kind == EFFECT_CUE)
                check_cue(sim, i, &effect->cue);
        if (effect->kind == EFFECT_QUIET) {
                sim->trainees[i].quiet_usec = INT64_MIN;
                sim->trainees[i].said_usec = USEC_INFINITY;
        }
        if (effect->kind == EFFECT_ROUTINE)
                check_record_of(sim, i, &effect->routine);
        if (effect->kind == EFFECT_SESSION)
                check_session_view(sim, i);
        if (effect->kind == EFFECT_PLAN)
                check_plan(sim, i);
}

/* It is closed when the day is over. */
static void check_question(struct sim *sim, uint32_t i, const struct session *session)
{
        struct trainee *trainee = &sim->trainees[i];
        int32_t today = routine_day(routine_of(sim, i));

        if (session->state != SESSION_STATE_QUESTION)
                return;
        if (trainee->before.state != SESSION_STATE_QUESTION)
                trainee->asked_day = today;
        check_require(sim, i, session->plan.day >= today || trainee->asked_day >= today,
                "a question of another day");
}

void check_routine_step(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        const struct session *session;

        if (!sim->trainees[i].has_routine)
                return;
        session = routine_session(person->routine);
        if (session) {
                check_require(sim, i,
                        session->state != SESSION_STATE_PAUSED ||
                                sim->now.boottime_usec < session->paused_usec + SESSION_RESUME_USEC,
                        "a session waits for more than two hours");
                check_require(sim, i,
                        session->state != SESSION_STATE_RUNNING ||
                                routine_phase(person->routine) == ROUTINE_PHASE_SESSION,
                        "a session that is not shown as one");
                check_question(sim, i, session);
                check_require(sim, i,
                        !is_at_work(session->state) || routine_prompt(person->routine).number == 0,
                        "an offer during a session");
        }
        if (sim->steps % LOG_STEPS == 0)
                log_check(sim, i);
}

/* Whether somebody hears that it was interrupted. */
static bool is_announced(const struct sim *sim)
{
        for (uint16_t e = 0; e < sim->effects.count; e++)
                if (sim->effects.items[e].kind == EFFECT_CUE &&
                        sim->effects.items[e].cue.note == CUE_NOTE_INTERRUPTED)
                        return true;
        return false;
}

void check_routine_restart(struct sim *sim, uint32_t i, const struct session *before)
{
        const struct session *session;

        if (!sim->trainees[i].has_routine)
                return;
        log_check(sim, i);
        session = routine_session(routine_of(sim, i));
        if (!before || !session || session->state != SESSION_STATE_PAUSED)
                return;
        check_require(sim, i,
                session->item == before->item && session->set_number == before->set_number &&
                        session->moves_done == before->moves_done &&
                        session->started_realtime_usec == before->started_realtime_usec,
                "a session is not where it was");
        check_require(sim, i, is_announced(sim), "a session waits and nobody knows");
        sim->resumed++;
}
