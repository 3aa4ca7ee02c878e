# These rooms of io need no floor above base, and link no more than that.
io_tests = tests/unit/test-child tests/unit/test-clock tests/unit/test-log tests/unit/test-store tests/unit/test-store-file \
	tests/unit/test-store-failure tests/unit/test-store-read tests/unit/test-store-routine \
	tests/unit/test-store-routine-limits tests/unit/test-store-backup tests/unit/test-store-schema \
	tests/unit/test-store-faults tests/unit/test-store-power
io_test_libs = libunslouch-io.a $(base_libs) $(SYSTEMD_LIBS) $(SQLITE_LIBS)
check_PROGRAMS += $(io_tests)
TESTS += $(io_tests)
tests_unit_test_child_SOURCES = tests/unit/test-child.c tests/unit/test.h
tests_unit_test_child_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_child_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_clock_SOURCES = tests/unit/test-clock.c tests/unit/test.h
tests_unit_test_clock_CPPFLAGS = $(test_cppflags)
tests_unit_test_clock_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_log_SOURCES = tests/unit/test-log.c tests/unit/test.h
tests_unit_test_log_CPPFLAGS = $(test_cppflags)
tests_unit_test_log_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
store_place = tests/unit/store_place.c tests/unit/store_place.h tests/unit/test.h
tests_unit_test_store_SOURCES = tests/unit/test-store.c $(store_place)
tests_unit_test_store_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_file_SOURCES = tests/unit/test-store-file.c $(store_place)
tests_unit_test_store_file_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_file_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_failure_SOURCES = tests/unit/test-store-failure.c $(store_place)
tests_unit_test_store_failure_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_failure_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_read_SOURCES = tests/unit/test-store-read.c $(store_place)
tests_unit_test_store_read_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_read_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_routine_SOURCES = tests/unit/test-store-routine.c tests/unit/routine_rows.h $(store_place)
tests_unit_test_store_routine_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_routine_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_routine_limits_SOURCES = tests/unit/test-store-routine-limits.c \
	tests/unit/routine_rows.h $(store_place)
tests_unit_test_store_routine_limits_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_routine_limits_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_backup_SOURCES = tests/unit/test-store-backup.c $(store_place)
tests_unit_test_store_backup_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_backup_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
store_versions = tests/unit/store_versions.c tests/unit/store_versions.h $(store_place)
tests_unit_test_store_schema_SOURCES = tests/unit/test-store-schema.c $(store_versions)
tests_unit_test_store_schema_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_schema_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
faulty_disk = tests/unit/faulty_disk.c tests/unit/faulty_disk.h
tests_unit_test_store_faults_SOURCES = tests/unit/test-store-faults.c $(faulty_disk) $(store_versions)
tests_unit_test_store_faults_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_faults_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
tests_unit_test_store_power_SOURCES = tests/unit/test-store-power.c $(faulty_disk) $(store_place)
tests_unit_test_store_power_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS)
tests_unit_test_store_power_LDADD = $(io_test_libs) $(CMOCKA_LIBS)
# What the broker may retain is told in the words of wire.
check_PROGRAMS += tests/unit/test-store-announcement
TESTS += tests/unit/test-store-announcement
tests_unit_test_store_announcement_SOURCES = tests/unit/test-store-announcement.c $(store_place)
tests_unit_test_store_announcement_CPPFLAGS = $(test_cppflags) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_test_store_announcement_LDADD = libunslouch-io.a $(wire_libs) $(SYSTEMD_LIBS) $(SQLITE_LIBS) $(CMOCKA_LIBS)
