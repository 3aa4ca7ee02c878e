/* SPDX-License-Identifier: MIT */
#include "client/command_inside.h"

#include "base/cleanup.h"
#include "base/duration.h"
#include "base/number.h"
#include "client/clock_text.h"
#include "client/options.h"
#include "client/verbs.h"
#include "wire/field.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int command_refuse_usage(const struct order *order, const char *sentence)
{
        fprintf(stderr, "unslouch %s: %s; try unslouch %s --help\n", order->options.verb, sentence,
                order->options.verb);
        return EXIT_STATUS_USAGE;
}

int command_join_words(struct order *order, int first)
{
        size_t length = 0;

        order->text[0] = '\0';
        for (int i = first; i < order->count; i++) {
                int written = snprintf(order->text + length, sizeof(order->text) - length, "%s%s",
                        i > first ? " " : "", order->words[i]);

                if (written < 0 || (size_t)written >= sizeof(order->text) - length)
                        return command_refuse_usage(order, "that is too long");
                length += (size_t)written;
        }
        return EXIT_STATUS_DONE;
}

/* done, skip and not-me take a person, and nothing else. */
static int check_person(struct order *order)
{
        if (order->count > 1)
                return command_refuse_usage(order, "one person at a time");
        if (order->count == 1 && order->options.person)
                return command_refuse_usage(order, "the person is named twice");
        if (order->count == 1)
                order->options.person = order->words[0];
        return EXIT_STATUS_DONE;
}

static int send_done(struct order *order)
{
        return connection_call(order->connection, order->path, "Done", "s", "");
}

static int send_skip(struct order *order)
{
        return connection_call(order->connection, order->path, "Skip", "s", "");
}

static int send_not_me(struct order *order)
{
        return connection_call(order->connection, order->path, "NotMe", "s", "");
}

void command_tell_next(const struct order *order)
{
        char text[CLOCK_TEXT_SIZE];

        if (!order->status.enabled) {
                fputs(" Reminders are switched off.", stdout);
        } else if (order->status.next_break_usec > order->status.asked_usec) {
                clock_text_moment(order->status.next_break_usec, order->status.asked_usec, text);
                printf(" The next break is due at %s.", text);
        }
        putchar('\n');
}

static int tell_done(struct order *order)
{
        fputs("Noted as done.", stdout);
        command_tell_next(order);
        return EXIT_STATUS_DONE;
}

static int tell_skip(struct order *order)
{
        (void)order;
        puts("Skipped. Nothing more comes this time.");
        return EXIT_STATUS_DONE;
}

static int tell_not_me(struct order *order)
{
        (void)order;
        puts("Noted. What is on the seat does not count until the seat changes.");
        return EXIT_STATUS_DONE;
}

/* "15" is minutes, as by MQTT. */
static int parse_minutes(const char *text, int64_t *ret_minutes)
{
        int64_t usec;
        int r;

        r = number_parse_integer(text, 1, DURATION_MAX_USEC / USEC_PER_MINUTE, ret_minutes);
        if (r >= 0)
                return 0;
        r = duration_parse(text, &usec);
        if (r < 0)
                return r;
        if (usec == 0 || usec % USEC_PER_MINUTE != 0)
                return -EINVAL;
        *ret_minutes = usec / USEC_PER_MINUTE;
        return 0;
}

static int check_snooze(struct order *order)
{
        int status;

        if (order->count == 0)
                return EXIT_STATUS_DONE;
        status = command_join_words(order, 0);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (parse_minutes(order->text, &order->minutes) < 0)
                return command_refuse_usage(order, "a duration is whole minutes, like 15 or '15 min'");
        return EXIT_STATUS_DONE;
}

static int send_snooze(struct order *order)
{
        return connection_call(order->connection, order->path, "Snooze", "su", "", (uint32_t)order->minutes);
}

static int tell_snooze(struct order *order)
{
        const struct person_status *status = &order->status;
        char text[CLOCK_TEXT_SIZE];

        if (status->phase != PHASE_SNOOZED || status->next_break_usec == 0) {
                fputs("Snoozed.", stdout);
        } else {
                clock_text_moment(status->next_break_usec, status->asked_usec, text);
                printf("Snoozed until %s.", text);
        }
        if (status->snoozes_left == 0)
                puts(" It was the last snooze this time.");
        else
                printf(" %lld more %s possible.\n", (long long)status->snoozes_left,
                        status->snoozes_left == 1 ? "is" : "are");
        return EXIT_STATUS_DONE;
}

static int check_hold(struct order *order)
{
        if (order->count == 0)
                return command_refuse_usage(order, "a reason is missing, such as call or guests");
        return command_join_words(order, 1);
}

static int send_hold(struct order *order)
{
        return connection_call(order->connection, order->path, "Hold", "ss", order->words[0], order->text);
}

/* When @reason ends by itself, as Why tells: realtime; 0 if it does not. */
static int64_t hold_end(const char *why, const char *reason)
{
        json_t *root = json_loads(why, JSON_REJECT_DUPLICATES, NULL);
        int64_t end_usec = 0;
        json_t *hold;
        size_t i;

        json_array_foreach(json_object_get(root, "held_by"), i, hold)
        {
                const char *name = json_string_value(json_object_get(hold, "reason"));
                const char *until = json_string_value(json_object_get(hold, "until"));

                if (name && until && strcmp(name, reason) == 0)
                        (void)payload_time_parse(until, &end_usec);
        }
        json_decref(root);
        return end_usec;
}

