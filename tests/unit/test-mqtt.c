/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "io/mqtt_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>

/* ---- retry ---- */

static void the_ceiling_of_the_delay_doubles_to_a_minute(void **state)
{
        static const int64_t ceilings_sec[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
        int64_t longest_usec[ELEMENTS(ceilings_sec)] = { 0 };

        (void)state;
        for (uint64_t seed = 0; seed < 500; seed++) {
                struct mqtt_retry retry;

                mqtt_retry_init(&retry, MQTT_PROTOCOL_AUTO, seed);
                for (size_t i = 0; i < ELEMENTS(ceilings_sec); i++) {
                        int64_t delay_usec = mqtt_retry_next(&retry, MQTT_OUTCOME_UNREACHED, 0);

                        assert_true(delay_usec >= 0 && delay_usec <= ceilings_sec[i] * USEC_PER_SEC);
                        longest_usec[i] = usec_max(longest_usec[i], delay_usec);
                }
        }
        for (size_t i = 0; i < ELEMENTS(ceilings_sec); i++)
                assert_true(longest_usec[i] > ceilings_sec[i] * USEC_PER_SEC * 9 / 10);
}

static void one_seed_gives_one_sequence(void **state)
{
        struct mqtt_retry a;
        struct mqtt_retry b;
        struct mqtt_retry other;

        (void)state;
        mqtt_retry_init(&a, MQTT_PROTOCOL_AUTO, 7);
        mqtt_retry_init(&b, MQTT_PROTOCOL_AUTO, 7);
        mqtt_retry_init(&other, MQTT_PROTOCOL_AUTO, 8);
        for (int i = 0; i < 10; i++) {
                int64_t delay_usec = mqtt_retry_next(&a, MQTT_OUTCOME_UNREACHED, 0);

                assert_int_equal(delay_usec, mqtt_retry_next(&b, MQTT_OUTCOME_UNREACHED, 0));
                assert_int_not_equal(delay_usec, mqtt_retry_next(&other, MQTT_OUTCOME_UNREACHED, 0));
        }
}

static void only_a_steady_connection_begins_the_back_off_anew(void **state)
{
        struct mqtt_retry retry;

        (void)state;
        mqtt_retry_init(&retry, MQTT_PROTOCOL_AUTO, 1);
        for (int i = 0; i < 4; i++)
                (void)mqtt_retry_next(&retry, MQTT_OUTCOME_UNREACHED, 0);
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_LOST, MQTT_STEADY_USEC);
        assert_int_equal(retry.failures, 5);
        assert_true(
                mqtt_retry_next(&retry, MQTT_OUTCOME_LOST, MQTT_STEADY_USEC + 1) <= MQTT_BACK_OFF_MIN_USEC);
        assert_int_equal(retry.failures, 1);
}

static void the_protocol_follows_what_the_broker_did(void **state)
{
        static const struct {
                enum mqtt_protocol setting;
                enum mqtt_outcome outcomes[4];
                bool old_protocol[4];
        } cases[] = {
                /* Refused once: 3.1.1 from then on. */
                { MQTT_PROTOCOL_AUTO,
                        { MQTT_OUTCOME_OLD_PROTOCOL, MQTT_OUTCOME_LOST, MQTT_OUTCOME_UNREACHED,
                                MQTT_OUTCOME_STALLED },
                        { true, true, true, true } },
                /* Hung up: in turn, and MQTT 5 is asked for again after a connection. */
                { MQTT_PROTOCOL_AUTO,
                        { MQTT_OUTCOME_CLOSED, MQTT_OUTCOME_LOST, MQTT_OUTCOME_CLOSED, MQTT_OUTCOME_CLOSED },
                        { true, false, true, false } },
                { MQTT_PROTOCOL_AUTO,
                        { MQTT_OUTCOME_UNREACHED, MQTT_OUTCOME_STALLED, MQTT_OUTCOME_LOST,
                                MQTT_OUTCOME_OLD_PROTOCOL },
                        { false, false, false, true } },
                { MQTT_PROTOCOL_5,
                        { MQTT_OUTCOME_OLD_PROTOCOL, MQTT_OUTCOME_CLOSED, MQTT_OUTCOME_LOST,
                                MQTT_OUTCOME_CLOSED },
                        { false, false, false, false } },
                { MQTT_PROTOCOL_3_1_1,
                        { MQTT_OUTCOME_OLD_PROTOCOL, MQTT_OUTCOME_CLOSED, MQTT_OUTCOME_LOST,
                                MQTT_OUTCOME_CLOSED },
                        { true, true, true, true } },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct mqtt_retry retry;

                mqtt_retry_init(&retry, cases[i].setting, 1);
                assert_int_equal(retry.old_protocol, cases[i].setting == MQTT_PROTOCOL_3_1_1);
                for (size_t j = 0; j < ELEMENTS(cases[i].outcomes); j++) {
                        (void)mqtt_retry_next(&retry, cases[i].outcomes[j], 0);
                        assert_int_equal(retry.old_protocol, cases[i].old_protocol[j]);
                }
        }
}

