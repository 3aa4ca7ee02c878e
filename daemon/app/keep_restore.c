/* SPDX-License-Identifier: MIT */
#include "app/keep_restore.h"

#include "app/keep_routine.h"
#include "base/cleanup.h"
#include "io/store_announcement.h"
#include "wire/record.h"

#include <errno.h>
#include <string.h>

int64_t keep_elapsed(const struct store_alive *then, const char *boot_id, const struct instant *now)
{
        int64_t elapsed_usec = now->boottime_usec - then->boottime_usec;

        if (boot_id[0] != '\0' && strcmp(then->boot_id, boot_id) == 0 && elapsed_usec >= 0)
                return elapsed_usec;
        elapsed_usec = now->realtime_usec - then->realtime_usec;
        return elapsed_usec >= 0 ? elapsed_usec : USEC_INFINITY;
}

int64_t keep_file_value(const struct person_config *config, enum setting setting)
{
        switch (setting) {
        case SETTING_ENABLED: return 1;
        case SETTING_SIT_LIMIT: return config->breaks.sit_limit_usec;
        case SETTING_BREAK_GOAL: return config->breaks.bout.break_goal_usec;
        case SETTING_SNOOZE: return config->breaks.snooze_usec;
        case SETTING_STAND_LIMIT: return config->breaks.stand_limit_usec;
        case SETTING_MAX_: break;
        }
        return 0;
}

/* What was set at run time; a file that was changed since then wins (DESIGN 8). Whether there is such a
 * value. */
static bool read_setting(
        struct store *store, const struct person_config *config, enum setting setting, int64_t *ret_value)
{
        int64_t file_value;

        return store_get_setting(store, config->id, setting, ret_value, &file_value) == 0 &&
               file_value == keep_file_value(config, setting);
}

static void restore_settings(struct store *store, struct person *person)
{
        for (int i = 0; i < SETTING_MAX_; i++) {
                enum setting setting = (enum setting)i;
                int64_t value;

                if (read_setting(store, person->config, setting, &value))
                        person_apply_setting(person, setting, value);
        }
}

static void shift_stamp(int64_t *stamp_usec, int64_t shift_usec)
{
        if (*stamp_usec != INT64_MIN && *stamp_usec != USEC_INFINITY)
                *stamp_usec += shift_usec;
}

/* Sources and people are saved together with the sign of life, so its boot is theirs. */
struct downtime {
        struct store_alive alive; /* the last sign of life */
        int64_t usec;             /* from then to now; USEC_INFINITY: nobody knows */
};

/* Whether the value still counts. */
static bool lease_holds(
        const struct store_source *saved, const struct source_config *config, const struct downtime *downtime)
{
        int64_t elapsed_usec = usec_add(
                downtime->usec, usec_max(downtime->alive.boottime_usec - saved->saved_boottime_usec, 0));

        if (elapsed_usec == USEC_INFINITY)
                return false;
        if (config->kind == SOURCE_KIND_SEAT && downtime->usec > UNKNOWN_MAX_USEC)
                return false;
        return saved->lease_end_realtime_usec == INT64_MAX ||
               saved->lease_end_realtime_usec - saved->saved_realtime_usec > elapsed_usec;
}

static void restore_source(struct store *store, struct person *person, uint16_t index, const char *name,
        const struct downtime *downtime, const struct instant *now)
{
        struct store_source saved;
        int64_t shift_usec;

        if (store_get_source(store, person->config->id, name, &saved) < 0 ||
                !lease_holds(&saved, &person->config->sources[index], downtime))
                return;
        shift_usec = now->boottime_usec - downtime->usec - downtime->alive.boottime_usec;
        shift_stamp(&saved.source.since_usec, shift_usec);
        shift_stamp(&saved.source.changed_usec, shift_usec);
        shift_stamp(&saved.source.heard_usec, shift_usec);
        shift_stamp(&saved.source.idle_since_usec, shift_usec);
        person->sources[index] = saved.source;
}

static void restore_record(struct store *store, struct person *person, const struct downtime *downtime,
        const struct instant *now)
{
        CLEANUP_FREE char *text = NULL;
        struct person_record record;

        if (store_get_person(store, person->config->id, &text) < 0)
                return;
        person_save(person, now, &record);
        if (record_parse(text, &record) < 0)
                return;
        /* Until the last sign of life it went on as it was saved. */
        if (downtime->alive.boottime_usec >= record.saved_boottime_usec) {
                record.saved_boottime_usec = downtime->alive.boottime_usec;
                record.saved_realtime_usec = downtime->alive.realtime_usec;
        }
        person_load(person, &record, downtime->usec, now);
}

