/* SPDX-License-Identifier: MIT */
#include "client/history.h"

#include "client/clock_text.h"
#include "client/prose.h"
#include "core/instant.h"
#include "wire/publish_session.h"

#include <inttypes.h>
#include <string.h>

#define BAR_CELLS 12
/* A bar is full at the longest day shown, and at no less. */
#define BAR_LEAST_USEC (8 * USEC_PER_HOUR)
/* Below this many columns there is no room for bars. */
#define BAR_COLUMNS 72
/* "Mon 2026-11-23" */
#define DAY_TEXT_SIZE (4 + CLOCK_TEXT_SIZE)
/* All exercises of a session. */
#define SESSION_LINE_SIZE (PROGRAMME_EXERCISES_MAX * (TEXT_ID_SIZE + 24))

static void day_text(int32_t day, char text[static DAY_TEXT_SIZE])
{
        static const char names[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
        char date[CLOCK_TEXT_SIZE];

        clock_text_date(day, date);
        snprintf(text, DAY_TEXT_SIZE, "%s %s", names[instant_weekday(day)], date);
}

/* "6:05" */
static void hours_text(int64_t usec, char text[static CLOCK_TEXT_SIZE])
{
        int64_t minutes = usec / USEC_PER_MINUTE;

        snprintf(text, CLOCK_TEXT_SIZE, "%" PRId64 ":%02" PRId64, minutes / 60, minutes % 60);
}

static void print_duration(int64_t usec, FILE *stream)
{
        char text[CLOCK_TEXT_SIZE];

        clock_text_duration(usec / USEC_PER_SEC, text);
        fputs(text, stream);
}

static unsigned answered(const struct day_summary *day)
{
        return day->outcomes[OUTCOME_TAKEN] + day->outcomes[OUTCOME_PARTIAL];
}

/* Those that had no chance to be answered are not counted. */
static unsigned told(const struct day_summary *day)
{
        return answered(day) + day->outcomes[OUTCOME_IGNORED] + day->outcomes[OUTCOME_DISMISSED];
}

static void print_bar(int64_t usec, int64_t full_usec, const struct paint *paint, FILE *stream)
{
        static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
        int64_t parts = usec_min(usec, full_usec) * BAR_CELLS * 8 / full_usec;
        int cells = 0;

        fputs(paint_begin(paint, PAINT_SITTING), stream);
        for (; parts >= 8; parts -= 8, cells++)
                fputs(paint->unicode ? "█" : "#", stream);
        if (parts > 0 && (paint->unicode || parts >= 4)) {
                fputs(paint->unicode ? eighths[parts] : "#", stream);
                cells++;
        }
        fprintf(stream, "%s%*s", paint_begin(paint, PAINT_PLAIN), BAR_CELLS - cells + 2, "");
}

static void print_answers(unsigned answered_count, unsigned told_count, FILE *stream)
{
        if (told_count == 0)
                fprintf(stream, "%7s", "-");
        else
                fprintf(stream, "%2u of %u", answered_count, told_count);
}

static void print_day(const struct history *history, const struct day_summary *day, int64_t full_usec,
        const struct paint *paint, FILE *stream)
{
        char name[DAY_TEXT_SIZE], sitting[CLOCK_TEXT_SIZE], longest[CLOCK_TEXT_SIZE];

        day_text(day->day, name);
        hours_text(day->seated_usec, sitting);
        hours_text(day->longest_usec, longest);
        fprintf(stream, "%s %8s  ", name, sitting);
        if (full_usec > 0)
                print_bar(day->seated_usec, full_usec, paint, stream);
        fprintf(stream, "%7s %7u  ", longest, (unsigned)day->breaks);
        print_answers(answered(day), told(day), stream);
        fprintf(stream, "%s\n", day->day == clock_text_day(history->now_usec) ? "  so far" : "");
}

static void print_day_header(bool bars, const struct paint *paint, FILE *stream)
{
        fprintf(stream, "%s%-14s %8s  %*s%7s %7s  %s%s\n", paint_begin(paint, PAINT_DIM), "", "Sitting",
                bars ? BAR_CELLS + 2 : 0, "", "Longest", "Breaks", "Prompts",
                paint_begin(paint, PAINT_PLAIN));
}

static void print_day_totals(const struct history *history, FILE *stream)
{
        int64_t seated_usec = 0, days = 0, breaks = 0;
        unsigned answered_count = 0, told_count = 0;

        for (size_t i = 0; i < history->count; i++) {
                const struct day_summary *day = &history->days[i];

                days += day->seated_usec > 0;
                seated_usec += day->seated_usec;
                breaks += day->breaks;
                answered_count += answered(day);
                told_count += told(day);
        }
        if (days == 0)
                return;
        fprintf(stream, "\n%" PRId64 " %s with sitting, ", days, days == 1 ? "day" : "days");
        print_duration(seated_usec, stream);
        fputs(" in all", stream);
        if (days > 1) {
                fputs(", ", stream);
                print_duration(seated_usec / days, stream);
                fputs(" a day", stream);
        }
        fprintf(stream, ".\n%" PRId64 " %s", breaks, breaks == 1 ? "break" : "breaks");
        if (told_count > 0)
                fprintf(stream, "; one followed %u of %u prompts", answered_count, told_count);
        fputs(".\n", stream);
}

static void print_days(const struct history *history, const struct paint *paint, FILE *stream)
{
        bool bars = paint->columns >= BAR_COLUMNS;
        int64_t full_usec = bars ? BAR_LEAST_USEC : 0;

        for (size_t i = 0; bars && i < history->count; i++)
                full_usec = usec_max(full_usec, history->days[i].seated_usec);
        print_day_header(bars, paint, stream);
        for (size_t i = 0; i < history->count; i++)
                print_day(history, &history->days[i], full_usec, paint, stream);
        print_day_totals(history, stream);
}

static void print_moment(int64_t realtime_usec, FILE *stream)
{
        char day[DAY_TEXT_SIZE], time[CLOCK_TEXT_SIZE];

        day_text(clock_text_day(realtime_usec), day);
        clock_text_time(realtime_usec, time);
        fprintf(stream, "%s %s", day, time);
}

static void print_prompt_end(const struct prompt_record *prompt, FILE *stream)
{
        static const char *const words[OUTCOME_MAX_] = {
                [OUTCOME_TAKEN] = "a break",
                [OUTCOME_PARTIAL] = "a short break",
                [OUTCOME_IGNORED] = "no break",
                [OUTCOME_DISMISSED] = "skipped",
                [OUTCOME_MOOT] = "not needed",
        };
        char time[CLOCK_TEXT_SIZE];

        fputs(prompt->ended ? words[prompt->outcome] : "still open", stream);
        if (prompt->ended && prompt->left_realtime_usec != 0 &&
                (prompt->outcome == OUTCOME_TAKEN || prompt->outcome == OUTCOME_PARTIAL)) {
                clock_text_time(prompt->left_realtime_usec, time);
                fprintf(stream, " at %s", time);
        }
        if (prompt->claimed)
                fputs(", as told by hand", stream);
        if (prompt->snoozes > 0)
                fprintf(stream, ", snoozed %u %s", (unsigned)prompt->snoozes,
                        prompt->snoozes == 1 ? "time" : "times");
}

static void print_prompts(const struct history *history, FILE *stream)
{
        unsigned counts[OUTCOME_MAX_] = { 0 };

        for (size_t i = 0; i < history->count; i++) {
                const struct prompt_record *prompt = &history->prompts[i];
                char sat[CLOCK_TEXT_SIZE];

                clock_text_duration(prompt->sat_usec / USEC_PER_SEC, sat);
                print_moment(prompt->first_realtime_usec, stream);
                fprintf(stream, "  after %-10s  %s", sat,
                        prompt->about == PROMPT_ABOUT_STANDING ? "standing: " : "");
                print_prompt_end(prompt, stream);
                fputc('\n', stream);
                if (prompt->ended)
                        counts[prompt->outcome]++;
        }
        fprintf(stream, "\nA break followed %u of %u prompts",
                counts[OUTCOME_TAKEN] + counts[OUTCOME_PARTIAL],
                counts[OUTCOME_TAKEN] + counts[OUTCOME_PARTIAL] + counts[OUTCOME_IGNORED] +
                        counts[OUTCOME_DISMISSED]);
        if (counts[OUTCOME_MOOT] > 0)
                fprintf(stream, "; %u more %s not needed", counts[OUTCOME_MOOT],
                        counts[OUTCOME_MOOT] == 1 ? "was" : "were");
        fputs(".\n", stream);
}

static const struct {
        const char *name;
        enum paint_colour colour;
} postures[POSTURE_MAX_] = {
        [POSTURE_UNKNOWN] = { "unknown", PAINT_DIM },
        [POSTURE_SITTING] = { "sitting", PAINT_SITTING },
        [POSTURE_STANDING] = { "standing", PAINT_STANDING },
        [POSTURE_AWAY] = { "away", PAINT_AWAY },
};

static void print_span(const struct span_record *span, const struct paint *paint, FILE *stream)
{
        char to[CLOCK_TEXT_SIZE], length[CLOCK_TEXT_SIZE];

        clock_text_time(span->to_realtime_usec, to);
        clock_text_duration((span->to_realtime_usec - span->from_realtime_usec) / USEC_PER_SEC, length);
        print_moment(span->from_realtime_usec, stream);
        fprintf(stream, " - %s  %s%-8s%s %11s%s\n", to, paint_begin(paint, postures[span->posture].colour),
                postures[span->posture].name, paint_begin(paint, PAINT_PLAIN), length,
                span->censored ? "  the sensors fell silent" : "");
}

static void print_spans(const struct history *history, const struct paint *paint, FILE *stream)
{
        int64_t sums_usec[POSTURE_MAX_] = { 0 };
        const char *separator = "\n";

        for (size_t i = 0; i < history->count; i++) {
                const struct span_record *span = &history->spans[i];

                print_span(span, paint, stream);
                sums_usec[span->posture] += span->to_realtime_usec - span->from_realtime_usec;
        }
        for (int i = POSTURE_SITTING; i < POSTURE_MAX_; i++) {
                fprintf(stream, "%s%s ", separator, postures[i].name);
                print_duration(sums_usec[i], stream);
                separator = ", ";
        }
        fputs("\n", stream);
}

/* One session: all rows from @first on that began with it. Returns the next one's first. */
static size_t print_session(
        const struct history *history, size_t first, const struct paint *paint, FILE *stream)
{
        const struct session_row *session = &history->sessions[first];
        char line[SESSION_LINE_SIZE] = "";
        size_t length = 0;
        size_t i = first;

        print_moment(session->started_usec, stream);
        fprintf(stream, "  %s%s%s%s%s\n", session->programme,
                session->kind == SESSION_KIND_NORMAL ? "" : ", ",
                session->kind == SESSION_KIND_NORMAL ? "" : session_kind_names[session->kind],
                session->effort == EFFORT_NONE ? "" : ", felt ",
                session->effort == EFFORT_NONE ? "" : effort_names[session->effort]);
        for (; i < history->count && history->sessions[i].started_usec == session->started_usec; i++) {
                const struct session_row *row = &history->sessions[i];

                if (length < sizeof(line))
                        length += (size_t)snprintf(line + length, sizeof(line) - length, "%s%s level %u",
                                i > first ? ", " : "", row->exercise, (unsigned)row->level);
                if (row->done_pct < 100 && length < sizeof(line))
                        length += (size_t)snprintf(
                                line + length, sizeof(line) - length, " (%u %%)", (unsigned)row->done_pct);
        }
        prose_put(paint, stream, PAINT_DIM, "    ", line);
        return i;
}

static void print_sessions(const struct history *history, const struct paint *paint, FILE *stream)
{
        size_t count = 0;

        for (size_t i = 0; i < history->count; count++)
                i = print_session(history, i, paint, stream);
        fprintf(stream, "\n%zu %s.\n", count, count == 1 ? "session" : "sessions");
}

static void print_range(const struct history *history, FILE *stream)
{
        char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];

        clock_text_date(history->from_day, from);
        clock_text_date(history->to_day, to);
        if (history->from_day == history->to_day)
                fprintf(stream, "on %s", from);
        else
                fprintf(stream, "from %s to %s", from, to);
}

