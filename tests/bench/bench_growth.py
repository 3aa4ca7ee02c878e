# SPDX-License-Identifier: MIT
"""How the costs grow with sensors, message size and history. With people: the row `crowd`."""

import pathlib
import shutil
import statistics

from bench_alone import COUNTED_MESSAGES, cost, instructions, instructions_are_counted, make_history, memory_place, start_times
from bench_report import Curve, Row
from bench_setup import broker, people, place

SENSORS = (1, 3, 10, 32)
SIZES = (70, 250, 1000, 4000, 16000, 60000)
DAYS = (1, 7, 30, 365, 3650)
STARTS = 7
SIZE_MESSAGES = 500


CAN_COUNT = instructions_are_counted()
UNIT = "instructions" if CAN_COUNT else "ns"


def work(config, count, size):
    """Of one message, in UNIT."""
    return instructions(config, count, size) if CAN_COUNT else cost(config, count, size)[0]


def by_sensors():
    points = []
    for sensors in SENSORS:
        with place() as directory:
            config = directory / "sensors.conf"
            config.write_text(people(1, sensors), encoding="utf-8")
            points.append((sensors, work(config, COUNTED_MESSAGES, 120)))
    return points


def by_size():
    with place() as directory:
        config = directory / "size.conf"
        config.write_text(people(1), encoding="utf-8")
        return [(size, work(config, SIZE_MESSAGES, size)) for size in SIZES]


def by_history():
    """Milliseconds of the processor to READY=1, which a busy machine changes less than the time that passes."""
    points = []
    with place() as directory, broker(directory) as bus:
        for days in DAYS:
            with memory_place() as made:
                make_history(pathlib.Path(made), days)
                (directory / f"days-{days}").mkdir()
                shutil.copytree(pathlib.Path(made) / "state", directory / f"days-{days}" / "state")
            times = start_times(directory / f"days-{days}", bus, STARTS)
            points.append((days, statistics.median(worked for _, worked in times)))
    return points


def growth():
    curves = [
        Curve("Cost of one message", "sensors of the person", UNIT, by_sensors()),
        Curve("Cost of one message", "bytes", UNIT, by_size()),
        Curve("Start to READY=1", "days of history", "ms of the processor", by_history()),
    ]
    return Row(
        "growth",
        "growth with sensors, message size and history",
        "at most in proportion",
        "slopes " + ", ".join(f"{curve.slope:.2f} ({curve.x_name})" for curve in curves),
        "1: in proportion; 0: not at all",
        max(curve.slope for curve in curves),
        f"messages: {COUNTED_MESSAGES:,}, of each size {SIZE_MESSAGES}; starts: medians of {STARTS}",
        all(curve.slope <= 1.05 for curve in curves),
        curves=curves,
    )
