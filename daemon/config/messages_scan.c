/* SPDX-License-Identifier: MIT */
#include "config/messages_scan.h"

#include "base/cleanup.h"
#include "base/text.h"
#include "config/problems.h"

#include <errno.h>
#include <string.h>

static const char *const text_names[CATALOGUE_TEXT_MAX_] = {
        [CATALOGUE_TITLE] = "title",
        [CATALOGUE_MESSAGE] = "message",
        [CATALOGUE_SAY] = "say",
};

/* The file so far. Number 0 is not used; a key without a number has the number 1. */
struct state {
        const char *file;
        struct config_problems *problems;
        int section_lines[MESSAGE_SECTIONS];
        const struct ini_key *keys[MESSAGE_SECTIONS][MESSAGE_KEYS][CATALOGUE_VARIANTS_MAX + 1];
};

static const char *section_name(unsigned section)
{
        static const char *const others[] = { "activities", "interval", "actions", "session", "entities",
                "notes" };
        /* In the order of enum prompt_type. */
        static const char *const standing[CATALOGUE_STANDING_TYPES] = { "standing_due", "standing_nudge",
                "standing_repeat", "standing_taken", "standing_partial", "standing_ignored",
                "standing_dismissed", "standing_moot" };

        if (section >= MESSAGE_SECTION_STANDING)
                return standing[section - MESSAGE_SECTION_STANDING];
        return section < PROMPT_MAX_ ? prompt_type_names[section] : others[section - PROMPT_MAX_];
}

bool message_section_type(unsigned section, enum prompt_type *ret_type)
{
        if (section >= PROMPT_MAX_ && section < MESSAGE_SECTION_STANDING)
                return false;
        *ret_type = (enum prompt_type)(section < PROMPT_MAX_ ? section : section - MESSAGE_SECTION_STANDING);
        return true;
}

static bool is_of_prompts(unsigned section)
{
        enum prompt_type type;

        return message_section_type(section, &type);
}

const char *message_key_name(unsigned section, unsigned key)
{
        const char *actions[PROMPT_ACTIONS_MAX];

        if (section == MESSAGE_SECTION_ACTIVITIES)
                return "activity";
        if (section == MESSAGE_SECTION_INTERVAL)
                return "note";
        if (section == MESSAGE_SECTION_SESSION)
                return phrase_names[key];
        if (section == MESSAGE_SECTION_ENTITIES)
                return discovery_rows[key].key;
        if (section == MESSAGE_SECTION_NOTES)
                return prompt_note_names[MESSAGE_FIRST_NOTE + key];
        if (is_of_prompts(section))
                return text_names[key];
        prompt_action_names(UINT8_MAX, actions);
        return actions[key];
}

/* How many different keys a section has. */
static unsigned section_keys(unsigned section)
{
        if (section == MESSAGE_SECTION_ACTIONS)
                return PROMPT_ACTIONS_MAX;
        if (section == MESSAGE_SECTION_SESSION)
                return PHRASE_MAX_;
        if (section == MESSAGE_SECTION_ENTITIES)
                return DISCOVERY_ROWS;
        if (section == MESSAGE_SECTION_NOTES)
                return PROMPT_NOTE_MAX_ - MESSAGE_FIRST_NOTE;
        return is_of_prompts(section) ? CATALOGUE_TEXT_MAX_ : 1;
}

static bool is_numbered(unsigned section)
{
        return is_of_prompts(section) || section == MESSAGE_SECTION_ACTIVITIES;
}

