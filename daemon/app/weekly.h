/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * weekly - everybody's report as a page, each week at the time that the setting `report` says.
 *
 * Floor: app. `unslouch report --html` reads and writes, one person after the other: the loop does not wait
 * for it. When a page was written last is told by its file, which gets the clock's time: a page that is not
 * there or older than the last time that was planned is made up for, once, when the daemon can be asked.
 * Without D-Bus there is no page.
 */
#include "config/settings.h"
#include "core/instant.h"
#include "io/bus.h"
#include "io/log.h"

#include <systemd/sd-event.h>

/* So long a page may take, with a history of many years on a small machine. */
#define WEEKLY_TIMEOUT_USEC (5 * USEC_PER_MINUTE)

struct weekly_options {
        sd_event *event;
        struct log *log;
        const char *state_dir; /* where a relative file name begins; borrowed */
        enum bus_kind bus;
};

struct weekly;

/**
 * weekly_new() - @settings: borrowed, until weekly_change_settings() or weekly_free().
 *
 * Return: 0; -ENOMEM. weekly_free() ends what runs, and takes NULL.
 */
int weekly_new(
        const struct weekly_options *options, const struct settings *settings, struct weekly **ret_weekly);
struct weekly *weekly_free(struct weekly *weekly);

/* After a reload: looks at everybody's page anew. Return: 0; -ENOMEM: as before, without any page. */
int weekly_change_settings(struct weekly *weekly, const struct settings *settings);

/* The clock was set, or the zone is another: when the time comes has changed. */
void weekly_on_clock_change(struct weekly *weekly);

/* Writes what is due, if the daemon can be asked (@served). Call in each turn of the loop: costs nothing
 * until something is due. */
void weekly_on_time(struct weekly *weekly, bool served, const struct instant *now);

/* When to call it again, boottime; USEC_INFINITY: not for a time. */
int64_t weekly_next_deadline(const struct weekly *weekly);

/* The last moment not after @now, and the next one after it, at which clocks show @minute since Monday. */
int64_t weekly_last_planned(const struct instant *now, int minute);
int64_t weekly_next_planned(const struct instant *now, int minute);

/* Which days a page of @now tells of: whole weeks from a Monday on, until today, or yesterday before noon. */
struct weekly_range {
        int32_t from_day, to_day;
};
struct weekly_range weekly_range(const struct instant *now);
