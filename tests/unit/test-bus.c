/* SPDX-License-Identifier: MIT */
#include "unit/test.h"

#include "io/bus.h"
#include "unit/private_bus.h"
#include "unit/stderr_tap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

struct desk {
        struct private_bus private;
        struct stderr_tap tap;
        sd_event *event;
        struct log *log;
        struct bus *bus;
        sd_bus *connection; /* what was handed over last, as long as it is up */
        unsigned connected;
        unsigned lost;
        bool free_when_connected;
        bool free_when_lost;
};

static void on_connected(void *userdata, sd_bus *connection)
{
        struct desk *desk = userdata;

        assert_null(desk->connection);
        assert_ptr_equal(bus_connection(desk->bus), connection);
        desk->connection = connection;
        desk->connected++;
        if (desk->free_when_connected)
                desk->bus = bus_free(desk->bus);
}

static void on_lost(void *userdata)
{
        struct desk *desk = userdata;

        assert_non_null(desk->connection);
        assert_null(bus_connection(desk->bus));
        desk->connection = NULL;
        desk->lost++;
        if (desk->free_when_lost)
                desk->bus = bus_free(desk->bus);
}

static int set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        assert_non_null(desk);
        private_bus_init(&desk->private);
        assert_int_equal(sd_event_new(&desk->event), 0);
        assert_int_equal(setenv("DBUS_SYSTEM_BUS_ADDRESS", desk->private.address, 1), 0);
        assert_int_equal(setenv("DBUS_SESSION_BUS_ADDRESS", desk->private.address, 1), 0);
        stderr_tap_begin(&desk->tap);
        assert_int_equal(log_new(false, &desk->log), 0);
        *state = desk;
        return 0;
}

static int tear_down(void **state)
{
        struct desk *desk = *state;

        bus_free(desk->bus);
        stderr_tap_end(&desk->tap);
        log_free(desk->log);
        sd_event_unref(desk->event);
        private_bus_done(&desk->private);
        free(desk);
        return 0;
}

static void begin(struct desk *desk, enum bus_kind kind)
{
        const struct bus_handlers handlers = {
                .userdata = desk,
                .on_connected = on_connected,
                .on_lost = on_lost,
        };

        assert_int_equal(bus_new(desk->event, desk->log, kind, &handlers, &desk->bus), 0);
        assert_int_equal(desk->connected, 0);
        assert_null(bus_connection(desk->bus));
}

static void a_bus_that_is_there_is_connected_to_without_a_word(void **state)
{
        struct desk *desk = *state;
        const char *name = NULL;

        private_bus_start(&desk->private);
        begin(desk, BUS_SYSTEM);
        WAIT_FOR(desk->event, desk->connected == 1);
        assert_true(sd_bus_get_unique_name(desk->connection, &name) >= 0);
        assert_string_equal(stderr_tap_read(&desk->tap), "");
        assert_string_equal(bus_kind_names[BUS_SYSTEM], "system");
}

static void a_bus_that_comes_later_is_connected_to_when_its_socket_appears(void **state)
{
        struct desk *desk = *state;

        begin(desk, BUS_SESSION);
        WAIT_FOR(desk->event, stderr_tap_count(&desk->tap, "The session bus does not answer") == 1);
        private_bus_start(&desk->private);
        WAIT_FOR(desk->event, desk->connected == 1);
        assert_int_equal(stderr_tap_count(&desk->tap, "The session bus is there now."), 1);
        assert_int_equal(stderr_tap_count(&desk->tap, "\n"), 2);
}

static void a_bus_that_restarts_is_lost_told_once_and_found_again(void **state)
{
        struct desk *desk = *state;

        private_bus_start(&desk->private);
        begin(desk, BUS_SYSTEM);
        for (unsigned i = 1; i <= 2; i++) {
                WAIT_FOR(desk->event, desk->connected == i);
                private_bus_stop(&desk->private);
                WAIT_FOR(desk->event, desk->lost == i);
                private_bus_start(&desk->private);
        }
        WAIT_FOR(desk->event, desk->connected == 3);
        assert_int_equal(stderr_tap_count(&desk->tap, "Lost the system bus."), 2);
        assert_int_equal(stderr_tap_count(&desk->tap, "The system bus is there now."), 2);
        assert_int_equal(stderr_tap_count(&desk->tap, "\n"), 4);
}

static void a_socket_without_a_bus_is_told_once(void **state)
{
        struct desk *desk = *state;
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

        /* Nobody accepts: it stays open but does not answer. */
        assert_true(fd >= 0);
        snprintf(address.sun_path, sizeof(address.sun_path), "%s", desk->private.socket);
        assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
        assert_int_equal(listen(fd, 1), 0);
        begin(desk, BUS_SYSTEM);
        WAIT_FOR(desk->event, stderr_tap_count(&desk->tap, "does not answer") == 1);
        close(fd);
        assert_int_equal(unlink(desk->private.socket), 0);
        private_bus_start(&desk->private);
        WAIT_FOR(desk->event, desk->connected == 1);
        assert_int_equal(stderr_tap_count(&desk->tap, "\n"), 2);
}

