/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * storm_disk - a disk in memory, as SQLite's operating system: it fails when it is told to, and knows what
 * has been written but not yet synced, which is lost when the power fails.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define DISK_FILES 4
/* The kernel writes by itself what has waited for so long. */
#define DISK_WRITEBACK_USEC INT64_C(35000000)

enum disk_fault {
        DISK_WELL,
        DISK_FULL,   /* what would make a file longer fails */
        DISK_BROKEN, /* every write and every sync fails */
};

/* A write or a truncation that is not synced yet. */
struct disk_change {
        int64_t when_usec;
        int64_t offset;
        int64_t bytes; /* written; -1: truncated to offset */
        int64_t size_before;
        int64_t kept_bytes;
        char *kept; /* what was there */
};

struct disk_file {
        char name[96];
        bool exists;
        char *bytes;
        int64_t size, room;
        struct disk_change *changes;
        size_t change_count, change_room;
};

struct disk {
        struct disk_file files[DISK_FILES];
        enum disk_fault fault;
        uint32_t fails_in; /* the so-manieth write from now fails; 0: none */
        bool is_frozen;    /* whoever writes is dead: nothing changes any more */
        uint64_t refused;  /* writes and syncs */
        uint64_t written;  /* writes */
        const int64_t *now_usec;
        uint64_t random;
};

/* Once in a process: SQLite's default from now on. */
void disk_register(void);
/* Which disk that is. */
void disk_use(struct disk *disk);
void disk_begin(struct disk *disk, const int64_t *now_usec, uint64_t seed);
void disk_done(struct disk *disk);
/* The power fails: of what is not synced and young something or nothing is there. Whether anything was lost.
 */
bool disk_cut_power(struct disk *disk, uint32_t (*below)(void *userdata, uint32_t below), void *userdata);
