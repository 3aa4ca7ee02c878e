/* SPDX-License-Identifier: MIT */
#include "client/ear.h"

#include "base/text.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define TIMER_SLACK_USEC (50 * USEC_PER_MSEC)

struct ear {
        struct ear_options options;
        sd_event *event;
        struct mqtt *mqtt;
        sd_event_source *reach_timer;
        bool was_up;
        bool has_told; /* a lost connection */
};

static int on_end_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        (void)source;
        (void)usec;
        ear_stop(userdata, EXIT_STATUS_DONE);
        return 0;
}

static int on_reach_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct ear *ear = userdata;

        (void)source;
        (void)usec;
        if (!ear->was_up) {
                fprintf(stderr, "unslouch %s: %s does not answer\n", ear->options.verb,
                        ear->options.broker->host);
                ear_stop(ear, EXIT_STATUS_FAILED);
        }
        return 0;
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *userdata)
{
        struct ear *ear = userdata;

        (void)source;
        (void)info;
        ear_stop(ear, ear->was_up ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED);
        return 0;
}

static void fail(struct ear *ear, int error)
{
        fprintf(stderr, "unslouch %s: it cannot go on: %s\n", ear->options.verb, strerror(-error));
        ear_stop(ear, EXIT_STATUS_FAILED);
}

static void on_up(void *userdata, unsigned reconnects)
{
        struct ear *ear = userdata;
        int r = 0;

        (void)reconnects;
        for (size_t i = 0; i < ear->options.filter_count && r >= 0; i++)
                r = mqtt_subscribe(ear->mqtt, ear->options.filters[i], MQTT_SUBSCRIBE_STATE);
        if (r >= 0 && !ear->was_up) {
                ear->was_up = true;
                r = ear->options.on_up(ear->options.userdata);
        }
        if (r < 0)
                fail(ear, r);
}

/* What was never reached is told at once; a loss once, for it connects again by itself. */
static void on_down(void *userdata, const char *reason, bool was_up)
{
        struct ear *ear = userdata;

        (void)was_up;
        if (!reason || ear->has_told)
                return;
        ear->has_told = true;
        fprintf(stderr, "unslouch %s: %s\n", ear->options.verb, reason);
        if (!ear->was_up)
                ear_stop(ear, EXIT_STATUS_FAILED);
}

static void on_message(void *userdata, const struct mqtt_message *message)
{
        struct ear *ear = userdata;
        int r = ear->options.on_message(ear->options.userdata, message);

        if (r < 0)
                fail(ear, r);
}

static void on_published(void *userdata, uint64_t tag)
{
        (void)userdata;
        (void)tag;
}

static void on_denied(void *userdata, const char *topic, bool is_filter, uint64_t tag)
{
        struct ear *ear = userdata;

        (void)tag;
        if (is_filter)
                fprintf(stderr, "unslouch %s: the broker does not let us listen to '%s'\n", ear->options.verb,
                        topic);
}

static int add_signals(struct ear *ear)
{
        static const int ends[] = { SIGINT, SIGTERM, SIGHUP };
        sigset_t signals;
        int r = 0;

        sigemptyset(&signals);
        for (size_t i = 0; i < ELEMENTS(ends); i++)
                sigaddset(&signals, ends[i]);
        if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
                return -errno;
        for (size_t i = 0; i < ELEMENTS(ends) && r >= 0; i++)
                r = sd_event_add_signal(ear->event, NULL, ends[i], on_signal, ear);
        return r;
}

static int new_mqtt(struct ear *ear, const char *password)
{
        static const struct mqtt_handlers handlers = { on_up, on_down, on_message, on_published, on_denied };
        const struct mqtt_options options = {
                .broker = ear->options.broker,
                .password = password,
                .packet_max_bytes = EAR_PACKET_BYTES_MAX,
        };

        return mqtt_new(ear->event, &options, &handlers, ear, &ear->mqtt);
}

static int prepare(struct ear *ear, const char *password)
{
        int r;

        r = sd_event_new(&ear->event);
        if (r < 0)
                return r;
        r = add_signals(ear);
        if (r < 0)
                return r;
        return new_mqtt(ear, password);
}

/* NULL stays without a password. */
static int read_password(const struct ear_options *options, char **ret_password)
{
        int r = mqtt_read_password(options->broker->password_file, ret_password);

        if (r < 0)
                fprintf(stderr, "unslouch %s: the password file %s: %s\n", options->verb,
                        options->broker->password_file, strerror(-r));
        return r;
}

int ear_open(const struct ear_options *options, struct ear **ret_ear)
{
        CLEANUP(ear_closep) struct ear *ear = calloc(1, sizeof(*ear));
        char *password = NULL;
        int r;

        if (!ear || read_password(options, &password) < 0)
                return EXIT_STATUS_FAILED;
        ear->options = *options;
        r = prepare(ear, password);
        if (password)
                explicit_bzero(password, strlen(password));
        free(password);
        if (r == -EINVAL)
                fprintf(stderr, "unslouch %s: a file of the broker's tls settings cannot be read\n",
                        options->verb);
        else if (r < 0)
                fprintf(stderr, "unslouch %s: %s\n", options->verb, strerror(-r));
        if (r < 0)
                return EXIT_STATUS_FAILED;
        *ret_ear = TAKE_PTR(ear);
        return EXIT_STATUS_DONE;
}

struct ear *ear_close(struct ear *ear)
{
        if (!ear)
                return NULL;
        mqtt_free(ear->mqtt);
        sd_event_source_unref(ear->reach_timer);
        sd_event_unref(ear->event);
        free(ear);
        return NULL;
}

sd_event *ear_event(struct ear *ear)
{
        return ear->event;
}

void ear_stop(struct ear *ear, int status)
{
        (void)sd_event_exit(ear->event, status);
}

int ear_stop_after(struct ear *ear, int64_t usec)
{
        return sd_event_add_time_relative(
                ear->event, NULL, CLOCK_BOOTTIME, (uint64_t)usec, TIMER_SLACK_USEC, on_end_timer, ear);
}

int ear_listen(struct ear *ear)
{
        int r;

        r = sd_event_add_time_relative(ear->event, &ear->reach_timer, CLOCK_BOOTTIME, EAR_REACH_USEC,
                TIMER_SLACK_USEC, on_reach_timer, ear);
        if (r >= 0)
                r = mqtt_start(ear->mqtt);
        if (r >= 0)
                r = sd_event_loop(ear->event);
        if (r >= 0)
                return r;
        fprintf(stderr, "unslouch %s: it cannot go on: %s\n", ear->options.verb, strerror(-r));
        return EXIT_STATUS_FAILED;
}
