/* SPDX-License-Identifier: MIT */
#include "config/problems.h"

#include "base/cleanup.h"
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

static void problem_done(struct config_problem *problem)
{
        free(problem->text);
        free(problem->file);
}

void config_problems_done(struct config_problems *problems)
{
        for (size_t i = 0; i < problems->count; i++)
                problem_done(&problems->items[i]);
        free(problems->items);
        *problems = (struct config_problems){ 0 };
}

/* Where a problem of @line of @file belongs: behind those of its file that are not below it. */
static size_t find_place(const struct config_problems *problems, const char *file, int line)
{
        size_t place = problems->count;
        bool seen = false;

        for (size_t i = 0; i < problems->count; i++) {
                bool same = strcmp(problems->items[i].file, file) == 0;

                if (same && problems->items[i].line > line)
                        return i;
                if (same)
                        place = i + 1;
                seen = seen || same;
        }
        return seen ? place : problems->count;
}

/* Takes over the texts of @problem, for which there is room; false without memory. */
static bool insert(struct config_problems *problems, const struct config_problem *problem)
{
        size_t place;

        if (!problems->items)
                problems->items = calloc(CONFIG_PROBLEMS_MAX, sizeof(*problems->items));
        if (!problems->items)
                return false;
        place = find_place(problems, problem->file, problem->line);
        memmove(&problems->items[place + 1], &problems->items[place],
                (problems->count - place) * sizeof(*problems->items));
        problems->items[place] = *problem;
        problems->count++;
        return true;
}

/* The bytes of the character at @text; 0 for a byte that is of none. */
static size_t character_bytes(const char *text)
{
        for (size_t bytes = 1; bytes <= 4 && text[bytes - 1] != '\0'; bytes++)
                if (text_is_utf8(text, bytes))
                        return bytes;
        return 0;
}

/* Takes the bytes out that are of no character: what is quoted may have been cut within one. */
static void drop_pieces(char *text)
{
        char *end = text;

        if (text_is_utf8(text, strlen(text)))
                return;
        while (*text != '\0') {
                size_t bytes = character_bytes(text);

                memmove(end, text, bytes);
                end += bytes;
                text += bytes > 0 ? bytes : 1;
        }
        *end = '\0';
}

void problems_add(
        struct config_problems *problems, const char *file, int line, bool warning, const char *format, ...)
{
        struct config_problem problem = { .line = line, .warning = warning };
        va_list arguments;

        if (!warning)
                problems->errors++;
        if (problems->count == CONFIG_PROBLEMS_MAX) {
                problems->dropped++;
                return;
        }
        problem.file = strdup(file);
        va_start(arguments, format);
        if (vasprintf(&problem.text, format, arguments) < 0)
                problem.text = NULL;
        va_end(arguments);
        if (problem.text)
                drop_pieces(problem.text);
        if (problem.text && problem.file && insert(problems, &problem))
                return;
        problem_done(&problem);
        problems->dropped++;
}

void config_problems_print(const struct config_problems *problems, FILE *stream)
{
        for (size_t i = 0; i < problems->count; i++) {
                const struct config_problem *problem = &problems->items[i];

                fputs(problem->file, stream);
                if (problem->line > 0)
                        fprintf(stream, ":%d", problem->line);
                fprintf(stream, ": %s%s\n", problem->warning ? "warning: " : "", problem->text);
        }
        if (problems->dropped > 0)
                fprintf(stream, "%zu more %s not shown\n", problems->dropped,
                        problems->dropped == 1 ? "problem is" : "problems are");
}
