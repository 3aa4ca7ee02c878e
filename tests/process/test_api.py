# SPDX-License-Identifier: MIT
"""The D-Bus API: what it tells, what is done by it, and what bad input gets. Who may do it: test_rights.py."""

import contextlib
import json
import time
import xml.etree.ElementTree as ElementTree

import pytest

import desk
from served import (
    ANNAS, BENS, FAST, HOME, INVALID_ARGS, MANAGER, NO_HISTORY, PERSON_PROPERTIES, REFUSED, UNKNOWN_PERSON,
    UNKNOWN_SOURCE, sit_until_due, wait_for_prompt,
)

MINUTE_USEC = 60 * 1000 * 1000
DAY_USEC = 24 * 60 * MINUTE_USEC

@pytest.fixture
def daemon(system_bus, desk_daemon):
    """Everybody's daemon, on the real clock: what it is told stays as it is."""
    return desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=system")


@pytest.fixture
def fast_daemon(system_bus, desk_daemon):
    return desk_daemon(desk.SERVICE, [system_bus], HOME, FAST, "--bus=system")


@pytest.fixture
def root(system_bus, daemon, peer):
    return peer(system_bus, desk.ROOT)


# --- what there is ---

MANAGER_METHODS = {
    "GetPerson": ([("id", "s")], [("path", "o")]),
    "Reload": ([], [("applied", "b"), ("problems", "a(susb)")]),
    "Backup": ([], [("copy", "h")]),
}
MANAGER_PROPERTIES = {"Version": ("s", "read"), "People": ("ao", "read"), "Broker": ("s", "read")}
PERSON_METHODS = {
    "Done": ([("id", "s")], []),
    "Skip": ([("id", "s")], []),
    "NotMe": ([("id", "s")], []),
    "Snooze": ([("id", "s"), ("minutes", "u")], []),
    "Hold": ([("reason", "s"), ("end", "s")], []),
    "Release": ([("reason", "s")], []),
    "Set": ([("setting", "s"), ("value", "s")], []),
    "ReportActivity": ([("source", "s"), ("active", "b"), ("lease", "u")], []),
    "ListSpans": ([("from", "t"), ("to", "t")], ["a(sbtt)"]),
    "ListPrompts": ([("from", "t"), ("to", "t")], ["a(sttttusbus)"]),
    "ListDays": ([("from", "s"), ("to", "s")], ["a(suuuuuuuuuuuu)"]),
    "ListMissed": ([("from", "s"), ("to", "s")], ["a(ss)"]),
    "ListSessions": ([("from", "t"), ("to", "t")], ["a(tsssa(suu))"]),
    "Session": ([("command", "s")], []),
    "Programmes": ([], ["as"]),
    "Programme": ([("id", "s")], ["s"]),
    "ScreeningQuestions": ([], ["a{ss}", "a(sssb)"]),
    "ScreeningAnswer": ([("names", "as"), ("answers", "ab")], []),
    "ScreeningCleared": ([], []),
    "ScreeningResult": ([], ["s"]),
}
CUE_ARGUMENTS = [("id", "s"), ("kind", "s"), ("say", "s"), ("show", "s"), ("exercise", "s"), ("expires", "t")]
PROMPT_ARGUMENTS = [
    ("event_type", "s"), ("id", "s"), ("about", "s"), ("title", "s"), ("message", "s"), ("say", "s"), ("actions", "as"),
    ("tell", "as"), ("level", "u"), ("expires", "t"),
]


def introspect(peer, path, interface):
    text = peer.call(path, "org.freedesktop.DBus.Introspectable", "Introspect")[0]
    found = [node for node in ElementTree.fromstring(text).iter("interface") if node.get("name") == interface]
    assert len(found) == 1, text
    return found[0]


def arguments_of(node, direction):
    return [
        (argument.get("name"), argument.get("type")) for argument in node.iter("arg")
        if argument.get("direction", "in" if node.tag == "method" else "out") == direction
    ]


