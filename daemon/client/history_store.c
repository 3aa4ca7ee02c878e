/* SPDX-License-Identifier: MIT */
#include "client/history_store.h"

#include "app/check.h"
#include "app/state_directory.h"
#include "base/cleanup.h"
#include "io/clock.h"
#include "io/store.h"
#include "io/store_routine.h"
#include "wire/record.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

struct history_store {
        const char *verb; /* for messages */
        struct home *home;
        const struct person_setup *setup; /* of the person */
        struct clock *clock;
        struct store *store;
        char directory[PATH_MAX];
};

CLEANUP_DEFINE(struct history_store *, history_store_close, history_store_closep)

struct history_store *history_store_close(struct history_store *store)
{
        if (!store)
                return NULL;
        store_close(store->store);
        clock_free(store->clock);
        home_free(store->home);
        free(store);
        return NULL;
}

static int fail(const char *verb, const char *what, int error)
{
        fprintf(stderr, "unslouch %s: %s: %s\n", verb, what, strerror(-error));
        return EXIT_STATUS_FAILED;
}

static int load_config(struct history_store *store, const char *chosen_file)
{
        char file[PATH_MAX];

        if (!chosen_file && check_default_file(file, sizeof(file)) < 0)
                return EXIT_STATUS_CONFIG;
        return check_load(chosen_file ? chosen_file : file, stderr, &store->home);
}

/* The nearest first. */
static void tell_people(const struct settings *settings, const char *nearest)
{
        fputs("The people in the configuration are", stderr);
        if (nearest)
                fprintf(stderr, " %s", nearest);
        for (uint32_t i = 0; i < settings->people_count; i++)
                if (!nearest || strcmp(settings->people[i].core.id, nearest) != 0)
                        fprintf(stderr, " %s", settings->people[i].core.id);
        fputs(".\n", stderr);
}

static int refuse_person(const char *verb, const struct settings *settings, const char *person)
{
        CLEANUP_FREE const char **ids = calloc(settings->people_count, sizeof(*ids));

        if (!ids)
                return fail(verb, "people", -ENOMEM);
        for (uint32_t i = 0; i < settings->people_count; i++)
                ids[i] = settings->people[i].core.id;
        if (person)
                fprintf(stderr, "unslouch %s: there is no person '%s'.\n", verb, person);
        else
                fprintf(stderr, "unslouch %s: whose? Name a person.\n", verb);
        tell_people(settings, person ? text_nearest(person, ids, settings->people_count) : NULL);
        return person ? EXIT_STATUS_FAILED : EXIT_STATUS_USAGE;
}

static int find_person(struct history_store *store, const char *person)
{
        const struct settings *settings = store->home->settings;

        for (uint32_t i = 0; i < settings->people_count; i++)
                if (person ? strcmp(settings->people[i].core.id, person) == 0 : settings->people_count == 1)
                        store->setup = &settings->people[i];
        return store->setup ? EXIT_STATUS_DONE : refuse_person(store->verb, settings, person);
}

static int open_store(struct history_store *store, const struct instant *now)
{
        enum store_note note = STORE_NOTE_NONE;
        int r;

        /* Opening makes one where there is none. */
        if (!store_exists(store->directory)) {
                fprintf(stderr,
                        "unslouch %s: there is no history in '%s'.\n"
                        "--state takes the directory in which unslouchd keeps it.\n",
                        store->verb, store->directory);
                return EXIT_STATUS_FAILED;
        }
        r = store_open(store->directory, now->realtime_usec, &note, &store->store);
        if (r == -EBUSY) {
                fprintf(stderr,
                        "unslouch %s: the daemon is running and has '%s' open.\n"
                        "Leave out --config and --state: then the daemon is asked.\n",
                        store->verb, store->directory);
                return EXIT_STATUS_FAILED;
        }
        if (r == -ENOTSUP) {
                fprintf(stderr,
                        "unslouch %s: the history in '%s' is of a newer version of unslouch.\n"
                        "It is left as it is; use that version.\n",
                        store->verb, store->directory);
                return EXIT_STATUS_FAILED;
        }
        if (r < 0)
                return fail(store->verb, store->directory, r);
        if (note == STORE_NOTE_SET_ASIDE)
                fprintf(stderr,
                        "unslouch %s: the history in '%s' was damaged; it is set aside there under\n"
                        "another name, and a new one is begun.\n",
                        store->verb, store->directory);
        return EXIT_STATUS_DONE;
}

