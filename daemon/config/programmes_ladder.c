/* SPDX-License-Identifier: MIT */
#include "config/programmes_ladder.h"

#include "config/programmes_value.h"

#include <string.h>

#define SETS_MAX       10
#define REPS_MAX       100
#define HOLD_SEC_MAX   600
#define LOAD_GRAMS_MAX 20000
#define GRAMS_PER_KILO 1000

/* Reads a number of @min to @max, behind which *@at stands then. */
static bool take_number(const char **at, unsigned min, unsigned max, unsigned *ret_number)
{
        unsigned number = 0;
        const char *from = *at;

        for (; **at >= '0' && **at <= '9' && number <= max; (*at)++)
                number = 10 * number + (unsigned)(**at - '0');
        *ret_number = number;
        return *at > from && number >= min && number <= max;
}

static bool take_character(const char **at, char character)
{
        if (**at != character)
                return false;
        (*at)++;
        return true;
}

/* Reads kilograms with up to three decimals, as grams. */
static bool take_load(const char **at, uint16_t *ret_grams)
{
        unsigned grams;
        unsigned worth = GRAMS_PER_KILO;

        if (!take_number(at, 0, LOAD_GRAMS_MAX / GRAMS_PER_KILO, &grams))
                return false;
        grams *= GRAMS_PER_KILO;
        if (take_character(at, '.')) {
                if (**at < '0' || **at > '9')
                        return false;
                for (worth /= 10; **at >= '0' && **at <= '9' && worth > 0; (*at)++, worth /= 10)
                        grams += worth * (unsigned)(**at - '0');
        }
        *ret_grams = (uint16_t)grams;
        return grams > 0 && grams <= LOAD_GRAMS_MAX;
}

static bool parse_step(const char *text, bool loaded, struct dose *ret_dose)
{
        unsigned sets;
        unsigned reps;
        unsigned hold_sec;
        uint16_t load_grams = 0;

        if (!take_number(&text, 1, SETS_MAX, &sets) || !take_character(&text, 'x') ||
                !take_number(&text, 1, REPS_MAX, &reps) || !take_character(&text, '@') ||
                !take_number(&text, 0, HOLD_SEC_MAX, &hold_sec))
                return false;
        if (loaded && (!take_character(&text, '+') || !take_load(&text, &load_grams)))
                return false;
        if (*text != '\0')
                return false;
        *ret_dose = (struct dose){ .sets = (uint8_t)sets,
                .reps = (uint8_t)reps,
                .hold_sec = (uint16_t)hold_sec,
                .load_grams = load_grams };
        return true;
}

/* What a dose asks for. A repetition without a hold is worth something too. */
static unsigned work_of(struct dose dose)
{
        return (unsigned)dose.sets * dose.reps * (dose.hold_sec > 0 ? dose.hold_sec : 1);
}

static bool falls(struct dose before, struct dose dose)
{
        if (dose.load_grams != before.load_grams)
                return dose.load_grams < before.load_grams;
        return work_of(dose) < work_of(before);
}

uint8_t ladder_read(const struct programmes_place *place, const char *name, bool loaded,
        struct dose doses[static LEVELS_MAX])
{
        struct value_list list;

        value_read_list(place, name, LEVELS_MAX, &list);
        if (list.key && list.count == 0)
                programmes_report(place, list.key, "value 'none': not a ladder");
        for (size_t i = 0; i < list.count; i++) {
                if (!parse_step(list.items[i], loaded, &doses[i])) {
                        programmes_report(place, list.key,
                                "value '%.64s': not a step (%s, sets 1..%d, repetitions 1..%d, hold 0..%d%s)",
                                list.items[i], loaded ? "SETSxREPS@HOLD+KG" : "SETSxREPS@HOLD", SETS_MAX,
                                REPS_MAX, HOLD_SEC_MAX, loaded ? ", kilograms up to 20" : "");
                        return 0;
                }
                if (i > 0 && falls(doses[i - 1], doses[i])) {
                        programmes_report(place, list.key, "value '%.64s': the ladder falls, after '%.64s'",
                                list.items[i], list.items[i - 1]);
                        return 0;
                }
        }
        return (uint8_t)list.count;
}
