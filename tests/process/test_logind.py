# SPDX-License-Identifier: MIT
"""What systemd-logind and timedated tell: who is at a graphical session, when the machine sleeps, what time zone it is."""

import contextlib
import datetime
import json
import os
import shutil
import sqlite3
import time

import pytest

import desk
import home

LOGIND = "org.freedesktop.login1"
LOGIND_PATH = "/org/freedesktop/login1"
TIMEDATED = "org.freedesktop.timedate1"
TIMEDATED_PATH = "/org/freedesktop/timedate1"

# A minute of lingering is a second.
FAST = "--time-scale=60"
LINGER_SEC = 1
BREAKS = 'breaks = { sit_limit = "20 min"; linger = "1 min"; debounce = "1 s"; posture_check = "off"; }; quiet_hours = ();'
ANNA = f'{{ id = "anna"; name = "Anna"; user = "anna"; sensors = ( {{ name = "login"; kind = "logind"; }} ); {BREAKS} }}'
PEOPLE = f"people = ( {ANNA} );\n"


@pytest.fixture
def logind(system_bus, stand_in):
    return stand_in(system_bus, "logind.py", LOGIND)


def tell(logind, member, signature, *arguments):
    return logind.call(LOGIND_PATH, desk.MOCK, member, signature, *arguments)


def log_in(logind, session="1", account=desk.ANNA, **properties):
    variants = {name: desk.variant(value) for name, value in properties.items()}
    return tell(logind, "LogIn", "susa{sv}", session, account.uid, account.name, variants)


@pytest.fixture
def at_the_desk(system_bus, logind, desk_daemon):
    """A daemon, fast, and anna at her graphical session."""
    log_in(logind)
    daemon = desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="sitting")
    return daemon


def test_who_is_idle_sits_on_for_the_linger_and_is_away_then(system_bus, logind, at_the_desk):
    before = time.time()
    tell(logind, "SetIdle", "sbt", "1", True, 0)
    desk.wait_for_person(system_bus, Posture="away")
    left = system_bus.wait_for(
        lambda message: desk.changed(message).get("Posture") == "away",
        member="PropertiesChanged", path=desk.person_path("anna"),
    )
    assert left.when - before >= LINGER_SEC
    tell(logind, "SetIdle", "sbt", "1", False, 0)
    desk.wait_for_person(system_bus, Posture="sitting")


@pytest.mark.parametrize("idle_sec, linger", [(20, "0 min"), (55, "1 min")], ids=["without a linger", "with most of it gone"])
def test_the_time_since_which_logind_says_idle_is_honoured(system_bus, logind, desk_daemon, idle_sec, linger):
    """On the real clock, which is logind's: the linger began when the idleness did, before the daemon."""
    log_in(logind)
    idle_since_usec = int((time.time() - idle_sec) * 1e6)
    tell(logind, "SetIdle", "sbt", "1", True, idle_since_usec)
    desk_daemon(desk.SERVICE, [system_bus], PEOPLE.replace('linger = "1 min"', f'linger = "{linger}"'), "--bus=system")
    desk.wait_for_person(system_bus, Posture="away", SittingTodaySeconds=0)
    told = json.loads(desk.person_properties(system_bus)["Why"])
    since = datetime.datetime.fromisoformat(told["sources"][0]["since"])
    assert abs(since.timestamp() * 1e6 - idle_since_usec) < 2e6, told


def test_who_locks_the_screen_is_away_and_sits_when_it_is_open_again(system_bus, logind, at_the_desk):
    for _ in range(2):
        tell(logind, "SetLocked", "sb", "1", True)
        desk.wait_for_person(system_bus, Posture="away")
        tell(logind, "SetLocked", "sb", "1", False)
        desk.wait_for_person(system_bus, Posture="sitting")


def test_who_logs_out_is_away_and_sits_with_the_next_session(system_bus, logind, at_the_desk):
    tell(logind, "LogOut", "s", "1")
    desk.wait_for_person(system_bus, Posture="away")
    log_in(logind, "2")
    desk.wait_for_person(system_bus, Posture="sitting")
    tell(logind, "LogOut", "s", "2")
    desk.wait_for_person(system_bus, Posture="away")


def test_a_session_behind_another_does_not_count_and_counts_when_it_comes_to_the_front(system_bus, logind, at_the_desk):
    tell(logind, "BringToFront", "sb", "1", False)
    desk.wait_for_person(system_bus, Posture="away")
    tell(logind, "BringToFront", "sb", "1", True)
    desk.wait_for_person(system_bus, Posture="sitting")


