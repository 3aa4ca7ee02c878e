/* SPDX-License-Identifier: MIT */
#include "app/programme_text.h"

#include "wire/writer.h"

#include <string.h>

static const char *const kinds[PROGRAMME_KIND_MAX_] = {
        [PROGRAMME_KIND_STRENGTH] = "strength",
        [PROGRAMME_KIND_STRETCH] = "stretch",
        [PROGRAMME_KIND_BREAK] = "break",
};

static const char *const schedules[PROGRAMME_SCHEDULE_MAX_] = {
        [PROGRAMME_SCHEDULE_WEEKLY] = "weekly",
        [PROGRAMME_SCHEDULE_DAILY] = "daily",
        [PROGRAMME_SCHEDULE_EVENT] = "event",
};

static const char *const sides[EXERCISE_SIDES_MAX_] = {
        [EXERCISE_SIDES_EACH] = "each",
        [EXERCISE_SIDES_ALTERNATE] = "alternate",
};

/* An exercise as it is listed. */
struct entry {
        int16_t exercise;
        int16_t instead_of; /* -1 */
        bool is_warm_up;
        uint8_t level;
        struct dose dose;
};

static json_t *lines_json(const char *const lines[static PROGRAMME_LINES_MAX])
{
        size_t count = 0;

        while (count < PROGRAMME_LINES_MAX && lines[count])
                count++;
        return writer_texts(lines, count);
}

static const struct exercise_words *words_of(const struct programme_reader *reader, int exercise)
{
        return programmes_exercise_words(reader->programmes, exercise, reader->language);
}

static void add_load(struct writer *writer, uint16_t load_grams)
{
        if (load_grams > 0)
                writer_add_real(writer, "load_kg", load_grams / 1000.0);
        else
                writer_add_text(writer, "load_kg", NULL);
}

static json_t *entry_json(const struct programme_reader *reader, const struct entry *entry)
{
        const struct exercise *exercise = &programmes_set(reader->programmes)->exercises[entry->exercise];
        const struct exercise_words *words = words_of(reader, entry->exercise);
        struct writer writer = writer_begin();

        writer_add_text(&writer, "id", exercise->id);
        writer_add_text(&writer, "name", words->name);
        writer_add_text(&writer, "part", entry->is_warm_up ? "warm-up" : "main");
        writer_add_integer(&writer, "sets", entry->dose.sets);
        writer_add_integer(&writer, "reps", entry->dose.reps);
        writer_add_integer(&writer, "hold_s", entry->dose.hold_sec);
        add_load(&writer, entry->dose.load_grams);
        writer_add_text(&writer, "sides", sides[exercise->sides]);
        writer_add_integer(&writer, "level", entry->level);
        writer_add_integer(&writer, "top", exercise->top);
        writer_add_text(&writer, "instead_of",
                entry->instead_of < 0 ? NULL : words_of(reader, entry->instead_of)->name);
        writer_add_json(&writer, "ready", lines_json(words->ready));
        writer_add_json(&writer, "do", lines_json(words->doing));
        writer_add_text(&writer, "return", words->returning);
        writer_add_text(&writer, "mistake", words->mistake);
        return writer_json_end(&writer);
}

/* What the fitted programme does instead of what; -1. */
static int16_t replaced_by(const struct fitted_programme *fitted, const struct session_item *item)
{
        for (uint8_t i = 0; i < fitted->count; i++)
                if (fitted->items[i].exercise == item->exercise &&
                        fitted->items[i].is_warm_up == item->is_warm_up &&
                        fitted->items[i].wanted != item->exercise)
                        return fitted->items[i].wanted;
        return -1;
}

static json_t *todays_json(const struct programme_reader *reader, const struct routine_outlook *outlook)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < outlook->plan.count; i++) {
                const struct session_item *item = &outlook->plan.items[i];
                const struct entry entry = {
                        .exercise = item->exercise,
                        .instead_of = replaced_by(&outlook->fitted, item),
                        .is_warm_up = item->is_warm_up,
                        .level = item->level,
                        .dose = item->dose,
                };

                writer_append(&array, entry_json(reader, &entry));
        }
        return array;
}

static json_t *left_out_json(const struct programme_reader *reader, const struct fitted_programme *fitted)
{
        json_t *array = json_array();

        for (uint8_t i = 0; i < fitted->count; i++)
                if (fitted->items[i].cause == FITTING_LEFT_OUT)
                        writer_append(&array, json_string(words_of(reader, fitted->items[i].wanted)->name));
        return array;
}

/* What was left out for pain, of all that the programme can have: it waits for the person's word. */
static json_t *suspended_json(const struct programme_reader *reader, int item)
{
        const struct programme_set *set = programmes_set(reader->programmes);
        const struct progression *progression = routine_progression(reader->routine, (uint8_t)item);
        json_t *array = json_array();

        for (size_t i = 0; i < set->exercise_count; i++) {
                struct writer writer;

                if (!progression->exercises[i].suspended)
                        continue;
                writer = writer_begin();
                writer_add_text(&writer, "id", set->exercises[i].id);
                writer_add_text(&writer, "name", words_of(reader, (int)i)->name);
                writer_append(&array, writer_json_end(&writer));
        }
        return array;
}

