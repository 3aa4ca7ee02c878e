/* SPDX-License-Identifier: MIT */
#include "app/keep_routine.h"

#include "io/store_routine.h"
#include "wire/session_record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What came between the sessions: an answer, or what was cleared. */
struct note {
        int64_t realtime_usec;
        struct routine_record record;
};

struct restoring {
        struct routine *routine;
        const struct routine_config *config;
        struct note *notes;
        size_t note_count;
        size_t notes_done;
};

static struct routine_record record_of(enum routine_record_kind kind)
{
        return (struct routine_record){
                .kind = kind,
                .programme = -1,
                .exercise = -1,
                .minute = ROUTINE_NO_MINUTE,
                .until_minute = ROUTINE_NO_MINUTE,
        };
}

static int add_note(struct restoring *restoring, int64_t realtime_usec, const struct routine_record *record)
{
        struct note *notes =
                reallocarray(restoring->notes, restoring->note_count + 1, sizeof(*restoring->notes));

        if (!notes)
                return -ENOMEM;
        restoring->notes = notes;
        notes[restoring->note_count++] = (struct note){ realtime_usec, *record };
        return 0;
}

static int take_recovery(void *userdata, const struct store_recovery *recovery)
{
        struct routine_record record = record_of(ROUTINE_RECORD_RECOVERY);

        record.session_realtime_usec = recovery->session_realtime_usec;
        record.day = recovery->day;
        record.yes = recovery->worse;
        return add_note(userdata, recovery->realtime_usec, &record);
}

static int take_suspension(void *userdata, const struct store_suspension *suspension)
{
        struct restoring *restoring = userdata;
        struct routine_record record = record_of(ROUTINE_RECORD_SUSPENSION);

        record.exercise = (int16_t)programme_find_exercise(restoring->config->set, suspension->exercise);
        record.day = suspension->day;
        record.yes = suspension->suspended;
        return record.exercise < 0 ? 0 : add_note(restoring, suspension->realtime_usec, &record);
}

/* Stable: of the same moment, what was added first comes first. */
static void sort_notes(struct note *notes, size_t count)
{
        for (size_t i = 1; i < count; i++) {
                struct note note = notes[i];
                size_t at = i;

                for (; at > 0 && notes[at - 1].realtime_usec > note.realtime_usec; at--)
                        notes[at] = notes[at - 1];
                notes[at] = note;
        }
}

static void restore_notes(struct restoring *restoring, int64_t until_realtime_usec)
{
        while (restoring->notes_done < restoring->note_count &&
                restoring->notes[restoring->notes_done].realtime_usec < until_realtime_usec)
                routine_restore(restoring->routine, &restoring->notes[restoring->notes_done++].record);
}

/* Results of exercises that there are no more are left out. */
static int take_session(void *userdata, const struct store_session *kept)
{
        struct restoring *restoring = userdata;
        const struct programme_set *set = restoring->config->set;
        struct routine_record record = record_of(ROUTINE_RECORD_SESSION);
        uint8_t count = 0;

        record.programme = (int16_t)programme_find(set, kept->programme);
        if (record.programme < 0)
                return 0;
        restore_notes(restoring, kept->record.started_realtime_usec);
        record.session = kept->record;
        record.session.programme = record.programme;
        for (uint8_t i = 0; i < kept->record.result_count; i++) {
                int exercise = programme_find_exercise(set, kept->exercises[i]);

                if (exercise < 0)
                        continue;
                record.session.results[count] = kept->record.results[i];
                record.session.results[count++].exercise = (int16_t)exercise;
        }
        record.session.result_count = count;
        routine_restore(restoring->routine, &record);
        return 0;
}

static int take_start(void *userdata, const char *programme, int32_t day)
{
        struct restoring *restoring = userdata;
        struct routine_record record = record_of(ROUTINE_RECORD_START);

        record.programme = (int16_t)programme_find(restoring->config->set, programme);
        record.day = day;
        if (record.programme >= 0)
                routine_restore(restoring->routine, &record);
        return 0;
}

static int take_excused(void *userdata, int32_t monday)
{
        struct restoring *restoring = userdata;
        struct routine_record record = record_of(ROUTINE_RECORD_EXCUSED);

        record.day = monday;
        routine_restore(restoring->routine, &record);
        return 0;
}

static int take_change(void *userdata, const struct store_plan_change *change)
{
        struct restoring *restoring = userdata;
        struct routine_record record = record_of(ROUTINE_RECORD_CHANGE);

        record.programme = (int16_t)programme_find(restoring->config->set, change->programme);
        record.day = change->day;
        record.yes = change->moved;
        record.to_day = change->to_day;
        record.minute = change->to_minute;
        if (record.programme >= 0)
                routine_restore(restoring->routine, &record);
        return 0;
}

