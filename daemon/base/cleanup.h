/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * cleanup - what a scope owns is released where the scope ends.
 *
 * CLEANUP(foo_freep) on a pointer calls foo_free() when it goes out of scope; TAKE_PTR() hands it on.
 * Not for variables in functions that use setjmp or longjmp.
 */
#include <stdlib.h>
#include <unistd.h>

#define CLEANUP(function) __attribute__((cleanup(function)))
#define CLEANUP_FREE      CLEANUP(cleanup_freep)
#define CLEANUP_CLOSE     CLEANUP(cleanup_closep)

/* Defines NAME_freep() from a destructor that takes NULL. */
#define CLEANUP_DEFINE(type, destructor, name)                                                               \
        static inline void name(type *p)                                                                     \
        {                                                                                                    \
                if (*p)                                                                                      \
                        destructor(*p);                                                                      \
        }

/* The pointer's value; the pointer itself becomes NULL, so that its cleanup does nothing. */
#define TAKE_PTR(pointer)                                                                                    \
        ({                                                                                                   \
                __typeof__(pointer) *taken_from_ = &(pointer);                                               \
                __typeof__(pointer) taken_ = *taken_from_;                                                   \
                *taken_from_ = NULL;                                                                         \
                taken_;                                                                                      \
        })

/* The descriptor's value; the variable itself becomes -1. */
#define TAKE_FD(descriptor)                                                                                  \
        ({                                                                                                   \
                int *taken_from_ = &(descriptor);                                                            \
                int taken_ = *taken_from_;                                                                   \
                *taken_from_ = -1;                                                                           \
                taken_;                                                                                      \
        })

static inline void cleanup_freep(void *p)
{
        free(*(void **)p);
}

static inline void cleanup_closep(int *descriptor)
{
        if (*descriptor >= 0)
                close(*descriptor);
}
