/* SPDX-License-Identifier: MIT */
#pragma once
/* radar - the messages that the benchmarks send: somebody is there all the time, at a distance that changes.
 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define RADAR_BYTES_MAX 60000
/* The shortest of them. */
#define RADAR_BYTES_MIN 70

/* Writes the @number-th message, of @bytes or what it needs, to @payload of RADAR_BYTES_MAX + 64. Returns its
 * length. */
static inline size_t radar_print(char *payload, size_t bytes, unsigned number)
{
        size_t at = (size_t)snprintf(payload, RADAR_BYTES_MIN,
                "{\"distance\":%u.%u,\"occupancy\":true,\"linkquality\":%u,\"note\":\"", number % 5,
                number % 10, 100 + number % 100);

        if (bytes > at + 2) {
                memset(payload + at, 'x', bytes - at - 2);
                at = bytes - 2;
        }
        memcpy(payload + at, "\"}", 3);
        return at + 2;
}
