/* SPDX-License-Identifier: MIT */
#include "wire/phrases.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/template.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum word {
        WORD_NAME,
        WORD_NEXT,
        WORD_LOAD,
        WORD_COUNT,
        WORD_REPS,
        WORD_SECONDS,
        WORD_SET,
        WORD_SETS,
        WORD_MAX_,
};

static const char *const word_names[WORD_MAX_] = {
        [WORD_NAME] = "name",
        [WORD_NEXT] = "next",
        [WORD_LOAD] = "load",
        [WORD_COUNT] = "count",
        [WORD_REPS] = "reps",
        [WORD_SECONDS] = "seconds",
        [WORD_SET] = "set",
        [WORD_SETS] = "sets",
};

const char *const phrase_names[PHRASE_MAX_] = {
        [PHRASE_SET] = "set",
        [PHRASE_TIMES] = "times",
        [PHRASE_ONCE] = "once",
        [PHRASE_EACH_SIDE] = "each-side",
        [PHRASE_LEFT] = "left",
        [PHRASE_RIGHT] = "right",
        [PHRASE_HOLD] = "hold",
        [PHRASE_HOLD_EACH] = "hold-each",
        [PHRASE_LOAD] = "load",
        [PHRASE_DECIMAL_MARK] = "decimal-mark",
        [PHRASE_PROGRESS] = "progress",
        [PHRASE_HALFWAY] = "halfway",
        [PHRASE_LAST_THREE] = "last-three",
        [PHRASE_SWITCH] = "switch",
        [PHRASE_SWITCH_LEFT] = "switch-left",
        [PHRASE_SWITCH_RIGHT] = "switch-right",
        [PHRASE_REST] = "rest",
        [PHRASE_REST_SAME] = "rest-same",
        [PHRASE_REST_NEXT] = "rest-next",
        [PHRASE_SAME] = "same",
        [PHRASE_NEXT] = "next",
        [PHRASE_EFFORT] = "effort",
        [PHRASE_WHICH] = "which",
        [PHRASE_PAUSED] = "paused",
        [PHRASE_RESUMED] = "resumed",
        [PHRASE_RESUMED_AT] = "resumed-at",
        [PHRASE_INTERRUPTED] = "interrupted",
        [PHRASE_STOPPED] = "stopped",
        [PHRASE_THANKS] = "thanks",
        [PHRASE_EASIER] = "easier",
        [PHRASE_STEP_UP] = "step-up",
        [PHRASE_PAIN_MILD] = "pain-mild",
        [PHRASE_PAIN_SKIP] = "pain-skip",
        [PHRASE_PAIN_STOP] = "pain-stop",
        [PHRASE_SUSPENDED] = "suspended",
        [PHRASE_LIGHT_WEEK] = "light-week",
        [PHRASE_SHORT] = "short",
        [PHRASE_BACK] = "back",
        [PHRASE_WEEK_ONE] = "week-one",
        [PHRASE_WEEK_THREE] = "week-three",
};

#define BIT(word) (1U << (word))

/* Which placeholders a phrase may have. */
static unsigned phrase_words(enum phrase phrase)
{
        static const unsigned words[PHRASE_MAX_] = {
                [PHRASE_SET] = BIT(WORD_SET) | BIT(WORD_SETS),
                [PHRASE_TIMES] = BIT(WORD_REPS),
                [PHRASE_HOLD] = BIT(WORD_SECONDS),
                [PHRASE_HOLD_EACH] = BIT(WORD_SECONDS),
                [PHRASE_LOAD] = BIT(WORD_LOAD),
                [PHRASE_PROGRESS] = BIT(WORD_COUNT) | BIT(WORD_REPS),
                [PHRASE_REST] = BIT(WORD_SECONDS),
                [PHRASE_REST_SAME] = BIT(WORD_SECONDS),
                [PHRASE_REST_NEXT] = BIT(WORD_SECONDS) | BIT(WORD_NEXT),
                [PHRASE_NEXT] = BIT(WORD_NEXT),
                [PHRASE_RESUMED_AT] = BIT(WORD_COUNT),
                [PHRASE_EASIER] = BIT(WORD_NAME),
                [PHRASE_SUSPENDED] = BIT(WORD_NAME),
        };

        return words[phrase];
}

