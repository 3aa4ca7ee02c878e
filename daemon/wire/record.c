/* SPDX-License-Identifier: MIT */
#include "wire/record.h"

#include "base/text.h"
#include "wire/writer.h"

#include <errno.h>
#include <string.h>

/* Stamps and spans stay so far below 64 bits that core can add and subtract them. Over 30,000 years. */
#define USEC_BOUND INT64_C(1000000000000000000)
/* As days. */
#define DAY_BOUND ((int32_t)(USEC_BOUND / USEC_PER_DAY))
/* More characters were never printed. */
#define RECORD_BYTES_MAX (64 * 1024)

enum field_kind {
        FIELD_BOOLEAN,
        FIELD_UINT8,
        FIELD_UINT16,
        FIELD_UINT32,
        FIELD_INT32,
        FIELD_INT64,
        FIELD_ENUM,
        FIELD_ID, /* char[TEXT_ID_SIZE] */
};

/* A member of a struct, or an array of @count. What is read must lie in @min..@max, or be @other. */
struct record_field {
        const char *name;
        enum field_kind kind;
        size_t offset;
        size_t count; /* 0: no array */
        int64_t min, max, other;
};

#define FIELD(type, member, kind, count, min, max, other)                                                    \
        {                                                                                                    \
#member, kind, offsetof(struct type, member), count, min, max, other                         \
        }
#define BOOLEAN(type, member)                      FIELD(type, member, FIELD_BOOLEAN, 0, 0, 1, 0)
#define NUMBER(kind, type, member, min, max)       FIELD(type, member, kind, 0, min, max, min)
#define ARRAY(kind, type, member, count, min, max) FIELD(type, member, kind, count, min, max, min)
#define ENUM(type, member, end)                    FIELD(type, member, FIELD_ENUM, 0, 0, (end)-1, 0)
#define SPAN(type, member)                         FIELD(type, member, FIELD_INT64, 0, 0, USEC_BOUND, 0)
#define STAMP(type, member)                        STAMP_OR(type, member, 0)
#define STAMP_OR(type, member, other)              FIELD(type, member, FIELD_INT64, 0, -USEC_BOUND, USEC_BOUND, other)

static const struct record_field bout_fields[] = {
        ENUM(bout, posture, POSTURE_MAX_),
        STAMP(bout, posture_since_usec),
        ENUM(bout, pending, POSTURE_MAX_),
        STAMP_OR(bout, pending_since_usec, STAMP_NONE),
        BOOLEAN(bout, pending_blocked),
        STAMP_OR(bout, unknown_since_usec, STAMP_NONE),
        STAMP_OR(bout, provisional_since_usec, STAMP_NONE),
        BOOLEAN(bout, resumed),
        BOOLEAN(bout, overdue),
        BOOLEAN(bout, open),
        STAMP(bout, start_usec),
        SPAN(bout, sat_usec),
        STAMP_OR(bout, seated_since_usec, STAMP_NONE),
        STAMP_OR(bout, gap_since_usec, STAMP_NONE),
        BOOLEAN(bout, gap_counted),
        BOOLEAN(bout, gap_fulfilled),
};

