/* SPDX-License-Identifier: MIT */
#include "sim/storm_disk.h"

#include "base/text.h"
#include "base/units.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct handle {
        sqlite3_file base;
        struct disk_file *file;
};

static sqlite3_vfs memory;

static struct disk *current(void)
{
        return memory.pAppData;
}

static void *must(void *pointer)
{
        if (!pointer)
                abort();
        return pointer;
}

static void set_size(struct disk_file *file, int64_t size)
{
        if (size > file->room) {
                file->room = usec_max(size, 2 * file->room);
                file->bytes = must(realloc(file->bytes, (size_t)file->room));
        }
        if (size > file->size)
                memset(file->bytes + file->size, 0, (size_t)(size - file->size));
        file->size = size;
}

static void forget_changes(struct disk_file *file)
{
        for (size_t i = 0; i < file->change_count; i++)
                free(file->changes[i].kept);
        file->change_count = 0;
}

/* What @file loses from @offset on, @bytes long (-1: all), is kept until it is synced. */
static void note_change(struct disk_file *file, int64_t offset, int64_t bytes)
{
        struct disk_change change = {
                .when_usec = *current()->now_usec, .offset = offset, .bytes = bytes, .size_before = file->size
        };
        int64_t until = bytes < 0 ? file->size : usec_min(offset + bytes, file->size);

        change.kept_bytes = usec_max(until - offset, 0);
        if (change.kept_bytes > 0) {
                change.kept = must(malloc((size_t)change.kept_bytes));
                memcpy(change.kept, file->bytes + offset, (size_t)change.kept_bytes);
        }
        if (file->change_count == file->change_room) {
                file->change_room = file->change_room ? 2 * file->change_room : 64;
                file->changes = must(reallocarray(file->changes, file->change_room, sizeof(*file->changes)));
        }
        file->changes[file->change_count++] = change;
}

