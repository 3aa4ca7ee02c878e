/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include "base/number.h"
#include "client/clock_text.h"
#include "wire/publish.h"
#include "wire/publish_session.h"

#include <errno.h>
#include <string.h>

/* Rows that grow by doubling. */
struct rows {
        void *items;
        size_t count;
        size_t allocated;
        size_t item_bytes;
};

/* Reads one struct of @answer into @item. Return: 1; 0 at the end of the array; negative errno. */
typedef int read_row(sd_bus_message *answer, void *item);

static void *append(struct rows *rows)
{
        if (rows->count == rows->allocated) {
                size_t allocated = rows->allocated ? rows->allocated * 2 : 64;
                void *grown = reallocarray(rows->items, allocated, rows->item_bytes);

                if (!grown)
                        return NULL;
                rows->items = grown;
                rows->allocated = allocated;
        }
        return (char *)rows->items + rows->count * rows->item_bytes;
}

static int read_rows(sd_bus_message *answer, const char *types, read_row *read, struct rows *rows)
{
        void *item;
        int r;

        r = sd_bus_message_enter_container(answer, 'a', types);
        if (r < 0)
                return r;
        for (;;) {
                item = append(rows);
                if (!item)
                        return -ENOMEM;
                memset(item, 0, rows->item_bytes);
                r = read(answer, item);
                if (r <= 0)
                        return r;
                rows->count++;
        }
}

static int read_answer(struct connection *connection, sd_bus_message *answer, const char *types,
        read_row *read, struct rows *rows)
{
        int r;

        r = read_rows(answer, types, read, rows);
        if (r >= 0)
                return EXIT_STATUS_DONE;
        free(rows->items);
        return connection_tell(connection, r, NULL);
}

static bool are_moments(const uint64_t *moments, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (moments[i] > INT64_MAX)
                        return false;
        return true;
}

static int read_span(sd_bus_message *answer, void *item)
{
        struct span_record *span = item;
        const char *posture;
        uint64_t moments[2];
        int censored;
        int number;
        int r;

        r = sd_bus_message_read(answer, "(sbtt)", &posture, &censored, &moments[0], &moments[1]);
        if (r <= 0)
                return r;
        number = connection_number_of(posture, posture_names, POSTURE_MAX_);
        if (number < 0 || !are_moments(moments, 2))
                return -EBADMSG;
        *span = (struct span_record){
                .posture = (enum posture)number,
                .censored = censored,
                .from_realtime_usec = (int64_t)moments[0],
                .to_realtime_usec = (int64_t)moments[1],
        };
        return 1;
}

/* "anna-2026-11-22-3": the day and the number stand at the end, whatever the person is called. */
static int parse_prompt_id(const char *text, struct prompt_id *ret_id)
{
        const char *dash = strrchr(text, '-');
        char date[sizeof("2026-11-22")];
        int64_t number;

        if (!dash || (size_t)(dash - text) < sizeof(date) ||
                number_parse_integer(dash + 1, 1, UINT16_MAX, &number) < 0)
                return -EBADMSG;
        memcpy(date, dash - (sizeof(date) - 1), sizeof(date) - 1);
        date[sizeof(date) - 1] = '\0';
        if (clock_text_parse_day(date, 0, &ret_id->day) < 0)
                return -EBADMSG;
        ret_id->number = (uint16_t)number;
        return 0;
}

static int read_prompt(sd_bus_message *answer, void *item)
{
        struct prompt_record *prompt = item;
        const char *id, *outcome, *about;
        uint64_t moments[4];
        uint32_t sat_sec, snoozes;
        int claimed;
        int number = 0;
        int about_number;
        int r;

        r = sd_bus_message_read(answer, "(sttttusbus)", &id, &moments[0], &moments[1], &moments[2],
                &moments[3], &sat_sec, &outcome, &claimed, &snoozes, &about);
        if (r <= 0)
                return r;
        about_number = connection_number_of(about, prompt_about_names, PROMPT_ABOUT_MAX_);
        prompt->ended = outcome[0] != '\0';
        if (prompt->ended)
                number = connection_number_of(outcome, outcome_names, OUTCOME_MAX_);
        if (number < 0 || about_number < 0 || !are_moments(moments, 4) ||
                parse_prompt_id(id, &prompt->id) < 0)
                return -EBADMSG;
        prompt->outcome = (enum outcome)number;
        prompt->about = (enum prompt_about)about_number;
        prompt->claimed = claimed;
        prompt->snoozes = snoozes > UINT8_MAX ? UINT8_MAX : (uint8_t)snoozes;
        prompt->due_realtime_usec = (int64_t)moments[0];
        prompt->first_realtime_usec = (int64_t)moments[1];
        prompt->last_realtime_usec = (int64_t)moments[2];
        prompt->left_realtime_usec = (int64_t)moments[3];
        prompt->sat_usec = sat_sec * USEC_PER_SEC;
        return 1;
}

