# SPDX-License-Identifier: MIT
"""A broker that goes away: nothing is lost that is still true, and nothing is told that is not."""

import contextlib

import home

CHAIR = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)
# Twenty minutes in two seconds.
FAST = "--time-scale=600"


def due_prompts(listener):
    """The break_due events among all that the listener has heard, those of retained replays aside."""
    messages = listener.on("unslouch/anna/prompt")
    return [message for message in messages if message.json["event_type"] == "break_due"]


def sit_until_due(listener):
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    listener.wait_for_state("anna", posture="sitting")


def test_what_falls_due_without_a_broker_is_told_once_with_a_fresh_expiry(broker, relay, listener, daemon_factory):
    daemon_factory(broker.config_text(relay.port) + CHAIR, FAST)
    sit_until_due(listener)
    relay.cut()
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "offline")
    broker.kill()
    broker.start()
    listener.wait_disconnected()
    listener.wait_connected()
    assert due_prompts(listener) == []
    relay.open()
    due = listener.wait_for_prompt("anna", "break_due")
    # the event is good for ten minutes from its delivery, not from when it fell due
    assert 590 <= due.expiry_sec <= 600
    assert not due.retain
    listener.wait_for_prompt("anna", "break_repeat")
    assert len(due_prompts(listener)) == 1


def test_a_broker_killed_while_a_prompt_is_open_hears_of_it_once(broker, relay, listener, daemon_factory):
    daemon_factory(broker.config_text(relay.port) + CHAIR, FAST)
    sit_until_due(listener)
    first = listener.wait_for_prompt("anna", "break_due")
    # a minute of the daemon's later, so that the broker's confirmation has long arrived there
    shown = listener.wait_for_state("anna", phase="due", since=first.number + 1)
    listener.wait_for_topic(
        "unslouch/anna/state", lambda message: message.json["bout_s"] > shown["bout_s"], since=first.number + 1
    )
    relay.cut()
    broker.kill()
    broker.start()
    listener.wait_connected()
    since = listener.mark()
    relay.open()
    state = listener.wait_for_state("anna", phase="due", since=since)
    assert state["prompt_id"] == first.json["id"]
    listener.settle()
    # the broker had confirmed it, so it is not told again
    assert [message.json["id"] for message in due_prompts(listener)] == [first.json["id"]]


def test_who_left_meanwhile_is_told_nothing(broker, relay, listener, daemon_factory):
    config = (
        'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; }, '
        '{ name = "phone"; kind = "home"; topic = "home"; } ); '
        'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
    )
    daemon_factory(broker.config_text(relay.port) + config, FAST)
    sit_until_due(listener)
    relay.cut()
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "offline")
    # it is the first that the daemon hears when it is back
    listener.publish("chair", "OFF", retain=True)
    since = listener.mark()
    relay.open()
    listener.wait_for_state("anna", posture="away", since=since)
    listener.settle()
    for message in due_prompts(listener):
        ended = [m for m in listener.on("unslouch/anna/prompt") if m.json["id"] == message.json["id"]]
        assert ended[-1].json["event_type"] != "break_due", "an open prompt was left behind"


def test_a_start_without_a_broker_is_no_failure(broker, daemon_factory, listener_factory):
    broker.stop()
    daemon_factory(broker.config_text() + CHAIR, FAST)
    broker.start()
    with contextlib.closing(home.Listener(broker.port)) as listener:
        listener.wait_connected()
        listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
        sit_until_due(listener)


def test_the_will_says_offline_when_the_daemon_is_killed(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + CHAIR)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    daemon.kill()
    message = listener.wait_for_topic("unslouch/status", lambda message: message.text == "offline")
    assert message.retain


def test_a_stopped_daemon_says_offline_itself(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + CHAIR)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    daemon.stop()
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "offline")


def test_a_second_daemon_on_the_base_topic_ends_and_names_the_first(broker, listener, daemon_factory):
    config = broker.config_text().replace("port =", 'keepalive = "5 s"; port =') + CHAIR
    daemon_factory(config)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    owner = listener.wait_for_topic("unslouch/owner", lambda message: message.payload).json
    second = daemon_factory(config, start=False)
    second.launch()
    assert second.wait_for_exit(40) not in (0, 78)
    assert owner["host"] in second.log or owner["instance"] in second.log
    listener.settle()
    assert listener.on("unslouch/status")[-1].text == "online"
    assert listener.on("unslouch/owner")[-1].json["instance"] == owner["instance"]


def test_a_daemon_takes_over_after_one_that_was_killed(broker, listener, daemon_factory):
    config = broker.config_text().replace("port =", 'keepalive = "5 s"; port =') + CHAIR
    first = daemon_factory(config)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    first.kill()
    since = listener.mark()
    daemon_factory(config)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online", since=since)
