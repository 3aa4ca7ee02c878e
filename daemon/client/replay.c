/* SPDX-License-Identifier: MIT */
#include "client/verbs.h"

#include "app/keep.h"
#include "app/replay_log.h"
#include "app/timestamp.h"
#include "base/cleanup.h"
#include "client/replay_summary.h"
#include "io/clock.h"
#include "wire/field.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <string.h>

static const char help[] = "Usage: unslouch replay [OPTION]... LOG\n"
                           "Prints what would have been published during a recorded log, and a summary for\n"
                           "people on standard error. No daemon is asked.\n"
                           "\n"
                           "LOG is what mosquitto_sub -t '#' -F %j writes; - is standard input.\n"
                           "\n"
                           "      --config FILE  as this configuration file says\n"
                           "      --until TIME   let the clock run on after the last line, until this time\n"
                           "      --state DIR    keep a store there, across runs\n"
                           "      --json         without the summary\n"
                           "  -h, --help         show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 78 bad configuration.\n";

/* The engine is asked this often at one moment before the clock goes on: a bug of ours must not hang the
 * command. */
#define ROUNDS_MAX 100000

struct arguments {
        const char *config_file;
        const char *log_file;
        const char *state_dir;
        int64_t until_realtime_usec; /* INT64_MIN: the end of the log */
        bool json;
        bool help; /* was asked for, and printed */
};

struct replay {
        const struct arguments *arguments;
        struct home *home;
        struct log *log;
        struct clock *clock; /* for its zone only */
        struct store *store;
        struct keep *keep;
        struct engine_keep callbacks;
        struct engine *engine; /* NULL before the first line */
        struct replay_summary *summary;
        int64_t boottime_usec; /* the running maximum of tst */
        int64_t offset_usec;   /* of realtime to boottime: not 0 after a backward tst */
        struct zone zone;
        bool failed;
};

/* The moment @boottime_usec on the log's own clock. */
static struct instant instant_of(struct replay *replay, int64_t boottime_usec)
{
        int64_t realtime_usec = boottime_usec + replay->offset_usec;

        if (realtime_usec < replay->zone.since_realtime_usec ||
                realtime_usec >= replay->zone.until_realtime_usec)
                clock_zone(replay->clock, realtime_usec, &replay->zone);
        return (struct instant){ boottime_usec, realtime_usec, replay->zone };
}

static void print_outbox(struct replay *replay, const struct instant *now)
{
        struct outbox *outbox = engine_outbox(replay->engine);
        char tst[TIMESTAMP_TEXT_SIZE];

        if (outbox->count == 0)
                return;
        timestamp_print(now, now->realtime_usec, tst);
        for (size_t i = 0; i < outbox->count; i++) {
                const struct outbox_message *message = &outbox->messages[i];

                replay_line_print(
                        &(struct replay_output){
                                .tst = tst,
                                .topic = message->topic,
                                .payload = message->payload,
                                .payload_bytes = message->payload_bytes,
                                .qos = message->qos,
                                .retain = message->retain,
                                .expiry_sec = message->expiry_sec,
                        },
                        stdout);
        }
        outbox_clear(outbox);
}

/* Steps every deadline at its own time: those before @until_usec (boottime), with @inclusive also those at
 * it. */
static void run_until(struct replay *replay, int64_t until_usec, bool inclusive)
{
        unsigned rounds = 0;

        for (;;) {
                int64_t deadline_usec = usec_max(engine_next_deadline(replay->engine), replay->boottime_usec);
                struct instant now;

                if (deadline_usec > until_usec || (deadline_usec == until_usec && !inclusive))
                        return;
                rounds = deadline_usec == replay->boottime_usec ? rounds + 1 : 0;
                if (rounds > ROUNDS_MAX)
                        return;
                replay->boottime_usec = deadline_usec;
                now = instant_of(replay, deadline_usec);
                engine_on_time(replay->engine, &now);
                print_outbox(replay, &now);
                keep_commit(replay->keep, &now);
        }
}

static void take_effect(
        void *userdata, uint32_t person, const struct effect *effect, const struct instant *now)
{
        struct replay *replay = userdata;

        if (replay->summary && replay_summary_take(replay->summary, person, effect, now) < 0)
                replay->failed = true;
        replay->callbacks.effect(replay->callbacks.userdata, person, effect, now);
}

static void take_save(void *userdata, uint32_t person, const struct instant *now)
{
        struct replay *replay = userdata;

        replay->callbacks.save(replay->callbacks.userdata, person, now);
}

