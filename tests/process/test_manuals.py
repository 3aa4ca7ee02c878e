# SPDX-License-Identifier: MIT
"""The manual pages hold all that there is, and nothing that there is not: settings, verbs, options, topics, keys, properties."""

import functools
import json
import os
import pathlib
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

import contract
import desk
import manual
from served import ANNAS, HOME, MANAGER

SOURCE = pathlib.Path(os.environ["top_srcdir"])
SETTINGS_PRINTER = pathlib.Path(os.environ["top_builddir"], "tests/process/settings_printer")
DISCOVERY = {"{base}": "unslouch", "{prefix}": "homeassistant"}


@functools.cache
def page(name):
    return manual.Page(name)


def output_of(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def has_word(word, text):
    return re.search(rf"(?<![\w-]){re.escape(str(word))}(?![\w-])", text, re.IGNORECASE)


def assert_described(items):
    silent = [item.words for item in items if not item.body.strip()]
    assert not silent, silent


# --- unslouch.conf(5) ---

def facts_of(row):
    """What stands behind a setting's name."""
    allowed = row["allowed"].replace("..", " to ")
    if row["type"] == "choice":
        facts = [f"one of {allowed}"]
    elif row["type"] in ("integer", "number", "duration", "time"):
        facts = [row["type"], allowed]
    elif row["type"] in ("text", "topic", "list", "array", "map"):
        facts = [row["type"], re.sub("^0 to ", "at most ", allowed.removesuffix(" of them"))]
    else:
        facts = [row["type"]]
    facts += ["required"] * row["required"]
    facts += [f"default {row['fallback']}"] * (row["fallback"] is not None)
    facts += ["not changed by a reload"] * row["fixed"]
    return "; ".join(facts)


def test_every_setting_is_there_with_type_range_default_and_reload():
    rows = [json.loads(line) for line in output_of(SETTINGS_PRINTER).splitlines()]
    assert len(rows) > 100
    items = page("unslouch.conf.5").find("Va", section="SETTINGS", depth=1)
    told = {}
    for item in items:
        for group in item.subsection.split(", "):
            path = (group.replace("The whole file", ""), item.words[0])
            assert path not in told, f"{path} is there twice"
            told[path] = item.facts
    assert told == {(row["group"], row["name"]): facts_of(row) for row in rows}
    assert_described(items)


def check(tmp_path, name, text):
    path = tmp_path / "unslouch.conf"
    path.write_text(text, encoding="utf-8")
    environment = {**os.environ, "UNSLOUCH_MESSAGES_DIR": str(SOURCE / "conf/messages")}
    done = subprocess.run(
        [os.environ["UNSLOUCH"], "check", "--config", path], capture_output=True, text=True, env=environment, check=False,
        timeout=30,
    )
    assert done.stdout.splitlines()[-1:] == ["0 errors, 0 warnings"], f"{name}:\n{done.stdout}{done.stderr}"


def test_the_examples_of_the_configuration_are_right(tmp_path):
    examples = [text for section, text in page("unslouch.conf.5").examples if section == "EXAMPLES"]
    assert len(examples) == 3
    for text in examples:
        check(tmp_path, "unslouch.conf(5)", text)


def test_the_words_of_kinds_and_families_are_explained():
    table = (SOURCE / "daemon/config/table_person.c").read_text(encoding="utf-8")
    kinds = re.findall(r'"([^"]+)"', re.search(r"sensor_kind_choices\[\] = \{([^}]+)\}", table)[1])
    via = (SOURCE / "daemon/wire/via.c").read_text(encoding="utf-8")
    families = re.findall(r'"([^"]+)"', re.search(r"via_names\[\] = \{([^}]+)\}", via)[1])
    items = page("unslouch.conf.5").find("Li", section="SENSORS")
    assert [item.words[0] for item in items] == kinds + families
    assert_described(items)
    hold = (SOURCE / "daemon/core/hold.c").read_text(encoding="utf-8")
    effect = page("unslouch.conf.5").find("Va", subsection="people.holds")[-1]
    reasons = re.findall(r'\{ "([a-z-]+)", HOLD_EFFECT_', hold)
    assert len(reasons) >= 10
    assert [reason for reason in reasons if not has_word(reason, effect.body)] == []


# --- unslouch(1) and unslouchd(8) ---

def options_in(text):
    return set(re.findall(r"^ +(?:-[a-z], )?--([a-z-]+)", text, re.MULTILINE))


def options_of(items):
    return {word for item in items for word in re.findall(r"Fl ([a-z-]{2,})", " ".join(["Fl", *item.words]))}


@functools.cache
def verbs():
    """The verbs that --help names, with what the help of each says."""
    names = re.findall(r"^  ([a-z-]+) ", output_of(os.environ["UNSLOUCH"], "--help"), re.MULTILINE)
    assert len(names) > 15
    return {name: output_of(os.environ["UNSLOUCH"], name, "--help") for name in names}


def verb_items(verb):
    return [item for item in page("unslouch.1").find("Ic", depth=1) if item.words[0] == verb]


def test_every_verb_is_there():
    items = page("unslouch.1").find("Ic", depth=1)
    assert {item.words[0] for item in items} == set(verbs())
    assert_described(items)


def test_every_option_of_each_verb_is_there():
    shared = options_of(page("unslouch.1").find("Fl", subsection="Options of most verbs"))
    assert shared == {"person", "bus", "json", "help", "version"}
    for verb, text in verbs().items():
        items = [inner for outer in verb_items(verb) for inner in page("unslouch.1").below(outer, "Fl")]
        own = options_of(items)
        assert_described(items)
        assert own - options_in(text) == set(), verb
        assert options_in(text) - own - shared == set(), verb


@pytest.mark.parametrize("verb", ["session", "set", "hold"])
def test_every_command_setting_and_reason_of_a_verb_is_there(verb):
    table = re.findall(r"^  ([a-z].*?)  ", verbs()[verb], re.MULTILINE)
    if verb == "hold":
        there = [word for row in table for word in row.split()]
    else:
        there = [part.split()[0] for row in table for part in row.split(", ")]
    items = [inner for outer in verb_items(verb) for inner in page("unslouch.1").below(outer, "Cm")]
    assert len(there) >= 7
    assert {name for item in items for name in item.names} == set(there)
    assert_described(items)


def test_every_option_of_the_daemon_is_there():
    there = options_in(output_of(os.environ["UNSLOUCHD"], "--help"))
    assert len(there) >= 9
    items = page("unslouchd.8").find("Fl", section="DESCRIPTION")
    assert options_of(items) == there
    assert_described(items)
    synopsis = "\n".join(page("unslouchd.8").lines).partition(".Sh SYNOPSIS")[2].partition(".Sh ")[0]
    assert set(re.findall(r"Fl Fl ([a-z-]+)", synopsis)) == there


@pytest.mark.parametrize(
    "name, without", [("unslouch.1", set()), ("unslouchd.8", {"NO_DAEMON"})], ids=["unslouch", "unslouchd"]
)
def test_every_exit_status_is_there(name, without):
    header = (SOURCE / "daemon/app/check.h").read_text(encoding="utf-8")
    statuses = dict(re.findall(r"EXIT_STATUS_(\w+) = (\d+)", header))
    assert len(statuses) == 5
    items = [item for item in page(name).items if item.section == "EXIT STATUS"]
    assert [item.macro for item in items] == [status for key, status in statuses.items() if key not in without]
    assert_described(items)


# What the libraries read.
OF_LIBRARIES = {"NOTIFY_SOCKET", "WATCHDOG_USEC"}


def test_every_variable_of_the_environment_is_there():
    sources = {path: path.read_text(encoding="utf-8") for path in (SOURCE / "daemon").rglob("*.c")}
    read = {
        name for text in sources.values() for name in re.findall(r'(?:getenv|environment)\("([A-Z_]+)"\)', text)
    }
    items = [item for name in ("unslouch.1", "unslouchd.8") for item in page(name).find("Ev", section="ENVIRONMENT")]
    told = {name for item in items for name in item.names}
    assert len(read) > 10
    assert read - told == set()
    quoted = {name for text in sources.values() for name in re.findall(r'"([A-Z_]+)"', text)}
    assert told - quoted - OF_LIBRARIES == set()
    assert_described(items)


# --- unslouch-mqtt(7) ---

def topic_of(channel):
    topic = channel["address"]
    for name, word in DISCOVERY.items():
        topic = topic.replace(name, word)
    return re.sub(r"\{(\w+)\}", lambda match: match[1].upper(), topic)


def direction_of(channel):
    binding = channel["binding"]
    if channel not in contract.SENT.values():
        return "taken"
    return "published; retained" if binding["retain"] else "published; an event"


def test_every_topic_is_there_with_its_direction():
    items = page("unslouch-mqtt.7").find("Pa", section="TOPICS")
    all_channels = [*contract.SENT.values(), *contract.RECEIVED.values()]
    assert len(all_channels) > 30
    told = {name: item.facts for item in items for name in item.names}
    assert set(told) == {topic_of(channel) for channel in all_channels}
    for channel in all_channels:
        # A setting is published below its name, and taken with /set behind it.
        expected = direction_of(channel) if told[topic_of(channel)] else ""
        assert told[topic_of(channel)] == expected, channel["address"]
    settings = {name for name, facts in told.items() if not facts}
    assert settings == {name for name in told if name.endswith("/set") or f"{name}/set" in told}
    assert_described(items)


def type_of(schema):
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    is_time = schema.get("pattern", "").endswith("T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$")
    words = [("time" if is_time else "text") if word == "string" else word for word in types if word != "null"]
    return " or ".join(words + ["null"] * ("null" in types))


def keys_of(schema, path=""):
    """All keys of an object, with those of what it holds: {"sessions[].at": schema}."""
    found = {}
    for name, inner in schema.get("properties", {}).items():
        found[path + name] = inner
        if "properties" in inner.get("items", {}):
            found.update(keys_of(inner["items"], f"{path}{name}[]."))
        found.update(keys_of(inner, f"{path}{name}."))
    return found


# The schema whose keys a subsection has.
KEYS = {
    "state": "state", "prompt": "prompt", "error": "error", "session": "session", "cue": "cue", "plan": "plan", "why": "why",
    "owner": "owner", "say": "say", "said": "said", "shelly": "shelly", "hermes/tts/say": "hermesSay",
    "hermes/tts/sayFinished": "hermesSayFinished", "hermes/intent": "hermesIntent",
    "hermes/dialogueManager/endSession": "hermesEndSession", "Buttons": "devicePress", "Distances": "deviceDistance",
    "Home Assistant: a device": "discoveryDevice", "Home Assistant: a component": "discoveryComponent",
    "Home Assistant: another mode": "discoveryMigration", "": "commandJson",
}


def payloads():
    """The schemas that messages have."""
    found = {}
    for message in contract.DOCUMENT["components"]["messages"].values():
        for schema in message["payload"].get("oneOf", [message["payload"]]):
            found[schema["$ref"].split("/")[-1]] = contract.resolve(schema)
    return found


def test_every_message_with_keys_has_its_part():
    assert sorted(KEYS.values()) == sorted(name for name, schema in payloads().items() if "properties" in schema)


@pytest.mark.parametrize("subsection", KEYS, ids=lambda name: name or "commands")
def test_every_key_is_there_with_its_type_and_words(subsection):
    section = "KEYS" if subsection else "COMMANDS"
    items = page("unslouch-mqtt.7").find("Li", section=section, subsection=subsection)
    there = keys_of(payloads()[KEYS[subsection]])
    assert [(item.words[0], item.facts) for item in items] == [(key, type_of(schema)) for key, schema in there.items()]
    for item in items:
        # What means the same as in another message is said there.
        if item.body.startswith("As in the state.") and item.words[0] == "phase":
            continue
        for word in there[item.words[0]].get("enum", []):
            assert word is None or has_word(word, item.body), f"{item.words[0]}: {word}"
    assert_described(items)


def test_every_command_is_there():
    items = page("unslouch-mqtt.7").find("Cm", section="COMMANDS")
    assert {item.names[0] for item in items} == set(payloads()["commandJson"]["properties"]["action"]["enum"])
    assert_described(items)


# --- org.unslouch.Unslouch1(7) ---

@pytest.fixture
def interfaces(system_bus, desk_daemon, peer):
    """What the daemon tells of the manager and of a person when it is asked for it."""
    desk_daemon(desk.SERVICE, [system_bus], HOME, "--bus=system")
    asker = peer(system_bus, desk.ROOT)
    found = {}
    for part, path, interface in (("THE MANAGER", *MANAGER), ("A PERSON", ANNAS, desk.PERSON)):
        text = asker.call(path, "org.freedesktop.DBus.Introspectable", "Introspect")[0]
        found[part] = next(node for node in ElementTree.fromstring(text).iter("interface") if node.get("name") == interface)
    return found


def arguments_of(node, direction):
    usual = "in" if node.tag == "method" else "out"
    return [
        f"{argument.get('type')} {argument.get('name')}" for argument in node.iter("arg")
        if argument.get("direction", usual) == direction
    ]


def signature_of(item):
    """The name, arguments and results of `.It Fn Name "s id" No -> Pq s json`."""
    head = " ".join(item.words)
    return head.split()[0], re.findall(r'"([^"]*)"', head), item.facts.split(", ") if item.facts else []


@pytest.mark.parametrize("part", ["THE MANAGER", "A PERSON"])
def test_every_property_method_and_signal_is_there(interfaces, part):
    node = interfaces[part]
    properties = page("org.unslouch.Unslouch1.7").find("Va", section=part)
    told = {item.words[0]: item.facts for item in properties}
    assert told == {
        inner.get("name"): f"{inner.get('type')}, {inner.get('access')}" for inner in node.iter("property")
    }
    functions = page("org.unslouch.Unslouch1.7").find("Fn", section=part)
    methods = [item for item in functions if item.subsection.startswith("Methods")]
    assert sorted(map(signature_of, methods)) == sorted(
        (inner.get("name"), arguments_of(inner, "in"), arguments_of(inner, "out")) for inner in node.iter("method")
    )
    signals = [item for item in functions if item.subsection.startswith("Signals")]
    assert sorted(map(signature_of, signals)) == sorted(
        (inner.get("name"), arguments_of(inner, "out"), []) for inner in node.iter("signal")
    )
    assert_described(properties + functions)


def test_every_error_is_there():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((SOURCE / "daemon/io").glob("api*.c")))
    there = {f"org.unslouch.Unslouch1.Error.{name}" for name in re.findall(r'API_ERROR "\.(\w+)"', text)}
    words = {"ACCESS_DENIED": "AccessDenied", "INVALID_ARGS": "InvalidArgs"}
    there |= {f"org.freedesktop.DBus.Error.{words[name]}" for name in re.findall(r"SD_BUS_ERROR_(\w+)", text)}
    items = page("org.unslouch.Unslouch1.7").find("Er", section="ERROR NAMES")
    assert len(there) == 7
    assert {item.words[0] for item in items} == there
    assert_described(items)


