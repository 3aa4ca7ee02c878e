# SPDX-License-Identifier: MIT
"""`unslouch history`: asked of a daemon, read from a store, in each form; held against what went over MQTT."""

import csv
import datetime
import io
import json
import zoneinfo

import home
import replaying

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
DAY = "2026-06-15"
MORNING = datetime.datetime(2026, 6, 15, 9, 0, tzinfo=ZONE)
RANGE = ("--from", DAY, "--to", DAY)
ENDS = ("break_taken", "break_partial", "break_ignored", "break_moot")
FORMS = ((), ("--prompts",), ("--spans",))

HOME = """
time_zone = "Europe/Berlin";
people = ( { id = "anna"; name = "Anna";
  sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } );
  breaks = { sit_limit = "20 min"; posture_check = "off"; };
  quiet_hours = (); } );
channels = ( { name = "phone"; kind = "phone"; } );
"""


def at(seconds):
    return MORNING + datetime.timedelta(seconds=seconds)


def history(*arguments, environment=None, status=0):
    """What it prints; with a status that is no success, what it says on standard error."""
    done = home.run_unslouch("history", *arguments, environment={"TZ": "Europe/Berlin", **(environment or {})})
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout if status == 0 else done.stderr


def rows(*arguments, environment=None):
    """The rows by --json; that --csv tells the same is checked on the way."""
    by_json = json.loads(history(*arguments, "--json", environment=environment))
    by_csv = list(csv.DictReader(io.StringIO(history(*arguments, "--csv", environment=environment), newline="")))
    words = [{key: as_csv(value) for key, value in row.items()} for row in by_json]
    assert [row.keys() for row in by_csv] == [row.keys() for row in by_json]
    if "--spans" in arguments and by_csv:
        # The clock goes on between the two.
        for table in (words, by_csv):
            table[-1].update({"to": None, "seconds": None})
    assert by_csv == words
    return by_json


