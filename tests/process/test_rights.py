# SPDX-License-Identifier: MIT
"""Who may do what by D-Bus: busctl, a program and the client, as everybody who may and who may not."""

import json
import time

import pytest

import desk
from served import ACCESS_DENIED, ANNAS, BENS, FAST, HOME, MANAGER, PERSON_PROPERTIES, sit_until_due, wait_for_prompt

DAY_USEC = 24 * 3600 * 1000 * 1000

@pytest.fixture
def daemon(system_bus, desk_daemon):
    """Everybody's daemon, on the real clock: what it is told stays as it is."""
    return desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=system")


@pytest.fixture
def fast_daemon(system_bus, desk_daemon):
    return desk_daemon(desk.SERVICE, [system_bus], HOME, FAST, "--bus=system")


WHO = {"root": desk.ROOT, "member": desk.MEMBER, "own user": desk.ANNA, "stranger": desk.STRANGER}
EVERYTHING = ("root", "member")
ANNAS_OWN = ("root", "member", "own user")
NOW_USEC = int(time.time() * 1e6)
SINCE_YESTERDAY = (NOW_USEC - DAY_USEC, NOW_USEC)

# what, who may, and the busctl words after the service
CALLS = [
    ("GetPerson of herself", ANNAS_OWN, ("call", *MANAGER, "GetPerson", "s", "anna")),
    ("GetPerson of another", EVERYTHING, ("call", *MANAGER, "GetPerson", "s", "ben")),
    ("Reload", EVERYTHING, ("call", *MANAGER, "Reload")),
    ("Backup", EVERYTHING, ("call", *MANAGER, "Backup")),
    *[(name, ANNAS_OWN, ("get-property", *MANAGER, name)) for name in ("Version", "People", "Broker")],
]
for path, who, whose in ((ANNAS, ANNAS_OWN, "her own"), (BENS, EVERYTHING, "another's")):
    person = (path, desk.PERSON)
    CALLS += [(f"{whose} {name}", who, ("get-property", *person, name)) for name in PERSON_PROPERTIES]
    CALLS += [
        (f"{whose} properties", who, ("call", path, desk.PROPERTIES, "GetAll", "s", desk.PERSON)),
        (f"{whose} Enabled, written", who, ("set-property", *person, "Enabled", "b", "true")),
        (f"{whose} SitLimit, written", who, ("set-property", *person, "SitLimit", "u", "25")),
        (f"{whose} BreakGoal, written", who, ("set-property", *person, "BreakGoal", "u", "3")),
        (f"{whose} Snooze, written", who, ("set-property", *person, "Snooze", "u", "15")),
        (f"{whose} Set", who, ("call", *person, "Set", "ss", "sit_limit", "30 min")),
        (f"{whose} ReportActivity", who, ("call", *person, "ReportActivity", "sbu", "keys", "false", "60")),
        (f"{whose} Hold", who, ("call", *person, "Hold", "ss", "call", "")),
        (f"{whose} Release", who, ("call", *person, "Release", "s", "call")),
        (f"{whose} ListSpans", who, ("call", *person, "ListSpans", "tt", *map(str, SINCE_YESTERDAY))),
        (f"{whose} ListPrompts", who, ("call", *person, "ListPrompts", "tt", *map(str, SINCE_YESTERDAY))),
        (f"{whose} ListDays", who, ("call", *person, "ListDays", "ss", "2026-01-01", "2026-02-01")),
        (f"{whose} ListMissed", who, ("call", *person, "ListMissed", "ss", "2026-01-01", "2026-02-01")),
        (f"{whose} ListSessions", who, ("call", *person, "ListSessions", "tt", *map(str, SINCE_YESTERDAY))),
        (f"{whose} Programmes", who, ("call", *person, "Programmes")),
        (f"{whose} Programme", who, ("call", *person, "Programme", "s", "steady-back")),
    ]
# Nobody has an open prompt here: who may do this gets a refusal that says so, and no denial.
COMMANDS = []
for path, who, whose in ((ANNAS, ANNAS_OWN, "her own"), (BENS, EVERYTHING, "another's")):
    for words in (("Done", "s", ""), ("Skip", "s", ""), ("NotMe", "s", ""), ("Snooze", "su", "", "5"), ("Session", "s", "pause")):
        COMMANDS.append((f"{whose} {words[0]}", who, ("call", path, desk.PERSON, *words)))


def busctl_table(bus, rows, is_right):
    """What went otherwise than the table says, in words."""
    wrong = []
    for name, account in WHO.items():
        for what, may, (verb, *words) in rows:
            done = desk.busctl(bus, account, verb, desk.UNSLOUCH, *words)
            if not (is_right(done) if name in may else done.returncode == 1 and "Access denied" in done.stderr):
                wrong.append(f"{name}: {what}: {done.returncode} {done.stdout}{done.stderr}")
    return "\n".join(wrong)


def test_busctl_can_do_everything_as_those_who_may_and_is_denied_to_others(system_bus, daemon):
    assert busctl_table(system_bus, CALLS, lambda done: done.returncode == 0) == ""


