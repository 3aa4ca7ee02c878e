# All of the client but its main, so that tests can link it.
noinst_LIBRARIES += libunslouch-client.a
libunslouch_client_a_CPPFLAGS = $(libunslouch_app_a_CPPFLAGS)
libunslouch_client_a_SOURCES = \
	daemon/client/check.c \
	daemon/client/replay.c \
	daemon/client/replay_summary.c daemon/client/replay_summary.h \
	daemon/client/verbs.h

bin_PROGRAMS += unslouch
unslouch_SOURCES = daemon/client/main.c
unslouch_CPPFLAGS = $(libunslouch_client_a_CPPFLAGS)
unslouch_LDADD = libunslouch-client.a $(app_libs)
