/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#define NEAREST_WORD_MAX 64

int text_copy(char *target, size_t size, const char *source)
{
        size_t length = strlen(source);

        if (length >= size)
                return -ENAMETOOLONG;
        memcpy(target, source, length + 1);
        return 0;
}

bool text_equal_nocase(const char *a, const char *b)
{
        return strcasecmp(a, b) == 0;
}

bool text_is_id(const char *id)
{
        size_t length = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-");

        return length >= 1 && length < TEXT_ID_SIZE && id[length] == '\0';
}

/* The number of bytes of the character that starts with @lead, 0 if none does. */
static size_t character_bytes(uint8_t lead)
{
        if (lead >= 0x01 && lead <= 0x7f)
                return 1;
        if (lead >= 0xc2 && lead <= 0xdf)
                return 2;
        if (lead >= 0xe0 && lead <= 0xef)
                return 3;
        if (lead >= 0xf0 && lead <= 0xf4)
                return 4;
        return 0;
}

/* The second byte's range depends on the first: it excludes overlong forms, surrogates and what is too large.
 */
static bool second_byte_fits(uint8_t lead, uint8_t second)
{
        uint8_t from = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        uint8_t to = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

        return second >= from && second <= to;
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Behind as many characters of ASCII but NUL as can be told eight at once. */
static const uint8_t *skip_ascii(const uint8_t *at, const uint8_t *end)
{
        uint64_t word;

        for (; end - at >= (ptrdiff_t)sizeof(word); at += sizeof(word)) {
                memcpy(&word, at, sizeof(word));
                /* Without high bits only a zero borrows one. */
                if ((word | (word - EACH_BYTE(1))) & EACH_BYTE(0x80))
                        break;
        }
        return at;
}

bool text_is_utf8(const void *bytes, size_t size)
{
        const uint8_t *at = bytes;
        const uint8_t *end;

        /* Nothing may be nowhere: arithmetic on NULL is undefined. */
        if (size == 0)
                return true;
        end = at + size;
        while ((at = skip_ascii(at, end)) < end) {
                size_t length = character_bytes(*at);

                if (length == 0 || length > (size_t)(end - at))
                        return false;
                if (length > 1 && !second_byte_fits(at[0], at[1]))
                        return false;
                for (size_t i = 2; i < length; i++)
                        if ((at[i] & 0xc0) != 0x80)
                                return false;
                at += length;
        }
        return true;
}

size_t text_unshowable_bytes(const char *text)
{
        const uint8_t *at = (const uint8_t *)text;

        if (at[0] == 0)
                return 0;
        if (at[0] < 0x20 || at[0] == 0x7f)
                return 1;
        if (at[0] == 0xc2 && at[1] < 0xa0)
                return 2;
        /* U+FDD0 to U+FDEF, U+FFFE and U+FFFF. */
        if (at[0] == 0xef &&
                ((at[1] == 0xb7 && at[2] >= 0x90 && at[2] <= 0xaf) || (at[1] == 0xbf && at[2] >= 0xbe)))
                return 3;
        /* The last two of each plane above. */
        if (at[0] >= 0xf0 && (at[1] & 0x0f) == 0x0f && at[2] == 0xbf && at[3] >= 0xbe)
                return 4;
        return 0;
}

/* Levenshtein's distance, one row at a time. Both words fit NEAREST_WORD_MAX. */
static size_t edit_distance(const char *a, const char *b)
{
        size_t row[NEAREST_WORD_MAX + 1];
        size_t length_b = strlen(b);

        for (size_t j = 0; j <= length_b; j++)
                row[j] = j;
        for (size_t i = 1; a[i - 1] != '\0'; i++) {
                size_t diagonal = row[0];

                row[0] = i;
                for (size_t j = 1; j <= length_b; j++) {
                        size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
                        size_t removed = row[j] + 1;
                        size_t added = row[j - 1] + 1;

                        diagonal = row[j];
                        row[j] = replaced < removed ? replaced : removed;
                        if (added < row[j])
                                row[j] = added;
                }
        }
        return row[length_b];
}

const char *text_nearest(const char *word, const char *const *words, size_t count)
{
        const char *nearest = NULL;
        size_t length = strlen(word);
        size_t best = length / 3 < 2 ? 2 : length / 3;

        if (length == 0 || length > NEAREST_WORD_MAX)
                return NULL;
        for (size_t i = 0; i < count; i++) {
                size_t other = strlen(words[i]);
                size_t distance;

                /* The distance is at least what one is longer than the other. */
                if (other > NEAREST_WORD_MAX || other > length + best || length > other + best)
                        continue;
                distance = edit_distance(word, words[i]);
                if (distance < best || (distance == best && !nearest)) {
                        best = distance;
                        nearest = words[i];
                }
        }
        return nearest;
}
