# SPDX-License-Identifier: MIT
"""The desk that the tests of D-Bus stand at: a private bus, stand-ins for what lives on it, and people of four rights.

A bus is a dbus-daemon of our own with a socket in a short directory; nothing here reaches the machine's own buses. Who
somebody is comes from nss_wrapper, so that the user database has our people in it, and a peer really is of that uid: the
tests run as root, or as the root of a user namespace (see run-pytest).
"""

import dataclasses
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import threading
import time

from gi.repository import Gio, GLib

import home

HERE = pathlib.Path(__file__).parent
NSS_WRAPPER = "libnss_wrapper.so"
POLICY = "systemd/org.unslouch.Unslouch1.conf"

UNSLOUCH = "org.unslouch.Unslouch1"
UNSLOUCH_PATH = "/org/unslouch/Unslouch1"
MANAGER = "org.unslouch.Unslouch1.Manager"
PERSON = "org.unslouch.Unslouch1.Person"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
PROPERTIES = "org.freedesktop.DBus.Properties"
MOCK = "org.freedesktop.DBus.Mock"


@dataclasses.dataclass(frozen=True)
class Account:
    name: str
    uid: int
    groups: tuple = ()

    @property
    def popen_arguments(self):
        if self.uid == 0:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": list(self.groups)}


GROUP_UNSLOUCH = 20100
ROOT = Account("root", 0)
SERVICE = Account("unslouch", GROUP_UNSLOUCH)
MEMBER = Account("member", 20101, (GROUP_UNSLOUCH,))
ANNA = Account("anna", 20102)
STRANGER = Account("stranger", 20103)
ACCOUNTS = (ROOT, SERVICE, MEMBER, ANNA, STRANGER)


class Desk:
    """A short directory that everybody may enter, the user database, and copies of what everybody must be able to run."""

    def __init__(self):
        assert os.geteuid() == 0, "tests with several users run as root or in a user namespace; see run-pytest"
        self._temporary = tempfile.TemporaryDirectory(prefix="unslouch-desk-")
        self.directory = pathlib.Path(self._temporary.name)
        self.directory.chmod(0o755)
        passwd = "".join(f"{who.name}:x:{who.uid}:{who.uid}::/nonexistent:/bin/false\n" for who in ACCOUNTS)
        group = "".join(
            f"{who.name}:x:{who.uid}:{','.join(other.name for other in ACCOUNTS if who.uid in other.groups)}\n"
            for who in ACCOUNTS
        )
        (self.directory / "passwd").write_text(passwd, encoding="ascii")
        (self.directory / "group").write_text(group, encoding="ascii")
        self.unslouchd = self._copy(os.environ["UNSLOUCHD"])
        self.unslouch = self._copy(os.environ["UNSLOUCH"])
        shutil.copytree(os.environ["UNSLOUCH_MESSAGES_DIR"], self.directory / "messages", copy_function=shutil.copyfile)
        shutil.copytree(
            os.environ["UNSLOUCH_PROGRAMMES_DIR"], self.directory / "our-programmes", copy_function=shutil.copyfile
        )

    def _copy(self, program):
        path = self.directory / pathlib.Path(program).name
        shutil.copyfile(program, path)
        path.chmod(0o755)
        return str(path)

    @property
    def environment(self):
        """For programs that look people up."""
        sanitizers = [os.environ.get("ASAN_OPTIONS", ""), "verify_asan_link_order=0"]
        return {
            "LD_PRELOAD": NSS_WRAPPER,
            "NSS_WRAPPER_PASSWD": str(self.directory / "passwd"),
            "NSS_WRAPPER_GROUP": str(self.directory / "group"),
            # A sanitizer refuses it.
            "NSS_WRAPPER_DISABLE_DEEPBIND": "1",
            "ASAN_OPTIONS": ":".join(option for option in sanitizers if option),
            "UNSLOUCHD": self.unslouchd,
            "UNSLOUCH": self.unslouch,
            "UNSLOUCH_CLIENT": self.unslouch,
            "UNSLOUCH_MESSAGES_DIR": str(self.directory / "messages"),
            "UNSLOUCH_PROGRAMMES_DIR": str(self.directory / "our-programmes"),
        }

    def new_directory(self, name, account=ROOT):
        path = self.directory / name
        path.mkdir()
        os.chown(path, account.uid, account.uid)
        return path

    def close(self):
        self._temporary.cleanup()


@dataclasses.dataclass(frozen=True)
class BusMessage:
    """One message as the bus passed it on. `body`: its arguments, as busctl writes them in JSON; variants are told apart by
    {"type", "data"}. `when`: on the wall clock, in seconds. `reply_cookie`: the cookie of what it answers.
    """

    number: int
    type: str
    sender: str
    destination: str
    path: str
    interface: str
    member: str
    body: list
    when: float
    cookie: int
    reply_cookie: int

    def __str__(self):
        where = f"{self.sender} -> {self.destination or 'all'} {self.path} {self.interface}.{self.member}"
        return f"#{self.number} {self.type} {where} {json.dumps(self.body)[:160]}"


