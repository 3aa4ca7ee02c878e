/* SPDX-License-Identifier: MIT */
#include "wire/publish.h"
#include "wire/publish_session.h"
#include "wire/writer.h"

char *publish_session_unreadable(const char *command, const struct session_command_error *error)
{
        return publish_unreadable(command, error->reason, error->allowed, error->allowed_count);
}

static const char *command_name(const struct routine_command *command)
{
        static const char *const guided[SESSION_VERB_MAX_] = {
                [SESSION_VERB_PAUSE] = "session pause",
                [SESSION_VERB_RESUME] = "session resume",
                [SESSION_VERB_DONE] = "session done",
                [SESSION_VERB_NEXT] = "session next",
                [SESSION_VERB_EASIER] = "session easier",
                [SESSION_VERB_PAIN] = "session pain",
                [SESSION_VERB_STOP] = "session stop",
                [SESSION_VERB_ANSWER] = "session answer",
                [SESSION_VERB_ANSWER_EXERCISE] = "session answer",
                [SESSION_VERB_TOO_EASY] = "session too-easy",
        };
        static const char *const others[ROUTINE_VERB_MAX_] = {
                [ROUTINE_START] = "session start",
                [ROUTINE_RECOVERY] = "session answer",
                [ROUTINE_MOVE] = "session move",
                [ROUTINE_SKIP] = "session skip",
                [ROUTINE_AT] = "session at",
                [ROUTINE_DAYS] = "session days",
                [ROUTINE_LIGHT] = "session light",
                [ROUTINE_CLEAR] = "session clear",
                [ROUTINE_NONE_APPLY] = "screening none-apply",
        };

        return command->verb == ROUTINE_GUIDED ? guided[command->session_verb] : others[command->verb];
}

/* What a person can do in @state. */
static json_t *allowed_in(enum session_state state)
{
        static const char *const start[] = { "session start" };
        static const char *const running[] = { "session pause", "session done", "session next",
                "session easier", "session pain", "session stop" };
        static const char *const paused[] = { "session resume", "session pain", "session stop" };
        static const char *const question[] = { "session answer easy", "session answer right",
                "session answer hard", "session answer max", "session start" };

        static const struct {
                const char *const *texts;
                size_t count;
        } allowed[SESSION_STATE_MAX_] = {
                [SESSION_STATE_NONE] = { start, ELEMENTS(start) },
                [SESSION_STATE_RUNNING] = { running, ELEMENTS(running) },
                [SESSION_STATE_PAUSED] = { paused, ELEMENTS(paused) },
                [SESSION_STATE_QUESTION] = { question, ELEMENTS(question) },
                [SESSION_STATE_DONE] = { start, ELEMENTS(start) },
        };

        return writer_texts(allowed[state].texts, allowed[state].count);
}

static const char *refusal_reason(enum session_refusal refusal, enum session_state state)
{
        switch (refusal) {
        case SESSION_REFUSED_NONE: return "There is no session.";
        case SESSION_REFUSED_STATE:
                return state == SESSION_STATE_RUNNING  ? "The session is running."
                       : state == SESSION_STATE_PAUSED ? "The session is paused."
                                                       : "This does not fit now.";
        case SESSION_REFUSED_VALUE: return "This is none of the session's exercises or answers.";
        case SESSION_FINE: break;
        }
        return NULL;
}

static const char *hold_reason(enum plan_hold held)
{
        switch (held) {
        case PLAN_HOLD_QUESTIONS: return "The questions are to be answered first, with unslouch screening.";
        case PLAN_HOLD_REST: return "A time of rest has to pass first.";
        case PLAN_HOLD_PAUSED: return "The sessions are paused.";
        case PLAN_HOLD_SEE_TERMINAL: return "It is on hold; unslouch screening at a terminal says why.";
        case PLAN_HOLD_NONE:
        case PLAN_HOLD_MAX_: break;
        }
        return "It is on hold.";
}

static const char *routine_reason(const struct effect *effect)
{
        switch (effect->routine_error.refusal) {
        case ROUTINE_REFUSED_NO_PROGRAMME:
                return effect->routine_error.command->programme[0] == '\0'
                               ? "This person has no programme for that; unslouch plan says how to choose "
                                 "one."
                               : "There is no such programme among those of this person.";
        case ROUTINE_REFUSED_HELD: return hold_reason(effect->routine_error.held);
        case ROUTINE_REFUSED_EMPTY:
                return "Nothing of this programme is left to do; unslouch screening at a terminal says why.";
        case ROUTINE_REFUSED_RUNNING: return "There is a session already.";
        case ROUTINE_REFUSED_NOT_PLANNED:
                return effect->routine_error.command->verb == ROUTINE_MOVE
                               ? "No session of this week is left to be moved."
                               : "No session is planned then.";
        case ROUTINE_REFUSED_WEEK:
                return "A session stays in its week, on a day that is free and keeps its rest.";
        case ROUTINE_REFUSED_PAST: return "This moment has passed.";
        case ROUTINE_REFUSED_OLD_PROMPT: return "This prompt is no longer open.";
        case ROUTINE_REFUSED_NO_QUESTION: return "Nothing was asked.";
        case ROUTINE_REFUSED_NOT_LIGHT: return "There is no light week now.";
        case ROUTINE_REFUSED_NOT_SUSPENDED: return "No exercise of this name is left out.";
        case ROUTINE_REFUSED_SESSION: break;
        }
        return refusal_reason(effect->routine_error.session_refusal, effect->routine_error.state);
}

/* What would fit is worth saying where a session is there, or could be. */
static json_t *routine_allowed(const struct effect *effect)
{
        switch (effect->routine_error.refusal) {
        case ROUTINE_REFUSED_SESSION:
                return allowed_in(effect->routine_error.session_refusal == SESSION_REFUSED_NONE
                                          ? SESSION_STATE_NONE
                                          : effect->routine_error.state);
        case ROUTINE_REFUSED_RUNNING: return allowed_in(effect->routine_error.state);
        case ROUTINE_REFUSED_NO_PROGRAMME:
        case ROUTINE_REFUSED_HELD:
        case ROUTINE_REFUSED_EMPTY:
        case ROUTINE_REFUSED_NOT_PLANNED:
        case ROUTINE_REFUSED_WEEK:
        case ROUTINE_REFUSED_PAST:
        case ROUTINE_REFUSED_OLD_PROMPT:
        case ROUTINE_REFUSED_NO_QUESTION:
        case ROUTINE_REFUSED_NOT_LIGHT:
        case ROUTINE_REFUSED_NOT_SUSPENDED: break;
        }
        return json_array();
}

char *publish_routine_refusal(const struct effect *effect)
{
        struct writer writer = writer_begin();

        writer_add_text(&writer, "command", command_name(effect->routine_error.command));
        writer_add_text(&writer, "reason", routine_reason(effect));
        writer_add_json(&writer, "allowed", routine_allowed(effect));
        return writer_text_end(&writer);
}
