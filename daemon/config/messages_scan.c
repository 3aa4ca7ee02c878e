/* SPDX-License-Identifier: MIT */
#include "config/messages_scan.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "config/problems.h"
#include "config/scan.h"

#include <errno.h>
#include <string.h>

#define NAME_MAX_BYTES 40

static const char *const text_names[CATALOGUE_TEXT_MAX_] = {
        [CATALOGUE_TITLE] = "title",
        [CATALOGUE_MESSAGE] = "message",
        [CATALOGUE_SAY] = "say",
};

/* The file so far. Number 0 is not used; a key without a number has the number 1. */
struct state {
        const char *file;
        struct config_problems *problems;
        unsigned section; /* MESSAGE_SECTIONS: none, or an unknown one */
        bool outside;     /* before the first section */
        int section_lines[MESSAGE_SECTIONS];
        int lines[MESSAGE_SECTIONS][MESSAGE_KEYS][CATALOGUE_VARIANTS_MAX + 1];
};

static const char *section_name(unsigned section)
{
        static const char *const others[] = { "activities", "interval", "actions" };

        return section < PROMPT_MAX_ ? prompt_type_names[section] : others[section - PROMPT_MAX_];
}

const char *message_key_name(unsigned section, unsigned key)
{
        const char *actions[PROMPT_ACTIONS_MAX];

        if (section == MESSAGE_SECTION_ACTIVITIES)
                return "activity";
        if (section == MESSAGE_SECTION_INTERVAL)
                return "note";
        if (section < PROMPT_MAX_)
                return text_names[key];
        prompt_action_names(UINT8_MAX, actions);
        return actions[key];
}

/* How many different keys a section has. */
static unsigned section_keys(unsigned section)
{
        if (section == MESSAGE_SECTION_ACTIONS)
                return PROMPT_ACTIONS_MAX;
        return section < PROMPT_MAX_ ? CATALOGUE_TEXT_MAX_ : 1;
}

static bool is_numbered(unsigned section)
{
        return section != MESSAGE_SECTION_INTERVAL && section != MESSAGE_SECTION_ACTIONS;
}

/* What keys a section has, for people. */
static const char *section_help(unsigned section)
{
        if (section == MESSAGE_SECTION_ACTIVITIES)
                return "activity-N";
        if (section == MESSAGE_SECTION_INTERVAL)
                return "note";
        return section == MESSAGE_SECTION_ACTIONS ? "done, snooze, skip, not-me"
                                                  : "title-N, message-N, say-N";
}

void message_slot_print(const struct message_slot *slot, char text[static 64])
{
        if (is_numbered(slot->section))
                snprintf(text, 64, "%s:%s-%u", section_name(slot->section),
                        message_key_name(slot->section, slot->key), slot->number);
        else
                snprintf(text, 64, "%s:%s", section_name(slot->section),
                        message_key_name(slot->section, slot->key));
}

static void report_unknown(struct state *state, int line, const char *what, const char *name,
        const char *const *known, size_t count)
{
        const char *nearest = text_nearest(name, known, count);

        if (nearest)
                problems_add(state->problems, state->file, line, false,
                        "%s '%.64s': unknown (did you mean '%s'?)", what, name, nearest);
        else
                problems_add(state->problems, state->file, line, false, "%s '%.64s': unknown", what, name);
}

/* A line [name], without white space around it. */
static void scan_section(struct state *state, char *text, int line)
{
        const char *names[MESSAGE_SECTIONS];
        size_t length = strlen(text);

        state->section = MESSAGE_SECTIONS;
        state->outside = false;
        if (text[length - 1] != ']') {
                problems_add(
                        state->problems, state->file, line, false, "a section's name has no closing bracket");
                return;
        }
        text[length - 1] = '\0';
        for (unsigned i = 0; i < MESSAGE_SECTIONS; i++) {
                names[i] = section_name(i);
                if (strcmp(names[i], text + 1) == 0)
                        state->section = i;
        }
        if (state->section == MESSAGE_SECTIONS) {
                report_unknown(state, line, "section", text + 1, names, MESSAGE_SECTIONS);
                return;
        }
        if (state->section_lines[state->section] > 0)
                problems_add(state->problems, state->file, line, false,
                        "section '%s' is there already, in line %d", text + 1,
                        state->section_lines[state->section]);
        else
                state->section_lines[state->section] = line;
}

