/* SPDX-License-Identifier: MIT */
/*
 * A message and what is looked for in it: the first line of an input is a field path, the second a match, the
 * rest is the payload.
 *
 * Beside the path given, every value of a JSON payload is looked for by the path that field_text.h writes: it
 * must be found, and be what jansson says.
 */
#include "fuzz/fuzz.h"

#include "base/text.h"
#include "wire/field.h"
#include "wire/field_text.h"
#include "wire/match.h"
#include "wire/room_reading.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAVES_MAX 8

static void check_reading(const struct reading *reading)
{
        FUZZ_CHECK(reading->kind <= READING_TEXT);
        if (reading->kind == READING_NUMBER || (reading->kind == READING_TEXT && reading->is_number))
                FUZZ_CHECK(isfinite(reading->number));
        if (reading->kind == READING_TEXT)
                FUZZ_CHECK(text_is_utf8(reading->text, strlen(reading->text)) && reading->text[0] != '\0');
}

static void judge(const struct match *match, const struct reading *reading)
{
        for (int before = SOURCE_VALUE_NOTHING; before <= SOURCE_VALUE_TRUE; before++) {
                enum source_value value = (enum source_value)99;
                int r = match_apply(match, reading, (enum source_value)before, &value);

                FUZZ_CHECK(r == 0 || r == -EINVAL);
                FUZZ_CHECK(r == 0 ? value <= SOURCE_VALUE_TRUE : value == (enum source_value)99);
                if (r == 0)
                        FUZZ_CHECK((value == SOURCE_VALUE_NOTHING) == (reading->kind == READING_NOTHING));
        }
}

/* As the readings of a beacon, and of a tracker that names rooms. */
static void judge_room(const struct match *match, const struct reading *reading)
{
        static const char *const rooms[] = { "", "office", "living_room" };
        static const struct room_name names[] = { { .name = "Study", .means = "office", .room = 1 } };
        const struct room_reader reader = {
                .names = names, .name_count = 1, .rooms = rooms, .room_count = 3, .when = match, .yes = match
        };

        for (uint16_t own_room = ROOM_NONE; own_room < 2; own_room++) {
                struct claim claim = { .room = ROOM_NONE, .distance = 0 };

                if (room_reading_judge(&reader, own_room, reading, SOURCE_VALUE_TRUE, &claim) < 0)
                        continue;
                FUZZ_CHECK(claim.room < 3 && claim.distance >= 0);
        }
}

static void read_field(struct payload *payload, const struct field_path *path, const struct match *match)
{
        struct reading reading = { .kind = (enum reading_kind)99 };
        struct reading again;
        int r = payload_read(payload, path, &reading);

        if (r < 0) {
                FUZZ_CHECK(r == -ENOENT || r == -EPROTO || r == -EINVAL);
                FUZZ_CHECK(reading.kind == (enum reading_kind)99);
                return;
        }
        check_reading(&reading);
        FUZZ_CHECK(payload_read(payload, path, &again) == 0 && again.digest == reading.digest);
        judge(match, &reading);
        judge_room(match, &reading);
}

/* That @path, as written by field_text.h, leads to @value. */
static void check_leaf(struct payload *payload, const char *text, const json_t *value)
{
        struct field_path *path = NULL;
        const char *error = NULL;
        struct reading reading;
        int r;

        r = field_path_parse(text, &path, &error);
        if (r < 0) {
                fuzz_check_sentence(error);
                /* There may be more steps than a path can have, never anything else wrong with it. */
                FUZZ_CHECK(strstr(error, "too"));
                return;
        }
        r = payload_read(payload, path, &reading);
        if (json_is_number(value))
                FUZZ_CHECK(r == 0 && reading.kind == READING_NUMBER &&
                           fabs(reading.number - json_number_value(value)) <= 0);
        else if (json_is_boolean(value))
                FUZZ_CHECK(
                        r == 0 && reading.kind == READING_BOOLEAN && reading.boolean == json_is_true(value));
        else if (json_is_null(value))
                FUZZ_CHECK(r == 0 && reading.kind == READING_NOTHING);
        else if (json_is_string(value) && json_string_length(value) < READING_TEXT_SIZE)
                FUZZ_CHECK(r == 0 && (reading.kind == READING_NOTHING ||
                                             strstr(json_string_value(value), reading.text)));
        field_path_free(path);
}

/* Goes through @value, which @path leads to; an array's elements are reached below a key only. */
static void check_leaves(struct payload *payload, const char *path, json_t *value, int *left)
{
        char deeper[FIELD_TEXT_MAX];
        const char *key;
        json_t *member;
        size_t i;

        if (json_is_object(value)) {
                json_object_foreach(value, key, member)
                {
                        strcpy(deeper, path);
                        if (*left > 0 && field_text_add_key(deeper, sizeof(deeper), key) == 0)
                                check_leaves(payload, deeper, member, left);
                        else
                                FUZZ_CHECK(strcmp(deeper, path) == 0);
                }
        } else if (json_is_array(value)) {
                json_array_foreach(value, i, member)
                {
                        strcpy(deeper, path);
                        if (*left > 0 && field_text_add_index(deeper, sizeof(deeper), i) == 0)
                                check_leaves(payload, deeper, member, left);
                }
        } else if ((*left)-- > 0) {
                check_leaf(payload, path, value);
        }
}

static void read_payload(
        const struct fuzz_input *part, const struct field_path *path, const struct match *match)
{
        char *bytes = fuzz_copy_bytes(part);
        struct payload payload;
        int64_t last_seen_usec;
        int left = LEAVES_MAX;
        int r = payload_init(&payload, bytes, part->left);

        FUZZ_CHECK(r == 0 || r == -EFBIG || r == -EILSEQ);
        if (r == 0) {
                read_field(&payload, path, match);
                r = payload_last_seen(&payload, &last_seen_usec);
                FUZZ_CHECK(r == 0 || r == -ENOENT);
                if (payload_json(&payload))
                        check_leaves(&payload, "", payload_json(&payload), &left);
                payload_done(&payload);
        }
        free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct fuzz_input input = { .at = data, .left = size };
        struct fuzz_input path_part = fuzz_take_part(&input, '\n');
        struct fuzz_input match_part = fuzz_take_part(&input, '\n');
        char *path_text = fuzz_copy_text(&path_part);
        char *match_text = fuzz_copy_text(&match_part);
        struct field_path *path = NULL;
        struct match *match = NULL;
        const char *error = NULL;

        if (field_path_parse(path_text, &path, &error) < 0) {
                FUZZ_CHECK(!path);
                fuzz_check_sentence(error);
        }
        if (match_parse(*match_text == '\0' ? NULL : match_text, &match, &error) < 0) {
                FUZZ_CHECK(!match);
                fuzz_check_sentence(error);
        }
        if (path && match)
                read_payload(&input, path, match);
        field_path_free(path);
        match_free(match);
        free(path_text);
        free(match_text);
        return 0;
}
