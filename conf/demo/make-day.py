#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes working-day.jsonl, the day that scripts/run plays: what `mosquitto_sub -t '#' -F %j` would have recorded.

The devices' payloads have the forms that real ones send, with names of our own. The day is always the same: the seed is
fixed. Usage: conf/demo/make-day.py > conf/demo/working-day.jsonl
"""

import datetime
import json
import random

DAY = datetime.datetime(2026, 3, 16, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
CHAIR = "zigbee2mqtt/Office chair"
LAMP = "zigbee2mqtt/Desk lamp"
KITCHEN = "zigbee2mqtt/Kitchen radar"
RADAR = "tasmota_desk"
PLUG = "shellyplusplugs-c4d8d50a1b2c"
HOME = "statestream/person/anna/state"

# What Anna does. "sit" and "up" are at the desk; the rest is told below.
STORY = """
08:31:10 sit
# The first reminder; she goes after the spoken one, for four minutes.
09:03:25 up
09:07:40 sit
# She goes when the lamp says so.
09:38:35 up
09:41:15 sit
# She has to finish something, and puts it off on her phone.
10:13:50 cmd snooze
10:25:10 up
10:29:30 sit
# A step to the shelf is no break.
10:44:00 up
10:44:20 sit
# She ignores all of it, the repeat too.
11:27:00 up
11:30:20 sit
# A call: what falls due waits for its end.
11:52:00 call on
12:04:30 call off
12:05:40 up
12:11:00 home not_home
12:52:30 home home
12:58:20 sit
# The chair's sensor is out of reach for a while. The monitor still says that she works.
13:12:00 chair offline
13:26:30 chair online
13:29:05 up
13:33:00 sit
# Home Assistant restarts and knows nothing for a moment.
13:45:00 home unknown
13:45:35 home home
# Up by herself, just as it falls due.
14:03:15 up
14:07:10 sit
# She says no this time, and goes later.
14:38:10 cmd skip
14:51:30 up
14:55:00 sit
# Up by herself, before anything is due.
15:17:20 up
15:21:00 sit
# Too short to fulfil it.
15:52:00 up
15:53:20 sit
16:24:20 up
16:28:10 sit
16:52:30 lamp off
16:59:00 up
17:04:00 home not_home
"""


class Day:
    def __init__(self):
        self.random = random.Random(20260316)
        self.lines = []
        self.counter = 0

    def add(self, at, topic, payload, retain=False, qos=0):
        text = payload if isinstance(payload, str) else json.dumps(payload, separators=(",", ":"))
        message = {
            "tst": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ%z"),
            "topic": topic,
            "qos": qos,
            "retain": int(retain),
            "payloadlen": len(text.encode()),
        }
        if qos > 0:
            message["mid"] = 0
        message["payload"] = text
        self.counter += 1
        self.lines.append((at, self.counter, message))

    def jitter(self, at, most_sec=0.9):
        return at + datetime.timedelta(seconds=round(self.random.uniform(0.05, most_sec), 6))

    def every(self, start, end, least_sec, most_sec):
        """Moments between start and end, at random distances."""
        at = start
        while (at := at + datetime.timedelta(seconds=round(self.random.uniform(least_sec, most_sec), 6))) < end:
            yield at

    # Contact sensor on a pressure mat (zigbee2mqtt): pressed, the contact is open.
    def chair(self, at, occupied):
        self.add(
            self.jitter(at),
            CHAIR,
            {
                "battery": 97,
                "contact": not occupied,
                "device_temperature": 23,
                "linkquality": self.random.randrange(90, 150),
                "power_outage_count": 34,
                "voltage": 3005,
            },
        )

    # The same device about itself: no contact in it.
    def chair_battery(self, at):
        self.add(at, CHAIR, {"battery": 97, "device_temperature": 24, "power_outage_count": 34, "voltage": 3005})

    # HLK-LD2410 below the desk (Tasmota): centimetres to whoever is nearest, as long as somebody is there.
    def radar(self, at):
        near = self.random.randrange(52, 78)
        self.add(
            at,
            f"tele/{RADAR}/SENSOR",
            {
                "Time": at.strftime("%Y-%m-%dT%H:%M:%S"),
                "LD2410": {
                    "Distance": [float(near + 12), float(near + 6), float(near)],
                    "Energy": [self.random.randrange(5, 60), 100],
                },
            },
        )

    # Power of the monitor (Shelly Plus Plug S).
    def plug(self, at, status):
        self.add(
            at,
            f"{PLUG}/events/rpc",
            {
                "src": PLUG,
                "dst": f"{PLUG}/events",
                "method": "NotifyStatus",
                "params": {"ts": round(at.timestamp(), 2), "switch:0": {"id": 0, **status}},
            },
        )

    def monitor(self, start, end):
        total = 30473.355
        for at in self.every(start, end, 60, 240):
            self.plug(at, {"apower": round(self.random.uniform(31, 44), 1)})
        # Its energy, each minute at first and then less often; without the power.
        for at in self.every(start, end, 120, 300):
            total += 0.6
            by_minute = [round(self.random.uniform(500, 720), 3) for _ in range(3)]
            energy = {"by_minute": by_minute, "minute_ts": int(at.timestamp()) // 60 * 60, "total": round(total, 3)}
            self.plug(at, {"aenergy": energy})

    # Tuya ZY-M100 (zigbee2mqtt), with last_seen.
    def kitchen(self, at, present):
        utc = at.astimezone(datetime.timezone.utc)
        self.add(
            at,
            KITCHEN,
            {
                "detection_delay": 0.1,
                "fading_time": 30,
                "illuminance_lux": self.random.randrange(350, 390),
                "last_seen": utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03}Z",
                "linkquality": self.random.randrange(80, 120),
                "maximum_range": 6,
                "minimum_range": 0.3,
                "presence": present,
                "radar_sensitivity": 2,
                "target_distance": None,
            },
        )

    def lamp(self, at, state):
        self.add(
            at,
            LAMP,
            {
                "brightness": 160,
                "color": {"x": 0.3804, "y": 0.3768},
                "color_mode": "color_temp",
                "color_temp": 250,
                "linkquality": 141,
                "state": state,
            },
        )

    def desk(self, start, end):
        """She is at the desk: the radar sees her."""
        for at in self.every(start, end, 40, 80):
            self.radar(at)

    def in_kitchen(self, start, end):
        if (end - start).total_seconds() > 100:
            entered = start + datetime.timedelta(seconds=25.4)
            left = end - datetime.timedelta(seconds=20.7)
            for at in [entered, *self.every(entered, left, 15, 40)]:
                self.kitchen(at, True)
            self.kitchen(left, False)


def at_time(text):
    hours, minutes, seconds = map(int, text.split(":"))
    return DAY + datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def begin(day):
    """What is retained, as a new subscriber gets it, and the devices' first words."""
    start = at_time("08:28:00")
    for topic, payload in (
        ("zigbee2mqtt/bridge/state", {"state": "online"}),
        (f"{CHAIR}/availability", {"state": "online"}),
        (f"{LAMP}/availability", {"state": "online"}),
        (f"{KITCHEN}/availability", {"state": "online"}),
        (f"tele/{RADAR}/LWT", "Online"),
        (f"{PLUG}/online", "true"),
        (HOME, "home"),
        ("pc/in_call", "off"),
    ):
        day.add(day.jitter(start, 0.2), topic, payload, retain=True, qos=1)
    day.chair(at_time("08:28:20"), False)
    day.plug(at_time("08:28:40"), {"apower": 0.6})
    day.lamp(at_time("08:30:30"), "ON")
    day.plug(at_time("08:31:20"), {"apower": 38.2})
    day.monitor(at_time("08:31:20"), at_time("12:15:00"))
    day.plug(at_time("12:15:20"), {"apower": 0.6})
    day.plug(at_time("12:58:35"), {"apower": 36.9})
    day.monitor(at_time("12:58:35"), at_time("16:59:00"))
    day.plug(at_time("16:59:10"), {"apower": 0.6})
    for hour in range(9, 17):
        day.chair_battery(at_time(f"{hour:02}:20:13"))


