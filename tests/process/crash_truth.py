# SPDX-License-Identifier: MIT
"""What a home was told before a daemon was killed, held against what its store has then."""

import collections
import contextlib
import datetime
import json
import pathlib
import shutil
import sqlite3
import tempfile

EPOCH = datetime.date(1970, 1, 1)
ENDINGS = ("taken", "partial", "ignored", "dismissed", "moot")
MINUTES = ("sit_limit", "break_goal", "snooze")
DELIVERIES = ("break_due", "break_nudge", "break_repeat")
# What is told but once under its id, whatever happens.
ONCE = (
    *DELIVERIES, *(f"break_{ending}" for ending in ENDINGS),
    "session_due", "session_started", "session_done", "session_missed", "level_up", "week_met", "week_summary",
)  # fmt: skip
# Of an exercise these are the phases of one of its sets.
IN_SET = ("lift", "hold", "lower", "between")


def second(text):
    """RFC 3339 to seconds since the epoch: the nearest to the microseconds that are stored."""
    return int(datetime.datetime.fromisoformat(text).timestamp())


class Shelf:
    """The rows of a store that a killed daemon left. It is copied to be read: its log is left to the next daemon."""

    def __init__(self, state_directory):
        with tempfile.TemporaryDirectory(prefix="unslouch-crash-") as copy:
            for path in pathlib.Path(state_directory).glob("unslouch.sqlite*"):
                shutil.copy(path, copy)
            with contextlib.closing(sqlite3.connect(pathlib.Path(copy, "unslouch.sqlite"))) as database:
                self._read(database)

    def _read(self, database):
        def rows(sql):
            return database.execute(sql).fetchall()

        self.sound = rows("PRAGMA quick_check") == [("ok",)]
        prompts = [
            (f"{person}-{EPOCH + datetime.timedelta(days=day)}-{number}", outcome, snoozes)
            for person, day, number, outcome, snoozes in rows("SELECT person, day, number, outcome, snoozes FROM prompts")
        ]
        self.prompts = {name: outcome for name, outcome, _ in prompts}
        self.snoozes = {name: snoozes for name, _, snoozes in prompts}
        self.sessions = set(rows("SELECT person, (started_usec + 500000) / 1000000 FROM sessions"))
        self.sets = collections.Counter(rows("SELECT person, (started_usec + 500000) / 1000000, exercise FROM sets"))
        self.set_rows = set(rows("SELECT person, started_usec, ended_usec, exercise, number FROM sets"))
        self.spans = set(rows("SELECT person, posture, from_usec, to_usec FROM spans"))
        self.days = {(person, day): row for person, day, *row in rows("SELECT * FROM days")}
        self.settings = {
            (person, name): value for person, name, value in rows("SELECT person, setting, value FROM settings")
        }
        self.lamps = {name: json.loads(saved) for name, saved in rows("SELECT lamp, saved FROM lamps")}
        self.alive = (rows("SELECT boottime_usec, realtime_usec FROM alive") or [None])[0]


