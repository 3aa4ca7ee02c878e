# SPDX-License-Identifier: MIT
"""Home Assistant's rules for MQTT discovery, as a checker of single messages. It knows nothing of the program's tables.

Each function gives a list of faults, a sentence each; an empty list is a right message. What Home Assistant refuses,
what it silently ignores and what it logs about are all faults.
"""

import datetime
import functools
import json
import re

import jinja2.sandbox

ROOT_KEYS = {
    "availability", "availability_mode", "availability_template", "availability_topic", "command_topic", "components",
    "device", "encoding", "message_expiry_interval", "origin", "payload_available", "payload_not_available", "qos",
    "state_topic",
}
DEVICE_KEYS = {
    "configuration_url", "connections", "hw_version", "identifiers", "manufacturer", "model", "model_id", "name",
    "serial_number", "suggested_area", "sw_version", "via_device",
}
ORIGIN_KEYS = {"name", "sw_version", "support_url"}
AVAILABILITY_KEYS = {"topic", "payload_available", "payload_not_available", "value_template"}
# What a component may take from the root of a device's message.
INHERITED = {
    "availability", "availability_mode", "availability_template", "availability_topic", "command_topic",
    "payload_available", "payload_not_available", "state_topic",
}
COMMON_KEYS = {
    "availability", "availability_mode", "availability_template", "availability_topic", "default_entity_id", "device",
    "enabled_by_default", "encoding", "entity_category", "entity_picture", "icon", "json_attributes_template",
    "json_attributes_topic", "name", "origin", "payload_available", "payload_not_available", "platform", "qos",
    "unique_id",
}
# (required, allowed besides) of each platform that every Home Assistant with device discovery has.
PLATFORMS = {
    "binary_sensor": ({"state_topic"}, {
        "device_class", "expire_after", "force_update", "off_delay", "payload_off", "payload_on", "value_template"}),
    "button": ({"command_topic"}, {"command_template", "device_class", "payload_press", "retain"}),
    "device_automation": ({"automation_type", "topic", "type", "subtype"}, {"payload", "value_template"}),
    "event": ({"state_topic", "event_types"}, {"device_class", "value_template"}),
    "number": ({"command_topic"}, {
        "command_template", "device_class", "max", "min", "mode", "optimistic", "payload_reset", "retain",
        "state_topic", "step", "unit_of_measurement", "value_template"}),
    "select": ({"command_topic", "options"}, {
        "command_template", "optimistic", "retain", "state_topic", "value_template"}),
    "sensor": ({"state_topic"}, {
        "device_class", "expire_after", "force_update", "last_reset_value_template", "options", "state_class",
        "suggested_display_precision", "unit_of_measurement", "value_template"}),
    "switch": ({"command_topic"}, {
        "command_template", "device_class", "optimistic", "payload_off", "payload_on", "retain", "state_off",
        "state_on", "state_topic", "value_template"}),
    "text": ({"command_topic"}, {
        "command_template", "max", "min", "mode", "pattern", "retain", "state_topic", "value_template"}),
}
# Those without an entity: nothing of the common keys but these.
BARE_PLATFORMS = {"device_automation"}
BARE_KEYS = {"device", "origin", "platform", "qos"}
# A sensor of the category "config" is accepted and then blocks every later message of the device.
CATEGORIES = {
    **dict.fromkeys(("sensor", "binary_sensor", "event"), {"diagnostic"}),
    **dict.fromkeys(("button", "number", "select", "switch", "text"), {"config", "diagnostic"}),
}
DURATION_UNITS = {"d", "h", "min", "s", "ms", "µs"}
DEVICE_CLASSES = {
    "binary_sensor": {"connectivity", "occupancy", "presence", "problem", "running"},
    "button": {"identify", "restart", "update"},
    "event": {"button", "doorbell", "motion"},
    "number": {"duration"},
    "sensor": {"duration", "enum", "timestamp"},
    "switch": {"outlet", "switch"},
}
STATE_CLASSES = {"measurement", "total", "total_increasing"}
TEXT_MAX = 255
TOPIC = re.compile(r"(?P<prefix>[^+#]+?)/(?P<platform>\w+)/(?P<object_id>[a-zA-Z0-9_-]+)/config")
TEMPLATE_KEYS = ("value_template", "command_template", "availability_template", "json_attributes_template")
ENVIRONMENT = jinja2.sandbox.ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined)
NONE = "None"


