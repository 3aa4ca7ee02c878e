# SPDX-License-Identifier: MIT
core_tests = \
	tests/unit/test-instant \
	tests/unit/test-hours \
	tests/unit/test-source \
	tests/unit/test-posture \
	tests/unit/test-bout \
	tests/unit/test-hold \
	tests/unit/test-ladder \
	tests/unit/test-day-summary \
	tests/unit/test-break-policy \
	tests/unit/test-standing \
	tests/unit/test-person \
	tests/unit/test-person-command \
	tests/unit/test-person-keep \
	tests/unit/test-week-plan \
	tests/unit/test-screening \
	tests/unit/test-screening-fit \
	tests/unit/test-household \
	tests/unit/test-routine \
	tests/unit/test-routine-offer \
	tests/unit/test-routine-outlook \
	tests/unit/test-routine-plan \
	tests/unit/test-routine-restore \
	tests/unit/test-routine-session \
	tests/unit/test-person-life \
	tests/unit/test-person-desktop \
	tests/unit/test-person-routine \
	tests/unit/test-person-moment \
	tests/unit/test-person-room \
	tests/unit/test-person-repeat \
	tests/unit/test-room \
	tests/unit/test-programme \
	tests/unit/test-progression \
	tests/unit/test-measures \
	tests/unit/test-progression-week \
	tests/unit/test-progression-random \
	tests/unit/test-session \
	tests/unit/test-session-verbs \
	tests/unit/test-session-life \
	tests/unit/test-session-plan \
	tests/unit/test-peers-wakeups \
	tests/unit/test-peers \
	tests/unit/test-peers-shell
