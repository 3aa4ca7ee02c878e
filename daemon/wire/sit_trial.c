/* SPDX-License-Identifier: MIT */
#include "wire/sit_trial_inside.h"

#include "base/number.h"
#include "base/text.h"
#include "base/units.h"
#include "wire/field_text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Twice as many as there are tracks, so that it is never full. */
#define PLACES    (2 * SIT_TRIAL_TRACKS_MAX)
#define DEPTH_MAX 5
#define ITEMS_MAX 4

int sit_trial_new(const char *base, struct sit_trial **ret_trial)
{
        struct sit_trial *trial = calloc(1, sizeof(*trial));

        if (!trial)
                return -ENOMEM;
        trial->places = calloc(PLACES, sizeof(*trial->places));
        if (!trial->places) {
                free(trial);
                return -ENOMEM;
        }
        (void)text_copy(trial->base, sizeof(trial->base), base);
        *ret_trial = trial;
        return 0;
}

struct sit_trial *sit_trial_free(struct sit_trial *trial)
{
        if (!trial)
                return NULL;
        for (size_t i = 0; i < trial->count; i++)
                free(trial->tracks[i].topic);
        free(trial->tracks);
        free(trial->places);
        free(trial);
        return NULL;
}

void sit_trial_next(struct sit_trial *trial)
{
        if (trial->step + 1 == SIT_STEP_MAX_)
                return;
        trial->step++;
        trial->step_messages = 0;
        for (size_t i = 0; i < trial->count; i++)
                trial->tracks[i].steps[trial->step].last = trial->tracks[i].steps[trial->step - 1].last;
}

/* ---- tracks ---- */

static uint32_t hash_of(const char *topic, const char *field)
{
        uint32_t hash = UINT32_C(2166136261);

        for (; *topic != '\0'; topic++)
                hash = (hash ^ (unsigned char)*topic) * UINT32_C(16777619);
        hash *= UINT32_C(16777619);
        for (; *field != '\0'; field++)
                hash = (hash ^ (unsigned char)*field) * UINT32_C(16777619);
        return hash;
}

/* Where the track is in the table, or would be. */
static uint32_t *find_place(struct sit_trial *trial, uint32_t hash, const char *topic, const char *field)
{
        for (size_t i = hash % PLACES;; i = (i + 1) % PLACES) {
                const struct track *track;

                if (trial->places[i] == 0)
                        return &trial->places[i];
                track = &trial->tracks[trial->places[i] - 1];
                if (track->hash == hash && strcmp(track->topic, topic) == 0 &&
                        strcmp(track->field, field) == 0)
                        return &trial->places[i];
        }
}

static int grow(struct sit_trial *trial)
{
        size_t wanted = trial->allocated > 0 ? 2 * trial->allocated : 64;
        struct track *tracks;

        if (trial->count < trial->allocated)
                return 0;
        if (trial->count == SIT_TRIAL_TRACKS_MAX)
                return -ENOSPC;
        tracks = realloc(trial->tracks, wanted * sizeof(*tracks));
        if (!tracks)
                return -ENOMEM;
        trial->tracks = tracks;
        trial->allocated = wanted;
        return 0;
}

/* The track of a value, made if there is none. Return: 0; -ENOSPC; -ENOMEM. */
static int get_track(struct sit_trial *trial, const char *topic, const char *field, struct track **ret_track)
{
        uint32_t hash = hash_of(topic, field);
        uint32_t *place = find_place(trial, hash, topic, field);
        size_t topic_size = strlen(topic) + 1;
        size_t field_size = strlen(field) + 1;
        struct track *track;
        int r;

        if (*place != 0) {
                *ret_track = &trial->tracks[*place - 1];
                return 0;
        }
        r = grow(trial);
        if (r < 0)
                return r;
        track = &trial->tracks[trial->count];
        *track = (struct track){ .hash = hash, .topic = malloc(topic_size + field_size) };
        if (!track->topic)
                return -ENOMEM;
        memcpy(track->topic, topic, topic_size);
        memcpy(track->topic + topic_size, field, field_size);
        track->field = track->topic + topic_size;
        *place = (uint32_t)++trial->count;
        *ret_track = track;
        return 0;
}

static bool is_equal(const struct value *a, const struct value *b)
{
        if (a->kind != b->kind)
                return false;
        return a->kind == VALUE_NUMBER ? a->number <= b->number && a->number >= b->number
                                       : strcmp(a->text, b->text) == 0;
}

