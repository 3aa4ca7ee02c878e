/* SPDX-License-Identifier: MIT */
/* Whatever a broker says, what is printed of it is a configuration. */
#include "unit/table.h"

#include "base/text.h"
#include "client/stanza.h"
#include "config/config.h"
#include "wire/discovered.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define ROWS_MAX           320
#define ROUNDS             2000
#define MESSAGE_TOPIC_SIZE 600

struct message {
        char topic[MESSAGE_TOPIC_SIZE];
        char payload[TABLE_LINE_MAX];
};

static struct message messages[ROWS_MAX];
static size_t message_count;
static uint32_t random_state = 20261122;

static char host[] = "local\"host\\";
static char user_name[] = "an\"na";
static char file_name[] = "/tmp/a \"file\"";
static const struct broker_settings broker = {
        .host = host,
        .port = 1883,
        .username = user_name,
        .password_file = file_name,
        .tls = true,
        .ca_file = file_name,
};

static uint32_t next_random(void)
{
        random_state = random_state * UINT32_C(1664525) + UINT32_C(1013904223);
        return random_state >> 8;
}

static void keep(const char *topic, const char *payload)
{
        struct message *message = &messages[message_count++];

        assert_true(message_count <= ROWS_MAX);
        assert_int_equal(text_copy(message->topic, sizeof(message->topic), topic), 0);
        assert_int_equal(text_copy(message->payload, sizeof(message->payload), payload), 0);
}

static void keep_home(const struct table_row *row)
{
        keep(row->cells[1], row->cells[2]);
}

static void keep_case(const struct table_row *row)
{
        keep(row->cells[0], row->cells[1]);
}

static int load_messages(void **state)
{
        static const char *const home_columns[] = { "how", "topic", "payload" };
        static const char *const case_columns[] = { "topic", "payload", "expected" };

        (void)state;
        message_count = 0;
        table_each("discover-home.tsv", home_columns, ELEMENTS(home_columns), keep_home);
        table_each("discover-cases.tsv", case_columns, ELEMENTS(case_columns), keep_case);
        return 0;
}

/* Prints @count candidates and reads that as the daemon does. */
static void assert_loads(const struct candidate *const *candidates, size_t count)
{
        char name[] = "/tmp/unslouch-stanza-XXXXXX";
        struct config_problems problems = { 0 };
        struct settings *settings = NULL;
        int descriptor = mkstemp(name);
        FILE *stream;
        int r;

        assert_true(descriptor >= 0);
        stream = fdopen(descriptor, "w");
        assert_non_null(stream);
        stanza_print(stream, &broker, candidates, count);
        assert_int_equal(fclose(stream), 0);
        r = config_load(name, &problems, NULL, &settings);
        (void)unlink(name);
        if (r != 0)
                config_problems_print(&problems, stderr);
        assert_int_equal(problems.errors, 0);
        assert_int_equal(r, 0);
        assert_string_equal(settings->broker.host, broker.host);
        assert_string_equal(settings->broker.ca_file, broker.ca_file);
        config_problems_done(&problems);
        settings_free(settings);
}

/* Together as they are, and each as if somebody had taken it for good. */
static void assert_all_load(struct discovered *discovered)
{
        static const struct candidate *candidates[DISCOVERED_CANDIDATES_MAX];
        size_t count = discovered_count(discovered);

        assert_int_equal(discovered_finish(discovered), 0);
        for (size_t i = 0; i < count; i++) {
                struct candidate alone = *discovered_candidate(discovered, i);

                alone.sure = true;
                alone.unretained = true;
                candidates[0] = &alone;
                assert_loads(candidates, 1);
        }
        for (size_t i = 0; i < count; i++)
                candidates[i] = discovered_candidate(discovered, i);
        assert_loads(candidates, count);
}

static struct discovered *begin(void)
{
        struct discovered *discovered;

        assert_int_equal(discovered_new("unslouch", "homeassistant", &discovered), 0);
        return discovered;
}

static void every_sample_makes_a_configuration(void **state)
{
        struct discovered *discovered = begin();

        (void)state;
        for (size_t i = 0; i < message_count; i++)
                (void)discovered_take(discovered, messages[i].topic, messages[i].payload,
                        strlen(messages[i].payload), false);
        assert_all_load(discovered);
        discovered_free(discovered);
}

/* Some letters of @text become others, of which many mean something to somebody. */
static void spoil(char *text)
{
        static const char letters[] = "{}[]\",:\\'~%+#/1a;()=|<>*@.$ \n\t";
        size_t length = strlen(text);

        for (uint32_t n = next_random() % 8; n > 0 && length > 0; n--)
                text[next_random() % length] = letters[next_random() % strlen(letters)];
}

static void spoiled_samples_make_a_configuration_too(void **state)
{
        struct discovered *discovered = begin();

        (void)state;
        print_message("# seed %u\n", random_state);
        for (int i = 0; i < ROUNDS; i++) {
                struct message message = messages[next_random() % message_count];

                spoil(message.payload);
                if (next_random() % 2 == 0)
                        spoil(message.topic);
                (void)discovered_take(
                        discovered, message.topic, message.payload, strlen(message.payload), false);
        }
        assert_true(discovered_count(discovered) > 50);
        assert_all_load(discovered);
        discovered_free(discovered);
}

static void json_has_null_for_what_is_not_known(void **state)
{
        const struct candidate candidate = {
                .kind = CANDIDATE_LIGHT,
                .name = "lamp",
                .extras = { { .name = "base", .value = "up" } },
        };
        json_t *object = stanza_json(&candidate);

        (void)state;
        assert_non_null(object);
        assert_string_equal(json_string_value(json_object_get(object, "kind")), "light");
        assert_string_equal(json_string_value(json_object_get(object, "base")), "up");
        assert_true(json_is_null(json_object_get(object, "room")));
        assert_true(json_is_false(json_object_get(object, "sure")));
        json_decref(object);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_sample_makes_a_configuration),
                cmocka_unit_test(spoiled_samples_make_a_configuration_too),
                cmocka_unit_test(json_has_null_for_what_is_not_known),
        };

        return cmocka_run_group_tests_name("stanza", tests, load_messages, NULL);
}