/* Reads the number behind a key's name: "-1" to "-32". 0 if it is none. */
static unsigned parse_number(const char *text)
{
        unsigned number = 0;

        if (*text++ != '-' || *text == '0' || strlen(text) > 2)
                return 0;
        for (; *text != '\0'; text++) {
                if (*text < '0' || *text > '9')
                        return 0;
                number = 10 * number + (unsigned)(*text - '0');
        }
        return number <= CATALOGUE_VARIANTS_MAX ? number : 0;
}

/* Which key of the section @name is; false if none. */
static bool find_key(const struct state *state, const char *name, unsigned *ret_key, unsigned *ret_number)
{
        for (unsigned key = 0; key < section_keys(state->section); key++) {
                const char *known = message_key_name(state->section, key);
                size_t length = strlen(known);

                if (strncmp(name, known, length) != 0)
                        continue;
                *ret_key = key;
                *ret_number =
                        is_numbered(state->section) ? parse_number(name + length) : name[length] == '\0';
                return *ret_number > 0;
        }
        return false;
}

static void scan_key(struct state *state, const char *name, int line)
{
        unsigned key;
        unsigned number;
        int *known;

        if (!find_key(state, name, &key, &number)) {
                problems_add(state->problems, state->file, line, false,
                        "key '%.64s': unknown (section %s has %s)", name, section_name(state->section),
                        section_help(state->section));
                return;
        }
        known = &state->lines[state->section][key][number];
        if (*known > 0)
                problems_add(state->problems, state->file, line, false,
                        "key '%s': it is there already, in line %d", name, *known);
        else
                *known = line;
}

/* What is wrong with a value of @length bytes, without its quotes; NULL if nothing. */
static const char *length_fault(unsigned section, size_t length)
{
        if (section == MESSAGE_SECTION_ACTIONS)
                return length > CATALOGUE_LABEL_BYTES_MAX ? "too long (allowed 1..63 bytes)" : NULL;
        return length > CATALOGUE_TEXT_BYTES_MAX ? "too long (allowed 1..400 bytes)" : NULL;
}

