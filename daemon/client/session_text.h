/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * session_text - how a guided session stands, and what can be done now, in a few lines.
 *
 * Floor: client. Local times are of the process's own zone; no line is wider than the paint's columns.
 */
#include "client/connection.h"
#include "client/paint.h"

/*
 * @json: what the property Session gives. @status: of the same person; for when the next one is. Return: 0;
 * -EINVAL: it is no such object.
 */
int session_text_print(
        const char *json, const struct person_status *status, const struct paint *paint, FILE *stream);

/* "2 sets of 10, each held for 2 s, with 1.5 kg, each side": the dose in @object, a session's or an
 * exercise's members sets, reps, hold_s, load_kg and sides. */
#define SESSION_DOSE_SIZE 96
void session_text_dose(const json_t *object, char text[static SESSION_DOSE_SIZE]);