static uint16_t narrow(uint32_t value)
{
        return value > UINT16_MAX ? UINT16_MAX : (uint16_t)value;
}

static int read_day(sd_bus_message *answer, void *item)
{
        struct day_summary *day = item;
        uint32_t n[12];
        const char *date;
        int r;

        r = sd_bus_message_read(answer, "(suuuuuuuuuuuu)", &date, &n[0], &n[1], &n[2], &n[3], &n[4], &n[5],
                &n[6], &n[7], &n[8], &n[9], &n[10], &n[11]);
        if (r <= 0)
                return r;
        if (clock_text_parse_day(date, 0, &day->day) < 0)
                return -EBADMSG;
        day->seated_usec = n[0] * USEC_PER_SEC;
        day->longest_usec = n[1] * USEC_PER_SEC;
        day->bouts = narrow(n[2]);
        day->interruptions = narrow(n[3]);
        day->breaks = narrow(n[4]);
        day->full_breaks = narrow(n[5]);
        day->prompts = narrow(n[6]);
        for (size_t i = 0; i < OUTCOME_MAX_; i++)
                day->outcomes[i] = narrow(n[7 + i]);
        return 1;
}

static int ask_moments(struct connection *connection, const char *path, const char *member, int64_t from_usec,
        int64_t to_usec, sd_bus_error *error, sd_bus_message **ret_answer)
{
        return sd_bus_call_method(connection->bus, API_NAME, path, API_PERSON, member, error, ret_answer,
                "tt", (uint64_t)usec_max(from_usec, 0), (uint64_t)usec_max(to_usec, 0));
}

static int list_moments(struct connection *connection, const char *path, const char *member,
        int64_t from_usec, int64_t to_usec, const char *types, read_row *read, struct rows *rows)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        int r;

        r = ask_moments(connection, path, member, from_usec, to_usec, &error, &answer);
        if (r < 0)
                return connection_tell(connection, r, &error);
        return read_answer(connection, answer, types, read, rows);
}

int connection_list_spans(struct connection *connection, const char *path, int64_t from_usec, int64_t to_usec,
        struct span_record **ret_spans, size_t *ret_count)
{
        struct rows rows = { .item_bytes = sizeof(**ret_spans) };
        int status;

        status = list_moments(connection, path, "ListSpans", from_usec, to_usec, "(sbtt)", read_span, &rows);
        if (status != EXIT_STATUS_DONE)
                return status;
        *ret_spans = rows.items;
        *ret_count = rows.count;
        return EXIT_STATUS_DONE;
}

int connection_list_prompts(struct connection *connection, const char *path, int64_t from_usec,
        int64_t to_usec, struct prompt_record **ret_prompts, size_t *ret_count)
{
        struct rows rows = { .item_bytes = sizeof(**ret_prompts) };
        int status;

        status = list_moments(
                connection, path, "ListPrompts", from_usec, to_usec, "(sttttusbus)", read_prompt, &rows);
        if (status != EXIT_STATUS_DONE)
                return status;
        *ret_prompts = rows.items;
        *ret_count = rows.count;
        return EXIT_STATUS_DONE;
}

/* What is listed by days. */
struct day_listing {
        const char *member, *types;
        read_row *read;
};

static int list_days(struct connection *connection, const char *path, const struct day_listing *listing,
        int32_t from_day, int32_t to_day, struct rows *rows)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        char from[CLOCK_TEXT_SIZE], to[CLOCK_TEXT_SIZE];
        int r;

        clock_text_date(from_day, from);
        clock_text_date(to_day, to);
        r = sd_bus_call_method(connection->bus, API_NAME, path, API_PERSON, listing->member, &error, &answer,
                "ss", from, to);
        if (r < 0)
                return connection_tell(connection, r, &error);
        return read_answer(connection, answer, listing->types, listing->read, rows);
}

