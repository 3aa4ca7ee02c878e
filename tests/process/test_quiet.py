# SPDX-License-Identifier: MIT
"""A daemon of a desktop where nothing happens sleeps."""

import pathlib
import re
import time

import desk

MUTTER = "org.gnome.Mutter.IdleMonitor"
CONFIG = (
    'people = ( { id = "anna"; name = "Anna"; sensors = ( { name = "desktop"; kind = "desktop-idle"; } ); '
    'breaks = { debounce = "1 s"; }; quiet_hours = (); } );\n'
    'channels = ( { name = "screen"; kind = "desktop"; } );\n'
)
MINUTE_SEC = 60
SWITCHES_MAX = 2


def context_switches(pid):
    """Of all its threads, wanted and not."""
    count = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        count += sum(int(number) for number in re.findall(r"ctxt_switches:\s+(\d+)", status.read_text(encoding="ascii")))
    return count


def test_a_minute_of_an_idle_desktop_costs_at_most_two_context_switches(session_bus, stand_in, desk_daemon):
    stand_in(session_bus, "mutter.py", MUTTER, idle_msec=60 * 60 * 1000)
    stand_in(session_bus, "notification_daemon", "org.freedesktop.Notifications", capabilities="actions body")
    daemon = desk_daemon(desk.ANNA, [session_bus], CONFIG, "--bus=session")
    desk.wait_for_person(session_bus, Posture="away")
    session_bus.settle()
    before, since = context_switches(daemon.pid), session_bus.mark()
    time.sleep(MINUTE_SEC)  # the minute is what is measured
    switches = context_switches(daemon.pid) - before
    session_bus.settle()
    assert switches <= SWITCHES_MAX, [str(message) for message in session_bus.find(since)]
    assert desk.person_properties(session_bus)["Posture"] == "away"
