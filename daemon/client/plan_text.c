/* SPDX-License-Identifier: MIT */
#include "client/plan_text.h"

#include "client/clock_text.h"
#include "client/fact.h"
#include "client/prose.h"
#include "core/plan_view.h"
#include "wire/calendar.h"
#include "wire/publish_session.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define DAYS_PER_WEEK 7
/* From so many columns on a session's state is a word, otherwise a mark. */
#define WORD_COLUMNS 44
#define NAME_COLUMNS 24
#define STATE_SIZE   16
#define LINE_SIZE    240
#define BLOCK_CELLS  24
/* Of two weeks. */
#define EVENTS_MAX (2 * PLAN_SESSIONS_MAX)

/* One session of the plan's. */
struct entry {
        const char *programme;
        const char *name;
        int64_t at_usec; /* 0: at no time yet */
        int64_t length_usec;
        enum plan_session_state state;
};

static const struct {
        const char *mark;
        enum paint_colour colour;
} states[PLAN_SESSION_STATE_MAX_] = {
        [PLAN_SESSION_PLANNED] = { ".", PAINT_PLAIN },
        [PLAN_SESSION_MOVED] = { ">", PAINT_PLAIN },
        [PLAN_SESSION_DONE] = { "x", PAINT_STANDING },
        [PLAN_SESSION_SHORT] = { "x", PAINT_STANDING },
        [PLAN_SESSION_MISSED] = { "-", PAINT_DIM },
        [PLAN_SESSION_EXCUSED] = { "-", PAINT_DIM },
};

/* What holds the sessions, and what to do about it. */
static const struct {
        const char *word;
        const char *sentence;
} holds[] = {
        { "questions",
                "Before the next session a few health questions are to be answered: unslouch screening "
                "asks them." },
        { "rest", "Today is for rest; sessions go on after it." },
        { "paused",
                "Sessions wait while a holiday or an illness is on; the week is excused. unslouch release "
                "ends it." },
        { "see-terminal",
                "Sessions wait for what was answered: unslouch screening --show tells what it means "
                "and what to do." },
};

static const struct plan_title *title_of(const struct plan_page *page, const char *programme)
{
        for (size_t i = 0; i < page->title_count; i++)
                if (strcmp(page->titles[i].id, programme) == 0)
                        return &page->titles[i];
        return NULL;
}

static bool read_entry(const struct plan_page *page, const json_t *object, struct entry *entry)
{
        const char *word = fact_text(object, "state");
        const struct plan_title *title = title_of(page, fact_text(object, "programme"));

        *entry = (struct entry){
                .programme = fact_text(object, "programme"),
                .name = title ? title->name : fact_text(object, "programme"),
                .length_usec = title ? title->length_usec : 0,
                .at_usec = fact_moment(object, "at"),
        };
        for (enum plan_session_state state = 0; state < PLAN_SESSION_STATE_MAX_; state++)
                if (strcmp(word, plan_session_state_names[state]) == 0) {
                        entry->state = state;
                        return true;
                }
        return false;
}

static bool is_to_come(const struct entry *entry, const struct plan_page *page)
{
        return (entry->state == PLAN_SESSION_PLANNED || entry->state == PLAN_SESSION_MOVED) &&
               entry->at_usec > page->now.realtime_usec;
}

