# SPDX-License-Identifier: MIT
"""Rows that need no broker, or only one that is there: replay, a home of 10,000 people, starts, and growth."""

import datetime
import os
import pathlib
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time

import bench_process as kernel
from bench_report import Curve, Row
from bench_running import first_in_line, wait_for_rest
from bench_setup import ONE_PERSON, broker, home, log_line, people, place, program, run, write_days

UTC = datetime.timezone.utc
REPLAY_MIN = 1000000
REPLAY_LINES = 400000
REPLAY_REPEATS = 5
CROWD = 10000
CROWD_MAX_KB = 100 * 1024
START_MAX_MSEC = 50
STARTS = 25
FIRST_DAY = datetime.datetime(2025, 1, 6, tzinfo=UTC)
ZONE = 'time_zone = "UTC";\n'
CROWDS = (1, 10, 100, 1000, CROWD)


def processor_of(*command):
    """Seconds of the processor that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [str(part) for part in command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def write_radar(file):
    """A radar that tells its distance five times a second, for somebody who sits there all the time."""
    with open(file, "w", encoding="utf-8") as log:
        for number in range(REPLAY_LINES):
            payload = f'{{"distance":{number % 5}.{number % 10},"occupancy":true,"linkquality":{100 + number % 100}}}'
            log.write(log_line(FIRST_DAY + datetime.timedelta(seconds=number / 5), "radar/p00000", payload))
    return REPLAY_LINES


def write_year(file):
    with open(file, "w", encoding="utf-8") as log:
        return write_days(log, FIRST_DAY, 365)


def replay_rates(directory, config, write):
    """Medians of (messages a second of processor time of replay, of jansson), run in turns."""
    log, file = directory / "recorded.log", directory / "replay.conf"
    file.write_text(config, encoding="utf-8")
    lines = write(log)
    pairs = []
    for _ in range(REPLAY_REPEATS):
        ours = processor_of(os.environ["UNSLOUCH"], "replay", "--json", "--config", file, log)
        count, nsec = run(program("parse-lines"), log).split()
        pairs.append((lines / ours, int(count) / int(nsec) * 1e9))
    return [statistics.median(pair[number] for pair in pairs) for number in range(2)], lines


def replay():
    with place() as directory:
        (ours, theirs), lines = replay_rates(directory, people(1) + ZONE, write_radar)
        (year, year_theirs), year_lines = replay_rates(directory, ONE_PERSON + ZONE, write_year)
    return Row(
        "replay",
        "replay, messages a second on one core",
        f">= {REPLAY_MIN:,}",
        f"{ours:,.0f}",
        f"jansson alone, parsing the same lines: {theirs:,.0f}",
        ours / theirs,
        f"{REPLAY_REPEATS} pairs of {lines:,} lines of mosquitto_sub's %j, of a radar that mostly repeats itself, in turns; "
        "medians; by processor time, starting included",
        ours >= REPLAY_MIN,
        details=[
            ("a radar's recording: ours, jansson (lines/s)", f"{ours:,.0f}, {theirs:,.0f}"),
            (
                f"a year of chair and computer in {year_lines:,} lines, with all that is published: ours, jansson (lines/s)",
                f"{year:,.0f}, {year_theirs:,.0f}",
            ),
        ],
    )


def instructions_are_counted():
    """By callgrind, where it is installed: what is not counted is timed."""
    return shutil.which("valgrind") is not None


def instructions(config, count, size):
    """Of one message, counted by callgrind."""
    with tempfile.TemporaryDirectory() as directory:
        told = subprocess.run(
            ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={directory}/out",
             program("engine-cost"), str(config), str(count), str(size)],
            check=True, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        ).stderr  # fmt: skip
    return int(re.search(r"Collected : (\d+)", told)[1]) / count


def cost(config, count, size):
    """(nanoseconds, allocations) of one message; the median of three."""
    told = [run(program("engine-cost"), config, count, size, stderr=subprocess.DEVNULL).split() for _ in range(3)]
    return [statistics.median(float(numbers[index]) for numbers in told) for index in range(2)]


def start_crowd(count):
    """(milliseconds to READY=1, memory once all is published) of a home of so many people with three sensors each."""
    with place() as directory, broker(directory) as bus:
        running = home.Daemon(directory, bus.config_text() + people(count))
        try:
            began = time.monotonic()
            running.start(120)
            msec = (time.monotonic() - began) * 1000
            running.wait_for_log("Connected to the broker")
            wait_for_rest(running.pid)
            return msec, kernel.memory_kb(running.pid)
        finally:
            running.close()


COST_MESSAGES = 100000
COUNTED_MESSAGES = 2000
COST_BYTES = 120


def crowd():
    starts, nanoseconds, counted, allocations, memory = [], [], [], [], []
    is_counted = instructions_are_counted()
    for count in CROWDS:
        msec, used = start_crowd(count)
        starts.append((count, msec))
        memory.append((count, used["pss"]))
        with place() as directory:
            config = directory / "crowd.conf"
            config.write_text(people(count), encoding="utf-8")
            nsec, allocated = cost(config, COST_MESSAGES, COST_BYTES)
            nanoseconds.append((count, nsec))
            allocations.append((count, allocated))
            if is_counted:
                counted.append((count, instructions(config, COUNTED_MESSAGES, COST_BYTES)))
    work = counted if is_counted else nanoseconds
    unit = "instructions" if is_counted else "ns"
    ratio = work[-1][1] / work[0][1]
    curves = [
        Curve("Cost of one message", "people", unit, work),
        Curve("Time of one message", "people", "ns", nanoseconds),
        Curve("Memory", "people", "PSS in KiB", memory),
        Curve("Start to READY=1", "people", "ms", starts),
    ]
    return Row(
        "crowd",
        "10,000 people, 30,000 sensors in one process",
        "<= 100 MB, cost of one message independent of the number of people",
        f"PSS {used['pss'] / 1024:.0f} MB; {work[-1][1]:,.0f} {unit} a message at {CROWD:,} people; READY=1 after {starts[-1][1]:,.0f} ms",
        f"limit 100 MB; {work[0][1]:,.0f} {unit} at one person",
        ratio,
        f"one start and {COUNTED_MESSAGES:,} counted messages at each size; times are medians of 3 x {COST_MESSAGES:,}",
        used["pss"] <= CROWD_MAX_KB and ratio <= 1.05,
        details=[
            (f"{CROWD:,} people: PSS, private dirty, RSS (KiB)", f"{used['pss']}, {used['private_dirty']}, {used['rss']}"),
            ("allocations a message at each size", ", ".join(f"{value:.2f}" for _, value in allocations)),
        ],
        curves=curves if is_counted else curves[1:],
    )


def make_history(directory, days):
    """A store as `unslouch replay` leaves it after so many days."""
    log, config = directory / "days.log", directory / "days.conf"
    config.write_text(ONE_PERSON + ZONE, encoding="utf-8")
    with open(log, "w", encoding="utf-8") as stream:
        write_days(stream, FIRST_DAY, days)
    run(
        os.environ["UNSLOUCH"], "replay", "--json", "--config", config, "--state", directory / "state", log,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    log.unlink()


def memory_place():
    """Where many small commits don't wait for a disk."""
    where = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="unslouch-bench-", dir=where)


