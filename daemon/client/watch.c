/* SPDX-License-Identifier: MIT */
/*
 * watch - the day of a person, live. What changes comes by the daemon's signals. Where the bus's policy lets
 * none through, and for the counters, the daemon is asked anew from time to time.
 */
#include "base/cleanup.h"
#include "client/options.h"
#include "client/person_picture.h"
#include "client/screen.h"
#include "client/status_text.h"
#include "client/verbs.h"
#include "io/api.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <systemd/sd-event.h>

#define ASK_AGAIN_USEC   (10 * USEC_PER_SEC)
#define CLOCK_USEC       (1 * USEC_PER_SEC)
#define ANSWER_USEC      (8 * USEC_PER_SEC)
#define TIMER_SLACK_USEC (50 * USEC_PER_MSEC)
#define ANSWER_SIZE      256
#define KEY_END_OF_INPUT '\004'
#define KEY_ESCAPE       '\033'

static const char help[] = "Usage: unslouch watch [PERSON] [OPTION]...\n"
                           "Show how a person is doing, live. Not in a terminal: a block per change.\n"
                           "\n"
                           "  -p, --person ID    the person, when there are several\n"
                           "      --bus=BUS      system or session; by itself it finds the daemon\n"
                           "      --json         the state as a line of JSON per change\n"
                           "  -h, --help         show this help and exit\n"
                           "\n"
                           "Keys: d done, s snooze, k skip, q quit.\n"
                           "Exit status: 0 done, 1 failed, 2 usage, 3 no daemon at the start.\n";

static const char keys_help[] = "d done   s snooze   k skip   q quit";
static const char waiting[] = "Waiting for unslouchd ...\n"
                              "This goes on when it is back.\n";
static const char waiting_keys_help[] = "q quit";

struct live {
        struct connection_options options;
        sd_event *event;
        sd_event_source *timer;
        struct screen *screen; /* NULL: not a terminal */
        struct paint paint;
        struct connection *connection; /* NULL while there is no bus */
        char *path;
        sd_bus_slot *changes;
        sd_bus_slot *owner;
        struct person_picture picture;
        bool is_known; /* the picture is the daemon's, as of asked_boottime_usec */
        bool is_stale; /* there is news */
        int64_t asked_boottime_usec;
        char answer[ANSWER_SIZE];  /* to a key */
        int64_t answer_until_usec; /* boottime */
};

CLEANUP_DEFINE(struct connection *, connection_close, connectionp)

static int64_t boottime_of(struct live *live)
{
        uint64_t now = 0;

        (void)sd_event_now(live->event, CLOCK_BOOTTIME, &now);
        return (int64_t)now;
}

/* The timer comes after what the bus has brought, so that many signals are one question. */
static void look_soon(struct live *live)
{
        (void)sd_event_source_set_time(live->timer, 0);
        (void)sd_event_source_set_enabled(live->timer, SD_EVENT_ONESHOT);
}

static int on_news(sd_bus_message *message, void *userdata, sd_bus_error *error)
{
        struct live *live = userdata;

        (void)message;
        (void)error;
        live->is_stale = true;
        look_soon(live);
        return 0;
}

static void disconnect(struct live *live)
{
        live->changes = sd_bus_slot_unref(live->changes);
        live->owner = sd_bus_slot_unref(live->owner);
        if (live->connection)
                (void)sd_bus_detach_event(connection_bus(live->connection));
        live->connection = connection_close(live->connection);
        free(TAKE_PTR(live->path));
}

/* Hears of all that the person's object tells, and of the daemon's coming and going. */
static int listen_to(struct live *live, sd_bus *bus)
{
        int r;

        r = sd_bus_match_signal(bus, &live->changes, API_NAME, live->path, NULL, NULL, on_news, live);
        if (r < 0)
                return r;
        r = sd_bus_add_match(bus, &live->owner,
                "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',"
                "member='NameOwnerChanged',arg0='" API_NAME "'",
                on_news, live);
        if (r < 0)
                return r;
        return sd_bus_attach_event(bus, live->event, SD_EVENT_PRIORITY_NORMAL);
}

static int connect(struct live *live)
{
        int status;

        status = connection_open(&live->options, &live->connection);
        if (status == EXIT_STATUS_DONE)
                status = connection_find_person(live->connection, &live->path);
        if (status == EXIT_STATUS_DONE && listen_to(live, connection_bus(live->connection)) < 0)
                status = EXIT_STATUS_FAILED;
        if (status != EXIT_STATUS_DONE)
                disconnect(live);
        return status;
}

/* A question to a daemon that was stopped would have the bus start it again. */
static int find_daemon(struct live *live)
{
        if (!live->connection)
                return connect(live);
        if (sd_bus_get_name_creds(connection_bus(live->connection), API_NAME, 0, NULL) < 0)
                return EXIT_STATUS_NO_DAEMON;
        return EXIT_STATUS_DONE;
}

