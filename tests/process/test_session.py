# SPDX-License-Identifier: MIT
"""Guided sessions on a real broker, sixty times as fast: the cues, every way to lead one, and a restart within."""

import contextlib
import datetime
import json
import re
import threading

import pytest

import home

START = "2026-11-23T17:00:00+01:00"
FAST = ("--time-scale=60", f"--start-time={START}")

PEOPLE = """
time_zone = "Europe/Berlin";
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "home/chair"; when = "on"; } );
    quiet_hours = ();
    programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "20:00"; } );
    equipment = [ "mat", "pillow", "foam-roller", "chair", "wall" ];
  }
);
"""
RADIO = 'channels = ( { name = "radio"; kind = "speech"; via = "raw"; topic = "radio/say"; } );\n'
END_SESSION = "hermes/dialogueManager/endSession"
HERMES = 'channels = ( { name = "speaker"; kind = "speech"; via = "hermes"; site = "office"; } );\n'

@pytest.fixture(name="listener")
def listener_that_hears_nothing_of_health(broker):
    """Everything that is on the broker; after the test nothing of it may tell how anybody is."""
    with contextlib.closing(home.Listener(broker.port)) as listener:
        yield listener.wait_connected()
        listener.settle()
        for message in listener.messages:
            if message.topic.endswith(("/cmd", "hermes/tts/sayFinished")) or "/intent/" in message.topic:
                continue
            found = home.HEALTH_WORDS.search(message.text.lower() + message.topic)
            assert not found, f"'{found.group()}' in {message}"


class Anna:
    """What she does, and what she hears and sees of it."""

    def __init__(self, listener):
        self.listener = listener
        self.since = 0

    def command(self, text):
        self.since = self.listener.mark()
        self.listener.publish("unslouch/anna/cmd", text)

    def see(self, leaf, predicate=lambda value: True, timeout=home.PATIENCE_SEC):
        message = self.listener.wait_for_topic(
            f"unslouch/anna/{leaf}", lambda message: predicate(message.json), timeout, self.since
        )
        return message.json

    def see_session(self, timeout=home.PATIENCE_SEC, **wanted):
        return self.see("session", lambda value: all(value[key] == part for key, part in wanted.items()), timeout)

    def hear(self, part, timeout=home.PATIENCE_SEC):
        return self.see("cue", lambda cue: part in cue["say"], timeout)

    def cues(self):
        return [message.json for message in self.listener.on("unslouch/anna/cue")]

    def begin(self, command="session start"):
        """From nothing known to a session that runs."""
        self.listener.wait_for_topic("unslouch/anna/plan")
        self.listener.publish("home/chair", "off")
        self.command("screening none-apply")
        self.see("plan", lambda plan: plan["held"] is None)
        self.command(command)
        return self.see_session(state="running")


@pytest.fixture(name="anna")
def make_anna(listener):
    return Anna(listener)


def moment(text):
    return datetime.datetime.fromisoformat(text)


def lead(cues):
    """The cues that come however slow the machine is; on a slow one a rest may be told a second shorter."""
    return [
        (cue["kind"], re.sub("[0-9]+", "#", cue["say"]), cue["exercise"])
        for cue in cues
        if cue["kind"] not in ("halfway", "countdown", "count")
    ]


def computed_session(tmp_path, config):
    """The same session as replay computes it, each cue at its own time: the cues, and the seconds that they take."""
    (tmp_path / "replay.conf").write_text(config, encoding="utf-8")
    lines = [
        {"tst": f"2026-11-23T17:00:0{second}.000000Z+0100", "topic": topic, "payload": payload}
        for second, (topic, payload) in enumerate(
            [
                ("home/chair", "off"),
                ("unslouch/anna/cmd", "screening none-apply"),
                ("unslouch/anna/cmd", "session start"),
            ]
        )
    ]
    done = home.run_unslouch(
        "replay", "--config", tmp_path / "replay.conf", "--json", "--until", "2026-11-23T19:00:00+01:00", "-",
        input_text="".join(json.dumps(line) + "\n" for line in lines),
    )
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    cues = [json.loads(message["payload"]) for message in messages if message["topic"] == "unslouch/anna/cue"]
    return cues, seconds_to_the_question(cues)


def offsets(cues):
    """When the cues of lead() come, in seconds since the first; each lives as long as others of its kind and words."""
    told = [moment(cue["expires"]) for cue in cues if cue["kind"] not in ("halfway", "countdown", "count")]
    return [(expires - told[0]).total_seconds() for expires in told]


