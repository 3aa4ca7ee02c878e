noinst_LIBRARIES += libunslouch-base.a
libunslouch_base_a_SOURCES = \
	daemon/base/cleanup.h \
	daemon/base/duration.c daemon/base/duration.h \
	daemon/base/number.c daemon/base/number.h \
	daemon/base/text.c daemon/base/text.h \
	daemon/base/units.h
