/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include "config/problems.h"

#include <errno.h>
#include <limits.h>

static int read_problems(sd_bus_message *answer, bool *ret_applied, struct config_problems *problems)
{
        const char *file, *text;
        int applied, warning;
        uint32_t line;
        int r;

        r = sd_bus_message_read(answer, "b", &applied);
        if (r < 0)
                return r;
        r = sd_bus_message_enter_container(answer, 'a', "(susb)");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_read(answer, "(susb)", &file, &line, &text, &warning)) > 0)
                problems_add(problems, file, line > INT_MAX ? 0 : (int)line, warning, "%s", text);
        if (r < 0)
                return r;
        *ret_applied = applied;
        return 0;
}

int connection_reload(struct connection *connection, bool *ret_applied, struct config_problems *ret_problems)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        int r;

        r = sd_bus_call_method(
                connection->bus, API_NAME, API_PATH, API_MANAGER, "Reload", &error, &answer, "");
        if (r < 0)
                return connection_tell(connection, r, &error);
        r = read_problems(answer, ret_applied, ret_problems);
        return r < 0 ? connection_tell(connection, r, NULL) : EXIT_STATUS_DONE;
}
