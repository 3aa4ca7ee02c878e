/* SPDX-License-Identifier: MIT */
#include "wire/skim.h"

#include <errno.h>
#include <float.h>
#include <stdlib.h>
#include <string.h>

/* So many digits before the point never overflow 64 bits. */
#define WHOLE_DIGITS_MAX 18
/* A double holds every whole number of so many digits, and so many powers of ten. */
#define EXACT_DIGITS_MAX 15
/* A longer number is not worth a copy for strtod(). */
#define NUMBER_BYTES_MAX 63

static bool is_space(char c)
{
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
        return c >= '0' && c <= '9';
}

static const char *skip_spaces(const char *at, const char *end)
{
        while (at < end && is_space(*at))
                at++;
        return at;
}

/* Eight bytes at once; the functions below set the high bit of those bytes that they find, and perhaps of
 * others behind the first. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static uint64_t find_below(uint64_t word, uint8_t limit)
{
        return (word - EACH(limit)) & ~word & EACH(0x80);
}

static uint64_t find_special(uint64_t word)
{
        return find_below(word, ' ') | find_below(word ^ EACH('"'), 1) | find_below(word ^ EACH('\\'), 1);
}

/* The first quote, backslash or control character from @at on; @end if there is none. */
static const char *find_text_end(const char *at, const char *end)
{
        uint64_t word;

        while (end - at >= (ptrdiff_t)sizeof(word)) {
                memcpy(&word, at, sizeof(word));
                if (find_special(word) != 0)
                        break;
                at += sizeof(word);
        }
        while (at < end && *at != '"' && *at != '\\' && (uint8_t)*at >= ' ')
                at++;
        return at;
}

/* What the letter behind a backslash stands for; NUL if it is none of the plain ones. */
static char escaped_character(char letter)
{
        switch (letter) {
        case '"':
        case '\\':
        case '/': return letter;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return '\0';
        }
}

/* Reads a text whose first quote is at @at. Returns where it ends, behind its last quote, or NULL. */
static const char *take_text(const char *at, const char *end, struct skim_value *value)
{
        *value = (struct skim_value){ .bytes = ++at, .kind = SKIM_TEXT };
        for (;;) {
                at = find_text_end(at, end);
                if (end - at < 2 || *at != '\\')
                        break;
                if (escaped_character(at[1]) == '\0')
                        return NULL;
                value->is_escaped = true;
                at += 2;
        }
        if (at == end || *at != '"')
                return NULL;
        value->size = (uint32_t)(at - value->bytes);
        return at + 1;
}

static const char *take_word(
        const char *at, const char *end, const char *word, enum skim_kind kind, struct skim_value *value)
{
        size_t size = strlen(word);

        if ((size_t)(end - at) < size || memcmp(at, word, size) != 0)
                return NULL;
        *value = (struct skim_value){ .bytes = at, .size = (uint32_t)size, .kind = kind };
        return at + size;
}

static const char *skip_digits(const char *at, const char *end)
{
        while (at < end && is_digit(*at))
                at++;
        return at;
}

static const char *take_number(const char *at, const char *end, struct skim_value *value)
{
        const char *begin = at;
        const char *whole;

        at += *at == '-';
        whole = at;
        at = skip_digits(at, end);
        if (at == whole || at - whole > WHOLE_DIGITS_MAX || (*whole == '0' && at - whole > 1))
                return NULL;
        *value = (struct skim_value){ .bytes = begin, .kind = SKIM_INTEGER };
        if (at < end && *at == '.') {
                const char *fraction = ++at;

                at = skip_digits(at, end);
                if (at == fraction)
                        return NULL;
                value->kind = SKIM_REAL;
        }
        if (at < end && (*at == 'e' || *at == 'E'))
                return NULL;
        value->size = (uint32_t)(at - begin);
        return at;
}