def seconds_to_the_question(cues):
    assert cues[0]["kind"] == "safety" and cues[-1]["kind"] == "question"
    return (moment(cues[-1]["expires"]) - moment(cues[0]["expires"])).total_seconds()


def test_a_whole_session_has_its_cues_in_their_time(tmp_path, broker, listener, anna, daemon_factory):
    config = broker.config_text() + PEOPLE + RADIO
    expected, expected_seconds = computed_session(tmp_path, config)
    assert 20 * 60 < expected_seconds < 40 * 60
    daemon_factory(config, *FAST)
    anna.begin()
    anna.see_session(state="question", timeout=90)
    listener.settle()
    cues = anna.cues()
    assert lead(cues) == lead(expected)
    # It began within minutes of the start: each of them is a second here.
    session = re.fullmatch(r"(anna-2026-11-23-170[0-9])-1", cues[0]["id"])[1]
    assert [cue["id"] for cue in cues] == [f"{session}-{number + 1}" for number in range(len(cues))]
    assert abs(seconds_to_the_question(cues) - expected_seconds) < 0.05 * expected_seconds
    for came, planned in zip(offsets(cues), offsets(expected)):
        assert abs(came - planned) < 0.05 * expected_seconds
    # What is said is said once, where there is one loudspeaker.
    said = [message.text for message in listener.on("radio/say")]
    assert [text for text in said if text in {cue["say"] for cue in cues}] == said
    assert len(said) > 0.95 * len(cues)
    anna.command("session answer right")
    assert anna.see_session(state="done")["done_pct"] == 100
    plan = listener.on("unslouch/anna/plan")[-1].json
    assert [session["state"] for session in plan["sessions"]] == ["done", "planned", "planned"]
    listener.wait_for_state("anna", week_done=1, week_target=3)


def replay(tmp_path, commands, until):
    """Replays these commands, a store kept across the runs: what was published, as (topic, value)."""
    (tmp_path / "replay.conf").write_text(PEOPLE + RADIO, encoding="utf-8")
    lines = [
        {"tst": f"{time}:00.000000Z+0100", "topic": "unslouch/anna/cmd", "payload": command} for time, command in commands
    ]
    done = home.run_unslouch(
        "replay", "--config", tmp_path / "replay.conf", "--json", "--state", tmp_path, "--until", f"{until}:00+01:00", "-",
        input_text="".join(json.dumps(line) + "\n" for line in lines),
    )
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    return [(message["topic"], message["payload"]) for message in messages]


def test_replay_goes_on_with_what_it_kept(tmp_path):
    first = replay(
        tmp_path,
        [("2026-11-23T17:00", "screening none-apply"), ("2026-11-23T17:01", "session start"),
         ("2026-11-23T18:00", "session answer right"), ("2026-11-23T18:01", "session days mon,thu,sat")],
        "2026-11-23T19:00",
    )
    assert len([topic for topic, _ in first if topic == "unslouch/anna/cue"]) > 80
    second = replay(tmp_path, [("2026-11-26T17:01", "session start")], "2026-11-26T17:02")
    plans = [json.loads(payload) for topic, payload in second if topic == "unslouch/anna/plan"]
    assert [(session["state"], session["at"][:10]) for session in plans[0]["sessions"]] == [
        ("done", "2026-11-23"), ("planned", "2026-11-26"), ("planned", "2026-11-28")
    ]
    assert ("unslouch/anna/session_days", "mon,thu,sat") in second
    # It is cut in the middle; the next run finds it paused.
    third = replay(tmp_path, [("2026-11-26T17:10", "session resume")], "2026-11-26T19:00")
    states = [json.loads(payload)["state"] for topic, payload in third if topic == "unslouch/anna/session"]
    assert states[0] == "paused" and states[-1] == "question"


def replay_chair(tmp_path, people, times, until):
    """Replays a chair that is taken and left: what was published in JSON, by topic."""
    (tmp_path / "replay.conf").write_text(people + RADIO, encoding="utf-8")
    lines = [
        {"tst": f"2026-11-23T{time}:00.000000Z+0100", "topic": topic, "payload": payload} for time, topic, payload in times
    ]
    done = home.run_unslouch(
        "replay", "--config", tmp_path / "replay.conf", "--json", "--until", f"2026-11-23T{until}:00+01:00", "-",
        input_text="".join(json.dumps(line) + "\n" for line in lines),
    )
    assert done.returncode == 0, done.stderr
    told = {}
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message["topic"].startswith("unslouch/anna/") and (message["payload"] or "").startswith("{"):
            told.setdefault(message["topic"].split("/")[-1], []).append(json.loads(message["payload"]))
    return told


