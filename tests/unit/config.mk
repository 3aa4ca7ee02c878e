config_tests = \
	tests/unit/test-config \
	tests/unit/test-config-desktop \
	tests/unit/test-config-maps \
	tests/unit/test-config-memory \
	tests/unit/test-config-people \
	tests/unit/test-config-print \
	tests/unit/test-config-programmes \
	tests/unit/test-config-routine \
	tests/unit/test-config-values \
	tests/unit/test-config-weekly \
	tests/unit/test-cue-shipped \
	tests/unit/test-messages \
	tests/unit/test-programmes \
	tests/unit/test-programmes-errors \
	tests/unit/test-programmes-limits \
	tests/unit/test-screening-programmes \
	tests/unit/test-session-programmes \
	tests/unit/test-steady-back
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
tests_unit_test_config_print_SOURCES = tests/unit/test-config-print.c tests/unit/config_sample.h tests/unit/config_fixture.h \
	tests/unit/test.h
tests_unit_test_config_print_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_print_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_maps_SOURCES = tests/unit/test-config-maps.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_maps_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_maps_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_desktop_SOURCES = tests/unit/test-config-desktop.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_desktop_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_desktop_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_programmes_SOURCES = tests/unit/test-config-programmes.c tests/unit/programmes_fixture.h \
	tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_programmes_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_programmes_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_routine_SOURCES = tests/unit/test-config-routine.c tests/unit/programmes_fixture.h \
	tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_routine_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_routine_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_messages_SOURCES = tests/unit/test-messages.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_messages_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_messages_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_config_memory_SOURCES = tests/unit/test-config-memory.c tests/unit/config_sample.h tests/unit/config_fixture.h \
	tests/unit/scarce.h tests/unit/test.h
tests_unit_test_config_memory_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_memory_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_config_memory_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_programmes_SOURCES = tests/unit/test-programmes.c tests/unit/programmes_bench.h tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_programmes_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_programmes_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_programmes_errors_SOURCES = tests/unit/test-programmes-errors.c tests/unit/programmes_bench.h tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_programmes_errors_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_programmes_errors_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_programmes_limits_SOURCES = tests/unit/test-programmes-limits.c tests/unit/programmes_bench.h tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_programmes_limits_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_programmes_limits_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_session_programmes_SOURCES = tests/unit/test-session-programmes.c tests/unit/test.h $(session_bench_sources)
tests_unit_test_session_programmes_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_session_programmes_LDADD = $(config_libs) $(CMOCKA_LIBS)
# The programmes that ship, without whatever people may answer.
tests_unit_test_cue_shipped_SOURCES = tests/unit/test-cue-shipped.c tests/unit/test.h
tests_unit_test_cue_shipped_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_cue_shipped_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_screening_programmes_SOURCES = tests/unit/test-screening-programmes.c $(fitted_sources)
tests_unit_test_screening_programmes_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_screening_programmes_LDADD = $(config_libs) $(CMOCKA_LIBS)
tests_unit_test_steady_back_SOURCES = tests/unit/test-steady-back.c $(fitted_sources)
tests_unit_test_steady_back_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_steady_back_LDADD = $(config_libs) $(CMOCKA_LIBS)
check_PROGRAMS += tests/process/discovery_printer
tests_process_discovery_printer_SOURCES = tests/process/discovery_printer.c
tests_process_discovery_printer_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_process_discovery_printer_LDADD = $(config_libs)
# What the manual pages are held against.
check_PROGRAMS += tests/process/settings_printer
tests_process_settings_printer_SOURCES = tests/process/settings_printer.c
tests_process_settings_printer_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_process_settings_printer_LDADD = $(config_libs)
tests_unit_test_config_weekly_SOURCES = tests/unit/test-config-weekly.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_config_weekly_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_config_weekly_LDADD = $(config_libs) $(CMOCKA_LIBS)
