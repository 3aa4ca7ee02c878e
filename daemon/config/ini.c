/* SPDX-License-Identifier: MIT */
#include "config/ini.h"

#include "base/cleanup.h"
#include "config/problems.h"
#include "config/scan.h"

#include <errno.h>
#include <iniparser/iniparser.h>
#include <string.h>

#define NO_SECTION UINT32_MAX

/* The file so far. */
struct ini_reading {
        const char *file;
        struct config_problems *problems;
        struct ini *ini;
        uint32_t section; /* NO_SECTION: none, or one whose name cannot be read */
        bool outside;     /* before the first section */
};

static void report(const struct ini_reading *reading, int line, const char *text)
{
        problems_add(reading->problems, reading->file, line, false, "%s", text);
}

static int add_section(struct ini_reading *reading, const char *name, int line)
{
        struct ini *ini = reading->ini;
        struct ini_section *sections;
        int r;

        sections = reallocarray(ini->sections, ini->section_count + 1, sizeof(*sections));
        if (!sections)
                return -ENOMEM;
        ini->sections = sections;
        r = names_add(&ini->section_names, name, (uint32_t)ini->section_count, &reading->section);
        if (r == -EEXIST)
                problems_add(reading->problems, reading->file, line, false,
                        "section '%.64s' is there already, in line %d", name,
                        sections[reading->section].line);
        if (r < 0)
                return r == -EEXIST ? 0 : r;
        sections[ini->section_count++] = (struct ini_section){ .name = name, .line = line };
        return 0;
}

/* A line [name], without white space around it. */
static int read_section(struct ini_reading *reading, char *text, int line)
{
        size_t length = strlen(text);

        reading->section = NO_SECTION;
        reading->outside = false;
        if (text[length - 1] != ']') {
                report(reading, line, "a section's name has no closing bracket");
                return 0;
        }
        text[length - 1] = '\0';
        return add_section(reading, text + 1, line);
}

/* What iniparser would make something else of; NULL if nothing. */
static const char *value_fault(const char *value)
{
        size_t length = strlen(value);

        if (length == 0)
                return "empty";
        if (*value == '\'')
                return "begins with a single quote, which would be taken off: use double quotes";
        if (*value != '"')
                return strpbrk(value, ";#") ? "would be cut at ; or #: put the text in double quotes" : NULL;
        if (length < 3 || value[length - 1] != '"')
                return length == 2 ? "empty" : "has no closing quote at its end";
        return memchr(value + 1, '"', length - 2) ? "has a quote inside quotes" : NULL;
}

/* Takes white space off the end of @text, and returns where it begins. */
static char *trim(char *text)
{
        size_t length;

        text += strspn(text, " \t\r");
        length = strlen(text);
        while (length > 0 && strchr(" \t\r", text[length - 1]))
                text[--length] = '\0';
        return text;
}

/* Takes the quotes off a value without a fault. */
static const char *unquote(char *value)
{
        if (*value != '"')
                return value;
        value[strlen(value) - 1] = '\0';
        return value + 1;
}

static int add_key(struct ini_reading *reading, const char *name, const char *value, int line)
{
        const char *section = reading->ini->sections[reading->section].name;
        struct ini *ini = reading->ini;
        struct ini_key *keys;
        uint32_t number;
        char *path;
        int r;

        keys = reallocarray(ini->keys, ini->key_count + 1, sizeof(*keys));
        if (!keys)
                return -ENOMEM;
        ini->keys = keys;
        if (asprintf(&path, "%s:%s", section, name) < 0)
                return -ENOMEM;
        r = names_add(&ini->paths, path, (uint32_t)ini->key_count, &number);
        if (r < 0) {
                free(path);
                if (r == -EEXIST)
                        problems_add(reading->problems, reading->file, line, false,
                                "section '%.64s': key '%.64s': it is there already, in line %d", section,
                                name, keys[number].line);
                return r == -EEXIST ? 0 : r;
        }
        keys[ini->key_count++] = (struct ini_key){ .path = path,
                .name = path + strlen(section) + 1,
                .value = value,
                .section = reading->section,
                .line = line };
        return 0;
}

static void report_value(const struct ini_reading *reading, const char *name, const char *fault, int line)
{
        const struct ini *ini = reading->ini;

        if (reading->section == NO_SECTION)
                problems_add(
                        reading->problems, reading->file, line, false, "key '%.64s': value %s", name, fault);
        else
                problems_add(reading->problems, reading->file, line, false,
                        "section '%.64s': key '%.64s': value %s", ini->sections[reading->section].name, name,
                        fault);
}

/* A line NAME = VALUE, without white space around it. */
static int read_pair(struct ini_reading *reading, char *text, int line)
{
        char *equals = strchr(text, '=');
        const char *fault;
        const char *name;
        char *value;

        if (!equals) {
                report(reading, line, "neither a section nor a key with a value");
                return 0;
        }
        *equals = '\0';
        name = trim(text);
        value = trim(equals + 1);
        fault = value_fault(value);
        if (fault)
                report_value(reading, name, fault, line);
        if (reading->outside)
                problems_add(reading->problems, reading->file, line, false,
                        "key '%.64s': before the first section", name);
        if (reading->section == NO_SECTION)
                return 0;
        return add_key(reading, name, fault ? NULL : unquote(value), line);
}

