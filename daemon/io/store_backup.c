/* SPDX-License-Identifier: MIT */
#include "io/store_backup.h"

#include "base/cleanup.h"
#include "io/store_internal.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static_assert(STORE_KEPT_SIZE == STORE_NAME_SIZE, "a kept name is told whole");
#define PIECE_BYTES (64 * 1024)

/* How SQLite's files begin; where our number stands in them, big-endian (sqlite.org/fileformat2.html, 1.3).
 */
static const char magic[16] = "SQLite format 3";
#define APPLICATION_ID_AT 68
#define HEADER_BYTES      100

static void free_bytes(unsigned char **bytes)
{
        sqlite3_free(*bytes);
}

static int write_all(int descriptor, const void *bytes, size_t size)
{
        const char *next = bytes;

        while (size > 0) {
                ssize_t written = write(descriptor, next, size);

                if (written < 0 && errno == EINTR)
                        continue;
                if (written < 0)
                        return -errno;
                next += written;
                size -= (size_t)written;
        }
        return 0;
}

/* -EFBIG if the pages of @store are more than are copied. */
static int check_size(struct store *store)
{
        static const char sql[] = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
        sqlite3_stmt *row = NULL;
        int64_t bytes = 0;
        int code;

        code = sqlite3_prepare_v2(store->database, sql, -1, &row, NULL);
        if (code == SQLITE_OK)
                code = sqlite3_step(row);
        if (code == SQLITE_ROW)
                bytes = sqlite3_column_int64(row, 0);
        (void)sqlite3_finalize(row);
        if (code != SQLITE_ROW)
                return store_fail(store, code);
        return bytes > STORE_COPY_BYTES_MAX ? -EFBIG : 0;
}

int store_copy(struct store *store, int *ret_descriptor)
{
        CLEANUP(free_bytes) unsigned char *bytes = NULL;
        CLEANUP_CLOSE int copy = -1;
        sqlite3_int64 size = 0;
        int r;

        if (store->in_transaction)
                return -EALREADY;
        r = check_size(store);
        if (r < 0)
                return r;
        bytes = sqlite3_serialize(store->database, "main", &size, 0);
        if (!bytes)
                return -ENOMEM;
        copy = memfd_create("unslouch-backup", MFD_CLOEXEC);
        if (copy < 0)
                return -errno;
        r = write_all(copy, bytes, (size_t)size);
        if (r < 0)
                return r;
        if (lseek(copy, 0, SEEK_SET) < 0)
                return -errno;
        *ret_descriptor = TAKE_FD(copy);
        return 0;
}

/* Where the copy is made ready: a directory beside the store. */
struct workshop {
        char path[PATH_MAX];
        char file[PATH_MAX];
};

static int make_workshop(const char *directory, struct workshop *workshop)
{
        if (snprintf(workshop->path, sizeof(workshop->path), "%s/restore.XXXXXX", directory) >=
                (int)sizeof(workshop->path) - (int)sizeof(STORE_FILE) - 8)
                return -ENAMETOOLONG;
        if (!mkdtemp(workshop->path))
                return -errno;
        (void)snprintf(workshop->file, sizeof(workshop->file), "%.*s/%s",
                (int)(sizeof(workshop->file) - sizeof(STORE_FILE) - 2), workshop->path, STORE_FILE);
        return 0;
}

/* With what was set aside in it. */
static void remove_workshop(const struct workshop *workshop)
{
        DIR *directory = opendir(workshop->path);
        const struct dirent *entry;

        while (directory && (entry = readdir(directory)))
                (void)unlinkat(dirfd(directory), entry->d_name, 0);
        if (directory)
                (void)closedir(directory);
        (void)rmdir(workshop->path);
}

static int copy_pieces(int source, int target, int64_t *ret_bytes)
{
        CLEANUP_FREE char *piece = malloc(PIECE_BYTES);
        int64_t bytes = 0;

        if (!piece)
                return -ENOMEM;
        for (;;) {
                ssize_t got = read(source, piece, PIECE_BYTES);
                int r;

                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0)
                        return -errno;
                if (got == 0)
                        break;
                bytes += got;
                if (bytes > STORE_COPY_BYTES_MAX)
                        return -EFBIG;
                r = write_all(target, piece, (size_t)got);
                if (r < 0)
                        return r;
        }
        *ret_bytes = bytes;
        return fsync(target) < 0 ? -errno : 0;
}

/* -EBADMSG unless the file begins like a store; opening would take an empty one for a new store. */
static int check_header(int file)
{
        static const unsigned char application_id[4] = { 0x55, 0x4e, 0x53, 0x4c }; /* "UNSL" */
        unsigned char header[HEADER_BYTES];
        ssize_t got = pread(file, header, sizeof(header), 0);

        if (got < 0)
                return -errno;
        if (got < (ssize_t)sizeof(header) || memcmp(header, magic, sizeof(magic)) != 0 ||
                memcmp(header + APPLICATION_ID_AT, application_id, sizeof(application_id)) != 0)
                return -EBADMSG;
        return 0;
}

/* The owner of @directory keeps its file, even if root restores it. */
static int give_to_owner(int directory, int file)
{
        struct stat status;

        if (geteuid() != 0)
                return 0;
        if (fstat(directory, &status) < 0 || fchown(file, status.st_uid, status.st_gid) < 0)
                return -errno;
        return 0;
}

static int fetch_copy(int directory, int source, const struct workshop *workshop)
{
        CLEANUP_CLOSE int file = open(workshop->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        int64_t bytes = 0;
        int r;

        if (file < 0)
                return -errno;
        r = copy_pieces(source, file, &bytes);
        if (r < 0)
                return r;
        r = check_header(file);
        if (r < 0)
                return r;
        return give_to_owner(directory, file);
}

/* Opening brings it to this version and sets aside what is no store, within the workshop; closing leaves one
 * file. */
static int check_copy(const struct workshop *workshop, int64_t realtime_usec)
{
        enum store_note note = STORE_NOTE_NONE;
        struct store *store = NULL;
        int r;

        r = store_open(workshop->path, realtime_usec, &note, &store);
        if (r < 0)
                return r;
        r = note == STORE_NOTE_SET_ASIDE ? -EBADMSG : store_schema_check_all(store);
        store_close(store);
        return r;
}

/* What was there before comes back if the new one cannot take its place. */
static int exchange(int directory, const struct workshop *workshop, int64_t realtime_usec, char *ret_kept)
{
        char kept[STORE_KEPT_SIZE] = "";
        int r = 0;

        if (faccessat(directory, STORE_FILE, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
                r = store_file_set_aside(directory, "before-restore", realtime_usec, kept);
        if (r < 0)
                return r;
        if (renameat(AT_FDCWD, workshop->file, directory, STORE_FILE) < 0) {
                r = -errno;
                if (kept[0] != '\0')
                        (void)store_file_put_back(directory, kept);
                return r;
        }
        memcpy(ret_kept, kept, sizeof(kept));
        return fsync(directory) < 0 ? -errno : 0;
}

int store_restore(
        const char *directory, int source, int64_t realtime_usec, char ret_kept[static STORE_KEPT_SIZE])
{
        CLEANUP_CLOSE int lock = store_file_lock(directory);
        struct workshop workshop;
        int r;

        if (lock < 0)
                return lock;
        r = make_workshop(directory, &workshop);
        if (r < 0)
                return r;
        r = fetch_copy(lock, source, &workshop);
        if (r == 0)
                r = check_copy(&workshop, realtime_usec);
        if (r == 0)
                r = exchange(lock, &workshop, realtime_usec, ret_kept);
        remove_workshop(&workshop);
        return r;
}
