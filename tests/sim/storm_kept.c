/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include "io/store_routine.h"

#include <stdlib.h>
#include <string.h>

/* What a crash may take of what is open, and what a power cut may take besides; with a turn of slack. */
#define OPEN_LOST_USEC (60 * USEC_PER_SEC)
#define SLACK_USEC     (2 * USEC_PER_SEC)

static void add(struct storm *storm, enum kept_kind kind, uint32_t person, int64_t key, int64_t value)
{
        /* What is written once more under the same key takes the place of what was there. */
        for (size_t i = storm->kept_count; i-- > 0;) {
                struct kept_thing *thing = &storm->kept[i];

                if (thing->kind == kind && thing->person == person && thing->key == key && kind != KEPT_SET &&
                        kind != KEPT_SPAN)
                        thing->found = true;
        }
        if (storm->kept_count == storm->kept_room) {
                storm->kept_room = storm->kept_room ? 2 * storm->kept_room : 256;
                storm->kept = reallocarray(storm->kept, storm->kept_room, sizeof(*storm->kept));
                if (!storm->kept)
                        abort();
        }
        storm->kept[storm->kept_count++] = (struct kept_thing){
                .kind = kind, .person = person, .key = key, .value = value, .committed_usec = INT64_MAX
        };
}

static uint32_t dweller_of(const struct storm *storm, uint32_t person)
{
        return (uint32_t)(engine_settings(storm->daemon.engine)->people[person].core.id[7] - '0');
}

static int64_t id_key(struct prompt_id id)
{
        return (int64_t)id.day << 16 | id.number;
}

static int64_t outcome_value(const struct prompt_record *prompt)
{
        return prompt->ended ? 1 + (int64_t)prompt->outcome : 0;
}

static void take_effect(
        void *userdata, uint32_t person, const struct effect *effect, const struct instant *now)
{
        struct storm *storm = userdata;
        uint32_t index = dweller_of(storm, person);
        uint64_t refused = storm->disk.refused;

        if (effect->kind == EFFECT_SPAN)
                add(storm, KEPT_SPAN, index, effect->span.from_realtime_usec,
                        effect->span.to_realtime_usec * 4 + (int64_t)effect->span.posture);
        else if (effect->kind == EFFECT_OUTCOME)
                add(storm, KEPT_PROMPT, index, id_key(effect->outcome.id), outcome_value(&effect->outcome));
        else if (effect->kind == EFFECT_DAY)
                add(storm, KEPT_DAY, index, effect->day.day, effect->day.seated_usec);
        else if (effect->kind == EFFECT_ROUTINE && effect->routine.kind == ROUTINE_RECORD_SESSION)
                add(storm, KEPT_SESSION, index, effect->routine.session.started_realtime_usec,
                        effect->routine.session.result_count);
        else if (effect->kind == EFFECT_ROUTINE && effect->routine.kind == ROUTINE_RECORD_SET) {
                storm->counts.sets++;
                add(storm, KEPT_SET, index, effect->routine.set.session_realtime_usec,
                        effect->routine.set.ended_realtime_usec);
        }
        storm->daemon.callbacks.userdata = storm;
        {
                struct engine_keep inner = keep_callbacks(storm->daemon.keep);

                inner.effect(inner.userdata, person, effect, now);
        }
        storm->daemon.failed_write |= storm->disk.refused != refused;
}

static struct engine_keep inner_of(struct storm *storm)
{
        return keep_callbacks(storm->daemon.keep);
}

static void take_save(void *userdata, uint32_t person, const struct instant *now)
{
        struct storm *storm = userdata;
        struct engine_keep inner = inner_of(storm);
        uint64_t refused = storm->disk.refused;

        inner.save(inner.userdata, person, now);
        storm->daemon.failed_write |= storm->disk.refused != refused;
}

static void take_lamp(void *userdata, uint32_t channel)
{
        struct storm *storm = userdata;
        struct engine_keep inner = inner_of(storm);
        uint64_t refused = storm->disk.refused;

        inner.lamp(inner.userdata, channel);
        storm->daemon.failed_write |= storm->disk.refused != refused;
}

static void take_announced(void *userdata, const struct discovery_announcement *announcement)
{
        struct storm *storm = userdata;
        struct engine_keep inner = inner_of(storm);
        uint64_t refused = storm->disk.refused;

        inner.announced(inner.userdata, announcement);
        storm->daemon.failed_write |= storm->disk.refused != refused;
}

static void take_withdrawn(void *userdata, const struct discovery_announcement *announcement)
{
        struct storm *storm = userdata;
        struct engine_keep inner = inner_of(storm);
        uint64_t refused = storm->disk.refused;

        inner.withdrawn(inner.userdata, announcement);
        storm->daemon.failed_write |= storm->disk.refused != refused;
}

