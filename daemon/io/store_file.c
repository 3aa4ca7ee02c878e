/* SPDX-License-Identifier: MIT */
#include "io/store_internal.h"

#include "base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

/* A name that is taken already is counted up; so many stores are not broken in one second. */
#define SET_ASIDE_TRIES 100
/* A name with "-wal". */
#define NAME_BYTES (STORE_NAME_SIZE + 8)

/* The umask may have taken bits that we need, so the mode is set once more. */
static int make_directory(const char *path)
{
        if (mkdir(path, 0700) < 0)
                return errno == EEXIST ? 0 : -errno;
        if (chmod(path, 0700) < 0)
                return -errno;
        return 0;
}

static int make_directories(const char *path)
{
        CLEANUP_FREE char *part = strdup(path);

        if (!part)
                return -ENOMEM;
        for (char *slash = strchr(part, '/'); slash; slash = strchr(slash + 1, '/')) {
                int r;

                if (slash == part)
                        continue;
                *slash = '\0';
                r = make_directory(part);
                *slash = '/';
                if (r < 0)
                        return r;
        }
        return make_directory(part);
}

/*
 * The directory is what is locked, not the file: a corrupt file is renamed and a new one made under the same
 * lock, and the lock is had before a byte of a file of whatever version is read. The kernel lets go of it
 * however the process ends.
 */
int store_file_lock(const char *directory)
{
        CLEANUP_CLOSE int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (descriptor < 0 && errno == ENOENT) {
                int r = make_directories(directory);

                if (r < 0)
                        return r;
                descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        }
        if (descriptor < 0)
                return -errno;
        if (flock(descriptor, LOCK_EX | LOCK_NB) < 0)
                return errno == EWOULDBLOCK ? -EBUSY : -errno;
        return TAKE_FD(descriptor);
}

bool store_exists(const char *directory)
{
        char path[PATH_MAX];

        return snprintf(path, sizeof(path), "%s/%s", directory, STORE_FILE) < (int)sizeof(path) &&
               access(path, F_OK) == 0;
}

/* SQLite gives the files beside it the mode of this one. */
int store_file_create(int directory)
{
        CLEANUP_CLOSE int file =
                openat(directory, STORE_FILE, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        struct stat status;

        if (file < 0)
                return -errno;
        if (fstat(file, &status) < 0)
                return -errno;
        if (!S_ISREG(status.st_mode))
                return -EIO;
        if ((status.st_mode & 07777) != 0600 && fchmod(file, 0600) < 0)
                return -errno;
        return 0;
}

/* Whether it is there or not. */
static int rename_free(int directory, const char *source, const char *target, const char *suffix)
{
        char from[NAME_BYTES], to[NAME_BYTES];

        (void)snprintf(from, sizeof(from), "%s%s", source, suffix);
        (void)snprintf(to, sizeof(to), "%s%s", target, suffix);
        if (renameat(directory, from, directory, to) < 0 && errno != ENOENT)
                return -errno;
        return 0;
}

/* The log before the database, so that none is ever left that could be taken for another's. */
static int rename_all(int directory, const char *from, const char *to)
{
        static const char *const suffixes[] = { "-wal", "-shm", "" };

        for (size_t i = 0; i < ELEMENTS(suffixes); i++) {
                int r = rename_free(directory, from, to, suffixes[i]);

                if (r < 0)
                        return r;
        }
        return 0;
}

/* If this is cut short in between, the database alone is found under its name once more. */
int store_file_set_aside(
        int directory, const char *word, int64_t realtime_usec, char ret_name[static STORE_NAME_SIZE])
{
        char target[STORE_NAME_SIZE];
        unsigned tries = 0;
        int r;

        do {
                (void)snprintf(target, sizeof(target), "%s.%s-%" PRId64, STORE_FILE, word,
                        realtime_usec / USEC_PER_SEC + tries);
                if (++tries > SET_ASIDE_TRIES)
                        return -EEXIST;
        } while (faccessat(directory, target, F_OK, AT_SYMLINK_NOFOLLOW) == 0);
        r = rename_all(directory, STORE_FILE, target);
        if (r == 0)
                memcpy(ret_name, target, sizeof(target));
        return r;
}

int store_file_put_back(int directory, const char *name)
{
        return rename_all(directory, name, STORE_FILE);
}
