# SPDX-License-Identifier: MIT
"""Whole days through `unslouch replay`, held against the definitions and the rules of prompts."""

import csv
import datetime
import os
import pathlib
import random
import zoneinfo

import pytest

import replaying

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
MORNING = datetime.datetime(2026, 6, 15, 9, 0, tzinfo=ZONE)

# From programme.md 4.4: seconds and whether the chair is occupied from then on.
WORKED_TRACE = (
    (0, True), (1500, False), (1506, True), (2400, False), (2445, True), (3000, False), (3150, True),
    (4500, False), (4560, True), (7800, False),
)


def at(seconds, start=MORNING):
    return (start.astimezone(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).astimezone(ZONE)


def replay_changes(tmp_path, changes, start=MORNING, more=1800, **options):
    log = replaying.chair_log([(at(second, start), seated) for second, seated in changes])
    return replaying.replay(tmp_path, replaying.config(**options), log, at(changes[-1][0] + more, start))


def test_the_worked_trace_has_its_bouts_and_breaks(tmp_path):
    log = replaying.chair_log([(at(second), seated) for second, seated in WORKED_TRACE])
    text = replaying.replay(tmp_path, replaying.config(), log, at(9000), as_json=False)
    summary = text.strip().splitlines()[-1]
    for words in (
        "3 bouts of 49.25, 22.5 and 54.0 minutes", "sitting for 125.75 minutes", "3 interruptions", "2 breaks",
        "1 full break",
    ):
        assert words in summary, summary


def test_the_worked_trace_has_its_prompts(tmp_path):
    messages = replay_changes(tmp_path, WORKED_TRACE)
    told = [
        ((when - MORNING).total_seconds() / 60, event["event_type"], event["id"], tuple(event["tell"]))
        for when, event in replaying.prompts_of(messages)
    ]
    first, second = told[0][2], told[4][2]
    assert first != second
    assert told == [
        (30, "break_due", first, ("lamp",)),
        (32, "break_nudge", first, ("speaker",)),
        (35, "break_nudge", first, ("phone",)),
        # they left 20 min after it was told
        (52, "break_ignored", first, ()),
        (106, "break_due", second, ("lamp",)),
        (108, "break_nudge", second, ("speaker",)),
        (111, "break_nudge", second, ("phone",)),
        (116, "break_repeat", second, ("lamp", "speaker", "phone")),
        # left at 130, 14 min after the repeat
        (132, "break_ignored", second, ()),
    ]


def test_the_counters_of_the_worked_trace_are_published(tmp_path):
    messages = replay_changes(tmp_path, WORKED_TRACE)
    last = replaying.states_of(messages)[-1][1]
    assert last["sitting_today_s"] == 7545
    assert last["longest_bout_today_s"] == 3240
    assert last["breaks_today"] == 2
    assert last["bout_s"] == 0
    assert last["phase"] == "idle"


def test_two_replays_give_the_same_bytes(tmp_path):
    log = replaying.chair_log([(at(second), seated) for second, seated in WORKED_TRACE])
    once = replaying.replay(tmp_path, replaying.config(), log, at(9000))
    again = replaying.replay(tmp_path, replaying.config(), log, at(9000))
    assert once == again


def generated_day(seed):
    """A day at a desk: stretches of sitting and of being up of all lengths, down to a second."""
    draw = random.Random(seed)
    second, seated, changes = 0.0, True, []
    while second < 14 * 3600:
        changes.append((round(second, 1), seated))
        if seated:
            second += draw.choice((draw.uniform(2, 60), draw.uniform(60, 1800), draw.uniform(1200, 5400)))
        else:
            second += draw.choice((draw.uniform(1, 12), draw.uniform(10, 130), draw.uniform(100, 1500)))
        seated = not seated
    changes.append((round(second, 1), False))
    return MORNING.replace(hour=5), changes


def recorded_day(path):
    """Changes of a chair that sees what a thigh recorded, and the moment at which it began."""
    with open(path, encoding="ascii") as file:
        rows = list(csv.DictReader(file))
    start = datetime.datetime.fromisoformat(rows[0]["start"]).replace(tzinfo=ZONE)
    changes, second = [], 0.0
    for row in rows:
        seated = row["posture"] == "sedentary"
        if not changes or changes[-1][1] != seated:
            changes.append((round(second, 1), seated))
        second += float(row["seconds"])
    return start, changes + [(round(second, 1), False)] if changes[-1][1] else changes


def recordings():
    beside = pathlib.Path(os.environ["top_srcdir"]).parent / "shared" / "recordings"
    directory = pathlib.Path(os.environ.get("UNSLOUCH_RECORDINGS", beside))
    return sorted(directory.glob("wearer-*.csv"))


DAYS = [pytest.param(lambda seed=seed: generated_day(seed), id=f"generated day {seed}") for seed in (1, 2, 3)] + [
    pytest.param(lambda path=path: recorded_day(path), id=path.stem) for path in recordings()
]

# A chair that is occupied for so long without any change is asked about, and counts no longer.
ASKED_AFTER = 4 * 3600


def seen_changes(changes):
    """What is left of the changes when the daemon no longer believes in an occupied chair."""
    seen = []
    for number, (second, seated) in enumerate(changes):
        seen.append((second, seated))
        until = changes[number + 1][0] if number + 1 < len(changes) else second
        if seated and until - second > ASKED_AFTER:
            seen.append((second + ASKED_AFTER, False))
    return [change for number, change in enumerate(seen) if number == 0 or seen[number - 1][1] != change[1]]


@pytest.mark.parametrize("day", DAYS)
def test_the_sitting_time_of_a_day_is_that_of_the_chair(tmp_path, day):
    start, changes = day()
    expected = sum(end - first for first, end in replaying.seated_intervals(seen_changes(changes)))
    messages = replay_changes(tmp_path, changes, start)
    days = {}
    for when, state in replaying.states_of(messages):
        days[(when - datetime.timedelta(hours=4)).date()] = state["sitting_today_s"]
    assert sum(days.values()) == pytest.approx(expected, rel=0.01)


def explain(bouts, events, start):
    """Checks each event of a day without holds, commands and back-off against DESIGN 5; returns how many there were."""
    by_id = {}
    for when, event in events:
        second = (when - start).total_seconds()
        by_id.setdefault(event["id"], []).append((second, event["event_type"]))
    prompted = []
    for prompt in by_id.values():
        due = prompt[0]
        assert due[1] == "break_due", prompt
        bout = next(bout for bout in bouts if bout.intervals[0][0] <= due[0] <= bout.end + 1)
        prompted.append(bout)
        # at the limit, or as soon as they certainly sit again
        assert 1800 <= bout.clock_at(due[0]) + 0.01 <= 1812, (due, bout.intervals)
        explain_outcome(bout, prompt)
    assert len(prompted) == len({id(bout) for bout in prompted}), "two prompts in one bout"
    for bout in bouts:
        if bout.seconds > 1815 and bout.after is not None:
            assert any(bout is one for one in prompted), f"no prompt in {bout.intervals}"
    return len(by_id)


def explain_outcome(bout, prompt):
    told = [second for second, kind in prompt if kind in ("break_due", "break_repeat")]
    nudged = [second for second, kind in prompt if kind == "break_nudge"]
    assert len(told) <= 2
    assert all(second <= told[0] + 312 for second in nudged)
    if bout.after is None:
        return
    outcome = prompt[-1]
    answered_after = bout.end - told[-1]
    if answered_after < 30:
        expected, when = "break_moot", bout.end + 60
    elif bout.after >= 120:
        expected, when = "break_taken" if answered_after <= 600 else "break_ignored", bout.end + 120
    else:
        expected, when = "break_partial" if answered_after <= 600 else "break_ignored", bout.end + bout.after + 10
    assert outcome[1] == expected, (prompt, bout)
    assert outcome[0] == pytest.approx(when, abs=11), (prompt, bout)


@pytest.mark.parametrize("day", DAYS)
def test_every_prompt_of_a_day_is_explained_by_the_rules(tmp_path, day):
    start, changes = day()
    options = {"breaks": "back_off = false; posture_check = \"off\";"}
    messages = replay_changes(tmp_path, changes, start, **options)
    # the stretches that are asked about are judged apart: nobody knows then
    bouts = replaying.bouts_of(replaying.seated_intervals(changes))
    asked = [event for event in replaying.prompts_of(messages) if event[1]["event_type"] == "seat_check"]
    long = [bout for bout in bouts if any(end - first > ASKED_AFTER for first, end in bout.intervals)]
    assert len(asked) == len([bout for bout in long])
    spans = [(start + datetime.timedelta(seconds=bout.intervals[0][0]), start + datetime.timedelta(seconds=bout.end + 400)) for bout in long]
    events = [
        (when, event) for when, event in replaying.prompts_of(messages)
        if not any(first <= when <= last for first, last in spans)
    ]
    assert explain([bout for bout in bouts if bout not in long], events, start) >= 3


@pytest.mark.parametrize("day", DAYS)
def test_no_prompt_comes_in_quiet_hours(tmp_path, day):
    start, changes = day()
    messages = replay_changes(tmp_path, changes, start, person="")
    asking = ("break_due", "break_nudge", "break_repeat")
    told = [when.astimezone(ZONE) for when, event in replaying.prompts_of(messages) if event["event_type"] in asking]
    assert told
    assert [when for when in told if when.hour >= 22 or when.hour < 7] == []