class Truth:
    """What was published, and what is missing of it. `losses` has a sentence for each, by kind."""

    def __init__(self, people):
        self.losses = collections.defaultdict(list)
        self.told = collections.Counter()  # how often what was told, for the report
        self.state = {person: None for person in people}
        self.seated = set()  # who the daemon that lives now has told to be sitting
        self.session = {person: None for person in people}
        self.held = {person: None for person in people}  # why there is no session
        self._events = collections.Counter()
        self._calls = set()  # who is in one
        self._known_calls = set()  # and of whom the daemon has told that it knows
        self._snoozes = collections.Counter()  # of a prompt, as its person's state showed them
        self._hold_ends = collections.Counter()  # upon a prompt
        self._delivered = set()
        self._outcomes = {}
        self._settings = {}
        self._wanted = {}  # how many lives ago it was commanded, by (person, setting, minutes)
        self._sessions = set()
        self._sets = collections.Counter()
        self._claimed = set()  # exercises whose sets were counted by a command and not by the clock
        self._shelf = None

    def lose(self, kind, sentence):
        self.losses[kind].append(sentence)

    def begin_life(self):
        self.seated.clear()
        self._wanted = {key: lives + 1 for key, lives in self._wanted.items()}

    def want_setting(self, person, name, minutes):
        """It was commanded; whether it was taken is told by the topic, or by nobody."""
        self._wanted[person, name, minutes] = 0

    def hear_call(self, person, begins):
        """The topic of the hold, as somebody published it."""
        (self._calls.add if begins else self._calls.discard)(person)
        if not begins:
            self._known_calls.discard(person)

    def hear(self, message):
        """A message of the daemon's."""
        parts = message.topic.split("/")
        if len(parts) != 3 or parts[0] != "unslouch" or not message.payload:
            return
        _, person, leaf = parts
        if leaf == "state":
            self._hear_holds(person, self.state[person], message.json)
            self._hear_snooze(self.state[person], message.json)
            self.state[person] = message.json
            (self.seated.add if message.json["posture"] == "sitting" else self.seated.discard)(person)
        elif leaf == "plan":
            self.held[person] = message.json["held"]
        elif leaf == "prompt":
            self._hear_prompt(person, message.json)
        elif leaf == "session":
            self._hear_session(person, message.json)
        elif leaf in MINUTES:
            self._hear_setting(person, leaf, int(message.text))

    def _hear_holds(self, person, before, state):
        """When the last hold ends upon an open prompt, the prompt climbs its ladder anew. A call does not end by a kill."""
        if person in self._calls and "call" in state["holds"]:
            self._known_calls.add(person)
        if before and before["holds"] and not state["holds"]:
            for name in {before["prompt_id"], state["prompt_id"]}:
                self._hold_ends[name] += 1

    def _hear_snooze(self, before, state):
        if state["phase"] == "snoozed" and (not before or before["phase"] != "snoozed"):
            self._snoozes[state["prompt_id"]] += 1

    def _hear_prompt(self, person, event):
        kind, name = event["event_type"], event["id"]
        if kind in ONCE:
            self.told["prompts and notices"] += 1
            self._events[person, kind, name, event["level"], event["message"] if kind == "level_up" else None] += 1
        if kind in DELIVERIES and person in self._known_calls and set(event["tell"]) - {"lamp"}:
            self.lose("told in a call", f"{kind} {name} level {event['level']}: {event['tell']}")
        if name and kind in ("break_due", "break_nudge"):
            self._delivered.add(name)
        ending = kind.removeprefix("break_")
        if name and ending in ENDINGS:
            self._outcomes[name] = ending
            self.told["outcomes"] += 1

    def _hear_setting(self, person, name, minutes):
        known = self._settings.get((person, name))
        if (person, name, minutes) in self._wanted and minutes != known:
            self.told["settings"] += 1
        elif known is not None and minutes != known:
            self.lose("settings", f"{person} {name}: {known} was told, then {minutes}")
        self._settings[person, name] = minutes
        # What was commanded just before a kill may have been taken and not told. The next life that gets as far as the
        # broker tells it; that need not be the very next one. From then on it is told, or was never taken.
        self._wanted = {key: lives for key, lives in self._wanted.items() if key[:2] != (person, name) or lives == 0}

    def _hear_session(self, person, shown):
        before, self.session[person] = self.session[person], shown
        # One that was given up before anything was done is told as done, with nothing.
        if shown["state"] in ("question", "done") and shown["started"] and shown["done_pct"]:
            key = (person, second(shown["started"]))
            if key not in self._sessions:
                self._sessions.add(key)
                self.told["finished sessions"] += 1
        if before and before["started"] and before["phase"] in IN_SET and _is_next_set(before, shown):
            self._sets[person, second(before["started"]), before["exercise"]] += 1
            self.told["finished sets"] += 1

    def skip_set(self, person):
        """What the person does now leaves it open how much of this exercise counts."""
        shown = self.session[person]
        if shown and shown["exercise"]:
            self._claimed.add((person, second(shown["started"]), shown["exercise"]))

    def check(self, shelf):
        """Everything that was told must be on it, and everything that was on it before."""
        if not shelf.sound:
            self.lose("consistency", "the store is damaged")
        self._check_prompts(shelf)
        for key in self._sessions - shelf.sessions:
            self.lose("sessions", f"{key} was finished")
            self._sessions.discard(key)
        for key, count in self._sets.items():
            if key not in self._claimed and shelf.sets[key] < count:
                self.lose("sets", f"{key}: {shelf.sets[key]} of {count}")
                self._claimed.add(key)
        for (person, name), minutes in self._settings.items():
            stored = shelf.settings.get((person, name), minutes * 60_000_000) // 60_000_000
            if stored != minutes and (person, name, stored) not in self._wanted:
                self.lose("settings", f"{person} {name}: {minutes} min was told, {stored} is stored")
        self._check_growth(shelf)
        self._shelf = shelf

    def _allowed(self, shelf, kind, name, level):
        """How often it may be told: after a snooze, and the steps of a ladder after a hold, once more; else once."""
        if kind == "session_due":
            # An offered session can be snoozed too, which the table of prompts does not know.
            return 1 + self._snoozes[name]
        if kind == "break_nudge" and level == 0:
            return self._hold_ends[name]
        if kind == "break_nudge":
            return 1 + shelf.snoozes.get(name, 0) + self._hold_ends[name]
        return 1 + (shelf.snoozes.get(name, 0) if kind == "break_due" else 0)

    def _check_prompts(self, shelf):
        for key, count in self._events.items():
            if count > self._allowed(shelf, *key[1:4]):
                self.lose("told twice", f"{key[1]} {key[2]} level {key[3]}: {count} times")
                self._events[key] = 0
        for name in self._delivered - set(shelf.prompts):
            self.lose("prompts", f"{name} was told")
            self._delivered.discard(name)
        for name, outcome in list(self._outcomes.items()):
            if shelf.prompts.get(name) != outcome:
                self.lose("outcomes", f"{name} was {outcome}, stored is {shelf.prompts.get(name)}")
                del self._outcomes[name]

    def _check_growth(self, shelf):
        """What is finished neither changes nor goes away."""
        old = self._shelf
        if old is None:
            return
        gone = {
            "spans": old.spans - shelf.spans,
            "sets": old.set_rows - shelf.set_rows,
            "sessions": old.sessions - shelf.sessions,
            "days": {key for key, row in old.days.items() if shelf.days.get(key) != row},
            "outcomes": {key for key, row in old.prompts.items() if row and shelf.prompts.get(key) != row},
            "settings": set(old.settings) - set(shelf.settings),
        }
        for kind, rows in gone.items():
            for row in rows:
                self.lose(kind, f"{row} is there no more")


def _is_next_set(before, shown):
    """Whether the set that was shown before is over, and did not end with the session."""
    if shown["started"] != before["started"] or shown["state"] != "running" or before["state"] != "running":
        return False
    return (shown["exercise"], shown["set"]) != (before["exercise"], before["set"]) or shown["phase"] == "rest"


def history(run_unslouch, config_file, state_directory, person, *options):
    """What `unslouch history` reads of a copy of the store."""
    with tempfile.TemporaryDirectory(prefix="unslouch-crash-") as copy:
        for path in pathlib.Path(state_directory).glob("unslouch.sqlite*"):
            shutil.copy(path, copy)
        done = run_unslouch(
            "history", person, *options, "--format", "json", "--from", "2026-11-01", "--to", "2027-01-31",
            "--config", config_file, "--state", copy,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
