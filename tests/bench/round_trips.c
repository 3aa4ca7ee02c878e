/* SPDX-License-Identifier: MIT */
/*
 * round-trips PORT COUNT - for person p00000 and so on, in turns: how long a message to itself takes through
 * the broker, how long until a client that only answers has answered, and how long from the cue that makes
 * the prompt due until the prompt is here. Prints the three times in nanoseconds, a line a person; -1 where
 * nothing came.
 */
#include "bench/mqtt_line.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PATIENCE_MSEC 2000
/* Between two of them all that the one before has set going comes to rest. */
#define REST_NSEC 2000000

static struct mqtt_line line;
static struct mqtt_line_message message;

static void rest(void)
{
        const struct timespec time = { .tv_nsec = REST_NSEC };

        while (mqtt_line_read(&line, &message, 0) == 0)
                ;
        (void)nanosleep(&time, NULL); /* what is measured is one message, not a queue */
        while (mqtt_line_read(&line, &message, 0) == 0)
                ;
}

/* From a message on @topic to one on @answer that has @part in it. */
static int64_t measure(const char *topic, const char *payload, const char *answer, const char *part)
{
        int64_t began_nsec;

        rest();
        began_nsec = mqtt_line_now_nsec();
        mqtt_line_publish(&line, topic, payload);
        while (mqtt_line_read(&line, &message, PATIENCE_MSEC) == 0)
                if (strcmp(message.topic, answer) == 0 && strstr(message.payload, part))
                        return mqtt_line_now_nsec() - began_nsec;
        return -1;
}

int main(int argc, char *argv[])
{
        int count;

        if (argc != 3)
                errx(2, "usage: round-trips PORT COUNT");
        count = atoi(argv[2]);
        mqtt_line_connect(&line, argv[1], "round-trips");
        mqtt_line_subscribe(&line, "bench/echo");
        mqtt_line_subscribe(&line, "bench/answer");
        mqtt_line_subscribe(&line, "unslouch/+/prompt");
        for (int i = 0; i < count; i++) {
                char topic[32], prompt[64];
                int64_t echo_nsec, answer_nsec, prompt_nsec;

                (void)snprintf(topic, sizeof(topic), "call/p%05d", i);
                (void)snprintf(prompt, sizeof(prompt), "unslouch/p%05d/prompt", i);
                echo_nsec = measure("bench/echo", "on", "bench/echo", "on");
                answer_nsec = measure("bench/ask", "on", "bench/answer", "on");
                prompt_nsec = measure(topic, "on", prompt, "\"break_due\"");
                if (i == 0 && (echo_nsec < 0 || answer_nsec < 0 || prompt_nsec < 0))
                        errx(1, "not even the first one came");
                printf("%" PRId64 " %" PRId64 " %" PRId64 "\n", echo_nsec, answer_nsec, prompt_nsec);
        }
        return 0;
}