static void take_lamp(void *userdata, uint32_t channel)
{
        struct replay *replay = userdata;

        replay->callbacks.lamp(replay->callbacks.userdata, channel);
}

static void take_rejected(void *userdata, const char *topic, const char *reason, const struct instant *now)
{
        struct replay *replay = userdata;

        replay->callbacks.rejected(replay->callbacks.userdata, topic, reason, now);
}

/* The first line begins the day: the broker is there from then on. */
static int start(struct replay *replay, int64_t realtime_usec)
{
        const struct engine_keep keep = {
                .userdata = replay,
                .effect = take_effect,
                .save = take_save,
                .lamp = take_lamp,
                .rejected = take_rejected,
        };
        enum store_note note;
        struct instant now;
        int r;

        replay->boottime_usec = realtime_usec;
        now = instant_of(replay, realtime_usec);
        if (replay->arguments->state_dir) {
                r = store_open(replay->arguments->state_dir, realtime_usec, &note, &replay->store);
                if (r < 0) {
                        fprintf(stderr, "unslouch replay: the state directory '%s' cannot be used: %s\n",
                                replay->arguments->state_dir,
                                r == -ENOTSUP ? "its store is of a newer version of unslouch" : strerror(-r));
                        return r;
                }
        }
        r = keep_new(replay->store, replay->log, "", &replay->keep);
        if (r < 0)
                return r;
        replay->callbacks = keep_callbacks(replay->keep);
        r = engine_new(replay->home->settings, &replay->home->catalogues, replay->home->programmes, &keep,
                &now, &replay->engine);
        if (r < 0)
                return r;
        keep_set_engine(replay->keep, replay->engine);
        keep_restore(replay->keep, &now);
        engine_on_link(replay->engine, true, &now);
        print_outbox(replay, &now);
        return 0;
}

/* Moves the clock to a line's time. One that goes back sets the wall clock back, and boottime stands still.
 */
static struct instant move_clock(struct replay *replay, int64_t realtime_usec)
{
        int64_t boottime_usec = usec_max(replay->boottime_usec, realtime_usec);
        int64_t offset_usec = realtime_usec - boottime_usec;
        bool stepped;
        struct instant now;

        run_until(replay, boottime_usec, false);
        replay->boottime_usec = boottime_usec;
        stepped = llabs(offset_usec - replay->offset_usec) > CLOCK_JITTER_USEC;
        if (stepped || offset_usec == 0)
                replay->offset_usec = offset_usec;
        now = instant_of(replay, boottime_usec);
        if (stepped)
                engine_on_clock_change(replay->engine, &now);
        return now;
}

static int play_line(struct replay *replay, const struct replay_line *line)
{
        struct instant now;
        int r;

        if (!replay->engine) {
                r = start(replay, line->realtime_usec);
                if (r < 0)
                        return r;
        }
        now = move_clock(replay, line->realtime_usec);
        engine_on_message(replay->engine,
                &(struct engine_message){
                        .topic = line->topic,
                        .payload = line->payload,
                        .payload_bytes = line->payload_bytes,
                        .retain = line->retain,
                },
                &now);
        print_outbox(replay, &now);
        keep_commit(replay->keep, &now);
        return 0;
}

/* Return: 0, also for a broken line, which is told; negative errno if replay cannot go on. */
static int take_line(struct replay *replay, char *bytes, size_t size, unsigned long number)
{
        const char *reason = NULL;
        struct replay_line line;
        int r;

        if (size > 0 && bytes[size - 1] == '\n')
                size--;
        /* mosquitto_sub leaves a line empty where %J finds no JSON. */
        if (size == 0)
                return 0;
        r = replay_line_parse(bytes, size, &line, &reason);
        if (r < 0) {
                fprintf(stderr, "%s:%lu: %s\n", replay->arguments->log_file, number, reason);
                replay->failed = true;
                return 0;
        }
        r = play_line(replay, &line);
        replay_line_done(&line);
        return r;
}

static int play_log(struct replay *replay, FILE *stream)
{
        CLEANUP_FREE char *bytes = NULL;
        size_t allocated = 0;
        ssize_t size;
        int r;

        for (unsigned long number = 1; (size = getline(&bytes, &allocated, stream)) >= 0; number++) {
                r = take_line(replay, bytes, (size_t)size, number);
                if (r < 0)
                        return r;
        }
        return ferror(stream) ? -EIO : 0;
}

