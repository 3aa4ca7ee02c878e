# The real programs against a real broker. One file of pytest tests is one test of automake; run-pytest prints TAP.
# The slowest come first, so that none of them is left when all else is done.
process_tests = \
	tests/process/test_session.py \
	tests/process/test_mqtt_client.py \
	tests/process/test_notifications.py \
	tests/process/test_bad_input.py \
	tests/process/test_api.py \
	tests/process/test_demo.py \
	tests/process/test_contract.py \
	tests/process/test_broker_loss.py \
	tests/process/test_bus_attacks.py \
	tests/process/test_client.py \
	tests/process/test_crash.py \
	tests/process/test_daemon.py \
	tests/process/test_desktop_idle.py \
	tests/process/test_fixtures.py \
	tests/process/test_history.py \
	tests/process/test_lamp.py \
	tests/process/test_logind.py \
	tests/process/test_reload.py \
	tests/process/test_replay.py \
	tests/process/test_rights.py \
	tests/process/test_routine_client.py \
	tests/process/test_sensors.py
# What waits for shells, screens or a whole minute; scripts/test runs it in one build.
process_tests_once = \
	tests/process/test_blueprints.py \
	tests/process/test_broker_rights.py \
	tests/process/test_buttons.py \
	tests/process/test_completions.py \
	tests/process/test_crash_week.py \
	tests/process/test_discover.py \
	tests/process/test_disk_full.py \
	tests/process/test_dashboard.py \
	tests/process/test_discovery_rules.py \
	tests/process/test_dunst.py \
	tests/process/test_faults.py \
	tests/process/test_home_assistant.py \
	tests/process/test_lamp_dialects.py \
	tests/process/test_manuals.py \
	tests/process/test_node_client.py \
	tests/process/test_quiet.py \
	tests/process/test_secrets.py \
	tests/process/test_report.py \
	tests/process/test_report_page.py \
	tests/process/test_standing.py \
	tests/process/test_six_weeks.py \
	tests/process/test_weekly.py \
	tests/process/test_watch.py
# Those that scripts/test runs in every build; the others wait much and are run in two.
process_tests_everywhere = \
	tests/process/test_demo.py \
	tests/process/test_fixtures.py \
	tests/process/test_replay.py \
	tests/process/test_sensors.py

TEST_EXTENSIONS = .py
PY_LOG_DRIVER = $(LOG_DRIVER)
PY_LOG_COMPILER = $(top_srcdir)/tests/process/run-pytest
AM_TESTS_ENVIRONMENT += \
	UNSLOUCHD='$(abs_builddir)/unslouchd$(EXEEXT)'; export UNSLOUCHD; \
	UNSLOUCH='$(abs_builddir)/unslouch$(EXEEXT)'; export UNSLOUCH; \
	PYTHON3='$(PYTHON3)'; export PYTHON3; \
	MOSQUITTO='$(MOSQUITTO)'; export MOSQUITTO; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir;
TESTS += $(process_tests) $(process_tests_once)
EXTRA_DIST += $(process_tests) $(process_tests_once) tests/process/run-pytest \
	tests/process/assistant.py tests/process/conftest.py tests/process/contract.py tests/process/discovery_rules.py tests/process/fault_gauge.py tests/process/fault_runs.py tests/process/faults.py tests/process/home.py tests/process/manual.py tests/process/mqtt_peers.py tests/process/replaying.py \
	tests/process/desk.py tests/process/lamp_stand_ins.py tests/process/peer.py tests/process/screen.py tests/process/served.py \
	tests/process/session-bus.conf.in tests/process/system-bus.conf.in \
	tests/process/mocks/logind.py tests/process/mocks/mutter.py tests/process/mocks/power_management.py \
	tests/process/mocks/screensaver.py tests/process/mocks/session_manager.py \
	tests/data/six-weeks.tsv
# What tests/process/test_crash_week.py and scripts/crash live through.
EXTRA_DIST += tests/process/crash_report.py tests/process/crash_truth.py tests/process/crash_week.py
# What Home Assistant's files and Node-RED's flow are run with.
EXTRA_DIST += tests/process/automation.py tests/process/browser.py tests/process/year.py tests/process/round_trip.js .yamllint
