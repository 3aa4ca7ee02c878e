/* SPDX-License-Identifier: MIT */
#include "io/api_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

static int get_version(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)userdata;
        (void)ret_error;
        return sd_bus_message_append(reply, "s", PACKAGE_VERSION);
}

/* Those that the caller may read. */
static int get_people(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api *api = userdata;
        int r;

        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)ret_error;
        r = sd_bus_message_open_container(reply, 'a', "o");
        if (r < 0)
                return r;
        for (uint32_t i = 0; i < api->count; i++) {
                if (!api_rights_may_read(api, &api->people[i]))
                        continue;
                r = sd_bus_message_append_basic(reply, 'o', api->people[i].path);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(reply);
}

static int get_broker(sd_bus *connection, const char *path, const char *interface, const char *property,
        sd_bus_message *reply, void *userdata, sd_bus_error *ret_error)
{
        const struct api *api = userdata;

        (void)connection;
        (void)path;
        (void)interface;
        (void)property;
        (void)ret_error;
        return sd_bus_message_append(reply, "s", api->home.broker(api->home.userdata));
}

static int get_person(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api *api = userdata;
        const struct api_entry *person;
        const char *id;
        int r;

        r = sd_bus_message_read(message, "s", &id);
        if (r < 0)
                return r;
        person = *id == '\0' ? api_rights_find_own(api) : api_find_id(api, id);
        if (!person)
                return api_error_unknown_person(ret_error, api, id);
        return sd_bus_reply_method_return(message, "o", person->path);
}

static int append_problems(sd_bus_message *reply, const struct config_problems *problems)
{
        int r;

        r = sd_bus_message_open_container(reply, 'a', "(susb)");
        if (r < 0)
                return r;
        for (size_t i = 0; i < problems->count; i++) {
                const struct config_problem *problem = &problems->items[i];

                /* A file may be of any bytes, and what is wrong with it may be just that. */
                r = sd_bus_message_append(reply, "(susb)",
                        text_is_utf8(problem->file, strlen(problem->file)) ? problem->file : "",
                        (uint32_t)problem->line,
                        text_is_utf8(problem->text, strlen(problem->text)) ? problem->text
                                                                           : "This is not valid UTF-8.",
                        (int)problem->warning);
                if (r < 0)
                        return r;
        }
        return sd_bus_message_close_container(reply);
}

static int reload(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        CLEANUP(message_freep) sd_bus_message *reply = NULL;
        CLEANUP(config_problems_done) struct config_problems problems = { 0 };
        const struct api *api = userdata;
        bool applied;
        int r;

        (void)ret_error;
        r = api->home.reload(api->home.userdata, &problems);
        if (r < 0 && r != -EINVAL)
                return r;
        applied = r >= 0;
        r = sd_bus_message_new_method_return(message, &reply);
        if (r < 0)
                return r;
        r = sd_bus_message_append(reply, "b", (int)applied);
        if (r < 0)
                return r;
        r = append_problems(reply, &problems);
        if (r < 0)
                return r;
        return sd_bus_message_send(reply);
}

static int backup(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        CLEANUP_CLOSE int descriptor = -1;
        const struct api *api = userdata;
        int r;

        r = api->home.backup(api->home.userdata, &descriptor);
        if (r == -ENOTCONN)
                return api_error_no_history(ret_error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, "h", descriptor);
}

const sd_bus_vtable api_manager_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Version", "s", get_version, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        /* Each caller has a list of their own, so the signal tells only that it changed. */
        SD_BUS_PROPERTY("People", "ao", get_people, 0, SD_BUS_VTABLE_PROPERTY_EMITS_INVALIDATION),
        SD_BUS_PROPERTY("Broker", "s", get_broker, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_METHOD_WITH_ARGS("GetPerson", SD_BUS_ARGS("s", id), SD_BUS_RESULT("o", path), get_person,
                SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Reload", SD_BUS_NO_ARGS, SD_BUS_RESULT("b", applied, "a(susb)", problems),
                reload, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS(
                "Backup", SD_BUS_NO_ARGS, SD_BUS_RESULT("h", copy), backup, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};