/* What is due at the last line's time, and with --until after it. */
static void finish(struct replay *replay)
{
        int64_t until_usec = replay->boottime_usec;
        struct instant now;

        if (!replay->engine)
                return;
        if (replay->arguments->until_realtime_usec != INT64_MIN)
                until_usec =
                        usec_max(until_usec, replay->arguments->until_realtime_usec - replay->offset_usec);
        run_until(replay, until_usec, true);
        replay->boottime_usec = until_usec;
        now = instant_of(replay, until_usec);
        keep_save_all(replay->keep, &now);
        keep_commit(replay->keep, &now);
        if (replay->summary) {
                (void)fflush(stdout);
                replay_summary_print(replay->summary, replay->engine, &now, stderr);
        }
}

static void replay_done(struct replay *replay)
{
        replay_summary_free(replay->summary);
        engine_free(replay->engine);
        keep_free(replay->keep);
        store_close(replay->store);
        clock_free(replay->clock);
        log_free(replay->log);
        home_free(replay->home);
}

static int prepare(struct replay *replay)
{
        int r;

        /* Empty, so that the first moment asks for its zone. */
        replay->zone.since_realtime_usec = USEC_INFINITY;
        r = log_new(false, &replay->log);
        if (r < 0)
                return r;
        r = clock_new(1, INT64_MIN, replay->home->settings->time_zone, &replay->clock);
        if (r < 0)
                return r;
        return replay->arguments->json ? 0 : replay_summary_new(replay->home->settings, &replay->summary);
}

CLEANUP_DEFINE(FILE *, fclose, fclosep)

static int play(struct replay *replay)
{
        CLEANUP(fclosep) FILE *opened = NULL;
        FILE *stream = stdin;
        int r;

        if (strcmp(replay->arguments->log_file, "-") != 0) {
                opened = fopen(replay->arguments->log_file, "re");
                if (!opened)
                        return -errno;
                stream = opened;
        }
        r = prepare(replay);
        if (r < 0)
                return r;
        r = play_log(replay, stream);
        if (r < 0)
                return r;
        finish(replay);
        return 0;
}

static int parse_arguments(int argc, char *argv[], struct arguments *arguments)
{
        static const struct option options[] = {
                { "config", required_argument, NULL, 'c' },
                { "json", no_argument, NULL, 'j' },
                { "until", required_argument, NULL, 'u' },
                { "state", required_argument, NULL, 's' },
                { "help", no_argument, NULL, 'h' },
                { NULL, 0, NULL, 0 },
        };
        int option;

        while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
                if (option == 'h') {
                        arguments->help = true;
                        return fputs(help, stdout) < 0 || fflush(stdout) != 0 ? -EIO : 0;
                }
                if (option == 'c') {
                        arguments->config_file = optarg;
                } else if (option == 's') {
                        arguments->state_dir = optarg;
                } else if (option == 'j') {
                        arguments->json = true;
                } else if (option != 'u') {
                        return -EINVAL;
                } else if (payload_time_parse(optarg, &arguments->until_realtime_usec) < 0) {
                        fprintf(stderr,
                                "unslouch replay: '%s' is no time such as 2026-11-22T18:00:00+01:00\n",
                                optarg);
                        return -EINVAL;
                }
        }
        if (argc - optind != 1) {
                fputs("unslouch replay: it takes one LOG; try --help\n", stderr);
                return -EINVAL;
        }
        arguments->log_file = argv[optind];
        return 0;
}

int verb_replay(int argc, char *argv[])
{
        struct arguments arguments = { .until_realtime_usec = INT64_MIN };
        struct replay replay = { .arguments = &arguments };
        char default_file[PATH_MAX];
        int status;
        int r;

        if (parse_arguments(argc, argv, &arguments) < 0)
                return EXIT_STATUS_USAGE;
        if (arguments.help)
                return EXIT_STATUS_DONE;
        if (check_default_file(default_file, sizeof(default_file)) < 0)
                return EXIT_STATUS_CONFIG;
        status = check_load(
                arguments.config_file ? arguments.config_file : default_file, stderr, &replay.home);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = play(&replay);
        if (r < 0)
                fprintf(stderr, "unslouch replay: %s: %s\n", arguments.log_file, strerror(-r));
        replay_done(&replay);
        if (fflush(stdout) != 0 || ferror(stdout))
                r = -EIO;
        return r < 0 || replay.failed ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}
