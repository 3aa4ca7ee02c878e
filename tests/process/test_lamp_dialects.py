# SPDX-License-Identifier: MIT
"""Lamps of other makes, as stand-ins that obey and tell: warm, green, and then exactly as before."""

import contextlib
import copy
import functools

import lamp_stand_ins

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
)
# A lamp's echo may take two seconds, which are so many times shorter here.
FAST = "--time-scale=120"

STAND_INS = {
    "a WLED with an effect": (
        lamp_stand_ins.Wled, 'via = "wled"; device = "desk";', {"on": True, "bri": 128, "fx": 38, "col": [8, 255, 200]}),
    "a WLED that is off": (
        functools.partial(lamp_stand_ins.Wled, device="shelf"), 'via = "wled"; device = "shelf";', {"on": False, "bri": 70, "fx": 0, "col": [255, 160, 0]}),
    "an ESPHome light": (
        lamp_stand_ins.Esphome, 'via = "esphome"; device = "node/desk";',
        {"state": "ON", "brightness": 90, "color_mode": "rgb", "color": {"r": 10, "g": 200, "b": 255}}),
    "a Shelly that is off": (
        lamp_stand_ins.Shelly, 'via = "shelly"; device = "shelly"; component = "rgbw:0";',
        {"id": 0, "output": False, "brightness": 75, "rgb": [1, 2, 3], "white": 0}),
}


def test_lamps_turn_warm_then_green_and_are_then_as_before(broker, listener, daemon_factory):
    with contextlib.ExitStack() as stack:
        lamps = {
            name: stack.enter_context(contextlib.closing(kind(broker.port, copy.deepcopy(look))))
            for name, (kind, _, look) in STAND_INS.items()
        }
        channels = ", ".join(
            f'{{ name = "lamp {number}"; kind = "light"; {channel} }}'
            for number, (_, channel, _) in enumerate(STAND_INS.values())
        )
        daemon_factory(broker.config_text() + PEOPLE + f"channels = ( {channels} );\n", FAST)
        listener.wait_for_state("anna", posture="unknown")
        listener.publish("chair", "ON")
        listener.wait_for_prompt("anna", "break_due")
        for name, lamp in lamps.items():
            lamp.wait_until(lambda now, lamp=lamp: lamp.colour(now) == [255, 140, 26], f"{name}: warm")
        # Long after the last echo, and long enough after the prompt that getting up answers it.
        listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 1260)
        listener.publish("chair", "OFF")
        listener.wait_for_prompt("anna", "break_taken")
        for name, lamp in lamps.items():
            lamp.wait_until(lambda now, name=name: now == STAND_INS[name][2], f"{name}: as it was before")
            assert lamp.was_shown([0, 255, 0]), name


def test_a_lamp_that_tells_nothing_blinks_and_that_is_said_once(broker, listener, daemon_factory):
    channel = 'channels = ( { name = "lamp"; kind = "light"; via = "ha-json"; topic = "lamp/set"; } );\n'
    daemon = daemon_factory(broker.config_text() + PEOPLE + channel, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    for event_type in ("break_due", "break_repeat"):
        listener.wait_for_prompt("anna", event_type)
    listener.wait_for(lambda _: len(listener.on("lamp/set")) >= 2)
    assert {message.text for message in listener.on("lamp/set")} == {'{"state":"ON","flash":2}'}
    assert len([line for line in daemon.log.splitlines() if "The light 'lamp' does not tell how it looks" in line]) == 1
