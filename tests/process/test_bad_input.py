# SPDX-License-Identifier: MIT
"""What bad input gets: no change, one line, a count, an error event; never a crash."""

import json
import re

import pytest

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( '
    '{ name = "chair"; kind = "seat"; topic = "chair"; field = "contact"; when = "false"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)

SECRET = "do-not-log-me"
BAD_PAYLOADS = {
    "not JSON": "{contact: " + SECRET,
    "half of it": '{"contact":true,"text":"' + SECRET,
    "too large": json.dumps({"contact": True, "text": SECRET + "x" * 70000}),
    "too deep": '{"contact":' + "[" * 40 + "]" * 40 + "}",
    "a NUL inside": b'{"contact":true,\x00"text":"' + SECRET.encode() + b'"}',
    "no UTF-8": b'{"contact":true,"text":"\xff\xfe' + SECRET.encode() + b'"}',
    "an object in place of a value": {"contact": {"deep": SECRET}},
    "an array in place of a value": {"contact": [SECRET]},
}


@pytest.fixture
def seated(broker, listener, daemon_factory):
    # why alone is told at most once in ten seconds
    daemon = daemon_factory(broker.config_text() + PEOPLE, "--time-scale=50")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", {"contact": False})
    listener.wait_for_state("anna", posture="sitting")
    return daemon


def rejected(why):
    return why["sources"][0]["rejected"]


@pytest.mark.parametrize("payload", BAD_PAYLOADS.values(), ids=BAD_PAYLOADS)
def test_a_payload_that_cannot_be_read_changes_nothing_and_is_counted(listener, seated, payload):
    since = listener.mark()
    listener.publish("chair", payload)
    listener.wait_for_topic("unslouch/anna/why", lambda message: rejected(message.json) == 1, since=since)
    postures = {message.json["posture"] for message in listener.on("unslouch/anna/state", since)}
    assert postures <= {"sitting"}
    assert SECRET not in seated.log
    assert seated.is_running


def test_many_bad_payloads_are_one_line_that_names_the_topic(listener, seated):
    for _ in range(50):
        listener.publish("chair", "{" + SECRET)
    listener.settle()
    listener.publish("chair", {"contact": True})
    listener.wait_for_topic("unslouch/anna/why", lambda message: message.json["sources"][0]["says"] == "no")
    lines = [line for line in seated.log.splitlines() if "chair" in line]
    assert 1 <= len(lines) <= 2, lines
    assert SECRET not in seated.log


def test_a_message_without_the_field_is_not_an_error(listener, seated):
    since = listener.mark()
    listener.publish("chair", {"battery": 3})
    listener.publish("chair", "{bad")
    why = listener.wait_for_topic("unslouch/anna/why", lambda message: rejected(message.json) > 0, since=since)
    assert rejected(why.json) == 1


@pytest.mark.parametrize(
    "command", ["dance", "", "snooze for ever", "hold", "snooze -5 min", '{"action":"dance"}', '{"no":1}', "{",
                "done please", b"\xff\xfe", "x" * 100000],
    ids=lambda command: repr(command[:20]),
)
def test_a_command_that_cannot_be_read_is_answered_with_what_is_allowed(listener, seated, command):
    listener.publish("unslouch/anna/cmd", command)
    error = listener.wait_for_topic("unslouch/anna/error")
    assert not error.retain
    assert set(error.json) == {"command", "reason", "allowed"}
    assert error.json["reason"]
    assert isinstance(error.json["allowed"], list)
    assert seated.is_running


@pytest.mark.parametrize("setting, value", [
    ("sit_limit", "200"), ("sit_limit", "many"), ("enabled", "perhaps"), ("snooze", "1"), ("break_goal", "-3"),
])
def test_a_setting_outside_its_range_is_refused(listener, seated, setting, value):
    before = listener.wait_for_topic(f"unslouch/anna/{setting}").text
    listener.publish(f"unslouch/anna/{setting}/set", value)
    assert listener.wait_for_topic("unslouch/anna/error").json["reason"]
    listener.settle()
    assert listener.on(f"unslouch/anna/{setting}")[-1].text == before


def test_a_retained_command_is_ignored(broker, listener, daemon_factory):
    listener.publish("unslouch/anna/cmd", "hold holiday", retain=True)
    daemon_factory(broker.config_text() + PEOPLE)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", {"contact": False})
    listener.wait_for_state("anna", posture="sitting")
    listener.settle()
    assert all(message.json["holds"] == [] for message in listener.on("unslouch/anna/state"))


def test_an_answer_to_an_old_prompt_has_no_effect_and_says_so(broker, listener, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", {"contact": False})
    due = listener.wait_for_prompt("anna", "break_due").json["id"]
    old = re.sub(r"\d+$", "77", due)
    listener.publish("unslouch/anna/cmd", {"action": "skip", "id": old})
    listener.wait_for_topic("unslouch/anna/error")
    listener.settle()
    ends = [message.json["event_type"] for message in listener.on("unslouch/anna/prompt")]
    assert "break_dismissed" not in ends
    listener.publish("unslouch/anna/cmd", {"action": "skip", "id": due})
    listener.wait_for_prompt("anna", "break_dismissed")


def test_a_thousand_messages_of_a_broken_sensor_do_no_harm(listener, seated):
    for number in range(1000):
        listener._client.publish("chair", json.dumps({"contact": bool(number % 2)}), qos=0)
    listener.publish("chair", {"contact": False})
    listener.settle()
    listener.publish("unslouch/anna/cmd", "hold call 10 min")
    state = listener.wait_for_state("anna", holds=["call"])
    assert state["posture"] == "sitting"
    assert seated.is_running