def start_times(directory, bus, count):
    """Milliseconds to READY=1 and of the processor till then, of so many starts."""
    found = []
    for _ in range(count):
        running = home.Daemon(directory, bus.config_text() + ONE_PERSON + ZONE)
        try:
            began = time.monotonic()
            running.start()
            found.append(((time.monotonic() - began) * 1000, kernel.processor_sec(running.pid) * 1000))
            running.stop()
        finally:
            running.close()
    return found


def start():
    with memory_place() as made, place() as directory, broker(directory) as bus:
        made = pathlib.Path(made)
        make_history(made, 365)
        (directory / "daemon").mkdir()
        shutil.copytree(made / "state", directory / "daemon" / "state")
        size = sum(file.stat().st_size for file in (made / "state").iterdir())
        spans = sqlite3.connect(made / "state" / "unslouch.sqlite").execute("SELECT count(*) FROM spans").fetchone()[0]
        (directory / "fresh").mkdir()
        with first_in_line():
            times = start_times(directory / "daemon", bus, STARTS)
            empty = start_times(directory / "fresh", bus, STARTS)
    middle, worst = statistics.median(msec for msec, _ in times), max(msec for msec, _ in times)
    without = statistics.median(msec for msec, _ in empty)
    return Row(
        "start",
        "start to READY=1 with a year of history",
        f"<= {START_MAX_MSEC} ms",
        f"median {middle:.1f} ms, max {worst:.1f} ms",
        f"without history: median {without:.1f} ms",
        middle / without,
        f"{STARTS} starts of each",
        worst <= START_MAX_MSEC,
        details=[
            ("spans in the year, bytes of the store", f"{spans:,}, {size:,}"),
            ("processor time till then, median (ms)", f"{statistics.median(worked for _, worked in times):.1f}"),
        ],
    )
