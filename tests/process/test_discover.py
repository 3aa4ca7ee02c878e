# SPDX-License-Identifier: MIT
"""`unslouch discover` against a real broker: what it prints, that check and the daemon take it, and who it follows."""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import threading

import pytest

import home
import mqtt_peers

DATA = pathlib.Path(os.environ["top_srcdir"]) / "tests/data"
DONE, FAILED, USAGE, BAD_CONFIG = 0, 1, 2, 78
# It is no discovery message, which is told: whoever reads that knows that all before has been heard.
FENCE = "homeassistant/sensor/fence/config"


def rows(name):
    """The rows of a table behind its heading, as lists."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


class Discover:
    """A running `unslouch discover`."""

    def __init__(self, *arguments, environment=None):
        self.process = subprocess.Popen(
            [os.environ["UNSLOUCH"], "discover", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        self.told = []
        self.printed = ""
        self._changed = threading.Condition()
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._read, self._read_told)]
        for thread in self._threads:
            thread.start()

    def _read(self):
        self.printed = self.process.stdout.read()

    def _read_told(self):
        for line in self.process.stderr:
            with self._changed:
                self.told.append(line.rstrip("\n"))
                self._changed.notify_all()

    def wait_told(self, pattern, count=1):
        def is_told():
            return sum(re.search(pattern, line) is not None for line in self.told) >= count

        with self._changed:
            assert self._changed.wait_for(is_told, home.PATIENCE_SEC), f"waited for /{pattern}/ in {self.told}"

    def enter(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def end(self, status=DONE):
        """Waits for the end. What it printed."""
        try:
            assert self.process.wait(home.PATIENCE_SEC) == status, self.told
        finally:
            self.close()
        return self.printed

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for thread in self._threads:
            thread.join(home.PATIENCE_SEC)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()


@pytest.fixture
def discover(broker):
    """discover(*arguments, broker=True): a running one, at this test's broker unless told otherwise."""
    with contextlib.ExitStack() as stack:

        def start(*arguments, at_broker=True, **options):
            where = ("--broker", f"127.0.0.1:{broker.port}") if at_broker else ()
            return stack.enter_context(contextlib.closing(Discover(*where, *arguments, **options)))

        yield start


@pytest.fixture
def devices(broker, listener_factory):
    """Who publishes, and hears nothing."""
    return listener_factory(broker.port, "nothing")


def publish_home(devices, wanted="rl"):
    """What its devices retain (r), and what they say (l)."""
    for how, topic, payload in rows("discover-home.tsv"):
        if how in wanted:
            devices.publish(topic, payload, retain=how == "r")


def hear(broker, devices, running, publish=lambda: None):
    """Everything that is published has been heard; then it is ended."""
    running.wait_told("^Listening to ")
    broker.wait_for_log(r"\t# \(QoS 1\)")
    publish()
    devices.publish(FENCE, "no JSON")
    running.wait_told(FENCE)
    running.interrupt()
    return running.end()


def check(tmp_path, text, status=DONE):
    file = tmp_path / "found.conf"
    file.write_text(text, encoding="utf-8")
    done = home.run_unslouch("check", "--config", str(file))
    assert done.returncode == status, done.stdout + done.stderr + text
    return done.stdout


def assert_printable(text):
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_a_home_is_found_and_the_daemon_takes_it_as_it_is(broker, devices, discover, daemon_factory, listener_factory, tmp_path):
    publish_home(devices, "r")
    broker.wait_for_log("Received PUBLISH .*'owntracks/jjolie/phone'")
    running = discover("--for", "1 min")
    found = hear(broker, devices, running, lambda: publish_home(devices, "l"))
    assert check(tmp_path, found) == "0 errors, 0 warnings\n"
    assert 'kind = "seat"; via = "zigbee2mqtt"; device = "Office chair"; field = "contact"; when = "false"' in found
    assert 'kind = "light"; via = "zigbee2mqtt"; device = "Office/Desk lamp"' in found
    assert re.search(r'# , \{ name = "bedroom"; kind = "light"', found)
    assert found.count("set retain for this device in zigbee2mqtt") == 1
    assert "Posture" not in found and "unslouch/anna" not in found
    listener = listener_factory(broker.port)
    daemon_factory(found, "--time-scale=60")
    listener.wait_for_state("me")
    devices.publish("zigbee2mqtt/Office chair", '{"contact":false}')
    listener.wait_for_state("me", posture="sitting")


