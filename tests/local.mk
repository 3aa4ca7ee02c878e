# What a test of each floor links: that floor and those below it, nothing else. A leak is a link error.
base_libs = libunslouch-base.a -lm
core_libs = libunslouch-core.a $(base_libs)
wire_libs = libunslouch-wire.a $(core_libs) $(JANSSON_LIBS)
config_libs = libunslouch-config.a $(wire_libs) $(LIBCONFIG_LIBS) $(INIPARSER_LIBS)
io_libs = libunslouch-io.a $(config_libs) $(MOSQUITTO_LIBS) $(SYSTEMD_LIBS) $(SQLITE_LIBS) -lpthread
app_libs = libunslouch-app.a $(io_libs)
client_libs = libunslouch-client.a $(app_libs)

TESTS =
AM_TESTS_ENVIRONMENT = CMOCKA_MESSAGE_OUTPUT=TAP; export CMOCKA_MESSAGE_OUTPUT; \
	UNSLOUCH_MESSAGES_DIR='$(abs_top_srcdir)/conf/messages'; export UNSLOUCH_MESSAGES_DIR; \
	UNSLOUCH_PROGRAMMES_DIR='$(abs_top_srcdir)/conf/programmes'; export UNSLOUCH_PROGRAMMES_DIR;
test_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/tests $(CMOCKA_CFLAGS) \
	-DTESTS_SRCDIR='"$(abs_top_srcdir)/tests"' -DTOP_SRCDIR='"$(abs_top_srcdir)"'
# Of a test that includes unit/scarce.h: memory runs out when it says so.
scarce_wrap = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=reallocarray,--wrap=strdup,--wrap=strndup \
	-Wl,--wrap=asprintf,--wrap=vasprintf

# First those that wait the longest.
include tests/process/local.mk
if HAVE_CMOCKA
include tests/unit/base.mk
include tests/unit/core.mk
include tests/unit/wire_text.mk
include tests/unit/wire_device.mk
include tests/unit/config.mk
include tests/unit/io.mk
include tests/unit/notifications.mk
include tests/unit/mqtt.mk
include tests/unit/bus.mk
include tests/unit/desktop.mk
include tests/unit/app.mk
include tests/unit/client.mk
include tests/unit/status.mk
include tests/sim/local.mk
else
TESTS += tests/without-cmocka
endif
EXTRA_DIST += tests/without-cmocka
include tests/fuzz/local.mk
include tests/boot/local.mk
include tests/bench/local.mk
include tests/lint/local.mk
