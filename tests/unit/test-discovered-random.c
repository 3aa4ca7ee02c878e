/* SPDX-License-Identifier: MIT */
/* What a hostile broker may say, and what happens when memory runs out. */
#include "unit/scarce.h"
#include "unit/table.h"

#include "base/text.h"
#include "wire/discovered.h"
#include "wire/match.h"
#include "wire/sit_trial.h"

#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#define ROWS_MAX 64
#define ROUNDS   3000

struct message {
        bool retained;
        char topic[256];
        char payload[TABLE_LINE_MAX];
};

static struct message messages[ROWS_MAX];
static size_t message_count;
static uint32_t random_state;

static uint32_t next_random(void)
{
        random_state = random_state * UINT32_C(1664525) + UINT32_C(1013904223);
        return random_state >> 8;
}

static void keep_row(const struct table_row *row)
{
        struct message *message = &messages[message_count++];

        assert_true(message_count <= ROWS_MAX);
        message->retained = row->cells[0][0] == 'r';
        assert_int_equal(text_copy(message->topic, sizeof(message->topic), row->cells[1]), 0);
        assert_int_equal(text_copy(message->payload, sizeof(message->payload), row->cells[2]), 0);
}

static int load_home(void **state)
{
        static const char *const columns[] = { "how", "topic", "payload" };

        (void)state;
        message_count = 0;
        table_each("discover-home.tsv", columns, ELEMENTS(columns), keep_row);
        return 0;
}

static void assert_printable(const char *text)
{
        assert_true(text_is_utf8(text, strlen(text)));
        for (; *text != '\0'; text++)
                assert_int_equal(text_unshowable_bytes(text), 0);
}

/* What the configuration would refuse must never come out. */
static void assert_sound(const struct candidate *candidate)
{
        struct field_path *path;
        struct match *match;
        const char *error;

        assert_printable(candidate->name);
        assert_printable(candidate->label);
        assert_printable(candidate->room);
        assert_printable(candidate->device);
        assert_printable(candidate->why);
        assert_printable(candidate->extras[0].value);
        assert_true(candidate->name[0] != '\0');
        assert_true(candidate->topic[0] == '\0' || topic_is_name(candidate->topic));
        assert_true(candidate->availability[0] == '\0' || topic_is_name(candidate->availability));
        assert_int_equal(field_path_parse(candidate->field, &path, &error), 0);
        field_path_free(path);
        assert_int_equal(match_parse(candidate->when[0] != '\0' ? candidate->when : NULL, &match, &error), 0);
        match_free(match);
}

/* Some bytes of @text become others. Return: its length. */
static size_t spoil(char *text, size_t length)
{
        static const char letters[] = "{}[]\",:\\'~%+#/1a";

        for (uint32_t n = next_random() % 6; n > 0 && length > 0; n--) {
                size_t at = next_random() % length;

                if (next_random() % 4 == 0)
                        length = at;
                else
                        text[at] = next_random() % 3 == 0 ? (char)next_random()
                                                          : letters[next_random() % strlen(letters)];
        }
        text[length] = '\0';
        return length;
}

static void spoiled_messages_make_only_what_the_configuration_takes(void **state)
{
        struct discovered *discovered;
        struct sit_trial *trial;

        (void)state;
        random_state = 20261122;
        print_message("# seed %u\n", random_state);
        assert_int_equal(discovered_new("unslouch", "homeassistant", &discovered), 0);
        assert_int_equal(sit_trial_new("unslouch", &trial), 0);
        for (int i = 0; i < ROUNDS; i++) {
                struct message message = messages[next_random() % message_count];
                size_t length = spoil(message.payload, strlen(message.payload));
                int r;

                if (next_random() % 4 == 0)
                        (void)spoil(message.topic, strlen(message.topic));
                r = discovered_take(discovered, message.topic, message.payload, length, message.retained);
                assert_true(r == 0 || r == -EBADMSG);
                assert_int_equal(
                        sit_trial_take(trial, message.topic, message.payload, length, message.retained), 0);
                if (i % (ROUNDS / 4) == 0)
                        sit_trial_next(trial);
        }
        assert_int_equal(discovered_finish(discovered), 0);
        assert_true(discovered_count(discovered) > 20);
        for (size_t i = 0; i < discovered_count(discovered); i++)
                assert_sound(discovered_candidate(discovered, i));
        sit_trial_free(trial);
        discovered_free(discovered);
}

static void random_bytes_are_no_message(void **state)
{
        struct discovered *discovered;

        (void)state;
        random_state = 7;
        assert_int_equal(discovered_new("unslouch", "homeassistant", &discovered), 0);
        for (int i = 0; i < ROUNDS; i++) {
                char bytes[64];
                size_t length = next_random() % sizeof(bytes);
                int r;

                for (size_t j = 0; j < length; j++)
                        bytes[j] = (char)next_random();
                r = discovered_take(
                        discovered, messages[next_random() % message_count].topic, bytes, length, false);
                assert_true(r == 0 || r == -EBADMSG);
        }
        discovered_free(discovered);
}

