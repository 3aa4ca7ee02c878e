/* SPDX-License-Identifier: MIT */
#include "core/person.h"

static bool is_told(const struct break_policy *policy)
{
        return policy->stage == PROMPT_STAGE_OPEN && policy->left_usec == STAMP_NONE;
}

/* Whether something else was told since, and not answered: a press then is about that. */
static bool is_asked_else(const struct person *person)
{
        return is_told(&person->policy) || is_told(&person->standing.policy) ||
               routine_prompt(person->routine).number != 0;
}

static enum person_moment moment_of_question(const struct session *session, const struct instant *now)
{
        if (now->boottime_usec - session->paused_usec >= ANSWER_WINDOW_USEC)
                return PERSON_MOMENT_FREE;
        return session->effort >= EFFORT_HARD ? PERSON_MOMENT_EXERCISE : PERSON_MOMENT_QUESTION;
}

enum person_moment person_moment(const struct person *person, const struct instant *now)
{
        const struct session *session = person->routine ? routine_session(person->routine) : NULL;

        if (!session)
                return PERSON_MOMENT_FREE;
        if (session->state == SESSION_STATE_RUNNING)
                return PERSON_MOMENT_SESSION;
        if (is_asked_else(person))
                return PERSON_MOMENT_FREE;
        if (session->state == SESSION_STATE_PAUSED)
                return PERSON_MOMENT_PAUSED;
        return session->state == SESSION_STATE_QUESTION ? moment_of_question(session, now)
                                                        : PERSON_MOMENT_FREE;
}
