# SPDX-License-Identifier: MIT
"""Logs for `unslouch replay`, and what the bouts of a day are by the definitions alone: no code of the daemon's is used."""

import dataclasses
import datetime
import json
import pathlib

import home

TOPIC = "zigbee2mqtt/Office chair"

CHANNELS = """
channels = (
  { name = "lamp"; kind = "light"; via = "zigbee2mqtt"; device = "Desk lamp"; },
  { name = "speaker"; kind = "speech"; via = "hermes"; site = "office"; },
  { name = "phone"; kind = "phone"; }
);
"""


def config(breaks="", person="quiet_hours = ();", zone="Europe/Berlin"):
    """Anna, with a chair, a lamp, a speaker and a phone."""
    return (
        'people = ( { id = "anna"; name = "Anna"; '
        f'sensors = ( {{ name = "chair"; kind = "seat"; topic = "{TOPIC}"; field = "contact"; when = "false"; }} ); '
        f"breaks = {{ {breaks} }}; {person} }} );\n{CHANNELS}\n"
        f'time_zone = "{zone}";\n'
    )


def line(when, topic, payload, retain=0):
    """One line as `mosquitto_sub -F %j` writes it."""
    zone = when.strftime("%z")
    stamp = when.strftime("%Y-%m-%dT%H:%M:%S.%fZ") + zone
    payload = payload if isinstance(payload, str) else json.dumps(payload, separators=(",", ":"))
    size = len(payload.encode())
    fields = {"tst": stamp, "topic": topic, "qos": 1, "retain": retain, "payloadlen": size, "payload": payload}
    return json.dumps(fields) + "\n"


def chair_log(changes):
    """A log of a contact sensor under a chair: (time, seated) for each change."""
    return "".join(
        line(when, TOPIC, {"battery": 100, "contact": not seated, "linkquality": 40 + number % 60})
        for number, (when, seated) in enumerate(changes)
    )


def replay(directory, config_text, log, until=None, as_json=True, state=None):
    """Replays the log and returns the messages (as_json), or the days' summary; a store is kept in the folder state."""
    directory = pathlib.Path(directory)
    (directory / "replay.conf").write_text(config_text, encoding="utf-8")
    (directory / "replay.log").write_text(log, encoding="utf-8")
    arguments = ["replay", "--config", directory / "replay.conf"]
    arguments += ["--json"] if as_json else []
    arguments += ["--until", until.isoformat()] if until else []
    arguments += ["--state", state] if state else []
    done = home.run_unslouch(*map(str, arguments), str(directory / "replay.log"), timeout=100)
    assert done.returncode == 0, done.stderr
    return [json.loads(text) for text in done.stdout.splitlines()] if as_json else done.stderr


def time_of(message):
    return datetime.datetime.strptime(message["tst"].replace("Z", ""), "%Y-%m-%dT%H:%M:%S.%f%z")


def prompts_of(messages, person="anna"):
    """(time, event) of each prompt event but the posture checks."""
    topic = f"unslouch/{person}/prompt"
    events = [(time_of(message), json.loads(message["payload"])) for message in messages if message["topic"] == topic]
    return [(when, event) for when, event in events if event["event_type"] != "posture_check"]


def states_of(messages, person="anna"):
    topic = f"unslouch/{person}/state"
    return [(time_of(message), json.loads(message["payload"])) for message in messages if message["topic"] == topic]


@dataclasses.dataclass
class Bout:
    """Seated intervals (start, end in seconds) joined across short gaps; `after` is the gap that closes it, or None."""

    intervals: list
    after: float = None

    @property
    def seconds(self):
        return sum(end - start for start, end in self.intervals)

    @property
    def end(self):
        return self.intervals[-1][1]

    def clock_at(self, second):
        return sum(min(end, second) - start for start, end in self.intervals if start < second)


def seated_intervals(changes, debounce=10):
    """Seated intervals of (second, seated) changes: a change counts once it has lasted the debounce, from its true edge."""
    kept = []
    for number, (second, seated) in enumerate(changes):
        until = changes[number + 1][0] if number + 1 < len(changes) else float("inf")
        current = kept[-1][1] if kept else None
        if seated == current or (until - second < debounce and kept):
            continue
        kept.append((second, seated))
    intervals = []
    for number, (second, seated) in enumerate(kept):
        if seated:
            intervals.append((second, kept[number + 1][0] if number + 1 < len(kept) else changes[-1][0]))
    return intervals


def bouts_of(intervals, min_break=60):
    bouts = []
    for start, end in intervals:
        if bouts and start - bouts[-1].end < min_break:
            bouts[-1].intervals.append((start, end))
            continue
        if bouts:
            bouts[-1].after = start - bouts[-1].end
        bouts.append(Bout([(start, end)]))
    return bouts
