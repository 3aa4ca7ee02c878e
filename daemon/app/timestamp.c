/* SPDX-License-Identifier: MIT */
#include "app/timestamp.h"

#include <stdio.h>
#include <stdlib.h>

void timestamp_print(const struct instant *now, int64_t realtime_usec, char text[static TIMESTAMP_TEXT_SIZE])
{
        struct civil civil = instant_civil(now, realtime_usec);
        int32_t offset_sec = instant_offset_sec(now, realtime_usec);
        int32_t minutes = abs(offset_sec) / 60;
        int64_t fraction = realtime_usec % USEC_PER_SEC;

        if (fraction < 0)
                fraction += USEC_PER_SEC;
        (void)snprintf(text, TIMESTAMP_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ%c%02d%02d",
                (int)(civil.year % 10000), (int)civil.month % 100, (int)civil.day % 100,
                (int)civil.hour % 100, (int)civil.minute % 100, (int)civil.second % 100, (int)fraction,
                offset_sec < 0 ? '-' : '+', (int)(minutes / 60) % 100, (int)(minutes % 60));
}
