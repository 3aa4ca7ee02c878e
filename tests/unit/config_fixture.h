/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * A directory of its own for files that a test writes and loads; what is wrong with them comes back as text.
 */
#include "unit/test.h"

#include "base/cleanup.h"
#include "config/config.h"
#include "config/programmes.h"

#include <stdio.h>

#define FIXTURE_PATH_SIZE 64

/* Before the rest of a file's first line: without a broker what comes by MQTT is warned of. */
#define BROKER "broker = { host = \"h\"; }; "

struct fixture {
        char directory[FIXTURE_PATH_SIZE];
        char file[FIXTURE_PATH_SIZE + 16];
        char included[FIXTURE_PATH_SIZE + 16];
        struct programmes *programmes; /* that people may name; NULL at first */
        char *printed;                 /* of the last load, without the directory */
};

static inline int fixture_setup(void **state)
{
        struct fixture *fixture = calloc(1, sizeof(*fixture));

        assert_non_null(fixture);
        snprintf(fixture->directory, sizeof(fixture->directory), "/tmp/unslouch-test-XXXXXX");
        assert_non_null(mkdtemp(fixture->directory));
        snprintf(fixture->file, sizeof(fixture->file), "%s/f", fixture->directory);
        snprintf(fixture->included, sizeof(fixture->included), "%s/i", fixture->directory);
        *state = fixture;
        return 0;
}

static inline int fixture_teardown(void **state)
{
        struct fixture *fixture = *state;

        (void)unlink(fixture->file);
        (void)unlink(fixture->included);
        assert_int_equal(rmdir(fixture->directory), 0);
        programmes_free(fixture->programmes);
        free(fixture->printed);
        free(fixture);
        return 0;
}

static inline void fixture_write_bytes(const char *path, const void *bytes, size_t size)
{
        FILE *file = fopen(path, "w");

        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, size, file), size);
        assert_int_equal(fclose(file), 0);
}

static inline void fixture_write(const char *path, const char *text)
{
        fixture_write_bytes(path, text, strlen(text));
}

/* Prints @problems to fixture->printed, with the fixture's directory left out. */
static inline void fixture_print_problems(struct fixture *fixture, const struct config_problems *problems)
{
        size_t size;
        FILE *stream;
        char *at;
        size_t length = strlen(fixture->directory) + 1;

        free(fixture->printed);
        fixture->printed = NULL;
        stream = open_memstream(&fixture->printed, &size);
        assert_non_null(stream);
        config_problems_print(problems, stream);
        assert_int_equal(fclose(stream), 0);
        while ((at = strstr(fixture->printed, fixture->directory)))
                memmove(at, at + length, strlen(at + length) + 1);
}

/* From now on people may name the programmes that ship, and those in @own_directory (or NULL). */
static inline void fixture_know_programmes(
        struct fixture *fixture, const char *own_directory, struct config_problems *problems)
{
        assert_int_equal(
                programmes_load(TOP_SRCDIR "/conf/programmes", own_directory, problems, &fixture->programmes),
                0);
}

/* Loads fixture->file; what is wrong with it goes to fixture->printed. NULL if there was an error. */
static inline struct settings *fixture_load(struct fixture *fixture)
{
        struct config_problems problems = { 0 };
        struct settings *settings = NULL;
        int r;

        r = config_load(fixture->file, &problems, fixture->programmes, &settings);
        assert_int_equal(r == 0, problems.errors == 0);
        assert_int_equal(r == 0, settings != NULL);
        fixture_print_problems(fixture, &problems);
        config_problems_done(&problems);
        return settings;
}

static inline struct settings *fixture_load_text(struct fixture *fixture, const char *text)
{
        fixture_write(fixture->file, text);
        return fixture_load(fixture);
}

/* Loads @text, which must have no error and no warning. */
static inline struct settings *fixture_load_good(struct fixture *fixture, const char *text)
{
        struct settings *settings = fixture_load_text(fixture, text);

        assert_string_equal(fixture->printed, "");
        return settings;
}

/* Loads @text and holds what is wrong with it against @expected. */
static inline void fixture_expect(struct fixture *fixture, const char *text, const char *expected)
{
        settings_free(fixture_load_text(fixture, text));
        assert_string_equal(fixture->printed, expected);
}
