# SPDX-License-Identifier: MIT
"""The home that the process tests live in: a real broker, the real daemon, and an ear on the bus.

Everything runs on the loopback interface, on a port of its own, in a directory of its own, and is ended by its process
id. Nothing here sleeps: each wait is for a condition and has a time-out, after which the test fails and says what it
waited for.
"""

import dataclasses
import fcntl
import json
import os
import pathlib
import random
import re
import select
import signal
import socket
import subprocess
import tempfile
import threading
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.subscribeoptions import SubscribeOptions

# Long enough for a sanitized daemon on a busy machine; a healthy run needs a fraction of it.
PATIENCE_SEC = 20

# Below the range from which the kernel takes ports for outgoing connections, so that a broker that is down for a
# moment finds its port free when it comes back.
PORT_FIRST, PORT_LAST = 20000, 31999


# Topics, names and texts are about exercise: how somebody is or was is nobody's business. "diagnostic" is what Home
# Assistant calls entities that tell about the program.
HEALTH_WORDS = re.compile(
    r"osteopor|fractur|hernia|arthr|scolio|kypho|stenos|surg|diagnos(?!tic\")|disease|patient|medical|doctor|clinic|symptom"
    r"|pregnan|heart|blood|cancer|red[-_ ]flag|baseline|suspend"
)


class Port:
    """A free loopback port, locked against other test runs on this machine until release()."""

    def __init__(self):
        ports = list(range(PORT_FIRST, PORT_LAST + 1))
        random.shuffle(ports)
        for number in ports:
            if self._take(number):
                return
        raise RuntimeError("no free port")

    def _take(self, number):
        path = pathlib.Path(tempfile.gettempdir()) / f"unslouch-test-port-{number}-{os.getuid()}"
        lock = open(path, "w", encoding="ascii")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", number))
        except OSError:
            lock.close()
            return False
        self.number, self._lock, self._path = number, lock, path
        return True

    def release(self):
        self._path.unlink(missing_ok=True)
        self._lock.close()


class Program:
    """A process whose standard error is read line by line as it comes."""

    def __init__(self, name):
        self.name = name
        self.process = None
        self.lines = []
        self._changed = threading.Condition()
        self._reader = None
        self._at_end = True

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    @property
    def log(self):
        """All that it has written to standard error, over all its starts."""
        with self._changed:
            return "\n".join(self.lines)

    def _spawn(self, command, **popen_arguments):
        assert not self.is_running, f"{self.name} runs already"
        self._at_end = False
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", **popen_arguments
        )
        self._reader = threading.Thread(target=self._read, args=(self.process.stderr,), daemon=True)
        self._reader.start()

    def _read(self, stream):
        with stream:
            for line in stream:
                with self._changed:
                    self.lines.append(line.rstrip("\n"))
                    self._changed.notify_all()
        with self._changed:
            self._at_end = True
            self._changed.notify_all()

    def wait_for_log(self, pattern, timeout=PATIENCE_SEC, since=0):
        """The first line from number `since` on that matches the regular expression."""

        def find():
            return next((line for line in self.lines[since:] if re.search(pattern, line)), None)

        with self._changed:
            self._changed.wait_for(lambda: find() is not None or self._at_end, timeout)
            line = find()
            ended = self._at_end
        if line is None:
            why = "ended" if ended else f"did not write it within {timeout} s"
            raise AssertionError(f"{self.name} {why}; waited for a log line like /{pattern}/\n{self.describe()}")
        return line

    def wait_for_exit(self, timeout=PATIENCE_SEC):
        """The exit status; negative is the signal that ended it."""
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} did not end within {timeout} s\n{self.describe()}") from None
        self._reader.join(timeout)
        return status

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        """SIGKILL, as a power cut would."""
        if self.is_running:
            self.process.kill()
            self.wait_for_exit()

    def describe(self, last=60):
        lines = self.lines[-last:]
        return f"--- {self.name}: last {len(lines)} lines of its log ---\n" + "\n".join(lines)


