# SPDX-License-Identifier: MIT
"""Measures the figures that Unslouch promises, each beside a peer or a limit in the same run.

Usage: bench.py [--write] [ROW...]     see scripts/bench
"""

import datetime
import json
import os
import signal
import subprocess
import sys
import time

import bench_alone
import bench_growth
import bench_report as report
import bench_running
from bench_setup import BUILD, SOURCE

ROWS = {
    "memory": bench_running.memory,
    "switches": bench_running.switches,
    "intake": bench_running.intake,
    "latency": bench_running.latency,
    "replay": bench_alone.replay,
    "crowd": bench_alone.crowd,
    "start": bench_alone.start,
    "growth": bench_growth.growth,
    "peers": bench_running.peers,
}
PAGE = SOURCE / "docs" / "figures.md"
DATA = SOURCE / "docs" / "figures.json"
CURVES = SOURCE / "docs" / "growth.svg"


def machine():
    """Its kind, in general words."""
    kind = os.uname()
    memory_gb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"an {kind.machine} machine with {os.cpu_count()} processors and {memory_gb:.0f} GB of memory, {kind.sysname}"


def write_docs(rows, about):
    kept = {}
    if DATA.exists():
        kept = {fields["name"]: report.from_json(fields) for fields in json.loads(DATA.read_text(encoding="utf-8"))["rows"]}
    kept.update({row.name: row for row in rows})
    ordered = [kept[name] for name in ROWS if name in kept]
    text = json.dumps({**about, "rows": [report.as_json(row) for row in ordered]}, indent=1, ensure_ascii=False)
    DATA.write_text(text + "\n", encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, after = page.split(report.BEGIN)[0], page.split(report.END)[1]
    PAGE.write_text(before + report.as_markdown(ordered, about) + after, encoding="utf-8")
    CURVES.write_text(report.as_svg([curve for row in ordered for curve in row.curves]), encoding="utf-8")


def main():
    # So that everything is put away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    names = [name for name in sys.argv[1:] if name != "--write"]
    for name in names:
        if name not in ROWS:
            sys.exit(f"unknown row '{name}'; there are: {' '.join(ROWS)}")
    about = {
        "date": datetime.date.today().isoformat(),
        "command": "scripts/bench --write",
        "machine": machine(),
    }
    rows, failed = [], []
    is_written = "--write" in sys.argv
    for name in names or ROWS:
        began = time.monotonic()
        try:
            rows.append(ROWS[name]())
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            failed.append(name)
            print(f"{name}: could not be measured: {error}\n", flush=True)
            continue
        print(f"{report.as_text(rows[-1])}\n  took      {time.monotonic() - began:.0f} s\n", flush=True)
        if is_written:
            write_docs(rows, about)
    text = json.dumps({**about, "rows": [report.as_json(row) for row in rows]}, indent=1, ensure_ascii=False)
    (BUILD / "figures.json").write_text(text + "\n", encoding="utf-8")
    print(f"As JSON: {BUILD / 'figures.json'}")
    missed = [row.name for row in rows if row.met is False]
    if missed:
        print(f"Not met: {' '.join(missed)}")
    if failed:
        sys.exit(f"Not measured: {' '.join(failed)}")


main()
