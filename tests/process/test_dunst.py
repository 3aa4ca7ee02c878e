# SPDX-License-Identifier: MIT
"""A real notification server shows the reminders of somebody at their desktop, and brings their answers back."""

import contextlib
import json

import pytest

import desk
import screen

CONFIG = """
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "desktop"; kind = "desktop-idle"; } );
    breaks = { sit_limit = "20 min"; repeat = "20 min"; posture_check = "off"; };
    quiet_hours = ();
  }
);
channels = ( { name = "desktop"; kind = "desktop"; } );
"""
ANNA = "/org/unslouch/Unslouch1/person/anna"


class Anna:
    """What anna does at her desktop, and what the daemon says of her."""

    def __init__(self, bus, daemon):
        self.bus = bus
        self.daemon = daemon

    def report(self, active):
        """As swayidle does."""
        self.bus.call(desk.UNSLOUCH, ANNA, desk.PERSON, "ReportActivity", "sbu", "desktop", active, 0)

    @property
    def state(self):
        return json.loads(self.bus.call(desk.UNSLOUCH, ANNA, desk.PROPERTIES, "Get", "ss", desk.PERSON, "State"))

    def wait_for_phase(self, *phases):
        screen.wait_until(lambda: self.state["phase"] in phases, f"the phase is one of {phases}")


@pytest.fixture
def monitor(table):
    with contextlib.closing(screen.Screen(table)) as running:
        yield running.start()


@pytest.fixture
def idle_dunst(table, session_bus, monitor):
    """Not started yet."""
    with contextlib.closing(screen.Dunst(table, session_bus, monitor)) as server:
        yield server


@pytest.fixture
def dunst(idle_dunst):
    return idle_dunst.start()


def sit_down(session_bus, desk_daemon):
    """Anna's desktop, where a minute takes a fifth of a second, with the daemon in her session."""
    daemon = desk_daemon(desk.ROOT, [session_bus], CONFIG, "--bus=session", "--time-scale=300")
    session_bus.wait_for_name(desk.UNSLOUCH)
    return Anna(session_bus, daemon)


@pytest.fixture
def anna(session_bus, desk_daemon):
    return sit_down(session_bus, desk_daemon)


def wait_for_reminder(dunst, urgency="normal"):
    screen.wait_until(lambda: dunst.displayed == 1, "dunst shows a notification")
    screen.wait_until(lambda: dunst.screen.shows(urgency), "it can be seen")


def wait_for_nothing(dunst):
    screen.wait_until(lambda: dunst.displayed == 0, "dunst shows no notification")
    screen.wait_until(lambda: not any(map(dunst.screen.shows, screen.BACKGROUNDS)), "nothing is seen")


def test_a_reminder_is_seen_and_done_comes_back(dunst, anna):
    wait_for_nothing(dunst)
    anna.report(True)
    wait_for_reminder(dunst)
    assert anna.state["phase"] == "due"
    offered = dunst.press("Done")
    assert [line.split(" (")[0] for line in sorted(offered)] == ["#Done", "#Skip", "#Snooze"]
    anna.wait_for_phase("sitting")
    wait_for_nothing(dunst)
    assert anna.state["bout_s"] < 20 * 60


def test_a_snooze_brings_the_same_reminder_again(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    first = anna.state
    dunst.press("Snooze")
    anna.wait_for_phase("snoozed")
    wait_for_nothing(dunst)
    wait_for_reminder(dunst)
    again = anna.state
    assert again["prompt_id"] == first["prompt_id"]
    assert again["snoozes_left"] == first["snoozes_left"] - 1
    dunst.press("Skip")
    wait_for_nothing(dunst)
    anna.wait_for_phase("sitting")


def test_standing_up_closes_it(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    anna.report(False)
    wait_for_nothing(dunst)
    assert anna.state["posture"] == "away"
    assert len(dunst.history) == 1


def test_what_is_closed_by_hand_is_not_answered(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    prompt = anna.state["prompt_id"]
    dunst.control("close")
    wait_for_nothing(dunst)
    assert anna.state["phase"] == "due"
    # the repeat comes all the same, and more urgently
    wait_for_reminder(dunst, "critical")
    assert anna.state["prompt_id"] == prompt


def test_the_repeat_takes_the_place_of_the_first(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    screen.wait_until(lambda: dunst.screen.shows("critical"), "the repeat can be seen")
    assert dunst.displayed == 1
    assert not dunst.screen.shows("normal")


def test_a_server_that_restarts_shows_it_again(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    dunst.stop()
    dunst.start()
    screen.wait_until(lambda: dunst.displayed == 1, "dunst shows it again")
    dunst.press("Done")
    anna.wait_for_phase("sitting")
    wait_for_nothing(dunst)


def test_a_server_that_comes_late_shows_what_waits(idle_dunst, anna):
    anna.report(True)
    anna.wait_for_phase("due")
    anna.daemon.wait_for_log("Nothing on this desktop shows notifications")
    idle_dunst.start()
    screen.wait_until(lambda: idle_dunst.displayed == 1, "dunst shows it")
    assert anna.daemon.log.count("Nothing on this desktop") == 1


def test_the_daemon_takes_its_reminder_along(dunst, anna):
    anna.report(True)
    wait_for_reminder(dunst)
    anna.daemon.stop()
    wait_for_nothing(dunst)


@pytest.mark.parametrize("markup, body", [("full", "Tea &amp; &lt;b&gt;cake&lt;/b&gt;"), ("no", "Tea & <b>cake</b>")])
def test_no_text_is_taken_for_markup(table, idle_dunst, session_bus, desk_daemon, markup, body):
    messages = table.directory / "messages" / "en.ini"
    words = messages.read_text(encoding="utf-8").splitlines()
    words = ["message-1 = Tea & <b>cake</b>" if line.startswith("message-1 ") else line for line in words]
    messages.write_text("\n".join(words) + "\n", encoding="utf-8")
    idle_dunst.markup = markup
    idle_dunst.start()
    sit_down(session_bus, desk_daemon).report(True)
    wait_for_reminder(idle_dunst)
    idle_dunst.control("close")
    wait_for_nothing(idle_dunst)
    # The week's first reminder also tells of the exercises.
    assert idle_dunst.history[0][1].startswith(body)