class Broker(Program):
    """A mosquitto without persistence. stop(), kill() and start() again keep the port."""

    def __init__(self, directory, extra_config=""):
        super().__init__("mosquitto")
        self._port = Port()
        self.port = self._port.number
        self.bind = "127.0.0.1"
        self.directory = pathlib.Path(directory)
        self.config_file = self.directory / f"mosquitto-{self.port}.conf"
        self.extra_config = extra_config

    def start(self):
        self.config_file.write_text(
            f"listener {self.port} {self.bind}\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n"
            f"log_dest stderr\nlog_type all\nconnection_messages true\n{self.extra_config}\n",
            encoding="utf-8",
        )
        since = len(self.lines)
        self._spawn([os.environ.get("MOSQUITTO", "/usr/sbin/mosquitto"), "-c", str(self.config_file)])
        self.wait_for_log(r"mosquitto version \S+ running", since=since)
        self._wait_for_loop()
        return self

    def _wait_for_loop(self):
        """It says that it runs before its loop does, and forgets a SIGTERM that comes between: waits for an answer."""
        greeting = b"\x10\x11\x00\x04MQTT\x04\x02\x00\x3c\x00\x05probe"
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE_SEC) as probe:
            probe.sendall(greeting)
            probe.recv(4)

    def stop(self):
        if self.is_running:
            self.signal(signal.SIGTERM)
            self.wait_for_exit()

    def restart(self):
        self.stop()
        return self.start()

    def config_text(self, port=None):
        """The group `broker` of a daemon that uses this broker (or a relay to it, by its port)."""
        return f'broker = {{ host = "127.0.0.1"; port = {port or self.port}; }};\n'

    def close(self):
        self.kill()
        self._port.release()


class Daemon(Program):
    """One unslouchd with its own configuration file, state directory and notify socket.

    start() returns when READY=1 has come. stop() checks that SIGTERM ends it with status 0. After kill() or stop(),
    start() runs it again on the same state. It uses no D-Bus unless an argument says so.
    """

    def __init__(self, directory, config_text, *args, environment=None, user=None):
        """`user`: the id of who it runs as, and of that user's group; None for whoever runs the test."""
        super().__init__("unslouchd")
        self.directory = pathlib.Path(directory)
        self.config_file = self.directory / "unslouch.conf"
        self.state_directory = self.directory / "state"
        self.state_directory.mkdir(exist_ok=True)
        self.args = [str(argument) for argument in args]
        if not any(argument.startswith("--bus") for argument in self.args):
            self.args.append("--bus=none")
        self.environment = environment or {}
        self._popen_arguments = {}
        if user is not None:
            os.chown(self.state_directory, user, user)
            self._popen_arguments = {"user": user, "group": user, "extra_groups": []}
        self.notifications = []
        self.watchdog_times = []  # of each WATCHDOG=1, on the monotonic clock, in seconds
        self._notify = None
        self._notify_directory = None
        self._notify_reader = None
        self.write_config(config_text)

    def write_config(self, config_text):
        """Replaces the configuration file as an editor does: whole, by rename."""
        new = self.config_file.with_suffix(".new")
        new.write_text(config_text, encoding="utf-8")
        new.rename(self.config_file)

    def launch(self):
        """Starts it without waiting for READY=1, for what must not get that far."""
        self._open_notify_socket()
        environment = dict(os.environ)
        for name in ("STATE_DIRECTORY", "CREDENTIALS_DIRECTORY", "JOURNAL_STREAM", "INVOCATION_ID", "WATCHDOG_USEC"):
            environment.pop(name, None)
        environment["NOTIFY_SOCKET"] = self._notify.getsockname()
        environment.update(self.environment)
        command = [environment["UNSLOUCHD"], "--config", str(self.config_file), "--state-dir", str(self.state_directory)]
        self._spawn(command + self.args, env=environment, cwd=self.directory, **self._popen_arguments)
        return self

    def start(self, timeout=PATIENCE_SEC):
        since = len(self.notifications)
        self.launch()
        self.wait_for_notification("READY=1", timeout, since)
        return self

    def reload(self, timeout=PATIENCE_SEC):
        """SIGHUP, and waits until it says that it is ready again, with the new settings or the old."""
        since = len(self.notifications)
        self.signal(signal.SIGHUP)
        self.wait_for_notification("RELOADING=1", timeout, since)
        self.wait_for_notification("READY=1", timeout, since)

    def stop(self, timeout=PATIENCE_SEC):
        self.signal(signal.SIGTERM)
        status = self.wait_for_exit(timeout)
        assert status == 0, f"unslouchd ended with status {status} on SIGTERM\n{self.describe()}"

    def wait_for_notification(self, assignment, timeout=PATIENCE_SEC, since=0):
        """Waits for one line of sd_notify ("READY=1"); a name alone ("STATUS") takes any value. Returns the line."""

        def find():
            for line in self.notifications[since:]:
                if line == assignment or line.split("=")[0] == assignment:
                    return line
            return None

        with self._changed:
            self._changed.wait_for(lambda: find() is not None or self._at_end, timeout)
            line = find()
            ended = self._at_end
        if line is None:
            why = "ended" if ended else f"did not send it within {timeout} s"
            raise AssertionError(f"unslouchd {why}; waited for {assignment}\n{self.describe()}")
        return line

    def _open_notify_socket(self):
        self._close_notify_socket()
        # Not in the test's directory: the path of a socket must be short.
        self._notify_directory = tempfile.TemporaryDirectory(prefix="unslouch-")
        self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._notify.bind(self._notify_directory.name + "/notify")
        # For a daemon of another user.
        os.chmod(self._notify_directory.name, 0o755)
        os.chmod(self._notify.getsockname(), 0o666)
        self._notify_reader = threading.Thread(target=self._read_notifications, args=(self._notify,), daemon=True)
        self._notify_reader.start()

    def _read_notifications(self, notify):
        while data := notify.recv(65536):
            now = time.monotonic()
            with self._changed:
                self.notifications += data.decode().splitlines()
                if b"WATCHDOG=1" in data:
                    self.watchdog_times.append(now)
                self._changed.notify_all()

    def _close_notify_socket(self):
        if self._notify is None:
            return
        # An empty datagram of ours ends the reader.
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", self._notify.getsockname())
        self._notify_reader.join()
        self._notify.close()
        self._notify_directory.cleanup()
        self._notify = None

    def close(self):
        self.kill()
        self._close_notify_socket()