/* Everything once, until something fails. */
static int hear_all(void)
{
        struct discovered *discovered;
        int r = discovered_new("unslouch", "homeassistant", &discovered);

        if (r < 0)
                return r;
        for (size_t i = 0; i < message_count && r != -ENOMEM; i++)
                r = discovered_take(discovered, messages[i].topic, messages[i].payload,
                        strlen(messages[i].payload), messages[i].retained);
        if (r != -ENOMEM)
                r = discovered_finish(discovered);
        discovered_free(discovered);
        return r;
}

/* Each kind of message, with no name longer than 13 bytes: of a longer one the JSON library itself loses its
 * hold when memory is short. */
static const struct {
        const char *topic, *payload;
        size_t count; /* candidates */
} short_messages[] = {
        { "homeassistant/binary_sensor/x/config",
                "{\"name\":\"chair\",\"stat_t\":\"a/b\",\"dev_cla\":\"occupancy\",\"pl_on\":\"ON\","
                "\"avty_t\":\"a/c\",\"dev\":{\"name\":\"D\",\"sa\":\"office\"}}",
                1 },
        { "homeassistant/device/x/config",
                "{\"dev\":{\"name\":\"D\"},\"o\":{\"name\":\"x\"},\"cmps\":{\"a\":{\"p\":\"sensor\","
                "\"stat_t\":\"a/b\",\"name\":\"desk height\",\"unit_of_meas\":\"cm\"}}}",
                1 },
        { "homeassistant/light/x/config",
                "{\"schema\":\"json\",\"cmd_t\":\"a/set\",\"stat_t\":\"a\",\"name\":\"lamp\"}", 1 },
        { "zigbee2mqtt/bridge/devices",
                "[{\"friendly_name\":\"chair\",\"definition\":{\"model\":\"m\",\"exposes\":[{\"type\":"
                "\"binary\",\"property\":\"contact\",\"value_on\":false},{\"type\":\"light\"}]}}]",
                2 },
        { "tasmota/discovery/A/config", "{\"t\":\"t\",\"ft\":\"%prefix%/t/\"}", 0 },
        { "tasmota/discovery/A/sensors", "{\"sn\":{\"Switch1\":\"ON\"}}", 0 },
        { "zigbee2mqtt/chair", "{\"contact\":false,\"battery\":[90]}", 1 },
        { "a/events/rpc", "{\"params\":{\"light:0\":{\"output\":true}}}", 1 },
        { "tele/a/STATE", "{\"Dimmer\":1}", 1 },
        { "hermes/x", "{\"siteId\":\"a\"}", 1 },
        { "sonos/RINCON_1", "{\"name\":\"a\"}", 1 },
        { "wled/a/g", "128", 1 },
        { "home/binary_sensor/occupancy/state", "ON", 1 },
};

/* A message for which there was no memory is told, and then taken as if nothing had been. */
static void a_message_without_memory_is_told(void **state)
{
        (void)state;
        json_set_alloc_funcs(malloc, free);
        for (size_t i = 0; i < ELEMENTS(short_messages); i++) {
                const char *topic = short_messages[i].topic;
                const char *payload = short_messages[i].payload;

                for (int n = 0, failed = 1; failed; n++) {
                        struct discovered *discovered;
                        int r;

                        assert_int_equal(discovered_new("unslouch", "homeassistant", &discovered), 0);
                        scarce_begin(n);
                        r = discovered_take(discovered, topic, payload, strlen(payload), false);
                        failed = scarce_end();
                        /* The library calls it no JSON when it had no memory for one of its texts. */
                        if (failed ? r != -ENOMEM && r != -EBADMSG && !(r == 0 && n > 1) : r != 0)
                                fail_msg("%s: allocation %d: %d", topic, n, r);
                        assert_int_equal(
                                discovered_take(discovered, topic, payload, strlen(payload), false), 0);
                        if (discovered_count(discovered) != short_messages[i].count)
                                fail_msg("%s: %zu candidates", topic, discovered_count(discovered));
                        discovered_free(discovered);
                }
        }
        json_set_alloc_funcs(__real_malloc, free);
}

static void without_memory_nothing_is_left_behind(void **state)
{
        int failed = 1;

        (void)state;
        for (int n = 0; failed; n++) {
                int r;

                scarce_begin(n);
                r = hear_all();
                failed = scarce_end();
                assert_int_equal(r, failed ? -ENOMEM : 0);
                assert_true(n < 10000);
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(spoiled_messages_make_only_what_the_configuration_takes),
                cmocka_unit_test(random_bytes_are_no_message),
                cmocka_unit_test(a_message_without_memory_is_told),
                cmocka_unit_test(without_memory_nothing_is_left_behind),
        };

        return cmocka_run_group_tests_name("discovered_random", tests, load_home, NULL);
}