check_PROGRAMS += $(core_tests)
TESTS += $(core_tests)
# A person driven through time by a script, for the tests of whole rules.
scene_sources = tests/unit/scene.c tests/unit/scene.h tests/unit/zones.h
tests_unit_test_instant_SOURCES = tests/unit/test-instant.c tests/unit/test.h tests/unit/zones.h
tests_unit_test_instant_CPPFLAGS = $(test_cppflags)
tests_unit_test_instant_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_hours_SOURCES = tests/unit/test-hours.c tests/unit/test.h tests/unit/zones.h
tests_unit_test_hours_CPPFLAGS = $(test_cppflags)
tests_unit_test_hours_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_measures_SOURCES = tests/unit/test-measures.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_measures_CPPFLAGS = $(test_cppflags)
tests_unit_test_measures_LDFLAGS = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_measures_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_room_SOURCES = tests/unit/test-room.c tests/unit/test.h
tests_unit_test_room_CPPFLAGS = $(test_cppflags)
tests_unit_test_room_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_repeat_SOURCES = tests/unit/test-person-repeat.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_repeat_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_repeat_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=source_renew
tests_unit_test_person_repeat_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_room_SOURCES = tests/unit/test-person-room.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_room_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_room_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_moment_SOURCES = tests/unit/test-person-moment.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_moment_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_moment_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_source_SOURCES = tests/unit/test-source.c tests/unit/test.h
tests_unit_test_source_CPPFLAGS = $(test_cppflags)
tests_unit_test_source_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_posture_SOURCES = tests/unit/test-posture.c tests/unit/test.h
tests_unit_test_posture_CPPFLAGS = $(test_cppflags)
tests_unit_test_posture_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_bout_SOURCES = tests/unit/test-bout.c tests/unit/test.h
tests_unit_test_bout_CPPFLAGS = $(test_cppflags)
tests_unit_test_bout_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_programme_SOURCES = tests/unit/test-programme.c tests/unit/test.h
tests_unit_test_programme_CPPFLAGS = $(test_cppflags)
tests_unit_test_programme_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_hold_SOURCES = tests/unit/test-hold.c tests/unit/test.h
tests_unit_test_hold_CPPFLAGS = $(test_cppflags)
tests_unit_test_hold_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_ladder_SOURCES = tests/unit/test-ladder.c tests/unit/test.h
tests_unit_test_ladder_CPPFLAGS = $(test_cppflags)
tests_unit_test_ladder_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_day_summary_SOURCES = tests/unit/test-day-summary.c tests/unit/test.h tests/unit/zones.h
tests_unit_test_day_summary_CPPFLAGS = $(test_cppflags)
tests_unit_test_day_summary_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_break_policy_SOURCES = tests/unit/test-break-policy.c tests/unit/test.h $(scene_sources)
tests_unit_test_break_policy_CPPFLAGS = $(test_cppflags)
tests_unit_test_break_policy_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_standing_SOURCES = tests/unit/test-standing.c tests/unit/test.h $(scene_sources)
tests_unit_test_standing_CPPFLAGS = $(test_cppflags)
tests_unit_test_standing_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_SOURCES = tests/unit/test-person.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_command_SOURCES = tests/unit/test-person-command.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_command_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_command_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_keep_SOURCES = tests/unit/test-person-keep.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_keep_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_keep_LDADD = $(core_libs) $(CMOCKA_LIBS)
# household.c once more, calling the test at each branch: what an event costs is counted, not timed.
check_LIBRARIES = tests/unit/libcounted-household.a
tests_unit_libcounted_household_a_SOURCES = daemon/core/household.c
tests_unit_libcounted_household_a_CPPFLAGS = $(AM_CPPFLAGS)
tests_unit_libcounted_household_a_CFLAGS = $(AM_CFLAGS) -fsanitize-coverage=trace-pc
tests_unit_test_household_SOURCES = tests/unit/test-household.c tests/unit/test.h tests/unit/scarce.h tests/unit/zones.h
tests_unit_test_household_CPPFLAGS = $(test_cppflags)
tests_unit_test_household_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=person_step $(scarce_wrap)
tests_unit_test_household_LDADD = tests/unit/libcounted-household.a $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_peers_SOURCES = tests/unit/test-peers.c tests/unit/test.h $(scene_sources)
tests_unit_test_peers_CPPFLAGS = $(test_cppflags)
tests_unit_test_peers_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_life_SOURCES = tests/unit/test-person-life.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_life_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_life_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_person_desktop_SOURCES = tests/unit/test-person-desktop.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_desktop_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_desktop_LDADD = $(core_libs) $(CMOCKA_LIBS)
# The clock file, the store and the configuration are part of what others get wrong.
tests_unit_test_peers_shell_SOURCES = tests/unit/test-peers-shell.c tests/unit/config_fixture.h tests/unit/engine_home.c \
	tests/unit/engine_home.h tests/unit/zones.h $(store_place)