struct engine_keep kept_callbacks(struct storm *storm)
{
        return (struct engine_keep){
                .userdata = storm,
                .effect = take_effect,
                .save = take_save,
                .lamp = take_lamp,
                .announced = take_announced,
                .withdrawn = take_withdrawn,
        };
}

static void drop_open(struct storm *storm)
{
        while (storm->kept_count > 0 && storm->kept[storm->kept_count - 1].committed_usec == INT64_MAX)
                storm->kept_count--;
}

void kept_committed(struct storm *storm, bool sure)
{
        struct daemon *daemon = &storm->daemon;

        if (!sure) {
                daemon->in_doubt = true;
                drop_open(storm);
                return;
        }
        for (size_t i = storm->kept_count; i-- > 0 && storm->kept[i].committed_usec == INT64_MAX;)
                storm->kept[i].committed_usec = storm->true_usec;
}

void kept_lost_turn(struct storm *storm)
{
        drop_open(storm);
}

void kept_power_cut(struct storm *storm)
{
        size_t left = 0;

        storm->forgets = true;
        storm->book_lost = true;
        for (size_t i = 0; i < STORM_LAMPS; i++)
                storm->lamps[i].is_doubtful = true;
        for (size_t i = 0; i < storm->kept_count; i++)
                if (storm->kept[i].committed_usec <= storm->true_usec - DISK_WRITEBACK_USEC)
                        storm->kept[left++] = storm->kept[i];
        storm->kept_count = left;
}

/* What is there is struck out. */
struct search {
        struct storm *storm;
        uint32_t person;
        enum kept_kind kind;
};

static void found(const struct search *search, int64_t key, int64_t value)
{
        struct storm *storm = search->storm;

        for (size_t i = 0; i < storm->kept_count; i++) {
                struct kept_thing *thing = &storm->kept[i];

                if (!thing->found && thing->kind == search->kind && thing->person == search->person &&
                        thing->key == key && thing->value == value) {
                        thing->found = true;
                        storm->counts.kept_found++;
                        return;
                }
        }
}

static int found_span(void *userdata, const struct span_record *span)
{
        found(userdata, span->from_realtime_usec, span->to_realtime_usec * 4 + (int64_t)span->posture);
        return 0;
}

static int found_prompt(void *userdata, const struct prompt_record *prompt)
{
        found(userdata, id_key(prompt->id), outcome_value(prompt));
        return 0;
}

static int found_day(void *userdata, const struct day_summary *day)
{
        found(userdata, day->day, day->seated_usec);
        return 0;
}

static int found_session(void *userdata, const struct store_session *session)
{
        found(userdata, session->record.started_realtime_usec, session->record.result_count);
        return 0;
}

static int found_set(void *userdata, const struct store_set *set)
{
        found(userdata, set->record.session_realtime_usec, set->record.ended_realtime_usec);
        return 0;
}

/* The times of the wall clock in which what is looked for lies. */
static void find_window(const struct storm *storm, uint32_t person, int64_t *ret_from, int64_t *ret_to)
{
        *ret_from = INT64_MAX;
        *ret_to = INT64_MIN;
        for (size_t i = 0; i < storm->kept_count; i++) {
                const struct kept_thing *thing = &storm->kept[i];

                if (thing->person != person || thing->found)
                        continue;
                if (thing->kind == KEPT_SPAN) {
                        *ret_from = usec_min(*ret_from, thing->key);
                        *ret_to = usec_max(*ret_to, thing->value / 4 + 1);
                } else if (thing->kind == KEPT_PROMPT) {
                        *ret_from = usec_min(*ret_from, ((thing->key >> 16) - 3) * USEC_PER_DAY);
                        *ret_to = usec_max(*ret_to, ((thing->key >> 16) + 4) * USEC_PER_DAY);
                }
        }
}

static void check_person(struct storm *storm, uint32_t index)
{
        struct store *store = storm->daemon.store;
        const char *id = storm->dwellers[index].id;
        struct search search = { storm, index, KEPT_SPAN };
        int64_t from, to;
        int r = 0;

        find_window(storm, index, &from, &to);
        if (from < to)
                r |= store_read_spans(store, id, from, to, found_span, &search);
        search.kind = KEPT_PROMPT;
        if (from < to)
                r |= store_read_prompts(store, id, from, to, found_prompt, &search);
        search.kind = KEPT_DAY;
        r |= store_read_days(store, id, INT32_MIN, INT32_MAX, found_day, &search);
        search.kind = KEPT_SESSION;
        r |= store_read_sessions(store, id, INT64_MIN, INT64_MAX, found_session, &search);
        search.kind = KEPT_SET;
        r |= store_read_sets(store, id, INT64_MIN, INT64_MAX, found_set, &search);
        if (r < 0)
                storm_fail(storm, "the store cannot be read: %s", store_error(store));
}

