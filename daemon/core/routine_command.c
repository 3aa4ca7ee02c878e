/* SPDX-License-Identifier: MIT */
#include "core/routine_parts.h"

#include <string.h>

struct effect *routine_refuse(
        struct effects *effects, const struct routine_command *command, enum routine_refusal refusal)
{
        struct effect *effect = effects_add(effects, EFFECT_ROUTINE_ERROR);

        effect->routine_error.command = command;
        effect->routine_error.refusal = refusal;
        return effect;
}

static struct routine_course *course_with_id(struct routine *routine, const char *id)
{
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine->courses[i].programme && strcmp(routine->courses[i].programme->id, id) == 0)
                        return &routine->courses[i];
        return NULL;
}

/* The open break's prompt suggests the stretch. */
static bool is_stretch_suggested(const struct routine *routine, const struct routine_turn *turn)
{
        const struct routine_kept *kept = &routine->kept;

        return turn->around->is_prompt_open && kept->suggested_id.number != 0 &&
               kept->suggested_id.number == turn->around->open_prompt.number &&
               kept->suggested_id.day == turn->around->open_prompt.day &&
               kept->suggested_item < routine->course_count;
}

/* What `start` alone means: the one that is offered, else the one of today, else the first. */
static struct routine_course *course_now(struct routine *routine, const struct routine_turn *turn)
{
        struct routine_course *first = NULL;

        if (routine->kept.is_open)
                return &routine->courses[routine->kept.item];
        if (is_stretch_suggested(routine, turn))
                return &routine->courses[routine->kept.suggested_item];
        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (!course->programme)
                        continue;
                if (course->week.planned & routine_day_bit(routine->day))
                        return course;
                if (!first)
                        first = course;
        }
        return first;
}

static void start(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        static const struct session_event stop = { .kind = SESSION_EVENT_VERB, .verb = SESSION_VERB_STOP };
        struct routine_course *course = command->programme[0] != '\0'
                                                ? course_with_id(routine, command->programme)
                                                : course_now(routine, turn);
        enum plan_hold hold;

        if (!course) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_NO_PROGRAMME);
                return;
        }
        if (routine->session.state == SESSION_STATE_RUNNING ||
                routine->session.state == SESSION_STATE_PAUSED) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_RUNNING)->routine_error.state =
                        routine->session.state;
                return;
        }
        if (course->is_empty) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_EMPTY);
                return;
        }
        hold = routine_start_hold(routine, course, turn->now);
        if (hold != PLAN_HOLD_NONE) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_HELD)->routine_error.held = hold;
                return;
        }
        if (routine->session.state == SESSION_STATE_QUESTION)
                (void)routine_step_session(routine, turn, &stop);
        if (!routine_start(routine, turn, course, command->is_short))
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_EMPTY);
}

static void guide(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        struct session_event event = {
                .kind = SESSION_EVENT_VERB,
                .verb = command->session_verb,
                .pain = command->pain,
                .sharp = command->sharp,
                .effort = command->effort,
                .exercise = -1,
        };
        enum session_state state = routine->session.state;
        enum session_refusal refusal;
        struct effect *effect;

        if (command->session_verb == SESSION_VERB_ANSWER_EXERCISE)
                event.exercise = (int16_t)programme_find_exercise(routine->config->set, command->exercise);
        refusal = routine_step_session(routine, turn, &event);
        if (refusal == SESSION_FINE)
                return;
        effect = routine_refuse(turn->effects, command, ROUTINE_REFUSED_SESSION);
        effect->routine_error.session_refusal = refusal;
        effect->routine_error.state = state;
}

static void recover(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        if (routine->kept.asked_day == routine->day)
                for (uint8_t i = 0; i < routine->course_count; i++) {
                        struct routine_course *course = &routine->courses[i];
                        struct routine_record record = {
                                .kind = ROUTINE_RECORD_RECOVERY,
                                .programme = -1,
                                .exercise = -1,
                                .session_realtime_usec = course->last.started_realtime_usec,
                                .day = routine->day,
                                .yes = command->worse,
                        };

                        if (!course->has_last || course->is_answered || course->last.day != routine->day - 1)
                                continue;
                        routine_log(routine, turn, &record);
                        return;
                }
        routine_refuse(turn->effects, command, ROUTINE_REFUSED_NO_QUESTION);
}

/* The next planned session, weekly ones first; its day in @ret_day. */
static struct routine_course *next_planned(struct routine *routine, int32_t *ret_day)
{
        int32_t monday = week_plan_monday(routine->day);

