/* SPDX-License-Identifier: MIT */
#include "sim/sim.h"
#include "wire/session_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The store gives no older changes of the plan: their weeks are over. */
#define CHANGES_DAYS 14

static const struct session *live_session(struct sim *sim, uint32_t i)
{
        return routine_session(household_person(sim->household, i)->routine);
}

static void keep_record(struct sim *sim, uint32_t i, const struct routine_record *record)
{
        struct trainee *trainee = &sim->trainees[i];

        if (trainee->record_count == trainee->record_room) {
                size_t room = trainee->record_room * 2 + 64;
                struct kept_record *records = reallocarray(trainee->records, room, sizeof(*records));

                check_require(sim, i, records != NULL, "no memory");
                trainee->records = records;
                trainee->record_room = room;
        }
        if (sim->traced)
                printf("# record of person %u: kind %u day %d yes %d exercise %d effort %u session "
                       "%lld/%lld\n",
                        i, (unsigned)record->kind, record->day, record->yes, record->exercise,
                        (unsigned)record->session.effort, (long long)record->session.started_realtime_usec,
                        (long long)record->session_realtime_usec);
        trainee->records[trainee->record_count++] = (struct kept_record){ sim->now.realtime_usec, *record };
}

/* The open session is kept with each record, and whenever the person is. */
void log_effect(struct sim *sim, uint32_t i, const struct effect *effect)
{
        const struct session *session = live_session(sim, i);

        if (effect->kind != EFFECT_ROUTINE && effect->kind != EFFECT_SAVE)
                return;
        if (effect->kind == EFFECT_ROUTINE)
                keep_record(sim, i, &effect->routine);
        if (session)
                sim->trainees[i].open = *session;
        else
                sim->trainees[i].open.state = SESSION_STATE_NONE;
}

static bool is_note(enum routine_record_kind kind)
{
        return kind == ROUTINE_RECORD_RECOVERY || kind == ROUTINE_RECORD_SUSPENSION;
}

static void restore_notes(
        const struct trainee *trainee, struct routine *routine, size_t *done, int64_t until_realtime_usec)
{
        for (; *done < trainee->record_count && trainee->records[*done].realtime_usec < until_realtime_usec;
                ++*done)
                if (is_note(trainee->records[*done].record.kind))
                        routine_restore(routine, &trainee->records[*done].record);
}

static bool is_session(const struct kept_record *kept, int64_t started_realtime_usec)
{
        return kept->record.kind == ROUTINE_RECORD_SESSION &&
               kept->record.session.started_realtime_usec == started_realtime_usec;
}

/* A session is in the store once, as it was last told, and stands there where it began. */
static void restore_sessions(const struct trainee *trainee, struct routine *routine)
{
        const struct kept_record *previous = NULL;
        size_t notes_done = 0;

        for (size_t i = 0; i < trainee->record_count; i++) {
                const struct kept_record *last = &trainee->records[i];
                int64_t started_usec = last->record.session.started_realtime_usec;

                if (last->record.kind != ROUTINE_RECORD_SESSION ||
                        (previous && is_session(previous, started_usec)))
                        continue;
                previous = last;
                for (size_t j = i + 1; j < trainee->record_count; j++) {
                        if (is_session(&trainee->records[j], started_usec))
                                last = &trainee->records[j];
                        else if (trainee->records[j].record.kind == ROUTINE_RECORD_SESSION)
                                break;
                }
                restore_notes(trainee, routine, &notes_done, started_usec);
                routine_restore(routine, &last->record);
        }
        restore_notes(trainee, routine, &notes_done, INT64_MAX);
}

static void restore_kind(const struct trainee *trainee, struct routine *routine,
        enum routine_record_kind kind, int32_t from_day)
{
        for (size_t i = 0; i < trainee->record_count; i++) {
                const struct routine_record *record = &trainee->records[i].record;

                if (record->kind == kind && (kind != ROUTINE_RECORD_CHANGE || record->day >= from_day))
                        routine_restore(routine, record);
        }
}

