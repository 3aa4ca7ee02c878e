# SPDX-License-Identifier: MIT
"""conf/asyncapi.json held against what the real daemon publishes and takes, message by message."""

import concurrent.futures
import contextlib
import datetime
import itertools
import json
import os
import re
import subprocess

import jsonschema
import pytest

import home
from contract import DOCUMENT, RECEIVED, SENT, SOURCE, examples, look_up, matching, problems, resolve

# What the document names and no test can bring about, and why.
NOT_REACHABLE = {
    ("why", "sources[].kind", "logind"): "does not come by MQTT, and is not listened to yet",
    ("why", "sources[].kind", "desktop-idle"): "does not come by MQTT, and is not listened to yet",
}

# What test_discovery_rules.py holds against the document, in every form that it has.
SEEN_ELSEWHERE = {"discoveryDevice", "discoveryComponent"}

# What neither the document nor the daemon takes.
NO_COMMANDS = [
    "", "dance", "dnoe", "done now", "snooze soon", "hold", "hold Fe!st", "hold film until late", "release",
    "release a b",
    '{"arg": "done"}', '{"action": "dance"}', '{"action": "done", "when": "now"}', '{"action": ["done"]}',
    '{"action": "done", "id": 1}', '{"action": "snooze", "for": true}', '{"action": "done"', "hold " + 250 * "x",
]
NO_VALUES = {
    "enabled": ["", "maybe", "1"], "sit_limit": ["", "soon", "20.5", "-20", "20 parsecs"],
    "session_days": ["", "someday", "mon;wed"], "session_time": ["", "late", "18", "18:00-"],
}

# Two homes in one: each has sensors of its own.
PEOPLE = """
time_zone = "Europe/Berlin";
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "%s/anna/chair"; when = "on"; room = "office"; },
                { name = "radar"; kind = "presence"; topic = "%s/anna/radar"; room = "office"; },
                { name = "watch"; kind = "room"; topic = "%s/anna/watch"; } );
    breaks = { sit_limit = "20 min"; break_goal = "10 min"; min_break = "10 s"; posture_check = "10 min"; };
    quiet_hours = ( { from = "22:00"; to = "07:00"; } );
    holds = ( { reason = "call"; topic = "%s/anna/call"; when = "on"; } );
  },
  { id = "ben";
    sensors = ( { name = "desk"; kind = "desk-height"; topic = "%s/ben/desk"; field = "cm"; when = "> 95 ~ 3"; },
                { name = "pc"; kind = "activity"; topic = "%s/ben/pc"; when = "on"; stale_after = "never"; },
                { name = "tracker"; kind = "home"; topic = "%s/ben/tracker"; when = "home"; } );
    breaks = { sit_limit = "20 min"; break_goal = "2 min"; linger = "0 min"; posture_check = "off"; };
    quiet_hours = ();
    programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "23:00"; } );
  }
);
channels = (
  { name = "lamp"; kind = "light"; via = "zigbee2mqtt"; device = "Lamp"; },
  { name = "speaker"; kind = "speech"; via = "hermes"; },
  { name = "announcer"; kind = "speech"; via = "homeassistant"; },
  { name = "phone"; kind = "phone"; }
);
"""


class Person:
    """What somebody in the home does, each step of it once the step before has shown its effect."""

    def __init__(self, listener, name, base="unslouch"):
        self.listener, self.name, self.base = listener, name, base
        self.since = 0

    def topic(self, leaf):
        return f"{self.base}/{self.name}/{leaf}"

    def sensor(self, leaf, payload):
        self.since = self.listener.mark()
        self.listener.publish(f"sensors-of-{self.base}/{self.name}/{leaf}", payload)

    def send(self, leaf, payload):
        self.since = self.listener.mark()
        self.listener.publish(self.topic(leaf), payload)

    def see(self, leaf, predicate=lambda message: True):
        """Waits for a message behind the one that was waited for last."""
        message = self.listener.wait_for_topic(self.topic(leaf), predicate, since=self.since)
        self.since = message.number + 1
        return message

    def see_prompt(self, *event_types):
        for event_type in event_types:
            message = self.see("prompt", lambda message, wanted=event_type: message.json["event_type"] == wanted)
        return message

    def see_state(self, **wanted):
        return self.see("state", lambda message: all(message.json[key] == value for key, value in wanted.items()))

    def refused(self, leaf, payload):
        self.send(leaf, payload)
        return self.see("error")


