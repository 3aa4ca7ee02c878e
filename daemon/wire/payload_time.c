/* SPDX-License-Identifier: MIT */
#include "wire/payload.h"

#include "base/units.h"
#include "core/instant.h"

#include <errno.h>
#include <string.h>

struct time_reader {
        const char *at;
        const char *end;
};

/* The next character; NUL at the end, which no time has. */
static char peek(const struct time_reader *reader)
{
        return reader->at < reader->end ? *reader->at : '\0';
}

static bool is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* Reads @count digits, and @separator behind them if it is not NUL. */
static int take_digits(struct time_reader *reader, int count, char separator, int32_t *ret_value)
{
        int32_t value = 0;

        if (reader->end - reader->at < count)
                return -EINVAL;
        for (int i = 0; i < count; i++, reader->at++) {
                if (!is_digit(*reader->at))
                        return -EINVAL;
                value = value * 10 + (*reader->at - '0');
        }
        if (separator != '\0') {
                if (peek(reader) != separator)
                        return -EINVAL;
                reader->at++;
        }
        *ret_value = value;
        return 0;
}

/* The fraction of a second, if there is one, as microseconds. */
static int take_fraction(struct time_reader *reader, int64_t *ret_usec)
{
        int64_t digit_usec = USEC_PER_SEC / 10;

        *ret_usec = 0;
        if (peek(reader) != '.')
                return 0;
        reader->at++;
        if (!is_digit(peek(reader)))
                return -EINVAL;
        for (; is_digit(peek(reader)); reader->at++, digit_usec /= 10)
                *ret_usec += (*reader->at - '0') * digit_usec;
        return 0;
}

/* "Z", "+01:00", "+0100", and mosquitto's "Z+0100", to the end of the text. */
static int take_offset(struct time_reader *reader, int64_t *ret_sec)
{
        bool zulu = peek(reader) == 'Z' || peek(reader) == 'z';
        int32_t hours = 0;
        int32_t minutes = 0;
        int sign;

        reader->at += zulu;
        if (reader->at == reader->end && zulu) {
                *ret_sec = 0;
                return 0;
        }
        if (peek(reader) != '+' && peek(reader) != '-')
                return -EINVAL;
        sign = *reader->at++ == '-' ? -1 : 1;
        if (take_digits(reader, 2, '\0', &hours) < 0)
                return -EINVAL;
        reader->at += peek(reader) == ':';
        if (take_digits(reader, 2, '\0', &minutes) < 0 || reader->at != reader->end || hours > 23 ||
                minutes > 59)
                return -EINVAL;
        *ret_sec = sign * (hours * INT64_C(3600) + minutes * INT64_C(60));
        return 0;
}

static int take_date(struct time_reader *reader, struct civil *civil)
{
        if (take_digits(reader, 4, '-', &civil->year) < 0 || take_digits(reader, 2, '-', &civil->month) < 0 ||
                take_digits(reader, 2, '\0', &civil->day) < 0 || civil->month < 1 || civil->month > 12)
                return -EINVAL;
        if (peek(reader) != 'T' && peek(reader) != 't' && peek(reader) != ' ')
                return -EINVAL;
        reader->at++;
        return 0;
}

static bool civil_is_valid(const struct civil *civil, int32_t day)
{
        struct civil back;

        if (civil->hour > 23 || civil->minute > 59 || civil->second > 60)
                return false;
        /* Every month has so many days. */
        if (civil->day >= 1 && civil->day <= 28)
                return true;
        back = instant_date_from_day(day);
        return back.month == civil->month && back.day == civil->day;
}

int payload_time_read(const char *bytes, size_t size, int64_t *ret_realtime_usec)
{
        struct time_reader reader = { .at = bytes, .end = bytes + size };
        struct civil civil = { 0 };
        int64_t fraction_usec;
        int64_t offset_sec;
        int32_t day;

        if (take_date(&reader, &civil) < 0)
                return -EINVAL;
        if (take_digits(&reader, 2, ':', &civil.hour) < 0 ||
                take_digits(&reader, 2, ':', &civil.minute) < 0 ||
                take_digits(&reader, 2, '\0', &civil.second) < 0)
                return -EINVAL;
        if (take_fraction(&reader, &fraction_usec) < 0 || take_offset(&reader, &offset_sec) < 0)
                return -EINVAL;
        day = instant_day_from_date(civil.year, civil.month, civil.day);
        if (!civil_is_valid(&civil, day))
                return -EINVAL;
        *ret_realtime_usec = day * USEC_PER_DAY + civil.hour * USEC_PER_HOUR +
                             civil.minute * USEC_PER_MINUTE + (civil.second - offset_sec) * USEC_PER_SEC +
                             fraction_usec;
        return 0;
}

int payload_time_parse(const char *text, int64_t *ret_realtime_usec)
{
        return payload_time_read(text, strlen(text), ret_realtime_usec);
}