@dataclasses.dataclass(frozen=True)
class Message:
    """One message as it came, with `expiry_sec` None if it has none. `when` is on the monotonic clock, in seconds."""

    number: int
    topic: str
    payload: bytes
    qos: int
    retain: bool
    expiry_sec: int
    when: float

    @property
    def text(self):
        return self.payload.decode()

    @property
    def json(self):
        return json.loads(self.payload)

    def __str__(self):
        flags = (" retained" if self.retain else "") + (f" expires in {self.expiry_sec} s" if self.expiry_sec else "")
        return f"#{self.number} {self.topic}{flags}: {self.payload.decode(errors='replace')}"


class Listener:
    """An MQTT 5 client that keeps every message in the order in which it came, and can publish.

    It sees the retain flag as published and its own messages too. It connects again by itself when the broker comes
    back; wait_connected() tells when it is subscribed.
    """

    def __init__(self, port, *filters, protocol=mqtt.MQTTv5):
        self.messages = []
        self.own = set()  # (topic, payload) of what it published itself
        self._filters = filters or ("#",)
        self._changed = threading.Condition()
        self._subscribed = False
        self._protocol = protocol
        self._client = mqtt.Client(protocol=protocol)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_connect = self._on_connect
        self._client.on_disconnect = self._on_disconnect
        self._client.on_subscribe = self._on_subscribe
        self._client.on_message = self._on_message
        self._client.connect("127.0.0.1", port, keepalive=60)
        self._client.loop_start()

    def _on_connect(self, client, *_):
        if self._protocol == mqtt.MQTTv5:
            options = SubscribeOptions(qos=1, retainAsPublished=True)
            client.subscribe([(topic_filter, options) for topic_filter in self._filters])
        else:
            client.subscribe([(topic_filter, 1) for topic_filter in self._filters])

    def _on_disconnect(self, *_):
        with self._changed:
            self._subscribed = False
            self._changed.notify_all()

    def _on_subscribe(self, *_):
        with self._changed:
            self._subscribed = True
            self._changed.notify_all()

    def _on_message(self, _client, _userdata, message):
        properties = getattr(message, "properties", None)
        with self._changed:
            self.messages.append(
                Message(
                    len(self.messages),
                    message.topic,
                    message.payload,
                    message.qos,
                    bool(message.retain),
                    getattr(properties, "MessageExpiryInterval", None),
                    time.monotonic(),
                )
            )
            self._changed.notify_all()

    def wait_connected(self, timeout=PATIENCE_SEC):
        with self._changed:
            assert self._changed.wait_for(lambda: self._subscribed, timeout), f"not subscribed within {timeout} s"
        return self

    def wait_disconnected(self, timeout=PATIENCE_SEC):
        with self._changed:
            assert self._changed.wait_for(lambda: not self._subscribed, timeout), f"still connected after {timeout} s"
        return self

    def publish(self, topic, payload="", qos=1, retain=False, expiry_sec=None):
        """Publishes and waits until the broker has it. Anything but text and bytes is sent as JSON."""
        if payload is not None and not isinstance(payload, (str, bytes)):
            payload = json.dumps(payload)
        properties = None
        if expiry_sec is not None:
            properties = Properties(PacketTypes.PUBLISH)
            properties.MessageExpiryInterval = expiry_sec
        self.own.add((topic, payload.encode() if isinstance(payload, str) else bytes(payload or b"")))
        info = self._client.publish(topic, payload, qos=qos, retain=retain, properties=properties)
        info.wait_for_publish(PATIENCE_SEC)
        assert info.is_published(), f"the broker did not take a message on {topic}"

    def mark(self):
        """The number of the next message, for `since`."""
        with self._changed:
            return len(self.messages)

    def on(self, topic, since=0):
        """All messages so far on exactly this topic."""
        with self._changed:
            return [message for message in self.messages[since:] if message.topic == topic]

    def wait_for(self, predicate, timeout=PATIENCE_SEC, since=0):
        """The first message from number `since` on for which predicate(message) is true."""

        def find():
            return next((message for message in self.messages[since:] if predicate(message)), None)

        with self._changed:
            if not self._changed.wait_for(lambda: find() is not None, timeout):
                raise AssertionError(f"no such message within {timeout} s\n{self.describe()}")
            return find()

    def wait_for_topic(self, topic, predicate=lambda message: True, timeout=PATIENCE_SEC, since=0):
        return self.wait_for(lambda message: message.topic == topic and predicate(message), timeout, since)

    def wait_for_state(self, person, timeout=PATIENCE_SEC, since=0, **wanted):
        """The first unslouch/<person>/state whose keys have these values."""

        def has_them(message):
            state = message.json
            return all(state.get(key) == value for key, value in wanted.items())

        return self.wait_for_topic(f"unslouch/{person}/state", has_them, timeout, since).json

    def wait_for_prompt(self, person, event_type, timeout=PATIENCE_SEC, since=0):
        """The first unslouch/<person>/prompt of this event type."""
        return self.wait_for_topic(
            f"unslouch/{person}/prompt", lambda message: message.json["event_type"] == event_type, timeout, since
        )

    def settle(self, timeout=PATIENCE_SEC):
        """Returns when everything that the broker had taken before this call has come: a round trip through it."""
        token = f"test/settle/{random.getrandbits(64):x}"
        since = self.mark()
        self.publish(token)
        self.wait_for(lambda message: message.topic == token, timeout, since)

    def describe(self, last=60):
        messages = self.messages[-last:]
        return f"--- the last {len(messages)} messages ---\n" + "\n".join(str(message) for message in messages)

    def close(self):
        self._client.disconnect()
        self._client.loop_stop()