def no_values(*leaves):
    return [(leaf, value) for leaf in leaves for value in NO_VALUES[leaf]]


def live_anna(anna):
    """Every way in which a prompt ends, and most refusals."""
    anna.sensor("radar", "off")
    anna.sensor("chair", "off")
    anna.see_state(posture="away", phase="idle")
    for command in ("done", "not-me", "skip", "snooze", "release film", "hold film until 2020-01-01"):
        anna.refused("cmd", command)
    anna.refused("cmd", {"action": "skip", "id": "anna-2020-01-01-1"})
    for command in NO_COMMANDS:
        anna.refused("cmd", command)
    anna.refused("stand_limit/set", "45")
    for name, value in no_values("enabled", "sit_limit"):
        anna.refused(f"{name}/set", value)

    anna.sensor("chair", "on")
    anna.see_state(posture="sitting", phase="sitting", in_room="office")
    anna.see_prompt("posture_check", "break_due")
    anna.refused("cmd", "snooze 1 min")
    for _ in range(2):
        anna.send("cmd", "snooze 5 min")
        anna.see_state(phase="snoozed")
        anna.see_prompt("break_due")
    anna.refused("cmd", "snooze")
    anna.see_prompt("break_nudge")
    anna.sensor("chair", "off")
    anna.see_state(phase="break")
    anna.see_prompt("break_taken")

    anna.sensor("chair", "on")
    anna.see_prompt("break_due", "break_nudge")
    anna.sensor("chair", "off")
    anna.see_state(phase="break")
    anna.sensor("chair", "on")
    anna.see_prompt("break_partial")

    anna.see_prompt("break_due")
    anna.send("cmd", "skip")
    anna.see_prompt("break_dismissed")
    anna.sensor("chair", "off")
    anna.see_state(phase="idle")

    anna.sensor("chair", "on")
    anna.see_prompt("break_due")
    anna.send("cmd", "hold guests")
    anna.see_prompt("break_moot")
    anna.see_state(phase="held", holds=["guests"])
    anna.send("cmd", "release guests")
    anna.see_prompt("break_due", "break_repeat")
    sat = anna.see("state").json["bout_s"]
    anna.see("state", lambda message: message.json["bout_s"] > sat + 660)
    anna.sensor("chair", "off")
    anna.see_prompt("break_ignored")


def live_ben(ben):
    """Settings, holds, and a posture that no seat decides."""
    ben.sensor("tracker", "not_home")
    ben.see_state(posture="away")
    ben.sensor("desk", {"cm": "high"})
    ben.sensor("desk", {"cm": 110})
    ben.sensor("pc", "on")
    ben.sensor("tracker", "home")
    ben.see_state(posture="standing")
    for name, value in (("stand_limit", "30.0"), ("stand_limit", "20 min")):
        ben.send(f"{name}/set", value)
        ben.see(name)
    ben.refused("stand_limit/set", "19")
    assert ben.see_prompt("break_due").json["about"] == "standing"
    ben.see_state(posture="standing", phase="due")
    ben.send("stand_limit/set", "off")
    ben.see_prompt("break_moot")
    ben.sensor("desk", {"cm": 72})
    ben.see_state(posture="sitting", phase="sitting")

    for name, value in (("sit_limit", "25"), ("break_goal", "3 min"), ("snooze", "15.0"), ("enabled", "OFF")):
        ben.send(f"{name}/set", value)
        ben.see(name)
    ben.see_state(phase="held")
    ben.send("enabled/set", "ON")
    ben.see("enabled")
    for name, value in [("sit_limit", "90"), ("break_goal", "11"), ("snooze", "1 h"),
                        *no_values("session_days", "session_time")]:
        ben.refused(f"{name}/set", value)

    for command in ("hold call", "hold baby 2 h", "hold holiday until 18:00", "hold ill until 2026-12-01 18:00"):
        ben.send("cmd", command)
        ben.see("state")
    for reason in ("baby", "holiday", "ill"):
        ben.send("cmd", f"release {reason}")
        ben.see("state")
    ben.see_state(phase="held", holds=["call"])
    ben.see_prompt("break_due")
    ben.send("cmd", "release call")
    ben.see_prompt("break_nudge")
    ben.send("cmd", {"action": "done", "id": ben.see_state(phase="due").json["prompt_id"]})
    ben.see_prompt("break_taken")
    ben.sensor("pc", "unknown")
    ben.sensor("desk", {"cm": None})
    ben.see_state(posture="unknown", phase="unknown")
    for number in range(16):
        ben.send("cmd", f"hold reason-{number}")
        ben.see("state", lambda message, wanted=number: f"reason-{wanted}" in message.json["holds"])
    ben.refused("cmd", "hold reason-16")
    for number in range(16):
        ben.send("cmd", f"release reason-{number}")
    ben.see_state(holds=[])
    live_by_the_examples(ben)