SITTING = [
    ("09:00", "home/chair", "on"), ("09:31", "home/chair", "off"), ("09:40", "home/chair", "on"),
    ("10:11", "home/chair", "off"), ("10:20", "home/chair", "on"), ("10:51", "home/chair", "off"),
]


def breaks(told):
    return [prompt for prompt in told["prompt"] if prompt["event_type"] == "break_due"]


def test_who_has_no_programme_is_offered_one_with_the_first_break_of_the_week(tmp_path):
    people = re.sub(r"    programmes = .*\n    equipment = .*\n", "", PEOPLE)
    due = breaks(replay_chair(tmp_path, people, SITTING, "11:00"))
    assert ["unslouch plan" in prompt["message"] for prompt in due] == [True, False, False]
    assert "unslouch plan" in due[0]["say"] and "start" not in due[0]["actions"]


def test_a_break_suggests_the_stretch_of_the_day_which_start_begins(tmp_path):
    people = re.sub(r"programmes = .*", 'programmes = ( { id = "daily-stretch"; at = "08:00"; } );', PEOPLE)
    answered = [("07:50", "unslouch/anna/cmd", "screening none-apply"), *SITTING]
    due = breaks(replay_chair(tmp_path, people, answered, "11:00"))
    assert ["stretch instead" in prompt["message"] for prompt in due] == [True, True, False]
    assert [prompt["actions"][0] for prompt in due] == ["start", "start", "snooze"]
    answer = json.dumps({"action": "start", "id": due[0]["id"]})
    told = replay_chair(tmp_path, people, [*answered[:2], ("09:31", "unslouch/anna/cmd", answer)], "09:32")
    assert told["session"][-1]["programme"] == "daily-stretch" and told["session"][-1]["state"] == "running"
    assert "error" not in told


def test_an_offered_session_is_started_snoozed_or_skipped(tmp_path):
    answered = [("19:00", "unslouch/anna/cmd", "screening none-apply")]
    told = replay_chair(tmp_path, PEOPLE, answered, "20:01")
    offer = next(prompt for prompt in told["prompt"] if prompt["event_type"] == "session_due")
    assert offer["actions"] == ["start", "snooze", "skip"]
    assert told["state"][-1]["next_session"] == "2026-11-25T20:00:00+01:00", "not one that has passed"
    answer = json.dumps({"action": "start", "id": offer["id"]})
    told = replay_chair(tmp_path, PEOPLE, [*answered, ("20:01", "unslouch/anna/cmd", answer)], "20:02")
    assert told["session"][-1]["state"] == "running"


def test_a_programme_with_a_broken_file_is_on_hold_and_the_plan_says_why(tmp_path):
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes" / "own-back.ini").write_text("[programme]\nid = own-back\nname = Own\n", encoding="utf-8")
    people = PEOPLE.replace("programmes = (", 'programmes = ( { id = "own-back"; at = "12:00"; },')
    plan = replay_chair(tmp_path, people, [("09:00", "unslouch/anna/cmd", "screening none-apply")], "09:01")["plan"][-1]
    assert plan["held"] == "see-terminal" and "own-back is on hold" in plan["why"]
    assert ".ini" not in plan["why"], "no file, and nothing that it says, goes over MQTT"
    assert {session["programme"] for session in plan["sessions"]} == {"upper-back-strength"}


