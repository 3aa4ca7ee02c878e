/* SPDX-License-Identifier: MIT */
#include "sim/storm.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* A seat that is left counts after this, and messages of one moment come one after the other. */
#define LEFT_USEC (12 * USEC_PER_SEC)

/* Which dweller's topic this is: "<base>/person-N/leaf". Return: -1 for another. */
static int person_of(const struct storm *storm, const char *topic, const char **ret_leaf)
{
        size_t base_size = strlen(storm->base);
        const char *rest = topic + base_size;
        int index;

        if (strncmp(topic, storm->base, base_size) != 0 || strncmp(rest, "/person-", 8) != 0)
                return -1;
        index = rest[8] - '0';
        if (index < 0 || index >= STORM_PEOPLE || rest[9] != '/')
                return -1;
        *ret_leaf = rest + 10;
        return index;
}

static const struct person *find_person(const struct storm *storm, int index)
{
        uint32_t number;

        if (engine_find_person(storm->daemon.engine, storm->dwellers[index].id, &number) < 0)
                return NULL;
        return household_person(engine_household(storm->daemon.engine), number);
}

static void check_once(
        struct storm *storm, struct dweller *dweller, const char *id, uint32_t what, uint64_t tag)
{
        struct telling *telling;

        for (uint32_t i = 0; i < STORM_TELLINGS; i++) {
                telling = &dweller->tellings[i];
                if (telling->what != what || strcmp(telling->id, id) != 0 || telling->excused)
                        continue;
                if (telling->confirmed)
                        storm_fail(storm, "%s is told of %s twice", dweller->id, id);
                storm->counts.repeated++;
        }
        telling = &dweller->tellings[dweller->telling_count++ % STORM_TELLINGS];
        *telling = (struct telling){ .what = what, .tag = tag };
        (void)text_copy(telling->id, sizeof(telling->id), id);
}

/* Somebody is asked to get up, or to sit or walk. */
static void check_asked(struct storm *storm, int index, uint32_t type, const json_t *json, uint64_t tag)
{
        struct dweller *dweller = &storm->dwellers[index];
        const struct person *person = find_person(storm, index);
        const struct instant *now = daemon_now(storm);
        const char *id = json_string_value(json_object_get(json, "id"));
        const char *about = json_string_value(json_object_get(json, "about"));
        uint32_t level = (uint32_t)json_integer_value(json_object_get(json, "level"));
        bool sits = about && strcmp(about, "sitting") == 0;
        const struct break_policy *policy;

        if (!person || !id || !about)
                storm_fail(storm, "a prompt of nobody or nothing");
        policy = sits ? &person->policy : &person->standing.policy;
        if (hours_contain(person->config->quiet_hours, person->config->quiet_hours_count, now))
                storm_fail(storm, "%s is told of %s in quiet hours", dweller->id, id);
        if (!hours_contain(person->config->active_hours, person->config->active_hours_count, now))
                storm_fail(storm, "%s is told of %s outside active hours", dweller->id, id);
        if (hold_has(&person->holds, HOLD_EFFECT_QUIET) || hold_has(&person->holds, HOLD_EFFECT_OFF))
                storm_fail(storm, "%s is told of %s while nothing may be shown", dweller->id, id);
        if (sits && dweller->told_any && !dweller->told_seated &&
                storm->true_usec - dweller->told_usec > LEFT_USEC)
                storm_fail(storm, "%s is told to get up while up", dweller->id);
        if (!sits && dweller->told_any && dweller->told_seated &&
                storm->true_usec - dweller->told_usec > LEFT_USEC)
                storm_fail(storm, "%s is told to sit down while seated", dweller->id);
        storm->counts.prompts++;
        check_once(storm, dweller, id, type | level << 4 | (uint32_t)policy->prompt_snoozes << 12, tag);
}

