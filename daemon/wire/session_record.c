/* SPDX-License-Identifier: MIT */
#include "wire/session_record.h"

#include "wire/field.h"
#include "wire/record_field.h"

#include <errno.h>
#include <string.h>

#define MARKS                                                                                                \
        (SESSION_MARK_LEFT | SESSION_MARK_EASED | SESSION_MARK_PAIN | SESSION_MARK_SHARP |                   \
                SESSION_MARK_TOO_EASY)

static const struct record_field item_fields[] = {
        RECORD_INDEX(RECORD_EXERCISE, session_item, exercise, 0),
        RECORD_TRUTH(session_item, is_warm_up),
        RECORD_TRUTH(session_item, full_words),
        RECORD_NUMBER(RECORD_UINT8, session_item, level, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, session_item, dose.sets, 1, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, session_item, dose.reps, 1, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT16, session_item, dose.hold_sec, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, session_item, dose.load_grams, 0, UINT16_MAX),
        RECORD_INDEX(RECORD_EXERCISE, session_item, easier, -1),
        RECORD_NUMBER(RECORD_UINT8, session_item, easier_level, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, session_item, easier_dose.sets, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, session_item, easier_dose.reps, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT16, session_item, easier_dose.hold_sec, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, session_item, easier_dose.load_grams, 0, UINT16_MAX),
};

static const struct record_field plan_fields[] = {
        RECORD_INDEX(RECORD_PROGRAMME, session_plan, programme, 0),
        RECORD_NUMBER(RECORD_INT32, session_plan, day, -RECORD_DAY_BOUND, RECORD_DAY_BOUND),
        RECORD_WORD(session_plan, kind, SESSION_KIND_MAX_),
        RECORD_WORD(session_plan, pace, SESSION_PACE_SET + 1),
        RECORD_NUMBER(RECORD_UINT8, session_plan, baseline, 0, PAIN_WORST),
        RECORD_WORD(session_plan, remark, CUE_NOTE_MAX_),
};

static const struct record_field session_fields[] = {
        RECORD_WORD(session, state, SESSION_STATE_MAX_),
        RECORD_WORD(session, stage, SESSION_STAGE_MAX_),
        RECORD_STAMP(session, started_realtime_usec),
        RECORD_STAMP(session, stepped_usec),
        RECORD_STAMP(session, stepped_realtime_usec),
        RECORD_STAMP_OR(session, phase_ends_usec, USEC_INFINITY),
        RECORD_SPAN_OR(session, paused_left_usec, USEC_INFINITY),
        RECORD_STAMP(session, paused_usec),
        RECORD_STAMP_OR(session, deadline_usec, USEC_INFINITY),
        RECORD_STAMP(session, words_end_usec),
        RECORD_NUMBER(RECORD_UINT16, session, cues, 0, UINT16_MAX),
        RECORD_NUMBER(RECORD_UINT16, session, waits_for, 0, UINT16_MAX),
        RECORD_WORD(session, note, CUE_NOTE_MAX_),
        RECORD_INDEX(RECORD_EXERCISE, session, note_exercise, -1),
        RECORD_NUMBER(RECORD_UINT8, session, item, 0, SESSION_ITEMS_MAX - 1),
        RECORD_NUMBER(RECORD_UINT8, session, set_number, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT8, session, line, 0, UINT8_MAX),
        RECORD_NUMBER(RECORD_UINT16, session, moves_done, 0, UINT16_MAX),
        RECORD_ARRAY(RECORD_UINT32, session, total_done, SESSION_ITEMS_MAX, 0, UINT32_MAX),
        RECORD_ARRAY(RECORD_UINT8, session, marks, SESSION_ITEMS_MAX, 0, MARKS),
        RECORD_ARRAY(RECORD_UINT8, session, pain, SESSION_ITEMS_MAX, 0, PAIN_WORST),
        RECORD_WORD(session, effort, EFFORT_MAX + 1),
        RECORD_INDEX(RECORD_EXERCISE, session, hard_exercise, -1),
        RECORD_ARRAY(
                RECORD_INT64, session, begins_usec, SESSION_ITEMS_MAX, -RECORD_USEC_BOUND, RECORD_USEC_BOUND),
        RECORD_SPAN(session, length_usec),
};

/* No session has a plan. */
static bool is_open(const struct session *session)
{
        return session->state != SESSION_STATE_NONE;
}

