# SPDX-License-Identifier: MIT
"""Keyboard and mouse by the session bus: GNOME's idle monitor, a screen saver, programs that report, and who keeps it on."""

import pytest

import desk

MUTTER = "org.gnome.Mutter.IdleMonitor"
MUTTER_PATH = "/org/gnome/Mutter/IdleMonitor/Core"
SCREENSAVER = "org.freedesktop.ScreenSaver"
SCREENSAVER_PATH = "/org/freedesktop/ScreenSaver"

# A minute of lingering is a second.
FAST = "--time-scale=60"
CONFIG = (
    'people = ( { id = "anna"; name = "Anna"; sensors = ( { name = "desktop"; kind = "desktop-idle"; } ); '
    'breaks = { sit_limit = "20 min"; linger = "1 min"; debounce = "1 s"; posture_check = "off"; }; quiet_hours = (); '
    'holds = ( { reason = "film"; from = "idle-inhibitor"; } ); } );\n'
)
# Longer than a desktop needs to count as idle.
IDLE_MSEC = 90 * 1000


@pytest.fixture
def mutter(session_bus, stand_in):
    return stand_in(session_bus, "mutter.py", MUTTER)


def be_idle(mutter, msec=IDLE_MSEC):
    mutter.call(MUTTER_PATH, desk.MOCK, "BeIdle", "t", msec)


def be_active(mutter):
    mutter.call(MUTTER_PATH, desk.MOCK, "BeActive")


@pytest.fixture
def daemon(session_bus, desk_daemon):
    def make(scale=FAST):
        return desk_daemon(desk.ANNA, [session_bus], CONFIG, scale, "--bus=session")

    return make


def test_rounds_of_idle_and_active(session_bus, mutter, daemon):
    daemon()
    for _ in range(3):
        desk.wait_for_person(session_bus, Posture="sitting")
        be_idle(mutter)
        desk.wait_for_person(session_bus, Posture="away")
        be_active(mutter)
    desk.wait_for_person(session_bus, Posture="sitting")


def test_it_is_told_and_does_not_ask_again(session_bus, mutter, daemon):
    """It watches, and never asks the idle monitor for the time while nothing happens."""
    daemon()
    desk.wait_for_person(session_bus, Posture="sitting")
    be_idle(mutter)
    desk.wait_for_person(session_bus, Posture="away")
    idle, active = mutter.call(MUTTER_PATH, desk.MOCK, "CountWatches")
    assert (idle, active) == (1, 1)
    session_bus.settle()
    asked = session_bus.find(interface=MUTTER, type="method_call")
    # a person of anna's kind goes through five minutes of nothing in the next five seconds
    desk.unslouch(session_bus, desk.ANNA, "hold", "call", "5 min")
    session_bus.wait_for(lambda message: desk.changed(message).get("Holds") == [], member="PropertiesChanged")
    assert session_bus.find(interface=MUTTER, type="method_call") == asked


def test_a_desktop_that_is_idle_at_the_start_is_away(session_bus, stand_in, daemon):
    mutter = stand_in(session_bus, "mutter.py", MUTTER, idle_msec=10 * 60 * 1000)
    daemon()
    desk.wait_for_person(session_bus, Posture="away", SittingTodaySeconds=0)
    be_active(mutter)
    desk.wait_for_person(session_bus, Posture="sitting")


def test_an_idle_monitor_that_restarts_is_watched_again(session_bus, mutter, daemon):
    daemon()
    desk.wait_for_person(session_bus, Posture="sitting")
    since = session_bus.mark()
    mutter.restart()
    session_bus.wait_for(since=since, member="AddIdleWatch", interface=MUTTER)
    desk.wait_for_person(session_bus, Posture="sitting")
    be_idle(mutter)
    desk.wait_for_person(session_bus, Posture="away")
    be_active(mutter)
    desk.wait_for_person(session_bus, Posture="sitting")


