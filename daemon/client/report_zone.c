/* SPDX-License-Identifier: MIT */
#include "app/home.h"
#include "client/report_read.h"

#include <errno.h>
#include <jansson.h>
#include <string.h>

static int fail(int error)
{
        fprintf(stderr, "unslouch report: %s\n", strerror(-error));
        return EXIT_STATUS_FAILED;
}

/* Room for one of each curve. */
static int make_zones(struct report_record *record)
{
        record->zones = calloc(record->measures->curve_count + 1, sizeof(*record->zones));
        return record->zones ? 0 : -ENOMEM;
}

/* Takes the next level, of @reps repetitions. */
static void add_level(struct report_zone *zone, int64_t reps)
{
        zone->top++;
        if (reps < REPORT_ZONE_REPS_MIN || reps > REPORT_ZONE_REPS_MAX)
                return;
        if (zone->from_level == 0)
                zone->from_level = zone->top;
        zone->to_level = zone->top;
}

int report_zone_find(const struct home *home, struct report_record *record)
{
        const struct programme_set *set = programmes_set(home->programmes);
        int r;

        r = make_zones(record);
        if (r < 0)
                return fail(r);
        for (size_t i = 0; i < record->measures->curve_count; i++) {
                int number = programme_find_exercise(set, record->measures->curves[i].exercise);
                const struct exercise *exercise = number < 0 ? NULL : &set->exercises[number];

                for (uint8_t level = 1; exercise && level <= exercise->top; level++)
                        add_level(&record->zones[i], exercise_dose(exercise, level, 0).reps);
        }
        return EXIT_STATUS_DONE;
}

/* What the daemon says of a programme, for the curves of it. */
static void take_programme(struct report_record *record, const char *programme, const char *text)
{
        json_t *root = json_loads(text, 0, NULL);
        const json_t *ladders = json_object_get(root, "reps_by_level");

        for (size_t i = 0; i < record->measures->curve_count; i++) {
                const struct measures_curve *curve = &record->measures->curves[i];
                const json_t *reps = json_object_get(ladders, curve->exercise);

                if (strcmp(curve->programme, programme) != 0)
                        continue;
                for (size_t level = 0; level < json_array_size(reps) && level < LEVELS_MAX; level++)
                        add_level(&record->zones[i], json_integer_value(json_array_get(reps, level)));
        }
        json_decref(root);
}

static bool is_measured(const struct measures *measures, const char *programme)
{
        for (size_t i = 0; i < measures->programme_count; i++)
                if (strcmp(measures->programmes[i].id, programme) == 0)
                        return true;
        return false;
}

int report_zone_ask(struct connection *connection, const char *path, struct report_record *record)
{
        char **ids = NULL;
        int status = EXIT_STATUS_DONE;
        int r;

        r = make_zones(record);
        if (r < 0)
                return fail(r);
        if (record->measures->curve_count > 0)
                status = connection_list_programmes(connection, path, &ids);
        for (char **id = ids; id && *id && status == EXIT_STATUS_DONE; id++) {
                CLEANUP_FREE char *text = NULL;

                if (!is_measured(record->measures, *id))
                        continue;
                status = connection_ask_text(connection, path, "Programme", *id, &text);
                if (status == EXIT_STATUS_DONE)
                        take_programme(record, *id, text);
        }
        connection_free_people(ids);
        return status;
}
