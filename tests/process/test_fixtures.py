# SPDX-License-Identifier: MIT
"""The home itself: a fault here would make every other process test mean nothing."""

import pytest

import desk
import home


def test_what_is_published_comes_back_with_its_flags_and_expiry(listener):
    listener.publish("some/topic", {"a": 1}, retain=True, expiry_sec=60)
    message = listener.wait_for_topic("some/topic")
    assert (message.json, message.retain, message.qos, message.expiry_sec) == ({"a": 1}, True, 1, 60)


def test_a_message_that_does_not_come_fails_the_wait_and_shows_what_came(listener):
    listener.publish("some/topic", "text")
    listener.wait_for_topic("some/topic")
    with pytest.raises(AssertionError, match="some/topic: text"):
        listener.wait_for(lambda message: message.topic == "another/topic", timeout=0.1)


def test_a_killed_broker_comes_back_on_its_port_and_the_listener_with_it(broker, listener):
    broker.kill()
    listener.wait_disconnected()
    broker.start()
    listener.wait_connected()
    since = listener.mark()
    listener.publish("some/topic", "text")
    listener.wait_for_topic("some/topic", since=since)


def test_two_brokers_have_two_ports(broker, tmp_path):
    other = home.Broker(tmp_path)
    try:
        assert other.port != broker.port
    finally:
        other.close()


def test_a_cut_relay_disconnects_and_an_opened_one_lets_through_again(broker, relay, listener_factory):
    ear = listener_factory(relay.port)
    relay.cut()
    ear.wait_disconnected()
    relay.open()
    ear.wait_connected().settle()


def test_a_stalled_relay_holds_messages_back_until_it_is_opened(listener, relay, listener_factory):
    ear = listener_factory(relay.port)
    relay.stall()
    listener.publish("some/topic", "text")
    listener.settle()
    with pytest.raises(AssertionError):
        ear.wait_for_topic("some/topic", timeout=0.2)
    relay.open()
    ear.wait_for_topic("some/topic")


def test_a_restarted_bus_has_its_address_and_is_heard_again(session_bus):
    session_bus.restart()
    since = session_bus.mark()
    session_bus.settle()
    assert session_bus.find(since, member="NameHasOwner")
    assert session_bus.address == f"unix:path={session_bus.socket}"


def test_everybody_on_a_bus_is_who_they_say(system_bus, peer):
    for account in desk.ACCOUNTS:
        name = peer(system_bus, account).name
        credentials = system_bus.call(*desk.BUS, "GetConnectionCredentials", "s", name)
        assert credentials["UnixUserID"] == account.uid
        assert tuple(gid for gid in credentials["UnixGroupIDs"] if gid != account.uid) == account.groups


def test_a_peer_hears_signals_and_is_told_errors(session_bus, stand_in, peer):
    somebody = peer(session_bus, desk.STRANGER)
    screensaver = stand_in(session_bus, "screensaver.py", "org.freedesktop.ScreenSaver")
    where = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
    assert somebody.call(*where, "GetActive", destination=screensaver.bus_name) == [False]
    screensaver.call(where[0], desk.MOCK, "SetActive", "b", True)
    assert somebody.signals(where[1]) == [[*where, "ActiveChanged", [True]]]
    with pytest.raises(desk.Refused) as refusal:
        somebody.call(*where, "Dance", destination=screensaver.bus_name)
    assert refusal.value.name == "org.freedesktop.DBus.Error.UnknownMethod"


def test_a_stand_in_that_restarts_has_its_name_again(system_bus, stand_in):
    logind = stand_in(system_bus, "logind.py", "org.freedesktop.login1")
    logind.call("/org/freedesktop/login1", desk.MOCK, "LogIn", "susa{sv}", "1", desk.ANNA.uid, "anna", {})
    sessions = logind.call("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "ListSessions")
    assert [session[:4] for session in sessions] == [("1", desk.ANNA.uid, "anna", "seat0")]
    logind.restart()
    assert logind.call("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "ListSessions") == []


def test_a_watch_of_the_idle_monitor_fires_when_it_should(session_bus, stand_in):
    mutter = stand_in(session_bus, "mutter.py", "org.gnome.Mutter.IdleMonitor")
    path, interface = "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor"
    watch = mutter.call(path, interface, "AddIdleWatch", "t", 1000)
    active = mutter.call(path, interface, "AddUserActiveWatch")
    for act, arguments in (("BeIdle", ("t", 500)), ("BeIdle", ("t", 1500)), ("BeIdle", ("t", 2500)), ("BeActive", ())):
        mutter.call(path, desk.MOCK, act, *arguments)
    session_bus.settle()
    assert [message.body for message in session_bus.find(member="WatchFired")] == [[watch], [active]]
