# SPDX-License-Identifier: MIT
"""The blueprints that we ship for Home Assistant: their form, what they read and write on MQTT, and what they do with messages."""

import json
import os
import pathlib
import re
import subprocess

import pytest

import automation
import contract

SOURCE = pathlib.Path(os.environ["top_srcdir"])
FOLDER = SOURCE / "conf/homeassistant"
BLUEPRINTS = sorted(path for path in FOLDER.glob("*.yaml") if "\nblueprint:" in path.read_text(encoding="utf-8"))
# What each blueprint needs, for anna.
INPUTS = {
    "phone.yaml": {"person": "anna", "phone": "0123456789abcdef"},
    "speech.yaml": {"engine": "tts.piper", "player": "media_player.office"},
    "question.yaml": {"person": "anna", "satellite": "assist_satellite.office"},
    "voice.yaml": {"person": "anna"},
}

# Home Assistant's own lists, as far as they are used here.
TOP_KEYS = {"blueprint", "mode", "max", "max_exceeded", "trigger_variables", "variables", "triggers", "conditions", "actions"}
BLUEPRINT_KEYS = {"name", "description", "domain", "author", "source_url", "homeassistant", "input"}
SECTION_KEYS = {"name", "icon", "description", "collapsed", "input"}
INPUT_KEYS = {"name", "description", "default", "selector"}
SELECTORS = {"text", "device", "entity", "boolean", "number", "select"}
TRIGGER_KEYS = {
    "mqtt": {"topic", "payload", "value_template", "qos", "encoding"},
    "event": {"event_type", "event_data"},
    "conversation": {"command"},
}
ACTION_FORMS = [
    {"if", "then", "else"}, {"choose", "default"}, {"variables"}, {"delay"}, {"wait_for_trigger", "timeout"},
    {"wait_template", "timeout"}, {"set_conversation_response"},
    {"domain", "type", "device_id", "title", "message", "data"},
    {"action", "target", "data", "response_variable", "continue_on_error"},
]
MODES = {"single", "restart", "queued", "parallel"}


def names(paths):
    return [path.name for path in paths]


def instance(name, place=None, **inputs):
    return automation.Automation(FOLDER / name, place or automation.Home(), **{**INPUTS[name], **inputs})


def addresses(directions):
    """The topics of the contract, for anna: the channel of each."""
    return {
        channel["address"].replace("{base}", "unslouch").replace("{person}", "anna"): channel
        for direction in directions for channel in direction.values()
    }


def keys_of(schema):
    return set(schema.get("properties", {}))


def payload_schemas(channel):
    return [message["payload"] for message in channel["messages"].values()]


def actions_in(value):
    """All actions, however deep."""
    for action in value:
        yield action
        for part in ("then", "else", "default"):
            yield from actions_in(action.get(part, []))
        for choice in action.get("choose", []):
            yield from actions_in(choice["sequence"])


def test_everything_is_good_yaml():
    done = subprocess.run(
        ["yamllint", "--strict", "--config-file", str(SOURCE / ".yamllint"), str(FOLDER)],
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert names(BLUEPRINTS) == sorted(INPUTS)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=names(BLUEPRINTS))
def test_a_blueprint_has_the_form_that_home_assistant_takes(path):
    blueprint = automation.load(path)
    head = blueprint["blueprint"]
    assert set(blueprint) <= TOP_KEYS and {"blueprint", "triggers", "actions", "mode"} <= set(blueprint)
    assert set(head) <= BLUEPRINT_KEYS and {"name", "description", "domain", "author"} <= set(head)
    assert head["domain"] == "automation"
    assert head["homeassistant"].keys() == {"min_version"}
    assert re.fullmatch(r"20[0-9]{2}\.[0-9]{1,2}\.[0-9]+", head["homeassistant"]["min_version"])
    assert blueprint["mode"] in MODES
    for value in head["input"].values():
        if "input" in value:
            assert set(value) <= SECTION_KEYS
            # what has to be filled in must be seen
            assert not value.get("collapsed") or all("default" in part for part in value["input"].values())
    for name, setting in automation.declared_inputs(blueprint).items():
        assert set(setting) <= INPUT_KEYS and {"name", "selector"} <= set(setting), name
        assert len(setting["selector"]) == 1 and set(setting["selector"]) <= SELECTORS, name