        for (uint8_t i = 0; i < routine->course_count; i++) {
                struct routine_course *course = &routine->courses[i];

                if (!routine_is_weekly(course) || course->week.planned == 0)
                        continue;
                *ret_day = monday + __builtin_ctz(course->week.planned);
                return course;
        }
        return NULL;
}

static enum routine_refusal judge_move(const struct routine *routine, const struct routine_course *course,
        int32_t from, const struct routine_command *command, const struct routine_turn *turn, bool *ret_fine)
{
        *ret_fine = false;
        if (command->day < routine->day || (command->minute != ROUTINE_NO_MINUTE &&
                                                   routine_moment(routine, command->day, command->minute,
                                                           turn->now) < turn->now->realtime_usec))
                return ROUTINE_REFUSED_PAST;
        if (week_plan_monday(command->day) != week_plan_monday(routine->day) ||
                routine->config->never & routine_day_bit(command->day) ||
                routine_has_session(course, command->day) ||
                command->day <= course->progression.rest_last_day ||
                !routine_has_rest(routine, course, command->day, from))
                return ROUTINE_REFUSED_WEEK;
        *ret_fine = true;
        return ROUTINE_REFUSED_WEEK;
}

static void log_move(struct routine *routine, const struct routine_turn *turn,
        const struct routine_course *course, int32_t from, const struct routine_command *command)
{
        routine_log(routine, turn,
                &(struct routine_record){ .kind = ROUTINE_RECORD_CHANGE,
                        .programme = course->plan.programme,
                        .exercise = -1,
                        .day = from,
                        .yes = true,
                        .to_day = command->day,
                        .minute = command->minute,
                        .until_minute = ROUTINE_NO_MINUTE });
}

/* What was moved before is still the session of its first day, so that the order of the changes does not
 * matter; a day that was skipped is taken back. */
static void log_moves(struct routine *routine, const struct routine_turn *turn,
        const struct routine_course *course, int32_t from, const struct routine_command *command)
{
        const struct routine_change *before = routine_moved_to(routine, course, from);
        int32_t to = command->day;

        log_move(routine, turn, course, before ? before->day : from, command);
        if ((course->week.missed & routine_day_bit(to)) && !routine_moved_to(routine, course, to))
                log_move(routine, turn, course, to, command);
}

static void move(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        int32_t from = DAY_NEVER;
        struct routine_course *course = next_planned(routine, &from);
        enum routine_refusal refusal;
        bool is_fine;

        if (!course) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_NOT_PLANNED);
                return;
        }
        refusal = judge_move(routine, course, from, command, turn, &is_fine);
        if (!is_fine) {
                routine_refuse(turn->effects, command, refusal);
                return;
        }
        log_moves(routine, turn, course, from, command);
        /* Today's may have been offered, and is offered again at its new time. */
        routine->kept.told_day[course - routine->courses] = DAY_NEVER;
        if (routine->kept.is_open && routine->kept.item == course - routine->courses)
                routine_close_offer(routine, turn);
}

void routine_skip(
        struct routine *routine, const struct routine_turn *turn, struct routine_course *course, int32_t day)
{
        routine_log(routine, turn,
                &(struct routine_record){ .kind = ROUTINE_RECORD_CHANGE,
                        .programme = course->plan.programme,
                        .exercise = -1,
                        .day = day,
                        .minute = ROUTINE_NO_MINUTE,
                        .until_minute = ROUTINE_NO_MINUTE });
        if (routine->kept.is_open && routine->kept.item == course - routine->courses)
                routine_close_offer(routine, turn);
}

static void skip(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        int32_t monday = week_plan_monday(routine->day);

        if (command->day < routine->day) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_PAST);
                return;
        }
        if (routine->kept.is_open && command->day == routine->day) {
                routine_skip(routine, turn, &routine->courses[routine->kept.item], command->day);
                return;
        }
        for (uint8_t i = 0; i < routine->course_count && command->day - monday < 7; i++) {
                struct routine_course *course = &routine->courses[i];

                if (course->programme && course->week.planned & routine_day_bit(command->day)) {
                        routine_skip(routine, turn, course, command->day);
                        return;
                }
        }
        routine_refuse(turn->effects, command, ROUTINE_REFUSED_NOT_PLANNED);
}

static bool has_programme(const struct routine *routine, bool weekly)
{
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine->courses[i].programme && (!weekly || routine_is_weekly(&routine->courses[i])))
                        return true;
        return false;
}

