/* SPDX-License-Identifier: MIT */
#include "core/person_parts.h"

#define DIGEST_SEED UINT64_C(0xcbf29ce484222325)

/* Mixes a whole word at a time: this runs in every step. */
static uint64_t digest_add(uint64_t digest, uint64_t value)
{
        digest = (digest ^ value) * UINT64_C(0x9e3779b97f4a7c15);
        return digest ^ digest >> 32;
}

static uint64_t digest_holds(const struct hold_set *holds)
{
        uint64_t digest = DIGEST_SEED;

        for (uint8_t i = 0; i < holds->count; i++) {
                for (const char *c = holds->holds[i].reason; *c != '\0'; c++)
                        digest = digest_add(digest, (uint8_t)*c);
                digest = digest_add(digest, (uint64_t)holds->holds[i].until_boottime_usec);
        }
        return digest;
}

/* The prompt that is open, if one is; else that of sitting, which is none. */
static const struct break_policy *shown_policy(const struct person *person)
{
        return person_about(person) == PROMPT_ABOUT_STANDING ? &person->standing.policy : &person->policy;
}

static enum phase phase_of_prompt(const struct person *person, const struct break_policy *policy)
{
        switch (policy->stage) {
        case PROMPT_STAGE_NONE: break;
        case PROMPT_STAGE_WAITING:
                return hold_has(&person->holds, HOLD_EFFECT_DEFER) ? PHASE_HELD : PHASE_DUE;
        case PROMPT_STAGE_SNOOZED: return PHASE_SNOOZED;
        case PROMPT_STAGE_OPEN:
        case PROMPT_STAGE_AMBIENT: return PHASE_DUE;
        }
        return PHASE_SITTING;
}

static enum phase phase_of(const struct person *person)
{
        const struct break_policy *policy = shown_policy(person);
        bool seated = bout_is_seated(&person->bout);
        bool stays = policy == &person->policy ? seated : bout_is_seated(&person->standing.bout);

        if (person_routine_phase(person) == ROUTINE_PHASE_SESSION)
                return PHASE_SESSION;
        if (policy->stage != PROMPT_STAGE_NONE && policy->left_usec != STAMP_NONE &&
                policy->first_delivered_usec != STAMP_NONE)
                return PHASE_BREAK;
        if (stays && policy->stage != PROMPT_STAGE_NONE)
                return phase_of_prompt(person, policy);
        if (person_routine_phase(person) == ROUTINE_PHASE_DUE)
                return routine_is_snoozed(person->routine) ? PHASE_SNOOZED : PHASE_DUE;
        if (!person->in_active_hours || person->in_quiet_hours)
                return PHASE_OFF_HOURS;
        if (person->bout.posture == POSTURE_UNKNOWN)
                return PHASE_UNKNOWN;
        if (!seated)
                return PHASE_IDLE;
        return person_may_prompt(person, PROMPT_ABOUT_SITTING) ? PHASE_SITTING : PHASE_HELD;
}

int64_t person_next_prompt(const struct person *person, enum prompt_about about, const struct instant *now)
{
        const struct person_config *config = person->config;
        bool stands = about == PROMPT_ABOUT_STANDING;
        const struct break_policy *policy = stands ? &person->standing.policy : &person->policy;
        struct break_context context = {
                .about = about,
                .settings = &person->breaks,
                .holds = &person->holds,
                .bout = stands ? &person->standing.bout : &person->bout,
                .now = now,
                .may_prompt = person_may_prompt(person, about),
                .is_replaced = person_is_replaced(person, about),
        };
        int64_t due_usec = break_policy_next_due(policy, &context);
        struct instant due;

        if (due_usec == USEC_INFINITY)
                return 0;
        due = instant_at(now, due_usec);
        if (due.realtime_usec >= person->hours_until_realtime_usec &&
                ((config->active_hours_count > 0 &&
                         !hours_contain(config->active_hours, config->active_hours_count, &due)) ||
                        hours_contain(config->quiet_hours, config->quiet_hours_count, &due)))
                return 0;
        return due.realtime_usec;
}