def uncomment(found, kind):
    """The configuration with the doubtful entries of the kind, as many of them as a person may have."""
    lines = []
    first = True
    left = 8
    for line in found.splitlines():
        if left > 0 and re.match(rf' *# (, )?\{{ name = "[^"]*"; kind = "{kind}"', line):
            line = re.sub(r"# (, )?", "" if first else ", ", line, count=1)
            left -= 1
        first = bool(re.search(r"(sensors|channels) = \($", line)) or (first and not re.match(r" *(, )?\{ name", line))
        lines.append(line)
    return "\n".join(lines) + "\n"


def test_whatever_is_said_what_comes_out_passes_check(broker, devices, discover, tmp_path):
    def publish():
        for topic, payload, _ in rows("discover-cases.tsv"):
            devices.publish(topic, payload)
        publish_home(devices)

    running = discover("--for", "1 min")
    found = hear(broker, devices, running, publish)
    assert "0 errors, " in check(tmp_path, found)
    for kind in ("seat", "presence", "desk-height", "activity", "home", "light", "speech"):
        whole = uncomment(found, kind)
        assert "0 errors, " in check(tmp_path, whole), whole


def test_an_empty_home_is_a_configuration_too(broker, devices, discover, tmp_path):
    found = hear(broker, devices, discover("--for", "1 min"))
    assert "0 errors, 1 warning\n" in check(tmp_path, found)
    assert json.loads(discover("--json", "--for", "1 s").end()) == []


def test_it_ends_by_itself(discover):
    running = discover("--for", "1 s")
    assert "people = (" in running.end()
    assert running.told == ["Listening to 127.0.0.1 for 1 s ..."]


def test_json_has_every_candidate_and_whether_it_is_sure(broker, devices, discover):
    running = discover("--json", "--for", "1 min")
    found = json.loads(hear(broker, devices, running, lambda: publish_home(devices)))
    chair = next(row for row in found if row["name"] == "office-chair")
    assert (chair["kind"], chair["sure"], chair["topic"], chair["advise_retain"]) == ("seat", True, "zigbee2mqtt/Office chair", True)
    assert next(row for row in found if row["name"] == "bedroom")["sure"] is False
    assert [row["sure"] for row in found if row["kind"] == "light"] == sorted(
        (row["sure"] for row in found if row["kind"] == "light"), reverse=True
    )


def test_what_is_no_discovery_message_is_named_once_and_not_without_end(broker, devices, discover):
    def publish():
        for _ in range(2):
            devices.publish("homeassistant/sensor/twice/config", "no JSON")
        devices.publish(FENCE, "no JSON")
        for number in range(40):
            devices.publish(f"homeassistant/sensor/n{number}/config", "no JSON")

    running = discover("--for", "1 min")
    running.wait_told("^Listening to ")
    broker.wait_for_log(r"\t# \(QoS 1\)")
    publish()
    running.wait_told("more of them are skipped")
    running.interrupt()
    running.end()
    assert sum("sensor/twice/config" in line for line in running.told) == 1
    assert len(running.told) == 1 + 20 + 1


def test_a_hostile_broker_writes_nothing_on_the_terminal(broker, devices, discover, tmp_path):
    evil = "\\u001b[31m\\u0007\\u009b\\\"; }; x = { # \\\\ chair"

    def publish():
        devices.publish("homeassistant/binary_sensor/evil/config", f'{{"name":"{evil}","stat_t":"evil/state","sa":"{evil}"}}')
        devices.publish("homeassistant/binary_sensor/evil2/config", f'{{"name":"Chair","stat_t":"a/\\"; }} \\\\","dev":{{"sa":"{evil}"}}}}')
        devices.publish('zigbee2mqtt/chair "; }, { \\', '{"contact":true,"oc\\"cu":1}')
        devices.publish("zigbee2mqtt/chair", "[" * 60000)
        devices.publish("zigbee2mqtt/bridge/devices", "[" * 1000000)
        devices.publish("zigbee2mqtt/chair", "\x1b]0;title\x07")

    running = discover("--for", "1 min")
    found = hear(broker, devices, running, publish)
    assert_printable(found)
    assert_printable("\n".join(running.told))
    assert "0 errors, " in check(tmp_path, found)
    assert found.count('kind = "seat"') == 3


def test_the_list_of_a_large_home_is_read(broker, devices, discover):
    plug = {"friendly_name": "plug", "definition": {"description": "x" * 5000, "exposes": []}}
    chair = {"friendly_name": "Chair", "definition": {"exposes": [{"type": "binary", "property": "contact"}]}}
    devices.publish("zigbee2mqtt/bridge/devices", json.dumps([plug] * 300 + [chair]), retain=True)
    assert 'device = "Chair"' in hear(broker, devices, discover("--for", "1 min"))