static void restore_log(struct restoring *restoring, struct store *store, const char *person)
{
        (void)store_read_programme_starts(store, person, take_start, restoring);
        (void)store_read_recoveries(store, person, INT64_MIN, INT64_MAX, take_recovery, restoring);
        (void)store_read_suspensions(store, person, INT64_MIN, INT64_MAX, take_suspension, restoring);
        sort_notes(restoring->notes, restoring->note_count);
        (void)store_read_sessions(store, person, INT64_MIN, INT64_MAX, take_session, restoring);
        restore_notes(restoring, INT64_MAX);
        (void)store_read_excused_weeks(store, person, INT32_MIN, INT32_MAX, take_excused, restoring);
}

/* Older changes are of weeks that are over. */
static void restore_changes(
        struct restoring *restoring, struct store *store, const char *person, const struct instant *now)
{
        int32_t today = instant_day(now, now->realtime_usec, 0);

        (void)store_read_plan_changes(store, person, today - 14, INT32_MAX, take_change, restoring);
}

/* A value set at run time; false if there is none, or if the file was changed since. */
static bool read_setting(struct store *store, const char *person, enum store_plan_setting setting,
        int64_t file_value, int64_t *ret_value)
{
        int64_t then;

        return store_get_plan_setting(store, person, setting, ret_value, &then) >= 0 && then == file_value;
}

static void restore_settings(struct restoring *restoring, struct store *store, const char *person)
{
        const struct routine_item *item = routine_configured_item(restoring->config);
        struct routine_record days = record_of(ROUTINE_RECORD_DAYS);
        struct routine_record time = record_of(ROUTINE_RECORD_TIME);
        int64_t value, until;

        if (!item)
                return;
        if (read_setting(store, person, STORE_PLAN_DAYS, item->days, &value)) {
                days.days = (uint8_t)value;
                routine_restore(restoring->routine, &days);
        }
        if (read_setting(store, person, STORE_PLAN_TIME, item->minute, &value) &&
                read_setting(store, person, STORE_PLAN_TIME_END, item->until_minute, &until)) {
                time.minute = (int32_t)value;
                time.until_minute = until == value ? ROUTINE_NO_MINUTE : (int32_t)until;
                routine_restore(restoring->routine, &time);
        }
}

static int find_name(const char (*names)[TEXT_ID_SIZE], size_t count, const char *name)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(names[i], name) == 0)
                        return (int)i;
        return -1;
}

static void restore_screening(struct restoring *restoring, struct store *store, const char *person)
{
        const struct programme_set *set = restoring->config->set;
        struct routine_record record = record_of(ROUTINE_RECORD_SCREENING);
        struct store_screening kept;

        if (store_get_screening(store, person, &kept) < 0)
                return;
        record.screening = kept.answers;
        for (uint8_t i = 0; i < kept.tag_count; i++) {
                int tag = find_name(set->tags, set->tag_count, kept.tags[i].name);

                if (tag >= 0)
                        record.screening.tags[tag] = kept.tags[i].answer;
        }
        for (uint8_t i = 0; i < kept.equipment_count; i++) {
                int equipment = find_name(set->equipment, set->equipment_count, kept.equipment[i].name);

                if (equipment < 0)
                        continue;
                record.screening.equipment_known |= UINT32_C(1) << equipment;
                if (kept.equipment[i].answer == ANSWER_YES)
                        record.screening.equipment_there |= UINT32_C(1) << equipment;
        }
        routine_restore(restoring->routine, &record);
}

static void restore_open_session(struct restoring *restoring, struct store *store, const char *person)
{
        static const struct session_voice no_voice;
        struct store_open_session kept;
        struct session session;

        if (store_get_open_session(store, person, &kept) < 0)
                return;
        session_init(&session, restoring->config->set, &no_voice);
        if (session_record_parse(kept.record, &session) >= 0)
                (void)routine_restore_session(restoring->routine, &session);
        free(kept.record);
}

void keep_routine_restore(struct store *store, struct routine *routine, const struct routine_config *config,
        const char *person, const struct instant *now)
{
        struct restoring restoring = { .routine = routine, .config = config };

        restore_screening(&restoring, store, person);
        restore_log(&restoring, store, person);
        restore_changes(&restoring, store, person, now);
        restore_settings(&restoring, store, person);
        restore_open_session(&restoring, store, person);
        free(restoring.notes);
}