/* "Mon 23", or spaces for the day of the line before. */
static void day_text(int64_t at_usec, int32_t *last_day, char text[static STATE_SIZE])
{
        static const char names[DAYS_PER_WEEK][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
        int32_t day = clock_text_day(at_usec);
        char date[CLOCK_TEXT_SIZE];

        clock_text_date(day, date);
        if (day == *last_day)
                snprintf(text, STATE_SIZE, "%6s", "");
        else
                snprintf(text, STATE_SIZE, "%s %.2s", names[instant_weekday(day)], date + strlen("2026-11-"));
        *last_day = day;
}

static void put_entry(const struct entry *entry, int32_t *last_day, const struct paint *paint, FILE *stream)
{
        bool is_word = paint->columns >= WORD_COLUMNS;
        size_t room = (size_t)paint->columns - (is_word ? 28 : 16);
        char day[STATE_SIZE] = "      ", time[CLOCK_TEXT_SIZE] = "-    ";
        size_t used;

        if (entry->at_usec > 0) {
                day_text(entry->at_usec, last_day, day);
                clock_text_time(entry->at_usec, time);
        }
        if (is_word)
                fprintf(stream, "  %s  %s  ", day, time);
        else
                fprintf(stream, "%s %s %s ", day, time, states[entry->state].mark);
        used = paint_put(paint, stream, states[entry->state].colour, entry->name,
                room < NAME_COLUMNS || !is_word ? room : NAME_COLUMNS);
        if (is_word)
                fprintf(stream, "%*s%s%s%s", (int)((room < NAME_COLUMNS ? room : NAME_COLUMNS) - used) + 2,
                        "", paint_begin(paint, states[entry->state].colour),
                        plan_session_state_names[entry->state], paint_begin(paint, PAINT_PLAIN));
        fputc('\n', stream);
}

static void put_sessions(
        const struct plan_page *page, const json_t *sessions, const struct paint *paint, FILE *stream)
{
        int32_t last_day = INT32_MIN;
        struct entry entry;

        for (size_t i = 0; i < json_array_size(sessions); i++)
                if (read_entry(page, json_array_get(sessions, i), &entry))
                        put_entry(&entry, &last_day, paint, stream);
}

/* The block: a cell for each week that it asks for, filled as weeks are met. */
static void put_block(const json_t *block, const struct paint *paint, FILE *stream)
{
        int64_t week = fact_number(block, "week");
        int64_t met = fact_number(block, "met");
        int64_t goal = fact_number(block, "goal");
        char lead[BLOCK_CELLS * 3 + 16] = "";
        char line[LINE_SIZE];
        size_t length = 0;

        if (goal <= 0)
                return;
        if (goal <= BLOCK_CELLS && paint->columns > goal + 16) {
                for (int64_t i = 0; i < goal; i++)
                        length += (size_t)snprintf(lead + length, sizeof(lead) - length, "%s",
                                paint->unicode ? (i < met ? "█" : "░") : (i < met ? "#" : "."));
                snprintf(lead + length, sizeof(lead) - length, "  ");
        }
        snprintf(line, sizeof(line), "Week %" PRId64 ": %" PRId64 " of %" PRId64 " %s met.", week, met, goal,
                goal == 1 ? "week" : "weeks");
        prose_put(paint, stream, PAINT_PLAIN, lead, line);
}

/* Tells the first of @sessions that is to come. Return: false: none is. */
static bool put_first(
        const struct plan_page *page, const json_t *sessions, const struct paint *paint, FILE *stream)
{
        char moment[CLOCK_TEXT_SIZE], length[CLOCK_TEXT_SIZE];
        char line[LINE_SIZE];
        struct entry entry;

        for (size_t i = 0; i < json_array_size(sessions); i++) {
                if (!read_entry(page, json_array_get(sessions, i), &entry) || !is_to_come(&entry, page))
                        continue;
                clock_text_moment(entry.at_usec, page->now.realtime_usec, moment);
                clock_text_duration(entry.length_usec / USEC_PER_SEC, length);
                if (entry.length_usec > 0)
                        snprintf(line, sizeof(line), "Next: %s, %s, about %s.", entry.name, moment, length);
                else
                        snprintf(line, sizeof(line), "Next: %s, %s.", entry.name, moment);
                prose_put(paint, stream, PAINT_PLAIN, "", line);
                return true;
        }
        return false;
}

static void put_hold(const json_t *root, const struct paint *paint, FILE *stream)
{
        const char *held = fact_text(root, "held");
        const char *why = fact_text(root, "why");

        if (*why != '\0')
                prose_put(paint, stream, PAINT_DUE, "", why);
        for (size_t i = 0; i < ELEMENTS(holds); i++)
                if (strcmp(held, holds[i].word) == 0 &&
                        (*why == '\0' || strcmp(held, plan_hold_names[PLAN_HOLD_SEE_TERMINAL]) != 0))
                        prose_put(paint, stream, PAINT_DUE, "", holds[i].sentence);
}

static void put_light_week(const json_t *root, const struct paint *paint, FILE *stream)
{
        if (json_is_true(json_object_get(root, "light")))
                prose_put(paint, stream, PAINT_PLAIN, "",
                        "This is a light week: one set of each. unslouch session light no makes the sessions "
                        "whole again.");
}

/* Nothing starts by itself; this is the offer. */
static void put_offer(const struct plan_page *page, const struct paint *paint, FILE *stream)
{
        prose_put(paint, stream, PAINT_BOLD, "", page->name);
        fputc('\n', stream);
        prose_put(paint, stream, PAINT_PLAIN, "",
                "No sessions are planned. If you like, choose a programme: unslouch programme list shows "
                "what there is, and programmes in the configuration plans it.");
}

/* The week after, if anything is planned in it. */
static void put_next_week(
        const struct plan_page *page, const json_t *sessions, const struct paint *paint, FILE *stream)
{
        if (json_array_size(sessions) == 0)
                return;
        fputc('\n', stream);
        prose_put(paint, stream, PAINT_BOLD, "", "Next week");
        put_sessions(page, sessions, paint, stream);
}

static void put_stretches(const json_t *root, const struct paint *paint, FILE *stream)
{
        int64_t days = fact_number(root, "stretch_days");
        char line[LINE_SIZE];

        if (days == 0)
                return;
        snprintf(line, sizeof(line), "Stretched on %" PRId64 " %s this week.", days,
                days == 1 ? "day" : "days");
        prose_put(paint, stream, PAINT_PLAIN, "", line);
}

int plan_text_print(const struct plan_page *page, const struct paint *paint, FILE *stream)
{
        json_t *root = json_loads(page->json, JSON_REJECT_DUPLICATES, NULL);
        const json_t *sessions = json_object_get(root, "sessions");
        const json_t *next = json_object_get(root, "next_sessions");
        char title[LINE_SIZE];

        if (!json_is_object(root)) {
                json_decref(root);
                return -EINVAL;
        }
        if (json_object_size(root) == 0) {
                put_offer(page, paint, stream);
                json_decref(root);
                return 0;
        }
        snprintf(title, sizeof(title), "%s, week of %s", page->name, fact_text(root, "week"));
        prose_put(paint, stream, PAINT_BOLD, "",
                json_is_string(json_object_get(root, "week")) ? title : page->name);
        fputc('\n', stream);
        if (json_array_size(sessions) == 0)
                prose_put(paint, stream, PAINT_PLAIN, "", "No session is planned this week.");
        put_sessions(page, sessions, paint, stream);
        put_next_week(page, next, paint, stream);
        fputc('\n', stream);
        put_block(json_object_get(root, "block"), paint, stream);
        put_stretches(root, paint, stream);
        if (!put_first(page, sessions, paint, stream))
                (void)put_first(page, next, paint, stream);
        put_light_week(root, paint, stream);
        put_hold(root, paint, stream);
        json_decref(root);
        return 0;
}

/* The number of the session in its week among those of its programme. */
static unsigned number_of(const json_t *sessions, size_t index)
{
        const char *programme = fact_text(json_array_get(sessions, index), "programme");
        unsigned number = 0;

        for (size_t i = 0; i <= index; i++)
                number += strcmp(fact_text(json_array_get(sessions, i), "programme"), programme) == 0;
        return number;
}

/* Adds what is to come of @sessions to @events, @count so far. Returns the new count. */
static size_t add_events(const struct plan_page *page, const json_t *sessions, int32_t monday,
        struct calendar_event *events, size_t count)
{
        struct entry entry;

        for (size_t i = 0; i < json_array_size(sessions) && count < EVENTS_MAX; i++) {
                if (!read_entry(page, json_array_get(sessions, i), &entry) || !is_to_come(&entry, page))
                        continue;
                events[count++] = (struct calendar_event){
                        .person = page->person,
                        .programme = entry.programme,
                        .title = entry.name,
                        .monday = monday,
                        .number = number_of(sessions, i),
                        .at_realtime_usec = entry.at_usec,
                        .length_usec = usec_max(entry.length_usec, USEC_PER_MINUTE),
                };
        }
        return count;
}

int plan_text_calendar(const struct plan_page *page, const char *zone_name, char **ret_text)
{
        json_t *root = json_loads(page->json, JSON_REJECT_DUPLICATES, NULL);
        struct calendar_event events[EVENTS_MAX];
        int32_t monday = 0;
        size_t count;
        char *text;

        if (!json_is_object(root)) {
                json_decref(root);
                return -EINVAL;
        }
        (void)clock_text_parse_day(fact_text(root, "week"), page->now.realtime_usec, &monday);
        count = add_events(page, json_object_get(root, "sessions"), monday, events, 0);
        count = add_events(
                page, json_object_get(root, "next_sessions"), monday + DAYS_PER_WEEK, events, count);
        text = calendar_print(events, count, page->name, zone_name, &page->now);
        json_decref(root);
        if (!text)
                return -ENOMEM;
        *ret_text = text;
        return 0;
}