@pytest.mark.parametrize(
    "path, interface, methods, properties",
    [
        (*MANAGER, MANAGER_METHODS, MANAGER_PROPERTIES),
        (ANNAS, desk.PERSON, PERSON_METHODS, PERSON_PROPERTIES),
    ],
    ids=["manager", "person"],
)
def test_introspection_tells_everything_with_the_names_of_arguments(root, path, interface, methods, properties):
    node = introspect(root, path, interface)
    told = {method.get("name"): method for method in node.iter("method")}
    assert sorted(told) == sorted(methods)
    for name, (taken, given) in methods.items():
        assert arguments_of(told[name], "in") == taken, name
        out = arguments_of(told[name], "out")
        if given and isinstance(given[0], str):
            assert [signature for _name, signature in out] == given, name
            assert all(argument for argument, _signature in out), name
        else:
            assert out == given, name
    assert {node.get("name"): (node.get("type"), node.get("access")) for node in node.iter("property")} == properties


def test_introspection_tells_the_signals_with_the_names_of_their_arguments(root):
    signals = list(introspect(root, ANNAS, desk.PERSON).iter("signal"))
    assert [signal.get("name") for signal in signals] == ["Cue", "Prompt"]
    assert arguments_of(signals[0], "out") == CUE_ARGUMENTS
    assert arguments_of(signals[1], "out") == PROMPT_ARGUMENTS


def test_the_tree_of_objects_can_be_walked(system_bus, daemon):
    done = desk.busctl(system_bus, desk.ROOT, "tree", "--list", desk.UNSLOUCH)
    assert done.returncode == 0, done.stderr
    for path in (desk.UNSLOUCH_PATH, ANNAS, BENS):
        assert path in done.stdout.split()


def test_busctl_shows_a_person_with_values(system_bus, daemon):
    done = desk.busctl(system_bus, desk.ROOT, "introspect", desk.UNSLOUCH, ANNAS, desk.PERSON)
    assert done.returncode == 0, done.stderr
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines()[1:]}
    for name in (*PERSON_METHODS, *PERSON_PROPERTIES, "Prompt"):
        assert f".{name}" in rows, name
    assert rows[".Posture"][1:4] == ["property", "s", '"unknown"']
    assert rows[".SitLimit"][1:4] == ["property", "u", "20"]


# --- what is told ---

def test_the_manager_tells_its_version_people_and_broker(root):
    told = root.get_all(desk.UNSLOUCH_PATH, desk.MANAGER)
    assert told["Version"][0].isdigit()
    assert told["People"] == [ANNAS, BENS]
    assert told["Broker"] == "off"


def test_the_broker_is_told_as_it_comes_and_goes(system_bus, broker, desk_daemon, peer):
    desk_daemon(desk.SERVICE, [system_bus], broker.config_text() + HOME, "--bus=system")
    member = peer(system_bus, desk.MEMBER)

    def wait_for_broker(value):
        while True:
            since = system_bus.mark()
            if member.get(desk.UNSLOUCH_PATH, desk.MANAGER, "Broker") == value:
                return
            system_bus.wait_for(since=since, member="PropertiesChanged", path=desk.UNSLOUCH_PATH)

    wait_for_broker("connected")
    broker.stop()
    wait_for_broker("away")
    broker.start()
    wait_for_broker("connected")
    told = [signal[3][1]["Broker"] for signal in member.signals(desk.PROPERTIES) if "Broker" in signal[3][1]]
    assert told[-2:] == ["away", "connected"]


def test_at_first_nothing_is_known(root):
    told = root.get_all(ANNAS, desk.PERSON)
    assert {name: told[name] for name in told if name not in ("State", "Why", "Since")} == {
        "Id": "anna", "Name": "Anna", "MinBreakSeconds": 60,
        "Posture": "unknown", "BoutStart": 0, "BoutSeconds": 0, "SittingTodaySeconds": 0,
        "BreaksToday": 0, "LongestBoutTodaySeconds": 0, "Phase": "unknown", "NextBreak": 0, "PromptId": "",
        "SnoozesLeft": 2, "Holds": [], "InRoom": "", "Enabled": True, "SitLimit": 20, "BreakGoal": 2, "Snooze": 20,
        "StandLimit": 0, "NextSession": 0, "WeekDone": 0, "WeekTarget": 0, "StreakWeeks": 0, "SessionDays": "", "SessionTime": "",
        "Session": "{}", "Plan": "{}", "MinBreakSeconds": 60,
    }


