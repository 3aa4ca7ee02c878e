# SPDX-License-Identifier: MIT
"""Six weeks through `unslouch replay` on one log, row by row against the calendar of programme.md 3.1."""

import csv
import datetime
import json
import os
import pathlib
import re
import zoneinfo

import pytest

import home
import replaying

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
# Summer time ends in the third week.
MONDAY = datetime.date(2026, 10, 5)
WEEKS = 6
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PROGRAMME = "upper-back-strength"
PERSON = (
    "quiet_hours = (); "
    f'programmes = ( {{ id = "{PROGRAMME}"; days = "mon,wed,fri"; at = "18:00"; }} ); '
    'equipment = [ "mat", "pillow", "chair", "wall" ];'
)
WARM_UP = {"march-in-place", "shoulder-rolls"}
PRONE = ("prone-cobra", "prone-t-raise", "prone-y-raise")


def at(day, hour, minute=0):
    return datetime.datetime.combine(MONDAY + datetime.timedelta(days=day), datetime.time(hour, minute), ZONE)


class Session:
    """A row of the calendar: what a session has, exercise by exercise, as (level, "SETSxREPS@HOLD")."""

    def __init__(self, row):
        self.day = 7 * (int(row["week"]) - 1) + DAYS.index(row["day"])
        doses = {"prone-y-raise": row["prone-t-raise"], row["beside"]: row["beside_dose"]}
        doses |= {exercise: row[exercise] for exercise in (*PRONE[:2], "dead-bug")}
        self.exercises = {
            exercise: (int(row["beside_level"] if exercise == row["beside"] else row["level"]), dose)
            for exercise, dose in doses.items()
        }
        self.steps_up = [] if row["steps_up"] == "none" else row["steps_up"].split()

    @property
    def date(self):
        return MONDAY + datetime.timedelta(days=self.day)


def read_calendar():
    path = pathlib.Path(os.environ["top_srcdir"], "tests", "data", "six-weeks.tsv")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [Session(row) for row in csv.DictReader(lines, delimiter="\t")]


CALENDAR = read_calendar()


def chair(day, hour, minute, seated):
    return (at(day, hour, minute), replaying.TOPIC, {"contact": not seated})


def lines_of_day(day):
    """A day at the desk, and on three of them in the evening a session."""
    lines = [chair(day, 9, 0, True), chair(day, 9, 40, False)] if day % 7 < 5 else []
    lines += [chair(day, 17, 25, True), chair(day, 18, 1, False)]
    if day in [session.day for session in CALENDAR]:
        lines.append((at(day, 18, 2), "unslouch/anna/cmd", "session start"))
        lines.append((at(day, 18, 55), "unslouch/anna/cmd", "session answer right"))
    return lines