# --- unslouch-programme(5) ---

PROGRAMME_KINDS = {"STRENGTH": ["strength"], "STRETCH": ["stretch"], "BREAK": ["break"], "TRAINING": ["strength", "stretch"]}
EXERCISE_KINDS = {"TRAINING": ["training"], "BREAK": ["break"], "CHECK": ["check"], "EXERCISE": ["training", "break"]}


def kinds_in(expression, kinds):
    """The kinds that an expression such as KIND_BREAK | KIND_CHECK means."""
    everything = list(dict.fromkeys(kind for group in kinds.values() for kind in group))
    found = []
    for name in re.findall(r"KIND_(\w+)|KIND\b", expression):
        found += everything if name in ("ALL", "") else kinds[name]
    return [kind for kind in everything if kind in found]


def rules_in(file, table, kinds):
    """The keys of a table of rules, with what stands behind each in the manual."""
    text = (SOURCE / "daemon/config" / file).read_text(encoding="utf-8")
    rows = re.search(rf"key_rule {table}\[\] = \{{(.*?)\n\}};", text, re.DOTALL)[1]
    headers = "".join((SOURCE / "daemon" / name).read_text(encoding="utf-8") for name in ("wire/words.h", "core/screening.h"))
    numbers = dict(re.findall(r"^#define (\w+) +(\d+)", headers, re.MULTILINE))
    found = {}
    everything = kinds_in("KIND_ALL", kinds)
    usual = everything[:2]
    for name, form, count, allowed, required in re.findall(
        r'\{ "([a-z-]+)", KEY_(\w+), (\w+), \w+,\s*([\w |]+), ([\w |]+) \}', rows
    ):
        facts = [form.lower()] * (form != "DATA") + [f"N is 1 to {numbers.get(count)}"] * (count != "0")
        for_whom, by_whom = kinds_in(allowed, kinds), kinds_in(required, kinds)
        if for_whom != usual and len(everything) > 1:
            all_of_them = "of all kinds" if kinds is PROGRAMME_KINDS else "of all groups"
            facts += [all_of_them if for_whom == everything else f"of {' and '.join(for_whom)}"]
        if by_whom:
            facts += ["required" if by_whom == for_whom else f"required of {' and '.join(by_whom)}"]
        found[name + "N" * (count != "0")] = "; ".join(facts)
    assert len(found) == rows.count("{ "), f"{file}: {table} is written in another way"
    return found


