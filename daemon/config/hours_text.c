/* SPDX-License-Identifier: MIT */
#include "config/hours_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define DAYS_PER_WEEK 7

static const char *const day_names[DAYS_PER_WEEK] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };

/* Reads one day's name at *@at and the spaces around it. */
static int take_day(const char **at, int *ret_day)
{
        *at += strspn(*at, " ");
        for (int day = 0; day < DAYS_PER_WEEK; day++) {
                size_t length = strlen(day_names[day]);

                if (strncasecmp(*at, day_names[day], length) != 0 || isalnum((unsigned char)(*at)[length]))
                        continue;
                *at += length;
                *at += strspn(*at, " ");
                *ret_day = day;
                return 0;
        }
        return -EINVAL;
}

/* Reads a day or a span of days at *@at into the mask @days. */
static int take_span(const char **at, int64_t *days)
{
        int first;
        int last;
        int r;

        r = take_day(at, &first);
        if (r < 0)
                return r;
        last = first;
        if (**at == '-') {
                (*at)++;
                r = take_day(at, &last);
                if (r < 0)
                        return r;
        }
        for (int day = first; day != last; day = (day + 1) % DAYS_PER_WEEK)
                *days |= INT64_C(1) << day;
        *days |= INT64_C(1) << last;
        return 0;
}

int hours_text_parse_days(const char *text, int64_t *ret_days)
{
        int64_t days = 0;

        if (strcasecmp(text, "daily") == 0) {
                *ret_days = HOURS_EVERY_DAY;
                return 0;
        }
        for (;;) {
                int r = take_span(&text, &days);

                if (r < 0)
                        return r;
                if (*text == '\0')
                        break;
                if (*text++ != ',')
                        return -EINVAL;
        }
        *ret_days = days;
        return 0;
}

void hours_text_print_days(int64_t days, char text[static HOURS_TEXT_DAYS_SIZE])
{
        size_t length = 0;

        text[0] = '\0';
        if (days == HOURS_EVERY_DAY) {
                memcpy(text, "daily", sizeof("daily"));
                return;
        }
        for (int day = 0; day < DAYS_PER_WEEK; day++) {
                if (!(days & (INT64_C(1) << day)))
                        continue;
                if (length > 0)
                        text[length++] = ',';
                memcpy(text + length, day_names[day], 4);
                length += 3;
        }
}

int hours_text_parse_time(const char *text, int64_t *ret_minute)
{
        size_t digits = strspn(text, "0123456789");
        int64_t hour = 0;
        int64_t minute;

        if (digits < 1 || digits > 2 || text[digits] != ':' || strspn(text + digits + 1, "0123456789") != 2 ||
                text[digits + 3] != '\0')
                return -EINVAL;
        for (size_t i = 0; i < digits; i++)
                hour = 10 * hour + (text[i] - '0');
        minute = 10 * (text[digits + 1] - '0') + (text[digits + 2] - '0');
        if (minute > 59 || hour * 60 + minute > MINUTES_PER_DAY)
                return -EINVAL;
        *ret_minute = hour * 60 + minute;
        return 0;
}

int hours_text_parse_window(const char *text, int64_t *ret_from_minute, int64_t *ret_until_minute)
{
        char first[HOURS_TEXT_TIME_SIZE];
        size_t length = strcspn(text, " -");
        const char *rest = text + length + strspn(text + length, " ");
        int64_t from;
        int64_t until;
        int r;

        if (length >= sizeof(first) || (*rest != '-' && *rest != '\0'))
                return -EINVAL;
        memcpy(first, text, length);
        first[length] = '\0';
        r = hours_text_parse_time(first, &from);
        if (r < 0 || from == MINUTES_PER_DAY)
                return -EINVAL;
        if (*rest == '-') {
                r = hours_text_parse_time(rest + 1 + strspn(rest + 1, " "), &until);
                if (r < 0 || until <= from)
                        return -EINVAL;
                *ret_until_minute = until;
        }
        *ret_from_minute = from;
        return 0;
}

void hours_text_print_time(int64_t minute, char text[static HOURS_TEXT_TIME_SIZE])
{
        snprintf(text, HOURS_TEXT_TIME_SIZE, "%02d:%02d", (int)(minute / 60 % 100), (int)(minute % 60));
}

int hours_text_parse_week_time(const char *text, int64_t *ret_minute)
{
        int64_t minute;
        int day;
        int r;

        r = take_day(&text, &day);
        if (r < 0)
                return r;
        r = hours_text_parse_time(text, &minute);
        if (r < 0 || minute == MINUTES_PER_DAY)
                return -EINVAL;
        *ret_minute = day * MINUTES_PER_DAY + minute;
        return 0;
}

void hours_text_print_week_time(int64_t minute, char text[static HOURS_TEXT_DAYS_SIZE])
{
        char time[HOURS_TEXT_TIME_SIZE];

        hours_text_print_time(minute % MINUTES_PER_DAY, time);
        snprintf(text, HOURS_TEXT_DAYS_SIZE, "%s %s", day_names[minute / MINUTES_PER_DAY % DAYS_PER_WEEK],
                time);
}