def as_csv(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_a_replayed_day_comes_back_in_every_form(tmp_path):
    changes = ((0, True), (2100, False), (2400, True), (3000, False), (3090, True), (5400, False))
    config, log, state = tmp_path / "replay.conf", tmp_path / "replay.log", tmp_path / "state"
    config.write_text(replaying.config('posture_check = "off";'), encoding="utf-8")
    log.write_text(replaying.chair_log([(at(second), seated) for second, seated in changes]), encoding="utf-8")
    done = home.run_unslouch(
        "replay", "--config", config, "--state", state, "--json", "--until", at(9000).isoformat(), log, timeout=100
    )
    assert done.returncode == 0, done.stderr
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    events = [event for _, event in replaying.prompts_of(messages)]
    states = [message["payload"] for message in messages if message["topic"] == "unslouch/anna/state"]
    published = json.loads(states[-1])
    files = ("--config", config, "--state", state)

    (day,) = rows(*files, *RANGE)
    assert (day["day"], day["sitting_s"], day["breaks"]) == (DAY, 2100 + 600 + 2310, 2)
    assert day["sitting_s"] == published["sitting_today_s"]
    assert day["longest_bout_s"] == published["longest_bout_today_s"]
    prompts = rows(*files, *RANGE, "--prompts")
    assert [prompt["id"] for prompt in prompts] == list(dict.fromkeys(event["id"] for event in events))
    assert [f"break_{prompt['outcome']}" for prompt in prompts] == [
        event["event_type"] for event in events if event["event_type"] in ENDS
    ]
    assert [prompt["sat_s"] for prompt in prompts] == [1800] * len(prompts)
    spans = rows(*files, *RANGE, "--spans")
    edges = [at(second).isoformat() for second, _ in changes]
    seated = [span for span in spans if span["posture"] == "sitting"]
    assert [edge for span in seated for edge in (span["from"], span["to"])] == edges

    text = history(*files, *RANGE)
    assert f"Mon {DAY}     1:23" in text and "What was not finished is as it was on" in text
    assert all(len(line) <= 80 for form in FORMS for line in history(*files, *RANGE, *form).splitlines())


def test_days_without_any_record_are_no_failure(tmp_path):
    config, log, state = tmp_path / "replay.conf", tmp_path / "replay.log", tmp_path / "state"
    config.write_text(replaying.config(), encoding="utf-8")
    log.write_text(replaying.chair_log([(at(0), True)]), encoding="utf-8")
    assert home.run_unslouch("replay", "--config", config, "--state", state, log).returncode == 0
    files = ("--config", config, "--state", state)
    before = ("--from", "2026-05-01", "--to", "2026-05-02")
    assert history(*files, *before) == "Nothing is on record for Anna from 2026-05-01 to 2026-05-02 yet.\n"
    assert rows(*files, *before) == []
    assert "there is no person 'bena'" in history("bena", *files, status=1)
    assert not (tmp_path / "elsewhere").exists()
    assert "there is no history" in history("--config", config, "--state", tmp_path / "elsewhere", status=1)
    assert not (tmp_path / "elsewhere").exists()


def test_of_several_people_one_is_named_and_a_damaged_store_is_set_aside(tmp_path):
    config, state = tmp_path / "two.conf", tmp_path / "state"
    config.write_text(
        'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "a"; } ); },\n'
        '{ id = "ben"; sensors = ( { name = "chair"; kind = "seat"; topic = "b"; } ); } );\n',
        encoding="utf-8",
    )
    files = ("--config", config, "--state", state)
    said = history(*files, status=2)
    assert "whose?" in said and "anna ben" in said
    assert "are ben anna." in history("bem", *files, status=1)
    state.mkdir()
    (state / "unslouch.sqlite").write_bytes(b"no database at all" * 100)
    done = home.run_unslouch("history", "ben", *files)
    assert done.returncode == 0 and "was damaged" in done.stderr and "Nothing is on record" in done.stdout
    assert [path for path in state.iterdir() if ".corrupt-" in path.name]
    assert home.run_unslouch("history", "--config", tmp_path / "none.conf", "--state", state).returncode == 78


def test_mistakes_are_told_before_anybody_is_asked():
    for arguments in (
        ("--days", "0"), ("--days", "3661"), ("--days", "x"), ("--from", "soon"), ("--to", "2026-02-30"),
        ("--from", "2026-06-16", "--to", "2026-06-15"), ("--from", "2016-01-01", "--to", "2026-06-15"),
        ("--days", "3", "--from", DAY), ("--csv", "--json"), ("--prompts", "--spans"), ("anna", "ben"),
        ("anna", "--person", "ben"),
    ):
        said = history(*arguments, status=2)
        assert said.startswith("unslouch history: ") and len(said.splitlines()) <= 2, said
    help_text = history("--help")
    assert all(len(line) <= 80 for line in help_text.splitlines())
    assert "--csv" in help_text


def is_end(message):
    return message.json["event_type"] in ENDS


def test_the_daemon_and_then_its_store_tell_what_mqtt_told(broker, listener, session_bus, daemon_factory):
    daemon = daemon_factory(
        broker.config_text() + HOME, "--bus=session", "--time-scale=600", "--start-time", MORNING.isoformat(),
        environment=session_bus.environment,
    )
    session_bus.wait_for_name("org.unslouch.Unslouch1")
    listener.wait_for_topic("unslouch/anna/state")
    listener.publish("chair", "true")
    # Who leaves within half a minute was about to anyway.
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 21 * 60)
    listener.publish("chair", "false")
    ended = listener.wait_for_topic("unslouch/anna/prompt", is_end).json
    since = listener.mark()
    listener.publish("chair", "true")
    listener.wait_for_state("anna", since=since, posture="sitting", breaks_today=1)
    since = listener.mark()
    listener.publish("chair", "false")
    up = listener.wait_for_state("anna", since=since, posture="away", bout_start=None)

    def ask(*arguments):
        return rows("--bus=session", *RANGE, *arguments, environment=session_bus.environment)

    files = ("--config", daemon.config_file, "--state", daemon.state_directory)
    (day,) = ask()
    # How it was answered is up to the speed of this machine: ten minutes are a second.
    outcome = ended["event_type"].removeprefix("break_")
    assert (day["day"], day["breaks"], day[outcome]) == (DAY, 1, 1)
    assert day["sitting_s"] == up["sitting_today_s"]
    assert day["longest_bout_s"] == up["longest_bout_today_s"]
    (prompt,) = ask("--prompts")
    assert (prompt["id"], prompt["outcome"]) == (ended["id"], outcome)
    spans = ask("--spans")
    assert [span["posture"] for span in spans][-4:] == ["sitting", "away", "sitting", "away"]
    assert spans[-1]["from"] == up["since"]
    text = history("--bus=session", *RANGE, environment=session_bus.environment)
    assert text.startswith(f"Anna on {DAY}\n") and "\n1 break" in text
    assert "the daemon is running" in history(*files, status=1)

    daemon.stop()
    assert "no daemon" in history("--bus=session", environment=session_bus.environment, status=3)
    assert rows(*files, *RANGE) == [day]
    assert rows(*files, *RANGE, "--prompts") == [prompt]
    assert rows(*files, *RANGE, "--spans")[:-1] == spans[:-1]
