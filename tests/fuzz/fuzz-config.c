/* SPDX-License-Identifier: MIT */
/*
 * A configuration file. One that is refused says where and why; what is taken, printed and read again is the
 * same.
 */
#include "fuzz/fuzz_file.h"

#include "base/text.h"
#include "config/programmes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME "unslouch.conf"

/* Read by the sanitizer: libconfig loses the text that stands before an error of syntax. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
        return "leak:libconfig\n";
}

/* The programmes that people may name. */
static const struct programmes *shipped_programmes(void)
{
        static struct programmes *programmes;
        struct config_problems problems = { 0 };

        if (!programmes) {
                FUZZ_CHECK(programmes_load(TOP_SRCDIR "/conf/programmes", NULL, &problems, &programmes) == 0);
                FUZZ_CHECK(problems.errors == 0);
                config_problems_done(&problems);
        }
        return programmes;
}

/* A syntax error is told without a setting, all others with one, and of both a person learns what to do. */
static void check_problems(const struct config_problems *problems)
{
        size_t errors = 0;

        FUZZ_CHECK(problems->count <= CONFIG_PROBLEMS_MAX);
        for (size_t i = 0; i < problems->count; i++) {
                const struct config_problem *problem = &problems->items[i];

                fuzz_check_sentence(problem->text);
                FUZZ_CHECK(problem->file && *problem->file != '\0');
                FUZZ_CHECK(problem->line >= 0);
                errors += !problem->warning;
        }
        FUZZ_CHECK(errors <= problems->errors);
}

static int load(const void *bytes, size_t size, struct settings **ret_settings)
{
        const char *path = fuzz_file_write(FILE_NAME, bytes, size, NULL);
        struct config_problems problems = { 0 };
        int r;

        *ret_settings = NULL;
        r = config_load(path, &problems, shipped_programmes(), ret_settings);
        check_problems(&problems);
        if (r < 0)
                FUZZ_CHECK(r == -EINVAL && problems.errors > 0 && !*ret_settings);
        else
                FUZZ_CHECK(problems.errors == 0 && *ret_settings);
        config_problems_done(&problems);
        return r;
}

/* Owned by the caller. */
static char *print(const struct settings *settings, size_t *ret_size)
{
        char *text = NULL;
        FILE *stream = open_memstream(&text, ret_size);

        FUZZ_CHECK(stream);
        FUZZ_CHECK(config_print(settings, stream) == 0);
        FUZZ_CHECK(fclose(stream) == 0);
        return text;
}

static void check_printed(const struct settings *settings)
{
        struct settings *again;
        size_t position = 0;
        size_t size;
        size_t size_again;
        char *text = print(settings, &size);
        char *text_again;

        FUZZ_CHECK(load(text, size, &again) == 0);
        text_again = print(again, &size_again);
        FUZZ_CHECK(size == size_again && memcmp(text, text_again, size) == 0);
        FUZZ_CHECK(!config_find_fixed_change(settings, again, &position));
        settings_free(again);
        free(text_again);
        free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct settings *settings;

        if (load(data, size, &settings) == 0)
                check_printed(settings);
        settings_free(settings);
        return 0;
}
