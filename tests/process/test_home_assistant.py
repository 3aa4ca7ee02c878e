# SPDX-License-Identifier: MIT
"""Home Assistant: what it discovers, when it starts anew, what it commands, and that nothing stays behind."""

import contextlib
import json
import os
import subprocess
import time

import pytest

import assistant
import contract
import discovery_rules
import home

# A birth is answered within 5 s, and all is there 10 s after it.
AGAIN_SEC = 10
ANNOUNCED_SEC = 5
MANY = 1000

SEAT = 'sensors = ( { name = "chair"; kind = "seat"; topic = "%s/chair"; when = "on"; } ); quiet_hours = (); '
BREAKS = 'breaks = { sit_limit = "20 min"; posture_check = "off"; }; '
ROUTINE = 'programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "18:00"; } ); '
FILM = 'holds = ( { reason = "board-game"; topic = "game"; when = "on"; } ); '


def person(name, more=""):
    return f'{{ id = "{name}"; name = "{name.title()}"; {SEAT % name} {BREAKS} {more} }}'


def config(broker, *people, mqtt=""):
    return broker.config_text() + f"mqtt = {{ {mqtt} }};\npeople = ( {', '.join(people)} );\n"


@pytest.fixture(name="house")
def make_house(broker):
    with contextlib.closing(assistant.Assistant(broker.port)) as made:
        yield made


@pytest.fixture(name="retained")
def make_retained(broker):
    """retained(): what the broker keeps now, by topic."""

    def read():
        with contextlib.closing(home.Listener(broker.port)) as reader:
            reader.wait_connected().settle()
            return {message.topic: message.text for message in reader.messages if message.retain and message.payload}

    return read


def discovery_of(retained, prefix="homeassistant"):
    return {topic: text for topic, text in retained.items() if topic.startswith(f"{prefix}/")}


def wait_for_states(listener, *names, since=0, base="unslouch"):
    """The last that is said of each."""
    for name in names:
        listener.wait_for_topic(f"{base}/{name}/snooze", lambda message: message.payload, since=since)
    listener.settle()


def entity_count(retained):
    """How many entities and triggers the broker keeps configurations of."""
    configs = discovery_of(retained).items()
    return sum(len(json.loads(text)["components"]) if "/device/" in topic else 1 for topic, text in configs)


def assert_order(listener, since):
    """Configurations first, then availability, then states."""
    messages = listener.messages[since:]
    configs = [message.number for message in messages if message.topic.endswith("/config")]
    states = [message.number for message in messages if message.topic.endswith(("/state", "/why", "/sit_limit"))]
    online = [message.number for message in messages if message.topic == "unslouch/status" and message.number > configs[-1]]
    assert configs[-1] < online[0] < states[0]


def assert_rules(messages):
    """What was said to Home Assistant is as its own rules and our document have it."""
    said = {(message.topic, message.payload): message for message in messages if message.topic.endswith("/config")}
    assert said
    for message in said.values():
        if message.payload:
            assert not discovery_rules.message_faults(message.topic, message.text, message.qos, message.retain)
        assert contract.complaint(message) is None


def test_home_assistant_has_everything_again_after_its_birth(broker, listener, daemon_factory, retained, house):
    daemon_factory(config(broker, person("anna", ROUTINE), person("ben")))
    wait_for_states(listener, "anna", "ben")
    count = entity_count(retained())
    assert_order(listener, 0)
    house.start().wait_complete(count)
    house.stop()
    # Deaf to what the broker retains, it depends on what is told after its birth. Several births are one.
    house.start(replays=False)
    since = listener.mark()
    born = house.bear()
    house.bear()
    house.bear()
    house.wait_complete(count, AGAIN_SEC)
    assert time.monotonic() - born < AGAIN_SEC
    wait_for_states(listener, "anna", "ben", since=since)
    assert_order(listener, since)
    # Also what the broker would have told by itself was said again, but who we are, which does not change.
    shown = {topic for entity in house.entities.values() for topic in entity.topics if not topic.endswith("/prompt")}
    assert shown - {message.topic for message in listener.messages[since:]} == {"unslouch/owner"}
    for name in ("anna", "ben"):
        assert len(listener.on(f"homeassistant/device/unslouch_{name}/config", since)) == 1
        assert len(listener.on(f"unslouch/{name}/state", since)) == 1


