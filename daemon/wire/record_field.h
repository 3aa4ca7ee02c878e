/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * record_field - members of plain structs as keys of a JSON object, and back, by tables: what record.c and
 * session_record.c share. Unknown keys are skipped, missing ones leave their member as it is, so that
 * versions can follow each other; a value out of its type or range is refused.
 *
 * Floor: wire (pure; allocates).
 */
#include "base/text.h"
#include "core/programme.h"
#include "wire/writer.h"

/* Stamps and spans stay so far below 64 bits that core can add and subtract them. Over 30,000 years. */
#define RECORD_USEC_BOUND INT64_C(1000000000000000000)
/* As days. */
#define RECORD_DAY_BOUND ((int32_t)(RECORD_USEC_BOUND / USEC_PER_DAY))
/* More characters were never printed. */
#define RECORD_BYTES_MAX (64 * 1024)

enum record_kind {
        RECORD_BOOLEAN,
        RECORD_UINT8,
        RECORD_UINT16,
        RECORD_UINT32,
        RECORD_INT32,
        RECORD_INT64,
        RECORD_ENUM,
        RECORD_ID,        /* char[TEXT_ID_SIZE] */
        RECORD_EXERCISE,  /* int16_t, an index of the set, as its id; -1 is null, where @min is -1 */
        RECORD_PROGRAMME, /* the same of a programme */
};

/* A member of a struct, or an array of @count. What is read must lie in @min..@max, or be @other. */
struct record_field {
        const char *name;
        enum record_kind kind;
        size_t offset;
        size_t count; /* 0: no array */
        int64_t min, max, other;
};

#define RECORD_FIELD(type, member, kind, count, min, max, other)                                             \
        {                                                                                                    \
#member, kind, offsetof(struct type, member), count, min, max, other                         \
        }
#define RECORD_TRUTH(type, member)                  RECORD_FIELD(type, member, RECORD_BOOLEAN, 0, 0, 1, 0)
#define RECORD_NUMBER(kind, type, member, min, max) RECORD_FIELD(type, member, kind, 0, min, max, min)
#define RECORD_ARRAY(kind, type, member, count, min, max)                                                    \
        RECORD_FIELD(type, member, kind, count, min, max, min)
#define RECORD_WORD(type, member, end) RECORD_FIELD(type, member, RECORD_ENUM, 0, 0, (end)-1, 0)
#define RECORD_SPAN(type, member)      RECORD_FIELD(type, member, RECORD_INT64, 0, 0, RECORD_USEC_BOUND, 0)
#define RECORD_SPAN_OR(type, member, other)                                                                  \
        RECORD_FIELD(type, member, RECORD_INT64, 0, 0, RECORD_USEC_BOUND, other)
#define RECORD_STAMP(type, member) RECORD_STAMP_OR(type, member, 0)
#define RECORD_STAMP_OR(type, member, other)                                                                 \
        RECORD_FIELD(type, member, RECORD_INT64, 0, -RECORD_USEC_BOUND, RECORD_USEC_BOUND, other)
/* @lowest: 0, or -1 where there may be none. */
#define RECORD_INDEX(kind, type, member, lowest) RECORD_FIELD(type, member, kind, 0, lowest, 0, lowest)

/*
 * Adds the members of @base, a struct that @fields tells of. @set: of RECORD_EXERCISE and RECORD_PROGRAMME,
 * whose indexes must be of it; may be NULL without them.
 */
void record_fields_print(struct writer *writer, const struct record_field *fields, size_t count,
        const struct programme_set *set, const void *base);
/* The same as an object, owned by the caller; NULL without memory. */
json_t *record_fields_json(
        const struct record_field *fields, size_t count, const struct programme_set *set, const void *base);

/*
 * Fills @base from @object, NULL for none. Return: 0; -EINVAL, also for an id that @set has not: @base then
 * is filled in part.
 */
int record_fields_parse(const json_t *object, const struct record_field *fields, size_t count,
        const struct programme_set *set, void *base);
