# SPDX-License-Identifier: MIT
"""Standing at the desk and good moments: on a real broker, and a day of both through `unslouch replay`."""

import datetime
import json
import zoneinfo

import home
import replaying

PERSON = """
people = ( { id = "anna"; name = "Anna";
  sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; },
              { name = "desk"; kind = "desk-height"; topic = "desk"; when = "> 95 ~ 3"; },
              { name = "pc"; kind = "activity"; topic = "pc"; stale_after = "never"; } );
  breaks = { posture_check = "off"; stand_limit = "40 min"; };
  cues = ( { topic = "tv"; when = "paused"; } );
  quiet_hours = ();
} );
channels = ( { name = "lamp"; kind = "template"; topic = "told"; payload = "{text}"; } );
"""


def test_standing_is_prompted_and_sitting_down_answers_it(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PERSON, "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    assert listener.wait_for_topic("unslouch/anna/stand_limit").json == 40
    for topic, payload in (("chair", "OFF"), ("desk", "110"), ("pc", "ON")):
        listener.publish(topic, payload)
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["next_break"] is not None)
    state = listener.wait_for_state("anna", posture="standing", phase="idle")
    assert (state["bout_start"], state["sitting_today_s"]) == (None, 0)
    due = listener.wait_for_prompt("anna", "break_due").json
    assert due["about"] == "standing"
    assert due["message"].startswith("You have been standing for 40 minutes.")
    assert due["actions"] == ["done", "snooze", "skip"]
    assert listener.wait_for_topic("told").text == due["message"]
    listener.publish("unslouch/anna/cmd", "snooze 20 min")
    listener.wait_for_state("anna", phase="snoozed", posture="standing")
    listener.publish("chair", "ON")
    listener.publish("desk", "72")
    listener.wait_for_state("anna", phase="break", posture="sitting")
    taken = listener.wait_for_prompt("anna", "break_taken").json
    assert (taken["id"], taken["about"]) == (due["id"], "standing")
    daemon.stop()
    done = home.run_unslouch(
        "history", "anna", "--prompts", "--json", "--config", str(daemon.config_file), "--state",
        str(daemon.state_directory),
    )
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert (row["about"], row["outcome"], row["snoozes"]) == ("standing", "taken", 1)
    assert 2400 <= row["sat_s"] < 2460


def test_a_retained_cue_is_no_moment_and_a_live_one_is(broker, listener, daemon_factory):
    listener.publish("tv", "paused", retain=True)
    daemon_factory(broker.config_text() + PERSON, "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 1500)
    listener.publish("tv", "paused")
    listener.settle()
    assert listener.on("unslouch/anna/prompt", 0) == []
    listener.publish("tv", "playing")
    listener.publish("tv", "paused")
    due = listener.wait_for_prompt("anna", "break_due").json
    assert due["about"] == "sitting"
    assert "You have been sitting for 30 minutes" not in due["message"]


MORNING = datetime.datetime(2026, 6, 15, 9, 0, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
DAY = (
    # sits from 9:00, the television pauses 4 min before anything is due, up and at the desk 3 min later
    (0, "chair", "ON"), (0, "pc", "ON"), (0, "desk", "72"), (0, "tv", "playing"), (26, "tv", "paused"), (29, "chair", "OFF"),
    (29, "desk", "110"),
    # stands until 10:14, walks away for 3 min, stands again
    (74, "pc", "OFF"), (77, "pc", "ON"),
    # the television plays and pauses 5 min before the limit of standing, and again: nothing more comes of it
    (110, "tv", "playing"), (112, "tv", "paused"), (113, "tv", "playing"), (114, "tv", "paused"), (120, "chair", "ON"),
    (120, "desk", "72"), (130, "chair", "OFF"), (130, "pc", "OFF"),
)


def test_a_day_of_sitting_and_standing_is_replayed(tmp_path):
    log = "".join(
        replaying.line(MORNING + datetime.timedelta(minutes=minute), topic, payload) for minute, topic, payload in DAY
    )
    text = PERSON + 'time_zone = "Europe/Berlin";\n'
    messages = replaying.replay(tmp_path, text, log, MORNING + datetime.timedelta(minutes=140))
    told = [
        ((when - MORNING).total_seconds() / 60, event["event_type"], event["about"], event["id"][-1])
        for when, event in replaying.prompts_of(messages)
    ]
    assert told == [
        (26, "break_due", "sitting", "1"),
        (31, "break_taken", "sitting", "1"),
        (69, "break_due", "standing", "2"),
        (76, "break_taken", "standing", "2"),
        (112, "break_due", "standing", "3"),
        (122, "break_taken", "standing", "3"),
    ]
    last = replaying.states_of(messages)[-1][1]
    assert last["sitting_today_s"] == (29 + 10) * 60
    assert last["breaks_today"] == 1
    assert last["longest_bout_today_s"] == 29 * 60