static void check_prompt(struct storm *storm, int index, const char *payload, size_t size, uint64_t tag)
{
        static const char *const asking[] = { "break_due", "break_nudge", "break_repeat" };
        json_t *json = json_loadb(payload, size, 0, NULL);
        const char *type = json_string_value(json_object_get(json, "event_type"));

        if (!type)
                storm_fail(storm, "a prompt that cannot be read");
        for (uint32_t i = 0; i < ELEMENTS(asking); i++)
                if (strcmp(type, asking[i]) == 0)
                        check_asked(storm, index, i, json, tag);
        storm->counts.outcomes += strcmp(type, "break_taken") == 0 || strcmp(type, "break_partial") == 0 ||
                                  strcmp(type, "break_ignored") == 0 || strcmp(type, "break_moot") == 0 ||
                                  strcmp(type, "break_dismissed") == 0;
        storm->counts.sessions += strcmp(type, "session_done") == 0;
        json_decref(json);
}

static bool was_told(const struct dweller *dweller, const char *id)
{
        for (uint32_t i = 0; i < STORM_TELLINGS; i++)
                if (strcmp(dweller->tellings[i].id, id) == 0)
                        return true;
        return false;
}

/* Something is said aloud. */
static void check_speech(struct storm *storm, const char *payload, size_t size)
{
        json_t *json = json_loadb(payload, size, 0, NULL);
        const char *id = json_string_value(json_object_get(json, "id"));
        int index = id && strncmp(id, "person-", 7) == 0 ? id[7] - '0' : -1;
        const struct person *person = index >= 0 && index < STORM_PEOPLE ? find_person(storm, index) : NULL;

        storm->counts.spoken++;
        if (person && was_told(&storm->dwellers[index], id)) {
                struct dweller *dweller = &storm->dwellers[index];
                uint32_t within_hour = 1;

                for (uint32_t i = 0; i < STORM_SPOKEN && i < dweller->spoken_count; i++)
                        within_hour +=
                                storm->true_usec - dweller->spoken_usec[i] < USEC_PER_HOUR - USEC_PER_MINUTE;
                if (within_hour > person->config->breaks.voice_per_hour)
                        storm_fail(storm, "%s is spoken to too often", dweller->id);
                dweller->spoken_usec[dweller->spoken_count++ % STORM_SPOKEN] = storm->true_usec;
                if (hold_has(&person->holds, HOLD_EFFECT_MUTE))
                        storm_fail(storm, "%s is spoken to while somebody sleeps", dweller->id);
        }
        json_decref(json);
}

void heard_sent(struct storm *storm, const char *topic, const char *payload, size_t size, uint64_t tag)
{
        const char *leaf;
        int index = person_of(storm, topic, &leaf);

        if (index >= 0 && strcmp(leaf, "prompt") == 0)
                check_prompt(storm, index, payload, size, tag);
        else if (strcmp(topic, "hermes/tts/say") == 0)
                check_speech(storm, payload, size);
}

static struct telling *find_telling(struct storm *storm, uint64_t tag)
{
        if (tag == 0)
                return NULL;
        for (uint32_t i = 0; i < STORM_PEOPLE; i++)
                for (uint32_t n = 0; n < STORM_TELLINGS; n++)
                        if (storm->dwellers[i].tellings[n].tag == tag)
                                return &storm->dwellers[i].tellings[n];
        return NULL;
}

void heard_arrived(struct storm *storm, uint64_t tag)
{
        struct telling *telling = find_telling(storm, tag);

        if (telling)
                telling->arrived = true;
}

void heard_confirmed(struct storm *storm, uint64_t tag)
{
        struct telling *telling = find_telling(storm, tag);

        if (telling)
                telling->confirmed = true;
}

void heard_excuse(struct storm *storm)
{
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                storm->dwellers[i].spoken_count = 0;
                for (uint32_t n = 0; n < STORM_TELLINGS; n++)
                        storm->dwellers[i].tellings[n].excused = true;
        }
}

void heard_new_life(struct storm *storm)
{
        for (uint32_t i = 0; i < STORM_PEOPLE; i++) {
                storm->dwellers[i].told_any = false;
                for (uint32_t n = 0; n < STORM_TELLINGS; n++)
                        storm->dwellers[i].tellings[n].tag = 0;
        }
}

bool heard_has(const struct storm *storm, uint32_t index, const char *id)
{
        const struct dweller *dweller = &storm->dwellers[index];

        for (uint32_t i = 0; i < STORM_TELLINGS; i++) {
                const struct telling *telling = &dweller->tellings[i];

                if (strcmp(telling->id, id) == 0 && (telling->arrived || telling->excused))
                        return true;
        }
        return false;
}
