# SPDX-License-Identifier: MIT
"""A stand-in for Home Assistant: it subscribes, discovers, shows and commands as Home Assistant's MQTT does.

Entities are kept by the topic that their configuration came on and their key in it. What Home Assistant would write into
its log is kept in `complaints`.
"""

import functools
import json
import threading
import time

import jinja2.sandbox
import paho.mqtt.client as mqtt

import home

PLATFORMS = (
    "alarm_control_panel", "binary_sensor", "button", "camera", "climate", "cover", "device_automation",
    "device_tracker", "event", "fan", "humidifier", "image", "lawn_mower", "light", "lock", "notify", "number", "scene",
    "select", "sensor", "siren", "switch", "tag", "text", "update", "vacuum", "valve", "water_heater",
)
# Those that show nothing.
STATELESS = ("button", "device_automation")
ENVIRONMENT = jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)


class Shown:
    """What Home Assistant says of an entity: this.state."""

    def __init__(self, state):
        self.state = state


@functools.lru_cache(maxsize=None)
def compiled(template):
    return ENVIRONMENT.from_string(template)


def render(template, payload, **variables):
    try:
        variables["value_json"] = json.loads(payload)
    except ValueError:
        pass
    return compiled(template).render(value=payload, **variables)


class Entity:
    def __init__(self, config, shared):
        self.config = {**shared, **config}
        self.platform = config["platform"]
        self.available = {source["topic"]: None for source in self.availability()}
        self.state = None
        self.states = 0

    def availability(self):
        if "availability_topic" in self.config:
            return [{"topic": self.config["availability_topic"]}]
        return self.config.get("availability", [])

    @property
    def topics(self):
        topics = [source["topic"] for source in self.availability()]
        return topics + [self.config[key] for key in ("state_topic", "topic") if key in self.config]

    @property
    def is_available(self):
        return all(self.available.values())

    @property
    def is_complete(self):
        """Whether it shows all that it can show without an event."""
        return self.is_available and (self.platform in STATELESS or self.platform == "event" or self.states > 0)

    def hear(self, topic, payload):
        """Returns what Home Assistant complains of."""
        for source in self.availability():
            if source["topic"] == topic:
                word = render(source.get("value_template", "{{ value }}"), payload)
                if word in ("online", "offline"):
                    self.available[topic] = word == "online"
        if topic != self.config.get("state_topic"):
            return None
        return self.take_state(payload)

    def take_state(self, payload):
        value = render(self.config.get("value_template", "{{ value }}"), payload)
        wrong = None if value == "None" else self.fault_of(value)
        if wrong is None:
            self.state = None if value == "None" else value
            self.states += 1
        return wrong

    def fault_of(self, value):
        config = self.config
        on, off = config.get("state_on", config.get("payload_on", "ON")), config.get("state_off", config.get("payload_off", "OFF"))
        if self.platform in ("switch", "binary_sensor") and value not in (on, off):
            return f"{value} is neither on nor off"
        if "options" in config and value not in config["options"]:
            return f"{value} is none of the options"
        if self.platform == "number" and not config["min"] <= float(value) <= config["max"]:
            return f"{value} is out of range"
        if self.platform == "event" and json.loads(value)["event_type"] not in config["event_types"]:
            return f"{value} is no event of the entity"
        if config.get("device_class") == "duration":
            float(value)
        return f"{value} is too long" if len(value) > 255 and self.platform != "event" else None

    def command(self, value):
        """What Home Assistant publishes for the value that somebody chooses."""
        return render(self.config.get("command_template", "{{ value }}"), value, this=Shown(self.state))