static const struct record_field policy_fields[] = {
        ENUM(break_policy, stage, PROMPT_STAGE_AMBIENT + 1),
        NUMBER(FIELD_INT32, break_policy, id.day, -DAY_BOUND, DAY_BOUND),
        NUMBER(FIELD_UINT16, break_policy, id.number, 0, UINT16_MAX),
        STAMP(break_policy, due_usec),
        STAMP(break_policy, wait_since_usec),
        STAMP_OR(break_policy, first_delivered_usec, STAMP_NONE),
        STAMP(break_policy, last_delivered_usec),
        STAMP(break_policy, timer_usec),
        STAMP(break_policy, snooze_until_usec),
        STAMP_OR(break_policy, left_usec, STAMP_NONE),
        ENUM(break_policy, answer, PROMPT_ANSWER_MOOT + 1),
        SPAN(break_policy, suggest_usec),
        NUMBER(FIELD_UINT16, break_policy, lit, 0, UINT16_MAX),
        NUMBER(FIELD_UINT8, break_policy, next_step, 0, LADDER_STEPS_MAX),
        NUMBER(FIELD_UINT8, break_policy, prompt_snoozes, 0, UINT8_MAX),
        BOOLEAN(break_policy, lights_only),
        BOOLEAN(break_policy, was_held),
        BOOLEAN(break_policy, repeated),
        BOOLEAN(break_policy, finished),
        BOOLEAN(break_policy, checked),
        NUMBER(FIELD_UINT8, break_policy, snoozes, 0, UINT8_MAX),
        NUMBER(FIELD_INT64, break_policy, interval_usec, 1, USEC_BOUND),
        NUMBER(FIELD_UINT16, break_policy, recent_taken, 0, (1 << BACK_OFF_WINDOW) - 1),
        NUMBER(FIELD_UINT8, break_policy, recent_count, 0, BACK_OFF_WINDOW),
        NUMBER(FIELD_INT32, break_policy, back_off_day, INT32_MIN, INT32_MAX),
        BOOLEAN(break_policy, back_off_untold),
        SPAN(break_policy, long_mark_usec),
        ARRAY(FIELD_INT64, break_policy, voice.spoken_usec, VOICE_PER_HOUR_MAX, -USEC_BOUND, USEC_BOUND),
        NUMBER(FIELD_UINT8, break_policy, voice.spoken_count, 0, VOICE_PER_HOUR_MAX),
        NUMBER(FIELD_UINT8, break_policy, voice.spoken_today, 0, UINT8_MAX),
        ARRAY(FIELD_UINT32, break_policy, variants, PROMPT_MAX_, 0, UINT32_MAX),
};

static const struct record_field summary_fields[] = {
        NUMBER(FIELD_INT32, day_summary, day, -DAY_BOUND, DAY_BOUND),
        STAMP(day_summary, began_usec),
        STAMP(day_summary, ends_usec),
        SPAN(day_summary, seated_usec),
        SPAN(day_summary, longest_usec),
        NUMBER(FIELD_UINT16, day_summary, bouts, 0, UINT16_MAX),
        NUMBER(FIELD_UINT16, day_summary, interruptions, 0, UINT16_MAX),
        NUMBER(FIELD_UINT16, day_summary, breaks, 0, UINT16_MAX),
        NUMBER(FIELD_UINT16, day_summary, full_breaks, 0, UINT16_MAX),
        NUMBER(FIELD_UINT16, day_summary, prompts, 0, UINT16_MAX),
        ARRAY(FIELD_UINT16, day_summary, outcomes, OUTCOME_MAX_, 0, UINT16_MAX),
};

static const struct record_field hold_fields[] = {
        FIELD(hold, reason, FIELD_ID, 0, 0, 0, 0),
        ENUM(hold, effect, HOLD_EFFECT_MAX_),
        BOOLEAN(hold, by_topic),
        BOOLEAN(hold, by_command),
        STAMP_OR(hold, until_boottime_usec, USEC_INFINITY),
        STAMP_OR(hold, until_realtime_usec, USEC_INFINITY),
};

static const struct record_field saved_fields[] = {
        STAMP(person_record, saved_boottime_usec),
        STAMP(person_record, saved_realtime_usec),
        STAMP(person_record, sit_limit_usec),
};

/* The parts of a record that are objects of their own. */
static const struct record_section {
        const char *name;
        size_t offset;
        const struct record_field *fields;
        size_t count;
} sections[] = {
        { "bout", offsetof(struct person_record, bout), bout_fields, ELEMENTS(bout_fields) },
        { "policy", offsetof(struct person_record, policy), policy_fields, ELEMENTS(policy_fields) },
        { "summary", offsetof(struct person_record, summary), summary_fields, ELEMENTS(summary_fields) },
};

static size_t kind_bytes(enum field_kind kind)
{
        switch (kind) {
        case FIELD_BOOLEAN: return sizeof(bool);
        case FIELD_UINT8: return sizeof(uint8_t);
        case FIELD_UINT16: return sizeof(uint16_t);
        case FIELD_UINT32: return sizeof(uint32_t);
        case FIELD_INT32: return sizeof(int32_t);
        case FIELD_INT64: return sizeof(int64_t);
        case FIELD_ENUM: return sizeof(enum posture);
        case FIELD_ID: return TEXT_ID_SIZE;
        }
        return 0;
}