/* The nearer one: as a rule they sit, stand, or neither. */
static int64_t next_break(const struct person *person, const struct instant *now)
{
        int64_t sit_usec = person_next_prompt(person, PROMPT_ABOUT_SITTING, now);
        int64_t stand_usec = 0;

        if (person_tracks_standing(person))
                stand_usec = person_next_prompt(person, PROMPT_ABOUT_STANDING, now);
        return sit_usec == 0 || (stand_usec != 0 && stand_usec < sit_usec) ? stand_usec : sit_usec;
}

/* A prompt that was never delivered has no id that anybody knows. */
static bool has_prompt(const struct break_policy *policy)
{
        return policy->stage != PROMPT_STAGE_NONE && policy->first_delivered_usec != STAMP_NONE;
}

static struct prompt_id prompt_of(const struct person *person)
{
        const struct break_policy *policy = shown_policy(person);

        if (has_prompt(policy))
                return policy->id;
        return person->routine ? routine_prompt(person->routine) : (struct prompt_id){ .number = 0 };
}

/* After a reload that allows fewer, more may have been taken than there are. */
static uint8_t snoozes_left(const struct person *person)
{
        const struct break_policy *policy = shown_policy(person);
        bool is_session =
                person->routine && !has_prompt(policy) && routine_prompt(person->routine).number != 0;
        uint8_t taken = is_session ? routine_snoozes(person->routine) : policy->snoozes;

        return person->breaks.snoozes > taken ? (uint8_t)(person->breaks.snoozes - taken) : 0;
}

void person_view(const struct person *person, const struct instant *now, struct person_view *ret_view)
{
        const struct bout *bout = &person->bout;

        *ret_view = (struct person_view){
                .posture = bout->posture,
                .since_realtime_usec = instant_to_realtime(now, bout->posture_since_usec),
                .bout_start_realtime_usec = bout->open ? instant_to_realtime(now, bout->start_usec) : 0,
                .bout_usec = bout_clock(bout, now->boottime_usec),
                .sitting_today_usec = day_summary_sitting(&person->summary, bout, now->boottime_usec),
                .breaks_today = person->summary.breaks,
                .longest_bout_today_usec = day_summary_longest(&person->summary, bout, now->boottime_usec),
                .phase = phase_of(person),
                .next_break_realtime_usec = next_break(person, now),
                .prompt = prompt_of(person),
                .snoozes_left = snoozes_left(person),
                .room = person->room,
                .holds_digest = digest_holds(&person->holds),
        };
        if (person->routine)
                routine_summary(person->routine, now, &ret_view->routine);
}

/* Whether something other than the counters differs. */
static bool differs(const struct person_view *a, const struct person_view *b)
{
        return a->posture != b->posture || a->since_realtime_usec != b->since_realtime_usec ||
               a->bout_start_realtime_usec != b->bout_start_realtime_usec ||
               a->breaks_today != b->breaks_today || a->phase != b->phase ||
               a->next_break_realtime_usec != b->next_break_realtime_usec || a->prompt.day != b->prompt.day ||
               a->prompt.number != b->prompt.number || a->snoozes_left != b->snoozes_left ||
               a->room != b->room || a->holds_digest != b->holds_digest ||
               a->routine.next_session_realtime_usec != b->routine.next_session_realtime_usec ||
               a->routine.week_done != b->routine.week_done ||
               a->routine.week_target != b->routine.week_target ||
               a->routine.streak_weeks != b->routine.streak_weeks;
}

static bool counters_differ(const struct person_view *a, const struct person_view *b)
{
        return a->bout_usec / USEC_PER_SEC != b->bout_usec / USEC_PER_SEC ||
               a->sitting_today_usec / USEC_PER_SEC != b->sitting_today_usec / USEC_PER_SEC ||
               a->longest_bout_today_usec / USEC_PER_SEC != b->longest_bout_today_usec / USEC_PER_SEC;
}

