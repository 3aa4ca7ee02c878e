/* SPDX-License-Identifier: MIT */
#include "wire/publish_session.h"

#include "wire/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A sentence with an id in it. */
#define WHY_SIZE (TEXT_ID_SIZE + 64)

const char *const session_state_names[SESSION_STATE_MAX_] = {
        [SESSION_STATE_NONE] = "none",
        [SESSION_STATE_RUNNING] = "running",
        [SESSION_STATE_PAUSED] = "paused",
        [SESSION_STATE_QUESTION] = "question",
        [SESSION_STATE_DONE] = "done",
};

const char *const session_phase_names[SESSION_PHASE_MAX_] = {
        [SESSION_PHASE_INTRO] = "intro",
        [SESSION_PHASE_WARM_UP] = "warm_up",
        [SESSION_PHASE_READY] = "ready",
        [SESSION_PHASE_LIFT] = "lift",
        [SESSION_PHASE_HOLD] = "hold",
        [SESSION_PHASE_LOWER] = "lower",
        [SESSION_PHASE_BETWEEN] = "between",
        [SESSION_PHASE_REST] = "rest",
        [SESSION_PHASE_SWITCH] = "switch",
        [SESSION_PHASE_QUESTION] = "question",
        [SESSION_PHASE_OUTRO] = "outro",
};

const char *const session_side_names[SESSION_SIDE_MAX_] = {
        [SESSION_SIDE_LEFT] = "left",
        [SESSION_SIDE_RIGHT] = "right",
};

const char *const cue_kind_names[CUE_MAX_] = {
        [CUE_SAFETY] = "safety",
        [CUE_INTRO] = "intro",
        [CUE_READY] = "ready",
        [CUE_DO] = "do",
        [CUE_COUNT] = "count",
        [CUE_HALFWAY] = "halfway",
        [CUE_COUNTDOWN] = "countdown",
        [CUE_SWITCH] = "switch",
        [CUE_REST] = "rest",
        [CUE_MISTAKE] = "mistake",
        [CUE_QUESTION] = "question",
        [CUE_OUTRO] = "outro",
};

const char *const session_kind_names[SESSION_KIND_MAX_] = {
        [SESSION_KIND_NORMAL] = "normal",
        [SESSION_KIND_SHORT] = "short",
        [SESSION_KIND_LIGHT] = "light",
        [SESSION_KIND_RETURN] = "return",
        [SESSION_KIND_EXTRA] = "extra",
};

const char *const effort_names[EFFORT_COUNT] = {
        [EFFORT_EASY] = "easy",
        [EFFORT_RIGHT] = "right",
        [EFFORT_HARD] = "hard",
        [EFFORT_MAX] = "max",
};

const char *const plan_session_state_names[PLAN_SESSION_STATE_MAX_] = {
        [PLAN_SESSION_PLANNED] = "planned",
        [PLAN_SESSION_MOVED] = "moved",
        [PLAN_SESSION_DONE] = "done",
        [PLAN_SESSION_SHORT] = "short",
        [PLAN_SESSION_MISSED] = "missed",
        [PLAN_SESSION_EXCUSED] = "excused",
};

const char *const plan_hold_names[PLAN_HOLD_MAX_] = {
        [PLAN_HOLD_QUESTIONS] = "questions",
        [PLAN_HOLD_REST] = "rest",
        [PLAN_HOLD_PAUSED] = "paused",
        [PLAN_HOLD_SEE_TERMINAL] = "see-terminal",
};

static const char *programme_id(const struct programme_set *set, int programme)
{
        return programme < 0 ? NULL : set->programmes[programme].id;
}

static const char *exercise_id(const struct programme_set *set, int exercise)
{
        return exercise < 0 ? NULL : set->exercises[exercise].id;
}

static const char *exercise_name(const struct cue_words *words, int exercise)
{
        return exercise < 0 ? NULL : words->exercise(words->userdata, exercise)->name;
}

static void add_integer_if(struct writer *writer, const char *key, bool is_there, int64_t value)
{
        writer_add_json(writer, key, is_there ? json_integer(value) : json_null());
}

/* What the exercise asks for; null throughout where there is none. */
static void add_dose(struct writer *writer, const struct session_view *view, bool is_on)
{
        bool has_dose = is_on && view->exercise >= 0;

        add_integer_if(writer, "set", has_dose, view->set);
        add_integer_if(writer, "sets", has_dose, view->sets);
        add_integer_if(writer, "rep", has_dose, view->rep);
        add_integer_if(writer, "reps", has_dose, view->dose.reps);
        add_integer_if(writer, "hold_s", has_dose, view->dose.hold_sec);
        if (has_dose && view->dose.load_grams > 0)
                writer_add_real(writer, "load_kg", view->dose.load_grams / 1000.0);
        else
                writer_add_text(writer, "load_kg", NULL);
        writer_add_text(writer, "side", has_dose ? session_side_names[view->side] : NULL);
}