static void a_refused_mqtt_5_is_followed_by_3_1_1_at_once(void **state)
{
        struct mqtt_retry retry;

        (void)state;
        mqtt_retry_init(&retry, MQTT_PROTOCOL_AUTO, 1);
        assert_int_equal(mqtt_retry_next(&retry, MQTT_OUTCOME_OLD_PROTOCOL, 0), 0);
        /* A broker that refuses both is not asked without a pause. */
        assert_int_not_equal(mqtt_retry_next(&retry, MQTT_OUTCOME_OLD_PROTOCOL, 0), 0);
        assert_false(retry.old_protocol);
}

static void silence_confines_the_next_attempt_to_one_family(void **state)
{
        struct mqtt_retry retry;

        (void)state;
        mqtt_retry_init(&retry, MQTT_PROTOCOL_AUTO, 1);
        assert_null(mqtt_retry_bind_address(&retry));
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_STALLED, 0);
        assert_string_equal(mqtt_retry_bind_address(&retry), "0.0.0.0");
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_LOST, 0); /* it worked */
        assert_string_equal(mqtt_retry_bind_address(&retry), "0.0.0.0");
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_STALLED, 0);
        assert_string_equal(mqtt_retry_bind_address(&retry), "::");
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_STALLED, 0);
        assert_null(mqtt_retry_bind_address(&retry));
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_STALLED, 0);
        (void)mqtt_retry_next(&retry, MQTT_OUTCOME_UNREACHED, 0);
        assert_null(mqtt_retry_bind_address(&retry));
}

/* ---- queue ---- */

static void add(struct mqtt_queue *queue, const char *topic, uint8_t qos, uint64_t tag)
{
        struct mqtt_message message = { .topic = topic, .payload = "abc", .payload_bytes = 3, .qos = qos };

        assert_int_equal(mqtt_queue_add_message(queue, &message, tag, NULL), 0);
}

static void a_queue_gives_back_what_it_was_given_in_order(void **state)
{
        struct mqtt_queue queue;
        struct mqtt_entry *entry;

        (void)state;
        mqtt_queue_init(&queue);
        assert_null(mqtt_queue_next(&queue, 1));
        assert_int_equal(mqtt_queue_add_filter(&queue, MQTT_ENTRY_SUBSCRIBE, "a/#", 4), 0);
        add(&queue, "b", 1, 7);
        entry = mqtt_queue_next(&queue, 1);
        assert_int_equal(entry->kind, MQTT_ENTRY_SUBSCRIBE);
        assert_string_equal(entry->data, "a/#");
        assert_int_equal(entry->options, 4);
        mqtt_queue_drop_waiting(&queue, entry);
        entry = mqtt_queue_next(&queue, 1);
        assert_string_equal(entry->data, "b");
        assert_memory_equal(entry->payload, "abc", 3);
        assert_int_equal(entry->payload_bytes, 3);
        mqtt_queue_clear(&queue);
        assert_null(mqtt_queue_next(&queue, 1));
        assert_int_equal(queue.messages, 0);
}

