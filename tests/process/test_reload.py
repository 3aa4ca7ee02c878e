# SPDX-License-Identifier: MIT
"""SIGHUP: all of the new configuration or nothing of it, and nobody loses what goes on."""

import signal


def person(name, topic, more=""):
    return (
        f'{{ id = "{name}"; sensors = ( {{ name = "chair"; kind = "seat"; topic = "{topic}"; }} {more} ); '
        'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); }'
    )


def config(broker, *people):
    return broker.config_text() + f"people = ( {', '.join(people)} );\n"


def test_people_come_and_go_while_others_keep_their_bout(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a"), person("ben", "b")), "--time-scale=60")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("a", "ON")
    start = listener.wait_for_state("anna", posture="sitting")["bout_start"]
    daemon.write_config(config(broker, person("carl", "c"), person("anna", "a")))
    since = listener.mark()
    daemon.reload()
    listener.wait_for_state("carl", since=since)
    listener.publish("c", "ON")
    listener.wait_for_state("carl", since=since, posture="sitting")
    state = listener.wait_for_state("anna", since=since, posture="sitting")
    assert state["bout_start"] == start
    # who is gone leaves nothing behind
    listener.wait_for_topic("unslouch/ben/state", lambda message: message.payload == b"", since=since)


def test_an_open_prompt_survives_a_reload(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a")), "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("a", "ON")
    due = listener.wait_for_prompt("anna", "break_due")
    daemon.write_config(config(broker, person("anna", "a", ', { name = "pc"; kind = "activity"; topic = "pc"; }')))
    since = listener.mark()
    daemon.reload()
    state = listener.wait_for_state("anna", since=since, phase="due")
    assert state["prompt_id"] == due.json["id"]
    prompts = [message.json["event_type"] for message in listener.on("unslouch/anna/prompt", since)]
    assert "break_due" not in prompts


def test_a_corrected_sensor_waits_for_its_next_message(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a")), "--time-scale=60")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("a", "7")
    listener.wait_for_state("anna", posture="sitting")
    wrong, right = 'topic = "a";', 'topic = "a"; when = "< 5";'
    daemon.write_config(config(broker, person("anna", "a")).replace(wrong, right))
    since = listener.mark()
    daemon.reload()
    listener.wait_for_state("anna", since=since, posture="unknown")
    listener.publish("a", "3")
    listener.wait_for_state("anna", since=since, posture="sitting")


def test_a_bad_configuration_changes_nothing(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a")))
    listener.wait_for_state("anna", posture="unknown")
    daemon.write_config(config(broker, person("carl", "c")) + 'sit_limt = "5 min";\nstate_dir = 7;\n')
    since = listener.mark()
    daemon.reload()
    # both errors, each with its line
    daemon.wait_for_log("unslouch.conf:3")
    daemon.wait_for_log("unslouch.conf:4")
    listener.publish("a", "ON")
    listener.wait_for_state("anna", since=since, posture="sitting")
    assert listener.on("unslouch/carl/state") == []


def test_a_configuration_of_garbage_changes_nothing(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a")))
    listener.wait_for_state("anna", posture="unknown")
    for garbage in ("", "people = (", "\x01\x02 = ;", "x" * 100000):
        daemon.write_config(garbage)
        daemon.reload()
    since = listener.mark()
    listener.publish("a", "ON")
    listener.wait_for_state("anna", since=since, posture="sitting")


def test_two_signals_at_once_are_no_harm(broker, listener, daemon_factory):
    daemon = daemon_factory(config(broker, person("anna", "a")))
    for _ in range(20):
        daemon.signal(signal.SIGHUP)
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("a", "ON")
    listener.wait_for_state("anna", posture="sitting")
