# SPDX-License-Identifier: MIT
"""A lamp shows what is due, and then exactly what it showed before."""

import pytest

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
)
ZIGBEE = 'channels = ( { name = "lamp"; kind = "light"; via = "zigbee2mqtt"; device = "Desk lamp"; } );\n'
FAST = "--time-scale=600"
SET = "zigbee2mqtt/Desk lamp/set"

BEFORE = {
    "a white one": {"state": "ON", "brightness": 120, "color_mode": "color_temp", "color_temp": 370,
                    "color": {"x": 0.45, "y": 0.41}},
    "a coloured one": {"state": "ON", "brightness": 33, "color_mode": "xy", "color": {"x": 0.17, "y": 0.7}},
    "one that is off": {"state": "OFF", "brightness": 254, "color_mode": "color_temp", "color_temp": 250},
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_a_zigbee2mqtt_lamp_gets_back_what_it_showed(broker, listener, daemon_factory, before):
    daemon_factory(broker.config_text() + PEOPLE + ZIGBEE, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/Desk lamp", before)
    listener.publish("chair", "ON")
    listener.wait_for_prompt("anna", "break_due")
    shown = listener.wait_for_topic(SET).json
    assert shown.get("state") == "ON"
    # the lamp says what it shows now
    listener.publish("zigbee2mqtt/Desk lamp", {**before, **shown, "color_mode": "xy" if "color" in shown else "color_temp"})
    since = listener.mark()
    listener.publish("chair", "OFF")
    restored = listener.wait_for_topic(SET, since=since).json
    restored.pop("transition", None)
    if before["state"] == "OFF":
        # it will turn on as it would have done
        assert restored == {"brightness": before["brightness"]}
        off = listener.wait_for_topic(SET, lambda message: "state" in message.json, since=since).json
        assert off == {"state": "OFF", "color_temp": before["color_temp"]}
    elif before["color_mode"] == "xy":
        assert restored == {"state": "ON", "brightness": before["brightness"], "color": before["color"]}
    else:
        assert restored == {"state": "ON", "brightness": before["brightness"], "color_temp": before["color_temp"]}


def test_a_lamp_that_somebody_changed_meanwhile_is_left_alone(broker, listener, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + ZIGBEE, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/Desk lamp", BEFORE["a white one"])
    listener.publish("chair", "ON")
    shown = listener.wait_for_topic(SET).json
    listener.publish("zigbee2mqtt/Desk lamp", {**BEFORE["a white one"], **shown})
    listener.settle()
    listener.publish("zigbee2mqtt/Desk lamp", {"state": "ON", "brightness": 5, "color_mode": "xy", "color": {"x": 0.2, "y": 0.2}})
    listener.settle()
    since = listener.mark()
    listener.publish("chair", "OFF")
    listener.wait_for_state("anna", since=since, posture="away")
    listener.settle()
    assert listener.on(SET, since) == []


def test_a_taken_break_is_shown_in_green_and_then_the_lamp_as_before(broker, listener, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + ZIGBEE, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/Desk lamp", BEFORE["a white one"])
    listener.publish("chair", "ON")
    listener.wait_for_prompt("anna", "break_due")
    # who leaves at once was about to anyway, and took no break
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 1260)
    since = listener.mark()
    listener.publish("chair", "OFF")
    listener.wait_for_prompt("anna", "break_taken")
    green = listener.wait_for_topic(SET, lambda message: "color" in message.json, since=since)
    listener.wait_for_topic(SET, lambda message: message.json.get("color_temp") == 370, since=green.number + 1)


def test_a_tasmota_lamp_is_asked_and_gets_back_what_it_showed(broker, listener, daemon_factory):
    channel = 'channels = ( { name = "lamp"; kind = "light"; via = "tasmota"; device = "lamp"; } );\n'
    daemon_factory(broker.config_text() + PEOPLE + channel, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("stat/lamp/RESULT", '{"POWER":"ON","Dimmer":50,"Color":"0,255,0","HSBColor":"120,100,50","White":0}')
    listener.publish("tele/lamp/STATE", '{"POWER":"ON","Dimmer":50,"Color":"0,255,0","HSBColor":"120,100,50","White":0}')
    listener.publish("chair", "ON")
    listener.wait_for_prompt("anna", "break_due")
    commands = lambda message: message.topic.startswith("cmnd/lamp/") and "acklog" in message.topic
    listener.wait_for(commands)
    since = listener.mark()
    listener.publish("chair", "OFF")
    restored = listener.wait_for(commands, since=since).text
    assert "120,100,50" in restored or "0,255,0" in restored


def test_a_lamp_is_given_back_when_the_daemon_ends(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE + ZIGBEE, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("zigbee2mqtt/Desk lamp", BEFORE["a coloured one"])
    listener.publish("chair", "ON")
    shown = listener.wait_for_topic(SET).json
    listener.publish("zigbee2mqtt/Desk lamp", {**BEFORE["a coloured one"], **shown})
    listener.settle()
    since = listener.mark()
    daemon.stop()
    restored = listener.wait_for_topic(SET, since=since).json
    assert restored["brightness"] == 33 and restored["color"] == {"x": 0.17, "y": 0.7}
    offline = listener.wait_for_topic("unslouch/status", lambda message: message.text == "offline", since=since)
    assert offline.number > listener.on(SET, since)[0].number
