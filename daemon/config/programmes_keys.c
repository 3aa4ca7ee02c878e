/* SPDX-License-Identifier: MIT */
#include "config/programmes_keys.h"

#include <string.h>

#define RULES_MAX     48
#define KEY_NAME_SIZE 64

/* A key's name in its parts: "do-", 1, "de". */
struct key_name {
        char stem[KEY_NAME_SIZE]; /* without the language */
        const char *language;     /* "de]" in the key, or NULL */
        const struct key_rule *rule;
        unsigned number;
};

bool programmes_key_language(const struct ini_key *key, char language[static PROGRAMME_LANGUAGE_SIZE])
{
        const char *open = strchr(key->name, '[');
        size_t length;

        if (!open)
                return false;
        length = strspn(open + 1, PROGRAMME_LANGUAGE_CHARACTERS);
        if (length < 2 || length >= PROGRAMME_LANGUAGE_SIZE || strcmp(open + 1 + length, "]") != 0)
                return false;
        memcpy(language, open + 1, length);
        language[length] = '\0';
        return true;
}

/* Reads "1" to the rule's last number, without zeros before it; 0 if it is none. */
static unsigned parse_number(const char *text, unsigned last)
{
        unsigned number = 0;

        if (*text < '1' || *text > '9' || strlen(text) > 2)
                return 0;
        for (; *text >= '0' && *text <= '9'; text++)
                number = 10 * number + (unsigned)(*text - '0');
        return *text == '\0' && number <= last ? number : 0;
}

static bool fits_rule(struct key_name *name, const struct key_rule *rule)
{
        size_t length = strlen(rule->name);

        if (strncmp(name->stem, rule->name, length) != 0)
                return false;
        name->number = rule->numbers > 0 ? parse_number(name->stem + length, rule->numbers) : 0;
        return rule->numbers > 0 ? name->number > 0 : name->stem[length] == '\0';
}

/* Takes the name of @key apart; false if it is too long to be any. */
static bool split_name(const struct ini_key *key, struct key_name *name)
{
        const char *open = strchr(key->name, '[');
        size_t length = open ? (size_t)(open - key->name) : strlen(key->name);

        *name = (struct key_name){ .language = open ? open + 1 : NULL };
        if (length >= sizeof(name->stem))
                return false;
        memcpy(name->stem, key->name, length);
        return true;
}

static void find_rule(struct key_name *name, const struct key_rule *rules, size_t count, uint8_t kind)
{
        for (size_t i = 0; i < count && !name->rule; i++)
                if ((rules[i].allowed & kind) && fits_rule(name, &rules[i]))
                        name->rule = &rules[i];
}

static void report_unknown(const struct programmes_place *place, const struct ini_key *key, const char *stem,
        const struct key_rule *rules, size_t count, uint8_t kind)
{
        char names[RULES_MAX][KEY_NAME_SIZE];
        const char *words[RULES_MAX];
        size_t known = 0;

        for (size_t i = 0; i < count && known < RULES_MAX; i++) {
                if (!(rules[i].allowed & kind))
                        continue;
                snprintf(names[known], KEY_NAME_SIZE, "%s%s", rules[i].name, rules[i].numbers > 0 ? "1" : "");
                words[known] = names[known];
                known++;
        }
        programmes_report_unknown(place, key, "unknown", stem, words, known);
}

/* Adds @code to the languages, if there is room. */
static bool add_language(struct programmes *programmes, const char *code)
{
        for (size_t i = 0; i < programmes->language_count; i++)
                if (strcmp(programmes->languages[i].code, code) == 0)
                        return true;
        if (programmes->language_count == PROGRAMME_LANGUAGES_MAX)
                return false;
        snprintf(programmes->languages[programmes->language_count++].code, PROGRAMME_LANGUAGE_SIZE, "%s",
                code);
        return true;
}

