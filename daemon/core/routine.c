/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <errno.h>
#include <stdlib.h>

static int64_t speak_nothing(void *userdata, const struct cue *cue)
{
        (void)userdata;
        (void)cue;
        return 0;
}

static uint8_t no_lines(void *userdata, int exercise, enum cue_kind kind)
{
        (void)userdata;
        (void)exercise;
        return kind == CUE_READY ? 1 : 0;
}

static void init_course(struct routine_course *course, const struct routine_config *config,
        const struct routine_item *item, int32_t day)
{
        bool is_there = item->programme >= 0 && (size_t)item->programme < config->set->programme_count;

        course->plan = *item;
        course->begun_day = DAY_NEVER;
        if (!is_there)
                return;
        course->programme = &config->set->programmes[item->programme];
        progression_init(&course->progression, config->set, course->programme, day);
        course->before = course->progression;
}

int routine_new(const struct routine_config *config, int16_t day_start_minute, const struct instant *now,
        struct routine **ret_routine)
{
        struct routine *routine = calloc(1, sizeof(*routine));

        if (!routine)
                return -ENOMEM;
        routine->config = config;
        routine->day_start_minute = day_start_minute;
        routine->voice = (struct session_voice){ .speak_usec = speak_nothing, .lines = no_lines };
        routine->answers.answered_day = DAY_NEVER;
        routine->answers.cleared_day = DAY_NEVER;
        routine->day = instant_day(now, now->realtime_usec, day_start_minute);
        routine->course_count = config->item_count;
        for (uint8_t i = 0; i < config->item_count; i++)
                init_course(&routine->courses[i], config, &config->items[i], routine->day);
        routine_keep(NULL, &routine->kept);
        session_init(&routine->session, config->set, &routine->voice);
        routine->is_stale = true;
        routine->stretch = -1;
        routine->deadline_usec = now->boottime_usec;
        *ret_routine = routine;
        return 0;
}

struct routine *routine_free(struct routine *routine)
{
        free(routine);
        return NULL;
}

void routine_set_voice(struct routine *routine, const struct session_voice *voice)
{
        routine->voice = *voice;
        routine->session.voice = *voice;
}

/* A programme begins when it is first seen. */
static void begin_programmes(struct routine *routine, const struct routine_turn *turn)
{
        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (course->programme && course->begun_day == DAY_NEVER)
                        routine_log(routine, turn,
                                &(struct routine_record){ .kind = ROUTINE_RECORD_START,
                                        .programme = course->plan.programme,
                                        .exercise = -1,
                                        .day = routine->day,
                                        .minute = ROUTINE_NO_MINUTE,
                                        .until_minute = ROUTINE_NO_MINUTE });
        }
}

/* After an illness the questions are asked again. */
static void take_holds(struct routine *routine, const struct routine_turn *turn)
{
        const struct routine_surroundings *around = turn->around;

        if (routine->kept.was_ill && !around->is_ill && routine->answers.answered_day != DAY_NEVER) {
                routine->answers.answered_day = DAY_NEVER;
                routine_log_screening(routine, turn);
        }
        routine->kept.was_ill = around->is_ill;
        routine->is_ill = around->is_ill;
        routine->is_off = around->is_off;
        if (routine->is_off)
                routine->kept.off_day = routine->day;
}

static void take_event(struct routine *routine, const struct routine_turn *turn, const struct event *event)
{
        struct session_event said = { .kind = SESSION_EVENT_SAID };

        switch (event->kind) {
        case EVENT_ROUTINE: routine_command(routine, turn, event->routine); break;
        case EVENT_SCREENING: routine_take_screening(routine, turn, event->screening); break;
        case EVENT_SAID:
                said.number = event->said.cue;
                if (routine_session_speaks(routine))
                        (void)routine_step_session(routine, turn, &said);
                break;
        case EVENT_TIME:
        case EVENT_CLAIM:
        case EVENT_AVAILABILITY:
        case EVENT_REJECTED:
        case EVENT_HOLD_TOPIC:
        case EVENT_CUE:
        case EVENT_COMMAND:
        case EVENT_SUSPENDED:
        case EVENT_CLOCK_CHANGED:
        case EVENT_LINK: break;
        }
}

static bool are_same(const struct plan_session *a, const struct plan_session *b, uint8_t count)
{
        for (uint8_t i = 0; i < count; i++)
                if (a[i].programme != b[i].programme || a[i].state != b[i].state ||
                        a[i].at_realtime_usec != b[i].at_realtime_usec)
                        return false;
        return true;
}

static bool is_same(const struct plan_view *a, const struct plan_view *b)
{
        if (a->monday != b->monday || a->count != b->count || a->next_count != b->next_count ||
                a->held != b->held || a->is_light != b->is_light || a->has_block != b->has_block ||
                a->block_week != b->block_week || a->block_met != b->block_met ||
                a->block_goal != b->block_goal || a->stretch_days != b->stretch_days)
                return false;
        return are_same(a->sessions, b->sessions, a->count) && are_same(a->next, b->next, a->next_count);
}

