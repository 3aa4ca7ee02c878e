/* SPDX-License-Identifier: MIT */
/* Sessions and programmes of a person, but for what is asked about health. */
#include "io/api_inside.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

CLEANUP_DEFINE(sd_bus_message *, sd_bus_message_unref, message_freep)

int api_routine_carry_out(const struct api_entry *person, const char *words, sd_bus_error *error)
{
        const struct api_home *home = &person->api->home;
        CLEANUP_FREE char *reason = NULL;
        int r;

        if (strlen(words) > API_SESSION_BYTES_MAX)
                return api_error_invalid(error, "A command has at most %d bytes.", API_SESSION_BYTES_MAX);
        r = home->session(home->userdata, person->number, words, &reason);
        if (r == -EINVAL)
                return api_error_invalid(error, "%s", reason);
        if (r == -ECANCELED)
                return sd_bus_error_set(error, API_ERROR ".Refused", reason);
        return r;
}

int api_routine_session(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const char *words;
        int r;

        r = sd_bus_message_read(message, "s", &words);
        if (r < 0)
                return r;
        r = api_routine_carry_out(userdata, words, ret_error);
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, NULL);
}

int api_routine_set_property(sd_bus *connection, const char *path, const char *interface,
        const char *property, sd_bus_message *value, void *userdata, sd_bus_error *ret_error)
{
        char words[sizeof("days ") + API_TEXT_BYTES_MAX];
        const char *text;
        int r;

        (void)connection;
        (void)path;
        (void)interface;
        r = sd_bus_message_read(value, "s", &text);
        if (r < 0)
                return r;
        if (strlen(text) > API_TEXT_BYTES_MAX)
                return api_error_invalid(ret_error, "%s has at most %d bytes.", property, API_TEXT_BYTES_MAX);
        snprintf(words, sizeof(words), "%s %s", strcmp(property, "SessionDays") == 0 ? "days" : "at", text);
        return api_routine_carry_out(userdata, words, ret_error);
}

static int add_id(void *userdata, const char *id)
{
        int r = sd_bus_message_append_basic(userdata, 's', id);

        return r < 0 ? r : 0;
}

int api_routine_programmes(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        CLEANUP(message_freep) sd_bus_message *reply = NULL;
        int r;

        (void)ret_error;
        r = sd_bus_message_new_method_return(message, &reply);
        if (r < 0)
                return r;
        r = sd_bus_message_open_container(reply, 'a', "s");
        if (r < 0)
                return r;
        r = home->programmes(home->userdata, person->number, add_id, reply);
        if (r < 0)
                return r;
        r = sd_bus_message_close_container(reply);
        if (r < 0)
                return r;
        return sd_bus_message_send(reply);
}

int api_routine_programme(sd_bus_message *message, void *userdata, sd_bus_error *ret_error)
{
        const struct api_entry *person = userdata;
        const struct api_home *home = &person->api->home;
        CLEANUP_FREE char *json = NULL;
        const char *id;
        int r;

        r = sd_bus_message_read(message, "s", &id);
        if (r < 0)
                return r;
        r = text_is_id(id) ? home->programme(home->userdata, person->number, id, &json) : -ENOENT;
        if (r == -ENOENT)
                return sd_bus_error_setf(ret_error, API_ERROR ".NoProgramme",
                        "There is no programme '%s'. Programmes() names those that there are.",
                        text_is_id(id) ? id : "");
        if (r < 0)
                return r;
        return sd_bus_reply_method_return(message, "s", json);
}
