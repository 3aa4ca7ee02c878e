/* SPDX-License-Identifier: MIT */
/* What the daemon is asked about programmes and the health questions. */
#include "client/connection_inside.h"

#include <errno.h>
#include <string.h>

/* Calls a method without arguments, or with one text. */
static int call(struct connection *connection, const char *path, const char *member, const char *argument,
        sd_bus_message **ret_answer)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        int r;

        r = sd_bus_call_method(connection->bus, API_NAME, path, API_PERSON, member, &error, ret_answer,
                argument ? "s" : "", argument);
        return r < 0 ? connection_tell(connection, r, &error) : EXIT_STATUS_DONE;
}

int connection_ask_text(struct connection *connection, const char *path, const char *member,
        const char *argument, char **ret_text)
{
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        const char *text;
        char *copy;
        int status;
        int r;

        status = call(connection, path, member, argument, &answer);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = sd_bus_message_read(answer, "s", &text);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        copy = strdup(text);
        if (!copy)
                return connection_tell(connection, -ENOMEM, NULL);
        *ret_text = copy;
        return EXIT_STATUS_DONE;
}

int connection_list_programmes(struct connection *connection, const char *path, char ***ret_ids)
{
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        char **ids = NULL;
        int status;
        int r;

        status = call(connection, path, "Programmes", NULL, &answer);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = sd_bus_message_read_strv(answer, &ids);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        if (!ids)
                ids = calloc(1, sizeof(*ids));
        if (!ids)
                return connection_tell(connection, -ENOMEM, NULL);
        *ret_ids = ids;
        return EXIT_STATUS_DONE;
}

void questions_done(struct questions *questions)
{
        for (size_t i = 0; i < questions->count; i++) {
                free(questions->items[i].name);
                free(questions->items[i].page);
                free(questions->items[i].text);
        }
        free(questions->items);
        *questions = (struct questions){ 0 };
}

int questions_add(struct questions *questions, const char *name, const char *page, const char *text)
{
        struct question *items =
                reallocarray(questions->items, questions->count + 1, sizeof(*questions->items));
        struct question *item;

        if (!items)
                return -ENOMEM;
        questions->items = items;
        item = &items[questions->count++];
        *item = (struct question){
                .name = strdup(name), .page = page ? strdup(page) : NULL, .text = strdup(text)
        };
        return item->name && item->text && (item->page || !page) ? 0 : -ENOMEM;
}

static int read_texts(sd_bus_message *answer, struct questions *questions)
{
        const char *name, *text;
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "{ss}");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read(answer, "{ss}", &name, &text)) > 0) {
                r = questions_add(questions, name, NULL, text);
                if (r < 0)
                        return r;
        }
        return r < 0 ? r : sd_bus_message_exit_container(answer);
}

static int read_questions(sd_bus_message *answer, struct questions *questions)
{
        const char *name, *page, *text;
        int answered;
        int r;

        r = sd_bus_message_enter_container(answer, 'a', "(sssb)");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read(answer, "(sssb)", &name, &page, &text, &answered)) > 0) {
                r = questions_add(questions, name, page, text);
                if (r < 0)
                        return r;
        }
        return r < 0 ? r : sd_bus_message_exit_container(answer);
}

int connection_get_questions(struct connection *connection, const char *path, struct questions *ret_questions)
{
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        int status;
        int r;

        status = call(connection, path, "ScreeningQuestions", NULL, &answer);
        if (status != EXIT_STATUS_DONE)
                return status;
        r = read_texts(answer, ret_questions);
        if (r >= 0)
                r = read_questions(answer, ret_questions);
        return r < 0 ? connection_tell(connection, r, NULL) : EXIT_STATUS_DONE;
}

static int append_answers(sd_bus_message *question, const struct api_answer *answers, size_t count)
{
        int r;

        r = sd_bus_message_open_container(question, 'a', "s");
        for (size_t i = 0; i < count && r >= 0; i++)
                r = sd_bus_message_append(question, "s", answers[i].name);
        if (r >= 0)
                r = sd_bus_message_close_container(question);
        if (r >= 0)
                r = sd_bus_message_open_container(question, 'a', "b");
        for (size_t i = 0; i < count && r >= 0; i++)
                r = sd_bus_message_append(question, "b", (int)answers[i].yes);
        return r < 0 ? r : sd_bus_message_close_container(question);
}

int connection_answer(
        struct connection *connection, const char *path, const struct api_answer *answers, size_t count)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *question = NULL;
        int r;

        r = sd_bus_message_new_method_call(
                connection->bus, &question, API_NAME, path, API_PERSON, "ScreeningAnswer");
        if (r >= 0)
                r = append_answers(question, answers, count);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        r = sd_bus_call(connection->bus, question, 0, &error, NULL);
        return r < 0 ? connection_tell(connection, r, &error) : EXIT_STATUS_DONE;
}
