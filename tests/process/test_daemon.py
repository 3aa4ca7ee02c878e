# SPDX-License-Identifier: MIT
"""The program itself: options, exit codes, and what it tells the service manager."""

import os
import signal
import subprocess

import pytest

PEOPLE = 'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); } );\n'


def run(tmp_path, config_text, *arguments):
    path = tmp_path / "unslouch.conf"
    path.write_text(config_text, encoding="utf-8")
    return subprocess.run(
        [os.environ["UNSLOUCHD"], "--config", str(path), "--state-dir", str(tmp_path), *arguments],
        capture_output=True, text=True, timeout=20, check=False,
    )


def test_a_good_configuration_has_no_errors(tmp_path):
    done = run(tmp_path, 'broker = { host = "localhost"; };\n' + PEOPLE, "--check")
    assert done.returncode == 0, done.stderr
    assert done.stdout + done.stderr == "0 errors, 0 warnings\n"


BAD = (
    "people = ( {\n"
    '  id = "anna";\n'
    '  sensors = ( { name = "chair"; kind = "seet"; topic = "chair"; } );\n'
    '  breaks = { sit_limit = "5 h"; snoze = "10 min"; };\n'
    "} );\n"
)


@pytest.mark.parametrize("arguments", [("--check",), ()], ids=["checked", "started"])
def test_a_bad_configuration_is_told_whole_with_lines_and_exit_78(tmp_path, arguments):
    done = run(tmp_path, BAD, *arguments)
    assert done.returncode == 78
    said = done.stderr
    assert "unslouch.conf:3" in said and "seet" in said
    assert "unslouch.conf:4" in said and "5 h" in said and "20 min..60 min" in said
    # the nearest known name
    assert "snoze" in said and "'snooze'" in said


@pytest.mark.parametrize("text", ["people = (", "", "people = ();", 'people = "anna";', "\x00\x01"])
def test_a_configuration_that_is_none_is_exit_78(tmp_path, text):
    assert run(tmp_path, text, "--check").returncode == 78


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    done = subprocess.run(
        [os.environ["UNSLOUCHD"], "--config", str(tmp_path / "none.conf"), "--check"], capture_output=True, text=True,
        timeout=20, check=False,
    )
    assert done.returncode == 78
    assert "none.conf" in done.stderr


def test_every_setting_can_be_printed(tmp_path):
    done = run(tmp_path, 'broker = { host = "localhost"; };\n' + PEOPLE, "--print-config")
    assert done.returncode == 0
    for word in ("sit_limit", "30 min", "quiet_hours", "22:00", "keepalive", "anna"):
        assert word in done.stdout, word
    # what is printed is a configuration again
    again = run(tmp_path, done.stdout, "--print-config")
    assert again.returncode == 0, again.stderr
    assert again.stdout == done.stdout


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_go_to_standard_output(option):
    done = subprocess.run([os.environ["UNSLOUCHD"], option], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "unslouchd" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


@pytest.mark.parametrize("arguments", [("--dance",), ("--time-scale=0",), ("--time-scale=fast",), ("surplus",)])
def test_an_unknown_option_is_a_usage_error(arguments):
    done = subprocess.run(
        [os.environ["UNSLOUCHD"], *arguments], capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr


def test_without_a_broker_it_runs(daemon_factory):
    daemon = daemon_factory(PEOPLE)
    daemon.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_manager_is_told(broker, daemon_factory, number):
    daemon = daemon_factory(broker.config_text() + PEOPLE)
    daemon.reload()
    daemon.signal(number)
    daemon.wait_for_notification("STOPPING=1")
    assert daemon.wait_for_exit() == 0
    assert daemon.notifications.index("READY=1") < daemon.notifications.index("RELOADING=1")
    assert any(line.startswith("MONOTONIC_USEC=") for line in daemon.notifications)


def test_the_watchdog_is_fed(daemon_factory):
    daemon = daemon_factory(PEOPLE, environment={"WATCHDOG_USEC": "400000"})
    for _ in range(3):
        since = len(daemon.notifications)
        daemon.wait_for_notification("WATCHDOG=1", since=since)


def test_the_password_is_not_said(broker, tmp_path, daemon_factory):
    secret = tmp_path / "password"
    secret.write_text("open-sesame\n", encoding="utf-8")
    secret.chmod(0o600)
    group = broker.config_text().replace("port =", f'username = "anna"; password_file = "{secret}"; port =')
    daemon = daemon_factory(group + PEOPLE, "--debug")
    daemon.wait_for_log("onnected to the broker")
    assert "open-sesame" not in daemon.log