def tell(day):
    sat_down = got_up = None
    chair_is_online = True
    for line in STORY.split("\n"):
        if not line or line.startswith("#"):
            continue
        clock, what, *rest = line.split()
        at = at_time(clock)
        if what == "sit":
            sat_down = at
            was_out = at_time("12:00:00") < at < at_time("13:20:00")
            if got_up is not None and not was_out:
                day.in_kitchen(got_up, at)
        elif what == "up":
            got_up = at
            day.desk(sat_down, at)
        if what in ("sit", "up") and chair_is_online:
            day.chair(at, what == "sit")
            # It says some things twice.
            if day.random.random() < 0.4:
                day.chair(at + datetime.timedelta(seconds=1), what == "sit")
        elif what == "chair":
            chair_is_online = rest[0] == "online"
            day.add(day.jitter(at), f"{CHAIR}/availability", {"state": rest[0]}, qos=1)
            if chair_is_online:
                day.chair(at + datetime.timedelta(seconds=2), True)
        elif what == "home":
            day.add(day.jitter(at), HOME, rest[0], qos=1)
        elif what == "call":
            day.add(day.jitter(at), "pc/in_call", rest[0], qos=1)
        elif what == "cmd":
            day.add(day.jitter(at), "unslouch/anna/cmd", rest[0], qos=1)
        elif what == "lamp":
            day.lamp(at, rest[0].upper())


def main():
    day = Day()
    begin(day)
    tell(day)
    message_id = 0
    for _, _, message in sorted(day.lines, key=lambda line: line[:2]):
        if "mid" in message:
            message_id += 1
            message["mid"] = message_id
        print(json.dumps(message, separators=(",", ":")))


if __name__ == "__main__":
    main()
