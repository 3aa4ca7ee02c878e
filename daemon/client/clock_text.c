/* SPDX-License-Identifier: MIT */
#include "client/clock_text.h"

#include "base/duration.h"
#include "core/instant.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SEC_PER_DAY INT64_C(86400)
/* Local midnight lies within UTC+14 and UTC-12; one hour more on either side. */
#define DAY_EARLIEST_SEC (-15 * INT64_C(3600))
#define DAY_LATEST_SEC   (13 * INT64_C(3600))

static int64_t second_of(int64_t realtime_usec)
{
        return realtime_usec / USEC_PER_SEC - (realtime_usec % USEC_PER_SEC < 0);
}

/* Local civil time; the start of 1970 for years that an int cannot hold. */
static struct tm local_time(int64_t realtime_sec)
{
        time_t time = realtime_sec;
        struct tm civil = { .tm_year = 70, .tm_mday = 1, .tm_wday = 4 };

        (void)localtime_r(&time, &civil);
        return civil;
}

static int32_t day_at(int64_t realtime_sec)
{
        struct tm civil = local_time(realtime_sec);

        return instant_day_from_date(civil.tm_year + 1900, civil.tm_mon + 1, civil.tm_mday);
}

void clock_text_time(int64_t realtime_usec, char text[static CLOCK_TEXT_SIZE])
{
        struct tm civil = local_time(second_of(realtime_usec));

        snprintf(text, CLOCK_TEXT_SIZE, "%02d:%02d", civil.tm_hour, civil.tm_min);
}

void clock_text_moment(int64_t realtime_usec, int64_t now_usec, char text[static CLOCK_TEXT_SIZE])
{
        static const char days[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
        static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
                "Oct", "Nov", "Dec" };
        struct tm civil = local_time(second_of(realtime_usec));

        if (clock_text_day(realtime_usec) == clock_text_day(now_usec)) {
                clock_text_time(realtime_usec, text);
                return;
        }
        snprintf(text, CLOCK_TEXT_SIZE, "%s %d %s, %02d:%02d", days[civil.tm_wday], civil.tm_mday,
                months[civil.tm_mon], civil.tm_hour, civil.tm_min);
}

/* Rounded down: thirty minutes are not said before they are over. */
void clock_text_duration(int64_t sec, char text[static CLOCK_TEXT_SIZE])
{
        int64_t minutes = sec / 60;

        if (sec < 90)
                snprintf(text, CLOCK_TEXT_SIZE, "%" PRId64 " s", sec < 0 ? 0 : sec);
        else if (minutes < 60)
                snprintf(text, CLOCK_TEXT_SIZE, "%" PRId64 " min", minutes);
        else
                snprintf(
                        text, CLOCK_TEXT_SIZE, "%" PRId64 " h %02" PRId64 " min", minutes / 60, minutes % 60);
}

int64_t clock_text_offset_usec(int64_t realtime_usec)
{
        return local_time(second_of(realtime_usec)).tm_gmtoff * USEC_PER_SEC;
}

int32_t clock_text_day(int64_t realtime_usec)
{
        return day_at(second_of(realtime_usec));
}

/* The first second of the day, wherever the zone's own changes have put it. */
int64_t clock_text_day_start(int32_t day)
{
        int64_t before_sec = day * SEC_PER_DAY + DAY_EARLIEST_SEC;
        int64_t within_sec = day * SEC_PER_DAY + DAY_LATEST_SEC;

        while (within_sec - before_sec > 1) {
                int64_t middle_sec = before_sec + (within_sec - before_sec) / 2;

                if (day_at(middle_sec) < day)
                        before_sec = middle_sec;
                else
                        within_sec = middle_sec;
        }
        return within_sec * USEC_PER_SEC;
}

void clock_text_stamp(int64_t realtime_usec, char text[static CLOCK_TEXT_SIZE])
{
        struct tm civil = local_time(second_of(realtime_usec + USEC_PER_SEC / 2));
        const struct instant then = {
                .realtime_usec = realtime_usec,
                .zone = {
                        .since_realtime_usec = INT64_MIN,
                        .until_realtime_usec = USEC_INFINITY,
                        .offset_sec = (int32_t)civil.tm_gmtoff,
                },
        };
        char stamp[INSTANT_TEXT_SIZE];

        instant_print(&then, realtime_usec, stamp);
        snprintf(text, CLOCK_TEXT_SIZE, "%s", stamp);
}

void clock_text_date(int32_t day, char text[static CLOCK_TEXT_SIZE])
{
        char date[INSTANT_DAY_TEXT_SIZE];

        instant_print_day(day, date);
        snprintf(text, CLOCK_TEXT_SIZE, "%s", date);
}

/* "2026-11-22" and nothing else. */
static int parse_date(const char *text, int32_t *ret_day)
{
        char back[INSTANT_DAY_TEXT_SIZE];
        int32_t number[3];
        int32_t day;

        if (strlen(text) != 10 || strspn(text, "0123456789-") != 10 || text[0] == '-' ||
                sscanf(text, "%4" SCNd32 "-%2" SCNd32 "-%2" SCNd32, &number[0], &number[1], &number[2]) !=
                        3 ||
                number[1] < 1 || number[1] > 12)
                return -EINVAL;
        day = instant_day_from_date(number[0], number[1], number[2]);
        /* A day that no calendar has, and any other form, come back otherwise. */
        instant_print_day(day, back);
        if (strcmp(back, text) != 0)
                return -EINVAL;
        *ret_day = day;
        return 0;
}

int clock_text_parse_day(const char *text, int64_t now_usec, int32_t *ret_day)
{
        int32_t today = clock_text_day(now_usec);
        int64_t back_usec;

        if (strcmp(text, "today") == 0) {
                *ret_day = today;
                return 0;
        }
        if (strcmp(text, "yesterday") == 0) {
                *ret_day = today - 1;
                return 0;
        }
        if (duration_parse(text, &back_usec) < 0)
                return parse_date(text, ret_day);
        if (back_usec % USEC_PER_DAY != 0)
                return -EINVAL;
        *ret_day = today - (int32_t)(back_usec / USEC_PER_DAY);
        return 0;
}
