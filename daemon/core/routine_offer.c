/* SPDX-License-Identifier: MIT */
#include "core/break_policy.h"
#include "core/routine_parts.h"

/* News, and a question, are of interest for so long. */
#define NEWS_LIFE_USEC     (10 * USEC_PER_MINUTE)
#define QUESTION_LIFE_USEC (4 * USEC_PER_HOUR)

static struct prompt *add_prompt(struct routine *routine, const struct routine_turn *turn,
        enum prompt_type type, int16_t programme, struct prompt_id id)
{
        struct prompt *prompt = &effects_add(turn->effects, EFFECT_PROMPT)->prompt;
        const struct routine_course *course = routine_course_of(routine, programme);

        prompt->type = type;
        prompt->id = id;
        prompt->programme = programme;
        if (course) {
                prompt->week_done = routine_sessions_in_week(course, routine->day);
                prompt->week_target = course->programme->per_week_min;
        }
        prompt->exercise = -1;
        prompt->variant = routine->kept.variants[type - PROMPT_BREAK_TYPES]++;
        prompt->expires_boottime_usec = turn->now->boottime_usec + NEWS_LIFE_USEC;
        return prompt;
}

static struct prompt_id new_id(const struct routine_turn *turn)
{
        return (struct prompt_id){ .day = turn->around->summary->day,
                .number = ++turn->around->summary->prompts };
}

struct prompt *routine_add_prompt(
        struct routine *routine, const struct routine_turn *turn, enum prompt_type type, int16_t programme)
{
        return add_prompt(routine, turn, type, programme, new_id(turn));
}

/* Nothing else is shown or asked, and nobody minds. */
static bool is_free(const struct routine_turn *turn)
{
        const struct routine_surroundings *around = turn->around;

        return around->is_home && !around->is_held && !around->is_quiet && !around->is_off &&
               around->can_deliver;
}

uint16_t routine_news_channels(const struct routine_turn *turn)
{
        return is_free(turn) ? turn->around->first_step & (uint16_t)~turn->around->lights : 0;
}

static void show_lights(struct routine *routine, const struct routine_turn *turn, uint16_t lights)
{
        struct effect *effect;

        if (lights != 0) {
                effect = effects_add(turn->effects, EFFECT_LIGHTS);
                effect->lights.channels = lights;
                effect->lights.show = LIGHT_SHOW_DUE;
        }
        routine->kept.lit |= lights;
}

static void put_out_lights(struct routine *routine, const struct routine_turn *turn)
{
        struct effect *effect;

        if (routine->kept.lit == 0)
                return;
        effect = effects_add(turn->effects, EFFECT_LIGHTS);
        effect->lights.channels = routine->kept.lit;
        effect->lights.show = LIGHT_SHOW_BEFORE;
        routine->kept.lit = 0;
}

static bool is_just_told(const struct routine *routine, const struct instant *now)
{
        return routine->kept.is_open && routine->kept.snooze_until_realtime_usec == 0 &&
               now->realtime_usec - routine->kept.told_realtime_usec < ROUTINE_REPLACES_BREAK_USEC;
}

void routine_close_offer(struct routine *routine, const struct routine_turn *turn)
{
        if (!routine->kept.is_open)
                return;
        if (is_just_told(routine, turn->now))
                effects_add(turn->effects, EFFECT_HUSH);
        put_out_lights(routine, turn);
        routine->kept.is_open = false;
}

static struct routine_course *offered_course(struct routine *routine)
{
        return &routine->courses[routine->kept.item];
}

/* When the open offer is over. */
static int64_t offer_end(struct routine *routine, const struct instant *now)
{
        struct routine_slot slot =
                routine_slot(routine, offered_course(routine), routine->kept.offer_day, now);

        if (slot.has_window)
                return slot.until_realtime_usec;
        return usec_min(slot.until_realtime_usec, routine->kept.told_realtime_usec + ROUTINE_OPEN_USEC);
}

