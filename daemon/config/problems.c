/* SPDX-License-Identifier: MIT */
#include "config/problems.h"

#include "base/cleanup.h"

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

/* Takes over the texts of @problem; false without memory or room. */
static bool insert(struct config_problems *problems, const struct config_problem *problem)
{
        size_t place;

        if (!problems->items)
                problems->items = calloc(CONFIG_PROBLEMS_MAX, sizeof(*problems->items));
        if (!problems->items || problems->count == CONFIG_PROBLEMS_MAX)
                return false;
        place = find_place(problems, problem->file, problem->line);
        memmove(&problems->items[place + 1], &problems->items[place],
                (problems->count - place) * sizeof(*problems->items));
        problems->items[place] = *problem;
        problems->count++;
        return true;
}

void problems_add(
        struct config_problems *problems, const char *file, int line, bool warning, const char *format, ...)
{
        struct config_problem problem = { .line = line, .warning = warning, .file = strdup(file) };
        va_list arguments;

        if (!warning)
                problems->errors++;
        va_start(arguments, format);
        if (vasprintf(&problem.text, format, arguments) < 0)
                problem.text = NULL;
        va_end(arguments);
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