def test_busctl_can_give_every_command_as_those_who_may_and_is_denied_to_others(system_bus, daemon):
    assert busctl_table(system_bus, COMMANDS, lambda done: "Access denied" not in done.stderr) == ""


DENIED = [
    ("own user", desk.UNSLOUCH_PATH, desk.MANAGER, "Reload", "", ()),
    ("own user", desk.UNSLOUCH_PATH, desk.MANAGER, "GetPerson", "s", ("ben",)),
    ("own user", BENS, desk.PERSON, "Done", "s", ("",)),
    ("own user", BENS, desk.PROPERTIES, "Get", "ss", (desk.PERSON, "Posture")),
    ("own user", BENS, desk.PROPERTIES, "GetAll", "s", (desk.PERSON,)),
    ("own user", BENS, desk.PROPERTIES, "Set", "ssv", (desk.PERSON, "SitLimit", ["u", 25])),
    ("stranger", desk.UNSLOUCH_PATH, desk.MANAGER, "Reload", "", ()),
    ("stranger", desk.UNSLOUCH_PATH, desk.MANAGER, "GetPerson", "s", ("anna",)),
    ("stranger", desk.UNSLOUCH_PATH, desk.MANAGER, "GetPerson", "s", ("nobody",)),
    ("stranger", desk.UNSLOUCH_PATH, desk.PROPERTIES, "Get", "ss", (desk.MANAGER, "People")),
    ("stranger", desk.UNSLOUCH_PATH, desk.PROPERTIES, "GetAll", "s", (desk.MANAGER,)),
    ("stranger", ANNAS, desk.PERSON, "Snooze", "su", ("", 0)),
    ("stranger", ANNAS, desk.PERSON, "ListDays", "ss", ("yesterday", "")),
    ("stranger", ANNAS, desk.PERSON, "ReportActivity", "sbu", ("nothing", True, 0)),
    ("stranger", ANNAS, desk.PROPERTIES, "Get", "ss", (desk.PERSON, "Why")),
    ("stranger", ANNAS, desk.PROPERTIES, "GetAll", "s", (desk.PERSON,)),
    ("stranger", ANNAS, desk.PROPERTIES, "Set", "ssv", (desk.PERSON, "SitLimit", ["u", 1])),
]


def test_a_denial_names_the_group(system_bus, daemon, peer):
    peers = {name: peer(system_bus, account) for name, account in WHO.items()}
    for name, path, interface, member, signature, arguments in DENIED:
        with pytest.raises(desk.Refused) as refusal:
            peers[name].call(path, interface, member, signature, *arguments)
        what = f"{name} {path} {member}: {refusal.value}"
        assert refusal.value.name == ACCESS_DENIED, what
        assert "group" in refusal.value.text and "unslouch" in refusal.value.text, what
    assert desk.person_properties(system_bus)["SitLimit"] == 20


