/* SPDX-License-Identifier: MIT */
#include "sim/sim.h"
#include "wire/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void check_failed(const struct sim *sim, uint32_t person, const char *what)
{
        char at[INSTANT_TEXT_SIZE];

        instant_print(&sim->now, sim->now.realtime_usec, at);
        printf("not ok - person %u of SIM_SEED=%llu at %s (boottime %lld): %s\n", person,
                (unsigned long long)sim->seed, at, (long long)sim->now.boottime_usec, what);
        fflush(stdout);
        _Exit(1);
}

void check_require(const struct sim *sim, uint32_t person, bool good, const char *what)
{
        if (!good)
                check_failed(sim, person, what);
}

void check_mix(struct sim *sim, uint64_t value)
{
        sim->hash = (sim->hash ^ value) * UINT64_C(0x9e3779b97f4a7c15);
        sim->hash ^= sim->hash >> 29;
}

static bool same_id(struct prompt_id a, struct prompt_id b)
{
        return a.day == b.day && a.number == b.number;
}

void check_spoken(struct sim *sim, uint32_t i, const struct prompt *prompt)
{
        const struct person_config *config = &sim->configs[i];
        struct witness *witness = &sim->witnesses[i];
        uint16_t speech = ladder_of_kind(config->channels, config->channel_count, CHANNEL_KIND_SPEECH);
        uint32_t within_hour = 1;

        if ((prompt->tell & speech) == 0)
                return;
        for (uint32_t n = 0; n < VOICE_PER_HOUR_MAX && n < witness->spoken_count; n++)
                within_hour += sim->now.boottime_usec - witness->spoken_usec[n] < USEC_PER_HOUR;
        check_require(sim, i, within_hour <= config->breaks.voice_per_hour, "spoken too often in an hour");
        check_require(
                sim, i, ++witness->spoken_today <= config->breaks.voice_per_day, "spoken too often in a day");
        witness->spoken_usec[witness->spoken_count++ % VOICE_PER_HOUR_MAX] = sim->now.boottime_usec;
}

/* What is open, of the two: never both. */
static const struct break_policy *open_policy(const struct person *person)
{
        return person->standing.policy.stage != PROMPT_STAGE_NONE ? &person->standing.policy
                                                                  : &person->policy;
}

/* Something that asks a person to get up, or to sit or walk. */
static void check_told(struct sim *sim, uint32_t i, const struct prompt *prompt)
{
        const struct person *person = household_person(sim->household, i);
        const struct person_config *config = &sim->configs[i];
        struct witness *witness = &sim->witnesses[i];

        const struct bout *bout =
                prompt->about == PROMPT_ABOUT_STANDING ? &person->standing.bout : &person->bout;

        check_require(sim, i, bout_is_confirmed(bout), "prompted while nobody is there for certain");
        /* the shortest limit there is, less what a cue brings forward */
        check_require(sim, i,
                bout_clock(bout, sim->now.boottime_usec) >= 20 * USEC_PER_MINUTE - CUE_AHEAD_USEC,
                "prompted long before any limit");
        check_require(sim, i,
                prompt->about == PROMPT_ABOUT_SITTING ||
                        (person->has_desk && person->settings.stand_limit_usec > 0),
                "prompted about standing without a limit of it");
        check_require(sim, i, !hours_contain(config->quiet_hours, config->quiet_hours_count, &sim->now),
                "prompted in quiet hours");
        check_require(sim, i,
                config->active_hours_count == 0 ||
                        hours_contain(config->active_hours, config->active_hours_count, &sim->now),
                "prompted outside active hours");
        check_require(sim, i,
                !hold_has(&person->holds, HOLD_EFFECT_QUIET) && !hold_has(&person->holds, HOLD_EFFECT_OFF) &&
                        person->settings.enabled,
                "prompted while paused");
        check_require(sim, i, prompt->expires_boottime_usec > sim->now.boottime_usec,
                "prompted with an expiry in the past");
        if (prompt->type == PROMPT_BREAK_DUE)
                check_require(sim, i, witness->open.number == 0 || same_id(witness->open, prompt->id),
                        "two open prompts");
        else
                check_require(sim, i, same_id(witness->open, prompt->id),
                        "a nudge or repeat of a prompt that is not open");
        witness->open = prompt->id;
        check_spoken(sim, i, prompt);
        sim->prompts++;
        sim->standing += prompt->about == PROMPT_ABOUT_STANDING;
        sim->forward +=
                prompt->type == PROMPT_BREAK_DUE &&
                bout_clock(bout, sim->now.boottime_usec) <
                        (prompt->about == PROMPT_ABOUT_STANDING ? &person->standing.policy : &person->policy)
                                ->interval_usec;
}