static void a_queue_takes_so_many_bytes_or_one_message_of_any_size(void **state)
{
        char *large = calloc(1, MQTT_QUEUE_BYTES_MAX);
        struct mqtt_message message = {
                .topic = "a", .payload = large, .payload_bytes = MQTT_QUEUE_BYTES_MAX
        };
        struct mqtt_entry *entry;
        struct mqtt_queue queue;

        (void)state;
        assert_non_null(large);
        mqtt_queue_init(&queue);
        message.payload_bytes--;
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 1, NULL), 0);
        message.payload_bytes = 2;
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 2, NULL), -ENOBUFS);
        message.payload_bytes = 1;
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 3, NULL), 0);
        /* There is room again once it has been sent, and confirmed. */
        entry = mqtt_queue_next(&queue, 1);
        mqtt_queue_mark_sent(&queue, entry);
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 4, NULL), -ENOBUFS);
        mqtt_queue_drop_sent(&queue, entry);
        assert_int_equal(queue.bytes, 1);
        mqtt_queue_drop_waiting(&queue, mqtt_queue_next(&queue, 1));
        assert_int_equal(queue.bytes, 0);
        message.payload_bytes = MQTT_QUEUE_BYTES_MAX;
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 5, NULL), 0);
        mqtt_queue_clear(&queue);
        assert_int_equal(queue.bytes, 0);
        free(large);
}

static void an_unconfirmed_message_holds_back_the_next_of_its_kind(void **state)
{
        struct mqtt_queue queue;
        struct mqtt_entry *entry;

        (void)state;
        mqtt_queue_init(&queue);
        add(&queue, "first", 1, 1);
        add(&queue, "second", 1, 2);
        entry = mqtt_queue_next(&queue, 1);
        entry->id = 42;
        mqtt_queue_mark_sent(&queue, entry);
        assert_null(mqtt_queue_next(&queue, 1));
        assert_string_equal(mqtt_queue_next(&queue, 2)->data, "second");
        assert_null(mqtt_queue_find_sent(&queue, 41));
        assert_ptr_equal(mqtt_queue_find_sent(&queue, 42), entry);
        mqtt_queue_drop_sent(&queue, entry);
        assert_string_equal(mqtt_queue_next(&queue, 1)->data, "second");
        assert_int_equal(queue.messages, 1);
        mqtt_queue_clear(&queue);
}

static void a_filter_without_its_answer_holds_back_no_message(void **state)
{
        struct mqtt_queue queue;
        struct mqtt_entry *entry;

        (void)state;
        mqtt_queue_init(&queue);
        assert_int_equal(mqtt_queue_add_filter(&queue, MQTT_ENTRY_SUBSCRIBE, "a/#", 0), 0);
        add(&queue, "first", 1, 1);
        entry = mqtt_queue_next(&queue, 1);
        entry->id = 41;
        mqtt_queue_mark_sent(&queue, entry);
        assert_string_equal(mqtt_queue_next(&queue, 1)->data, "first");
        assert_ptr_equal(mqtt_queue_find_sent(&queue, 41), entry);
        mqtt_queue_drop_sent(&queue, entry);
        assert_null(mqtt_queue_find_sent(&queue, 41));
        assert_int_equal(queue.messages, 1);
        mqtt_queue_clear(&queue);
}

static void messages_are_limited_and_subscriptions_are_not(void **state)
{
        struct mqtt_message message = { .topic = "a" };
        struct mqtt_queue queue;

        (void)state;
        mqtt_queue_init(&queue);
        for (size_t i = 0; i < MQTT_QUEUE_MAX; i++)
                assert_int_equal(mqtt_queue_add_message(&queue, &message, 0, NULL), 0);
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 0, NULL), -ENOBUFS);
        /* What waits for its PUBACK still counts. */
        mqtt_queue_mark_sent(&queue, mqtt_queue_next(&queue, 1));
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 0, NULL), -ENOBUFS);
        assert_int_equal(mqtt_queue_add_filter(&queue, MQTT_ENTRY_SUBSCRIBE, "a", 0), 0);
        mqtt_queue_drop_sent(&queue, TAILQ_FIRST(&queue.sent));
        assert_int_equal(mqtt_queue_add_message(&queue, &message, 0, NULL), 0);
        mqtt_queue_clear(&queue);
}

/* ---- reasons ---- */

static char host[] = "hub";
static char client_id[] = "unslouch-hub";
static const struct mqtt_setup hub = { .host = host, .port = 1883, .client_id = client_id };

