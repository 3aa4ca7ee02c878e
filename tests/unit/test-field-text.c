/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "wire/field.h"
#include "wire/field_text.h"

#include <errno.h>

static void what_is_written_is_read_as_the_same_keys(void **state)
{
        static const char *const keys[] = { "a", "switch:0", "rssi@1m", "with space", " edge", "edge ", "a.b",
                "a[0]", "dou\"ble", "back\\slash", "\"", "ä" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(keys); i++) {
                struct payload payload;
                struct reading reading;
                struct field_path *path;
                const char *error;
                char text[64] = "";
                json_t *json = json_pack("{s:{s:[b,i]}}", "outer", keys[i], 1, 7);
                char *bytes = json_dumps(json, 0);

                assert_int_equal(field_text_add_key(text, sizeof(text), "outer"), 0);
                assert_int_equal(field_text_add_key(text, sizeof(text), keys[i]), 0);
                assert_int_equal(field_text_add_index(text, sizeof(text), 1), 0);
                assert_int_equal(field_path_parse(text, &path, &error), 0);
                assert_int_equal(payload_init(&payload, bytes, strlen(bytes)), 0);
                assert_int_equal(payload_read(&payload, path, &reading), 0);
                assert_int_equal((int)reading.number, 7);
                payload_done(&payload);
                field_path_free(path);
                free(bytes);
                json_decref(json);
        }
}

static void what_no_path_can_have_is_refused(void **state)
{
        char text[32] = "a";

        (void)state;
        assert_int_equal(field_text_add_key(text, sizeof(text), ""), -EINVAL);
        assert_int_equal(field_text_add_key(text, sizeof(text), "a\nb"), -EINVAL);
        assert_int_equal(field_text_add_key(text, sizeof(text),
                                 "a\xc2\x9b"
                                 "b"),
                -EINVAL);
        assert_string_equal(text, "a");
}

static void what_does_not_fit_leaves_the_path_alone(void **state)
{
        static const char *const keys[] = { "b", "bb", "bbb", ".", "..", "...", "\"", "\"\"" };

        (void)state;
        for (size_t i = 0; i < ELEMENTS(keys); i++)
                for (size_t size = 2; size < 12; size++) {
                        char text[12] = "a";
                        int r = field_text_add_key(text, size, keys[i]);

                        assert_true(r == 0 || r == -ENAMETOOLONG);
                        assert_true(strlen(text) < size);
                        if (r < 0)
                                assert_string_equal(text, "a");
                }
        for (size_t size = 2; size < 8; size++) {
                char text[8] = "a";
                int r = field_text_add_index(text, size, 12);

                assert_int_equal(r, size > 5 ? 0 : -ENAMETOOLONG);
                assert_string_equal(text, r < 0 ? "a" : "a[12]");
        }
}

int main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_written_is_read_as_the_same_keys),
                cmocka_unit_test(what_no_path_can_have_is_refused),
                cmocka_unit_test(what_does_not_fit_leaves_the_path_alone),
        };

        return cmocka_run_group_tests_name("field_text", tests, NULL, NULL);
}
