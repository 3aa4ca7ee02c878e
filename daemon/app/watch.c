/* SPDX-License-Identifier: MIT */
#include "app/watch.h"

#include "base/cleanup.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>

struct watch {
        int clock_fd;
        sd_event_source *clock_source;
        sd_event_source *zone_source;
        void (*on_clock)(void *userdata);
        void (*on_zone)(void *userdata);
        void *userdata;
};

/* A timer at the end of time, which is cancelled when the clock is set. */
static int arm_clock(int fd)
{
        const struct itimerspec never = { .it_value.tv_sec = INT64_MAX / 1000000000 };

        return timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) < 0 ? -errno
                                                                                                  : 0;
}

static int on_clock_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
        struct watch *watch = userdata;
        uint64_t expirations;
        int r;

        (void)source;
        (void)revents;
        if (read(fd, &expirations, sizeof(expirations)) < 0 && errno != ECANCELED)
                return 0;
        r = arm_clock(fd);
        if (r < 0)
                return r;
        watch->on_clock(watch->userdata);
        return 0;
}

static int on_zone_change(sd_event_source *source, const struct inotify_event *event, void *userdata)
{
        struct watch *watch = userdata;

        (void)source;
        if (event->len > 0 && strcmp(event->name, "localtime") == 0)
                watch->on_zone(watch->userdata);
        return 0;
}

CLEANUP_DEFINE(struct watch *, watch_free, watch_freep)

int watch_new(sd_event *event, void (*on_clock)(void *userdata), void (*on_zone)(void *userdata),
        void *userdata, struct watch **ret_watch)
{
        CLEANUP(watch_freep) struct watch *watch = calloc(1, sizeof(*watch));
        int r;

        if (!watch)
                return -ENOMEM;
        *watch = (struct watch){ .on_clock = on_clock, .on_zone = on_zone, .userdata = userdata };
        watch->clock_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
        if (watch->clock_fd < 0)
                return -errno;
        r = arm_clock(watch->clock_fd);
        if (r < 0)
                return r;
        r = sd_event_add_io(event, &watch->clock_source, watch->clock_fd, EPOLLIN, on_clock_io, watch);
        if (r < 0)
                return r;
        (void)sd_event_add_inotify(event, &watch->zone_source, "/etc",
                IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_DELETE | IN_ONLYDIR, on_zone_change, watch);
        *ret_watch = TAKE_PTR(watch);
        return 0;
}

struct watch *watch_free(struct watch *watch)
{
        if (!watch)
                return NULL;
        sd_event_source_disable_unref(watch->zone_source);
        sd_event_source_disable_unref(watch->clock_source);
        if (watch->clock_fd >= 0)
                close(watch->clock_fd);
        free(watch);
        return NULL;
}
