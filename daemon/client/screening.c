/* SPDX-License-Identifier: MIT */
/* The health questions at the terminal. What is answered goes to the daemon or the store and nowhere else. */
#include "client/coach.h"
#include "client/options.h"
#include "client/prose.h"
#include "client/screening_text.h"
#include "client/verbs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char help[] = "Usage: unslouch screening [OPTION]... [PERSON] [cleared]\n"
                           "Ask the health questions that come before the first session, and say what the\n"
                           "answers mean. They stay on this machine. With 'cleared': note that a clinician\n"
                           "has agreed, today.\n"
                           "\n"
                           "      --answers LIST   yes or no for each question in their order, separated by\n"
                           "                       commas, for scripts: it acknowledges the disclaimer, and\n"
                           "                       what it leaves out behind the first page counts as no,\n"
                           "                       and as there where it is about equipment; '-' takes\n"
                           "                       them from standard input, a line\n"
                           "      --show           ask nothing, say how it stands\n"
                           "      --json           how it stands as JSON\n"
                           "  -p, --person ID      whom it is about, as PERSON\n"
                           "      --bus=KIND       the daemon on the system or the session bus\n"
                           "      --config FILE    without a daemon: the configuration,\n"
                           "      --state DIR      and the directory in which the answers are kept\n"
                           "  -h, --help           show this help and exit\n"
                           "\n"
                           "Exit status: 0 done, 1 refused or not finished, 2 usage, 3 no daemon,\n"
                           "78 bad configuration.\n";

/* A line of answers, longer than any that is right. */
#define ANSWERS_LINE_SIZE 512

struct screening {
        struct connection_options options;
        struct history_files files;
        const char *answers_text;
        char answers_line[ANSWERS_LINE_SIZE]; /* of standard input */
        const char *show;
        bool cleared;
        struct coach *coach;
        struct questions questions;
        struct paint paint;
        struct api_answer answers[API_ANSWERS_MAX];
        size_t count;
};

static int refuse_usage(const char *sentence)
{
        fprintf(stderr, "unslouch screening: %s; try unslouch screening --help\n", sentence);
        return EXIT_STATUS_USAGE;
}

static const char *find_text(const struct screening *screening, const char *name)
{
        for (size_t i = 0; i < screening->questions.count; i++)
                if (!screening->questions.items[i].page &&
                        strcmp(screening->questions.items[i].name, name) == 0)
                        return screening->questions.items[i].text;
        return "";
}

static bool is_on_page(const struct question *question, const char *page)
{
        return question->page && strcmp(question->page, page) == 0;
}

static size_t count_page(const struct screening *screening, const char *page)
{
        size_t count = 0;

        for (size_t i = 0; i < screening->questions.count; i++)
                count += is_on_page(&screening->questions.items[i], page);
        return count;
}

static void note(struct screening *screening, const char *name, bool yes)
{
        if (screening->count < API_ANSWERS_MAX)
                screening->answers[screening->count++] = (struct api_answer){ .name = name, .yes = yes };
}

static void say(const struct screening *screening, enum paint_colour colour, const char *text)
{
        if (*text == '\0')
                return;
        prose_put(&screening->paint, stdout, colour, "", text);
        putchar('\n');
}

/* Return: EXIT_STATUS_DONE with the answer; EXIT_STATUS_FAILED at the end of the input. */
static int ask_yes(bool *ret_yes)
{
        char line[64];

        for (;;) {
                fputs("   yes or no? ", stdout);
                fflush(stdout);
                if (!fgets(line, sizeof(line), stdin)) {
                        fputs("\nunslouch screening: not finished; nothing was kept.\n", stderr);
                        return EXIT_STATUS_FAILED;
                }
                if (screening_text_parse(line, strlen(line), ret_yes) == 0)
                        return EXIT_STATUS_DONE;
        }
}

