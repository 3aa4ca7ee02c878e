/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "base/cleanup.h"
#include "wire/publish.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PEOPLE_TEXT_SIZE (API_PEOPLE_NAMED_MAX * (TEXT_ID_SIZE + 2) + 32)

int api_error_denied(sd_bus_error *error, const struct api_rights *rights)
{
        if (rights->session_bus)
                return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED,
                        "Only the user whose daemon this is may do this, and root.");
        return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED,
                "Only members of the group '" API_GROUP
                "' may do this, root, and for themselves people whose user is set in the configuration.");
}

int api_error_private(sd_bus_error *error)
{
        return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED,
                "The health questions are for the person's own user, as the configuration names it, and for "
                "root.");
}

int api_error_no_programme(sd_bus_error *error)
{
        return sd_bus_error_set(error, API_ERROR ".NoProgramme",
                "The configuration names no programme for this person; 'programmes' does, such as "
                "upper-back-strength.");
}

/* Takes the next word to name out of @words: the nearest to @id of those left, else the first. */
static const char *take_word(const char *id, const char **words, size_t *count)
{
        const char *word = text_nearest(id, words, *count);
        size_t i = 0;

        while (word && words[i] != word)
                i++;
        word = words[i];
        (*count)--;
        memmove(&words[i], &words[i + 1], (*count - i) * sizeof(*words));
        return word;
}

static void print_people(const char *id, const char **words, size_t count, char text[static PEOPLE_TEXT_SIZE])
{
        size_t length = 0;

        text[0] = '\0';
        for (size_t i = 0; i < API_PEOPLE_NAMED_MAX && count > 0; i++) {
                const char *word = take_word(id, words, &count);

                length += (size_t)snprintf(
                        text + length, PEOPLE_TEXT_SIZE - length, "%s%s", i > 0 ? ", " : "", word);
        }
        if (count > 0)
                snprintf(text + length, PEOPLE_TEXT_SIZE - length, " and %zu more", count);
}

/* Ids have no capitals: who writes "Ben" means ben. What is too long means nobody. */
static void lower_id(const char *id, char lowered[static TEXT_ID_SIZE])
{
        size_t length = strnlen(id, TEXT_ID_SIZE);

        if (length == TEXT_ID_SIZE)
                length = 0;
        for (size_t i = 0; i < length; i++)
                lowered[i] = id[i] >= 'A' && id[i] <= 'Z' ? (char)(id[i] - 'A' + 'a') : id[i];
        lowered[length] = '\0';
}

int api_error_unknown_person(sd_bus_error *error, const struct api *api, const char *id)
{
        CLEANUP_FREE const char **words = calloc((size_t)api->count + 1, sizeof(*words));
        char meant[TEXT_ID_SIZE];
        char text[PEOPLE_TEXT_SIZE];

        if (!words)
                return -ENOMEM;
        for (uint32_t i = 0; i < api->count; i++)
                words[i] = api->people[i].id;
        lower_id(id, meant);
        print_people(meant, words, api->count, text);
        return sd_bus_error_setf(error, API_ERROR ".UnknownPerson", "There is no person '%s'. Known: %s.",
                text_is_id(meant) ? meant : "", api->count > 0 ? text : "nobody");
}

int api_error_no_history(sd_bus_error *error)
{
        return sd_bus_error_set(error, API_ERROR ".NoHistory",
                "There is no history: the daemon could not open its store. Its log says why.");
}

int api_error_refused(sd_bus_error *error, const struct effect *refusal)
{
        CLEANUP_FREE char *text = publish_refusal(refusal);

        if (!text)
                return -ENOMEM;
        return sd_bus_error_set(error,
                refusal->error.refusal == REFUSAL_RANGE ? SD_BUS_ERROR_INVALID_ARGS : API_ERROR ".Refused",
                text);
}

int api_error_invalid(sd_bus_error *error, const char *format, ...)
{
        va_list arguments;
        int r;

        va_start(arguments, format);
        r = sd_bus_error_setfv(error, SD_BUS_ERROR_INVALID_ARGS, format, arguments);
        va_end(arguments);
        return r;
}
