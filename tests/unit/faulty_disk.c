/* SPDX-License-Identifier: MIT */
#include "unit/faulty_disk.h"

#include "unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_MAX   8
#define OFTEN_PAGES 16

/* A file of SQLite's: ours before the one of the layer below. */
struct faulty_file {
        sqlite3_file base;
        struct durable *durable; /* NULL unless the power is watched */
        sqlite3_file *real;
};

/* What was done to a file and not synced: bytes at @offset, or the size if there are none. */
struct change {
        struct change *next;
        int64_t offset;
        size_t size;
        bool is_truncation;
        unsigned char bytes[];
};

/* A file as it would be found after a power cut. */
struct durable {
        char *path;
        unsigned char *bytes;
        size_t size;
        struct change *first, **end;
};

/* One disk for the whole program, as SQLite has one list of layers. */
static struct {
        sqlite3_vfs layer;
        sqlite3_vfs *real;
        const struct disk_fault *fault;
        unsigned left;
        bool fired;
        int error;
        sqlite3 *connection;
        bool power_watched, power_gone;
        unsigned changes_left, syncs;
        struct durable files[FILES_MAX];
        size_t file_count;
} disk;

/* SQLITE_OK if @operation is to be done. */
static int refuse(enum disk_operation operation, int power_code)
{
        if (disk.power_gone) {
                disk.error = EIO;
                return power_code;
        }
        if (!disk.fault || disk.fault->operation != operation || (disk.fired && !disk.fault->stays))
                return SQLITE_OK;
        if (!disk.fired && disk.left-- > 0)
                return SQLITE_OK;
        disk.fired = true;
        disk.error = disk.fault->error;
        return disk.fault->code;
}

static unsigned char *read_whole(const char *path, size_t *ret_size)
{
        int file = open(path, O_RDONLY | O_CLOEXEC);
        struct stat status;
        unsigned char *bytes;

        *ret_size = 0;
        if (file < 0)
                return NULL;
        assert_int_equal(fstat(file, &status), 0);
        bytes = malloc((size_t)status.st_size + 1);
        assert_non_null(bytes);
        assert_int_equal(read(file, bytes, (size_t)status.st_size), status.st_size);
        close(file);
        *ret_size = (size_t)status.st_size;
        return bytes;
}

static void forget_changes(struct durable *durable)
{
        while (durable->first) {
                struct change *change = durable->first;

                durable->first = change->next;
                free(change);
        }
        durable->end = &durable->first;
}

static struct durable *watch_file(const char *path)
{
        struct durable *durable;

        for (size_t i = 0; i < disk.file_count; i++)
                if (strcmp(disk.files[i].path, path) == 0)
                        return &disk.files[i];
        assert_true(disk.file_count < FILES_MAX);
        durable = &disk.files[disk.file_count++];
        *durable = (struct durable){ .path = strdup(path) };
        assert_non_null(durable->path);
        durable->bytes = read_whole(path, &durable->size);
        durable->end = &durable->first;
        return durable;
}

static void note_change(struct durable *durable, const void *bytes, size_t size, int64_t offset)
{
        struct change *change;

        if (!durable)
                return;
        change = malloc(sizeof(*change) + size);
        assert_non_null(change);
        *change = (struct change){ .offset = offset, .size = size, .is_truncation = bytes == NULL };
        if (bytes)
                memcpy(change->bytes, bytes, size);
        *durable->end = change;
        durable->end = &change->next;
}

/* After this change the power may go. */
static void count_change(void)
{
        if (disk.power_watched && disk.changes_left-- == 0)
                disk.power_gone = true;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
        return ((struct faulty_file *)file)->real;
}