@functools.lru_cache(maxsize=None)
def compiled(template):
    return ENVIRONMENT.from_string(template)


def is_name_of_topic(topic):
    return isinstance(topic, str) and topic and not re.search("[+#\0]", topic) and len(topic.encode()) < 65536


def unknown_keys(what, value, known):
    return [f"{what} has the key '{key}', which there is not" for key in value if key not in known]


def availability_faults(what, holder):
    faults = []
    if "availability" in holder and "availability_topic" in holder:
        faults.append(f"{what} has availability and availability_topic")
    for source in holder.get("availability", []):
        faults += unknown_keys(f"the availability of {what}", source, AVAILABILITY_KEYS)
        if not is_name_of_topic(source.get("topic")):
            faults.append(f"the availability of {what} has no topic")
    if "availability_topic" in holder and not is_name_of_topic(holder["availability_topic"]):
        faults.append(f"the availability of {what} has no topic")
    return faults


def device_faults(device):
    if not isinstance(device, dict):
        return ["there is no device"]
    faults = unknown_keys("the device", device, DEVICE_KEYS)
    if not device.get("identifiers") and not device.get("connections"):
        faults.append("the device has neither identifiers nor connections")
    if not device.get("name"):
        faults.append("the device has no name")
    if not re.match("(https?|homeassistant)://.", device.get("configuration_url", "http://x")):
        faults.append("the device's configuration_url is none")
    return faults


def origin_faults(origin):
    if not isinstance(origin, dict) or not origin.get("name"):
        return ["there is no origin with a name"]
    return unknown_keys("the origin", origin, ORIGIN_KEYS)


def id_faults(what, component):
    faults = []
    if not re.fullmatch("[a-zA-Z0-9_-]+", component.get("unique_id", "")):
        faults.append(f"{what} has no unique_id")
    wanted = rf"{component['platform']}\.[a-z0-9]+(_[a-z0-9]+)*"
    if not re.fullmatch(wanted, component.get("default_entity_id", "")):
        faults.append(f"{what} has no default_entity_id of its domain")
    return faults


def name_faults(what, component, device):
    name = component.get("name")
    if name is None:
        return [f"{what} has no name"]
    if not name or len(name) > TEXT_MAX or name != name.strip():
        return [f"{what} has a name that is none"]
    if name.lower().startswith(str(device.get("name", "")).lower()):
        return [f"{what} repeats the device's name"]
    return []


def topic_faults(what, component):
    return [
        f"{what} has a {key} that is none"
        for key in ("state_topic", "command_topic", "topic")
        if key in component and not is_name_of_topic(component[key])
    ]


def template_faults(what, component):
    faults = []
    for key in TEMPLATE_KEYS:
        try:
            compiled(component.get(key, ""))
        except jinja2.TemplateError as error:
            faults.append(f"{what} has a {key} that is none: {error}")
    return faults


def list_faults(what, key, values):
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        return [f"{what} has {key} that are none"]
    if len(set(values)) < len(values):
        return [f"{what} has {key} that come twice"]
    return []


def sensor_faults(what, sensor):
    faults = []
    device_class, unit, state_class = (sensor.get(key) for key in ("device_class", "unit_of_measurement", "state_class"))
    if state_class is not None and state_class not in STATE_CLASSES:
        faults.append(f"{what} has a state_class that there is not")
    if device_class == "duration" and unit not in DURATION_UNITS:
        faults.append(f"{what} is a duration in '{unit}'")
    if device_class in ("enum", "timestamp") and (unit is not None or state_class is not None):
        faults.append(f"{what} is no number but has a unit or a state_class")
    if device_class == "enum":
        faults += list_faults(what, "options", sensor.get("options"))
    elif "options" in sensor:
        faults.append(f"{what} has options and is no enum")
    return faults


