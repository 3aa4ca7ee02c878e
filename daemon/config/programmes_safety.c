/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "config/programmes_keys.h"
#include "config/programmes_value.h"

#include <errno.h>
#include <string.h>

#define DAYS_MAX        730
#define VERSION_CURRENT 1
#define KIND            1

static const struct key_rule programme_rules[] = {
        { "id", KEY_DATA, 0, false, KIND, KIND },
        { "name", KEY_SHOWN, 0, false, KIND, KIND },
        { "version", KEY_DATA, 0, false, KIND, KIND },
        { "kind", KEY_DATA, 0, false, KIND, KIND },
        { "review-days", KEY_DATA, 0, false, KIND, KIND },
        { "re-ask-after-layoff-days", KEY_DATA, 0, false, KIND, KIND },
};

static const struct key_rule text_rules[] = {
        { "disclaimer-short", KEY_SPOKEN, 0, false, KIND, KIND },
        { "disclaimer-long", KEY_SHOWN, 0, false, KIND, KIND },
        { "before-first-session", KEY_SHOWN, 0, false, KIND, KIND },
        { "before-session", KEY_SPOKEN, 0, false, KIND, KIND },
        { "therapist", KEY_SPOKEN, 0, false, KIND, KIND },
        { "gate", KEY_SHOWN, 0, false, KIND, KIND },
        { "stop-now", KEY_SPOKEN, 0, false, KIND, KIND },
        { "emergency", KEY_SPOKEN, 0, false, KIND, KIND },
};

static const struct key_rule general_rules[] = {
        { "q", KEY_SHOWN, SCREENING_QUESTIONS_MAX, false, KIND, KIND },
        { "route-q", KEY_DATA, SCREENING_QUESTIONS_MAX, true, KIND, 0 },
        { "cleared", KEY_SHOWN, 0, false, KIND, KIND },
};

static const struct key_rule clearance_rules[] = {
        { "q", KEY_SHOWN, SCREENING_QUESTIONS_MAX, false, KIND, KIND },
        { "expect-q", KEY_DATA, SCREENING_QUESTIONS_MAX, false, KIND, KIND },
        { "prone-question", KEY_DATA, 0, false, KIND, 0 },
};

static const struct key_rule flag_rules[] = {
        { "f", KEY_SHOWN, SCREENING_QUESTIONS_MAX, false, KIND, KIND },
};

static const struct {
        const char *name;
        const struct key_rule *rules; /* NULL: keys of any name */
        size_t count;
        bool optional;
} sections[] = {
        { "programme", programme_rules, ELEMENTS(programme_rules), false },
        { "text", text_rules, ELEMENTS(text_rules), false },
        { "screen-general", general_rules, ELEMENTS(general_rules), false },
        { "screen-clearance", clearance_rules, ELEMENTS(clearance_rules), false },
        { "red-flags-emergency", flag_rules, ELEMENTS(flag_rules), false },
        { "red-flags-soon", flag_rules, ELEMENTS(flag_rules), false },
        { "tags", NULL, 0, false },
        { "equipment", NULL, 0, true },
};

static void check_section(const struct programmes_place *place, const char *name)
{
        const char *names[ELEMENTS(sections)];

        for (size_t i = 0; i < ELEMENTS(sections); i++) {
                names[i] = sections[i].name;
                if (strcmp(sections[i].name, name) != 0)
                        continue;
                if (sections[i].rules)
                        programmes_check_keys(place, sections[i].rules, sections[i].count, KIND);
                else
                        programmes_check_texts(place);
                return;
        }
        programmes_report_unknown(place, NULL, "unknown", name, names, ELEMENTS(names));
}

/* How many of "q1", "q2" ... @section has. */
static uint8_t count_questions(const struct ini *ini, int section)
{
        char name[16];
        uint8_t count = 0;

        while (section >= 0 && count < SCREENING_QUESTIONS_MAX) {
                (void)snprintf(name, sizeof(name), "q%u", count + 1u);
                if (!ini_find_key(ini, (uint32_t)section, name))
                        break;
                count++;
        }
        return count;
}

/* The index of the question that @text, "q4", names; -1 if it is none of @count. */
static int parse_question(const char *text, uint8_t count)
{
        int64_t number;

        if (*text != 'q' || text[1] == '+' || number_parse_integer(text + 1, 1, count, &number) < 0)
                return -1;
        return (int)number - 1;
}