static json_t *items_json(const struct session *session)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < session->plan.count; i++)
                writer_append(&array, record_fields_json(item_fields, ELEMENTS(item_fields), session->set,
                                              &session->plan.items[i]));
        return array;
}

static json_t *plan_json(const struct session *session)
{
        struct writer writer = writer_begin();

        record_fields_print(&writer, plan_fields, ELEMENTS(plan_fields), session->set, &session->plan);
        writer_add_json(&writer, "items", items_json(session));
        return writer_json_end(&writer);
}

char *session_record_print(const struct session *session)
{
        struct writer writer = writer_begin();

        if (is_open(session)) {
                record_fields_print(&writer, session_fields, ELEMENTS(session_fields), session->set, session);
                writer_add_json(&writer, "plan", plan_json(session));
        }
        return writer_text_end(&writer);
}

static int parse_items(const json_t *array, const struct programme_set *set, struct session_plan *plan)
{
        size_t count = json_array_size(array);

        /* The size of what is no array is 0. */
        if (count < 1 || count > SESSION_ITEMS_MAX)
                return -EINVAL;
        for (size_t i = 0; i < count; i++) {
                /* What must be told is out of its range until it is. */
                struct session_item item = { .exercise = -1, .easier = -1 };
                int r;

                r = record_fields_parse(
                        json_array_get(array, i), item_fields, ELEMENTS(item_fields), set, &item);
                if (r < 0)
                        return r;
                if (item.exercise < 0 || item.dose.sets == 0 || item.dose.reps == 0)
                        return -EINVAL;
                if (item.easier >= 0 && item.easier_dose.reps == 0)
                        return -EINVAL;
                plan->items[i] = item;
        }
        plan->count = (uint8_t)count;
        return 0;
}

static int parse_plan(const json_t *object, const struct programme_set *set, struct session_plan *ret_plan)
{
        struct session_plan plan = { .programme = -1 };
        int r;

        r = record_fields_parse(object, plan_fields, ELEMENTS(plan_fields), set, &plan);
        if (r < 0)
                return r;
        if (plan.programme < 0)
                return -EINVAL;
        r = parse_items(json_object_get(object, "items"), set, &plan);
        if (r < 0)
                return r;
        *ret_plan = plan;
        return 0;
}

/* Of its exercises one, or none. */
static bool is_named_rightly(const struct session *session)
{
        for (uint8_t i = 0; i < session->plan.count; i++)
                if (session->plan.items[i].exercise == session->hard_exercise)
                        return true;
        return session->hard_exercise < 0;
}

/* What core relies on between the members. */
static bool is_consistent(const struct session *session)
{
        const struct session_plan *plan = &session->plan;
        bool asks = session->stage == SESSION_STAGE_QUESTION;

        if (session->item >= plan->count || session->waits_for > session->cues)
                return false;
        if (session->state != SESSION_STATE_DONE && asks != (session->state == SESSION_STATE_QUESTION))
                return false;
        /* Only a question stays open until somebody answers. */
        if (session->state == SESSION_STATE_RUNNING && session->phase_ends_usec == USEC_INFINITY)
                return false;
        if (session->state == SESSION_STATE_PAUSED && session->paused_left_usec == USEC_INFINITY)
                return false;
        /* Both sides. */
        if (session->moves_done > 2 * plan->items[session->item].dose.reps)
                return false;
        return is_named_rightly(session);
}

static int parse_session(const json_t *object, struct session *session)
{
        int r;

        r = record_fields_parse(object, session_fields, ELEMENTS(session_fields), session->set, session);
        if (r < 0 || !is_open(session))
                return r;
        r = parse_plan(json_object_get(object, "plan"), session->set, &session->plan);
        if (r < 0)
                return r;
        return is_consistent(session) ? 0 : -EINVAL;
}

int session_record_parse(const char *text, struct session *session)
{
        struct session parsed = *session;
        json_error_t error = { .line = 0 };
        json_t *object;
        int r;

        if (strnlen(text, RECORD_BYTES_MAX) == RECORD_BYTES_MAX)
                return -EINVAL;
        object = json_loads(text, JSON_REJECT_DUPLICATES, &error);
        if (!object)
                return payload_error(&error) == -ENOMEM ? -ENOMEM : -EINVAL;
        r = parse_session(object, &parsed);
        json_decref(object);
        if (r < 0)
                return r;
        *session = parsed;
        return 0;
}