static void tell(struct routine *routine, const struct routine_turn *turn)
{
        struct routine_kept *kept = &routine->kept;
        struct prompt *prompt;

        kept->told_realtime_usec = turn->now->realtime_usec;
        kept->snooze_until_realtime_usec = 0;
        prompt = add_prompt(
                routine, turn, PROMPT_SESSION_DUE, offered_course(routine)->plan.programme, kept->id);
        prompt->tell = turn->around->first_step;
        prompt->actions = PROMPT_ACTION_START | PROMPT_ACTION_SKIP;
        if (routine_kind(routine, offered_course(routine), false) == SESSION_KIND_LIGHT)
                prompt->note = PROMPT_NOTE_LIGHT;
        if (kept->snoozes < turn->around->snoozes)
                prompt->actions |= PROMPT_ACTION_SNOOZE;
        prompt->expires_boottime_usec = instant_to_boottime(turn->now, offer_end(routine, turn->now));
        show_lights(routine, turn, turn->around->first_step & turn->around->lights);
}

void routine_snooze(struct routine *routine, const struct routine_turn *turn, int64_t duration_usec)
{
        struct routine_kept *kept = &routine->kept;
        struct effect *error;

        if (kept->snooze_until_realtime_usec != 0)
                return;
        if (duration_usec < SNOOZE_MIN_USEC || duration_usec > SNOOZE_MAX_USEC) {
                error = effects_refuse(turn->effects, COMMAND_SNOOZE, REFUSAL_RANGE);
                error->error.min = SNOOZE_MIN_USEC;
                error->error.max = SNOOZE_MAX_USEC;
                return;
        }
        if (kept->snoozes >= turn->around->snoozes) {
                effects_refuse(turn->effects, COMMAND_SNOOZE, REFUSAL_NO_SNOOZES);
                return;
        }
        effects_add(turn->effects, EFFECT_HUSH);
        put_out_lights(routine, turn);
        kept->snoozes++;
        kept->snooze_until_realtime_usec = turn->now->realtime_usec + duration_usec;
}

/* The wall clock may have been set back: what is told was told now at the latest. */
static void follow_clock(struct routine_kept *kept, const struct instant *now)
{
        kept->told_realtime_usec = usec_min(kept->told_realtime_usec, now->realtime_usec);
        kept->snooze_until_realtime_usec =
                usec_min(kept->snooze_until_realtime_usec, now->realtime_usec + SNOOZE_MAX_USEC);
}

static bool is_wanted(const struct routine *routine, const struct routine_course *course)
{
        return course->programme && course->week.planned & routine_day_bit(routine->day) &&
               !routine_has_session(course, routine->day) && routine_hold(routine, course) == PLAN_HOLD_NONE;
}

/* It was not told in time, and now it is night: a hold that ends at midnight wakes nobody. */
static bool is_too_late(const struct routine_turn *turn, const struct routine_slot *slot)
{
        int32_t minute = instant_minute_of_day(turn->now, turn->now->realtime_usec);

        return !slot->has_window && !turn->around->is_active &&
               turn->now->realtime_usec >= slot->from_realtime_usec + ROUTINE_OPEN_USEC &&
               (minute >= ROUTINE_NIGHT_MINUTE || minute < ROUTINE_NIGHT_END);
}

/* Opens the first offer that is due. */
static void open_offer(struct routine *routine, const struct routine_turn *turn)
{
        struct routine_kept *kept = &routine->kept;

        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];
                struct routine_slot slot;

                if (kept->told_day[i] == routine->day || !is_wanted(routine, course))
                        continue;
                slot = routine_slot(routine, course, routine->day, turn->now);
                if (!slot.has_time || turn->now->realtime_usec < slot.from_realtime_usec ||
                        turn->now->realtime_usec >= slot.until_realtime_usec || is_too_late(turn, &slot) ||
                        routine_start_hold(routine, course, turn->now) != PLAN_HOLD_NONE)
                        continue;
                kept->is_open = true;
                kept->item = i;
                kept->offer_day = routine->day;
                kept->told_day[i] = routine->day;
                kept->id = new_id(turn);
                kept->snoozes = 0;
                tell(routine, turn);
                return;
        }
}

