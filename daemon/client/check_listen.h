/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * check_listen - what only the broker knows of a configuration: whether the seats of zigbee2mqtt are
 * retained.
 *
 * Floor: client. Blocks for CHECK_LISTEN_USEC, and until the broker is reached.
 */
#include "base/units.h"

/* A broker hands out what it retains at once. */
#define CHECK_LISTEN_USEC (2 * USEC_PER_SEC)

/* @file: has been checked. Prints a warning for each seat. Return: an exit status; EXIT_STATUS_FAILED if the
 * broker could not be asked. */
int check_listen(const char *file);
