/* SPDX-License-Identifier: MIT */
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_trainee(const struct sim *sim, uint32_t i)
{
        return sim->trainees[i].has_routine;
}

/* Not what it would really take, but always the same for the same words, and never the same for all. */
static int64_t speak_usec(void *userdata, const struct cue *cue)
{
        (void)userdata;
        switch (cue->kind) {
        case CUE_COUNT:
        case CUE_COUNTDOWN:
        case CUE_HALFWAY: return cue->count == 0 ? 2 * USEC_PER_SEC : 600 * USEC_PER_MSEC;
        case CUE_SAFETY:
        case CUE_INTRO:
        case CUE_READY:
        case CUE_DO:
        case CUE_SWITCH:
        case CUE_REST:
        case CUE_MISTAKE:
        case CUE_QUESTION:
        case CUE_OUTRO:
        case CUE_MAX_: break;
        }
        return USEC_PER_SEC +
               ((int)cue->kind * 700 + cue->line * 900 + (cue->exercise + 1) % 5 * 400) * USEC_PER_MSEC;
}

static uint8_t count_lines(const char *const *texts)
{
        uint8_t count = 0;

        while (count < PROGRAMME_LINES_MAX && texts[count])
                count++;
        return count;
}

static uint8_t lines(void *userdata, int exercise, enum cue_kind kind)
{
        const struct programmes *programmes = userdata;
        const struct exercise_words *words;

        if (exercise < 0)
                return 2;
        words = programmes_exercise_words(programmes, exercise, "en");
        if (kind == CUE_OUTRO)
                return words->returning != NULL;
        if (kind == CUE_MISTAKE)
                return words->mistake != NULL;
        return count_lines(kind == CUE_READY ? words->ready : words->doing);
}

static struct routine_item draw_item(struct sim *sim, int programme)
{
        const struct programme *chosen = &programmes_set(sim->programmes)->programmes[programme];
        struct random *random = &sim->random;
        struct routine_item item = {
                .programme = (int16_t)programme,
                .days = random_percent(random, 50) ? chosen->default_days
                                                   : (uint8_t)(1 + random_below(random, HOURS_EVERY_DAY)),
                .minute = ROUTINE_NO_MINUTE,
                .until_minute = ROUTINE_NO_MINUTE,
                .pace = random_percent(random, 50) ? SESSION_PACE_REP : SESSION_PACE_SET,
        };

        if (chosen->schedule == PROGRAMME_SCHEDULE_DAILY)
                item.days = HOURS_EVERY_DAY;
        if (random_percent(random, 90))
                item.minute = (int32_t)random_below(random, MINUTES_PER_DAY);
        if (item.minute >= 0 && random_percent(random, 40))
                item.until_minute = (item.minute + 30 + (int32_t)random_below(random, 240)) % MINUTES_PER_DAY;
        return item;
}

static void draw_items(struct sim *sim, struct routine_config *config)
{
        static const char *const ids[] = { "upper-back-strength", "steady-back", "daily-stretch",
                "gentle-stretch" };
        uint32_t chosen = 1 + random_below(&sim->random, (1u << ELEMENTS(ids)) - 1);

        /* Most have one or two. */
        chosen &= random_percent(&sim->random, 70) ? 1 + random_below(&sim->random, 3) : chosen;
        if (chosen == 0)
                chosen = 1;
        for (size_t i = 0; i < ELEMENTS(ids); i++) {
                int programme = programme_find(config->set, ids[i]);

                check_require(sim, 0, programme >= 0, "a programme that ships is missing");
                if (chosen >> i & 1)
                        config->items[config->item_count++] = draw_item(sim, programme);
        }
}

