# SPDX-License-Identifier: MIT
"""conf/mosquitto: the daemon with everything in the sample configuration is denied nothing, and others what is not theirs.

mosquitto tells the sender what it denies, and nobody what it does not deliver: of that its log is asked.
"""

import contextlib
import os
import pathlib
import re
import subprocess
import threading

import paho.mqtt.client as mqtt
import pytest

import home
import mqtt_peers

CONF = pathlib.Path(os.environ["top_srcdir"]) / "conf"
# The examples' names, and one of ours who may do everything.
NAMES = ("unslouch", "zigbee2mqtt", "pc", "anna", "homeassistant", "tester")
DAEMON_ID = "unslouch-study"
PUBLISHED, DENIED = 0, 0x87


class Somebody:
    """A client with a name of the example. say() returns the broker's answer."""

    def __init__(self, broker, name):
        # There may be several testers.
        number = os.urandom(4).hex() if name == "tester" else "client"
        self.client = mqtt.Client(client_id=f"{name}-{number}", protocol=mqtt.MQTTv5)
        self.client.username_pw_set(name, f"of {name}")
        self.client.tls_set(broker.authority.certificate)
        self.answers = {}
        self.heard = []
        self.changed = threading.Condition()
        self.client.on_connect = lambda *_: self.note("up", 0)
        self.client.on_subscribe = lambda _client, _data, number, *_: self.note(number, 0)
        self.client.on_publish = lambda _client, _data, number: self.note(number, PUBLISHED)
        self.client.on_message = lambda _client, _data, message: self.hear(message)
        self.client.connect("localhost", broker.port)
        self.client.loop_start()
        self.wait_answer("up")

    def note(self, what, answer):
        with self.changed:
            self.answers[what] = answer
            self.changed.notify_all()

    def hear(self, message):
        with self.changed:
            self.heard.append((message.topic, message.payload.decode(errors="replace")))
            self.changed.notify_all()

    def wait_answer(self, what):
        with self.changed:
            assert self.changed.wait_for(lambda: what in self.answers, home.PATIENCE_SEC), f"no answer to {what}"

    def wait_heard(self, topic, *words):
        def is_heard():
            return any(each == topic and all(word in payload for word in words) for each, payload in self.heard)

        with self.changed:
            assert self.changed.wait_for(is_heard, home.PATIENCE_SEC), f"{words} not heard on {topic}: {self.heard[-20:]}"

    def listen(self, topic_filter):
        self.wait_answer(self.client.subscribe(topic_filter, 1)[1])

    def say(self, topic, payload="x"):
        self.wait_answer(self.client.publish(topic, payload, qos=1).mid)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


class GuardedBroker(mqtt_peers.Broker):
    """mosquitto with the examples, their paths and port exchanged."""

    def __init__(self, directory):
        self.authority = mqtt_peers.Authority(directory)
        certificate, key = self.authority.sign("broker", "DNS:localhost")
        passwords, rights = directory / "passwords", directory / "rights.acl"
        passwords.touch()
        passwords.chmod(0o600)
        for name in NAMES:
            subprocess.run(["mosquitto_passwd", "-b", passwords, name, f"of {name}"], check=True, capture_output=True)
        ours = "\nuser tester\ntopic readwrite #\n"
        rights.write_text((CONF / "mosquitto/unslouch.acl").read_text(encoding="utf-8") + ours, encoding="utf-8")
        rights.chmod(0o600)
        text = (CONF / "mosquitto/unslouch.conf").read_text(encoding="utf-8")
        for theirs, here in (("certs/broker.crt", certificate), ("certs/broker.key", key),
                             ("unslouch.passwords", passwords), ("unslouch.acl", rights)):
            assert f" /etc/mosquitto/{theirs}\n" in text
            text = text.replace(f" /etc/mosquitto/{theirs}\n", f" {here}\n")
        lines = [line for line in text.splitlines() if line and not line.startswith(("#", "listener "))]
        super().__init__(directory, *lines, "log_type all", "connection_messages true")

    def denied(self, client_id):
        """What it was denied of all that it has published so far."""
        self.settle()
        return [line for line in self.log if f"Denied PUBLISH from {client_id}" in line]

    def settle(self):
        """Returns when `log` has all that was written before."""
        with contextlib.closing(Somebody(self, "tester")) as tester:
            topic = f"test/settle/{len(self.log)}"
            tester.say(topic)
        mqtt_peers.wait_until(lambda: any(topic in line for line in self.log), "its log is read")

    def filters(self, client_id):
        """All that the client has subscribed to."""
        found, of_client = [], False
        for line in self.log:
            said = re.match(r"\S+ \t(.*) \(QoS \d\)$", line.rstrip("\n"))
            if said and of_client:
                found.append(said.group(1))
            of_client = bool(said and of_client) or f"Received SUBSCRIBE from {client_id}" in line
        return found

    def was_sent(self, client_id, topic):
        return any(f"Sending PUBLISH to {client_id}" in line and f"'{topic}'" in line for line in self.log)