void kept_check(struct storm *storm)
{
        static const char *const names[] = { "a span", "a prompt", "a day", "a session", "a set" };

        if (!storm->daemon.store)
                return;
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                check_person(storm, i);
        for (size_t i = 0; i < storm->kept_count; i++)
                if (!storm->kept[i].found)
                        storm_fail(storm, "%s of %s is lost: %lld, %lld", names[storm->kept[i].kind],
                                storm->dwellers[storm->kept[i].person].id, (long long)storm->kept[i].key,
                                (long long)storm->kept[i].value);
        storm->kept_count = 0;
}

void kept_remember(struct storm *storm)
{
        struct engine *engine = storm->daemon.engine;
        const struct instant *now = daemon_now(storm);

        storm->died_usec = storm->true_usec;
        storm->died_realtime_usec = storm->realtime_usec;
        storm->forgets = storm->daemon.in_doubt || !storm->daemon.store;
        storm->book_lost |= storm->forgets;
        for (uint32_t i = 0; storm->forgets && i < STORM_LAMPS; i++)
                storm->lamps[i].is_doubtful = true;
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                struct dweller *dweller = &storm->dwellers[i];
                struct person_view view;
                const struct person *person;
                uint32_t number;

                dweller->is_remembered = engine_find_person(engine, dweller->id, &number) == 0;
                if (!dweller->is_remembered)
                        continue;
                person = household_person(engine_household(engine), number);
                for (int setting = 0; setting < SETTING_MAX_; setting++)
                        dweller->settings[setting] = person_setting(person, (enum setting)setting);
                dweller->holds = person->holds;
                person_view(person, now, &view);
                dweller->sitting_usec = view.sitting_today_usec;
                dweller->day = person->summary.day;
        }
}

static void check_holds(struct storm *storm, const struct dweller *dweller, const struct person *person)
{
        const struct instant *now = &storm->daemon.now;

        for (uint8_t i = 0; i < dweller->holds.count; i++) {
                const struct hold *hold = &dweller->holds.holds[i];
                bool there = false;

                if (!hold->by_command)
                        continue;
                for (uint8_t n = 0; n < person->holds.count; n++)
                        there |= strcmp(person->holds.holds[n].reason, hold->reason) == 0;
                if (!there && hold->until_realtime_usec == USEC_INFINITY &&
                        hold->until_boottime_usec - (storm->true_usec - storm->died_usec) >
                                now->boottime_usec)
                        storm_fail(storm, "%s: the hold '%s' is lost", dweller->id, hold->reason);
        }
}

static void check_person_restored(
        struct storm *storm, const struct dweller *dweller, const struct person *person)
{
        int64_t away_usec = storm->true_usec - storm->died_usec;
        struct person_view view;

        if (strcmp(person->config->id, dweller->id) != 0)
                storm_fail(storm, "somebody else has come back");
        for (int setting = 0; setting < SETTING_MAX_; setting++)
                if (person_setting(person, (enum setting)setting) != dweller->settings[setting] &&
                        (setting == SETTING_SNOOZE || setting == SETTING_ENABLED))
                        storm_fail(storm, "%s: setting %d is lost", dweller->id, setting);
        check_holds(storm, dweller, person);
        person_view(person, &storm->daemon.now, &view);
        if (person->summary.day != dweller->day || storm->died_realtime_usec != storm->realtime_usec)
                return;
        if (view.sitting_today_usec < dweller->sitting_usec - OPEN_LOST_USEC - SLACK_USEC)
                storm_fail(storm, "%s: %lld s of sitting are lost", dweller->id,
                        (long long)((dweller->sitting_usec - view.sitting_today_usec) / USEC_PER_SEC));
        if (view.sitting_today_usec > dweller->sitting_usec + away_usec + SLACK_USEC)
                storm_fail(storm, "%s: %lld s of sitting come from nowhere", dweller->id,
                        (long long)((view.sitting_today_usec - dweller->sitting_usec - away_usec) /
                                    USEC_PER_SEC));
}

void kept_check_restored(struct storm *storm)
{
        bool skips = storm->forgets || !storm->daemon.store;

        storm->forgets = false;
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                const struct dweller *dweller = &storm->dwellers[i];
                uint32_t number;

                if (!skips && dweller->is_remembered &&
                        engine_find_person(storm->daemon.engine, storm->dwellers[i].id, &number) == 0)
                        check_person_restored(storm, &storm->dwellers[i],
                                household_person(engine_household(storm->daemon.engine), number));
        }
}
