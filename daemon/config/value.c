/* SPDX-License-Identifier: MIT */
#include "config/value.h"

#include "base/duration.h"
#include "base/number.h"
#include "base/text.h"
#include "config/draft.h"
#include "config/hours_text.h"
#include "wire/topic.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

bool value_is_single(const struct table_row *row)
{
        return row->type != TABLE_GROUP && row->type != TABLE_LIST && row->type != TABLE_TEXTS &&
               row->type != TABLE_MAP && row->type != TABLE_REFUSED;
}

static bool is_text(const struct table_row *row)
{
        return row->type <= TABLE_PATH;
}

/* Whether the file has it between quotes. */
static bool is_quoted(const struct table_row *row)
{
        return row->type != TABLE_BOOLEAN && row->type != TABLE_INTEGER && row->type != TABLE_REAL;
}

static int parse_choice(const struct table_row *row, const char *text, int64_t *ret_value)
{
        for (int64_t i = 0; row->choices[i]; i++)
                if (strcmp(row->choices[i], text) == 0) {
                        *ret_value = i;
                        return 0;
                }
        return -EINVAL;
}

static int parse_duration(const struct table_row *row, const char *text, int64_t *ret_value)
{
        int64_t usec;
        int r;

        if (row->word && text_equal_nocase(row->word, text)) {
                *ret_value = row->word_usec;
                return 0;
        }
        r = duration_parse(text, &usec);
        if (r < 0)
                return r;
        if (usec < row->min || usec > row->max)
                return -ERANGE;
        *ret_value = usec;
        return 0;
}

static int parse_time(const struct table_row *row, const char *text, int64_t *ret_value)
{
        int64_t minute;
        int r;

        r = hours_text_parse_time(text, &minute);
        if (r < 0)
                return r;
        if (minute > row->max)
                return -ERANGE;
        *ret_value = minute;
        return 0;
}

/* Reads one of the values that are numbers in the draft. */
static int parse_number(const struct table_row *row, const char *text, int64_t *ret_value)
{
        switch (row->type) {
        case TABLE_CHOICE: return parse_choice(row, text, ret_value);
        case TABLE_DURATION: return parse_duration(row, text, ret_value);
        case TABLE_TIME: return parse_time(row, text, ret_value);
        case TABLE_DAYS: return hours_text_parse_days(text, ret_value);
        case TABLE_WEEK_TIME: return hours_text_parse_week_time(text, ret_value);
        case TABLE_BOOLEAN: *ret_value = strcmp(text, "true") == 0; return 0;
        case TABLE_INTEGER: return number_parse_integer(text, row->min, row->max, ret_value);
        case TABLE_TEXT:
        case TABLE_PAYLOAD:
        case TABLE_ID:
        case TABLE_TOPIC:
        case TABLE_PATH:
        case TABLE_REAL:
        case TABLE_WINDOW:
        case TABLE_TEXTS:
        case TABLE_MAP:
        case TABLE_GROUP:
        case TABLE_LIST:
        case TABLE_REFUSED: break;
        }
        return -EINVAL;
}

int value_set_default(const struct table_row *row, void *target)
{
        if (row->type == TABLE_REAL) {
                *(double *)target = -1;
                return 0;
        }
        if (row->type == TABLE_WINDOW) {
                *(struct draft_window *)target =
                        (struct draft_window){ .from_minute = DRAFT_NONE, .until_minute = DRAFT_NONE };
                return 0;
        }
        if (!is_text(row)) {
                int r = 0;

                *(int64_t *)target = DRAFT_NONE;
                if (row->fallback)
                        r = parse_number(row, row->fallback, target);
                assert(r == 0);
                return 0;
        }
        if (!row->fallback)
                return 0;
        *(char **)target = strdup(row->fallback);
        return *(char **)target ? 0 : -ENOMEM;
}