static int file_close(sqlite3_file *file)
{
        sqlite3_file *real = real_of(file);

        return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
        int code = refuse(DISK_READ, SQLITE_IOERR_READ);

        return code != SQLITE_OK ? code : real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
        int code = refuse(DISK_WRITE, SQLITE_IOERR_WRITE);

        if (code != SQLITE_OK) {
                if (!disk.power_gone && disk.fault->half)
                        (void)real_of(file)->pMethods->xWrite(real_of(file), bytes, size / 2, offset);
                return code;
        }
        note_change(((struct faulty_file *)file)->durable, bytes, (size_t)size, offset);
        code = real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
        count_change();
        return code;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
        int code = refuse(DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE);

        if (code != SQLITE_OK)
                return code;
        note_change(((struct faulty_file *)file)->durable, NULL, 0, size);
        code = real_of(file)->pMethods->xTruncate(real_of(file), size);
        count_change();
        return code;
}

static int file_sync(sqlite3_file *file, int flags)
{
        struct durable *durable = ((struct faulty_file *)file)->durable;
        int code = refuse(DISK_SYNC, SQLITE_IOERR_FSYNC);

        if (code != SQLITE_OK)
                return code;
        /* Nobody cuts the real power, and nobody need wait for the real disk. */
        (void)flags;
        if (durable) {
                forget_changes(durable);
                free(durable->bytes);
                durable->bytes = read_whole(durable->path, &durable->size);
                disk.syncs += strstr(durable->path, "-wal") != NULL;
        }
        count_change();
        return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret_size)
{
        int code = refuse(DISK_SIZE, SQLITE_IOERR_FSTAT);

        return code != SQLITE_OK ? code : real_of(file)->pMethods->xFileSize(real_of(file), ret_size);
}