/* Reads anything that has no members. */
static const char *take_scalar(const char *at, const char *end, struct skim_value *value)
{
        switch (*at) {
        case '"': return take_text(at, end, value);
        case 't': return take_word(at, end, "true", SKIM_TRUE, value);
        case 'f': return take_word(at, end, "false", SKIM_FALSE, value);
        case 'n': return take_word(at, end, "null", SKIM_NULL, value);
        default: return *at == '-' || is_digit(*at) ? take_number(at, end, value) : NULL;
        }
}

static bool is_opening(char c)
{
        return c == '{' || c == '[';
}

/* Reads the key and the colon in front of a member's value. Returns where the value begins, or NULL. */
static const char *take_key(const char *at, const char *end, struct skim_value *key)
{
        if (at == end || *at != '"')
                return NULL;
        at = take_text(at, end, key);
        if (!at || key->is_escaped)
                return NULL;
        at = skip_spaces(at, end);
        if (at == end || *at != ':')
                return NULL;
        return skip_spaces(at + 1, end);
}

/* The brackets that are open: the lowest bit is the innermost, 1 for an object. */
struct nest {
        uint32_t objects;
        unsigned depth;
};

static bool nest_push(struct nest *nest, bool is_object)
{
        nest->objects = nest->objects << 1 | is_object;
        return ++nest->depth <= SKIM_DEPTH_MAX;
}

static void nest_pop(struct nest *nest)
{
        nest->objects >>= 1;
        nest->depth--;
}

static char nest_closing(const struct nest *nest)
{
        return nest->objects & 1 ? '}' : ']';
}

/* Goes behind a value, and behind every bracket that closes after it. Returns where the next member begins,
 * or the end of the outermost bracket. */
static const char *leave_value(const char *at, const char *end, struct nest *nest)
{
        while (nest->depth > 0) {
                at = skip_spaces(at, end);
                if (at == end)
                        return NULL;
                if (*at == ',')
                        return skip_spaces(at + 1, end);
                if (*at != nest_closing(nest))
                        return NULL;
                nest_pop(nest);
                at++;
        }
        return at;
}

/* Goes through the object or array at @at. Returns where it ends, or NULL. */
static const char *skip_container(const char *at, const char *end)
{
        struct nest nest = { 0 };
        struct skim_value ignored;

        do {
                if (at == end)
                        return NULL;
                if (is_opening(*at)) {
                        if (!nest_push(&nest, *at == '{'))
                                return NULL;
                        at = skip_spaces(at + 1, end);
                        if (at < end && *at == nest_closing(&nest)) {
                                nest_pop(&nest);
                                at = leave_value(at + 1, end, &nest);
                        }
                } else {
                        at = take_scalar(at, end, &ignored);
                        if (at)
                                at = leave_value(at, end, &nest);
                }
                if (at && nest.depth > 0 && (nest.objects & 1))
                        at = take_key(at, end, &ignored);
        } while (at && nest.depth > 0);
        return at;
}

static const char *take_value(const char *at, const char *end, struct skim_value *value)
{
        const char *begin = at;

        if (at == end)
                return NULL;
        if (!is_opening(*at))
                return take_scalar(at, end, value);
        at = skip_container(at, end);
        if (at)
                *value = (struct skim_value){
                        .bytes = begin,
                        .size = (uint32_t)(at - begin),
                        .kind = *begin == '{' ? SKIM_OBJECT : SKIM_ARRAY,
                };
        return at;
}

int skim_begin(struct skim *skim, const char *bytes, size_t size, struct skim_value *ret_value)
{
        const char *end = bytes + size;
        const char *at = skip_spaces(bytes, end);

        if (size > UINT32_MAX)
                return -ENOTSUP;
        if (at == end || !strchr("{[\"-0123456789tfn", *at))
                return -EPROTO;
        if (!is_opening(*at)) {
                at = take_scalar(at, end, ret_value);
                return at && skip_spaces(at, end) == end ? 0 : -ENOTSUP;
        }
        *ret_value = (struct skim_value){
                .bytes = at,
                .size = (uint32_t)(end - at),
                .kind = *at == '{' ? SKIM_OBJECT : SKIM_ARRAY,
        };
        *skim = (struct skim){ .at = at + 1, .end = end, .closing = *at == '{' ? '}' : ']' };
        return 0;
}

