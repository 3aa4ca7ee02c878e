# SPDX-License-Identifier: MIT
"""Programmes at the terminal: health questions, plan, calendar and a session, with the daemon and with its store."""

import csv
import datetime
import io
import json
import re

import gi
import pytest

import desk
import home
from served import ACCESS_DENIED

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402  # the version comes first

FAST = ("--time-scale=60",)
THINGS = '[ "mat", "pillow", "foam-roller", "chair", "chair-with-back", "chair-or-ball", "wall", "wall-or-door-frame" ]'
PEOPLE = f"""
time_zone = "Europe/Berlin";
people = (
  {{ id = "anna"; name = "Anna"; user = "anna";
    sensors = ( {{ name = "keys"; kind = "activity"; via = "dbus"; }} );
    quiet_hours = ();
    programmes = ( {{ id = "upper-back-strength"; days = "mon,wed,fri"; at = "23:59"; }},
                   {{ id = "daily-stretch"; at = "23:59"; }} );
    equipment = {THINGS};
  }}
);
channels = ( {{ name = "desktop"; kind = "desktop"; }} );
"""
DONE, REFUSED, USAGE = 0, 1, 2
TEN_NO = ",".join(["no"] * 10)
ANNAS = desk.person_path("anna")


@pytest.fixture(name="daemon")
def session_daemon(session_bus, desk_daemon):
    running = desk_daemon(desk.ROOT, [session_bus], PEOPLE, *FAST, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    return running


@pytest.fixture(name="run")
def client_runs(session_bus):
    """run(*arguments): standard output; standard error where it is to be refused, but for --json."""

    def run(*arguments, status=DONE, text="", columns=80):
        environment = {**session_bus.environment, "TZ": "Europe/Berlin", "COLUMNS": str(columns), "LC_ALL": "C.UTF-8"}
        done = home.run_unslouch(*arguments, input_text=text, environment=environment)
        assert done.returncode == status, f"{arguments} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout if status == DONE or "--json" in arguments else done.stderr

    return run


def test_nothing_starts_before_the_questions_and_then_it_does(daemon, run):
    assert "unslouch screening" in run("session", "start", status=REFUSED)
    assert "unslouch screening asks them" in re.sub(r"\s+", " ", run("plan"))
    told = run("screening", "--answers", TEN_NO)
    assert "Upper back strength: you can start." in told
    assert "Upper back strength, since" in run("session", "start")
    assert json.loads(run("session", "--json"))["state"] == "running"
    assert json.loads(run("session", "pause", "--json")) == {"done": True}
    assert "session resume goes on" in run("session")
    answer = json.loads(run("session", "answer", "easy", "--json", status=REFUSED))
    assert answer["done"] is False and answer["reason"]


def test_the_terminal_asks_both_pages_after_the_disclaimer(daemon, run):
    refused = run("screening", status=REFUSED, text="no\n")
    assert refused == ""
    assert "nothing was kept" in run("screening", status=REFUSED, text="yes\nno\nno\n")
    assert json.loads(run("screening", "--show", "--json"))["answered"] is None
    told = run("screening", text="yes\n" + "maybe\nno\n" * 40)
    assert told.index("makes no diagnosis") < told.index("10. ") < told.index("The next ones choose")
    assert "Do you have these?" not in told, "the configuration tells the equipment"
    assert "you can start." in told
    assert json.loads(run("screening", "--show", "--json"))["answered"] is not None


def test_a_yes_holds_programmes_until_somebody_has_agreed(daemon, run, session_bus):
    told = run("screening", "--answers", "yes," + ",".join(["no"] * 9))
    assert "waits for now" in told and "screening cleared" in re.sub(r"\s+", " ", told)
    assert "screening" in run("session", "start", status=REFUSED)
    assert "you can start" in run("screening", "cleared")
    run("session", "start")
    assert json.loads(run("plan", "--json"))["held"] is None
    assert not re.search(r"clinician|supervision|q1|screening|answer", "\n".join(map(str, daemon.log))), daemon.describe()


def test_pain_that_ends_a_session_asks_what_it_felt_like(daemon, run):
    run("screening", "--answers", TEN_NO)
    run("session", "start")
    assert "Stop here and rest" in run("session", "pain", "8")
    told = run("screening", text="yes\nyes\n" + "no\n" * 11)
    assert "A session was stopped by pain" in told
    assert "call your emergency number now" in told
    assert "Has a clinician" not in told, "a flag ends the questions"
    told = re.sub(r"\s+", " ", run("screening", text="yes\n" + "no\n" * 60))
    assert "which is done, and a clinician has to agree" in told
    assert "screening" in run("session", "start", status=REFUSED)
    assert "you can start" in run("screening", "cleared")


def test_scripts_must_answer_the_first_page_and_no_more_than_there_is(daemon, run):
    assert "10 questions, not 2" in run("screening", "--answers", "no,no", status=USAGE)
    assert "yes and no" in run("screening", "--answers", "no,perhaps", status=USAGE)
    assert "answers" in run("screening", "--answers", ",".join(["no"] * 100), status=USAGE)


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_texts_fit_the_terminal(daemon, run, columns):
    run("screening", "--answers", TEN_NO)
    for verb in (("plan",), ("session",), ("programme", "list"), ("programme", "show", "steady-back"), ("screening", "--show")):
        told = run(*verb, columns=columns)
        assert all(len(line) <= columns for line in told.splitlines()), told


def test_programmes_are_listed_and_shown(daemon, run):
    run("screening", "--answers", TEN_NO)
    assert [line.split()[0] for line in run("programme", "list").splitlines() if line[0] != " "][0] == "upper-back-strength"
    listed = json.loads(run("programme", "list", "--json"))
    assert {programme["id"]: programme["yours"] for programme in listed}["upper-back-strength"] is True
    assert "Prone cobra: 2 sets of 10, each held for 2 s" in run("programme", "show", "upper-back-strength")
    assert "no programme 'polka'" in run("programme", "show", "polka", status=REFUSED)


def moment(text):
    return datetime.datetime.fromisoformat(text)


def zoned(component):
    start = component.get_dtstart()
    return (start.get_year(), start.get_month(), start.get_day(), start.get_hour(), start.get_minute()), start.get_tzid()


def read_calendar(text):
    """As libical reads it: the component, without a single error."""
    component = ICalGLib.Component.new_from_string(text)
    assert component is not None and component.is_valid()
    assert component.isa() == ICalGLib.ComponentKind.VCALENDAR_COMPONENT
    assert component.count_errors() == 0
    return component


def test_libical_reads_the_calendar(daemon, run):
    plan = json.loads(run("plan", "--json"))
    # Late on a Sunday there is the week after.
    both = plan["sessions"] + plan["next_sessions"]
    now = datetime.datetime.now(datetime.timezone.utc)
    coming = [session for session in both if session["state"] in ("planned", "moved") and moment(session["at"]) > now]
    assert len(coming) >= len(plan["next_sessions"]) == 10
    calendar = read_calendar(run("plan", "--ics"))
    assert calendar.count_components(ICalGLib.ComponentKind.VEVENT_COMPONENT) == len(coming)
    event = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    for session in coming:
        at = moment(session["at"])
        assert zoned(event) == ((at.year, at.month, at.day, at.hour, at.minute), "Europe/Berlin")
        assert event.get_summary() in ("Upper back strength", "Daily posture stretches")
        assert event.get_uid().startswith(f"anna-{session['programme']}-")
        assert 0 < event.get_duration().as_int() < 3600
        event = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    zone = calendar.get_first_component(ICalGLib.ComponentKind.VTIMEZONE_COMPONENT)
    assert zone is not None and zone.is_valid()


def test_a_store_that_no_daemon_holds_answers_as_well(daemon, run):
    files = ("--config", daemon.config_file, "--state", daemon.state_directory)
    assert "Leave out --config" in run("plan", *files, status=REFUSED)
    run("screening", "--answers", TEN_NO)
    daemon.stop()
    before = json.loads(run("screening", *files, "--show", "--json"))
    assert before["answered"] is not None and before["cleared"] is None
    assert "you can start" in run("screening", *files, "cleared")
    assert json.loads(run("screening", *files, "--show", "--json"))["cleared"] == before["answered"]
    run("screening", *files, "--answers", "yes," + ",".join(["no"] * 9))
    assert json.loads(run("plan", *files, "--json"))["week"]
    read_calendar(run("plan", *files, "--ics"))
    assert "upper-back-strength" in run("programme", *files, "list")
    assert "No session" in run("history", *files, "--sessions")
    assert run("history", *files, "--sessions", "--json") == "[]\n"
    header = next(csv.reader(io.StringIO(run("history", *files, "--sessions", "--csv"))))
    assert header == ["started", "programme", "kind", "effort", "exercise", "level", "done_pct"]


def test_health_questions_are_the_persons_own_on_the_system_bus(system_bus, desk_daemon, peer):
    desk_daemon(desk.SERVICE, [system_bus], PEOPLE, "--bus=system")
    calls = [
        ("ScreeningQuestions", "", ()),
        ("ScreeningResult", "", ()),
        ("ScreeningAnswer", "asab", (["q1"], [False])),
        ("ScreeningCleared", "", ()),
    ]
    for account in (desk.MEMBER, desk.STRANGER):
        somebody = peer(system_bus, account)
        for member, signature, arguments in calls:
            with pytest.raises(desk.Refused) as refusal:
                somebody.call(ANNAS, desk.PERSON, member, signature, *arguments)
            assert refusal.value.name == ACCESS_DENIED, member
    for account in (desk.ROOT, desk.ANNA):
        somebody = peer(system_bus, account)
        assert len(somebody.call(ANNAS, desk.PERSON, "ScreeningQuestions")[1]) > 10
        assert json.loads(somebody.call(ANNAS, desk.PERSON, "ScreeningResult")[0])["programmes"]
    # All else is the group's as well.
    member = peer(system_bus, desk.MEMBER)
    assert "upper-back-strength" in member.call(ANNAS, desk.PERSON, "Programmes")[0]


def test_a_session_is_in_the_history_without_what_hurt(daemon, run, session_bus):
    run("screening", "--answers", TEN_NO)
    since = session_bus.mark()
    run("session", "start", "short")
    for exercise in ("march-in-place", "shoulder-rolls", "prone-cobra", "prone-t-raise"):
        session_bus.wait_for(lambda message, said=exercise: message.body[4] == said, since, member="Cue", path=ANNAS)
        if exercise in ("march-in-place", "shoulder-rolls"):
            run("session", "next")
        elif exercise == "prone-cobra":
            run("session", "pain", "2")
    run("session", "stop")
    assert "Noted" in run("session", "answer", "right")
    days = ("--to", (datetime.date.today() + datetime.timedelta(days=2)).isoformat())
    rows = json.loads(run("history", "--sessions", "--json", *days))
    assert {row["programme"] for row in rows} == {"upper-back-strength"}
    cobra = next(row for row in rows if row["exercise"] == "prone-cobra")
    assert (cobra["kind"], cobra["level"], cobra["done_pct"]) == ("short", 1, 100)
    assert not any("pain" in key for row in rows for key in row)
    told = run("history", "--sessions", *days)
    assert "upper-back-strength, short" in told and "prone-cobra level 1" in told and "1 session." in told
    assert list(csv.DictReader(io.StringIO(run("history", "--sessions", "--csv", *days))))[0]["exercise"]
    daemon.stop()
    files = ("--config", daemon.config_file, "--state", daemon.state_directory)
    assert json.loads(run("history", *files, "--sessions", "--json", *days)) == rows