void trainee_draw(struct sim *sim, uint32_t i)
{
        struct trainee *trainee = &sim->trainees[i];
        struct random *random = &sim->random;

        trainee->said_usec = USEC_INFINITY;
        if (!sim->all_train && sim->seed / 2 % SIM_TRAINING_HOMES != SIM_TRAINING_HOME)
                return;
        trainee->has_routine = true;
        trainee->answers = random_percent(random, 40);
        trainee->config = (struct routine_config){
                .set = programmes_set(sim->programmes),
                .rules = programmes_screening(sim->programmes),
                .never = (uint8_t)(random_percent(random, 80) ? 0 : 1u << random_below(random, 7)),
                .equipment_known = random_percent(random, 60) ? UINT32_MAX : 0,
                .equipment_there = random_percent(random, 80) ? UINT32_MAX : random_below(random, UINT32_MAX),
                .pace = SESSION_PACE_SET,
        };
        draw_items(sim, &trainee->config);
        sim->configs[i].routine = &trainee->config;
}

void trainee_set_voices(struct sim *sim)
{
        for (uint32_t i = 0; i < sim->count; i++) {
                struct trainee *trainee = &sim->trainees[i];
                const struct session_voice voice = { (void *)(uintptr_t)sim->programmes, trainee->answers,
                        speak_usec, lines };

                if (!trainee->has_routine)
                        continue;
                person_set_voice(household_person(sim->household, i), &voice);
                trainee->quiet_usec = INT64_MIN;
                trainee->said_usec = USEC_INFINITY;
        }
}

void trainee_clear(struct sim *sim)
{
        for (uint32_t i = 0; i < sim->count; i++) {
                free(sim->trainees[i].records);
                free(sim->trainees[i].done);
        }
}

/* All no, for most; equipment is there, for most. */
static void answer_questions(struct sim *sim, uint32_t i)
{
        const struct routine_config *config = &sim->trainees[i].config;
        const struct routine *routine = household_person(sim->household, i)->routine;
        struct screening_answers answers = *routine_answers(routine);
        struct event event = { .kind = EVENT_SCREENING, .screening = &answers };
        struct random *random = &sim->random;
        int32_t today = routine_day(routine);

        for (uint8_t q = 0; q < config->rules->general_count; q++)
                answers.general[q] = random_percent(random, 1) ? ANSWER_YES : ANSWER_NO;
        for (uint8_t q = 0; q < config->rules->clearance_count; q++) {
                enum answer expected = config->rules->clearance_expected[q];

                answers.clearance[q] = expected;
                if (random_percent(random, 5))
                        answers.clearance[q] = expected == ANSWER_YES ? ANSWER_NO : ANSWER_YES;
        }
        for (size_t t = 0; t < config->set->tag_count; t++)
                answers.tags[t] = random_percent(random, 3) ? ANSWER_YES : ANSWER_NO;
        answers.equipment_known = random_percent(random, 70) ? UINT32_MAX : 0;
        answers.equipment_there = random_percent(random, 80) ? UINT32_MAX : random_below(random, UINT32_MAX);
        answers.answered_day = today;
        if (random_percent(random, 40))
                answers.cleared_day = today;
        answers.red_flag = answers.red_flag && answers.cleared_day != today;
        home_step(sim, i, &event);
}

void trainee_begin(struct sim *sim)
{
        for (uint32_t i = 0; i < sim->count; i++)
                if (is_trainee(sim, i) && random_percent(&sim->random, 90))
                        answer_questions(sim, i);
}

static void give(struct sim *sim, uint32_t i, const struct routine_command *command)
{
        struct event event = { .kind = EVENT_ROUTINE, .routine = command };

        home_step(sim, i, &event);
}

static enum effort draw_effort(struct random *random)
{
        uint32_t draw = random_below(random, 100);

        return draw < 60 ? EFFORT_RIGHT : draw < 75 ? EFFORT_EASY : draw < 92 ? EFFORT_HARD : EFFORT_MAX;
}

static void guide(struct sim *sim, uint32_t i, enum session_verb verb)
{
        const struct session *session = routine_session(household_person(sim->household, i)->routine);
        struct routine_command command = { .verb = ROUTINE_GUIDED, .session_verb = verb };
        struct random *random = &sim->random;

        command.effort = draw_effort(random);
        command.pain =
                random_percent(random, 50) ? PAIN_UNSAID : (uint8_t)random_below(random, PAIN_WORST + 1);
        command.sharp = random_percent(random, 4);
        if (session && session->plan.count > 0)
                snprintf(command.exercise, sizeof(command.exercise), "%s",
                        sim->trainees[i]
                                .config.set
                                ->exercises[session->plan.items[random_below(random, session->plan.count)]
                                                    .exercise]
                                .id);
        give(sim, i, &command);
}

