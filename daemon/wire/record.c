/* SPDX-License-Identifier: MIT */
#include "wire/record.h"

#include "wire/field.h"
#include "wire/record_field.h"

#include <errno.h>
#include <string.h>

static const struct record_field bout_fields[] = {
        RECORD_WORD(bout, posture, POSTURE_MAX_),
        RECORD_STAMP(bout, posture_since_usec),
        RECORD_WORD(bout, pending, POSTURE_MAX_),
        RECORD_STAMP_OR(bout, pending_since_usec, STAMP_NONE),
        RECORD_TRUTH(bout, pending_blocked),
        RECORD_STAMP_OR(bout, unknown_since_usec, STAMP_NONE),
        RECORD_STAMP_OR(bout, provisional_since_usec, STAMP_NONE),
        RECORD_TRUTH(bout, resumed),
        RECORD_TRUTH(bout, overdue),
        RECORD_TRUTH(bout, open),
        RECORD_STAMP(bout, start_usec),
        RECORD_SPAN(bout, sat_usec),
        RECORD_STAMP_OR(bout, seated_since_usec, STAMP_NONE),
        RECORD_STAMP_OR(bout, gap_since_usec, STAMP_NONE),
        RECORD_TRUTH(bout, gap_counted),
        RECORD_TRUTH(bout, gap_fulfilled),
};

