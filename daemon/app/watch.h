/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * watch - what tells the loop that the wall clock was set or the zone's file was changed.
 *
 * Floor: app.
 */
#include <systemd/sd-event.h>

struct watch;

/**
 * watch_new() - begins to watch.
 * @on_clock: the wall clock was set. @on_zone: /etc/localtime may have changed. Called from @event with
 * @userdata.
 *
 * Return: 0; negative errno. A zone that cannot be watched is no error. watch_free() takes NULL.
 */
int watch_new(sd_event *event, void (*on_clock)(void *userdata), void (*on_zone)(void *userdata),
        void *userdata, struct watch **ret_watch);
struct watch *watch_free(struct watch *watch);
