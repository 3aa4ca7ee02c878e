/* SPDX-License-Identifier: MIT */
#include "wire/calendar.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Octets of a line without its end (RFC 5545, 3.1). */
#define LINE_OCTETS_MAX 75
#define VALUE_SIZE      1024
#define TIME_SIZE       24

/* The text so far; lost once memory was short. */
struct sheet {
        char *bytes;
        size_t length;
        size_t size;
        bool failed;
};

static void append(struct sheet *sheet, const char *bytes, size_t length)
{
        size_t needed = sheet->length + length + 1;

        if (sheet->failed)
                return;
        if (needed > sheet->size) {
                char *larger = realloc(sheet->bytes, 2 * needed);

                if (!larger) {
                        sheet->failed = true;
                        return;
                }
                sheet->bytes = larger;
                sheet->size = 2 * needed;
        }
        memcpy(sheet->bytes + sheet->length, bytes, length);
        sheet->length += length;
        sheet->bytes[sheet->length] = '\0';
}

/* How much of @text fits into @octets_max without a cut within a character. */
static size_t fold_at(const char *text, size_t length, size_t octets_max)
{
        if (length <= octets_max)
                return length;
        while (octets_max > 1 && ((unsigned char)text[octets_max] & 0xc0) == 0x80)
                octets_max--;
        return octets_max;
}

/* One content line, folded: further lines begin with a space, which counts. */
static void append_line(struct sheet *sheet, const char *line)
{
        size_t length = strlen(line);
        size_t octets_max = LINE_OCTETS_MAX;

        for (;;) {
                size_t part = fold_at(line, length, octets_max);

                append(sheet, line, part);
                append(sheet, "\r\n", 2);
                line += part;
                length -= part;
                if (length == 0)
                        return;
                append(sheet, " ", 1);
                octets_max = LINE_OCTETS_MAX - 1;
        }
}

__attribute__((format(printf, 2, 3))) static void add_line(struct sheet *sheet, const char *format, ...)
{
        char line[VALUE_SIZE + 64];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(line, sizeof(line), format, arguments);
        va_end(arguments);
        append_line(sheet, line);
}

/* A TEXT value: what has a meaning is escaped, other control characters go. What is too long is cut. */
static void escape(const char *text, char value[static VALUE_SIZE])
{
        size_t length = 0;

        for (; *text != '\0'; text++) {
                char character = *text == '\n' ? 'n' : *text;

                if (length + 8 > VALUE_SIZE && ((unsigned char)*text & 0xc0) != 0x80)
                        break;
                if (strchr("\\;,\n", *text))
                        value[length++] = '\\';
                if ((unsigned char)character >= 0x20 && character != 0x7f)
                        value[length++] = character;
        }
        value[length] = '\0';
}

static void print_civil(struct civil civil, const char *ending, char text[static TIME_SIZE])
{
        snprintf(text, TIME_SIZE, "%04d%02d%02dT%02d%02d%02d%s", civil.year % 10000, civil.month % 100,
                civil.day % 100, civil.hour % 100, civil.minute % 100, civil.second % 100, ending);
}

/* The wall clock of a place that is always @offset_sec ahead of UTC. */
static struct civil civil_at(int64_t realtime_usec, int32_t offset_sec)
{
        const struct instant there = {
                .realtime_usec = realtime_usec,
                .zone = { INT64_MIN, USEC_INFINITY, offset_sec, offset_sec, offset_sec },
        };

        return instant_civil(&there, realtime_usec);
}

static void print_utc(int64_t realtime_usec, char text[static TIME_SIZE])
{
        print_civil(civil_at(realtime_usec, 0), "Z", text);
}

/* "+0100"; with seconds where the offset has some. */
static void print_offset(int32_t offset_sec, char text[static 12])
{
        unsigned seconds = offset_sec < 0 ? -(unsigned)offset_sec : (unsigned)offset_sec;
        char sign = offset_sec < 0 ? '-' : '+';

        if (seconds % 60 != 0)
                snprintf(text, 12, "%c%02u%02u%02u", sign, seconds / 3600 % 100, seconds / 60 % 60,
                        seconds % 60);
        else
                snprintf(text, 12, "%c%02u%02u", sign, seconds / 3600 % 100, seconds / 60 % 60);
}

/* What the zone's clocks show from @at_realtime_usec on, until the next observance. */
static void add_observance(
        struct sheet *sheet, int64_t at_realtime_usec, int32_t from_sec, int32_t to_sec, bool is_summer)
{
        const char *name = is_summer ? "DAYLIGHT" : "STANDARD";
        char start[TIME_SIZE];
        char offset[12];

        /* The beginning is told by the clock before it. */
        print_civil(civil_at(at_realtime_usec, from_sec), "", start);
        add_line(sheet, "BEGIN:%s", name);
        add_line(sheet, "DTSTART:%s", start);
        print_offset(from_sec, offset);
        add_line(sheet, "TZOFFSETFROM:%s", offset);
        print_offset(to_sec, offset);
        add_line(sheet, "TZOFFSETTO:%s", offset);
        add_line(sheet, "END:%s", name);
}

