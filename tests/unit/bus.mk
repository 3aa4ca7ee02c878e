# The connection to a bus and what is served on it, each against a dbus-daemon of the test's own.
bus_tests = tests/unit/test-bus tests/unit/test-api tests/unit/test-api-memory tests/unit/test-api-rights \
	tests/unit/test-api-routine
bus_bench = tests/unit/private_bus.c tests/unit/private_bus.h tests/unit/stderr_tap.h tests/unit/test.h
api_bench = tests/unit/api_bench.c tests/unit/api_bench.h $(bus_bench)
check_PROGRAMS += $(bus_tests)
TESTS += $(bus_tests)
tests_unit_test_bus_SOURCES = tests/unit/test-bus.c $(bus_bench)
tests_unit_test_bus_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_bus_LDADD = libunslouch-io.a $(base_libs) $(SYSTEMD_LIBS) $(CMOCKA_LIBS)
tests_unit_test_api_SOURCES = tests/unit/test-api.c $(api_bench)
tests_unit_test_api_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_api_LDADD = $(io_libs) $(CMOCKA_LIBS)
tests_unit_test_api_routine_SOURCES = tests/unit/test-api-routine.c $(api_bench)
tests_unit_test_api_routine_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_api_routine_LDADD = $(io_libs) $(CMOCKA_LIBS)
tests_unit_test_api_rights_SOURCES = tests/unit/test-api-rights.c $(api_bench)
tests_unit_test_api_rights_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_api_rights_LDADD = $(io_libs) $(CMOCKA_LIBS)
tests_unit_test_api_memory_SOURCES = tests/unit/test-api-memory.c tests/unit/scarce.h $(api_bench)
tests_unit_test_api_memory_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_api_memory_LDADD = $(io_libs) $(CMOCKA_LIBS)
tests_unit_test_api_memory_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
