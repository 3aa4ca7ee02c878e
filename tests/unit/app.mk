app_tests = \
	tests/unit/test-engine \
	tests/unit/test-announce \
	tests/unit/test-engine-announce \
	tests/unit/test-engine-local \
	tests/unit/test-engine-memory \
	tests/unit/test-engine-allocations \
	tests/unit/test-engine-standing \
	tests/unit/test-engine-large \
	tests/unit/test-engine-routine \
	tests/unit/test-keep-routine \
	tests/unit/test-link \
	tests/unit/test-loop \
	tests/unit/test-keep \
	tests/unit/test-router \
	tests/unit/test-replay-log \
	tests/unit/test-home \
	tests/unit/test-questionnaire \
	tests/unit/test-weekly \
	tests/unit/test-engine-button \
	tests/unit/test-session-restart
check_PROGRAMS += $(app_tests)
TESTS += $(app_tests)
app_test_cppflags = $(test_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_test_engine_SOURCES = tests/unit/test-engine.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_local_SOURCES = tests/unit/test-engine-local.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_local_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_local_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_large_SOURCES = tests/unit/test-engine-large.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_large_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_large_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_standing_SOURCES = tests/unit/test-engine-standing.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_standing_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_standing_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_link_SOURCES = tests/unit/test-link.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_link_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_link_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_loop_SOURCES = tests/unit/test-loop.c tests/unit/test.h
tests_unit_test_loop_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_loop_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_router_SOURCES = tests/unit/test-router.c tests/unit/test.h
tests_unit_test_router_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_router_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_replay_log_SOURCES = tests/unit/test-replay-log.c tests/unit/test.h
tests_unit_test_replay_log_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_replay_log_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_keep_SOURCES = tests/unit/test-keep.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_keep_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_keep_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_questionnaire_SOURCES = tests/unit/test-questionnaire.c tests/unit/test.h
tests_unit_test_questionnaire_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_questionnaire_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_home_SOURCES = tests/unit/test-home.c tests/unit/config_fixture.h tests/unit/test.h
tests_unit_test_home_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_home_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_button_SOURCES = tests/unit/test-engine-button.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_button_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_button_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_memory_SOURCES = tests/unit/test-engine-memory.c tests/unit/engine_home.c tests/unit/engine_home.h \
	tests/unit/scarce.h tests/unit/test.h
tests_unit_test_engine_memory_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_memory_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_engine_memory_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_allocations_SOURCES = tests/unit/test-engine-allocations.c tests/unit/engine_home.c \
	tests/unit/engine_home.h tests/unit/scarce.h tests/unit/test.h
tests_unit_test_engine_allocations_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_allocations_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_engine_allocations_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_routine_SOURCES = tests/unit/test-engine-routine.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_routine_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_routine_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_keep_routine_SOURCES = tests/unit/test-keep-routine.c tests/unit/kept_life.h tests/unit/engine_home.c tests/unit/engine_home.h \
	tests/unit/scarce.h tests/unit/test.h
tests_unit_test_keep_routine_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_keep_routine_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_keep_routine_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_announce_SOURCES = tests/unit/test-announce.c tests/unit/test.h
tests_unit_test_announce_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_announce_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_engine_announce_SOURCES = tests/unit/test-engine-announce.c tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_engine_announce_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_engine_announce_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_session_restart_SOURCES = tests/unit/test-session-restart.c tests/unit/kept_life.h tests/unit/engine_home.c tests/unit/engine_home.h tests/unit/test.h
tests_unit_test_session_restart_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_session_restart_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_weekly_SOURCES = tests/unit/test-weekly.c tests/unit/test.h
tests_unit_test_weekly_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_weekly_LDADD = $(app_libs) $(CMOCKA_LIBS)
