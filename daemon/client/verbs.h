/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * verbs - what `unslouch` can do. Each takes its arguments with the verb itself as argv[0] and returns the
 * program's exit status (DESIGN 12).
 *
 * Floor: client.
 */
#include "app/check.h"

int verb_check(int argc, char *argv[]);
/* Finds sensors, lamps and speakers on a broker; and what follows who sits. */
int verb_discover(int argc, char *argv[]);
int verb_replay(int argc, char *argv[]);
/* The day as a short picture; and the same, live. */
int verb_status(int argc, char *argv[]);
int verb_watch(int argc, char *argv[]);
/* Why the daemon thinks what it thinks, in sentences. */
int verb_why(int argc, char *argv[]);
int verb_history(int argc, char *argv[]);
/* Commands to the person: done, skip, not-me, snooze, hold, release, set. argv[0] says which. */
int verb_command(int argc, char *argv[]);
int verb_reload(int argc, char *argv[]);
/* The ids of all people, for scripts. */
int verb_people(int argc, char *argv[]);
/* Leads a guided session; the week's sessions; the health questions; the exercise programmes. */
int verb_session(int argc, char *argv[]);
int verb_plan(int argc, char *argv[]);
int verb_screening(int argc, char *argv[]);
int verb_programme(int argc, char *argv[]);
