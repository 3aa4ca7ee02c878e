# SPDX-License-Identifier: MIT
"""A year of anna's, made up by a seed and written into a store: for what looks back on many weeks.

Working days at a chair with breaks and without, now and then standing, short weekends, two weeks of holiday and two at
Christmas, a week in which the chair's battery was empty, days in bed, sessions of exercises that are done, cut short,
hard or missed, light weeks, and reminders that are followed, skipped or not needed. The store itself is `unslouch
replay`'s; a year of replaying with a sanitizer takes minutes.
"""

import datetime
import random
import sqlite3
import zoneinfo

import home
import replaying

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
FIRST = datetime.date(2025, 6, 2)
WEEKS = 52
LAST = FIRST + datetime.timedelta(days=7 * WEEKS - 1)
RANGE = ("--from", str(FIRST), "--to", str(LAST))
SEED = 20250602
EPOCH = datetime.date(1970, 1, 1)
AWAY = (range(63, 77), range(203, 217), range(150, 154))
NO_BATTERY = range(252, 259)
STRENGTH = ("prone-cobra", "prone-t-raise", "prone-y-raise", "dead-bug", "abdominal-brace")
# Levels of the last one and of the stretches end at 4.
TOPS = {"abdominal-brace": 4}
STRETCH = ("thoracic-extension-roller", "lat-stretch-kneeling", "pec-stretch-doorway")
TOPS |= dict.fromkeys(STRETCH, 4)
PERSON = """quiet_hours = ();
programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "18:00"; }, { id = "daily-stretch"; at = "12:30"; } );
"""
OUTCOMES = ("taken", "partial", "ignored", "dismissed", "moot")
USEC = 1_000_000


class Day:
    """What is summed up of a day, and its rows."""

    def __init__(self, number):
        self.date = FIRST + datetime.timedelta(days=number)
        self.number = (self.date - EPOCH).days
        midnight = datetime.datetime.combine(self.date, datetime.time(0), ZONE)
        # Nobody sits in the hour that a transition skips or repeats.
        noon = datetime.datetime.combine(self.date, datetime.time(12), ZONE)
        self.shift = midnight.utcoffset() - noon.utcoffset()
        self.midnight = midnight
        self.spans, self.prompts, self.bouts = [], [], []
        self.breaks = self.full_breaks = self.interruptions = 0

    def at(self, minute):
        return int(((self.midnight + self.shift).timestamp() + minute * 60) * USEC)

    def span(self, posture, begin, end):
        self.spans.append((posture, 0, self.at(begin), self.at(end)))

    def prompt(self, outcome, due, left, sat):
        self.prompts.append((outcome, due, left, sat))

    def summary(self):
        seated = sum(end - begin for posture, _, begin, end in self.spans if posture == "sitting")
        outcomes = [sum(prompt[0] == outcome for prompt in self.prompts) for outcome in OUTCOMES]
        longest = int(max(self.bouts, default=0) * 60 * USEC)
        return (self.number, seated, longest, len(self.bouts), self.interruptions, self.breaks, self.full_breaks,
                len(self.prompts), *outcomes)