TABLES = [
    ("THE PROGRAMME", "", "programmes_programme.c", "rules", PROGRAMME_KINDS),
    ("AN EXERCISE", "", "programmes_exercise.c", "rules", EXERCISE_KINDS),
    ("THE SAFETY TEXTS", "programme", "programmes_safety.c", "programme_rules", {"SAFETY": ["safety"]}),
    ("THE SAFETY TEXTS", "text", "programmes_safety.c", "text_rules", {"SAFETY": ["safety"]}),
    ("THE SAFETY TEXTS", "screen-general", "programmes_safety.c", "general_rules", {"SAFETY": ["safety"]}),
    ("THE SAFETY TEXTS", "screen-clearance", "programmes_safety.c", "clearance_rules", {"SAFETY": ["safety"]}),
    ("THE SAFETY TEXTS", "red-flags-emergency", "programmes_safety.c", "flag_rules", {"SAFETY": ["safety"]}),
    ("THE SAFETY TEXTS", "red-flags-soon", "programmes_safety.c", "flag_rules", {"SAFETY": ["safety"]}),
]


@pytest.mark.parametrize("section, part, file, table, kinds", TABLES, ids=[f"{row[0]} {row[1]}".strip() for row in TABLES])
def test_every_key_of_a_programme_is_there(section, part, file, table, kinds):
    subsection = f"The section {part}" if part else ""
    items = page("unslouch-programme.5").find("Li", section=section, subsection=subsection)
    assert {item.words[0]: item.facts for item in items} == rules_in(file, table, kinds)
    assert_described(items)