STATE_KEYS = {
    "posture": "Posture", "bout_s": "BoutSeconds", "sitting_today_s": "SittingTodaySeconds", "breaks_today": "BreaksToday",
    "longest_bout_today_s": "LongestBoutTodaySeconds", "phase": "Phase", "snoozes_left": "SnoozesLeft", "holds": "Holds",
}


def test_the_properties_say_what_the_topics_say(system_bus, broker, listener, desk_daemon, peer):
    config = broker.config_text() + HOME.replace('topic = "chair";', 'topic = "chair"; room = "office";')
    desk_daemon(desk.SERVICE, [system_bus], config, "--bus=system")
    anna = peer(system_bus, desk.ANNA)
    listener.wait_for_state("anna")
    listener.publish("chair", "ON")
    listener.wait_for_state("anna", posture="sitting")
    anna.call(ANNAS, desk.PERSON, "Hold", "ss", "call", "2 h")
    state = listener.wait_for_state("anna", holds=["call"])
    told = anna.get_all(ANNAS, desk.PERSON)
    for key, name in STATE_KEYS.items():
        # seconds may have passed since
        near = 3 if key.endswith("_s") else 0
        assert told[name] == state[key] or 0 < told[name] - state[key] <= near, name
    assert told["InRoom"] == "office"
    assert json.loads(told["State"]).keys() == state.keys()
    why = listener.wait_for_topic("unslouch/anna/why").json
    assert json.loads(told["Why"]).keys() == why.keys()


def test_state_and_why_are_read_anew_and_what_changes_is_told(system_bus, daemon, peer):
    member = peer(system_bus, desk.MEMBER)
    member.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 60)
    desk.wait_for_person(system_bus, Posture="sitting")
    told = {}
    for _path, _interface, _member, (interface, values, _invalidated) in member.signals(desk.PROPERTIES):
        if interface == desk.PERSON:
            told.update(values)
    assert told["Posture"] == "sitting" and told["Phase"] == "sitting"
    assert told["BoutStart"] > 0 and told["NextBreak"] - told["BoutStart"] == 20 * MINUTE_USEC
    first = json.loads(member.get(ANNAS, desk.PERSON, "State"))
    assert first["posture"] == "sitting"
    assert "keys" in member.get(ANNAS, desk.PERSON, "Why")
    assert "Id" not in told


def test_a_written_property_is_in_force_and_told(system_bus, daemon, peer):
    root, member = peer(system_bus, desk.ROOT), peer(system_bus, desk.MEMBER)
    for name, signature, value in (("Enabled", "b", False), ("SitLimit", "u", 45), ("BreakGoal", "u", 4), ("Snooze", "u", 7)):
        root.set(ANNAS, desk.PERSON, name, signature, value)
        assert root.get(ANNAS, desk.PERSON, name) == value
        system_bus.wait_for(lambda message: desk.changed(message).get(name) == value, member="PropertiesChanged", path=ANNAS)
    told = {}
    for signal in member.signals(desk.PROPERTIES):
        told.update(signal[3][1])
    assert (told["Enabled"], told["SitLimit"], told["BreakGoal"], told["Snooze"]) == (False, 45, 4, 7)
    root.call(ANNAS, desk.PERSON, "Set", "ss", "sit_limit", "30 min")
    assert root.get(ANNAS, desk.PERSON, "SitLimit") == 30


# --- a prompt, and what is done about it ---