/* What `why` tells beside the state: what each source says, and what decided. */
static uint64_t digest_why(const struct person *person)
{
        uint64_t digest = DIGEST_SEED;

        digest = digest_add(digest, person->verdict.row | (uint64_t)person->verdict.source << 8);
        digest = digest_add(digest, person->followed.source | (uint64_t)person->room << 16);
        digest = digest_add(digest, (uint64_t)person->policy.interval_usec);
        digest = digest_add(digest, (uint64_t)person->standing.policy.interval_usec);
        digest = digest_add(digest, (uint64_t)person->breaks.stand_limit_usec);
        for (uint16_t i = 0; i < person->config->source_count; i++) {
                const struct source *source = &person->sources[i];

                digest = digest_add(digest, (uint64_t)source->value | (uint64_t)source->offline << 8 |
                                                    (uint64_t)source->doubted << 9 |
                                                    (uint64_t)source->rejected << 32);
                digest = digest_add(digest, (uint64_t)source->since_usec);
        }
        return digest;
}

static bool is_time(int64_t last_usec, int64_t interval_usec, int64_t now_usec)
{
        return last_usec == STAMP_NONE || now_usec - last_usec >= interval_usec;
}

/* Open things are stored now and then, so that a crash loses little. */
static bool has_something_open(const struct person *person)
{
        return person->bout.open || person->policy.stage != PROMPT_STAGE_NONE ||
               person_routine_phase(person) != ROUTINE_PHASE_NOTHING ||
               (person_tracks_standing(person) &&
                       (person->standing.bout.open || person->standing.policy.stage != PROMPT_STAGE_NONE));
}

/* Publishes the state if something changed, or if the counters did long enough ago. Returns whether something
 * changed. */
static bool publish_state(
        struct person *person, const struct person_view *view, int64_t now_usec, struct effects *effects)
{
        bool changed = person->published_usec == STAMP_NONE || differs(view, &person->published);

        if (changed || (counters_differ(view, &person->published) &&
                               is_time(person->published_usec, PERSON_COUNTERS_USEC, now_usec))) {
                effects_add(effects, EFFECT_STATE);
                person->published = *view;
                person->published_usec = now_usec;
        }
        return changed;
}

static bool publish_why(
        struct person *person, uint64_t digest, bool changed, int64_t now_usec, struct effects *effects)
{
        if (!changed &&
                (digest == person->why_digest || !is_time(person->why_usec, PERSON_WHY_USEC, now_usec)))
                return false;
        effects_add(effects, EFFECT_WHY);
        person->why_digest = digest;
        person->why_usec = now_usec;
        return true;
}

/* When there is something to publish or to save though nothing happens. */
static int64_t next_time(const struct person *person, const struct person_view *view, uint64_t why)
{
        int64_t next_usec = USEC_INFINITY;

        if (bout_is_seated(&person->bout) || counters_differ(view, &person->published))
                next_usec = person->published_usec + PERSON_COUNTERS_USEC;
        if (why != person->why_digest)
                next_usec = usec_min(next_usec, person->why_usec + PERSON_WHY_USEC);
        if (has_something_open(person))
                next_usec = usec_min(next_usec, person->saved_usec + PERSON_SAVE_USEC);
        return next_usec;
}

/* Whatever was done must not be done again after a crash. */
static bool has_done_something(const struct effects *effects)
{
        for (uint16_t i = 0; i < effects->count; i++)
                if (effects->items[i].kind != EFFECT_ERROR && effects->items[i].kind != EFFECT_ROUTINE_ERROR)
                        return true;
        return false;
}

int64_t person_publish(struct person *person, const struct instant *now, struct effects *effects)
{
        int64_t now_usec = now->boottime_usec;
        uint64_t why = digest_why(person);
        struct person_view view;
        bool done = has_done_something(effects);
        bool changed;

        person_view(person, now, &view);
        changed = publish_state(person, &view, now_usec, effects);
        changed |= publish_why(person, why, changed, now_usec, effects);
        if (changed || done ||
                (has_something_open(person) && is_time(person->saved_usec, PERSON_SAVE_USEC, now_usec))) {
                effects_add(effects, EFFECT_SAVE);
                person->saved_usec = now_usec;
        }
        return next_time(person, &view, why);
}

void person_republish(struct person *person)
{
        person->published_usec = STAMP_NONE;
}
