/* SPDX-License-Identifier: MIT */
#include "client/status_text.h"

#include "base/cleanup.h"
#include "client/clock_text.h"
#include "client/day_bar.h"
#include "client/phase_text.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>

/* From so many columns on there is room for generous words. */
#define WIDE_COLUMNS     60
#define LABEL_WIDE       10
#define LABEL_NARROW     9
#define PROGRESS_MAX     24
#define PROGRESS_MIN     5
#define DURATION_COLUMNS 6
#define SENTENCE_SIZE    160

/* What is left out for want of lines, each beside those before it. */
enum omission {
        OMIT_NOTHING,
        OMIT_LEGEND,
        OMIT_BLANK_LINES,
        OMIT_HOURS,
        OMIT_MAX_,
};

struct writing {
        const struct person_status *status;
        const struct paint *paint;
        FILE *stream;
        int64_t now_usec;
        int64_t elapsed_sec; /* since the daemon was asked */
        enum omission omission;
        size_t left; /* columns of the line */
};

/* A part of a line in one colour. */
struct piece {
        enum paint_colour colour;
        const char *text;
};

static void put(struct writing *writing, enum paint_colour colour, const char *text)
{
        writing->left -= paint_put(writing->paint, writing->stream, colour, text, writing->left);
}

static void put_spaces(struct writing *writing, size_t count)
{
        for (; count > 0 && writing->left > 0; count--)
                put(writing, PAINT_PLAIN, " ");
}

static void end_line(struct writing *writing)
{
        (void)fputc('\n', writing->stream);
        writing->left = (size_t)writing->paint->columns;
}

static void put_blank_line(struct writing *writing)
{
        if (writing->omission < OMIT_BLANK_LINES)
                end_line(writing);
}

static bool fits(const struct writing *writing, const struct piece *pieces, size_t count)
{
        size_t columns = 0;

        for (size_t i = 0; i < count; i++)
                columns += paint_columns(pieces[i].text);
        return columns <= writing->left;
}

static void put_pieces(struct writing *writing, const struct piece *pieces, size_t count)
{
        for (size_t i = 0; i < count; i++)
                put(writing, pieces[i].colour, pieces[i].text);
        end_line(writing);
}

/* The first of both texts, if there is room for it. */
static void put_sentence(
        struct writing *writing, enum paint_colour colour, const char *text, const char *shorter)
{
        put(writing, colour, paint_columns(text) <= writing->left ? text : shorter);
        end_line(writing);
}

static bool is_wide(const struct writing *writing)
{
        return writing->paint->columns >= WIDE_COLUMNS;
}

static void put_label(struct writing *writing, const char *label)
{
        size_t columns = is_wide(writing) ? LABEL_WIDE : LABEL_NARROW;

        put(writing, PAINT_DIM, label);
        put_spaces(writing, columns - paint_columns(label));
}

static const char *posture_word(enum posture posture)
{
        switch (posture) {
        case POSTURE_SITTING: return "sitting";
        case POSTURE_STANDING: return "standing";
        case POSTURE_AWAY: return "away";
        case POSTURE_UNKNOWN:
        case POSTURE_MAX_: break;
        }
        return "not known";
}

/* "Anna has been sitting since 13:40 (office)", in as many of these words as fit. */
static void put_person(struct writing *writing)
{
        const struct person_status *status = writing->status;
        bool known = status->posture != POSTURE_UNKNOWN;
        char moment[CLOCK_TEXT_SIZE];
        char since[CLOCK_TEXT_SIZE + 16] = "";
        char room[sizeof(status->room) + 4] = "";
        struct piece pieces[] = {
                { PAINT_BOLD, status->name[0] != '\0' ? status->name : status->id },
                { PAINT_PLAIN, !known                   ? ": posture "
                               : status->since_usec > 0 ? " has been "
                                                        : " is " },
                { day_bar_colour(status->posture), posture_word(status->posture) },
                { PAINT_PLAIN, since },
                { PAINT_DIM, room },
        };
        size_t count = ELEMENTS(pieces);

        if (status->since_usec > 0) {
                clock_text_moment(status->since_usec, writing->now_usec, moment);
                snprintf(since, sizeof(since), " since %s", moment);
        }
        if (status->room[0] != '\0')
                snprintf(room, sizeof(room), " (%s)", status->room);
        if (!fits(writing, pieces, count))
                pieces[1].text = ": ";
        while (count > 3 && !fits(writing, pieces, count))
                count--;
        put_pieces(writing, pieces, count);
}