/* Goes to the next member. Return: 1; 0 at the end; -ENOTSUP. */
static int step_to_member(struct skim *skim)
{
        const char *at = skip_spaces(skim->at, skim->end);

        if (at == skim->end)
                return -ENOTSUP;
        if (*at == skim->closing)
                return skip_spaces(at + 1, skim->end) == skim->end ? 0 : -ENOTSUP;
        if (skim->is_begun) {
                if (*at != ',')
                        return -ENOTSUP;
                at = skip_spaces(at + 1, skim->end);
        }
        skim->is_begun = true;
        skim->at = at;
        return 1;
}

int skim_next(struct skim *skim, struct skim_member *ret_member)
{
        const char *at;
        int r;

        r = step_to_member(skim);
        if (r <= 0)
                return r;
        at = skim->at;
        ret_member->key = NULL;
        ret_member->key_size = 0;
        if (skim->closing == '}') {
                struct skim_value key;

                at = take_key(at, skim->end, &key);
                if (!at)
                        return -ENOTSUP;
                ret_member->key = key.bytes;
                ret_member->key_size = key.size;
        }
        at = take_value(at, skim->end, &ret_member->value);
        if (!at)
                return -ENOTSUP;
        skim->at = at;
        return 1;
}

bool skim_is_key(const struct skim_member *member, const char *key, size_t key_size)
{
        return member->key && member->key_size == key_size && memcmp(member->key, key, key_size) == 0;
}

int64_t skim_integer(const struct skim_value *value)
{
        bool is_negative = value->bytes[0] == '-';
        int64_t number = 0;

        for (uint32_t i = is_negative; i < value->size; i++)
                number = number * 10 + (value->bytes[i] - '0');
        return is_negative ? -number : number;
}

/* A quotient of two doubles that are exact is the nearest double: what strtod() finds. */
static bool divide_exactly(const struct skim_value *value, double *ret_number)
{
        static const double powers[EXACT_DIGITS_MAX] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
                1e10, 1e11, 1e12, 1e13, 1e14 };
        bool is_negative = value->bytes[0] == '-';
        const char *point = memchr(value->bytes, '.', value->size);
        uint32_t decimals = value->size - (uint32_t)(point - value->bytes) - 1;
        int64_t digits = 0;

        /* The processor's own doubles are wider on some machines, and round twice. */
        if (FLT_EVAL_METHOD != 0 || value->size - is_negative - 1 > EXACT_DIGITS_MAX)
                return false;
        for (uint32_t i = is_negative; i < value->size; i++)
                if (value->bytes[i] != '.')
                        digits = digits * 10 + (value->bytes[i] - '0');
        *ret_number = (is_negative ? -(double)digits : (double)digits) / powers[decimals];
        return true;
}

int skim_number(const struct skim_value *value, double *ret_number)
{
        char text[NUMBER_BYTES_MAX + 1];

        if (value->kind == SKIM_INTEGER) {
                *ret_number = (double)skim_integer(value);
                return 0;
        }
        if (divide_exactly(value, ret_number))
                return 0;
        if (value->size > NUMBER_BYTES_MAX)
                return -ENOTSUP;
        memcpy(text, value->bytes, value->size);
        text[value->size] = '\0';
        /* The programs never call setlocale(): the point is a point. */
        *ret_number = strtod(text, NULL);
        return 0;
}

size_t skim_unescape(const struct skim_value *value, char *target)
{
        const char *at = value->bytes;
        const char *end = at + value->size;
        char *to = target;

        while (at < end) {
                char c = *at++;

                *to++ = c == '\\' ? escaped_character(*at++) : c;
        }
        return (size_t)(to - target);
}
