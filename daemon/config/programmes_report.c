/* SPDX-License-Identifier: MIT */
#include "base/cleanup.h"
#include "config/problems.h"
#include "config/programmes_inside.h"

#include <stdarg.h>

__attribute__((format(printf, 4, 0))) static void tell(const struct programmes_place *place,
        const struct ini_key *key, bool warning, const char *format, va_list arguments)
{
        const struct ini *ini = &place->file->ini;
        const struct ini_section *section =
                place->section < ini->section_count ? &ini->sections[place->section] : NULL;
        struct config_problems *problems = place->programmes->problems;
        CLEANUP_FREE char *text = NULL;

        if (vasprintf(&text, format, arguments) < 0)
                text = NULL;
        if (!section)
                problems_add(problems, place->file->path, 0, warning, "%s", text ? text : "wrong");
        else if (key)
                problems_add(problems, place->file->path, key->line, warning,
                        "section '%.64s': key '%.64s': %s", section->name, key->name, text ? text : "wrong");
        else
                problems_add(problems, place->file->path, section->line, warning, "section '%.64s': %s",
                        section->name, text ? text : "wrong");
}

void programmes_report(
        const struct programmes_place *place, const struct ini_key *key, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        tell(place, key, false, format, arguments);
        va_end(arguments);
        place->file->broken = true;
}

void programmes_warn(const struct programmes_place *place, const struct ini_key *key, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        tell(place, key, true, format, arguments);
        va_end(arguments);
}

void programmes_report_unknown(const struct programmes_place *place, const struct ini_key *key,
        const char *reason, const char *word, const char *const *words, size_t count)
{
        const char *nearest = text_nearest(word, words, count);

        if (nearest)
                programmes_report(place, key, "%s (did you mean '%s'?)", reason, nearest);
        else
                programmes_report(place, key, "%s", reason);
}

void programmes_report_name(const struct programmes_place *place, const struct ini_key *key, const char *what,
        const char *word, const char *const *words, size_t count)
{
        char reason[128];

        snprintf(reason, sizeof(reason), "%s '%.64s': unknown", what, word);
        programmes_report_unknown(place, key, reason, word, words, count);
}