@pytest.mark.parametrize(
    "properties", [{"Class": "greeter"}, {"Class": "lock-screen"}, {"Remote": True}, {"Type": "tty"}, {"Type": "unspecified"}],
    ids=lambda properties: "{}={}".format(*next(iter(properties.items()))),
)
def test_a_session_that_is_not_graphical_here_and_a_users_does_not_count(system_bus, logind, desk_daemon, properties):
    log_in(logind, **properties)
    desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="away")
    log_in(logind, "2", **properties)
    tell(logind, "SetIdle", "sbt", "1", False, 0)
    # a session of a kind that counts shows that the others have been looked at
    log_in(logind, "3", Type="x11")
    desk.wait_for_person(system_bus, Posture="sitting")
    tell(logind, "LogOut", "s", "3")
    desk.wait_for_person(system_bus, Posture="away")


def test_somebody_elses_session_does_not_count(system_bus, logind, desk_daemon):
    log_in(logind, "7", desk.STRANGER)
    desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="away")


def test_one_active_session_of_two_is_enough(system_bus, logind, at_the_desk):
    log_in(logind, "2", Type="mir")
    tell(logind, "SetLocked", "sb", "1", True)
    tell(logind, "SetIdle", "sbt", "2", True, 0)
    desk.wait_for_person(system_bus, Posture="away")
    tell(logind, "SetIdle", "sbt", "2", False, 0)
    desk.wait_for_person(system_bus, Posture="sitting")


def test_logind_without_sessions_is_away_and_its_end_is_unknown(system_bus, logind, at_the_desk):
    logind.stop()
    # nothing is known for five minutes, which are five seconds
    desk.wait_for_person(system_bus, Posture="unknown")


def test_after_a_restart_of_logind_its_sessions_are_asked_for_again(system_bus, stand_in, desk_daemon):
    sessions = [["1", desk.ANNA.uid, "anna"]]
    logind = stand_in(system_bus, "logind.py", LOGIND, sessions=sessions)
    daemon = desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="sitting")
    since = system_bus.mark()
    logind.restart()
    # the delay inhibitor, too, is asked for anew
    system_bus.wait_for(since=since, member="Inhibited")
    desk.wait_for_person(system_bus, Posture="sitting")
    tell(logind, "SetLocked", "sb", "1", True)
    desk.wait_for_person(system_bus, Posture="away")
    assert daemon.is_running


def test_after_a_restart_of_the_bus_everything_is_there_again(system_bus, stand_in, desk_daemon):
    sessions = [["1", desk.ANNA.uid, "anna"]]
    logind = stand_in(system_bus, "logind.py", LOGIND, sessions=sessions)
    daemon = desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="sitting")
    system_bus.stop()
    logind.wait_for_exit()
    since = system_bus.mark()
    system_bus.start()
    logind.start()
    system_bus.wait_for_name(desk.UNSLOUCH, since)
    system_bus.wait_for(since=since, member="Inhibited")
    desk.wait_for_person(system_bus, Posture="sitting")
    tell(logind, "SetLocked", "sb", "1", True)
    desk.wait_for_person(system_bus, Posture="away")
    assert daemon.is_running


CHAIR = f'people = ( {{ id = "anna"; user = "anna"; sensors = ( {{ name = "login"; kind = "logind"; }}, ' \
    f'{{ name = "chair"; kind = "seat"; topic = "chair"; }} ); {BREAKS} }} );\n'


def sit_down(listener):
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    listener.publish("chair", "ON")
    listener.wait_for_state("anna", posture="sitting")
    listener.publish("chair", "OFF")
    listener.wait_for_state("anna", since=listener.mark(), posture="away")


def test_without_logind_that_is_said_once_and_mqtt_goes_on(system_bus, broker, listener, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], broker.config_text() + CHAIR, FAST, "--bus=system")
    daemon.wait_for_log("logind")
    sit_down(listener)
    assert len([line for line in daemon.lines if "logind" in line]) == 1


def test_without_a_bus_that_is_said_once_and_mqtt_goes_on_and_the_bus_is_found_when_it_comes(
    table, stand_in, broker, listener, desk_daemon
):
    with contextlib.closing(desk.Bus(table, "system")) as bus:
        daemon = desk_daemon(desk.SERVICE, [bus], broker.config_text() + CHAIR, FAST, "--bus=system", served=False)
        sit_down(listener)
        daemon.wait_for_log("system bus")
        assert len([line for line in daemon.lines if "bus" in line]) == 1
        bus.start()
        bus.wait_for_name(desk.UNSLOUCH)
        logind = stand_in(bus, "logind.py", LOGIND)
        log_in(logind)
        # somebody is at the keys, and nobody on the chair
        desk.wait_for_person(bus, Posture="standing")


# --- suspend ---