/* What is next, and what to do. */
static void put_phase(struct writing *writing)
{
        struct phase_text phase;
        const char *text = phase.words[PHASE_TEXT_WIDTHS - 1];

        phase_text_make(writing->status, writing->now_usec, &phase);
        for (size_t i = PHASE_TEXT_WIDTHS; i-- > 0;)
                if (paint_columns(phase.words[i]) <= writing->left)
                        text = phase.words[i];
        put(writing, phase.colour, text);
        end_line(writing);
}

static void put_bar(
        struct writing *writing, enum paint_colour colour, size_t columns, int64_t part, int64_t whole)
{
        const char *full = writing->paint->unicode ? "\u2501" : "#";
        const char *empty = writing->paint->unicode ? "\u2500" : "-";
        int64_t filled = whole <= 0 || part >= whole ? (int64_t)columns : part * (int64_t)columns / whole;

        for (int64_t i = 0; i < (int64_t)columns; i++)
                put(writing, i < filled ? colour : PAINT_DIM, i < filled ? full : empty);
}

/* "Sitting   25 min  ########----  limit 30 min"; the bar, then the limit go where there is no room. */
static void put_progress(struct writing *writing, const char *label, const char *limit_word,
        enum paint_colour colour, int64_t passed_sec, int64_t limit_sec)
{
        char passed[CLOCK_TEXT_SIZE];
        char limit[CLOCK_TEXT_SIZE];
        char end[CLOCK_TEXT_SIZE + 16];
        size_t wanted;

        clock_text_duration(passed_sec, passed);
        clock_text_duration(limit_sec, limit);
        snprintf(end, sizeof(end), "  %s %s", limit_word, limit);
        put_label(writing, label);
        put(writing, PAINT_PLAIN, passed);
        if (strlen(passed) < DURATION_COLUMNS)
                put_spaces(writing, DURATION_COLUMNS - strlen(passed));
        wanted = strlen(end);
        if (writing->left >= wanted + 2 + PROGRESS_MIN) {
                size_t room = writing->left - wanted - 2;

                put_spaces(writing, 2);
                put_bar(writing, colour, room < PROGRESS_MAX ? room : PROGRESS_MAX, passed_sec, limit_sec);
        }
        if (writing->left >= wanted)
                put(writing, PAINT_PLAIN, end);
        end_line(writing);
}

static int64_t bout_sec(const struct writing *writing)
{
        return writing->status->bout_sec + writing->elapsed_sec;
}

/* After a while of ignored reminders the next one comes later than the limit says. */
static int64_t bout_limit_sec(const struct writing *writing)
{
        const struct person_status *status = writing->status;
        int64_t left_sec = (status->next_break_usec - writing->now_usec + USEC_PER_SEC / 2) / USEC_PER_SEC;
        int64_t planned_sec = (bout_sec(writing) + left_sec + 30) / 60 * 60;

        if (status->phase == PHASE_SITTING && left_sec > 0 && planned_sec > status->sit_limit_min * 60)
                return planned_sec;
        return status->sit_limit_min * 60;
}

static const char *posture_label(enum posture posture)
{
        switch (posture) {
        case POSTURE_SITTING: return "Sitting";
        case POSTURE_STANDING: return "Standing";
        case POSTURE_AWAY: return "Away";
        case POSTURE_UNKNOWN:
        case POSTURE_MAX_: break;
        }
        return "Unknown";
}

/* How long already: against the limit while sitting, against the goal in a break. The line is always there,
 * so that what follows stays in its place. */
