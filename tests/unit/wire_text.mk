# The names of the modules; each test links wire and what is below it, and may let memory run out.
wire_text_tests = \
	tests/unit/test-outbox \
	tests/unit/test-topic \
	tests/unit/test-field \
	tests/unit/test-match \
	tests/unit/test-catalogue \
	tests/unit/test-publish \
	tests/unit/test-command \
	tests/unit/test-discovery \
	tests/unit/test-record \
	tests/unit/test-session-record \
	tests/unit/test-skim \
	tests/unit/test-template \
	tests/unit/test-via \
	tests/unit/test-wire-memory
check_PROGRAMS += $(wire_text_tests)
TESTS += $(wire_text_tests)
wire_text_cppflags = $(test_cppflags) $(JANSSON_CFLAGS)
wire_text_libs = $(wire_libs) $(CMOCKA_LIBS)
wire_text_wrap = $(AM_LDFLAGS) $(scarce_wrap)
tests_unit_test_outbox_SOURCES = tests/unit/test-outbox.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_outbox_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_outbox_LDFLAGS = $(wire_text_wrap)
tests_unit_test_outbox_LDADD = $(wire_text_libs)
tests_unit_test_topic_SOURCES = tests/unit/test-topic.c tests/unit/test.h
tests_unit_test_topic_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_topic_LDADD = $(wire_text_libs)
tests_unit_test_field_SOURCES = tests/unit/test-field.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_field_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_field_LDFLAGS = $(wire_text_wrap)
tests_unit_test_field_LDADD = $(wire_text_libs)
tests_unit_test_match_SOURCES = tests/unit/test-match.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_match_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_match_LDFLAGS = $(wire_text_wrap)
tests_unit_test_match_LDADD = $(wire_text_libs)
tests_unit_test_catalogue_SOURCES = tests/unit/test-catalogue.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_catalogue_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_catalogue_LDFLAGS = $(wire_text_wrap)
tests_unit_test_catalogue_LDADD = $(wire_text_libs)
tests_unit_test_publish_SOURCES = tests/unit/test-publish.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_publish_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_publish_LDFLAGS = $(wire_text_wrap)
tests_unit_test_publish_LDADD = $(wire_text_libs)
tests_unit_test_command_SOURCES = tests/unit/test-command.c tests/unit/test.h
tests_unit_test_command_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_command_LDADD = $(wire_text_libs)
tests_unit_test_discovery_SOURCES = tests/unit/test-discovery.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_discovery_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_discovery_LDFLAGS = $(wire_text_wrap)
tests_unit_test_discovery_LDADD = $(wire_text_libs)
tests_unit_test_record_SOURCES = tests/unit/test-record.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_record_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_record_LDFLAGS = $(wire_text_wrap)
tests_unit_test_record_LDADD = $(wire_text_libs)
# The same comparison under a fuzzer.
tests_unit_test_skim_SOURCES = tests/unit/test-skim.c tests/unit/skim_oracle.c tests/unit/skim_oracle.h tests/unit/test.h
tests_unit_test_skim_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_skim_LDADD = $(wire_text_libs)
tests_unit_test_template_SOURCES = tests/unit/test-template.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_template_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_template_LDFLAGS = $(wire_text_wrap)
tests_unit_test_template_LDADD = $(wire_text_libs)
tests_unit_test_via_SOURCES = tests/unit/test-via.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_via_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_via_LDFLAGS = $(wire_text_wrap)
tests_unit_test_via_LDADD = $(wire_text_libs)
tests_unit_test_session_record_SOURCES = tests/unit/test-session-record.c tests/unit/test.h tests/unit/scarce.h \
	tests/unit/session_bench.c tests/unit/session_bench.h
tests_unit_test_session_record_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_session_record_LDFLAGS = $(wire_text_wrap)
tests_unit_test_session_record_LDADD = $(wire_text_libs)
tests_unit_test_wire_memory_SOURCES = tests/unit/test-wire-memory.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_wire_memory_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_wire_memory_LDFLAGS = $(wire_text_wrap)
tests_unit_test_wire_memory_LDADD = $(wire_text_libs)
wire_session_tests = \
	tests/unit/test-cue-text \
	tests/unit/test-publish-session \
	tests/unit/test-session-command \
	tests/unit/test-button \
	tests/unit/test-room-reading \
	tests/unit/test-calendar
check_PROGRAMS += $(wire_session_tests)
TESTS += $(wire_session_tests)
tests_unit_test_cue_text_SOURCES = tests/unit/test-cue-text.c tests/unit/test.h
tests_unit_test_cue_text_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_cue_text_LDADD = $(wire_text_libs)
tests_unit_test_publish_session_SOURCES = tests/unit/test-publish-session.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_publish_session_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_publish_session_LDFLAGS = $(wire_text_wrap)
tests_unit_test_publish_session_LDADD = $(wire_text_libs)
tests_unit_test_button_SOURCES = tests/unit/test-button.c tests/unit/test.h
tests_unit_test_button_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_button_LDADD = $(wire_text_libs)
tests_unit_test_room_reading_SOURCES = tests/unit/test-room-reading.c tests/unit/test.h
tests_unit_test_room_reading_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_room_reading_LDADD = $(wire_text_libs)
tests_unit_test_session_command_SOURCES = tests/unit/test-session-command.c tests/unit/test.h
tests_unit_test_session_command_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_session_command_LDADD = $(wire_text_libs)
tests_unit_test_calendar_SOURCES = tests/unit/test-calendar.c tests/unit/test.h tests/unit/scarce.h
tests_unit_test_calendar_CPPFLAGS = $(wire_text_cppflags)
tests_unit_test_calendar_LDFLAGS = $(wire_text_wrap)
tests_unit_test_calendar_LDADD = $(wire_text_libs)