def test_a_prompt_is_told_as_the_topic_tells_it(system_bus, broker, listener, desk_daemon, peer):
    desk_daemon(desk.SERVICE, [system_bus], broker.config_text() + HOME, FAST, "--bus=system")
    member = peer(system_bus, desk.MEMBER)
    due = sit_until_due(system_bus, member)
    assert due.sender == system_bus.call(*desk.BUS, "GetNameOwner", "s", desk.UNSLOUCH)
    published = listener.wait_for_prompt("anna", "break_due").json
    told = dict(zip([name for name, _signature in PROMPT_ARGUMENTS], due.body))
    for key in ("event_type", "id", "title", "message", "say", "actions", "tell", "level"):
        assert told[key] == (published[key] or ("" if isinstance(told[key], str) else published[key])), key
    assert told["tell"] == ["phone"]
    assert told["expires"] > 0
    assert [signal[3] for signal in member.signals(desk.PERSON) if signal[2] == "Prompt"][0] == due.body


@pytest.mark.parametrize(
    "account, command, event_type",
    [
        (desk.ANNA, ("Done", "s"), "break_taken"),
        (desk.MEMBER, ("Skip", "s"), "break_dismissed"),
    ],
    ids=["done", "skip"],
)
def test_a_prompt_is_ended_by_its_id(system_bus, fast_daemon, peer, account, command, event_type):
    somebody = peer(system_bus, account)
    due = sit_until_due(system_bus, somebody)
    prompt_id = due.body[1]
    assert desk.person_properties(system_bus)["PromptId"] == prompt_id
    member, signature = command
    somebody.call(ANNAS, desk.PERSON, member, signature, prompt_id)
    assert wait_for_prompt(system_bus, event_type, due.number).body[1] == prompt_id
    assert desk.person_properties(system_bus)["PromptId"] == ""


def test_a_prompt_is_snoozed_and_comes_back_and_there_are_two_snoozes(system_bus, fast_daemon, peer):
    anna = peer(system_bus, desk.ANNA)
    due = sit_until_due(system_bus, anna)
    for left in (1, 0):
        anna.call(ANNAS, desk.PERSON, "Snooze", "su", "", 0)
        told = desk.person_properties(system_bus)
        assert (told["Phase"], told["SnoozesLeft"]) == ("snoozed", left)
        due = wait_for_prompt(system_bus, "break_due", due.number + 1)
    with pytest.raises(desk.Refused) as refusal:
        anna.call(ANNAS, desk.PERSON, "Snooze", "su", "", 0)
    assert refusal.value.name == REFUSED
    assert "done" in refusal.value.text or "skip" in refusal.value.text


def test_a_snooze_may_be_told_its_minutes(system_bus, fast_daemon, peer):
    anna = peer(system_bus, desk.ANNA)
    due = sit_until_due(system_bus, anna)
    with pytest.raises(desk.Refused) as refusal:
        anna.call(ANNAS, desk.PERSON, "Snooze", "su", due.body[1], 2**32 - 1)
    assert refusal.value.name == INVALID_ARGS
    assert any(letter.isdigit() for letter in refusal.value.text)
    anna.call(ANNAS, desk.PERSON, "Snooze", "su", due.body[1], 10)
    snoozed = desk.wait_for_person(system_bus, Phase="snoozed")
    sat_min = (snoozed["NextBreak"] - snoozed["BoutStart"]) / MINUTE_USEC
    assert 30 <= sat_min < 30 + 8


def test_a_hold_lasts_until_it_is_released(system_bus, daemon, peer):
    anna = peer(system_bus, desk.ANNA)
    for end in ("", "1 h", "2 h 30 min", "until 23:59"):
        anna.call(ANNAS, desk.PERSON, "Hold", "ss", "meeting", end)
        assert anna.get(ANNAS, desk.PERSON, "Holds") == ["meeting"], end
        anna.call(ANNAS, desk.PERSON, "Release", "s", "meeting")
        assert anna.get(ANNAS, desk.PERSON, "Holds") == [], end


def test_a_report_of_activity_is_a_lease(system_bus, fast_daemon, peer):
    anna = peer(system_bus, desk.ANNA)
    anna.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 60)
    desk.wait_for_person(system_bus, Posture="sitting")
    # a minute later nobody says anything any more, and five minutes later nothing is known
    desk.wait_for_person(system_bus, Posture="unknown")
    anna.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 0)
    desk.wait_for_person(system_bus, Posture="sitting")
    anna.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", False, 0)
    desk.wait_for_person(system_bus, Posture="away")