def test_a_broker_with_passwords_and_settings_from_a_file(tmp_path):
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, "anna", "secret"], check=True, capture_output=True)
    (tmp_path / "secret").write_text("secret\n", encoding="utf-8")
    with contextlib.closing(home.Broker(tmp_path, f"user root\npassword_file {passwords}\n")) as broker:
        broker.start()
        port = f"127.0.0.1:{broker.port}"
        running = Discover("--broker", port, "--for", "1 s", "--username", "anna", "--password-file", str(tmp_path / "secret"))
        found = running.end()
        assert f'username = "anna"; password_file = "{tmp_path}/secret"' in found
        check(tmp_path, found)
        assert Discover("--config", str(tmp_path / "found.conf"), "--for", "1 s").end() == found
        (tmp_path / "secret").write_text("wrong\n", encoding="utf-8")
        running = Discover("--config", str(tmp_path / "found.conf"), "--for", "1 s")
        assert running.end(FAILED) == ""
        assert "password" in running.told[0]


def test_what_the_broker_denies_is_said(tmp_path):
    with contextlib.closing(home.Broker(tmp_path, "\n".join(mqtt_peers.denying(tmp_path, "#")))) as broker:
        broker.start()
        done = home.run_unslouch("discover", "--broker", f"127.0.0.1:{broker.port}", "--for", "1 s")
    assert "the broker does not let us listen to '#'" in done.stderr


