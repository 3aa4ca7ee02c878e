/* SPDX-License-Identifier: MIT */
#include "core/person_parts.h"

#include <errno.h>
#include <stdlib.h>

/* A lease does not survive a longer suspend (DESIGN 2). */
#define SUSPEND_LEASE_USEC (300 * USEC_PER_SEC)

int person_init(struct person *person, const struct person_config *config, const struct instant *now)
{
        size_t count = config->source_count > 0 ? config->source_count : 1;

        *person = (struct person){
                .config = config,
                .settings = {
                        .enabled = true,
                        .sit_limit_usec = config->breaks.sit_limit_usec,
                        .break_goal_usec = config->breaks.bout.break_goal_usec,
                        .snooze_usec = config->breaks.snooze_usec,
                        .stand_limit_usec = config->breaks.stand_limit_usec,
                },
                .breaks = config->breaks,
                .followed = { .source = ROOM_SOURCE_NONE },
                .published_usec = STAMP_NONE,
                .why_usec = STAMP_NONE,
                .saved_usec = now->boottime_usec,
                .deadline_usec = now->boottime_usec,
        };
        person->sources = calloc(count, sizeof(*person->sources));
        person->shares = calloc(count, sizeof(*person->shares));
        if (!person->sources || !person->shares) {
                person_done(person);
                return -ENOMEM;
        }
        for (uint16_t i = 0; i < config->source_count; i++) {
                source_init(&person->sources[i]);
                person->has_desk |= config->sources[i].kind == SOURCE_KIND_DESK_HEIGHT;
        }
        bout_init(&person->bout, now->boottime_usec);
        bout_init(&person->standing.bout, now->boottime_usec);
        break_policy_init(&person->policy, config->breaks.sit_limit_usec);
        break_policy_init(&person->standing.policy,
                config->breaks.stand_limit_usec > 0 ? config->breaks.stand_limit_usec : STAND_LIMIT_USEC);
        day_summary_init(&person->summary, config->day_start_minute, now);
        person_refresh_hours(person, now, true);
        if (config->routine &&
                routine_new(config->routine, config->day_start_minute, now, &person->routine) < 0) {
                person_done(person);
                return -ENOMEM;
        }
        return 0;
}

void person_done(struct person *person)
{
        free(person->sources);
        free(person->shares);
        person->routine = routine_free(person->routine);
        person->sources = NULL;
        person->shares = NULL;
}

void person_refresh_hours(struct person *person, const struct instant *now, bool anew)
{
        const struct person_config *config = person->config;

        if (!anew && now->realtime_usec < person->hours_until_realtime_usec)
                return;
        person->in_active_hours = config->active_hours_count == 0 ||
                                  hours_contain(config->active_hours, config->active_hours_count, now);
        person->in_quiet_hours = hours_contain(config->quiet_hours, config->quiet_hours_count, now);
        person->hours_until_realtime_usec =
                usec_min(hours_next_change(config->active_hours, config->active_hours_count, now),
                        hours_next_change(config->quiet_hours, config->quiet_hours_count, now));
}

bool person_may_prompt(const struct person *person, enum prompt_about about)
{
        bool wanted =
                about == PROMPT_ABOUT_SITTING || (person->has_desk && person->breaks.stand_limit_usec > 0);

        return wanted && person_routine_phase(person) != ROUTINE_PHASE_SESSION && person->settings.enabled &&
               person->in_active_hours && !person->in_quiet_hours &&
               !hold_has(&person->holds, HOLD_EFFECT_QUIET) && !hold_has(&person->holds, HOLD_EFFECT_OFF);
}

struct break_policy *person_policy(struct person *person, enum prompt_about about)
{
        return about == PROMPT_ABOUT_STANDING ? &person->standing.policy : &person->policy;
}

bool person_is_replaced(const struct person *person, enum prompt_about about)
{
        const struct break_policy *other =
                about == PROMPT_ABOUT_STANDING ? &person->policy : &person->standing.policy;

        return (person->routine && routine_replaces_break(person->routine)) ||
               other->stage != PROMPT_STAGE_NONE;
}

struct break_context person_context(
        struct person *person, enum prompt_about about, const struct instant *now, struct effects *effects)
{
        const struct person_config *config = person->config;
        bool stands = about == PROMPT_ABOUT_STANDING;

