/* SPDX-License-Identifier: MIT */
#include "app/reload.h"

#include "base/cleanup.h"
#include "io/message_ids.h"

static void log_problems(const struct config_problems *problems, struct log *log)
{
        for (size_t i = 0; i < problems->count; i++) {
                const struct config_problem *problem = &problems->items[i];

                log_write(log, problem->warning ? LOG_WARNING : LOG_ERR,
                        &(struct log_fields){
                                .message_id = MESSAGE_ID_CONFIG_INVALID,
                                .config_file = problem->file,
                                .config_line = problem->line,
                        },
                        "%s:%d: %s", problem->file, problem->line, problem->text);
        }
}

int reload_read(const char *file, struct log *log, struct config_problems *problems, struct home **ret_home)
{
        int r;

        r = home_load(file, problems, ret_home);
        log_problems(problems, log);
        if (r < 0)
                log_write(log, LOG_ERR,
                        &(struct log_fields){
                                .message_id = MESSAGE_ID_CONFIG_INVALID, .config_file = file, .error = -r },
                        "The configuration is not taken over; the old one stays in force.");
        return r;
}

void reload_tell_fixed(const struct settings *old, const struct settings *fresh, struct log *log)
{
        size_t position = 0;
        const char *name;

        while ((name = config_find_fixed_change(old, fresh, &position)))
                log_write(log, LOG_WARNING, &(struct log_fields){ .message_id = MESSAGE_ID_CONFIG_LATER },
                        "The new value of '%s' takes effect at the next start.", name);
}