static int open_all(struct history_store *store, const struct history_files *files)
{
        struct instant now;
        int status;
        int r;

        status = load_config(store, files->config_file);
        if (status == EXIT_STATUS_DONE)
                status = find_person(store, files->person);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = clock_new(1, INT64_MIN, store->home->settings->time_zone, &store->clock);
        if (r < 0)
                return fail(store->verb, "clock", r);
        r = state_directory_find(files->state_dir, store->home->settings->state_dir, store->directory,
                sizeof(store->directory));
        if (r < 0) {
                fprintf(stderr, "unslouch %s: which directory? Name it by --state.\n", store->verb);
                return EXIT_STATUS_USAGE;
        }
        clock_read(store->clock, &now, NULL, NULL);
        return open_store(store, &now);
}

int history_store_open(const char *verb, const struct history_files *files, struct history_store **ret_store)
{
        CLEANUP(history_store_closep) struct history_store *store = calloc(1, sizeof(*store));
        int status;

        if (!store)
                return fail(verb, "store", -ENOMEM);
        store->verb = verb;
        status = open_all(store, files);
        if (status == EXIT_STATUS_DONE)
                *ret_store = TAKE_PTR(store);
        return status;
}

struct store *history_store_base(struct history_store *store)
{
        return store->store;
}

const struct home *history_store_home(const struct history_store *store)
{
        return store->home;
}

const struct person_setup *history_store_person(const struct history_store *store)
{
        return store->setup;
}

struct instant history_store_now(struct history_store *store)
{
        struct instant now;

        clock_read(store->clock, &now, NULL, NULL);
        return now;
}

/* Rows of one size, as they come. */
struct rows {
        void *items;
        size_t size, count, allocated;
};

static int add_row(struct rows *rows, const void *item)
{
        if (rows->count == rows->allocated) {
                size_t allocated = rows->allocated ? rows->allocated * 2 : 64;
                void *grown = reallocarray(rows->items, allocated, rows->size);

                if (!grown)
                        return -ENOMEM;
                rows->items = grown;
                rows->allocated = allocated;
        }
        memcpy((char *)rows->items + rows->count++ * rows->size, item, rows->size);
        return 0;
}

static int add_day(void *userdata, const struct day_summary *day)
{
        return add_row(userdata, day);
}

static int add_prompt(void *userdata, const struct prompt_record *prompt)
{
        return add_row(userdata, prompt);
}

static int add_span(void *userdata, const struct span_record *span)
{
        return add_row(userdata, span);
}

static int add_session(void *userdata, const struct store_session *session)
{
        struct session_row row = {
                .started_usec = session->record.started_realtime_usec,
                .kind = session->record.kind,
                .effort = session->record.effort,
        };
        int r = 0;

        (void)text_copy(row.programme, sizeof(row.programme), session->programme);
        for (uint8_t i = 0; i < session->record.result_count && r == 0; i++) {
                row.level = session->record.results[i].level;
                row.done_pct = session->record.results[i].done_pct;
                (void)text_copy(row.exercise, sizeof(row.exercise), session->exercises[i]);
                r = add_row(userdata, &row);
        }
        return r;
}

/* What was open when it was last saved. Return: 0; -ENOENT if nothing can be told of it; negative errno. */
static int read_open(struct history_store *store, struct person_record *ret_record)
{
        CLEANUP_FREE char *text = NULL;
        struct person person;
        struct instant now;
        int r;

        r = store_get_person(store->store, store->setup->core.id, &text);
        if (r < 0)
                return r;
        clock_read(store->clock, &now, NULL, NULL);
        r = person_init(&person, &store->setup->core, &now);
        if (r < 0)
                return r;
        person_save(&person, &now, ret_record);
        person_done(&person);
        return record_parse(text, ret_record) < 0 ? -ENOENT : 0;
}