/* One of the verbs, each as often as it says. */
static enum session_verb draw_verb(struct random *random, const uint8_t weights[static SESSION_VERB_MAX_])
{
        uint32_t draw, sum = 0;

        for (int v = 0; v < SESSION_VERB_MAX_; v++)
                sum += weights[v];
        draw = random_below(random, sum);
        for (int v = 0; v < SESSION_VERB_MAX_; v++) {
                if (draw < weights[v])
                        return (enum session_verb)v;
                draw -= weights[v];
        }
        return SESSION_VERB_NEXT;
}

static void start(struct sim *sim, uint32_t i)
{
        const struct routine_config *config = &sim->trainees[i].config;
        struct routine_command command = { .verb = ROUTINE_START,
                .is_short = random_percent(&sim->random, 15) };

        if (random_percent(&sim->random, 60))
                snprintf(command.programme, sizeof(command.programme), "%s",
                        config->set
                                ->programmes[config->items[random_below(&sim->random, config->item_count)]
                                                     .programme]
                                .id);
        give(sim, i, &command);
}

/* The days of this week and a bit around it, at times and without. */
static void change_plan(struct sim *sim, uint32_t i)
{
        static const enum routine_verb verbs[] = { ROUTINE_MOVE, ROUTINE_MOVE, ROUTINE_MOVE, ROUTINE_SKIP,
                ROUTINE_SKIP, ROUTINE_AT, ROUTINE_DAYS };
        struct random *random = &sim->random;
        struct routine_command command = {
                .verb = verbs[random_below(random, ELEMENTS(verbs))],
                .day = routine_day(household_person(sim->household, i)->routine) - 1 +
                       (int32_t)random_below(random, 7),
                .minute = (int32_t)random_below(random, MINUTES_PER_DAY),
                .until_minute = ROUTINE_NO_MINUTE,
                .days = (uint8_t)random_below(random, HOURS_EVERY_DAY + 1),
        };

        if (command.verb == ROUTINE_MOVE && random_percent(random, 50))
                command.minute = ROUTINE_NO_MINUTE;
        if (command.verb == ROUTINE_AT && random_percent(random, 40))
                command.until_minute = (command.minute + 60) % MINUTES_PER_DAY;
        give(sim, i, &command);
}

static void answer_offer(struct sim *sim, uint32_t i)
{
        static const enum command_verb verbs[] = { COMMAND_DONE, COMMAND_DONE, COMMAND_DONE, COMMAND_DONE,
                COMMAND_SNOOZE, COMMAND_SNOOZE, COMMAND_SKIP };
        struct command command = { .verb = verbs[random_below(&sim->random, ELEMENTS(verbs))],
                .until_day = COMMAND_NO_DAY };
        struct event event = { .kind = EVENT_COMMAND, .command = &command };

        home_step(sim, i, &event);
}

static void act_without_session(struct sim *sim, uint32_t i)
{
        const struct person *person = household_person(sim->household, i);
        struct routine_command command = { .verb = ROUTINE_RECOVERY };
        uint32_t draw = random_below(&sim->random, 1000);

        if (routine_prompt(person->routine).number != 0 && draw < 500) {
                answer_offer(sim, i);
        } else if (routine_recovery_prompt(person->routine).number != 0 && draw < 300) {
                command.worse = random_percent(&sim->random, 30);
                give(sim, i, &command);
        } else if (draw < 50) {
                start(sim, i);
        } else if (draw < 70) {
                change_plan(sim, i);
        } else if (draw < 85) {
                answer_questions(sim, i);
        } else if (draw < 87) {
                command.verb = ROUTINE_NONE_APPLY;
                give(sim, i, &command);
        } else if (draw < 90) {
                guide(sim, i, (enum session_verb)random_below(&sim->random, SESSION_VERB_MAX_));
        }
}

