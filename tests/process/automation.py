# SPDX-License-Identifier: MIT
"""Runs an automation made from a blueprint, step by step, as far as our blueprints need it.

The rules are Home Assistant's: a template's result is read as a Python literal where it is one, a trigger on MQTT
compares the rendered value with `payload`, and `continue_on_error` goes on after a failure. A run is a generator: it
yields each thing that it does or waits for, and takes the answer by send(). Nothing here waits for real time.
"""

import ast
import dataclasses
import datetime
import json
import re

import jinja2
import jinja2.sandbox
import jsonschema
import yaml

import contract

# Home Assistant's actions, as far as they are used here, with what each takes.
SERVICES = {
    "mqtt.publish": {"topic", "payload", "qos", "retain"},
    "media_player.volume_set": {"volume_level"},
    "tts.speak": {"media_player_entity_id", "message", "language", "cache", "options"},
    "assist_satellite.announce": {"message", "media_id", "preannounce", "preannounce_media_id"},
    "assist_satellite.ask_question": {"entity_id", "question", "answers", "preannounce", "preannounce_media_id"},
    "button.press": set(),
}

NUMERIC = re.compile(r"^[+-]?(?!0\d)\d*(?:\.\d*)?$")


@dataclasses.dataclass(frozen=True)
class Input:
    """`!input name`."""

    name: str


class Loader(yaml.SafeLoader):
    """YAML with `!input`, that refuses a key given twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key is given twice{node.start_mark}"
        return super().construct_mapping(node, deep)


Loader.add_constructor("!input", lambda loader, node: Input(loader.construct_scalar(node)))


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def declared_inputs(blueprint):
    """The inputs with their settings, those in sections too."""
    found = {}
    for name, value in blueprint["blueprint"].get("input", {}).items():
        found.update(value["input"] if "input" in value else {name: value})
    return found


def walk(value, path=()):
    """Every value within, with the keys that lead to it."""
    yield path, value
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from walk(part, (*path, index))


def is_template(value):
    return isinstance(value, str) and ("{{" in value or "{%" in value)


def is_command(payload):
    """Whether the contract has the command; raises if not."""
    schemas = {message["name"]: message["payload"] for message in contract.RECEIVED["command"]["messages"].values()}
    text = payload.startswith("{")
    wanted = [schema for schema in schemas.values() if (schema["type"] == "object") == text]
    assert len(wanted) == 1
    jsonschema.validate(json.loads(payload) if text else payload, wanted[0])
    return True


class Home:
    """What templates know: the time and the states of entities."""

    def __init__(self, now="2026-11-23T10:00:00+01:00"):
        self.now = datetime.datetime.fromisoformat(now)
        self.states = {}
        self.attributes = {}
        self._environment = jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
        self._environment.filters.update(
            to_json=lambda value: json.dumps(value, separators=(",", ":"), ensure_ascii=False),
            regex_match=lambda text, pattern: re.match(pattern, text) is not None,
            regex_replace=lambda text, find, replace: re.sub(find, replace, text),
            timestamp_custom=lambda value, form: datetime.datetime.fromtimestamp(value, self.now.tzinfo).strftime(form),
        )
        self._environment.globals.update(
            now=lambda: self.now,
            as_timestamp=self._as_timestamp,
            states=lambda entity: self.states.get(entity, "unknown"),
            is_state=lambda entity, state: self.states.get(entity, "unknown") == state,
            state_attr=lambda entity, name: self.attributes.get(entity, {}).get(name),
        )

    @staticmethod
    def _as_timestamp(value, *default):
        try:
            return (value if isinstance(value, datetime.datetime) else datetime.datetime.fromisoformat(value)).timestamp()
        except TypeError:
            if default:
                return default[0]
            raise

    def parse(self, template):
        self._environment.parse(template)

    def text(self, template, variables):
        return self._environment.from_string(template).render(variables).strip()

    def render(self, value, variables):
        """The value with all templates in it rendered; a result that is a literal becomes that literal."""
        if isinstance(value, dict):
            return {key: self.render(part, variables) for key, part in value.items()}
        if isinstance(value, list):
            return [self.render(part, variables) for part in value]
        if not isinstance(value, str):
            return value
        text = self.text(value, variables)
        try:
            literal = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError):
            return text
        if isinstance(literal, str) or (isinstance(literal, (int, float)) and not NUMERIC.match(text)
                                        and not isinstance(literal, bool)):
            return text
        return literal


@dataclasses.dataclass
class Step:
    """What a run does or waits for: kind is call, notify, response, delay, wait_for_trigger or wait_template."""

    kind: str
    name: str = ""
    data: dict = dataclasses.field(default_factory=dict)
    timeout_sec: float = 0


def sentence_pattern(sentence):
    """A regular expression for a sentence in Assist's form."""
    pattern = re.escape(sentence.lower()).replace(r"\ ", " ")
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", pattern)
    pattern = pattern.replace(r"\[", "(?:").replace(r"\]", ")?").replace(r"\(", "(?:").replace(r"\)", ")").replace(r"\|", "|")
    return re.compile("^ *" + pattern.replace(" ", " *") + " *$")