def live_by_the_examples(person):
    """Everything that the document shows as an example of what the daemon takes."""
    for channel in RECEIVED.values():
        base, _, leaf = channel["address"].partition("/{person}/")
        for example in examples(channel) if base == "{base}" else ():
            person.send(leaf, example)
    for name, fields in (("said", {}), ("shelly", {"device": "shelly", "component": "light:0"})):
        for example in examples(RECEIVED[name]):
            topic = RECEIVED[name]["address"].format(base=person.base, **fields)
            person.listener.publish(topic, example)
    (intent,) = examples(RECEIVED["hermesIntent"])
    person.listener.publish("hermes/intent/UnslouchSnooze", {**intent, "siteId": "default"})
    person.listener.wait_for_topic("hermes/dialogueManager/endSession")
    person.refused("cmd", "skip")


def live_night(anna, daemon):
    """Hours in which nothing is told, a bag on the chair, and the end of the daemon before it is day again."""
    anna.sensor("chair", "on")
    anna.see_state(posture="sitting", phase="off_hours")
    anna.see_prompt("break_due", "seat_check")
    anna.see_state(posture="unknown")
    daemon.stop()


# Ten weeks of somebody with two programmes.
WEEKS = """
time_zone = "Europe/Berlin";
mqtt = { base = "weeks"; discovery = "off"; };
people = (
  { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } );
    quiet_hours = ();
    programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "18:00"; pace = "rep"; },
                   { id = "daily-stretch"; at = "12:30"; }, { id = "gentle-stretch"; } );
    equipment = [ "mat", "pillow", "foam-roller", "chair", "wall", "wall-or-door-frame" ];
  }
);
channels = ( { name = "phone"; kind = "phone"; } );
"""


def sessions_of_weeks():
    """(local time, command) of ten weeks: six as planned, then all that can happen."""
    monday = datetime.datetime(2026, 11, 23)

    def at(week, day, time, command):
        hour, minute = time.split(":")
        return monday + datetime.timedelta(weeks=week, days=day, hours=int(hour), minutes=int(minute)), command

    yield at(0, 0, "10:00", "screening none-apply")
    for week in range(6):
        for day in (0, 2, 4):
            yield at(week, day, "18:01", "session start upper-back-strength")
            yield at(week, day, "19:00", f"session answer {'easy' if week < 4 else 'right'}")
        yield at(week, 5, "12:31", "session start daily-stretch")
        yield at(week, 5, "13:15", "session answer right")
    yield at(6, 0, "09:30", "session light no")
    yield at(6, 0, "10:00", "session move tomorrow 19:00")
    yield at(6, 1, "19:01", "session start upper-back-strength short")
    yield at(6, 1, "19:03", "session pause")
    yield at(6, 1, "19:04", "session resume")
    yield at(6, 1, "19:10", "session pain 5")
    yield at(6, 1, "20:00", "session answer hard")
    yield at(6, 2, "08:30", "session answer worse")
    yield at(6, 2, "12:31", "session start gentle-stretch")
    yield at(6, 2, "13:15", "session answer right")
    # Two days are too few: the third is chosen.
    yield at(6, 6, "10:00", "session days mon,thu")
    yield at(6, 6, "10:01", "session days mon,wed,fri")
    yield at(7, 0, "09:00", "hold holiday until 2027-01-17")
    yield at(8, 0, "18:01", "session start upper-back-strength")
    yield at(8, 0, "18:10", "session pain 7 sharp")
    yield at(8, 0, "18:20", "session clear prone-cobra")
    yield at(8, 0, "18:21", "session clear polka")


