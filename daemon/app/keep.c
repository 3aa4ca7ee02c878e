/* SPDX-License-Identifier: MIT */
#include "app/keep.h"

#include "app/keep_restore.h"
#include "app/keep_routine.h"
#include "base/cleanup.h"
#include "base/number.h"
#include "io/message_ids.h"
#include "io/store_announcement.h"
#include "wire/record.h"

#include <errno.h>
#include <string.h>

/* While the process is awake anyway, the store learns this often that it lives. */
#define ALIVE_USEC (2 * USEC_PER_MINUTE)

/* Stands for a boot that no other is equal to. */
#define NO_BOOT "00000000000000000000000000000000"

struct keep {
        struct store *store;
        struct log *log;
        struct engine *engine;
        char boot_id[33];
        bool in_transaction;
        bool failing;       /* the last write failed, and that was told */
        bool corrupt;       /* the file is damaged: nothing is written until there is another store */
        int64_t alive_usec; /* boottime of the last note */
};

int keep_new(struct store *store, struct log *log, const char *boot_id, struct keep **ret_keep)
{
        struct keep *keep = calloc(1, sizeof(*keep));

        if (!keep)
                return -ENOMEM;
        keep->store = store;
        keep->log = log;
        keep->alive_usec = INT64_MIN;
        if (text_copy(keep->boot_id, sizeof(keep->boot_id), boot_id) < 0)
                keep->boot_id[0] = '\0';
        *ret_keep = keep;
        return 0;
}

struct keep *keep_free(struct keep *keep)
{
        free(keep);
        return NULL;
}

void keep_set_engine(struct keep *keep, struct engine *engine)
{
        keep->engine = engine;
}

/* Tells the first failure in a row and the end of the row. */
static void note_result(struct keep *keep, int result)
{
        if (result < 0 && !keep->failing)
                log_write(keep->log, LOG_ERR,
                        &(struct log_fields){ .message_id = MESSAGE_ID_STORE, .error = -result },
                        "The history cannot be written (%s); reminders go on without it.",
                        store_error(keep->store));
        if (result >= 0 && keep->failing)
                log_write(keep->log, LOG_NOTICE, &(struct log_fields){ .message_id = MESSAGE_ID_STORE_BACK },
                        "The history is written again.");
        keep->failing = result < 0;
        keep->corrupt |= result == -EBADMSG;
}

bool keep_is_corrupt(const struct keep *keep)
{
        return keep->corrupt;
}

/* Begins the turn's transaction before its first write. Whether there is something to write to. */
static bool begin(struct keep *keep)
{
        int r;

        if (!keep->store || !keep->engine || keep->corrupt)
                return false;
        if (keep->in_transaction)
                return true;
        r = store_begin(keep->store);
        if (r < 0) {
                note_result(keep, r);
                return false;
        }
        keep->in_transaction = true;
        return true;
}

/* A write that fails takes the turn's transaction with it: nothing is stored by halves. */
static void check_write(struct keep *keep, int result)
{
        if (result >= 0)
                return;
        note_result(keep, result);
        store_rollback(keep->store);
        keep->in_transaction = false;
}

static const struct person_setup *setup_of(const struct keep *keep, uint32_t person)
{
        return &engine_settings(keep->engine)->people[person];
}

/* The settings that define what is counted belong to the history (programme.md 4.4). */
static int save_definition(struct keep *keep, uint32_t index, const struct instant *now)
{
        const struct person *person = household_person(engine_household(keep->engine), index);

        return store_put_definition(
                keep->store, setup_of(keep, index)->core.id, now->realtime_usec, &person->breaks.bout);
}

static int save_session(struct keep *keep, uint32_t index, const struct instant *now)
{
        const struct routine *routine = household_person(engine_household(keep->engine), index)->routine;

        return routine ? keep_routine_put_session(keep->store, setup_of(keep, index)->core.id, routine, now)
                       : 0;
}

/* With the open session as it is then, so that both tell of the same sets. What the store does not take is a
 * bug of ours, and no reason to lose the rest of the turn. */
static int save_routine(
        struct keep *keep, uint32_t index, const struct routine_record *record, const struct instant *now)
{
        const struct person_config *config = &setup_of(keep, index)->core;
        int r;

