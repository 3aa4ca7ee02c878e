# SPDX-License-Identifier: MIT
"""The dashboard for Home Assistant and its package: their form, their entities, and what they show of real messages."""

import configparser
import json
import os
import pathlib
import re
import subprocess

import automation
import contract

SOURCE = pathlib.Path(os.environ["top_srcdir"])
PRINTER = pathlib.Path(os.environ["top_builddir"], "tests/process/discovery_printer")
DASHBOARD, PACKAGE = SOURCE / "conf/homeassistant/dashboard.yaml", SOURCE / "conf/homeassistant/package.yaml"
# Of Home Assistant's own cards.
CARDS = {
    "button", "conditional", "entities", "entity", "gauge", "glance", "grid", "heading", "history-graph",
    "horizontal-stack", "logbook", "markdown", "statistics-graph", "tile", "vertical-stack",
}


def package_sensors():
    return automation.load(PACKAGE)["mqtt"]["sensor"]


def test_the_package_reads_the_contract():
    sent = {channel["address"].format(base="unslouch", person="anna"): channel
            for name, channel in contract.SENT.items() if name in ("status", "plan", "session")}
    for sensor in package_sensors():
        assert sensor["json_attributes_topic"] == sensor["state_topic"]
        assert sensor["availability_topic"] in sent
        # Home Assistant makes the entity's id of the name
        assert sensor["name"].lower().replace(" ", "_") == sensor["unique_id"]
        (message,) = sent[sensor["state_topic"]]["messages"].values()
        for example in message["examples"]:
            value = automation.Home().text(sensor["value_template"], {"value_json": example["payload"]})
            assert value == str(example["payload"].get("state", example["payload"].get("block", {}).get("week")))


def cards_in(view):
    for section in view["sections"]:
        for card in section["cards"]:
            yield from nested(card)


def nested(card):
    yield card
    for part in [*card.get("cards", []), *([card["card"]] if "card" in card else [])]:
        yield from nested(part)


def dashboard_cards():
    return [card for view in automation.load(DASHBOARD)["views"] for card in cards_in(view)]


def test_the_dashboard_is_of_built_in_cards_only():
    views = automation.load(DASHBOARD)["views"]
    assert [view["path"] for view in views] == ["today", "week", "block", "session", "settings", "questions"]
    assert {view["type"] for view in views} == {"sections"}
    assert {section["type"] for view in views for section in view["sections"]} == {"grid"}
    assert {card["type"] for card in dashboard_cards()} <= CARDS


def test_buttons_of_the_dashboard_press_themselves_or_answer():
    for card in dashboard_cards():
        action = card.get("tap_action", {})
        if not action:
            continue
        assert action["action"] == "perform-action" and set(action.get("data", {})) <= automation.SERVICES[action["perform_action"]]
        if action["perform_action"] == "button.press":
            assert action["target"]["entity_id"] == card["entity"]
        else:
            assert action["data"]["topic"] == "unslouch/anna/cmd" and automation.is_command(action["data"]["payload"])


def entities_of_the_dashboard():
    text = DASHBOARD.read_text(encoding="utf-8")
    return set(re.findall(r"\b(?:sensor|binary_sensor|event|button|switch|select|number|text)\.unslouch_\w+", text))


def dashboard_text(path, place):
    (view,) = [view for view in automation.load(DASHBOARD)["views"] if view["path"] == path]
    return "\n".join(place.text(card["content"], {}) for card in cards_in(view) if card["type"] == "markdown")


def example(channel, name):
    (message,) = contract.SENT[channel]["messages"].values()
    return next(example["payload"] for example in message["examples"] if example["name"] == name)


def test_the_plan_is_told_on_the_dashboard():
    place = automation.Home()
    place.attributes["sensor.unslouch_anna_plan"] = example("plan", "a week that has begun")
    week = re.sub(r"\s+", " ", dashboard_text("week", place))
    assert "- Mon 18:00: steady back, done - Wed 18:00: steady back, planned - Sat 10:00: steady back, moved" in week
    assert "stretches: 1" in week and "wait" not in week
    block = dashboard_text("block", place)
    assert "Week **3**. Full weeks: **2 of 10**." in block and (block.count("●"), block.count("○")) == (2, 8)


def test_an_empty_plan_and_an_unknown_one_are_told_too():
    place = automation.Home()
    for attributes in (example("plan", "nothing planned"), {}):
        place.attributes["sensor.unslouch_anna_plan"] = attributes
        assert "No session is planned." in dashboard_text("week", place)
        assert "No block of weeks has begun." in dashboard_text("block", place)


def test_a_running_session_is_told_on_the_dashboard():
    place = automation.Home()
    assert dashboard_text("session", place) == "No session is running."
    place.states["sensor.unslouch_anna_session"] = "running"
    place.attributes["sensor.unslouch_anna_session"] = example("session", "in the middle of a hold")
    text = re.sub(r"\s+", " ", dashboard_text("session", place))
    assert text == "## Bird dog Set 1 of 2, 4 of 10 hold 41 % done, next: Prone back extension"


def test_the_questions_are_those_of_the_programmes():
    safety = configparser.RawConfigParser()
    safety.optionxform = str
    safety.read(SOURCE / "conf/programmes/safety.ini", encoding="utf-8")
    english, german = [card["content"] for card in dashboard_cards()
                       if card["type"] == "markdown" and "unslouch screening" in card["content"]]
    for text, suffix in ((english, ""), (german, "[de]")):
        wanted = []
        while f"q{len(wanted) + 1}" in safety["screen-general"]:
            number = len(wanted) + 1
            wanted.append(f"{number}. {safety['screen-general'][f'q{number}{suffix}']}")
        assert re.findall(r"^[0-9]+\. .*$", text, re.M) == wanted


def announced_entities():
    """What somebody with everything has by discovery, as if she were called anna."""
    done = subprocess.run([PRINTER, SOURCE / "conf/messages"], capture_output=True, text=True, check=True, timeout=60)
    found = set()
    for line in map(json.loads, done.stdout.splitlines()):
        if (line["case"]["what"], line["case"]["mode"]) == ("announce", "device"):
            for message in line["messages"]:
                for component in json.loads(message["payload"])["components"].values():
                    found.add(component.get("default_entity_id", "").replace("unslouch_anna_1_", "unslouch_anna_"))
    return found - {""}


def test_every_entity_of_the_dashboard_is_announced_or_of_the_package():
    announced = announced_entities()
    package = {f"sensor.{sensor['unique_id']}" for sensor in package_sensors()}
    assert entities_of_the_dashboard() <= announced | package
    assert package <= entities_of_the_dashboard() and not package & announced
    # what a person can set or press is all there, but for what not everybody has
    settable = {name for name in announced if name.split(".")[0] in ("button", "number", "select", "switch", "text")}
    missing = {name for name in settable - entities_of_the_dashboard() if "_hold_" not in name}
    assert missing <= {"number.unslouch_anna_stand_limit"}
