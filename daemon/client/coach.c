/* SPDX-License-Identifier: MIT */
#include "client/coach.h"

#include "client/coach_store.h"

#include <errno.h>
#include <string.h>

struct coach {
        struct connection *connection;
        char *path;                /* of the person's object */
        struct coach_store *store; /* instead of the two above */
        char id[TEXT_ID_SIZE];
        char name[65];
};

struct coach *coach_close(struct coach *coach)
{
        if (!coach)
                return NULL;
        coach_store_close(coach->store);
        connection_close(coach->connection);
        free(coach->path);
        free(coach);
        return NULL;
}

static int open_store(
        struct coach *coach, const struct connection_options *options, const struct history_files *files)
{
        int status = coach_store_open(options->verb, files, &coach->store);

        if (status != EXIT_STATUS_DONE)
                return status;
        (void)text_copy(coach->id, sizeof(coach->id), coach_store_person(coach->store));
        (void)text_copy(coach->name, sizeof(coach->name), coach_store_name(coach->store));
        return EXIT_STATUS_DONE;
}

static int open_connection(struct coach *coach, const struct connection_options *options)
{
        CLEANUP_FREE char *name = NULL;
        int status;

        status = connection_open(options, &coach->connection);
        if (status == EXIT_STATUS_DONE)
                status = connection_find_person(coach->connection, &coach->path);
        if (status == EXIT_STATUS_DONE)
                status = connection_get_text(coach->connection, coach->path, "Name", &name);
        if (status != EXIT_STATUS_DONE)
                return status;
        (void)connection_person_id(coach->path, coach->id);
        (void)text_copy(coach->name, sizeof(coach->name), name);
        return EXIT_STATUS_DONE;
}

int coach_open(
        const struct connection_options *options, const struct history_files *files, struct coach **ret_coach)
{
        CLEANUP(coach_closep) struct coach *coach = calloc(1, sizeof(*coach));
        int status;

        if (!coach) {
                fprintf(stderr, "unslouch %s: there is not enough memory\n", options->verb);
                return EXIT_STATUS_FAILED;
        }
        status = files->config_file || files->state_dir ? open_store(coach, options, files)
                                                        : open_connection(coach, options);
        if (status == EXIT_STATUS_DONE)
                *ret_coach = TAKE_PTR(coach);
        return status;
}

const char *coach_person(const struct coach *coach)
{
        return coach->id;
}

const char *coach_name(const struct coach *coach)
{
        return coach->name;
}

struct instant coach_now(struct coach *coach)
{
        return coach->store ? coach_store_now(coach->store) : connection_instant(coach->connection);
}

int coach_plan(struct coach *coach, char **ret_json)
{
        if (coach->store)
                return coach_store_plan(coach->store, ret_json);
        return connection_get_text(coach->connection, coach->path, "Plan", ret_json);
}

int coach_programme(struct coach *coach, const char *id, char **ret_json)
{
        if (coach->store)
                return coach_store_programme(coach->store, id, ret_json);
        return connection_ask_text(coach->connection, coach->path, "Programme", id, ret_json);
}

int coach_result(struct coach *coach, char **ret_json)
{
        if (coach->store)
                return coach_store_result(coach->store, ret_json);
        return connection_ask_text(coach->connection, coach->path, "ScreeningResult", NULL, ret_json);
}

int coach_list_programmes(struct coach *coach, char ***ret_ids)
{
        if (coach->store)
                return coach_store_list_programmes(coach->store, ret_ids);
        return connection_list_programmes(coach->connection, coach->path, ret_ids);
}

int coach_questions(struct coach *coach, struct questions *ret_questions)
{
        if (coach->store)
                return coach_store_questions(coach->store, ret_questions);
        return connection_get_questions(coach->connection, coach->path, ret_questions);
}

int coach_answer(struct coach *coach, const struct api_answer *answers, size_t count)
{
        if (coach->store)
                return coach_store_answer(coach->store, answers, count);
        return connection_answer(coach->connection, coach->path, answers, count);
}

int coach_clear(struct coach *coach)
{
        if (coach->store)
                return coach_store_clear(coach->store);
        return connection_call(coach->connection, coach->path, "ScreeningCleared", "");
}
