/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "base/cleanup.h"
#include "wire/publish.h"
#include "wire/publish_session.h"

#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

/* What a row is appended to. */
struct list {
        const struct api_entry *person;
        sd_bus_message *reply;
        size_t rows;
};

/* Realtime in microseconds, or days; the last day belongs to it, the last moment does not. */
struct range {
        int64_t from;
        int64_t to;
};

/* One of the lists: the D-Bus type of its row, how its range is read from a call, and who gives the rows. */
struct listing {
        const char *row;
        int (*read_range)(sd_bus_message *message, struct range *ret_range, sd_bus_error *error);
        int (*fetch)(const struct api_entry *person, const struct range *range, struct list *list);
};

static int begin(struct list *list, sd_bus_message *message, const char *row)
{
        int r;

        r = sd_bus_message_new_method_return(message, &list->reply);
        if (r < 0)
                return r;
        return sd_bus_message_open_container(list->reply, 'a', row);
}

/* Sends the list if reading the history went well, as @result says. */
static int end(struct list *list, int result, sd_bus_error *error)
{
        int r;

        if (result == -ENOTCONN)
                return api_error_no_history(error);
        if (result == -E2BIG)
                return api_error_invalid(error,
                        "There are more than %d rows in this time; ask for a shorter one.", API_ROWS_MAX);
        if (result < 0)
                return result;
        r = sd_bus_message_close_container(list->reply);
        if (r < 0)
                return r;
        return sd_bus_message_send(list->reply);
}

static int answer(const struct listing *listing, sd_bus_message *message, const struct api_entry *person,
        sd_bus_error *error)
{
        CLEANUP(message_freep) sd_bus_message *reply = NULL;
        struct list list = { .person = person };
        struct range range;
        int r;

        r = listing->read_range(message, &range, error);
        if (r < 0)
                return r;
        r = begin(&list, message, listing->row);
        reply = list.reply;
        if (r < 0)
                return r;
        return end(&list, listing->fetch(person, &range, &list), error);
}

static int count_row(struct list *list)
{
        return ++list->rows > API_ROWS_MAX ? -E2BIG : 0;
}

static uint64_t moment(int64_t realtime_usec)
{
        return realtime_usec > 0 ? (uint64_t)realtime_usec : 0;
}

static uint32_t seconds(int64_t usec)
{
        return usec > 0 ? (uint32_t)usec_min(usec / USEC_PER_SEC, UINT32_MAX) : 0;
}

static int read_moments(sd_bus_message *message, struct range *ret_range, sd_bus_error *error)
{
        uint64_t from;
        uint64_t to;
        int r;

        r = sd_bus_message_read(message, "tt", &from, &to);
        if (r < 0)
                return r;
        if (to > INT64_MAX || from >= to || to - from > API_LIST_DAYS_MAX * (uint64_t)USEC_PER_DAY) {
                (void)api_error_invalid(error,
                        "A time begins before it ends, in microseconds since 1970, and lasts at most %d "
                        "days.",
                        API_LIST_DAYS_MAX);
                return -EINVAL;
        }
        *ret_range = (struct range){ .from = (int64_t)from, .to = (int64_t)to };
        return 0;
}

static int add_span(void *userdata, const struct span_record *span)
{
        struct list *list = userdata;
        int r;

        r = count_row(list);
        if (r < 0)
                return r;
        r = sd_bus_message_append(list->reply, "(sbtt)", posture_names[span->posture], (int)span->censored,
                moment(span->from_realtime_usec), moment(span->to_realtime_usec));
        return r < 0 ? r : 0;
}

static int fetch_spans(const struct api_entry *person, const struct range *range, struct list *list)
{
        const struct api_home *home = &person->api->home;

        return home->spans(home->userdata, person->number, range->from, range->to, add_span, list);
}

int api_history_list_spans(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        static const struct listing spans = { "(sbtt)", read_moments, fetch_spans };

        return answer(&spans, message, userdata, ret_error);
}

static int add_prompt(void *userdata, const struct prompt_record *prompt)
{
        struct list *list = userdata;
        char id[PROMPT_ID_SIZE];
        int r;

        r = count_row(list);
        if (r < 0)
                return r;
        prompt_id_print(list->person->id, prompt->id, id);
        r = sd_bus_message_append(list->reply, "(sttttusbus)", id, moment(prompt->due_realtime_usec),
                moment(prompt->first_realtime_usec), moment(prompt->last_realtime_usec),
                prompt->ended ? moment(prompt->left_realtime_usec) : UINT64_C(0), seconds(prompt->sat_usec),
                prompt->ended ? outcome_names[prompt->outcome] : "", (int)prompt->claimed,
                (uint32_t)prompt->snoozes, prompt_about_names[prompt->about]);
        return r < 0 ? r : 0;
}

static int fetch_prompts(const struct api_entry *person, const struct range *range, struct list *list)
{
        const struct api_home *home = &person->api->home;

        return home->prompts(home->userdata, person->number, range->from, range->to, add_prompt, list);
}

int api_history_list_prompts(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        static const struct listing prompts = { "(sttttusbus)", read_moments, fetch_prompts };

        return answer(&prompts, message, userdata, ret_error);
}

/* The number of @size digits at @text. Return: -1 if there are others. */
static int32_t read_digits(const char *text, size_t size)
{
        int32_t value = 0;

        for (size_t i = 0; i < size; i++) {
                if (text[i] < '0' || text[i] > '9')
                        return -1;
                value = 10 * value + (text[i] - '0');
        }
        return value;
}

