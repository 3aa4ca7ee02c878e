/* SPDX-License-Identifier: MIT */
#include "client/phase_text.h"

#include "client/clock_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

/* A break is brought forward by no more than this (DESIGN 5.12). */
#define FORWARD_MIN 5

__attribute__((format(printf, 3, 4))) static void say(
        struct phase_text *text, int width, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        (void)vsnprintf(text->words[width], sizeof(text->words[width]), format, arguments);
        va_end(arguments);
}

static void say_at_all_widths(struct phase_text *text, const char *words, const char *shorter)
{
        say(text, 0, "%s", words);
        say(text, 1, "%s", shorter);
        say(text, 2, "%s", shorter);
}

/* @what is next, for words of 20 columns @short_words: a break, or a change for who stands. */
static void say_next(const struct person_status *status, const char *what, const char *short_words,
        int64_t now_usec, struct phase_text *text)
{
        int64_t left_sec = (status->next_break_usec - now_usec + USEC_PER_SEC / 2) / USEC_PER_SEC;
        char moment[CLOCK_TEXT_SIZE];
        char time[CLOCK_TEXT_SIZE];
        char left[CLOCK_TEXT_SIZE];

        if (status->next_break_usec == 0) {
                say_at_all_widths(text, "No break is planned.", "No break is planned.");
                return;
        }
        clock_text_moment(status->next_break_usec, now_usec, moment);
        clock_text_time(status->next_break_usec, time);
        say(text, 1, "Next %s at %s.", what, moment);
        say(text, 2, "%s at %s.", short_words, time);
        if (left_sec <= 0) {
                say(text, 0, "Next %s at %s.", what, moment);
                return;
        }
        /* Rounded up, where what has passed is rounded down: together they are the limit. */
        clock_text_duration(left_sec < 90 ? left_sec : left_sec + 59, left);
        say(text, 0, "Next %s at %s, in %s.", what, moment, left);
}

bool phase_text_is_of_session(const struct person_status *status)
{
        if ((status->phase != PHASE_DUE && status->phase != PHASE_SNOOZED) ||
                (status->week_target == 0 && status->next_session_usec == 0))
                return false;
        if (status->posture == POSTURE_SITTING)
                return status->bout_sec < (status->sit_limit_min - FORWARD_MIN) * 60;
        return status->posture != POSTURE_STANDING || status->stand_limit_min == 0;
}

static void say_snoozed(const struct person_status *status, int64_t now_usec, struct phase_text *text)
{
        char moment[CLOCK_TEXT_SIZE];
        char time[CLOCK_TEXT_SIZE];

        if (phase_text_is_of_session(status)) {
                say_at_all_widths(text, "The session is put off for a while.", "Put off.");
                return;
        }
        if (status->next_break_usec == 0) {
                say_at_all_widths(text, "The break is put off.", "Put off.");
                return;
        }
        clock_text_moment(status->next_break_usec, now_usec, moment);
        say(text, 0, "The break is put off until %s; %" PRId64 " snooze%s left.", moment,
                status->snoozes_left, status->snoozes_left == 1 ? "" : "s");
        say(text, 1, "Put off until %s.", moment);
        clock_text_time(status->next_break_usec, time);
        say(text, 2, "Put off until %s.", time);
}

static void say_break(const struct person_status *status, int64_t now_usec, struct phase_text *text)
{
        int64_t full_usec = status->since_usec + status->break_goal_min * USEC_PER_MINUTE;
        char moment[CLOCK_TEXT_SIZE];

        text->colour = PAINT_STANDING;
        say_at_all_widths(text, "On a break.", "On a break.");
        /* Who stood before sits in theirs. */
        if (status->posture == POSTURE_SITTING || status->since_usec == 0 || full_usec <= now_usec ||
                status->posture == POSTURE_UNKNOWN)
                return;
        clock_text_moment(full_usec, now_usec, moment);
        say(text, 0, "On a break; staying up until %s makes it a full one.", moment);
        say(text, 1, "On a break, full at %s.", moment);
}

static void say_due(const struct person_status *status, struct phase_text *text)
{
        text->colour = PAINT_DUE;
        if (phase_text_is_of_session(status)) {
                say_at_all_widths(
                        text, "A session is offered: unslouch session start begins it.", "Session offered.");
                return;
        }
        if (status->posture == POSTURE_STANDING && status->stand_limit_min > 0) {
                say(text, 0, "Time for a change: sit down or walk for %" PRId64 " min.",
                        status->break_goal_min);
                say(text, 1, "Sit down or walk for %" PRId64 " min.", status->break_goal_min);
                say(text, 2, "Time for a change.");
                return;
        }
        say(text, 0, "Time for a break: stand up and move for %" PRId64 " min.", status->break_goal_min);
        say(text, 1, "Stand up and move for %" PRId64 " min.", status->break_goal_min);
        say(text, 2, "Time to stand up.");
}

static void say_phase(const struct person_status *status, int64_t now_usec, struct phase_text *text)
{
        switch (status->phase) {
        case PHASE_SITTING: say_next(status, "break", "Next break", now_usec, text); return;
        case PHASE_DUE: say_due(status, text); return;
        case PHASE_SNOOZED: say_snoozed(status, now_usec, text); return;
        case PHASE_BREAK: say_break(status, now_usec, text); return;
        case PHASE_HELD:
                say_at_all_widths(text, "Reminders wait until the hold is over.", "Reminders wait.");
                return;
        case PHASE_SESSION:
                say_at_all_widths(text, "A session is on; no reminders meanwhile.", "A session is on.");
                return;
        case PHASE_OFF_HOURS:
                say_at_all_widths(text, "No reminders at this hour.", "No reminders now.");
                return;
        case PHASE_UNKNOWN:
                say_at_all_widths(text, "No sensor reports; see unslouch why.", "No sensor reports.");
                return;
        case PHASE_IDLE:
                if (status->posture == POSTURE_STANDING && status->next_break_usec > 0) {
                        say_next(status, "change", "Change", now_usec, text);
                        return;
                }
                break;
        case PHASE_MAX_: break;
        }
        say_at_all_widths(text, "No break is due.", "No break is due.");
}

void phase_text_make(const struct person_status *status, int64_t now_usec, struct phase_text *ret_text)
{
        ret_text->colour = PAINT_PLAIN;
        if (status->enabled)
                say_phase(status, now_usec, ret_text);
        else
                say_at_all_widths(ret_text, "Reminders are switched off.", "Reminders are off.");
}
