/* SPDX-License-Identifier: MIT */
#include "client/connection_inside.h"

#include <errno.h>
#include <fcntl.h>

int connection_backup(struct connection *connection, int *ret_descriptor)
{
        CLEANUP(sd_bus_error_free) sd_bus_error error = SD_BUS_ERROR_NULL;
        CLEANUP(messagep) sd_bus_message *answer = NULL;
        int borrowed = -1;
        int copy;
        int r;

        r = sd_bus_call_method(
                connection->bus, API_NAME, API_PATH, API_MANAGER, "Backup", &error, &answer, "");
        if (r < 0)
                return connection_tell(connection, r, &error);
        r = sd_bus_message_read(answer, "h", &borrowed);
        if (r < 0)
                return connection_tell(connection, r, NULL);
        copy = fcntl(borrowed, F_DUPFD_CLOEXEC, 3);
        if (copy < 0)
                return connection_tell(connection, -errno, NULL);
        *ret_descriptor = copy;
        return EXIT_STATUS_DONE;
}