/* "2026-11-22", of a day that exists. */
static int parse_day(const char *text, int32_t *ret_day)
{
        char again[INSTANT_DAY_TEXT_SIZE];
        int32_t day;
        int32_t month;

        if (strlen(text) != strlen("2026-11-22"))
                return -EINVAL;
        month = read_digits(text + 5, 2);
        if (read_digits(text, 4) < 0 || month < 1 || month > 12 || read_digits(text + 8, 2) < 0)
                return -EINVAL;
        day = instant_day_from_date(read_digits(text, 4), month, read_digits(text + 8, 2));
        instant_print_day(day, again);
        if (strcmp(text, again) != 0)
                return -EINVAL;
        *ret_day = day;
        return 0;
}

static int read_days(sd_bus_message *message, struct range *ret_range, sd_bus_error *error)
{
        const char *from_text;
        const char *to_text;
        int32_t from;
        int32_t to;
        int r;

        r = sd_bus_message_read(message, "ss", &from_text, &to_text);
        if (r < 0)
                return r;
        if (parse_day(from_text, &from) < 0 || parse_day(to_text, &to) < 0 || from > to ||
                to - from >= API_LIST_DAYS_MAX) {
                (void)api_error_invalid(error,
                        "Days are written \"2026-11-22\", the first is not after the last, and they are at "
                        "most %d.",
                        API_LIST_DAYS_MAX);
                return -EINVAL;
        }
        *ret_range = (struct range){ .from = from, .to = to };
        return 0;
}

static int add_day(void *userdata, const struct day_summary *day)
{
        struct list *list = userdata;
        const uint16_t *outcomes = day->outcomes;
        char text[INSTANT_DAY_TEXT_SIZE];
        int r;

        r = count_row(list);
        if (r < 0)
                return r;
        instant_print_day(day->day, text);
        r = sd_bus_message_append(list->reply, "(suuuuuuuuuuuu)", text, seconds(day->seated_usec),
                seconds(day->longest_usec), (uint32_t)day->bouts, (uint32_t)day->interruptions,
                (uint32_t)day->breaks, (uint32_t)day->full_breaks, (uint32_t)day->prompts,
                (uint32_t)outcomes[OUTCOME_TAKEN], (uint32_t)outcomes[OUTCOME_PARTIAL],
                (uint32_t)outcomes[OUTCOME_IGNORED], (uint32_t)outcomes[OUTCOME_DISMISSED],
                (uint32_t)outcomes[OUTCOME_MOOT]);
        return r < 0 ? r : 0;
}

static int fetch_days(const struct api_entry *person, const struct range *range, struct list *list)
{
        const struct api_home *home = &person->api->home;

        return home->days(
                home->userdata, person->number, (int32_t)range->from, (int32_t)range->to, add_day, list);
}

int api_history_list_days(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        static const struct listing days = { "(suuuuuuuuuuuu)", read_days, fetch_days };

        return answer(&days, message, userdata, ret_error);
}

static int add_results(sd_bus_message *reply, const struct api_session *session)
{
        int r;

        r = sd_bus_message_open_container(reply, 'a', "(suu)");
        if (r < 0)
                return r;
        for (uint8_t i = 0; i < session->record->result_count; i++) {
                const struct exercise_result *result = &session->record->results[i];

                r = sd_bus_message_append(reply, "(suu)", session->exercises[i], (uint32_t)result->level,
                        (uint32_t)result->done_pct);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(reply);
}

static int add_session(void *userdata, const struct api_session *session)
{
        const struct session_record *record = session->record;
        struct list *list = userdata;
        int r;

        r = count_row(list);
        if (r < 0)
                return r;
        r = sd_bus_message_open_container(list->reply, 'r', "tsssa(suu)");
        if (r < 0)
                return r;
        r = sd_bus_message_append(list->reply, "tsss", moment(record->started_realtime_usec),
                session->programme, session_kind_names[record->kind],
                record->effort == EFFORT_NONE ? "" : effort_names[record->effort]);
        if (r < 0)
                return r;
        r = add_results(list->reply, session);
        if (r < 0)
                return r;
        r = sd_bus_message_close_container(list->reply);
        return r < 0 ? r : 0;
}

static int fetch_sessions(const struct api_entry *person, const struct range *range, struct list *list)
{
        const struct api_home *home = &person->api->home;

        return home->sessions(home->userdata, person->number, range->from, range->to, add_session, list);
}

int api_history_list_sessions(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        static const struct listing sessions = { "(tsssa(suu))", read_moments, fetch_sessions };

        return answer(&sessions, message, userdata, ret_error);
}

static int add_missed(void *userdata, const char *programme, int32_t day)
{
        struct list *list = userdata;
        char text[INSTANT_DAY_TEXT_SIZE];
        int r;

        r = count_row(list);
        if (r < 0)
                return r;
        instant_print_day(day, text);
        r = sd_bus_message_append(list->reply, "(ss)", text, programme);
        return r < 0 ? r : 0;
}

static int fetch_missed(const struct api_entry *person, const struct range *range, struct list *list)
{
        const struct api_home *home = &person->api->home;

        return home->missed(
                home->userdata, person->number, (int32_t)range->from, (int32_t)range->to, add_missed, list);
}

int api_history_list_missed(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        static const struct listing missed = { "(ss)", read_days, fetch_missed };

        return answer(&missed, message, userdata, ret_error);
}