def test_the_history_is_told(system_bus, fast_daemon, peer):
    anna = peer(system_bus, desk.ANNA)
    due = sit_until_due(system_bus, anna)
    anna.call(ANNAS, desk.PERSON, "Done", "s", "")
    wait_for_prompt(system_bus, "break_taken", due.number)
    anna.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", False, 0)
    desk.wait_for_person(system_bus, Posture="away")
    now_usec = int(time.time() * 1e6)
    everything = (now_usec - 3 * DAY_USEC, now_usec + 3 * DAY_USEC)
    spans = anna.call(ANNAS, desk.PERSON, "ListSpans", "tt", *everything)[0]
    assert "sitting" in [span[0] for span in spans] and spans[-1][0] == "away"
    assert all(before[3] <= after[2] for before, after in zip(spans, spans[1:])), spans
    (prompt,) = anna.call(ANNAS, desk.PERSON, "ListPrompts", "tt", *everything)[0]
    prompt_id, due_usec, first_usec, last_usec, _left, sat_sec, outcome, claimed, snoozes, about = prompt
    assert (prompt_id, outcome, claimed, snoozes, about) == (due.body[1], "taken", True, 0, "sitting")
    assert due_usec <= first_usec <= last_usec
    assert sat_sec >= 20 * 60
    first = time.strftime("%Y-%m-%d", time.localtime(everything[0] / 1e6))
    last = time.strftime("%Y-%m-%d", time.localtime(everything[1] / 1e6))
    days = anna.call(ANNAS, desk.PERSON, "ListDays", "ss", first, last)[0]
    assert sum(day[1] for day in days) >= 20 * 60
    assert sum(day[7] for day in days) == 1


def test_without_a_store_there_is_no_history_and_the_rest_goes_on(system_bus, desk_daemon, peer):
    daemon = desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=system", start=False)
    daemon.state_directory.chmod(0o500)
    daemon.start()
    system_bus.wait_for_name(desk.UNSLOUCH)
    anna = peer(system_bus, desk.ANNA)
    for member, signature, arguments in (
        ("ListSpans", "tt", (0, DAY_USEC)), ("ListPrompts", "tt", (0, DAY_USEC)), ("ListDays", "ss", ("2026-01-01", "2026-01-02")),
    ):
        with pytest.raises(desk.Refused) as refusal:
            anna.call(ANNAS, desk.PERSON, member, signature, *arguments)
        assert refusal.value.name == NO_HISTORY
    anna.call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 60)
    desk.wait_for_person(system_bus, Posture="sitting")


# --- what bad input gets ---

BAD = [
    # an argument, and what the answer must contain
    ("Hold", "ss", ("No Reason!", ""), INVALID_ARGS, ()),
    ("Hold", "ss", ("call", "tomorrow or so"), INVALID_ARGS, ()),
    ("Hold", "ss", ("", ""), INVALID_ARGS, ()),
    ("Set", "ss", ("sit_limit", "5 min"), INVALID_ARGS, ("20 min", "1 h")),
    ("Set", "ss", ("sit_limit", "often"), INVALID_ARGS, ("15 min",)),
    ("Set", "ss", ("sit_limt", "30 min"), INVALID_ARGS, ("sit_limit",)),
    ("ReportActivity", "sbu", ("keys", True, 7 * 24 * 3600 + 1), INVALID_ARGS, ("604800",)),
    ("ReportActivity", "sbu", ("keyes", True, 60), UNKNOWN_SOURCE, ("keyes",)),
    ("ReportActivity", "sbu", ("", True, 60), UNKNOWN_SOURCE, ("anna",)),
    ("ReportActivity", "sbu", ("chair", True, 60), UNKNOWN_SOURCE, ("chair",)),
    ("ListSpans", "tt", (2, 1), INVALID_ARGS, ()),
    ("ListSpans", "tt", (0, 2**63), INVALID_ARGS, ()),
    ("ListPrompts", "tt", (0, 3661 * DAY_USEC), INVALID_ARGS, ("3660",)),
    ("ListDays", "ss", ("2026-02-30", "2026-03-01"), INVALID_ARGS, ()),
    ("ListDays", "ss", ("2026-03-01", "2026-02-01"), INVALID_ARGS, ()),
    ("ListDays", "ss", ("1990-01-01", "2026-02-01"), INVALID_ARGS, ("3660",)),
    ("Done", "s", ("20260101-9",), REFUSED, ()),
    ("Skip", "s", ("",), REFUSED, ()),
    ("Snooze", "su", ("", 5), REFUSED, ()),
    ("Done", "u", (1,), INVALID_ARGS, ()),
]