static const struct record_field policy_fields[] = {
        RECORD_WORD(break_policy, stage, PROMPT_STAGE_AMBIENT + 1),
        RECORD_NUMBER(RECORD_INT32, break_policy, id.day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_NUMBER(RECORD_UINT16, break_policy, id.number, 0, UINT16_MAX),
        RECORD_STAMP(break_policy, due_usec),
        RECORD_STAMP(break_policy, wait_since_usec),
        RECORD_STAMP_OR(break_policy, first_delivered_usec, STAMP_NONE),
        RECORD_STAMP(break_policy, last_delivered_usec),
        RECORD_STAMP(break_policy, timer_usec),
        RECORD_STAMP(break_policy, snooze_until_usec),
        RECORD_STAMP_OR(break_policy, left_usec, STAMP_NONE),
        RECORD_WORD(break_policy, answer, PROMPT_ANSWER_MOOT + 1),
        RECORD_SPAN(break_policy, suggest_usec),
        RECORD_NUMBER(RECORD_UINT16, break_policy, lit, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT8, break_policy, next_step, 0, LADDER_STEPS_MAX),
        RECORD_NUMBER(RECORD_UINT8, break_policy, prompt_snoozes, 0, UINT8_MAX),
        RECORD_TRUTH(break_policy, lights_only),
        RECORD_TRUTH(break_policy, was_held),
        RECORD_TRUTH(break_policy, repeated),
        RECORD_TRUTH(break_policy, finished),
        RECORD_TRUTH(break_policy, checked),
        RECORD_NUMBER(RECORD_UINT8, break_policy, snoozes, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_INT64, break_policy, interval_usec, 1, RECORD_USEC_BOUND),
        RECORD_NUMBER(RECORD_UINT16, break_policy, recent_taken, 0, (1 << BACK_OFF_WINDOW) - 1),
        RECORD_NUMBER(RECORD_UINT8, break_policy, recent_count, 0, BACK_OFF_WINDOW),
        RECORD_NUMBER(RECORD_INT32, break_policy, back_off_day, INT32_MIN, INT32_MAX),
        RECORD_TRUTH(break_policy, back_off_untold),
        RECORD_NUMBER(RECORD_INT32, break_policy, offer_monday, INT32_MIN, INT32_MAX),
        RECORD_WORD(break_policy, note, PROMPT_NOTE_MAX_),
        RECORD_SPAN(break_policy, long_mark_usec),
        RECORD_ARRAY(RECORD_UINT32, break_policy, variants, PROMPT_BREAK_TYPES, 0, UINT32_MAX),
};

static const struct record_field voice_fields[] = {
        RECORD_ARRAY(RECORD_INT64, voice_budget, spoken_usec, VOICE_PER_HOUR_MAX, -RECORD_USEC_BOUND,
                RECORD_USEC_BOUND),
        RECORD_NUMBER(RECORD_UINT8, voice_budget, spoken_count, 0, VOICE_PER_HOUR_MAX),
        RECORD_NUMBER(RECORD_UINT8, voice_budget, spoken_today, 0, UINT8_MAX),
};

static const struct record_field summary_fields[] = {
        RECORD_NUMBER(RECORD_INT32, day_summary, day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_STAMP(day_summary, began_usec),
        RECORD_STAMP(day_summary, ends_usec),
        RECORD_SPAN(day_summary, seated_usec),
        RECORD_SPAN(day_summary, longest_usec),
        RECORD_NUMBER(RECORD_UINT16, day_summary, bouts, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, day_summary, interruptions, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, day_summary, breaks, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, day_summary, full_breaks, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, day_summary, prompts, 0, UINT16_MAX),
        RECORD_ARRAY(RECORD_UINT16, day_summary, outcomes, OUTCOME_MAX_, 0, UINT16_MAX),
};

static const struct record_field routine_fields[] = {
        RECORD_NUMBER(RECORD_INT32, routine_kept, ended_day, INT32_MIN, INT32_MAX),
        RECORD_NUMBER(RECORD_INT32, routine_kept, asked_day, INT32_MIN, INT32_MAX),
        RECORD_NUMBER(RECORD_INT32, routine_kept, asked_id.day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_NUMBER(RECORD_UINT16, routine_kept, asked_id.number, 0, UINT16_MAX),
        RECORD_TRUTH(routine_kept, was_ill),
        RECORD_NUMBER(RECORD_INT32, routine_kept, off_day, INT32_MIN, INT32_MAX),
        RECORD_ARRAY(RECORD_INT32, routine_kept, told_day, ROUTINE_ITEMS_MAX, INT32_MIN, INT32_MAX),
        RECORD_ARRAY(RECORD_INT32, routine_kept, closing_day, ROUTINE_ITEMS_MAX, INT32_MIN, INT32_MAX),
        RECORD_TRUTH(routine_kept, is_open),
        RECORD_NUMBER(RECORD_UINT8, routine_kept, item, 0, ROUTINE_ITEMS_MAX - 1),
        RECORD_NUMBER(RECORD_INT32, routine_kept, offer_day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_NUMBER(RECORD_INT32, routine_kept, id.day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_NUMBER(RECORD_UINT16, routine_kept, id.number, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT8, routine_kept, snoozes, 0, UINT8_MAX),
        RECORD_STAMP(routine_kept, told_realtime_usec),
        RECORD_STAMP(routine_kept, snooze_until_realtime_usec),
        RECORD_NUMBER(RECORD_UINT16, routine_kept, lit, 0, UINT16_MAX),
        RECORD_ARRAY(RECORD_INT32, routine_kept, declined_day, ROUTINE_ITEMS_MAX, INT32_MIN, INT32_MAX),
        RECORD_NUMBER(RECORD_INT32, routine_kept, suggested_day, INT32_MIN, INT32_MAX),
        RECORD_NUMBER(RECORD_UINT8, routine_kept, suggested, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, routine_kept, suggested_item, 0, ROUTINE_ITEMS_MAX - 1),
        RECORD_NUMBER(RECORD_INT32, routine_kept, suggested_id.day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_NUMBER(RECORD_UINT16, routine_kept, suggested_id.number, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_INT32, routine_kept, labelled_day, INT32_MIN, INT32_MAX),
        RECORD_ARRAY(RECORD_UINT8, routine_kept, labelled, ROUTINE_ITEMS_MAX, 0, UINT8_MAX),
        RECORD_ARRAY(RECORD_UINT32, routine_kept, variants, PROMPT_MAX_ - PROMPT_BREAK_TYPES, 0, UINT32_MAX),
};

static const struct record_field hold_fields[] = {
        RECORD_FIELD(hold, reason, RECORD_ID, 0, 0, 0, 0),
        RECORD_WORD(hold, effect, HOLD_EFFECT_MAX_),
        RECORD_TRUTH(hold, by_topic),
        RECORD_TRUTH(hold, by_command),
        RECORD_STAMP_OR(hold, until_boottime_usec, USEC_INFINITY),
        RECORD_STAMP_OR(hold, until_realtime_usec, USEC_INFINITY),
};

static const struct record_field saved_fields[] = {
        RECORD_STAMP(person_record, saved_boottime_usec),
        RECORD_STAMP(person_record, saved_realtime_usec),
        RECORD_STAMP(person_record, sit_limit_usec),
        RECORD_STAMP(person_record, stand_limit_usec),
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
        { "standing_bout", offsetof(struct person_record, standing.bout), bout_fields,
                ELEMENTS(bout_fields) },
        { "standing_policy", offsetof(struct person_record, standing.policy), policy_fields,
                ELEMENTS(policy_fields) },
        { "voice", offsetof(struct person_record, voice), voice_fields, ELEMENTS(voice_fields) },
        { "summary", offsetof(struct person_record, summary), summary_fields, ELEMENTS(summary_fields) },
        { "routine", offsetof(struct person_record, routine), routine_fields, ELEMENTS(routine_fields) },
};

static json_t *holds_json(const struct hold_set *set)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < set->count; i++)
                writer_append(
                        &array, record_fields_json(hold_fields, ELEMENTS(hold_fields), NULL, &set->holds[i]));
        return array;
}

char *record_print(const struct person_record *record)
{
        struct writer writer = writer_begin();

        record_fields_print(&writer, saved_fields, ELEMENTS(saved_fields), NULL, record);
        for (size_t i = 0; i < ELEMENTS(sections); i++)
                writer_add_json(&writer, sections[i].name,
                        record_fields_json(sections[i].fields, sections[i].count, NULL,
                                (const char *)record + sections[i].offset));
        writer_add_json(&writer, "holds", holds_json(&record->holds));
        return writer_text_end(&writer);
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

                r = record_fields_parse(
                        json_array_get(array, i), hold_fields, ELEMENTS(hold_fields), NULL, hold);
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
                r = record_fields_parse(section, sections[i].fields, sections[i].count, NULL,
                        (char *)record + sections[i].offset);
                if (r < 0)
                        return r;
        }
        return parse_holds(json_object_get(object, "holds"), &record->holds);
}

/* An edge that is pending leads from seated to not seated, or back, and from and to what is known. */
static bool edge_is_consistent(const struct bout *bout)
{
        if (bout->pending_since_usec == STAMP_NONE)
                return true;
        return bout->posture != POSTURE_UNKNOWN && bout->pending != POSTURE_UNKNOWN &&
               (bout->pending == POSTURE_SITTING) != (bout->posture == POSTURE_SITTING);
}

/* What core relies on between the members of a bout. */
static bool bout_is_consistent(const struct bout *bout)
{
        bool seated = bout->seated_since_usec != STAMP_NONE;

        if (seated != (bout->posture == POSTURE_SITTING))
                return false;
        if (seated && (!bout->open || bout->gap_since_usec != STAMP_NONE))
                return false;
        if (!edge_is_consistent(bout))
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
        json_error_t error = { .line = 0 };
        json_t *object;
        int r;

        if (strnlen(text, RECORD_BYTES_MAX) == RECORD_BYTES_MAX)
                return -EINVAL;
        object = json_loads(text, 0, &error);
        if (!object)
                return payload_error(&error) == -ENOMEM ? -ENOMEM : -EINVAL;
        r = record_fields_parse(object, saved_fields, ELEMENTS(saved_fields), NULL, &parsed);
        if (r >= 0)
                r = parse_sections(object, &parsed);
        json_decref(object);
        if (r < 0)
                return r;
        if (!bout_is_consistent(&parsed.bout) || !policy_is_consistent(&parsed.policy) ||
                !bout_is_consistent(&parsed.standing.bout) || !policy_is_consistent(&parsed.standing.policy))
                return -EINVAL;
        *record = parsed;
        return 0;
}
