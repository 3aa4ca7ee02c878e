# SPDX-License-Identifier: MIT
"""The client against the real daemon: each verb as text and as JSON, its exit status, its help, and how wide it is."""

import json
import re

import pytest

import desk
import home

FAST = "--time-scale=600"
BREAKS = 'breaks = { sit_limit = "20 min"; snooze = "5 min"; posture_check = "off"; }; quiet_hours = ();'
KEYS = '{ name = "keys"; kind = "activity"; via = "dbus"; }'
ANNA = f'{{ id = "anna"; name = "Anna"; user = "anna"; sensors = ( {KEYS} ); {BREAKS} }}'
BEN = f'{{ id = "ben"; name = "Ben"; sensors = ( {KEYS} ); {BREAKS} }}'
CHANNELS = 'channels = ( { name = "desktop"; kind = "desktop"; } );\n'
ALONE = f"people = ( {ANNA} );\n{CHANNELS}"
TOGETHER = f"people = ( {ANNA}, {BEN} );\n{CHANNELS}"

DONE, REFUSED, USAGE, NO_DAEMON, BAD_CONFIG = 0, 1, 2, 3, 78
MOMENT = r"([A-Z][a-z]{2} \d+ [A-Z][a-z]{2}, )?\d\d:\d\d"
VERBS = (
    "status watch why history report done snooze skip not-me hold release set session plan screening programme people reload"
    " backup restore discover check replay"
).split()


