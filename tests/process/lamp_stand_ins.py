# SPDX-License-Identifier: MIT
"""Lamps on a broker that do what the real ones do: a client of their own that obeys, answers and tells."""

import json
import threading

import paho.mqtt.client as mqtt

import home


class Lamp:
    """A connected stand-in. look is how it looks; colours are those that it was told to show, in order."""

    def __init__(self, port, topics, look):
        self.look = look
        self.colours = []
        self.changed = threading.Condition()
        self.ready = threading.Event()
        self.client = mqtt.Client(protocol=mqtt.MQTTv311)
        self.client.on_connect = lambda client, *_: client.subscribe([(topic, 1) for topic in topics])
        self.client.on_subscribe = lambda *_: self.ready.set()
        self.client.on_message = self.take
        self.client.connect("127.0.0.1", port)
        self.client.loop_start()
        assert self.ready.wait(10), "the lamp is not connected"
        self.tell()

    def take(self, _client, _userdata, message):
        with self.changed:
            self.obey(json.loads(message.payload))
            self.colours.append(self.colour(self.look))
            self.changed.notify_all()

    def colour(self, look):
        return look["col"]

    def wait_until(self, predicate, what, timeout=home.PATIENCE_SEC):
        """Waits until the lamp looks so."""
        with self.changed:
            assert self.changed.wait_for(lambda: predicate(self.look), timeout), f"the lamp is not {what}: {self.look}"

    def was_shown(self, colour):
        with self.changed:
            return colour in self.colours

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


class Wled(Lamp):
    """Tells brightness, colour and the whole at each change, and retains them."""

    def __init__(self, port, look, device="desk"):
        self.topic = f"wled/{device}"
        super().__init__(port, [f"{self.topic}/api"], look)

    def tell(self):
        bri = self.look["bri"] if self.look["on"] else 0
        colour = self.look["col"]
        cells = "".join(f"<cl>{value}</cl>" for value in colour)
        self.client.publish(f"{self.topic}/g", bri, retain=True)
        self.client.publish(f"{self.topic}/c", "#%02X%02X%02X" % tuple(colour), retain=True)
        self.client.publish(
            f"{self.topic}/v",
            f'<?xml version="1.0" ?><vs><ac>{bri}</ac>{cells}<cs>0</cs><cs>0</cs><cs>0</cs><nl>0</nl>'
            f'<fx>{self.look["fx"]}</fx><wv>-1</wv><ps>0</ps><cy>0</cy><ds>WLED</ds><ss>0</ss></vs>',
            retain=True,
        )

    def obey(self, command):
        segment = command.get("seg", {})
        self.look["on"] = command["on"]
        self.look["bri"] = command.get("bri", self.look["bri"])
        self.look["fx"] = segment.get("fx", self.look["fx"])
        self.look["col"] = segment.get("col", [self.look["col"]])[0]
        self.tell()


class Esphome(Lamp):
    """Retains its state; a flash changes nothing of it."""

    def colour(self, look):
        return list(look["color"].values())

    def __init__(self, port, look):
        super().__init__(port, ["node/light/desk/command"], look)

    def tell(self):
        self.client.publish("node/light/desk/state", json.dumps(self.look), retain=True)

    def obey(self, command):
        if "flash" not in command:
            self.look.update({key: value for key, value in command.items() if key != "transition"})
        self.tell()


class Shelly(Lamp):
    """Answers calls on the caller's topic, and tells changes as events. Retains nothing."""

    def __init__(self, port, look, component="rgbw:0"):
        self.component = component
        super().__init__(port, ["shelly/rpc"], look)

    def colour(self, look):
        return look["rgb"]

    def tell(self):
        event = {"src": "shelly", "dst": "shelly/events", "method": "NotifyStatus"}
        self.client.publish("shelly/events/rpc", json.dumps({**event, "params": {"ts": 1.5, self.component: self.look}}))

    def obey(self, command):
        result = {"was_on": self.look["output"]}
        if command["method"].endswith(".GetStatus"):
            result = {**self.look, "source": "init"}
        answer = {"id": command["id"], "src": "shelly", "dst": command["src"], "result": result}
        self.client.publish(command["src"] + "/rpc", json.dumps(answer))
        if command["method"].endswith(".Set"):
            params = command["params"]
            self.look["output"] = params["on"]
            self.look.update({key: params[key] for key in ("brightness", "rgb", "white") if key in params})
            self.tell()
