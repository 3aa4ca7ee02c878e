/* SPDX-License-Identifier: MIT */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/match.h"

#include <errno.h>
#include <string.h>

const char *const candidate_kind_names[CANDIDATE_KIND_MAX_] = {
        [CANDIDATE_SEAT] = "seat",
        [CANDIDATE_PRESENCE] = "presence",
        [CANDIDATE_DESK] = "desk-height",
        [CANDIDATE_ACTIVITY] = "activity",
        [CANDIDATE_HOME] = "home",
        [CANDIDATE_LIGHT] = "light",
        [CANDIDATE_SPEECH] = "speech",
};

int discovered_new(const char *base, const char *prefix, struct discovered **ret_discovered)
{
        struct discovered *discovered = calloc(1, sizeof(*discovered));

        if (!discovered)
                return -ENOMEM;
        discovered->topics = calloc(DISCOVERED_TOPICS_MAX, sizeof(*discovered->topics));
        if (!discovered->topics) {
                free(discovered);
                return -ENOMEM;
        }
        (void)text_copy(discovered->base, sizeof(discovered->base), base);
        (void)text_copy(discovered->prefix, sizeof(discovered->prefix), prefix);
        *ret_discovered = discovered;
        return 0;
}

struct discovered *discovered_free(struct discovered *discovered)
{
        if (!discovered)
                return NULL;
        for (size_t i = 0; i < discovered->tasmota_count; i++) {
                json_decref(discovered->tasmota[i].config);
                json_decref(discovered->tasmota[i].sensors);
        }
        free(discovered->candidates);
        free(discovered->topics);
        free(discovered);
        return NULL;
}

/* ---- texts ---- */

void discovered_copy_shown(char *target, size_t size, const char *source)
{
        size_t length = 0;

        for (const char *at = source ? source : ""; *at != '\0' && length + 1 < size;) {
                size_t skipped = text_unshowable_bytes(at);

                if (skipped == 0)
                        target[length++] = *at;
                at += skipped > 0 ? skipped : 1;
        }
        /* Not within a character. */
        while (length > 0 && !text_is_utf8(target, length))
                length--;
        target[length] = '\0';
}

bool discovered_copy_exact(char *target, size_t size, const char *source)
{
        target[0] = '\0';
        for (const char *at = source; *at != '\0'; at++)
                if (text_unshowable_bytes(at) > 0)
                        return false;
        return text_copy(target, size, source) >= 0;
}

const char *discovered_text(const json_t *object, const char *key)
{
        return json_string_value(json_object_get(object, key));
}

const char *discovered_zigbee_device(const char *topic)
{
        static const char prefix[] = "zigbee2mqtt/";

        if (strncmp(topic, prefix, strlen(prefix)) != 0)
                return NULL;
        return topic + strlen(prefix);
}

/* ---- what is retained ---- */

static uint64_t hash_of(const char *text)
{
        uint64_t hash = UINT64_C(14695981039346656037);

        for (; *text != '\0'; text++)
                hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
        return hash == 0 ? 1 : hash;
}

/* The place of @topic, or the free one where it would be. The table is never full. */
static struct seen_topic *find_topic(const struct discovered *discovered, uint64_t hash)
{
        size_t i = hash % DISCOVERED_TOPICS_MAX;

        while (discovered->topics[i].hash != 0 && discovered->topics[i].hash != hash)
                i = (i + 1) % DISCOVERED_TOPICS_MAX;
        return &discovered->topics[i];
}

/* Only of devices of zigbee2mqtt, which are told to retain one by one. */
static void remember(struct discovered *discovered, const char *topic)
{
        uint64_t hash = hash_of(topic);
        struct seen_topic *seen = find_topic(discovered, hash);

        if (seen->hash == 0) {
                if (discovered->topic_count + 1 == DISCOVERED_TOPICS_MAX)
                        return;
                discovered->topic_count++;
                seen->hash = hash;
        }
        seen->retained = true;
}

static void note_retained(struct discovered *discovered)
{
        /* Of too many topics to remember nothing can be said. */
        if (discovered->topic_count + 1 == DISCOVERED_TOPICS_MAX)
                return;
        for (size_t i = 0; i < discovered->count; i++) {
                struct candidate *candidate = &discovered->candidates[i];

                candidate->unretained = candidate->kind == CANDIDATE_SEAT &&
                                        strcmp(candidate->via, "zigbee2mqtt") == 0 &&
                                        !find_topic(discovered, hash_of(candidate->topic))->retained;
        }
}

/* ---- candidates ---- */

/* A radar tells the same in several fields. */
static bool is_same(const struct candidate *a, const struct candidate *b)
{
        return a->kind == b->kind && strcmp(a->topic, b->topic) == 0 &&
               (a->kind == CANDIDATE_PRESENCE || strcmp(a->field, b->field) == 0);
}

/* What a better source says takes the place of what is known already; a name and a room are kept. */
static void merge(struct candidate *known, const struct candidate *news)
{
        struct candidate old = *known;

        if (news->sure <= old.sure && (news->via[0] == '\0' || old.via[0] != '\0')) {
                if (old.room[0] == '\0')
                        memcpy(known->room, news->room, sizeof(known->room));
                return;
        }
        *known = *news;
        if (news->room[0] == '\0')
                memcpy(known->room, old.room, sizeof(known->room));
        if (news->via[0] == '\0' && old.via[0] != '\0') {
                memcpy(known->via, old.via, sizeof(known->via));
                memcpy(known->device, old.device, sizeof(known->device));
        }
}