def replay_weeks(directory):
    """What the daemon would have published of them, from the same engine."""
    directory.joinpath("weeks.conf").write_text(WEEKS, encoding="utf-8")
    zone = "+0100"
    lines = [
        {"tst": f"{time:%Y-%m-%dT%H:%M:%S}.000000Z{zone}", "topic": "weeks/anna/cmd", "payload": command}
        for time, command in sorted(sessions_of_weeks())
    ]
    done = home.run_unslouch(
        "replay", "--config", directory / "weeks.conf", "--json", "--until", "2027-02-01T12:00:00+01:00", "-",
        input_text="".join(json.dumps(line) + "\n" for line in lines), timeout=90,
    )
    assert done.returncode == 0, done.stderr
    for number, line in enumerate(done.stdout.splitlines()):
        message = json.loads(line)
        yield home.Message(
            number, message["topic"], (message["payload"] or "").encode(), message["qos"], bool(message["retain"]),
            message.get("expiry"), 0.0,
        )


@pytest.fixture(name="messages", scope="module")
def record(tmp_path_factory):
    """Everything below the two base topics, from the first message to the last will."""
    with contextlib.ExitStack() as stack:

        def make(kind, *args):
            return stack.enter_context(contextlib.closing(kind(*args)))

        def run(base, *args):
            people = PEOPLE.replace("%s", f"sensors-of-{base}")
            config = broker.config_text() + f'mqtt = {{ base = "{base}"; }};' + people
            return make(home.Daemon, tmp_path_factory.mktemp(base), config, *args).start()

        broker = make(home.Broker, tmp_path_factory.mktemp("broker")).start()
        listener = make(home.Listener, broker.port).wait_connected()
        day = run("unslouch", "--time-scale", "300", "--start-time", "2026-11-23T09:00:00+01:00")
        night = run("night", "--time-scale", "3000", "--start-time", "2026-11-23T06:00:00+01:00")
        for base in ("unslouch", "night"):
            listener.wait_for_topic(f"{base}/ben/snooze")
        with concurrent.futures.ThreadPoolExecutor() as pool:
            lives = [
                pool.submit(live_anna, Person(listener, "anna")),
                pool.submit(live_ben, Person(listener, "ben")),
                pool.submit(live_night, Person(listener, "anna", "night"), night),
            ]
            for life in lives:
                life.result()
        # Not stop(): it is the broker that says offline.
        day.kill()
        for base in ("unslouch", "night"):
            listener.wait_for_topic(f"{base}/status", lambda message: message.text == "offline")
        listener.settle()
        live = [message for message in listener.messages if re.match("(unslouch|night|hermes)/", message.topic)]
        yield live + list(replay_weeks(tmp_path_factory.mktemp("weeks")))


def sent(messages):
    """What the daemons published: (message, the name of its channel)."""
    pairs = [(message, matching(message.topic)[0]) for message in messages]
    return [(message, name) for message, name in pairs if name in SENT]


def schema_of(name):
    (message,) = SENT[name]["messages"].values()
    return message["payload"]


def decode(message, name):
    """The payload as its content type says; a fraction is none of ours, but for a volume."""
    (described,) = SENT[name]["messages"].values()
    if described["contentType"] == "text/plain":
        return message.text
    if name == "say":
        return message.json
    return json.loads(message.payload, parse_float=lambda text: pytest.fail(f"a fraction in {message}"))


def walk(value, schema, path=""):
    """Every value within the value, with the schema that it is under."""
    yield path, value, schema
    for key, part in schema.get("properties", {}).items():
        if isinstance(value, dict) and key in value:
            yield from walk(value[key], part, f"{path}.{key}".lstrip("."))
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from walk(item, schema["items"], path + "[]")


