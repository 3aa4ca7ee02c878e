# Rooms of io that speak D-Bus, each against a real dbus-daemon and a stand-in in the same program.
private_bus = tests/unit/private_bus.c tests/unit/private_bus.h tests/unit/test.h
desktop_tests = tests/unit/test-logind tests/unit/test-desktop-idle
desktop_wrap = $(AM_LDFLAGS) $(scarce_wrap)
desktop_test_libs = libunslouch-io.a $(core_libs) $(SYSTEMD_LIBS)
check_PROGRAMS += $(desktop_tests)
TESTS += $(desktop_tests)
tests_unit_test_logind_SOURCES = tests/unit/test-logind.c tests/unit/login_stand_in.c tests/unit/login_stand_in.h \
	tests/unit/scarce.h \
	tests/unit/told.c tests/unit/told.h $(private_bus)
tests_unit_test_logind_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_logind_LDFLAGS = $(desktop_wrap)
tests_unit_test_logind_LDADD = $(desktop_test_libs) $(CMOCKA_LIBS)
tests_unit_test_desktop_idle_SOURCES = tests/unit/test-desktop-idle.c tests/unit/desktop_stand_in.c \
	tests/unit/desktop_stand_in.h tests/unit/scarce.h tests/unit/told.c tests/unit/told.h $(private_bus)
tests_unit_test_desktop_idle_CPPFLAGS = $(test_cppflags) $(SYSTEMD_CFLAGS)
tests_unit_test_desktop_idle_LDFLAGS = $(desktop_wrap)
tests_unit_test_desktop_idle_LDADD = $(desktop_test_libs) $(CMOCKA_LIBS)
