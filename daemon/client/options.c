/* SPDX-License-Identifier: MIT */
#include "client/options.h"

#include "base/text.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* The most options that a verb may have, the shared ones among them. */
#define OPTIONS_MAX 24
/* getopt_long() returns this and more for a verb's own options: no character. */
#define OWN_OPTION 256

static const struct option shared_options[] = {
        { "bus", required_argument, NULL, 'b' },
        { "person", required_argument, NULL, 'p' },
        { "json", no_argument, NULL, 'j' },
        { "help", no_argument, NULL, 'h' },
};

struct parse {
        const char *verb;
        const char *help;
        const struct option_row *rows;
        size_t row_count;
        struct option options[OPTIONS_MAX + 1]; /* ends with zeros */
        struct connection_options result;
};

static void collect_options(struct parse *parse)
{
        size_t count = ELEMENTS(shared_options);

        assert(count + parse->row_count <= OPTIONS_MAX);
        memcpy(parse->options, shared_options, sizeof(shared_options));
        for (size_t i = 0; i < parse->row_count; i++)
                parse->options[count++] = (struct option){
                        .name = parse->rows[i].name,
                        .has_arg = parse->rows[i].takes_value ? required_argument : no_argument,
                        .val = OWN_OPTION + (int)i,
                };
}

static int usage_error(const struct parse *parse, const char *what, const char *word)
{
        fprintf(stderr, "unslouch %s: %s '%s'; try unslouch %s --help\n", parse->verb, what, word,
                parse->verb);
        return EXIT_STATUS_USAGE;
}

/* A long option that there is not, with the one that is likely meant. */
static int refuse_unknown(const struct parse *parse, const char *word)
{
        const char *names[OPTIONS_MAX];
        char name[65];
        const char *nearest;
        size_t count = 0;

        while (parse->options[count].name) {
                names[count] = parse->options[count].name;
                count++;
        }
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
        nearest = text_nearest(name, names, count);
        if (!nearest)
                return usage_error(parse, "there is no option", word);
        fprintf(stderr, "unslouch %s: there is no option '%s'; did you mean '--%s'?\n", parse->verb, word,
                nearest);
        return EXIT_STATUS_USAGE;
}

static int refuse_option(const struct parse *parse, int problem, char *argv[])
{
        const char *word = argv[optind - 1];
        char letter[3] = { '-', (char)optopt, '\0' };

        if (problem == ':')
                return usage_error(parse, "a value is missing behind", word);
        /* An option whose number getopt tells is known, and has a value that it does not take. */
        if (optopt >= OWN_OPTION || (optopt != 0 && strncmp(word, "--", 2) == 0))
                return usage_error(parse, "no value goes with", word);
        if (optopt != 0)
                return usage_error(parse, "there is no option", letter);
        return refuse_unknown(parse, word);
}

static int take_bus(struct parse *parse, const char *name)
{
        if (strcmp(name, "system") == 0)
                parse->result.bus = BUS_SYSTEM;
        else if (strcmp(name, "session") == 0)
                parse->result.bus = BUS_SESSION;
        else
                return usage_error(parse, "--bus takes system or session, not", name);
        return EXIT_STATUS_DONE;
}

static void take_own(const struct parse *parse, int option, char *value)
{
        const struct option_row *row = &parse->rows[option - OWN_OPTION];

        *row->value = row->takes_value ? value : "";
}

/* Return: EXIT_STATUS_DONE to go on; -1 if help was printed; another exit status. */
static int take_option(struct parse *parse, int option, char *argv[])
{
        if (option >= OWN_OPTION) {
                take_own(parse, option, optarg);
                return EXIT_STATUS_DONE;
        }
        switch (option) {
        case 'b': return take_bus(parse, optarg);
        case 'p': parse->result.person = optarg; return EXIT_STATUS_DONE;
        case 'j': parse->result.json = true; return EXIT_STATUS_DONE;
        case 'h':
                if (fputs(parse->help, stdout) < 0 || fflush(stdout) != 0)
                        return EXIT_STATUS_FAILED;
                return -1;
        }
        return refuse_option(parse, option, argv);
}

/* What goes to the daemon; it could not be sent. */
static int check_texts(const struct parse *parse, char *words[], int count)
{
        const char *person = parse->result.person ? parse->result.person : "";

        if (!text_is_utf8(person, strlen(person)))
                return usage_error(parse, "this is not UTF-8 text:", person);
        for (int i = 0; i < count; i++)
                if (!text_is_utf8(words[i], strlen(words[i])))
                        return usage_error(parse, "this is not UTF-8 text:", words[i]);
        return EXIT_STATUS_DONE;
}

int options_parse(int argc, char *argv[], const char *verb, const char *help, const struct option_row *rows,
        size_t row_count, struct connection_options *ret_options, char ***ret_arguments, int *ret_count)
{
        struct parse parse = {
                .verb = verb,
                .help = help,
                .rows = rows,
                .row_count = row_count,
                .result = { .verb = verb, .bus = BUS_NONE },
        };
        int option;
        int status;

        collect_options(&parse);
        opterr = 0; /* what is wrong is told here */
        optind = 0; /* begins anew, whoever has read options before */
        while ((option = getopt_long(argc, argv, ":p:h", parse.options, NULL)) != -1) {
                status = take_option(&parse, option, argv);
                if (status != EXIT_STATUS_DONE)
                        return status;
        }
        status = check_texts(&parse, argv + optind, argc - optind);
        if (status != EXIT_STATUS_DONE)
                return status;
        *ret_options = parse.result;
        *ret_arguments = argv + optind;
        *ret_count = argc - optind;
        return EXIT_STATUS_DONE;
}

int options_refuse_argument(const char *verb, const char *argument)
{
        fprintf(stderr, "unslouch %s: '%s' is too much; try unslouch %s --help\n", verb, argument, verb);
        return EXIT_STATUS_USAGE;
}

int options_take_person(const char *verb, char *arguments[], int count, struct connection_options *options)
{
        if (count > 1 || (count == 1 && options->person))
                return options_refuse_argument(verb, arguments[count - 1]);
        if (count == 1)
                options->person = arguments[0];
        return EXIT_STATUS_DONE;
}
