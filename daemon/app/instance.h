/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * instance - who this daemon is among those on a broker: 32 hexadecimal digits, the same at every start on
 * one machine with one state directory, so that a daemon knows its own earlier life after a crash or a power
 * cut.
 *
 * Floor: app. The store's lock keeps a second process from the same state directory.
 */

#define INSTANCE_SIZE 33

/* Made from the machine's id, the host's name and @state_dir; random on a machine without an id. */
void instance_make(const char *state_dir, char instance[static INSTANCE_SIZE]);