/* What is wrong with a text for @row; NULL if nothing is. */
static const char *text_fault(const struct table_row *row, const char *text)
{
        size_t length = strlen(text);

        if (!text_is_utf8(text, length))
                return "not UTF-8 text";
        if (row->max > 0 && length < (size_t)row->min)
                return row->min == 1 ? "empty" : "too short";
        if (row->max > 0 && length > (size_t)row->max)
                return "too long";
        if (row->type == TABLE_ID && !text_is_id(text))
                return "not an id";
        if (row->type == TABLE_TOPIC && !topic_is_name(text))
                return "not the name of one topic (no + or #, no control characters)";
        if (row->type == TABLE_PATH && (*text != '/' || length >= PATH_MAX))
                return *text == '/' ? "too long" : "not an absolute path";
        for (; row->type != TABLE_PAYLOAD && *text != '\0'; text++)
                if (text_unshowable_bytes(text) > 0)
                        return "has a control character";
        return NULL;
}

static void report_fault(const struct report *report, const config_setting_t *at, const struct table_row *row,
        const char *fault)
{
        char allowed[TABLE_ALLOWED_SIZE];

        table_print_allowed(row, allowed);
        if (allowed[0] != '\0')
                report_value(report, at, "%s (allowed %s)", fault, allowed);
        else
                report_value(report, at, "%s", fault);
}

static int read_text(
        const struct report *report, const config_setting_t *at, const struct table_row *row, char **target)
{
        const char *text = config_setting_get_string(at);
        const char *fault = text_fault(row, text);
        char *copy;

        if (fault) {
                report_fault(report, at, row, fault);
                return 0;
        }
        copy = strdup(text);
        if (!copy)
                return -ENOMEM;
        free(*target);
        *target = copy;
        return 0;
}

/* What a quoted value that parse_number() refuses is not. */
static const char *number_fault(const struct table_row *row, int error)
{
        if (row->type == TABLE_CHOICE)
                return "unknown";
        if (error == -ERANGE)
                return "out of range";
        if (row->type == TABLE_DURATION)
                return "not a duration such as \"30 min\"";
        if (row->type == TABLE_WEEK_TIME)
                return "not a weekday and a time such as \"sun 18:00\"";
        return row->type == TABLE_TIME ? "not a time such as \"07:30\"" : "not days";
}

static void read_quoted(
        const struct report *report, const config_setting_t *at, const struct table_row *row, int64_t *target)
{
        int r = parse_number(row, config_setting_get_string(at), target);

        if (r < 0)
                report_fault(report, at, row, number_fault(row, r));
}

static void read_window(const struct report *report, const config_setting_t *at, const struct table_row *row,
        struct draft_window *target)
{
        struct draft_window window = { .until_minute = DRAFT_NONE };

        if (hours_text_parse_window(
                    config_setting_get_string(at), &window.from_minute, &window.until_minute) < 0)
                report_fault(report, at, row, "not a time such as \"18:00\", nor a window of it");
        else
                *target = window;
}

static void read_integer(
        const struct report *report, const config_setting_t *at, const struct table_row *row, int64_t *target)
{
        int64_t value = config_setting_get_int64(at);

        if (value < row->min || value > row->max)
                report_fault(report, at, row, "out of range");
        else
                *target = value;
}

static void read_real(
        const struct report *report, const config_setting_t *at, const struct table_row *row, double *target)
{
        double value = config_setting_type(at) == CONFIG_TYPE_FLOAT ? config_setting_get_float(at)
                                                                    : (double)config_setting_get_int64(at);

        if (!(value >= (double)row->min && value <= (double)row->max))
                report_fault(report, at, row, "out of range");
        else
                *target = value;
}