@pytest.fixture
def guarded(tmp_path):
    with contextlib.closing(GuardedBroker(tmp_path)) as running:
        yield running.start()


@pytest.fixture
def somebody(guarded):
    with contextlib.ExitStack() as stack:
        yield lambda name: stack.enter_context(contextlib.closing(Somebody(guarded, name)))


def whole_configuration(broker, tmp_path):
    """The sample, with the broker's settings and without what needs this machine's own user."""
    password = tmp_path / "password"
    password.write_text("of unslouch\n", encoding="ascii")
    password.chmod(0o600)
    group = (
        f'broker = {{ host = "localhost"; port = {broker.port}; client_id = "{DAEMON_ID}"; username = "unslouch"; '
        f'password_file = "{password}"; tls = {{ ca_file = "{broker.authority.certificate}"; }}; }};\n'
    )
    text = (CONF / "unslouch.conf.sample").read_text(encoding="utf-8")
    return re.sub(r"^broker = \{.*?^\};\n", lambda _: group, text, count=1, flags=re.DOTALL | re.MULTILINE)


def test_the_daemon_with_everything_is_denied_nothing(guarded, somebody, daemon_factory, tmp_path):
    tester = somebody("tester")
    tester.listen("#")
    # A Monday morning; half an hour is three seconds.
    daemon = daemon_factory(
        whole_configuration(guarded, tmp_path), "--time-scale=600", "--start-time=2026-11-23T09:00:00+01:00"
    )
    for person in ("anna", "ben"):
        tester.wait_heard(f"unslouch/{person}/state", '"unknown"')
    tester.say("zigbee2mqtt/Office chair", '{"contact":false,"occupancy":true,"vibration":true}')
    tester.say("shellyplusi4-desk/events/rpc", '{"params":{"input:0":{"id":0,"state":true}}}')
    for person in ("anna", "ben"):
        tester.wait_heard(f"unslouch/{person}/state", '"sitting"')
    for person in ("anna", "ben"):
        tester.wait_heard(f"unslouch/{person}/prompt", "break_repeat")
        tester.say(f"unslouch/{person}/cmd", "dance")
        tester.wait_heard(f"unslouch/{person}/error", "dance")
        tester.say(f"unslouch/{person}/sit_limit/set", "40")
        tester.wait_heard(f"unslouch/{person}/sit_limit", "40")
    tester.say("homeassistant/status", "online")
    filters = guarded.filters(DAEMON_ID)
    assert len(filters) > 30
    topics = [re.sub("[+#]", "x", each) for each in filters]
    for topic in topics:
        tester.say(topic)
    guarded.settle()
    assert [topic for topic in topics if not guarded.was_sent(DAEMON_ID, topic)] == []
    told = {topic for topic, _ in tester.heard}
    lamps_and_speech = {
        "zigbee2mqtt/Desk lamp/set", "wled/strip/api", "shelf-node/light/light_strip/command", "diy/lamp/set",
        "shellyplusrgbwpm-a8032ab12345/rpc", "hermes/tts/say", "unslouch/say", "radio/say", "display/message",
    }
    assert lamps_and_speech <= told
    for start in ("cmnd/bulb/", "sonos/", "homeassistant/device/"):
        assert any(topic.startswith(start) for topic in told), start
    daemon.stop()
    assert guarded.denied(DAEMON_ID) == []
    assert "does not let us" not in daemon.log


