# SPDX-License-Identifier: MIT
"""The bench of the faults of broker and network: a daemon at the end of a cable of its own, and what may happen to it.

The machine's own network is not touched: whoever imports this runs in a network namespace (see run-pytest and
scripts/faults), and the daemon in a second one, with a veth between them. Namespaces have no names and end with their
processes.

A run is: anna sits, the fault begins, her break falls due in it, it is held a while, it ends; then the prompt must be
heard once, and its end once. All through it a stopwatch asks the daemon by D-Bus (see fault_gauge.py).
"""

import contextlib
import dataclasses
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time

import paho.mqtt.client as mqtt

import desk
import home
import mqtt_peers

HERE = pathlib.Path(__file__).parent
OUR_ADDRESS, ITS_ADDRESS = "10.77.0.1", "10.77.0.2"
OUR_END, ITS_END = "to-daemon", "to-broker"
BROKER_NAME = "broker.test"
CLIENT_ID = "unslouch-at-the-bench"
# What the daemon may be late by, beside what this machine is late by itself.
LATE_MAX_SEC = 0.1
# What is late while the machine is no later than this is late by its own doing.
QUIET_SEC = 0.02
# Twenty minutes in a second.
SCALE = 1200
SIT_SEC = 1200 / SCALE
TICK_SEC = 60 / SCALE
WATCHDOG_SEC = 0.1
# systemd's library sends it between a half and three quarters of the time.
WATCHDOG_DUE_SEC = WATCHDOG_SEC * 3 / 4
# SQLite fills its cache of 256 kB by and by, and the heap of a thread that connects is a page or two; what a run would
# leave behind shows in many runs.
GROWTH_MAX_KB = 320
# The longest back-off is a minute, a silent connection is given up after half a minute.
RECOVERY_SEC = 150

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( { name = "keys"; kind = "activity"; via = "dbus"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; back_off = false; }; quiet_hours = (); } );\n'
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)
PROMPT_TOPIC = "unslouch/anna/prompt"
# Which of them it is, at this speed, is the machine's doing.
ENDS = ("break_taken", "break_partial", "break_ignored", "break_moot")
OPEN_ACL = "topic readwrite #\n"
CLOSED_ACL = f"topic readwrite #\ntopic deny {PROMPT_TOPIC}\n"


def run(*command):
    subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True)


