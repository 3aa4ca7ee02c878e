/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "core/ladder.h"
#include "core/source.h"

#define OFFICE 1
#define LOUNGE 2
#define LIGHT                                                                                                \
        {                                                                                                    \
                .kind = CHANNEL_KIND_LIGHT                                                                   \
        }
#define SPEECH                                                                                               \
        {                                                                                                    \
                .kind = CHANNEL_KIND_SPEECH                                                                  \
        }
#define PHONE                                                                                                \
        {                                                                                                    \
                .kind = CHANNEL_KIND_PHONE                                                                   \
        }
#define DESKTOP                                                                                              \
        {                                                                                                    \
                .kind = CHANNEL_KIND_DESKTOP                                                                 \
        }
#define TEMPLATE                                                                                             \
        {                                                                                                    \
                .kind = CHANNEL_KIND_TEMPLATE                                                                \
        }

static void without_a_ladder_light_comes_first_then_speech_then_the_phone(void **state)
{
        static const struct {
                struct channel_config channels[5];
                uint8_t channel_count;
                uint8_t steps;
                struct ladder_step expected[3];
        } cases[] = {
                { { LIGHT }, 0, 0, { { 0, 0 } } },
                { { LIGHT }, 1, 1, { { 0, 1 } } },
                { { PHONE, SPEECH, LIGHT, DESKTOP, TEMPLATE }, 5, 3,
                        { { 0, 4 | 8 | 16 }, { 2 * USEC_PER_MINUTE, 2 }, { 5 * USEC_PER_MINUTE, 1 } } },
                { { LIGHT, PHONE }, 2, 2, { { 0, 1 }, { 5 * USEC_PER_MINUTE, 2 } } },
                /* where the first step would be empty, the next kind moves up */
                { { SPEECH, PHONE }, 2, 2, { { 0, 1 }, { 5 * USEC_PER_MINUTE, 2 } } },
                { { PHONE }, 1, 1, { { 0, 1 } } },
                { { SPEECH, SPEECH }, 2, 1, { { 0, 3 } } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct ladder ladder;

                ladder_default(&ladder, cases[i].channels, cases[i].channel_count);
                assert_int_equal(ladder.count, cases[i].steps);
                for (uint8_t s = 0; s < ladder.count; s++) {
                        assert_int_equal(ladder.steps[s].after_usec, cases[i].expected[s].after_usec);
                        assert_int_equal(ladder.steps[s].tell, cases[i].expected[s].tell);
                }
        }
}

static void channels_are_picked_by_kind(void **state)
{
        static const struct channel_config channels[] = { LIGHT, SPEECH, LIGHT, PHONE };

        (void)state;
        assert_int_equal(ladder_of_kind(channels, 4, CHANNEL_KIND_LIGHT), 1 | 4);
        assert_int_equal(ladder_of_kind(channels, 4, CHANNEL_KIND_PHONE), 8);
        assert_int_equal(ladder_of_kind(channels, 4, CHANNEL_KIND_DESKTOP), 0);
        assert_int_equal(ladder_of_kind(channels, 0, CHANNEL_KIND_LIGHT), 0);
}

static void all_is_what_some_step_tells(void **state)
{
        static const struct ladder ladder = { .steps = { { 0, 1 }, { 60, 6 }, { 90, 2 } }, .count = 3 };
        static const struct ladder empty = { .count = 0 };

        (void)state;
        assert_int_equal(ladder_all(&ladder), 7);
        assert_int_equal(ladder_all(&empty), 0);
}

static void channels_of_other_rooms_are_left_out(void **state)
{
        static const struct channel_config channels[] = {
                { .kind = CHANNEL_KIND_LIGHT, .room = OFFICE },
                { .kind = CHANNEL_KIND_LIGHT, .room = LOUNGE },
                { .kind = CHANNEL_KIND_PHONE, .room = ROOM_NONE },
                { .kind = CHANNEL_KIND_SPEECH, .room = OFFICE },
        };

        (void)state;
        assert_int_equal(ladder_in_room(channels, 4, 15, OFFICE), 1 | 4 | 8);
        assert_int_equal(ladder_in_room(channels, 4, 15, LOUNGE), 2 | 4);
        assert_int_equal(ladder_in_room(channels, 4, 15, ROOM_NONE), 15);
        assert_int_equal(ladder_in_room(channels, 4, 2, OFFICE), 0);
        assert_int_equal(ladder_in_room(channels, 4, 15, 7), 4);
}

static void at_most_two_prompts_an_hour_are_spoken(void **state)
{
        struct voice_budget budget = { .spoken_count = 0 };
        int64_t start = 5 * USEC_PER_HOUR;

        (void)state;
        assert_true(voice_may_speak(&budget, 2, 12, start));
        voice_spoke(&budget, start);
        assert_true(voice_may_speak(&budget, 2, 12, start + 10 * USEC_PER_MINUTE));
        voice_spoke(&budget, start + 10 * USEC_PER_MINUTE);
        assert_false(voice_may_speak(&budget, 2, 12, start + 11 * USEC_PER_MINUTE));
        assert_false(voice_may_speak(&budget, 2, 12, start + USEC_PER_HOUR - 1));
        assert_true(voice_may_speak(&budget, 2, 12, start + USEC_PER_HOUR + 1));
        voice_spoke(&budget, start + USEC_PER_HOUR + 1);
        assert_false(voice_may_speak(&budget, 2, 12, start + USEC_PER_HOUR + 2));
        assert_true(voice_may_speak(&budget, 2, 12, start + USEC_PER_HOUR + 11 * USEC_PER_MINUTE));
}

static void at_most_twelve_prompts_a_day_are_spoken(void **state)
{
        struct voice_budget budget = { .spoken_count = 0 };

        (void)state;
        for (int i = 0; i < 12; i++) {
                assert_true(voice_may_speak(&budget, 2, 12, i * USEC_PER_HOUR));
                voice_spoke(&budget, i * USEC_PER_HOUR);
        }
        assert_false(voice_may_speak(&budget, 2, 12, 40 * USEC_PER_HOUR));
        budget.spoken_today = 0;
        assert_true(voice_may_speak(&budget, 2, 12, 40 * USEC_PER_HOUR));
}

static void a_cap_of_none_is_silence_and_the_widest_cap_is_held(void **state)
{
        struct voice_budget budget = { .spoken_count = 0 };

        (void)state;
        assert_false(voice_may_speak(&budget, 0, 12, 0));
        assert_false(voice_may_speak(&budget, 2, 0, 0));
        for (int i = 0; i < VOICE_PER_HOUR_MAX; i++) {
                assert_true(voice_may_speak(&budget, VOICE_PER_HOUR_MAX, 200, i));
                voice_spoke(&budget, i);
        }
        assert_false(voice_may_speak(&budget, VOICE_PER_HOUR_MAX, 200, 100));
}

/* The count of a day stays at its end instead of beginning anew. */
static void whoever_spoke_a_whole_day_long_has_spoken_enough(void **state)
{
        struct voice_budget budget = { .spoken_count = 0 };

        (void)state;
        for (int i = 0; i < 300; i++)
                voice_spoke(&budget, i * USEC_PER_HOUR);
        assert_int_equal(budget.spoken_today, UINT8_MAX);
        assert_false(voice_may_speak(&budget, 2, UINT8_MAX, 400 * USEC_PER_HOUR));
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_a_ladder_light_comes_first_then_speech_then_the_phone),
                cmocka_unit_test(channels_are_picked_by_kind),
                cmocka_unit_test(all_is_what_some_step_tells),
                cmocka_unit_test(channels_of_other_rooms_are_left_out),
                cmocka_unit_test(at_most_two_prompts_an_hour_are_spoken),
                cmocka_unit_test(at_most_twelve_prompts_a_day_are_spoken),
                cmocka_unit_test(a_cap_of_none_is_silence_and_the_widest_cap_is_held),
                cmocka_unit_test(whoever_spoke_a_whole_day_long_has_spoken_enough),
        };

        return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