/* What keys a section has, for people. */
static const char *section_help(unsigned section)
{
        if (section == MESSAGE_SECTION_ACTIVITIES)
                return "activity-N";
        if (section == MESSAGE_SECTION_INTERVAL)
                return "note";
        if (section == MESSAGE_SECTION_SESSION)
                return "the phrases of a session, such as halfway";
        if (section == MESSAGE_SECTION_ENTITIES)
                return "what Home Assistant shows, such as next_break";
        if (section == MESSAGE_SECTION_NOTES)
                return "stretch, offer, light-week";
        return section == MESSAGE_SECTION_ACTIONS ? "start, done, snooze, skip, not-me"
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

static void report_unknown(const struct state *state, int line, const char *what, const char *name,
        const char *const *known, size_t count)
{
        const char *nearest = text_nearest(name, known, count);

        if (nearest)
                problems_add(state->problems, state->file, line, false,
                        "%s '%.64s': unknown (did you mean '%s'?)", what, name, nearest);
        else
                problems_add(state->problems, state->file, line, false, "%s '%.64s': unknown", what, name);
}

/* Which of ours @section is; MESSAGE_SECTIONS and an error if none. */
static unsigned find_section(const struct state *state, const struct ini_section *section)
{
        const char *names[MESSAGE_SECTIONS];

        for (unsigned i = 0; i < MESSAGE_SECTIONS; i++) {
                names[i] = section_name(i);
                if (strcmp(names[i], section->name) == 0)
                        return i;
        }
        report_unknown(state, section->line, "section", section->name, names, MESSAGE_SECTIONS);
        return MESSAGE_SECTIONS;
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

/* Which key of @section @name is; false if none. */
static bool find_key(unsigned section, const char *name, unsigned *ret_key, unsigned *ret_number)
{
        for (unsigned key = 0; key < section_keys(section); key++) {
                const char *known = message_key_name(section, key);
                size_t length = strlen(known);

                if (strncmp(name, known, length) != 0)
                        continue;
                *ret_key = key;
                *ret_number = is_numbered(section) ? parse_number(name + length) : name[length] == '\0';
                if (*ret_number > 0)
                        return true;
        }
        return false;
}

/* What is too long; NULL if nothing. */
static const char *length_fault(unsigned section, const char *value)
{
        if (section == MESSAGE_SECTION_ACTIONS || section == MESSAGE_SECTION_ENTITIES)
                return strlen(value) > CATALOGUE_LABEL_BYTES_MAX ? "too long (allowed 1..63 bytes)" : NULL;
        if (section == MESSAGE_SECTION_SESSION)
                return strlen(value) > PHRASE_BYTES_MAX ? "too long (allowed 1..200 bytes)" : NULL;
        return strlen(value) > CATALOGUE_TEXT_BYTES_MAX ? "too long (allowed 1..400 bytes)" : NULL;
}

static void scan_key(struct state *state, unsigned section, const struct ini_key *ini_key)
{
        const char *fault = ini_key->value ? length_fault(section, ini_key->value) : NULL;
        unsigned key;
        unsigned number;

        if (fault)
                problems_add(state->problems, state->file, ini_key->line, false, "key '%.64s': value %s",
                        ini_key->name, fault);
        if (find_key(section, ini_key->name, &key, &number))
                state->keys[section][key][number] = ini_key;
        else
                problems_add(state->problems, state->file, ini_key->line, false,
                        "key '%.64s': unknown (section %s has %s)", ini_key->name, section_name(section),
                        section_help(section));
}

static void scan_section(struct state *state, const struct ini *ini, uint32_t i)
{
        unsigned section = find_section(state, &ini->sections[i]);

        if (section == MESSAGE_SECTIONS)
                return;
        state->section_lines[section] = ini->sections[i].line;
        for (size_t key = 0; key < ini->key_count; key++)
                if (ini->keys[key].section == i)
                        scan_key(state, section, &ini->keys[key]);
}

/* The highest number of a key. Smaller ones that are missing are told. */
static unsigned check_numbers(const struct state *state, unsigned section, unsigned key)
{
        const struct ini_key *const *keys = state->keys[section][key];
        unsigned highest = CATALOGUE_VARIANTS_MAX;

        while (highest > 0 && !keys[highest])
                highest--;
        for (unsigned number = 1; number < highest; number++)
                if (!keys[number])
                        problems_add(state->problems, state->file, keys[highest]->line, false,
                                "key '%s-%u': there is no %s-%u", message_key_name(section, key), highest,
                                message_key_name(section, key), number);
        return highest;
}

/* The kinds that come again and again, for which variety matters. */
static bool needs_variants(unsigned section)
{
        enum prompt_type type = PROMPT_MAX_;

        (void)message_section_type(section, &type);
        switch (type) {
        case PROMPT_BREAK_DUE:
        case PROMPT_BREAK_NUDGE:
        case PROMPT_BREAK_REPEAT:
        case PROMPT_BREAK_TAKEN:
        case PROMPT_BREAK_PARTIAL:
        case PROMPT_POSTURE_CHECK:
        case PROMPT_SEAT_CHECK:
        case PROMPT_SESSION_DUE: return true;
        case PROMPT_BREAK_IGNORED:
        case PROMPT_BREAK_DISMISSED:
        case PROMPT_BREAK_MOOT:
        case PROMPT_SESSION_STARTED:
        case PROMPT_SESSION_DONE:
        case PROMPT_SESSION_MISSED:
        case PROMPT_RECOVERY_CHECK:
        case PROMPT_LEVEL_UP:
        case PROMPT_WEEK_MET:
        case PROMPT_BLOCK_DONE:
        case PROMPT_WEEK_SUMMARY:
        case PROMPT_MAX_: break;
        }
        return false;
}

/* A session in which something cannot be said is none: every phrase has to be there. */
static void check_phrases(const struct state *state)
{
        for (unsigned key = 0; key < PHRASE_MAX_; key++)
                if (!state->keys[MESSAGE_SECTION_SESSION][key][1])
                        problems_add(state->problems, state->file,
                                state->section_lines[MESSAGE_SECTION_SESSION], false,
                                "section 'session': has no '%s'", phrase_names[key]);
}

static void check_section(const struct state *state, unsigned section)
{
        if (section == MESSAGE_SECTION_SESSION) {
                check_phrases(state);
                return;
        }
        /* A file of one's own may have been written before there were words for standing. */
        if (section >= MESSAGE_SECTION_STANDING && state->section_lines[section] == 0)
                return;
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
        static_assert(DISCOVERY_ROWS <= MESSAGE_KEYS, "every entity has a key");
        struct message_scan scan = { .slots = calloc(max, sizeof(*scan.slots)) };

        if (!scan.slots)
                return -ENOMEM;
        for (unsigned section = 0; section < MESSAGE_SECTIONS; section++)
                for (unsigned key = 0; key < MESSAGE_KEYS; key++)
                        for (unsigned number = 1; number <= CATALOGUE_VARIANTS_MAX; number++)
                                if (state->keys[section][key][number])
                                        scan.slots[scan.count++] = (struct message_slot){
                                                .section = section,
                                                .key = key,
                                                .number = number,
                                                .line = state->keys[section][key][number]->line,
                                                .text = state->keys[section][key][number]->value,
                                        };
        *ret_scan = scan;
        return 0;
}

int message_scan_file(const char *file, struct config_problems *problems, struct message_scan *ret_scan)
{
        CLEANUP_FREE struct state *state = calloc(1, sizeof(*state));
        CLEANUP(ini_done) struct ini ini = { 0 };
        size_t errors = problems->errors;
        int r;

        if (!state)
                return -ENOMEM;
        r = ini_read(file, problems, &ini);
        if (r < 0)
                return r;
        state->file = file;
        state->problems = problems;
        for (uint32_t i = 0; i < ini.section_count; i++)
                scan_section(state, &ini, i);
        for (unsigned section = 0; section < MESSAGE_SECTIONS; section++)
                check_section(state, section);
        if (problems->errors > errors)
                return -EINVAL;
        r = collect(state, ret_scan);
        if (r < 0)
                return r;
        ret_scan->ini = ini;
        ini = (struct ini){ 0 };
        return 0;
}

void message_scan_done(struct message_scan *scan)
{
        free(scan->slots);
        ini_done(&scan->ini);
        *scan = (struct message_scan){ 0 };
}