        return (struct break_context){
                .about = about,
                .limit_usec = stands ? person->breaks.stand_limit_usec : person->breaks.sit_limit_usec,
                .settings = &person->breaks,
                .ladder = &config->ladder,
                .channels = config->channels,
                .channel_count = config->channel_count,
                .holds = &person->holds,
                .bout = stands ? &person->standing.bout : &person->bout,
                .summary = &person->summary,
                .voice = &person->voice,
                .now = now,
                .may_prompt = person_may_prompt(person, about),
                .is_replaced = person_is_replaced(person, about),
                .can_deliver = person->link_up || !config->needs_broker,
                .offers_stretch = !stands && person->routine && routine_offers_stretch(person->routine),
                .offers_programme = !stands && !config->routine,
                .seat_decides = !stands && person->verdict.row == 1,
                .room = person->room,
                .sitting_today_usec =
                        day_summary_sitting(&person->summary, &person->bout, now->boottime_usec),
                .effects = effects,
        };
}

static void keep_span(
        const struct bout_change *change, bool censored, const struct instant *now, struct effects *effects)
{
        struct effect *effect;

        if (change->at_usec <= change->from_usec)
                return;
        effect = effects_add(effects, EFFECT_SPAN);
        effect->span.posture = change->posture;
        effect->span.censored = censored;
        effect->span.from_realtime_usec = instant_to_realtime(now, change->from_usec);
        effect->span.to_realtime_usec = instant_to_realtime(now, change->at_usec);
}

void person_take_changes(struct person *person, const struct bout_changes *changes, const struct instant *now,
        struct effects *effects)
{
        struct break_context context = person_context(person, PROMPT_ABOUT_SITTING, now, effects);
        bool censored = false;

        for (uint8_t i = 0; i < changes->count; i++)
                censored |= changes->items[i].kind == BOUT_CHANGE_CENSORED;
        for (uint8_t i = 0; i < changes->count; i++) {
                const struct bout_change *change = &changes->items[i];

                day_summary_count(&person->summary, &person->breaks.bout, change);
                if (change->kind == BOUT_CHANGE_SPAN)
                        keep_span(change, censored, now, effects);
                break_policy_on_bout(&person->policy, &context, change);
        }
}

/* What a suspend ends is counted in the day in which it was, and answers a prompt as it stood before. */
static void take_suspend(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects)
{
        const struct person_config *config = person->config;
        struct bout_changes changes = { .count = 0 };
        int64_t from_usec = event->suspended.from_boottime_usec;
        int64_t to_usec = event->suspended.to_boottime_usec;

        for (uint16_t i = 0; i < config->source_count; i++) {
                enum source_kind kind = config->sources[i].kind;

                if (kind != SOURCE_KIND_LOGIND && kind != SOURCE_KIND_DESKTOP_IDLE &&
                        to_usec - from_usec > SUSPEND_LEASE_USEC)
                        person->sources[i].value = SOURCE_VALUE_NOTHING;
        }
        if (to_usec - from_usec > SUSPEND_LEASE_USEC)
                person_forget_cues(person);
        bout_suspend(&person->bout, &person->breaks.bout, from_usec, to_usec, config->local_only, &changes);
        person_take_changes(person, &changes, now, effects);
        changes.count = 0;
        bout_suspend(&person->standing.bout, &person->breaks.bout, from_usec, to_usec, config->local_only,
                &changes);
        person_take_standing(person, &changes, now, effects);
        break_policy_suspend(&person->policy, to_usec - from_usec);
        break_policy_suspend(&person->standing.policy, to_usec - from_usec);
}

static void take_hold_topic(struct person *person, const struct event *event)
{
        const struct hold_config *hold = &person->config->holds[event->hold_topic.hold];

        /* With HOLDS_MAX reasons set one more changes nothing: prompts wait already. */
        (void)hold_set_topic(
                &person->holds, hold->reason, hold->effect, event->hold_topic.value == SOURCE_VALUE_TRUE);
}

static void take_link(struct person *person, const struct event *event)
{
        person->link_up = event->link.up;
        if (event->link.lost) {
                break_policy_undelivered(&person->policy);
                break_policy_undelivered(&person->standing.policy);
        }
        if (event->link.up)
                person_republish(person);
        else
                person_forget_cues(person);
}