/* Asks the questions of @page; @ret_yes: whether there was a yes. */
static int ask_page(struct screening *screening, const char *page, bool *ret_yes)
{
        unsigned number = 0;
        bool any = false;
        bool yes;
        int status;

        for (size_t i = 0; i < screening->questions.count; i++) {
                const struct question *question = &screening->questions.items[i];
                char lead[8];

                if (!is_on_page(question, page))
                        continue;
                snprintf(lead, sizeof(lead), "%2u. ", ++number);
                prose_put(&screening->paint, stdout, PAINT_PLAIN, lead, question->text);
                status = ask_yes(&yes);
                if (status != EXIT_STATUS_DONE)
                        return status;
                note(screening, question->name, yes);
                any |= yes;
        }
        putchar('\n');
        *ret_yes = any;
        return EXIT_STATUS_DONE;
}

static int acknowledge(const struct screening *screening)
{
        bool yes;
        int status;

        say(screening, PAINT_PLAIN, find_text(screening, "disclaimer"));
        prose_put(&screening->paint, stdout, PAINT_BOLD, "",
                "Have you read this, and is it all right with you?");
        status = ask_yes(&yes);
        if (status != EXIT_STATUS_DONE)
                return status;
        putchar('\n');
        if (yes)
                return EXIT_STATUS_DONE;
        puts("Then no session will start. Breaks and their reminders go on.");
        return EXIT_STATUS_FAILED;
}

/* What pain that stopped a session felt like. A yes ends the questions. */
static int ask_flags(struct screening *screening, bool *ret_yes)
{
        *ret_yes = false;
        if (count_page(screening, "flags") == 0)
                return EXIT_STATUS_DONE;
        say(screening, PAINT_BOLD, "A session was stopped by pain. Is one of these so?");
        return ask_page(screening, "flags", ret_yes);
}

static int ask_pages(struct screening *screening)
{
        bool yes;
        int status;

        say(screening, PAINT_PLAIN, find_text(screening, "before"));
        status = ask_page(screening, "general", &yes);
        if (status == EXIT_STATUS_DONE && count_page(screening, "more") > 0) {
                say(screening, PAINT_BOLD, "The next ones choose exercises that suit you.");
                say(screening, PAINT_PLAIN, find_text(screening, "gate"));
                status = ask_page(screening, "more", &yes);
        }
        if (status == EXIT_STATUS_DONE && count_page(screening, "things") > 0) {
                say(screening, PAINT_BOLD, "Do you have these?");
                status = ask_page(screening, "things", &yes);
        }
        return status;
}

static bool has_emergency(const struct screening *screening)
{
        static const char prefix[] = "flag.emergency";

        for (size_t i = 0; i < screening->count; i++)
                if (screening->answers[i].yes &&
                        strncmp(screening->answers[i].name, prefix, strlen(prefix)) == 0)
                        return true;
        return false;
}

static void say_flag(const struct screening *screening)
{
        say(screening, PAINT_BOLD, find_text(screening, "stop"));
        if (has_emergency(screening))
                say(screening, PAINT_BOLD, find_text(screening, "emergency"));
        else
                say(screening, PAINT_PLAIN, "Please have a doctor look at this soon.");
        say(screening, PAINT_PLAIN, find_text(screening, "therapist"));
}

static int ask_all(struct screening *screening)
{
        bool flagged;
        int status;

        status = acknowledge(screening);
        if (status == EXIT_STATUS_DONE)
                status = ask_flags(screening, &flagged);
        if (status == EXIT_STATUS_DONE && !flagged)
                status = ask_pages(screening);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (flagged)
                say_flag(screening);
        return coach_answer(screening->coach, screening->answers, screening->count);
}

/*
 * --answers: the pages but the flags, in their order. A question of the second page that is left out counts
 * as no; a thing that is left out counts as there, since without it nothing would be left of most sessions.
 */