char *publish_session(
        const struct session_view *view, const struct cue_words *words, const struct instant *now)
{
        bool is_there = view->state != SESSION_STATE_NONE;
        bool is_on = is_there && view->state != SESSION_STATE_DONE;
        struct writer writer = writer_begin();

        writer_add_text(&writer, "programme", is_there ? programme_id(words->set, view->programme) : NULL);
        writer_add_text(&writer, "title", is_there && words->programme ? words->programme->name : NULL);
        writer_add_text(&writer, "state", session_state_names[view->state]);
        writer_add_text(&writer, "exercise", is_on ? exercise_id(words->set, view->exercise) : NULL);
        writer_add_text(&writer, "name", is_on ? exercise_name(words, view->exercise) : NULL);
        add_dose(&writer, view, is_on);
        writer_add_text(&writer, "phase", is_on ? session_phase_names[view->phase] : NULL);
        writer_add_time(&writer, "phase_ends", now, is_on ? view->phase_ends_realtime_usec : 0);
        writer_add_text(&writer, "next", is_on ? exercise_name(words, view->next) : NULL);
        writer_add_time(&writer, "started", now, is_there ? view->started_realtime_usec : 0);
        add_integer_if(&writer, "done_pct", is_there, view->done_pct);
        return writer_text_end(&writer);
}

void cue_id_print(const char *person, int64_t started_realtime_usec, uint16_t number,
        const struct instant *now, char text[static CUE_ID_SIZE])
{
        struct civil began = instant_civil(now, started_realtime_usec);
        char day[INSTANT_DAY_TEXT_SIZE];

        instant_print_day(instant_day(now, started_realtime_usec, 0), day);
        snprintf(text, CUE_ID_SIZE, "%.32s-%.10s-%02u%02u-%" PRIu16, person, day, (unsigned)began.hour % 24U,
                (unsigned)began.minute % 60U, number);
}

char *publish_cue(const struct cue *cue, const char *id, const struct cue_text *text,
        const struct programme_set *set, const struct instant *now)
{
        bool expires = cue->expires_boottime_usec != USEC_INFINITY;
        struct writer writer = writer_begin();

        writer_add_text(&writer, "id", id);
        writer_add_text(&writer, "kind", cue_kind_names[cue->kind]);
        writer_add_text(&writer, "say", text->say);
        writer_add_text(&writer, "show", text->show);
        writer_add_text(&writer, "exercise", exercise_id(set, cue->exercise));
        writer_add_time(
                &writer, "expires", now, expires ? instant_to_realtime(now, cue->expires_boottime_usec) : 0);
        return writer_text_end(&writer);
}

static json_t *sessions_json(const struct plan_session *sessions, uint8_t count,
        const struct programme_set *set, const struct instant *now)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < count; i++) {
                const struct plan_session *session = &sessions[i];
                struct writer writer = writer_begin();

                writer_add_text(&writer, "programme", programme_id(set, session->programme));
                writer_add_time(&writer, "at", now, session->at_realtime_usec);
                writer_add_text(&writer, "state", plan_session_state_names[session->state]);
                writer_append(&array, writer_json_end(&writer));
        }
        return array;
}

static json_t *block_json(const struct plan_view *view)
{
        struct writer writer = writer_begin();

        add_integer_if(&writer, "week", view->has_block, view->block_week);
        add_integer_if(&writer, "met", view->has_block, view->block_met);
        add_integer_if(&writer, "goal", view->has_block, view->block_goal);
        return writer_json_end(&writer);
}

char *publish_plan(const struct plan_view *view, const struct programme_set *set, const char *missing,
        const struct instant *now)
{
        char monday[INSTANT_DAY_TEXT_SIZE], why[WHY_SIZE];
        struct writer writer = writer_begin();

        instant_print_day(view->monday, monday);
        writer_add_text(&writer, "week", monday);
        writer_add_json(&writer, "sessions", sessions_json(view->sessions, view->count, set, now));
        writer_add_json(&writer, "next_sessions", sessions_json(view->next, view->next_count, set, now));
        writer_add_text(&writer, "held", plan_hold_names[view->held]);
        snprintf(
                why, sizeof(why), "%s is on hold: its file has a mistake. unslouch check names it.", missing);
        writer_add_text(&writer, "why", missing[0] == '\0' ? NULL : why);
        writer_add_json(&writer, "light", json_boolean(view->is_light));
        writer_add_json(&writer, "block", block_json(view));
        writer_add_integer(&writer, "stretch_days", view->stretch_days);
        return writer_text_end(&writer);
}

char *publish_session_days(uint8_t days)
{
        static const char *const names[7] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
        char text[7 * 4 + 1] = "";
        size_t length = 0;

        for (unsigned i = 0; i < 7; i++)
                if (days & 1U << i)
                        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s",
                                length > 0 ? "," : "", names[i]);
        return strdup(text);
}

char *publish_session_time(int32_t minute, int32_t until_minute)
{
        char text[24];
        int length =
                snprintf(text, sizeof(text), "%02u:%02u", (unsigned)minute / 60 % 24, (unsigned)minute % 60);

        if (until_minute != ROUTINE_NO_MINUTE)
                snprintf(text + length, sizeof(text) - (size_t)length, "-%02u:%02u",
                        (unsigned)until_minute / 60 % 25, (unsigned)until_minute % 60);
        return strdup(text);
}
