/* SPDX-License-Identifier: MIT */
#include "client/history.h"

#include "base/cleanup.h"
#include "client/clock_text.h"
#include "client/day_range.h"
#include "client/history_store.h"
#include "client/options.h"
#include "client/verbs.h"
#include "io/clock.h"

#include <string.h>

#define DAYS_DEFAULT 14

static const char help[] =
        "Usage: unslouch history [OPTION]... [PERSON]\n"
        "Tell the past days: sitting, the longest bout, breaks, and how many of the\n"
        "prompts were followed by a break.\n"
        "\n"
        "      --days N         the last N days, today included (14)\n"
        "      --from DAY       the first day, and\n"
        "      --to DAY         the last: 2026-11-22, today, yesterday, or \"7 days\" ago\n"
        "      --prompts        a line for each prompt\n"
        "      --sessions       the sessions of exercises and what was done in them\n"
        "      --spans          a line for each span of sitting, standing and being away\n"
        "      --format FORM    text, or csv: CSV (RFC 4180), the names of the columns\n"
        "                       first, or json: one JSON array of objects with them\n"
        "      --csv, --json    short for --format csv and --format json\n"
        "  -p, --person ID      whose, as PERSON\n"
        "      --bus=KIND       the daemon on the system or the session bus\n"
        "      --config FILE    read the history without a daemon: the configuration,\n"
        "      --state DIR      and the directory in which the history is kept\n"
        "  -h, --help           show this help and exit\n"
        "\n"
        "Days in the list begin at the person's day_start; prompts and spans are those\n"
        "from midnight to midnight. Names that end in _s, and seconds, count seconds.\n"
        "Exit status: 0 done (also if there is nothing yet), 1 failed, 2 usage,\n"
        "3 no daemon, 78 bad configuration.\n";

struct arguments {
        struct connection_options connection;
        struct history_files files;
        struct day_range_words days;
        const char *prompts, *spans, *sessions, *csv, *format;
};

void history_done(struct history *history)
{
        free(history->days);
        free(history->prompts);
        free(history->spans);
        free(history->sessions);
        *history = (struct history){ 0 };
}

int64_t history_from_usec(const struct history *history)
{
        return clock_text_day_start(history->from_day);
}

int64_t history_to_usec(const struct history *history)
{
        return clock_text_day_start(history->to_day + 1);
}

static int usage_error(const char *text)
{
        fprintf(stderr, "unslouch history: %s; try unslouch history --help\n", text);
        return EXIT_STATUS_USAGE;
}

/* --csv and --json are short for it. */
static int check_format(struct arguments *arguments)
{
        if ((arguments->csv != NULL) + arguments->connection.json + (arguments->format != NULL) > 1)
                return usage_error("--csv, --json and --format do not go together");
        if (!arguments->format || strcmp(arguments->format, "text") == 0)
                return EXIT_STATUS_DONE;
        if (strcmp(arguments->format, "csv") == 0)
                arguments->csv = "";
        else if (strcmp(arguments->format, "json") == 0)
                arguments->connection.json = true;
        else
                return usage_error("--format takes text, csv or json");
        return EXIT_STATUS_DONE;
}

static int check_arguments(struct arguments *arguments, char *positional[], int count)
{
        if (count > 1 || (count == 1 && arguments->connection.person))
                return usage_error("it takes one person");
        if (count == 1)
                arguments->connection.person = positional[0];
        if ((arguments->prompts != NULL) + (arguments->spans != NULL) + (arguments->sessions != NULL) > 1)
                return usage_error("--prompts, --spans and --sessions do not go together");
        arguments->files.person = arguments->connection.person;
        if (check_format(arguments) != EXIT_STATUS_DONE)
                return EXIT_STATUS_USAGE;
        return day_range_check("history", &arguments->days);
}

/* Return: as options_parse(). */
static int parse_arguments(int argc, char *argv[], struct arguments *arguments)
{
        const struct option_row rows[] = {
                { "days", true, &arguments->days.days },
                { "from", true, &arguments->days.from },
                { "to", true, &arguments->days.to },
                { "prompts", false, &arguments->prompts },
                { "spans", false, &arguments->spans },
                { "sessions", false, &arguments->sessions },
                { "csv", false, &arguments->csv },
                { "format", true, &arguments->format },
                { "config", true, &arguments->files.config_file },
                { "state", true, &arguments->files.state_dir },
        };
        char **positional;
        int count;
        int status;

        status = options_parse(argc, argv, "history", help, rows, ELEMENTS(rows), &arguments->connection,
                &positional, &count);
        if (status != EXIT_STATUS_DONE)
                return status;
        return check_arguments(arguments, positional, count);
}