/* Whether the file's type is what the row wants; what it wants goes to @ret_wanted. */
static bool has_type(const config_setting_t *at, const struct table_row *row, const char **ret_wanted)
{
        int type = config_setting_type(at);
        bool is_integer = type == CONFIG_TYPE_INT || type == CONFIG_TYPE_INT64;

        *ret_wanted = "a text in quotes";
        if (row->type == TABLE_BOOLEAN) {
                *ret_wanted = "true or false, without quotes,";
                return type == CONFIG_TYPE_BOOL;
        }
        if (row->type == TABLE_INTEGER || row->type == TABLE_REAL) {
                *ret_wanted = row->type == TABLE_INTEGER ? "a whole number" : "a number";
                return is_integer || (row->type == TABLE_REAL && type == CONFIG_TYPE_FLOAT);
        }
        if (row->type == TABLE_DURATION)
                *ret_wanted = "a duration in quotes, such as \"30 min\",";
        if (row->type == TABLE_TIME || row->type == TABLE_WINDOW)
                *ret_wanted = "a time in quotes, such as \"07:30\",";
        return type == CONFIG_TYPE_STRING;
}

int value_read(
        const struct report *report, const config_setting_t *at, const struct table_row *row, void *target)
{
        const char *wanted;

        if (!has_type(at, row, &wanted)) {
                report_value(report, at, "wrong type: %s is wanted", wanted);
                return 0;
        }
        if (is_text(row))
                return read_text(report, at, row, target);
        if (row->type == TABLE_WINDOW)
                read_window(report, at, row, target);
        else if (is_quoted(row))
                read_quoted(report, at, row, target);
        else if (row->type == TABLE_BOOLEAN)
                *(int64_t *)target = config_setting_get_bool(at);
        else if (row->type == TABLE_REAL)
                read_real(report, at, row, target);
        else
                read_integer(report, at, row, target);
        return 0;
}

bool value_is_set(const struct table_row *row, const void *target)
{
        if (is_text(row))
                return *(char *const *)target != NULL;
        if (row->type == TABLE_REAL)
                return *(const double *)target >= 0;
        if (row->type == TABLE_WINDOW)
                return ((const struct draft_window *)target)->from_minute != DRAFT_NONE;
        return *(const int64_t *)target != DRAFT_NONE;
}

void value_print_text(const char *text, FILE *stream)
{
        fputc('"', stream);
        for (; *text != '\0'; text++) {
                if (*text == '"' || *text == '\\')
                        fprintf(stream, "\\%c", *text);
                else if ((unsigned char)*text < 0x20)
                        fprintf(stream, "\\x%02x", (unsigned)*text);
                else
                        fputc(*text, stream);
        }
        fputc('"', stream);
}

static void print_number(const struct table_row *row, int64_t value, FILE *stream)
{
        char text[TABLE_ALLOWED_SIZE] = "";

        if (row->type == TABLE_CHOICE)
                snprintf(text, sizeof(text), "%s", row->choices[value]);
        else if (row->type == TABLE_DURATION)
                table_print_duration(row, value, text);
        else if (row->type == TABLE_TIME)
                hours_text_print_time(value, text);
        else if (row->type == TABLE_DAYS)
                hours_text_print_days(value, text);
        else if (row->type == TABLE_WEEK_TIME)
                hours_text_print_week_time(value, text);
        else if (row->type == TABLE_BOOLEAN)
                snprintf(text, sizeof(text), "%s", value ? "true" : "false");
        else
                snprintf(text, sizeof(text), "%" PRId64, value);
        if (is_quoted(row))
                value_print_text(text, stream);
        else
                fputs(text, stream);
}

static void print_window(const struct draft_window *window, FILE *stream)
{
        char text[HOURS_TEXT_TIME_SIZE];

        hours_text_print_time(window->from_minute, text);
        fprintf(stream, "\"%s", text);
        if (window->until_minute != DRAFT_NONE) {
                hours_text_print_time(window->until_minute, text);
                fprintf(stream, "-%s", text);
        }
        fputc('"', stream);
}

void value_print(const struct table_row *row, const void *target, FILE *stream)
{
        if (is_text(row))
                value_print_text(*(char *const *)target, stream);
        else if (row->type == TABLE_REAL)
                fprintf(stream, "%#.17g", *(const double *)target);
        else if (row->type == TABLE_WINDOW)
                print_window(target, stream);
        else
                print_number(row, *(const int64_t *)target, stream);
}