@pytest.mark.parametrize("path", BLUEPRINTS, ids=names(BLUEPRINTS))
def test_every_input_is_declared_once_and_used(path):
    blueprint = automation.load(path)
    in_sections = [name for value in blueprint["blueprint"]["input"].values() if "input" in value for name in value["input"]]
    alone = [name for name, value in blueprint["blueprint"]["input"].items() if "input" not in value]
    assert sorted(in_sections + alone) == sorted(automation.declared_inputs(blueprint))
    used = {value.name for _, value in automation.walk(blueprint) if isinstance(value, automation.Input)}
    assert used == set(in_sections + alone)


@pytest.mark.parametrize("path", BLUEPRINTS, ids=names(BLUEPRINTS))
def test_triggers_and_actions_are_those_that_home_assistant_knows(path):
    config = instance(path.name).config
    waits = [trigger for action in actions_in(config["actions"]) for trigger in action.get("wait_for_trigger", [])]
    for trigger in [*config["triggers"], *waits]:
        assert set(trigger) - {"trigger", "id"} <= TRIGGER_KEYS[trigger["trigger"]]
    ids = [trigger["id"] for trigger in config["triggers"] if "id" in trigger]
    assert len(ids) == len(set(ids))
    for action in actions_in(config["actions"]):
        assert any(set(action) <= form for form in ACTION_FORMS), action
        if "action" in action:
            assert set(action.get("data", {})) <= automation.SERVICES[action["action"]], action
            assert set(action.get("target", {})) <= {"entity_id"}
        if "domain" in action:
            assert (action["domain"], action["type"]) == ("mobile_app", "notify")
    for condition in [value for _, value in automation.walk(config) if isinstance(value, dict) and "condition" in value]:
        assert condition.keys() == {"condition", "value_template"} and condition["condition"] == "template"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=names(sorted(FOLDER.glob("*.yaml"))))
def test_every_template_can_be_read(path):
    place = automation.Home()
    found = 0
    for where, value in automation.walk(automation.load(path)):
        if automation.is_template(value):
            place.parse(value)
            found += 1
        elif isinstance(value, str):
            assert "}}" not in value and "%}" not in value, where
    assert found > 0


@pytest.mark.parametrize("path", BLUEPRINTS, ids=names(BLUEPRINTS))
def test_every_topic_and_key_is_in_the_contract(path):
    config = instance(path.name).config
    place = automation.Home()
    sent, received = addresses([contract.SENT]), addresses([contract.RECEIVED])
    variables = {"base": "unslouch", "person": "anna"}
    known = set()
    for _, value in automation.walk(config):
        if isinstance(value, dict) and value.get("trigger") == "mqtt":
            (schema,) = payload_schemas(sent[place.text(value["topic"], variables)])
            used = set(re.findall(r"value_json\.(\w+)", value.get("value_template", "")))
            assert used <= keys_of(schema), value
            known |= keys_of(schema)
        if isinstance(value, dict) and value.get("action") == "mqtt.publish":
            assert place.text(value["data"]["topic"], variables) in received
            assert value["data"]["qos"] == 1 and "retain" not in value["data"]
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"(?:payload_json|prompt|\{\}, true\)\))\.(\w+)", text)) - {"id", "sentence"}
    assert used <= known
    assert used or path.name == "voice.yaml"


# The phone

PROMPTS = {example["payload"]["event_type"]: example["payload"]
           for message in contract.SENT["prompt"]["messages"].values() for example in message["examples"]}
STATE = next(example["payload"] for message in contract.SENT["state"]["messages"].values() for example in message["examples"])


MORNING, UNTIL = "2026-11-23T09:24:28+01:00", "2026-11-23T09:34:28+01:00"


def prompt_message(event_type, **changes):
    return "unslouch/anna/prompt", json.dumps({**PROMPTS[event_type], "expires": UNTIL, **changes})


def state_message(**changes):
    return "unslouch/anna/state", json.dumps({**STATE, **changes})