def test_what_is_wrong_is_refused_with_what_would_be_right(root):
    wrong = []
    for member, signature, arguments, name, words in BAD:
        what = f"{member}{arguments}"
        try:
            root.call(ANNAS, desk.PERSON, member, signature, *arguments)
        except desk.Refused as refusal:
            if refusal.name != name or not refusal.text or any(word not in refusal.text for word in words):
                wrong.append(f"{what}: {refusal}")
        else:
            wrong.append(f"{what}: was taken")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "name, signature, value, words",
    [
        ("SitLimit", "u", 19, ("20", "60")), ("SitLimit", "u", 2**32 - 1, ("20", "60")), ("BreakGoal", "u", 0, ("1", "10")),
        ("BreakGoal", "u", 11, ("1", "10")), ("Snooze", "u", 4, ("5", "20")), ("Snooze", "u", 21, ("5", "20")),
    ],
)
def test_a_property_out_of_its_range_is_refused_with_the_range(root, name, signature, value, words):
    before = root.get(ANNAS, desk.PERSON, name)
    with pytest.raises(desk.Refused) as refusal:
        root.set(ANNAS, desk.PERSON, name, signature, value)
    assert refusal.value.name == INVALID_ARGS
    assert all(word in refusal.value.text for word in words), refusal.value.text
    assert root.get(ANNAS, desk.PERSON, name) == before


def test_what_is_only_read_cannot_be_written(root):
    with pytest.raises(desk.Refused) as refusal:
        root.set(ANNAS, desk.PERSON, "Posture", "s", "sitting")
    assert refusal.value.name == "org.freedesktop.DBus.Error.PropertyReadOnly"


@pytest.mark.parametrize("asked, nearest", [("ana", "anna"), ("Ben", "ben"), ("", None), ("x" * 5000, None), ("../anna", "anna")])
def test_an_unknown_person_is_told_the_known_ones_the_nearest_first(root, asked, nearest):
    with pytest.raises(desk.Refused) as refusal:
        root.call(*MANAGER, "GetPerson", "s", asked)
    text = refusal.value.text.rpartition(": ")[2]
    assert refusal.value.name == UNKNOWN_PERSON
    assert "anna" in text and "ben" in text
    if nearest:
        other = {"anna": "ben", "ben": "anna"}[nearest]
        assert text.index(nearest) < text.index(other), text
    assert len(refusal.value.text) < 1000


def test_a_person_that_is_not_there_has_no_object(root):
    with pytest.raises(desk.Refused) as refusal:
        root.get(desk.person_path("nobody"), desk.PERSON, "Posture")
    assert refusal.value.name == UNKNOWN_PERSON
    assert "anna" in refusal.value.text and "ben" in refusal.value.text


# --- reload ---

def test_a_reload_tells_the_errors_of_a_broken_file_and_keeps_the_settings(system_bus, daemon, peer):
    root = peer(system_bus, desk.ROOT)
    daemon.write_config(HOME.replace('sit_limit = "20 min"', 'sit_limit = "5 h"').replace("via =", "vai ="))
    applied, problems = root.call(*MANAGER, "Reload")
    assert applied is False
    errors = [(line, text) for file, line, text, is_warning in problems if not is_warning and file.endswith("unslouch.conf")]
    assert any("5 h" in text and line == 1 for line, text in errors), problems
    assert any("vai" in text and "via" in text and line == 1 for line, text in errors), problems
    assert any("5 h" in text and line == 2 for line, text in errors), problems
    assert root.get(ANNAS, desk.PERSON, "SitLimit") == 20


