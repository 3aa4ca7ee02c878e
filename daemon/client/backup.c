/* SPDX-License-Identifier: MIT */
#include "client/connection.h"
#include "client/options.h"
#include "client/progress.h"
#include "client/verbs.h"
#include "io/clock.h"
#include "io/store_backup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define PIECE_BYTES 8192

static const char help[] = "Usage: unslouch backup [OPTION]... FILE\n"
                           "Copy everything that is kept - the history, the exercises, the answers to the\n"
                           "health questions, the settings - of all people to FILE, while the daemon runs.\n"
                           "Only its owner may read it. unslouch restore puts it back.\n"
                           "\n"
                           "      --bus=BUS     system or session; without it the bus that has the daemon\n"
                           "      --state DIR   the directory of a history that no daemon has open\n"
                           "  -h, --help        show this help and exit\n"
                           "\n"
                           "A FILE that is there is replaced, whole or not at all.\n"
                           "Exit status: 0 done, 1 refused or failed, 2 usage, 3 no daemon.\n";

struct arguments {
        struct connection_options connection;
        const char *state_dir;
        const char *file;
};

CLEANUP_DEFINE(struct store *, store_close, store_closep)

static int fail(const char *what, int error)
{
        fprintf(stderr, "unslouch backup: %s: %s\n", what, strerror(-error));
        return EXIT_STATUS_FAILED;
}

static int parse_arguments(int argc, char *argv[], struct arguments *arguments)
{
        const struct option_row rows[] = { { "state", true, &arguments->state_dir } };
        char **positional;
        int count;
        int status;

        status = options_parse(argc, argv, "backup", help, rows, ELEMENTS(rows), &arguments->connection,
                &positional, &count);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (count != 1 || positional[0][0] == '\0') {
                fputs("unslouch backup: it takes the name of one file; try unslouch backup --help\n", stderr);
                return EXIT_STATUS_USAGE;
        }
        arguments->file = positional[0];
        return EXIT_STATUS_DONE;
}

static int copy_daemon(const struct arguments *arguments, int *ret_copy)
{
        CLEANUP(connection_closep) struct connection *connection = NULL;
        int status = connection_open(&arguments->connection, &connection);

        return status == EXIT_STATUS_DONE ? connection_backup(connection, ret_copy) : status;
}

static int tell_closed(const char *directory, int error)
{
        if (error == -EBUSY)
                fprintf(stderr,
                        "unslouch backup: the daemon is running and has '%s' open.\n"
                        "Leave out --state: then the daemon is asked.\n",
                        directory);
        else if (error == -ENOTSUP)
                fprintf(stderr,
                        "unslouch backup: the history in '%s' is of a newer version of unslouch.\n"
                        "It is left as it is; use that version.\n",
                        directory);
        else
                return fail(directory, error);
        return EXIT_STATUS_FAILED;
}

static int copy_store(const struct arguments *arguments, int *ret_copy)
{
        CLEANUP(store_closep) struct store *store = NULL;
        enum store_note note = STORE_NOTE_NONE;
        struct instant now;
        int r;

        /* Opening makes one where there is none. */
        if (!store_exists(arguments->state_dir)) {
                fprintf(stderr, "unslouch backup: there is no history in '%s'.\n", arguments->state_dir);
                return EXIT_STATUS_FAILED;
        }
        r = clock_read_once(&now);
        if (r < 0)
                return fail("clock", r);
        r = store_open(arguments->state_dir, now.realtime_usec, &note, &store);
        if (r < 0)
                return tell_closed(arguments->state_dir, r);
        if (note == STORE_NOTE_SET_ASIDE) {
                fprintf(stderr, "unslouch backup: the history in '%s' was damaged; it is set aside there.\n",
                        arguments->state_dir);
                return EXIT_STATUS_FAILED;
        }
        r = store_copy(store, ret_copy);
        return r < 0 ? fail(arguments->state_dir, r) : EXIT_STATUS_DONE;
}

static int write_piece(int target, const char *bytes, ssize_t size)
{
        while (size > 0) {
                ssize_t written = write(target, bytes, (size_t)size);

                if (written < 0 && errno != EINTR)
                        return -errno;
                if (written > 0) {
                        bytes += written;
                        size -= written;
                }
        }
        return 0;
}

static int write_all(int source, int target, struct progress *progress)
{
        char piece[PIECE_BYTES];
        struct stat status;
        int64_t done = 0;
        ssize_t got;

        if (fstat(source, &status) < 0)
                return -errno;
        while ((got = pread(source, piece, sizeof(piece), done)) > 0) {
                int r = write_piece(target, piece, got);

                if (r < 0)
                        return r;
                done += got;
                progress_tell(progress, done, status.st_size);
        }
        if (got < 0 || fsync(target) < 0)
                return -errno;
        return 0;
}

/* Beside the file, and then in its place. */
static int save(int source, const char *file)
{
        struct progress progress = progress_begin("writing the copy");
        CLEANUP_CLOSE int target = -1;
        CLEANUP_FREE char *beside = NULL;
        int r;

        if (asprintf(&beside, "%s.XXXXXX", file) < 0) {
                beside = NULL;
                return -ENOMEM;
        }
        target = mkostemp(beside, O_CLOEXEC);
        if (target < 0)
                return -errno;
        r = write_all(source, target, &progress);
        progress_end(&progress);
        if (r == 0 && rename(beside, file) < 0)
                r = -errno;
        if (r < 0)
                (void)unlink(beside);
        return r;
}

int verb_backup(int argc, char *argv[])
{
        struct arguments arguments = { 0 };
        CLEANUP_CLOSE int copy = -1;
        int status;
        int r;

        status = parse_arguments(argc, argv, &arguments);
        if (status != EXIT_STATUS_DONE)
                return status < 0 ? EXIT_STATUS_DONE : status;
        status = arguments.state_dir ? copy_store(&arguments, &copy) : copy_daemon(&arguments, &copy);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = save(copy, arguments.file);
        if (r < 0)
                return fail(arguments.file, r);
        if (arguments.connection.json)
                puts("{\"done\":true}");
        else
                printf("Everything is copied to '%s'.\n", arguments.file);
        return fflush(stdout) != 0 ? EXIT_STATUS_FAILED : EXIT_STATUS_DONE;
}
