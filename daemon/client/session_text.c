/* SPDX-License-Identifier: MIT */
#include "client/session_text.h"

#include "client/clock_text.h"
#include "client/fact.h"
#include "client/prose.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#define LINE_SIZE 400

struct page {
        const json_t *root;
        const struct person_status *status;
        const struct paint *paint;
        FILE *stream;
};

static bool has_text(const json_t *object, const char *key, const char *text)
{
        return strcmp(fact_text(object, key), text) == 0;
}

/* "2 sets of 10", or where one repetition is a hold "2 sets of 30 s". */
static size_t put_sets(const json_t *object, char text[static SESSION_DOSE_SIZE])
{
        int64_t sets = fact_number(object, "sets");
        int64_t reps = fact_number(object, "reps");
        int64_t hold = fact_number(object, "hold_s");
        const char *word = sets == 1 ? "set" : "sets";

        if (reps == 1 && hold > 0)
                return (size_t)snprintf(
                        text, SESSION_DOSE_SIZE, "%" PRId64 " %s of %" PRId64 " s", sets, word, hold);
        if (hold == 0)
                return (size_t)snprintf(
                        text, SESSION_DOSE_SIZE, "%" PRId64 " %s of %" PRId64, sets, word, reps);
        return (size_t)snprintf(text, SESSION_DOSE_SIZE,
                "%" PRId64 " %s of %" PRId64 ", each held for %" PRId64 " s", sets, word, reps, hold);
}

void session_text_dose(const json_t *object, char text[static SESSION_DOSE_SIZE])
{
        double load = json_number_value(json_object_get(object, "load_kg"));
        size_t length = put_sets(object, text);

        if (load > 0 && length < SESSION_DOSE_SIZE)
                length += (size_t)snprintf(text + length, SESSION_DOSE_SIZE - length, ", with %.3g kg", load);
        if (length >= SESSION_DOSE_SIZE)
                return;
        if (has_text(object, "sides", "each"))
                snprintf(text + length, SESSION_DOSE_SIZE - length, ", each side");
        else if (has_text(object, "sides", "alternate"))
                snprintf(text + length, SESSION_DOSE_SIZE - length, ", left and right in turn");
}

__attribute__((format(printf, 3, 4))) static void put(
        const struct page *page, enum paint_colour colour, const char *format, ...)
{
        char line[LINE_SIZE];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(line, sizeof(line), format, arguments);
        va_end(arguments);
        prose_put(page->paint, page->stream, colour, "", line);
}

static void put_next_session(const struct page *page)
{
        char moment[CLOCK_TEXT_SIZE];

        if (page->status->next_session_usec <= page->status->asked_usec) {
                put(page, PAINT_PLAIN, "unslouch session start begins one.");
                return;
        }
        clock_text_moment(page->status->next_session_usec, page->status->asked_usec, moment);
        put(page, PAINT_PLAIN, "The next is planned for %s; unslouch session start begins it now.", moment);
}

static void put_nothing(const struct page *page)
{
        if (page->status->week_target == 0)
                put(page, PAINT_PLAIN, "No session is running.");
        else
                put(page, PAINT_PLAIN, "No session is running. %" PRId64 " of %" PRId64 " done this week.",
                        page->status->week_done, page->status->week_target);
        put_next_session(page);
}

static void put_title(const struct page *page)
{
        char time[CLOCK_TEXT_SIZE];
        int64_t started_usec = fact_moment(page->root, "started");

        if (started_usec == 0) {
                put(page, PAINT_BOLD, "%s", fact_text(page->root, "title"));
                return;
        }
        clock_text_time(started_usec, time);
        put(page, PAINT_BOLD, "%s, since %s, %" PRId64 " %% done", fact_text(page->root, "title"), time,
                fact_number(page->root, "done_pct"));
}

static void put_exercise(const struct page *page)
{
        const char *name = fact_text(page->root, "name");
        const char *next = fact_text(page->root, "next");
        const char *side = fact_text(page->root, "side");

        if (*name != '\0') {
                put(page, PAINT_PLAIN,
                        "%s: set %" PRId64 " of %" PRId64 ", repetition %" PRId64 " of %" PRId64 "%s%s.",
                        name, fact_number(page->root, "set"), fact_number(page->root, "sets"),
                        fact_number(page->root, "rep"), fact_number(page->root, "reps"),
                        *side != '\0' ? ", " : "", side);
        }
        if (*next != '\0')
                put(page, PAINT_DIM, "Then: %s.", next);
}

int session_text_print(
        const char *json, const struct person_status *status, const struct paint *paint, FILE *stream)
{
        json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
        const struct page page = { root, status, paint, stream };

        if (!json_is_object(root)) {
                json_decref(root);
                return -EINVAL;
        }
        if (has_text(root, "state", "running")) {
                put_title(&page);
                put_exercise(&page);
        } else if (has_text(root, "state", "paused")) {
                put_title(&page);
                put_exercise(&page);
                put(&page, PAINT_DUE, "Paused: unslouch session resume goes on, stop ends it.");
        } else if (has_text(root, "state", "question")) {
                put_title(&page);
                put(&page, PAINT_PLAIN, "How did it feel? unslouch session answer easy, right, hard or max.");
        } else {
                put_nothing(&page);
        }
        json_decref(root);
        return 0;
}