static void print_nothing(const struct history *history, FILE *stream)
{
        static const char *const things[] = {
                [HISTORY_DAYS] = "Nothing",
                [HISTORY_PROMPTS] = "No prompt",
                [HISTORY_SPANS] = "Nothing",
                [HISTORY_SESSIONS] = "No session",
        };

        fprintf(stream, "%s is on record for %s ", things[history->kind], history->name);
        print_range(history, stream);
        fputs(" yet.\n", stream);
}

/* What an open day or span that was read from the file can tell. */
static void print_stored(const struct history *history, FILE *stream)
{
        if (!history->stored || history->kind == HISTORY_PROMPTS || history->kind == HISTORY_SESSIONS)
                return;
        if (history->saved_usec == 0) {
                fputs("Only what is finished is in it.\n", stream);
                return;
        }
        fputs("What was not finished is as it was on ", stream);
        print_moment(history->saved_usec, stream);
        fputs(".\n", stream);
}

void history_print(const struct history *history, const struct paint *paint, FILE *stream)
{
        if (history->count == 0) {
                print_nothing(history, stream);
                return;
        }
        fprintf(stream, "%s%s%s ", paint_begin(paint, PAINT_BOLD), history->name,
                paint_begin(paint, PAINT_PLAIN));
        print_range(history, stream);
        fputs("\n\n", stream);
        switch (history->kind) {
        case HISTORY_DAYS: print_days(history, paint, stream); break;
        case HISTORY_PROMPTS: print_prompts(history, stream); break;
        case HISTORY_SPANS: print_spans(history, paint, stream); break;
        case HISTORY_SESSIONS: print_sessions(history, paint, stream); break;
        }
        print_stored(history, stream);
}
