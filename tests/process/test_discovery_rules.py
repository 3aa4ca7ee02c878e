# SPDX-License-Identifier: MIT
"""What people are introduced with to Home Assistant, by its rules; and the rules themselves, by what breaks them."""

import copy
import itertools
import json
import os
import pathlib
import subprocess

import pytest

import contract
import discovery_rules as rules

PRINTER = pathlib.Path(os.environ.get("top_builddir", "."), "tests/process/discovery_printer")
STATUS = "unslouch/status"
# Whether standing has a limit that can be set.
STANDS = "standLimit" in contract.DOCUMENT["channels"]


@pytest.fixture(name="cases", scope="module")
def print_cases():
    """Every combination of what decides the messages, each announced, with something left behind, and withdrawn."""
    done = subprocess.run(
        [PRINTER, contract.SOURCE / "conf/messages"], capture_output=True, text=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


def chosen(cases, **wanted):
    found = [line for line in cases if all(line["case"][key] == value for key, value in wanted.items())]
    assert found, f"there is no case with {wanted}"
    return found


def components(line):
    """(key, component) of all that a case announces, in either mode, with its availability."""
    for message in line["messages"]:
        if message["payload"] == "":
            continue
        config = json.loads(message["payload"])
        match = rules.TOPIC.fullmatch(message["topic"])
        if match["platform"] == "device":
            yield from ((key, part) for key, part in config["components"].items() if not rules.is_removal(part))
        else:
            yield match["object_id"].removeprefix("unslouch_anna-1_"), config


def by_key(line):
    return dict(components(line))


def full(cases, mode="device"):
    """Somebody who has everything."""
    return next(
        line for line in chosen(
            cases, what="announce", mode=mode, language="en", has_routine=True, has_stand_limit=True)
        if len(line["case"]["holds"]) == 10 and len(line["case"]["programmes"]) == 3)


@pytest.fixture(name="distinct", scope="module")
def distinct_components(cases):
    """The components of all cases, each form of them once."""
    found = {json.dumps(part, sort_keys=True): (key, part) for line in cases for key, part in components(line)}
    return list(found.values())


def test_every_message_of_every_combination_keeps_the_rules(cases):
    faults = {
        (fault, message["topic"])
        for line in cases
        for message in line["messages"]
        for fault in rules.message_faults(message["topic"], message["payload"], message["qos"], message["retain"])
    }
    assert not faults
    assert all(message["is_state"] for line in cases for message in line["messages"])


def test_every_combination_is_among_them(cases):
    seen = {
        (case["what"], case["mode"], case["language"], case["has_routine"], case["has_stand_limit"],
         len(case["holds"]), len(case["programmes"]))
        for case in (line["case"] for line in cases)
    }
    wanted = itertools.product(
        ("announce", "announce_left", "withdraw"), ("off", "device", "component"), ("", "en", "de"), (False, True),
        (False, True), (0, 1, 10, 66), (0, 1, 3))
    assert seen == set(wanted)
    assert {line["case"]["name"] for line in cases} == {"Anna", "Sitting", 'Jörg "Jo" {{ x }}', ""}


def test_off_says_nothing(cases):
    assert not any(line["messages"] for line in chosen(cases, mode="off"))


def test_a_device_is_one_message_and_both_modes_have_the_same_components(cases):
    for device, single in zip(
            chosen(cases, what="announce", mode="device"), chosen(cases, what="announce", mode="component")):
        assert [message["topic"] for message in device["messages"]] == [
            "homeassistant/device/unslouch_anna-1/config"]
        assert len(single["messages"]) == len(by_key(single))
    one, other = by_key(full(cases)), by_key(full(cases, "component"))
    assert list(one) == list(other)
    around = {"device", "origin", "availability", "availability_topic"}
    for key, part in one.items():
        assert {name: value for name, value in part.items() if name not in around} == {
            name: value for name, value in other[key].items() if name not in around}


def test_who_has_more_gets_more(cases):
    routine = {"next_session", "week_done", "streak", "start_session", "pause_session", "resume_session", "next",
               "stop_session", "session_days", "session_time"}
    for line in chosen(cases, what="announce", mode="device"):
        case, keys = line["case"], set(by_key(line))
        assert (keys & routine) == (routine if case["has_routine"] else set())
        assert ("stand_limit" in keys) == (case["has_stand_limit"] and STANDS)
        assert ("hold" in keys) == bool(case["holds"])
        assert ("programme" in keys) == (case["has_routine"] and bool(case["programmes"]))
        assert {key for key in keys if key.startswith("hold_")} == {f"hold_{reason}" for reason in case["holds"][:64]}


def test_everything_is_there_that_a_home_is_promised(cases):
    found = {(part["platform"], key) for key, part in by_key(full(cases)).items()}
    events = contract.resolve(contract.DOCUMENT["components"]["schemas"]["prompt"])["properties"]["event_type"]["enum"]
    promised = {
        "binary_sensor": "sitting broker",
        "button": "done snooze skip not_me start_session pause_session resume_session next stop_session",
        "event": "reminder",
        "number": "sit_limit break_goal snooze_length" + STANDS * " stand_limit",
        "select": "programme hold",
        "sensor": "posture sitting_today this_bout longest_bout next_break next_session phase breaks_today week_done "
                  "streak why version",
        "switch": "enabled " + " ".join(f"hold_do-not_{number}" for number in range(10)),
        "text": "session_days session_time",
        "device_automation": " ".join(f"trigger_{event}" for event in events),
    }
    assert found == {(platform, key) for platform, keys in promised.items() for key in keys.split()}


def test_the_status_decides_what_is_available_and_the_broker_is_shown_all_the_time(cases):
    device = json.loads(full(cases)["messages"][0]["payload"])
    assert device["availability"] == [{"topic": STATUS}]
    assert [key for key, part in device["components"].items() if "availability" in part] == ["broker"]
    always = device["components"]["broker"]["availability"][0]
    assert always["topic"] == STATUS
    assert rules.render(always, "offline") == "online"
    for key, part in components(full(cases, "component")):
        shown = part["platform"] if "platform" in part else None
        wanted = None if key == "broker" or shown == "device_automation" else STATUS
        assert part.get("availability_topic") == wanted, key


def test_what_is_left_behind_is_taken_back_and_then_no_longer_named(cases):
    for line in chosen(cases, what="announce_left", mode="device"):
        first, second = line["messages"]
        assert first["topic"] == second["topic"]
        assert json.loads(first["payload"])["components"] == {
            "gone": {"platform": "sensor"}, "trigger_gone": {"platform": "device_automation"}}
        assert "gone" not in json.loads(second["payload"])["components"]
    for line in chosen(cases, what="announce_left", mode="component"):
        assert [(message["topic"], message["payload"]) for message in line["messages"][:2]] == [
            ("homeassistant/sensor/unslouch_anna-1_gone/config", ""),
            ("homeassistant/device_automation/unslouch_anna-1_trigger_gone/config", "")]
        assert all(message["payload"] for message in line["messages"][2:])


def test_a_withdrawal_empties_each_topic_of_the_announcement(cases):
    for announced, withdrawn in zip(chosen(cases, what="announce"), chosen(cases, what="withdraw")):
        assert [message["topic"] for message in announced["messages"]] == [
            message["topic"] for message in withdrawn["messages"]]
        assert not any(message["payload"] for message in withdrawn["messages"])


def test_entities_are_named_in_the_persons_language(cases):
    languages = {
        language: by_key(chosen(
            cases, what="announce", mode="device", language=language, has_routine=True, has_stand_limit=True)[-1])
        for language in ("", "en", "de")
    }
    named = {key for key, part in languages["en"].items() if "name" in part}
    assert named
    same = {"broker", "version", "phase"}
    for key in named:
        assert languages[""][key]["name"] == languages["en"][key]["name"]
        assert (languages["de"][key]["name"] == languages["en"][key]["name"]) == (key in same), key
    assert languages["de"]["hold_do-not_0"]["name"] == "Ruhe: do not 0"


def test_a_device_named_like_an_entity_gets_a_longer_name(cases):
    names = {
        line["case"]["name"]: json.loads(line["messages"][0]["payload"])["device"]["name"]
        for line in chosen(cases, what="announce", mode="device", language="en")
    }
    assert names == {
        "Anna": "Anna", "Sitting": "Unslouch Sitting", 'Jörg "Jo" {{ x }}': 'Jörg "Jo" {{ x }}', "": "Unslouch "}


def test_each_message_is_as_the_contract_says(cases):
    seen = set()
    for line in chosen(cases, language="de", has_stand_limit=True):
        for message in line["messages"]:
            (channel,) = contract.matching(message["topic"])
            seen.add(channel)
            if message["payload"]:
                _, validator = contract.validator_of(channel)
                faults = [error.message for error in validator.iter_errors(json.loads(message["payload"]))]
                assert not faults, message["topic"]
    assert seen == {"discoveryDevice", "discoveryComponent"}


def test_each_topic_is_one_of_the_contract(distinct):
    for key, part in distinct:
        for name, side in (("state_topic", contract.SENT), ("topic", contract.SENT), ("command_topic", contract.RECEIVED)):
            if name in part:
                (channel,) = contract.matching(part[name])
                assert channel in side, f"{key}: {part[name]}"


def variants(schema):
    """Values of a schema: each word of an enumeration, null, and the ends of a range, one key at a time."""
    types = schema.get("type", [])
    for member in schema.get("enum", []):
        yield member
    if "null" in types:
        yield None
    for end in ("minimum", "maximum"):
        if end in schema:
            yield schema[end]
    if schema.get("format") == "date-time":
        yield "2026-11-23T09:41:06+01:00"


def published(channel):
    """Payloads that the daemon may publish: the examples, and each with every other value of each of its keys."""
    (message,) = contract.SENT[channel]["messages"].values()
    schema = message["payload"]
    for example in contract.examples(contract.SENT[channel]):
        yield example
        if not isinstance(example, dict):
            yield from variants(schema)
            continue
        for key, part in schema.get("oneOf", [schema])[0]["properties"].items():
            for value in variants(part):
                yield {**example, key: value}


def test_every_value_that_is_published_can_be_shown(distinct):
    texts = {
        channel: [value if isinstance(value, str) else json.dumps(value) for value in published(channel)]
        for channel in contract.SENT
    }
    faults = {
        fault
        for key, part in distinct if "state_topic" in part or "topic" in part
        for text in texts[contract.matching(part.get("state_topic", part.get("topic")))[0]]
        for fault in rules.state_faults(key, {"platform": "device_automation", **part}, text)
    }
    assert not faults


def test_sitting_holds_and_programmes_are_shown_as_they_are(cases):
    parts = by_key(full(cases))
    (state,) = itertools.islice(published("state"), 1)
    session = next(published("session"))

    def shown(key, **values):
        return rules.render(parts[key], json.dumps({**(session if key == "programme" else state), **values}))

    assert [shown("sitting", posture=posture) for posture in ("sitting", "standing", "away", "unknown")] == [
        "ON", "OFF", "OFF", "None"]
    assert shown("hold", holds=[]) == "Off"
    assert shown("hold", holds=["gardening"]) == "Off"
    assert shown("hold", holds=["gardening", "do-not_3", "do-not_1"]) == "do-not_3"
    assert shown("hold_do-not_3", holds=["do-not_3"]) == "ON"
    assert shown("hold_do-not_3", holds=["do-not_31"]) == "OFF"
    assert shown("programme", programme="daily-stretch", state="running") == "daily-stretch"
    assert shown("programme", programme="daily-stretch", state="done") == "Off"
    assert shown("programme", programme=None, state="none") == "Off"
    assert shown("next_break", next_break=None) == "None"
    assert rules.render(parts["why"], json.dumps({"because": "x" * 300})) == "x" * 255


def commands(part):
    """What Home Assistant can publish on the component's command topic."""
    platform = part["platform"]
    if platform == "button":
        return [part["payload_press"]]
    if platform == "switch":
        return [part["payload_on"], part["payload_off"]]
    if platform == "select":
        return [rules.command(part, option, "something") for option in part["options"]]
    if platform == "number":
        return [str(part["min"]), str(part["max"])]
    return ["mon,wed,fri"] if "days" in part["command_topic"] else ["18:00", "18:00-21:00"]


def test_every_command_is_one_that_the_contract_takes(cases):
    count = 0
    for line in chosen(cases, what="announce", mode="device"):
        for key, part in components(line):
            if "command_topic" not in part:
                continue
            messages = contract.RECEIVED[contract.matching(part["command_topic"])[0]]["messages"].values()
            for text in commands(part):
                assert any(
                    message["contentType"] == "text/plain" and not contract.problems(text, message["payload"])
                    for message in messages), f"{key}: {text}"
                count += 1
    assert count > 0


def test_a_choice_of_off_ends_what_was_shown(cases):
    parts = by_key(full(cases))
    assert rules.command(parts["hold"], "Off", "do-not_3") == "release do-not_3"
    assert rules.command(parts["hold"], "do-not_1", "Off") == "hold do-not_1"
    assert rules.command(parts["programme"], "Off", "daily-stretch") == "session stop"
    assert rules.command(parts["programme"], "daily-stretch", "Off") == "session start daily-stretch"


def test_the_numbers_have_the_ranges_of_the_contract(cases):
    parts = by_key(full(cases))
    for key in ("sit_limit", "break_goal", "snooze_length") + STANDS * ("stand_limit",):
        (channel,) = contract.matching(parts[key]["state_topic"])
        schema = next(iter(contract.SENT[channel]["messages"].values()))["payload"]
        published = [minutes for minutes in range(200) if not contract.problems(minutes, schema)]
        assert (parts[key]["min"], parts[key]["max"]) == (published[0], published[-1]), key


# A right message, small enough to see what each of the forms below breaks.
GOOD = {
    "device": {"identifiers": ["desk_1"], "name": "Desk"},
    "origin": {"name": "desk"},
    "availability": [{"topic": "desk/status"}],
    "components": {
        "height": {
            "platform": "sensor", "name": "Height", "unique_id": "desk_1_height",
            "default_entity_id": "sensor.desk_1_height", "qos": 1, "state_topic": "desk/height",
            "value_template": "{{ value_json.cm }}", "state_class": "measurement"},
        "moving": {
            "platform": "binary_sensor", "name": "Moving", "unique_id": "desk_1_moving",
            "default_entity_id": "binary_sensor.desk_1_moving", "qos": 0, "state_topic": "desk/moving"},
        "since": {
            "platform": "sensor", "name": "Since", "unique_id": "desk_1_since",
            "default_entity_id": "sensor.desk_1_since", "qos": 1, "state_topic": "desk/since",
            "device_class": "timestamp"},
        "time": {
            "platform": "sensor", "name": "Time up", "unique_id": "desk_1_time",
            "default_entity_id": "sensor.desk_1_time", "qos": 1, "state_topic": "desk/time",
            "device_class": "duration", "unit_of_measurement": "min"},
        "mode": {
            "platform": "sensor", "name": "Mode", "unique_id": "desk_1_mode",
            "default_entity_id": "sensor.desk_1_mode", "qos": 1, "state_topic": "desk/mode",
            "device_class": "enum", "options": ["up", "down"]},
        "target": {
            "platform": "number", "name": "Target", "unique_id": "desk_1_target",
            "default_entity_id": "number.desk_1_target", "qos": 1, "command_topic": "desk/target/set",
            "min": 60, "max": 120, "step": 1, "entity_category": "config"},
        "preset": {
            "platform": "select", "name": "Preset", "unique_id": "desk_1_preset",
            "default_entity_id": "select.desk_1_preset", "qos": 1, "command_topic": "desk/preset/set",
            "options": ["low", "high"]},
        "label": {
            "platform": "text", "name": "Label", "unique_id": "desk_1_label",
            "default_entity_id": "text.desk_1_label", "qos": 1, "command_topic": "desk/label/set", "max": 20,
            "pattern": "^[a-z]*$"},
        "bump": {
            "platform": "event", "name": "Bump", "unique_id": "desk_1_bump", "default_entity_id": "event.desk_1_bump",
            "qos": 1, "state_topic": "desk/bump", "event_types": ["soft", "hard"]},
        "up": {
            "platform": "button", "name": "Up", "unique_id": "desk_1_up", "default_entity_id": "button.desk_1_up",
            "qos": 1, "command_topic": "desk/cmd", "payload_press": "up", "icon": "mdi:arrow-up"},
        "lock": {
            "platform": "switch", "name": "Lock", "unique_id": "desk_1_lock", "default_entity_id": "switch.desk_1_lock",
            "qos": 1, "command_topic": "desk/lock/set", "availability": [{"topic": "desk/lock/there"}]},
        "bumped": {
            "platform": "device_automation", "automation_type": "trigger", "topic": "desk/bump", "type": "bumped",
            "subtype": "desk", "payload": "hard", "qos": 1},
        "gone": {"platform": "sensor"},
    },
}
ABSENT = object()

# (path, value, a part of the fault): what is put where, or taken away, in the message above.
BROKEN = [
    ("~", "desk", "has the key '~'"),
    ("name", "desk", "has the key 'name'"),
    ("device", ABSENT, "no device"),
    ("device/identifiers", ABSENT, "neither identifiers nor connections"),
    ("device/name", "", "no name"),
    ("device/colour", "red", "has the key 'colour'"),
    ("device/configuration_url", "desk.local", "configuration_url"),
    ("origin", ABSENT, "no origin"),
    ("origin/name", ABSENT, "no origin"),
    ("origin/version", "1", "has the key 'version'"),
    ("availability", ABSENT, "has no availability"),
    ("availability_topic", "desk/status", "availability and availability_topic"),
    ("availability/0/topic", "desk/+", "has no topic"),
    ("availability/0/tpoic", "x", "has the key 'tpoic'"),
    ("components", {}, "no components"),
    ("components", ABSENT, "no components"),
    ("components/height/platform", "time", "older ones"),
    ("components/height/platform", ABSENT, "older ones"),
    ("components/gone/name", "Gone", "has no state_topic"),
    ("components/height/unique_id", ABSENT, "no unique_id"),
    ("components/height/unique_id", "desk 1", "no unique_id"),
    ("components/since/unique_id", "desk_1_height", "twice"),
    ("components/height/default_entity_id", "desk_1_height", "default_entity_id"),
    ("components/height/default_entity_id", "number.desk_1_height", "default_entity_id"),
    ("components/height/default_entity_id", "sensor.desk-1", "default_entity_id"),
    ("components/height/default_entity_id", ABSENT, "default_entity_id"),
    ("components/height/object_id", "desk_1_height", "has the key 'object_id'"),
    ("components/height/qos", ABSENT, "no qos"),
    ("components/height/qos", True, "no qos"),
    ("components/height/qos", 3, "no qos"),
    ("components/bumped/qos", ABSENT, "no qos"),
    ("components/height/name", ABSENT, "no name"),
    ("components/height/name", " Height", "name that is none"),
    ("components/height/name", "Desk height", "repeats"),
    ("components/height/name", "desk", "repeats"),
    ("components/height/state_topic", ABSENT, "no state_topic"),
    ("components/height/state_topic", "desk/#", "state_topic that is none"),
    ("components/up/command_topic", "desk/+", "command_topic that is none"),
    ("components/bumped/topic", "", "topic that is none"),
    ("components/height/value_template", "{{ value_json.cm", "value_template that is none"),
    ("components/height/payload_on", "ON", "has the key 'payload_on'"),
    ("components/height/entity_category", "config", "category"),
    ("components/moving/entity_category", "config", "category"),
    ("components/bump/entity_category", "config", "category"),
    ("components/target/entity_category", "system", "category"),
    ("components/height/device_class", "height", "device class"),
    ("components/moving/device_class", "duration", "device class"),
    ("components/height/icon", "arrow", "icon"),
    ("components/height/state_class", "mean", "state_class"),
    ("components/height/options", ["a"], "no enum"),
    ("components/since/unit_of_measurement", "s", "no number"),
    ("components/since/state_class", "measurement", "no number"),
    ("components/time/unit_of_measurement", "minutes", "duration in"),
    ("components/time/unit_of_measurement", ABSENT, "duration in"),
    ("components/mode/options", ABSENT, "options that are none"),
    ("components/mode/options", [], "options that are none"),
    ("components/mode/options", ["up", "up"], "come twice"),
    ("components/mode/state_class", "measurement", "no number"),
    ("components/mode/unit_of_measurement", "x", "no number"),
    ("components/target/command_topic", ABSENT, "no command_topic"),
    ("components/target/max", 60, "no range"),
    ("components/target/step", 0, "step"),
    ("components/target/step", 61, "step"),
    ("components/target/mode", "wheel", "mode"),
    ("components/target/device_class", "duration", "duration in"),
    ("components/preset/options", ABSENT, "no options"),
    ("components/preset/options", [], "options that are none"),
    ("components/preset/options", ["low", 1], "options that are none"),
    ("components/preset/options", ["low", "None"], "none"),
    ("components/label/max", 300, "range of lengths"),
    ("components/label/min", 21, "range of lengths"),
    ("components/label/pattern", "[a", "pattern"),
    ("components/bump/event_types", ABSENT, "no event_types"),
    ("components/bump/event_types", [], "event_types that are none"),
    ("components/lock/availability_topic", "desk/lock/there", "availability and availability_topic"),
    ("components/bumped/automation_type", "condition", "no trigger"),
    ("components/bumped/type", ABSENT, "no type"),
    ("components/bumped/subtype", "", "no subtype"),
    ("components/bumped/unique_id", "desk_1_bumped", "has the key 'unique_id'"),
]


def with_change(path, value):
    message = copy.deepcopy(GOOD)
    *above, last = path.split("/")
    target = message
    for key in above:
        target = target[int(key)] if isinstance(target, list) else target[key]
    if value is ABSENT:
        del target[last]
    else:
        target[last] = value
    return message


def device_faults(message):
    return rules.message_faults("homeassistant/device/desk_1/config", json.dumps(message))


def test_the_checker_takes_a_right_message():
    assert not device_faults(GOOD)


@pytest.mark.parametrize("path, value, fault", BROKEN, ids=lambda value: None if value is ABSENT else str(value)[:40])
def test_the_checker_refuses_each_broken_form(path, value, fault):
    faults = device_faults(with_change(path, value))
    assert faults, f"{path} is taken"
    assert any(fault in text for text in faults), faults


def single(**changes):
    message = {**GOOD["components"]["height"], **{key: GOOD[key] for key in ("device", "origin", "availability")}}
    return {key: value for key, value in {**message, **changes}.items() if value is not ABSENT}


@pytest.mark.parametrize("topic, payload, fault", [
    ("homeassistant/sensor/desk_1_height/config", single(), None),
    ("homeassistant/sensor/desk_1_height/config", "", None),
    ("homeassistant/sensor/desk_1_height/config", single(platform=ABSENT), None),
    ("homeassistant/sensor/desk 1/config", single(), "no topic of discovery"),
    ("homeassistant/sensor/desk_1_height", single(), "no topic of discovery"),
    ("homeassistant/number/desk_1_height/config", single(), "not that of the topic"),
    ("homeassistant/sensor/desk_1/config", single(), "not that of the topic"),
    ("homeassistant/time/desk_1_height/config", single(platform="time"), "older ones"),
    ("homeassistant/sensor/desk_1_height/config", single(device=ABSENT), "no device"),
    ("homeassistant/sensor/desk_1_height/config", single(origin=ABSENT), "no origin"),
    ("homeassistant/sensor/desk_1_height/config", single(**{"~": "desk"}), "shortened"),
    ("homeassistant/sensor/desk_1_height/config", "{", "no JSON"),
    ("homeassistant/sensor/desk_1_height/config", "[]", "no object"),
    ("homeassistant/sensor/desk_1_height/config", {"migrate_discovery": True}, None),
    ("homeassistant/device/desk_1/config", {"migrate_discovery": True}, None),
    ("homeassistant/device/desk_1/config", {"migrate_discovery": "yes"}, "by itself"),
    ("homeassistant/sensor/desk_1_height/config", single(migrate_discovery=True), "by itself"),
])
def test_the_checker_tells_single_messages_apart(topic, payload, fault):
    faults = rules.message_faults(topic, payload if isinstance(payload, str) else json.dumps(payload))
    assert any(fault in text for text in faults) if fault else not faults, faults


def test_the_checker_wants_messages_retained_and_of_quality_1():
    payload = json.dumps(GOOD)
    for qos, retain in ((1, False), (0, True), (2, True)):
        assert rules.message_faults("homeassistant/device/desk_1/config", payload, qos, retain)


@pytest.mark.parametrize("key, payload, is_taken", [
    ("height", '{"cm": 72.5}', True), ("height", '{"cm": null}', True), ("height", '{"cm": "high"}', False),
    ("height", "{}", False), ("height", "72", False), ("moving", "ON", True), ("moving", "true", False),
    ("since", "2026-11-23T09:41:06+01:00", True), ("since", "2026-11-23T09:41:06", False), ("since", "soon", False),
    ("time", "12", True), ("time", "long", False), ("mode", "up", True), ("mode", "", False), ("mode", "left", False),
    ("target", "60", True), ("target", "121", False), ("target", "high", False), ("preset", "low", True),
    ("preset", "middle", False), ("label", "", True), ("label", "abc", True), ("label", "ABC", False),
    ("label", "a" * 21, False), ("bump", '{"event_type": "hard"}', True), ("bump", '{"event_type": "loud"}', False),
    ("bump", "[]", False), ("lock", "OFF", True), ("lock", "off", False), ("bumped", "hard", True), ("bumped", "", False),
])
def test_the_checker_knows_what_each_platform_shows(key, payload, is_taken):
    assert (not rules.state_faults(key, GOOD["components"][key], payload)) == is_taken