CLEANUP_DEFINE(struct history_store *, history_store_close, history_store_closep)

static int begin(const struct arguments *arguments, struct history *history)
{
        struct day_range range;
        struct instant now;
        int status;
        int r;

        r = clock_read_once(&now);
        if (r < 0) {
                fprintf(stderr, "unslouch history: clock: %s\n", strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        history->now_usec = now.realtime_usec;
        history->kind = arguments->prompts    ? HISTORY_PROMPTS
                        : arguments->spans    ? HISTORY_SPANS
                        : arguments->sessions ? HISTORY_SESSIONS
                                              : HISTORY_DAYS;
        status = day_range_choose("history", &arguments->days, DAYS_DEFAULT, history->now_usec, &range);
        if (status != EXIT_STATUS_DONE)
                return status;
        history->from_day = range.from_day;
        history->to_day = range.to_day;
        return EXIT_STATUS_DONE;
}

int history_list(struct connection *connection, const char *path, struct history *history)
{
        switch (history->kind) {
        case HISTORY_DAYS:
                return connection_list_days(connection, path, history->from_day, history->to_day,
                        &history->days, &history->count);
        case HISTORY_PROMPTS:
                return connection_list_prompts(connection, path, history_from_usec(history),
                        history_to_usec(history), &history->prompts, &history->count);
        case HISTORY_SPANS:
                return connection_list_spans(connection, path, history_from_usec(history),
                        history_to_usec(history), &history->spans, &history->count);
        case HISTORY_SESSIONS:
                return connection_list_sessions(connection, path, history_from_usec(history),
                        history_to_usec(history), &history->sessions, &history->count);
        }
        return EXIT_STATUS_FAILED;
}

static int ask_daemon(const struct arguments *arguments, struct history *history)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        CLEANUP_FREE char *path = NULL;
        struct person_status person;
        int status;

        status = begin(arguments, history);
        if (status == EXIT_STATUS_DONE)
                status = connection_open(&arguments->connection, &connection);
        if (status == EXIT_STATUS_DONE)
                status = connection_find_person(connection, &path);
        if (status == EXIT_STATUS_DONE)
                status = connection_get_status(connection, path, &person);
        if (status != EXIT_STATUS_DONE)
                return status;
        (void)text_copy(history->person, sizeof(history->person), person.id);
        (void)text_copy(history->name, sizeof(history->name), person.name);
        return history_list(connection, path, history);
}

static int read_store(const struct arguments *arguments, struct history *history)
{
        CLEANUP(history_store_closep) struct history_store *store = NULL;
        int status;

        status = history_store_open("history", &arguments->files, &store);
        if (status == EXIT_STATUS_DONE)
                status = begin(arguments, history);
        if (status != EXIT_STATUS_DONE)
                return status;
        return history_store_read(store, history);
}

static int print(const struct arguments *arguments, const struct history *history)
{
        int r = 0;

        if (arguments->csv)
                history_print_csv(history, stdout);
        else if (arguments->connection.json)
                r = history_print_json(history, stdout);
        else {
                struct paint paint = paint_detect(stdout);

                history_print(history, &paint, stdout);
        }
        if (r < 0 || fflush(stdout) != 0 || ferror(stdout)) {
                fputs("unslouch history: it could not be printed whole\n", stderr);
                return EXIT_STATUS_FAILED;
        }
        return EXIT_STATUS_DONE;
}

int verb_history(int argc, char *argv[])
{
        struct arguments arguments = { 0 };
        struct history history = { 0 };
        int status;

        status = parse_arguments(argc, argv, &arguments);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        if (arguments.files.config_file || arguments.files.state_dir)
                status = read_store(&arguments, &history);
        else
                status = ask_daemon(&arguments, &history);
        if (status == EXIT_STATUS_DONE)
                status = print(&arguments, &history);
        history_done(&history);
        return status;
}