static void check_prompt(struct sim *sim, uint32_t i, const struct prompt *prompt)
{
        struct witness *witness = &sim->witnesses[i];

        check_mix(sim, prompt->type | (uint64_t)prompt->id.number << 8 | (uint64_t)prompt->tell << 32 |
                               (uint64_t)prompt->variant << 48);
        switch (prompt->type) {
        case PROMPT_BREAK_DUE:
        case PROMPT_BREAK_NUDGE:
        case PROMPT_BREAK_REPEAT: check_told(sim, i, prompt); break;
        case PROMPT_BREAK_TAKEN:
        case PROMPT_BREAK_PARTIAL:
        case PROMPT_BREAK_IGNORED:
        case PROMPT_BREAK_DISMISSED:
        case PROMPT_BREAK_MOOT:
                check_require(sim, i, same_id(witness->open, prompt->id),
                        "an outcome of a prompt that is not open");
                witness->open.number = 0;
                sim->outcomes++;
                break;
        case PROMPT_POSTURE_CHECK:
        case PROMPT_SEAT_CHECK: check_spoken(sim, i, prompt); break;
        case PROMPT_SESSION_DUE:
        case PROMPT_SESSION_STARTED:
        case PROMPT_SESSION_DONE:
        case PROMPT_SESSION_MISSED:
        case PROMPT_RECOVERY_CHECK:
        case PROMPT_LEVEL_UP:
        case PROMPT_WEEK_MET:
        case PROMPT_BLOCK_DONE:
        case PROMPT_WEEK_SUMMARY: break; /* check_routine.c */
        case PROMPT_MAX_: check_failed(sim, i, "a prompt of no type");
        }
}

static void check_effect(struct sim *sim, uint32_t i, const struct effect *effect)
{
        struct witness *witness = &sim->witnesses[i];

        check_mix(sim, effect->kind);
        check_routine_effect(sim, i, effect);
        switch (effect->kind) {
        case EFFECT_PROMPT: check_prompt(sim, i, &effect->prompt); break;
        case EFFECT_LIGHTS:
                check_mix(sim, effect->lights.channels | (uint64_t)effect->lights.show << 16);
                if (effect->lights.show == LIGHT_SHOW_DUE || effect->lights.show == LIGHT_SHOW_REPEAT)
                        witness->lit |= effect->lights.channels;
                else
                        witness->lit &= (uint16_t)~effect->lights.channels;
                break;
        case EFFECT_SPAN:
                check_mix(sim, (uint64_t)effect->span.to_realtime_usec);
                check_require(sim, i, effect->span.to_realtime_usec > effect->span.from_realtime_usec,
                        "a span without length");
                if (effect->span.posture == POSTURE_SITTING)
                        witness->sat_usec += effect->span.to_realtime_usec - effect->span.from_realtime_usec;
                break;
        case EFFECT_OUTCOME:
                check_mix(sim, effect->outcome.outcome | (uint64_t)effect->outcome.ended << 8);
                break;
        case EFFECT_DAY:
                witness->spoken_today = 0;
                check_require(sim, i,
                        effect->day.seated_usec >= 0 &&
                                effect->day.seated_usec <= effect->day.ends_usec - effect->day.began_usec,
                        "a day with more sitting than time");
                break;
        case EFFECT_SAVE:
                person_save(household_person(sim->household, i), &sim->now, &witness->saved);
                witness->saved_zone = sim->now.zone;
                break;
        case EFFECT_STATE:
        case EFFECT_WHY:
        case EFFECT_HUSH:
        case EFFECT_ERROR:
        case EFFECT_SETTING:
        case EFFECT_SESSION:
        case EFFECT_CUE:
        case EFFECT_QUIET:
        case EFFECT_PLAN:
        case EFFECT_ROUTINE:
        case EFFECT_ROUTINE_ERROR: break;
        }
}

static void check_snoozes(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        struct witness *witness = &sim->witnesses[i];

        if (!person->bout.open || person->bout.start_usec != witness->bout_start_usec) {
                witness->bout_start_usec = person->bout.open ? person->bout.start_usec : INT64_MIN / 2;
                witness->snoozes = 0;
        }
        if (person->policy.stage != PROMPT_STAGE_SNOOZED || witness->stage == PROMPT_STAGE_SNOOZED)
                return;
        check_require(sim, i, ++witness->snoozes <= 2, "more than two snoozes in a bout");
        sim->snoozes++;
}

static void check_measures(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        const struct witness *witness = &sim->witnesses[i];
        int64_t now_usec = sim->now.boottime_usec;
        int64_t today_usec = day_summary_sitting(&person->summary, &person->bout, now_usec);
        int64_t clock_usec = bout_clock(&person->bout, now_usec);

        check_require(sim, i,
                clock_usec >= 0 && (!person->bout.open || clock_usec <= now_usec - person->bout.start_usec),
                "a bout with more sitting than time");
        check_require(sim, i, today_usec >= 0 && today_usec <= now_usec - person->summary.began_usec,
                "more sitting today than time");
        clock_usec = bout_clock(&person->standing.bout, now_usec);
        check_require(sim, i,
                clock_usec >= 0 && (!person->standing.bout.open ||
                                           clock_usec <= now_usec - person->standing.bout.start_usec),
                "a bout with more standing than time");
        check_require(sim, i, !bout_is_confirmed(&person->bout) || !bout_is_confirmed(&person->standing.bout),
                "they sit and stand, both for certain");
        check_require(sim, i, witness->sat_usec <= now_usec - witness->born_usec,
                "more sitting in spans than time");
}