static void put_posture(struct writing *writing)
{
        const struct person_status *status = writing->status;
        const char *label = posture_label(status->posture);
        enum paint_colour colour = status->phase == PHASE_DUE ? PAINT_DUE : PAINT_SITTING;
        int64_t since_usec = status->since_usec > 0 ? status->since_usec : writing->now_usec;
        int64_t passed_sec = (writing->now_usec - since_usec) / USEC_PER_SEC;
        char passed[CLOCK_TEXT_SIZE];

        if (status->posture == POSTURE_SITTING) {
                put_progress(writing, label, "limit", colour, bout_sec(writing), bout_limit_sec(writing));
                return;
        }
        if (status->phase == PHASE_BREAK && status->posture != POSTURE_UNKNOWN) {
                put_progress(writing, label, "goal", PAINT_STANDING, passed_sec, status->break_goal_min * 60);
                return;
        }
        if (status->posture == POSTURE_STANDING && status->stand_limit_min > 0 &&
                (status->next_break_usec > 0 || status->phase == PHASE_DUE)) {
                put_progress(writing, label, "limit", status->phase == PHASE_DUE ? PAINT_DUE : PAINT_STANDING,
                        passed_sec, status->stand_limit_min * 60);
                return;
        }
        clock_text_duration(passed_sec, passed);
        put_label(writing, label);
        put_sentence(writing, PAINT_PLAIN, passed, passed);
}

static void put_today(struct writing *writing)
{
        const struct person_status *status = writing->status;
        bool sitting = status->posture == POSTURE_SITTING;
        int64_t longest_sec = status->longest_bout_today_sec;
        char breaks[CLOCK_TEXT_SIZE];
        char sat[CLOCK_TEXT_SIZE];
        char longest[CLOCK_TEXT_SIZE];
        char text[SENTENCE_SIZE];

        if (sitting && bout_sec(writing) > longest_sec)
                longest_sec = bout_sec(writing);
        clock_text_duration(status->sitting_today_sec + (sitting ? writing->elapsed_sec : 0), sat);
        clock_text_duration(longest_sec, longest);
        snprintf(breaks, sizeof(breaks), "%" PRId64 " break%s", status->breaks_today,
                status->breaks_today == 1 ? "" : "s");
        put_label(writing, "Today");
        if (is_wide(writing)) {
                snprintf(text, sizeof(text), "%s, %s sitting, longest %s in one go", breaks, sat, longest);
                put_sentence(writing, PAINT_PLAIN, text, breaks);
                return;
        }
        snprintf(text, sizeof(text), "%s, sat %s", breaks, sat);
        put_sentence(writing, PAINT_PLAIN, text, breaks);
        put_label(writing, "Longest");
        put_sentence(writing, PAINT_PLAIN, longest, longest);
}

static void put_holds(struct writing *writing)
{
        const struct person_status *status = writing->status;

        if (status->hold_count == 0)
                return;
        put_label(writing, "On hold");
        for (size_t i = 0; i < status->hold_count; i++) {
                put(writing, PAINT_PLAIN, i == 0 ? "" : ", ");
                put(writing, PAINT_PLAIN, status->holds[i]);
        }
        end_line(writing);
}

static void put_legend(struct writing *writing)
{
        static const struct {
                const char *gap;
                const char *words[POSTURE_MAX_];
        } wordings[] = {
                { "   ", { "not known", "sitting", "standing", "away" } },
                { " ", { "unknown", "sitting", "standing", "away" } },
                { " ", { "?", "sit", "stand", "away" } },
        };
        static const enum posture order[] = { POSTURE_SITTING, POSTURE_STANDING, POSTURE_AWAY,
                POSTURE_UNKNOWN };

        for (size_t i = 0; i < ELEMENTS(wordings); i++) {
                size_t columns = (ELEMENTS(order) - 1) * strlen(wordings[i].gap);

                for (size_t j = 0; j < ELEMENTS(order); j++)
                        columns += 2 + strlen(wordings[i].words[order[j]]);
                if (columns > writing->left)
                        continue;
                for (size_t j = 0; j < ELEMENTS(order); j++) {
                        put(writing, PAINT_PLAIN, j == 0 ? "" : wordings[i].gap);
                        put(writing, day_bar_colour(order[j]), day_bar_mark(writing->paint, order[j]));
                        put(writing, PAINT_PLAIN, " ");
                        put(writing, PAINT_DIM, wordings[i].words[order[j]]);
                }
                end_line(writing);
                return;
        }
}

