noinst_LIBRARIES += libunslouch-app.a
libunslouch_app_a_CPPFLAGS = $(AM_CPPFLAGS) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS) $(SQLITE_CFLAGS) $(JANSSON_CFLAGS)
libunslouch_app_a_SOURCES = \
	daemon/app/announce.c daemon/app/announce.h \
	daemon/app/buses.c daemon/app/buses.h daemon/app/buses_inside.h \
	daemon/app/buses_api.c \
	daemon/app/buses_desktop.c \
	daemon/app/buses_login.c \
	daemon/app/buses_routine.c \
	daemon/app/catalogues.c daemon/app/catalogues.h \
	daemon/app/check.c daemon/app/check.h \
	daemon/app/deadline_heap.c daemon/app/deadline_heap.h \
	daemon/app/engine.c daemon/app/engine.h daemon/app/engine_inside.h \
	daemon/app/engine_adopt.c \
	daemon/app/engine_announce.c daemon/app/engine_announce.h \
	daemon/app/engine_build.c \
	daemon/app/engine_button.c \
	daemon/app/engine_effect.c \
	daemon/app/engine_local.c \
	daemon/app/engine_message.c \
	daemon/app/engine_routine.c daemon/app/engine_routine.h \
	daemon/app/engine_routine_message.c \
	daemon/app/engine_wanted.c \
	daemon/app/home.c daemon/app/home.h \
	daemon/app/instance.c daemon/app/instance.h \
	daemon/app/keep.c daemon/app/keep.h \
	daemon/app/keep_restore.c daemon/app/keep_restore.h \
	daemon/app/keep_routine.c daemon/app/keep_routine.h \
	daemon/app/keep_routine_restore.c \
	daemon/app/link.c daemon/app/link.h daemon/app/link_inside.h \
	daemon/app/link_send.c \
	daemon/app/link_denied.c \
	daemon/app/link_session.c \
	daemon/app/loop.c daemon/app/loop.h daemon/app/loop_inside.h \
	daemon/app/loop_buses.c \
	daemon/app/loop_reload.c \
	daemon/app/loop_start.c \
	daemon/app/programme_text.c daemon/app/programme_text.h \
	daemon/app/questionnaire.c daemon/app/questionnaire.h \
	daemon/app/questionnaire_result.c \
	daemon/app/reload.c daemon/app/reload.h \
	daemon/app/replay_log.c daemon/app/replay_log.h \
	daemon/app/router.c daemon/app/router.h \
	daemon/app/state_directory.c daemon/app/state_directory.h \
	daemon/app/timestamp.c daemon/app/timestamp.h \
	daemon/app/watch.c daemon/app/watch.h \
	daemon/app/weekly.c daemon/app/weekly.h

sbin_PROGRAMS += unslouchd
unslouchd_SOURCES = daemon/main.c
unslouchd_CPPFLAGS = $(libunslouch_app_a_CPPFLAGS)
unslouchd_LDADD = $(app_libs)
