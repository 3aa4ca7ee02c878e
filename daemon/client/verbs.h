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
int verb_replay(int argc, char *argv[]);
