# SPDX-License-Identifier: MIT
"""A busy week of two people, in which the daemon is killed again and again.

Time runs SCALE times as fast. Somebody sits down, gets up, answers what is asked, changes settings, trains; at a random
instant the daemon gets SIGKILL, and after a while it is started again on what it left. Run by hand:
crash_week.py KILLS [SEED]
"""

import contextlib
import datetime
import json
import os
import pathlib
import random
import shutil
import tempfile
import time

import crash_truth
import home
import lamp_stand_ins

SCALE = 400
# How long a daemon lives on average, by our clock.
LIFE_SEC = 0.5
# A turn of the loop, SCALE times as long, beside the minute that may be lost.
TURN_SEC = 0.5
BEGIN = datetime.datetime.fromisoformat("2026-11-23T07:30:00+01:00")
EVENING, MORNING = datetime.time(20, 0), datetime.time(7, 30)
# The day that ends at four is left to a daemon that runs then.
BEFORE_DAY_START = datetime.time(3, 58)
CHANNELS = """
channels = (
  { name = "lamp"; kind = "light"; via = "zigbee2mqtt"; device = "Desk lamp"; },
  { name = "radio"; kind = "speech"; via = "raw"; topic = "radio/say"; },
  { name = "phone"; kind = "phone"; }
);
"""
PERSON = """
  { id = "%(id)s";
    sensors = ( { name = "chair"; kind = "seat"; topic = "%(id)s/chair"; },
                { name = "pc"; kind = "activity"; topic = "%(id)s/pc"; } );
    breaks = { sit_limit = "20 min"; posture_check = "off"; };
    quiet_hours = ();
    holds = ( { reason = "call"; topic = "%(id)s/call"; } );
    programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "18:00"; },
                   { id = "daily-stretch"; at = "12:30"; } );
    equipment = [ "mat", "pillow", "foam-roller", "chair", "wall" ];
  }"""
PEOPLE = ("anna", "ben")
PROGRAMMES = ("upper-back-strength", "daily-stretch")
LAMP = {"state": "ON", "brightness": 120, "color_mode": "color_temp", "color_temp": 370}
SET_COMMANDS = ("sit_limit", "break_goal", "snooze")


def config_text():
    people = ",\n".join(PERSON % {"id": name} for name in PEOPLE)
    return f'time_zone = "Europe/Berlin";\npeople = (\n{people}\n);\n{CHANNELS}'


def looks_as_before(look):
    return all(look.get(key) == value for key, value in LAMP.items())


class Lamp(lamp_stand_ins.Lamp):
    """A lamp of zigbee2mqtt's, which tells how it looks whenever it is told something."""

    topic = "zigbee2mqtt/Desk lamp"

    def __init__(self, port):
        super().__init__(port, [f"{self.topic}/set", f"{self.topic}/get"], dict(LAMP))

    def colour(self, look):
        return look.get("color")

    def tell(self):
        self.client.publish(self.topic, json.dumps(self.look), retain=True)

    def obey(self, command):
        command.pop("transition", None)
        if "color" in command:
            self.look["color_mode"] = "xy"
        if "color_temp" in command:
            self.look["color_mode"] = "color_temp"
            self.look.pop("color", None)
        self.look.update({key: value for key, value in command.items() if value != ""})
        self.tell()