static void each_failure_to_connect_has_its_sentence(void **state)
{
        static const struct {
                int result;
                int error;
                const char *words;
                const char *sentence;
        } cases[] = {
                { MOSQ_ERR_EAI, EAI_NONAME, "",
                        "The broker's name 'hub' cannot be resolved: Name or service not known." },
                { MOSQ_ERR_ERRNO, ECONNREFUSED, "", "Nothing listens at hub port 1883." },
                { MOSQ_ERR_ERRNO, ENETUNREACH, "",
                        "The broker at hub port 1883 cannot be reached: Network is unreachable." },
                { MOSQ_ERR_TIMEOUT, 0, "", "The broker at hub port 1883 does not answer." },
                { MOSQ_ERR_TLS, 0, "Error: host name verification failed.",
                        "The broker's TLS certificate is not for the host name 'hub'." },
                { MOSQ_ERR_TLS, 0, "Error: Client certificate/key are inconsistent.",
                        "The TLS settings' cert_file and key_file do not belong together." },
                { MOSQ_ERR_TLS, 0, "Error: Unable to load CA certificates, check cafile \"x\".",
                        "A TLS file of the broker's settings cannot be used: "
                        "Error: Unable to load CA certificates, check cafile \"x\"." },
                { MOSQ_ERR_TLS, 0,
                        "OpenSSL Error[0]: error:0A00045C:SSL routines::tlsv13 alert certificate required",
                        "The broker at hub does not accept our side of TLS, most likely our certificate: "
                        "tlsv13 alert certificate required." },
        };
        char text[MQTT_REASON_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                mqtt_reason_connect(&hub, cases[i].result, cases[i].error, cases[i].words, text);
                assert_string_equal(text, cases[i].sentence);
        }
}

static void each_refusal_has_its_sentence_in_both_protocols(void **state)
{
        static const struct {
                int old_code;
                int code;
                const char *sentence;
        } cases[] = {
                { 2, 0x85, "The broker at hub refuses the client id 'unslouch-hub'." },
                { 4, 0x86, "The broker at hub refuses the user name or the password." },
                { 5, 0x87, "The broker at hub does not let us in: check the user name and the password." },
                { 3, 0x88, "The broker at hub refuses us: Server unavailable" },
        };
        char text[MQTT_REASON_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                mqtt_reason_refused(&hub, true, cases[i].old_code, text);
                assert_string_equal(text, cases[i].sentence);
                mqtt_reason_refused(&hub, false, cases[i].code, text);
                assert_string_equal(text, cases[i].sentence);
        }
        mqtt_reason_refused(&hub, false, 0x84, text);
        assert_string_equal(text, "The broker at hub does not speak MQTT 5.");
        mqtt_reason_refused(&hub, true, 1, text);
        assert_string_equal(text, "The broker at hub does not speak MQTT 3.1.1.");
}

static void each_end_of_a_connection_has_its_sentence(void **state)
{
        static const struct {
                int code;
                const char *sentence;
        } cases[] = {
                { 0x8e, "Another client has taken over our session: is 'unslouch-hub' the client id of two "
                        "programs?" },
                { 0x8b, "The broker at hub shuts down." },
                { 0x97, "The broker at hub ended the connection: Quota exceeded" },
                { MOSQ_ERR_KEEPALIVE, "The broker at hub does not answer any more." },
                { MOSQ_ERR_CONN_LOST, "The connection to the broker at hub is lost." },
                { MOSQ_ERR_TIMEOUT,
                        "The machine slept for longer than the broker at hub keeps a connection." },
        };
        char text[MQTT_REASON_SIZE];

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                mqtt_reason_lost(&hub, cases[i].code, text);
                assert_string_equal(text, cases[i].sentence);
        }
}

/* ---- keepalive ---- */

