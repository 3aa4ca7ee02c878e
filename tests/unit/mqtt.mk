# The driver is what tests/process/test_mqtt_client.py runs.
mqtt_tests = tests/unit/test-mqtt
check_PROGRAMS += $(mqtt_tests) tests/process/mqtt_driver
TESTS += $(mqtt_tests)
tests_unit_test_mqtt_SOURCES = tests/unit/test-mqtt.c tests/unit/test.h
tests_unit_test_mqtt_CPPFLAGS = $(test_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS)
tests_unit_test_mqtt_LDADD = $(io_libs) $(CMOCKA_LIBS)
tests_process_mqtt_driver_SOURCES = tests/process/mqtt_driver.c
tests_process_mqtt_driver_CPPFLAGS = $(test_cppflags) $(MOSQUITTO_CFLAGS) $(SYSTEMD_CFLAGS)
tests_process_mqtt_driver_LDADD = $(io_libs)
EXTRA_DIST += tests/process/mqtt_peers.py
