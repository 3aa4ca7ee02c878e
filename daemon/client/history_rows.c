/* SPDX-License-Identifier: MIT */
#include "client/history_rows.h"

#include "client/clock_text.h"
#include "wire/publish.h"
#include "wire/publish_session.h"

#include <assert.h>

static const char *const day_columns[] = {
        "day",
        "sitting_s",
        "longest_bout_s",
        "bouts",
        "interruptions",
        "breaks",
        "full_breaks",
        "prompts",
        "taken",
        "partial",
        "ignored",
        "dismissed",
        "moot",
};

static const char *const prompt_columns[] = {
        "id",
        "due",
        "first_delivery",
        "last_delivery",
        "left",
        "sat_s",
        "outcome",
        "claimed",
        "snoozes",
        "about",
};

static const char *const span_columns[] = {
        "posture",
        "from",
        "to",
        "seconds",
        "censored",
};

static const char *const session_columns[] = {
        "started",
        "programme",
        "kind",
        "effort",
        "exercise",
        "level",
        "done_pct",
};

static_assert(ELEMENTS(day_columns) <= HISTORY_COLUMNS_MAX, "a row has room for a day");

const char *const *history_columns(enum history_kind kind, size_t *ret_count)
{
        switch (kind) {
        case HISTORY_DAYS: *ret_count = ELEMENTS(day_columns); return day_columns;
        case HISTORY_PROMPTS: *ret_count = ELEMENTS(prompt_columns); return prompt_columns;
        case HISTORY_SPANS: *ret_count = ELEMENTS(span_columns); return span_columns;
        case HISTORY_SESSIONS: *ret_count = ELEMENTS(session_columns); return session_columns;
        }
        *ret_count = 0;
        return NULL;
}

static struct history_cell integer_cell(int64_t integer)
{
        return (struct history_cell){ .kind = HISTORY_CELL_INTEGER, .integer = integer };
}

static struct history_cell boolean_cell(bool boolean)
{
        return (struct history_cell){ .kind = HISTORY_CELL_BOOLEAN, .integer = boolean };
}

static struct history_cell text_cell(const char *text)
{
        struct history_cell cell = { .kind = HISTORY_CELL_TEXT };

        snprintf(cell.text, sizeof(cell.text), "%s", text);
        return cell;
}

/* 0 is no time. */
static struct history_cell time_cell(int64_t realtime_usec)
{
        char text[CLOCK_TEXT_SIZE];

        if (realtime_usec == 0)
                return (struct history_cell){ .kind = HISTORY_CELL_NONE };
        clock_text_stamp(realtime_usec, text);
        return text_cell(text);
}

static void day_row(const struct day_summary *day, struct history_cell *cells)
{
        char date[CLOCK_TEXT_SIZE];
        size_t i = 0;

        clock_text_date(day->day, date);
        cells[i++] = text_cell(date);
        cells[i++] = integer_cell(day->seated_usec / USEC_PER_SEC);
        cells[i++] = integer_cell(day->longest_usec / USEC_PER_SEC);
        cells[i++] = integer_cell(day->bouts);
        cells[i++] = integer_cell(day->interruptions);
        cells[i++] = integer_cell(day->breaks);
        cells[i++] = integer_cell(day->full_breaks);
        cells[i++] = integer_cell(day->prompts);
        cells[i++] = integer_cell(day->outcomes[OUTCOME_TAKEN]);
        cells[i++] = integer_cell(day->outcomes[OUTCOME_PARTIAL]);
        cells[i++] = integer_cell(day->outcomes[OUTCOME_IGNORED]);
        cells[i++] = integer_cell(day->outcomes[OUTCOME_DISMISSED]);
        cells[i++] = integer_cell(day->outcomes[OUTCOME_MOOT]);
        assert(i == ELEMENTS(day_columns));
}

static void prompt_row(const char *person, const struct prompt_record *prompt, struct history_cell *cells)
{
        static const char *const words[OUTCOME_MAX_] = {
                [OUTCOME_TAKEN] = "taken",
                [OUTCOME_PARTIAL] = "partial",
                [OUTCOME_IGNORED] = "ignored",
                [OUTCOME_DISMISSED] = "dismissed",
                [OUTCOME_MOOT] = "moot",
        };
        char id[PROMPT_ID_SIZE];
        size_t i = 0;

        prompt_id_print(person, prompt->id, id);
        cells[i++] = text_cell(id);
        cells[i++] = time_cell(prompt->due_realtime_usec);
        cells[i++] = time_cell(prompt->first_realtime_usec);
        cells[i++] = time_cell(prompt->last_realtime_usec);
        cells[i++] = time_cell(prompt->left_realtime_usec);
        cells[i++] = integer_cell(prompt->sat_usec / USEC_PER_SEC);
        cells[i++] = prompt->ended ? text_cell(words[prompt->outcome])
                                   : (struct history_cell){ .kind = HISTORY_CELL_NONE };
        cells[i++] = boolean_cell(prompt->claimed);
        cells[i++] = integer_cell(prompt->snoozes);
        cells[i++] = text_cell(prompt_about_names[prompt->about]);
        assert(i == ELEMENTS(prompt_columns));
}

static void span_row(const struct span_record *span, struct history_cell *cells)
{
        static const char *const words[POSTURE_MAX_] = {
                [POSTURE_UNKNOWN] = "unknown",
                [POSTURE_SITTING] = "sitting",
                [POSTURE_STANDING] = "standing",
                [POSTURE_AWAY] = "away",
        };
        size_t i = 0;

        cells[i++] = text_cell(words[span->posture]);
        cells[i++] = time_cell(span->from_realtime_usec);
        cells[i++] = time_cell(span->to_realtime_usec);
        cells[i++] = integer_cell((span->to_realtime_usec - span->from_realtime_usec) / USEC_PER_SEC);
        cells[i++] = boolean_cell(span->censored);
        assert(i == ELEMENTS(span_columns));
}

static void session_row(const struct session_row *session, struct history_cell *cells)
{
        size_t i = 0;

        cells[i++] = time_cell(session->started_usec);
        cells[i++] = text_cell(session->programme);
        cells[i++] = text_cell(session_kind_names[session->kind]);
        cells[i++] = session->effort == EFFORT_NONE ? (struct history_cell){ .kind = HISTORY_CELL_NONE }
                                                    : text_cell(effort_names[session->effort]);
        cells[i++] = text_cell(session->exercise);
        cells[i++] = integer_cell(session->level);
        cells[i++] = integer_cell(session->done_pct);
        assert(i == ELEMENTS(session_columns));
}

void history_row(
        const struct history *history, size_t index, struct history_cell cells[static HISTORY_COLUMNS_MAX])
{
        assert(index < history->count);
        switch (history->kind) {
        case HISTORY_DAYS: day_row(&history->days[index], cells); break;
        case HISTORY_PROMPTS: prompt_row(history->person, &history->prompts[index], cells); break;
        case HISTORY_SPANS: span_row(&history->spans[index], cells); break;
        case HISTORY_SESSIONS: session_row(&history->sessions[index], cells); break;
        }
}
