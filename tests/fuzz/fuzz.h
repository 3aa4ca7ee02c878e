/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * fuzz - what the targets share. A target is one file fuzz-NAME.c with LLVMFuzzerTestOneInput(): it gives its
 * input to one part of the daemon and checks what must be true of any input, beside that nothing crashes. The
 * same files are linked with libFuzzer (scripts/fuzz) and with replay.c (make check).
 *
 * Inputs are lines of text where that can be, so that a finding can be read.
 */
#include "core/instant.h"
#include "wire/outbox.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What must be true of any input; else the run ends, with what was not. */
#define FUZZ_CHECK(condition)                                                                                \
        do {                                                                                                 \
                if (!(condition))                                                                            \
                        fuzz_fail(__FILE__, __LINE__, #condition);                                           \
        } while (0)

/* Called by libFuzzer, or by replay.c. Return: 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

_Noreturn void fuzz_fail(const char *file, int line, const char *condition);

/* 2026-11-22 09:00 UTC in a zone one hour east. */
extern const struct instant fuzz_now;

/* What is left of an input. */
struct fuzz_input {
        const uint8_t *at;
        size_t left;
};

/* Takes the next byte; 0 at the end. */
uint8_t fuzz_take_byte(struct fuzz_input *input);
/* Takes what comes before the next @separator, or all that is left. Borrowed. */
struct fuzz_input fuzz_take_part(struct fuzz_input *input, char separator);
/* Takes the digits that come next, as a number of at most @max; 0 without any. */
uint32_t fuzz_take_number(struct fuzz_input *input, uint32_t max);

/* A copy on the heap of just its size, so that reading on is noticed. Owned by the caller. */
void *fuzz_copy_bytes(const struct fuzz_input *part);
/* The same with a NUL behind it; what follows a NUL in it is not seen by who takes texts. */
char *fuzz_copy_text(const struct fuzz_input *part);

/* A text that people may be shown: not empty, valid UTF-8. */
void fuzz_check_sentence(const char *text);

/* Topics are names, payloads valid UTF-8; with @json, those that begin with a brace are JSON objects. */
void fuzz_check_outbox(const struct outbox *outbox, bool json);