static void an_address_that_is_none_is_told_with_its_error_and_tried_again(void **state)
{
        struct desk *desk = *state;

        private_bus_start(&desk->private);
        assert_int_equal(setenv("DBUS_SYSTEM_BUS_ADDRESS", "nonsense", 1), 0);
        begin(desk, BUS_SYSTEM);
        assert_int_equal(stderr_tap_count(&desk->tap, "Cannot connect to the system bus at nonsense:"), 1);
        /* The second attempt comes after 1 s, and is not told. */
        for (uint64_t end = private_bus_deadline() - PRIVATE_BUS_WAIT_USEC + 1500 * USEC_PER_MSEC;
                private_bus_turn(desk->event, end);)
                ;
        assert_int_equal(stderr_tap_count(&desk->tap, "\n"), 1);
}

static void without_an_address_the_session_bus_is_in_the_runtime_directory(void **state)
{
        struct desk *desk = *state;
        char directory[128];
        char socket_path[160];

        /* With characters that an address must escape. */
        snprintf(directory, sizeof(directory), "%s/run, 50%%;", desk->private.directory);
        assert_int_equal(mkdir(directory, 0700), 0);
        snprintf(socket_path, sizeof(socket_path), "%s/bus", directory);
        private_bus_start(&desk->private);
        assert_int_equal(symlink(desk->private.socket, socket_path), 0);
        assert_int_equal(unsetenv("DBUS_SESSION_BUS_ADDRESS"), 0);
        assert_int_equal(setenv("XDG_RUNTIME_DIR", directory, 1), 0);
        begin(desk, BUS_SESSION);
        WAIT_FOR(desk->event, desk->connected == 1);
        assert_int_equal(unlink(socket_path), 0);
        assert_int_equal(rmdir(directory), 0);
}

static void without_any_address_there_is_no_session_bus(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(unsetenv("DBUS_SESSION_BUS_ADDRESS"), 0);
        assert_int_equal(unsetenv("XDG_RUNTIME_DIR"), 0);
        begin(desk, BUS_SESSION);
        assert_int_equal(stderr_tap_count(&desk->tap, "There is no session bus"), 1);
}

static void it_may_be_freed_when_it_is_connected(void **state)
{
        struct desk *desk = *state;

        private_bus_start(&desk->private);
        desk->free_when_connected = true;
        begin(desk, BUS_SYSTEM);
        WAIT_FOR(desk->event, desk->connected == 1);
        assert_int_equal(sd_event_run(desk->event, 0), 0); /* nothing is left */
        assert_int_equal(desk->lost, 0);
}

static void it_may_be_freed_when_it_is_lost(void **state)
{
        struct desk *desk = *state;

        private_bus_start(&desk->private);
        desk->free_when_lost = true;
        begin(desk, BUS_SYSTEM);
        WAIT_FOR(desk->event, desk->connected == 1);
        private_bus_stop(&desk->private);
        WAIT_FOR(desk->event, desk->lost == 1);
        assert_int_equal(sd_event_run(desk->event, 0), 0);
        assert_null(desk->bus);
}

static void it_may_be_freed_while_it_waits(void **state)
{
        struct desk *desk = *state;

        begin(desk, BUS_SYSTEM);
        assert_true(sd_event_run(desk->event, 0) >= 0);
        desk->bus = bus_free(desk->bus);
        assert_int_equal(sd_event_run(desk->event, 0), 0);
        assert_null(bus_connection(NULL));
        assert_null(bus_free(NULL));
}

static void the_pause_doubles_to_a_minute_and_a_steady_connection_ends_it(void **state)
{
        static const int64_t pauses_sec[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };
        int failures = 0;

        (void)state;
        for (int round = 0; round < 2; round++) {
                for (size_t i = 0; i < ELEMENTS(pauses_sec); i++)
                        assert_int_equal(bus_retry_usec(&failures, i % 2 == 0 ? 0 : 9 * USEC_PER_SEC),
                                pauses_sec[i] * USEC_PER_SEC);
                assert_int_equal(bus_retry_usec(&failures, 10 * USEC_PER_SEC), 0);
        }
}

int main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_pause_doubles_to_a_minute_and_a_steady_connection_ends_it),
                cmocka_unit_test_setup_teardown(
                        a_bus_that_is_there_is_connected_to_without_a_word, set_up, tear_down),
                cmocka_unit_test_setup_teardown(
                        a_bus_that_comes_later_is_connected_to_when_its_socket_appears, set_up, tear_down),
                cmocka_unit_test_setup_teardown(
                        a_bus_that_restarts_is_lost_told_once_and_found_again, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_socket_without_a_bus_is_told_once, set_up, tear_down),
                cmocka_unit_test_setup_teardown(
                        an_address_that_is_none_is_told_with_its_error_and_tried_again, set_up, tear_down),
                cmocka_unit_test_setup_teardown(
                        without_an_address_the_session_bus_is_in_the_runtime_directory, set_up, tear_down),
                cmocka_unit_test_setup_teardown(
                        without_any_address_there_is_no_session_bus, set_up, tear_down),
                cmocka_unit_test_setup_teardown(it_may_be_freed_when_it_is_connected, set_up, tear_down),
                cmocka_unit_test_setup_teardown(it_may_be_freed_when_it_is_lost, set_up, tear_down),
                cmocka_unit_test_setup_teardown(it_may_be_freed_while_it_waits, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
