# SPDX-License-Identifier: MIT
"""Rows about a daemon at work with a broker: memory, an idle minute, sensor messages, and how soon a prompt is out."""

import contextlib
import datetime
import os
import re
import resource
import statistics
import subprocess
import time

import bench_process as kernel
from bench_report import Row
from bench_setup import (
    ONE_PERSON,
    broker,
    daemon,
    home,
    listener,
    log_line,
    person_id,
    people,
    place,
    program,
    run,
)

IDLE_SEC = 60
STARTS = 5
PRIVATE_DIRTY_MAX_KB = 2 * 1024
PSS_ABOVE_MAX_KB = 1536
SWITCHES_MAX = 2
INTAKE_RATIO_MIN = 0.9
LATENCY_MAX_MSEC = 1.0


@contextlib.contextmanager
def started(*command, **options):
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def first_in_line():
    """Whatever else the machine does: all that is measured, the broker and the peers too, has the processor first."""
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(5))
    except PermissionError:
        pass
    try:
        yield
    finally:
        with contextlib.suppress(PermissionError):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def seated_none(running, ear):
    """Anna's daemon is connected and knows that nobody sits."""
    ear.wait_for_state("anna", posture="unknown")
    ear.publish("zigbee2mqtt/Office chair", '{"contact":true}')
    ear.wait_for_state("anna", posture="away")
    wait_for_rest(running.pid)


def wait_for_rest(pid, rest_sec=1.0):
    """Until it has not run for a while."""
    last = None
    while last != (last := kernel.switches(pid)):
        time.sleep(rest_sec)  # that nothing happens meanwhile is what is waited for


def memory():
    """Bare clients and the daemon side by side; the median of several starts."""
    samples = []
    for _ in range(STARTS):
        with (
            place() as directory,
            broker(directory) as bus,
            started(program("bare-client"), bus.port) as bare,
            started(program("bare-client"), bus.port, directory / "bare.sqlite") as storing,
            listener(bus.port, "unslouch/#") as ear,
            daemon(directory / "daemon", bus.config_text() + ONE_PERSON) as running,
        ):
            seated_none(running, ear)
            samples.append([kernel.memory_kb(pid) for pid in (bare.pid, storing.pid, running.pid)])
    bare, storing, ours = (
        {key: statistics.median(sample[number][key] for sample in samples) for key in samples[0][0]} for number in range(3)
    )
    above = ours["pss"] - storing["pss"]
    return Row(
        "memory",
        "memory, one person, connected",
        "private dirty <= 2 MB; PSS at most 1.5 MB above a bare client with the same libraries",
        f"private dirty {ours['private_dirty'] / 1024:.2f} MB; PSS {ours['pss'] / 1024:.2f} MB, {above / 1024:.2f} MB above",
        f"bare client that uses them, SQLite too: private dirty {storing['private_dirty'] / 1024:.2f} MB, "
        f"PSS {storing['pss'] / 1024:.2f} MB",
        ours["pss"] / storing["pss"],
        f"median of {STARTS} starts",
        ours["private_dirty"] <= PRIVATE_DIRTY_MAX_KB and above <= PSS_ABOVE_MAX_KB,
        details=[
            ("unslouchd: PSS, private dirty, RSS (KiB)", f"{ours['pss']:.0f}, {ours['private_dirty']:.0f}, {ours['rss']:.0f}"),
            (
                "bare client, connected, with a small SQLite database open (KiB)",
                f"{storing['pss']:.0f}, {storing['private_dirty']:.0f}, {storing['rss']:.0f}",
            ),
            (
                "bare client that is linked with SQLite but never calls it (KiB)",
                f"{bare['pss']:.0f}, {bare['private_dirty']:.0f}, {bare['rss']:.0f}",
            ),
            ("PSS above the one that never calls it (MB)", f"{(ours['pss'] - bare['pss']) / 1024:.2f}"),
        ],
    )


