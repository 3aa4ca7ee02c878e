noinst_LIBRARIES += libunslouch-core.a
libunslouch_core_a_SOURCES = \
	daemon/core/bout.c daemon/core/bout.h \
	daemon/core/day_summary.c daemon/core/day_summary.h \
	daemon/core/hold.c daemon/core/hold.h \
	daemon/core/hours.c daemon/core/hours.h \
	daemon/core/instant.c daemon/core/instant.h \
	daemon/core/ladder.c daemon/core/ladder.h \
	daemon/core/posture.c daemon/core/posture.h \
	daemon/core/source.c daemon/core/source.h
