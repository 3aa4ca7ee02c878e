/* SPDX-License-Identifier: MIT */
#include "wire/match.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/text.h"
#include "base/units.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum match_operator {
        MATCH_DEFAULT,
        MATCH_WORDS,
        MATCH_NONE_OF, /* != */
        MATCH_ABOVE,
        MATCH_AT_LEAST,
        MATCH_BELOW,
        MATCH_AT_MOST,
};

/* One literal; number counts if is_number. */
struct match_word {
        const char *text;
        bool is_number;
        bool is_boolean; /* true or false */
        double number;
};

struct match {
        enum match_operator operator;
        double threshold; /* comparisons in order */
        double hysteresis;
        char *text;   /* what the words point into, behind them */
        size_t count; /* of words */
        struct match_word words[];
};

CLEANUP_DEFINE(struct match *, match_free, match_freep)

struct match *match_free(struct match *match)
{
        free(match);
        return NULL;
}

/* Cuts the white space off both ends of @text, in place. */
static char *trim(char *text)
{
        size_t length;

        text += strspn(text, " \t");
        length = strlen(text);
        while (length > 0 && strchr(" \t", text[length - 1]))
                length--;
        text[length] = '\0';
        return text;
}

/* Reads the operator at the start of *@at; MATCH_WORDS if there is none, or "=" or "==". */
static enum match_operator take_operator(char **at)
{
        static const struct {
                const char *text;
                enum match_operator operator;
        } operators[] = {
                { ">=", MATCH_AT_LEAST },
                { "<=", MATCH_AT_MOST },
                { "==", MATCH_WORDS },
                { "!=", MATCH_NONE_OF },
                { ">", MATCH_ABOVE },
                { "<", MATCH_BELOW },
                { "=", MATCH_WORDS },
        };

        for (size_t i = 0; i < ELEMENTS(operators); i++) {
                size_t length = strlen(operators[i].text);

                if (strncmp(*at, operators[i].text, length) == 0) {
                        *at += length;
                        return operators[i].operator;
                }
        }
        return MATCH_WORDS;
}

static const char *parse_comparison(struct match *match, char *at)
{
        char *tilde = strchr(at, '~');

        if (tilde) {
                *tilde = '\0';
                if (number_parse_real(trim(tilde + 1), &match->hysteresis) < 0 || match->hysteresis < 0)
                        return "behind ~ there must be a number, 0 or more";
        }
        if (number_parse_real(trim(at), &match->threshold) < 0)
                return "a number must follow the comparison";
        return NULL;
}

static const char *add_word(struct match *match, const char *text)
{
        struct match_word *word;

        if (match->count == MATCH_WORDS_MAX)
                return "there are too many alternatives";
        if (*text == '\0')
                return "a word is missing";
        if (strlen(text) > MATCH_WORD_BYTES_MAX)
                return "a word is too long";
        if (strpbrk(text, "<>=~"))
                return "a comparison takes one number, and words take none of < > = ~";
        word = &match->words[match->count++];
        word->text = text;
        word->is_number = number_parse_real(text, &word->number) == 0;
        word->is_boolean = text_equal_nocase(text, "true") || text_equal_nocase(text, "false");
        return NULL;
}

static const char *parse_words(struct match *match, char *at)
{
        while (at) {
                char *bar = strchr(at, '|');
                const char *error;

                if (bar)
                        *bar++ = '\0';
                error = add_word(match, trim(at));
                if (error)
                        return error;
                at = bar;
        }
        return NULL;
}

static const char *parse(struct match *match)
{
        char *at = trim(match->text);

        match->operator= take_operator(&at);
        if (match->operator== MATCH_WORDS || match->operator== MATCH_NONE_OF)
                return parse_words(match, at);
        return parse_comparison(match, at);
}

/* A match with room for as many words as @text has alternatives, and a copy of it; NULL without memory. */
static struct match *match_new(const char *text, size_t length)
{
        size_t words = 1;
        struct match *match;

        for (size_t i = 0; i < length && words < MATCH_WORDS_MAX; i++)
                words += text[i] == '|';
        match = calloc(1, sizeof(*match) + words * sizeof(match->words[0]) + length + 1);
        if (!match)
                return NULL;
        match->text = (char *)(match->words + words);
        if (length > 0)
                memcpy(match->text, text, length);
        return match;
}

