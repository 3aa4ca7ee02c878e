/* SPDX-License-Identifier: MIT */
#include "client/report_file.h"

#include "client/report_print.h"
#include "client/report_words.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static int fail(const char *path, int error)
{
        fprintf(stderr, "unslouch report: '%s' cannot be written: %s\n", path, strerror(-error));
        return EXIT_STATUS_FAILED;
}

/* Writes and closes @stream. */
static int write_page(const struct report_record *record, FILE *stream)
{
        bool failed;

        report_print_html(record, stream);
        failed = fflush(stream) != 0 || ferror(stream);
        if (fclose(stream) != 0 || failed)
                return errno > 0 ? -errno : -EIO;
        return 0;
}

/* Where @path is no plain file, such as a pipe, it is written as it is. */
static bool is_special(const char *path)
{
        struct stat status;

        return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static int write_special(const struct report_record *record, const char *path)
{
        FILE *stream = fopen(path, "we");

        return stream ? write_page(record, stream) : -errno;
}

/* A directory that hands its group on was made for that group: it may read. */
static int allow_group(int descriptor, const char *path)
{
        CLEANUP_FREE char *directory = strdup(path);
        char *slash = directory ? strrchr(directory, '/') : NULL;
        struct stat status;

        if (!directory)
                return -ENOMEM;
        if (slash)
                slash[slash == directory] = '\0';
        if (stat(slash ? directory : ".", &status) < 0)
                return -errno;
        if ((status.st_mode & S_ISGID) && fchmod(descriptor, 0640) < 0)
                return -errno;
        return 0;
}

static int write_beside(const struct report_record *record, const char *path, char *beside)
{
        int descriptor = mkostemp(beside, O_CLOEXEC);
        FILE *stream = NULL;
        int r;

        if (descriptor < 0)
                return -errno;
        r = allow_group(descriptor, path);
        if (r == 0) {
                stream = fdopen(descriptor, "w");
                r = stream ? write_page(record, stream) : -errno;
        }
        if (!stream)
                close(descriptor);
        if (r == 0 && rename(beside, path) < 0)
                r = -errno;
        if (r < 0)
                (void)unlink(beside);
        return r;
}

static int write_file(const struct report_record *record, const char *path)
{
        CLEANUP_FREE char *beside = NULL;

        if (is_special(path))
                return write_special(record, path);
        if (asprintf(&beside, "%s.XXXXXX", path) < 0) {
                beside = NULL;
                return -ENOMEM;
        }
        return write_beside(record, path, beside);
}

int report_file_write(const struct report_record *record, const char *path)
{
        char range[REPORT_SENTENCE_SIZE];
        int r;

        if (strcmp(path, "-") == 0) {
                report_print_html(record, stdout);
                return fflush(stdout) != 0 || ferror(stdout) ? fail(path, -EIO) : EXIT_STATUS_DONE;
        }
        r = write_file(record, path);
        if (r < 0)
                return fail(path, r);
        if (record->measures->empty) {
                report_range_words(record, range);
                fprintf(stderr, "unslouch report: nothing is on record for %s %s yet.\n", record->name,
                        range);
        }
        return EXIT_STATUS_DONE;
}