def test_a_stranger_is_not_told_who_there_is(system_bus, daemon, peer):
    stranger = peer(system_bus, desk.STRANGER)
    said = []
    for path in (desk.UNSLOUCH_PATH, f"{desk.UNSLOUCH_PATH}/person", desk.person_path("nobody")):
        for interface, member, signature, arguments in (
            (desk.PROPERTIES, "GetAll", "s", ("",)),
            (desk.PROPERTIES, "GetAll", "s", (desk.PERSON,)),
            (desk.PROPERTIES, "GetAll", "s", (desk.MANAGER,)),
            (desk.PERSON, "Done", "s", ("",)),
            ("org.freedesktop.DBus.Introspectable", "Introspect", "", ()),
            ("org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "", ()),
        ):
            try:
                said.append(stranger.call(path, interface, member, signature, *arguments))
            except desk.Refused as refusal:
                said.append(refusal.text)
    told = json.dumps(said).lower()
    assert "anna" not in told and "ben" not in told, told


def test_of_the_people_one_is_told_only_those_whose_business_they_are(system_bus, daemon, peer):
    for account, people in ((desk.ROOT, [ANNAS, BENS]), (desk.MEMBER, [ANNAS, BENS]), (desk.ANNA, [ANNAS])):
        assert peer(system_bus, account).get(*MANAGER, "People") == people


def test_signals_go_to_root_and_to_the_group_and_to_nobody_else(system_bus, fast_daemon, peer):
    peers = {name: peer(system_bus, account) for name, account in WHO.items()}
    peers["root"].call(ANNAS, desk.PERSON, "ReportActivity", "sbu", "keys", True, 0)
    peers["own user"].set(ANNAS, desk.PERSON, "SitLimit", "u", 21)
    system_bus.wait_for(member="Prompt", path=ANNAS)
    for name, somebody in peers.items():
        heard = {signal[2] for signal in somebody.signals() if signal[0] == ANNAS}
        assert heard == ({"PropertiesChanged", "Prompt"} if name in EVERYTHING else set()), name


def test_on_a_session_bus_root_and_the_daemons_own_user_may_and_others_may_not(session_bus, desk_daemon, peer):
    desk_daemon(desk.ANNA, [session_bus], HOME, "--bus=session")
    for account in (desk.ROOT, desk.ANNA):
        somebody = peer(session_bus, account)
        assert somebody.call(*MANAGER, "GetPerson", "s", "ben") == [BENS]
        assert somebody.get(BENS, desk.PERSON, "Posture") == "unknown"
        somebody.set(BENS, desk.PERSON, "SitLimit", "u", 25)
        assert somebody.call(*MANAGER, "Reload")[0] is True
    for account in (desk.MEMBER, desk.STRANGER):
        somebody = peer(session_bus, account)
        for path, interface, member, signature, arguments in (
            (*MANAGER, "Reload", "", ()),
            (BENS, desk.PROPERTIES, "Get", "ss", (desk.PERSON, "Posture")),
            (BENS, desk.PERSON, "Done", "s", ("",)),
        ):
            with pytest.raises(desk.Refused) as refusal:
                somebody.call(path, interface, member, signature, *arguments)
            assert refusal.value.name == ACCESS_DENIED


# --- the client ---

CLIENT = [
    # words, who may with --person anna
    (("status",), ANNAS_OWN),
    (("status", "--json"), ANNAS_OWN),
    (("why",), ANNAS_OWN),
    (("why", "--json"), ANNAS_OWN),
    (("history",), ANNAS_OWN),
    (("history", "--json"), ANNAS_OWN),
    (("hold", "meeting", "1 h"), ANNAS_OWN),
    (("release", "meeting"), ANNAS_OWN),
    (("set", "sit_limit", "25 min"), ANNAS_OWN),
]


def test_the_client_can_do_everything_as_those_who_may_and_is_denied_to_others(system_bus, daemon):
    wrong = []
    for name, account in WHO.items():
        for words, may in CLIENT:
            done = desk.unslouch(system_bus, account, *words, "--person", "anna")
            what = f"{name}: {' '.join(words)}: {done.returncode} {done.stdout}{done.stderr}"
            if name in may and done.returncode != 0:
                wrong.append(what)
            if name not in may and (done.returncode != 1 or "group" not in done.stderr or "unslouch" not in done.stderr):
                wrong.append(what)
        done = desk.unslouch(system_bus, account, "reload")
        if done.returncode != (0 if name in EVERYTHING else 1):
            wrong.append(f"{name}: reload: {done.returncode} {done.stdout}{done.stderr}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("verb, phase_or_event", [("done", "break_taken"), ("skip", "break_dismissed"), ("snooze", "snoozed")])
def test_the_client_answers_a_prompt(system_bus, fast_daemon, peer, verb, phase_or_event):
    anna = peer(system_bus, desk.ANNA)
    due = sit_until_due(system_bus, anna)
    # anna is the person whose user she is: she need not say so
    done = desk.unslouch(system_bus, desk.ANNA, verb)
    assert done.returncode == 0, done.stderr
    if verb == "snooze":
        desk.wait_for_person(system_bus, Phase=phase_or_event)
    else:
        assert wait_for_prompt(system_bus, phase_or_event, due.number).body[1] == due.body[1]


def test_the_client_says_what_was_refused_and_for_whom(system_bus, daemon):
    done = desk.unslouch(system_bus, desk.ANNA, "skip", "--person", "anna")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("unslouch skip: ")
    done = desk.unslouch(system_bus, desk.ROOT, "set", "sit_limit", "5 min", "--person", "anna")
    assert (done.returncode, done.stdout) == (1, "")
    assert "20 min" in done.stderr and "1 h" in done.stderr


def test_the_client_names_the_known_people_the_nearest_first(system_bus, daemon):
    done = desk.unslouch(system_bus, desk.ROOT, "status", "--person", "bem")
    assert done.returncode in (1, 2)
    assert "ben" in done.stderr and "anna" in done.stderr
    assert done.stderr.index("ben") < done.stderr.index("anna")


@pytest.mark.parametrize("verb", ["status", "why", "done", "reload", "history"])
def test_without_a_daemon_the_client_says_how_to_start_it(system_bus, verb):
    done = desk.unslouch(system_bus, desk.ROOT, verb)
    assert (done.returncode, done.stdout) == (3, "")
    assert "systemctl" in done.stderr


def test_the_client_reloads_and_shows_what_is_wrong(system_bus, daemon):
    daemon.write_config(HOME.replace('sit_limit = "20 min"', 'sit_limit = "5 h"'))
    done = desk.unslouch(system_bus, desk.MEMBER, "reload")
    assert done.returncode == 78
    assert "unslouch.conf:1" in done.stderr + done.stdout and "5 h" in done.stderr + done.stdout


def test_the_client_speaks_json(system_bus, daemon):
    done = desk.unslouch(system_bus, desk.ANNA, "status", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
    done = desk.unslouch(system_bus, desk.ANNA, "why", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)