static void set(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        bool is_days = command->verb == ROUTINE_DAYS;

        if (!has_programme(routine, is_days)) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_NO_PROGRAMME);
                return;
        }
        if (is_days && (command->days & HOURS_EVERY_DAY & ~routine->config->never) == 0) {
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_WEEK);
                return;
        }
        routine_log(routine, turn,
                &(struct routine_record){
                        .kind = is_days ? ROUTINE_RECORD_DAYS : ROUTINE_RECORD_TIME,
                        .programme = -1,
                        .exercise = -1,
                        .minute = command->minute,
                        .until_minute = command->until_minute,
                        .days = command->days & HOURS_EVERY_DAY,
                });
        if (is_days)
                return;
        /* Today's is offered again at its new time, if that is to come. */
        routine_close_offer(routine, turn);
        for (uint8_t i = 0; i < routine->course_count; i++)
                if (routine->courses[i].programme &&
                        routine_slot(routine, &routine->courses[i], routine->day, turn->now)
                                        .from_realtime_usec > turn->now->realtime_usec)
                        routine->kept.told_day[i] = DAY_NEVER;
}

/* For every programme whose light week is on. */
static void decline(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        bool is_light = false;

        for (uint8_t i = 0; i < routine->course_count; i++) {
                int32_t until = routine_light_until(routine, &routine->courses[i]);

                if (until == DAY_NEVER)
                        continue;
                routine->kept.declined_day[i] = command->declined ? until : DAY_NEVER;
                is_light = true;
        }
        if (!is_light)
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_NOT_LIGHT);
}

/* Offers @exercise again. Returns whether it was left out. */
static bool clear_suspension(struct routine *routine, const struct routine_turn *turn, int16_t exercise)
{
        bool is_suspended = false;

        for (uint8_t i = 0; i < routine->course_count; i++)
                is_suspended |= routine->courses[i].programme &&
                                routine->courses[i].progression.exercises[exercise].suspended;
        if (is_suspended)
                routine_log(routine, turn,
                        &(struct routine_record){ .kind = ROUTINE_RECORD_SUSPENSION,
                                .programme = -1,
                                .exercise = exercise,
                                .day = routine->day });
        return is_suspended;
}

static void clear(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        int exercise = programme_find_exercise(routine->config->set, command->exercise);

        if (exercise < 0 || !clear_suspension(routine, turn, (int16_t)exercise))
                routine_refuse(turn->effects, command, ROUTINE_REFUSED_NOT_SUSPENDED);
}

void routine_take_screening(
        struct routine *routine, const struct routine_turn *turn, const struct screening_answers *answers)
{
        bool is_cleared = answers->cleared_day > routine->answers.cleared_day;

        routine->answers = *answers;
        routine_log_screening(routine, turn);
        for (size_t i = 0; i < routine->config->set->exercise_count && is_cleared; i++)
                (void)clear_suspension(routine, turn, (int16_t)i);
}

static void deny(enum answer *answer)
{
        if (*answer != ANSWER_YES)
                *answer = ANSWER_NO;
}

/*
 * No to all that is asked on either page; what is there of equipment is not among it. A yes stays: whoever
 * may publish says this, and who may only publish is not to lift what somebody answered with care.
 */
static void none_apply(struct routine *routine, const struct routine_turn *turn)
{
        struct screening_answers answers = routine->answers;

        for (uint8_t i = 0; i < routine->config->rules->general_count; i++)
                deny(&answers.general[i]);
        for (size_t i = 0; i < routine->config->set->tag_count; i++)
                deny(&answers.tags[i]);
        answers.answered_day = routine->day;
        routine_take_screening(routine, turn, &answers);
}

void routine_command(
        struct routine *routine, const struct routine_turn *turn, const struct routine_command *command)
{
        switch (command->verb) {
        case ROUTINE_START: start(routine, turn, command); break;
        case ROUTINE_GUIDED: guide(routine, turn, command); break;
        case ROUTINE_RECOVERY: recover(routine, turn, command); break;
        case ROUTINE_MOVE: move(routine, turn, command); break;
        case ROUTINE_SKIP: skip(routine, turn, command); break;
        case ROUTINE_AT:
        case ROUTINE_DAYS: set(routine, turn, command); break;
        case ROUTINE_LIGHT: decline(routine, turn, command); break;
        case ROUTINE_CLEAR: clear(routine, turn, command); break;
        case ROUTINE_NONE_APPLY: none_apply(routine, turn); break;
        case ROUTINE_VERB_MAX_: break;
        }
}
