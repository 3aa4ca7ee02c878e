/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * timestamp - moments in the form of mosquitto_sub: "2026-11-22T10:01:31.329890Z+0100", local time, a literal
 * Z, the offset. payload_time_parse() of wire/field reads it.
 *
 * Floor: app (pure).
 */
#include "core/instant.h"

/* Enough for any text of timestamp_print(), NUL included. */
#define TIMESTAMP_TEXT_SIZE 40

/* Writes @realtime_usec in the zone of @now. */
void timestamp_print(const struct instant *now, int64_t realtime_usec, char text[static TIMESTAMP_TEXT_SIZE]);