def test_a_reload_of_something_that_is_no_configuration_is_one_error(system_bus, daemon, peer):
    daemon.write_config("people = (")
    applied, problems = peer(system_bus, desk.MEMBER).call(*MANAGER, "Reload")
    assert applied is False
    assert [is_warning for _file, _line, _text, is_warning in problems] == [False]


def test_a_reload_takes_people_in_and_away(system_bus, daemon, peer):
    root = peer(system_bus, desk.ROOT)
    new = HOME.replace('id = "ben"; name = "Ben";', 'id = "ben-2"; name = "Benno"; user = "stranger";')
    daemon.write_config(new.replace('sit_limit = "20 min"', 'sit_limit = "40 min"'))
    applied, problems = root.call(*MANAGER, "Reload")
    # a chair on a topic, without a broker, is worth a word
    assert applied is True and [is_warning for _file, _line, _text, is_warning in problems] == [True]
    told = root.get(desk.UNSLOUCH_PATH, desk.MANAGER, "People")
    assert len(told) == 2 and told[0] == ANNAS
    assert root.call(*MANAGER, "GetPerson", "s", "ben-2") == [told[1]]
    assert root.get(told[1], desk.PERSON, "Name") == "Benno"
    assert root.get(ANNAS, desk.PERSON, "SitLimit") == 40
    with pytest.raises(desk.Refused):
        root.get(BENS, desk.PERSON, "Posture")
    # whose user one is can change, too
    assert peer(system_bus, desk.STRANGER).get(told[1], desk.PERSON, "Posture") == "unknown"


# --- the name, and the bus ---

def test_a_second_daemon_says_once_that_the_name_is_taken_and_goes_on(system_bus, daemon, desk_daemon):
    owner = system_bus.call(*desk.BUS, "GetNameOwner", "s", desk.UNSLOUCH)
    second = desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=system", served=False)
    second.wait_for_log(desk.UNSLOUCH.replace(".", r"\."))
    assert system_bus.call(*desk.BUS, "GetNameOwner", "s", desk.UNSLOUCH) == owner
    assert second.is_running
    assert len([line for line in second.lines if desk.UNSLOUCH in line]) == 1


def test_who_the_policy_gives_no_name_says_so_once_and_goes_on(system_bus, desk_daemon):
    running = desk_daemon(desk.STRANGER, [system_bus], HOME, "--bus=system", served=False)
    running.wait_for_log(desk.UNSLOUCH.replace(".", r"\."))
    system_bus.settle()
    assert not system_bus.has_owner(desk.UNSLOUCH)
    assert running.is_running
    assert len([line for line in running.lines if desk.UNSLOUCH in line]) == 1


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_after_a_restart_of_the_bus_the_name_and_the_objects_are_back(system_bus, daemon, peer, end):
    peer(system_bus, desk.ROOT).set(ANNAS, desk.PERSON, "SitLimit", "u", 33)
    getattr(system_bus, end)()
    since = system_bus.mark()
    system_bus.start()
    system_bus.wait_for_name(desk.UNSLOUCH, since)
    for account in (desk.ROOT, desk.MEMBER, desk.ANNA):
        assert peer(system_bus, account).get(ANNAS, desk.PERSON, "SitLimit") == 33
    with pytest.raises(desk.Refused):
        peer(system_bus, desk.STRANGER).get(ANNAS, desk.PERSON, "SitLimit")
    assert daemon.is_running


def test_a_bus_that_comes_after_the_daemon_is_found(table, desk_daemon, peer):
    with contextlib.closing(desk.Bus(table, "system")) as bus:
        daemon = desk_daemon(desk.SERVICE, [bus], HOME, "--bus=system", served=False)
        assert daemon.is_running
        bus.start()
        bus.wait_for_name(desk.UNSLOUCH)
        assert peer(bus, desk.ANNA).get(ANNAS, desk.PERSON, "Name") == "Anna"


def test_with_no_bus_it_asks_for_none(system_bus, desk_daemon):
    system_bus.settle()
    since = system_bus.mark()
    desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=none").reload()
    system_bus.settle()
    assert system_bus.find(since, member="Hello") == []
