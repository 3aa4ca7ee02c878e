/* SPDX-License-Identifier: MIT */
#include "io/store_announcement.h"
#include "unit/store_place.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define KEY_OF_47 "hold_a-reason-that-is-as-long-as-a-key-can-be-x"

static const struct discovery_component components[] = {
        { "posture", "sensor" },
        { "hold_film", "switch" },
        { KEY_OF_47, "device_automation" },
};

static struct discovery_announcement of(const char *person, enum discovery_mode mode, size_t component_count)
{
        return (struct discovery_announcement){
                .person = person,
                .base = "unslouch",
                .prefix = mode == DISCOVERY_OFF ? "" : "homeassistant",
                .mode = mode,
                .components = components,
                .component_count = component_count,
        };
}

/* What was read, as text. */
struct read {
        char text[1024];
        int error;
};

static int take(void *userdata, const struct discovery_announcement *row)
{
        struct read *read = userdata;
        size_t length = strlen(read->text);

        length += (size_t)snprintf(read->text + length, sizeof(read->text) - length, "%s %s '%s' %s%s",
                row->person, row->base, row->prefix, discovery_mode_names[row->mode],
                row->has_routine ? " routine" : "");
        for (size_t i = 0; i < row->component_count; i++)
                length += (size_t)snprintf(read->text + length, sizeof(read->text) - length, " %s:%s",
                        row->components[i].platform, row->components[i].key);
        (void)snprintf(read->text + length, sizeof(read->text) - length, "\n");
        return read->error;
}

static void assert_rows(struct store *store, const char *expected)
{
        struct read read = { .text = "" };

        assert_int_equal(store_read_announcements(store, take, &read), 0);
        assert_string_equal(read.text, expected);
}

static void announcements_come_back_until_they_are_taken_back(void **state)
{
        struct store *store = place_open_store(*state, STORE_NOTE_NONE);
        struct discovery_announcement anna = of("anna", DISCOVERY_DEVICE, ELEMENTS(components));
        const struct discovery_announcement ben = of("ben", DISCOVERY_OFF, 0);

        assert_rows(store, "");
        assert_int_equal(store_put_announcement(store, &anna), 0);
        assert_int_equal(store_put_announcement(store, &ben), 0);
        assert_rows(store, "anna unslouch 'homeassistant' device sensor:posture switch:hold_film "
                           "device_automation:" KEY_OF_47 "\n"
                           "ben unslouch '' off\n");
        /* Replaced by its place; another place is another row. */
        anna.component_count = 1;
        anna.has_routine = true;
        assert_int_equal(store_put_announcement(store, &anna), 0);
        anna.mode = DISCOVERY_COMPONENT;
        assert_int_equal(store_put_announcement(store, &anna), 0);
        store_close(store);
        store = place_open_store(*state, STORE_NOTE_NONE);
        assert_int_equal(store_delete_announcement(store, &ben), 0);
        assert_int_equal(store_delete_announcement(store, &ben), 0);
        assert_rows(store, "anna unslouch 'homeassistant' component routine sensor:posture\n"
                           "anna unslouch 'homeassistant' device routine sensor:posture\n");
        store_close(store);
}

static void a_reader_may_end_the_reading(void **state)
{
        struct store *store = place_open_store(*state, STORE_NOTE_NONE);
        const struct discovery_announcement anna = of("anna", DISCOVERY_OFF, 0),
                                            ben = of("ben", DISCOVERY_OFF, 0);
        struct read read = { .error = -ECANCELED };

        assert_int_equal(store_put_announcement(store, &anna), 0);
        assert_int_equal(store_put_announcement(store, &ben), 0);
        assert_int_equal(store_read_announcements(store, take, &read), -ECANCELED);
        assert_string_equal(read.text, "anna unslouch '' off\n");
        store_close(store);
}

static void a_platform_of_another_version_is_left_out(void **state)
{
        const struct place *place = *state;
        struct store *store;

        store_close(place_open_store(place, STORE_NOTE_NONE));
        place_execute_raw(place->file,
                "INSERT INTO announcements VALUES ('anna', 'unslouch', 'ha', 'device', 1,"
                " 'hologram anna' || char(10) || 'sensor posture' || char(10))");
        store = place_open_store(place, STORE_NOTE_NONE);
        assert_rows(store, "anna unslouch 'ha' device routine sensor:posture\n");
        store_close(store);
}

static void what_no_store_writes_is_refused(void **state)
{
        static const char *const wrong[] = {
                "sensor posture",
                "sensor\n",
                "sensor \n",
                "a-platform-of-more-than-thirty-one-characters posture\n",
                "sensor a-key-of-more-than-forty-seven-characters-is-none-of-ours\n",
        };
        const struct place *place = *state;

        for (size_t i = 0; i < ELEMENTS(wrong); i++) {
                struct read read = { .text = "" };
                struct store *store;
                char sql[256];

                store_close(place_open_store(place, STORE_NOTE_NONE));
                (void)snprintf(sql, sizeof(sql),
                        "INSERT INTO announcements VALUES ('anna', 'unslouch', 'ha', 'device', 1, '%s')",
                        wrong[i]);
                place_execute_raw(place->file, sql);
                store = place_open_store(place, STORE_NOTE_NONE);
                assert_int_equal(store_read_announcements(store, take, &read), -EBADMSG);
                assert_string_equal(
                        store_error(store), "the table announcements has a row that no store writes");
                /* It is set aside. */
                store_close(store);
                store_close(place_open_store(place, STORE_NOTE_NONE));
                assert_int_equal(unlink(place->file), 0);
        }
}

static void what_the_table_does_not_take_is_refused(void **state)
{
        struct store *store = place_open_store(*state, STORE_NOTE_NONE);
        struct discovery_announcement wrong[4];

        for (size_t i = 0; i < ELEMENTS(wrong); i++)
                wrong[i] = of("anna", DISCOVERY_DEVICE, 1);
        wrong[0].person = "Anna!";
        wrong[1].base = "";
        wrong[2].base = "a base of more than thirty-two characters";
        wrong[3].prefix = "a prefix that is longer than the sixty-four characters that one may have";
        for (size_t i = 0; i < ELEMENTS(wrong); i++)
                assert_int_equal(store_put_announcement(store, &wrong[i]), -EINVAL);
        assert_rows(store, "");
        store_close(store);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                PLACED(announcements_come_back_until_they_are_taken_back),
                PLACED(a_reader_may_end_the_reading),
                PLACED(a_platform_of_another_version_is_left_out),
                PLACED(what_no_store_writes_is_refused),
                PLACED(what_the_table_does_not_take_is_refused),
        };

        return cmocka_run_group_tests_name("store-announcement", tests, NULL, NULL);
}
