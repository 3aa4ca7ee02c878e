/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define PERSON_PREFIX API_PATH "/person"

CLEANUP_DEFINE(char **, connection_free_people, pathsp)

char **connection_free_people(char **paths)
{
        for (size_t i = 0; paths && paths[i]; i++)
                free(paths[i]);
        free(paths);
        return NULL;
}

int connection_list_people(struct connection *connection, char ***ret_paths)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        char **paths = NULL;
        int r;

        r = sd_bus_get_property(
                connection->bus, API_NAME, API_PATH, API_MANAGER, "People", &error, &answer, "ao");
        if (r < 0)
                return connection_tell(connection, r, &error);
        r = sd_bus_message_read_strv(answer, &paths);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        if (!paths)
                paths = calloc(1, sizeof(*paths));
        if (!paths)
                return connection_tell(connection, -ENOMEM, NULL);
        *ret_paths = paths;
        return EXIT_STATUS_DONE;
}

/* Return: 0 with the id that @path tells; negative errno. */
int connection_person_id(const char *path, char id[static TEXT_ID_SIZE])
{
        CLEANUP_FREE char *decoded = NULL;
        int r;

        r = sd_bus_path_decode(path, PERSON_PREFIX, &decoded);
        if (r < 0)
                return r;
        if (r == 0)
                return -EINVAL;
        return text_copy(id, TEXT_ID_SIZE, decoded);
}

static int get_person(struct connection *connection, const char *id, sd_bus_error *error, char **ret_path)
{
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        const char *path;
        char *copy;
        int r;

        r = sd_bus_call_method(
                connection->bus, API_NAME, API_PATH, API_MANAGER, "GetPerson", error, &answer, "s", id);
        if (r < 0)
                return r;
        r = sd_bus_message_read(answer, "o", &path);
        if (r < 0)
                return r;
        copy = strdup(path);
        if (!copy)
                return -ENOMEM;
        *ret_path = copy;
        return 0;
}

/* Several people, and nothing says who is meant. */
static int ask_who(struct connection *connection, char **paths)
{
        char id[TEXT_ID_SIZE];
        char known[CONNECTION_REASON_SIZE] = "";
        size_t length = 0;

        for (size_t i = 0; paths[i] && length + TEXT_ID_SIZE + 2 < sizeof(known); i++)
                if (connection_person_id(paths[i], id) >= 0)
                        length += (size_t)snprintf(
                                known + length, sizeof(known) - length, "%s%s", length ? ", " : "", id);
        return connection_say(connection, EXIT_STATUS_USAGE, "say which person: --person %s", known);
}

/* None that the caller may see: because there is none, or because they may see nobody. */
static int tell_nobody(struct connection *connection, int result, const sd_bus_error *error)
{
        if (sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED))
                return connection_tell(connection, result, error);
        return connection_say(connection, EXIT_STATUS_FAILED, "nobody is configured");
}

/* The only person; among several the caller's own, whom the daemon knows by an empty id. */
static int find_own(struct connection *connection, char **ret_path)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(pathsp) char **paths = NULL;
        int status;
        int r;

        status = connection_list_people(connection, &paths);
        if (status != EXIT_STATUS_DONE)
                return status;
        if (paths[0] && !paths[1]) {
                *ret_path = TAKE_PTR(paths[0]);
                return EXIT_STATUS_DONE;
        }
        r = get_person(connection, "", &error, ret_path);
        if (r >= 0)
                return EXIT_STATUS_DONE;
        return paths[0] ? ask_who(connection, paths) : tell_nobody(connection, r, &error);
}

int connection_find_person(struct connection *connection, char **ret_path)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        int r;

        if (!connection->options.person)
                return find_own(connection, ret_path);
        r = get_person(connection, connection->options.person, &error, ret_path);
        if (r < 0)
                return connection_tell(connection, r, &error);
        return EXIT_STATUS_DONE;
}
