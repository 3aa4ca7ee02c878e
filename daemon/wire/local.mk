noinst_LIBRARIES += libunslouch-wire.a
libunslouch_wire_a_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
libunslouch_wire_a_SOURCES = \
	daemon/wire/button.c daemon/wire/button.h \
	daemon/wire/calendar.c daemon/wire/calendar.h \
	daemon/wire/candidate.h \
	daemon/wire/catalogue.c daemon/wire/catalogue.h \
	daemon/wire/command.c daemon/wire/command.h \
	daemon/wire/command_text.c daemon/wire/command_text.h \
	daemon/wire/cue_text.c daemon/wire/cue_text.h \
	daemon/wire/device_words.c daemon/wire/device_words.h \
	daemon/wire/discovered.c daemon/wire/discovered.h daemon/wire/discovered_inside.h \
	daemon/wire/discovered_channel.c daemon/wire/discovered_choice.c daemon/wire/discovered_homeassistant.c \
	daemon/wire/discovered_judge.c daemon/wire/discovered_live.c daemon/wire/discovered_tasmota.c \
	daemon/wire/discovered_zigbee2mqtt.c \
	daemon/wire/discovery.c daemon/wire/discovery.h \
	daemon/wire/discovery_component.c daemon/wire/discovery_component.h \
	daemon/wire/discovery_row.c daemon/wire/discovery_row.h \
	daemon/wire/field.c daemon/wire/field.h daemon/wire/field_inside.h \
	daemon/wire/field_text.c daemon/wire/field_text.h \
	daemon/wire/hermes_intent.c daemon/wire/hermes_intent.h \
	daemon/wire/lamp.c daemon/wire/lamp.h \
	daemon/wire/lamp_dialect.c daemon/wire/lamp_dialect.h \
	daemon/wire/lamp_ha_json.c \
	daemon/wire/lamp_inside.h \
	daemon/wire/lamp_keep.c \
	daemon/wire/lamp_look.c daemon/wire/lamp_look.h \
	daemon/wire/lamp_report.c \
	daemon/wire/lamp_shelly.c \
	daemon/wire/lamp_tasmota.c \
	daemon/wire/lamp_wled.c \
	daemon/wire/lamp_zigbee2mqtt.c \
	daemon/wire/match.c daemon/wire/match.h \
	daemon/wire/outbox.c daemon/wire/outbox.h \
	daemon/wire/payload.c daemon/wire/payload.h daemon/wire/payload_time.c \
	daemon/wire/phrases.c daemon/wire/phrases.h \
	daemon/wire/publish.c daemon/wire/publish.h \
	daemon/wire/publish_session.c daemon/wire/publish_session.h \
	daemon/wire/publish_session_error.c \
	daemon/wire/record.c daemon/wire/record.h \
	daemon/wire/record_field.c daemon/wire/record_field.h \
	daemon/wire/room_reading.c daemon/wire/room_reading.h \
	daemon/wire/skim.c daemon/wire/skim.h \
	daemon/wire/session_record.c daemon/wire/session_record.h \
	daemon/wire/sit_trial.c daemon/wire/sit_trial.h daemon/wire/sit_trial_inside.h \
	daemon/wire/sit_trial_judge.c \
	daemon/wire/speaker.c daemon/wire/speaker.h \
	daemon/wire/speaker_dialect.c daemon/wire/speaker_dialect.h \
	daemon/wire/session_command.c daemon/wire/session_command.h \
	daemon/wire/template.c daemon/wire/template.h \
	daemon/wire/topic.c daemon/wire/topic.h \
	daemon/wire/via.c daemon/wire/via.h \
	daemon/wire/why.c \
	daemon/wire/words.h \
	daemon/wire/writer.c daemon/wire/writer.h
