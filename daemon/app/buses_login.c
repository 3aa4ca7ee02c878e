/* SPDX-License-Identifier: MIT */
/* logind to sources. */
#include "app/buses_inside.h"

#include "base/cleanup.h"

#include <errno.h>

static bool has_login_source(const struct person_config *config)
{
        for (uint16_t i = 0; i < config->source_count; i++)
                if (config->sources[i].kind == SOURCE_KIND_LOGIND)
                        return true;
        return false;
}

static size_t find_user(const uid_t *users, size_t count, uid_t uid)
{
        size_t i;

        for (i = 0; i < count && users[i] != uid; i++)
                ;
        return i;
}

/* The users of the people who have a source of logind's, each once. */
static int collect_users(const struct buses *buses, uid_t **ret_users, size_t *ret_count)
{
        const struct settings *settings = buses_settings(buses);
        uid_t *users = calloc((size_t)settings->people_count + 1, sizeof(*users));
        size_t count = 0;

        if (!users)
                return -ENOMEM;
        for (uint32_t i = 0; i < settings->people_count; i++) {
                uid_t uid = buses->people[i].uid;

                if (uid == API_NO_USER || !has_login_source(&settings->people[i].core))
                        continue;
                if (find_user(users, count, uid) == count)
                        users[count++] = uid;
        }
        *ret_users = users;
        *ret_count = count;
        return 0;
}

static void on_user(void *userdata, size_t user, enum source_value value, int64_t since_realtime_usec)
{
        struct buses *buses = userdata;
        const struct instant *now = buses_now(buses);
        const struct claim claim = {
                .value = value,
                .reading = (uint32_t)value + 1,
                .age_usec =
                        since_realtime_usec > 0 ? usec_max(now->realtime_usec - since_realtime_usec, 0) : 0,
        };

        for (uint32_t i = 0; i < buses_settings(buses)->people_count; i++)
                if (buses->people[i].uid == buses->users[user])
                        buses_claim(buses, i, SOURCE_KIND_LOGIND, &claim);
}

static void on_inhibited(void *userdata, bool inhibited)
{
        struct buses *buses = userdata;

        buses->login_inhibited = inhibited;
        buses_tell_inhibited(buses);
}

static void on_sleep(void *userdata)
{
        struct buses *buses = userdata;

        buses->options.handlers.on_sleep(buses->options.handlers.userdata);
}

static void on_wake(void *userdata)
{
        struct buses *buses = userdata;

        buses->options.handlers.on_wake(buses->options.handlers.userdata);
}

static void on_zone(void *userdata)
{
        struct buses *buses = userdata;

        buses->options.handlers.on_zone(buses->options.handlers.userdata);
}

int buses_make_login(struct buses *buses)
{
        const struct logind_handlers handlers = {
                .userdata = buses,
                .on_user = on_user,
                .on_inhibited = on_inhibited,
                .on_sleep = on_sleep,
                .on_wake = on_wake,
                .on_zone = on_zone,
        };
        CLEANUP_FREE uid_t *users = NULL;
        struct logind *logind;
        size_t count;
        int r;

        r = collect_users(buses, &users, &count);
        if (r < 0)
                return r;
        r = logind_new(buses->options.log, users, count, &handlers, &logind);
        if (r < 0)
                return r;
        logind_free(buses->logind);
        buses->logind = logind;
        buses->login_inhibited = false; /* the new one tells anew */
        free(buses->users);
        buses->users = TAKE_PTR(users);
        if (bus_connection(buses->system))
                logind_attach(logind, bus_connection(buses->system));
        return 0;
}