static bool is_right(enum phrase phrase, const char *text, size_t length)
{
        struct template_word words[WORD_MAX_];
        size_t count = 0;

        for (unsigned i = 0; i < WORD_MAX_; i++)
                if (phrase_words(phrase) & BIT(i))
                        words[count++] = (struct template_word){ .name = word_names[i] };
        return length > 0 && text_is_utf8(text, length) && !template_check_words(text, words, count, true);
}

int phrases_set(struct phrases *phrases, enum phrase phrase, const char *text)
{
        size_t length = strnlen(text, PHRASE_BYTES_MAX + 1);
        char *copy;

        if (length > PHRASE_BYTES_MAX)
                return -E2BIG;
        if (!is_right(phrase, text, length))
                return -EINVAL;
        copy = strdup(text);
        if (!copy)
                return -ENOMEM;
        free(phrases->texts[phrase]);
        phrases->texts[phrase] = copy;
        return 0;
}

void phrases_done(struct phrases *phrases)
{
        for (unsigned i = 0; i < PHRASE_MAX_; i++)
                free(phrases->texts[i]);
        *phrases = (struct phrases){ 0 };
}

/* Text that grows within its limit. */
struct target {
        char bytes[4 * PHRASE_BYTES_MAX];
        size_t length;
        bool is_full;
};

static void append(struct target *target, const char *bytes, size_t length)
{
        if (length >= sizeof(target->bytes) - target->length) {
                target->is_full = true;
                return;
        }
        memcpy(target->bytes + target->length, bytes, length);
        target->length += length;
}

static void append_number(struct target *target, unsigned number)
{
        char digits[16];
        int length = snprintf(digits, sizeof(digits), "%u", number);

        append(target, digits, (size_t)length);
}

static void append_word(struct target *target, enum word word, const struct phrase_values *values)
{
        const char *text = NULL;

        switch (word) {
        case WORD_NAME: text = values->name; break;
        case WORD_NEXT: text = values->next; break;
        case WORD_LOAD: text = values->load; break;
        case WORD_COUNT: append_number(target, values->count); return;
        case WORD_REPS: append_number(target, values->reps); return;
        case WORD_SECONDS: append_number(target, values->seconds); return;
        case WORD_SET: append_number(target, values->set); return;
        case WORD_SETS: append_number(target, values->sets); return;
        case WORD_MAX_: break;
        }
        append(target, text ? text : "", text ? strlen(text) : 0);
}

/* The placeholder whose name, @length bytes, stands at @name. */
static enum word find_word(const char *name, size_t length)
{
        unsigned word = 0;

        while (word < WORD_MAX_ &&
                (strlen(word_names[word]) != length || strncmp(word_names[word], name, length) != 0))
                word++;
        return (enum word)word;
}

int phrases_fill(const struct phrases *phrases, enum phrase phrase, const struct phrase_values *values,
        char *text, size_t size)
{
        const char *pattern = phrases->texts[phrase];
        struct target target = { 0 };

        if (!pattern)
                return -ENOENT;
        while (*pattern != '\0') {
                size_t plain = strcspn(pattern, "{");
                size_t length;

                append(&target, pattern, plain);
                pattern += plain;
                if (*pattern == '\0')
                        break;
                /* phrases_set() has seen to it that each brace has its other and a name between. */
                length = strcspn(++pattern, "}");
                append_word(&target, find_word(pattern, length), values);
                pattern += length + 1;
        }
        if (target.is_full)
                return -ENAMETOOLONG;
        target.bytes[target.length] = '\0';
        return text_copy(text, size, target.bytes);
}
