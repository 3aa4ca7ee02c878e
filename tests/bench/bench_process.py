# SPDX-License-Identifier: MIT
"""What the kernel says of a process, or of a process and its children."""

import os
import pathlib
import re

TICKS_PER_SEC = os.sysconf("SC_CLK_TCK")


def children(pid):
    """The process and all below it."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found += children(int(child))
    return found


def memory_kb(pid):
    """{"pss": ..., "private_dirty": ..., "rss": ...} in KiB."""
    text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    names = {"pss": "Pss", "private_dirty": "Private_Dirty", "rss": "Rss"}
    return {key: int(re.search(rf"^{name}:\s+(\d+)", text, re.M)[1]) for key, name in names.items()}


def switches(pid):
    """Voluntary and involuntary context switches of all threads."""
    voluntary = involuntary = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        text = status.read_text(encoding="ascii")
        voluntary += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M)[1])
        involuntary += int(re.search(r"^nonvoluntary_ctxt_switches:\s+(\d+)", text, re.M)[1])
    return voluntary, involuntary


def processor_sec(pid):
    """Of all threads, in user and kernel mode, to the nanosecond where the kernel tells it."""
    total = 0
    for schedstat in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
        total += int(schedstat.read_text(encoding="ascii").split()[0])
    return total / 1e9