class Bus(home.Program):
    """A private dbus-daemon, of the rules of a system or a session bus. It keeps its address over stop(), kill(), start().

    All messages that it passes on are kept in `messages`, in their order, over all its starts.
    """

    def __init__(self, desk, kind):
        super().__init__(f"{kind} bus")
        self.desk = desk
        self.kind = kind
        self.socket = desk.directory / f"{kind}-bus"
        self.address = f"unix:path={self.socket}"
        self.messages = []
        self._monitor = None
        self._monitor_reader = None
        self._connection = None

    @property
    def environment(self):
        """For programs that use this bus."""
        return {f"DBUS_{self.kind.upper()}_BUS_ADDRESS": self.address}

    def start(self):
        template = (HERE / f"{self.kind}-bus.conf.in").read_text(encoding="utf-8")
        policy = pathlib.Path(os.environ["top_srcdir"]) / POLICY
        config = self.desk.directory / f"{self.kind}-bus.conf"
        config.write_text(template.replace("@address@", self.address).replace("@policy@", str(policy)), encoding="utf-8")
        since = len(self.lines)
        command = ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}", "--print-address=2"]
        self._spawn(command, env={**os.environ, **self.desk.environment})
        self.wait_for_log("^unix:path=", since=since)
        self._start_monitor()
        return self

    def _start_monitor(self):
        """Returns when it hears all."""
        since = len(self.lines)
        self._monitor = subprocess.Popen(
            ["busctl", f"--address={self.address}", "--json=short", "monitor"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self._monitor_reader = threading.Thread(target=self._read_messages, args=(self._monitor.stdout,), daemon=True)
        self._monitor_reader.start()
        self.wait_for_log("became a monitor", since=since)

    def _read_messages(self, stream):
        with stream:
            for line in stream:
                fields = json.loads(line)
                with self._changed:
                    self.messages.append(
                        BusMessage(
                            len(self.messages),
                            fields["type"],
                            *(fields.get(key, "") for key in ("sender", "destination", "path", "interface", "member")),
                            fields.get("payload", {}).get("data", []),
                            fields["timestamp-realtime"] / 1e6,
                            fields["cookie"],
                            fields.get("reply_cookie"),
                        )
                    )
                    self._changed.notify_all()

    def call(self, destination, path, interface, member, signature="", *arguments):
        """Calls as root and returns the answer: one value, a tuple of several, None for none. GLib.Error if refused."""
        if self._connection is None:
            self._connection = connect(self.address)
        return call(self._connection, destination, path, interface, member, signature, *arguments)

    def mark(self):
        """The number of the next message, for `since`."""
        with self._changed:
            return len(self.messages)

    def find(self, since=0, **wanted):
        """All messages so far whose fields have these values."""
        with self._changed:
            return [
                message for message in self.messages[since:]
                if all(getattr(message, field) == value for field, value in wanted.items())
            ]

    def wait_for(self, predicate=lambda message: True, since=0, timeout=home.PATIENCE_SEC, **wanted):
        """The first message from number `since` on whose fields have these values and for which predicate(message)."""

        def find():
            return next((message for message in self.find(since, **wanted) if predicate(message)), None)

        with self._changed:
            if not self._changed.wait_for(lambda: find() is not None, timeout):
                raise AssertionError(f"no such message within {timeout} s: {wanted}\n{self.describe()}")
            return find()

    def wait_for_name(self, name, since=0):
        """Waits until somebody has the name; who was quicker than the monitor has it already."""
        if self.has_owner(name):
            return
        self.wait_for(lambda message: message.body[0] == name and message.body[2] != "", since, member="NameOwnerChanged")

    def wait_until_lost(self, name, since=0):
        self.wait_for(lambda message: message.body[0] == name and message.body[2] == "", since, member="NameOwnerChanged")

    def has_owner(self, name):
        return self.call(*BUS, "NameHasOwner", "s", name)

    def settle(self):
        """Returns when `messages` has all that was sent before this call."""
        token = f"settle.t{random.getrandbits(64):x}"
        self.has_owner(token)
        self.wait_for(lambda message: message.body == [token], member="NameHasOwner")

    def describe(self, last=40):
        with self._changed:
            messages = self.messages[-last:]
        return f"--- {self.name}: the last {len(messages)} messages ---\n" + "\n".join(str(message) for message in messages)

    def stop(self):
        """As an orderly end of the bus: everybody is disconnected."""
        if self.is_running:
            self.process.terminate()
            self.wait_for_exit()
        self._end_monitor()

    def kill(self):
        super().kill()
        self._end_monitor()

    def _end_monitor(self):
        self._connection = None
        if self._monitor is not None:
            self._monitor.wait(home.PATIENCE_SEC)
            self._monitor_reader.join(home.PATIENCE_SEC)
            self._monitor = None

    def restart(self):
        self.stop()
        return self.start()

    def close(self):
        self.kill()


def connect(address):
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def call(connection, destination, path, interface, member, signature="", *arguments):
    answer = connection.call_sync(
        destination, path, interface, member, GLib.Variant(f"({signature})", arguments), None,
        Gio.DBusCallFlags.NO_AUTO_START, home.PATIENCE_SEC * 1000, None,
    ).unpack()
    return answer if len(answer) > 1 else answer[0] if answer else None


class StandIn(home.Program):
    """A service that dbusmock plays, in a process of its own: a template of dbusmock, or one of mocks/ (NAME.py).

    start() returns when it has its name; stop() when the bus knows that it is gone.
    """

    def __init__(self, bus, template, bus_name, **parameters):
        super().__init__(f"dbusmock {template}")
        self.bus = bus
        self.bus_name = bus_name
        self._template = str(HERE / "mocks" / template) if template.endswith(".py") else template
        self._parameters = parameters

    def start(self):
        since = self.bus.mark()
        command = [os.environ.get("PYTHON3", "/usr/bin/python3"), "-m", "dbusmock", f"--{self.bus.kind}"]
        command += ["--template", self._template, "--parameters", json.dumps(self._parameters)]
        self._spawn(command, env={**os.environ, **self.bus.environment}, stdout=subprocess.DEVNULL)
        self.bus.wait_for_name(self.bus_name, since)
        return self

    def call(self, path, interface, member, signature="", *arguments):
        return self.bus.call(self.bus_name, path, interface, member, signature, *arguments)

    def stop(self):
        since = self.bus.mark()
        if self.is_running:
            self.kill()
            self.bus.wait_until_lost(self.bus_name, since)

    def restart(self):
        self.stop()
        return self.start()

    def close(self):
        self.kill()


class Refused(Exception):
    """What a peer got for an answer: the error's name and its text."""

    def __init__(self, name, text):
        super().__init__(f"{name}: {text}")
        self.name, self.text = name, text


class Peer:
    """Somebody on a bus, with a connection of their own, who hears every signal that the bus gives them."""

    def __init__(self, bus, account):
        self.account = account
        script = bus.desk.directory / "peer.py"
        if not script.exists():
            shutil.copyfile(HERE / "peer.py", script)
        self._process = subprocess.Popen(
            [os.environ.get("PYTHON3", "/usr/bin/python3"), str(script), bus.address],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=bus.desk.directory, **account.popen_arguments,
        )
        self.name = self._ask({"do": "name"})

    def _ask(self, question):
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the peer of {self.account.name} ended with status {self._process.wait()}"
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(answer["error"], answer["text"])
        return answer["answer"]

    def call(self, path, interface, member, signature="", *arguments, destination=UNSLOUCH):
        """The answer's values as a list; Refused if it is an error."""
        return self._ask(
            {
                "do": "call", "destination": destination, "path": path, "interface": interface, "member": member,
                "signature": signature, "arguments": arguments,
            }
        )

    def get(self, path, interface, name):
        return self.call(path, PROPERTIES, "Get", "ss", interface, name)[0]

    def get_all(self, path, interface):
        return self.call(path, PROPERTIES, "GetAll", "s", interface)[0]

    def set(self, path, interface, name, signature, value):
        self.call(path, PROPERTIES, "Set", "ssv", interface, name, [signature, value])

    def signals(self, interface=None):
        """Those that came so far, everything included that the bus had passed on before: [path, interface, member, body]."""
        heard = self._ask({"do": "signals"})
        return [signal for signal in heard if interface is None or signal[1] == interface]

    def close(self):
        self._process.stdin.close()
        self._process.wait(home.PATIENCE_SEC)
        self._process.stdout.close()


def variant(value):
    """A bool or a text as the value of a property."""
    return GLib.Variant("b" if isinstance(value, bool) else "s", value)


def changed(message):
    """The properties that a PropertiesChanged tells, by name."""
    return {name: told["data"] for name, told in message.body[1].items()}


def person_path(person):
    return f"{UNSLOUCH_PATH}/person/{person}"


def person_properties(bus, person="anna"):
    return bus.call(UNSLOUCH, person_path(person), PROPERTIES, "GetAll", "s", PERSON)


def wait_for_person(bus, person="anna", timeout=home.PATIENCE_SEC, **wanted):
    """Waits until the person's properties have these values; between two looks it waits for a change to be told."""
    until = time.monotonic() + timeout
    while True:
        since = bus.mark()
        properties = person_properties(bus, person)
        if all(properties[name] == value for name, value in wanted.items()):
            return properties
        left = until - time.monotonic()
        found = {name: properties[name] for name in wanted}
        assert left > 0, f"{person} is {found} and not {wanted} after {timeout} s\n{bus.describe()}"
        bus.wait_for(since=since, timeout=left, path=person_path(person), member="PropertiesChanged")


def run_as(bus, account, *command):
    """Runs a program that uses this bus and no other as somebody; returns a CompletedProcess."""
    environment = {**os.environ, **bus.desk.environment, **bus.environment}
    return subprocess.run(
        [str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment,
        timeout=home.PATIENCE_SEC, cwd=bus.desk.directory, check=False, **account.popen_arguments,
    )


def busctl(bus, account, *arguments):
    return run_as(bus, account, "busctl", f"--address={bus.address}", "--json=short", *arguments)


def unslouch(bus, account, *arguments):
    return run_as(bus, account, bus.desk.unslouch, *arguments)