def switches():
    with (
        place() as directory,
        broker(directory) as bus,
        started(program("bare-client"), bus.port) as bare,
        listener(bus.port, "unslouch/#") as ear,
        daemon(directory / "daemon", bus.config_text() + ONE_PERSON) as running,
    ):
        seated_none(running, ear)
        before = [kernel.switches(pid) for pid in (running.pid, bare.pid)]
        worked = kernel.processor_sec(running.pid)
        time.sleep(IDLE_SEC)  # the minute is what is measured
        after = [kernel.switches(pid) for pid in (running.pid, bare.pid)]
        worked = kernel.processor_sec(running.pid) - worked
    (ours, forced), (theirs, _) = ([b - a for a, b in zip(*pair)] for pair in zip(before, after))
    return Row(
        "switches",
        "voluntary context switches a minute, connected, nobody seated",
        f"<= {SWITCHES_MAX}",
        f"{ours}",
        f"bare client: {theirs}",
        None,
        f"one minute of {IDLE_SEC} s, all threads",
        ours <= SWITCHES_MAX,
        details=[("involuntary switches", f"{forced}"), ("processor time in the minute (ms)", f"{worked * 1000:.2f}")],
    )


INTAKE_MESSAGES = 40000
INTAKE_BYTES = 120
INTAKE_REPEATS = 5


def flood(bus, qos):
    run(program("flood"), bus.port, qos, INTAKE_MESSAGES, INTAKE_BYTES, "unslouch/p00000/cmd", "nonsense", "radar/p00000")


def daemon_intake(bus, ear, running, qos):
    """(messages a second, microseconds of the processor each); the refused command comes after all of them."""
    since, worked, began = ear.mark(), kernel.processor_sec(running.pid), time.monotonic()
    flood(bus, qos)
    ear.wait_for_topic("unslouch/p00000/error", since=since, timeout=60)
    seconds = time.monotonic() - began
    return INTAKE_MESSAGES / seconds, (kernel.processor_sec(running.pid) - worked) / INTAKE_MESSAGES * 1e6


def peer_intake(bus, qos):
    since = len(bus.lines)
    command = ["mosquitto_sub", "-p", bus.port, "-V", "5", "-q", qos, "-t", "radar/p00000", "-C", INTAKE_MESSAGES]
    with started(*command, stdout=subprocess.DEVNULL) as peer:
        bus.wait_for_log(r" radar/p00000", since=since)
        began = time.monotonic()
        flood(bus, qos)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert peer.wait(60) == 0
        seconds = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return INTAKE_MESSAGES / seconds, worked / INTAKE_MESSAGES * 1e6


def intake():
    """In turns: only one subscriber at a time, for the broker works for each of them."""
    pairs = {0: [], 1: []}
    for qos, samples in pairs.items():
        for _ in range(INTAKE_REPEATS):
            with first_in_line(), place() as directory, broker(directory) as bus:
                theirs = peer_intake(bus, qos)
                with (
                    listener(bus.port, "unslouch/+/error", "unslouch/p00000/state") as ear,
                    daemon(directory / "daemon", bus.config_text() + people(1)) as running,
                ):
                    ear.wait_for_state("p00000", posture="unknown")
                    ear.publish("radar/p00000", '{"occupancy":true}')
                    ear.wait_for_state("p00000", posture="sitting")
                    samples.append((daemon_intake(bus, ear, running, qos), theirs))
    ratios = {qos: statistics.median(ours[0] / theirs[0] for ours, theirs in samples) for qos, samples in pairs.items()}

    def median(qos, who, what):
        return statistics.median(sample[who][what] for sample in pairs[qos])

    return Row(
        "intake",
        "sensor messages taken from a broker",
        f">= {INTAKE_RATIO_MIN} x mosquitto_sub writing to /dev/null",
        f"{median(0, 0, 0):,.0f} messages/s at QoS 0, {median(1, 0, 0):,.0f} at QoS 1",
        f"mosquitto_sub: {median(0, 1, 0):,.0f} at QoS 0, {median(1, 1, 0):,.0f} at QoS 1",
        min(ratios.values()),
        f"{INTAKE_REPEATS} pairs of {INTAKE_MESSAGES:,} messages of {INTAKE_BYTES} bytes at each QoS, in turns; median of the pairs' ratios",
        min(ratios.values()) >= INTAKE_RATIO_MIN,
        details=[(f"ratio at QoS {qos}", f"{ratio:.2f}") for qos, ratio in ratios.items()]
        + [
            (f"processor time of a message at QoS {qos}, ours and theirs (µs)", f"{median(qos, 0, 1):.1f}, {median(qos, 1, 1):.1f}")
            for qos in pairs
        ],
    )


