# SPDX-License-Identifier: MIT
"""What scripts/crash runs and prints: crash_report.py [--record FILE] [--keep DIR] [KILLS] [SEED]"""

import argparse
import contextlib
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

import crash_week

BEGIN, END = "<!-- scripts/crash writes from here -->", "<!-- to here, scripts/crash -->"
STORE_TESTS = ("test-store-faults", "test-store-power")
COUNTED = re.compile(r"# (?P<what>.+): (?P<count>\d+) (?P<unit>faults|cuts|changed bytes)$")


def run_week(kills, seed, keep):
    began = time.monotonic()
    with crash_week.place() as directory:
        with contextlib.closing(crash_week.Week(pathlib.Path(directory), seed, keep)) as week:
            week.live(kills, say=lambda text: print(text, flush=True))
            week.took_sec = time.monotonic() - began
            return week


def describe(week, seed):
    span = str(week.now - crash_week.BEGIN).split(".", maxsplit=1)[0]
    yield f"Seed {seed}: {week.kills} kills in {span} of the home's time, and in {week.took_sec / 60:.0f} minutes of ours;"
    yield f"{week.early_kills} of them fell into a start. At most {week.longest_loss_sec:.0f} s of a span were lost"
    yield f"({week.longest_raw_loss_sec:.0f} s with what the machine, {crash_week.SCALE} times as fast, kept the daemon waiting)."


def week_rows(week):
    names = {
        "prompts and notices": ("prompts", "told twice"),
        "outcomes": ("outcomes",),
        "finished sessions": ("sessions",),
        "finished sets": ("sets",),
        "settings": ("settings",),
    }
    lost = {kind: len(texts) for kind, texts in week.truth.losses.items()}
    for what, kinds in names.items():
        yield (f"{what} told before a kill", week.truth.told[what], sum(lost.pop(kind, 0) for kind in kinds))
    yield ("SIGKILL, and all else that a store keeps", week.kills, sum(lost.values()))


def store_rows():
    """What the programs that make the disk of a store fail print of themselves. One that fails ends all."""
    for name in STORE_TESTS:
        program = pathlib.Path(os.environ["top_builddir"], "tests", "unit", name)
        done = subprocess.run([program, "all"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{name} fails:\n{done.stdout}{done.stderr}")
        for match in filter(None, map(COUNTED.match, (done.stdout + done.stderr).splitlines())):
            yield (f"{match['what']} ({match['unit']})", int(match["count"]), 0)


def table(rows):
    yield "| what | runs | losses |"
    yield "| --- | ---: | ---: |"
    for what, count, losses in rows:
        yield f"| {what} | {count} | {losses} |"


def record(path, text):
    old = path.read_text(encoding="utf-8")
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin and end, f"{path} has no marks of scripts/crash"
    path.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="scripts/crash")
    parser.add_argument("--record", type=pathlib.Path, help="write the table into this file")
    parser.add_argument("--keep", type=pathlib.Path, help="a directory for what there is of each life with a loss")
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("seed", type=int, nargs="?", default=random.SystemRandom().getrandbits(32))
    options = parser.parse_args()
    # So that everything is put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    print(f"seed {options.seed}", flush=True)
    week = run_week(options.kills, options.seed, options.keep)
    text = "\n".join([*describe(week, options.seed), "", *table([*week_rows(week), *store_rows()])])
    print(text)
    print(week.describe_losses())
    if options.record:
        record(options.record, text)
    return 1 if week.truth.losses else 0


if __name__ == "__main__":
    sys.exit(main())
