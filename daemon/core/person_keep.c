/* SPDX-License-Identifier: MIT */
#include "core/person_parts.h"

#include <string.h>

void person_save(const struct person *person, const struct instant *now, struct person_record *ret_record)
{
        *ret_record = (struct person_record){
                .saved_boottime_usec = now->boottime_usec,
                .saved_realtime_usec = now->realtime_usec,
                .sit_limit_usec = person->settings.sit_limit_usec,
                .stand_limit_usec = person->settings.stand_limit_usec,
                .bout = person->bout,
                .policy = person->policy,
                .standing = person->standing,
                .voice = person->voice,
                .summary = person->summary,
                .holds = person->holds,
        };
        routine_keep(person->routine, &ret_record->routine);
}

/* Moves a stamp from the boot in which it was saved to this one. */
static void shift(int64_t *stamp_usec, int64_t by_usec)
{
        if (*stamp_usec != STAMP_NONE && *stamp_usec != USEC_INFINITY)
                *stamp_usec += by_usec;
}

static void shift_bout(struct bout *bout, int64_t by_usec)
{
        shift(&bout->posture_since_usec, by_usec);
        shift(&bout->pending_since_usec, by_usec);
        shift(&bout->unknown_since_usec, by_usec);
        shift(&bout->provisional_since_usec, by_usec);
        shift(&bout->start_usec, by_usec);
        shift(&bout->seated_since_usec, by_usec);
        shift(&bout->gap_since_usec, by_usec);
}

static void shift_policy(struct break_policy *policy, int64_t by_usec)
{
        shift(&policy->due_usec, by_usec);
        shift(&policy->wait_since_usec, by_usec);
        shift(&policy->first_delivered_usec, by_usec);
        shift(&policy->last_delivered_usec, by_usec);
        shift(&policy->timer_usec, by_usec);
        shift(&policy->snooze_until_usec, by_usec);
        shift(&policy->left_usec, by_usec);
}

static void shift_voice(struct voice_budget *voice, int64_t by_usec)
{
        for (uint8_t i = 0; i < voice->spoken_count; i++)
                shift(&voice->spoken_usec[i], by_usec);
}

/* What was open at @lost_usec goes on only if a claim agrees, or is over. */
static void doubt_bout(struct bout *bout, int64_t lost_usec, bool over)
{
        if (bout->posture == POSTURE_UNKNOWN)
                return;
        bout->pending_since_usec = STAMP_NONE;
        if (bout->unknown_since_usec == STAMP_NONE)
                bout->unknown_since_usec = lost_usec;
        if (bout->posture == POSTURE_SITTING && bout->provisional_since_usec == STAMP_NONE)
                bout->provisional_since_usec = bout->unknown_since_usec;
        bout->resumed = !over;
        bout->overdue = over;
}

/* The lights that there are now. */
static uint16_t lights_of(const struct person_config *config)
{
        return ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_LIGHT);
}

static void load_routine(struct person *person, const struct routine_kept *kept)
{
        struct routine_kept loaded = *kept;

        loaded.lit &= lights_of(person->config);
        if (person->routine)
                routine_restore_kept(person->routine, &loaded);
}

/* What back-off has made of a limit ends with it. */
static void renew_intervals(struct person *person, int64_t old_sit_usec, int64_t old_stand_usec)
{
        const struct person_settings *settings = &person->settings;

        if (old_sit_usec != settings->sit_limit_usec)
                person->policy.interval_usec = settings->sit_limit_usec;
        if (old_stand_usec != settings->stand_limit_usec && settings->stand_limit_usec > 0)
                person->standing.policy.interval_usec = settings->stand_limit_usec;
}

/* Holds set by a topic that no longer says it would never end. */
static void drop_orphaned_holds(struct person *person, uint16_t holds_kept)
{
        for (uint8_t i = person->holds.count; i > 0; i--) {
                const struct hold *hold = &person->holds.holds[i - 1];
                bool kept = false;

                for (uint8_t j = 0; j < person->config->hold_count; j++)
                        kept |= (holds_kept & 1U << j) != 0 &&
                                strcmp(person->config->holds[j].reason, hold->reason) == 0;
                if (hold->by_topic && !kept)
                        (void)hold_set_topic(&person->holds, hold->reason, hold->effect, false);
        }
}

/*
 * A seat may be heard before the topic of a hold says again what it said: a prompt would come into the call.
 * One that says nothing again, because it does not retain, is believed as long as a posture is.
 */
static void load_holds(struct person *person, const struct hold_set *holds, int64_t by_usec, bool over,
        const struct instant *now)
{
        person->holds = *holds;
        for (uint8_t i = 0; i < person->holds.count; i++)
                if (person->holds.holds[i].by_command)
                        shift(&person->holds.holds[i].until_boottime_usec, by_usec);
        hold_resume_topics(&person->holds, usec_add(now->boottime_usec, UNKNOWN_MAX_USEC));
        drop_orphaned_holds(person, over ? 0 : UINT16_MAX);
}

