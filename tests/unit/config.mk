config_tests = \
	tests/unit/test-config \
	tests/unit/test-config-desktop \
	tests/unit/test-config-memory \
	tests/unit/test-config-people \
	tests/unit/test-config-print \
	tests/unit/test-config-values \
	tests/unit/test-messages
check_PROGRAMS += $(config_tests)
TESTS += $(config_tests)
tests_unit_test_config_SOURCES = tests/unit/test-config.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_values_SOURCES = tests/unit/test-config-values.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_values_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_values_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_people_SOURCES = tests/unit/test-config-people.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_people_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_people_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_print_SOURCES = tests/unit/test-config-print.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_print_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_print_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_desktop_SOURCES = tests/unit/test-config-desktop.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_desktop_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_desktop_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_messages_SOURCES = tests/unit/test-messages.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_messages_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_messages_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_memory_SOURCES = tests/unit/test-config-memory.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_memory_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_memory_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=calloc,--wrap=realloc,--wrap=reallocarray \
	-Wl,--wrap=strdup,--wrap=strndup
tests_unit_test_config_memory_LDADD = $(config_libs) $(CMOCKA_LIBS)
# The programmes that ship, without whatever people may answer.