def test_other_words_of_home_assistant_are_no_birth(broker, listener, daemon_factory):
    daemon_factory(config(broker, person("anna")), "--time-scale=60")
    wait_for_states(listener, "anna")
    since = listener.mark()
    for word in ("offline", "", "ONLINE", "online ", b"\xff"):
        listener.publish("homeassistant/status", word)
    listener.publish("homeassistant/status", "online", retain=False)
    listener.wait_for_topic("homeassistant/device/unslouch_anna/config", since=since)
    wait_for_states(listener, "anna", since=since)
    assert len(listener.on("homeassistant/device/unslouch_anna/config", since)) == 1


def test_a_restart_of_the_daemon_says_nothing_new(broker, listener, daemon_factory, retained):
    daemon = daemon_factory(config(broker, person("anna", ROUTINE + FILM), person("ben")))
    seen = []
    for _ in range(3):
        wait_for_states(listener, "anna", "ben", since=listener.mark() if seen else 0)
        seen.append(discovery_of(retained()))
        daemon.stop()
        daemon.start()
    assert seen[0] and seen[0] == seen[1] == seen[2]


def test_who_changes_the_mode_finds_the_same_entities_with_their_settings(broker, listener, daemon_factory, retained, house):
    def find_entities():
        house.wait_complete(entity_count(retained()))
        found = {
            entity.config["unique_id"]: {key: entity.config.get(key) for key in ("name", "state_topic", "command_topic")}
            for entity in house.entities.values() if "unique_id" in entity.config
        }
        return found, len(house.entities)

    daemon = daemon_factory(config(broker, person("anna", ROUTINE + FILM)))
    wait_for_states(listener, "anna")
    house.start()
    found = find_entities()
    for mode in ("component", "device"):
        since = listener.mark()
        daemon.write_config(config(broker, person("anna", ROUTINE + FILM), mqtt=mqtt_of(mode)))
        daemon.reload()
        wait_for_states(listener, "anna", since=since)
        # Home Assistant was there all the while, and in the end has each entity once.
        house.wait(
            lambda wanted={mode == "device"}: {"/device/unslouch_" in topic for topic, _ in house.entities} == wanted,
            f"not all is announced by {mode}",
        )
        assert find_entities() == found
    # Nor did it forget what it is called and where it is.
    assert not house.forgotten and not house.complaints
    assert_rules(listener.messages)


def test_every_command_goes_there_and_back(broker, listener, daemon_factory, retained, house):
    daemon_factory(config(broker, person("anna", ROUTINE + FILM)), "--time-scale=600")
    wait_for_states(listener, "anna")
    house.start().wait_complete(entity_count(retained()))
    # An illness that ends asks the questions again: sessions come last.
    for entity in sorted(house.entities.values(), key=lambda entity: "programme" in entity.config.get("unique_id", "")):
        if "programme" in entity.config.get("unique_id", ""):
            listener.publish("unslouch/anna/cmd", "screening none-apply")
        command_there_and_back(house, entity)
    press_everything(listener, house)
    assert not house.complaints


def command_there_and_back(house, entity):
    unique_id, entity_config = entity.config.get("unique_id"), entity.config
    if entity.platform == "switch":
        for value in ("on", "off", "on"):
            house.choose(unique_id, entity_config[f"payload_{value}"])
            house.wait_state(unique_id, entity_config.get(f"state_{value}", entity_config[f"payload_{value}"]))
        if unique_id.startswith("unslouch_anna_hold_"):
            house.choose(unique_id, entity_config["payload_off"])
            house.wait_state(unique_id, entity_config["state_off"])
    elif entity.platform == "number":
        for value in (entity_config["min"], entity_config["max"], entity_config["min"] + 1):
            house.choose(unique_id, str(value))
            house.wait_state(unique_id, str(value))
    elif entity.platform == "select":
        for value in entity_config["options"][1:] + entity_config["options"][:1]:
            house.choose(unique_id, value)
            house.wait_state(unique_id, value)
            house.choose(unique_id, entity_config["options"][0])
            house.wait_state(unique_id, entity_config["options"][0])
    elif entity.platform == "text":
        for value in {"session_days": ("tue,sat", "mon,wed,fri"), "session_time": ("07:30", "18:00-21:00")}[
            unique_id.removeprefix("unslouch_anna_")
        ]:
            house.choose(unique_id, value)
            house.wait_state(unique_id, value)


