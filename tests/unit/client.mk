client_tests = \
	tests/unit/test-clock-text \
	tests/unit/test-coach-text \
	tests/unit/test-coach-verbs \
	tests/unit/test-command-verbs \
	tests/unit/test-connection \
	tests/unit/test-history \
	tests/unit/test-options \
	tests/unit/test-stanza \
	tests/unit/test-why-text
check_PROGRAMS += $(client_tests)
TESTS += $(client_tests)
client_test_cppflags = $(test_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_test_clock_text_SOURCES = tests/unit/test-clock-text.c tests/unit/test.h
tests_unit_test_clock_text_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_clock_text_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_coach_text_SOURCES = tests/unit/test-coach-text.c tests/unit/test.h
tests_unit_test_coach_text_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_coach_text_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_coach_verbs_SOURCES = tests/unit/test-coach-verbs.c tests/unit/spoken.c tests/unit/spoken.h tests/unit/test.h
tests_unit_test_coach_verbs_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_coach_verbs_LDADD = $(client_libs) $(CMOCKA_LIBS)
stand_in = tests/unit/stand_in.c tests/unit/stand_in.h tests/unit/spoken.c tests/unit/spoken.h \
	tests/unit/private_bus.c tests/unit/private_bus.h tests/unit/test.h
tests_unit_test_command_verbs_SOURCES = tests/unit/test-command-verbs.c $(stand_in)
tests_unit_test_command_verbs_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_command_verbs_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_connection_SOURCES = tests/unit/test-connection.c $(stand_in)
tests_unit_test_connection_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_connection_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_options_SOURCES = tests/unit/test-options.c tests/unit/spoken.c tests/unit/spoken.h tests/unit/test.h
tests_unit_test_options_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_options_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_why_text_SOURCES = tests/unit/test-why-text.c tests/unit/test.h
tests_unit_test_why_text_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_why_text_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_history_SOURCES = tests/unit/test-history.c tests/unit/test.h
tests_unit_test_history_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_history_LDADD = $(client_libs) $(CMOCKA_LIBS)
tests_unit_test_stanza_SOURCES = tests/unit/test-stanza.c tests/unit/test.h $(table_sources)
tests_unit_test_stanza_CPPFLAGS = $(client_test_cppflags)
tests_unit_test_stanza_LDADD = $(client_libs) $(CMOCKA_LIBS)