def enum_members(schema, path=""):
    for member in schema.get("enum", []):
        yield path, member
    for key, part in schema.get("properties", {}).items():
        yield from enum_members(part, f"{path}.{key}".lstrip("."))
    if "items" in schema:
        yield from enum_members(schema["items"], path + "[]")


def is_within(expiry_sec, wanted):
    """Whether the broker's remaining expiry is what a binding says: a number, a schema, or none."""
    if wanted is None or expiry_sec is None:
        return wanted is expiry_sec
    if isinstance(wanted, dict):
        return not problems(expiry_sec, wanted)
    # The broker counts down, by whole seconds.
    return wanted - 1 <= expiry_sec <= wanted


def test_each_topic_is_that_of_one_channel(messages):
    for message in messages:
        assert len(matching(message.topic)) == 1, f"{matching(message.topic)} for {message}"


def test_each_payload_is_as_its_schema_says(messages):
    for message, name in sent(messages):
        assert not problems(decode(message, name), schema_of(name)), f"{message}"


def test_the_keys_come_in_the_order_of_the_document(messages):
    for message, name in sent(messages):
        for _, value, schema in walk(decode(message, name), schema_of(name)):
            if isinstance(value, dict):
                expected = [key for key in schema["properties"] if key in value or key in schema.get("required", ())]
                assert list(value) == expected, f"{message}"


def test_quality_of_service_retaining_and_expiry_are_as_bound(messages):
    for message, name in sent(messages):
        binding = SENT[name]["binding"]
        assert (message.qos, message.retain) == (binding["qos"], binding["retain"]), f"{message}"
        assert is_within(message.expiry_sec, binding.get("messageExpiryInterval")), f"{message}"


def test_each_channel_that_the_daemon_sends_on_is_seen(messages):
    assert {name for _, name in sent(messages)} | SEEN_ELSEWHERE == set(SENT)


def test_each_word_of_an_enumeration_is_seen_or_listed_with_the_reason_why_not(messages):
    named = {(name, *member) for name in set(SENT) - SEEN_ELSEWHERE for member in enum_members(schema_of(name))}
    seen = {
        (name, path, value)
        for message, name in sent(messages)
        for path, value, schema in walk(decode(message, name), schema_of(name))
        if "enum" in schema
    }
    assert named - seen == set(NOT_REACHABLE)


def test_each_reason_for_a_refusal_is_seen(messages):
    reasons = {message.json["reason"] for message, name in sent(messages) if name == "error"}
    assert set(refusal_reasons()) <= reasons


def test_each_key_that_may_be_null_is_seen_so_apart_from_the_words_of_a_language_without_a_file(messages):
    nullable, seen = set(), set()
    for message, name in sent(messages):
        for path, value, schema in walk(decode(message, name), schema_of(name)):
            if "null" in schema.get("type", []):
                nullable.add((name, path))
                if value is None:
                    seen.add((name, path))
    assert nullable - seen == {("prompt", "title"), ("prompt", "message")}


def test_nothing_tells_how_anybody_is(messages):
    for message, _ in sent(messages):
        found = home.HEALTH_WORDS.search(message.topic + message.text.lower())
        assert not found, f"'{found.group()}' in {message}"


def changes(messages, leaf):
    """Each message on a person's topic together with the one before it on the same."""
    by_topic = sorted(messages, key=lambda message: message.topic)
    for topic, group in itertools.groupby(by_topic, lambda message: message.topic):
        if topic.endswith("/" + leaf):
            yield from itertools.pairwise(group)


def test_no_state_is_published_twice(messages):
    for leaf in ("state", "why", "session", "plan"):
        for before, after in changes(messages, leaf):
            assert before.payload != after.payload, f"{before}\n{after}"


