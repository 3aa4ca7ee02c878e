/* SPDX-License-Identifier: MIT */
/*
 * At the end of listening: which candidates are used as they are, what they are called, in which order.
 */
#include "wire/discovered_inside.h"

#include "base/text.h"
#include "base/units.h"
#include "wire/device_words.h"

#include <stdio.h>
#include <string.h>

/* Of a name, before a number that makes it the only one. */
#define STEM_MAX 40

static bool is_channel(const struct candidate *candidate)
{
        return candidate->kind == CANDIDATE_LIGHT || candidate->kind == CANDIDATE_SPEECH;
}

static bool is_at_desk(const struct candidate *candidate)
{
        return device_words_match(candidate->label, DEVICE_WORDS_WORKPLACE) ||
               device_words_match(candidate->device, DEVICE_WORDS_WORKPLACE) ||
               device_words_match(candidate->topic, DEVICE_WORDS_WORKPLACE) ||
               device_words_match(candidate->room, DEVICE_WORDS_WORKPLACE) ||
               device_words_match(candidate->extras[0].value, DEVICE_WORDS_WORKPLACE);
}

static void append_reason(struct candidate *candidate, const char *reason)
{
        size_t length = strlen(candidate->why);

        (void)snprintf(candidate->why + length, sizeof(candidate->why) - length, "%s", reason);
}

/* Of those that come in every room only what is at the desk, or is the only one, is the person's. */
static void choose_by_place(struct discovered *discovered, enum candidate_kind kind)
{
        size_t several = 0;

        for (size_t i = 0; i < discovered->count; i++)
                several += discovered->candidates[i].kind == kind &&
                           (kind != CANDIDATE_PRESENCE || discovered->candidates[i].sure);
        for (size_t i = 0; i < discovered->count; i++) {
                struct candidate *candidate = &discovered->candidates[i];

                if (candidate->kind != kind || (kind == CANDIDATE_PRESENCE && !candidate->sure))
                        continue;
                candidate->sure = several == 1 || is_at_desk(candidate);
                if (several > 1)
                        append_reason(candidate,
                                candidate->sure ? "; its name says that it is by the desk"
                                                : "; there are several, and its name is not of a desk");
        }
}

static int order_of(const struct candidate *candidate)
{
        return 2 * (int)candidate->kind + !candidate->sure;
}

static int compare(const void *a, const void *b)
{
        const struct candidate *left = a;
        const struct candidate *right = b;
        int order = order_of(left) - order_of(right);

        if (order == 0)
                order = strcmp(left->label, right->label);
        if (order == 0)
                order = strcmp(left->topic, right->topic);
        return order != 0 ? order : strcmp(left->field, right->field);
}

/* More than a person can have are left to choose from. */
static void limit(struct discovered *discovered)
{
        size_t sure[CANDIDATE_KIND_MAX_] = { 0 };

        for (size_t i = 0; i < discovered->count; i++) {
                struct candidate *candidate = &discovered->candidates[i];

                if (candidate->sure && ++sure[candidate->kind] > DISCOVERED_SURE_MAX) {
                        candidate->sure = false;
                        append_reason(candidate, "; there are many of them");
                }
        }
}

/* "Office chair" as office-chair; what has no letter of ASCII by its kind. */
static void make_stem(const struct candidate *candidate, char stem[static STEM_MAX + 1])
{
        static const char *const plain[CANDIDATE_KIND_MAX_] = {
                [CANDIDATE_SEAT] = "chair",
                [CANDIDATE_PRESENCE] = "radar",
                [CANDIDATE_DESK] = "desk",
                [CANDIDATE_ACTIVITY] = "pc",
                [CANDIDATE_HOME] = "home",
                [CANDIDATE_LIGHT] = "lamp",
                [CANDIDATE_SPEECH] = "speaker",
        };
        size_t length = 0;

        for (const char *at = candidate->label; *at != '\0' && length < STEM_MAX; at++) {
                char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;

                if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                        stem[length++] = c;
                else if (length > 0 && stem[length - 1] != '-')
                        stem[length++] = '-';
        }
        while (length > 0 && stem[length - 1] == '-')
                length--;
        stem[length] = '\0';
        if (length == 0)
                (void)text_copy(stem, STEM_MAX + 1, plain[candidate->kind]);
}

static bool is_taken(const struct discovered *discovered, size_t before, const char *name)
{
        for (size_t i = 0; i < before; i++)
                if (is_channel(&discovered->candidates[i]) == is_channel(&discovered->candidates[before]) &&
                        strcmp(discovered->candidates[i].name, name) == 0)
                        return true;
        return false;
}

static void name(struct discovered *discovered, size_t i)
{
        struct candidate *candidate = &discovered->candidates[i];
        char stem[STEM_MAX + 1];

        make_stem(candidate, stem);
        (void)text_copy(candidate->name, sizeof(candidate->name), stem);
        for (unsigned number = 2; is_taken(discovered, i, candidate->name); number++)
                (void)snprintf(candidate->name, sizeof(candidate->name), "%s-%u", stem, number);
}

void discovered_choose(struct discovered *discovered)
{
        choose_by_place(discovered, CANDIDATE_PRESENCE);
        choose_by_place(discovered, CANDIDATE_LIGHT);
        choose_by_place(discovered, CANDIDATE_SPEECH);
        if (discovered->count > 0)
                qsort(discovered->candidates, discovered->count, sizeof(*discovered->candidates), compare);
        limit(discovered);
        /* Those that are too many come behind the others. */
        if (discovered->count > 0)
                qsort(discovered->candidates, discovered->count, sizeof(*discovered->candidates), compare);
        for (size_t i = 0; i < discovered->count; i++)
                name(discovered, i);
}
