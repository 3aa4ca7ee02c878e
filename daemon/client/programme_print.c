/* SPDX-License-Identifier: MIT */
#include "client/programme_print.h"

#include "client/clock_text.h"
#include "client/fact.h"
#include "client/prose.h"
#include "client/session_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define LINE_SIZE  400
#define ID_COLUMNS 22

static json_t *load(const char *json)
{
        json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);

        if (json_is_object(root))
                return root;
        json_decref(root);
        return NULL;
}

/* On which days it is. */
static const char *schedule_of(const json_t *root)
{
        return strcmp(fact_text(root, "schedule"), "daily") == 0 ? "every day" : "on some days of the week";
}

static void length_text(const json_t *root, char text[static CLOCK_TEXT_SIZE + 16])
{
        char length[CLOCK_TEXT_SIZE];
        int64_t sec = fact_number(root, "length_s");

        text[0] = '\0';
        if (sec <= 0)
                return;
        clock_text_duration(sec, length);
        snprintf(text, CLOCK_TEXT_SIZE + 16, ", about %s", length);
}

int programme_print_line(const char *json, const struct paint *paint, FILE *stream)
{
        json_t *root = load(json);
        char length[CLOCK_TEXT_SIZE + 16];
        char line[LINE_SIZE];
        char lead[ID_COLUMNS + 3];
        const char *id;

        if (!root)
                return -EINVAL;
        id = fact_text(root, "id");
        length_text(root, length);
        snprintf(lead, sizeof(lead), "%-*.*s", ID_COLUMNS, ID_COLUMNS - 1, id);
        snprintf(line, sizeof(line), "%s, %s%s%s", fact_text(root, "name"), schedule_of(root),
                json_is_true(json_object_get(root, "yours")) ? ", yours" : "", length);
        if (paint->columns < 2 * ID_COLUMNS) {
                prose_put(paint, stream, PAINT_BOLD, "", id);
                prose_put(paint, stream, PAINT_PLAIN, "  ", line);
        } else {
                prose_put(paint, stream, PAINT_PLAIN, lead, line);
        }
        json_decref(root);
        return 0;
}

static void put_lines(const json_t *lines, const struct paint *paint, FILE *stream)
{
        for (size_t i = 0; i < json_array_size(lines); i++) {
                const char *text = json_string_value(json_array_get(lines, i));

                if (text)
                        prose_put(paint, stream, PAINT_DIM, "      ", text);
        }
}

static void put_sentence(const json_t *exercise, const char *key, const struct paint *paint, FILE *stream)
{
        const char *text = fact_text(exercise, key);

        if (*text != '\0')
                prose_put(paint, stream, PAINT_DIM, "      ", text);
}

static void put_exercise(const json_t *exercise, const struct paint *paint, FILE *stream)
{
        const char *instead_of = fact_text(exercise, "instead_of");
        char dose[SESSION_DOSE_SIZE];
        char line[LINE_SIZE];

        session_text_dose(exercise, dose);
        snprintf(line, sizeof(line), "%s: %s (level %" PRId64 " of %" PRId64 ")", fact_text(exercise, "name"),
                dose, fact_number(exercise, "level"), fact_number(exercise, "top"));
        prose_put(paint, stream, PAINT_PLAIN, "  ", line);
        if (*instead_of != '\0') {
                snprintf(line, sizeof(line), "in place of %s", instead_of);
                prose_put(paint, stream, PAINT_PLAIN, "      ", line);
        }
        put_lines(json_object_get(exercise, "ready"), paint, stream);
        put_lines(json_object_get(exercise, "do"), paint, stream);
        put_sentence(exercise, "return", paint, stream);
        put_sentence(exercise, "mistake", paint, stream);
}

static void put_part(
        const json_t *root, const char *part, const char *heading, const struct paint *paint, FILE *stream)
{
        const json_t *exercises = json_object_get(root, "exercises");
        bool is_first = true;

        for (size_t i = 0; i < json_array_size(exercises); i++) {
                const json_t *exercise = json_array_get(exercises, i);

                if (strcmp(fact_text(exercise, "part"), part) != 0)
                        continue;
                if (is_first) {
                        fputc('\n', stream);
                        prose_put(paint, stream, PAINT_BOLD, "", heading);
                }
                is_first = false;
                put_exercise(exercise, paint, stream);
        }
}

static void put_left_out(const json_t *root, const struct paint *paint, FILE *stream)
{
        const json_t *names = json_object_get(root, "left_out");
        char line[LINE_SIZE] = "Left out, by your answers:";
        size_t length = strlen(line);

        for (size_t i = 0; i < json_array_size(names) && length < sizeof(line); i++) {
                const char *name = json_string_value(json_array_get(names, i));

                length += (size_t)snprintf(
                        line + length, sizeof(line) - length, "%s %s", i > 0 ? "," : "", name ? name : "");
        }
        if (json_array_size(names) == 0)
                return;
        fputc('\n', stream);
        prose_put(paint, stream, PAINT_PLAIN, "", line);
}

/* What was left out for pain, and how to have it back. */
static void put_suspended(const json_t *root, const struct paint *paint, FILE *stream)
{
        const json_t *list = json_object_get(root, "suspended");
        char line[LINE_SIZE];

        for (size_t i = 0; i < json_array_size(list); i++) {
                const json_t *exercise = json_array_get(list, i);

                if (i == 0)
                        fputc('\n', stream);
                snprintf(line, sizeof(line),
                        "%s is left out until you say so: unslouch session clear %s offers it again.",
                        fact_text(exercise, "name"), fact_text(exercise, "id"));
                prose_put(paint, stream, PAINT_PLAIN, "", line);
        }
}

int programme_print(const char *json, const struct paint *paint, FILE *stream)
{
        json_t *root = load(json);
        bool is_theirs;
        char length[CLOCK_TEXT_SIZE + 16];
        char line[LINE_SIZE];

        if (!root)
                return -EINVAL;
        is_theirs = json_is_true(json_object_get(root, "yours"));
        length_text(root, length);
        snprintf(line, sizeof(line), "%s (%s), %s%s", fact_text(root, "name"), fact_text(root, "id"),
                schedule_of(root), length);
        prose_put(paint, stream, PAINT_BOLD, "", line);
        prose_put(paint, stream, PAINT_PLAIN, "",
                is_theirs ? "What a session would be today:"
                          : "It is not one of yours; this is what it has, as it begins.");
        put_part(root, "warm-up", "To warm up", paint, stream);
        put_part(root, "main", "Exercises", paint, stream);
        put_left_out(root, paint, stream);
        put_suspended(root, paint, stream);
        json_decref(root);
        return 0;
}