def at(moment):
    return automation.Home(moment)


def shown(phone, *message):
    """The notification that a message leads to, and the run that goes on with it."""
    (run,) = phone.mqtt(*message)
    return next(run).data, run


def test_a_reminder_is_shown_with_its_answers_as_buttons():
    note, _ = shown(instance("phone.yaml", at(MORNING)), *prompt_message(
        "break_due", tell=["lamp", "phone"], actions=["snooze", "skip", "not-me"]))
    prompt = PROMPTS["break_due"]
    assert (note["device_id"], note["title"], note["message"]) == ("0123456789abcdef", prompt["title"], prompt["message"])
    assert note["data"]["tag"] == "unslouch-anna" and note["data"]["timeout"] == 600
    assert note["data"]["actions"] == [
        {"action": f"UNSLOUCH_SNOOZE_{prompt['id']}", "title": "Snooze"},
        {"action": f"UNSLOUCH_SKIP_{prompt['id']}", "title": "Skip"},
        {"action": f"UNSLOUCH_NOT-ME_{prompt['id']}", "title": "Not me"},
    ]


def test_android_never_gets_more_than_three_buttons_and_words_can_be_translated():
    phone = instance("phone.yaml", at(MORNING), word_done="Erledigt", word_snooze="Später")
    note, _ = shown(phone, *prompt_message("break_due", tell=["phone"], actions=["done", "snooze", "skip", "not-me"]))
    assert [button["title"] for button in note["data"]["actions"]] == ["Erledigt", "Später", "Skip"]


def test_a_reminder_without_words_is_shown_nevertheless():
    note, _ = shown(instance("phone.yaml", at(MORNING)),
                    *prompt_message("break_due", tell=["phone"], title=None, message=None, say=None, actions=[]))
    assert (note["title"], note["message"], note["data"]["actions"]) == ("", "", [])


@pytest.mark.parametrize("changes", [
    {"tell": ["lamp", "telephone"]}, {"tell": []}, {"tell": ["phone"], "expires": "2026-11-23T09:24:00+01:00"},
], ids=["other channels", "nobody", "too late"])
def test_what_is_not_for_this_phone_or_over_is_not_shown(changes):
    assert not list(instance("phone.yaml", at(MORNING)).mqtt(*prompt_message("break_due", **changes)))


def test_a_notification_is_cleared_when_the_phase_leaves_due():
    phone = instance("phone.yaml", at(MORNING))
    _, run = shown(phone, *prompt_message("break_due", tell=["phone"]))
    # retained from before the reminder
    assert next(run).kind == "wait_for_trigger"
    assert run.send(state_message(phase="sitting")).kind == "wait_for_trigger"
    assert run.send(state_message(phase="due")).timeout_sec == 600
    assert run.send(state_message(phase="due", bout_s=1260)).kind == "wait_for_trigger"
    cleared = run.send(state_message(phase="break"))
    assert cleared.data == {"device_id": "0123456789abcdef", "message": "clear_notification", "data": {"tag": "unslouch-anna"}}


def test_who_stands_up_before_the_phone_has_shown_it_does_not_keep_it():
    _, run = shown(instance("phone.yaml", at(MORNING)), *prompt_message("break_nudge", tell=["phone"]))
    assert next(run).timeout_sec == 10
    assert run.send(None).timeout_sec > 0
    assert run.send(state_message(phase="break")).data["message"] == "clear_notification"


def test_the_offer_of_a_session_is_cleared_when_it_is_no_longer_open():
    _, run = shown(instance("phone.yaml", at(MORNING)), *prompt_message("session_due", tell=["phone"]))
    next(run)
    assert run.send(state_message(prompt_id=PROMPTS["session_due"]["id"])).timeout_sec == 600
    assert run.send(state_message(prompt_id=PROMPTS["session_due"]["id"])).kind == "wait_for_trigger"
    assert run.send(state_message(prompt_id=None)).data["message"] == "clear_notification"


