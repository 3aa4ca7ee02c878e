# SPDX-License-Identifier: MIT
"""The home itself: a fault here would make every other process test mean nothing."""

import pytest

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