static int take_list(struct screening *screening)
{
        static const char *const pages[] = { "general", "more", "things" };
        bool given[API_ANSWERS_MAX];
        int given_count = screening_text_parse_list(screening->answers_text, given);
        size_t general = count_page(screening, "general");
        size_t taken = 0;

        if (given_count < 0)
                return refuse_usage("--answers takes yes and no, separated by commas");
        if ((size_t)given_count < general) {
                fprintf(stderr, "unslouch screening: the first page has %zu questions, not %d\n", general,
                        given_count);
                return EXIT_STATUS_USAGE;
        }
        for (size_t page = 0; page < ELEMENTS(pages); page++)
                for (size_t i = 0; i < screening->questions.count; i++) {
                        if (!is_on_page(&screening->questions.items[i], pages[page]))
                                continue;
                        note(screening, screening->questions.items[i].name,
                                taken < (size_t)given_count ? given[taken] : page == ELEMENTS(pages) - 1);
                        taken++;
                }
        if ((size_t)given_count > taken) {
                fprintf(stderr, "unslouch screening: there are %zu questions, and %d answers\n", taken,
                        given_count);
                return EXIT_STATUS_USAGE;
        }
        return coach_answer(screening->coach, screening->answers, screening->count);
}

static int act(struct screening *screening)
{
        int status;

        if (screening->cleared)
                return coach_clear(screening->coach);
        if (screening->show)
                return EXIT_STATUS_DONE;
        status = coach_questions(screening->coach, &screening->questions);
        if (status != EXIT_STATUS_DONE)
                return status;
        return screening->answers_text ? take_list(screening) : ask_all(screening);
}

static int tell(const struct screening *screening)
{
        CLEANUP_FREE char *json = NULL;
        int status;

        status = coach_result(screening->coach, &json);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (screening->options.json)
                return puts(json) < 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
        if (screening_text_print(json, &screening->paint, stdout) == 0)
                return EXIT_STATUS_DONE;
        fputs("unslouch screening: the daemon's answer makes no sense here: is it of another version?\n",
                stderr);
        return EXIT_STATUS_FAILED;
}

/* For "-": what a process is called with can be seen by others, what it reads cannot. */
static int read_answers(struct screening *screening)
{
        if (!screening->answers_text || strcmp(screening->answers_text, "-") != 0)
                return EXIT_STATUS_DONE;
        if (!fgets(screening->answers_line, sizeof(screening->answers_line), stdin))
                return refuse_usage("--answers - found no line on standard input");
        screening->answers_line[strcspn(screening->answers_line, "\n")] = '\0';
        screening->answers_text = screening->answers_line;
        return EXIT_STATUS_DONE;
}

static int check(struct screening *screening, char *arguments[], int count)
{
        bool asks;

        if (count > 0 && strcmp(arguments[count - 1], "cleared") == 0) {
                screening->cleared = true;
                count--;
        }
        if (count > 1 || (count == 1 && screening->options.person))
                return refuse_usage("one person at a time");
        if (count == 1)
                screening->options.person = arguments[0];
        if ((screening->answers_text != NULL) + (screening->show != NULL) + screening->cleared > 1)
                return refuse_usage("--answers, --show and 'cleared' do not go together");
        asks = !screening->answers_text && !screening->show && !screening->cleared;
        if (asks && screening->options.json)
                return refuse_usage("--json goes with --answers, --show or 'cleared'");
        screening->files.person = screening->options.person;
        return EXIT_STATUS_DONE;
}

int verb_screening(int argc, char *argv[])
{
        struct screening screening = { .paint = paint_detect(stdout) };
        const struct option_row rows[] = {
                { "answers", true, &screening.answers_text },
                { "show", false, &screening.show },
                { "config", true, &screening.files.config_file },
                { "state", true, &screening.files.state_dir },
        };
        char **arguments;
        int count;
        int status;

        status = options_parse(
                argc, argv, "screening", help, rows, ELEMENTS(rows), &screening.options, &arguments, &count);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = check(&screening, arguments, count);
        if (status == EXIT_STATUS_DONE)
                status = read_answers(&screening);
        if (status == EXIT_STATUS_DONE)
                status = coach_open(&screening.options, &screening.files, &screening.coach);
        if (status == EXIT_STATUS_DONE)
                status = act(&screening);
        if (status == EXIT_STATUS_DONE)
                status = tell(&screening);
        questions_done(&screening.questions);
        coach_close(screening.coach);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : status;
}