def test_every_section_of_the_safety_texts_is_there():
    text = (SOURCE / "daemon/config/programmes_safety.c").read_text(encoding="utf-8")
    rows = re.search(r"\} sections\[\] = \{(.*?)\n\};", text, re.DOTALL)[1]
    lines = page("unslouch-programme.5").lines
    told = [line.removeprefix(".Ss The section ") for line in lines if line.startswith(".Ss The section ")]
    assert told == re.findall(r'\{ "([a-z-]+)"', rows)


@pytest.mark.parametrize(
    "key, file, table",
    [
        ("kind", "config/programmes_programme.c", "kind_names"),
        ("schedule", "config/programmes_programme.c", "schedule_names"),
        ("screening", "config/programmes_programme.c", "screening_names"),
        ("group", "config/programmes_exercise.c", "group_names"),
        ("role", "config/programmes_exercise.c", "role_names"),
        ("position", "config/programmes_exercise.c", "position_names"),
        ("sides", "config/programmes_exercise.c", "side_names"),
        ("flags", "core/programme.c", "exercise_flag_names"),
    ],
    ids=lambda value: value if re.fullmatch("[a-z-]+", value) else "",
)
def test_every_word_of_a_programmes_key_is_there(key, file, table):
    text = (SOURCE / "daemon" / file).read_text(encoding="utf-8")
    words = re.findall(r'"([^"]+)"', re.search(rf"\b{table}\[\w*\] = \{{([^}}]+)\}}", text)[1])
    item = next(item for item in page("unslouch-programme.5").find("Li") if item.words[0] == key)
    assert len(words) >= 2
    assert [word for word in words if not has_word(word, item.body)] == []


