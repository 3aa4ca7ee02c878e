# SPDX-License-Identifier: MIT
# The targets of the fuzzers. make check gives them the inputs that are kept, without libFuzzer; scripts/fuzz builds
# fuzz-* with it (clang only).
fuzz_replays = \
	tests/fuzz/replay-bus \
	tests/fuzz/replay-command \
	tests/fuzz/replay-config \
	tests/fuzz/replay-discovered \
	tests/fuzz/replay-field \
	tests/fuzz/replay-ini \
	tests/fuzz/replay-lamp \
	tests/fuzz/replay-record \
	tests/fuzz/replay-replay-log \
	tests/fuzz/replay-sit-trial \
	tests/fuzz/replay-skim \
	tests/fuzz/replay-speaker \
	tests/fuzz/replay-template
fuzz_fuzzers = \
	tests/fuzz/fuzz-bus \
	tests/fuzz/fuzz-command \
	tests/fuzz/fuzz-config \
	tests/fuzz/fuzz-discovered \
	tests/fuzz/fuzz-field \
	tests/fuzz/fuzz-ini \
	tests/fuzz/fuzz-lamp \
	tests/fuzz/fuzz-record \
	tests/fuzz/fuzz-replay-log \
	tests/fuzz/fuzz-sit-trial \
	tests/fuzz/fuzz-skim \
	tests/fuzz/fuzz-speaker \
	tests/fuzz/fuzz-template
check_PROGRAMS += $(fuzz_replays)
TESTS += $(fuzz_replays)
EXTRA_PROGRAMS += $(fuzz_fuzzers)
fuzz_cppflags = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(SYSTEMD_CFLAGS) -I$(top_srcdir)/tests -DTOP_SRCDIR='"$(abs_top_srcdir)"'
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_common = tests/fuzz/fuzz.c tests/fuzz/fuzz.h
fuzz_file_common = $(fuzz_common) tests/fuzz/fuzz_file.c tests/fuzz/fuzz_file.h
tests_fuzz_replay_bus_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-bus.c $(fuzz_common)
tests_fuzz_replay_bus_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"bus"'
tests_fuzz_replay_bus_LDADD = $(io_libs)
tests_fuzz_fuzz_bus_SOURCES = tests/fuzz/fuzz-bus.c $(fuzz_common)
tests_fuzz_fuzz_bus_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_bus_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_bus_LDADD = $(io_libs)
tests_fuzz_replay_command_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-command.c $(fuzz_common)
tests_fuzz_replay_command_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"command"'
tests_fuzz_replay_command_LDADD = $(wire_libs)
tests_fuzz_fuzz_command_SOURCES = tests/fuzz/fuzz-command.c $(fuzz_common)
tests_fuzz_fuzz_command_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_command_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_command_LDADD = $(wire_libs)
tests_fuzz_replay_config_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-config.c $(fuzz_file_common)
tests_fuzz_replay_config_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"config"'
tests_fuzz_replay_config_LDADD = $(config_libs)
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz-config.c $(fuzz_file_common)
tests_fuzz_fuzz_config_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_config_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_config_LDADD = $(config_libs)
tests_fuzz_replay_discovered_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-discovered.c $(fuzz_common)
tests_fuzz_replay_discovered_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"discovered"'
tests_fuzz_replay_discovered_LDADD = $(wire_libs)
tests_fuzz_fuzz_discovered_SOURCES = tests/fuzz/fuzz-discovered.c $(fuzz_common)
tests_fuzz_fuzz_discovered_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_discovered_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_discovered_LDADD = $(wire_libs)
tests_fuzz_replay_field_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-field.c $(fuzz_common)
tests_fuzz_replay_field_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"field"'
tests_fuzz_replay_field_LDADD = $(wire_libs)
tests_fuzz_fuzz_field_SOURCES = tests/fuzz/fuzz-field.c $(fuzz_common)
tests_fuzz_fuzz_field_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_field_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_field_LDADD = $(wire_libs)
tests_fuzz_replay_ini_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-ini.c $(fuzz_file_common)
tests_fuzz_replay_ini_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"ini"'
tests_fuzz_replay_ini_LDADD = $(config_libs)
tests_fuzz_fuzz_ini_SOURCES = tests/fuzz/fuzz-ini.c $(fuzz_file_common)
tests_fuzz_fuzz_ini_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_ini_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_ini_LDADD = $(config_libs)
tests_fuzz_replay_lamp_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-lamp.c $(fuzz_common)
tests_fuzz_replay_lamp_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"lamp"'
tests_fuzz_replay_lamp_LDADD = $(wire_libs)
tests_fuzz_fuzz_lamp_SOURCES = tests/fuzz/fuzz-lamp.c $(fuzz_common)
tests_fuzz_fuzz_lamp_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_lamp_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_lamp_LDADD = $(wire_libs)
tests_fuzz_replay_record_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-record.c $(fuzz_common)
tests_fuzz_replay_record_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"record"'
tests_fuzz_replay_record_LDADD = $(config_libs)
tests_fuzz_fuzz_record_SOURCES = tests/fuzz/fuzz-record.c $(fuzz_common)
tests_fuzz_fuzz_record_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_record_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_record_LDADD = $(config_libs)
tests_fuzz_replay_replay_log_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-replay-log.c $(fuzz_common)
tests_fuzz_replay_replay_log_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"replay-log"'
tests_fuzz_replay_replay_log_LDADD = $(app_libs)
tests_fuzz_fuzz_replay_log_SOURCES = tests/fuzz/fuzz-replay-log.c $(fuzz_common)
tests_fuzz_fuzz_replay_log_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_replay_log_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_replay_log_LDADD = $(app_libs)
tests_fuzz_replay_sit_trial_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-sit-trial.c $(fuzz_common)
tests_fuzz_replay_sit_trial_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"sit-trial"'
tests_fuzz_replay_sit_trial_LDADD = $(wire_libs)
tests_fuzz_fuzz_sit_trial_SOURCES = tests/fuzz/fuzz-sit-trial.c $(fuzz_common)
tests_fuzz_fuzz_sit_trial_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_sit_trial_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_sit_trial_LDADD = $(wire_libs)
tests_fuzz_replay_skim_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-skim.c tests/unit/skim_oracle.c tests/unit/skim_oracle.h \
	$(fuzz_common)