def number_faults(what, number):
    faults = []
    low, high, step = number.get("min", 1), number.get("max", 100), number.get("step", 1)
    if not low < high:
        faults.append(f"{what} has no range")
    if not 0 < step <= high - low:
        faults.append(f"{what} has a step that does not fit")
    if number.get("mode", "auto") not in ("auto", "box", "slider"):
        faults.append(f"{what} has a mode that there is not")
    if number.get("device_class") == "duration" and number.get("unit_of_measurement") not in DURATION_UNITS:
        faults.append(f"{what} is a duration in '{number.get('unit_of_measurement')}'")
    return faults


def text_faults(what, text):
    faults = []
    if not 0 <= text.get("min", 0) <= text.get("max", TEXT_MAX) <= TEXT_MAX:
        faults.append(f"{what} has no range of lengths")
    try:
        re.compile(text.get("pattern", ""))
    except re.error:
        faults.append(f"{what} has a pattern that is none")
    return faults


def select_faults(what, select):
    faults = list_faults(what, "options", select["options"])
    if not faults and any(option.lower() == "none" for option in select["options"]):
        faults.append(f"{what} has the option none, which means unknown")
    return faults


def event_faults(what, event):
    return list_faults(what, "event_types", event["event_types"])


def trigger_faults(what, trigger):
    faults = [] if trigger["automation_type"] == "trigger" else [f"{what} is no trigger"]
    return faults + [f"{what} has no {key}" for key in ("type", "subtype") if not trigger[key]]


PLATFORM_FAULTS = {
    "sensor": sensor_faults, "number": number_faults, "text": text_faults, "select": select_faults,
    "event": event_faults, "device_automation": trigger_faults,
}


def is_removal(component):
    return set(component) == {"platform"} and component["platform"] in PLATFORMS


def entity_faults(what, component, device):
    platform = component["platform"]
    faults = id_faults(what, component) + name_faults(what, component, device)
    category = component.get("entity_category")
    if category is not None and category not in CATEGORIES[platform]:
        faults.append(f"{what} may not be of the category '{category}'")
    device_class = component.get("device_class")
    if device_class is not None and device_class not in DEVICE_CLASSES.get(platform, ()):
        faults.append(f"{what} has the device class '{device_class}', which {platform} has not")
    if not re.fullmatch("mdi:[a-z0-9-]+", component.get("icon", "mdi:x")):
        faults.append(f"{what} has an icon that is none")
    return faults


def component_faults(what, component, device, inherited=None):
    """A component, with what the root of its device's message gives it."""
    platform = component.get("platform") if isinstance(component, dict) else None
    if platform not in PLATFORMS:
        return [f"{what} is of the platform '{platform}', which older ones don't know"]
    required, allowed = PLATFORMS[platform]
    whole = {**(inherited or {}), **component}
    missing = sorted(required - set(whole))
    if missing:
        return [f"{what} has no {missing[0]}"]
    bare = platform in BARE_PLATFORMS
    faults = unknown_keys(what, component, required | allowed | (BARE_KEYS if bare else COMMON_KEYS))
    if component.get("qos") not in (0, 1, 2) or isinstance(component["qos"], bool):
        faults.append(f"{what} has no qos")
    faults += topic_faults(what, whole) + template_faults(what, component)
    if not bare:
        faults += availability_faults(what, whole) + entity_faults(what, component, device)
    return faults + PLATFORM_FAULTS.get(platform, lambda *_: [])(what, whole)


def has_availability(component, inherited):
    return component["platform"] in BARE_PLATFORMS or any(
        key in holder for holder in (component, inherited) for key in ("availability", "availability_topic"))


def twice(what, values):
    return [f"{what} '{value}' is there twice" for value in sorted({value for value in values if values.count(value) > 1})]


def device_message_faults(config):
    faults = unknown_keys("the message", config, ROOT_KEYS)
    faults += device_faults(config.get("device")) + origin_faults(config.get("origin"))
    faults += availability_faults("the message", config)
    components = config.get("components")
    if not isinstance(components, dict) or not components:
        return faults + ["there are no components"]
    inherited = {key: value for key, value in config.items() if key in INHERITED}
    there = {key: part for key, part in components.items() if not (isinstance(part, dict) and is_removal(part))}
    for key, part in there.items():
        own = component_faults(key, part, config.get("device") or {}, inherited)
        if not own and not has_availability(part, inherited):
            own = [f"{key} has no availability"]
        faults += own
    parts = [part for part in there.values() if isinstance(part, dict)]
    return faults + twice("the unique_id", [(part.get("platform"), part["unique_id"]) for part in parts if "unique_id" in part])


