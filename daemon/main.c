/* SPDX-License-Identifier: MIT */
/*
 * unslouchd - the daemon's options and its exit status.
 */
#include "app/check.h"
#include "app/loop.h"
#include "base/cleanup.h"
#include "base/number.h"
#include "io/message_ids.h"
#include "wire/field.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static const char help[] = "Usage: unslouchd [OPTION]...\n"
                           "Track sitting time from a home's sensors and remind people to move.\n"
                           "\n"
                           "  --config FILE      the configuration; without it unslouch.conf in\n"
                           "                     $CONFIGURATION_DIRECTORY or " SYSCONFDIR "/unslouch\n"
                           "  --check            check the configuration and exit\n"
                           "  --print-config     print every setting with its value and exit\n"
                           "  --bus=KIND         serve D-Bus on the system bus (the default) or the session\n"
                           "                     bus, where the desktop is watched too; none: no D-Bus\n"
                           "  --state-dir DIR    where the history is kept\n"
                           "  --time-scale N     let time run N times as fast (1 to 10000)\n"
                           "  --start-time TIME  what the clock shows at the start (RFC 3339)\n"
                           "  --debug            log more\n"
                           "  -h, --help         show this help and exit\n"
                           "  --version          show the version and exit\n"
                           "\n"
                           "It stays in the foreground. SIGHUP reads the configuration again.\n"
                           "General movement reminders. Not medical advice.\n";

static const char version[] = "unslouchd " PACKAGE_VERSION "\n"
                              "General movement reminders. Not medical advice.\n";

enum option_code {
        OPTION_CONFIG = 256,
        OPTION_CHECK,
        OPTION_PRINT_CONFIG,
        OPTION_BUS,
        OPTION_STATE_DIR,
        OPTION_TIME_SCALE,
        OPTION_START_TIME,
        OPTION_DEBUG,
        OPTION_HELP,
        OPTION_VERSION,
};

struct arguments {
        char default_file[PATH_MAX];
        const char *config_file;
        const char *state_dir;
        enum bus_kind bus;
        int64_t scale;
        int64_t start_realtime_usec;
        bool check;
        bool print_config;
        bool debug;
        bool finished; /* --help or --version has said all */
};

static int take_bus(struct arguments *arguments, const char *name)
{
        for (int kind = BUS_NONE; kind <= BUS_SESSION; kind++)
                if (strcmp(name, bus_kind_names[kind]) == 0) {
                        arguments->bus = (enum bus_kind)kind;
                        return 0;
                }
        fprintf(stderr, "unslouchd: --bus takes system, session or none, not '%s'\n", name);
        return -1;
}

/* Return: 0; -1 if it was told what is wrong. */
static int take_value(struct arguments *arguments, int option, const char *value)
{
        if (option == OPTION_TIME_SCALE &&
                number_parse_integer(value, 1, CLOCK_SCALE_MAX, &arguments->scale) < 0) {
                fprintf(stderr, "unslouchd: --time-scale takes a number from 1 to %d, not '%s'\n",
                        CLOCK_SCALE_MAX, value);
                return -1;
        }
        if (option == OPTION_START_TIME && payload_time_parse(value, &arguments->start_realtime_usec) < 0) {
                fprintf(stderr,
                        "unslouchd: --start-time takes a time such as 2026-11-22T08:00:00+01:00, not '%s'\n",
                        value);
                return -1;
        }
        return 0;
}

static int take_option(struct arguments *arguments, int option, const char *value)
{
        switch (option) {
        case OPTION_CONFIG: arguments->config_file = value; return 0;
        case OPTION_BUS: return take_bus(arguments, value);
        case OPTION_STATE_DIR: arguments->state_dir = value; return 0;
        case OPTION_CHECK: arguments->check = true; return 0;
        case OPTION_PRINT_CONFIG: arguments->print_config = true; return 0;
        case OPTION_DEBUG: arguments->debug = true; return 0;
        case 'h':
        case OPTION_HELP:
        case OPTION_VERSION:
                fputs(option == OPTION_VERSION ? version : help, stdout);
                arguments->finished = true;
                return 0;
        case OPTION_TIME_SCALE:
        case OPTION_START_TIME: return take_value(arguments, option, value);
        default: /* getopt has told it */ return -1;
        }
}

