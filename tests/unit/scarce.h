/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * scarce - lets the memory of the program under test run out: for one file a program, linked with
 * $(scarce_wrap).
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* So many allocations still succeed, then one fails; negative: all succeed. */
static int scarce_left = -1;
/* Whether the failure has happened. */
static int scarce_failed;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
int __real_vasprintf(char **ret_text, const char *format, va_list arguments);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t count, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t length_max);
int __wrap_vasprintf(char **ret_text, const char *format, va_list arguments)
        __attribute__((format(printf, 2, 0)));
int __wrap_asprintf(char **ret_text, const char *format, ...) __attribute__((format(printf, 2, 3)));

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

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
        return scarce_now() ? NULL : __real_realloc(old, count * size);
}

char *__wrap_strndup(const char *text, size_t length_max)
{
        size_t length = strnlen(text, length_max);
        char *copy = scarce_now() ? NULL : __real_malloc(length + 1);

        if (!copy)
                return NULL;
        memcpy(copy, text, length);
        copy[length] = '\0';
        return copy;
}

int __wrap_vasprintf(char **ret_text, const char *format, va_list arguments)
{
        return scarce_now() ? -1 : __real_vasprintf(ret_text, format, arguments);
}

int __wrap_asprintf(char **ret_text, const char *format, ...)
{
        va_list arguments;
        int length;

        va_start(arguments, format);
        length = __wrap_vasprintf(ret_text, format, arguments);
        va_end(arguments);
        return length;
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