PROMPTS = 1000
LATENCY_START = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.timezone.utc)
LATENCY_SAT = datetime.timedelta(minutes=16)


def latency_config():
    rows = [
        f'{{ id = "{who}"; sensors = ( {{ name = "chair"; kind = "seat"; topic = "chair/{who}"; }} ); quiet_hours = (); '
        f'cues = ( {{ topic = "call/{who}"; when = "on"; }} ); breaks = {{ sit_limit = "20 min"; posture_check = "off"; }}; }}'
        for who in map(person_id, range(PROMPTS))
    ]
    phone = 'channels = ( { name = "phone"; kind = "phone"; } );\ntime_zone = "UTC";\n'
    return "people = (\n" + ",\n".join(rows) + "\n);\n" + phone


def let_everybody_sit(directory, config):
    """Makes the state of a home whose people have sat for so long that a cue brings their prompt forward."""
    (directory / "daemon").mkdir()
    (directory / "sat.conf").write_text(config, encoding="utf-8")
    with open(directory / "sat.log", "w", encoding="utf-8") as log:
        log.writelines(log_line(LATENCY_START, f"chair/{person_id(number)}", "ON") for number in range(PROMPTS))
    run(
        os.environ["UNSLOUCH"], "replay", "--json", "--config", directory / "sat.conf", "--state", directory / "daemon" / "state",
        "--until", (LATENCY_START + LATENCY_SAT).isoformat(), directory / "sat.log", stderr=subprocess.DEVNULL,
    )  # fmt: skip


def percentile(values, share):
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def latency():
    config = latency_config()
    start = (LATENCY_START + LATENCY_SAT + datetime.timedelta(seconds=10)).isoformat()
    with place() as directory:
        let_everybody_sit(directory, config)
        with (
            first_in_line(),
            broker(directory) as bus,
            started(program("bare-client"), bus.port),
            daemon(directory / "daemon", bus.config_text() + config, f"--start-time={start}") as running,
        ):
            with listener(bus.port, "unslouch/+/state", "unslouch/+/error") as ear:
                last = person_id(PROMPTS - 1)
                ear.wait_for_state(last)
                since = ear.mark()
                for who in map(person_id, range(PROMPTS)):
                    ear.publish(f"chair/{who}", "ON", qos=0)
                    ear.publish(f"call/{who}", "off", qos=0)
                # The daemon takes them in their order.
                ear.publish("unslouch/" + last + "/cmd", "nonsense", qos=0)
                ear.wait_for_topic("unslouch/" + last + "/error", since=since)
            wait_for_rest(running.pid, 0.2)
            lines = run(program("round-trips"), bus.port, PROMPTS).splitlines()
    trips = [tuple(int(number) / 1e6 for number in line.split()) for line in lines]
    missing = sum(min(trip) < 0 for trip in trips)
    echo, answer, prompt = ([trip[number] for trip in trips if min(trip) >= 0] for number in range(3))
    middle = statistics.median(echo)
    above = [one - middle for one in prompt]

    def three(values):
        return ", ".join(f"{value:.2f}" for value in (statistics.median(values), percentile(values, 0.99), max(values)))

    return Row(
        "latency",
        "from the message that makes a prompt due to the prompt on the wire, above the broker's own round trip",
        f"p99 <= {LATENCY_MAX_MSEC:.0f} ms",
        f"p99 {percentile(above, 0.99):.2f} ms (p50, p99, max: {three(above)} ms)",
        f"the broker's own round trip: p50 {middle:.2f} ms, p99 {percentile(echo, 0.99):.2f} ms",
        percentile(prompt, 0.99) / percentile(echo, 0.99),
        f"{len(prompt):,} prompts, one after the other, of a home of {PROMPTS:,} people; {missing} missing",
        missing == 0 and percentile(above, 0.99) <= LATENCY_MAX_MSEC,
        details=[
            ("a message to itself through the broker: p50, p99, max (ms)", three(echo)),
            ("a bare client's answer: p50, p99, max (ms)", three(answer)),
            ("the prompt, the round trip included: p50, p99, max (ms)", three(prompt)),
        ],
    )


