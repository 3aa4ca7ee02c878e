/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * programmes_ladder - the doses of an exercise's levels: "2x10@1, 2x12@1".
 *
 * Floor: config.
 */
#include "config/programmes_inside.h"

/**
 * ladder_read() - reads the key @name of @place: SETSxREPETITIONS@HOLD with seconds of hold, and where
 * @loaded also +KILOGRAMS per hand, "2x12@1+0.5". No step may ask for less work than the one before, unless
 * more load begins with it.
 *
 * Return: the number of steps in @doses; 0 if there is none, or if something is wrong, which has been told.
 */
uint8_t ladder_read(const struct programmes_place *place, const char *name, bool loaded,
        struct dose doses[static LEVELS_MAX]);
