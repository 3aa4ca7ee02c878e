/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * log - one line for the operator: to the journal with fields when stderr is the journal, to stderr
 * otherwise.
 *
 * Floor: io. Only app/ and main.c log. Never a payload, a secret or a health answer.
 * A line never holds up the daemon: what stderr does not take at once is lost, and so is what fails. The
 * program ignores SIGPIPE.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <syslog.h>

/* A longer text is cut and ends in "...". */
#define LOG_TEXT_BYTES_MAX 2048
/* log_limited() keeps apart this many keys, and lets one line pass in this time for each. */
#define LOG_LIMITS     64
#define LOG_LIMIT_USEC INT64_C(60000000)

struct log;

/* @debug: also LOG_DEBUG. Return: 0; -ENOMEM. log_free() takes NULL. */
int log_new(bool debug, struct log **ret_log);
struct log *log_free(struct log *log);

/* Fields that an entry may carry, all optional (NULL or 0). */
struct log_fields {
        const char *message_id; /* 32 hexadecimal digits */
        const char *person;
        const char *topic;
        const char *config_file;
        int config_line;
        int error; /* errno, positive */
};

/*
 * Writes one line at @priority (LOG_ERR to LOG_DEBUG). @fields may be NULL. Control characters and what is
 * not UTF-8 are written as \x and two digits, in the text and in the fields, so that no topic can forge a
 * line. Leaves errno alone, so %m may be used.
 */
__attribute__((format(printf, 4, 5))) void log_write(
        struct log *log, int priority, const struct log_fields *fields, const char *format, ...);

/*
 * As log_write() at @now_usec (boottime), but at most one line a minute for each of 64 @keys (hashed); the
 * next one says how many were dropped.
 */
__attribute__((format(printf, 6, 7))) void log_limited(struct log *log, uint32_t key, int64_t now_usec,
        int priority, const struct log_fields *fields, const char *format, ...);