static int add_open_day(struct history *history, struct rows *rows, const struct person_record *record)
{
        struct day_summary day = record->summary;

        day.seated_usec = day_summary_sitting(&record->summary, &record->bout, record->saved_boottime_usec);
        day.longest_usec = day_summary_longest(&record->summary, &record->bout, record->saved_boottime_usec);
        if (day.day < history->from_day || day.day > history->to_day)
                return 0;
        history->saved_usec = record->saved_realtime_usec;
        return add_row(rows, &day);
}

static int add_open_span(struct history *history, struct rows *rows, const struct person_record *record)
{
        const struct span_record span = {
                .posture = record->bout.posture,
                .from_realtime_usec = record->saved_realtime_usec - record->saved_boottime_usec +
                                      record->bout.posture_since_usec,
                .to_realtime_usec = record->saved_realtime_usec,
        };

        if (span.from_realtime_usec >= span.to_realtime_usec ||
                span.from_realtime_usec >= history_to_usec(history) ||
                span.to_realtime_usec <= history_from_usec(history))
                return 0;
        history->saved_usec = record->saved_realtime_usec;
        return add_row(rows, &span);
}

static int read_days(struct history_store *store, struct history *history, struct rows *rows)
{
        struct person_record record;
        int32_t to_day = history->to_day;
        int open;
        int r;

        open = read_open(store, &record);
        /* A day that a clock set back has begun anew is told as it is now. */
        if (open == 0 && record.summary.day <= to_day)
                to_day = record.summary.day - 1;
        r = store_read_days(store->store, store->setup->core.id, history->from_day, to_day, add_day, rows);
        if (r == 0 && open == 0)
                r = add_open_day(history, rows, &record);
        return open < 0 && open != -ENOENT ? open : r;
}

static int read_spans(struct history_store *store, struct history *history, struct rows *rows)
{
        struct person_record record;
        int r;

        r = store_read_spans(store->store, store->setup->core.id, history_from_usec(history),
                history_to_usec(history), add_span, rows);
        if (r < 0)
                return r;
        r = read_open(store, &record);
        if (r < 0)
                return r == -ENOENT ? 0 : r;
        return add_open_span(history, rows, &record);
}

static int read_kind(struct history_store *store, struct history *history, struct rows *rows)
{
        switch (history->kind) {
        case HISTORY_DAYS: rows->size = sizeof(struct day_summary); return read_days(store, history, rows);
        case HISTORY_PROMPTS:
                rows->size = sizeof(struct prompt_record);
                return store_read_prompts(store->store, store->setup->core.id, history_from_usec(history),
                        history_to_usec(history), add_prompt, rows);
        case HISTORY_SPANS: rows->size = sizeof(struct span_record); return read_spans(store, history, rows);
        case HISTORY_SESSIONS:
                rows->size = sizeof(struct session_row);
                return store_read_sessions(store->store, store->setup->core.id, history_from_usec(history),
                        history_to_usec(history), add_session, rows);
        }
        return -EINVAL;
}

int history_store_read(struct history_store *store, struct history *history)
{
        struct rows rows = { 0 };
        int r;

        r = read_kind(store, history, &rows);
        if (r < 0) {
                free(rows.items);
                return fail(store->verb, store->directory, r);
        }
        (void)text_copy(history->person, sizeof(history->person), store->setup->core.id);
        (void)text_copy(history->name, sizeof(history->name), store->setup->name);
        history->stored = true;
        history->count = rows.count;
        switch (history->kind) {
        case HISTORY_DAYS: history->days = rows.items; break;
        case HISTORY_PROMPTS: history->prompts = rows.items; break;
        case HISTORY_SPANS: history->spans = rows.items; break;
        case HISTORY_SESSIONS: history->sessions = rows.items; break;
        }
        return EXIT_STATUS_DONE;
}