static int grow(struct discovered *discovered)
{
        size_t wanted = discovered->allocated > 0 ? 2 * discovered->allocated : 8;
        struct candidate *candidates;

        if (discovered->count < discovered->allocated)
                return 0;
        candidates = realloc(discovered->candidates, wanted * sizeof(*candidates));
        if (!candidates)
                return -ENOMEM;
        discovered->candidates = candidates;
        discovered->allocated = wanted;
        return 0;
}

/* Whether field and match are such as the configuration takes. Return: 1, 0; -ENOMEM. */
static int is_readable(const struct candidate *candidate)
{
        struct field_path *path;
        struct match *match;
        const char *error;
        int r;

        r = field_path_parse(candidate->field, &path, &error);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        field_path_free(path);
        r = match_parse(candidate->when[0] != '\0' ? candidate->when : NULL, &match, &error);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        match_free(match);
        return 1;
}

int discovered_add(struct discovered *discovered, const struct candidate *candidate)
{
        int r;

        if (candidate->topic[0] != '\0' && !topic_is_name(candidate->topic))
                return 0;
        r = is_readable(candidate);
        if (r <= 0)
                return r;
        for (size_t i = 0; i < discovered->count; i++)
                if (is_same(&discovered->candidates[i], candidate)) {
                        merge(&discovered->candidates[i], candidate);
                        return 0;
                }
        if (discovered->count == DISCOVERED_CANDIDATES_MAX) {
                discovered->dropped++;
                return 0;
        }
        r = grow(discovered);
        if (r < 0)
                return r;
        discovered->candidates[discovered->count++] = *candidate;
        return 0;
}

/* ---- messages ---- */

const char *discovered_below(const char *topic, const char *base)
{
        size_t length = strlen(base);

        return strncmp(topic, base, length) == 0 && topic[length] == '/' ? topic + length + 1 : NULL;
}

static bool ends_with(const char *text, const char *end)
{
        size_t length = strlen(text);

        return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

enum announcer {
        ANNOUNCER_NONE,
        ANNOUNCER_HOMEASSISTANT,
        ANNOUNCER_ZIGBEE2MQTT,
        ANNOUNCER_TASMOTA,
};

#define TASMOTA_PREFIX "tasmota/discovery"

static enum announcer announcer_of(const struct discovered *discovered, const char *topic)
{
        if (discovered_below(topic, discovered->prefix) && ends_with(topic, "/config"))
                return ANNOUNCER_HOMEASSISTANT;
        if (ends_with(topic, "/bridge/devices"))
                return ANNOUNCER_ZIGBEE2MQTT;
        if (discovered_below(topic, TASMOTA_PREFIX) &&
                (ends_with(topic, "/config") || ends_with(topic, "/sensors")))
                return ANNOUNCER_TASMOTA;
        return ANNOUNCER_NONE;
}

static int take_announcement(struct discovered *discovered, enum announcer announcer, const char *topic,
        const void *payload, size_t bytes)
{
        CLEANUP(json_decrefp) json_t *message = NULL;
        json_error_t error = { .line = 0 };

        if (bytes > DISCOVERED_BYTES_MAX)
                return -EFBIG;
        /* An empty one takes an earlier one back. */
        if (bytes == 0)
                return 0;
        message = json_loadb(payload, bytes, 0, &error);
        if (!message)
                return payload_error(&error) == -ENOMEM ? -ENOMEM : -EBADMSG;
        switch (announcer) {
        case ANNOUNCER_HOMEASSISTANT:
                return discovered_homeassistant(
                        discovered, discovered_below(topic, discovered->prefix), message);
        case ANNOUNCER_ZIGBEE2MQTT: return discovered_zigbee2mqtt(discovered, topic, message);
        case ANNOUNCER_TASMOTA:
                return discovered_tasmota(discovered, discovered_below(topic, TASMOTA_PREFIX), message);
        case ANNOUNCER_NONE: break;
        }
        return 0;
}

int discovered_take(
        struct discovered *discovered, const char *topic, const void *payload, size_t bytes, bool retained)
{
        enum announcer announcer;

        if (!topic_is_name(topic) || discovered_below(topic, discovered->base))
                return 0;
        if (retained && discovered_zigbee_device(topic))
                remember(discovered, topic);
        announcer = announcer_of(discovered, topic);
        if (announcer != ANNOUNCER_NONE)
                return take_announcement(discovered, announcer, topic, payload, bytes);
        return discovered_live(discovered, topic, payload, bytes);
}

int discovered_finish(struct discovered *discovered)
{
        int r;

        r = discovered_tasmota_finish(discovered);
        if (r < 0)
                return r;
        note_retained(discovered);
        discovered_choose(discovered);
        return 0;
}

size_t discovered_count(const struct discovered *discovered)
{
        return discovered->count;
}

const struct candidate *discovered_candidate(const struct discovered *discovered, size_t i)
{
        return &discovered->candidates[i];
}

size_t discovered_dropped(const struct discovered *discovered)
{
        return discovered->dropped;
}