def test_without_a_broker_it_says_so(tmp_path):
    port = home.Port()
    done = home.run_unslouch("discover", "--broker", f"127.0.0.1:{port.number}")
    port.release()
    assert (done.returncode, done.stdout) == (FAILED, "")
    assert done.stderr.startswith("unslouch discover: ")
    file = tmp_path / "none.conf"
    file.write_text('people = ( { id = "anna"; name = "Anna"; } );\n', encoding="utf-8")
    done = home.run_unslouch("discover", "--config", str(file))
    assert (done.returncode, done.stdout) == (BAD_CONFIG, "")
    assert "has no broker" in done.stderr
    for option in ("--ca-file", "--password-file"):
        done = home.run_unslouch("discover", option, str(tmp_path / "none"))
        assert (done.returncode, done.stdout) == (FAILED, "")
        assert done.stderr == f"unslouch discover: {tmp_path}/none: No such file or directory\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--for", "soon"),
        ("--for", "0 s"),
        ("--for", "2 h"),
        ("--steps", "5 s"),
        ("--sit", "--steps", "x"),
        ("--broker", "a:b"),
        ("--broker", "a:0"),
        ("--broker", ":1883"),
        ("--broker", "[::1"),
        ("--broker", "[::1]x"),
        ("--config", "/dev/null", "--broker", "a"),
        ("--no-such",),
        ("too", "much"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments):
    done = home.run_unslouch("discover", *arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert done.stderr


# ---- who sits ----


class Trial:
    """Somebody who sits as `discover --sit` says, among devices that talk."""

    def __init__(self, broker, devices, running):
        self.broker = broker
        self.devices = devices
        self.running = running
        self.said = 0

    def say(self, topic, payload, retain=False):
        self.devices.publish(topic, payload, retain=retain)
        self.said += 1

    def wait_heard(self):
        """The broker has its word for each message: nobody else takes any."""
        self.broker.wait_for_log("PUBACK")
        self.broker_acks(self.said)

    def broker_acks(self, count):
        def is_enough():
            return sum("Received PUBACK from" in line for line in self.broker.lines) >= count

        with self.broker._changed:
            assert self.broker._changed.wait_for(is_enough, home.PATIENCE_SEC)

    def step(self, pattern, messages):
        self.running.wait_told(pattern)
        self.broker.wait_for_log(r"\t# \(QoS 1\)")
        for topic, payload in messages:
            self.say(topic, payload)
        self.wait_heard()


def talk(number, sits):
    """What is said in a step: a contact that opens under weight, a radar's distance, and what is noise."""
    for i in range(4):
        yield "zigbee2mqtt/plug", json.dumps({"linkquality": (number * 71 + i * 37) % 255, "power": 40 + (i * 7) % 5})
        yield "clock/time", f"2026-11-22T10:0{number}:{i}0Z"
        yield "tele/radar/SENSOR", json.dumps({"Time": f"{number}{i}", "LD2410": {"Distance": [60 + i if sits else 200 + i]}})
    yield "zigbee2mqtt/Office chair", json.dumps({"contact": not sits, "linkquality": 100 + number})
    yield "unslouch/anna/state", json.dumps({"posture": "sitting" if sits else "away"})


def sit(trial, enter=True):
    for number, (pattern, sits) in enumerate((("^Sit down, ", True), ("^Stand up", False), ("^Sit down again", True))):
        trial.step(pattern, talk(number, sits))
        if enter:
            trial.running.enter()


def test_sit_finds_an_inverted_contact_and_a_radar_by_enter(broker, devices, discover, tmp_path):
    running = discover("--sit")
    sit(Trial(broker, devices, running))
    found = running.end().splitlines()
    assert found[0] == '# 1. zigbee2mqtt/Office chair, field contact: "false" while you sat, "true" while you stood.'
    chair = next(line for line in found if line.startswith("{"))
    assert chair == '{ name = "chair"; kind = "seat"; via = "zigbee2mqtt"; device = "Office chair"; field = "contact"; when = "false"; }'
    assert "set retain" in "".join(found[1:3])
    radar = found[-1].removeprefix("# ")
    assert 'field = "LD2410.Distance[0]"; when = "< 109 ~ 46"; covers = "seat"' in radar
    assert len([line for line in found if "{ name" in line]) == 2
    for sensor in (chair, radar):
        check(tmp_path, f'{broker.config_text()} people = ( {{ id = "me"; name = "Me"; sensors = ( {sensor} ); }} );')


def test_sit_by_the_clock_as_json(broker, devices, discover):
    devices.publish("zigbee2mqtt/Office chair", '{"contact":true}', retain=True)
    running = discover("--sit", "--steps", "2 s", "--json")
    trial = Trial(broker, devices, running)
    trial.said = 1
    sit(trial, enter=False)
    found = json.loads(running.end())
    assert [row["topic"] for row in found] == ["zigbee2mqtt/Office chair", "tele/radar/SENSOR"]
    assert (found[0]["field"], found[0]["when"], found[0]["sitting"], found[0]["standing"]) == ("contact", "false", "false", "true")
    assert found[0]["advise_retain"] is False
    assert found[1]["kind"] == "presence" and found[1]["covers_seat"] is True


def test_sit_where_nothing_follows_fails_and_says_so(discover):
    running = discover("--sit")
    for pattern in ("^Sit down, ", "^Stand up", "^Sit down again"):
        running.wait_told(pattern)
        running.enter()
    assert running.end(FAILED) == ""
    assert "nothing followed" in running.told[-1]


def test_sit_without_anybody_to_press_enter_fails(discover):
    running = discover("--sit")
    running.wait_told("^Sit down, ")
    running.process.stdin.close()
    assert running.end(FAILED) == ""
    assert "--steps" in running.told[-1]


def test_sit_that_is_ended_early_prints_nothing(discover):
    running = discover("--sit")
    running.wait_told("^Sit down, ")
    running.interrupt()
    assert running.end(FAILED) == ""


# ---- check ----


def test_check_listens_only_if_told_to_and_advises_retain(broker, devices, tmp_path):
    text = broker.config_text() + (
        'people = ( { id = "anna"; name = "Anna"; sensors = (\n'
        ' { name = "chair"; kind = "seat"; via = "zigbee2mqtt"; device = "Office chair"; },\n'
        ' { name = "sofa"; kind = "seat"; via = "zigbee2mqtt"; device = "Sofa"; },\n'
        ' { name = "radar"; kind = "presence"; via = "zigbee2mqtt"; device = "Radar"; } ); } );\n'
    )
    devices.publish("zigbee2mqtt/Sofa", '{"contact":true}', retain=True)
    assert check(tmp_path, text) == "0 errors, 0 warnings\n"
    done = home.run_unslouch("check", "--config", str(tmp_path / "found.conf"), "--listen")
    assert done.returncode == DONE and done.stderr == ""
    assert done.stdout.splitlines()[1:] == [
        f"{tmp_path}/found.conf:3: warning: setting 'people.anna.sensors.chair': nothing is retained on 'zigbee2mqtt/Office chair':"
        " set retain for this device in zigbee2mqtt, so that a restart knows who sits"
    ]
    broker.stop()
    done = home.run_unslouch("check", "--config", str(tmp_path / "found.conf"), "--listen")
    assert done.returncode == FAILED and done.stderr.startswith("unslouch check: ")