/* What was before the last transition, then that one, then the next; the first is taken as from 1970 on. */
static void add_zone(struct sheet *sheet, const char *name, const struct zone *zone)
{
        bool had_one = zone->since_realtime_usec != INT64_MIN;
        bool has_next = zone->until_realtime_usec != USEC_INFINITY;
        int32_t first_sec = had_one ? zone->offset_before_sec : zone->offset_sec;
        int32_t second_sec = had_one ? zone->offset_sec : has_next ? zone->offset_after_sec : first_sec;

        add_line(sheet, "BEGIN:VTIMEZONE");
        add_line(sheet, "TZID:%s", name);
        add_observance(sheet, 0, first_sec, first_sec, first_sec > second_sec);
        if (had_one)
                add_observance(sheet, zone->since_realtime_usec, zone->offset_before_sec, zone->offset_sec,
                        zone->offset_sec > zone->offset_before_sec);
        if (has_next)
                add_observance(sheet, zone->until_realtime_usec, zone->offset_sec, zone->offset_after_sec,
                        zone->offset_after_sec > zone->offset_sec);
        add_line(sheet, "END:VTIMEZONE");
}

/* Whether the local time alone tells the moment: readers differ about which of two equal ones is meant. */
static bool is_told_by_clock(int64_t realtime_usec, const struct instant *now)
{
        const int32_t offsets[] = { now->zone.offset_before_sec, now->zone.offset_sec,
                now->zone.offset_after_sec };
        int32_t offset_sec = instant_offset_sec(now, realtime_usec);

        for (size_t i = 0; i < ELEMENTS(offsets); i++) {
                int64_t other_usec = realtime_usec + (offset_sec - offsets[i]) * USEC_PER_SEC;

                if (offsets[i] != offset_sec && instant_offset_sec(now, other_usec) == offsets[i])
                        return false;
        }
        return true;
}

static void add_start(
        struct sheet *sheet, int64_t realtime_usec, const char *zone_name, const struct instant *now)
{
        char text[TIME_SIZE];

        if (zone_name[0] != '\0' && is_told_by_clock(realtime_usec, now)) {
                print_civil(instant_civil(now, realtime_usec), "", text);
                add_line(sheet, "DTSTART;TZID=%s:%s", zone_name, text);
                return;
        }
        print_utc(realtime_usec, text);
        add_line(sheet, "DTSTART:%s", text);
}

static void add_event(struct sheet *sheet, const struct calendar_event *event, const char *zone_name,
        const struct instant *now)
{
        char monday[INSTANT_DAY_TEXT_SIZE];
        char stamp[TIME_SIZE];
        char title[VALUE_SIZE];

        instant_print_day(event->monday, monday);
        print_utc(now->realtime_usec, stamp);
        escape(event->title, title);
        add_line(sheet, "BEGIN:VEVENT");
        add_line(sheet, "UID:%s-%s-%s-%u@unslouch", event->person, event->programme, monday, event->number);
        add_line(sheet, "DTSTAMP:%s", stamp);
        add_start(sheet, event->at_realtime_usec, zone_name, now);
        add_line(sheet, "DURATION:PT%" PRId64 "M",
                (event->length_usec + USEC_PER_MINUTE - 1) / USEC_PER_MINUTE);
        add_line(sheet, "SUMMARY:%s", title);
        add_line(sheet, "CLASS:PRIVATE");
        add_line(sheet, "END:VEVENT");
}

/* A zone's name that can stand in a parameter without quotes; otherwise empty. */
static const char *usable_zone_name(const char *name)
{
        size_t length = name ? strlen(name) : 0;

        if (length > 64 || strpbrk(name ? name : "", "\";:,\\\r\n"))
                return "";
        return name ? name : "";
}

char *calendar_print(const struct calendar_event *events, size_t count, const char *title,
        const char *zone_name, const struct instant *now)
{
        struct sheet sheet = { 0 };
        char escaped[VALUE_SIZE];

        zone_name = usable_zone_name(zone_name);
        escape(title, escaped);
        add_line(&sheet, "BEGIN:VCALENDAR");
        add_line(&sheet, "VERSION:2.0");
        add_line(&sheet, "PRODID:-//Unslouch//Unslouch//EN");
        add_line(&sheet, "CALSCALE:GREGORIAN");
        add_line(&sheet, "X-WR-CALNAME:%s", escaped);
        if (zone_name[0] != '\0')
                add_zone(&sheet, zone_name, &now->zone);
        for (size_t i = 0; i < count; i++)
                add_event(&sheet, &events[i], zone_name, now);
        add_line(&sheet, "END:VCALENDAR");
        if (sheet.failed) {
                free(sheet.bytes);
                return NULL;
        }
        return sheet.bytes;
}
