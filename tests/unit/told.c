/* SPDX-License-Identifier: MIT */
#include "unit/told.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define TOLD_BYTES_MAX 65536

/* The file's text, cut; returns its length. */
static size_t read_told(const struct told *told, char text[static TOLD_BYTES_MAX])
{
        ssize_t length = pread(told->file, text, TOLD_BYTES_MAX - 1, 0);

        assert_true(length >= 0);
        text[length] = '\0';
        return (size_t)length;
}

void told_begin(struct told *told)
{
        told->stderr_copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        told->file = memfd_create("told", MFD_CLOEXEC);
        assert_true(told->stderr_copy >= 0 && told->file >= 0);
        assert_int_equal(dup2(told->file, STDERR_FILENO), STDERR_FILENO);
}

int told_count(const struct told *told, const char *text)
{
        static char all[TOLD_BYTES_MAX];
        int count = 0;

        read_told(told, all);
        for (const char *found = strstr(all, text); found; found = strstr(found + 1, text))
                count++;
        return count;
}

void told_end(struct told *told)
{
        static char all[TOLD_BYTES_MAX];
        size_t length = read_told(told, all);

        assert_int_equal(dup2(told->stderr_copy, STDERR_FILENO), STDERR_FILENO);
        assert_int_equal(write(STDERR_FILENO, all, length), length);
        close(told->file);
        close(told->stderr_copy);
}
