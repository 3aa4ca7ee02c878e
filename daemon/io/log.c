/* SPDX-License-Identifier: MIT */
#include "io/log.h"

#include "io/log_entry.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* The place in this file would say nothing. */
#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>
#include <unistd.h>

#define LINE_PREFIX "unslouchd: "

/* A key's lines: when the last one passed, and how many did not since. */
struct limit {
        bool used;
        int64_t passed_usec;
        uint32_t dropped;
};

struct log {
        bool debug;
        bool journal;
        struct limit limits[LOG_LIMITS];
};

int log_new(bool debug, struct log **ret_log)
{
        struct log *log = calloc(1, sizeof(*log));

        if (!log)
                return -ENOMEM;
        log->debug = debug;
        log->journal = log_entry_is_journal(getenv("JOURNAL_STREAM"), STDERR_FILENO);
        *ret_log = log;
        return 0;
}

struct log *log_free(struct log *log)
{
        free(log);
        return NULL;
}

/* In one piece, and only if there is room: a reader who stalls loses lines, and nobody waits for them. */
static void write_line(const char *text, size_t length)
{
        struct pollfd writable = { .fd = STDERR_FILENO, .events = POLLOUT };
        char line[sizeof(LINE_PREFIX) + LOG_TEXT_BYTES_MAX + 1];
        size_t size = sizeof(LINE_PREFIX) - 1;

        /* Exactly: with POLLERR beside it the reader has gone. */
        if (poll(&writable, 1, 0) != 1 || writable.revents != POLLOUT)
                return;
        memcpy(line, LINE_PREFIX, size);
        memcpy(line + size, text, length);
        size += length;
        line[size++] = '\n';
        /* There is nowhere left to complain. */
        if (write(STDERR_FILENO, line, size) < 0)
                return;
}

static int write_journal(int priority, const struct log_fields *fields, const char *text)
{
        struct log_entry entry;

        log_entry_build(&entry, priority, fields, text);
        return sd_journal_sendv(entry.fields, entry.count);
}

/* A cut text must not end inside a character: it would not be UTF-8 any more. */
static size_t drop_broken_character(const char *text, size_t length)
{
        size_t start = length;

        while (start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
                start--;
        if (start > 0 && (unsigned char)text[start - 1] >= 0xc0)
                return start - 1;
        return length;
}

/* Formats and escapes; returns the length of @text. */
__attribute__((format(printf, 3, 0))) static size_t format_text(
        char text[static LOG_TEXT_BYTES_MAX], uint32_t dropped, const char *format, va_list arguments)
{
        /* So much larger that what is cut here is cut there too, with its dots. */
        char raw[LOG_TEXT_BYTES_MAX + 8];
        int result = vsnprintf(raw, sizeof(raw), format, arguments);
        size_t length = (size_t)result;

        if (result < 0)
                return 0;
        if (length >= sizeof(raw))
                raw[drop_broken_character(raw, sizeof(raw) - 1)] = '\0';
        else if (dropped > 0)
                (void)snprintf(raw + length, sizeof(raw) - length, " (%u more were left out)", dropped);
        return log_entry_escape(raw, text, LOG_TEXT_BYTES_MAX);
}

/* @dropped: lines like this one that were left out before it. */
__attribute__((format(printf, 5, 0))) static void write_entry(struct log *log, int priority,
        const struct log_fields *fields, uint32_t dropped, const char *format, va_list arguments)
{
        char text[LOG_TEXT_BYTES_MAX];
        size_t length = format_text(text, dropped, format, arguments);

        if (length == 0)
                return;
        if (!log->journal || write_journal(priority, fields, text) < 0)
                write_line(text, length);
}

static bool is_wanted(const struct log *log, int priority)
{
        return priority < LOG_DEBUG || log->debug;
}

void log_write(struct log *log, int priority, const struct log_fields *fields, const char *format, ...)
{
        int saved_errno = errno;
        va_list arguments;

        if (!is_wanted(log, priority))
                return;
        va_start(arguments, format);
        write_entry(log, priority, fields, 0, format, arguments);
        va_end(arguments);
        errno = saved_errno;
}

/* Keys are hashes or small numbers: spreads both. */
static struct limit *find_limit(struct log *log, uint32_t key)
{
        return &log->limits[(key * UINT32_C(2654435769)) >> 26];
}

void log_limited(struct log *log, uint32_t key, int64_t now_usec, int priority,
        const struct log_fields *fields, const char *format, ...)
{
        struct limit *limit = find_limit(log, key);
        int saved_errno = errno;
        va_list arguments;

        if (!is_wanted(log, priority))
                return;
        if (limit->used && now_usec - limit->passed_usec < LOG_LIMIT_USEC) {
                if (limit->dropped < UINT32_MAX)
                        limit->dropped++;
                return;
        }
        va_start(arguments, format);
        write_entry(log, priority, fields, limit->dropped, format, arguments);
        va_end(arguments);
        *limit = (struct limit){ .used = true, .passed_usec = now_usec };
        errno = saved_errno;
}