/* Whether this write or sync is to fail, and how. */
static int refuse(bool grows)
{
        struct disk *disk = current();
        bool once = disk->fails_in > 0 && --disk->fails_in == 0;

        if (!once && disk->fault == DISK_WELL)
                return SQLITE_OK;
        if (!once && disk->fault == DISK_FULL && !grows)
                return SQLITE_OK;
        disk->refused++;
        return disk->fault == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int memory_close(sqlite3_file *base)
{
        (void)base;
        return SQLITE_OK;
}

static int memory_read(sqlite3_file *base, void *target, int amount, sqlite3_int64 offset)
{
        const struct disk_file *file = ((struct handle *)base)->file;
        int64_t there = usec_max(usec_min(file->size - offset, amount), 0);

        if (there > 0)
                memcpy(target, file->bytes + offset, (size_t)there);
        if (there == amount)
                return SQLITE_OK;
        memset((char *)target + there, 0, (size_t)(amount - there));
        return SQLITE_IOERR_SHORT_READ;
}

static int memory_write(sqlite3_file *base, const void *source, int amount, sqlite3_int64 offset)
{
        struct disk_file *file = ((struct handle *)base)->file;
        int code;

        if (current()->is_frozen)
                return SQLITE_OK;
        code = refuse(offset + amount > file->size);
        if (code != SQLITE_OK)
                return code;
        current()->written++;
        note_change(file, offset, amount);
        if (offset + amount > file->size)
                set_size(file, offset + amount);
        memcpy(file->bytes + offset, source, (size_t)amount);
        return SQLITE_OK;
}

static int memory_truncate(sqlite3_file *base, sqlite3_int64 size)
{
        struct disk_file *file = ((struct handle *)base)->file;

        if (current()->is_frozen || size >= file->size)
                return SQLITE_OK;
        if (current()->fault == DISK_BROKEN) {
                current()->refused++;
                return SQLITE_IOERR_TRUNCATE;
        }
        note_change(file, size, -1);
        set_size(file, size);
        return SQLITE_OK;
}

static int memory_sync(sqlite3_file *base, int flags)
{
        struct disk_file *file = ((struct handle *)base)->file;
        int code;

        (void)flags;
        if (current()->is_frozen)
                return SQLITE_OK;
        code = refuse(false);
        if (code != SQLITE_OK)
                return SQLITE_IOERR_FSYNC;
        forget_changes(file);
        return SQLITE_OK;
}

static int memory_file_size(sqlite3_file *base, sqlite3_int64 *ret_size)
{
        *ret_size = ((struct handle *)base)->file->size;
        return SQLITE_OK;
}

static int memory_lock(sqlite3_file *base, int lock)
{
        (void)base;
        (void)lock;
        return SQLITE_OK;
}

static int memory_check_lock(sqlite3_file *base, int *ret_locked)
{
        (void)base;
        *ret_locked = 0;
        return SQLITE_OK;
}

static int memory_control(sqlite3_file *base, int operation, void *argument)
{
        (void)base;
        (void)operation;
        (void)argument;
        return SQLITE_NOTFOUND;
}

static int memory_sector(sqlite3_file *base)
{
        (void)base;
        return 512;
}

static int memory_traits(sqlite3_file *base)
{
        (void)base;
        return 0;
}

static const sqlite3_io_methods methods = {
        .iVersion = 1,
        .xClose = memory_close,
        .xRead = memory_read,
        .xWrite = memory_write,
        .xTruncate = memory_truncate,
        .xSync = memory_sync,
        .xFileSize = memory_file_size,
        .xLock = memory_lock,
        .xUnlock = memory_lock,
        .xCheckReservedLock = memory_check_lock,
        .xFileControl = memory_control,
        .xSectorSize = memory_sector,
        .xDeviceCharacteristics = memory_traits,
};

static struct disk_file *find(const char *path, bool make)
{
        const char *slash = strrchr(path, '/');
        const char *name = slash ? slash + 1 : path;
        struct disk_file *free_file = NULL;

        for (size_t i = 0; i < DISK_FILES; i++) {
                struct disk_file *file = &current()->files[i];

                if (file->exists && strcmp(file->name, name) == 0)
                        return file;
                if (!file->exists && !free_file)
                        free_file = file;
        }
        if (!make)
                return NULL;
        (void)text_copy(((struct disk_file *)must(free_file))->name, sizeof(free_file->name), name);
        free_file->exists = true;
        free_file->size = 0;
        return free_file;
}

static int memory_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *ret_flags)
{
        struct handle *handle = (struct handle *)base;

        (void)vfs;
        handle->base.pMethods = NULL;
        if (!name)
                return SQLITE_CANTOPEN;
        /* The store has made the database's own file, in a directory that is real. */
        handle->file = find(name, flags & (SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB));
        if (!handle->file)
                return SQLITE_CANTOPEN;
        handle->base.pMethods = &methods;
        if (ret_flags)
                *ret_flags = flags;
        return SQLITE_OK;
}

static int memory_delete(sqlite3_vfs *vfs, const char *name, int sync_directory)
{
        struct disk_file *file = find(name, false);

        (void)vfs;
        (void)sync_directory;
        if (!file)
                return SQLITE_IOERR_DELETE_NOENT;
        if (current()->is_frozen)
                return SQLITE_OK;
        forget_changes(file);
        file->exists = false;
        return SQLITE_OK;
}

static int memory_access(sqlite3_vfs *vfs, const char *name, int flags, int *ret_there)
{
        const struct disk_file *file = find(name, false);

        (void)vfs;
        *ret_there = file && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
        return SQLITE_OK;
}

static int memory_full_name(sqlite3_vfs *vfs, const char *name, int size, char *ret_name)
{
        (void)vfs;
        (void)sqlite3_snprintf(size, ret_name, "%s", name);
        return SQLITE_OK;
}

static int memory_randomness(sqlite3_vfs *vfs, int size, char *ret_bytes)
{
        (void)vfs;
        for (int i = 0; i < size; i++) {
                current()->random = current()->random * UINT64_C(6364136223846793005) + 1;
                ret_bytes[i] = (char)(current()->random >> 56);
        }
        return size;
}

