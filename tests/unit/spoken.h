/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * spoken - runs a piece of a program and keeps what it says on standard output and standard error.
 */
#include <stddef.h>

#define SPOKEN_SIZE 4096

struct spoken {
        int status;
        char out[SPOKEN_SIZE];
        char error[SPOKEN_SIZE];
};

/* Calls @run with @arguments, which end with NULL, as argv. */
void spoken_run(struct spoken *spoken, int (*run)(int argc, char *argv[]), const char *const *arguments);