static void check_language(
        const struct programmes_place *place, const struct ini_key *key, const struct key_name *name)
{
        char language[PROGRAMME_LANGUAGE_SIZE];

        if (!programmes_key_language(key, language))
                programmes_report(place, key, "not a language such as [de] or [pt-br]");
        else if (strcmp(language, "en") == 0)
                programmes_report(place, key, "the text without a language is the English one");
        else if (!ini_find_key(&place->file->ini, place->section, name->stem))
                programmes_report(place, key, "there is no '%s' to be translated", name->stem);
        else if (!add_language(place->programmes, language))
                programmes_report(
                        place, key, "more languages than can be (allowed %d)", PROGRAMME_LANGUAGES_MAX - 1);
}

/* Characters, not bytes. */
static size_t count_characters(const char *text)
{
        size_t count = 0;

        for (; *text != '\0'; text++)
                count += ((unsigned char)*text & 0xc0) != 0x80;
        return count;
}

static void check_text(const struct programmes_place *place, const struct ini_key *key, enum key_form form)
{
        size_t max = form == KEY_SPOKEN ? PROGRAMME_LINE_CHARACTERS_MAX : PROGRAMME_SHOWN_CHARACTERS_MAX;
        size_t count;

        if (!key->value)
                return;
        count = count_characters(key->value);
        if (count > max)
                programmes_report(place, key, "%zu characters are too many (allowed 1..%zu)", count, max);
        for (const char *at = key->value; *at != '\0'; at++)
                if ((unsigned char)*at < ' ' || *at == 0x7f) {
                        programmes_report(place, key, "has a control character");
                        return;
                }
}

/* The one before in the numbers must be there too. */
static void check_number(
        const struct programmes_place *place, const struct ini_key *key, const struct key_name *name)
{
        char before[KEY_NAME_SIZE + 16];

        if (name->number < 2 || name->rule->sparse || name->language)
                return;
        snprintf(before, sizeof(before), "%s%u", name->rule->name, name->number - 1);
        if (!ini_find_key(&place->file->ini, place->section, before))
                programmes_report(place, key, "there is no '%s'", before);
}

static void check_key(const struct programmes_place *place, const struct ini_key *key,
        const struct key_rule *rules, size_t count, uint8_t kind)
{
        struct key_name name;

        if (split_name(key, &name))
                find_rule(&name, rules, count, kind);
        if (!name.rule) {
                report_unknown(place, key, name.stem, rules, count, kind);
                return;
        }
        if (name.language && name.rule->form != KEY_SPOKEN && name.rule->form != KEY_SHOWN) {
                programmes_report(place, key, "not a text, which could be in a language");
                return;
        }
        if (name.language)
                check_language(place, key, &name);
        check_number(place, key, &name);
        if (name.rule->form != KEY_DATA)
                check_text(place, key, name.rule->form);
}

static void check_required(const struct programmes_place *place, const struct key_rule *rule)
{
        char name[KEY_NAME_SIZE];

        snprintf(name, sizeof(name), "%s%s", rule->name, rule->numbers > 0 ? "1" : "");
        if (!ini_find_key(&place->file->ini, place->section, name))
                programmes_report(place, NULL, "key '%s': missing", name);
}

void programmes_check_keys(
        const struct programmes_place *place, const struct key_rule *rules, size_t count, uint8_t kind)
{
        const struct ini *ini = &place->file->ini;

        for (size_t i = 0; i < count; i++)
                if ((rules[i].required & kind) == kind)
                        check_required(place, &rules[i]);
        for (size_t i = 0; i < ini->key_count; i++)
                if (ini->keys[i].section == place->section)
                        check_key(place, &ini->keys[i], rules, count, kind);
}

void programmes_check_texts(const struct programmes_place *place)
{
        const struct ini *ini = &place->file->ini;

        for (size_t i = 0; i < ini->key_count; i++) {
                const struct ini_key *key = &ini->keys[i];
                struct key_name name;

                if (key->section != place->section)
                        continue;
                if (!split_name(key, &name) || !text_is_id(name.stem)) {
                        programmes_report(place, key, "not a name (1 to 32 of a-z 0-9 _ -)");
                        continue;
                }
                if (name.language)
                        check_language(place, key, &name);
                check_text(place, key, KEY_SHOWN);
        }
}