class Ear(home.Listener):
    """A listener that can be waited for until there is more."""

    def wait_for_more(self, count, timeout):
        """Until there are more than `count` messages, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.messages) > count, timeout)


class Somebody:
    """What one person does, by the home's clock: each method returns what they send, (topic, payload, retain)."""

    def __init__(self, name, rng, truth):
        self.name, self.rng, self.truth = name, rng, truth
        self.seated = False
        self.next_move = BEGIN
        self.next_whim = BEGIN
        self.next_session = BEGIN + datetime.timedelta(minutes=rng.uniform(5, 60))
        self.answered = None  # the prompt for which it is decided what they do
        self.answer = None  # (when, what)
        self.next_word = BEGIN

    def in_(self, first_sec, last_sec, now):
        return now + datetime.timedelta(seconds=self.rng.uniform(first_sec, last_sec))

    def command(self, text):
        return (f"unslouch/{self.name}/cmd", text, False)

    def sit(self, seated, now):
        self.seated = seated
        self.next_move = self.in_(600, 3600, now) if seated else self.in_(15, 500, now)
        yield (f"{self.name}/chair", "ON" if seated else "OFF", True)

    def sensors(self):
        """As they are, for a broker or a daemon that does not know."""
        yield (f"{self.name}/chair", "ON" if self.seated else "OFF", True)

    def act(self, now):
        """All that they do at this moment."""
        if now >= self.next_move:
            yield from self.sit(not self.seated, now)
        yield from self.respond(now)
        yield from self.train(now)
        if now >= self.next_whim:
            self.next_whim = self.in_(60, 900, now)
            yield from self.follow_a_whim()

    def respond(self, now):
        state = self.truth.state[self.name]
        if not state:
            return
        if state["phase"] == "due" and state["prompt_id"] != self.answered:
            self.answered = state["prompt_id"]
            answer = self.rng.choices(("up", "done", "skip", "snooze", None), (5, 1, 1, 3, 2))[0]
            self.answer = (self.in_(5, 900, now), answer)
        if self.answer and now >= self.answer[0]:
            what, self.answer = self.answer[1], None
            if what == "snooze":
                self.answered = None
            if what == "up" and self.seated:
                yield from self.sit(False, now)
            elif what in ("done", "skip", "snooze"):
                yield self.command(what)

    def train(self, now):
        shown = self.truth.session[self.name]
        state = shown["state"] if shown else "none"
        if self.truth.held[self.name] == "questions" and now >= self.next_word:
            self.next_word = self.in_(20, 60, now)
            yield self.command("screening none-apply")
        elif state in ("none", "done") and now >= self.next_session:
            self.next_session = self.in_(600, 3600, now)
            yield self.command(f"session start {self.rng.choice(PROGRAMMES)}")
        elif state in ("paused", "question") and now >= self.next_word:
            # It takes a moment until that is heard.
            self.next_word = self.in_(20, 60, now)
            yield self.command("session resume" if state == "paused" else "session answer right")

    def follow_a_whim(self):
        whim = self.rng.randrange(8)
        if whim < 3:
            name = SET_COMMANDS[whim]
            minutes = self.rng.randint(*{"sit_limit": (20, 35), "break_goal": (1, 5), "snooze": (5, 15)}[name])
            self.truth.want_setting(self.name, name, minutes)
            yield (f"unslouch/{self.name}/{name}/set", str(minutes), False)
        elif whim == 3:
            yield self.command(f"hold rest {self.rng.randint(2, 15)} min")
        elif whim == 4:
            yield self.command("release rest")
        elif whim == 5:
            yield (f"{self.name}/call", self.rng.choice(("ON", "OFF", "OFF")), True)
        elif whim == 6:
            yield (f"{self.name}/pc", self.rng.choice(("ON", "OFF")), False)
        else:
            yield from self.lead()

    def lead(self):
        shown = self.truth.session[self.name]
        if shown and shown["state"] == "running":
            self.truth.skip_set(self.name)
            yield self.command(self.rng.choice(("session done", "session pause", "session next")))


