/* SPDX-License-Identifier: MIT */
#include "unit/store_place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static void open_state_comes_back(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char *text = NULL;

        assert_int_equal(store_get_person(store, "anna", &text), -ENOENT);
        assert_int_equal(store_get_lamp(store, "lamp", &text), -ENOENT);
        assert_null(text);
        assert_int_equal(store_put_person(store, "anna", "{\"a\":1}"), 0);
        assert_int_equal(store_put_person(store, "ben", "{}"), 0);
        assert_int_equal(store_put_person(store, "anna", "{\"a\":2}"), 0);
        assert_int_equal(store_put_lamp(store, "lamp", "{\"on\":true}"), 0);
        assert_int_equal(store_put_lamp(store, "Ben's lamp é", "{}"), 0);
        assert_int_equal(store_put_lamp(store, "Ben's lamp é", NULL), 0);
        assert_int_equal(store_put_lamp(store, "never seen", NULL), 0);
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_int_equal(store_get_person(store, "anna", &text), 0);
        assert_string_equal(text, "{\"a\":2}");
        free(text);
        assert_int_equal(store_get_person(store, "ben", &text), 0);
        assert_string_equal(text, "{}");
        free(text);
        assert_int_equal(store_get_lamp(store, "lamp", &text), 0);
        assert_string_equal(text, "{\"on\":true}");
        free(text);
        assert_int_equal(store_get_lamp(store, "Ben's lamp é", &text), -ENOENT);
        store_close(store);
}

static void settings_and_the_sign_of_life_come_back(void **state)
{
        const struct store_alive alive = { "0123456789abcdef0123456789abcdef", 5, NOW_USEC };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_alive read = { "x", 1, 2 };
        int64_t value = 42, file_value = 43;

        assert_int_equal(store_get_alive(store, &read), -ENOENT);
        assert_string_equal(read.boot_id, "x");
        assert_int_equal(store_put_alive(store, &read), -EINVAL);
        read = alive;
        read.boottime_usec = 4;
        assert_int_equal(store_put_alive(store, &read), 0);
        assert_int_equal(store_put_alive(store, &alive), 0);
        assert_int_equal(store_get_setting(store, "anna", SETTING_SNOOZE, &value, &file_value), -ENOENT);
        assert_int_equal(value, 42);
        for (int i = 0; i < SETTING_MAX_; i++) {
                assert_int_equal(store_put_setting(store, "anna", (enum setting)i, 7, 8), 0);
                assert_int_equal(store_put_setting(store, "anna", (enum setting)i, i, INT64_MIN + i), 0);
        }
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        for (int i = 0; i < SETTING_MAX_; i++) {
                assert_int_equal(store_get_setting(store, "anna", (enum setting)i, &value, &file_value), 0);
                assert_int_equal(value, i);
                assert_int_equal(file_value, INT64_MIN + i);
        }
        assert_int_equal(store_get_setting(store, "ben", SETTING_SNOOZE, &value, &file_value), -ENOENT);
        assert_int_equal(store_get_alive(store, &read), 0);
        assert_string_equal(read.boot_id, alive.boot_id);
        assert_int_equal(read.boottime_usec, 5);
        assert_int_equal(read.realtime_usec, NOW_USEC);
        store_close(store);
}

static void assert_source(const struct store_source *a, const struct store_source *b)
{
        assert_int_equal(a->source.value, b->source.value);
        assert_int_equal(a->source.offline, b->source.offline);
        assert_int_equal(a->source.doubted, b->source.doubted);
        assert_int_equal(a->source.reading, b->source.reading);
        assert_int_equal(a->source.rejected, b->source.rejected);
        assert_int_equal(a->source.since_usec, b->source.since_usec);
        assert_int_equal(a->source.changed_usec, b->source.changed_usec);
        assert_int_equal(a->source.heard_usec, b->source.heard_usec);
        assert_int_equal(a->source.idle_since_usec, b->source.idle_since_usec);
        assert_int_equal(a->saved_boottime_usec, b->saved_boottime_usec);
        assert_int_equal(a->saved_realtime_usec, b->saved_realtime_usec);
        assert_int_equal(a->lease_end_realtime_usec, b->lease_end_realtime_usec);
}

static void last_values_of_sources_come_back(void **state)
{
        static const struct store_source sources[] = {
                { { SOURCE_VALUE_NOTHING, false, false, 0, 0, ROOM_NONE, 0, INT64_MIN, 0, -1, 0, INT64_MIN },
                        1, 2, INT64_MAX },
                { { SOURCE_VALUE_FALSE, true, false, UINT32_MAX, 0, ROOM_NONE, 0, 3, 4, 5, 0, 6 }, 7, 8, 9 },
                { { SOURCE_VALUE_TRUE, false, true, 10, UINT32_MAX, ROOM_NONE, 0, -11, 12, INT64_MAX, 0, 14 },
                        15, NOW_USEC, 17 },
        };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct store_source read = sources[0];
        char name[16];

        for (size_t i = 0; i < ELEMENTS(sources); i++) {
                snprintf(name, sizeof(name), "chair %zu", i);
                assert_int_equal(store_put_source(store, "anna", name, &sources[(i + 1) % 3]), 0);
                assert_int_equal(store_put_source(store, "anna", name, &sources[i]), 0);
        }
        store_close(store);
        store = place_open_store(place, STORE_NOTE_NONE);
        for (size_t i = 0; i < ELEMENTS(sources); i++) {
                snprintf(name, sizeof(name), "chair %zu", i);
                assert_int_equal(store_get_source(store, "anna", name, &read), 0);
                assert_source(&read, &sources[i]);
        }
        assert_int_equal(store_get_source(store, "ben", "chair 1", &read), -ENOENT);
        assert_int_equal(store_get_source(store, "anna", "chair", &read), -ENOENT);
        assert_source(&read, &sources[2]);
        store_close(store);
}