        r = keep_routine_put(keep->store, config->routine, config->id, record, now);
        if (r == -EINVAL)
                log_write(keep->log, LOG_ERR, &(struct log_fields){ .message_id = MESSAGE_ID_STORE },
                        "The history does not take what comes of a session; the rest is kept.");
        else if (r < 0)
                return r;
        return save_session(keep, index, now);
}

static void keep_effect(
        void *userdata, uint32_t index, const struct effect *effect, const struct instant *now)
{
        struct keep *keep = userdata;
        const struct person_setup *setup;
        int r;

        if (!begin(keep))
                return;
        setup = setup_of(keep, index);
        if (effect->kind == EFFECT_SETTING)
                r = store_put_setting(keep->store, setup->core.id, effect->setting.setting,
                        effect->setting.value, keep_file_value(&setup->core, effect->setting.setting));
        else if (effect->kind == EFFECT_ROUTINE)
                r = save_routine(keep, index, &effect->routine, now);
        else
                r = store_put_effect(keep->store, setup->core.id, effect);
        check_write(keep, r);
        if (keep->in_transaction && effect->kind == EFFECT_SETTING)
                check_write(keep, save_definition(keep, index, now));
}

static int save_sources(struct keep *keep, uint32_t index, const struct instant *now)
{
        const struct person_setup *setup = setup_of(keep, index);
        const struct person *person = household_person(engine_household(keep->engine), index);

        for (uint16_t i = 0; i < setup->core.source_count; i++) {
                int64_t lease_end_usec = source_lease_end(&person->sources[i], &setup->core.sources[i]);
                const struct store_source saved = {
                        .source = person->sources[i],
                        .saved_boottime_usec = now->boottime_usec,
                        .saved_realtime_usec = now->realtime_usec,
                        .lease_end_realtime_usec = lease_end_usec == USEC_INFINITY
                                                           ? INT64_MAX
                                                           : instant_to_realtime(now, lease_end_usec),
                };
                int r;

                /* What does not come by MQTT tells only what is now. */
                if (person->sources[i].since_usec == INT64_MIN || !setup->sensors[i].topics[0])
                        continue;
                r = store_put_source(keep->store, setup->core.id, setup->sensors[i].name, &saved);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int save_person(struct keep *keep, uint32_t index, const struct instant *now)
{
        CLEANUP_FREE char *text = NULL;
        struct person_record record;
        int r;

        person_save(household_person(engine_household(keep->engine), index), now, &record);
        text = record_print(&record);
        if (!text)
                return -ENOMEM;
        r = store_put_person(keep->store, setup_of(keep, index)->core.id, text);
        if (r < 0)
                return r;
        r = save_session(keep, index, now);
        if (r < 0)
                return r;
        return save_sources(keep, index, now);
}

static int save_alive(struct keep *keep, const struct instant *now)
{
        struct store_alive alive = { .boottime_usec = now->boottime_usec,
                .realtime_usec = now->realtime_usec };

        (void)text_copy(
                alive.boot_id, sizeof(alive.boot_id), keep->boot_id[0] != '\0' ? keep->boot_id : NO_BOOT);
        keep->alive_usec = now->boottime_usec;
        return store_put_alive(keep->store, &alive);
}

static void keep_save(void *userdata, uint32_t index, const struct instant *now)
{
        struct keep *keep = userdata;

        if (!begin(keep))
                return;
        check_write(keep, save_person(keep, index, now));
        if (keep->in_transaction)
                check_write(keep, save_alive(keep, now));
}

static void keep_lamp(void *userdata, uint32_t channel)
{
        struct keep *keep = userdata;
        CLEANUP_FREE char *saved = NULL;
        const struct lamp *lamp;

        if (!begin(keep))
                return;
        lamp = engine_lamp(keep->engine, channel);
        if (lamp_is_ours(lamp)) {
                saved = lamp_save(lamp);
                if (!saved)
                        return;
        }
        check_write(keep,
                store_put_lamp(keep->store, engine_settings(keep->engine)->channels[channel].name, saved));
}

static uint32_t hash_text(const char *text)
{
        uint32_t hash = UINT32_C(2166136261);

        for (; *text; text++)
                hash = (hash ^ (uint8_t)*text) * UINT32_C(16777619);
        return hash;
}

static void keep_rejected(void *userdata, const char *topic, const char *reason, const struct instant *now)
{
        struct keep *keep = userdata;

        log_limited(keep->log, hash_text(topic), now->boottime_usec, LOG_WARNING,
                &(struct log_fields){ .message_id = MESSAGE_ID_REJECTED, .topic = topic },
                "A message on '%s' says nothing: %s.", topic, reason);
}

static void keep_announced(void *userdata, const struct discovery_announcement *announcement)
{
        struct keep *keep = userdata;

        if (begin(keep))
                check_write(keep, store_put_announcement(keep->store, announcement));
}

static void keep_withdrawn(void *userdata, const struct discovery_announcement *announcement)
{
        struct keep *keep = userdata;

        if (begin(keep))
                check_write(keep, store_delete_announcement(keep->store, announcement));
}

static void keep_lamp_blind(void *userdata, uint32_t channel)
{
        struct keep *keep = userdata;

        log_write(keep->log, LOG_NOTICE, &(struct log_fields){ .message_id = MESSAGE_ID_LAMP_BLIND },
                "The light '%s' does not tell how it looks: it is used without giving back what it showed.",
                engine_settings(keep->engine)->channels[channel].name);
}

struct engine_keep keep_callbacks(struct keep *keep)
{
        return (struct engine_keep){
                .userdata = keep,
                .effect = keep_effect,
                .save = keep_save,
                .lamp = keep_lamp,
                .lamp_blind = keep_lamp_blind,
                .rejected = keep_rejected,
                .announced = keep_announced,
                .withdrawn = keep_withdrawn,
        };
}

void keep_restore(struct keep *keep, const struct instant *now)
{
        if (!keep->store)
                return;
        keep_restore_engine(keep->store, keep->engine, keep->boot_id, now);
        keep_save_all(keep, now);
        keep_commit(keep, now);
}

void keep_restore_newcomers(struct keep *keep, const struct engine *old, const struct instant *now)
{
        if (keep->store)
                keep_restore_added(keep->store, keep->engine, old, now);
}

/* Who or what is not there any more is forgotten: its stamps would be read as those of a later boot. */
void keep_save_all(struct keep *keep, const struct instant *now)
{
        if (!begin(keep))
                return;
        check_write(keep, store_clear_open(keep->store));
        for (uint32_t i = 0; i < household_count(engine_household(keep->engine)) && keep->in_transaction;
                i++) {
                check_write(keep, save_person(keep, i, now));
                if (keep->in_transaction)
                        check_write(keep, save_definition(keep, i, now));
        }
        if (keep->in_transaction)
                check_write(keep, save_alive(keep, now));
}

static void save_settings(struct keep *keep, uint32_t index)
{
        const struct person_config *config = &setup_of(keep, index)->core;
        const struct person *person = household_person(engine_household(keep->engine), index);

        for (int i = 0; i < SETTING_MAX_ && keep->in_transaction; i++) {
                enum setting setting = (enum setting)i;

                check_write(keep, store_put_setting(keep->store, config->id, setting,
                                          person_setting(person, setting), keep_file_value(config, setting)));
        }
}

/* What is open and what is set is written once more. What had ended meanwhile is lost to the history. */
static void save_missed(struct keep *keep, const struct instant *now)
{
        keep_save_all(keep, now);
        for (uint32_t i = 0; i < household_count(engine_household(keep->engine)) && keep->in_transaction; i++)
                save_settings(keep, i);
        if (keep->in_transaction)
                engine_keep_again(keep->engine);
}

static void end_transaction(struct keep *keep)
{
        int r;

        if (!keep->in_transaction)
                return;
        r = store_commit(keep->store);
        if (r < 0)
                store_rollback(keep->store);
        keep->in_transaction = false;
        note_result(keep, r);
}

void keep_commit(struct keep *keep, const struct instant *now)
{
        bool was_failing = keep->failing;

        if (!keep->store || !keep->engine)
                return;
        if (!keep->in_transaction && keep->alive_usec <= now->boottime_usec - ALIVE_USEC && begin(keep))
                check_write(keep, save_alive(keep, now));
        end_transaction(keep);
        if (!was_failing || keep->failing)
                return;
        save_missed(keep, now);
        end_transaction(keep);
}

void keep_set_store(struct keep *keep, struct store *store, const struct instant *now)
{
        keep->store = store;
        keep->in_transaction = false;
        keep->failing = false;
        keep->corrupt = false;
        if (!store)
                return;
        save_missed(keep, now);
        end_transaction(keep);
}

void keep_find_store(struct keep *keep, struct store *store, const struct instant *now)
{
        keep_restore_late(store, keep->engine, now);
        keep_set_store(keep, store, now);
}