class Year:
    def __init__(self, seed):
        print(f"# seed of the year: {seed}")
        self.random = random.Random(seed)
        self.levels = dict.fromkeys(STRENGTH + STRETCH, 1)
        self.good = 0
        self.rows = {"spans": [], "prompts": [], "days": [], "sessions": [], "results": [], "missed_sessions": []}

    def bout(self, day, begin, skill):
        """Sits down, is reminded after half an hour, and gets up soon, late, or had been about to. Returns when."""
        chance = self.random.random()
        length = self.random.uniform(3, 29)
        pause = self.random.choice((1.2, 1.5, 3, 4, 6, 12, 20))
        if chance > 0.4:
            outcome = "partial" if pause < 2 else "taken"
            length = self.random.uniform(30.6, 38)
            if chance > 0.4 + skill:
                length, outcome = self.random.uniform(41, 115), "ignored"
            if chance > 0.96:
                outcome = "dismissed" if length > 40 else "moot"
            if outcome == "moot":
                length = 30.3
            day.prompt(outcome, day.at(begin + 30), day.at(begin + length), 30 * 60 * USEC)
        length = round(length, 2)
        day.span("sitting", begin, begin + length)
        day.bouts.append(length)
        day.interruptions += 1
        return begin + length, pause

    def work(self, day, begin, end, skill):
        minute = begin
        while minute < end:
            up, pause = self.bout(day, minute, skill)
            posture = "away"
            if up - begin > 150 and self.random.random() < 0.15:
                posture, pause = "standing", 35
            day.breaks += 1
            day.full_breaks += pause >= 2
            minute = round(up + pause, 2)
            day.span(posture, up, minute)
        return minute

    def session(self, day, minute, programme, exercises):
        chance = self.random.random()
        week = (day.date - FIRST).days // 7
        kind = "light" if week % 7 == 6 and programme.startswith("upper") else "short" if chance < 0.08 else "normal"
        effort = self.random.choices(("right", "easy", "hard", "none"), (0.65, 0.12, 0.15, 0.08))[0]
        done = 60 if chance > 0.93 else 100
        started = day.at(minute)
        self.rows["sessions"].append(("anna", started, programme, day.number, kind, effort))
        for number, exercise in enumerate(exercises):
            result = ("anna", started, number, exercise, done, effort, 0, 0, 0, 0, self.levels[exercise])
            self.rows["results"].append(result)
        if kind == "normal" and effort in ("right", "easy") and done == 100:
            self.good += 1
            if self.good % 4 == 0:
                for exercise in exercises:
                    self.levels[exercise] = min(self.levels[exercise] + (self.random.random() < 0.8), TOPS.get(exercise, 7))
        elif kind == "normal" and effort == "hard" and self.random.random() < 0.2:
            self.levels[exercises[0]] = max(self.levels[exercises[0]] - 1, 1)

    def exercise(self, day, number):
        if self.random.random() < 0.45:
            self.session(day, 12 * 60 + 30, "daily-stretch", STRETCH)
        if number % 7 not in (0, 2, 4):
            return
        if self.random.random() < 0.22:
            self.rows["missed_sessions"].append(("anna", day.number, "upper-back-strength"))
        else:
            self.session(day, 18 * 60, "upper-back-strength", STRENGTH)

    def live(self, number):
        day = Day(number)
        if any(number in days for days in AWAY):
            return
        if number not in NO_BATTERY:
            skill = 0.15 + 0.35 * number / (7 * WEEKS)
            if number % 7 < 5:
                noon = self.work(day, round(8.2 * 60 + self.random.uniform(0, 60), 2), 11.7 * 60, skill)
                begin = round(max(noon, 12 * 60) + self.random.uniform(35, 60), 2)
                day.span("away", noon, begin)
                end = self.work(day, begin, 16.6 * 60, skill)
                day.span("away", end, end + 240)
            elif self.random.random() < 0.6:
                end = self.work(day, round(14 * 60 + self.random.uniform(0, 90), 2), 16 * 60, skill)
                day.span("away", end, end + 120)
        self.exercise(day, number)
        if day.spans:
            self.keep(day)

    def keep(self, day):
        self.rows["spans"] += [("anna", *span) for span in day.spans]
        self.rows["days"].append(("anna", *day.summary()))
        for number, (outcome, due, left, sat) in enumerate(day.prompts, 1):
            self.rows["prompts"].append(("anna", day.number, number, outcome, 0, 0, due, due, due, left, sat, "sitting"))


def live(directory, seed=SEED, breaks=""):
    """Makes the store; returns the options that read it."""
    config, log, state = directory / "year.conf", directory / "year.log", directory / "state"
    config.write_text(replaying.config(breaks, person=PERSON), encoding="utf-8")
    before = datetime.datetime.combine(FIRST - datetime.timedelta(days=10), datetime.time(9), ZONE)
    log.write_text(replaying.chair_log([(before, True), (before + datetime.timedelta(minutes=9), False)]), encoding="utf-8")
    done = home.run_unslouch("replay", "--config", config, "--state", state, log)
    assert done.returncode == 0, done.stderr
    year = Year(seed)
    for number in range(7 * WEEKS):
        year.live(number)
    with sqlite3.connect(state / "unslouch.sqlite") as database:
        # The day that was open then is long over.
        database.execute("DELETE FROM people")
        for table, rows in year.rows.items():
            database.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
    database.close()
    return ("--config", config, "--state", state)