static void take_event(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects)
{
        const struct source_config *sources = person->config->sources;

        switch (event->kind) {
        case EVENT_TIME:
        case EVENT_CUE:
        case EVENT_COMMAND: break;
        case EVENT_CLAIM:
                source_claim(&person->sources[event->claim.source], &sources[event->claim.source],
                        &event->claim.claim, now);
                if (event->claim.claim.value == SOURCE_VALUE_NOTHING)
                        break;
                bout_heard(&person->bout);
                bout_heard(&person->standing.bout);
                break;
        case EVENT_AVAILABILITY:
                source_set_offline(&person->sources[event->availability.source], event->availability.offline);
                break;
        case EVENT_REJECTED:
                if (person->sources[event->rejected.source].rejected < UINT32_MAX)
                        person->sources[event->rejected.source].rejected++;
                break;
        case EVENT_HOLD_TOPIC: take_hold_topic(person, event); break;
        case EVENT_SUSPENDED: take_suspend(person, event, now, effects); break;
        case EVENT_CLOCK_CHANGED:
                day_summary_rename(&person->summary, person->config->day_start_minute, now);
                break;
        case EVENT_ROUTINE:
        case EVENT_SAID:
        case EVENT_SCREENING: break;
        case EVENT_LINK: take_link(person, event); break;
        }
}

/* What ended with the last run of the daemon is counted in the day in which it did. */
static void close_overdue(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };

        bout_close_overdue(&person->bout, &changes);
        person_take_changes(person, &changes, now, effects);
        changes.count = 0;
        bout_close_overdue(&person->standing.bout, &changes);
        person_take_standing(person, &changes, now, effects);
}

static void begin_day(struct person *person, const struct instant *now, struct effects *effects)
{
        struct day_summary old;

        if (!day_summary_roll(&person->summary, &person->bout, person->config->day_start_minute, now, &old))
                return;
        effects_add(effects, EFFECT_DAY)->day = old;
        break_policy_new_day(&person->policy);
        person->voice.spoken_today = 0;
}

/* Whether source @i shows this very person, at the place where it is. */
static bool is_theirs(const struct person *person, uint16_t i)
{
        const struct source_config *config = &person->config->sources[i];

        if (config->kind == SOURCE_KIND_SEAT)
                return !config->shared;
        return config->kind == SOURCE_KIND_DESK_HEIGHT ||
               (source_is_activity(config->kind) && !config->portable);
}

uint16_t person_place(const struct person *person, const struct verdict *verdict)
{
        if (verdict->row == 0)
                return ROOM_NONE;
        if (verdict->room != ROOM_NONE && is_theirs(person, verdict->source))
                return verdict->room;
        return person->followed.room != ROOM_NONE ? person->followed.room : verdict->room;
}

static bool has_shared_seats(const struct person *person)
{
        for (uint16_t i = 0; i < person->config->source_count; i++)
                if (person->config->sources[i].shared)
                        return true;
        return false;
}

void person_decide(struct person *person, const struct instant *now)
{
        const struct verdict before = person->verdict;
        struct posture_input input = {
                .configs = person->config->sources,
                .sources = person->sources,
                .count = person->config->source_count,
                .ignore_shared = has_shared_seats(person),
                .shares = person->shares,
                .linger_usec = person->breaks.linger_usec,
                .before = &before,
        };

        person->followed =
                room_choose(input.configs, input.sources, input.count, person->followed, now->boottime_usec);
        person->own_verdict = posture_decide(&input, now->boottime_usec);
        person->verdict = person->own_verdict;
        if (!input.ignore_shared)
                return;
        input.ignore_shared = false;
        input.own_room = person_place(person, &person->own_verdict);
        input.followed_room = person->followed.room;
        person->verdict = posture_decide(&input, now->boottime_usec);
        person->verdict.deadline_usec =
                usec_min(person->verdict.deadline_usec, person->own_verdict.deadline_usec);
}

/* "Is something on the chair?" Asked once; the seat then says nothing until it changes. */
static void ask_about_seat(struct person *person, const struct instant *now, struct effects *effects,
        struct bout_changes *changes)
{
        while (person->verdict.ask_usec <= now->boottime_usec) {
                struct break_context context = person_context(person, PROMPT_ABOUT_SITTING, now, effects);

                person->sources[person->verdict.source].doubted = true;
                break_policy_seat_check(&person->policy, &context);
                bout_censor(&person->bout, now->boottime_usec, changes);
                person_decide(person, now);
        }
}

static void relight(struct person *person, const struct instant *now, struct effects *effects)
{
        enum prompt_about about = person_about(person);
        struct break_context context = person_context(person, about, now, effects);

        person->relight = false;
        break_policy_relight(person_policy(person, about), &context);
}