def press_everything(listener, house):
    def press(key):
        since = listener.mark()
        button = house.find(f"unslouch_anna_{key}")
        house.choose(f"unslouch_anna_{key}", button.config["payload_press"])
        return since

    def sit():
        listener.publish("anna/chair", "off")
        house.wait_state("unslouch_anna_sitting", "OFF")
        since = listener.mark()
        listener.publish("anna/chair", "on")
        listener.wait_for_prompt("anna", "break_due", since=since)

    house.choose("unslouch_anna_sit_limit", "20")
    sit()
    listener.wait_for_state("anna", since=press("snooze"), phase="snoozed")
    listener.wait_for_prompt("anna", "break_taken", since=press("done"))
    sit()
    listener.wait_for_prompt("anna", "break_dismissed", since=press("skip"))
    listener.wait_for_state("anna", since=press("not_me"), posture="unknown")
    for key, state in (("start_session", "running"), ("pause_session", "paused"), ("resume_session", "running")):
        since = press(key)
        listener.wait_for_topic("unslouch/anna/session", lambda message, wanted=state: message.json["state"] == wanted, since=since)
    since = press("next")
    listener.wait_for_topic("unslouch/anna/session", since=since)
    since = press("stop_session")
    listener.wait_for_topic(
        "unslouch/anna/session", lambda message: message.json["state"] in ("none", "question", "done"), since=since
    )
    pressed = {"snooze", "done", "skip", "not_me", "start_session", "pause_session", "resume_session", "next", "stop_session"}
    assert pressed == {
        entity.config["unique_id"].removeprefix("unslouch_anna_")
        for entity in house.entities.values() if entity.platform == "button"
    }


def test_a_value_out_of_range_is_refused_and_the_state_said_again(broker, listener, daemon_factory, retained, house):
    daemon_factory(config(broker, person("anna", ROUTINE)))
    wait_for_states(listener, "anna")
    house.start().wait_complete(entity_count(retained()))
    for entity in [entity for entity in house.entities.values() if entity.platform == "number"]:
        setting = entity.config["state_topic"].removeprefix("unslouch/anna/")
        for value in (entity.config["min"] - 1, entity.config["max"] + 1, -1, "1e9"):
            stays, since = entity.state, listener.mark()
            house.choose(entity.config["unique_id"], str(value))
            error = listener.wait_for_topic("unslouch/anna/error", since=since).json
            assert error["command"] == setting and error["allowed"]
            said = listener.wait_for_topic(f"unslouch/anna/{setting}", since=since)
            assert said.retain and said.text == stays


def mqtt_of(mode, prefix="homeassistant", base="unslouch"):
    return f'discovery = "{mode}"; discovery_prefix = "{prefix}"; base = "{base}";'


PLACES = [
    mqtt_of("device"), mqtt_of("component"), mqtt_of("off"), mqtt_of("component"), mqtt_of("device", "found"),
    mqtt_of("device", "found", "posture"), mqtt_of("off", base="seats"), mqtt_of("device"),
]


@pytest.mark.parametrize("how", ["reload", "restart"])
def test_nothing_stays_of_a_mode_prefix_or_base_that_was_left(broker, listener, daemon_factory, retained, how):
    people = (person("anna", ROUTINE), person("ben"))
    daemon = daemon_factory(config(broker, *people, mqtt=PLACES[0]))
    wait_for_states(listener, "anna", "ben")
    first = retained()
    assert len(discovery_of(first)) == 2
    for place in PLACES[1:]:
        since = listener.mark()
        if how == "restart":
            daemon.stop()
        daemon.write_config(config(broker, *people, mqtt=place))
        (daemon.start if how == "restart" else daemon.reload)()
        base = place.split('base = "')[1].split('"')[0]
        prefix = place.split('prefix = "')[1].split('"')[0]
        wait_for_states(listener, "anna", "ben", since=since, base=base)
        kept = retained()
        wanted = {"device": "device/unslouch_", "component": "/unslouch_", "off": None}[place.split('"')[1]]
        for topic in kept:
            if topic.startswith(f"{prefix}/") and wanted:
                assert wanted in topic, topic
            else:
                assert topic.startswith(f"{base}/"), topic
    assert_rules(listener.messages)
    assert set(kept) == set(first)
    assert discovery_of(kept) == discovery_of(first)


