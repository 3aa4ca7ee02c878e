/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_record - a guided session as one JSON object, for the store, and back, so that a restart can resume
 * it. Exercises and the programme stand there by their ids. As in record.h, unknown keys are skipped and
 * missing ones keep their initial value; what core could not have come to is refused.
 *
 * Floor: wire (pure; allocates). The text has health data: it is for the store alone.
 */
#include "core/session.h"

/* Return: the text, owned by the caller; NULL without memory. */
char *session_record_print(const struct session *session);

/*
 * Fills @session, which the caller has initialised with its set and voice (session_init()). Stamps are of the
 * boot in which it was printed. Return: 0; -EINVAL if it is none, or if it has an exercise or programme that
 * is not in the set any more; -ENOMEM: @session is untouched.
 */
int session_record_parse(const char *text, struct session *session);