def test_before_it_sleeps_the_state_is_saved_and_only_then_the_machine_let_go(system_bus, logind, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], PEOPLE, "--bus=system", start=False)
    log_in(logind)
    daemon.start()
    system_bus.wait_for_name(desk.UNSLOUCH)
    inhibited = system_bus.wait_for(member="Inhibited")
    what, _who, why, mode = inhibited.body
    assert (what, mode) == ("sleep", "delay")
    assert why
    desk.wait_for_person(system_bus, Posture="sitting")
    wait_until_nothing_is_saved(daemon)
    going = time.time()
    since = system_bus.mark()
    tell(logind, "PrepareForSleep", "b", True)
    released = system_bus.wait_for(since=since, member="Released")
    assert released.body == ["sleep", "delay"]

    assert going - FILE_CLOCK_SEC <= last_saved(daemon) <= released.when
    moments = saved_moments(daemon)
    assert any(going <= moment / 1e6 <= released.when for moment in moments), moments

    assert system_bus.find(since, member="Inhibited") == []
    tell(logind, "PrepareForSleep", "b", False)
    system_bus.wait_for(lambda message: message.body[0] == "sleep" and message.body[3] == "delay", since, member="Inhibited")
    desk.wait_for_person(system_bus, Posture="sitting")
    assert system_bus.find(since, member="Prompt") == []


# By how much the times of files may be behind the clock.
FILE_CLOCK_SEC = 0.02


def state_files(daemon):
    return [path for path in daemon.state_directory.rglob("*") if path.is_file()]


def last_saved(daemon):
    return max(path.stat().st_mtime for path in state_files(daemon))


def wait_until_nothing_is_saved(daemon):
    """Until the last change of its files is a second old."""
    until = time.monotonic() + home.PATIENCE_SEC
    while time.time() - last_saved(daemon) < 1:
        assert time.monotonic() < until, "it saves and saves"
        time.sleep(0.05)  # nobody tells that a file is not written


def saved_moments(daemon):
    """Every moment that the store holds; of a copy, as the daemon keeps others out of its own."""
    copies = daemon.directory / "copy"
    copies.mkdir()
    for path in state_files(daemon):
        shutil.copy(path, copies)
    moments = []
    for path in copies.iterdir():
        if path.read_bytes()[:15] != b"SQLite format 3":
            continue
        with contextlib.closing(sqlite3.connect(path)) as store:
            for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                moments += [value for row in store.execute(f"SELECT * FROM {name}") for value in row if isinstance(value, int)]
    return moments


def test_the_machine_may_sleep_and_wake_often(system_bus, logind, at_the_desk):
    for _ in range(3):
        since = system_bus.mark()
        tell(logind, "PrepareForSleep", "b", True)
        system_bus.wait_for(since=since, member="Released")
        tell(logind, "PrepareForSleep", "b", False)
        system_bus.wait_for(since=since, member="Inhibited")
    assert at_the_desk.is_running


def test_where_no_inhibitor_is_given_that_is_said_once_and_the_rest_goes_on(system_bus, stand_in, desk_daemon):
    logind = stand_in(system_bus, "logind.py", LOGIND, refuse_inhibit=True)
    log_in(logind)
    daemon = desk_daemon(desk.SERVICE, [system_bus], PEOPLE, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="sitting")
    daemon.wait_for_log("(?i)sleep|suspend")
    for _ in range(2):
        tell(logind, "PrepareForSleep", "b", True)
        tell(logind, "PrepareForSleep", "b", False)
    tell(logind, "SetLocked", "sb", "1", True)
    desk.wait_for_person(system_bus, Posture="away")
    assert len([line for line in daemon.lines if "sleep" in line.lower() or "suspend" in line.lower()]) == 1


# --- somebody keeps the screen on ---

def test_a_program_that_keeps_the_screen_on_sets_the_hold_that_is_configured(system_bus, logind, desk_daemon):
    config = PEOPLE.replace("quiet_hours", 'holds = ( { reason = "film"; from = "idle-inhibitor"; } ); quiet_hours')
    log_in(logind)
    desk_daemon(desk.SERVICE, [system_bus], config, FAST, "--bus=system")
    desk.wait_for_person(system_bus, Posture="sitting", Holds=[])
    tell(logind, "SetBlockInhibited", "s", "shutdown:idle")
    desk.wait_for_person(system_bus, Holds=["film"])
    tell(logind, "SetBlockInhibited", "s", "shutdown")
    desk.wait_for_person(system_bus, Holds=[])


# --- the time zone ---

def test_a_new_time_zone_is_taken_over(system_bus, stand_in, broker, listener, desk_daemon):
    timedated = stand_in(system_bus, "timedated", TIMEDATED)
    daemon = desk_daemon(desk.SERVICE, [system_bus], broker.config_text() + CHAIR, "--bus=system", start=False)
    localtime = daemon.directory / "localtime"
    localtime.symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    daemon.environment["TZ"] = f":{localtime}"
    daemon.start()
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["since"].endswith("+09:00"))
    other = daemon.directory / "other"
    other.symlink_to("/usr/share/zoneinfo/Asia/Kathmandu")
    os.rename(other, localtime)
    timedated.call(TIMEDATED_PATH, TIMEDATED, "SetTimezone", "sb", "Asia/Kathmandu", False)
    # an answer shows that it has heard of it
    desk.person_properties(system_bus)
    listener.publish("chair", "ON")
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["since"].endswith("+05:45"))
