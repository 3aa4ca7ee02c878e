/* SPDX-License-Identifier: MIT */
#include "config/programmes_value.h"

#include "base/number.h"

#include <string.h>

const struct ini_key *value_find(const struct programmes_place *place, const char *name)
{
        const struct ini_key *key = ini_find_key(&place->file->ini, place->section, name);

        return key && key->value ? key : NULL;
}

int64_t value_integer(
        const struct programmes_place *place, const char *name, int64_t min, int64_t max, int64_t fallback)
{
        const struct ini_key *key = value_find(place, name);
        int64_t value = fallback;

        if (key && number_parse_integer(key->value, min, max, &value) < 0)
                programmes_report(place, key,
                        "value '%.64s': not a whole number in range (allowed %lld..%lld)", key->value,
                        (long long)min, (long long)max);
        return value;
}

unsigned value_choice(const struct programmes_place *place, const char *name, const char *const *words,
        size_t count, unsigned fallback)
{
        const struct ini_key *key = value_find(place, name);
        char allowed[256] = "";
        char reason[400];

        if (!key)
                return fallback;
        for (size_t i = 0; i < count; i++) {
                size_t length = strlen(allowed);

                if (strcmp(words[i], key->value) == 0)
                        return (unsigned)i;
                snprintf(allowed + length, sizeof(allowed) - length, "%s%s", i > 0 ? ", " : "", words[i]);
        }
        snprintf(reason, sizeof(reason), "value '%.64s': unknown, allowed are %s", key->value, allowed);
        programmes_report_unknown(place, key, reason, key->value, words, count);
        return fallback;
}

bool value_yes(const struct programmes_place *place, const char *name)
{
        static const char *const words[] = { "no", "yes" };

        return value_choice(place, name, words, ELEMENTS(words), 0) == 1;
}

static bool has_item(const struct value_list *list, const char *item)
{
        for (size_t i = 0; i < list->count; i++)
                if (strcmp(list->items[i], item) == 0)
                        return true;
        return false;
}

/* Cuts white space off both ends. */
static char *trim(char *text)
{
        size_t length;

        text += strspn(text, " \t");
        length = strlen(text);
        while (length > 0 && strchr(" \t", text[length - 1]))
                text[--length] = '\0';
        return text;
}

/* What is wrong with one more @item; NULL if nothing. */
static const char *item_fault(const struct value_list *list, const char *item, size_t max)
{
        if (*item == '\0')
                return "an item between commas is empty";
        if (list->count == max)
                return "too many items";
        return has_item(list, item) ? "an item is there twice" : NULL;
}

/* Cuts the list of @key into its items. Returns what is wrong with it; NULL if nothing. */
static const char *cut_list(const struct ini_key *key, size_t max, struct value_list *list)
{
        char *at = list->text;

        *list = (struct value_list){ .key = key };
        if (!key || strcmp(key->value, "none") == 0)
                return NULL;
        snprintf(list->text, sizeof(list->text), "%s", key->value);
        while (at) {
                char *comma = strchr(at, ',');
                const char *fault;

                if (comma)
                        *comma = '\0';
                at = trim(at);
                fault = item_fault(list, at, max);
                if (fault) {
                        *list = (struct value_list){ 0 };
                        return fault;
                }
                list->items[list->count++] = at;
                at = comma ? comma + 1 : NULL;
        }
        return NULL;
}

void value_read_list(
        const struct programmes_place *place, const char *name, size_t max, struct value_list *ret_list)
{
        const struct ini_key *key = value_find(place, name);
        const char *fault = cut_list(key, max, ret_list);

        if (fault)
                programmes_report(place, key, "value '%.64s': %s (allowed 0..%zu items, or none)", key->value,
                        fault, max);
}

void value_take_list(
        const struct programmes_place *place, const char *name, size_t max, struct value_list *ret_list)
{
        (void)cut_list(value_find(place, name), max, ret_list);
}

uint32_t value_flags(const struct programmes_place *place, const char *name)
{
        struct value_list list;
        uint32_t flags = 0;

        value_read_list(place, name, EXERCISE_FLAG_COUNT, &list);
        for (size_t i = 0; i < list.count; i++) {
                unsigned flag = 0;

                while (flag < EXERCISE_FLAG_COUNT && strcmp(exercise_flag_names[flag], list.items[i]) != 0)
                        flag++;
                if (flag < EXERCISE_FLAG_COUNT)
                        flags |= UINT32_C(1) << flag;
                else
                        programmes_report_name(place, list.key, "flag", list.items[i], exercise_flag_names,
                                EXERCISE_FLAG_COUNT);
        }
        return flags;
}
