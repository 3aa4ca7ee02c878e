lamp_bench = tests/unit/lamp_bench.h tests/unit/lamp_desk.h tests/unit/test.h
lamp_tests = tests/unit/test-lamp tests/unit/test-lamp-restart tests/unit/test-lamp-random \
	tests/unit/test-lamp-zigbee2mqtt tests/unit/test-lamp-tasmota tests/unit/test-lamp-dialects
wire_device_tests = $(lamp_tests) tests/unit/test-speaker \
	tests/unit/test-discovered tests/unit/test-discovered-random tests/unit/test-field-text tests/unit/test-sit-trial
check_PROGRAMS += $(wire_device_tests)
TESTS += $(wire_device_tests)
tests_unit_test_lamp_SOURCES = tests/unit/test-lamp.c $(lamp_bench)
tests_unit_test_lamp_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_lamp_restart_SOURCES = tests/unit/test-lamp-restart.c $(lamp_bench)
tests_unit_test_lamp_restart_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_restart_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_lamp_random_SOURCES = tests/unit/test-lamp-random.c $(lamp_bench)
tests_unit_test_lamp_random_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_random_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_lamp_zigbee2mqtt_SOURCES = tests/unit/test-lamp-zigbee2mqtt.c $(lamp_bench)
tests_unit_test_lamp_zigbee2mqtt_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_zigbee2mqtt_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_lamp_tasmota_SOURCES = tests/unit/test-lamp-tasmota.c $(lamp_bench)
tests_unit_test_lamp_tasmota_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_tasmota_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_lamp_dialects_SOURCES = tests/unit/test-lamp-dialects.c $(lamp_bench) $(table_sources)
tests_unit_test_lamp_dialects_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_lamp_dialects_LDADD = $(wire_libs) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/lamp-states.tsv
tests_unit_test_speaker_SOURCES = tests/unit/test-speaker.c tests/unit/test.h
tests_unit_test_speaker_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_speaker_LDADD = $(wire_libs) $(CMOCKA_LIBS)
discovered_wrap = $(AM_LDFLAGS) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup
tests_unit_test_discovered_SOURCES = tests/unit/test-discovered.c tests/unit/test.h $(table_sources)
tests_unit_test_discovered_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_discovered_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_discovered_random_SOURCES = tests/unit/test-discovered-random.c tests/unit/test.h \
	tests/unit/scarce.h $(table_sources)
tests_unit_test_discovered_random_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_discovered_random_LDFLAGS = $(discovered_wrap)
tests_unit_test_discovered_random_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_field_text_SOURCES = tests/unit/test-field-text.c tests/unit/test.h
tests_unit_test_field_text_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_field_text_LDADD = $(wire_libs) $(CMOCKA_LIBS)
tests_unit_test_sit_trial_SOURCES = tests/unit/test-sit-trial.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_sit_trial_CPPFLAGS = $(test_cppflags) $(JANSSON_CFLAGS)
tests_unit_test_sit_trial_LDFLAGS = $(discovered_wrap)
tests_unit_test_sit_trial_LDADD = $(wire_libs) $(CMOCKA_LIBS)
EXTRA_DIST += tests/data/discover-cases.tsv tests/data/discover-home.tsv