/* What iniparser would make something else of, or what is too long; NULL if nothing. */
static const char *value_fault(unsigned section, const char *value)
{
        size_t length = strlen(value);

        if (length == 0)
                return "empty";
        if (*value == '\'')
                return "begins with a single quote, which would be taken off: use double quotes";
        if (*value == '"') {
                if (length < 3 || value[length - 1] != '"')
                        return length == 2 ? "empty" : "has no closing quote at its end";
                if (memchr(value + 1, '"', length - 2))
                        return "has a quote inside quotes";
                return length_fault(section, length - 2);
        }
        if (strpbrk(value, ";#"))
                return "would be cut at ; or #: put the text in double quotes";
        return length_fault(section, length);
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

/* A line NAME = VALUE, without white space around it. */
static void scan_pair(struct state *state, char *text, int line)
{
        char *equals = strchr(text, '=');
        const char *fault;
        const char *name;

        if (!equals) {
                problems_add(state->problems, state->file, line, false,
                        "neither a section nor a key with a value");
                return;
        }
        *equals = '\0';
        name = trim(text);
        fault = value_fault(state->section, trim(equals + 1));
        if (fault)
                problems_add(state->problems, state->file, line, false, "key '%.64s': value %s", name, fault);
        if (state->outside)
                problems_add(state->problems, state->file, line, false,
                        "key '%.64s': before the first section", name);
        if (state->section < MESSAGE_SECTIONS)
                scan_key(state, name, line);
}

static void scan_line(struct state *state, char *text, int line)
{
        size_t length;

        text = trim(text);
        length = strlen(text);
        if (length > 0 && text[length - 1] == '\\') {
                problems_add(state->problems, state->file, line, false,
                        "ends with a backslash, which would join it with the next line");
                return;
        }
        if (length == 0 || *text == '#' || *text == ';')
                return;
        if (*text == '[')
                scan_section(state, text, line);
        else
                scan_pair(state, text, line);
}

static void scan_lines(struct state *state, char *text)
{
        int line = 1;

        while (text) {
                char *newline = strchr(text, '\n');

                if (newline)
                        *newline = '\0';
                scan_line(state, text, line++);
                text = newline ? newline + 1 : NULL;
        }
}

/* The highest number of a key. Smaller ones that are missing are told. */
static unsigned check_numbers(const struct state *state, unsigned section, unsigned key)
{
        const int *lines = state->lines[section][key];
        unsigned highest = CATALOGUE_VARIANTS_MAX;

        while (highest > 0 && lines[highest] == 0)
                highest--;
        for (unsigned number = 1; number < highest; number++)
                if (lines[number] == 0)
                        problems_add(state->problems, state->file, lines[highest], false,
                                "key '%s-%u': there is no %s-%u", message_key_name(section, key), highest,
                                message_key_name(section, key), number);
        return highest;
}

/* The kinds that come again and again, for which variety matters. */
static bool needs_variants(unsigned section)
{
        switch ((enum prompt_type)section) {
        case PROMPT_BREAK_DUE:
        case PROMPT_BREAK_NUDGE:
        case PROMPT_BREAK_REPEAT:
        case PROMPT_BREAK_TAKEN:
        case PROMPT_BREAK_PARTIAL:
        case PROMPT_POSTURE_CHECK:
        case PROMPT_SEAT_CHECK: return true;
        case PROMPT_BREAK_IGNORED:
        case PROMPT_BREAK_DISMISSED:
        case PROMPT_BREAK_MOOT:
        case PROMPT_MAX_: break;
        }
        return false;
}

static void check_section(const struct state *state, unsigned section)
{
        for (unsigned key = 0; key < section_keys(section); key++) {
                unsigned count = check_numbers(state, section, key);

                if (key != CATALOGUE_MESSAGE || !needs_variants(section) || count >= CATALOGUE_VARIANTS_MIN)
                        continue;
                problems_add(state->problems, state->file, state->section_lines[section], false,
                        "section '%s': has %u messages (allowed %d..%d)", section_name(section), count,
                        CATALOGUE_VARIANTS_MIN, CATALOGUE_VARIANTS_MAX);
        }
}

/* Makes a list of what was found. */
static int collect(const struct state *state, struct message_scan *ret_scan)
{
        size_t max = (size_t)MESSAGE_SECTIONS * MESSAGE_KEYS * CATALOGUE_VARIANTS_MAX;
        struct message_scan scan = { .slots = calloc(max, sizeof(*scan.slots)) };

        if (!scan.slots)
                return -ENOMEM;
        for (unsigned section = 0; section < MESSAGE_SECTIONS; section++)
                for (unsigned key = 0; key < MESSAGE_KEYS; key++)
                        for (unsigned number = 1; number <= CATALOGUE_VARIANTS_MAX; number++)
                                if (state->lines[section][key][number] > 0)
                                        scan.slots[scan.count++] = (struct message_slot){
                                                .section = section,
                                                .key = key,
                                                .number = number,
                                                .line = state->lines[section][key][number],
                                        };
        *ret_scan = scan;
        return 0;
}

/* Reads @file; what is wrong with it as a whole goes to @problems, except that there is none. */
static int read_file(const char *file, struct config_problems *problems, char **ret_text)
{
        int line = 0;
        int r = scan_read(file, MESSAGES_BYTES_MAX, ret_text, &line);

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

int message_scan_file(const char *file, struct config_problems *problems, struct message_scan *ret_scan)
{
        CLEANUP_FREE struct state *state = calloc(1, sizeof(*state));
        CLEANUP_FREE char *text = NULL;
        size_t errors = problems->errors;
        int r;

        if (!state)
                return -ENOMEM;
        r = read_file(file, problems, &text);
        if (r < 0)
                return r;
        *state = (struct state){
                .file = file, .problems = problems, .section = MESSAGE_SECTIONS, .outside = true
        };
        scan_lines(state, text);
        for (unsigned section = 0; section < MESSAGE_SECTIONS; section++)
                check_section(state, section);
        if (problems->errors > errors)
                return -EINVAL;
        return collect(state, ret_scan);
}

void message_scan_done(struct message_scan *scan)
{
        free(scan->slots);
        *scan = (struct message_scan){ 0 };
}
