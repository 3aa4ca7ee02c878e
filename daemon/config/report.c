/* SPDX-License-Identifier: MIT */
#include "config/report.h"

#include "base/text.h"
#include "base/units.h"

#include <stdarg.h>
#include <string.h>

#define PATH_SIZE   256
#define REASON_SIZE 512
#define VALUE_SIZE  128
/* More of a value is not shown. */
#define VALUE_SHOWN_BYTES 64

/* Replaces what would garble a terminal. */
static void make_plain(char *text)
{
        bool is_utf8 = text_is_utf8(text, strlen(text));

        for (; *text != '\0'; text++) {
                size_t bytes = is_utf8 ? text_unshowable_bytes(text)
                                       : ((unsigned char)*text < 0x20 || (unsigned char)*text >= 0x7f);

                if (bytes > 0)
                        memset(text, '?', bytes);
        }
}

static void append(char text[static PATH_SIZE], const char *separator, const char *name)
{
        size_t length = strlen(text);

        snprintf(text + length, PATH_SIZE - length, "%s%.64s", length > 0 ? separator : "", name);
}

/* What an element of a list calls itself; NULL. */
static const char *own_name(const config_setting_t *element)
{
        static const char *const names[] = { "id", "name", "reason" };
        const char *name;

        if (!config_setting_is_group(element))
                return NULL;
        for (size_t i = 0; i < ELEMENTS(names); i++)
                if (config_setting_lookup_string(element, names[i], &name) && *name != '\0')
                        return name;
        return NULL;
}

static void append_element(char text[static PATH_SIZE], const config_setting_t *element)
{
        const char *name = own_name(element);
        char index[16];

        if (name) {
                append(text, ".", name);
                return;
        }
        snprintf(index, sizeof(index), "[%d]", config_setting_index(element));
        append(text, "", index);
}

/* Writes the path of @at from the root, which the table keeps short. */
static void print_path(const config_setting_t *at, char text[static PATH_SIZE])
{
        const config_setting_t *parents[16];
        size_t count = 0;

        text[0] = '\0';
        for (; at && !config_setting_is_root(at) && count < ELEMENTS(parents); at = config_setting_parent(at))
                parents[count++] = at;
        while (count-- > 0) {
                const config_setting_t *setting = parents[count];

                if (config_setting_name(setting))
                        append(text, ".", config_setting_name(setting));
                else
                        append_element(text, setting);
        }
        make_plain(text);
}

/* Takes the last, cut character off if the text was shortened. */
static void print_shortened(const char *value, char text[static VALUE_SIZE])
{
        size_t length = strnlen(value, VALUE_SHOWN_BYTES + 1);

        if (length <= VALUE_SHOWN_BYTES) {
                snprintf(text, VALUE_SIZE, "%s", value);
                return;
        }
        length = VALUE_SHOWN_BYTES;
        while (length > 0 && !text_is_utf8(value, length))
                length--;
        snprintf(text, VALUE_SIZE, "%.*s...", (int)length, value);
}

/* Writes a scalar as the file has it, without quotes; false if it is none. */
static bool print_value(const config_setting_t *at, char text[static VALUE_SIZE])
{
        switch (config_setting_type(at)) {
        case CONFIG_TYPE_INT:
        case CONFIG_TYPE_INT64: snprintf(text, VALUE_SIZE, "%lld", config_setting_get_int64(at)); break;
        case CONFIG_TYPE_FLOAT: snprintf(text, VALUE_SIZE, "%g", config_setting_get_float(at)); break;
        case CONFIG_TYPE_BOOL:
                snprintf(text, VALUE_SIZE, "%s", config_setting_get_bool(at) ? "true" : "false");
                break;
        case CONFIG_TYPE_STRING: print_shortened(config_setting_get_string(at), text); break;
        default: return false;
        }
        make_plain(text);
        return true;
}

__attribute__((format(printf, 5, 0))) static void add(const struct report *report, const config_setting_t *at,
        bool warning, bool with_value, const char *format, va_list arguments)
{
        const char *file = config_setting_source_file(at);
        char path[PATH_SIZE];
        char value[VALUE_SIZE];
        char reason[REASON_SIZE];

        print_path(at, path);
        vsnprintf(reason, sizeof(reason), format, arguments);
        if (with_value && print_value(at, value))
                problems_add(report->problems, file ? file : report->file, (int)at->line, warning,
                        "setting '%s': value '%s': %s", path, value, reason);
        else
                problems_add(report->problems, file ? file : report->file, (int)at->line, warning,
                        "setting '%s': %s", path, reason);
}

void report_value(const struct report *report, const config_setting_t *at, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        add(report, at, false, true, format, arguments);
        va_end(arguments);
}

void report_setting(const struct report *report, const config_setting_t *at, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        add(report, at, false, false, format, arguments);
        va_end(arguments);
}

void report_warning(const struct report *report, const config_setting_t *at, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        add(report, at, true, false, format, arguments);
        va_end(arguments);
}

void report_member(
        const struct report *report, const config_setting_t *group, const char *name, const char *format, ...)
{
        const config_setting_t *member = config_setting_get_member(group, name);
        va_list arguments;

        va_start(arguments, format);
        add(report, member ? member : group, false, member != NULL, format, arguments);
        va_end(arguments);
}

void report_missing(
        const struct report *report, const config_setting_t *group, const char *name, const char *reason)
{
        const char *file = config_setting_source_file(group);
        char path[PATH_SIZE];

        print_path(group, path);
        append(path, ".", name);
        problems_add(report->problems, file ? file : report->file, (int)group->line, false,
                "setting '%s': missing: %s", path, reason);
}