tests_fuzz_replay_skim_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"skim"'
tests_fuzz_replay_skim_LDADD = $(wire_libs)
tests_fuzz_fuzz_skim_SOURCES = tests/fuzz/fuzz-skim.c tests/unit/skim_oracle.c tests/unit/skim_oracle.h $(fuzz_common)
tests_fuzz_fuzz_skim_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_skim_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_skim_LDADD = $(wire_libs)
tests_fuzz_replay_speaker_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-speaker.c $(fuzz_common)
tests_fuzz_replay_speaker_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"speaker"'
tests_fuzz_replay_speaker_LDADD = $(wire_libs)
tests_fuzz_fuzz_speaker_SOURCES = tests/fuzz/fuzz-speaker.c $(fuzz_common)
tests_fuzz_fuzz_speaker_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_speaker_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_speaker_LDADD = $(wire_libs)
tests_fuzz_replay_template_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz-template.c $(fuzz_common)
tests_fuzz_replay_template_CPPFLAGS = $(fuzz_cppflags) -DTARGET='"template"'
tests_fuzz_replay_template_LDADD = $(wire_libs)
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz-template.c $(fuzz_common)
tests_fuzz_fuzz_template_CPPFLAGS = $(fuzz_cppflags)
tests_fuzz_fuzz_template_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_template_LDADD = $(wire_libs)
EXTRA_DIST += tests/fuzz/corpus docs/fuzzing.md tests/fuzz/bus.dict tests/fuzz/command.dict tests/fuzz/config.dict \
	tests/fuzz/discovered.dict tests/fuzz/ini.dict tests/fuzz/lamp.dict tests/fuzz/record.dict
