/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "unit/scarce.h"
#include "wire/field.h"

#include <errno.h>
#include <stdio.h>

/* What real devices send; each is one message of a family that the daemon is made for. */
static const char zy_m100[] = "{\"detection_delay\":0.1,\"fading_time\":30,\"illuminance_lux\":369,\"last_"
                              "seen\":\"2024-09-07T15:54:41.147Z\","
                              "\"linkquality\":98,\"maximum_range\":6,\"minimum_range\":0.3,\"presence\":"
                              "true,\"radar_sensitivity\":2,"
                              "\"target_distance\":null}";
static const char aqara_fp1[] =
        "{\"approach_distance\":\"medium\",\"linkquality\":207,\"monitoring_mode\":\"undirected\","
        "\"power_outage_count\":1,\"presence\":true,\"presence_event\":\"right_leave\",\"temperature\":24,"
        "\"update\":{\"state\":\"idle\"},\"update_available\":false}";
static const char pir[] =
        "{\"battery\":100,\"voltage\":3175,\"illuminance\":0,\"linkquality\":18,\"occupancy\":false,"
        "\"illuminance_lux\":0}";
static const char no_occupancy[] = "{\"battery\":100,\"device_temperature\":19,\"illuminance\":381,\"power_"
                                   "outage_count\":34,\"voltage\":3045}";
static const char button[] = "{\"action\":\"single\",\"linkquality\":10}";
static const char ld2410[] = "{\"Time\":\"2024-11-09T12:52:46\",\"LD2410\":{\"Distance\":[200.0,181.0,144.0],"
                             "\"Energy\":[13,100]}}";
static const char ld2410s[] =
        "{\"Time\":\"2024-11-09T16:09:49\",\"LD2410S\":{\"Distance\":0.0, \"People\":0}}";
static const char switch_result[] = "{\"Switch1\":{\"Action\":\"ON\"}}";
static const char sr04[] = "{\"Time\":\"2019-01-01T22:42:35\",\"SR04\":{\"Distance\":16.754}}";
static const char vibration[] =
        "{\"ZbReceived\":{\"Vibration_sensor\":{\"Device\":\"0x128F\",\"AqaraVibrationMode\":\"tilt\","
        "\"AqaraVibrationsOrAngle\":171,\"AqaraAccelerometer\":[-691,8,136],\"AqaraAngles\":[-78,1,11],"
        "\"LinkQuality\":153}}}";
static const char shelly[] =
        "{\"src\":\"shellyplusplugs-80646fd031f8\",\"dst\":\"shellyplusplugs-80646fd031f8/events\","
        "\"method\":\"NotifyFullStatus\",\"params\":{\"ts\":1698999954.77,\"ble\":{},\"switch:0\":{\"id\":0, "
        "\"source\":\"init\", \"output\":true, \"apower\":0.0, "
        "\"voltage\":229.1},\"ws\":{\"connected\":false}}}";
static const char espresense[] =
        "{\"id\":\"mifit:f647c1324173\",\"name\":\"Mi Band 3\",\"idType\":55,\"rssi@1m\":-71,\"rssi\":-65,"
        "\"raw\":0.67,\"distance\":0.69,\"speed\":0,\"mac\":\"f647c1324123\"}";
static const char mqtt_room[] = "{\"id\": \"123TESTMAC\", \"name\": \"test_device\", \"distance\": 1}";
static const char owntracks[] = "{\"cog\":-1,\"batt\":-1,\"lon\":2.29513,\"acc\":5,\"vel\":-1,\"vac\":-1,"
                                "\"lat\":48.85833,\"t\":\"u\","
                                "\"tst\":1441984413,\"alt\":0,\"_type\":\"location\",\"tid\":\"JJ\"}";

static struct field_path *path_of(const char *text)
{
        struct field_path *path = NULL;
        const char *error = NULL;

        assert_int_equal(field_path_parse(text, &path, &error), 0);
        return path;
}

/* Reads @field of @text. */
static int read_field(const char *text, const char *field, struct reading *ret_reading)
{
        struct field_path *path = path_of(field);
        struct payload payload;
        int r;

        assert_int_equal(payload_init(&payload, text, strlen(text)), 0);
        r = payload_read(&payload, path, ret_reading);
        payload_done(&payload);
        field_path_free(path);
        return r;
}

