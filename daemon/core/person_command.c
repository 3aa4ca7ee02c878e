/* SPDX-License-Identifier: MIT */
#include "core/person_parts.h"

#include <string.h>

/* The hold that stands for `enabled` being off. */
#define REASON_PAUSED "paused"

static void tell_setting(struct person *person, enum setting setting, struct effects *effects)
{
        struct effect *effect = effects_add(effects, EFFECT_SETTING);

        effect->setting.setting = setting;
        effect->setting.value = person_setting(person, setting);
}

bool person_is_prompt(const struct person *person, const char *text, struct prompt_id id)
{
        size_t length = strlen(person->config->id);
        char day[INSTANT_DAY_TEXT_SIZE];
        unsigned number = 0;

        if (strncmp(text, person->config->id, length) != 0)
                return false;
        instant_print_day(id.day, day);
        text += length;
        if (*text != '-' || strncmp(text + 1, day, strlen(day)) != 0 || text[1 + strlen(day)] != '-')
                return false;
        text += strlen(day) + 2;
        if (*text < '1' || *text > '9')
                return false;
        for (; *text >= '0' && *text <= '9' && number <= UINT16_MAX; text++)
                number = number * 10 + (unsigned)(*text - '0');
        return *text == '\0' && number == id.number;
}

static bool is_open_prompt(const struct person *person, const char *text)
{
        const struct break_policy *standing = &person->standing.policy;

        return (person->policy.stage != PROMPT_STAGE_NONE &&
                       person_is_prompt(person, text, person->policy.id)) ||
               (standing->stage != PROMPT_STAGE_NONE && person_is_prompt(person, text, standing->id));
}

/* Everything that now shows them there is doubted until it changes; the rest decides. */
static void not_me(struct person *person, const struct instant *now, struct effects *effects)
{
        struct bout_changes changes = { .count = 0 };
        bool stands = bout_is_seated(&person->standing.bout);

        if (!bout_is_seated(&person->bout) && !stands) {
                effects_refuse(effects, COMMAND_NOT_ME, REFUSAL_NOT_SEATED);
                return;
        }
        for (uint16_t i = 0; i < person->config->source_count; i++) {
                const struct source_config *config = &person->config->sources[i];

                if (config->kind != SOURCE_KIND_HOME && config->kind != SOURCE_KIND_DESK_HEIGHT &&
                        config->kind != SOURCE_KIND_ROOM && person->sources[i].value == SOURCE_VALUE_TRUE)
                        person->sources[i].doubted = true;
        }
        if (stands)
                person_lose_standing(person, now, effects);
        else
                bout_censor(&person->bout, now->boottime_usec, &changes);
        person_decide(person, now);
        bout_step(&person->bout, &person->breaks.bout, &person->verdict, now->boottime_usec, &changes);
        person_follow_room(person);
        person_take_changes(person, &changes, now, effects);
        person_stand(person, now, effects);
}

static void done(struct person *person, const struct instant *now, struct effects *effects)
{
        enum prompt_about about = person_about(person);
        struct break_context context = person_context(person, about, now, effects);
        struct bout_changes changes = { .count = 0 };

        break_policy_done(person_policy(person, about), &context);
        if (about == PROMPT_ABOUT_STANDING) {
                person_claim_standing(person, now, effects);
                return;
        }
        bout_claim_break(&person->bout, now->boottime_usec, &changes);
        person_take_changes(person, &changes, now, effects);
}

static enum hold_effect effect_of(const struct person *person, const char *reason)
{
        for (uint8_t i = 0; i < person->config->hold_count; i++)
                if (strcmp(person->config->holds[i].reason, reason) == 0)
                        return person->config->holds[i].effect;
        return hold_effect_of(reason);
}

/* What @reason says of the pause is said anew: the switch that set it is back on. */
static void switch_on_again(struct person *person, const char *reason, struct effects *effects)
{
        if (person->settings.enabled || strcmp(reason, REASON_PAUSED) != 0)
                return;
        person->settings.enabled = true;
        tell_setting(person, SETTING_ENABLED, effects);
}

static void hold(struct person *person, const struct command *command, const struct instant *now,
        struct effects *effects)
{
        int64_t duration_usec = command->duration_usec > 0 ? command->duration_usec : PERSON_HOLD_USEC;
        int64_t until_boottime_usec = usec_add(now->boottime_usec, duration_usec);
        int64_t until_realtime_usec = USEC_INFINITY;

        if (command->until_day != COMMAND_NO_DAY) {
                until_boottime_usec = USEC_INFINITY;
                until_realtime_usec = instant_from_civil(now, command->until_day, command->until_minute);
                if (until_realtime_usec <= now->realtime_usec) {
                        effects_refuse(effects, COMMAND_HOLD, REFUSAL_PAST);
                        return;
                }
        }
        if (hold_set_command(&person->holds, command->reason, effect_of(person, command->reason),
                    until_boottime_usec, until_realtime_usec) < 0)
                effects_refuse(effects, COMMAND_HOLD, REFUSAL_TOO_MANY_HOLDS);
        else
                switch_on_again(person, command->reason, effects);
}

