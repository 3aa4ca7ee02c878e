# SPDX-License-Identifier: MIT
"""The faults of broker and network many times over, each in a network namespace of its own, and a table of what came of
it. scripts/faults runs this; see there for the options.
"""

import argparse
import concurrent.futures
import contextlib
import dataclasses
import json
import pathlib
import signal
import subprocess
import sys

import faults

# In these many the caches have been filled and each thread has had its heap.
WARM_UP_RUNS = 3
LONG_EVERY = 5
BEGIN, END = "<!-- scripts/faults writes from here", "<!-- to here -->"
COLUMNS = ("fault", "runs", "losses", "doubles", "timed", "D-Bus", "timer", "watchdog", "memory")


def run_one(name, runs):
    """The row of one fault."""
    short = faults.FAULTS[name]
    long = dataclasses.replace(short, hold_sec=short.long_hold_sec)
    row = {"fault": name, "runs": 0, "losses": 0, "doubles": 0, "timed": 0}
    worst, memory = faults.Lateness(0, 0, 0, 0), []
    with contextlib.ExitStack() as stack:
        bench = faults.Bench(short, stack)
        for number in range(1, runs + 1):
            bench.fault = short if number % LONG_EVERY else long
            outcome = bench.run()
            row["runs"] += 1
            row["losses"] += outcome.heard == 0
            row["doubles"] += outcome.doubles
            if outcome.lateness.is_of_quiet_machine:
                row["timed"] += 1
                worst |= outcome.lateness
            memory.append(bench.daemon.private_kb())
            print(f"{name}: {number} of {runs}", file=sys.stderr)
    row["worst_ms"] = {field: round(seconds * 1000) for field, seconds in dataclasses.asdict(worst).items()}
    row["memory_kb"] = {"start": memory[min(WARM_UP_RUNS, runs) - 1], "end": memory[-1]}
    row["good"] = (
        row["losses"] == row["doubles"] == 0 and row["timed"] > 0 and worst.is_good
        and row["memory_kb"]["end"] - row["memory_kb"]["start"] <= faults.GROWTH_MAX_KB
    )
    return row


def run_apart(name, runs, children):
    """The same in a namespace of its own. What did not come to an end is a row, too."""
    command = ["unshare", "--net", sys.executable, __file__, "--one", name, "--runs", str(runs or faults.FAULTS[name].runs)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        children.append(child)
        output = child.communicate()[0]
    if child.returncode == 0:
        return json.loads(output)
    return {"fault": name, "runs": 0, "losses": 0, "doubles": 0, "timed": 0, "worst_ms": {}, "memory_kb": {}, "good": False}


def cells(row):
    worst, memory = row["worst_ms"], row["memory_kb"]
    late = [f"{max(worst[field], 0)} ms" if worst else "?" for field in ("dbus", "timer", "watchdog")]
    level = f"{memory['start']} -> {memory['end']} kB" if memory else "did not end"
    return [row["fault"], *(str(row[key]) for key in ("runs", "losses", "doubles", "timed")), *late, level]


def make_table(rows):
    lines = [list(COLUMNS), *(cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(COLUMNS))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |" for line in lines]
    text.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(text)


def record(path, table, command):
    """Puts the table between the markers of the page."""
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END, 1)[1]
    path.write_text(f"{head}{BEGIN}: {command} -->\n{table}\n{END}{tail}", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(prog="scripts/faults", description=__doc__)
    parser.add_argument("fault", nargs="*", choices=[*faults.FAULTS, []], metavar="FAULT", help=", ".join(faults.FAULTS))
    parser.add_argument("--runs", type=int, help="of each fault; else 50 restarts, and 20 of the others")
    parser.add_argument("--jobs", type=int, default=4, help="so many faults side by side")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--record", type=pathlib.Path, metavar="PAGE")
    parser.add_argument("--one", choices=faults.FAULTS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    children = []

    def on_end(*_):
        for child in children:
            child.terminate()
        sys.exit(1)

    # So that everything is put away.
    signal.signal(signal.SIGTERM, on_end)
    if options.one:
        json.dump(run_one(options.one, options.runs), sys.stdout)
        return 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        rows = list(pool.map(lambda name: run_apart(name, options.runs, children), options.fault or faults.FAULTS))
    print(make_table(rows))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    if options.record:
        record(options.record, make_table(rows), "scripts/faults")
    return 0 if all(row["good"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
