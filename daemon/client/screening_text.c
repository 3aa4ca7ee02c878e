/* SPDX-License-Identifier: MIT */
#include "client/screening_text.h"

#include "client/fact.h"
#include "client/prose.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#define LINE_SIZE 400

struct page {
        const struct paint *paint;
        FILE *stream;
};

__attribute__((format(printf, 4, 5))) static void put(
        const struct page *page, enum paint_colour colour, const char *lead, const char *format, ...)
{
        char line[LINE_SIZE];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(line, sizeof(line), format, arguments);
        va_end(arguments);
        prose_put(page->paint, page->stream, colour, lead, line);
}

static void put_changes(const struct page *page, const json_t *changes)
{
        for (size_t i = 0; i < json_array_size(changes); i++) {
                const json_t *change = json_array_get(changes, i);
                const char *by = fact_text(change, "by");

                if (*by == '\0')
                        put(page, PAINT_PLAIN, "  ", "%s is left out.", fact_text(change, "name"));
                else
                        put(page, PAINT_PLAIN, "  ", "%s takes the place of %s.", by,
                                fact_text(change, "name"));
        }
}

static void put_free(const struct page *page, const json_t *programme)
{
        const char *name = fact_text(programme, "name");
        const json_t *changes = json_object_get(programme, "changes");

        if (fact_number(programme, "left") == 0) {
                put(page, PAINT_PLAIN, "",
                        "%s: nothing of it is left that suits your answers. Another one may: unslouch "
                        "programme list.",
                        name);
                return;
        }
        put(page, PAINT_PLAIN, "", "%s: you can start%s", name,
                json_array_size(changes) > 0 ? ", with some changes:" : ".");
        put_changes(page, changes);
}

static void put_held(const struct page *page, const json_t *programme)
{
        const char *instead = fact_text(programme, "instead");

        put(page, PAINT_PLAIN, "",
                "%s waits for now. Please ask a doctor or physical therapist first; they can fit it to you. "
                "Once they have agreed: unslouch screening cleared.",
                fact_text(programme, "name"));
        if (*instead != '\0')
                put(page, PAINT_PLAIN, "  ",
                        "%s may suit you better; the configuration can name it under 'programmes'.", instead);
}

static void put_programme(const struct page *page, const json_t *programme)
{
        const char *state = fact_text(programme, "state");

        if (strcmp(state, "free") == 0)
                put_free(page, programme);
        else if (strcmp(state, "held") == 0)
                put_held(page, programme);
        else
                put(page, PAINT_PLAIN, "", "%s waits for the questions: unslouch screening asks them.",
                        fact_text(programme, "name"));
}

/* After an emergency flag both are needed. */
static void put_flag(const struct page *page, const json_t *root)
{
        bool answered = *fact_text(root, "answered") != '\0';
        bool cleared = *fact_text(root, "cleared") != '\0';

        if (!json_is_true(json_object_get(root, "flagged")) || (answered && cleared))
                return;
        put(page, PAINT_DUE, "",
                "Before sessions go on, the questions are to be answered anew%s a clinician has to agree.",
                answered ? ", which is done, and" : " and");
}

int screening_text_print(const char *json, const struct paint *paint, FILE *stream)
{
        json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
        const struct page page = { paint, stream };
        const json_t *programmes = json_object_get(root, "programmes");

        if (!json_is_object(root)) {
                json_decref(root);
                return -EINVAL;
        }
        if (*fact_text(root, "answered") != '\0')
                put(&page, PAINT_DIM, "", "Answered on %s.", fact_text(root, "answered"));
        if (*fact_text(root, "cleared") != '\0')
                put(&page, PAINT_DIM, "", "A clinician has agreed on %s.", fact_text(root, "cleared"));
        put_flag(&page, root);
        for (size_t i = 0; i < json_array_size(programmes); i++)
                put_programme(&page, json_array_get(programmes, i));
        put(&page, PAINT_DIM, "", "Breaks and their reminders go on whatever the answers are.");
        json_decref(root);
        return 0;
}

int screening_text_parse(const char *text, size_t size, bool *ret_yes)
{
        static const struct {
                const char *word;
                bool yes;
        } words[] = { { "yes", true }, { "y", true }, { "ja", true }, { "j", true }, { "no", false },
                { "n", false }, { "nein", false } };

        while (size > 0 && strchr(" \t\r\n", text[0])) {
                text++;
                size--;
        }
        while (size > 0 && strchr(" \t\r\n", text[size - 1]))
                size--;
        for (size_t i = 0; i < ELEMENTS(words); i++)
                if (strlen(words[i].word) == size && strncasecmp(words[i].word, text, size) == 0) {
                        *ret_yes = words[i].yes;
                        return 0;
                }
        return -EINVAL;
}

int screening_text_parse_list(const char *text, bool answers[static API_ANSWERS_MAX])
{
        int count = 0;

        for (;;) {
                size_t size = strcspn(text, ",");

                if (count == API_ANSWERS_MAX)
                        return -E2BIG;
                if (screening_text_parse(text, size, &answers[count]) < 0)
                        return -EINVAL;
                count++;
                if (text[size] == '\0')
                        return count;
                text += size + 1;
        }
}