static void put_day(struct writing *writing, const struct span_record *spans, size_t count)
{
        struct day_bar bar;

        day_bar_fill(&bar, spans, count, day_bar_start(writing->now_usec), writing->now_usec,
                writing->paint->columns);
        put_blank_line(writing);
        day_bar_put(&bar, writing->paint, writing->stream);
        end_line(writing);
        if (writing->omission < OMIT_HOURS) {
                day_bar_put_hours(&bar, writing->paint, writing->stream, writing->paint->columns);
                end_line(writing);
        }
        if (writing->omission < OMIT_LEGEND)
                put_legend(writing);
}

static void write_all(struct writing *writing, const struct span_record *spans, size_t count)
{
        writing->left = (size_t)writing->paint->columns;
        put_person(writing);
        put_phase(writing);
        put_blank_line(writing);
        put_posture(writing);
        put_today(writing);
        put_holds(writing);
        put_day(writing, spans, count);
}

/* The history with the present after it: also where there is no history, or while the clock runs on. */
static int add_present(const struct status_picture *picture, struct span_record **ret_spans)
{
        const struct person_status *status = picture->status;
        size_t count = picture->span_count;
        int64_t from_usec = status->since_usec > 0 ? status->since_usec : picture->now_usec;
        struct span_record *spans = calloc(count + 1, sizeof(*spans));

        if (!spans)
                return -ENOMEM;
        if (count > 0) {
                memcpy(spans, picture->spans, count * sizeof(*spans));
                from_usec = usec_max(from_usec, spans[count - 1].to_realtime_usec);
        }
        spans[count] = (struct span_record){
                .posture = status->posture,
                .from_realtime_usec = from_usec,
                .to_realtime_usec = picture->now_usec,
        };
        *ret_spans = spans;
        return 0;
}

static int count_lines(const char *text)
{
        int lines = 0;

        for (; *text != '\0'; text++)
                lines += *text == '\n';
        return lines;
}

/* Ends @text after its first @lines. */
static void cut_lines(char *text, int lines)
{
        for (; *text != '\0'; text++)
                if (*text == '\n' && --lines == 0) {
                        text[1] = '\0';
                        return;
                }
}

static int make_with(struct writing *writing, const struct span_record *spans, size_t count, char **ret_text)
{
        CLEANUP_FREE char *text = NULL;
        size_t size = 0;
        bool failed;

        writing->stream = open_memstream(&text, &size);
        if (!writing->stream)
                return -ENOMEM;
        write_all(writing, spans, count);
        failed = ferror(writing->stream) != 0;
        if (fclose(writing->stream) != 0 || failed)
                return -ENOMEM;
        *ret_text = TAKE_PTR(text);
        return 0;
}

int status_text_make(const struct status_picture *picture, const struct paint *paint, char **ret_text)
{
        CLEANUP_FREE struct span_record *spans = NULL;
        CLEANUP_FREE char *text = NULL;
        struct writing writing = {
                .status = picture->status,
                .paint = paint,
                .now_usec = picture->now_usec,
                .elapsed_sec = usec_max(0, picture->now_usec - picture->status->asked_usec) / USEC_PER_SEC,
        };
        int r;

        r = add_present(picture, &spans);
        if (r < 0)
                return r;
        for (; writing.omission < OMIT_MAX_; writing.omission++) {
                free(TAKE_PTR(text));
                r = make_with(&writing, spans, picture->span_count + 1, &text);
                if (r < 0)
                        return r;
                if (picture->lines_max == 0 || count_lines(text) <= picture->lines_max)
                        break;
        }
        if (picture->lines_max > 0)
                cut_lines(text, picture->lines_max);
        *ret_text = TAKE_PTR(text);
        return 0;
}

bool status_text_runs(const struct person_status *status)
{
        return status->posture == POSTURE_SITTING || status->phase == PHASE_BREAK;
}