static void publish_plan(struct routine *routine, const struct routine_turn *turn)
{
        struct plan_view view;

        routine_plan_view(routine, turn->now, &view);
        if (is_same(&view, &routine->published))
                return;
        routine->published = view;
        effects_add(turn->effects, EFFECT_PLAN);
}

/* What follows from all that was taken. */
static void settle(struct routine *routine, const struct routine_turn *turn)
{
        int64_t next_usec, day_end_usec;

        if (routine->is_stale)
                routine_plan(routine);
        next_usec = instant_to_boottime(turn->now, routine_offer(routine, turn));
        if (routine->is_stale)
                routine_plan(routine);
        routine_find_phase(routine, turn);
        routine_find_stretch(routine, turn);
        publish_plan(routine, turn);
        day_end_usec = routine_moment(routine, routine->day + 1, routine->day_start_minute, turn->now);
        next_usec = usec_min(next_usec, instant_to_boottime(turn->now, day_end_usec));
        next_usec =
                usec_min(next_usec, instant_to_boottime(turn->now, routine_week_changes(routine, turn->now)));
        if (routine_session_speaks(routine))
                next_usec = usec_min(next_usec, routine->session.deadline_usec);
        if (routine->phase == ROUTINE_PHASE_SESSION && routine->session.state == SESSION_STATE_PAUSED)
                next_usec = usec_min(next_usec, routine->session.paused_usec + ROUTINE_REPLACES_BREAK_USEC);
        routine->deadline_usec = next_usec;
}

/* What was due before what comes now. */
static void catch_up(struct routine *routine, const struct routine_turn *turn)
{
        routine_end_day(routine, turn);
        begin_programmes(routine, turn);
        take_holds(routine, turn);
        routine_run_session(routine, turn);
        if (routine->is_stale)
                routine_plan(routine);
}

void routine_step(struct routine *routine, const struct routine_surroundings *surroundings,
        const struct event *event, const struct instant *now, struct effects *effects)
{
        struct routine_turn turn = { .around = surroundings, .now = now, .effects = effects };

        catch_up(routine, &turn);
        take_event(routine, &turn, event);
        settle(routine, &turn);
}

bool routine_answer(struct routine *routine, const struct routine_surroundings *surroundings,
        enum command_verb verb, int64_t duration_usec, const struct instant *now, struct effects *effects)
{
        struct routine_turn turn = { .around = surroundings, .now = now, .effects = effects };
        struct routine_course *course = &routine->courses[routine->kept.item];
        static const struct routine_command start = { .verb = ROUTINE_START };

        if (!routine->kept.is_open ||
                (verb != COMMAND_DONE && verb != COMMAND_SKIP && verb != COMMAND_SNOOZE))
                return false;
        catch_up(routine, &turn);
        if (!routine->kept.is_open)
                effects_refuse(effects, verb, REFUSAL_OLD_PROMPT);
        else if (verb == COMMAND_SKIP)
                routine_skip(routine, &turn, course, routine->day);
        else if (verb == COMMAND_SNOOZE)
                routine_snooze(routine, &turn, duration_usec);
        else
                routine_command(routine, &turn, &start);
        settle(routine, &turn);
        return true;
}

struct prompt_id routine_prompt(const struct routine *routine)
{
        return routine->kept.is_open ? routine->kept.id : (struct prompt_id){ .number = 0 };
}

struct prompt_id routine_recovery_prompt(const struct routine *routine)
{
        return routine->kept.asked_day == routine->day ? routine->kept.asked_id
                                                       : (struct prompt_id){ .number = 0 };
}

uint8_t routine_snoozes(const struct routine *routine)
{
        return routine->kept.is_open ? routine->kept.snoozes : 0;
}

bool routine_is_snoozed(const struct routine *routine)
{
        return routine->kept.is_open && routine->kept.snooze_until_realtime_usec != 0;
}

int64_t routine_deadline(const struct routine *routine)
{
        return routine->deadline_usec;
}

enum routine_phase routine_phase(const struct routine *routine)
{
        return routine->phase;
}

bool routine_replaces_break(const struct routine *routine)
{
        return routine->replaces_break;
}

bool routine_offers_stretch(const struct routine *routine)
{
        return routine->stretch >= 0;
}

void routine_suggested_stretch(struct routine *routine, struct prompt_id id)
{
        if (routine->kept.suggested_day != routine->day)
                routine->kept.suggested = 0;
        routine->kept.suggested_day = routine->day;
        routine->kept.suggested++;
        routine->kept.suggested_item = (uint8_t)routine->stretch;
        routine->kept.suggested_id = id;
        if (routine->kept.suggested >= ROUTINE_SUGGESTIONS_MAX)
                routine->stretch = -1;
}

bool routine_take_finished(struct routine *routine)
{
        bool is_finished = routine->is_finished;

        routine->is_finished = false;
        return is_finished;
}