int match_parse(const char *text, struct match **ret_match, const char **ret_error)
{
        CLEANUP(match_freep) struct match *match = NULL;
        size_t length = text ? strnlen(text, MATCH_BYTES_MAX + 1) : 0;
        const char *error = NULL;

        if (length > MATCH_BYTES_MAX || (text && !text_is_utf8(text, length))) {
                *ret_error = length > MATCH_BYTES_MAX ? "it is too long" : "it is not UTF-8";
                return -EINVAL;
        }
        match = match_new(text, length);
        if (!match)
                return -ENOMEM;
        if (text)
                error = parse(match);
        if (error) {
                *ret_error = error;
                return -EINVAL;
        }
        *ret_match = TAKE_PTR(match);
        return 0;
}

static bool is_default_word(const char *text)
{
        static const char *const words[] = { "true", "on", "yes", "open", "occupied", "detected", "present",
                "active", "home", "online" };

        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (text_equal_nocase(text, words[i]))
                        return true;
        return false;
}

static bool default_holds(const struct reading *reading)
{
        if (reading->kind == READING_BOOLEAN)
                return reading->boolean;
        if (reading->is_number)
                return reading->number > 0;
        return is_default_word(reading->text);
}

static bool word_holds(const struct match_word *word, const struct reading *reading)
{
        if (reading->kind == READING_BOOLEAN)
                return text_equal_nocase(word->text, reading->boolean ? "true" : "false");
        if (reading->is_number && word->is_number)
                return !(reading->number < word->number) && !(reading->number > word->number);
        return reading->kind == READING_TEXT && text_equal_nocase(word->text, reading->text);
}

/* Whether @word is of a type that @reading can be compared with at all. */
static bool word_can_judge(const struct match_word *word, const struct reading *reading)
{
        if (reading->kind == READING_BOOLEAN)
                return word->is_boolean;
        if (reading->kind == READING_NUMBER)
                return word->is_number;
        return reading->is_number || !word->is_number;
}

static int words_apply(const struct match *match, const struct reading *reading, bool *ret_holds)
{
        bool holds = false;
        bool judged = false;

        for (size_t i = 0; i < match->count; i++) {
                judged = judged || word_can_judge(&match->words[i], reading);
                holds = holds || word_holds(&match->words[i], reading);
        }
        if (!judged)
                return -EINVAL;
        *ret_holds = holds;
        return 0;
}

/* Whether @number is on the true side of @threshold; only one of < > <= >=. */
static bool compare(enum match_operator operator, double number, double threshold)
{
        switch (operator) {
        case MATCH_ABOVE: return number > threshold;
        case MATCH_AT_LEAST: return number >= threshold;
        case MATCH_BELOW: return number < threshold;
        case MATCH_AT_MOST: return number <= threshold;
        case MATCH_DEFAULT:
        case MATCH_WORDS:
        case MATCH_NONE_OF: break;
        }
        return false;
}

/* Inside the band of the hysteresis, its far edge included, what was before stays. */
static bool comparison_holds(const struct match *match, double number, bool before)
{
        bool rising = match->operator== MATCH_ABOVE || match->operator== MATCH_AT_LEAST;
        double far_edge = match->threshold + (rising ? -match->hysteresis : match->hysteresis);

        if (compare(match->operator, number, match->threshold))
                return true;
        if (!before || match->hysteresis <= 0)
                return false;
        return rising ? number >= far_edge : number <= far_edge;
}

/* Whether @reading holds; @before is what held before. */
static int judge(const struct match *match, const struct reading *reading, bool before, bool *ret_holds)
{
        int r;

        switch (match->operator) {
        case MATCH_DEFAULT: *ret_holds = default_holds(reading); return 0;
        case MATCH_WORDS: return words_apply(match, reading, ret_holds);
        case MATCH_NONE_OF:
                r = words_apply(match, reading, ret_holds);
                if (r < 0)
                        return r;
                *ret_holds = !*ret_holds;
                return 0;
        case MATCH_ABOVE:
        case MATCH_AT_LEAST:
        case MATCH_BELOW:
        case MATCH_AT_MOST:
                if (!reading->is_number)
                        return -EINVAL;
                *ret_holds = comparison_holds(match, reading->number, before);
                return 0;
        }
        return -EINVAL;
}

int match_apply(const struct match *match, const struct reading *reading, enum source_value before,
        enum source_value *ret_value)
{
        bool holds = false;
        int r;

        if (reading->kind == READING_NOTHING) {
                *ret_value = SOURCE_VALUE_NOTHING;
                return 0;
        }
        r = judge(match, reading, before == SOURCE_VALUE_TRUE, &holds);
        if (r < 0)
                return r;
        *ret_value = holds ? SOURCE_VALUE_TRUE : SOURCE_VALUE_FALSE;
        return 0;
}