def test_after_a_restart_of_the_bus_it_is_watched_again(session_bus, mutter, daemon):
    daemon()
    desk.wait_for_person(session_bus, Posture="sitting")
    session_bus.stop()
    mutter.wait_for_exit()
    since = session_bus.mark()
    session_bus.start()
    mutter.start()
    session_bus.wait_for_name(desk.UNSLOUCH, since)
    session_bus.wait_for(since=since, member="AddIdleWatch", interface=MUTTER)
    desk.wait_for_person(session_bus, Posture="sitting")
    be_idle(mutter)
    desk.wait_for_person(session_bus, Posture="away")


def test_a_screen_saver_will_do(session_bus, stand_in, daemon):
    saver = stand_in(session_bus, "screensaver.py", SCREENSAVER)
    daemon()
    for _ in range(2):
        desk.wait_for_person(session_bus, Posture="sitting")
        saver.call(SCREENSAVER_PATH, desk.MOCK, "SetActive", "b", True)
        desk.wait_for_person(session_bus, Posture="away")
        saver.call(SCREENSAVER_PATH, desk.MOCK, "SetActive", "b", False)
    desk.wait_for_person(session_bus, Posture="sitting")


def test_the_idle_monitor_counts_where_there_are_both(session_bus, stand_in, mutter, daemon):
    saver = stand_in(session_bus, "screensaver.py", SCREENSAVER)
    daemon()
    desk.wait_for_person(session_bus, Posture="sitting")
    be_idle(mutter)
    desk.wait_for_person(session_bus, Posture="away")
    saver.call(SCREENSAVER_PATH, desk.MOCK, "SetActive", "b", True)
    be_active(mutter)
    saver.call(SCREENSAVER_PATH, desk.MOCK, "SetActive", "b", False)
    desk.wait_for_person(session_bus, Posture="sitting")


def report(bus, active, lease_sec):
    path = desk.person_path("anna")
    words = ("ReportActivity", "sbu", "desktop", "true" if active else "false", str(lease_sec))
    done = desk.busctl(bus, desk.ANNA, "call", desk.UNSLOUCH, path, desk.PERSON, *words)
    assert done.returncode == 0, done.stderr


def test_where_nobody_tells_that_is_said_once_and_programs_may_report(session_bus, daemon):
    running = daemon("--time-scale=300")
    # it says what to do about it
    running.wait_for_log("ReportActivity|swayidle")
    report(session_bus, True, 0)
    desk.wait_for_person(session_bus, Posture="sitting")
    report(session_bus, False, 0)
    desk.wait_for_person(session_bus, Posture="away")
    report(session_bus, True, 120)
    desk.wait_for_person(session_bus, Posture="sitting")
    # the lease ends, and after five minutes without a word nothing is known
    desk.wait_for_person(session_bus, Posture="unknown")
    assert len([line for line in running.lines if "ReportActivity" in line or "swayidle" in line]) == 1


@pytest.mark.parametrize(
    "template, name, path",
    [
        ("session_manager.py", "org.gnome.SessionManager", "/org/gnome/SessionManager"),
        ("power_management.py", "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit"),
    ],
    ids=["GNOME's session manager", "power management"],
)
def test_a_film_sets_the_hold_that_is_configured(session_bus, stand_in, mutter, daemon, template, name, path):
    manager = stand_in(session_bus, template, name)
    daemon()
    desk.wait_for_person(session_bus, Posture="sitting", Holds=[])
    for _ in range(2):
        manager.call(path, desk.MOCK, "InhibitIdle", "b", True)
        desk.wait_for_person(session_bus, Holds=["film"])
        manager.call(path, desk.MOCK, "InhibitIdle", "b", False)
        desk.wait_for_person(session_bus, Holds=[])


def test_a_film_that_runs_at_the_start_holds_and_its_hold_ends_with_the_session_manager(session_bus, stand_in, daemon, mutter):
    manager = stand_in(session_bus, "session_manager.py", "org.gnome.SessionManager")
    manager.call("/org/gnome/SessionManager", desk.MOCK, "InhibitIdle", "b", True)
    daemon()
    desk.wait_for_person(session_bus, Holds=["film"])
    manager.stop()
    desk.wait_for_person(session_bus, Holds=[])