@pytest.mark.parametrize("event_type", ["posture_check", "seat_check"])
def test_a_check_is_cleared_when_the_person_gets_up(event_type):
    _, run = shown(instance("phone.yaml", at(MORNING)), *prompt_message(event_type, tell=["phone"]))
    next(run)
    assert run.send(state_message(posture="sitting")).kind == "wait_for_trigger"
    assert run.send(state_message(posture="away")).data["message"] == "clear_notification"


@pytest.mark.parametrize("event_type", [
    "break_taken", "break_partial", "break_ignored", "break_dismissed", "break_moot", "session_started", "session_done",
    "session_missed",
])
def test_what_ends_a_reminder_clears_its_notification_and_no_other(event_type):
    (run,) = instance("phone.yaml", at(MORNING)).mqtt(*prompt_message(event_type))
    (step,) = automation.run_to_end(run)
    assert step.kind == "notify" and step.data["message"] == "clear_notification"
    assert step.data["data"]["tag"] == ("unslouch-anna-session" if "session" in event_type else "unslouch-anna")


def tap(phone, action):
    return list(phone.event("mobile_app_notification_action", {"action": action}))


@pytest.mark.parametrize("answer, command", [
    ("DONE", {"action": "done"}), ("SNOOZE", {"action": "snooze"}), ("SKIP", {"action": "skip"}),
    ("NOT-ME", {"action": "not-me"}), ("START", {"action": "session", "arg": "start"}),
])
def test_a_button_sends_its_command_with_the_reminders_id(answer, command):
    (run,) = tap(instance("phone.yaml", at(MORNING)), f"UNSLOUCH_{answer}_anna-2026-11-23-2")
    publish, cleared = automation.run_to_end(run)
    assert cleared.data["data"]["tag"] == "unslouch-anna"
    assert (publish.name, publish.data["topic"], publish.data["qos"]) == ("mqtt.publish", "unslouch/anna/cmd", 1)
    assert json.loads(publish.data["payload"]) == {**command, "id": "anna-2026-11-23-2"}
    assert automation.is_command(publish.data["payload"])
    assert cleared.data["message"] == "clear_notification"


@pytest.mark.parametrize("answer, command", [
    ("START", {"action": "session", "arg": "start"}), ("SNOOZE", {"action": "snooze"}),
    ("FINE", {"action": "session", "arg": "answer fine"}), ("WORSE", {"action": "session", "arg": "answer worse"}),
])
def test_a_button_about_a_session_clears_that_notification(answer, command):
    (run,) = tap(instance("phone.yaml", at(MORNING)), f"UNSLOUCH-SESSION_{answer}_anna-2026-11-23-2")
    publish, cleared = automation.run_to_end(run)
    assert json.loads(publish.data["payload"]) == {**command, "id": "anna-2026-11-23-2"}
    assert automation.is_command(publish.data["payload"])
    assert cleared.data["data"]["tag"] == "unslouch-anna-session"


@pytest.mark.parametrize("action", [
    "UNSLOUCH_DONE_ben-2026-11-23-2", "UNSLOUCH_DONE_anna-b-2026-11-23-2", "UNSLOUCH_DONE_anna-2026-11-23-2x",
    "UNSLOUCH_DANCE_anna-2026-11-23-2", "DONE",
    "OTHER_DONE_anna-2026-11-23-2", "UNSLOUCH_DONE", "",
])
def test_other_peoples_and_other_buttons_do_nothing(action):
    assert not tap(instance("phone.yaml", at(MORNING)), action)


def test_a_person_with_an_underscore_is_told_apart_too():
    (run,) = tap(instance("phone.yaml", at(MORNING), person="anna_b"), "UNSLOUCH_DONE_anna_b-2026-11-23-2")
    assert json.loads(next(run).data["payload"])["id"] == "anna_b-2026-11-23-2"


def test_the_phone_has_a_word_for_every_answer_that_the_contract_names():
    (schema,) = payload_schemas(contract.SENT["prompt"])
    words = instance("phone.yaml").config["variables"]["words"]
    assert set(schema["properties"]["actions"]["items"]["enum"]) <= set(words)
    assert set(schema["properties"]["event_type"]["enum"]) >= set(instance("phone.yaml").config["variables"]["ends"])


