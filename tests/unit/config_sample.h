/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * The sample configuration that ships, as it is and with all of its settings taken, and what is printed of
 * settings.
 */
#include "unit/config_fixture.h"

#include "config/scan.h"

#include <ctype.h>

#define CONFIG_SAMPLE TOP_SRCDIR "/conf/unslouch.conf.sample"

/* What --print-config says; free(). */
static inline char *config_sample_print(const struct settings *settings)
{
        char *text = NULL;
        size_t size;
        FILE *stream = open_memstream(&text, &size);

        assert_non_null(stream);
        assert_int_equal(config_print(settings, stream), 0);
        assert_int_equal(fclose(stream), 0);
        return text;
}

/* The sample; free(). */
static inline char *config_sample_read(void)
{
        char *text = NULL;
        int line;

        assert_int_equal(scan_read(CONFIG_SAMPLE, SCAN_BYTES_MAX, &text, &line), 0);
        return text;
}

/* Takes the # off each line that has it before a name, a bracket or a space and such a line's rest. */
static inline void config_sample_uncomment(char *text)
{
        bool group = false;

        for (char *line = text; line; line = strchr(line, '\n')) {
                line += *line == '\n';
                char *hash = line + strspn(line, " ");

                if (*hash != '#')
                        group = false;
                else if (islower((unsigned char)hash[1])) {
                        *hash = ' ';
                        group = hash[strcspn(hash, "\n") - 1] == '{';
                } else if (group)
                        *hash = ' ';
        }
}
