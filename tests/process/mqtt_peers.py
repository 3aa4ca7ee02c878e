# SPDX-License-Identifier: MIT
"""What test_mqtt_client.py sets up on loopback: the driver, brokers real and false, and a CA."""

import json
import os
import pathlib
import queue
import shutil
import socket
import struct
import subprocess
import threading
import time

# No wait takes longer, and nothing that is waited for needs nearly as long.
LIMIT_SEC = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what):
    """For what cannot be waited for, only looked at."""
    deadline = time.monotonic() + LIMIT_SEC
    never = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        never.wait(0.01)


class Driver:
    """mqtt_driver as a process: lines in, lines out."""

    def __init__(self, environment=None, **settings):
        program = pathlib.Path(os.environ.get("top_builddir", "."), "tests/process/mqtt_driver")
        self.process = subprocess.Popen(
            [program, *(f"{name}={value}" for name, value in settings.items())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, errors="replace", bufsize=1,
            env={**os.environ, **(environment or {})})
        self.seen = []
        self.sync_count = 0
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n").split("\t"))
        self._lines.put(None)

    def say(self, *fields):
        self.process.stdin.write("\t".join(map(str, fields)) + "\n")
        self.process.stdin.flush()

    def wait(self, *wanted):
        """The next line that begins with these fields. Lines before it are passed over (and kept in seen)."""
        wanted = [str(field) for field in wanted]
        deadline = time.monotonic() + LIMIT_SEC
        while True:
            line = self._lines.get(timeout=max(0, deadline - time.monotonic()))
            if line is None:
                raise EOFError(f"the driver ended before {wanted}: {self.seen[-5:]}")
            self.seen.append(line)
            if line[:len(wanted)] == wanted:
                return line

    def hear_nothing(self, seconds):
        """Nothing at all is said for so long."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            return
        raise AssertionError(f"the driver said {line}")

    def ask(self, verb):
        self.say(verb)
        return int(self.wait(verb)[1])

    def sync(self):
        """All that was said before has reached the broker, and its answers the driver."""
        self.sync_count += 1
        topic = f"sync/{self.process.pid}/{self.sync_count}"
        self.say("sub", "state", topic)
        self.say("pub", 0, 1, 0, 0, topic)
        self.wait("message", 0, 1, topic)
        self.say("unsub", topic)

    def count(self, *fields):
        return sum(line[:len(fields)] == list(fields) for line in self.seen)

    def workers(self):
        names = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/comm")
        return sum(name.read_text() == "mqtt-connect\n" for name in names)

    def end(self):
        """Ends it by its own free; a leak or another finding of a sanitizer fails."""
        self.say("free")
        self.wait("end")
        assert self.process.wait(LIMIT_SEC) == 0

    def close(self):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        self.process.stdin.close()


class Broker:
    """mosquitto on 127.0.0.1 with a port of its own, which stays the same after a restart."""

    def __init__(self, directory, *lines, port=None):
        self.port = port or free_port()
        self.log = []
        self.configuration = directory / "broker.conf"
        # As root, mosquitto would become a user that cannot read the test's files.
        user = ["user root"] if os.geteuid() == 0 else []
        self.configuration.write_text("\n".join(
            [f"listener {self.port} 127.0.0.1", *user, *(lines or ["allow_anonymous true"])]) + "\n")
        self.process = None

    def start(self):
        program = os.environ.get("MOSQUITTO") or shutil.which("mosquitto", path="/usr/sbin:/usr/bin")
        self.process = subprocess.Popen([program, "-c", self.configuration], stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            self.log.append(line)
            if line.rstrip().endswith("running"):
                break
        else:
            raise EOFError(f"mosquitto did not start: {self.log}")
        self._reader = threading.Thread(target=self.log.extend, args=[self.process.stderr], daemon=True)
        self._reader.start()
        return self

    def kill(self):
        self.process.kill()
        self.process.wait()
        self._reader.join()
        self.process.stderr.close()

    def send_signal(self, number):
        self.process.send_signal(number)

    def close(self):
        if self.process.returncode is None:
            self.kill()


def denying(directory, topic_filter):
    """The lines of a mosquitto's configuration with which it refuses to take and to give out these topics, and says so."""
    rules = [
        {"acltype": kind, "topic": topic_filter, "allow": False} for kind in ("publishClientSend", "subscribePattern")
    ]
    rights = {
        "defaultACLAccess": dict.fromkeys(("publishClientSend", "publishClientReceive", "subscribe", "unsubscribe"), True),
        "anonymousGroup": "all",
        "groups": [{"groupname": "all", "roles": [{"rolename": "guest"}]}],
        "roles": [{"rolename": "guest", "acls": rules}],
    }
    path = directory / "rights.json"
    path.write_text(json.dumps(rights), encoding="utf-8")
    plugin = next(pathlib.Path("/usr/lib").glob("**/mosquitto_dynamic_security.so"))
    return [f"plugin {plugin}", f"plugin_opt_config_file {path}"]


class FalseBroker:
    """Takes one client after the other; answers CONNECT of MQTT 5 with given bytes (None: hangs up), of 3.1.1 well.

    "hang up" in a message makes it do so.
    """

    def __init__(self, answer):
        self.answer = answer
        self.levels = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client):
        connect = client.recv(4096)
        if len(connect) < 9:
            return
        self.levels.append(connect[8])
        if connect[8] == 5:
            client.sendall(self.answer or b"")
            return
        client.sendall(b"\x20\x02\x00\x00")
        while True:
            packet = client.recv(4096)
            if not packet or b"hang up" in packet:
                return

    def close(self):
        self.listener.close()


class SilentListener:
    """Accepts, reads and never says a word."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.clients = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        try:
            while True:
                self.clients.append(self.listener.accept()[0])
        except OSError:
            pass

    def close(self):
        self.listener.close()
        for client in self.clients:
            client.close()


class FullListener:
    """Its backlog is full: a connection to it is neither made nor refused."""

    def __init__(self, family=socket.AF_INET):
        address = "::1" if family == socket.AF_INET6 else "127.0.0.1"
        self.listener = socket.socket(family)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((address, 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.clients = []
        while True:
            client = socket.socket(family)
            self.clients.append(client)
            client.settimeout(0.3)
            try:
                client.connect((address, self.port))
            except TimeoutError:
                return

    def close(self):
        self.listener.close()
        for client in self.clients:
            client.close()


class Reset:
    """Resets each connection as soon as the client has spoken."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        try:
            while True:
                client, _ = self.listener.accept()
                client.recv(4096)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                client.close()
        except OSError:
            pass

    def close(self):
        self.listener.close()


class Authority:
    """A CA and what it signs, made by openssl."""

    def __init__(self, directory, name="ca"):
        self.directory = directory
        self.key = directory / f"{name}.key"
        self.certificate = directory / f"{name}.crt"
        self._run("req", "-x509", *self._new_key(self.key), "-out", self.certificate,
                  "-subj", f"/CN={name}", "-days", "2")

    @staticmethod
    def _new_key(path):
        return "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", path

    @staticmethod
    def _run(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    def sign(self, name, names, days=2):
        """Returns (certificate, key) for the host names; expired with negative days."""
        paths = [self.directory / f"{name}.{kind}" for kind in ("crt", "key", "csr", "ext")]
        certificate, key, request, extensions = paths
        extensions.write_text(f"subjectAltName={names}\n")
        self._run("req", *self._new_key(key), "-out", request, "-subj", f"/CN={name}")
        self._run("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key,
                  "-CAcreateserial",
                  "-out", certificate, "-extfile", extensions, "-days", str(days))
        return certificate, key
