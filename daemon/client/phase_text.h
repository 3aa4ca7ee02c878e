/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * phase_text - what is next for a person and what to do, in one plain sentence.
 *
 * Floor: client. The time is an argument; hours are of the process's own zone.
 */
#include "client/connection.h"
#include "client/paint.h"

#define PHASE_TEXT_SIZE   160
#define PHASE_TEXT_WIDTHS 3

struct phase_text {
        enum paint_colour colour;
        char words[PHASE_TEXT_WIDTHS]
                  [PHASE_TEXT_SIZE]; /* the longest first; the last has at most 20 columns */
};

/* @now_usec: realtime on the daemon's clock. */
void phase_text_make(const struct person_status *status, int64_t now_usec, struct phase_text *ret_text);

/* What is due or snoozed is the offer of a session and no break's prompt, as far as can be told: somebody who
 * doesn't sit, or not for long enough, has no break due. */
bool phase_text_is_of_session(const struct person_status *status);