static void release(struct person *person, const struct command *command, struct effects *effects)
{
        if (hold_release(&person->holds, command->reason) < 0)
                effects_refuse(effects, COMMAND_RELEASE, REFUSAL_NO_SUCH_HOLD);
        else
                switch_on_again(person, command->reason, effects);
}

static void set(struct person *person, const struct command *command, struct effects *effects)
{
        int64_t min;
        int64_t max;

        person_setting_range(command->setting, &min, &max);
        if (command->setting == SETTING_STAND_LIMIT && command->value == 0)
                min = 0;
        if (command->setting == SETTING_STAND_LIMIT && command->value > 0 && !person->has_desk) {
                effects_refuse(effects, COMMAND_SET, REFUSAL_NO_DESK)->error.setting = command->setting;
        } else if (command->value < min || command->value > max) {
                struct effect *error = effects_refuse(effects, COMMAND_SET, REFUSAL_RANGE);

                error->error.setting = command->setting;
                error->error.min = min;
                error->error.max = max;
        } else {
                person_apply_setting(person, command->setting, command->value);
        }
        /* After a refusal too: whoever shows the value has shown the wrong one. */
        tell_setting(person, command->setting, effects);
}

void person_command(struct person *person, const struct command *command, const struct instant *now,
        struct effects *effects)
{
        enum prompt_about about = person_about(person);
        struct break_context context = person_context(person, about, now, effects);

        if (person_answer_routine(person, command, now, effects))
                return;
        if (command->prompt_id[0] != '\0' && !is_open_prompt(person, command->prompt_id)) {
                effects_refuse(effects, command->verb, REFUSAL_OLD_PROMPT);
                return;
        }
        switch (command->verb) {
        case COMMAND_DONE: done(person, now, effects); break;
        case COMMAND_SKIP: break_policy_skip(person_policy(person, about), &context); break;
        case COMMAND_NOT_ME: not_me(person, now, effects); break;
        case COMMAND_SNOOZE:
                break_policy_snooze(person_policy(person, about), &context,
                        command->duration_usec > 0 ? command->duration_usec : person->settings.snooze_usec);
                break;
        case COMMAND_HOLD: hold(person, command, now, effects); break;
        case COMMAND_RELEASE: release(person, command, effects); break;
        case COMMAND_SET: set(person, command, effects); break;
        }
}

int64_t person_setting(const struct person *person, enum setting setting)
{
        switch (setting) {
        case SETTING_ENABLED: return person->settings.enabled;
        case SETTING_SIT_LIMIT: return person->settings.sit_limit_usec;
        case SETTING_BREAK_GOAL: return person->settings.break_goal_usec;
        case SETTING_SNOOZE: return person->settings.snooze_usec;
        case SETTING_STAND_LIMIT: return person->settings.stand_limit_usec;
        case SETTING_MAX_: break;
        }
        return 0;
}

void person_apply_setting(struct person *person, enum setting setting, int64_t value)
{
        switch (setting) {
        case SETTING_ENABLED:
                person->settings.enabled = value != 0;
                if (value == 0)
                        (void)hold_set_command(&person->holds, REASON_PAUSED, HOLD_EFFECT_QUIET,
                                USEC_INFINITY, USEC_INFINITY);
                else
                        (void)hold_release(&person->holds, REASON_PAUSED);
                break;
        case SETTING_SIT_LIMIT:
                person->settings.sit_limit_usec = value;
                person->breaks.sit_limit_usec = value;
                person->policy.interval_usec = value;
                break;
        case SETTING_BREAK_GOAL:
                person->settings.break_goal_usec = value;
                person->breaks.bout.break_goal_usec = value;
                break;
        case SETTING_SNOOZE:
                person->settings.snooze_usec = value;
                person->breaks.snooze_usec = value;
                break;
        case SETTING_STAND_LIMIT:
                person->settings.stand_limit_usec = value;
                person->breaks.stand_limit_usec = value;
                if (value > 0)
                        person->standing.policy.interval_usec = value;
                break;
        case SETTING_MAX_: break;
        }
}

void person_setting_range(enum setting setting, int64_t *ret_min, int64_t *ret_max)
{
        static const int64_t ranges[SETTING_MAX_][2] = {
                [SETTING_ENABLED] = { 0, 1 },
                [SETTING_SIT_LIMIT] = { 20 * USEC_PER_MINUTE, 60 * USEC_PER_MINUTE },
                [SETTING_BREAK_GOAL] = { 1 * USEC_PER_MINUTE, 10 * USEC_PER_MINUTE },
                [SETTING_SNOOZE] = { SNOOZE_MIN_USEC, SNOOZE_MAX_USEC },
                [SETTING_STAND_LIMIT] = { 20 * USEC_PER_MINUTE, 60 * USEC_PER_MINUTE },
        };

        *ret_min = ranges[setting][0];
        *ret_max = ranges[setting][1];
}