class Weeks:
    """What was published in them, and the store that is left."""

    def __init__(self, directory):
        self.directory = directory
        lines = [(at(0, 8), "unslouch/anna/cmd", "screening none-apply")]
        for day in range(7 * WEEKS):
            lines += lines_of_day(day)
        log = "".join(replaying.line(*line) for line in lines)
        until = at(7 * WEEKS, 12)
        messages = replaying.replay(directory, replaying.config(person=PERSON), log, until, state=directory)
        self.history = self.read_history()
        self.published = {}
        for message in messages:
            if message["topic"].rsplit("/", 1)[1] in ("cue", "plan", "prompt", "session", "state"):
                value = (replaying.time_of(message).astimezone(ZONE), json.loads(message["payload"]))
                self.published.setdefault(message["topic"], []).append(value)

    def on(self, leaf):
        """(local time, value) of each message on unslouch/anna/<leaf>."""
        return self.published[f"unslouch/anna/{leaf}"]

    def prompts(self, *kinds):
        return [(when, event) for when, event in self.on("prompt") if event["event_type"] in kinds]

    def read_history(self):
        done = home.run_unslouch(
            "history", "anna", "--sessions", "--json", "--from", at(0, 8).date(), "--to", at(7 * WEEKS, 8).date(),
            "--config", self.directory / "replay.conf", "--state", self.directory,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(name="weeks", scope="module")
def replay_six_weeks(tmp_path_factory):
    return Weeks(tmp_path_factory.mktemp("weeks"))


def last_reps(session):
    """What the session topic showed of a session: {exercise: [(set, sets, reps, hold, the last repetition)]}."""
    seen = {}
    for value in session:
        if value["phase"] in ("lift", "hold", "lower"):
            sets = seen.setdefault(value["exercise"], {})
            key = (value["set"], value["sets"], value["reps"], value["hold_s"])
            sets[key] = max(value["rep"], sets.get(key, 0))
    return {exercise: [(*key, rep) for key, rep in sets.items()] for exercise, sets in seen.items()}


def dose_text(sets):
    """The sets of an exercise as the calendar writes them, if all of them were done to the end."""
    (count, reps, hold), *others = {(of, reps, hold) for _, of, reps, hold, _ in sets}
    assert not others
    assert [(number, last) for number, *_, last in sets] == [(number + 1, reps) for number in range(count)]
    return f"{count}x{reps}@{hold}"


def test_the_calendar_is_that_of_six_weeks():
    assert len(CALENDAR) == 3 * WEEKS
    assert [DAYS[session.day % 7] for session in CALENDAR] == ["mon", "wed", "fri"] * WEEKS
    first, last = CALENDAR[0].exercises, CALENDAR[-1].exercises
    # From where one begins to the target: of 20 to 30 repetitions.
    assert [first[exercise][1].split("@")[0] for exercise in PRONE] == ["2x10"] * 3
    assert [last[exercise][1].split("@")[0] for exercise in PRONE] == ["2x25"] * 3


@pytest.mark.parametrize("row", CALENDAR, ids=lambda row: row.date.isoformat())
def test_each_session_is_that_of_the_calendar(weeks, row):
    shown = [value for when, value in weeks.on("session") if when.date() == row.date]
    assert {value["programme"] for value in shown if value["state"] == "running"} == {PROGRAMME}
    done = {exercise: dose_text(sets) for exercise, sets in last_reps(shown).items()}
    assert {value["exercise"] for value in shown if value["phase"] == "warm_up"} == WARM_UP
    assert done == {exercise: dose for exercise, (_, dose) in row.exercises.items()}
    cues = [cue for when, cue in weeks.on("cue") if when.date() == row.date]
    assert cues[0]["kind"] == "safety" and "question" in [cue["kind"] for cue in cues]
    # Pace `rep` counts all of them; with two sides each repetition is counted on both.
    for exercise, (_, dose) in row.exercises.items():
        reps = int(dose.split("@")[0].split("x")[1])
        shown = [cue["show"] for cue in cues if cue["kind"] == "count" and cue["exercise"] == exercise]
        counted = [match[1] for match in map(re.compile(r"\d+ of (\d+)\b.*").fullmatch, shown) if match]
        assert counted == [str(reps)] * (2 * reps * (2 if exercise == "dead-bug" else 1)), exercise


@pytest.mark.parametrize("row", CALENDAR, ids=lambda row: row.date.isoformat())
def test_each_session_is_kept_at_its_level(weeks, row):
    kept = [line for line in weeks.history if line["started"].startswith(row.date.isoformat())]
    assert {line["started"] for line in kept} == {at(row.day, 18, 2).isoformat()}
    assert {line["exercise"]: line["level"] for line in kept} == {
        exercise: level for exercise, (level, _) in row.exercises.items()
    }
    assert {(line["effort"], line["done_pct"]) for line in kept} == {("right", 100)}


def test_steps_up_are_told_when_the_calendar_has_them(weeks):
    titles = {value["exercise"]: value["name"] for _, value in weeks.on("session") if value["exercise"]}
    for row in CALENDAR:
        told = [event["message"] for when, event in weeks.prompts("level_up") if when.date() == row.date]
        assert len(told) == len(row.steps_up), row.date
        for exercise in row.steps_up:
            assert len([text for text in told if titles[exercise] in text]) == 1, (row.date, exercise, told)
    assert len(weeks.prompts("level_up")) == sum(len(row.steps_up) for row in CALENDAR)


def test_a_session_is_offered_at_its_time_on_its_days_alone(weeks):
    sessions = [at(row.day, 18) for row in CALENDAR]
    offers = [when for when, _ in weeks.prompts("session_due")]
    assert offers == sessions
    assert [when.date() for when, _ in weeks.prompts("session_started")] == [row.date for row in CALENDAR]
    assert weeks.prompts("session_missed") == []
    # It takes the place of the break that would fall due five minutes before it.
    breaks = [when for when, _ in weeks.prompts("break_due") if when.hour == 17]
    others = [at(day, 17, 55) for day in range(7 * WEEKS) if day not in [row.day for row in CALENDAR]]
    assert breaks == others


def test_weeks_are_met_and_the_block_is_done_at_the_end(weeks):
    fridays = [row.date for row in CALENDAR if row.day % 7 == 4]
    assert [when.date() for when, _ in weeks.prompts("week_met")] == fridays
    mondays = [at(7 * week, 4) for week in range(1, WEEKS + 1)]
    assert [when for when, _ in weeks.prompts("week_summary")] == mondays
    assert [when for when, _ in weeks.prompts("block_done")] == mondays[-1:]
    states = [value for _, value in weeks.on("state")]
    assert max(value["week_done"] for value in states) == 3
    assert states[-1]["streak_weeks"] == WEEKS
    blocks = [value["block"] for _, value in weeks.on("plan") if value["block"]["week"]]
    assert [block["met"] for block in blocks][-1] == WEEKS
    assert {block["goal"] for block in blocks} == {WEEKS}
    assert {value["held"] for when, value in weeks.on("plan") if when >= at(0, 9)} == {None}