static void append_list(const struct programme_reader *reader, const struct exercise_list *list,
        bool is_warm_up, json_t **array)
{
        const struct programme_set *set = programmes_set(reader->programmes);

        for (uint8_t i = 0; i < list->count; i++) {
                const struct exercise *exercise = &set->exercises[list->exercises[i]];
                const struct entry entry = {
                        .exercise = list->exercises[i],
                        .instead_of = -1,
                        .is_warm_up = is_warm_up,
                        .level = exercise->start_level,
                        .dose = exercise_dose(exercise, exercise->start_level, 0),
                };

                writer_append(array, entry_json(reader, &entry));
        }
}

static json_t *listed_json(const struct programme_reader *reader, const struct programme *programme)
{
        json_t *array = json_array();

        append_list(reader, &programme->warm_up, true, &array);
        append_list(reader, &programme->order, false, &array);
        append_list(reader, &programme->pick_order, false, &array);
        return array;
}

static void add_ladder(const struct programme_reader *reader, int16_t number, struct writer *writer)
{
        const struct exercise *exercise = &programmes_set(reader->programmes)->exercises[number];
        json_t *reps = json_array();

        for (uint8_t level = 1; level <= exercise->top; level++)
                writer_append(&reps, json_integer(exercise_dose(exercise, level, 0).reps));
        writer_add_json(writer, exercise->id, reps);
}

/* Of all exercises that it can have. */
static json_t *ladders_json(const struct programme_reader *reader, const struct programme *programme)
{
        const struct exercise_list *const lists[] = { &programme->warm_up, &programme->order,
                &programme->pick_order, &programme->stand_ins, &programme->alternatives };
        struct writer writer = writer_begin();

        for (size_t i = 0; i < ELEMENTS(lists); i++)
                for (uint8_t j = 0; j < lists[i]->count; j++)
                        add_ladder(reader, lists[i]->exercises[j], &writer);
        return writer_json_end(&writer);
}

/* Which of the person's programmes it is; -1. */
static int item_of(const struct programme_reader *reader, int programme)
{
        for (uint8_t i = 0; reader->routine && i < reader->config->item_count; i++)
                if (reader->config->items[i].programme == programme)
                        return i;
        return -1;
}

char *programme_text(const struct programme_reader *reader, int number)
{
        const struct programme *programme = &programmes_set(reader->programmes)->programmes[number];
        int item = item_of(reader, number);
        struct routine_outlook outlook;
        bool is_theirs = item >= 0 && routine_outlook(reader->routine, (uint8_t)item, &outlook);
        struct writer writer = writer_begin();

        writer_add_text(&writer, "id", programme->id);
        writer_add_text(
                &writer, "name", programmes_words(reader->programmes, number, reader->language)->name);
        writer_add_text(&writer, "kind", kinds[programme->kind]);
        writer_add_text(&writer, "schedule", schedules[programme->schedule]);
        writer_add_boolean(&writer, "yours", is_theirs);
        writer_add_json(&writer, "length_s",
                is_theirs ? json_integer(outlook.length_usec / USEC_PER_SEC) : json_null());
        writer_add_json(&writer, "exercises",
                is_theirs ? todays_json(reader, &outlook) : listed_json(reader, programme));
        writer_add_json(
                &writer, "left_out", is_theirs ? left_out_json(reader, &outlook.fitted) : json_array());
        writer_add_json(&writer, "suspended", is_theirs ? suspended_json(reader, item) : json_array());
        writer_add_json(&writer, "reps_by_level", ladders_json(reader, programme));
        return writer_text_end(&writer);
}

static bool is_of_sessions(const struct programme *programme)
{
        return programme->kind != PROGRAMME_KIND_BREAK;
}

int programme_text_find(const struct programme_reader *reader, const char *id)
{
        const struct programme_set *set = programmes_set(reader->programmes);
        int programme = programme_find(set, id);

        return programme >= 0 && is_of_sessions(&set->programmes[programme]) ? programme : -1;
}

int programme_text_list(
        const struct programme_reader *reader, int (*row)(void *userdata, const char *id), void *userdata)
{
        const struct programme_set *set = programmes_set(reader->programmes);
        int r = 0;

        for (uint8_t i = 0; reader->routine && i < reader->config->item_count && r >= 0; i++)
                if (reader->config->items[i].programme >= 0)
                        r = row(userdata, set->programmes[reader->config->items[i].programme].id);
        for (size_t i = 0; i < set->programme_count && r >= 0; i++)
                if (is_of_sessions(&set->programmes[i]) && item_of(reader, (int)i) < 0)
                        r = row(userdata, set->programmes[i].id);
        return r < 0 ? r : 0;
}