static void a_long_sleep_ends_a_connection_and_a_short_one_does_not(void **state)
{
        struct mqtt_setup setup = hub;
        struct mqtt mqtt = { .phase = MQTT_PHASE_UP };
        struct mqtt_retry retry;
        struct mqtt_link *link = &mqtt.link;
        int64_t next_usec;
        int64_t first_usec;

        (void)state;
        setup.keepalive_sec = 120;
        mqtt_retry_init(&retry, MQTT_PROTOCOL_AUTO, 1);
        assert_int_equal(mosquitto_lib_init(), 0);
        assert_int_equal(sd_event_new(&mqtt.event), 0);
        assert_int_equal(mqtt_client_new(&setup, &retry, &link->client), 0);
        first_usec = mqtt_link_begin_keepalive(link, &mqtt);
        assert_int_equal(first_usec, link->looked_boottime_usec + 120 * USEC_PER_SEC);

        link->looked_boottime_usec -= 50 * USEC_PER_SEC;
        assert_int_equal(mqtt_link_keep_alive(link, &mqtt, &next_usec), 0);
        assert_true(next_usec >= first_usec - USEC_PER_SEC && next_usec <= first_usec + USEC_PER_SEC);
        link->looked_boottime_usec -= 61 * USEC_PER_SEC;
        assert_int_equal(mqtt_link_keep_alive(link, &mqtt, &next_usec), -ETIMEDOUT);

        mqtt_client_free(link->client);
        sd_event_unref(mqtt.event);
        mosquitto_lib_cleanup();
}

/* ---- password ---- */

static void write_file(const char *path, const char *bytes, size_t size)
{
        int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

        assert_true(descriptor >= 0);
        assert_int_equal(write(descriptor, bytes, size), size);
        close(descriptor);
}

static void the_password_comes_from_the_credential_else_from_the_file(void **state)
{
        char directory[] = "/tmp/test-mqtt-XXXXXX";
        char credential[64];
        char file[64];
        char *password = NULL;

        (void)state;
        assert_non_null(mkdtemp(directory));
        (void)snprintf(credential, sizeof(credential), "%s/mqtt-password", directory);
        (void)snprintf(file, sizeof(file), "%s/file", directory);
        assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
        assert_int_equal(mqtt_read_password(NULL, &password), 0);
        assert_null(password);
        assert_int_equal(mqtt_read_password(file, &password), -ENOENT);

        write_file(file, "from the file\n\n", 15);
        assert_int_equal(setenv("CREDENTIALS_DIRECTORY", directory, 1), 0);
        assert_int_equal(mqtt_read_password(file, &password), 0);
        assert_string_equal(password, "from the file\n");
        free(password);

        write_file(credential, "secret", 6);
        assert_int_equal(mqtt_read_password(file, &password), 0);
        assert_string_equal(password, "secret");
        free(password);

        password = NULL;
        write_file(credential, "a\0b", 3);
        assert_int_equal(mqtt_read_password(file, &password), -EINVAL);
        assert_int_equal(truncate(credential, 65536), 0);
        assert_int_equal(mqtt_read_password(file, &password), -E2BIG);
        assert_null(password);
        assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
        assert_int_equal(unlink(credential), 0);
        assert_int_equal(unlink(file), 0);
        assert_int_equal(rmdir(directory), 0);
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_ceiling_of_the_delay_doubles_to_a_minute),
                cmocka_unit_test(one_seed_gives_one_sequence),
                cmocka_unit_test(only_a_steady_connection_begins_the_back_off_anew),
                cmocka_unit_test(the_protocol_follows_what_the_broker_did),
                cmocka_unit_test(a_refused_mqtt_5_is_followed_by_3_1_1_at_once),
                cmocka_unit_test(silence_confines_the_next_attempt_to_one_family),
                cmocka_unit_test(a_queue_gives_back_what_it_was_given_in_order),
                cmocka_unit_test(a_queue_takes_so_many_bytes_or_one_message_of_any_size),
                cmocka_unit_test(an_unconfirmed_message_holds_back_the_next_of_its_kind),
                cmocka_unit_test(a_filter_without_its_answer_holds_back_no_message),
                cmocka_unit_test(messages_are_limited_and_subscriptions_are_not),
                cmocka_unit_test(each_failure_to_connect_has_its_sentence),
                cmocka_unit_test(each_refusal_has_its_sentence_in_both_protocols),
                cmocka_unit_test(each_end_of_a_connection_has_its_sentence),
                cmocka_unit_test(a_long_sleep_ends_a_connection_and_a_short_one_does_not),
                cmocka_unit_test(the_password_comes_from_the_credential_else_from_the_file),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