@pytest.fixture
def daemon(session_bus, desk_daemon):
    """On the session bus, with anna alone, on the real clock."""
    running = desk_daemon(desk.ROOT, [session_bus], ALONE, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    return running


@pytest.fixture
def fast_daemon(session_bus, desk_daemon):
    """Twenty minutes of sitting are two seconds; anna sits."""
    running = desk_daemon(desk.ROOT, [session_bus], ALONE, FAST, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    report(session_bus, True)
    return running


def report(bus, active):
    bus.call(desk.UNSLOUCH, desk.person_path("anna"), desk.PERSON, "ReportActivity", "sbu", "keys", active, 0)


def run(bus, *arguments, status=DONE, account=desk.ROOT):
    """The client's standard output, or, where it is to fail, its standard error."""
    done = desk.unslouch(bus, account, *arguments)
    assert done.returncode == status, f"{arguments} ended with {done.returncode}\n{done.stdout}{done.stderr}"
    lines = [line for line in done.stdout.splitlines() if not re.match(r"[\[{]|/[^:]*:\d+: ", line)]
    assert all(len(line) <= 80 for line in lines), done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    if status in (DONE, BAD_CONFIG):
        assert done.stderr == ""
        return done.stdout
    assert done.stderr.startswith("unslouch ")
    return done.stderr


def ask(bus, *arguments, **options):
    """The same with --json, read."""
    return json.loads(run(bus, *arguments, "--json", **options))


def test_each_verb_has_its_help_in_80_columns():
    listed = home.run_unslouch("--help")
    assert re.findall(r"^  ([a-z][a-z-]*) ", listed.stdout, re.MULTILINE) == VERBS
    for verb in VERBS:
        asked = home.run_unslouch(verb, "--help")
        assert (asked.returncode, asked.stderr) == (DONE, "")
        assert asked.stdout.startswith(f"Usage: unslouch {verb} ")
        assert "Exit status: 0 " in asked.stdout
        assert max(len(line) for line in asked.stdout.splitlines()) <= 80, verb
        assert home.run_unslouch(verb, "-h").stdout == asked.stdout
        refused = home.run_unslouch(verb, "--no-such-option")
        assert (refused.returncode, refused.stdout) == (USAGE, ""), verb
        assert refused.stderr != ""


def test_an_unknown_verb_names_the_nearest():
    done = home.run_unslouch("snoze")
    assert (done.returncode, done.stderr) == (USAGE, "unslouch: 'snoze' is no verb; did you mean 'snooze'?\n")


def test_without_a_daemon_it_says_how_to_start_one(session_bus):
    for verb in ("status", "why", "history", "done", "snooze", "skip", "not-me", "set", "people", "reload"):
        told = run(session_bus, verb, "--bus=session", status=NO_DAEMON)
        assert "systemctl --user start unslouchd" in told and "unslouchd --bus=session --config FILE" in told, verb


def test_why_is_told_in_sentences(session_bus, daemon):
    assert "nothing is heard from any sensor" in run(session_bus, "why")
    report(session_bus, True)
    desk.wait_for_person(session_bus, Posture="sitting")
    told = run(session_bus, "why", "anna")
    assert re.match(rf"Anna has been sitting since {MOMENT} \(\d+ s\)\.\n", told)
    assert "Because something is in use, says 'keys' (something in use).\n" in told
    assert re.search(rf"^  keys: in use since {MOMENT} ", told, re.MULTILINE)
    assert re.search(rf"^The next break is due at {MOMENT}, in (19|20) min\.$", told, re.MULTILINE)
    why = ask(session_bus, "why")
    assert (why["posture"], why["source"]) == ("sitting", "keys")


def test_a_prompt_is_snoozed_skipped_and_done(session_bus, fast_daemon):
    refused = desk.unslouch(session_bus, desk.ROOT, "snooze", "--json")
    assert refused.returncode == REFUSED
    assert json.loads(refused.stdout) == {"done": False, "reason": "There is no open prompt."}
    assert refused.stderr == "unslouch snooze: There is no open prompt.\n"
    desk.wait_for_person(session_bus, Phase="due")
    assert re.fullmatch(rf"Snoozed until {MOMENT}\. 1 more is possible\.\n", run(session_bus, "snooze", "5 min"))
    assert desk.person_properties(session_bus)["SnoozesLeft"] == 1
    desk.wait_for_person(session_bus, Phase="due")
    assert run(session_bus, "skip") == "Skipped. Nothing more comes this time.\n"
    assert run(session_bus, "done").startswith("Noted as done.")
    desk.wait_for_person(session_bus, Phase="due")
    assert ask(session_bus, "done", "anna") == {"done": True}


def test_not_me_takes_the_seat_back(session_bus, fast_daemon):
    desk.wait_for_person(session_bus, Posture="sitting")
    assert run(session_bus, "not-me") == "Noted. What is on the seat does not count until the seat changes.\n"


def test_holds_come_and_go(session_bus, daemon):
    assert re.fullmatch(rf"Held for 'call' until {MOMENT}\.\n", run(session_bus, "hold", "call"))
    assert re.fullmatch(r"Held for 'guests' until .*18:30\.\n", run(session_bus, "hold", "guests", "until", "18:30"))
    assert desk.person_properties(session_bus)["Holds"] == ["call", "guests"]
    assert "Held for 'guests' until" in run(session_bus, "why")
    assert run(session_bus, "release", "call") == "'call' holds nothing any more. Still held for: guests.\n"
    assert ask(session_bus, "release", "guests") == {"done": True}
    assert desk.person_properties(session_bus)["Holds"] == []
    assert "Nothing is held for this reason." in run(session_bus, "release", "guests", status=REFUSED)
    assert "until" in run(session_bus, "hold", "call", "for", "ever", status=REFUSED)
    assert "passed" in run(session_bus, "hold", "call", "until", "2020-01-01", status=REFUSED)


def test_settings_are_shown_and_changed(session_bus, daemon):
    assert run(session_bus, "set").splitlines()[1].split()[:3] == ["sit_limit", "20", "min"]
    assert run(session_bus, "set", "sit_limit", "45 min") == "sit_limit is now 45 min.\n"
    assert desk.person_properties(session_bus)["SitLimit"] == 45
    assert ask(session_bus, "set", "sit-limit")["sit_limit"] == {"value": 45, "min": 20, "max": 60, "unit": "min"}
    assert run(session_bus, "set", "enabled", "off") == "enabled is now off. Reminders are switched off.\n"
    assert "Reminders are switched off." in run(session_bus, "why")
    assert "20 min to 1 h" in run(session_bus, "set", "sit_limit", "5", status=REFUSED)
    assert "did you mean 'snooze'" in run(session_bus, "set", "snoze", "5", status=USAGE)


def test_among_several_people_it_asks_who(session_bus, desk_daemon):
    desk_daemon(desk.ROOT, [session_bus], TOGETHER, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    assert run(session_bus, "people") == "anna\nben\n"
    assert ask(session_bus, "people") == [
        {"id": "anna", "name": "Anna", "posture": "unknown"},
        {"id": "ben", "name": "Ben", "posture": "unknown"},
    ]
    assert run(session_bus, "done", status=USAGE) == "unslouch done: say which person: --person anna, ben\n"
    assert "Known: ben, anna." in run(session_bus, "why", "--person", "bne", status=REFUSED)
    assert "Ben" in run(session_bus, "why", "-p", "ben")


def test_a_reload_tells_what_is_wrong(session_bus, daemon):
    assert run(session_bus, "reload") == "The configuration is in force.\n"
    daemon.write_config(ALONE.replace('"20 min"', '"two"'))
    checked = home.run_unslouch("check", "--config", daemon.config_file)
    told = run(session_bus, "reload", status=BAD_CONFIG)
    assert told.splitlines()[0] == checked.stdout.splitlines()[0]
    assert told.splitlines()[-1] == "The configuration was not taken: what was in force stays."
    answer = ask(session_bus, "reload", status=BAD_CONFIG)
    assert not answer["applied"] and answer["problems"][0]["line"] == 1
    assert desk.person_properties(session_bus)["SitLimit"] == 20


def test_on_the_system_bus_rights_count(system_bus, desk_daemon):
    desk_daemon(desk.SERVICE, [system_bus], TOGETHER, "--bus=system")
    system_bus.wait_for_name(desk.UNSLOUCH)
    assert run(system_bus, "people", account=desk.MEMBER) == "anna\nben\n"
    assert run(system_bus, "people", account=desk.ANNA) == "anna\n"
    assert "Anna" in run(system_bus, "why", account=desk.ANNA)
    assert run(system_bus, "hold", "call", account=desk.ANNA).startswith("Held for 'call'")
    assert "unslouch" in run(system_bus, "why", "-p", "ben", status=REFUSED, account=desk.ANNA)
    assert "members of the group 'unslouch'" in run(system_bus, "done", status=REFUSED, account=desk.STRANGER)
    assert "unslouch" in run(system_bus, "hold", "call", "-p", "anna", status=REFUSED, account=desk.STRANGER)
    assert "unslouch" in run(system_bus, "reload", status=REFUSED, account=desk.ANNA)
