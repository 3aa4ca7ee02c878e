/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_row - one exercise of one session of the history. What hurt is not in it.
 *
 * Floor: client.
 */
#include "core/progression.h"

struct session_row {
        int64_t started_usec; /* realtime; the same for all exercises of a session */
        char programme[TEXT_ID_SIZE];
        enum session_kind kind;
        enum effort effort;
        char exercise[TEXT_ID_SIZE];
        uint8_t level;
        uint8_t done_pct;
};