tests_unit_test_peers_shell_CPPFLAGS = $(app_test_cppflags)
tests_unit_test_peers_shell_LDADD = $(app_libs) $(CMOCKA_LIBS)
tests_unit_test_peers_wakeups_SOURCES = tests/unit/test-peers-wakeups.c tests/unit/test.h $(scene_sources)
tests_unit_test_peers_wakeups_CPPFLAGS = $(test_cppflags)
tests_unit_test_peers_wakeups_LDADD = $(core_libs) $(CMOCKA_LIBS)
# The rules of levels and layoffs as tables, against programmes with the ladders that ship.
progression_sources = tests/unit/routine.c tests/unit/routine.h tests/unit/test.h
table_sources = tests/unit/table.c tests/unit/table.h
EXTRA_DIST += tests/data/progression-calendar.tsv tests/data/progression-layoff.tsv tests/data/progression-levels.tsv
tests_unit_test_progression_SOURCES = tests/unit/test-progression.c $(progression_sources) $(table_sources)
tests_unit_test_progression_CPPFLAGS = $(test_cppflags)
tests_unit_test_progression_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_progression_week_SOURCES = tests/unit/test-progression-week.c $(progression_sources) $(table_sources)
tests_unit_test_progression_week_CPPFLAGS = $(test_cppflags)
tests_unit_test_progression_week_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_progression_random_SOURCES = tests/unit/test-progression-random.c $(progression_sources)
tests_unit_test_progression_random_CPPFLAGS = $(test_cppflags)
tests_unit_test_progression_random_LDADD = $(core_libs) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/week-plan.tsv
tests_unit_test_week_plan_SOURCES = tests/unit/test-week-plan.c tests/unit/test.h $(table_sources)
tests_unit_test_week_plan_CPPFLAGS = $(test_cppflags)
tests_unit_test_week_plan_LDADD = $(core_libs) $(CMOCKA_LIBS)
# What must hold of every fitted session, asked of the data once more.
fitted_sources = tests/unit/fitted.c tests/unit/fitted.h tests/unit/test.h
tests_unit_test_screening_SOURCES = tests/unit/test-screening.c tests/unit/test.h
tests_unit_test_screening_CPPFLAGS = $(test_cppflags)
tests_unit_test_screening_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_screening_fit_SOURCES = tests/unit/test-screening-fit.c $(fitted_sources)
tests_unit_test_screening_fit_CPPFLAGS = $(test_cppflags)
tests_unit_test_screening_fit_LDADD = $(core_libs) $(CMOCKA_LIBS)
# A guided session driven through time by a script.
session_bench_sources = tests/unit/session_bench.c tests/unit/session_bench.h
tests_unit_test_session_SOURCES = tests/unit/test-session.c tests/unit/test.h $(session_bench_sources)
tests_unit_test_session_CPPFLAGS = $(test_cppflags)
tests_unit_test_session_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_session_verbs_SOURCES = tests/unit/test-session-verbs.c tests/unit/test.h $(session_bench_sources)
tests_unit_test_session_verbs_CPPFLAGS = $(test_cppflags)
tests_unit_test_session_verbs_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_session_life_SOURCES = tests/unit/test-session-life.c tests/unit/test.h $(session_bench_sources)
tests_unit_test_session_life_CPPFLAGS = $(test_cppflags)
tests_unit_test_session_life_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_session_plan_SOURCES = tests/unit/test-session-plan.c tests/unit/test.h
tests_unit_test_session_plan_CPPFLAGS = $(test_cppflags)
tests_unit_test_session_plan_LDADD = $(core_libs) $(CMOCKA_LIBS)
# A routine driven through weeks by a script.
routine_bench_sources = tests/unit/routine_bench.c tests/unit/routine_bench_set.c tests/unit/routine_bench.h tests/unit/zones.h tests/unit/test.h
tests_unit_test_person_routine_SOURCES = tests/unit/test-person-routine.c tests/unit/test.h $(scene_sources)
tests_unit_test_person_routine_CPPFLAGS = $(test_cppflags)
tests_unit_test_person_routine_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_SOURCES = tests/unit/test-routine.c $(routine_bench_sources)
tests_unit_test_routine_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_outlook_SOURCES = tests/unit/test-routine-outlook.c $(routine_bench_sources)
tests_unit_test_routine_outlook_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_outlook_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_offer_SOURCES = tests/unit/test-routine-offer.c $(routine_bench_sources)
tests_unit_test_routine_offer_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_offer_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_plan_SOURCES = tests/unit/test-routine-plan.c $(routine_bench_sources)
tests_unit_test_routine_plan_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_plan_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_restore_SOURCES = tests/unit/test-routine-restore.c $(routine_bench_sources)
tests_unit_test_routine_restore_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_restore_LDADD = $(core_libs) $(CMOCKA_LIBS)
tests_unit_test_routine_session_SOURCES = tests/unit/test-routine-session.c $(routine_bench_sources)
tests_unit_test_routine_session_CPPFLAGS = $(test_cppflags)
tests_unit_test_routine_session_LDADD = $(core_libs) $(CMOCKA_LIBS)
