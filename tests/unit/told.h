/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * told - what the log tells on stderr, kept between told_begin() and told_end().
 */
#include "unit/test.h"

struct told {
        int file;
        int stderr_copy;
};

void told_begin(struct told *told);
/* How often @text was told so far. */
int told_count(const struct told *told, const char *text);
/* Gives stderr back, and passes on what was told. */
void told_end(struct told *told);
