/* SPDX-License-Identifier: MIT */
#include "base/duration.h"
#include "client/discover_inside.h"
#include "client/stanza.h"
#include "wire/sit_trial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Until what is retained has come. */
#define SETTLE_USEC (2 * USEC_PER_SEC)
#define SLACK_USEC  (20 * USEC_PER_MSEC)

struct sitting {
        const struct discover_arguments *arguments;
        struct sit_trial *trial;
        struct ear *ear;
        enum sit_step step;
        bool has_told_limit;
        bool done;
};

static const char *const orders[SIT_STEP_MAX_] = {
        [SIT_STEP_BEFORE] = "Stay as you are for a moment.",
        [SIT_STEP_SIT] = "Sit down, and stay seated.",
        [SIT_STEP_STAND] = "Stand up, and step away.",
        [SIT_STEP_SIT_AGAIN] = "Sit down again.",
};

static int set_timer(struct sitting *sitting, int64_t usec);

static void tell(const struct sitting *sitting)
{
        char text[DURATION_TEXT_SIZE];

        duration_print(sitting->arguments->step_usec, text);
        if (sitting->step == SIT_STEP_BEFORE)
                fprintf(stderr, "%s\n", orders[sitting->step]);
        else if (sitting->arguments->step_usec > 0)
                fprintf(stderr, "%s (%s)\n", orders[sitting->step], text);
        else
                fprintf(stderr, "%s Press Enter once you have for some 10 s.\n", orders[sitting->step]);
}

/* The step is over. Return: 0; negative errno. */
static int go_on(struct sitting *sitting)
{
        if (sitting->step == SIT_STEP_SIT_AGAIN) {
                sitting->done = true;
                ear_stop(sitting->ear, EXIT_STATUS_DONE);
                return 0;
        }
        sitting->step++;
        sit_trial_next(sitting->trial);
        tell(sitting);
        return sitting->arguments->step_usec > 0 ? set_timer(sitting, sitting->arguments->step_usec) : 0;
}

static int stop_at(struct sitting *sitting, int result)
{
        if (result >= 0)
                return 0;
        fprintf(stderr, "unslouch discover: it cannot go on: %s\n", strerror(-result));
        ear_stop(sitting->ear, EXIT_STATUS_FAILED);
        return 0;
}

/* Every line is one Enter. */
static int on_line(sd_event_source *source, int descriptor, uint32_t events, void *userdata)
{
        struct sitting *sitting = userdata;
        char bytes[64];
        ssize_t count = read(descriptor, bytes, sizeof(bytes));

        (void)events;
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
                return 0;
        if (count <= 0) {
                fputs("unslouch discover: nobody can press Enter here; say --steps \"20 s\"\n", stderr);
                (void)sd_event_source_set_enabled(source, SD_EVENT_OFF);
                ear_stop(sitting->ear, EXIT_STATUS_FAILED);
                return 0;
        }
        for (ssize_t i = 0; i < count && !sitting->done; i++)
                if (bytes[i] == '\n')
                        (void)stop_at(sitting, go_on(sitting));
        return 0;
}

static int listen_to_enter(struct sitting *sitting)
{
        return sd_event_add_io(ear_event(sitting->ear), NULL, STDIN_FILENO, EPOLLIN, on_line, sitting);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
        struct sitting *sitting = userdata;
        bool settled = sitting->step == SIT_STEP_BEFORE;
        int r;

        (void)source;
        (void)usec;
        r = go_on(sitting);
        if (r >= 0 && settled && sitting->arguments->step_usec == 0)
                r = listen_to_enter(sitting);
        return stop_at(sitting, r);
}

static int set_timer(struct sitting *sitting, int64_t usec)
{
        return sd_event_add_time_relative(
                ear_event(sitting->ear), NULL, CLOCK_BOOTTIME, (uint64_t)usec, SLACK_USEC, on_timer, sitting);
}

static int on_up(void *userdata)
{
        struct sitting *sitting = userdata;

        tell(sitting);
        return set_timer(sitting, SETTLE_USEC);
}

