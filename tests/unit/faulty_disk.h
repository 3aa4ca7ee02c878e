/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * faulty_disk - a disk that fails when it is told to: a layer between SQLite and its files, for all databases
 * that this program opens. It counts what SQLite asks of it and, from a given moment on, refuses; or it
 * remembers what was written and not yet synced, and takes it back as a power cut would.
 */
#include <stdbool.h>
#include <stdint.h>

enum disk_operation {
        DISK_OPEN,
        DISK_READ,
        DISK_WRITE,
        DISK_TRUNCATE,
        DISK_SYNC,
        DISK_SIZE,
        DISK_LOCK,
        DISK_DELETE,
        DISK_ACCESS,
        DISK_OPERATION_MAX_,
};

struct disk_fault {
        const char *name;
        enum disk_operation operation;
        int code;   /* what SQLite is told */
        int error;  /* and what the kernel would have said */
        bool half;  /* of a write half is done */
        bool stays; /* until the disk is healed; else once */
};

/* Before the first database is opened. */
void faulty_disk_install(void);
/* The database that was opened last brings its log into the file after a few pages, so that little need be
 * written to see it. */
void faulty_disk_checkpoint_often(void);
/* The operation @number (0: the next) of its kind fails. @fault is borrowed. */
void faulty_disk_arm(const struct disk_fault *fault, unsigned number);
/* Nothing fails any more. Return: whether something had. */
bool faulty_disk_heal(void);

/*
 * From now on what is written is remembered, and the write, truncation or sync @number is the last: after it
 * everything fails.
 */
void faulty_disk_power_until(unsigned number);
/*
 * The power is back: of what was not synced the files keep what @keep says, with @seed. Return: whether
 * the power had gone before.
 */
enum disk_keep {
        DISK_KEEP_NOTHING,
        DISK_KEEP_SOME, /* each write by chance */
        DISK_KEEP_HALF, /* some, and of each only the first half */
        DISK_KEEP_LAST, /* the last write of each file alone */
        DISK_KEEP_MAX_,
};
bool faulty_disk_power_back(enum disk_keep keep, uint32_t seed);
/* How often a log was synced since the power is watched. */
unsigned faulty_disk_syncs(void);
