noinst_LIBRARIES += libunslouch-config.a
libunslouch_config_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(LIBCONFIG_CFLAGS)
libunslouch_config_a_SOURCES = \
	daemon/config/buttons.c \
	daemon/config/channels.c \
	daemon/config/config.c daemon/config/config.h \
	daemon/config/cues.c \
	daemon/config/draft.h \
	daemon/config/hours_text.c daemon/config/hours_text.h \
	daemon/config/ini.c daemon/config/ini.h \
	daemon/config/ladders.c \
	daemon/config/load.h \
	daemon/config/messages.c daemon/config/messages.h \
	daemon/config/messages_scan.c daemon/config/messages_scan.h \
	daemon/config/mqtt_off.c \
	daemon/config/names.c daemon/config/names.h \
	daemon/config/people.c \
	daemon/config/print.c \
	daemon/config/problems.c daemon/config/problems.h \
	daemon/config/programmes.c daemon/config/programmes.h \
	daemon/config/programmes_exercise.c \
	daemon/config/programmes_files.c daemon/config/programmes_files.h \
	daemon/config/programmes_inside.h \
	daemon/config/programmes_join.c \
	daemon/config/programmes_keys.c daemon/config/programmes_keys.h \
	daemon/config/programmes_ladder.c daemon/config/programmes_ladder.h \
	daemon/config/programmes_names.c \
	daemon/config/programmes_programme.c \
	daemon/config/programmes_report.c \
	daemon/config/programmes_rules.c \
	daemon/config/programmes_safety.c \
	daemon/config/programmes_value.c daemon/config/programmes_value.h \
	daemon/config/programmes_words.c \
	daemon/config/reader.c daemon/config/reader.h \
	daemon/config/reader_map.c daemon/config/reader_map.h \
	daemon/config/report.c daemon/config/report.h \
	daemon/config/rooms.c \
	daemon/config/routine_days.c daemon/config/routine_days.h \
	daemon/config/routines.c \
	daemon/config/scan.c daemon/config/scan.h \
	daemon/config/seats.c \
	daemon/config/sensors.c \
	daemon/config/settings.c daemon/config/settings.h \
	daemon/config/table.c daemon/config/table.h \
	daemon/config/table_person.c \
	daemon/config/value.c daemon/config/value.h \
	daemon/config/weekly.c
EXTRA_DIST += conf/unslouch.conf.sample
