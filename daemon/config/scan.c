/* SPDX-License-Identifier: MIT */
#include "config/scan.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define NUMBER_SIZE      32
#define READ_BYTES_FIRST 4096
#define WORD_CHARACTERS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-*"

/* One text and the place in it. */
struct cursor {
        const char *file;
        const char *at;
        int line;
        struct config_problems *problems;
};

/* All the files of a configuration. */
struct scan {
        const char *directory;
        struct config_problems *problems;
        size_t bytes_left;
};

static int scan_text(struct scan *scan, const char *file, const char *text, int depth);

/* Appends what @fd still has to *@text, which it makes larger. */
static int read_all(int fd, size_t max_bytes, char **text, size_t *ret_length)
{
        size_t length = 0;
        size_t size = READ_BYTES_FIRST;

        for (;;) {
                char *larger = realloc(*text, size + 1);
                ssize_t n;

                if (!larger)
                        return -ENOMEM;
                *text = larger;
                n = read(fd, larger + length, size - length);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return -errno;
                if (n == 0)
                        break;
                length += (size_t)n;
                if (length > max_bytes)
                        return -EFBIG;
                if (length == size)
                        size *= 2;
        }
        (*text)[length] = '\0';
        *ret_length = length;
        return 0;
}

/* The first line that is no UTF-8 or has a NUL; 0 if all is well. */
static int find_bad_line(const char *text, size_t length)
{
        int line = 1;

        for (size_t from = 0; from < length; line++) {
                const char *newline = memchr(text + from, '\n', length - from);
                size_t bytes = newline ? (size_t)(newline - text) - from : length - from;

                if (!text_is_utf8(text + from, bytes))
                        return line;
                from += bytes + 1;
        }
        return 0;
}

int scan_read(const char *file, size_t max_bytes, char **ret_text, int *ret_line)
{
        CLEANUP_CLOSE int fd = open(file, O_RDONLY | O_CLOEXEC);
        CLEANUP_FREE char *text = NULL;
        size_t length = 0;
        int bad_line;
        int r;

        if (fd < 0)
                return -errno;
        r = read_all(fd, max_bytes, &text, &length);
        if (r < 0)
                return r;
        bad_line = find_bad_line(text, length);
        if (bad_line > 0) {
                *ret_line = bad_line;
                return -EILSEQ;
        }
        *ret_text = TAKE_PTR(text);
        return 0;
}

/* Behind the line's end, or at the text's. */
static void skip_line(struct cursor *cursor)
{
        cursor->at += strcspn(cursor->at, "\n");
}

static void skip_comment(struct cursor *cursor)
{
        int first_line = cursor->line;

        for (cursor->at += 2; strncmp(cursor->at, "*/", 2) != 0; cursor->at++) {
                if (*cursor->at == '\0') {
                        problems_add(cursor->problems, cursor->file, first_line, false,
                                "the comment that begins here never ends");
                        return;
                }
                if (*cursor->at == '\n')
                        cursor->line++;
        }
        cursor->at += 2;
}

static void skip_string(struct cursor *cursor)
{
        int first_line = cursor->line;

        for (cursor->at++; *cursor->at != '"'; cursor->at++) {
                if (strncmp(cursor->at, "\\x00", 4) == 0)
                        problems_add(cursor->problems, cursor->file, cursor->line, false,
                                "\\x00 cannot be part of a text");
                if (*cursor->at == '\\' && cursor->at[1] != '\0' && cursor->at[1] != '\n')
                        cursor->at++;
                if (*cursor->at == '\n')
                        cursor->line++;
                if (*cursor->at == '\0') {
                        problems_add(cursor->problems, cursor->file, first_line, false,
                                "the text that begins here has no closing quote");
                        return;
                }
        }
        cursor->at++;
}

/* Whether a hexadecimal number, of @length digits behind its 0x, is at most INT32_MAX. */
static bool hexadecimal_fits(const char *digits, size_t length)
{
        while (length > 1 && *digits == '0') {
                digits++;
                length--;
        }
        return length < 8 || (length == 8 && *digits <= '7');
}

/* Whether libconfig keeps the value of the number @word; true for what is no integer, of which it says so
 * itself. */
static bool number_fits(char *word)
{
        size_t length = strlen(word);
        int64_t value;

        if (strncasecmp(word, "0x", 2) == 0)
                return hexadecimal_fits(word + 2, strcspn(word + 2, "lL"));
        if (length > 0 && word[length - 1] == 'L') {
                word[strcspn(word, "L")] = '\0';
                return number_parse_integer(word, INT64_MIN, INT64_MAX, &value) != -ERANGE;
        }
        return number_parse_integer(word, INT32_MIN, INT32_MAX, &value) != -ERANGE;
}