class Assistant:
    """Comes with start(), goes with stop(), and forgets everything between.

    What was taken back without a migration is in forgotten: its name, area and other settings are lost.
    With replays=False it is deaf to configurations that the broker has retained, so that it discovers only what is told
    after its birth.
    """

    def __init__(self, port, prefix="homeassistant"):
        self.port, self.prefix = port, prefix
        self.changed = threading.Condition()
        self.client = None
        self.entities, self.complaints, self.forgotten = {}, [], set()

    def start(self, replays=True):
        self.entities, self.complaints, self.forgotten = {}, [], set()
        self.client = mqtt.Client(protocol=mqtt.MQTTv5)
        self.client.will_set(f"{self.prefix}/status", "offline", qos=0)
        self.client.on_message = lambda _client, _data, message: self._hear(message, replays)
        subscribed = threading.Event()
        self.client.on_subscribe = lambda *_: subscribed.set()
        self.client.connect("127.0.0.1", self.port)
        self.client.loop_start()
        filters = [f"{self.prefix}/{platform}/{level}" for platform in PLATFORMS for level in ("+/config", "+/+/config")]
        filters += [f"{self.prefix}/device/+/config", f"{self.prefix}/device/+/+/config"]
        self.client.subscribe([(topic_filter, 0) for topic_filter in filters])
        assert subscribed.wait(home.PATIENCE_SEC)
        return self

    def bear(self):
        """The birth message. Returns when, on the monotonic clock."""
        self.client.publish(f"{self.prefix}/status", "online", qos=0).wait_for_publish(home.PATIENCE_SEC)
        return time.monotonic()

    def stop(self):
        if self.client:
            self.client.publish(f"{self.prefix}/status", "offline", qos=0).wait_for_publish(home.PATIENCE_SEC)
            self.client.disconnect()
            self.client.loop_stop()
            self.client = None

    close = stop

    def _hear(self, message, replays):
        is_config = message.topic.endswith("/config")
        if message.retain and is_config and not replays:
            return
        with self.changed:
            try:
                if is_config:
                    self._discover(message.topic, message.payload.decode())
                else:
                    self._show(message.topic, message.payload.decode())
            except (ValueError, KeyError, jinja2.TemplateError) as error:
                self.complaints.append(f"{error!r} for {message.topic}: {message.payload}")
            self.changed.notify_all()

    def _discover(self, topic, payload):
        if not payload:
            self.forgotten |= {entity.config.get("unique_id") for entity in self._let_go(topic)} - {None}
            return
        config = json.loads(payload)
        if config == {"migrate_discovery": True}:
            self._let_go(topic)
            return
        platform = topic.split("/")[-3]
        components = config.pop("components") if platform == "device" else {"": {**config, "platform": platform}}
        shared = {key: value for key, value in config.items() if key in ("availability", "device", "origin")}
        for key, component in components.items():
            if set(component) == {"platform"}:
                self.entities.pop((topic, key), None)
            else:
                self._add((topic, key), Entity(component, shared))

    def _let_go(self, topic):
        """Takes what came on this topic out; without a migration its settings are forgotten as well."""
        gone = {key: entity for key, entity in self.entities.items() if key[0] == topic}
        self.entities = {key: entity for key, entity in self.entities.items() if key not in gone}
        return gone.values()

    def _add(self, key, entity):
        before = self.entities.get(key)
        taken = [other.config.get("unique_id") for at, other in self.entities.items() if at != key]
        if entity.config.get("unique_id") in [one for one in taken if one]:
            self.complaints.append(f"{entity.config['unique_id']} is there already")
            return
        self.entities[key] = entity
        # A configuration that changed keeps what was shown, a new one knows nothing.
        if before is not None:
            entity.state, entity.states = before.state, before.states
            entity.available.update({topic: known for topic, known in before.available.items() if topic in entity.available})
        self.client.subscribe([(topic, 1) for topic in dict.fromkeys(entity.topics)])

    def _show(self, topic, payload):
        if not payload:
            return
        for key, entity in self.entities.items():
            if topic in entity.topics:
                wrong = entity.hear(topic, payload)
                if wrong:
                    self.complaints.append(f"{key}: {wrong}")

    def wait(self, predicate, what, timeout=home.PATIENCE_SEC):
        with self.changed:
            assert self.changed.wait_for(predicate, timeout), f"{what} within {timeout} s; {self.describe()}"

    def wait_complete(self, count, timeout=home.PATIENCE_SEC):
        """Waits until `count` entities are there, each available and with its state."""

        def is_complete():
            return len(self.entities) == count and all(entity.is_complete for entity in self.entities.values())

        self.wait(is_complete, f"not {count} entities with their states", timeout)
        assert not self.complaints, self.complaints

    def find(self, unique_id):
        return next((one for one in self.entities.values() if one.config.get("unique_id") == unique_id), None)

    def wait_state(self, unique_id, state):
        self.wait(lambda: self.find(unique_id).state == state, f"{unique_id} is not {state}")

    def choose(self, unique_id, value):
        """Somebody sets a switch, number, select or text, or presses a button (its payload)."""
        with self.changed:
            entity = self.find(unique_id)
            payload, topic = entity.command(value), entity.config["command_topic"]
        self.client.publish(topic, payload, qos=entity.config["qos"]).wait_for_publish(home.PATIENCE_SEC)

    def describe(self):
        incomplete = [key for key, entity in self.entities.items() if not entity.is_complete]
        return f"{len(self.entities)} entities, incomplete: {incomplete}, complaints: {self.complaints}"
