/* SPDX-License-Identifier: MIT */
#include "client/connection.h"
#include "client/day_range.h"
#include "client/history_store.h"
#include "client/options.h"
#include "client/report_file.h"
#include "client/report_print.h"
#include "client/verbs.h"
#include "io/clock.h"

#include <string.h>

#define WEEKS_DEFAULT "8"

static const char help[] =
        "Usage: unslouch report [OPTION]... [PERSON]\n"
        "Show whether it helps: the last days hour by hour, where the sitting goes by\n"
        "length, the weeks, the hours of long stretches, what became of the prompts, the\n"
        "days with exercises and their levels.\n"
        "\n"
        "      --weeks N        the last N weeks from Monday on, this one included (8)\n"
        "      --days N         the last N days, today included\n"
        "      --from DAY       the first day, and\n"
        "      --to DAY         the last: 2026-11-22, today, yesterday, or \"7 days\" ago\n"
        "      --html FILE      write one page with plots there, in place of the text;\n"
        "                       a browser shows it without any other file\n"
        "      --json           as one JSON object\n"
        "  -p, --person ID      whose, as PERSON\n"
        "      --bus=KIND       the daemon on the system or the session bus\n"
        "      --config FILE    read the history without a daemon: the configuration,\n"
        "      --state DIR      and the directory in which the history is kept\n"
        "  -h, --help           show this help and exit\n"
        "\n"
        "Sums of sitting, breaks and prompts are those of unslouch history. Days in them\n"
        "begin at the person's day_start; stretches belong to the day, from midnight to\n"
        "midnight, in which they begin. A day counts for a week's mean from 4 hours on\n"
        "that the sensors saw, and a week is compared from 4 such days on.\n"
        "Exit status: 0 done (also if there is nothing yet), 1 failed, 2 usage,\n"
        "3 no daemon, 78 bad configuration.\n";

struct arguments {
        struct connection_options connection;
        struct history_files files;
        struct day_range_words days;
        const char *html;
};

CLEANUP_DEFINE(struct history_store *, history_store_close, history_store_closep)

static int usage_error(const char *text)
{
        fprintf(stderr, "unslouch report: %s; try unslouch report --help\n", text);
        return EXIT_STATUS_USAGE;
}

static int check_arguments(struct arguments *arguments, char *positional[], int count)
{
        if (count > 1 || (count == 1 && arguments->connection.person))
                return usage_error("it takes one person");
        if (count == 1)
                arguments->connection.person = positional[0];
        if (arguments->html && arguments->connection.json)
                return usage_error("--html and --json do not go together");
        if (arguments->html && arguments->html[0] == '\0')
                return usage_error("--html takes the name of a file");
        arguments->files.person = arguments->connection.person;
        return day_range_check("report", &arguments->days);
}

/* Return: as options_parse(). */
static int parse_arguments(int argc, char *argv[], struct arguments *arguments)
{
        const struct option_row rows[] = {
                { "days", true, &arguments->days.days },
                { "weeks", true, &arguments->days.weeks },
                { "from", true, &arguments->days.from },
                { "to", true, &arguments->days.to },
                { "html", true, &arguments->html },
                { "config", true, &arguments->files.config_file },
                { "state", true, &arguments->files.state_dir },
        };
        char **positional;
        int count;
        int status;

        status = options_parse(argc, argv, "report", help, rows, ELEMENTS(rows), &arguments->connection,
                &positional, &count);
        if (status != EXIT_STATUS_DONE)
                return status;
        return check_arguments(arguments, positional, count);
}

static int begin(const struct arguments *arguments, struct report_record *record)
{
        struct day_range_words words = arguments->days;
        struct day_range range;
        struct instant now;
        int status;
        int r;

        r = clock_read_once(&now);
        if (r < 0) {
                fprintf(stderr, "unslouch report: clock: %s\n", strerror(-r));
                return EXIT_STATUS_FAILED;
        }
        record->now_usec = now.realtime_usec;
        if (!words.days && !words.from && !words.to && !words.weeks)
                words.weeks = WEEKS_DEFAULT;
        status = day_range_choose("report", &words, 7, record->now_usec, &range);
        if (status != EXIT_STATUS_DONE)
                return status;
        record->from_day = range.from_day;
        record->to_day = range.to_day;
        return EXIT_STATUS_DONE;
}

static int read_store(const struct arguments *arguments, struct report_record *record)
{
        CLEANUP(history_store_closep) struct history_store *store = NULL;
        int status;

        /* The zone is the configuration's from here on. */
        status = history_store_open("report", &arguments->files, &store);
        if (status == EXIT_STATUS_DONE)
                status = begin(arguments, record);
        if (status != EXIT_STATUS_DONE)
                return status;
        return report_read_store(store, record);
}

static int read_daemon(const struct arguments *arguments, struct report_record *record)
{
        int status = begin(arguments, record);

        return status == EXIT_STATUS_DONE ? report_read_daemon(&arguments->connection, record) : status;
}

static int print(const struct arguments *arguments, const struct report_record *record)
{
        int r = 0;

        if (arguments->html)
                return report_file_write(record, arguments->html);
        if (arguments->connection.json)
                r = report_print_json(record, stdout);
        else {
                struct paint paint = paint_detect(stdout);

                report_print_text(record, &paint, stdout);
        }
        if (r < 0 || fflush(stdout) != 0 || ferror(stdout)) {
                fputs("unslouch report: it could not be printed whole\n", stderr);
                return EXIT_STATUS_FAILED;
        }
        return EXIT_STATUS_DONE;
}

int verb_report(int argc, char *argv[])
{
        struct arguments arguments = { 0 };
        struct report_record record = { 0 };
        int status;

        status = parse_arguments(argc, argv, &arguments);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        if (arguments.files.config_file || arguments.files.state_dir)
                status = read_store(&arguments, &record);
        else
                status = read_daemon(&arguments, &record);
        if (status == EXIT_STATUS_DONE)
                status = print(&arguments, &record);
        report_record_done(&record);
        return status;
}
