/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * log_entry - one entry of the log as text and journal fields. For log.c and its test.
 *
 * Floor: io. Writes nothing anywhere.
 */
#include "io/log.h"

#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

#define LOG_ENTRY_FIELDS_MAX 8
#define LOG_ENTRY_BYTES      6144

/* The fields of an entry as sd_journal_sendv() takes them; they point into bytes. */
struct log_entry {
        struct iovec fields[LOG_ENTRY_FIELDS_MAX];
        int count;
        size_t used_bytes;
        char bytes[LOG_ENTRY_BYTES];
};

/* Writes @text to @target of @size (at least 8) bytes, escaped, cut to what fits; returns its length. */
size_t log_entry_escape(const char *text, char *target, size_t size);

/* Builds the fields of an entry from an already escaped @text. */
void log_entry_build(
        struct log_entry *entry, int priority, const struct log_fields *fields, const char *text);

/* Whether @journal_stream, the value of $JOURNAL_STREAM (may be NULL), names the open file @descriptor. */
bool log_entry_is_journal(const char *journal_stream, int descriptor);
