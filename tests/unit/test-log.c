/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "io/log.h"
#include "io/log_entry.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MINUTE LOG_LIMIT_USEC

/* stderr is a pipe for a test, so that what was written can be read. */
struct capture {
        int saved;
        int reader;
        char text[65536];
};

static struct capture capture;

static void capture_begin(void)
{
        int ends[2];

        assert_int_equal(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
        capture.saved = dup(STDERR_FILENO);
        assert_true(capture.saved >= 0);
        assert_int_equal(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
        close(ends[1]);
        capture.reader = ends[0];
}

/* What was written since the last call. */
static const char *capture_read(void)
{
        ssize_t count = read(capture.reader, capture.text, sizeof(capture.text) - 1);

        capture.text[count > 0 ? count : 0] = '\0';
        return capture.text;
}

static void capture_end(void)
{
        assert_int_equal(dup2(capture.saved, STDERR_FILENO), STDERR_FILENO);
        close(capture.saved);
        if (capture.reader >= 0)
                close(capture.reader);
}

static struct log *new_log(bool debug)
{
        struct log *log = NULL;

        assert_int_equal(log_new(debug, &log), 0);
        return log;
}

static void a_line_goes_to_stderr_with_the_programs_name(void **state)
{
        struct log *log = new_log(false);
        const struct log_fields fields = { .person = "anna", .topic = "desk/height", .error = ENOSPC };

        (void)state;
        capture_begin();
        log_write(log, LOG_INFO, NULL, "connected to %s, port %d", "localhost", 1883);
        assert_string_equal(capture_read(), "unslouchd: connected to localhost, port 1883\n");
        log_write(log, LOG_ERR, &fields, "cannot keep the history");
        assert_string_equal(capture_read(), "unslouchd: cannot keep the history\n");
        capture_end();
        assert_null(log_free(log));
        assert_null(log_free(NULL));
}

static void debug_lines_appear_only_when_wanted(void **state)
{
        struct log *quiet = new_log(false);
        struct log *chatty = new_log(true);

        (void)state;
        capture_begin();
        log_write(quiet, LOG_DEBUG, NULL, "detail");
        log_limited(quiet, 1, 0, LOG_DEBUG, NULL, "detail");
        assert_string_equal(capture_read(), "");
        log_write(chatty, LOG_DEBUG, NULL, "detail");
        assert_string_equal(capture_read(), "unslouchd: detail\n");
        log_limited(chatty, 1, 0, LOG_DEBUG, NULL, "detail");
        assert_string_equal(capture_read(), "unslouchd: detail\n");
        capture_end();
        log_free(quiet);
        log_free(chatty);
}

static void errno_is_printed_and_kept(void **state)
{
        struct log *log = new_log(false);

        (void)state;
        capture_begin();
        errno = ENOSPC;
        log_write(log, LOG_ERR, NULL, "store: %m");
        assert_int_equal(errno, ENOSPC);
        assert_string_equal(capture_read(), "unslouchd: store: No space left on device\n");
        errno = EROFS;
        log_limited(log, 1, 0, LOG_ERR, NULL, "store: %m");
        assert_int_equal(errno, EROFS);
        assert_string_equal(capture_read(), "unslouchd: store: Read-only file system\n");
        capture_end();
        log_free(log);
}

static void no_topic_can_forge_a_line(void **state)
{
        static const struct {
                const char *text;
                const char *escaped;
        } cases[] = {
                { "chair", "chair" },
                { "Büro/Stuhl 座", "Büro/Stuhl 座" },
                { "a\nunslouchd: all is well", "a\\x0aunslouchd: all is well" },
                { "a\r\tb", "a\\x0d\\x09b" },
                { "\x1b[2J", "\\x1b[2J" },
                { "\x7f", "\\x7f" },
                { "\xc2\x9b"
                  "2J",
                        "\\xc2\\x9b2J" },
                { "\xc2\xa0", "\xc2\xa0" },
                { "B\xfcro\n", "B\\xfcro\\x0a" },
                { "\xc3", "\\xc3" },
                { "", "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char target[128];

                assert_int_equal(
                        log_entry_escape(cases[i].text, target, sizeof(target)), strlen(cases[i].escaped));
                assert_string_equal(target, cases[i].escaped);
        }
}

static void an_escaped_text_is_cut_between_characters(void **state)
{
        static const struct {
                const char *text;
                size_t size;
                const char *escaped;
        } cases[] = {
                { "1234567", 8, "1234567" },
                { "12345678", 8, "1234..." },
                { "\n\n\n", 12, "\\x0a\\x0a..." },
                { "\n\n\n", 13, "\\x0a\\x0a\\x0a" },
                { "\n\n\n", 8, "\\x0a..." },
                { "1234\xc3\xbc"
                  "789",
                        9, "1234..." },
                { "123\xc3\xbc"
                  "6789",
                        9, "123\xc3\xbc..." },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                char target[32];

                memset(target, '#', sizeof(target));
                log_entry_escape(cases[i].text, target, cases[i].size);
                assert_string_equal(target, cases[i].escaped);
                assert_int_equal(target[cases[i].size], '#');
        }
}

static void a_very_long_line_is_cut(void **state)
{
        struct log *log = new_log(false);
        char text[3 * LOG_TEXT_BYTES_MAX];
        const char *line;

        (void)state;
        capture_begin();
        for (size_t shift = 0; shift < 3; shift++) {
                memset(text, 'x', sizeof(text));
                for (size_t i = shift; i + 2 < sizeof(text); i += 2)
                        memcpy(text + i, "\xc3\xbc", 2);
                text[sizeof(text) - 1] = '\0';
                log_write(log, LOG_INFO, NULL, "%s", text);
                line = capture_read();
                assert_in_range(strlen(line), LOG_TEXT_BYTES_MAX - 4, LOG_TEXT_BYTES_MAX + 12);
                assert_string_equal(line + strlen(line) - 4, "...\n");
                assert_null(strstr(line, "\\x"));
        }
        log_write(log, LOG_INFO, NULL, "%s", "");
        assert_string_equal(capture_read(), "");
        capture_end();
        log_free(log);
}

static void repeated_lines_are_counted_instead(void **state)
{
        struct log *log = new_log(false);

        (void)state;
        capture_begin();
        log_limited(log, 7, 0, LOG_WARNING, NULL, "payload of %s rejected", "desk");
        assert_string_equal(capture_read(), "unslouchd: payload of desk rejected\n");
        for (int i = 0; i < 1000; i++)
                log_limited(log, 7, i * 1000, LOG_WARNING, NULL, "payload of %s rejected", "desk");
        log_limited(log, 7, MINUTE - 1, LOG_WARNING, NULL, "payload of %s rejected", "desk");
        assert_string_equal(capture_read(), "");
        log_limited(log, 7, MINUTE, LOG_WARNING, NULL, "payload of %s rejected", "desk");
        assert_string_equal(
                capture_read(), "unslouchd: payload of desk rejected (1001 more were left out)\n");
        log_limited(log, 7, 2 * MINUTE, LOG_WARNING, NULL, "payload of %s rejected", "desk");
        assert_string_equal(capture_read(), "unslouchd: payload of desk rejected\n");
        capture_end();
        log_free(log);
}

static void keys_are_limited_apart_and_altogether(void **state)
{
        struct log *log = new_log(false);
        int lines = 0;

        (void)state;
        capture_begin();
        log_limited(log, 1, 0, LOG_WARNING, NULL, "one");
        log_limited(log, 2, 0, LOG_WARNING, NULL, "two");
        assert_string_equal(capture_read(), "unslouchd: one\nunslouchd: two\n");
        for (uint32_t key = 0; key < 10000; key++)
                log_limited(log, key, MINUTE, LOG_WARNING, NULL, "one");
        for (const char *p = capture_read(); *p; p++)
                lines += *p == '\n';
        assert_int_equal(lines, LOG_LIMITS);
        capture_end();
        log_free(log);
}

static void a_reader_who_stalls_or_goes_holds_up_nobody(void **state)
{
        struct log *log = new_log(false);
        int flags;

        (void)state;
        capture_begin();
        /* Blocking, as a pipe to a pager is. */
        flags = fcntl(STDERR_FILENO, F_GETFL);
        assert_int_equal(fcntl(STDERR_FILENO, F_SETFL, flags & ~O_NONBLOCK), 0);
        for (int i = 0; i < 10000; i++)
                log_write(log, LOG_INFO, NULL, "line %d, of which far more come than a pipe can hold", i);
        capture_read();
        assert_memory_equal(capture.text, "unslouchd: line 0,", 18);
        close(capture.reader);
        capture.reader = -1;
        log_write(log, LOG_INFO, NULL, "nobody reads this");
        capture_end();
        log_free(log);
}

static void assert_field(const struct log_entry *entry, int index, const char *expected)
{
        assert_true(index < entry->count);
        assert_int_equal(entry->fields[index].iov_len, strlen(expected));
        assert_memory_equal(entry->fields[index].iov_base, expected, strlen(expected));
}

static void an_entry_has_the_fields_that_are_given(void **state)
{
        const struct log_fields all = {
                .message_id = "0123456789abcdef0123456789abcdef",
                .person = "anna",
                .topic = "desk\nPRIORITY=0",
                .config_file = "/etc/unslouch/unslouch.conf",
                .config_line = 12,
                .error = 28,
        };
        const struct log_fields none = { .person = NULL };
        struct log_entry entry;

        (void)state;
        log_entry_build(&entry, LOG_WARNING, &all, "text");
        assert_int_equal(entry.count, 8);
        assert_field(&entry, 0, "PRIORITY=4");
        assert_field(&entry, 1, "MESSAGE=text");
        assert_field(&entry, 2, "MESSAGE_ID=0123456789abcdef0123456789abcdef");
        assert_field(&entry, 3, "UNSLOUCH_PERSON=anna");
        assert_field(&entry, 4, "UNSLOUCH_TOPIC=desk\\x0aPRIORITY=0");
        assert_field(&entry, 5, "CONFIG_FILE=/etc/unslouch/unslouch.conf");
        assert_field(&entry, 6, "CONFIG_LINE=12");
        assert_field(&entry, 7, "ERRNO=28");
        log_entry_build(&entry, LOG_ERR, &none, "text");
        assert_int_equal(entry.count, 2);
        log_entry_build(&entry, LOG_ERR, NULL, "text");
        assert_int_equal(entry.count, 2);
        assert_field(&entry, 0, "PRIORITY=3");
}

static void the_longest_fields_fit(void **state)
{
        char text[LOG_TEXT_BYTES_MAX];
        static char longest[70000];
        const struct log_fields fields = {
                .message_id = longest,
                .person = longest,
                .topic = longest,
                .config_file = longest,
                .config_line = INT32_MIN,
                .error = INT32_MIN,
        };
        struct log_entry entry;

        (void)state;
        memset(text, 'x', sizeof(text) - 1);
        text[sizeof(text) - 1] = '\0';
        memset(longest, '\n', sizeof(longest) - 1);
        longest[sizeof(longest) - 1] = '\0';
        log_entry_build(&entry, INT32_MIN, &fields, text);
        assert_int_equal(entry.count, 8);
        assert_true(entry.used_bytes <= sizeof(entry.bytes));
        assert_field(&entry, 7, "ERRNO=-2147483648");
        assert_int_equal(entry.fields[1].iov_len, 8 + sizeof(text) - 1);
        assert_true(entry.fields[4].iov_len < 512);
}

static void only_the_journals_own_stream_is_the_journal(void **state)
{
        char stream[64], other[64], longer[80];
        struct stat status;

        (void)state;
        assert_int_equal(fstat(STDOUT_FILENO, &status), 0);
        snprintf(stream, sizeof(stream), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino);
        snprintf(other, sizeof(other), "%ju:%ju", (uintmax_t)status.st_dev, (uintmax_t)status.st_ino + 1);
        snprintf(longer, sizeof(longer), "%s1x", stream);
        assert_true(log_entry_is_journal(stream, STDOUT_FILENO));
        assert_false(log_entry_is_journal(other, STDOUT_FILENO));
        assert_false(log_entry_is_journal(longer, STDOUT_FILENO));
        assert_false(log_entry_is_journal(stream, -1));
        assert_false(log_entry_is_journal(NULL, STDOUT_FILENO));
        assert_false(log_entry_is_journal("", STDOUT_FILENO));
        assert_false(log_entry_is_journal("8", STDOUT_FILENO));
        assert_false(log_entry_is_journal("x:y", STDOUT_FILENO));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_line_goes_to_stderr_with_the_programs_name),
                cmocka_unit_test(debug_lines_appear_only_when_wanted),
                cmocka_unit_test(errno_is_printed_and_kept),
                cmocka_unit_test(no_topic_can_forge_a_line),
                cmocka_unit_test(an_escaped_text_is_cut_between_characters),
                cmocka_unit_test(a_very_long_line_is_cut),
                cmocka_unit_test(repeated_lines_are_counted_instead),
                cmocka_unit_test(keys_are_limited_apart_and_altogether),
                cmocka_unit_test(a_reader_who_stalls_or_goes_holds_up_nobody),
                cmocka_unit_test(an_entry_has_the_fields_that_are_given),
                cmocka_unit_test(the_longest_fields_fit),
                cmocka_unit_test(only_the_journals_own_stream_is_the_journal),
        };

        unsetenv("JOURNAL_STREAM");
        return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