static void check_number(struct cursor *cursor)
{
        size_t length = strspn(cursor->at + 1, "0123456789abcdefABCDEFxXlL.+-") + 1;
        char word[NUMBER_SIZE];

        snprintf(word, sizeof(word), "%.*s", (int)(length < NUMBER_SIZE ? length : NUMBER_SIZE - 1),
                cursor->at);
        if (length >= NUMBER_SIZE || !number_fits(word))
                problems_add(cursor->problems, cursor->file, cursor->line, false,
                        "value '%.*s': the number is too large", (int)(length < 64 ? length : 64),
                        cursor->at);
        cursor->at += length;
}

/* Looks through the file called @name. One that can't be opened is left to libconfig, which says so. */
static int scan_included(struct scan *scan, const struct cursor *cursor, const char *name, int depth)
{
        CLEANUP_FREE char *path = NULL;
        CLEANUP_FREE char *text = NULL;
        struct stat status;
        int line = 0;
        int r;

        if (asprintf(&path, "%s%s%s", *name == '/' ? "" : scan->directory, *name == '/' ? "" : "/", name) < 0)
                return -ENOMEM;
        if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
                problems_add(scan->problems, cursor->file, cursor->line, false, "'%s' is not a regular file",
                        name);
                return 0;
        }
        r = scan_read(path, scan->bytes_left, &text, &line);
        if (r == -EFBIG || r == -EILSEQ)
                problems_add(scan->problems, name, line, false, "%s",
                        r == -EFBIG ? "the configuration is larger than 16 MiB" : "this is not UTF-8 text");
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        scan->bytes_left -= strlen(text);
        return scan_text(scan, name, text, depth + 1);
}

/* At an @include: takes its file's name in quotes. */
static int check_include(struct scan *scan, struct cursor *cursor, int depth)
{
        const char *name = cursor->at + strlen("@include");
        CLEANUP_FREE char *copy = NULL;
        size_t length;

        name += strspn(name, " \t");
        cursor->at = name;
        if (*name++ != '"')
                return 0;
        length = strcspn(name, "\"\n");
        if (name[length] != '"') {
                problems_add(scan->problems, cursor->file, cursor->line, false,
                        "the name of the file has no closing quote");
                skip_line(cursor);
                return 0;
        }
        cursor->at = name + length + 1;
        copy = strndup(name, length);
        if (!copy)
                return -ENOMEM;
        return depth < SCAN_DEPTH_MAX ? scan_included(scan, cursor, copy, depth) : 0;
}

/* Looks at what begins at the cursor, and goes behind it. */
static int scan_token(struct scan *scan, struct cursor *cursor, int depth)
{
        const char *at = cursor->at;

        if (*at == '\n')
                cursor->line++;
        if (*at == '#' || strncmp(at, "//", 2) == 0)
                skip_line(cursor);
        else if (strncmp(at, "/*", 2) == 0)
                skip_comment(cursor);
        else if (*at == '"')
                skip_string(cursor);
        else if (strncmp(at, "@include", strlen("@include")) == 0)
                return check_include(scan, cursor, depth);
        else if (*at == '-' || *at == '+' || (*at >= '0' && *at <= '9'))
                check_number(cursor);
        else if (strchr(WORD_CHARACTERS, *at))
                cursor->at += strspn(at, WORD_CHARACTERS);
        else
                cursor->at++;
        return 0;
}

static int scan_text(struct scan *scan, const char *file, const char *text, int depth)
{
        struct cursor cursor = { .file = file, .at = text, .line = 1, .problems = scan->problems };

        while (*cursor.at != '\0') {
                int r = scan_token(scan, &cursor, depth);

                if (r < 0)
                        return r;
        }
        return 0;
}

/* Says in @problems why the file can't be read. */
static void add_read_problem(struct config_problems *problems, const char *file, int line, int error)
{
        if (error == -EILSEQ)
                problems_add(problems, file, line, false, "this is not UTF-8 text");
        else if (error == -EFBIG)
                problems_add(problems, file, 0, false, "the configuration is larger than 16 MiB");
        else
                problems_add(problems, file, 0, false, "cannot read the file: %s", strerror(-error));
}

int scan_configuration(
        const char *file, const char *directory, struct config_problems *problems, char **ret_text)
{
        struct scan scan = { .directory = directory, .problems = problems, .bytes_left = SCAN_BYTES_MAX };
        size_t errors = problems->errors;
        CLEANUP_FREE char *text = NULL;
        int line = 0;
        int r;

        r = scan_read(file, SCAN_BYTES_MAX, &text, &line);
        if (r < 0) {
                add_read_problem(problems, file, line, r);
                return r == -EILSEQ ? -EINVAL : r;
        }
        scan.bytes_left -= strlen(text);
        r = scan_text(&scan, file, text, 0);
        if (r < 0)
                return r;
        if (problems->errors > errors)
                return -EINVAL;
        *ret_text = TAKE_PTR(text);
        return 0;
}