static void real_messages_are_read(void **state)
{
        static const struct {
                const char *payload, *field;
                enum reading_kind kind;
                double number; /* and boolean */
                const char *text;
        } cases[] = {
                { zy_m100, "presence", READING_BOOLEAN, 1, "" },
                { zy_m100, "target_distance", READING_NOTHING, 0, "" },
                { zy_m100, "detection_delay", READING_NUMBER, 0.1, "" },
                { aqara_fp1, "presence", READING_BOOLEAN, 1, "" },
                { aqara_fp1, "update.state", READING_TEXT, 0, "idle" },
                { pir, "occupancy", READING_BOOLEAN, 0, "" },
                { button, "action", READING_TEXT, 0, "single" },
                { ld2410, "LD2410.Distance[1]", READING_NUMBER, 181, "" },
                { ld2410, "LD2410.Energy[1]", READING_NUMBER, 100, "" },
                { ld2410s, "LD2410S.People", READING_NUMBER, 0, "" },
                { switch_result, "Switch1.Action", READING_TEXT, 0, "ON" },
                { sr04, "SR04.Distance", READING_NUMBER, 16.754, "" },
                { vibration, "ZbReceived.Vibration_sensor.AqaraAccelerometer[0]", READING_NUMBER, -691, "" },
                { shelly, "params.\"switch:0\".apower", READING_NUMBER, 0, "" },
                { shelly, "params.switch:0.output", READING_BOOLEAN, 1, "" },
                { espresense, "rssi@1m", READING_NUMBER, -71, "" },
                { mqtt_room, "distance", READING_NUMBER, 1, "" },
                { owntracks, "_type", READING_TEXT, 0, "location" },
                { "{\"state\":\"online\"}", "state", READING_TEXT, 0, "online" },
                { "unknown", "", READING_NOTHING, 0, "" },
                { "128", "", READING_NUMBER, 128, "" },
                { "online", "", READING_TEXT, 0, "online" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct reading reading;

                assert_int_equal(read_field(cases[i].payload, cases[i].field, &reading), 0);
                assert_int_equal(reading.kind, cases[i].kind);
                assert_string_equal(reading.text, cases[i].text);
                if (reading.kind == READING_BOOLEAN)
                        assert_int_equal(reading.boolean, cases[i].number != 0);
                if (reading.kind == READING_NUMBER)
                        assert_float_equal(reading.number, cases[i].number, 1e-9);
                assert_int_equal(reading.is_number, reading.kind == READING_NUMBER);
        }
}

static void a_message_without_the_field_says_nothing_new(void **state)
{
        static const struct {
                const char *payload, *field;
                int result;
        } cases[] = {
                { no_occupancy, "occupancy", -ENOENT },
                { ld2410, "LD2410.Distance[3]", -ENOENT },
                { ld2410, "LD2410[0]", -ENOENT },
                { ld2410, "LD2410.Distance.x", -ENOENT },
                { ld2410, "[0]", -ENOENT },
                { "true", "occupancy", -ENOENT },
                { ld2410, "LD2410", -EINVAL },
                { ld2410, "LD2410.Distance", -EINVAL },
                { ld2410, "", -EINVAL },
                { " [1]", "", -EINVAL },
                { "ON", "occupancy", -EPROTO },
                { "{\"occupancy\":true", "occupancy", -EPROTO },
                { "{\"occupancy\":true", "", -EPROTO },
                { "[ON]", "", -EPROTO },
                { "{\"a\":\"x\\u0000y\"}", "a", -EPROTO },
                { "{\"a\":1e999}", "a", -EPROTO },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct reading reading = { .digest = 7 };

                assert_int_equal(read_field(cases[i].payload, cases[i].field, &reading), cases[i].result);
                assert_int_equal(reading.digest, 7);
        }
}

static void whole_payloads_are_scalars_or_raw_text(void **state)
{
        static const struct {
                const char *payload;
                enum reading_kind kind;
                bool is_number;
                double number;
                const char *text;
        } cases[] = {
                { "ON", READING_TEXT, false, 0, "ON" },
                { "  on\r\n", READING_TEXT, false, 0, "on" },
                { "\"ON\"", READING_TEXT, false, 0, "ON" },
                { "\" 72.5 \"", READING_TEXT, true, 72.5, "72.5" },
                { "72.5", READING_NUMBER, true, 72.5, "" },
                { "+5", READING_TEXT, true, 5, "+5" },
                { "007", READING_TEXT, true, 7, "007" },
                { "-0.0", READING_NUMBER, true, 0, "" },
                { "true", READING_BOOLEAN, false, 0, "" },
                { "True", READING_TEXT, false, 0, "True" },
                { "", READING_NOTHING, false, 0, "" },
                { " \t\n", READING_NOTHING, false, 0, "" },
                { "null", READING_NOTHING, false, 0, "" },
                { "NULL", READING_NOTHING, false, 0, "" },
                { "None", READING_NOTHING, false, 0, "" },
                { "Unknown", READING_NOTHING, false, 0, "" },
                { "unavailable", READING_NOTHING, false, 0, "" },
                { "nan", READING_NOTHING, false, 0, "" },
                { "\"\"", READING_NOTHING, false, 0, "" },
                { "\"unavailable\"", READING_NOTHING, false, 0, "" },
                { "unknown_0", READING_TEXT, false, 0, "unknown_0" },
                { "18446744073709551616", READING_NUMBER, true, 18446744073709551616.0, "" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct reading reading;

                assert_int_equal(read_field(cases[i].payload, NULL, &reading), 0);
                assert_int_equal(reading.kind, cases[i].kind);
                assert_int_equal(reading.is_number, cases[i].is_number);
                if (reading.is_number)
                        assert_float_equal(reading.number, cases[i].number, 1e-9);
                assert_string_equal(reading.text, cases[i].text);
        }
}

static void null_says_nothing_wherever_it_stands(void **state)
{
        static const struct {
                const char *payload, *field;
        } cases[] = {
                { "{\"a\":null}", "a" },
                { "{\"a\":null}", "a.b[1]" },
                { "null", "a" },
                { "", "a" },
                { "{\"a\":[0,null]}", "a[1]" },
                { "{\"a\":\"none\"}", "a" },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct reading reading;

                assert_int_equal(read_field(cases[i].payload, cases[i].field, &reading), 0);
                assert_int_equal(reading.kind, READING_NOTHING);
        }
}

static void digests_tell_readings_apart(void **state)
{
        static const char *const different[] = { "null", "true", "false", "1", "0", "\"1\"", "on", "off",
                "ON", "1.5" };
        uint32_t digests[ELEMENTS(different)];
        struct reading one, other;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(different); i++) {
                assert_int_equal(read_field(different[i], NULL, &one), 0);
                digests[i] = one.digest;
                for (size_t j = 0; j < i; j++)
                        assert_int_not_equal(digests[i], digests[j]);
        }
        assert_int_equal(read_field("{\"a\":1,\"b\":2}", "a", &one), 0);
        assert_int_equal(read_field("{\"b\":9,\"a\":1.0}", "a", &other), 0);
        assert_int_equal(one.digest, other.digest);
        assert_int_equal(read_field("-0.0", NULL, &one), 0);
        assert_int_equal(read_field("0", NULL, &other), 0);
        assert_int_equal(one.digest, other.digest);
}

static void paths_are_quoted_and_indexed(void **state)
{
        static const struct {
                const char *payload, *field;
                double number;
        } cases[] = {
                { "{\"a.b\":1}", "\"a.b\"", 1 },
                { "{\"a\\\"b\\\\\":2}", "\"a\\\"b\\\\\"", 2 },
                { "{\"\":3}", "\"\"", 3 },
                { "{\" a \":4}", "\" a \"", 4 },
                { "{\"Desk height\":5}", "Desk height", 5 },
                { "[[1,2],[3,6]]", "[1][1]", 6 },
                { "[{\"a\":7}]", "[0].a", 7 },
                { "{\"a\":{\"b\":[8]}}", "\"a\".\"b\"[0]", 8 },
                { "{\"\xc3\xa4\":9}", "\xc3\xa4", 9 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct reading reading;

                assert_int_equal(read_field(cases[i].payload, cases[i].field, &reading), 0);
                assert_float_equal(reading.number, cases[i].number, 0);
        }
}

static void wrong_paths_are_told(void **state)
{
        static const char *const wrong[] = { ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[1", "a[-1]",
                "a[99999]", "a[99999999]", "a]", "a\"b\"", "\"a", "\"a\\", "\"a\"b", "a[0]b", " a", "a ",
                "a. b", "a\xff", "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q" };
        char longest[FIELD_TEXT_MAX + 2];
        struct field_path *path = NULL;
        struct reading reading;
        const char *error;

        (void)state;
        for (size_t i = 0; i < ELEMENTS(wrong); i++) {
                error = NULL;
                assert_int_equal(field_path_parse(wrong[i], &path, &error), -EINVAL);
                assert_non_null(error);
                assert_null(path);
        }
        memset(longest, 'a', sizeof(longest));
        longest[FIELD_TEXT_MAX + 1] = '\0';
        assert_int_equal(field_path_parse(longest, &path, &error), -EINVAL);
        longest[FIELD_TEXT_MAX] = '\0';
        assert_int_equal(field_path_parse(longest, &path, &error), 0);
        assert_null(field_path_free(path));
        assert_int_equal(read_field("{}", longest, &reading), -ENOENT);
        path = path_of("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p");
        field_path_free(path);
        assert_int_equal(read_field("7", "", &reading), 0);
        assert_null(field_path_free(NULL));
}

static void bad_bytes_are_refused_before_anything_reads_them(void **state)
{
        static char large[PAYLOAD_BYTES_MAX + 1];
        struct payload payload;

        (void)state;
        memset(large, 'a', sizeof(large));
        assert_int_equal(payload_init(&payload, large, sizeof(large)), -EFBIG);
        assert_int_equal(payload_init(&payload, large, PAYLOAD_BYTES_MAX), 0);
        assert_int_equal(payload_init(&payload, "a\0b", 3), -EILSEQ);
        assert_int_equal(payload_init(&payload, "\xff", 1), -EILSEQ);
        assert_int_equal(payload_init(&payload, "", 0), 0);
}

static void too_long_a_text_is_no_reading(void **state)
{
        char text[READING_TEXT_SIZE + 1];
        struct reading reading;

        (void)state;
        memset(text, 'a', sizeof(text));
        text[READING_TEXT_SIZE] = '\0';
        assert_int_equal(read_field(text, NULL, &reading), -EINVAL);
        text[READING_TEXT_SIZE - 1] = '\0';
        assert_int_equal(read_field(text, NULL, &reading), 0);
        assert_int_equal(strlen(reading.text), READING_TEXT_SIZE - 1);
}

/* @depth arrays around a 1, and brackets in a text that do not count. */
static int read_nested(size_t depth, const char *field)
{
        char text[4096] = "";
        struct reading reading;

        for (size_t i = 0; i < depth; i++)
                strcat(text, "[");
        strcat(text, "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"");
        for (size_t i = 0; i < depth; i++)
                strcat(text, "]");
        return read_field(text, field, &reading);
}

static void nesting_ends_at_its_limit(void **state)
{
        (void)state;
        assert_int_equal(read_nested(PAYLOAD_DEPTH_MAX, "[0].x"), -ENOENT);
        assert_int_equal(read_nested(PAYLOAD_DEPTH_MAX + 1, "[0].x"), -EPROTO);
        assert_int_equal(read_nested(2000, "[0].x"), -EPROTO);
        assert_int_equal(read_nested(2000, ""), -EPROTO);
}

static void a_plain_payload_is_read_where_it_lies_and_parsed_at_most_once(void **state)
{
        struct field_path *presence = path_of("presence");
        struct field_path *quality = path_of("linkquality");
        struct payload payload;
        struct reading reading;
        json_t *json;

        (void)state;
        assert_int_equal(payload_init(&payload, zy_m100, strlen(zy_m100)), 0);
        assert_null(payload.json);
        assert_int_equal(payload_read(&payload, presence, &reading), 0);
        assert_int_equal(payload_read(&payload, quality, &reading), 0);
        assert_null(payload.json);
        json = payload_json(&payload);
        assert_non_null(json);
        assert_ptr_equal(payload_json(&payload), json);
        payload_done(&payload);
        assert_int_equal(payload_init(&payload, "[1]", 3), 0);
        assert_null(payload_json(&payload));
        payload_done(&payload);
        assert_int_equal(payload_init(&payload, "{", 1), 0);
        assert_null(payload_json(&payload));
        assert_int_equal(payload_read(&payload, presence, &reading), -EPROTO);
        payload_done(&payload);
        field_path_free(presence);
        field_path_free(quality);
}

static void times_are_read(void **state)
{
        static const struct {
                const char *text;
                int64_t usec;
        } cases[] = {
                { "1970-01-01T00:00:00Z", 0 },
                { "2024-09-07T15:54:41.147Z", INT64_C(1725724481147000) },
                { "2024-09-07T17:54:41.147+02:00", INT64_C(1725724481147000) },
                { "2024-09-07 10:24:41.147-05:30", INT64_C(1725724481147000) },
                { "2024-09-07t15:54:41z", INT64_C(1725724481000000) },
                { "2026-11-22T10:01:31.329890Z+0100", INT64_C(1795338091329890) },
                { "2026-11-22T10:01:31.329890+0100", INT64_C(1795338091329890) },
                { "2024-02-29T00:00:00.1234567Z", INT64_C(1709164800123456) },
                { "2016-12-31T23:59:60Z", INT64_C(1483228800000000) },
        };
        static const char *const wrong[] = { "", "2024-09-07", "2024-09-07T15:54:41", "2024-09-07T15:54Z",
                "2024-13-07T15:54:41Z", "2024-00-07T15:54:41Z", "2023-02-29T15:54:41Z",
                "2024-09-07T24:54:41Z", "2024-09-07T15:60:41Z", "2024-09-07T15:54:61Z",
                "2024-09-07T15:54:41.Z", "2024-09-07T15:54:41+2", "2024-09-07T15:54:41+24:00",
                "2024-09-07T15:54:41+02:60", "2024-09-07T15:54:41Zx", "24-09-07T15:54:41Z",
                "2024/09/07T15:54:41Z", "2024-09-07T15:54:41+02:00x", "2024-09-07x15:54:41Z",
                "2024-09-07T15:54:41 Z", "202x-09-07T15:54:41Z", "2024-0x-07T15:54:41Z",
                "2024-09-0xT15:54:41Z", "2024-09-00T15:54:41Z", "2024-09-31T15:54:41Z",
                "2024-09-07T1x:54:41Z", "2024-09-07T15:5x:41Z", "2024-09-07T15:54:4xZ",
                "2024-09-07T15:54:41+0x:00", "2024-09-07T15:54:41+02:0x", "2024-09-07T15-54:41Z" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                int64_t usec = 7;

                assert_int_equal(payload_time_parse(cases[i].text, &usec), 0);
                assert_int_equal(usec, cases[i].usec);
        }
        for (size_t i = 0; i < ELEMENTS(wrong); i++) {
                int64_t usec = 7;

                assert_int_equal(payload_time_parse(wrong[i], &usec), -EINVAL);
                assert_int_equal(usec, 7);
        }
}

static void last_seen_is_taken_in_each_of_its_forms(void **state)
{
        static const struct {
                const char *payload;
                int result;
                int64_t usec;
        } cases[] = {
                { zy_m100, 0, INT64_C(1725724481147000) },
                { "{\"last_seen\":\"2024-09-07T17:54:41+02:00\"}", 0, INT64_C(1725724481000000) },
                { "{\"last_seen\":1725724481147}", 0, INT64_C(1725724481147000) },
                { "{\"last_seen\":1725724481}", 0, INT64_C(1725724481000000) },
                { "{\"last_seen\":1725724481.5}", 0, INT64_C(1725724481500000) },
                { "{\"last_seen\":0}", -ENOENT, 7 },
                { "{\"last_seen\":-5}", -ENOENT, 7 },
                { "{\"last_seen\":1e300}", -ENOENT, 7 },
                { "{\"last_seen\":\"yesterday\"}", -ENOENT, 7 },
                { "{\"last_seen\":null}", -ENOENT, 7 },
                { "{\"device\":{\"last_seen\":1725724481}}", -ENOENT, 7 },
                { pir, -ENOENT, 7 },
                { "ON", -ENOENT, 7 },
                { "", -ENOENT, 7 },
        };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(cases); i++) {
                struct payload payload;
                int64_t usec = 7;

                assert_int_equal(payload_init(&payload, cases[i].payload, strlen(cases[i].payload)), 0);
                assert_int_equal(payload_last_seen(&payload, &usec), cases[i].result);
                assert_int_equal(usec, cases[i].usec);
                payload_done(&payload);
        }
}

static void without_memory_there_is_no_path(void **state)
{
        struct field_path *path = NULL;
        const char *error = NULL;

        (void)state;
        scarce_begin(0);
        assert_int_equal(field_path_parse("a.b", &path, &error), -ENOMEM);
        assert_true(scarce_end());
        assert_null(path);
        assert_null(error);
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(real_messages_are_read),
                cmocka_unit_test(a_message_without_the_field_says_nothing_new),
                cmocka_unit_test(whole_payloads_are_scalars_or_raw_text),
                cmocka_unit_test(null_says_nothing_wherever_it_stands),
                cmocka_unit_test(digests_tell_readings_apart),
                cmocka_unit_test(paths_are_quoted_and_indexed),
                cmocka_unit_test(wrong_paths_are_told),
                cmocka_unit_test(bad_bytes_are_refused_before_anything_reads_them),
                cmocka_unit_test(too_long_a_text_is_no_reading),
                cmocka_unit_test(nesting_ends_at_its_limit),
                cmocka_unit_test(a_plain_payload_is_read_where_it_lies_and_parsed_at_most_once),
                cmocka_unit_test(times_are_read),
                cmocka_unit_test(last_seen_is_taken_in_each_of_its_forms),
                cmocka_unit_test(without_memory_there_is_no_path),
        };

        return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
