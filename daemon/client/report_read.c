/* SPDX-License-Identifier: MIT */
#include "client/report_read.h"

#include "client/clock_text.h"
#include "client/progress.h"
#include "io/store_routine.h"

#include <errno.h>
#include <string.h>

/* So many days are asked for at once: no answer is too long, and it can be told how far it is. */
#define PIECE_DAYS 28

/* Who is asked: a daemon, or else a store. */
struct origin {
        struct connection *connection;
        const char *path;
        struct history_store *store;
};

static void **items_of(struct history *history, size_t *ret_item_bytes)
{
        switch (history->kind) {
        case HISTORY_DAYS: *ret_item_bytes = sizeof(*history->days); return (void **)&history->days;
        case HISTORY_PROMPTS: *ret_item_bytes = sizeof(*history->prompts); return (void **)&history->prompts;
        case HISTORY_SPANS: *ret_item_bytes = sizeof(*history->spans); return (void **)&history->spans;
        case HISTORY_SESSIONS:
                *ret_item_bytes = sizeof(*history->sessions);
                return (void **)&history->sessions;
        }
        *ret_item_bytes = 0;
        return NULL;
}

/* The first rows of @piece that @whole has already: a span that reaches over the border of two pieces is in
 * both. */
static size_t count_repeated(const struct history *whole, const struct history *piece)
{
        size_t repeated = 0;

        if (piece->kind != HISTORY_SPANS || whole->count == 0)
                return 0;
        while (repeated < piece->count && piece->spans[repeated].from_realtime_usec <=
                                                  whole->spans[whole->count - 1].from_realtime_usec)
                repeated++;
        return repeated;
}

static int append(struct history *whole, struct history *piece)
{
        size_t repeated = count_repeated(whole, piece);
        size_t added = piece->count - repeated;
        size_t item_bytes;
        void **target = items_of(whole, &item_bytes);
        void **source = items_of(piece, &item_bytes);
        void *grown;

        if (added == 0)
                return 0;
        grown = reallocarray(*target, whole->count + added, item_bytes);
        if (!grown)
                return -ENOMEM;
        *target = grown;
        memcpy((char *)grown + whole->count * item_bytes, (char *)*source + repeated * item_bytes,
                added * item_bytes);
        whole->count += added;
        return 0;
}

static int read_piece(const struct origin *origin, struct history *piece, struct report_record *record)
{
        int status;

        if (!origin->store)
                return history_list(origin->connection, origin->path, piece);
        status = history_store_read(origin->store, piece);
        if (status == EXIT_STATUS_DONE) {
                record->stored = true;
                record->saved_usec = usec_max(record->saved_usec, piece->saved_usec);
        }
        return status;
}

static int read_part(const struct origin *origin, enum history_kind kind, struct report_record *record,
        struct progress *progress)
{
        struct history *whole = &record->parts[kind];
        int64_t days = record->to_day - record->from_day + 1;

        whole->kind = kind;
        for (int64_t done = 0; done < days; done += PIECE_DAYS) {
                struct history piece = {
                        .kind = kind,
                        .now_usec = record->now_usec,
                        .from_day = record->from_day + (int32_t)done,
                        .to_day = record->from_day + (int32_t)usec_min(done + PIECE_DAYS, days) - 1,
                };
                int status;
                int r;

                progress_tell(progress, kind * days + done, REPORT_KINDS * days);
                status = read_piece(origin, &piece, record);
                if (status != EXIT_STATUS_DONE)
                        return status;
                r = append(whole, &piece);
                history_done(&piece);
                if (r < 0) {
                        fprintf(stderr, "unslouch report: %s\n", strerror(-r));
                        return EXIT_STATUS_FAILED;
                }
        }
        return EXIT_STATUS_DONE;
}

/* Rows of what was missed, as they come from a store. */
static int add_missed(void *userdata, const char *programme, int32_t day)
{
        struct report_record *record = userdata;
        struct measures_missed *grown =
                reallocarray(record->missed, record->missed_count + 1, sizeof(*grown));

        if (!grown)
                return -ENOMEM;
        record->missed = grown;
        grown[record->missed_count] = (struct measures_missed){ .day = day };
        (void)text_copy(grown[record->missed_count].programme, TEXT_ID_SIZE, programme);
        record->missed_count++;
        return 0;
}