static int read_missed(sd_bus_message *answer, void *item)
{
        struct measures_missed *missed = item;
        const char *date, *programme;
        int r;

        r = sd_bus_message_read(answer, "(ss)", &date, &programme);
        if (r <= 0)
                return r;
        if (clock_text_parse_day(date, 0, &missed->day) < 0 ||
                text_copy(missed->programme, sizeof(missed->programme), programme) < 0)
                return -EBADMSG;
        return 1;
}

int connection_list_missed(struct connection *connection, const char *path, int32_t from_day, int32_t to_day,
        struct measures_missed **ret_missed, size_t *ret_count)
{
        static const struct day_listing missed = { "ListMissed", "(ss)", read_missed };
        struct rows rows = { .item_bytes = sizeof(**ret_missed) };
        int status = list_days(connection, path, &missed, from_day, to_day, &rows);

        if (status != EXIT_STATUS_DONE)
                return status;
        *ret_missed = rows.items;
        *ret_count = rows.count;
        return EXIT_STATUS_DONE;
}

int connection_list_days(struct connection *connection, const char *path, int32_t from_day, int32_t to_day,
        struct day_summary **ret_days, size_t *ret_count)
{
        static const struct day_listing days = { "ListDays", "(suuuuuuuuuuuu)", read_day };
        struct rows rows = { .item_bytes = sizeof(**ret_days) };
        int status = list_days(connection, path, &days, from_day, to_day, &rows);

        if (status != EXIT_STATUS_DONE)
                return status;
        *ret_days = rows.items;
        *ret_count = rows.count;
        return EXIT_STATUS_DONE;
}

static int take_session_words(
        struct session_row *row, const char *programme, const char *kind_word, const char *effort_word)
{
        int kind = connection_number_of(kind_word, session_kind_names, SESSION_KIND_MAX_);
        int effort = effort_word[0] == '\0'
                             ? -1
                             : connection_number_of(effort_word, &effort_names[1], EFFORT_COUNT - 1);

        if (kind < 0 || effort < -1 || text_copy(row->programme, TEXT_ID_SIZE, programme) < 0)
                return -EBADMSG;
        row->kind = (enum session_kind)kind;
        row->effort = (enum effort)(effort + 1);
        return 0;
}

/* Each exercise of a session as a row that begins like @session. */
static int read_exercises(sd_bus_message *answer, const struct session_row *session, struct rows *rows)
{
        uint32_t level, done_pct;
        const char *id;
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "(suu)");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read(answer, "(suu)", &id, &level, &done_pct)) > 0) {
                struct session_row *row = append(rows);

                if (!row)
                        return -ENOMEM;
                *row = *session;
                if (level > UINT8_MAX || done_pct > 100 || text_copy(row->exercise, TEXT_ID_SIZE, id) < 0)
                        return -EBADMSG;
                row->level = (uint8_t)level;
                row->done_pct = (uint8_t)done_pct;
                rows->count++;
        }
        return r < 0 ? r : sd_bus_message_exit_container(answer);
}

static int read_session(sd_bus_message *answer, struct rows *rows)
{
        const char *programme, *kind, *effort;
        struct session_row session = { 0 };
        uint64_t started;
        int r;

        r = sd_bus_message_read(answer, "tsss", &started, &programme, &kind, &effort);
        if (r < 0)
                return r;
        r = take_session_words(&session, programme, kind, effort);
        if (r < 0 || !are_moments(&started, 1))
                return -EBADMSG;
        session.started_usec = (int64_t)started;
        return read_exercises(answer, &session, rows);
}

static int read_sessions(sd_bus_message *answer, struct rows *rows)
{
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "(tsssa(suu))");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(answer, 'r', "tsssa(suu)")) > 0) {
                r = read_session(answer, rows);
                if (r < 0)
                        return r;
                r = sd_bus_message_exit_container(answer);
                if (r < 0)
                        return r;
        }
        return r;
}

int connection_list_sessions(struct connection *connection, const char *path, int64_t from_usec,
        int64_t to_usec, struct session_row **ret_sessions, size_t *ret_count)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        struct rows rows = { .item_bytes = sizeof(**ret_sessions) };
        int r;

        r = ask_moments(connection, path, "ListSessions", from_usec, to_usec, &error, &answer);
        if (r < 0)
                return connection_tell(connection, r, &error);
        r = read_sessions(answer, &rows);
        if (r < 0) {
                free(rows.items);
                return connection_tell(connection, r, NULL);
        }
        *ret_sessions = rows.items;
        *ret_count = rows.count;
        return EXIT_STATUS_DONE;
}
