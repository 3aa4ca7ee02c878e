/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scarce - lets the memory of the program under test run out: for one file a program, linked with
 * -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup.
 */
#include <stdlib.h>

/* So many allocations still succeed, then one fails; negative: all succeed. */
static int scarce_left = -1;
/* Whether the failure has happened. */
static int scarce_failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

static int scarce_now(void)
{
        if (scarce_left < 0 || scarce_left-- > 0)
                return 0;
        scarce_failed = 1;
        return 1;
}

void *__wrap_malloc(size_t size)
{
        return scarce_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
        return scarce_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
        return scarce_now() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
        return scarce_now() ? NULL : __real_strdup(text);
}

/* For loops that let each allocation of a call fail in turn: the @n-th fails. */
static inline void scarce_begin(int n)
{
        scarce_failed = 0;
        scarce_left = n;
}

/* Returns whether an allocation failed since scarce_begin(). */
static inline int scarce_end(void)
{
        scarce_left = -1;
        return scarce_failed;
}
