/* SPDX-License-Identifier: MIT */
#include "client/clock_text.h"
#include "client/fact.h"
#include "client/options.h"
#include "client/prose.h"
#include "client/session_text.h"
#include "client/verbs.h"

#include <stdio.h>
#include <string.h>

#define WORDS_SIZE 200

static const char help[] =
        "Usage: unslouch session [OPTION]... [COMMAND [ARGUMENT]...]\n"
        "Lead a session of exercises, or move one. Without a command: how it stands.\n"
        "\n"
        "  start [PROGRAMME] [short]   begin: what is planned, or PROGRAMME; one set each\n"
        "  pause, resume               wait, go on\n"
        "  done                        the set is done, as you counted it\n"
        "  next                        on to what comes next\n"
        "  easier                      something easier for the rest of the session\n"
        "  pain [0-10]                 it hurts; without a number this exercise ends\n"
        "  stop                        end here; what was done counts\n"
        "  too-easy                    this exercise may become harder\n"
        "  answer easy|right|hard|max  how it felt; answer EXERCISE: which one was hard\n"
        "  answer fine|worse           how you are on the morning after\n"
        "  move DAY [TIME]             the next session; tomorrow, fri or 2026-12-01\n"
        "  skip [DAY]                  leave one out\n"
        "  at TIME[-TIME]              offer sessions at that time, or in that window\n"
        "  days DAYS                   on these days: mon,thu,sat\n"
        "  light no|yes                decline a light week, or take it after all\n"
        "  clear EXERCISE              offer an exercise again that was left out for pain\n"
        "\n" OPTIONS_HELP;

static const char *const commands[] = { "start", "pause", "resume", "done", "next", "easier", "pain", "stop",
        "too-easy", "answer", "move", "skip", "at", "days", "light", "clear" };

struct session_order {
        struct connection_options options;
        struct connection *connection;
        char *path;
        char *json; /* how it stands after the command */
        struct person_status status;
        const char *command; /* NULL: none */
        char words[WORDS_SIZE];
};

static int refuse_command(const char *word)
{
        const char *nearest = text_nearest(word, commands, ELEMENTS(commands));

        if (nearest)
                fprintf(stderr, "unslouch session: there is no command '%s'; did you mean '%s'?\n", word,
                        nearest);
        else
                fprintf(stderr, "unslouch session: there is no command '%s'; try unslouch session --help\n",
                        word);
        return EXIT_STATUS_USAGE;
}

static int join_words(struct session_order *order, char *const words[], int count)
{
        size_t length = 0;

        for (int i = 0; i < count; i++) {
                int written = snprintf(order->words + length, sizeof(order->words) - length, "%s%s",
                        i > 0 ? " " : "", words[i]);

                if (written < 0 || (size_t)written >= sizeof(order->words) - length) {
                        fputs("unslouch session: that is too long\n", stderr);
                        return EXIT_STATUS_USAGE;
                }
                length += (size_t)written;
        }
        return EXIT_STATUS_DONE;
}

static int check_command(struct session_order *order, char *const words[], int count)
{
        if (count == 0)
                return EXIT_STATUS_DONE;
        for (size_t i = 0; i < ELEMENTS(commands); i++)
                if (strcmp(words[0], commands[i]) == 0)
                        order->command = commands[i];
        return order->command ? join_words(order, words, count) : refuse_command(words[0]);
}

static int ask(struct session_order *order)
{
        int status;

        status = connection_get_text(order->connection, order->path, "Session", &order->json);
        if (status != EXIT_STATUS_DONE)
                return status;
        return connection_get_status(order->connection, order->path, &order->status);
}

static int tell_state(const struct session_order *order)
{
        struct paint paint = paint_detect(stdout);

        if (session_text_print(order->json, &order->status, &paint, stdout) == 0)
                return EXIT_STATUS_DONE;
        fputs("unslouch session: the daemon's answer makes no sense here: is it of another version?\n",
                stderr);
        return EXIT_STATUS_FAILED;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (strcmp(word, words[i]) == 0)
                        return true;
        return false;
}

/* Those that change when the next session is. */
static int tell_plan(const struct session_order *order)
{
        char moment[CLOCK_TEXT_SIZE];

        if (order->status.next_session_usec <= order->status.asked_usec) {
                puts("Noted. No session is planned for the rest of this week.");
                return EXIT_STATUS_DONE;
        }
        clock_text_moment(order->status.next_session_usec, order->status.asked_usec, moment);
        printf("Noted. The next session is planned for %s.\n", moment);
        return EXIT_STATUS_DONE;
}

/* Whether the session that there was is over. */
static bool has_ended(const struct session_order *order)
{
        json_t *root = json_loads(order->json, 0, NULL);
        const char *state = fact_text(root, "state");
        bool ended = strcmp(state, "none") == 0 || strcmp(state, "done") == 0;

        json_decref(root);
        return ended;
}

static int tell_pain(const struct session_order *order)
{
        struct paint paint = paint_detect(stdout);

        if (!has_ended(order))
                return tell_state(order);
        prose_put(&paint, stdout, PAINT_BOLD, "", "Stop here and rest. The session has ended.");
        prose_put(&paint, stdout, PAINT_PLAIN, "",
                "If this feels like an emergency, call your emergency number now. Before the next session "
                "unslouch screening asks what it felt like.");
        return EXIT_STATUS_DONE;
}

static int tell(const struct session_order *order)
{
        static const char *const planning[] = { "move", "skip", "at", "days", "light" };

        if (order->command && is_one_of(order->command, planning, ELEMENTS(planning)))
                return tell_plan(order);
        if (order->command && strcmp(order->command, "pain") == 0)
                return tell_pain(order);
        if (order->command && strcmp(order->command, "answer") == 0) {
                puts("Noted, thank you.");
                return EXIT_STATUS_DONE;
        }
        if (order->command && strcmp(order->command, "clear") == 0) {
                puts("It is offered again.");
                return EXIT_STATUS_DONE;
        }
        return tell_state(order);
}

static int carry_out(struct session_order *order)
{
        int status;

        status = connection_find_person(order->connection, &order->path);
        if (status == EXIT_STATUS_DONE && order->command)
                status = connection_call(order->connection, order->path, "Session", "s", order->words);
        if (order->options.json && order->command)
                return connection_print_answer(order->connection, status);
        if (status == EXIT_STATUS_DONE)
                status = ask(order);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (order->options.json)
                return puts(order->json) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
        return tell(order);
}

int verb_session(int argc, char *argv[])
{
        struct session_order order = { 0 };
        char **words;
        int count;
        int status;

        status = options_parse(argc, argv, "session", help, NULL, 0, &order.options, &words, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = check_command(&order, words, count);
        if (status == EXIT_STATUS_DONE)
                status = connection_open(&order.options, &order.connection);
        if (status == EXIT_STATUS_DONE)
                status = carry_out(&order);
        free(order.json);
        free(order.path);
        connection_close(order.connection);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
