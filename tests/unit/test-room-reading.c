/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/room_reading.h"

#include <errno.h>

#define OFFICE 1
#define LOUNGE 2

static const char *const rooms[] = { NULL, "office", "Living room" };
static const struct room_name names[] = { { "Wohnzimmer", "Living room", LOUNGE },
        { "study", "office", OFFICE } };

struct reading_case {
        const char *name;
        uint16_t own_room;
        const char *when;
        enum source_value before;
        const char *payload;
        int result;
        enum source_value value;
        uint16_t room;
        int distance_cm;
};

#define NO      SOURCE_VALUE_FALSE
#define YES     SOURCE_VALUE_TRUE
#define NOTHING SOURCE_VALUE_NOTHING

static const struct reading_case CASES[] = {
        { "a room of the house", 0, NULL, NO, "office", 0, YES, OFFICE, 0 },
        { "without case", 0, NULL, NO, "OFFICE", 0, YES, OFFICE, 0 },
        { "a space is an underscore", 0, NULL, NO, "living_room", 0, YES, LOUNGE, 0 },
        { "and a dash", 0, NULL, NO, "Living-Room", 0, YES, LOUNGE, 0 },
        { "a name of the list", 0, NULL, NO, "wohnzimmer", 0, YES, LOUNGE, 0 },
        { "another name of the list", 0, NULL, NO, "Study", 0, YES, OFFICE, 0 },
        { "a room that nobody knows says nothing", 0, NULL, YES, "attic", 0, NOTHING, 0, 0 },
        { "a part of a name is none", 0, NULL, YES, "off", 0, NOTHING, 0, 0 },
        { "more than a name is none", 0, NULL, YES, "office2", 0, NOTHING, 0, 0 },
        { "away is no room", 0, NULL, YES, "not_home", 0, NOTHING, 0, 0 },
        { "unknown is none", 0, NULL, YES, "unknown", 0, NOTHING, 0, 0 },
        { "null is none", 0, NULL, YES, "null", 0, NOTHING, 0, 0 },
        { "a number names no room", 0, NULL, YES, "3", -EINVAL, 0, 0, 0 },
        { "a beacon tells how far", OFFICE, NULL, NO, "1.25", 0, YES, 0, 125 },
        { "at no distance at all", OFFICE, NULL, NO, "0", 0, YES, 0, 0 },
        { "no distance is below none", OFFICE, NULL, NO, "-2", 0, YES, 0, 0 },
        { "a number in quotes", OFFICE, NULL, NO, "\"2.5\"", 0, YES, 0, 250 },
        { "near enough", OFFICE, "< 4", NO, "3.5", 0, YES, 0, 350 },
        { "too far", OFFICE, "< 4", YES, "4.5", 0, NO, 0, 450 },
        { "as far as before", OFFICE, "< 4 ~ 1", YES, "4.5", 0, YES, 0, 450 },
        { "a beacon that only sees", OFFICE, NULL, NO, "on", 0, YES, 0, 0 },
        { "one that does not", OFFICE, NULL, YES, "off", 0, NO, 0, 0 },
        { "a beacon that has gone", OFFICE, NULL, YES, "unavailable", 0, NOTHING, 0, 0 },
        { "a word where a number is compared", OFFICE, "< 4", YES, "near", -EINVAL, 0, 0, 0 },
};

static void judge(const struct reading_case *this, const struct reading *reading)
{
        struct claim claim = { .room = 99, .distance = 99, .retained = true };
        struct match *when = NULL, *yes = NULL;
        struct room_reader reader;
        const char *error;
        int r;

        assert_int_equal(match_parse(this->when, &when, &error), 0);
        assert_int_equal(match_parse(NULL, &yes, &error), 0);
        reader = (struct room_reader){ names, ELEMENTS(names), rooms, ELEMENTS(rooms),
                this->when ? when : NULL, yes };
        r = room_reading_judge(&reader, this->own_room, reading, this->before, &claim);
        match_free(when);
        match_free(yes);
        assert_int_equal(r, this->result);
        assert_true(claim.retained);
        if (r < 0)
                return;
        assert_int_equal(claim.value, this->value);
        assert_int_equal(claim.room, this->room);
        assert_int_equal((int)(claim.distance * 100 + 0.5), this->distance_cm);
}

static void check(void **state)
{
        const struct reading_case *this = *state;
        struct field_path *whole = NULL;
        struct payload payload;
        struct reading reading;
        const char *error;

        assert_int_equal(field_path_parse(NULL, &whole, &error), 0);
        assert_int_equal(payload_init(&payload, this->payload, strlen(this->payload)), 0);
        assert_int_equal(payload_read(&payload, whole, &reading), 0);
        judge(this, &reading);
        payload_done(&payload);
        field_path_free(whole);
}

int main(void)
{
        static struct CMUnitTest tests[ELEMENTS(CASES)];

        for (size_t i = 0; i < ELEMENTS(CASES); i++)
                tests[i] = (struct CMUnitTest){ .name = CASES[i].name,
                        .test_func = check,
                        .initial_state = (void *)(uintptr_t)&CASES[i] };
        return cmocka_run_group_tests_name("room-reading", tests, NULL, NULL);
}
