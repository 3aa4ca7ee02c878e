/* SPDX-License-Identifier: MIT */
/* The configuration is read again, and everything exchanged at once. */
#include "app/loop_inside.h"

#include "app/reload.h"
#include "io/message_ids.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-daemon.h>

/* The new engine takes over what the old one knows, and the links go over to it. */
static void adopt(struct loop *loop, struct engine *engine)
{
        /* What this turn has brought so far is the old engine's, and is stored before it is sent. */
        keep_commit(loop->keep, loop_now(loop));
        keep_set_engine(loop->keep, engine);
        if (loop->link)
                link_drain(loop->link);
        keep_restore_newcomers(loop->keep, loop->engine, loop_now(loop));
        engine_adopt(engine, loop->engine, loop_now(loop));
        loop_save(loop);
        if (loop->next_link)
                link_change_engine(loop->next_link, engine);
        if (loop->link) {
                link_change_engine(loop->link, engine);
                link_drain(loop->link);
        }
        if (buses_change_engine(loop->buses, engine) < 0)
                loop_fail(loop);
        engine_free(loop->engine);
        loop->engine = engine;
}

/* Goes over to another broker or base topic, once this one has been told. */
static void replace_link(struct loop *loop, struct link *next, bool leaves_base)
{
        link_free(loop->next_link);
        loop->next_link = next;
        if (!loop->link)
                loop->link_stopped = true;
        else if (leaves_base)
                link_leave(loop->link, LOOP_FAREWELL_USEC);
        else
                link_stop(loop->link, LOOP_FAREWELL_USEC);
}

/* Everything is exchanged at once, or nothing. */
static int exchange(struct loop *loop, struct home *fresh)
{
        const struct engine_keep callbacks = keep_callbacks(loop->keep);
        bool same = settings_lead_to_same_broker(fresh->settings, loop->home->settings);
        bool leaves_base = strcmp(fresh->settings->base, loop->home->settings->base) != 0;
        struct link *next = NULL;
        struct engine *engine;
        int r;

        r = engine_new(
                fresh->settings, &fresh->catalogues, fresh->programmes, &callbacks, loop_now(loop), &engine);
        if (r < 0)
                return r;
        if (!same)
                r = loop_make_link(loop, engine, &next);
        if (r < 0) {
                engine_free(engine);
                return r;
        }
        adopt(loop, engine);
        if (weekly_change_settings(loop->weekly, fresh->settings) < 0)
                loop_fail(loop);
        home_free(loop->home);
        loop->home = fresh;
        if (!same)
                replace_link(loop, next, leaves_base);
        return 0;
}

/* Reads the file and goes over to it. */
static int reload(struct loop *loop, struct config_problems *ret_problems)
{
        struct home *fresh;
        int r;

        r = reload_read(loop->options.config_file, loop->log, ret_problems, &fresh);
        if (r < 0)
                return r;
        reload_tell_fixed(loop->home->settings, fresh->settings, loop->log);
        r = exchange(loop, fresh);
        if (r < 0) {
                home_free(fresh);
                log_write(loop->log, LOG_ERR,
                        &(struct log_fields){ .message_id = MESSAGE_ID_CONFIG_INVALID, .error = -r },
                        "The configuration is not taken over; the old one stays in force.");
                return r;
        }
        log_write(loop->log, LOG_INFO, &(struct log_fields){ .message_id = MESSAGE_ID_RELOADED },
                "The configuration has been read again.");
        return 0;
}

int loop_reload(struct loop *loop, struct config_problems *ret_problems)
{
        uint64_t monotonic_usec = 0;
        int r;

        if (loop->stopping)
                return -ESHUTDOWN;
        (void)sd_event_now(loop->event, CLOCK_MONOTONIC, &monotonic_usec);
        (void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%llu", (unsigned long long)monotonic_usec);
        r = reload(loop, ret_problems);
        /* What only reading took, and what was before, is not wanted again for long. */
        loop_trim_memory();
        (void)sd_notify(0, "READY=1");
        return r;
}