/* Once more before its window closes, unless it was told just before. */
static bool is_closing(struct routine *routine, const struct instant *now)
{
        const struct routine_kept *kept = &routine->kept;
        struct routine_slot slot =
                routine_slot(routine, offered_course(routine), routine->kept.offer_day, now);
        int64_t closing_usec = slot.until_realtime_usec - ROUTINE_CLOSING_USEC;

        return slot.has_window && kept->closing_day[kept->item] != kept->offer_day &&
               kept->told_realtime_usec < closing_usec && now->realtime_usec >= closing_usec;
}

static bool is_snooze_over(const struct routine *routine, const struct instant *now)
{
        return routine->kept.snooze_until_realtime_usec != 0 &&
               routine->kept.snooze_until_realtime_usec <= now->realtime_usec;
}

static void step_offer(struct routine *routine, const struct routine_turn *turn)
{
        struct routine_kept *kept = &routine->kept;
        const struct routine_course *course = offered_course(routine);

        follow_clock(kept, turn->now);
        if (kept->offer_day != routine->day || !is_wanted(routine, course) ||
                offer_end(routine, turn->now) <= turn->now->realtime_usec) {
                routine_close_offer(routine, turn);
                return;
        }
        if (!is_just_told(routine, turn->now))
                put_out_lights(routine, turn);
        if (!is_free(turn) || turn->around->is_prompt_open)
                return;
        if (is_closing(routine, turn->now)) {
                kept->closing_day[kept->item] = kept->offer_day;
                tell(routine, turn);
        } else if (is_snooze_over(routine, turn->now)) {
                tell(routine, turn);
        }
}

/* The session of yesterday that hurt, and nobody has said how it is today. */
static const struct routine_course *painful_course(const struct routine *routine)
{
        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];

                if (!course->has_last || course->is_answered || course->last.day != routine->day - 1)
                        continue;
                for (uint8_t j = 0; j < course->last.result_count; j++)
                        if (course->last.results[j].pain > 0 || course->last.results[j].sharp)
                                return course;
        }
        return NULL;
}

static void ask_about_recovery(struct routine *routine, const struct routine_turn *turn)
{
        const struct routine_course *course = painful_course(routine);
        struct prompt *prompt;

        if (!course || routine->kept.asked_day == routine->day ||
                turn->now->realtime_usec <
                        routine_moment(routine, routine->day, ROUTINE_MORNING_MINUTE, turn->now))
                return;
        prompt = routine_add_prompt(routine, turn, PROMPT_RECOVERY_CHECK, course->plan.programme);
        prompt->tell = routine_news_channels(turn);
        prompt->expires_boottime_usec = turn->now->boottime_usec + QUESTION_LIFE_USEC;
        routine->kept.asked_day = routine->day;
        routine->kept.asked_id = prompt->id;
}

static int64_t next_of_offer(struct routine *routine, const struct instant *now)
{
        const struct routine_kept *kept = &routine->kept;
        struct routine_slot slot = routine_slot(routine, offered_course(routine), kept->offer_day, now);
        int64_t next_usec = offer_end(routine, now);

        next_usec = routine_sooner(next_usec, kept->told_realtime_usec + ROUTINE_REPLACES_BREAK_USEC, now);
        next_usec = routine_sooner(next_usec, slot.until_realtime_usec - ROUTINE_CLOSING_USEC, now);
        return routine_sooner(next_usec, kept->snooze_until_realtime_usec, now);
}

static int64_t next_offer(struct routine *routine, const struct instant *now)
{
        int64_t next_usec = USEC_INFINITY;

        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];
                struct routine_slot slot;

                if (routine->kept.told_day[i] == routine->day || !is_wanted(routine, course))
                        continue;
                slot = routine_slot(routine, course, routine->day, now);
                if (!slot.has_time)
                        continue;
                next_usec =
                        routine_sooner(next_usec, slot.from_realtime_usec - ROUTINE_REPLACES_BREAK_USEC, now);
                next_usec = routine_sooner(next_usec, slot.from_realtime_usec, now);
                next_usec = routine_sooner(
                        next_usec, instant_to_realtime(now, routine_gap_end(course, now)), now);
                next_usec = routine_sooner(next_usec, slot.until_realtime_usec, now);
        }
        return next_usec;
}