START_WAIT_SEC = 20
PEERS = (("workrave", ["workrave"]), ("safeeyes", ["safeeyes"]), ("rsibreak", ["rsibreak"]))


@contextlib.contextmanager
def screen():
    """An X server of our own; its display's name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with started(*command, pass_fds=[writer], stderr=subprocess.DEVNULL):
        os.close(writer)
        with open(reader, encoding="ascii") as stream:
            yield f":{stream.readline().strip()}"


@contextlib.contextmanager
def session(directory, display, command):
    """A peer in a session bus and a home of its own; the id of the peer's process."""
    directory.mkdir()
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(directory), "DISPLAY": display, "XDG_RUNTIME_DIR": str(directory),
        "LC_ALL": "C.UTF-8", "GDK_BACKEND": "x11", "QT_QPA_PLATFORM": "xcb", "NO_AT_BRIDGE": "1",
    }  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as stack:
        bus = stack.enter_context(
            started(
                "dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address=unix:path={directory}/bus",
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
            )  # fmt: skip
        )
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        peer = stack.enter_context(started(*command, env=environment, cwd=directory, **quiet))
        yield peer


def measure_idle(pids, seconds):
    """{name: (PSS, private dirty, processor seconds, voluntary switches)} of the same idle time."""

    def of_all(name, read):
        return sum(read(pid) for pid in kernel.children(pids[name]))

    before = {name: (of_all(name, kernel.processor_sec), of_all(name, lambda pid: kernel.switches(pid)[0])) for name in pids}
    time.sleep(seconds)  # the idle time is what is measured
    found = {}
    for name, (worked, switched) in before.items():
        found[name] = (
            of_all(name, lambda pid: kernel.memory_kb(pid)["pss"]),
            of_all(name, lambda pid: kernel.memory_kb(pid)["private_dirty"]),
            of_all(name, kernel.processor_sec) - worked,
            of_all(name, lambda pid: kernel.switches(pid)[0]) - switched,
        )
    return found


def version_of(package):
    return run("dpkg-query", "--show", "--showformat", "${Version}", package)


def peers():
    """Those that Debian packages, and ours, on session buses of their own, over the same idle minute."""
    with place() as directory, screen() as display, broker(directory) as bus, contextlib.ExitStack() as stack:
        running = {name: stack.enter_context(session(directory / name, display, command)) for name, command in PEERS}
        own_bus = stack.enter_context(session(directory / "own", display, ["sleep", "infinity"]))
        address = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={directory}/own/bus", "XDG_RUNTIME_DIR": str(directory / "own")}
        ear = stack.enter_context(listener(bus.port, "unslouch/#"))
        config = bus.config_text() + ONE_PERSON
        ours = stack.enter_context(daemon(directory / "daemon", config, "--bus=session", environment=address))
        assert own_bus.poll() is None
        seated_none(ours, ear)
        time.sleep(START_WAIT_SEC)  # the peers tell nobody that they have started
        for name, process in running.items():
            assert process.poll() is None, f"{name} has ended"
        found = measure_idle({"unslouchd": ours.pid, **{name: process.pid for name, process in running.items()}}, IDLE_SEC)
    best = [min(found[name][number] for name, _ in PEERS) for number in range(4)]
    mine = found["unslouchd"]

    def figures(name):
        pss, dirty, worked, switched = found[name]
        return f"PSS {pss / 1024:.1f} MB, private dirty {dirty / 1024:.1f} MB, {worked * 1000:.1f} ms, {switched} switches"

    return Row(
        "peers",
        "beside the break reminders that Debian packages, in the same idle minute",
        "less than each of them",
        f"PSS {mine[0] / 1024:.1f} MB, {mine[2] * 1000:.1f} ms of the processor, {mine[3]} context switches",
        f"best of them: PSS {best[0] / 1024:.1f} MB, {best[2] * 1000:.1f} ms, {best[3]} switches",
        mine[0] / best[0],
        f"one minute of {IDLE_SEC} s, all at once, each on a session bus of its own",
        all(a < b for a, b in zip(mine, best)),
        details=[("unslouchd, connected to a broker and a session bus", figures("unslouchd"))]
        + [(f"{name} {version_of(name)}", figures(name)) for name, _ in PEERS],
    )
