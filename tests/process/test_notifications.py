# SPDX-License-Identifier: MIT
"""Reminders as notifications of the desktop, with the buttons' way back. There is no broker anywhere here."""

import pathlib
import os

import pytest

import desk

NOTIFICATIONS = "org.freedesktop.Notifications"
NOTIFICATIONS_PATH = "/org/freedesktop/Notifications"
MUTTER = "org.gnome.Mutter.IdleMonitor"
MUTTER_PATH = "/org/gnome/Mutter/IdleMonitor/Core"
ALL_CAPABILITIES = "actions body body-markup persistence"

# Twenty minutes of sitting, or of a snooze, are a second, or two where a test needs time between two reminders.
FAST = "--time-scale=1200"
SLOWER = "--time-scale=600"
CONFIG = (
    'people = ( { id = "anna"; name = "Anna"; sensors = ( { name = "desktop"; kind = "desktop-idle"; } ); '
    'breaks = { sit_limit = "20 min"; linger = "0 min"; debounce = "1 s"; snooze = "20 min"; posture_check = "off"; }; '
    "quiet_hours = (); } );\n"
    'channels = ( { name = "screen"; kind = "desktop"; } );\n'
)


@pytest.fixture
def server(session_bus, stand_in):
    return stand_in(session_bus, "notification_daemon", NOTIFICATIONS, capabilities=ALL_CAPABILITIES)


@pytest.fixture
def mutter(session_bus, stand_in):
    return stand_in(session_bus, "mutter.py", MUTTER)


@pytest.fixture
def daemon(session_bus, mutter, desk_daemon):
    """Started when called; anna is at her keyboard already."""

    def make(config=CONFIG, scale=FAST):
        return desk_daemon(desk.ANNA, [session_bus], config, scale, "--bus=session")

    return make


class Shown:
    """A call of Notify, and the id that it was answered with."""

    def __init__(self, message, answer):
        self.number = message.number
        self.id = answer.body[0]
        _app, self.replaces, _icon, self.title, self.text, actions, hints, self.timeout = message.body
        self.labels = dict(zip(actions[::2], actions[1::2]))
        self.urgency = hints["urgency"]["data"]
        assert hints["urgency"]["type"] == "y"


def wait_until_shown(bus, since=0):
    """The first call since then that a server answered: one that finds no server is refused."""

    def call_of(reply):
        calls = bus.find(since, member="Notify", type="method_call")
        return next((call for call in calls if (call.cookie, call.sender) == (reply.reply_cookie, reply.destination)), None)

    answer = bus.wait_for(call_of, since, type="method_return")
    return Shown(call_of(answer), answer)


def wait_until_closed(bus, shown):
    bus.wait_for(lambda message: message.body == [shown.id], shown.number, member="CloseNotification")


def press(server, shown, action):
    """As a server does it: it tells the button, then that the notification is gone."""
    server.call(NOTIFICATIONS_PATH, desk.MOCK, "EmitSignal", "sssav", NOTIFICATIONS, "ActionInvoked", "us",
                [desk.GLib.Variant("u", shown.id), desk.GLib.Variant("s", action)])
    server.call(NOTIFICATIONS_PATH, desk.MOCK, "EmitSignal", "sssav", NOTIFICATIONS, "NotificationClosed", "uu",
                [desk.GLib.Variant("u", shown.id), desk.GLib.Variant("u", 2)])


def wait_for_prompt(bus, event_type, since=0):
    return bus.wait_for(lambda message: message.body[0] == event_type, since, member="Prompt")


def test_a_reminder_is_shown_with_its_words_and_buttons(session_bus, server, daemon):
    daemon()
    due = wait_for_prompt(session_bus, "break_due")
    shown = wait_until_shown(session_bus)
    assert shown.replaces == 0
    assert (shown.title, shown.text) == (due.body[3], due.body[4])
    assert shown.labels == {"done": "Done", "snooze": "Snooze", "skip": "Skip"}
    assert due.body[7] == ["screen"]


@pytest.mark.parametrize(
    "action, event_type", [("done", "break_taken"), ("skip", "break_dismissed")], ids=["done", "skip"]
)
def test_a_button_comes_back_and_ends_the_reminder(session_bus, server, daemon, action, event_type):
    daemon()
    shown = wait_until_shown(session_bus)
    press(server, shown, action)
    told = wait_for_prompt(session_bus, event_type, shown.number)
    assert told.body[1] == wait_for_prompt(session_bus, "break_due").body[1]
    assert desk.person_properties(session_bus)["PromptId"] == ""


def test_a_snoozed_reminder_comes_back_after_the_snooze(session_bus, server, daemon):
    daemon(scale=SLOWER)
    shown = wait_until_shown(session_bus)
    press(server, shown, "snooze")
    snoozed = desk.wait_for_person(session_bus, Phase="snoozed")
    assert snoozed["SnoozesLeft"] == 1
    again = wait_until_shown(session_bus, shown.number + 1)
    assert session_bus.wait_for(since=shown.number + 1, member="Prompt").body[:2] == ["break_due", snoozed["PromptId"]]
    press(server, again, "snooze")
    desk.wait_for_person(session_bus, Phase="snoozed", SnoozesLeft=0)
    # nothing is offered that would be refused
    assert "snooze" not in wait_until_shown(session_bus, again.number + 1).labels