@pytest.mark.parametrize("name, permitted, denied", [
    ("unslouch", ["unslouch/anna/state", "unslouch/anna/cue", "unslouch/anna/session", "unslouch/status", "diy/lamp/set",
                  "hermes/dialogueManager/endSession", "homeassistant/sensor/unslouch_anna/posture/config"],
     ["unslouch/anna/cmd", "unslouch/anna/sit_limit/set", "zigbee2mqtt/Office chair", "homeassistant/status", "pc/state"]),
    ("zigbee2mqtt", ["zigbee2mqtt/Office chair", "homeassistant/sensor/chair/contact/config"],
     ["unslouch/anna/cmd", "unslouch/ben/cmd", "unslouch/anna/state", "unslouch/status", "unslouch/anna/sit_limit/set",
      "hermes/tts/say", "pc/state", "homeassistant/status"]),
    ("pc", ["pc/state"], ["unslouch/anna/cmd", "unslouch/anna/prompt", "zigbee2mqtt/Desk lamp/set"]),
    ("anna", ["unslouch/anna/cmd"],
     ["unslouch/ben/cmd", "unslouch/anna/state", "unslouch/anna/sit_limit/set", "zigbee2mqtt/Desk lamp/set", "pc/state"]),
    ("homeassistant", ["unslouch/anna/cmd", "unslouch/ben/cmd", "unslouch/anna/sit_limit/set", "unslouch/said",
                       "homeassistant/status"],
     ["unslouch/status", "unslouch/anna/state", "zigbee2mqtt/Office chair"]),
])
def test_everybody_may_publish_what_is_theirs_and_no_more(guarded, somebody, name, permitted, denied):
    client = somebody(name)
    for topic in permitted + denied:
        client.say(topic)
    refused = guarded.denied(f"{name}-client")
    assert [topic for topic in permitted + denied if any(f"'{topic}'" in line for line in refused)] == denied


@pytest.mark.parametrize("name, heard, unheard", [
    ("anna", ["unslouch/anna/prompt", "unslouch/anna/state", "unslouch/status"],
     ["unslouch/ben/prompt", "unslouch/ben/why", "zigbee2mqtt/Office chair"]),
    ("zigbee2mqtt", ["zigbee2mqtt/Desk lamp/set"], ["unslouch/anna/prompt", "unslouch/anna/state", "pc/state"]),
    ("pc", [], ["unslouch/anna/state", "zigbee2mqtt/Office chair", "pc/state"]),
    ("homeassistant", ["unslouch/ben/prompt"], ["zigbee2mqtt/Office chair", "pc/state"]),
    ("unslouch", ["zigbee2mqtt/Office chair", "unslouch/ben/cmd"], ["zigbee2mqtt/Kitchen", "unslouch/anna/prompt"]),
])
def test_everybody_hears_what_is_theirs_and_no_more(guarded, somebody, name, heard, unheard):
    client, tester = somebody(name), somebody("tester")
    client.listen("#")
    for topic in heard + unheard:
        tester.say(topic)
    guarded.settle()
    assert [topic for topic in heard + unheard if guarded.was_sent(f"{name}-client", topic)] == heard


@pytest.mark.parametrize("name, password", [("anna", "of ben"), ("nobody", "of nobody"), (None, None)])
def test_who_is_not_known_is_not_let_in(guarded, name, password):
    codes = []
    done = threading.Event()
    client = mqtt.Client(client_id="stranger", protocol=mqtt.MQTTv5)
    if name:
        client.username_pw_set(name, password)
    client.tls_set(guarded.authority.certificate)
    client.on_connect = lambda _client, _data, _flags, code, *_: (codes.append(code.value), done.set())
    client.connect("localhost", guarded.port)
    client.loop_start()
    assert done.wait(home.PATIENCE_SEC)
    client.disconnect()
    client.loop_stop()
    assert codes[0] == DENIED