void person_load(struct person *person, const struct person_record *record, int64_t downtime_usec,
        const struct instant *now)
{
        bool over = downtime_usec < 0 || downtime_usec > UNKNOWN_MAX_USEC;
        bool guessed = downtime_usec < 0 || downtime_usec == USEC_INFINITY;
        /* How long it really was nobody knows then; it was too long. */
        int64_t passed_usec = guessed ? 2 * UNKNOWN_MAX_USEC : downtime_usec;
        int64_t by_usec = now->boottime_usec - passed_usec - record->saved_boottime_usec;

        person->bout = record->bout;
        person->policy = record->policy;
        person->standing = record->standing;
        person->voice = record->voice;
        person->summary = record->summary;
        shift_bout(&person->bout, by_usec);
        shift_policy(&person->policy, by_usec);
        shift_bout(&person->standing.bout, by_usec);
        shift_policy(&person->standing.policy, by_usec);
        /* Rather too quiet than too loud: a guessed time gives no new words. */
        shift_voice(&person->voice, guessed ? by_usec + passed_usec : by_usec);
        shift(&person->summary.began_usec, by_usec);
        shift(&person->summary.ends_usec, by_usec);
        /* The channels may be others than when it was saved. */
        person->policy.lit &= lights_of(person->config);
        person->standing.policy.lit &= lights_of(person->config);
        load_holds(person, &record->holds, by_usec, over, now);
        load_routine(person, &record->routine);
        if (downtime_usec != 0) {
                renew_intervals(person, record->sit_limit_usec, record->stand_limit_usec);
                doubt_bout(&person->bout, now->boottime_usec - passed_usec, over);
                doubt_bout(&person->standing.bout, now->boottime_usec - passed_usec, over);
                if (instant_day(now, now->realtime_usec, person->config->day_start_minute) ==
                        person->summary.day)
                        day_summary_rename(&person->summary, person->config->day_start_minute, now);
        }
        person->relight = true;
        person->saved_usec = now->boottime_usec;
        person_republish(person);
}

/* A value set at run time wins until the file's value changes. */
static void adopt_setting(struct person *person, const struct person *old, enum setting setting,
        int64_t old_file, int64_t new_file)
{
        if (old_file == new_file)
                person_apply_setting(person, setting, person_setting(old, setting));
}

static void adopt_settings(struct person *person, const struct person *old)
{
        const struct break_settings *before = &old->config->breaks;
        const struct break_settings *after = &person->config->breaks;
        int64_t sit_interval_usec = old->policy.interval_usec;
        int64_t stand_interval_usec = old->standing.policy.interval_usec;

        /* Switched off is a hold, and holds are taken over as they are. */
        person->settings.enabled = old->settings.enabled;
        adopt_setting(person, old, SETTING_SIT_LIMIT, before->sit_limit_usec, after->sit_limit_usec);
        adopt_setting(
                person, old, SETTING_BREAK_GOAL, before->bout.break_goal_usec, after->bout.break_goal_usec);
        adopt_setting(person, old, SETTING_SNOOZE, before->snooze_usec, after->snooze_usec);
        adopt_setting(person, old, SETTING_STAND_LIMIT, before->stand_limit_usec, after->stand_limit_usec);
        person->policy.interval_usec = sit_interval_usec;
        person->standing.policy.interval_usec = stand_interval_usec;
        renew_intervals(person, old->settings.sit_limit_usec, old->settings.stand_limit_usec);
}

void person_adopt(struct person *person, const struct person *old, const int32_t *source_map,
        uint16_t holds_kept, const struct instant *now)
{
        const struct person_config *config = person->config;
        uint16_t lights = ladder_all(&config->ladder) & lights_of(config);

        person->bout = old->bout;
        person->policy = old->policy;
        person->policy.lit_room = ROOM_NONE;
        if (old->has_desk)
                person->standing = old->standing;
        person->standing.policy.lit_room = ROOM_NONE;
        person->voice = old->voice;
        person->summary = old->summary;
        person->holds = old->holds;
        person->link_up = old->link_up;
        for (uint16_t i = 0; i < config->source_count; i++)
                if (source_map[i] >= 0)
                        person->sources[i] = old->sources[source_map[i]];
        adopt_settings(person, old);
        if (person->routine && old->routine)
                routine_adopt(person->routine, old->routine, lights);
        drop_orphaned_holds(person, holds_kept);
        /* Channels may have other numbers now: all the ladder's lights show what some of them showed. */
        if (person->policy.lit != 0)
                person->policy.lit = lights;
        if (person->standing.policy.lit != 0)
                person->standing.policy.lit = lights;
        person->relight = true;
        day_summary_rename(&person->summary, config->day_start_minute, now);
        person_republish(person);
}