def test_a_button_of_a_reminder_that_is_over_does_nothing(session_bus, server, daemon):
    daemon()
    shown = wait_until_shown(session_bus)
    press(server, shown, "done")
    wait_for_prompt(session_bus, "break_taken", shown.number)
    since = session_bus.mark()
    press(server, shown, "done")
    press(server, shown, "nonsense")
    assert desk.person_properties(session_bus)["PromptId"] == ""
    session_bus.settle()
    assert [message for message in session_bus.find(since, member="Prompt") if message.body[0] != "break_due"] == []


def test_a_repeat_takes_the_reminders_place_and_is_more_urgent(session_bus, server, daemon):
    daemon(scale=SLOWER)
    shown = wait_until_shown(session_bus)
    repeat = wait_for_prompt(session_bus, "break_repeat")
    again = wait_until_shown(session_bus, shown.number + 1)
    assert (again.replaces, again.id) == (shown.id, shown.id)
    assert (again.title, again.text) == (repeat.body[3], repeat.body[4])
    assert again.urgency > shown.urgency


def test_the_second_step_of_a_ladder_is_no_less_urgent_than_the_first_and_in_its_place(session_bus, server, daemon):
    ladder = 'ladder = ( { after = "0 s"; tell = ["screen"]; }, { after = "5 min"; tell = ["screen"]; } );'
    daemon(CONFIG.replace("quiet_hours", f"{ladder} quiet_hours"), SLOWER)
    shown = wait_until_shown(session_bus)
    wait_for_prompt(session_bus, "break_nudge")
    again = wait_until_shown(session_bus, shown.number + 1)
    assert again.replaces == shown.id
    assert again.urgency >= shown.urgency


def test_who_stands_up_sees_no_reminder_any_more(session_bus, server, mutter, daemon):
    daemon()
    shown = wait_until_shown(session_bus)
    mutter.call(MUTTER_PATH, desk.MOCK, "BeIdle", "t", 20 * 60 * 1000)
    wait_until_closed(session_bus, shown)
    desk.wait_for_person(session_bus, Posture="away")


@pytest.mark.parametrize("verb", ["done", "skip", "snooze"])
def test_who_answers_elsewhere_sees_no_reminder_any_more(session_bus, server, daemon, verb):
    daemon()
    shown = wait_until_shown(session_bus)
    words = {"done": ("Done", "s", ""), "skip": ("Skip", "s", ""), "snooze": ("Snooze", "su", "", "0")}[verb]
    done = desk.busctl(session_bus, desk.ANNA, "call", desk.UNSLOUCH, desk.person_path("anna"), desk.PERSON, *words)
    assert done.returncode == 0, done.stderr
    wait_until_closed(session_bus, shown)


def test_a_daemon_that_ends_takes_its_reminder_along(session_bus, server, daemon):
    running = daemon()
    shown = wait_until_shown(session_bus)
    running.stop()
    wait_until_closed(session_bus, shown)


def test_after_a_restart_of_the_server_the_reminder_is_shown_again(session_bus, server, daemon):
    daemon(scale=SLOWER)
    shown = wait_until_shown(session_bus)
    since = session_bus.mark()
    server.restart()
    again = wait_until_shown(session_bus, since)
    assert again.replaces == 0
    assert (again.title, again.text, again.labels) == (shown.title, shown.text, shown.labels)
    press(server, again, "done")
    wait_for_prompt(session_bus, "break_taken", since)


def test_after_a_restart_of_the_bus_the_reminder_is_shown_again(session_bus, server, mutter, daemon):
    daemon(scale=SLOWER)
    shown = wait_until_shown(session_bus)
    session_bus.stop()
    for stand_in in (server, mutter):
        stand_in.wait_for_exit()
    since = session_bus.mark()
    session_bus.start()
    for stand_in in (mutter, server):
        stand_in.start()
    again = wait_until_shown(session_bus, since)
    assert again.replaces == 0
    assert again.labels == shown.labels


def test_without_a_server_that_is_said_once_and_it_is_shown_when_one_comes(session_bus, stand_in, daemon):
    running = daemon(scale=SLOWER)
    wait_for_prompt(session_bus, "break_due")
    running.wait_for_log("otification")
    assert len([line for line in running.lines if "otification" in line]) == 1
    since = session_bus.mark()
    server = stand_in(session_bus, "notification_daemon", NOTIFICATIONS, capabilities=ALL_CAPABILITIES)
    press(server, wait_until_shown(session_bus, since), "done")
    wait_for_prompt(session_bus, "break_taken")


def test_a_server_without_buttons_gets_none(session_bus, stand_in, daemon):
    stand_in(session_bus, "notification_daemon", NOTIFICATIONS, capabilities="body")
    daemon()
    shown = wait_until_shown(session_bus)
    assert shown.labels == {}
    assert shown.text


def test_a_server_that_shows_only_titles_gets_all_in_the_title(session_bus, stand_in, daemon):
    stand_in(session_bus, "notification_daemon", NOTIFICATIONS, capabilities="actions")
    daemon()
    due = wait_for_prompt(session_bus, "break_due")
    shown = wait_until_shown(session_bus)
    assert due.body[3] in shown.title and due.body[4] in shown.title


def test_german_reminders_have_german_buttons(session_bus, server, daemon):
    daemon(CONFIG.replace('name = "Anna";', 'name = "Anna"; language = "de";'))
    shown = wait_until_shown(session_bus)
    text = (pathlib.Path(os.environ["top_srcdir"]) / "conf/messages/de.ini").read_text(encoding="utf-8")
    assert list(shown.labels) == ["done", "snooze", "skip"]
    assert shown.labels["done"] == "Erledigt"
    for label in shown.labels.values():
        assert f" = {label}\n" in text
    assert f" = {shown.title}\n" in text