DESK_RESET = """
people = ( { id = "anna"; sensors = ( { name = "keys"; kind = "desktop-idle"; } ); programmes = ( { id = "desk-reset"; } ); } );
channels = ( { name = "screen"; kind = "desktop"; } );
"""


def test_the_example_of_a_programme_is_right(tmp_path):
    [text] = [text for section, text in page("unslouch-programme.5").examples if section == "EXAMPLES"]
    (tmp_path / "programmes").mkdir()
    (tmp_path / "programmes/desk-reset.ini").write_text(text, encoding="utf-8")
    check(tmp_path, "unslouch-programme(5)", DESK_RESET)


# --- all pages ---

@pytest.mark.parametrize("name", manual.NAMES)
def test_pages_refer_to_pages_that_there_are_and_to_all_of_ours(name):
    text = "\n".join(page(name).lines)
    there = {tuple(other.rsplit(".", 1)) for other in manual.NAMES}
    named = set(re.findall(r"Xr (\S+) (\d)", text))
    ours = {reference for reference in named if "unslouch" in reference[0]}
    assert ours - there == set()
    for other, section in there - {tuple(name.rsplit(".", 1))}:
        if name != "unslouch-programme.5" and other != "unslouch-programme":
            assert (other, section) in named, f"{name} does not name {other}({section})"


@pytest.mark.parametrize("name", manual.NAMES)
def test_the_commands_of_the_examples_can_be_given(name):
    lines = "\n".join(page(name).lines).partition(".Sh EXAMPLES")[2].splitlines()
    for line in lines:
        words = line.removeprefix(".Dl ").split()
        if words[:1] == ["unslouch"]:
            assert words[1] in verbs(), line
            given = set(re.findall(r" --([a-z-]+)", line))
            assert given <= options_in(verbs()[words[1]]), line
        if words[:1] == ["unslouchd"]:
            given = set(re.findall(r" --([a-z-]+)", line))
            assert given <= options_in(output_of(os.environ["UNSLOUCHD"], "--help")), line


@pytest.mark.parametrize("name", manual.NAMES)
def test_nothing_is_left_to_fill_in(name):
    assert re.findall(r"@[a-z]+@", "\n".join(page(name).lines)) == []


def test_all_pages_are_looked_at():
    assert {path.name.removesuffix(".in") for path in (SOURCE / "conf/man").glob("*.in")} == set(manual.NAMES)