static int read_line(struct ini_reading *reading, char *text, int line)
{
        size_t length = strlen(text);

        if (length > INI_LINE_BYTES_MAX) {
                report(reading, line, "longer than 1000 bytes");
                return 0;
        }
        text = trim(text);
        length = strlen(text);
        if (length > 0 && text[length - 1] == '\\') {
                report(reading, line, "ends with a backslash, which would join it with the next line");
                return 0;
        }
        if (length == 0 || *text == '#' || *text == ';')
                return 0;
        return *text == '[' ? read_section(reading, text, line) : read_pair(reading, text, line);
}

static int read_lines(struct ini_reading *reading, char *text)
{
        int line = 1;

        while (text) {
                char *newline = strchr(text, '\n');
                int r;

                if (newline)
                        *newline = '\0';
                r = read_line(reading, text, line++);
                if (r < 0)
                        return r;
                text = newline ? newline + 1 : NULL;
        }
        return 0;
}

/* iniparser writes to the standard error otherwise. What it could say has been said. */
static int say_nothing(const char *format, ...)
{
        (void)format;
        return 0;
}

CLEANUP_DEFINE(dictionary *, iniparser_freedict, free_dictionaryp)

/*
 * Holds the values against what iniparser reads, now that it has nothing to misread. Ours are kept, in one
 * piece with the text: its dictionary takes several times as much memory.
 */
static int compare_values(const struct ini_reading *reading)
{
        struct ini *ini = reading->ini;
        CLEANUP(free_dictionaryp) dictionary *values = NULL;

        iniparser_set_error_callback(say_nothing);
        values = iniparser_load(reading->file);
        if (!values) {
                report(reading, 0, "cannot be read");
                return -EINVAL;
        }
        for (size_t i = 0; i < ini->key_count; i++) {
                struct ini_key *key = &ini->keys[i];
                const char *value = iniparser_getstring(values, key->path, NULL);

                if (value && strcmp(value, key->value) == 0)
                        continue;
                key->value = NULL;
                problems_add(reading->problems, reading->file, key->line, false,
                        "key '%.64s': cannot be read", key->name);
        }
        return 0;
}

/* Reads the text of @file; what is wrong with it as a whole goes to @problems, except that there is none. */
static int read_text(const char *file, struct config_problems *problems, char **ret_text)
{
        int line = 0;
        int r = scan_read(file, INI_BYTES_MAX, ret_text, &line);

        if (r == 0 || r == -ENOENT || r == -ENOMEM)
                return r;
        if (r == -EILSEQ)
                problems_add(problems, file, line, false, "this is not UTF-8 text");
        else if (r == -EFBIG)
                problems_add(problems, file, 0, false, "larger than 256 KiB");
        else
                problems_add(problems, file, 0, false, "cannot read the file: %s", strerror(-r));
        return -EINVAL;
}

int ini_read(const char *file, struct config_problems *problems, struct ini *ret_ini)
{
        CLEANUP(ini_done) struct ini ini = { 0 };
        struct ini_reading reading = {
                .file = file, .problems = problems, .ini = &ini, .section = NO_SECTION, .outside = true
        };
        size_t errors = problems->errors;
        int r;

        r = read_text(file, problems, &ini.text);
        if (r < 0)
                return r;
        r = read_lines(&reading, ini.text);
        if (r < 0)
                return r;
        if (problems->errors == errors) {
                r = compare_values(&reading);
                if (r < 0)
                        return r;
        }
        *ret_ini = ini;
        ini = (struct ini){ 0 };
        return 0;
}

void ini_keep_text(struct ini *ini)
{
        char *text = TAKE_PTR(ini->text);

        ini_done(ini);
        ini->text = text;
}

void ini_done(struct ini *ini)
{
        for (size_t i = 0; i < ini->key_count; i++)
                free(ini->keys[i].path);
        free(ini->keys);
        free(ini->sections);
        names_done(&ini->section_names);
        names_done(&ini->paths);
        free(ini->text);
        *ini = (struct ini){ 0 };
}

int ini_find_section(const struct ini *ini, const char *name)
{
        uint32_t section;

        return names_find(&ini->section_names, name, &section) < 0 ? -1 : (int)section;
}

const struct ini_key *ini_find_key(const struct ini *ini, uint32_t section, const char *name)
{
        char path[2 * INI_LINE_BYTES_MAX + 2];
        uint32_t number;

        if (section >= ini->section_count)
                return NULL;
        snprintf(path, sizeof(path), "%s:%s", ini->sections[section].name, name);
        return names_find(&ini->paths, path, &number) < 0 ? NULL : &ini->keys[number];
}