static void check_lights(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        const struct break_policy *policy = open_policy(person);
        bool is_offered = person->routine && routine_prompt(person->routine).number != 0;
        bool may_show =
                is_offered ||
                (bout_is_seated(policy == &person->policy ? &person->bout : &person->standing.bout) &&
                        (policy->stage == PROMPT_STAGE_OPEN || policy->stage == PROMPT_STAGE_AMBIENT ||
                                policy->stage == PROMPT_STAGE_WAITING));

        check_require(sim, i, may_show || sim->witnesses[i].lit == 0, "a lamp is not restored");
}

static void check_save_and_load(struct sim *sim, uint32_t i)
{
        struct person_record record;

        sim->until_check = 100;
        person_save(household_person(sim->household, i), &sim->now, &record);
        check_record(sim, i, &record, &sim->now.zone, false);
}

/* What happened, for whoever has to find out why (SIM_TRACE=1). */
static void trace(const struct sim *sim, uint32_t i, const struct event *event)
{
        const struct person *person = household_person(sim->household, i);

        printf("# %lld.%06lld person %u event %u: posture %u, stage %u, clock %lld s, lit %x:",
                (long long)(sim->now.boottime_usec / USEC_PER_SEC),
                (long long)(sim->now.boottime_usec % USEC_PER_SEC), i, (unsigned)event->kind,
                (unsigned)person->bout.posture, (unsigned)person->policy.stage,
                (long long)(bout_clock(&person->bout, sim->now.boottime_usec) / USEC_PER_SEC),
                sim->witnesses[i].lit);
        for (uint16_t e = 0; e < sim->effects.count; e++) {
                const struct effect *effect = &sim->effects.items[e];

                printf(" %u", (unsigned)effect->kind);
                if (effect->kind == EFFECT_PROMPT)
                        printf("(type %u #%u tell %x)", (unsigned)effect->prompt.type,
                                effect->prompt.id.number, effect->prompt.tell);
                if (effect->kind == EFFECT_CUE)
                        printf("(cue %u kind %u note %u)", effect->cue.number, (unsigned)effect->cue.kind,
                                (unsigned)effect->cue.note);
                if (effect->kind == EFFECT_LIGHTS)
                        printf("(%x show %u)", effect->lights.channels, (unsigned)effect->lights.show);
        }
        printf("\n");
}

void check_step(struct sim *sim, uint32_t i, const struct event *event)
{
        const struct person *person = household_person(sim->household, i);
        struct witness *witness = &sim->witnesses[i];

        sim->steps++;
        if (sim->traced)
                trace(sim, i, event);
        check_mix(sim, (uint64_t)sim->now.boottime_usec);
        check_mix(sim, (uint64_t)person->bout.posture | (uint64_t)person->policy.stage << 8);
        for (uint16_t e = 0; e < sim->effects.count; e++)
                check_effect(sim, i, &sim->effects.items[e]);
        /* lost on the way: as if it had never been told */
        if (event->kind == EVENT_LINK && event->link.lost &&
                open_policy(person)->first_delivered_usec == STAMP_NONE)
                witness->open.number = 0;
        check_snoozes(sim, i);
        check_measures(sim, i);
        check_lights(sim, i);
        check_routine_step(sim, i);
        check_require(sim, i,
                person->policy.stage == PROMPT_STAGE_NONE ||
                        person->standing.policy.stage == PROMPT_STAGE_NONE,
                "a prompt about sitting and one about standing at once");
        check_require(sim, i, open_policy(person)->stage != PROMPT_STAGE_NONE || witness->open.number == 0,
                "a prompt ended without an outcome");
        if (--sim->until_check == 0)
                check_save_and_load(sim, i);
}

void check_record(
        struct sim *sim, uint32_t i, struct person_record *record, const struct zone *zone, bool through_text)
{
        struct instant then = sim->now;
        struct person_record again;
        struct person person;
        char *before, *after;

        /* a record is as old as it is: it comes back at the moment of its saving */
        then.boottime_usec = record->saved_boottime_usec;
        then.realtime_usec = record->saved_realtime_usec;
        then.zone = *zone;
        check_require(sim, i, person_init(&person, &sim->configs[i], &then) == 0, "no memory");
        home_restore_settings(&person, household_person(sim->household, i));
        person_load(&person, record, 0, &then);
        person_save(&person, &then, &again);
        person_done(&person);
        if (!through_text && memcmp(record, &again, sizeof(again)) == 0)
                return;
        before = record_print(record);
        after = record_print(&again);
        check_require(sim, i, before && after, "no memory");
        if (strcmp(before, after) != 0) {
                printf("# %s\n# %s\n", before, after);
                check_failed(sim, i, "another state after save and load");
        }
        check_require(sim, i, record_parse(after, record) == 0, "a record that cannot be read");
        free(before);
        before = record_print(record);
        check_require(sim, i, before && strcmp(before, after) == 0, "another state after print and parse");
        free(before);
        free(after);
}