static void restore_person(struct store *store, struct engine *engine, uint32_t index,
        const struct downtime *downtime, const struct instant *now)
{
        const struct person_setup *setup = &engine_settings(engine)->people[index];
        struct person *person = household_person(engine_household(engine), index);

        restore_settings(store, person);
        /* Of what does not come by MQTT only what is there now can tell. Nor is it known in which room the
         * last word of what follows somebody about had them. */
        for (uint16_t i = 0; i < setup->core.source_count; i++)
                if (setup->sensors[i].topics[0] && setup->core.sources[i].kind != SOURCE_KIND_ROOM)
                        restore_source(store, person, i, setup->sensors[i].name, downtime, now);
        restore_record(store, person, downtime, now);
        household_touch(engine_household(engine), index, now);
}

static void restore_lamp(
        struct store *store, struct engine *engine, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *saved = NULL;

        if (!engine_lamp(engine, index) ||
                store_get_lamp(store, engine_settings(engine)->channels[index].name, &saved) < 0)
                return;
        (void)engine_load_lamp(engine, index, saved, now);
}

static void restore_routine(
        struct store *store, struct engine *engine, uint32_t index, const struct instant *now)
{
        const struct person *person = household_person(engine_household(engine), index);

        if (!person->routine)
                return;
        keep_routine_restore(store, person->routine, person->config->routine, person->config->id, now);
        household_touch(engine_household(engine), index, now);
}

/* Without memory it is forgotten. */
static int know_announcement(void *userdata, const struct discovery_announcement *announcement)
{
        (void)engine_know_announcement(userdata, announcement);
        return 0;
}

void keep_restore_engine(
        struct store *store, struct engine *engine, const char *boot_id, const struct instant *now)
{
        const struct settings *settings = engine_settings(engine);
        struct downtime downtime;

        /* Also in a store in which there was no daemon yet the questions may be answered. */
        for (uint32_t i = 0; i < settings->people_count; i++)
                restore_routine(store, engine, i, now);
        /* What cannot be read is not known: the store tells of damage with the next write. */
        (void)store_read_announcements(store, know_announcement, engine);
        if (store_get_alive(store, &downtime.alive) < 0)
                return;
        downtime.usec = keep_elapsed(&downtime.alive, boot_id, now);
        for (uint32_t i = 0; i < settings->people_count; i++)
                restore_person(store, engine, i, &downtime, now);
        for (uint32_t i = 0; i < settings->channel_count; i++)
                restore_lamp(store, engine, i, now);
}

void keep_restore_added(
        struct store *store, struct engine *engine, const struct engine *old, const struct instant *now)
{
        const struct settings *settings = engine_settings(engine);

        for (uint32_t i = 0; i < settings->people_count; i++) {
                uint32_t before;

                if (engine_find_person(old, settings->people[i].core.id, &before) == 0)
                        continue;
                restore_routine(store, engine, i, now);
                restore_settings(store, household_person(engine_household(engine), i));
                household_touch(engine_household(engine), i, now);
        }
}

/* What somebody has begun or answered meanwhile is newer than what is kept. */
static bool is_routine_untouched(const struct person *person)
{
        const struct screening_answers *answers = routine_answers(person->routine);

        return answers->answered_day == INT32_MIN && !answers->red_flag && !routine_session(person->routine);
}

/* Told to everybody who was told the file's values. What cannot be set any more is left as it is. */
static void restore_settings_late(
        struct store *store, struct engine *engine, uint32_t index, const struct instant *now)
{
        const struct person *person = household_person(engine_household(engine), index);

        for (int i = 0; i < SETTING_MAX_; i++) {
                struct command command = { .verb = COMMAND_SET, .setting = (enum setting)i };
                int64_t current = person_setting(person, command.setting);
                struct effect refusal;

                if (current == keep_file_value(person->config, command.setting) &&
                        read_setting(store, person->config, command.setting, &command.value) &&
                        command.value != current)
                        (void)engine_command(engine, index, &command, now, &refusal);
        }
}

void keep_restore_late(struct store *store, struct engine *engine, const struct instant *now)
{
        const struct settings *settings = engine_settings(engine);

        for (uint32_t i = 0; i < settings->people_count; i++) {
                const struct person *person = household_person(engine_household(engine), i);

                if (person->routine && is_routine_untouched(person))
                        restore_routine(store, engine, i, now);
                restore_settings_late(store, engine, i, now);
        }
        for (uint32_t i = 0; i < settings->channel_count; i++)
                if (engine_lamp(engine, i) && !lamp_is_ours(engine_lamp(engine, i)))
                        restore_lamp(store, engine, i, now);
}
