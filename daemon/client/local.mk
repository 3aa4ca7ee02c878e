bin_PROGRAMS += unslouch
unslouch_SOURCES = \
	daemon/client/check.c \
	daemon/client/main.c \
	daemon/client/replay.c \
	daemon/client/replay_summary.c daemon/client/replay_summary.h \
	daemon/client/verbs.h
unslouch_CPPFLAGS = $(libunslouch_app_a_CPPFLAGS)
unslouch_LDADD = $(app_libs)