static int on_message(void *userdata, const struct mqtt_message *message)
{
        struct sitting *sitting = userdata;
        int r;

        r = sit_trial_take(
                sitting->trial, message->topic, message->payload, message->payload_bytes, message->retain);
        if (r == -ENOSPC && !sitting->has_told_limit) {
                sitting->has_told_limit = true;
                fputs("unslouch discover: too much is said on this broker; some of it is not followed\n",
                        stderr);
        }
        return r == -ENOMEM ? r : 0;
}

/* ---- what followed ---- */

static void print_follower(const struct sit_follower *follower, size_t number)
{
        const struct candidate *candidate = &follower->candidate;

        printf("# %zu. %s%s%s: \"%s\" while you sat, \"%s\" while you stood%s\n", number, candidate->topic,
                candidate->field[0] != '\0' ? ", field " : "", candidate->field, follower->sitting,
                follower->standing, candidate->sure ? "." : "; the first time was missed.");
        if (candidate->unretained)
                puts("# Nothing of it is retained: set retain for this device in zigbee2mqtt, so that a "
                     "restart\n"
                     "# knows who sits.");
        if (number > 1)
                fputs("# ", stdout);
        stanza_print_entry(stdout, candidate);
        putchar('\n');
}

static int print_json(const struct sit_follower *followers, size_t count)
{
        json_t *list = json_array();
        bool complete = list;

        for (size_t i = 0; complete && i < count; i++) {
                json_t *object = stanza_json(&followers[i].candidate);

                complete = object &&
                           json_object_set_new(object, "sitting", json_string(followers[i].sitting)) >= 0 &&
                           json_object_set_new(object, "standing", json_string(followers[i].standing)) >= 0;
                if (json_array_append_new(list, object) < 0)
                        complete = false;
        }
        if (complete)
                complete = json_dumpf(list, stdout, JSON_INDENT(2)) >= 0 && fputc('\n', stdout) != EOF;
        json_decref(list);
        return complete ? EXIT_STATUS_DONE : EXIT_STATUS_FAILED;
}

static int print_followers(const struct sitting *sitting)
{
        CLEANUP_FREE struct sit_follower *followers = calloc(SIT_TRIAL_FOLLOWERS_MAX, sizeof(*followers));
        int status = EXIT_STATUS_DONE;
        size_t count;

        if (!followers || sit_trial_judge(sitting->trial, followers, &count) < 0)
                return EXIT_STATUS_FAILED;
        if (sitting->arguments->json)
                status = print_json(followers, count);
        else
                for (size_t i = 0; i < count; i++)
                        print_follower(&followers[i], i + 1);
        if (count == 0)
                fputs("unslouch discover: nothing followed. Does the sensor speak when you sit down? Slow "
                      "ones need "
                      "longer steps.\n",
                        stderr);
        if (status != EXIT_STATUS_DONE || fflush(stdout) != 0 || ferror(stdout) || count == 0)
                return EXIT_STATUS_FAILED;
        return EXIT_STATUS_DONE;
}

static int listen_and_print(struct sitting *sitting)
{
        static const char *const filters[] = { "#" };
        const struct ear_options options = {
                .verb = "discover",
                .broker = sitting->arguments->broker,
                .filters = filters,
                .filter_count = ELEMENTS(filters),
                .userdata = sitting,
                .on_up = on_up,
                .on_message = on_message,
        };
        int status;

        status = ear_open(&options, &sitting->ear);
        if (status == EXIT_STATUS_DONE)
                status = ear_listen(sitting->ear);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (sitting->done)
                return print_followers(sitting);
        fputs("unslouch discover: ended before you sat twice\n", stderr);
        return EXIT_STATUS_FAILED;
}

int discover_sit(const struct discover_arguments *arguments)
{
        struct sitting sitting = { .arguments = arguments };
        int status = EXIT_STATUS_FAILED;

        if (sit_trial_new(arguments->base, &sitting.trial) >= 0)
                status = listen_and_print(&sitting);
        ear_close(sitting.ear);
        sit_trial_free(sitting.trial);
        return status;
}
