/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * stderr_tap - what a test's log wrote: stderr is a file without a name for a while.
 */
#include "unit/test.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

struct stderr_tap {
        int saved;
        int file;
        char text[16384];
};

static inline void stderr_tap_begin(struct stderr_tap *tap)
{
        tap->saved = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        assert_true(tap->saved >= 0);
        tap->file = memfd_create("stderr", MFD_CLOEXEC);
        assert_true(tap->file >= 0);
        assert_int_equal(dup2(tap->file, STDERR_FILENO), STDERR_FILENO);
}

/* All that was written since the beginning, but for what a dbus-daemon says for itself. */
static inline const char *stderr_tap_read(struct stderr_tap *tap)
{
        ssize_t count = pread(tap->file, tap->text, sizeof(tap->text) - 1, 0);
        char *line = tap->text;

        assert_true(count >= 0);
        tap->text[count] = '\0';
        while ((line = strstr(line, "dbus-daemon["))) {
                const char *end = strchr(line, '\n');

                if (end && (line == tap->text || line[-1] == '\n'))
                        memmove(line, end + 1, strlen(end + 1) + 1);
                else
                        line++;
        }
        return tap->text;
}

/* How often @words stand in it. */
static inline unsigned stderr_tap_count(struct stderr_tap *tap, const char *words)
{
        unsigned count = 0;

        for (const char *at = stderr_tap_read(tap); (at = strstr(at, words)) != NULL; at += strlen(words))
                count++;
        return count;
}

/* Passes it on too: a failure is among it. */
static inline void stderr_tap_end(struct stderr_tap *tap)
{
        const char *text = stderr_tap_read(tap);

        assert_int_equal(dup2(tap->saved, STDERR_FILENO), STDERR_FILENO);
        assert_true(write(STDERR_FILENO, text, strlen(text)) >= 0);
        close(tap->saved);
        close(tap->file);
}