int64_t routine_offer(struct routine *routine, const struct routine_turn *turn)
{
        bool may_ask = is_free(turn) && !turn->around->is_prompt_open;
        int64_t next_usec = USEC_INFINITY;

        if (routine->kept.is_open)
                step_offer(routine, turn);
        if (routine_is_session_open(routine) && routine->session.state != SESSION_STATE_QUESTION)
                return USEC_INFINITY;
        if (may_ask && !routine->kept.is_open) {
                ask_about_recovery(routine, turn);
                open_offer(routine, turn);
        }
        if (routine->kept.is_open)
                next_usec = next_of_offer(routine, turn->now);
        else
                next_usec = next_offer(routine, turn->now);
        if (painful_course(routine) && routine->kept.asked_day != routine->day)
                next_usec = routine_sooner(next_usec,
                        routine_moment(routine, routine->day, ROUTINE_MORNING_MINUTE, turn->now), turn->now);
        return next_usec;
}

/* A session will be offered within the time in which it replaces a break. */
static bool is_soon(const struct routine *routine, const struct routine_turn *turn)
{
        if (!is_free(turn))
                return false;
        for (uint8_t i = 0; i < routine->course_count; i++) {
                const struct routine_course *course = &routine->courses[i];
                struct routine_slot slot;

                if (routine->kept.told_day[i] == routine->day || !is_wanted(routine, course))
                        continue;
                slot = routine_slot(routine, course, routine->day, turn->now);
                if (slot.has_time && slot.from_realtime_usec > turn->now->realtime_usec &&
                        slot.from_realtime_usec - turn->now->realtime_usec <= ROUTINE_REPLACES_BREAK_USEC)
                        return true;
        }
        return false;
}

/* Its time has passed, or it has none. */
static bool is_stretch_open(
        const struct routine *routine, const struct routine_turn *turn, const struct routine_course *course)
{
        struct routine_slot slot;

        if (!course->programme || routine_is_weekly(course) ||
                course->programme->kind != PROGRAMME_KIND_STRETCH || !is_wanted(routine, course) ||
                routine_start_hold(routine, course, turn->now) != PLAN_HOLD_NONE)
                return false;
        slot = routine_slot(routine, course, routine->day, turn->now);
        return !slot.has_time || slot.from_realtime_usec <= turn->now->realtime_usec;
}

void routine_find_stretch(struct routine *routine, const struct routine_turn *turn)
{
        bool is_enough = routine->kept.suggested_day == routine->day &&
                         routine->kept.suggested >= ROUTINE_SUGGESTIONS_MAX;

        routine->stretch = -1;
        if (routine->phase != ROUTINE_PHASE_NOTHING || routine_is_session_open(routine) || is_enough)
                return;
        for (uint8_t i = 0; i < routine->course_count && routine->stretch < 0; i++)
                if (is_stretch_open(routine, turn, &routine->courses[i]))
                        routine->stretch = (int8_t)i;
}

/* Who paused long ago sits somewhere. */
static bool is_in_session(const struct routine *routine, const struct instant *now)
{
        const struct session *session = &routine->session;

        return session->state == SESSION_STATE_RUNNING ||
               (session->state == SESSION_STATE_PAUSED &&
                       now->boottime_usec - session->paused_usec < ROUTINE_REPLACES_BREAK_USEC);
}

void routine_find_phase(struct routine *routine, const struct routine_turn *turn)
{
        routine->phase = ROUTINE_PHASE_NOTHING;
        routine->replaces_break = false;
        if (is_in_session(routine, turn->now)) {
                routine->phase = ROUTINE_PHASE_SESSION;
                routine->replaces_break = true;
        } else if (routine->kept.is_open) {
                routine->phase = ROUTINE_PHASE_DUE;
                routine->replaces_break = is_just_told(routine, turn->now);
        } else if (is_soon(routine, turn)) {
                routine->phase = ROUTINE_PHASE_SOON;
                routine->replaces_break = true;
        }
}