static json_t *value_json(enum field_kind kind, const char *at)
{
        union {
                bool boolean;
                uint8_t uint8;
                uint16_t uint16;
                uint32_t uint32;
                int32_t int32;
                int64_t int64;
                unsigned enumeration;
                char id[TEXT_ID_SIZE];
        } value;

        memcpy(&value, at, kind_bytes(kind));
        switch (kind) {
        case FIELD_BOOLEAN: return json_boolean(value.boolean);
        case FIELD_UINT8: return json_integer(value.uint8);
        case FIELD_UINT16: return json_integer(value.uint16);
        case FIELD_UINT32: return json_integer(value.uint32);
        case FIELD_INT32: return json_integer(value.int32);
        case FIELD_INT64: return json_integer(value.int64);
        case FIELD_ENUM: return json_integer(value.enumeration);
        case FIELD_ID: return json_string(value.id);
        }
        return NULL;
}

static json_t *field_json(const struct record_field *field, const char *at)
{
        json_t *array;

        if (field->count == 0)
                return value_json(field->kind, at);
        array = json_array();
        for (size_t i = 0; i < field->count; i++)
                writer_append(&array, value_json(field->kind, at + i * kind_bytes(field->kind)));
        return array;
}

static void print_fields(
        struct writer *writer, const struct record_field *fields, size_t count, const void *base)
{
        for (size_t i = 0; i < count; i++)
                writer_add_json(writer, fields[i].name,
                        field_json(&fields[i], (const char *)base + fields[i].offset));
}

static json_t *object_json(const struct record_field *fields, size_t count, const void *base)
{
        struct writer writer = writer_begin();

        print_fields(&writer, fields, count, base);
        return writer_json_end(&writer);
}

static json_t *holds_json(const struct hold_set *set)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < set->count; i++)
                writer_append(&array, object_json(hold_fields, ELEMENTS(hold_fields), &set->holds[i]));
        return array;
}

char *record_print(const struct person_record *record)
{
        struct writer writer = writer_begin();

        print_fields(&writer, saved_fields, ELEMENTS(saved_fields), record);
        for (size_t i = 0; i < ELEMENTS(sections); i++)
                writer_add_json(&writer, sections[i].name,
                        object_json(sections[i].fields, sections[i].count,
                                (const char *)record + sections[i].offset));
        writer_add_json(&writer, "holds", holds_json(&record->holds));
        return writer_text_end(&writer);
}

static int parse_integer(const struct record_field *field, const json_t *json, char *at)
{
        int64_t value = json_integer_value(json);
        /* Each width from a variable of its own: the order of bytes is the machine's matter. */
        uint8_t uint8 = (uint8_t)value;
        uint16_t uint16 = (uint16_t)value;
        uint32_t uint32 = (uint32_t)value;

        if (!json_is_integer(json))
                return -EINVAL;
        if ((value < field->min || value > field->max) && value != field->other)
                return -EINVAL;
        switch (kind_bytes(field->kind)) {
        case sizeof(uint8): memcpy(at, &uint8, sizeof(uint8)); break;
        case sizeof(uint16): memcpy(at, &uint16, sizeof(uint16)); break;
        case sizeof(uint32): memcpy(at, &uint32, sizeof(uint32)); break;
        default: memcpy(at, &value, sizeof(value)); break;
        }
        return 0;
}

static int parse_value(const struct record_field *field, const json_t *json, char *at)
{
        bool boolean = json_is_true(json);

        switch (field->kind) {
        case FIELD_BOOLEAN:
                if (!json_is_boolean(json))
                        return -EINVAL;
                memcpy(at, &boolean, sizeof(boolean));
                return 0;
        case FIELD_ID:
                if (!json_is_string(json) || !text_is_id(json_string_value(json)))
                        return -EINVAL;
                return text_copy(at, TEXT_ID_SIZE, json_string_value(json));
        case FIELD_UINT8:
        case FIELD_UINT16:
        case FIELD_UINT32:
        case FIELD_INT32:
        case FIELD_INT64:
        case FIELD_ENUM: return parse_integer(field, json, at);
        }
        return -EINVAL;
}

