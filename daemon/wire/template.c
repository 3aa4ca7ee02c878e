/* SPDX-License-Identifier: MIT */
#include "wire/template.h"

#include "base/units.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* Written to twice: first without bytes, to learn the length. */
struct output {
        char *bytes;
        size_t length;
};

static void put(struct output *output, const char *bytes, size_t length)
{
        if (output->bytes)
                memcpy(output->bytes + output->length, bytes, length);
        output->length += length;
}

static void put_json_character(struct output *output, char character)
{
        char escaped[8];

        if (character == '"' || character == '\\')
                snprintf(escaped, sizeof(escaped), "\\%c", character);
        else if ((unsigned char)character < 0x20)
                snprintf(escaped, sizeof(escaped), "\\u%04x", (unsigned)character);
        else
                snprintf(escaped, sizeof(escaped), "%c", character);
        put(output, escaped, strlen(escaped));
}

static void put_value(struct output *output, const char *value, bool json)
{
        if (!value)
                return;
        if (!json) {
                put(output, value, strlen(value));
                return;
        }
        for (; *value != '\0'; value++)
                put_json_character(output, *value);
}

static const struct template_word *find_word(
        const char *name, size_t length, const struct template_word *words, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (strlen(words[i].name) == length && memcmp(words[i].name, name, length) == 0)
                        return &words[i];
        return NULL;
}

/* The placeholder that the brace at @at begins; NULL if it begins none. @ret_length includes both braces. */
static const struct template_word *placeholder_at(
        const char *at, const struct template_word *words, size_t count, size_t *ret_length)
{
        size_t letters = strspn(at + 1, LETTERS);

        if (at[0] != '{' || at[1 + letters] != '}')
                return NULL;
        *ret_length = letters + 2;
        return find_word(at + 1, letters, words, count);
}

static void fill(struct output *output, const char *pattern, const struct template_word *words, size_t count,
        bool json)
{
        while (*pattern != '\0') {
                size_t plain = strcspn(pattern, "{");
                const struct template_word *word;
                size_t length = 1;

                put(output, pattern, plain);
                pattern += plain;
                if (*pattern == '\0')
                        break;
                word = placeholder_at(pattern, words, count, &length);
                if (word) {
                        put_value(output, word->value, json);
                        pattern += length;
                } else {
                        put(output, pattern, 1);
                        pattern++;
                }
        }
}

char *template_fill_words(const char *pattern, const struct template_word *words, size_t count, bool json)
{
        struct output output = { 0 };

        fill(&output, pattern, words, count, json);
        output.bytes = malloc(output.length + 1);
        if (!output.bytes)
                return NULL;
        output.length = 0;
        fill(&output, pattern, words, count, json);
        output.bytes[output.length] = '\0';
        return output.bytes;
}

/* What is wrong with the brace at @at, NULL for nothing; @ret_length is how far it reaches. */
static const char *check_brace(
        const char *at, const struct template_word *words, size_t count, bool strict, size_t *ret_length)
{
        size_t letters = strspn(at + 1, LETTERS);
        bool known = letters > 0 && find_word(at + 1, letters, words, count);

        *ret_length = 1;
        if (at[0] == '{' && letters > 0 && at[1 + letters] == '}') {
                *ret_length = letters + 2;
                return known ? NULL : "there is no placeholder of that name";
        }
        if (at[0] == '{' && known)
                return "a placeholder lacks its closing brace";
        return strict ? "a brace stands alone" : NULL;
}

const char *template_check_words(
        const char *pattern, const struct template_word *words, size_t count, bool strict)
{
        for (pattern += strcspn(pattern, "{}"); *pattern != '\0'; pattern += strcspn(pattern, "{}")) {
                size_t length;
                const char *wrong = check_brace(pattern, words, count, strict, &length);

                if (wrong)
                        return wrong;
                pattern += length;
        }
        return NULL;
}

#define TEMPLATE_WORDS 6

static const struct template_word template_names[TEMPLATE_WORDS] = {
        { .name = "text" },
        { .name = "title" },
        { .name = "person" },
        { .name = "id" },
        { .name = "level" },
        { .name = "seconds" },
};

const char *template_check(const char *pattern)
{
        return template_check_words(pattern, template_names, TEMPLATE_WORDS, false);
}

static bool is_json(const char *pattern)
{
        size_t length;

        pattern += strspn(pattern, " \t\r\n");
        if (*pattern == '{')
                return !placeholder_at(pattern, template_names, TEMPLATE_WORDS, &length);
        return *pattern == '[';
}

char *template_fill(const char *pattern, const struct template_values *values)
{
        char level[12];
        char seconds[24];
        const struct template_word words[TEMPLATE_WORDS] = {
                { "text", values->text },
                { "title", values->title },
                { "person", values->person },
                { "id", values->id },
                { "level", level },
                { "seconds", seconds },
        };

        snprintf(level, sizeof(level), "%u", values->level);
        snprintf(seconds, sizeof(seconds), "%" PRId64, values->seconds);
        return template_fill_words(pattern, words, ELEMENTS(words), is_json(pattern));
}
