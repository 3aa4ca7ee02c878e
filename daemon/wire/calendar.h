/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * calendar - planned sessions as an iCalendar (RFC 5545).
 *
 * Floor: wire (pure; allocates).
 *
 * Times are local with a VTIMEZONE, so that a session at 18:00 stays at 18:00 in the calendar of somebody
 * who travels through zones, and is shown as such. The zone is made of the transitions next to now, which is
 * all that a plan of weeks needs. A moment that its local time does not tell (in a repeated hour), and all of
 * them without a zone's name, are in UTC.
 */
#include "core/instant.h"

#include <stddef.h>

/* One session. Texts are borrowed, and neutral: others may see this calendar. */
struct calendar_event {
        const char *person;    /* id */
        const char *programme; /* id */
        const char *title;
        int32_t monday;  /* of its week: local day since 1970-01-01 */
        unsigned number; /* of the programme in that week, from 1: a session that is moved stays the same */
        int64_t at_realtime_usec;
        int64_t length_usec; /* rounded up to minutes */
};

/**
 * calendar_print() - @count sessions as they are planned @now, which is the stamp.
 * @zone_name: "Europe/Berlin", or NULL. @title: of the calendar.
 *
 * Return: the text, owned by the caller (free()); NULL without memory.
 */
char *calendar_print(const struct calendar_event *events, size_t count, const char *title,
        const char *zone_name, const struct instant *now);