def test_the_morning_question_has_both_answers():
    note, run = shown(instance("phone.yaml", at(MORNING)), *prompt_message("recovery_check", tell=["phone"]))
    prompt_id = PROMPTS["recovery_check"]["id"]
    assert note["data"]["actions"] == [{"action": f"UNSLOUCH-SESSION_FINE_{prompt_id}", "title": "Fine"},
                                       {"action": f"UNSLOUCH-SESSION_WORSE_{prompt_id}", "title": "Worse"}]
    assert next(run).kind == "delay"
    assert next(run).data["message"] == "clear_notification"


# Speech

SAY = {"channel": "speaker", "id": "anna-2026-11-23-2", "text": "Anna, time for a short walk.", "language": None,
       "volume": None, "expires": "2026-11-23T09:34:28+01:00"}


def say(speech, **changes):
    return list(speech.mqtt("unslouch/say", json.dumps({**SAY, **changes})))


def calls(steps):
    return [(step.name, step.data) for step in steps if step.kind == "call"]


SAID = ("mqtt.publish", {"topic": "unslouch/said", "qos": 1,
                         "payload": '{"channel":"speaker","id":"anna-2026-11-23-2"}'})


def test_a_sentence_is_spoken_and_only_then_reported_as_said():
    place = at(MORNING)
    place.states["media_player.office"] = "idle"
    (run,) = say(instance("speech.yaml", place))
    spoken = next(run)
    assert (spoken.name, spoken.data) == ("tts.speak", {
        "entity_id": "tts.piper", "media_player_entity_id": "media_player.office", "message": SAY["text"],
    })
    assert (next(run).kind, place.states.update({"media_player.office": "playing"})) == ("wait_template", None)
    ends = next(run)
    assert ends.kind == "wait_template" and ends.timeout_sec > 12
    assert all(f"'{state}'" in ends.name for state in ("playing", "buffering"))
    place.states["media_player.office"] = "idle"
    step = next(run)
    assert (step.name, step.data) == SAID
    assert automation.load(FOLDER / "speech.yaml")["mode"] == "queued"


def test_over_music_the_wait_is_the_estimate():
    place = at(MORNING)
    place.states["media_player.office"] = "playing"
    (run,) = say(instance("speech.yaml", place))
    waits = [step for step in automation.run_to_end(run) if step.kind == "wait_template"]
    # 6 words at 140 a minute, and the second to begin, and one more
    assert [wait.timeout_sec for wait in waits] == [pytest.approx(1 + 6 * 60 / 140 + 1, abs=0.1)]


def test_a_satellite_announces_when_nobody_talks_with_it():
    place = at(MORNING)
    place.states["assist_satellite.office"] = "listening"
    (run,) = say(instance("speech.yaml", place, satellite="assist_satellite.office", engine="", player=""))
    steps = automation.run_to_end(run)
    assert [step.kind for step in steps] == ["wait_template", "call", "call"]
    assert calls(steps) == [
        ("assist_satellite.announce",
         {"entity_id": "assist_satellite.office", "message": SAY["text"], "preannounce": False}),
        SAID,
    ]


def test_volume_and_language_of_the_channel_are_used_and_the_volume_is_put_back():
    place = at(MORNING)
    place.attributes["media_player.office"] = {"volume_level": 0.7}
    (run,) = say(instance("speech.yaml", place), volume=0.4, language="de")
    assert [(name, data.get("volume_level", data.get("language"))) for name, data in calls(automation.run_to_end(run))] == [
        ("media_player.volume_set", 0.4), ("tts.speak", "de"), ("media_player.volume_set", 0.7), ("mqtt.publish", None),
    ]


def test_a_player_that_fails_is_reported_as_said_too():
    (run,) = say(instance("speech.yaml", at(MORNING)))
    next(run)
    assert run.send(RuntimeError("no such engine")).kind == "wait_template"
    assert calls(automation.run_to_end(run)) == [SAID]


def test_what_has_waited_too_long_is_not_spoken_but_reported():
    (run,) = say(instance("speech.yaml", at("2026-11-23T09:34:29+01:00")))
    assert calls(automation.run_to_end(run)) == [SAID]
    (run,) = say(instance("speech.yaml", at("2026-11-23T09:34:29+01:00")), expires=None, id=None)
    spoken, said = calls(automation.run_to_end(run))
    assert spoken[0] == "tts.speak" and said[1]["payload"] == '{"channel":"speaker","id":null}'