static void read_clearance(const struct programmes_place *place, struct screening_rules *rules)
{
        static const char *const words[] = { "no", "yes" };
        const struct ini_key *key = value_find(place, "prone-question");
        char name[16];

        rules->clearance_count = count_questions(&place->file->ini, (int)place->section);
        for (unsigned i = 0; i < rules->clearance_count; i++) {
                (void)snprintf(name, sizeof(name), "expect-q%u", i + 1);
                rules->clearance_expected[i] =
                        value_choice(place, name, words, ELEMENTS(words), 1) == 1 ? ANSWER_YES : ANSWER_NO;
                if (!ini_find_key(&place->file->ini, place->section, name))
                        programmes_report(place, NULL, "key '%s': missing", name);
        }
        rules->clearance_prone = -1;
        if (!key)
                return;
        rules->clearance_prone = (int8_t)parse_question(key->value, rules->clearance_count);
        if (rules->clearance_prone < 0)
                programmes_report(place, key, "value '%.64s': not a question (allowed q1..q%u)", key->value,
                        rules->clearance_count);
}

/* A tag is told by a question of the first page, "from q4", or by its own text. */
static void read_tag(const struct programmes_place *place, const struct ini_key *key, size_t tag,
        struct screening_rules *rules)
{
        rules->tag_from[tag] = -1;
        if (!key->value || strncmp(key->value, "from ", 5) != 0)
                return;
        rules->tag_from[tag] = (int8_t)parse_question(key->value + 5, rules->general_count);
        if (rules->tag_from[tag] < 0)
                programmes_report(place, key, "value '%.64s': not a question (allowed from q1..q%u)",
                        key->value, rules->general_count);
}

static void read_tags(const struct programmes_place *place, struct screening_rules *rules)
{
        const struct ini *ini = &place->file->ini;
        char language[PROGRAMME_LANGUAGE_SIZE];
        size_t tags = 0;

        for (size_t i = 0; i < ini->key_count; i++) {
                const struct ini_key *key = &ini->keys[i];

                if (key->section != place->section || programmes_key_language(key, language))
                        continue;
                if (tags == TAGS_MAX) {
                        programmes_report(place, key, "more tags than can be (allowed %d)", TAGS_MAX);
                        return;
                }
                read_tag(place, key, tags++, rules);
        }
}

/* Reads all that is not words; what is not there has been told. */
static void read_rules(const struct programmes_place *file_place, struct screening_rules *rules)
{
        const struct ini *ini = &file_place->file->ini;
        struct programmes_place place = *file_place;
        int section;

        *rules = (struct screening_rules){ .clearance_prone = -1 };
        rules->review_days = (uint16_t)value_integer(&place, "review-days", 1, DAYS_MAX, 1);
        rules->re_ask_after_layoff_days =
                (uint16_t)value_integer(&place, "re-ask-after-layoff-days", 1, DAYS_MAX, 1);
        rules->general_count = count_questions(ini, ini_find_section(ini, "screen-general"));
        for (size_t i = 0; i < SCREENING_QUESTIONS_MAX; i++)
                rules->general_route[i] = -1;
        section = ini_find_section(ini, "screen-clearance");
        if (section >= 0) {
                place.section = (uint32_t)section;
                read_clearance(&place, rules);
        }
        section = ini_find_section(ini, "tags");
        if (section >= 0) {
                place.section = (uint32_t)section;
                read_tags(&place, rules);
        }
}

void programmes_read_safety(const struct programmes_place *place)
{
        static const char *const kinds[] = { "safety" };
        const struct ini *ini = &place->file->ini;
        struct programmes_place at = *place;

        for (uint32_t i = 0; i < ini->section_count; i++) {
                at.section = i;
                check_section(&at, ini->sections[i].name);
        }
        for (size_t i = 0; i < ELEMENTS(sections); i++)
                if (!sections[i].optional && ini_find_section(ini, sections[i].name) < 0)
                        programmes_report(place, NULL, "there is no section '%s'", sections[i].name);
        (void)value_choice(place, "kind", kinds, ELEMENTS(kinds), 0);
        (void)value_integer(place, "version", VERSION_CURRENT, VERSION_CURRENT, VERSION_CURRENT);
        read_rules(place, &place->file->rules);
}