def test_a_session_waits_until_the_questions_are_answered(broker, listener, anna, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    assert anna.see("plan")["held"] == "questions"
    assert anna.see("session")["state"] == "none"
    anna.command("session start")
    error = anna.see("error")
    assert error["command"] == "session start" and "questions" in error["reason"]
    anna.command("screening none-apply")
    anna.see("plan", lambda plan: plan["held"] is None)
    anna.command("session start")
    anna.see_session(state="running")


def test_a_command_out_of_place_says_what_would_fit(broker, listener, anna, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    anna.see("plan")
    for command, allowed in (("session done", ["session start"]), ("session dance", None), ("session pain 11", None)):
        anna.command(command)
        error = anna.see("error")
        assert error["reason"] and error["command"] in command
        if allowed:
            assert error["allowed"] == allowed
        else:
            assert error["allowed"]
    anna.begin()
    anna.command("session resume")
    assert "session pause" in anna.see("error")["allowed"]
    anna.command("session start")
    assert "session pause" in anna.see("error")["allowed"]


def test_a_hold_is_paused_and_goes_on(broker, listener, anna, daemon_factory):
    people = PEOPLE.replace("upper-back-strength", "daily-stretch").replace('days = "mon,wed,fri"; ', "")
    # A hold of half a minute takes two seconds.
    daemon_factory(broker.config_text() + people + RADIO, "--time-scale=15", FAST[1])
    anna.begin()
    held = anna.see("session", lambda session: session["phase"] == "hold" and session["hold_s"] >= 20)
    anna.command("session pause")
    paused = anna.see_session(state="paused")
    assert (paused["exercise"], paused["phase"], paused["phase_ends"]) == (held["exercise"], "hold", None)
    anna.hear("Paused.")
    anna.command("session resume")
    resumed = anna.see_session(state="running", phase="hold")
    assert resumed["exercise"] == held["exercise"] and resumed["rep"] == held["rep"]
    assert moment(resumed["phase_ends"]) > moment(held["phase_ends"])
    anna.see("session", lambda session: session["exercise"] not in (None, held["exercise"]))


def pause_in_a_hold(anna, exercise):
    """Pauses the session in the middle of a hold of this exercise: the next one, if it was over too soon."""
    for _ in range(20):
        anna.see_session(exercise=exercise, phase="hold")
        anna.command("session pause")
        paused = anna.see_session(state="paused")
        if paused["phase"] == "hold":
            return paused
        anna.command("session resume")
    raise AssertionError("no hold was long enough")


def test_a_hold_of_the_upper_back_session_is_paused_and_goes_on(broker, listener, anna, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    shown = anna.begin()
    while shown["exercise"] != "abdominal-brace":
        anna.command("session next")
        shown = anna.see("session", lambda session: session["state"] == "running")
    paused = pause_in_a_hold(anna, "abdominal-brace")
    assert paused["phase_ends"] is None
    anna.command("session resume")
    # The repetition is done anew.
    resumed = anna.see_session(state="running", phase="hold")
    assert [resumed[key] for key in ("exercise", "set", "rep")] == [paused[key] for key in ("exercise", "set", "rep")]
    anna.see("session", lambda session: session["rep"] not in (None, paused["rep"]))


def test_pain_of_six_ends_the_session(broker, listener, anna, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    anna.begin()
    anna.see_session(exercise="prone-cobra", phase="lift")
    anna.command("session pain 6")
    assert anna.see_session(state="done")["exercise"] is None
    anna.hear("Stop here and rest.")
    assert anna.see("plan", lambda plan: plan["held"] is not None)["held"] in ("questions", "see-terminal")
    anna.command("session start")
    anna.see("error")


def test_a_restart_pauses_the_session_where_it_was(broker, listener, anna, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    anna.begin()
    # The first set of all is over.
    before = anna.see_session(exercise="prone-cobra", set=2, phase="lift")
    daemon.kill()
    then = moment(before["phase_ends"]) + datetime.timedelta(minutes=5)
    daemon.args = [FAST[0], f"--start-time={then.isoformat()}", "--bus=none"]
    anna.since = listener.mark()
    daemon.start()
    after = anna.see_session(state="paused")
    assert (after["exercise"], after["set"], after["started"]) == (before["exercise"], 2, before["started"])
    anna.hear("We were interrupted.")
    anna.command("session resume")
    resumed = anna.see_session(state="running")
    assert (resumed["exercise"], resumed["set"]) == ("prone-cobra", 2)
    anna.see_session(exercise="prone-t-raise")


def test_two_hours_after_a_restart_the_session_is_closed_as_it_stood(broker, listener, anna, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    anna.begin()
    before = anna.see_session(exercise="prone-cobra", set=2, phase="lift")
    daemon.kill()
    then = moment(before["phase_ends"]) + datetime.timedelta(hours=2, minutes=1)
    daemon.args = [FAST[0], f"--start-time={then.isoformat()}", "--bus=none"]
    anna.since = listener.mark()
    daemon.start()
    plan = anna.see("plan", lambda plan: plan["sessions"][0]["state"] != "planned")
    assert plan["sessions"][0]["state"] in ("done", "short")
    anna.command("session resume")
    assert anna.see("error")["command"] == "session resume"


def test_days_and_time_are_set_and_survive(broker, listener, anna, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE + RADIO, *FAST)
    listener.wait_for_topic("unslouch/anna/session_days", lambda message: message.text == "mon,wed,fri")
    listener.wait_for_topic("unslouch/anna/session_time", lambda message: message.text == "20:00")
    listener.publish("unslouch/anna/session_days/set", "tue, thu, sat")
    listener.wait_for_topic("unslouch/anna/session_days", lambda message: message.text == "tue,thu,sat")
    listener.publish("unslouch/anna/session_time/set", "18:30-21:00")
    listener.wait_for_topic("unslouch/anna/session_time", lambda message: message.text == "18:30-21:00")
    since = listener.mark()
    for leaf, value in (("session_days", "someday"), ("session_time", "late")):
        listener.publish(f"unslouch/anna/{leaf}/set", value)
        listener.wait_for_topic("unslouch/anna/error", lambda message, wanted=value: message.json["command"] == wanted)
    daemon.kill()
    daemon.start()
    listener.wait_for_topic("unslouch/anna/session_days", lambda message: message.text == "tue,thu,sat", since=since)
    listener.wait_for_topic("unslouch/anna/session_time", lambda message: message.text == "18:30-21:00", since=since)


# How long the words of the assistant take. Another sentence within it would overlap.
WORDS_SEC = 0.02
# Slow enough that a busy machine's delays, which count by this factor, are no words.
SLOWER = ("--time-scale=20", FAST[1])


class Assistant:
    """A voice assistant in the office: says what it is told, and passes on what it hears."""

    def __init__(self, listener):
        self.listener = listener
        self.said = []
        self.overlaps = []
        self._speaking = None
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        self._end.set()
        self.listener.publish("hermes/tts/say", {"text": "", "siteId": "office", "id": "end"})
        self._thread.join(home.PATIENCE_SEC)
        assert not self._thread.is_alive()

    def _run(self):
        since = 0
        while not self._end.is_set():
            with contextlib.suppress(AssertionError):
                message = self.listener.wait_for_topic("hermes/tts/say", timeout=1, since=since)
                since = message.number + 1
                self._say(message, since)

    def _say(self, message, since):
        sentence = message.json
        self.said.append(sentence["text"])
        self._end.wait(WORDS_SEC)
        # By the times at which they came: this thread itself may be late.
        self.overlaps += [
            later.json for later in self.listener.on("hermes/tts/say", since) if later.when < message.when + WORDS_SEC
        ]
        self.listener.publish("hermes/tts/sayFinished", {"id": sentence.get("id"), "siteId": "office"})

    def hear(self, intent, site="office", **slots):
        self.listener.publish(
            f"hermes/intent/{intent}",
            {
                "intent": {"intentName": intent},
                "siteId": site,
                "sessionId": f"{site}-{intent}",
                "slots": [
                    {"slotName": name, "value": {"kind": "Unknown", "value": value}} for name, value in slots.items()
                ],
            },
        )


@pytest.fixture(name="assistant")
def make_assistant(listener):
    with contextlib.closing(Assistant(listener)) as assistant:
        yield assistant


def test_a_session_is_led_by_voice_alone(broker, listener, anna, assistant, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE + HERMES, *SLOWER)
    anna.see("plan")
    anna.command("screening none-apply")
    anna.see("plan", lambda plan: plan["held"] is None)
    # Nobody's loudspeaker is in the kitchen.
    assistant.hear("UnslouchStart", site="kitchen")
    assistant.hear("UnslouchStartShort")
    assert anna.see_session(state="running")["programme"] == "upper-back-strength"
    listener.wait_for_topic(END_SESSION, lambda message: message.json == {"sessionId": "office-UnslouchStartShort"})
    assert len(listener.on(END_SESSION)) == 1
    anna.see_session(exercise="shoulder-rolls", phase="warm_up")
    anna.since = listener.mark()
    assistant.hear("UnslouchPause")
    anna.see_session(state="paused")
    assistant.hear("UnslouchResume")
    anna.see_session(state="running")
    anna.see_session(exercise="prone-cobra", phase="lift")
    anna.since = listener.mark()
    assistant.hear("UnslouchNext")
    anna.see_session(exercise="prone-t-raise", phase="lift")
    assistant.hear("UnslouchEasier")
    # It may be answered while it is being asked: the thanks wait.
    anna.see("cue", lambda cue: cue["kind"] == "question", timeout=90)
    assistant.hear("UnslouchAnswer", answer="right")
    anna.see_session(state="done")
    anna.hear("Thank you.")
    listener.wait_for_topic("hermes/tts/say", lambda message: "Thank you." in message.json["text"])
    assert assistant.overlaps == []
    # It counts the repetitions aloud.
    assert {"1", "2", "3"} <= set(assistant.said)
    assert [session["state"] for session in listener.on("unslouch/anna/plan")[-1].json["sessions"]][0] == "short"
