/* SPDX-License-Identifier: MIT */
#include "app/catalogues.h"

#include "base/cleanup.h"
#include "config/problems.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool has_language(const struct catalogue_set *catalogues, const char *language)
{
        for (size_t i = 0; i < catalogues->count; i++)
                if (strcmp(catalogue_language(catalogues->items[i]), language) == 0)
                        return true;
        return false;
}

static int load_language(const struct settings *settings, const char *language,
        struct config_problems *problems, struct catalogue_set *catalogues)
{
        struct catalogue **items;
        int r;

        items = reallocarray(catalogues->items, catalogues->count + 1, sizeof(*items));
        if (!items)
                return -ENOMEM;
        catalogues->items = items;
        r = messages_load(messages_directory(), language, problems, &items[catalogues->count]);
        if (r == -ENOENT)
                problems_add(problems, settings->file, 0, false,
                        "there are no messages in the language '%s' in '%s'", language, messages_directory());
        if (r < 0)
                return r;
        catalogues->count++;
        return 0;
}

int catalogues_load(const struct settings *settings, struct config_problems *problems,
        struct catalogue_set *ret_catalogues)
{
        CLEANUP(catalogues_done) struct catalogue_set catalogues = { 0 };
        int r;

        for (uint32_t i = 0; i < settings->people_count; i++) {
                const char *language = settings->people[i].language;

                if (has_language(&catalogues, language))
                        continue;
                r = load_language(settings, language, problems, &catalogues);
                if (r < 0)
                        return r;
        }
        *ret_catalogues = catalogues;
        catalogues = (struct catalogue_set){ 0 };
        return 0;
}

void catalogues_done(struct catalogue_set *catalogues)
{
        for (size_t i = 0; i < catalogues->count; i++)
                catalogue_free(catalogues->items[i]);
        free(catalogues->items);
        *catalogues = (struct catalogue_set){ 0 };
}