void person_follow_room(struct person *person)
{
        if (person->bout.pending_since_usec == STAMP_NONE && person->verdict.posture == person->bout.posture)
                person->room = person_place(person, &person->verdict);
        else if (person->bout.posture == POSTURE_UNKNOWN || person->bout.posture == POSTURE_AWAY)
                person->room = person->verdict.row == 0 ? ROOM_NONE : person->followed.room;
}

/* Of standing: its bout, and its prompts. */
static int64_t standing_deadline(struct person *person, const struct instant *now)
{
        struct break_context context;

        if (!person_tracks_standing(person))
                return USEC_INFINITY;
        context = person_context(person, PROMPT_ABOUT_STANDING, now, NULL);
        return usec_min(bout_next_deadline(&person->standing.bout, &person->breaks.bout),
                break_policy_next_deadline(&person->standing.policy, &context));
}

static int64_t next_deadline(
        struct person *person, const struct break_context *context, const struct instant *now)
{
        int64_t next_usec = usec_min(person->verdict.deadline_usec, person->verdict.ask_usec);

        next_usec = usec_min(next_usec, bout_next_deadline(&person->bout, &person->breaks.bout));
        next_usec = usec_min(next_usec, break_policy_next_deadline(&person->policy, context));
        next_usec = usec_min(next_usec, standing_deadline(person, now));
        next_usec = usec_min(next_usec, hold_next_end(&person->holds, now));
        next_usec = usec_min(next_usec, instant_to_boottime(now, person->hours_until_realtime_usec));
        if (person->routine)
                next_usec = usec_min(next_usec, routine_deadline(person->routine));
        return usec_min(next_usec, person->summary.ends_usec);
}

/* Whether time alone has changed nothing yet since the last step. */
static bool is_as_stepped(const struct person *person, const struct instant *now)
{
        int64_t next_break_usec = person->published.next_break_realtime_usec;

        return now->boottime_usec < person->deadline_usec &&
               now->realtime_usec < person->hours_until_realtime_usec &&
               (next_break_usec == 0 || now->realtime_usec < next_break_usec);
}

/* Whether the next word of any source says more than its value: after a restart, or a reload. */
static bool is_waiting_for_word(const struct person *person)
{
        return person->relight || person->bout.resumed || person->bout.overdue ||
               person->standing.bout.resumed || person->standing.bout.overdue;
}

/*
 * Most messages say again what is known. Nothing else would come of such a claim: the deadline stays, and
 * then finds the lease that the claim renewed.
 */
static bool take_repeat(struct person *person, const struct event *event, const struct instant *now)
{
        uint16_t i = event->claim.source;

        return event->kind == EVENT_CLAIM && is_as_stepped(person, now) && !is_waiting_for_word(person) &&
               source_renew(&person->sources[i], &person->config->sources[i], &event->claim.claim, now);
}

void person_step(
        struct person *person, const struct event *event, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };
        struct break_context context;
        bool is_moment, was_asked;

        if (take_repeat(person, event, now))
                return;
        if (person->relight)
                relight(person, now, effects);
        if (person->bout.overdue || person->standing.bout.overdue)
                close_overdue(person, now, effects);
        is_moment = event->kind == EVENT_CUE && person_take_cue(person, event);
        take_event(person, event, now, effects);
        person_refresh_hours(person, now, event->kind == EVENT_CLOCK_CHANGED);
        hold_expire(&person->holds, now);
        begin_day(person, now, effects);
        person_decide(person, now);
        ask_about_seat(person, now, effects, &changes);
        bout_step(&person->bout, &person->breaks.bout, &person->verdict, now->boottime_usec, &changes);
        person_follow_room(person);
        person_take_changes(person, &changes, now, effects);
        person_stand(person, now, effects);
        if (event->kind == EVENT_COMMAND)
                person_command(person, event->command, now, effects);
        /* Before the breaks: a session takes the place of one that falls due at the same moment. */
        person_step_routine(person, event, now, effects);
        if (is_moment)
                person_bring_forward(person, now, effects);
        was_asked = person_is_asked(person);
        person_step_standing(person, now, effects);
        context = person_context(person, PROMPT_ABOUT_SITTING, now, effects);
        break_policy_step(&person->policy, &context);
        person_count_suggested(person, effects);
        person->deadline_usec =
                usec_min(person_publish(person, now, effects), next_deadline(person, &context, now));
        /* An offer may have waited for that. */
        if (was_asked && !person_is_asked(person))
                person->deadline_usec = now->boottime_usec;
}