def test_counters_alone_make_no_more_than_one_state_a_minute(messages):
    counters = ("bout_s", "sitting_today_s", "longest_bout_today_s")
    for before, after in changes(messages, "state"):
        old, new = before.json, after.json
        if all(old[key] == new[key] for key in old if key not in counters):
            # In whole seconds of the daemon's own, fast clock.
            assert new["sitting_today_s"] - old["sitting_today_s"] >= 59, f"{before}\n{after}"


def test_the_examples_are_as_their_schemas_say():
    for name, channel in {**SENT, **RECEIVED}.items():
        for message in channel["messages"].values():
            assert message["examples"], f"{name} has no example"
            for example in message["examples"]:
                assert not problems(example["payload"], message["payload"]), f"{name}: {example}"


def test_what_the_document_shows_as_a_command_is_understood(messages):
    """Refused perhaps, at that moment, but never as something that cannot be read."""
    shown = {json.dumps(payload) if isinstance(payload, dict) else payload
             for channel in RECEIVED.values() if "{person}" in channel["address"] for payload in examples(channel)}
    told = {message.text for message in messages if message.topic.startswith("unslouch/ben/")}
    assert shown <= told
    for message, name in sent(messages):
        if name == "error" and message.topic.startswith("unslouch/ben/"):
            reason = message.json["reason"]
            unreadable = message.json["command"] in [value for _, value in no_values("session_days", "session_time")]
            assert unreadable or reason in refusal_reasons() + session_refusal_reasons(), f"{message}"


@pytest.mark.parametrize("payload", NO_COMMANDS)
def test_what_the_daemon_cannot_read_as_a_command_the_document_refuses_too(payload):
    for message in RECEIVED["command"]["messages"].values():
        value = payload
        if message["contentType"] == "application/json":
            try:
                value = json.loads(payload)
            except ValueError:
                continue
        assert problems(value, message["payload"]), f"{payload!r} is taken for {message['name']}"


def test_what_the_daemon_cannot_read_as_a_setting_the_document_refuses_too():
    for leaf, values in NO_VALUES.items():
        (channel,) = [channel for channel in RECEIVED.values() if channel["address"].endswith(f"/{leaf}/set")]
        (message,) = channel["messages"].values()
        for value in values:
            assert problems(value, message["payload"]), f"{value!r} is taken for {leaf}"


def c_table(file, name):
    """The texts of a constant table in the daemon's source, in their order."""
    source = (SOURCE / "daemon" / file).read_text(encoding="utf-8")
    body = re.search(re.escape(name) + r"\[[^]]*\] = \{(.*?)\};", source, re.DOTALL)
    assert body, f"{file} has no table {name}"
    return re.findall(r'"([^"]*)"', body[1])


def refusal_reasons():
    source = (SOURCE / "daemon/wire/publish.c").read_text(encoding="utf-8")
    reasons = re.findall(r'case REFUSAL_\w+: return "([^"]+)";', source)
    assert reasons, "the table of refusals is not found"
    return reasons


def session_refusal_reasons():
    source = (SOURCE / "daemon/wire/publish_session_error.c").read_text(encoding="utf-8")
    reasons = re.findall(r'"([A-Z][^"]+\.)"', source)
    assert reasons, "the reasons about sessions are not found"
    return reasons


def test_the_words_are_those_of_the_daemon():
    schemas = resolve(DOCUMENT["components"]["schemas"])
    assert schemas["posture"]["enum"] == c_table("wire/publish.c", "posture_names")
    assert schemas["phase"]["enum"] == c_table("wire/publish.c", "phase_names")
    assert schemas["whySource"]["properties"]["kind"]["enum"] == c_table("wire/publish.c", "source_kind_names")
    assert schemas["prompt"]["properties"]["event_type"]["enum"] == c_table("wire/catalogue.c", "prompt_type_names")
    actions = c_table("wire/command.c", "command_words")
    assert schemas["commandJson"]["properties"]["action"]["enum"] == actions
    leaves = {channel["address"].split("/")[-1] for name, channel in SENT.items() if name + "Set" in RECEIVED}
    assert leaves == {*c_table("wire/publish.c", "setting_names"), "session_days", "session_time"}


