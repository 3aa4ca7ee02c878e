#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Plays a recorded day to the real daemon through a real broker, and says in plain words what the home is told.

The lamp and the speaker that answer are simulated here; everything else on the bus is the recording or the daemon. The
broker listens on a free loopback port; it, the daemon and their files are gone when this ends.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import paho.mqtt.client as mqtt

CHAIR = "zigbee2mqtt/Office chair"
LAMP = "zigbee2mqtt/Desk lamp"
PERSON = "unslouch/anna"
# What the daemon is given to start, in seconds of its own clock, before the recording begins.
LEAD_SEC = 300
START_LIMIT_SEC = 15


def parse_tst(text):
    """mosquitto's own form: 2026-03-16T08:28:00.083767Z+0100."""
    return datetime.datetime.strptime(text.replace("Z", ""), "%Y-%m-%dT%H:%M:%S.%f%z")


class Clock:
    """The recorded day's time, `speed` times as fast as ours, from start on."""

    def __init__(self, start, speed):
        self.start, self.speed, self.begun = start, speed, time.monotonic()

    def now(self):
        return self.start + datetime.timedelta(seconds=(time.monotonic() - self.begun) * self.speed)

    def seconds_until(self, at):
        return (at - self.now()).total_seconds() / self.speed


class Narrator:
    """What a person in the room would notice."""

    def __init__(self, clock):
        self.clock = clock
        self.state = {}
        self.phone_is_lit = False
        self.chair_is_free = True
        self.lock = threading.Lock()

    def say(self, text):
        with self.lock:
            print(f"{self.clock.now():%H:%M}  {text}", flush=True)

    def on_state(self, state):
        if state["phase"] == "held" and self.state.get("phase") != "held":
            self.say("A break is due, but waits for the end of the call.")
        if self.phone_is_lit and state["phase"] != "due":
            self.phone_is_lit = False
            self.say("    the phone's notification goes away")
        self.state = state

    def on_prompt(self, prompt):
        kind = prompt["event_type"]
        if kind == "break_due":
            start = datetime.datetime.fromisoformat(self.state["bout_start"])
            minutes = (self.clock.now() - start).total_seconds() / 60
            self.say(f"A break is due: {minutes:.0f} min without one.")
        if "phone" in prompt["tell"]:
            self.phone_is_lit = kind.startswith("break_")
            self.say(f"    the phone shows: {prompt['title']} - {prompt['message']}")
        endings = {
            "break_taken": "The break is taken.",
            "break_partial": "That was a short break; it counts as a part.",
            "break_ignored": "No break came of it.",
            "break_dismissed": "Not this time: no more about it until Anna has been up.",
            "break_moot": "Anna was up already; it does not count.",
        }
        if kind in endings:
            self.say(endings[kind])

    def on_error(self, error):
        self.say(f"    unslouch answers: {error['reason']}")

    def on_recorded(self, topic, payload):
        """What happens in the home by itself."""
        happenings = {
            ("unslouch/anna/cmd", "snooze"): 'Anna taps "snooze" on her phone.',
            ("unslouch/anna/cmd", "skip"): 'Anna taps "skip" on her phone.',
            ("pc/in_call", "on"): "A call begins.",
            ("pc/in_call", "off"): "The call ends.",
            ("statestream/person/anna/state", "not_home"): "Anna leaves the house.",
            ("statestream/person/anna/state", "home"): "Anna is at home.",
            ("statestream/person/anna/state", "unknown"): "Home Assistant restarts and knows nothing for a moment.",
            ("zigbee2mqtt/Office chair/availability", '{"state":"offline"}'): "The chair's sensor is out of reach.",
            ("zigbee2mqtt/Office chair/availability", '{"state":"online"}'): "The chair's sensor is there.",
        }
        if topic == CHAIR and "contact" in (chair := json.loads(payload)):
            # It says some things twice.
            if chair["contact"] != self.chair_is_free:
                self.chair_is_free = chair["contact"]
                self.say("Anna gets up." if self.chair_is_free else "Anna sits down.")
        elif (topic, payload) in happenings:
            self.say(happenings[topic, payload])
        elif topic == LAMP:
            self.say(f"Somebody turns the desk lamp {json.loads(payload)['state'].lower()}.")

    def sum_up(self):
        if "sitting_today_s" not in self.state:
            return
        hours, minutes = divmod(self.state["sitting_today_s"] // 60, 60)
        print(
            f"\nThe day: {hours} h {minutes} min of sitting, at most "
            f"{self.state['longest_bout_today_s'] // 60} min at a time; breaks: {self.state['breaks_today']}."
        )


class Lamp:
    """A colour lamp as zigbee2mqtt shows it: takes /set, answers /get, tells its state after each."""

    def __init__(self, client, narrator):
        self.client, self.narrator = client, narrator
        self.state = {"state": "OFF", "brightness": 160, "color_mode": "color_temp", "color_temp": 250, "linkquality": 141}
        self.before = None

    def on_recorded(self, payload):
        self.state = json.loads(payload)

    def on_get(self):
        self.client.publish(LAMP, json.dumps(self.state))

    def on_set(self, wanted):
        if self.before is None:
            self.before = dict(self.state)
        for key in ("state", "brightness", "color_mode"):
            if key in wanted:
                self.state[key] = wanted[key]
        if "color" in wanted:
            self.state["color"] = wanted["color"]
            self.state["color_mode"] = "hs" if "hue" in wanted["color"] or "h" in wanted["color"] else "xy"
        if "color_temp" in wanted:
            self.state["color_temp"] = wanted["color_temp"]
            self.state["color_mode"] = "color_temp"
        self.client.publish(LAMP, json.dumps(self.state))
        # An effect that is asked to end after this breath is no news.
        if wanted.get("effect") != "finish_effect":
            self.narrator.say("    the desk lamp " + self.describe(wanted))

    def describe(self, wanted):
        if "effect" in wanted:
            return "breathes once" if wanted["effect"] in ("breathe", "blink") else f"plays {wanted['effect']}"
        if self.looks_as_before():
            self.before = None
            return "is as it was before"
        if self.state["state"] == "OFF":
            return "goes off"
        return f"turns {self.colour()}"

    def looks_as_before(self):
        if self.state["state"] != self.before["state"]:
            return False
        if self.state["state"] == "OFF":
            return True
        mode = self.before["color_mode"]
        keys = ("brightness", "color_mode", "color_temp" if mode == "color_temp" else "color")
        return all(self.state.get(key) == self.before.get(key) for key in keys)

    def colour(self):
        if self.state["color_mode"] == "color_temp":
            return "warm" if self.state["color_temp"] >= 330 else "white"
        color = self.state["color"]
        if "x" in color:
            return "green" if color["y"] > color["x"] else "warm"
        if "g" in color:
            return "green" if color["g"] > color["r"] else "warm"
        return "green" if 80 <= color.get("hue", color.get("h", 0)) <= 170 else "warm"


class Home:
    """The broker's clients: the recorded devices, the simulated ones, and the narrator's ear."""

    def __init__(self, port, clock):
        self.clock = clock
        self.narrator = Narrator(clock)
        self.daemon_is_online = threading.Event()
        self.client = mqtt.Client(client_id="the-home")
        self.lamp = Lamp(self.client, self.narrator)
        self.client.on_message = self.on_message
        self.client.connect("127.0.0.1", port)
        for topic in ("unslouch/#", f"{LAMP}/set", f"{LAMP}/get", "hermes/tts/say"):
            self.client.subscribe(topic, qos=1)
        self.client.loop_start()

    def on_message(self, _client, _userdata, message):
        topic, text = message.topic, message.payload.decode()
        if topic == "unslouch/status" and text == "online":
            self.daemon_is_online.set()
        elif topic == f"{PERSON}/state":
            self.narrator.on_state(json.loads(text))
        elif topic == f"{PERSON}/prompt":
            self.narrator.on_prompt(json.loads(text))
        elif topic == f"{PERSON}/error":
            self.narrator.on_error(json.loads(text))
        elif topic == f"{LAMP}/set":
            self.lamp.on_set(json.loads(text))
        elif topic == f"{LAMP}/get":
            self.lamp.on_get()
        elif topic == "hermes/tts/say":
            self.speak(json.loads(text))

    def speak(self, say):
        self.narrator.say(f"    the speaker says: \"{say['text']}\"")
        seconds = (1 + len(say["text"].split()) * 60 / 140) / self.clock.speed
        answer = {"id": say.get("id"), "siteId": say.get("siteId", "default"), "sessionId": say.get("sessionId")}
        threading.Timer(seconds, self.client.publish, ("hermes/tts/sayFinished", json.dumps(answer))).start()

    def play(self, recording, ended):
        for message in recording:
            if ended.wait(max(0, self.clock.seconds_until(parse_tst(message["tst"])))):
                return
            topic, payload = message["topic"], message["payload"] or ""
            if topic == LAMP:
                self.lamp.on_recorded(payload)
            if not message["retain"]:
                self.narrator.on_recorded(topic, payload)
            # A recording cannot tell what was published as retained; what these devices retain is known.
            is_retained = bool(message["retain"]) or topic.endswith(("/availability", "/state", "/in_call"))
            self.client.publish(topic, payload, qos=message["qos"], retain=is_retained)

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_broker(broker, port):
    deadline = time.monotonic() + START_LIMIT_SEC
    while time.monotonic() < deadline and broker.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    sys.exit("demo: mosquitto did not start")


def watch(daemon, ended):
    """Ends the demonstration if the daemon ends."""
    daemon.wait()
    ended.set()


def end(process):
    if process is not None and process.poll() is None:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def demonstrate(options, directory, ended):
    recording = [json.loads(line) for line in options.recording.read_text(encoding="utf-8").splitlines()]
    if options.until:
        recording = [message for message in recording if parse_tst(message["tst"]).strftime("%H:%M") < options.until]
    first, last = parse_tst(recording[0]["tst"]), parse_tst(recording[-1]["tst"])
    start = (first - datetime.timedelta(seconds=LEAD_SEC)).replace(microsecond=0)
    port = free_port()

    broker_config = directory / "mosquitto.conf"
    broker_config.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n", encoding="utf-8")
    config = directory / "unslouch.conf"
    text, count = re.subn(r"\bport = \d+", f"port = {port}", options.config.read_text(encoding="utf-8"))
    assert count == 1, f"{options.config} must have one port"
    config.write_text(text.replace('"localhost"', '"127.0.0.1"'), encoding="utf-8")

    broker = daemon = home = None
    try:
        with open(directory / "mosquitto.log", "w", encoding="utf-8") as log:
            broker = subprocess.Popen([options.mosquitto, "-c", broker_config], stdout=log, stderr=log)
        wait_for_broker(broker, port)
        clock = Clock(start, options.speed)
        home = Home(port, clock)
        clock.begun = time.monotonic()
        with open(directory / "unslouchd.log", "w", encoding="utf-8") as log:
            command = [options.unslouchd, "--bus=none", "--config", config, "--state-dir", directory / "state"]
            command += [f"--time-scale={options.speed}", f"--start-time={start.isoformat()}"]
            daemon = subprocess.Popen(command, stdout=log, stderr=log)
        threading.Thread(target=watch, args=(daemon, ended), daemon=True).start()
        if not home.daemon_is_online.wait(START_LIMIT_SEC) or daemon.poll() is not None:
            print((directory / "unslouchd.log").read_text(encoding="utf-8"), file=sys.stderr)
            return 1
        print(
            f"A recorded {first:%A} at a desk, {first:%H:%M} to {last:%H:%M}, {options.speed} times as fast"
            f" as it was: about {(last - first).total_seconds() / options.speed / 60:.0f} min."
            f"\nListen along: mosquitto_sub -p {port} -v -t 'unslouch/#'    Ctrl-C ends it.\n",
            flush=True,
        )
        home.play(recording, ended)
        if daemon.poll() is not None:
            print((directory / "unslouchd.log").read_text(encoding="utf-8"), file=sys.stderr)
            return 1
        # The last words, half a minute of the day.
        ended.wait(30 / options.speed + 0.2)
        home.narrator.sum_up()
        return 0
    finally:
        if home is not None:
            home.close()
        end(daemon)
        end(broker)


def main():
    top = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Plays a recorded day to unslouchd and tells what happens.")
    parser.add_argument("--unslouchd", type=pathlib.Path, required=True, help="the program")
    parser.add_argument("--mosquitto", type=pathlib.Path, default="/usr/sbin/mosquitto", help="the broker's program")
    parser.add_argument("--config", type=pathlib.Path, default=top / "conf/quickstart.conf", help="its configuration")
    parser.add_argument("--recording", type=pathlib.Path, default=top / "conf/demo/working-day.jsonl", help="the day")
    parser.add_argument("--speed", type=int, default=120, help="how many times as fast as it was (default 120)")
    parser.add_argument("--until", help="end at this time of the day, such as 12:00")
    options = parser.parse_args()

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    with tempfile.TemporaryDirectory(prefix="unslouch-demo-") as directory:
        sys.exit(demonstrate(options, pathlib.Path(directory), ended))


if __name__ == "__main__":
    main()
