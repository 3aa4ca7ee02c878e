# SPDX-License-Identifier: MIT
"""kill -9 in the middle of a bout and of a prompt, and a start on the same state."""

import datetime

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)
# Ten minutes in ten seconds: a second of downtime is a minute.
FAST = "--time-scale=60"


def start_again(daemon, state, scale):
    """Starts it five seconds after the moment of this state: a scaled clock would begin at the real time again."""
    then = datetime.datetime.fromisoformat(state["bout_start"]) + datetime.timedelta(seconds=state["bout_s"] + 5)
    daemon.args = [scale, f"--start-time={then.isoformat()}"]
    daemon.start()


def test_a_killed_daemon_shows_the_same_bout_at_most_a_minute_shorter(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE, FAST)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    listener.wait_for_state("anna", posture="sitting")
    before = listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 180).json
    daemon.kill()
    since = listener.mark()
    start_again(daemon, before, FAST)
    listener.publish("chair", "ON")
    after = listener.wait_for_state("anna", since=since, posture="sitting")
    assert after["bout_start"] == before["bout_start"]
    assert before["bout_s"] - 60 <= after["bout_s"] <= before["bout_s"] + 120
    assert before["sitting_today_s"] - 60 <= after["sitting_today_s"]


def test_a_killed_daemon_keeps_the_open_prompt(broker, listener, daemon_factory):
    fast = "--time-scale=300"
    daemon = daemon_factory(broker.config_text() + PEOPLE, fast)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    due = listener.wait_for_prompt("anna", "break_due")
    before = listener.wait_for_state("anna", phase="due")
    daemon.kill()
    since = listener.mark()
    start_again(daemon, before, fast)
    listener.publish("chair", "ON")
    state = listener.wait_for_state("anna", since=since, phase="due")
    assert state["prompt_id"] == due.json["id"]
    assert state["bout_start"] == before["bout_start"]
    listener.settle()
    prompts = [message.json for message in listener.on("unslouch/anna/prompt", since)]
    assert [prompt for prompt in prompts if prompt["event_type"] == "break_due"] == []


def test_a_run_time_setting_survives(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE)
    listener.wait_for_topic("unslouch/anna/sit_limit", lambda message: message.text == "20")
    listener.publish("unslouch/anna/sit_limit/set", "40")
    listener.wait_for_topic("unslouch/anna/sit_limit", lambda message: message.text == "40")
    daemon.kill()
    since = listener.mark()
    daemon.start()
    listener.wait_for_topic("unslouch/anna/sit_limit", lambda message: message.text == "40", since=since)


def test_a_corrupt_store_is_set_aside(broker, listener, daemon_factory):
    daemon = daemon_factory(broker.config_text() + PEOPLE)
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online")
    daemon.stop()
    files = [path for path in daemon.state_directory.iterdir() if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(b"this is no database\n" * 500)
    since = listener.mark()
    daemon.start()
    listener.wait_for_topic("unslouch/status", lambda message: message.text == "online", since=since)
    assert len(list(daemon.state_directory.iterdir())) > len(files)
