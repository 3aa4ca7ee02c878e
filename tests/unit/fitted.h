/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fitted - what must be true of every session that screening_fit() leaves, asked of the data once more and
 * plainly. Fails the test where it is not.
 */
#include "unit/test.h"

#include "core/screening.h"

struct fitted_case {
        const struct programme_set *set;
        const struct programme *programme;
        uint64_t tags;
        uint32_t equipment;
        const bool *suspended; /* NULL: none */
        bool no_prone;
        int16_t pick[PROGRAMME_EXERCISES_MAX];
        uint8_t pick_count;
};

/* Fits the case and checks the session. */
void fitted_check(const struct fitted_case *asked, struct fitted_programme *ret_fitted);

/* The first pick_count of the programme's pick_order from @first on as the pick; with @possible only those
 * that may be done. */
void fitted_pick(struct fitted_case *asked, uint8_t first, bool possible);

/* Every programme of @set without a tag, with each, and with every pair; with all equipment, without each
 * and without any; with and without agreement to face-down exercises; with three picks. Returns how many
 * sessions were checked, and how many of them were empty. */
size_t fitted_check_pairs(const struct programme_set *set, size_t *ret_empty);