static void spans_are_kept_in_words(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = place_span_effect(1, 2);

        for (int i = 0; i < POSTURE_MAX_; i++) {
                effect.span.posture = (enum posture)i;
                effect.span.censored = i == POSTURE_UNKNOWN;
                effect.span.from_realtime_usec = NOW_USEC + i;
                effect.span.to_realtime_usec = NOW_USEC + i;
                assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        }
        store_close(store);
        place_assert_rows(place,
                "SELECT person, posture, censored, from_usec, to_usec - from_usec FROM spans",
                "anna|unknown|1|1782864000000000|0;anna|sitting|0|1782864000000001|0;"
                "anna|standing|0|1782864000000002|0;anna|away|0|1782864000000003|0;");
}

static void a_prompt_is_replaced_by_its_outcome(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = { .kind = EFFECT_OUTCOME };

        effect.outcome.id = (struct prompt_id){ .day = 20635, .number = 3 };
        effect.outcome.due_realtime_usec = 10;
        effect.outcome.first_realtime_usec = 11;
        effect.outcome.last_realtime_usec = 12;
        effect.outcome.sat_usec = 1800000000;
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        effect.outcome.id.number = 4;
        effect.outcome.about = PROMPT_ABOUT_STANDING;
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        effect.outcome.id.number = 3;
        effect.outcome.about = PROMPT_ABOUT_SITTING;
        effect.outcome.ended = true;
        effect.outcome.claimed = true;
        effect.outcome.snoozes = 2;
        effect.outcome.left_realtime_usec = 13;
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        effect.outcome.claimed = false;
        effect.outcome.left_realtime_usec = 0;
        for (int i = 0; i < OUTCOME_MAX_; i++) {
                effect.outcome.id.number = (uint16_t)(5 + i);
                effect.outcome.outcome = (enum outcome)i;
                assert_int_equal(store_put_effect(store, "ben", &effect), 0);
        }
        store_close(store);
        place_assert_rows(place, "SELECT * FROM prompts WHERE person = 'anna'",
                "anna|20635|3|taken|1|2|10|11|12|13|1800000000|sitting;"
                "anna|20635|4|-|0|0|10|11|12|-|1800000000|standing;");
        place_assert_rows(place, "SELECT outcome, left_usec FROM prompts WHERE person = 'ben'",
                "taken|-;partial|-;ignored|-;dismissed|-;moot|-;");
}

static void a_day_is_kept_once(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = { .kind = EFFECT_DAY };

        effect.day = (struct day_summary){
                .day = 20635,
                .began_usec = -5,
                .seated_usec = 100,
                .longest_usec = 50,
                .bouts = 3,
                .interruptions = 9,
                .breaks = 2,
                .full_breaks = 1,
                .prompts = 15,
                .outcomes = { 1, 2, 3, 4, 5 },
        };
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        effect.day.seated_usec = 101;
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        effect.day.day = -1;
        assert_int_equal(store_put_effect(store, "anna", &effect), 0);
        store_close(store);
        place_assert_rows(place, "SELECT * FROM days ORDER BY day DESC",
                "anna|20635|101|50|3|9|2|1|15|1|2|3|4|5;anna|-1|101|50|3|9|2|1|15|1|2|3|4|5;");
}

static void definitions_are_written_when_they_change(void **state)
{
        static const struct {
                const char *person;
                struct bout_config definition;
        } puts[] = {
                { "anna", { 10, 60, 120 } },
                { "anna", { 10, 60, 120 } },
                { "ben", { 10, 60, 120 } },
                { "anna", { 10, 60, 180 } },
                { "anna", { 10, 60, 180 } },
                { "ben", { 10, 60, 120 } },
                { "anna", { 10, 60, 120 } },
                { "anna", { 5, 60, 120 } },
                { "anna", { 5, 30, 120 } },
        };
        const struct place *place = *state;

        for (size_t i = 0; i < ELEMENTS(puts); i++) {
                struct store *store = place_open_store(place, STORE_NOTE_NONE);

                assert_int_equal(
                        store_put_definition(store, puts[i].person, (int64_t)i, &puts[i].definition), 0);
                store_close(store);
        }
        place_assert_rows(place, "SELECT * FROM definitions ORDER BY rowid",
                "anna|0|10|60|120;ben|2|10|60|120;anna|3|10|60|180;anna|6|10|60|120;anna|7|5|60|120;"
                "anna|8|5|30|120;");
}