@pytest.mark.parametrize("mode", ["device", "component"])
@pytest.mark.parametrize("how", ["reload", "restart", "crash"])
def test_who_or_what_left_is_withdrawn(broker, listener, daemon_factory, retained, house, how, mode):
    def go_over(*people):
        since = listener.mark()
        if how == "restart":
            daemon.stop()
        elif how == "crash":
            daemon.kill()
        daemon.write_config(config(broker, *people, mqtt=mqtt_of(mode)))
        (daemon.reload if how == "reload" else daemon.start)()
        wait_for_states(listener, "anna", since=since)

    everybody = (person("ben", ROUTINE), person("anna", ROUTINE + FILM))
    daemon = daemon_factory(config(broker, *everybody, mqtt=mqtt_of(mode)))
    wait_for_states(listener, "anna", "ben")
    house.start()
    for unique_id in ("unslouch_ben_posture", "unslouch_anna_hold_board-game", "unslouch_anna_next_session"):
        house.wait(lambda wanted=unique_id: house.find(wanted), f"{unique_id} was not discovered")
    house.stop()
    # Home Assistant sees it go, or finds it gone.
    house.start()
    house.wait(lambda: house.find("unslouch_anna_hold_board-game"), "it was not discovered")
    go_over(person("anna"))
    for unique_id in ("unslouch_ben_posture", "unslouch_anna_hold_board-game", "unslouch_anna_next_session"):
        house.wait(lambda wanted=unique_id: not house.find(wanted), f"{unique_id} was not withdrawn")
    kept = retained()
    house.wait_complete(entity_count(kept))
    assert not [topic for topic in kept if "ben" in topic]
    assert not {f"unslouch/anna/{leaf}" for leaf in ("session", "plan", "session_days", "session_time")} & set(kept)
    assert "board-game" not in "".join(discovery_of(kept).values()) and "board-game" not in "".join(kept)
    assert_rules(listener.messages)
    # And all of it may come back.
    go_over(*everybody)
    house.wait(lambda: house.find("unslouch_ben_posture"), "it did not come back")
    house.wait(lambda: house.find("unslouch_anna_hold_board-game"), "it did not come back")


def test_who_left_while_the_broker_was_away_is_withdrawn(relay, broker, listener, daemon_factory, retained):
    text = config(broker, person("ben"), person("anna")).replace(str(broker.port), str(relay.port))
    daemon = daemon_factory(text)
    wait_for_states(listener, "anna", "ben")
    relay.cut()
    daemon.wait_for_log("The connection to the broker is gone")
    daemon.write_config(config(broker, person("anna")).replace(str(broker.port), str(relay.port)))
    daemon.reload()
    since = listener.mark()
    relay.open()
    wait_for_states(listener, "anna", since=since)
    assert not [topic for topic in retained() if "ben" in topic]


def test_a_withdrawal_that_was_lost_is_made_again(relay, broker, listener, daemon_factory, retained):
    """The broker never confirms it: after the crash the store knows still."""
    text = config(broker, person("ben"), person("anna")).replace(str(broker.port), str(relay.port))
    daemon = daemon_factory(text)
    wait_for_states(listener, "anna", "ben")
    relay.stall()
    daemon.write_config(config(broker, person("anna")).replace(str(broker.port), str(relay.port)))
    daemon.reload()
    daemon.kill()
    relay.cut()
    assert [topic for topic in retained() if "ben" in topic]
    since = listener.mark()
    relay.open()
    daemon.start()
    wait_for_states(listener, "anna", since=since)
    assert not [topic for topic in retained() if "ben" in topic]


def introduction_sec(listener, last, since):
    """From when it is said that the daemon is there to when the last of the people has been introduced."""
    start = listener.wait_for_topic("unslouch/status", lambda message: message.text == "online", since=since)
    return listener.wait_for_topic(f"homeassistant/device/unslouch_{last}/config", since=start.number).when - start.when


def test_a_thousand_people_come_and_go_without_a_trace(tmp_path, listener_factory, daemon_factory):
    with contextlib.closing(home.Broker(tmp_path, "max_queued_messages 0\n")) as broker:
        broker.start()
        names = [f"person-{number}" for number in range(MANY)]
        listener = listener_factory(broker.port)
        daemon = daemon_factory(config(broker, *[person(name) for name in names]))
        took = introduction_sec(listener, names[-1], 0)
        if took >= ANNOUNCED_SEC:
            # Others have work for this machine, too: once more.
            daemon.stop()
            since = listener.mark()
            daemon.start()
            took = introduction_sec(listener, names[-1], since)
        assert took < ANNOUNCED_SEC
        wait_for_states(listener, names[-1])
        configs = [message for message in listener.messages if message.topic.startswith("homeassistant/device/")]
        assert len({message.topic for message in configs}) == MANY
        since = listener.mark()
        daemon.write_config(config(broker, person("anna")))
        daemon.reload()
        wait_for_states(listener, "anna", since=since)
        kept = subprocess.run(
            ["mosquitto_sub", "-p", str(broker.port), "--retained-only", "-W", "2", "-t", "#", "-F", "%t"],
            capture_output=True, text=True, check=False, timeout=home.PATIENCE_SEC, env=os.environ,
        ).stdout.split()
        assert "homeassistant/device/unslouch_anna/config" in kept
        assert not [topic for topic in kept if "person-" in topic]
        daemon.stop()
        json.loads(configs[0].payload)
