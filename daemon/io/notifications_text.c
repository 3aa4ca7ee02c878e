/* SPDX-License-Identifier: MIT */
#include "io/notifications_internal.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* Between the title and the text where both are in one line. */
#define FOLD " - "

/* Adds what @text needs, with its NUL, to *@bytes. Return: 0; -E2BIG over @bytes_max. */
static int measure(const char *text, size_t bytes_max, size_t *bytes)
{
        size_t length = strnlen(text, bytes_max + 1);

        if (length > bytes_max)
                return -E2BIG;
        *bytes += length + 1;
        return 0;
}

static int measure_all(const struct notification *notification, size_t *ret_bytes)
{
        size_t bytes = 0;
        int r;

        r = measure(notification->id, PROMPT_ID_SIZE - 1, &bytes);
        if (r == 0)
                r = measure(notification->title, NOTIFICATION_TEXT_BYTES_MAX, &bytes);
        if (r == 0)
                r = measure(notification->text, NOTIFICATION_TEXT_BYTES_MAX, &bytes);
        for (size_t i = 0; r == 0 && i < notification->action_count; i++) {
                r = measure(notification->actions[i].name, NOTIFICATION_LABEL_BYTES_MAX, &bytes);
                if (r == 0)
                        r = measure(notification->actions[i].label, NOTIFICATION_LABEL_BYTES_MAX, &bytes);
        }
        if (r < 0)
                return r;
        *ret_bytes = bytes;
        return 0;
}

/* Copies @text to *@end, which moves behind it. Returns the copy. */
static const char *place(char **end, const char *text)
{
        char *copy = *end;

        *end = stpcpy(copy, text) + 1;
        return copy;
}

int notifications_content_new(
        const struct notification *notification, struct notifications_content **ret_content)
{
        struct notifications_content *content;
        struct notification *copy;
        size_t bytes;
        char *end;
        int r;

        assert(notification->action_count <= NOTIFICATION_ACTIONS_MAX);
        r = measure_all(notification, &bytes);
        if (r < 0)
                return r;
        content = calloc(1, sizeof(*content) + bytes);
        if (!content)
                return -ENOMEM;
        content->references = 1;
        copy = &content->notification;
        *copy = *notification;
        copy->person = NULL;
        end = content->texts;
        copy->id = place(&end, notification->id);
        copy->title = place(&end, notification->title);
        copy->text = place(&end, notification->text);
        for (size_t i = 0; i < notification->action_count; i++) {
                copy->actions[i].name = place(&end, notification->actions[i].name);
                copy->actions[i].label = place(&end, notification->actions[i].label);
        }
        *ret_content = content;
        return 0;
}

struct notifications_content *notifications_content_ref(struct notifications_content *content)
{
        content->references++;
        return content;
}

struct notifications_content *notifications_content_unref(struct notifications_content *content)
{
        if (content && --content->references == 0)
                free(content);
        return NULL;
}

bool notifications_content_has_action(const struct notifications_content *content, const char *action)
{
        for (size_t i = 0; i < content->notification.action_count; i++)
                if (strcmp(content->notification.actions[i].name, action) == 0)
                        return true;
        return false;
}

/* What a server that takes markup wants in place of @character; NULL: itself. */
static const char *entity(char character)
{
        if (character == '&')
                return "&amp;";
        if (character == '<')
                return "&lt;";
        return character == '>' ? "&gt;" : NULL;
}

static char *escape(const char *text)
{
        char *escaped = malloc(strlen("&amp;") * strlen(text) + 1);
        char *end = escaped;

        if (!escaped)
                return NULL;
        for (; *text != '\0'; text++) {
                const char *instead = entity(*text);

                if (instead)
                        end = stpcpy(end, instead);
                else
                        *end++ = *text;
        }
        *end = '\0';
        return escaped;
}

/* Title and text in one line. */
static char *fold(const char *title, const char *text)
{
        char *folded;

        return asprintf(&folded, "%s" FOLD "%s", title, text) < 0 ? NULL : folded;
}

int notifications_content_print(const struct notifications_content *content,
        const struct notifications_abilities *abilities, char **ret_summary, char **ret_body)
{
        const struct notification *notification = &content->notification;
        bool folded = !abilities->body && *notification->text != '\0';
        CLEANUP_FREE char *summary = NULL;
        CLEANUP_FREE char *body = NULL;

        summary = folded ? fold(notification->title, notification->text) : strdup(notification->title);
        if (!abilities->body)
                body = strdup("");
        else if (abilities->body_markup)
                body = escape(notification->text);
        else
                body = strdup(notification->text);
        if (!summary || !body)
                return -ENOMEM;
        *ret_summary = TAKE_PTR(summary);
        *ret_body = TAKE_PTR(body);
        return 0;
}