static int tell_hold(struct order *order)
{
        CLEANUP_FREE char *why = NULL;
        char text[CLOCK_TEXT_SIZE];
        int64_t end_usec;
        int status;

        status = connection_get_text(order->connection, order->path, "Why", &why);
        if (status != EXIT_STATUS_DONE)
                return status;
        end_usec = hold_end(why, order->words[0]);
        if (end_usec == 0) {
                printf("Held for '%s' until it is released.\n", order->words[0]);
                return EXIT_STATUS_DONE;
        }
        clock_text_moment(end_usec, order->status.asked_usec, text);
        printf("Held for '%s' until %s.\n", order->words[0], text);
        return EXIT_STATUS_DONE;
}

static int check_release(struct order *order)
{
        if (order->count == 0)
                return command_refuse_usage(order, "a reason is missing; unslouch status names them");
        if (order->count > 1)
                return command_refuse_usage(order, "one reason at a time");
        return EXIT_STATUS_DONE;
}

static int send_release(struct order *order)
{
        return connection_call(order->connection, order->path, "Release", "s", order->words[0]);
}

static int tell_release(struct order *order)
{
        const struct person_status *status = &order->status;

        printf("'%s' holds nothing any more.", order->words[0]);
        if (status->hold_count == 0) {
                command_tell_next(order);
                return EXIT_STATUS_DONE;
        }
        for (size_t i = 0; i < status->hold_count; i++)
                printf("%s%s", i > 0 ? ", " : " Still held for: ", status->holds[i]);
        puts(".");
        return EXIT_STATUS_DONE;
}

static const struct order_kind kinds[] = {
        { "done",
                "Usage: unslouch done [OPTION]... [PERSON]\n"
                "The break is taken: the open prompt is answered and sitting counts anew.\n\n" OPTIONS_HELP,
                check_person, send_done, tell_done },
        { "skip",
                "Usage: unslouch skip [OPTION]... [PERSON]\n"
                "No more prompts until the next time that one is due anew.\n\n" OPTIONS_HELP,
                check_person, send_skip, tell_skip },
        { "not-me",
                "Usage: unslouch not-me [OPTION]... [PERSON]\n"
                "Something else is on the seat: it does not count until it changes.\n\n" OPTIONS_HELP,
                check_person, send_not_me, tell_not_me },
        { "snooze",
                "Usage: unslouch snooze [OPTION]... [DURATION]\n"
                "Remind me later. DURATION is whole minutes, like 15 or '15 min'; without it the\n"
                "setting 'snooze' says how long.\n\n" OPTIONS_HELP,
                check_snooze, send_snooze, tell_snooze },
        { "hold",
                "Usage: unslouch hold [OPTION]... REASON [DURATION | until DATE]\n"
                "Prompts wait. Without an end it is an hour.\n"
                "\n"
                "REASON is one of these, or any other word that waits like a call:\n"
                "  call meeting film do-not-disturb   prompts wait a while, then show silently\n"
                "  baby partner-asleep                nothing is said aloud\n"
                "  paused guests                      nothing is shown\n"
                "  holiday ill                        nothing is shown, and the days are excused\n"
                "DURATION is like '1 h 30 min'; DATE is 2026-12-24, '2026-12-24 18:00' or 18:00.\n"
                "\n" OPTIONS_HELP,
                check_hold, send_hold, tell_hold },
        { "release",
                "Usage: unslouch release [OPTION]... REASON\n"
                "Ends a hold, whoever set it. unslouch status names those there are.\n\n" OPTIONS_HELP,
                check_release, send_release, tell_release },
};

/* Return: what is true now, told; or why not. */
static int carry_out(struct order *order, const struct order_kind *kind)
{
        int status;

        status = connection_find_person(order->connection, &order->path);
        if (status == EXIT_STATUS_DONE && !order->asks)
                status = kind->send(order);
        if (status != EXIT_STATUS_DONE || (order->options.json && !order->asks))
                return status;
        status = connection_get_status(order->connection, order->path, &order->status);
        return status == EXIT_STATUS_DONE ? kind->tell(order) : status;
}

static const struct order_kind *find_kind(const char *verb)
{
        for (size_t i = 0; i < ELEMENTS(kinds); i++)
                if (strcmp(kinds[i].verb, verb) == 0)
                        return &kinds[i];
        return &command_set_kind;
}

int verb_command(int argc, char *argv[])
{
        const struct order_kind *kind = find_kind(argv[0]);
        struct order order = { 0 };
        int status;

        status = options_parse(
                argc, argv, kind->verb, kind->help, NULL, 0, &order.options, &order.words, &order.count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = kind->check(&order);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = connection_open(&order.options, &order.connection);
        if (status != EXIT_STATUS_DONE)
                return status;
        status = carry_out(&order, kind);
        if (order.options.json && (status != EXIT_STATUS_DONE || !order.asks))
                status = connection_print_answer(order.connection, status);
        free(order.path);
        connection_close(order.connection);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