static int memory_sleep(sqlite3_vfs *vfs, int usec)
{
        (void)vfs;
        return usec;
}

static int memory_time(sqlite3_vfs *vfs, double *ret_days)
{
        (void)vfs;
        *ret_days = 2440587.5;
        return SQLITE_OK;
}

static int memory_last_error(sqlite3_vfs *vfs, int size, char *text)
{
        (void)vfs;
        (void)size;
        (void)text;
        return 0;
}

static sqlite3_vfs memory = {
        .iVersion = 1,
        .szOsFile = sizeof(struct handle),
        .mxPathname = 255,
        .zName = "storm",
        .xOpen = memory_open,
        .xDelete = memory_delete,
        .xAccess = memory_access,
        .xFullPathname = memory_full_name,
        .xRandomness = memory_randomness,
        .xSleep = memory_sleep,
        .xCurrentTime = memory_time,
        .xGetLastError = memory_last_error,
};

void disk_register(void)
{
        if (sqlite3_vfs_register(&memory, 1) != SQLITE_OK)
                abort();
}

void disk_use(struct disk *disk)
{
        memory.pAppData = disk;
        /* What SQLite has drawn of the disk before must not be seen in this one. */
        sqlite3_randomness(0, NULL);
}

void disk_begin(struct disk *disk, const int64_t *now_usec, uint64_t seed)
{
        *disk = (struct disk){ .now_usec = now_usec, .random = seed };
        disk_use(disk);
}

void disk_done(struct disk *disk)
{
        for (size_t i = 0; i < DISK_FILES; i++) {
                forget_changes(&disk->files[i]);
                free(disk->files[i].changes);
                free(disk->files[i].bytes);
        }
        *disk = (struct disk){ 0 };
}

static void redo(struct disk_file *file, const struct disk_change *change, const char *bytes, int64_t part)
{
        if (change->bytes < 0) {
                set_size(file, usec_min(file->size, change->offset));
                return;
        }
        if (change->offset + part > file->size)
                set_size(file, change->offset + part);
        memcpy(file->bytes + change->offset, bytes, (size_t)part);
}

/* Takes back the last @count changes, the youngest first; what each had written goes to @written. */
static void undo(struct disk_file *file, size_t first, char **written)
{
        for (size_t i = file->change_count; i-- > first;) {
                struct disk_change *change = &file->changes[i];

                written[i] = NULL;
                if (change->bytes > 0) {
                        written[i] = must(malloc((size_t)change->bytes));
                        memcpy(written[i], file->bytes + change->offset, (size_t)change->bytes);
                }
                set_size(file, change->size_before);
                if (change->kept_bytes > 0)
                        memcpy(file->bytes + change->offset, change->kept, (size_t)change->kept_bytes);
        }
}

static bool cut_file(
        struct disk_file *file, uint32_t (*below)(void *userdata, uint32_t below), void *userdata)
{
        size_t first = file->change_count, count = file->change_count;
        uint32_t survives = below(userdata, 3) == 0 ? 0 : below(userdata, 101);
        char **written = must(calloc(count + 1, sizeof(*written)));

        while (first > 0 && file->changes[first - 1].when_usec > *current()->now_usec - DISK_WRITEBACK_USEC)
                first--;
        undo(file, first, written);
        for (size_t i = first; i < count; i++) {
                const struct disk_change *change = &file->changes[i];
                bool torn = change->bytes > 512 && below(userdata, 10) == 0;

                if (below(userdata, 100) < survives)
                        redo(file, change, written[i], torn ? change->bytes / 1024 * 512 : change->bytes);
                free(written[i]);
        }
        free(written);
        forget_changes(file);
        return first < count;
}

bool disk_cut_power(struct disk *disk, uint32_t (*below)(void *userdata, uint32_t below), void *userdata)
{
        bool lost = false;

        for (size_t i = 0; i < DISK_FILES; i++)
                if (disk->files[i].exists)
                        lost |= cut_file(&disk->files[i], below, userdata);
        return lost;
}
