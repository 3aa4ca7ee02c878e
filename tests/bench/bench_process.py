# SPDX-License-Identifier: MIT
"""What the kernel says of a process, or of a process and its children."""

import pathlib
import re
import time



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
        try:
            text = status.read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has just ended
        voluntary += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", text, re.M)[1])
        involuntary += int(re.search(r"^nonvoluntary_ctxt_switches:\s+(\d+)", text, re.M)[1])
    return voluntary, involuntary


def processor_sec(pid):
    """Of all threads, also those that have ended, in user and kernel mode: the process's own clock (clock_getcpuclockid)."""
    return time.clock_gettime(~pid << 3 | 2)