@pytest.mark.parametrize("changes", [{"channel": "kitchen"}, {"text": ""}, {"text": None}])
def test_other_channels_and_nothing_are_left_alone(changes):
    assert not say(instance("speech.yaml", at(MORNING)), **changes)


def test_a_volume_of_nothing_is_a_volume():
    place = at(MORNING)
    place.attributes["media_player.office"] = {"volume_level": 0.7}
    (run,) = say(instance("speech.yaml", place), volume=0)
    assert next(run).data == {"entity_id": "media_player.office", "volume_level": 0}


def test_a_bare_number_is_spoken_as_words():
    (run,) = say(instance("speech.yaml", at(MORNING)), text="4")
    assert next(run).data["message"] == "4!"


# Voice

SENTENCES = {
    "My break is done": "done", "I had my break": "done", "Meine Pause ist vorbei": "done",
    "remind me later": "snooze", "Pause später": "snooze",
    "Remind me in 15 minutes": "snooze 15 min", "erinnere mich in 5 Minuten": "snooze 5 min",
    "remind me in a few minutes": "snooze",
    "skip the break": "skip", "diese Pause auslassen": "skip", "this is not me": "not-me", "das bin ich nicht": "not-me",
    "start my session": "session start", "starte mein Training": "session start",
    "start a short session": "session start short", "beginne das kurze Training": "session start short",
    "pause the session": "session pause", "warte einen Moment": "session pause",
    "continue the exercises": "session resume", "weiter mit dem Training": "session resume",
    "set done": "session done", "der Satz ist fertig": "session done",
    "next exercise": "session next", "nächste Übung": "session next",
    "easier please": "session easier", "etwas leichter": "session easier", "das ist mir zu schwer": "session easier",
    "this is too easy": "session too-easy", "das ist zu leicht": "session too-easy",
    "pain": "session pain", "Schmerzen": "session pain", "das tut weh": "session pain", "pain level 4": "session pain 4", "Schmerz Stufe 10": "session pain 10",
    "pain level eleven": "session pain", "pain level 11": "session pain",
    "stop the session": "session stop", "Training beenden": "session stop",
    "skip my session today": "session skip today", "heute kein Training": "session skip today",
    "move my session to tomorrow": "session move tomorrow", "verschiebe mein Training auf morgen": "session move tomorrow",
    "it was too easy": "session answer easy", "es war genau richtig": "session answer right",
    "the session was hard": "session answer hard", "es war zu schwer": "session answer max",
    "I am fine today": "session answer fine", "mir geht es schlechter": "session answer worse",
}


@pytest.mark.parametrize("said, command", SENTENCES.items())
def test_a_sentence_becomes_one_command(said, command):
    (run,) = instance("voice.yaml").sentence(said)
    publish, response = automation.run_to_end(run)
    assert publish.data == {"topic": "unslouch/anna/cmd", "payload": command, "qos": 1}
    assert automation.is_command(command)
    assert (response.kind, response.name) == ("response", "All right.")


def test_every_command_has_sentences_in_both_languages_in_the_form_of_assist():
    triggers = instance("voice.yaml").config["triggers"]
    for trigger in triggers:
        assert len(trigger["command"]) >= 2
        for sentence in trigger["command"]:
            assert re.fullmatch(r"[\w \[\]()|{}]+", sentence), sentence
        patterns = [automation.sentence_pattern(sentence) for sentence in trigger["command"]]
        assert any(pattern.match(said.lower()) for pattern in patterns for said in SENTENCES), trigger


def test_only_the_persons_own_satellites_are_heard_where_they_are_named():
    voice = instance("voice.yaml", devices=["office"])
    assert len(list(voice.sentence("next exercise", device_id="office"))) == 1
    assert not list(voice.sentence("next exercise", device_id="kitchen"))
    assert not list(voice.sentence("next exercise"))


# The question