/*
 * Elements that a later version has beyond ours are skipped, ones that an earlier one had not keep their
 * value.
 */
static int parse_array(const struct record_field *field, const json_t *array, char *at)
{
        size_t count = json_array_size(array);
        int r = 0;

        if (!json_is_array(array))
                return -EINVAL;
        if (count > field->count)
                count = field->count;
        for (size_t i = 0; i < count && r >= 0; i++)
                r = parse_value(field, json_array_get(array, i), at + i * kind_bytes(field->kind));
        return r;
}

static int parse_fields(const json_t *object, const struct record_field *fields, size_t count, void *base)
{
        if (!json_is_object(object))
                return -EINVAL;
        for (size_t i = 0; i < count; i++) {
                const struct record_field *field = &fields[i];
                const json_t *json = json_object_get(object, field->name);
                char *at = (char *)base + field->offset;
                int r;

                if (!json)
                        continue;
                r = field->count > 0 ? parse_array(field, json, at) : parse_value(field, json, at);
                if (r < 0)
                        return r;
        }
        return 0;
}

static int parse_holds(const json_t *array, struct hold_set *set)
{
        struct hold_set holds = { 0 };

        if (!array)
                return 0;
        if (!json_is_array(array) || json_array_size(array) > HOLDS_MAX)
                return -EINVAL;
        for (size_t i = 0; i < json_array_size(array); i++) {
                struct hold *hold = &holds.holds[holds.count++];
                int r;

                r = parse_fields(json_array_get(array, i), hold_fields, ELEMENTS(hold_fields), hold);
                if (r < 0)
                        return r;
                if (hold->reason[0] == '\0')
                        return -EINVAL;
        }
        *set = holds;
        return 0;
}

static int parse_sections(const json_t *object, struct person_record *record)
{
        int r;

        for (size_t i = 0; i < ELEMENTS(sections); i++) {
                const json_t *section = json_object_get(object, sections[i].name);

                if (!section)
                        continue;
                r = parse_fields(
                        section, sections[i].fields, sections[i].count, (char *)record + sections[i].offset);
                if (r < 0)
                        return r;
        }
        return parse_holds(json_object_get(object, "holds"), &record->holds);
}

/* What core relies on between the members of a bout. */
static bool bout_is_consistent(const struct bout *bout)
{
        bool seated = bout->seated_since_usec != STAMP_NONE;

        if (seated != (bout->posture == POSTURE_SITTING))
                return false;
        if (seated && (!bout->open || bout->gap_since_usec != STAMP_NONE))
                return false;
        return bout->unknown_since_usec != STAMP_NONE || (!bout->resumed && !bout->overdue);
}

/* And between those of a prompt. */
static bool policy_is_consistent(const struct break_policy *policy)
{
        bool delivered = policy->first_delivered_usec != STAMP_NONE;

        switch (policy->stage) {
        case PROMPT_STAGE_NONE: return true;
        case PROMPT_STAGE_WAITING: return policy->id.number > 0;
        case PROMPT_STAGE_OPEN:
        case PROMPT_STAGE_SNOOZED:
        case PROMPT_STAGE_AMBIENT: return policy->id.number > 0 && delivered;
        }
        return false;
}

int record_parse(const char *text, struct person_record *record)
{
        struct person_record parsed = *record;
        json_t *object;
        int r;

        if (strnlen(text, RECORD_BYTES_MAX) == RECORD_BYTES_MAX)
                return -EINVAL;
        object = json_loads(text, 0, NULL);
        r = parse_fields(object, saved_fields, ELEMENTS(saved_fields), &parsed);
        if (r >= 0)
                r = parse_sections(object, &parsed);
        json_decref(object);
        if (r < 0)
                return r;
        if (!bout_is_consistent(&parsed.bout) || !policy_is_consistent(&parsed.policy))
                return -EINVAL;
        *record = parsed;
        return 0;
}