static int file_lock(sqlite3_file *file, int level)
{
        int code = refuse(DISK_LOCK, SQLITE_IOERR_LOCK);

        return code != SQLITE_OK ? code : real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
        return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_check_lock(sqlite3_file *file, int *ret_locked)
{
        return real_of(file)->pMethods->xCheckReservedLock(real_of(file), ret_locked);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
        return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
        return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_characteristics(sqlite3_file *file)
{
        return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int file_map(sqlite3_file *file, int page, int size, int extend, void volatile **ret_map)
{
        return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, ret_map);
}

static int file_lock_map(sqlite3_file *file, int offset, int count, int flags)
{
        return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void file_order_map(sqlite3_file *file)
{
        real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int file_unmap(sqlite3_file *file, int delete)
{
        return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

static const sqlite3_io_methods methods = {
        .iVersion = 2,
        .xClose = file_close,
        .xRead = file_read,
        .xWrite = file_write,
        .xTruncate = file_truncate,
        .xSync = file_sync,
        .xFileSize = file_size,
        .xLock = file_lock,
        .xUnlock = file_unlock,
        .xCheckReservedLock = file_check_lock,
        .xFileControl = file_control,
        .xSectorSize = file_sector_size,
        .xDeviceCharacteristics = file_characteristics,
        .xShmMap = file_map,
        .xShmLock = file_lock_map,
        .xShmBarrier = file_order_map,
        .xShmUnmap = file_unmap,
};

static int layer_open(sqlite3_vfs *layer, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
        struct faulty_file *faulty = (struct faulty_file *)file;
        int code;

        (void)layer;
        *faulty = (struct faulty_file){ .real = (sqlite3_file *)(faulty + 1) };
        code = refuse(DISK_OPEN, SQLITE_CANTOPEN);
        if (code != SQLITE_OK)
                return code;
        faulty->real->pMethods = NULL;
        code = disk.real->xOpen(disk.real, path, faulty->real, flags, ret_flags);
        if (code != SQLITE_OK)
                return code;
        if (disk.power_watched && path)
                faulty->durable = watch_file(path);
        faulty->base.pMethods = &methods;
        return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *layer, const char *path, int sync_directory)
{
        int code = refuse(DISK_DELETE, SQLITE_IOERR_DELETE);

        (void)layer;
        return code != SQLITE_OK ? code : disk.real->xDelete(disk.real, path, sync_directory);
}

static int layer_access(sqlite3_vfs *layer, const char *path, int flags, int *ret_is)
{
        int code = refuse(DISK_ACCESS, SQLITE_IOERR_ACCESS);

        (void)layer;
        return code != SQLITE_OK ? code : disk.real->xAccess(disk.real, path, flags, ret_is);
}

static int layer_last_error(sqlite3_vfs *layer, int size, char *text)
{
        (void)layer;
        return disk.fired || disk.power_gone ? disk.error : disk.real->xGetLastError(disk.real, size, text);
}

/* SQLite calls it for each database that is opened. */
static int note_connection(sqlite3 *connection)
{
        disk.connection = connection;
        return SQLITE_OK;
}

void faulty_disk_checkpoint_often(void)
{
        assert_int_equal(sqlite3_wal_autocheckpoint(disk.connection, OFTEN_PAGES), SQLITE_OK);
}

void faulty_disk_install(void)
{
        assert_int_equal(sqlite3_auto_extension((void (*)(void))note_connection), SQLITE_OK);
        disk.real = sqlite3_vfs_find(NULL);
        assert_non_null(disk.real);
        disk.layer = *disk.real;
        disk.layer.zName = "faulty";
        disk.layer.pNext = NULL;
        disk.layer.szOsFile = (int)sizeof(struct faulty_file) + disk.real->szOsFile;
        disk.layer.xOpen = layer_open;
        disk.layer.xDelete = layer_delete;
        disk.layer.xAccess = layer_access;
        disk.layer.xGetLastError = layer_last_error;
        assert_int_equal(sqlite3_vfs_register(&disk.layer, 1), SQLITE_OK);
}

void faulty_disk_arm(const struct disk_fault *fault, unsigned number)
{
        disk.fault = fault;
        disk.left = number;
        disk.fired = false;
}

bool faulty_disk_heal(void)
{
        bool fired = disk.fired;

        disk.fault = NULL;
        disk.fired = false;
        return fired;
}

void faulty_disk_power_until(unsigned number)
{
        disk.power_watched = true;
        disk.power_gone = false;
        disk.changes_left = number;
        disk.syncs = 0;
}

unsigned faulty_disk_syncs(void)
{
        return disk.syncs;
}

static bool is_kept(enum disk_keep keep, const struct change *change, uint32_t *seed)
{
        *seed = *seed * 1664525u + 1013904223u;
        switch (keep) {
        case DISK_KEEP_NOTHING: return false;
        case DISK_KEEP_SOME:
        case DISK_KEEP_HALF: return *seed >> 31 != 0;
        case DISK_KEEP_LAST: return !change->next;
        case DISK_KEEP_MAX_: break;
        }
        return false;
}

static void put_back(const struct durable *durable, enum disk_keep keep, uint32_t *seed)
{
        /* What SQLite has deleted stays so. */
        int file = open(durable->path, O_RDWR | O_CLOEXEC);

        if (file < 0)
                return;
        assert_int_equal(ftruncate(file, 0), 0);
        assert_int_equal(pwrite(file, durable->bytes, durable->size, 0), durable->size);
        for (const struct change *change = durable->first; change; change = change->next) {
                size_t size = keep == DISK_KEEP_HALF ? change->size / 2 : change->size;

                if (!is_kept(keep, change, seed))
                        continue;
                if (change->is_truncation)
                        assert_int_equal(ftruncate(file, change->offset), 0);
                else
                        assert_int_equal(pwrite(file, change->bytes, size, change->offset), size);
        }
        close(file);
}

bool faulty_disk_power_back(enum disk_keep keep, uint32_t seed)
{
        bool gone = disk.power_gone;

        for (size_t i = 0; i < disk.file_count; i++) {
                struct durable *durable = &disk.files[i];

                if (gone)
                        put_back(durable, keep, &seed);
                forget_changes(durable);
                free(durable->bytes);
                free(durable->path);
        }
        disk.file_count = 0;
        disk.power_watched = disk.power_gone = false;
        return gone;
}