/* A bus that went away does not come back by itself. */
static void ask(struct live *live)
{
        int status = find_daemon(live);

        if (status == EXIT_STATUS_DONE)
                status = person_picture_read(live->connection, live->path, &live->picture);
        live->is_known = status == EXIT_STATUS_DONE;
        live->is_stale = false;
        live->asked_boottime_usec = boottime_of(live);
        if (!live->is_known && live->connection && sd_bus_is_open(connection_bus(live->connection)) <= 0)
                disconnect(live);
}

/* What a person would call a change: clocks that run on are none. */
static bool is_change(const struct person_status *a, const struct person_status *b)
{
        return a->posture != b->posture || a->phase != b->phase || a->enabled != b->enabled ||
               a->breaks_today != b->breaks_today || a->snoozes_left != b->snoozes_left ||
               a->sit_limit_min != b->sit_limit_min || a->break_goal_min != b->break_goal_min ||
               a->stand_limit_min != b->stand_limit_min || strcmp(a->prompt_id, b->prompt_id) != 0 ||
               strcmp(a->room, b->room) != 0 || a->hold_count != b->hold_count ||
               memcmp(a->holds, b->holds, a->hold_count * sizeof(a->holds[0])) != 0;
}

/* Return: 0 with the text, owned by the caller; -ENOMEM. */
static int make_text(struct live *live, char **ret_text)
{
        int lines_max = live->screen && live->paint.rows > 1 ? live->paint.rows - 1 : 0;

        if (!live->is_known) {
                *ret_text = strdup(waiting);
                return *ret_text ? 0 : -ENOMEM;
        }
        return person_picture_make_text(&live->picture, boottime_of(live) - live->asked_boottime_usec,
                &live->paint, lines_max, ret_text);
}

static int show(struct live *live)
{
        CLEANUP_FREE char *text = NULL;
        bool answered = live->answer_until_usec > boottime_of(live);
        const char *footer = answered ? live->answer : live->is_known ? keys_help : waiting_keys_help;
        int r;

        r = make_text(live, &text);
        if (r < 0)
                return r;
        return screen_show(live->screen, &live->paint, text, screen_has_keys(live->screen) ? footer : "");
}

static int print_state(struct live *live)
{
        CLEANUP_FREE char *state = NULL;

        if (connection_get_text(live->connection, live->path, "State", &state) == EXIT_STATUS_DONE)
                puts(state);
        return fflush(stdout) != 0 ? -EIO : 0;
}

static int print_block(struct live *live)
{
        CLEANUP_FREE char *text = NULL;
        int r;

        if (live->options.json)
                return live->is_known ? print_state(live) : 0;
        r = make_text(live, &text);
        if (r < 0)
                return r;
        puts(text);
        return fflush(stdout) != 0 ? -EIO : 0;
}

/* Prints what differs from before; the first answer differs from nothing. */
static int print_change(struct live *live, bool was_known, const struct person_status *before)
{
        if (live->is_known == was_known && (!live->is_known || !is_change(before, &live->picture.status)))
                return 0;
        return print_block(live);
}

static int ask_and_print(struct live *live)
{
        struct person_status before = live->picture.status;
        bool was_known = live->is_known;

        ask(live);
        return live->screen ? 0 : print_change(live, was_known, &before);
}

/* When to look again if nothing happens. */
static int64_t next_look(const struct live *live, int64_t now_usec)
{
        int64_t next_usec = live->asked_boottime_usec + ASK_AGAIN_USEC;

        if (!live->screen)
                return next_usec;
        if (live->is_known && status_text_runs(&live->picture.status))
                next_usec = usec_min(next_usec, now_usec + CLOCK_USEC);
        if (live->answer_until_usec > now_usec)
                next_usec = usec_min(next_usec, live->answer_until_usec);
        return next_usec;
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct live *live = userdata;
        int64_t now_usec = boottime_of(live);
        int r = 0;

        (void)usec;
        if (live->is_stale || now_usec >= live->asked_boottime_usec + ASK_AGAIN_USEC)
                r = ask_and_print(live);
        if (r >= 0 && live->screen)
                r = show(live);
        if (r >= 0)
                r = sd_event_source_set_time(source, (uint64_t)next_look(live, now_usec));
        if (r >= 0)
                r = sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
        return r < 0 ? sd_event_exit(live->event, EXIT_STATUS_FAILED) : 0;
}

/* What @key asks for, and what is said when it was done. NULL: no such key. */
static const char *perform(struct live *live, char key, int *ret_status)
{
        switch (key) {
        case 'd':
                *ret_status = connection_call(live->connection, live->path, "Done", "s", "");
                return "Noted: a break.";
        case 's':
                *ret_status = connection_call(live->connection, live->path, "Snooze", "su", "", (uint32_t)0);
                return "Put off.";
        case 'k':
                *ret_status = connection_call(live->connection, live->path, "Skip", "s", "");
                return "Skipped until the next time of sitting.";
        }
        return NULL;
}

