/* SPDX-License-Identifier: MIT */
#include "app/keep_routine.h"

#include "base/text.h"
#include "io/store_routine.h"
#include "wire/session_record.h"

#include <errno.h>
#include <stdlib.h>

static int name_programme(const struct programme_set *set, int16_t programme, char id[static TEXT_ID_SIZE])
{
        if (programme < 0 || (size_t)programme >= set->programme_count)
                return -EINVAL;
        return text_copy(id, TEXT_ID_SIZE, set->programmes[programme].id);
}

static int name_exercise(const struct programme_set *set, int16_t exercise, char id[static TEXT_ID_SIZE])
{
        if (exercise < 0 || (size_t)exercise >= set->exercise_count)
                return -EINVAL;
        return text_copy(id, TEXT_ID_SIZE, set->exercises[exercise].id);
}

static int put_session(struct store *store, const struct programme_set *set, const char *person,
        const struct session_record *record)
{
        struct store_session session = { .record = *record };
        int r;

        if (record->result_count > PROGRAMME_EXERCISES_MAX)
                return -EINVAL;
        r = name_programme(set, record->programme, session.programme);
        for (uint8_t i = 0; r >= 0 && i < record->result_count; i++)
                r = name_exercise(set, record->results[i].exercise, session.exercises[i]);
        return r < 0 ? r : store_put_session(store, person, &session);
}

static int put_set(struct store *store, const struct programme_set *set, const char *person,
        const struct set_record *record)
{
        struct store_set kept = { .record = *record };
        int r;

        r = name_exercise(set, record->exercise, kept.exercise);
        return r < 0 ? r : store_put_set(store, person, &kept);
}

static int put_pain(struct store *store, const struct programme_set *set, const char *person,
        const struct routine_record *record, const struct instant *now)
{
        struct store_pain pain = {
                .session_realtime_usec = record->session_realtime_usec,
                .realtime_usec = now->realtime_usec,
                .pain = record->pain,
                .sharp = record->yes,
        };
        int r;

        r = record->exercise < 0 ? 0 : name_exercise(set, record->exercise, pain.exercise);
        return r < 0 ? r : store_put_pain(store, person, &pain);
}

static int put_recovery(struct store *store, const char *person, const struct routine_record *record,
        const struct instant *now)
{
        const struct store_recovery recovery = {
                .session_realtime_usec = record->session_realtime_usec,
                .realtime_usec = now->realtime_usec,
                .day = record->day,
                .worse = record->yes,
        };

        return store_put_recovery(store, person, &recovery);
}

static int put_suspension(struct store *store, const struct programme_set *set, const char *person,
        const struct routine_record *record, const struct instant *now)
{
        struct store_suspension suspension = {
                .realtime_usec = now->realtime_usec,
                .day = record->day,
                .suspended = record->yes,
        };
        int r;

        r = name_exercise(set, record->exercise, suspension.exercise);
        return r < 0 ? r : store_put_suspension(store, person, &suspension);
}

/* A day of a programme, for the one of the tables that @put writes. */
static int put_day(struct store *store, const struct programme_set *set, const char *person,
        const struct routine_record *record,
        int (*put)(struct store *store, const char *person, const char *programme, int32_t day))
{
        char programme[TEXT_ID_SIZE];
        int r;

        r = name_programme(set, record->programme, programme);
        return r < 0 ? r : put(store, person, programme, record->day);
}

static int put_change(struct store *store, const struct programme_set *set, const char *person,
        const struct routine_record *record)
{
        struct store_plan_change change = {
                .day = record->day,
                .moved = record->yes,
                .to_day = record->to_day,
                .to_minute = (int16_t)record->minute,
        };
        int r;

        r = name_programme(set, record->programme, change.programme);
        return r < 0 ? r : store_put_plan_change(store, person, &change);
}

/* The file's days and time, as the settings of the store. 0 where there are none. */
static int64_t file_value(const struct routine_config *config, enum store_plan_setting setting)
{
        const struct routine_item *item = routine_configured_item(config);

        if (!item)
                return 0;
        switch (setting) {
        case STORE_PLAN_DAYS: return item->days;
        case STORE_PLAN_TIME: return item->minute;
        case STORE_PLAN_TIME_END: return item->until_minute;
        case STORE_PLAN_MAX_: break;
        }
        return 0;
}

