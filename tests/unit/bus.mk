# The connection to a bus and what is served on it, each against a dbus-daemon of the test's own.
bus_tests = tests/unit/test-bus
bus_bench = tests/unit/private_bus.c tests/unit/private_bus.h tests/unit/stderr_tap.h tests/unit/test.h
api_bench = $(bus_bench)
check_PROGRAMS += $(bus_tests)
TESTS += $(bus_tests)
tests_unit_test_bus_SOURCES = tests/unit/test-bus.c $(bus_bench)
tests_unit_test_bus_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_bus_LDADD = libunslouch-io.a $(base_libs) $(SYSTEMD_LIBS) $(CMOCKA_LIBS)