static void obey(struct live *live, char key)
{
        const char *answer = NULL;
        int status = EXIT_STATUS_DONE;

        if (!live->is_known)
                return;
        answer = perform(live, key, &status);
        if (!answer)
                return;
        if (status != EXIT_STATUS_DONE)
                answer = connection_reason(live->connection);
        snprintf(live->answer, sizeof(live->answer), "%s", answer);
        live->answer_until_usec = boottime_of(live) + ANSWER_USEC;
        live->is_stale = true;
        look_soon(live);
}

/* Keys that are no letters come as several bytes after an escape. */
static int on_key(sd_event_source *source, int descriptor, uint32_t events, void *userdata)
{
        struct live *live = userdata;
        char keys[64];
        ssize_t count = read(descriptor, keys, sizeof(keys));

        (void)source;
        (void)events;
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
                return 0;
        if (count <= 0)
                return sd_event_exit(live->event, EXIT_STATUS_DONE);
        for (ssize_t i = 0; i < count && keys[i] != KEY_ESCAPE; i++) {
                if (keys[i] == 'q' || keys[i] == KEY_END_OF_INPUT)
                        return sd_event_exit(live->event, EXIT_STATUS_DONE);
                obey(live, keys[i]);
        }
        return 0;
}

static int on_end(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        struct live *live = userdata;

        (void)source;
        (void)info;
        return sd_event_exit(live->event, EXIT_STATUS_DONE);
}

static int on_resize(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        struct live *live = userdata;

        (void)source;
        (void)info;
        live->paint = paint_detect(stdout);
        look_soon(live);
        return 0;
}

static int add_signals(struct live *live)
{
        static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
        int r;

        for (size_t i = 0; i < ELEMENTS(ends); i++) {
                r = sd_event_add_signal(live->event, NULL, ends[i], on_end, live);
                if (r < 0)
                        return r;
        }
        return sd_event_add_signal(live->event, NULL, SIGWINCH, on_resize, live);
}

static int add_timer(struct live *live)
{
        int r;

        r = sd_event_add_time(live->event, &live->timer, CLOCK_BOOTTIME, 0, TIMER_SLACK_USEC, on_timer, live);
        if (r < 0)
                return r;
        return sd_event_source_set_priority(live->timer, SD_EVENT_PRIORITY_IDLE);
}

/* Return: the exit status, or negative errno. */
static int run(struct live *live)
{
        int r;

        live->is_stale = true;
        r = add_signals(live);
        if (r < 0)
                return r;
        r = add_timer(live);
        if (r < 0)
                return r;
        if (!live->options.json) {
                r = screen_open(&live->screen);
                if (r < 0 && r != -ENOTTY)
                        return r;
        }
        if (live->screen && screen_has_keys(live->screen)) {
                r = sd_event_add_io(live->event, NULL, STDIN_FILENO, EPOLLIN, on_key, live);
                if (r < 0)
                        return r;
        }
        return sd_event_loop(live->event);
}

/* The screen first: whatever is said while all else is let go can be read. */
static void live_done(struct live *live)
{
        live->screen = screen_close(live->screen);
        disconnect(live);
        person_picture_done(&live->picture);
        live->timer = sd_event_source_unref(live->timer);
        live->event = sd_event_unref(live->event);
}

/* What is wrong at the start is told before the screen is taken, and nothing is later. */
static int try_once(const struct connection_options *options)
{
        CLEANUP(connectionp) struct connection *connection = NULL;
        CLEANUP_FREE char *path = NULL;
        int status;

        status = connection_open(options, &connection);
        return status == EXIT_STATUS_DONE ? connection_find_person(connection, &path) : status;
}

static int watch(const struct connection_options *options)
{
        CLEANUP(live_done) struct live live = { .options = *options, .paint = paint_detect(stdout) };
        sigset_t signals;
        int r;

        live.options.quiet = true;
        sigemptyset(&signals);
        sigaddset(&signals, SIGINT);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGHUP);
        sigaddset(&signals, SIGWINCH);
        if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
                return -errno;
        r = sd_event_new(&live.event);
        if (r < 0)
                return r;
        return run(&live);
}

int verb_watch(int argc, char *argv[])
{
        struct connection_options options;
        char **arguments;
        int count;
        int status;

        status = options_parse(argc, argv, "watch", help, NULL, 0, &options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = options_take_person("watch", arguments, count, &options);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = try_once(&options);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = watch(&options);
        if (status >= 0)
                return status;
        fprintf(stderr, "unslouch watch: it cannot go on: %s\n", strerror(-status));
        return EXIT_STATUS_FAILED;
}
