/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * routine_days - the days of the week that somebody wants for a programme, by the programme's own rules.
 *
 * Floor: config. Pure. Days are masks, bit 0 is Monday. Weeks follow each other: Sunday is next to Monday.
 */
#include "core/programme.h"

/* The fewest days from one of @days to the next, 1 to 7; 7 for one day or none. @ret_from and @ret_to receive
 * the first two that are so close, 0 to 6; untouched for none. */
unsigned routine_days_gap(uint8_t days, int *ret_from, int *ret_to);

/* Whether @programme allows @days to be so close to each other. */
bool routine_days_are_rested(const struct programme *programme, uint8_t days);

/* Days that suit @programme and are not @never: as many as its week needs, or as there can be; of these the
 * most of @wanted, then those widest apart, then the first of the week. */
uint8_t routine_days_choose(const struct programme *programme, uint8_t wanted, uint8_t never);