QUESTION = {"id": "anna-2026-11-23-1800-80", "kind": "question", "say": "Easy, right, hard, or too hard?",
            "show": "Easy, right, hard, or too hard?", "exercise": None, "expires": "2026-11-23T18:40:00+01:00"}
ASK = "assist_satellite.ask_question"


def asked(answer, **inputs):
    (run,) = instance("question.yaml", at("2026-11-23T18:31:00+01:00"), **inputs).mqtt("unslouch/anna/cue", json.dumps(QUESTION))
    return automation.run_to_end(run, {ASK: answer})


@pytest.mark.parametrize("answer, command", [
    ({"id": "easy", "sentence": "it was easy", "slots": {}}, "session answer easy"),
    ({"id": "max", "sentence": "zu schwer", "slots": {}}, "session answer max"),
    ({"id": None, "sentence": "Bird dog.", "slots": {}}, "session answer bird dog"),
    ({"id": None, "sentence": "", "slots": {}}, None),
    (RuntimeError("No answer from question"), None),
])
def test_the_answer_to_the_question_becomes_a_command(answer, command):
    published = [data for name, data in calls(asked(answer)) if name == "mqtt.publish"]
    assert published == ([{"topic": "unslouch/anna/cmd", "qos": 1, "payload": command}] if command else [])
    assert command is None or automation.is_command(command)


def test_the_satellite_waits_until_the_question_has_been_said():
    steps = asked(None)
    assert steps[0].kind == "delay" and steps[0].timeout_sec == pytest.approx(2 + 6 * 60 / 140, abs=0.1)
    (ask,) = [data for name, data in calls(steps) if name == ASK]
    assert ask["question"] == "Your answer please." and ask["entity_id"] == "assist_satellite.office"
    steps = asked(None, question="")
    assert [step.kind for step in steps] == ["call"]
    assert calls(steps)[0][1]["question"] == QUESTION["say"]


@pytest.mark.parametrize("said, answer", [
    ("it was easy", "easy"), ("sehr leicht", "easy"), ("just right", "right"), ("es war richtig", "right"), ("hard", "hard"),
    ("schwer", "hard"), ("too hard", "max"), ("es war zu schwer", "max"), ("bird dog", None),
])
def test_each_answer_fits_one_word_of_the_session(said, answer):
    (ask,) = [data for name, data in calls(asked(None)) if name == ASK]
    assert [choice["id"] for choice in ask["answers"]] == ["easy", "right", "hard", "max"]
    found = [choice["id"] for choice in ask["answers"]
             if any(automation.sentence_pattern(sentence).match(said) for sentence in choice["sentences"])]
    assert found == ([answer] if answer else [])


def test_other_cues_ask_nothing():
    question = instance("question.yaml")
    assert not list(question.mqtt("unslouch/anna/cue", json.dumps({**QUESTION, "kind": "rest"})))
    assert not list(question.mqtt("unslouch/ben/cue", json.dumps(QUESTION)))


# With the real daemon

PEOPLE = """
people = (
  { id = "anna"; name = "Anna";
    sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } );
    breaks = { sit_limit = "20 min"; posture_check = "off"; };
    quiet_hours = ();
    ladder = ( { after = "0 s"; tell = ["phone"]; } );
  }
);
channels = ( { name = "phone"; kind = "phone"; } );
"""


ROUTINE = 'programmes = ( { id = "upper-back-strength"; days = "mon,wed,fri"; at = "18:00"; } );'


