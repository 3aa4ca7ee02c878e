/* SPDX-License-Identifier: MIT */
/* What the loop does for the buses, and they ask of it. */
#include "app/loop_inside.h"

#include "io/store_backup.h"

#include <errno.h>

/* Everything is stored before the machine sleeps. */
static void on_sleep(void *userdata)
{
        loop_save(userdata);
}

/* The clocks tell how long it slept. */
static void on_wake(void *userdata)
{
        struct loop *loop = userdata;

        loop->have_now = false;
        (void)loop_now(loop);
}

static int reload(void *userdata, struct config_problems *ret_problems)
{
        return loop_reload(userdata, ret_problems);
}

/* With what is open, as it is now. */
static int backup(void *userdata, int *ret_descriptor)
{
        struct loop *loop = userdata;

        if (!loop->store)
                return -ENOTCONN;
        loop_save(loop);
        return loop->store ? store_copy(loop->store, ret_descriptor) : -ENOTCONN;
}

static void commit(void *userdata)
{
        struct loop *loop = userdata;

        keep_commit(loop->keep, loop_now(loop));
}

static const char *broker(void *userdata)
{
        const struct loop *loop = userdata;

        if (!loop->home->settings->broker.host)
                return "off";
        return engine_is_linked(loop->engine) ? "connected" : "away";
}

static struct store *store(void *userdata)
{
        return ((struct loop *)userdata)->store;
}

int loop_make_buses(struct loop *loop)
{
        const struct buses_options options = {
                .event = loop->event,
                .log = loop->log,
                .kind = loop->options.bus,
                .handlers = {
                        .userdata = loop,
                        .now = loop_now,
                        .on_sleep = on_sleep,
                        .on_wake = on_wake,
                        .on_zone = loop_on_zone,
                        .reload = reload,
                        .backup = backup,
                        .broker = broker,
                        .commit = commit,
                        .store = store,
                },
        };

        return buses_new(&options, loop->engine, &loop->buses);
}

void loop_tell_broker(struct loop *loop)
{
        const char *word = broker(loop);

        if (word == loop->told_broker)
                return;
        loop->told_broker = word;
        loop->wants_release = true;
        buses_broker_changed(loop->buses);
}