class Automation:
    """A blueprint with its inputs filled in."""

    def __init__(self, path, home, **inputs):
        blueprint = load(path)
        self.home = home
        self.inputs = {name: setting.get("default") for name, setting in declared_inputs(blueprint).items()}
        assert set(inputs) <= set(self.inputs)
        self.inputs.update(inputs)
        self.config = self._fill({key: value for key, value in blueprint.items() if key != "blueprint"})
        self._fixed = home.render(self.config.get("trigger_variables", {}), {})

    def _fill(self, value):
        if isinstance(value, Input):
            return self.inputs[value.name]
        if isinstance(value, dict):
            return {key: self._fill(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self._fill(part) for part in value]
        return value

    def mqtt(self, topic, payload):
        """The runs that a message starts."""
        for trigger in self.config["triggers"]:
            if trigger["trigger"] == "mqtt" and self.matches(trigger, topic, payload, self._fixed):
                yield from self._start({"platform": "mqtt", "topic": topic, "payload": payload,
                                        "payload_json": json.loads(payload)}, trigger)

    def event(self, event_type, data):
        """The runs that an event starts."""
        for trigger in self.config["triggers"]:
            if trigger["trigger"] == "event" and trigger["event_type"] == event_type:
                yield from self._start({"platform": "event", "event": {"event_type": event_type, "data": data}}, trigger)

    def sentence(self, said, device_id=None):
        """The runs that a spoken sentence starts."""
        for trigger in self.config["triggers"]:
            for sentence in trigger.get("command", []):
                found = sentence_pattern(sentence).match(said.lower())
                if found:
                    yield from self._start({"platform": "conversation", "sentence": said, "device_id": device_id,
                                            "slots": found.groupdict()}, trigger)
                    break

    def matches(self, trigger, topic, payload, variables):
        if self.home.text(trigger["topic"], variables) != topic:
            return False
        if "value_template" in trigger:
            payload = self.home.text(trigger["value_template"], {"value_json": json.loads(payload)})
        return "payload" not in trigger or self.home.text(trigger["payload"], variables) == payload

    def _start(self, facts, trigger):
        variables = {**self._fixed, "trigger": {"id": trigger.get("id", "0"), **facts}}
        for name, value in self.config.get("variables", {}).items():
            variables[name] = self.home.render(value, variables)
        if all(self._holds(condition, variables) for condition in self.config.get("conditions", [])):
            yield self._sequence(self.config["actions"], variables)

    def _holds(self, condition, variables):
        return self.home.render(condition["value_template"], variables) is True

    def _sequence(self, actions, variables):
        for action in actions:
            yield from self._action(action, variables)

    def _action(self, action, variables):
        if "if" in action:
            good = all(self._holds(condition, variables) for condition in action["if"])
            yield from self._sequence(action["then"] if good else action.get("else", []), variables)
        elif "choose" in action:
            for choice in action["choose"]:
                if all(self._holds(condition, variables) for condition in choice["conditions"]):
                    yield from self._sequence(choice["sequence"], variables)
                    return
            yield from self._sequence(action.get("default", []), variables)
        elif "variables" in action:
            for name, value in action["variables"].items():
                variables[name] = self.home.render(value, variables)
        elif "delay" in action:
            yield Step("delay", timeout_sec=self.home.render(action["delay"], variables))
        elif "wait_for_trigger" in action:
            yield from self._wait_for_trigger(action, variables)
        elif "wait_template" in action:
            if self.home.render(action["wait_template"], variables) is not True:
                yield Step("wait_template", action["wait_template"],
                           timeout_sec=self.home.render(action["timeout"], variables))
        elif "set_conversation_response" in action:
            yield Step("response", self.home.text(action["set_conversation_response"], variables))
        elif action.get("domain") == "mobile_app":
            parts = {key: action[key] for key in ("device_id", "title", "message", "data") if key in action}
            yield Step("notify", data=self.home.render(parts, variables))
        else:
            yield from self._call(action, variables)

    def _wait_for_trigger(self, action, variables):
        """Takes messages as (topic, payload) by send() until one fits, or None for the time-out."""
        step = Step("wait_for_trigger", timeout_sec=self.home.render(action["timeout"], variables))
        while True:
            message = yield step
            if message is None or any(self.matches(trigger, *message, variables) for trigger in action["wait_for_trigger"]):
                return

    def _call(self, action, variables):
        """Takes what the service answers, or an exception that it raises."""
        data = self.home.render(action.get("data", {}), variables)
        if action["action"] == "mqtt.publish":
            # text stays as it was written
            data["payload"] = self.home.text(action["data"]["payload"], variables)
        data.update(self.home.render(action.get("target", {}), variables))
        answer = yield Step("call", action["action"], data)
        if isinstance(answer, Exception):
            if not action.get("continue_on_error"):
                raise answer
        elif "response_variable" in action:
            variables[action["response_variable"]] = answer


def run_to_end(run, answers=None):
    """All steps of a run whose waits end at once; `answers` are those of the services, by name."""
    steps = []
    answer = None
    while True:
        try:
            step = run.send(answer)
        except StopIteration:
            return steps
        steps.append(step)
        answer = (answers or {}).get(step.name)