@pytest.mark.parametrize("language", ["en", "de"])
def test_there_are_words_for_each_event_type(language):
    text = (SOURCE / f"conf/messages/{language}.ini").read_text(encoding="utf-8")
    sections = set(re.findall(r"^\[(\w+)\]$", text, re.MULTILINE))
    event_types = resolve(DOCUMENT["components"]["schemas"]["prompt"])["properties"]["event_type"]["enum"]
    standing = {f"standing_{name.removeprefix('break_')}" for name in event_types if name.startswith("break_")}
    others = {"actions", "activities", "entities", "interval", "notes", "session"}
    assert sections - others == set(event_types) | standing


def test_the_document_has_the_version_of_the_daemon():
    said = subprocess.run([os.environ["UNSLOUCHD"], "--version"], capture_output=True, text=True, check=True).stdout
    assert DOCUMENT["info"]["version"] in said.split()


# The fields that AsyncAPI 3.0.0 knows, of the kinds of object that the document uses; those that it needs come first.
FIELDS = {
    "root": (["asyncapi", "info"], ["defaultContentType", "servers", "channels", "operations", "components"]),
    "info": (["title", "version"], ["description", "license"]),
    "server": (["host", "protocol"], ["protocolVersion", "description", "bindings"]),
    "channel": (["address", "messages"], ["description", "parameters"]),
    "operation": (["action", "channel"], ["summary", "messages", "bindings"]),
    "message": (["name", "contentType", "payload", "examples"], ["title"]),
    "parameter": ([], ["description", "default", "examples"]),
    "operation binding": (["qos", "bindingVersion"], ["retain", "messageExpiryInterval"]),
}


def check_fields(kind, value):
    needed, possible = FIELDS[kind]
    assert set(needed) <= set(value) <= {*needed, *possible}, f"{kind}: {value}"


def test_the_document_is_built_as_asyncapi_says():
    assert DOCUMENT["asyncapi"] == "3.0.0"
    check_fields("root", DOCUMENT)
    check_fields("info", DOCUMENT["info"])
    for kind, values in (("server", DOCUMENT["servers"]), ("channel", DOCUMENT["channels"]),
                         ("operation", DOCUMENT["operations"]), ("message", DOCUMENT["components"]["messages"]),
                         ("parameter", DOCUMENT["components"]["parameters"])):
        for value in values.values():
            check_fields(kind, value)
    for operation in DOCUMENT["operations"].values():
        assert operation["action"] in ("send", "receive")
        check_fields("operation binding", operation["bindings"]["mqtt"])
        channel = operation["channel"]["$ref"]
        assert re.fullmatch(r"#/channels/\w+", channel)
        # All messages of the channel, by way of the channel.
        assert [message["$ref"] for message in operation["messages"]] == [
            f"{channel}/messages/{name}" for name in look_up(channel)["messages"]
        ]
    for channel in DOCUMENT["channels"].values():
        assert re.findall(r"\{(\w+)\}", channel["address"]) == list(channel.get("parameters", {}))


def test_each_channel_is_that_of_one_operation():
    used = [operation["channel"]["$ref"].split("/")[-1] for operation in DOCUMENT["operations"].values()]
    assert sorted(used) == sorted(DOCUMENT["channels"])


def test_each_schema_is_one_and_each_object_in_it_is_strict():
    for name, schema in resolve(DOCUMENT["components"]["schemas"]).items():
        jsonschema.Draft7Validator.check_schema(schema)
        # Not walk(): there is no value yet.
        parts = [schema]
        for part in parts:
            parts += [*part.get("properties", {}).values(), *([part["items"]] if "items" in part else [])]
            assert part.get("description") or "enum" in part or "pattern" in part or part["type"] == "string", name
            # Forms that are not ours have more keys than we know of.
            if part["type"] == "object" and not name.startswith(("hermes", "discovery", "shelly", "device")):
                assert part["additionalProperties"] is False, name
                if name != "commandJson":
                    assert part["required"] == list(part["properties"]), name


def test_nothing_in_the_document_is_unused():
    text = json.dumps(DOCUMENT)
    for kind, values in DOCUMENT["components"].items():
        for name in values:
            assert f'"#/components/{kind}/{name}"' in text, f"{kind}/{name}"
