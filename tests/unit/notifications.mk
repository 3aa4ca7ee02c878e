# On a real bus of their own. This room of io needs no floor above base and links no more; memory may run out.
notifications_tests = tests/unit/test-notifications tests/unit/test-notifications-server \
	tests/unit/test-notifications-limits
check_PROGRAMS += $(notifications_tests)
TESTS += $(notifications_tests)
notification_desk = tests/unit/notification_desk.c tests/unit/notification_desk.h \
	tests/unit/notification_server.c tests/unit/notification_server.h \
	tests/unit/private_bus.c tests/unit/private_bus.h tests/unit/test.h
notifications_libs = libunslouch-io.a $(base_libs) $(SYSTEMD_LIBS) $(CMOCKA_LIBS)
tests_unit_test_notifications_SOURCES = tests/unit/test-notifications.c $(notification_desk)
tests_unit_test_notifications_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_notifications_LDADD = $(notifications_libs)
tests_unit_test_notifications_server_SOURCES = tests/unit/test-notifications-server.c $(notification_desk)
tests_unit_test_notifications_server_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_notifications_server_LDADD = $(notifications_libs)
tests_unit_test_notifications_limits_SOURCES = tests/unit/test-notifications-limits.c tests/unit/scarce.h \
	$(notification_desk)
tests_unit_test_notifications_limits_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_notifications_limits_LDFLAGS = $(AM_LDFLAGS) \
	$(scarce_wrap)
tests_unit_test_notifications_limits_LDADD = $(notifications_libs)