static void act(struct sim *sim, uint32_t i)
{
        static const uint8_t running[SESSION_VERB_MAX_] = { [SESSION_VERB_PAUSE] = 12,
                [SESSION_VERB_RESUME] = 1,
                [SESSION_VERB_DONE] = 40,
                [SESSION_VERB_NEXT] = 25,
                [SESSION_VERB_EASIER] = 6,
                [SESSION_VERB_PAIN] = 3,
                [SESSION_VERB_STOP] = 2,
                [SESSION_VERB_ANSWER] = 1,
                [SESSION_VERB_TOO_EASY] = 3 };
        static const uint8_t paused[SESSION_VERB_MAX_] = { [SESSION_VERB_PAUSE] = 1,
                [SESSION_VERB_RESUME] = 60,
                [SESSION_VERB_DONE] = 4,
                [SESSION_VERB_NEXT] = 6,
                [SESSION_VERB_EASIER] = 4,
                [SESSION_VERB_PAIN] = 4,
                [SESSION_VERB_STOP] = 6 };
        static const uint8_t question[SESSION_VERB_MAX_] = { [SESSION_VERB_ANSWER] = 80,
                [SESSION_VERB_ANSWER_EXERCISE] = 40,
                [SESSION_VERB_PAIN] = 5,
                [SESSION_VERB_STOP] = 3,
                [SESSION_VERB_RESUME] = 1 };
        const struct session *session = routine_session(household_person(sim->household, i)->routine);

        switch (session ? session->state : SESSION_STATE_NONE) {
        case SESSION_STATE_RUNNING: guide(sim, i, draw_verb(&sim->random, running)); break;
        case SESSION_STATE_PAUSED: guide(sim, i, draw_verb(&sim->random, paused)); break;
        case SESSION_STATE_QUESTION:
                if (random_percent(&sim->random, 60))
                        guide(sim, i, draw_verb(&sim->random, question));
                else
                        act_without_session(sim, i);
                break;
        case SESSION_STATE_NONE:
        case SESSION_STATE_DONE:
        case SESSION_STATE_MAX_: act_without_session(sim, i); break;
        }
}

void trainee_act(struct sim *sim)
{
        for (uint32_t i = 0; i < sim->count; i++)
                if (is_trainee(sim, i) && random_percent(&sim->random, 50))
                        act(sim, i);
}

static bool is_waiting(const struct sim *sim, uint32_t i)
{
        const struct routine *routine = household_person(sim->household, i)->routine;
        const struct session *session;

        if (!routine)
                return false;
        session = routine_session(routine);
        return (session && session->state == SESSION_STATE_RUNNING) || routine_prompt(routine).number != 0;
}

int64_t trainee_gap(struct sim *sim, int64_t gap_usec)
{
        for (uint32_t i = 0; i < sim->count; i++)
                if (is_waiting(sim, i) && random_percent(&sim->random, 80))
                        return usec_min(gap_usec, random_below(&sim->random, 60000) * USEC_PER_MSEC);
        return gap_usec;
}

int64_t trainee_next_said(const struct sim *sim)
{
        int64_t next_usec = USEC_INFINITY;

        for (uint32_t i = 0; i < sim->count; i++)
                if (is_trainee(sim, i))
                        next_usec = usec_min(next_usec, sim->trainees[i].said_usec);
        return next_usec;
}

void trainee_say(struct sim *sim)
{
        struct event event = { .kind = EVENT_SAID };

        for (uint32_t i = 0; i < sim->count; i++) {
                struct trainee *trainee = &sim->trainees[i];

                if (!trainee->has_routine || trainee->said_usec > sim->now.boottime_usec)
                        continue;
                trainee->said_usec = USEC_INFINITY;
                trainee->quiet_usec = usec_min(trainee->quiet_usec, sim->now.boottime_usec);
                event.said.cue = trainee->said;
                home_step(sim, i, &event);
        }
}
