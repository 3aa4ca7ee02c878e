# SPDX-License-Identifier: MIT
"""One button on a real broker that leads a whole session, and rooms in a replayed evening."""

import json

import home

START = "2026-11-23T17:00:00+01:00"
# A minute is half a second.
FAST = ("--time-scale=120", f"--start-time={START}")
TOPIC = "zigbee2mqtt/Bed side button"

CONFIG = """
time_zone = "Europe/Berlin";
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "home/chair"; when = "on"; } );
    quiet_hours = ();
    programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "17:10-21:00"; } );
    equipment = [ "mat", "pillow", "foam-roller", "chair", "wall" ];
    buttons = ( { topic = "zigbee2mqtt/Bed side button"; field = "action"; } );
  }
);
channels = ( { name = "radio"; kind = "speech"; via = "raw"; topic = "radio/say"; } );
"""


class Button:
    """Anna's only way to say something."""

    def __init__(self, listener):
        self.listener = listener
        self.since = 0

    def press(self, action):
        self.since = self.listener.mark()
        self.listener.publish(TOPIC, json.dumps({"action": action, "linkquality": 112}))
        # Some versions of zigbee2mqtt take the action back.
        self.listener.publish(TOPIC, json.dumps({"action": "", "linkquality": 112}))

    def see(self, timeout=home.PATIENCE_SEC, **wanted):
        return self.listener.wait_for_topic(
            "unslouch/anna/session",
            lambda message: all(message.json[key] == value for key, value in wanted.items()), timeout, self.since,
        ).json

    def errors(self):
        return [message.json for message in self.listener.on("unslouch/anna/error")]


def test_one_button_leads_a_whole_session(broker, listener, daemon_factory):
    # What was pressed yesterday is no press.
    listener.publish(TOPIC, '{"action": "single"}', retain=True)
    listener.wait_for_topic(TOPIC)
    daemon_factory(broker.config_text() + CONFIG, *FAST)
    button = Button(listener)
    listener.wait_for_topic("unslouch/anna/plan")
    listener.publish("home/chair", "off")
    listener.publish("unslouch/anna/cmd", "screening none-apply")
    listener.wait_for_prompt("anna", "session_due")
    assert button.see(state="none")
    button.press("single")
    button.see(state="running")
    # Pause and go on, by the same press.
    button.press("double")
    button.see(state="paused")
    button.press("double")
    button.see(state="running")
    # One set is done; then it hurts, and the exercise is over; the next one is cut short.
    first = button.see(phase="rest", timeout=60)["exercise"]
    button.press("hold")
    listener.wait_for_topic(
        "unslouch/anna/session", lambda message: message.json["exercise"] not in (None, first), since=button.since
    )
    button.press("single")
    button.see(state="question", timeout=90)
    assert not button.errors()
    button.press("single")
    button.see(state="done")
    listener.wait_for_state("anna", week_done=1, week_target=3)
    # Now the same press is about breaks again, of which there is none.
    button.press("double")
    listener.wait_for_topic("unslouch/anna/error", since=button.since)
    assert [error["command"] for error in button.errors()] == ["snooze"]


ROOMS = """
time_zone = "Europe/Berlin";
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "office/chair"; when = "on"; room = "office"; },
                { name = "laptop"; kind = "activity"; topic = "laptop/active"; portable = true; stale_after = "never"; },
                { name = "office-beacon"; kind = "room"; via = "espresense"; device = "watch/office"; room = "office"; },
                { name = "lounge-beacon"; kind = "room"; via = "espresense"; device = "watch/lounge"; room = "lounge"; } );
    quiet_hours = ();
    breaks = { posture_check = "off"; };
  }
);
channels = ( { name = "office"; kind = "template"; topic = "office/display"; payload = "{text}"; room = "office"; },
             { name = "desk-lamp"; kind = "light"; via = "zigbee2mqtt"; device = "desk lamp"; room = "office"; },
             { name = "floor-lamp"; kind = "light"; via = "zigbee2mqtt"; device = "floor lamp"; room = "lounge"; },
             { name = "voice"; kind = "speech"; via = "raw"; topic = "lounge/say"; room = "lounge"; } );
"""


def replay(tmp_path, lines):
    """What is published, as (minute, topic, payload), for the same of what comes; "+M:S" from 17:00 on."""
    (tmp_path / "f.conf").write_text(ROOMS, encoding="utf-8")
    log = [
        {"tst": f"2026-11-23T17:{minute:02}:{second:02}.000000Z+0100", "topic": topic, "payload": payload}
        for minute, second, topic, payload in lines
    ]
    done = home.run_unslouch(
        "replay", "--config", tmp_path / "f.conf", "--json", "--until", "2026-11-23T17:50:00+01:00", "-",
        input_text="".join(json.dumps(line) + "\n" for line in log),
    )
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return [(message["tst"][11:16], message["topic"], message["payload"]) for message in messages]


def beacons(minute, office, lounge):
    """What both hear of the watch, twice in the minute."""
    return [
        (minute, second, f"espresense/devices/watch/{room}", json.dumps({"id": "watch", "rssi@1m": -71, "distance": distance}))
        for second in (1, 31) for room, distance in (("office", office), ("lounge", lounge))
    ]


def test_who_walks_over_is_told_there(tmp_path):
    lines = [
        (0, 0, "zigbee2mqtt/desk lamp", '{"state":"OFF"}'), (0, 0, "zigbee2mqtt/floor lamp", '{"state":"OFF"}'),
        (0, 1, "laptop/active", "on"),
    ]
    for minute in range(45):
        # At 17:31 the laptop moves to the sofa; a beacon that wavers moves nobody.
        lines += beacons(minute, 1.5, 8 - 6.2 * (minute == 10)) if minute < 31 else beacons(minute, 6.0, 1.0)
    messages = replay(tmp_path, sorted(lines, key=lambda line: line[:2]))
    rooms = [
        (when, value["in_room"])
        for when, value in ((when, json.loads(payload)) for when, topic, payload in messages if topic == "unslouch/anna/state")
    ]
    changes = [room for room, before in zip(rooms, [(None, None)] + rooms) if room[1] != before[1]]
    assert changes == [("17:00", "office"), ("17:31", "lounge"), ("17:45", None)]
    lamps = [
        (when, topic.split("/")[1], json.loads(payload)["state"])
        for when, topic, payload in messages if topic.endswith("lamp/set") and "state" in json.loads(payload)
    ]
    assert lamps[0] == ("17:30", "desk lamp", "ON")
    assert ("17:31", "desk lamp", "OFF") in lamps and ("17:31", "floor lamp", "ON") in lamps
    assert not [lamp for lamp in lamps if lamp[1] == "desk lamp" and lamp[0] > "17:31"]
    # The first step was told in the office, the next one where she is.
    assert [when for when, topic, _ in messages if topic == "office/display"] == ["17:30"]
    assert "17:32" in [when for when, topic, _ in messages if topic == "lounge/say"]
    why = [json.loads(payload) for when, topic, payload in messages if topic == "unslouch/anna/why" and when < "17:45"]
    assert (why[-1]["in_room"], why[-1]["in_room_by"]) == ("lounge", "lounge-beacon")