static void add_value(struct sit_trial *trial, struct track *track, const struct value *value, bool retained)
{
        struct track_step *step = &track->steps[trial->step];

        track->retained |= retained;
        if (!is_equal(&step->last, value)) {
                if (step->changes++ == 0 && trial->step == SIT_STEP_STAND)
                        track->reaction = trial->step_messages;
                step->last = *value;
        }
        if (value->kind == VALUE_NUMBER)
                step->recent[step->messages % RECENT_MAX] = value->number;
        step->messages++;
}

/* ---- messages ---- */

/* One message on its way through its values. */
struct reading_walk {
        struct sit_trial *trial;
        const char *topic;
        bool retained;
        size_t leaves;
        char path[CANDIDATE_FIELD_SIZE];
};

static struct value value_of_text(const char *text)
{
        struct value value = { .kind = VALUE_WORD };

        if (number_parse_real(text, &value.number) >= 0)
                value.kind = VALUE_NUMBER;
        for (const char *at = text; *at != '\0'; at++)
                if (text_unshowable_bytes(at) > 0)
                        return (struct value){ .kind = VALUE_OTHER };
        if (text_copy(value.text, sizeof(value.text), text) < 0)
                return (struct value){ .kind = VALUE_OTHER };
        return value;
}

static struct value value_of(const json_t *json)
{
        struct value value = { .kind = VALUE_NONE };

        if (json_is_boolean(json))
                return value_of_text(json_is_true(json) ? "true" : "false");
        if (json_is_string(json))
                return value_of_text(json_string_value(json));
        if (json_is_number(json)) {
                value.kind = VALUE_NUMBER;
                value.number = json_number_value(json);
                (void)snprintf(value.text, sizeof(value.text), "%.10g", value.number);
        }
        return value;
}

static int take_leaf(struct reading_walk *walk, const struct value *value)
{
        struct track *track;
        int r;

        if (value->kind == VALUE_NONE || ++walk->leaves > SIT_TRIAL_LEAVES_MAX)
                return 0;
        r = get_track(walk->trial, walk->topic, walk->path, &track);
        if (r < 0)
                return r;
        add_value(walk->trial, track, value, walk->retained);
        return 0;
}

static int walk_into(struct reading_walk *walk, json_t *json, unsigned depth);

static int walk_array(struct reading_walk *walk, json_t *array, unsigned depth)
{
        size_t length = strlen(walk->path);
        int r = 0;

        for (size_t i = 0; i < json_array_size(array) && i < ITEMS_MAX && r >= 0; i++) {
                if (field_text_add_index(walk->path, sizeof(walk->path), i) >= 0)
                        r = walk_into(walk, json_array_get(array, i), depth + 1);
                walk->path[length] = '\0';
        }
        return r;
}

/* At most DEPTH_MAX deep, so these may call each other. */
static int walk_into(struct reading_walk *walk, json_t *json, unsigned depth)
{
        size_t length = strlen(walk->path);
        struct value value;
        const char *key;
        json_t *inner;
        int r = 0;

        if (depth > DEPTH_MAX || walk->leaves > SIT_TRIAL_LEAVES_MAX)
                return 0;
        if (json_is_array(json))
                return walk_array(walk, json, depth);
        if (!json_is_object(json)) {
                value = value_of(json);
                return take_leaf(walk, &value);
        }
        json_object_foreach(json, key, inner)
        {
                if (field_text_add_key(walk->path, sizeof(walk->path), key) >= 0)
                        r = walk_into(walk, inner, depth + 1);
                walk->path[length] = '\0';
                if (r < 0)
                        return r;
        }
        return 0;
}

static int take_plain(struct reading_walk *walk, const char *bytes, size_t size)
{
        char text[SIT_TRIAL_VALUE_SIZE];
        struct value value = { .kind = VALUE_OTHER };

        if (size < sizeof(text)) {
                memcpy(text, bytes, size);
                text[size] = '\0';
                value = value_of_text(text);
        }
        return take_leaf(walk, &value);
}

static bool is_below(const char *topic, const char *base)
{
        size_t length = strlen(base);

        return strncmp(topic, base, length) == 0 && topic[length] == '/';
}

int sit_trial_take(struct sit_trial *trial, const char *topic, const void *bytes, size_t size, bool retained)
{
        struct reading_walk walk = { .trial = trial, .topic = topic, .retained = retained };
        struct payload payload;
        json_t *object;
        int r;

        if (!topic_is_name(topic) || is_below(topic, trial->base) || size == 0 ||
                payload_init(&payload, bytes, size) < 0)
                return 0;
        trial->step_messages++;
        object = payload_json(&payload);
        if (payload.error == -ENOMEM)
                return -ENOMEM;
        r = object ? walk_into(&walk, object, 0) : take_plain(&walk, bytes, size);
        payload_done(&payload);
        return r;
}