/* Where the clock was never set the order of the store, otherwise the one in which all was given. */
static void restore_log(const struct sim *sim, const struct trainee *trainee, struct routine *routine)
{
        int32_t from_day = instant_day(&sim->now, sim->now.realtime_usec, 0) - CHANGES_DAYS;

        if (trainee->is_set_back) {
                for (size_t i = 0; i < trainee->record_count; i++)
                        routine_restore(routine, &trainee->records[i].record);
                return;
        }
        restore_kind(trainee, routine, ROUTINE_RECORD_SCREENING, 0);
        restore_kind(trainee, routine, ROUTINE_RECORD_START, 0);
        restore_sessions(trainee, routine);
        restore_kind(trainee, routine, ROUTINE_RECORD_EXCUSED, 0);
        restore_kind(trainee, routine, ROUTINE_RECORD_CHANGE, from_day);
        restore_kind(trainee, routine, ROUTINE_RECORD_DAYS, 0);
        restore_kind(trainee, routine, ROUTINE_RECORD_TIME, 0);
}

/* Printed and parsed, as the store does. */
static void restore_session(struct sim *sim, uint32_t i, struct routine *routine)
{
        struct trainee *trainee = &sim->trainees[i];
        struct session session;
        char *text;

        if (trainee->open.state == SESSION_STATE_NONE)
                return;
        text = session_record_print(&trainee->open);
        check_require(sim, i, text != NULL, "no memory");
        session_init(&session, trainee->config.set, &trainee->open.voice);
        check_require(sim, i, session_record_parse(text, &session) == 0, "a session that cannot be read");
        check_require(sim, i, routine_restore_session(routine, &session) == 0, "a session that is not taken");
        free(text);
}

static void check_progress(
        struct sim *sim, uint32_t i, const struct progression *live, const struct progression *again)
{
        check_require(sim, i, live->start_day == again->start_day && live->last_day == again->last_day,
                "the log begins or ends on another day");
        if (sim->traced)
                printf("# log of person %u: hard %u %u, light %d %d, rest %d %d, weeks %u %u\n", i,
                        live->hard_row, again->hard_row, live->light_last_day, again->light_last_day,
                        live->rest_last_day, again->rest_last_day, live->weeks_counted, again->weeks_counted);
        check_require(sim, i,
                live->hard_row == again->hard_row && live->light_last_day == again->light_last_day &&
                        live->rest_last_day == again->rest_last_day &&
                        live->weeks_counted == again->weeks_counted,
                "the log has other light weeks or days of rest");
        for (size_t e = 0; e < live->set->exercise_count; e++) {
                const struct exercise_progress *x = &live->exercises[e], *y = &again->exercises[e];

                check_require(sim, i, x->level == y->level && x->load_step == y->load_step,
                        "the log has another level");
                check_require(sim, i,
                        x->ok == y->ok && x->bad == y->bad && x->graduated == y->graduated &&
                                x->sessions == y->sessions && x->changed_day == y->changed_day,
                        "the log has another way to the next level");
                check_require(sim, i, x->suspended == y->suspended, "the log suspends something else");
        }
}

static void check_log(struct sim *sim, uint32_t i, const struct routine *again)
{
        const struct routine *live = household_person(sim->household, i)->routine;

        for (uint8_t item = 0; item < sim->trainees[i].config.item_count; item++)
                check_progress(sim, i, routine_progression(live, item), routine_progression(again, item));
        check_require(sim, i,
                memcmp(routine_answers(live), routine_answers(again), sizeof(*routine_answers(live))) == 0,
                "the log has other answers");
}

void log_restore(struct sim *sim, uint32_t i, struct routine *routine)
{
        if (!routine)
                return;
        restore_log(sim, &sim->trainees[i], routine);
        restore_session(sim, i, routine);
}

void log_check(struct sim *sim, uint32_t i)
{
        const struct trainee *trainee = &sim->trainees[i];
        struct routine *again = NULL;

        check_require(sim, i,
                routine_new(&trainee->config, sim->configs[i].day_start_minute, &sim->now, &again) == 0,
                "no memory");
        restore_log(sim, trainee, again);
        check_log(sim, i, again);
        routine_free(again);
}