static int parse_arguments(int argc, char *argv[], struct arguments *arguments)
{
        static const struct option options[] = {
                { "config", required_argument, NULL, OPTION_CONFIG },
                { "check", no_argument, NULL, OPTION_CHECK },
                { "print-config", no_argument, NULL, OPTION_PRINT_CONFIG },
                { "bus", required_argument, NULL, OPTION_BUS },
                { "state-dir", required_argument, NULL, OPTION_STATE_DIR },
                { "time-scale", required_argument, NULL, OPTION_TIME_SCALE },
                { "start-time", required_argument, NULL, OPTION_START_TIME },
                { "debug", no_argument, NULL, OPTION_DEBUG },
                { "help", no_argument, NULL, OPTION_HELP },
                { "version", no_argument, NULL, OPTION_VERSION },
                { NULL, 0, NULL, 0 },
        };
        int option;

        while (!arguments->finished && (option = getopt_long(argc, argv, "h", options, NULL)) != -1)
                if (take_option(arguments, option, optarg) < 0)
                        return -1;
        if (!arguments->finished && optind < argc) {
                fprintf(stderr, "unslouchd: '%s' is no option; try --help\n", argv[optind]);
                return -1;
        }
        return 0;
}

static int print_config(const struct home *home)
{
        int r;

        r = config_print(home->settings, stdout);
        return r < 0 || fflush(stdout) != 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}

CLEANUP_DEFINE(struct log *, log_free, log_freep)

/* Every mistake has been printed; this is the entry that tells a journal what became of the daemon. */
static void tell_invalid(const char *file)
{
        CLEANUP(log_freep) struct log *log = NULL;

        if (log_new(false, &log) < 0)
                return;
        log_write(log, LOG_ERR,
                &(struct log_fields){ .message_id = MESSAGE_ID_CONFIG_INVALID, .config_file = file },
                "unslouchd does not start: the configuration '%s' cannot be used.", file);
}

static int run(const struct arguments *arguments, struct home *home)
{
        CLEANUP(log_freep) struct log *log = NULL;
        struct loop_options options = {
                .config_file = arguments->config_file,
                .state_dir = arguments->state_dir,
                .bus = arguments->bus,
                .scale = arguments->scale,
                .start_realtime_usec = arguments->start_realtime_usec,
        };

        /* The broker's password is to be in no core dump. */
        (void)prctl(PR_SET_DUMPABLE, 0);
        if (log_new(arguments->debug, &log) < 0) {
                home_free(home);
                return EXIT_STATUS_FAILED;
        }
        options.log = log;
        return loop_run(&options, home);
}

int main(int argc, char *argv[])
{
        struct arguments arguments = { .bus = BUS_SYSTEM, .scale = 1, .start_realtime_usec = INT64_MIN };
        int status;
        struct home *home = NULL;

        if (parse_arguments(argc, argv, &arguments) < 0)
                return EXIT_STATUS_USAGE;
        if (arguments.finished)
                return fflush(stdout) == 0 ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
        if (check_default_file(arguments.default_file, sizeof(arguments.default_file)) < 0)
                return EXIT_STATUS_CONFIG;
        if (!arguments.config_file)
                arguments.config_file = arguments.default_file;
        if (arguments.check)
                return check_file(arguments.config_file, stderr);
        status = check_load(arguments.config_file, stderr, &home);
        if (status == EXIT_STATUS_CONFIG && !arguments.print_config)
                tell_invalid(arguments.config_file);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (!arguments.print_config)
                return run(&arguments, home);
        status = print_config(home);
        home_free(home);
        return status;
}