static int read_missed(const struct origin *origin, struct report_record *record)
{
        int r;

        if (!origin->store)
                return connection_list_missed(origin->connection, origin->path, record->from_day,
                        record->to_day, &record->missed, &record->missed_count);
        r = store_read_missed(history_store_base(origin->store), record->person, record->from_day,
                record->to_day, add_missed, record);
        if (r < 0) {
                fprintf(stderr, "unslouch report: %s\n", strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        return EXIT_STATUS_DONE;
}

static int read_parts(const struct origin *origin, struct report_record *record)
{
        struct progress progress = progress_begin("reading the history");
        int status = EXIT_STATUS_DONE;
        int r;

        for (int kind = 0; kind < REPORT_KINDS && status == EXIT_STATUS_DONE; kind++)
                status = read_part(origin, (enum history_kind)kind, record, &progress);
        if (status == EXIT_STATUS_DONE)
                status = read_missed(origin, record);
        progress_end(&progress);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = report_measure(record);
        if (r < 0) {
                fprintf(stderr, "unslouch report: %s\n", strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        return origin->store ? report_zone_find(history_store_home(origin->store), record)
                             : report_zone_ask(origin->connection, origin->path, record);
}

int report_read_daemon(const struct connection_options *options, struct report_record *record)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        CLEANUP_FREE char *path = NULL;
        struct person_status person;
        int status;

        status = connection_open(options, &connection);
        if (status == EXIT_STATUS_DONE)
                status = connection_find_person(connection, &path);
        if (status == EXIT_STATUS_DONE)
                status = connection_get_status(connection, path, &person);
        if (status != EXIT_STATUS_DONE)
                return status;
        (void)text_copy(record->person, sizeof(record->person), person.id);
        (void)text_copy(record->name, sizeof(record->name), person.name);
        record->min_break_usec = person.min_break_sec * USEC_PER_SEC;
        return read_parts(&(struct origin){ .connection = connection, .path = path }, record);
}

int report_read_store(struct history_store *store, struct report_record *record)
{
        const struct person_setup *person = history_store_person(store);

        (void)text_copy(record->person, sizeof(record->person), person->core.id);
        (void)text_copy(record->name, sizeof(record->name), person->name);
        record->min_break_usec = person->core.breaks.bout.min_break_usec;
        return read_parts(&(struct origin){ .store = store }, record);
}

static void take_spans(struct report_record *record)
{
        const struct history *part = &record->parts[HISTORY_SPANS];

        for (size_t i = 0; i < part->count; i++) {
                const struct span_record *span = &part->spans[i];

                record->spans[i] = (struct measures_span){
                        .posture = span->posture,
                        .censored = span->censored,
                        .from_usec = span->from_realtime_usec,
                        .to_usec = span->to_realtime_usec,
                        .offset_usec = clock_text_offset_usec(span->from_realtime_usec),
                };
        }
}

static void take_results(struct report_record *record)
{
        const struct history *part = &record->parts[HISTORY_SESSIONS];

        for (size_t i = 0; i < part->count; i++) {
                const struct session_row *row = &part->sessions[i];
                struct measures_result *result = &record->results[i];

                result->started_usec = row->started_usec;
                result->day = clock_text_day(row->started_usec);
                result->kind = row->kind;
                result->effort = row->effort;
                result->level = row->level;
                result->done_pct = row->done_pct;
                (void)text_copy(result->programme, sizeof(result->programme), row->programme);
                (void)text_copy(result->exercise, sizeof(result->exercise), row->exercise);
        }
}

/* Days are told in whole seconds: sums of them are those of what is told. */
static void round_days(struct history *days)
{
        for (size_t i = 0; i < days->count; i++)
                days->days[i].seated_usec -= days->days[i].seated_usec % USEC_PER_SEC;
}

int report_measure(struct report_record *record)
{
        struct measures_input input = {
                .from_day = record->from_day,
                .to_day = record->to_day,
                .min_break_usec = record->min_break_usec,
                .span_count = record->parts[HISTORY_SPANS].count,
                .days = record->parts[HISTORY_DAYS].days,
                .day_count = record->parts[HISTORY_DAYS].count,
                .prompts = record->parts[HISTORY_PROMPTS].prompts,
                .prompt_count = record->parts[HISTORY_PROMPTS].count,
                .result_count = record->parts[HISTORY_SESSIONS].count,
                .missed = record->missed,
                .missed_count = record->missed_count,
        };

        record->spans = calloc(input.span_count + 1, sizeof(*record->spans));
        record->results = calloc(input.result_count + 1, sizeof(*record->results));
        if (!record->spans || !record->results)
                return -ENOMEM;
        round_days(&record->parts[HISTORY_DAYS]);
        take_spans(record);
        take_results(record);
        input.spans = record->spans;
        input.results = record->results;
        return measures_make(&input, &record->measures);
}

void report_record_done(struct report_record *record)
{
        for (int kind = 0; kind < REPORT_KINDS; kind++)
                history_done(&record->parts[kind]);
        free(record->spans);
        free(record->results);
        free(record->missed);
        free(record->zones);
        measures_free(record->measures);
        *record = (struct report_record){ 0 };
}