def component_message_faults(platform, object_id, config):
    if config.get("platform", platform) != platform:
        return ["the platform is not that of the topic"]
    device = config.get("device")
    faults = device_faults(device) + origin_faults(config.get("origin"))
    faults += component_faults(object_id, {"platform": platform, **config}, device or {})
    if "unique_id" in config and config["unique_id"] != object_id:
        faults.append("the unique_id is not that of the topic")
    if "~" in config:
        faults.append("the topics are shortened")
    return faults


def migration_faults(config):
    """Whoever is asked to let go is told nothing else."""
    return [] if config == {"migrate_discovery": True} else ["the migration is not asked for by itself"]


def message_faults(topic, payload, qos=1, retain=True):
    """A whole message of discovery. An empty payload takes back, and a migration lets go."""
    faults = []
    match = TOPIC.fullmatch(topic)
    if not match:
        return [f"'{topic}' is no topic of discovery"]
    if not retain or qos != 1:
        faults.append("the message is not retained, or its quality of service is not 1")
    if payload == "":
        return faults
    try:
        config = json.loads(payload)
    except ValueError:
        return faults + ["the payload is no JSON"]
    if not isinstance(config, dict):
        return faults + ["the payload is no object"]
    if "migrate_discovery" in config:
        return faults + migration_faults(config)
    if match["platform"] == "device":
        return faults + device_message_faults(config)
    return faults + component_message_faults(match["platform"], match["object_id"], config)


def render(component, payload):
    """The state that Home Assistant makes of a payload; StrictUndefined tells keys that are not there."""
    if "value_template" not in component:
        return payload
    values = {"value": payload}
    try:
        values["value_json"] = json.loads(payload)
    except ValueError:
        pass
    return compiled(component["value_template"]).render(values)


def is_timestamp(text):
    try:
        return datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def is_number(text):
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None


def sensor_takes(sensor, state):
    device_class = sensor.get("device_class")
    if state == NONE:
        return True
    if device_class == "enum":
        return state in sensor["options"]
    if device_class == "timestamp":
        return is_timestamp(state)
    if device_class is not None or "state_class" in sensor or "unit_of_measurement" in sensor:
        return is_number(state)
    return 0 < len(state) <= TEXT_MAX


def number_takes(number, state):
    return state == number.get("payload_reset", NONE) or (
        is_number(state) and number.get("min", 1) <= float(state) <= number.get("max", 100))


def text_takes(text, state):
    return text.get("min", 0) <= len(state) <= text.get("max", TEXT_MAX) and re.match(text.get("pattern", ""), state)


def switch_takes(switch, state):
    on, off = switch.get("payload_on", "ON"), switch.get("payload_off", "OFF")
    return state in (switch.get("state_on", on), switch.get("state_off", off), NONE)


def event_takes(event, state):
    data = json.loads(state)
    return isinstance(data, dict) and data.get("event_type") in event["event_types"]


TAKES = {
    "sensor": sensor_takes,
    "binary_sensor": lambda sensor, state: state in (sensor.get("payload_on", "ON"), sensor.get("payload_off", "OFF"), NONE),
    "switch": switch_takes,
    "number": number_takes,
    "text": text_takes,
    "select": lambda select, state: state in select["options"] or state == NONE,
    "event": event_takes,
    "device_automation": lambda trigger, state: state != "",
}


def state_faults(what, component, payload):
    """What Home Assistant would log about a payload on a component's state topic."""
    try:
        state = render(component, payload)
    except (jinja2.TemplateError, TypeError) as error:
        return [f"{what} cannot read '{payload}': {error}"]
    if not TAKES[component["platform"]](component, state):
        return [f"{what} cannot show '{state}'"]
    return []


def command(component, value, shown=NONE):
    """What Home Assistant publishes for `value` while the entity shows `shown`."""
    if "command_template" not in component:
        return value
    return compiled(component["command_template"]).render(value=value, this={"state": shown})