static void what_the_tables_do_not_take_is_refused_alone(void **state)
{
        static const enum effect_kind others[] = { EFFECT_STATE, EFFECT_WHY, EFFECT_PROMPT, EFFECT_LIGHTS,
                EFFECT_HUSH, EFFECT_ERROR, EFFECT_SETTING, EFFECT_SAVE };
        static const char too_long[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        const struct bout_config negative = { 10, -1, 120 };
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        struct effect effect = place_span_effect(2, 1);

        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_person(store, "anna", "{}"), 0);
        assert_int_equal(store_put_effect(store, "anna", &effect), -EINVAL);
        assert_non_null(strstr(store_error(store), "CHECK"));
        effect = place_span_effect(1, 2);
        assert_int_equal(store_put_effect(store, too_long, &effect), -EINVAL);
        assert_int_equal(store_put_effect(store, "", &effect), -EINVAL);
        assert_int_equal(store_put_effect(store, NULL, &effect), -EINVAL);
        assert_int_equal(store_put_person(store, "ben", NULL), -EINVAL);
        assert_int_equal(store_put_definition(store, "anna", 1, &negative), -EINVAL);
        for (size_t i = 0; i < ELEMENTS(others); i++) {
                effect = (struct effect){ .kind = others[i] };
                assert_int_equal(store_put_effect(store, "anna", &effect), -EINVAL);
        }
        assert_int_equal(store_commit(store), 0);
        store_close(store);
        place_assert_rows(place,
                "SELECT (SELECT count(*) FROM spans), (SELECT count(*) FROM definitions), person FROM people",
                "0|0|anna;");
}

static void a_text_has_a_limit(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        size_t size = 1024 * 1024 + 2;
        char *text = malloc(size);
        char *read = NULL;

        assert_non_null(text);
        memset(text, 'x', size - 1);
        text[size - 1] = '\0';
        assert_int_equal(store_put_person(store, "anna", text), -EMSGSIZE);
        text[size / 2] = '\0';
        assert_int_equal(store_put_person(store, "anna", text), 0);
        assert_int_equal(store_get_person(store, "anna", &read), 0);
        assert_string_equal(read, text);
        free(read);
        free(text);
        store_close(store);
}

static void a_transaction_is_kept_whole_or_not_at_all(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char *text = NULL;

        assert_int_equal(store_commit(store), -EINVAL);
        store_rollback(store);
        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_begin(store), -EALREADY);
        assert_int_equal(store_put_person(store, "anna", "1"), 0);
        assert_int_equal(store_get_person(store, "anna", &text), 0);
        free(text);
        store_rollback(store);
        assert_int_equal(store_get_person(store, "anna", &text), -ENOENT);
        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_person(store, "anna", "2"), 0);
        assert_int_equal(store_commit(store), 0);
        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_person(store, "anna", "3"), 0);
        /* Closed in the middle. */
        store_close(store);
        place_assert_rows(place, "SELECT record FROM people", "2;");
}

static void a_long_log_is_written_back_when_the_caller_has_time(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char id[16];
        uint32_t before;

        store_defer_checkpoints(store);
        (void)store_checkpoint(store);
        before = place_file_digest(place->file);
        assert_false(store_wants_checkpoint(store));
        for (int i = 0; i < 1000 && !store_wants_checkpoint(store); i++) {
                (void)snprintf(id, sizeof(id), "p%d", i);
                assert_int_equal(store_put_person(store, id, "{}"), 0);
        }
        assert_true(store_wants_checkpoint(store));
        /* The file itself, not its log. */
        assert_int_equal(place_file_digest(place->file), before);
        assert_int_equal(store_checkpoint(store), 0);
        assert_false(store_wants_checkpoint(store));
        assert_int_not_equal(place_file_digest(place->file), before);
        store_close(store);
}

static void a_store_that_gave_back_its_memory_goes_on(void **state)
{
        const struct place *place = *state;
        struct store *store = place_open_store(place, STORE_NOTE_NONE);
        char *text = NULL;

        assert_int_equal(store_begin(store), 0);
        assert_int_equal(store_put_person(store, "anna", "{}"), 0);
        store_release_memory(store);
        assert_int_equal(store_put_person(store, "ben", "{}"), 0);
        assert_int_equal(store_commit(store), 0);
        store_release_memory(store);
        assert_int_equal(store_get_person(store, "anna", &text), 0);
        free(text);
        store_close(store);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(open_state_comes_back),
                PLACED(settings_and_the_sign_of_life_come_back),
                PLACED(last_values_of_sources_come_back),
                PLACED(spans_are_kept_in_words),
                PLACED(a_prompt_is_replaced_by_its_outcome),
                PLACED(a_day_is_kept_once),
                PLACED(definitions_are_written_when_they_change),
                PLACED(what_the_tables_do_not_take_is_refused_alone),
                PLACED(a_text_has_a_limit),
                PLACED(a_transaction_is_kept_whole_or_not_at_all),
                PLACED(a_long_log_is_written_back_when_the_caller_has_time),
                PLACED(a_store_that_gave_back_its_memory_goes_on),
        };

        return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