class Relay:
    """A TCP port in front of the broker, for a network that fails while the listener's does not.

    open() lets connections through; cut() closes those there are and refuses new ones; stall() keeps them, takes new ones,
    and passes nothing on until open().
    """

    def __init__(self, target_port):
        self._port = Port()
        self.port = self._port.number
        self._target_port = target_port
        self._wake_read, self._wake_write = os.pipe()
        self._lock = threading.Lock()
        self._wanted = "open"
        self._closing = False
        self._server = None
        self._peers = {}
        self._applied = threading.Event()
        self._listen()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def open(self):
        self._set("open")

    def cut(self):
        self._set("cut")

    def stall(self):
        self._set("stall")

    def close(self):
        self._closing = True
        self._set("cut")
        self._thread.join()
        os.close(self._wake_read)
        os.close(self._wake_write)
        self._port.release()

    def _set(self, wanted):
        with self._lock:
            self._wanted = wanted
            self._applied.clear()
        os.write(self._wake_write, b"x")
        assert self._applied.wait(PATIENCE_SEC)

    def _listen(self):
        self._server = socket.socket()
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._server.bind(("127.0.0.1", self.port))
        self._server.listen()

    def _run(self):
        while True:
            sources = [self._wake_read] + ([self._server] if self._server else [])
            sources += self._heard_peers()
            for ready in select.select(sources, [], [])[0]:
                if ready == self._wake_read:
                    os.read(self._wake_read, 64)
                    self._apply()
                elif ready is self._server:
                    self._accept()
                elif ready in self._peers:
                    self._pass_on(ready)
            if self._closing and not self._peers and self._server is None:
                return

    def _heard_peers(self):
        """Those whose bytes are passed on."""
        return list(self._peers) if self._wanted == "open" else []

    def _apply(self):
        with self._lock:
            if self._wanted == "cut":
                for peer in list(self._peers):
                    self._drop(peer)
                if self._server:
                    self._server.close()
                    self._server = None
            elif self._server is None:
                self._listen()
            self._applied.set()

    def _accept(self):
        client = self._server.accept()[0]
        try:
            target = socket.create_connection(("127.0.0.1", self._target_port), PATIENCE_SEC)
        except OSError:
            client.close()
            return
        for peer in (client, target):
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._peers[client], self._peers[target] = target, client

    def _pass_on(self, peer):
        try:
            data = peer.recv(65536)
            if data:
                self._peers[peer].sendall(data)
        except OSError:
            data = b""
        if not data:
            self._drop(peer)

    def _drop(self, peer):
        other = self._peers.pop(peer, None)
        peer.close()
        if other is not None:
            self._peers.pop(other, None)
            other.close()


def run_unslouch(*args, input_text=None, environment=None, timeout=PATIENCE_SEC):
    """Runs the client to its end; returns a CompletedProcess with text of stdout and stderr."""
    return subprocess.run(
        [os.environ["UNSLOUCH"], *[str(argument) for argument in args]],
        input=input_text if input_text is not None else "",
        capture_output=True,
        text=True,
        timeout=timeout,
        env={**os.environ, **(environment or {})},
        check=False,
    )