class Scheduled:
    """How long a process ran, or was not let run, since some moment: the machine's time, and not the daemon's."""

    def __init__(self, pid):
        self._directory = pathlib.Path(f"/proc/{pid}")
        self._samples = []
        self.note()

    def note(self):
        run, wait, _ = (self._directory / "schedstat").read_text(encoding="ascii").split()
        state = (self._directory / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        self._samples.append((boottime(), (int(run) + int(wait)) / 1e9, state == "S"))

    def since(self, moment):
        """Seconds from the last note before `moment` on. The kernel counts a wait only when it is over."""
        last, spent, _ = self._samples[-1]
        before = [sample[1] for sample in self._samples if sample[0] <= moment] or [0]
        idle = max([moment, *(when for when, _, sleeps in self._samples if sleeps)])
        return spent - before[-1] + (last - min(last, idle))


def boottime():
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class Week:
    """The home, the daemon in it, and what is lost."""

    def __init__(self, directory, seed, keep=None):
        """`keep`: a directory for what there is of each life with a loss."""
        self.keep = keep
        self.rng = random.Random(seed)
        self.truth = crash_truth.Truth(PEOPLE)
        self.calls = {f"{name}/call": name for name in PEOPLE}
        self.people = [Somebody(name, self.rng, self.truth) for name in PEOPLE]
        self.kills = self.early_kills = 0
        self.longest_loss_sec = self.longest_raw_loss_sec = 0.0
        self.now = BEGIN
        self.read = 0
        self.first_of_life = [0]  # the number of the first message of each
        self._stack = contextlib.ExitStack()
        broker = self._stack.enter_context(contextlib.closing(home.Broker(directory, "max_queued_messages 0"))).start()
        self.ear = self._stack.enter_context(contextlib.closing(Ear(broker.port))).wait_connected()
        self.lamp = self._stack.enter_context(contextlib.closing(Lamp(broker.port)))
        config = broker.config_text() + config_text()
        self.daemon = self._stack.enter_context(contextlib.closing(home.Daemon(directory, config)))

    def close(self):
        self._stack.close()

    def hear(self):
        messages = self.ear.messages
        while self.read < len(messages):
            message = messages[self.read]
            self.read += 1
            if message.topic in self.calls:
                self.truth.hear_call(self.calls[message.topic], message.payload == b"ON")
            if (message.topic, message.payload) not in self.ear.own:
                self.truth.hear(message)

    def send(self, acts):
        for topic, payload, retain in acts:
            self.ear.publish(topic, payload, retain=retain)

    def live(self, kills, say=lambda text: None):
        """So many lives, each ended by SIGKILL, and then one that ends well."""
        for number in range(kills):
            if number % 100 == 0:
                say(f"kill {number} of {kills}, {self.now}, {self.loss_count} losses")
            self._live_and_die(self.rng.uniform(0, 2 * LIFE_SEC))
            losses = self.loss_count
            self._check()
            if self.loss_count > losses:
                say(f"kill {number}, life from {self.begun}:\n{self.describe_losses()}")
                self._keep(number)
            self._pass_downtime()
        self._end_well()

    @property
    def loss_count(self):
        return sum(map(len, self.truth.losses.values()))

    def describe_losses(self):
        return "\n".join(f"{kind}: {text}" for kind, texts in self.truth.losses.items() for text in texts)

    def _keep(self, number):
        """Leaves what there is of a life with a loss where somebody can look at it."""
        if not self.keep:
            return
        directory = pathlib.Path(self.keep, f"kill-{number}")
        shutil.copytree(self.daemon.state_directory, directory)
        (directory / "log").write_text(self.daemon.log, encoding="utf-8")
        with open(directory / "messages", "w", encoding="utf-8") as file:
            for message in self.ear.messages:
                file.writelines("--- a life ---\n" for first in self.first_of_life if first == message.number)
                file.write(f"{message.when:.4f} {message}\n")

    def _launch(self):
        self.first_of_life.append(self.ear.mark())
        self.begun = self.now
        start = self.now.isoformat(timespec="seconds")
        self.daemon.args = [f"--time-scale={SCALE}", f"--start-time={start}", "--bus=none"]
        self.truth.begin_life()
        self.launched = boottime()

    def _clock(self):
        """The daemon's, but for the time that it took to begin."""
        return self.begun + datetime.timedelta(seconds=(boottime() - self.launched) * SCALE)

    def _live_and_die(self, length_sec):
        self._launch()
        if length_sec < 0.03:
            self.daemon.launch()
            self.early_kills += 1
        else:
            self.daemon.start()
        self.scheduled = Scheduled(self.daemon.pid)
        self.send(act for somebody in self.people for act in somebody.sensors())
        end = boottime() + length_sec
        while (left := end - boottime()) > 0:
            self.hear()
            now = self._clock()
            for somebody in self.people:
                self.send(somebody.act(now))
            self.scheduled.note()
            self.ear.wait_for_more(self.read, max(0.0, min(0.02, left)))
        self.scheduled.note()
        self.killed = boottime()
        self.daemon.kill()
        self.kills += 1
        self.ear.settle()
        self.hear()

    def _check(self):
        shelf = crash_truth.Shelf(self.daemon.state_directory)
        self.truth.check(shelf)
        self._check_lamp(shelf)
        self.now = self._clock()
        if not shelf.alive:
            return
        alive_boottime, alive_realtime = (value / 1e6 for value in shelf.alive)
        started = self.begun.timestamp()
        if alive_realtime < int(started):
            return  # of an earlier life
        # The clock of this life began at its boottime, and its wall clock at what it was told.
        began = alive_boottime - (alive_realtime - int(started))
        killed = int(started) + (self.killed - began) * SCALE
        self.now = datetime.datetime.fromtimestamp(killed, self.begun.tzinfo)
        if self.truth.seated:
            self._measure_loss(killed - alive_realtime, began + (alive_realtime - int(started)) / SCALE)

    def _check_lamp(self, shelf):
        """Nobody but the daemon sets the lamp: it looks as it did, or the store knows how to give that back."""
        saved = shelf.lamps.get("lamp")
        if saved is None:
            try:
                self.lamp.wait_until(looks_as_before, "as it was, and not in the store", 5)
            except AssertionError as error:
                self.truth.lose("lamp", str(error))
        elif (saved["before"]["brightness"], saved["before"]["temperature"]) != (LAMP["brightness"], LAMP["color_temp"]):
            self.truth.lose("lamp", f"would be given back as {saved['before']}")

    def _measure_loss(self, lost_sec, kept_at):
        waited_sec = self.scheduled.since(kept_at) * SCALE
        self.longest_raw_loss_sec = max(self.longest_raw_loss_sec, lost_sec)
        self.longest_loss_sec = max(self.longest_loss_sec, lost_sec - waited_sec)
        if lost_sec - waited_sec > 60 + TURN_SEC:
            self.truth.lose("more than 60 s of a span", f"{lost_sec:.1f} s at {self.now}, {waited_sec:.1f} s of them late")

    def _pass_downtime(self):
        down = self.rng.choices(((1, 60), (60, 240), (310, 1200)), (80, 15, 5))[0]
        self.now += datetime.timedelta(seconds=self.rng.uniform(*down))
        if self.now.time() >= EVENING:
            self.now = datetime.datetime.combine(
                self.now.date() + datetime.timedelta(days=1), BEFORE_DAY_START, self.now.tzinfo
            )
        elif datetime.time(4, 0) <= self.now.time() < MORNING:
            self.now = datetime.datetime.combine(self.now.date(), MORNING, self.now.tzinfo)
        self.now = self.now.replace(microsecond=0)

    def _end_well(self):
        self._launch()
        since = self.ear.mark()
        self.daemon.start()
        self.ear.wait_for_topic("unslouch/status", lambda message: message.text == "online", since=since)
        for somebody in self.people:
            self.send([somebody.command("session stop"), *somebody.sit(False, self.now)])
            self.ear.wait_for_state(somebody.name, since=since, posture="away")
        self.daemon.stop()
        self.ear.settle()
        self.hear()
        shelf = crash_truth.Shelf(self.daemon.state_directory)
        self.truth.check(shelf)
        try:
            self.lamp.wait_until(looks_as_before, "as it was", 5)
        except AssertionError as error:
            self.truth.lose("lamp", str(error))
        for name in PEOPLE:
            rows = crash_truth.history(
                home.run_unslouch, self.daemon.config_file, self.daemon.state_directory, name, "--prompts"
            )
            of_person = [prompt for prompt in shelf.prompts if prompt.startswith(f"{name}-")]
            if len(rows) != len(of_person):
                self.truth.lose("history", f"{name}: {len(rows)} of {len(of_person)} prompts")


def place():
    """A directory in memory where there is one: what a disk takes for a sync is no time of the daemon's, times SCALE."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="unslouch-crash-", dir=memory)