class Cable:
    """The namespace of the daemon: `inside` is what a command must be preceded by to run there."""

    def __init__(self, directory):
        names, order = directory / "resolv.conf", directory / "nsswitch.conf"
        names.write_text(f"nameserver {OUR_ADDRESS}\noptions timeout:1 attempts:1\n", encoding="ascii")
        order.write_text("passwd: files\ngroup: files\nhosts: files dns\n", encoding="ascii")
        script = f"mount --bind {names} /etc/resolv.conf && mount --bind {order} /etc/nsswitch.conf && echo && exec cat"
        self._holder = subprocess.Popen(
            ["unshare", "--net", "--mount", "sh", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._holder.stdout.readline() == b"\n", "no namespace for the daemon"
        pid = self._holder.pid
        self.inside = ["nsenter", f"--net=/proc/{pid}/ns/net", f"--mount=/proc/{pid}/ns/mnt"]
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", OUR_END, "type", "veth", "peer", "name", ITS_END, "netns", pid)
        run("ip", "address", "add", f"{OUR_ADDRESS}/24", "dev", OUR_END)
        run("ip", "link", "set", OUR_END, "up")
        for words in (["link", "set", "lo", "up"], ["address", "add", f"{ITS_ADDRESS}/24", "dev", ITS_END],
                      ["link", "set", ITS_END, "up"]):
            run(*self.inside, "ip", *words)
        run("nft", "add table inet faults; add chain inet faults in { type filter hook input priority 0; }; "
            "add chain inet faults out { type filter hook output priority 0; }")

    def drop(self, to_broker=True, to_daemon=True, percent=100):
        chance = "" if percent == 100 else f"numgen random mod 100 < {percent} "
        if to_broker:
            run("nft", f"add rule inet faults in iifname {OUR_END} {chance}drop")
        if to_daemon:
            run("nft", f"add rule inet faults out oifname {OUR_END} {chance}drop")

    def mend(self):
        run("nft", "flush table inet faults")

    def close(self):
        run("nft", "delete table inet faults")
        # With its namespace it would go some time.
        run("ip", "link", "delete", OUR_END)
        self._holder.stdin.close()
        self._holder.wait()
        self._holder.stdout.close()


class Broker(home.Broker):
    """Heard on all of our addresses, with a list of rights, and with doors of TLS: `doors` are their ports by name."""

    CERTIFICATES = {"good": (BROKER_NAME, 2), "expired": (BROKER_NAME, -1), "of another": ("elsewhere.test", 2)}

    def __init__(self, directory):
        super().__init__(directory)
        self.bind = ""
        self.authority = mqtt_peers.Authority(self.directory)
        self.rights = self.directory / "rights.acl"
        self.rights.write_text(OPEN_ACL, encoding="ascii")
        user = "user root\n" if os.geteuid() == 0 else ""
        self._ports = {name: home.Port() for name in self.CERTIFICATES}
        self.doors = {name: port.number for name, port in self._ports.items()}
        self.extra_config = f"{user}acl_file {self.rights}\n"
        for number, (name, (host, days)) in enumerate(self.CERTIFICATES.items()):
            certificate, key = self.authority.sign(f"door-{number}", f"DNS:{host}", days)
            self.extra_config += f"listener {self.doors[name]}\ncertfile {certificate}\nkeyfile {key}\n"

    def grant(self, rights):
        """Returns when the broker goes by them."""
        since = len(self.lines)
        self.rights.write_text(rights, encoding="ascii")
        self.signal(1)
        self.wait_for_log("Reloading config", since=since)
        self._wait_for_loop()

    def close(self):
        super().close()
        for port in self._ports.values():
            port.release()


class Gate(home.Relay):
    """A relay that the daemon reaches, whose target can be changed, and that can refuse or fall silent after CONNACK."""

    def __init__(self, target_port):
        self.refusal = None  # the code of MQTT 5 that CONNECT is answered with
        self.greets_only = False
        self.accepted = 0
        self._silent = set()
        super().__init__(target_port)

    def lead_to(self, port):
        self.cut()
        self._target_port = port

    def reset(self, refusal=None, greets_only=False):
        """Cuts all, and treats those that come after open() like this."""
        self.cut()
        self.refusal, self.greets_only = refusal, greets_only
        self._silent.clear()

    def _listen(self):
        self._server = socket.create_server(("", self.port))

    def _heard_peers(self):
        return [peer for peer in super()._heard_peers() if peer not in self._silent]

    def _accept(self):
        self.accepted += 1
        if self.refusal is None:
            super()._accept()
            return
        client = self._server.accept()[0]
        with client:
            client.settimeout(home.PATIENCE_SEC)
            if client.recv(4096):
                client.sendall(bytes([0x20, 3, 0, self.refusal, 0]))

    def _pass_on(self, peer):
        other = self._peers[peer]
        super()._pass_on(peer)
        # The first that the broker says is CONNACK; the client, which connected from a port of its own, speaks no more.
        if self.greets_only and peer in self._peers and peer.getpeername()[1] == self._target_port:
            self._silent |= {peer, other}


class Resolver:
    """Knows the broker's name, and answers when, and if, it is told to."""

    def __init__(self):
        self.delay_sec = 0  # None: never
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((OUR_ADDRESS, 53))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.asked = 0

    def _serve(self):
        while True:
            query, who = self._socket.recvfrom(512)
            if not query:
                return
            self.asked += 1
            if self.delay_sec is not None:
                threading.Timer(self.delay_sec, self._answer, [query, who]).start()

    def _answer(self, query, who):
        name_end = query.index(b"\0", 12) + 1
        is_ipv4 = query[name_end:name_end + 2] == b"\0\1"
        reply = query[:2] + b"\x84\0" + b"\0\1" + (b"\0\1" if is_ipv4 else b"\0\0") + b"\0\0\0\0" + query[12:name_end + 4]
        if is_ipv4:
            reply += b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + socket.inet_aton(OUR_ADDRESS)
        with contextlib.suppress(OSError):  # closed meanwhile
            self._socket.sendto(reply, who)

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", (OUR_ADDRESS, 53))
        self._thread.join()
        self._socket.close()


class Rival:
    """Another client with the daemon's id, which takes the session whenever it is taken from it."""

    def __init__(self, port):
        self._connected = threading.Event()
        self._client = mqtt.Client(client_id=CLIENT_ID, protocol=mqtt.MQTTv5)
        self._client.reconnect_delay_set(1, 1)
        self._client.on_connect = self._on_connect
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()

    def _on_connect(self, *_):
        self._connected.set()

    def wait_connected(self):
        assert self._connected.wait(home.PATIENCE_SEC), "the other client did not connect"
        return self

    def close(self):
        self._client.disconnect()
        self._client.loop_stop()


class Daemon(home.Daemon):
    """At the other end of the cable."""

    def __init__(self, cable, *args, **options):
        super().__init__(*args, **options)
        self._cable = cable

    def _spawn(self, command, **popen_arguments):
        super()._spawn([*self._cable.inside, *command], **popen_arguments)

    def waited_sec(self):
        """For how long its main thread was ready but had no processor."""
        return int(pathlib.Path(f"/proc/{self.pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9

    def private_kb(self):
        """What nobody shares with it."""
        rollup = pathlib.Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Private_Dirty:")))


class Gauge:
    def __init__(self, bus):
        where = (desk.UNSLOUCH, desk.person_path("anna"), desk.PERSON, "Phase", "BoutSeconds")
        self._process = subprocess.Popen(
            [os.environ.get("PYTHON3", "/usr/bin/python3"), HERE / "fault_gauge.py", bus.address, *where],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )

    def _ask(self, word):
        self._process.stdin.write(word + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the stopwatch has ended"
        return json.loads(line)

    def begin(self, pid):
        self._ask(f"begin {pid}")

    def end(self):
        return self._ask("end")

    def close(self):
        self._process.stdin.close()
        self._process.wait(home.PATIENCE_SEC)
        self._process.stdout.close()


@dataclasses.dataclass(frozen=True)
class Lateness:
    """The worst of a run, in seconds: of the daemon, less what it waited for a processor, and of this machine itself."""

    machine: float
    dbus: float
    timer: float
    watchdog: float

    @property
    def is_good(self):
        return self.dbus <= LATE_MAX_SEC and max(self.timer, self.watchdog) <= LATE_MAX_SEC + self.machine

    @property
    def is_of_quiet_machine(self):
        return self.machine <= QUIET_SEC

    def __or__(self, other):
        return Lateness(*(max(pair) for pair in zip(dataclasses.astuple(self), dataclasses.astuple(other))))


@dataclasses.dataclass(frozen=True)
class Outcome:
    """Of a run: how often the prompt was heard that fell due in the fault, and whatever else was heard twice."""

    heard: int
    doubles: int
    lateness: Lateness


@dataclasses.dataclass(frozen=True)
class Fault:
    """`begin` and `end` take the bench. `reach`: how the daemon gets to the broker: "direct", "gate", "tls" or "name".

    `sign`: what the daemon's log says of it within the time it is held; None where it cannot know yet.
    `long_hold_sec`: so long that the daemon has noticed. `silent`: nothing of the daemon can get through. `starts_daemon`: `begin` starts a new one. `is_refusal`: the broker says
    no to the prompt, which is not told again then; the next one counts. `runs`: of scripts/faults.
    """

    name: str
    begin: object
    end: object
    reach: str = "direct"
    sign: str = None
    hold_sec: float = 1.2
    long_hold_sec: float = 5
    silent: bool = True
    starts_daemon: bool = False
    is_refusal: bool = False
    runs: int = 20


class Bench:
    """Everything that a fault needs, and a daemon that has been through nothing yet."""

    def __init__(self, fault, stack, work=None):
        self.fault = fault
        self.number = 0
        # The disk is not what is measured.
        shm = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.directory = pathlib.Path(work or stack.enter_context(tempfile.TemporaryDirectory(dir=shm)))
        open_up = lambda thing: stack.enter_context(contextlib.closing(thing))
        self.cable = open_up(Cable(self.directory))
        self.desk = open_up(desk.Desk())
        # Pages of a program that are not on the disk yet would count as the daemon's own.
        with open(self.desk.unslouchd, "rb") as program:
            os.fsync(program.fileno())
        self.bus = open_up(desk.Bus(self.desk, "session")).start()
        self.broker = open_up(Broker(self.directory)).start()
        self.gate = open_up(Gate(self.broker.doors["good"] if fault.reach == "tls" else self.broker.port))
        self.resolver = open_up(Resolver())
        self.listener = open_up(home.Listener(self.broker.port)).wait_connected()
        self.rival = None
        self.daemon = open_up(self._make_daemon())
        since = self.bus.mark()
        self.daemon.start()
        self.bus.wait_for_name(desk.UNSLOUCH, since)
        self.gauge = open_up(Gauge(self.bus))

    def _make_daemon(self):
        reach = self.fault.reach
        host = BROKER_NAME if reach in ("tls", "name") else OUR_ADDRESS
        port = self.gate.port if reach in ("tls", "gate") else self.broker.port
        tls = f'tls = {{ ca_file = "{self.broker.authority.certificate}"; }}; ' if reach == "tls" else ""
        config = (
            f'broker = {{ host = "{host}"; port = {port}; keepalive = "5 s"; client_id = "{CLIENT_ID}"; {tls}}};\n{PEOPLE}'
        )
        environment = {**self.desk.environment, **self.bus.environment}
        environment["WATCHDOG_USEC"] = str(int(WATCHDOG_SEC * 1e6))
        # Nothing that is free is kept back by a sanitizer.
        environment["ASAN_OPTIONS"] += ":quarantine_size_mb=0:thread_local_quarantine_size_kb=0"
        (self.directory / "daemon").mkdir()
        return Daemon(
            self.cable, self.directory / "daemon", config, "--bus=session", f"--time-scale={SCALE}",
            environment=environment,
        )

    def say(self, is_active):
        self.bus.call(
            desk.UNSLOUCH, desk.person_path("anna"), desk.PERSON, "ReportActivity", "sbu", "keys", is_active, 0
        )

    def broker_word(self):
        return self.bus.call(desk.UNSLOUCH, desk.UNSLOUCH_PATH, desk.PROPERTIES, "Get", "ss", desk.MANAGER, "Broker")

    def wait_online(self, since):
        self.listener.wait_for_topic(
            "unslouch/anna/state", lambda message: message.payload, timeout=RECOVERY_SEC, since=since
        )

    def run(self):
        """The fault once, from health to health. Returns its Outcome."""
        self.number += 1
        if self.number == 1:
            self.wait_online(0)
        heard = self.listener.mark()
        if self.fault.starts_daemon:
            self.fault.begin(self)
        self.gauge.begin(self.daemon.pid)
        began, waited = len(self.daemon.watchdog_times), self.daemon.waited_sec()
        if not self.fault.starts_daemon:
            self.fault.begin(self)
        until = time.monotonic() + self.fault.hold_sec
        self.say(True)
        if self.fault.sign and self.number == 1:  # it is told once until it changes
            self.daemon.wait_for_log(self.fault.sign)
        self._hold(until)
        lateness = self._read_lateness(began, waited)
        early = self._prompts("break_due", heard)
        assert not (self.fault.silent and early), f"{self.fault.name} lets messages through"
        ended = self.listener.mark()
        self.fault.end(self)
        if self.fault.is_refusal:
            self._sit_anew()
        self.wait_online(ended)
        due = self.listener.wait_for_prompt("anna", "break_due", timeout=RECOVERY_SEC, since=heard)
        self.say(False)
        self.listener.wait_for_topic(
            PROMPT_TOPIC, lambda message: message.json["id"] == due.json["id"] and message.json["event_type"] in ENDS,
            since=due.number,
        )
        self.listener.settle()
        return self._judge(heard, lateness)

    def _sit_anew(self):
        since = self.bus.mark()
        self.say(False)
        self._wait_for_posture("away", since)
        since = self.bus.mark()
        self.say(True)
        self._wait_for_posture("sitting", since)

    def _wait_for_posture(self, posture, since):
        self.bus.wait_for(
            lambda message: desk.changed(message).get("Posture") == posture, since, member="PropertiesChanged",
            path=desk.person_path("anna"),
        )

    def cut_off(self):
        """Ends the daemon's connection, once."""
        Rival(self.broker.port).wait_connected().close()

    def _hold(self, until):
        """Until then, and for as long as the break needs to fall due."""
        threading.Event().wait(max(0, until - time.monotonic()))

    def _prompts(self, event_type, since):
        prompts = [message.json for message in self.listener.on(PROMPT_TOPIC, since)]
        return [prompt["id"] for prompt in prompts if prompt["event_type"] == event_type]

    def _read_lateness(self, since, waited):
        told = self.gauge.end()
        waited = self.daemon.waited_sec() - waited
        worst, count = told["worst"], told["count"]
        times = [*self.daemon.watchdog_times[since:], time.monotonic()]
        assert count["daemon"] > 10 and count["tick"] > 10 and len(times) > 10, f"too little was measured: {told}"
        return Lateness(
            machine=worst["machine"],
            dbus=worst["daemon"],
            timer=worst["tick"] - TICK_SEC,
            watchdog=max(after - before for before, after in zip(times, times[1:])) - WATCHDOG_DUE_SEC - waited,
        )

    def _judge(self, since, lateness):
        prompts = [message.json for message in self.listener.on(PROMPT_TOPIC, since)]
        told = [(prompt["id"], prompt["event_type"]) for prompt in prompts]
        due = [told_one for told_one in told if told_one[1] == "break_due"]
        return Outcome(heard=len(set(due)), doubles=len(told) - len(set(told)), lateness=lateness)


def begin_absent(bench):
    bench.daemon.stop()
    bench.gate.cut()
    for path in bench.daemon.state_directory.iterdir():
        path.unlink()
    since = bench.bus.mark()
    bench.daemon.start()
    bench.bus.wait_for_name(desk.UNSLOUCH, since)


def begin_refused(bench):
    # Bad user name or password, not authorized, server unavailable, quota exceeded.
    bench.gate.reset(refusal=(0x86, 0x87, 0x88, 0x97)[bench.number % 4])
    bench.gate.open()


def begin_stalled_before(bench):
    bench.gate.cut()
    bench.gate.stall()


def begin_stalled_after(bench):
    bench.gate.reset(greets_only=True)
    bench.gate.open()


def open_gate(bench):
    bench.gate.reset()
    bench.gate.open()


def begin_restart(bench):
    bench.gate.cut()
    if bench.number % 2:
        bench.broker.kill()
    else:
        bench.broker.stop()
    bench.listener.wait_disconnected()


def end_restart(bench):
    bench.broker.start()
    # Before the daemon is back, or it would miss what it tells.
    bench.listener.wait_connected()
    bench.gate.open()


def begin_rival(bench):
    bench.rival = Rival(bench.broker.port).wait_connected()


def end_rival(bench):
    bench.rival.close()


def lead_to(door):
    def begin(bench):
        bench.gate.lead_to(bench.broker.doors[door])
        bench.gate.open()

    return begin


def resolve(delay_sec, cuts):
    def begin(bench):
        bench.resolver.delay_sec = delay_sec
        if cuts:
            bench.cut_off()

    return begin


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("absent at the start", begin_absent, open_gate, "gate", "Nothing listens", starts_daemon=True),
        Fault("refusing", begin_refused, open_gate, "gate", "refuses|does not let us in"),
        Fault("stalled before CONNACK", begin_stalled_before, open_gate, "gate", long_hold_sec=33),
        Fault("stalled after CONNACK", begin_stalled_after, open_gate, "gate", long_hold_sec=33),
        Fault("stalled while connected", lambda bench: bench.gate.stall(), lambda bench: bench.gate.open(), "gate",
              long_hold_sec=13),
        Fault(
            "all packets dropped", lambda bench: bench.cable.drop(), lambda bench: bench.cable.mend(), long_hold_sec=13
        ),
        Fault(
            "its answers dropped", lambda bench: bench.cable.drop(to_broker=False), lambda bench: bench.cable.mend(),
            long_hold_sec=13, silent=False,
        ),
        Fault(
            "a third of packets dropped", lambda bench: bench.cable.drop(percent=33),
            lambda bench: bench.cable.mend(), silent=False,
        ),
        Fault("restarted", begin_restart, end_restart, "gate", "is lost|shuts down", runs=50),
        Fault("session taken over", begin_rival, end_rival, sign="is lost|taken over", silent=False),
        Fault(
            "prompts denied", lambda bench: bench.broker.grant(CLOSED_ACL), lambda bench: bench.broker.grant(OPEN_ACL),
            sign=f"does not let us publish to '{PROMPT_TOPIC}'", is_refusal=True,
        ),
        Fault("TLS certificate expired", lead_to("expired"), lead_to("good"), "tls", "expired"),
        Fault("TLS certificate of another", lead_to("of another"), lead_to("good"), "tls", "not for the host name"),
        Fault("name never resolved", resolve(None, True), resolve(0, False), "name", "cannot be resolved", long_hold_sec=12),
        Fault("name slowly resolved", resolve(1.5, True), resolve(0, False), "name", "is lost", 2, 4, silent=False),
    )
}