def test_a_sentence_of_the_real_daemon_is_spoken_and_reported(broker, listener, daemon_factory):
    people = PEOPLE.replace('tell = ["phone"]', 'tell = ["speaker"]').replace(
        '{ name = "phone"; kind = "phone"; }',
        '{ name = "speaker"; kind = "speech"; via = "homeassistant"; language = "en"; volume = 0.4; }')
    daemon_factory(broker.config_text() + people, "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    message = listener.wait_for_topic("unslouch/say")
    prompt = listener.wait_for_prompt("anna", "break_due").json
    place = at(message.json["expires"])
    place.now -= automation.datetime.timedelta(seconds=30)
    place.attributes["media_player.office"] = {"volume_level": 0.7}
    (run,) = instance("speech.yaml", place).mqtt(message.topic, message.text)
    done = calls(automation.run_to_end(run))
    assert [name for name, _ in done] == ["media_player.volume_set", "tts.speak", "media_player.volume_set", "mqtt.publish"]
    assert done[0][1]["volume_level"] == 0.4
    assert (done[1][1]["message"], done[1][1]["language"]) == (message.json["text"], "en")
    said = done[3][1]
    assert json.loads(said["payload"]) == {"channel": "speaker", "id": prompt["id"]}
    (schema,) = payload_schemas(contract.RECEIVED["said"])
    assert contract.problems(json.loads(said["payload"]), schema) == []
    listener.publish(said["topic"], said["payload"])


def real_note(listener, since=0):
    """The notification that the daemon's next reminder leads to, and the run that goes on with it."""
    message = listener.wait_for_prompt("anna", "break_due", since=since)
    # when it would be shown
    expires = message.json["expires"]
    place = at(expires)
    place.now -= automation.datetime.timedelta(minutes=5)
    return (*shown(instance("phone.yaml", place), message.topic, message.text), message)


def press(listener, note, title):
    (action,) = [button["action"] for button in note["data"]["actions"] if button["title"] == title]
    (run,) = tap(instance("phone.yaml"), action)
    publish = next(run)
    listener.publish(publish.data["topic"], publish.data["payload"])


def test_a_session_is_started_from_the_phone(broker, listener, daemon_factory):
    config = PEOPLE.replace("quiet_hours", f"{ROUTINE}\n    quiet_hours")
    daemon_factory(f'{broker.config_text()}time_zone = "Europe/Berlin";{config}', "--time-scale=60",
                   "--start-time=2026-11-23T17:58:00+01:00")
    listener.wait_for_topic("unslouch/anna/plan")
    listener.publish("chair", "off")
    listener.publish("unslouch/anna/cmd", "screening none-apply")
    due = listener.wait_for_prompt("anna", "session_due")
    note, run = shown(instance("phone.yaml", at("2026-11-23T18:00:00+01:00")), due.topic, due.text)
    assert note["data"]["tag"] == "unslouch-anna-session"
    next(run)
    (state,) = [listener.wait_for_state("anna", prompt_id=due.json["id"])]
    assert run.send(("unslouch/anna/state", json.dumps(state))).timeout_sec > 10

    since = listener.mark()
    (tapped,) = tap(instance("phone.yaml"), f"UNSLOUCH-SESSION_START_{due.json['id']}")
    publish = next(tapped)
    listener.publish(publish.data["topic"], publish.data["payload"])
    listener.wait_for_prompt("anna", "session_started", since=since)
    state = listener.wait_for_state("anna", since=since, prompt_id=None)
    assert run.send(("unslouch/anna/state", json.dumps(state))).data["message"] == "clear_notification"
    assert listener.on("unslouch/anna/error") == []


def test_the_phone_answers_the_real_daemon_and_is_cleared(broker, listener, daemon_factory):
    daemon_factory(broker.config_text() + PEOPLE, "--time-scale=600")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    note, _, first = real_note(listener)
    since = listener.mark()
    press(listener, note, "Snooze")
    assert listener.wait_for_state("anna", since=since, phase="snoozed")["prompt_id"] == first.json["id"]

    note, run, again = real_note(listener, since)
    assert again.json["id"] == first.json["id"]
    since = again.number
    next(run)
    assert run.send(("unslouch/anna/state", json.dumps(listener.wait_for_state("anna", since=since, phase="due")))).timeout_sec
    listener.publish("chair", "OFF")
    up = listener.wait_for_state("anna", since=since, phase="break")
    assert run.send(("unslouch/anna/state", json.dumps(up))).data["message"] == "clear_notification"
    listener.wait_for_prompt("anna", "break_taken", since=since)

    since = listener.mark()
    listener.publish("chair", "ON")
    note, _, second = real_note(listener, since)
    press(listener, note, "Skip")
    assert listener.wait_for_prompt("anna", "break_dismissed", since=since).json["id"] == second.json["id"]
    assert listener.on("unslouch/anna/error") == []