static int put_setting(struct store *store, const struct routine_config *config, const char *person,
        enum store_plan_setting setting, int64_t value)
{
        return store_put_plan_setting(store, person, setting, value, file_value(config, setting));
}

static int put_time(struct store *store, const struct routine_config *config, const char *person,
        const struct routine_record *record)
{
        int32_t until_minute =
                record->until_minute == ROUTINE_NO_MINUTE ? record->minute : record->until_minute;
        int r;

        r = put_setting(store, config, person, STORE_PLAN_TIME, record->minute);
        return r < 0 ? r : put_setting(store, config, person, STORE_PLAN_TIME_END, until_minute);
}

static int put_screening(struct store *store, const struct programme_set *set, const char *person,
        const struct screening_answers *answers)
{
        struct store_screening screening = { .answers = *answers };
        int r = 0;

        for (size_t i = 0; i < set->tag_count && i < TAGS_MAX; i++) {
                struct store_named_answer *tag = &screening.tags[screening.tag_count];

                if (answers->tags[i] == ANSWER_NONE)
                        continue;
                tag->answer = answers->tags[i];
                r = text_copy(tag->name, sizeof(tag->name), set->tags[i]);
                if (r < 0)
                        return r;
                screening.tag_count++;
        }
        for (size_t i = 0; i < set->equipment_count && i < EQUIPMENT_MAX; i++) {
                struct store_named_answer *equipment = &screening.equipment[screening.equipment_count];

                if (!(answers->equipment_known & UINT32_C(1) << i))
                        continue;
                equipment->answer = answers->equipment_there & UINT32_C(1) << i ? ANSWER_YES : ANSWER_NO;
                r = text_copy(equipment->name, sizeof(equipment->name), set->equipment[i]);
                if (r < 0)
                        return r;
                screening.equipment_count++;
        }
        return store_put_screening(store, person, &screening);
}

int keep_routine_put(struct store *store, const struct routine_config *config, const char *person,
        const struct routine_record *record, const struct instant *now)
{
        const struct programme_set *set = config->set;

        switch (record->kind) {
        case ROUTINE_RECORD_SESSION: return put_session(store, set, person, &record->session);
        case ROUTINE_RECORD_SET: return put_set(store, set, person, &record->set);
        case ROUTINE_RECORD_PAIN: return put_pain(store, set, person, record, now);
        case ROUTINE_RECORD_RECOVERY: return put_recovery(store, person, record, now);
        case ROUTINE_RECORD_SUSPENSION: return put_suspension(store, set, person, record, now);
        case ROUTINE_RECORD_START: return put_day(store, set, person, record, store_put_programme_start);
        case ROUTINE_RECORD_EXCUSED: return store_put_excused_week(store, person, record->day);
        case ROUTINE_RECORD_CHANGE: return put_change(store, set, person, record);
        case ROUTINE_RECORD_DAYS: return put_setting(store, config, person, STORE_PLAN_DAYS, record->days);
        case ROUTINE_RECORD_TIME: return put_time(store, config, person, record);
        case ROUTINE_RECORD_SCREENING: return put_screening(store, set, person, &record->screening);
        case ROUTINE_RECORD_MISSED: return put_day(store, set, person, record, store_put_missed);
        }
        return -EINVAL;
}

int keep_routine_put_session(
        struct store *store, const char *person, const struct routine *routine, const struct instant *now)
{
        const struct session *session = routine_session(routine);
        struct store_open_session kept = {
                .saved_boottime_usec = now->boottime_usec,
                .saved_realtime_usec = now->realtime_usec,
        };
        int r;

        if (!session)
                return store_put_open_session(store, person, NULL);
        kept.record = session_record_print(session);
        if (!kept.record)
                return -ENOMEM;
        r = store_put_open_session(store, person, &kept);
        free(kept.record);
        return r;
}
