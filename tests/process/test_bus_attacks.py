# SPDX-License-Identifier: MIT
"""What a bus that stalls, with calls of many on it, can do to the rest of the daemon."""

import contextlib
import signal
import statistics
import time

from gi.repository import Gio, GLib

import desk
import home
from served import ANNAS, BREAKS

CHAIR = '{ name = "chair"; kind = "seat"; topic = "chair"; }'
KEYS = '{ name = "keys"; kind = "activity"; via = "dbus"; }'
CHANNELS = 'channels = ( { name = "desktop"; kind = "desktop"; } );\n'


def person_text(name):
    return f'{{ id = "{name.lower()}"; name = "{name}"; sensors = ( {KEYS}, {CHAIR} ); {BREAKS} }}'


def home_text(*names):
    return f"people = ( {', '.join(person_text(name) for name in names)} );\n{CHANNELS}"


@contextlib.contextmanager
def stopped(program):
    program.signal(signal.SIGSTOP)
    try:
        yield
    finally:
        program.signal(signal.SIGCONT)


def ask_and_forget(connection, path=ANNAS):
    """A call whose answer nobody waits for."""
    connection.call(
        desk.UNSLOUCH, path, desk.PROPERTIES, "GetAll", GLib.Variant("(s)", (desk.PERSON,)), None,
        Gio.DBusCallFlags.NO_AUTO_START, home.PATIENCE_SEC * 1000, None, None,
    )


def fill(bus, connections, calls):
    """Calls of many senders, in turn, all of which the bus has passed on."""
    for _ in range(calls):
        for connection in connections:
            ask_and_forget(connection)
    for connection in connections:
        connection.flush_sync(None)
    bus.settle()


def answer_by_mqtt_sec(listener):
    """How long an answer to a command by MQTT takes."""
    since = listener.mark()
    begin = time.monotonic()
    listener.publish("unslouch/anna/cmd", "snooze", qos=0)
    return listener.wait_for_topic("unslouch/anna/error", since=since).when - begin


def test_a_bus_that_stalls_with_calls_under_way_delays_nothing_else(session_bus, desk_daemon, broker, listener):
    config = broker.config_text() + home_text("Anna")
    daemon = desk_daemon(desk.ROOT, [session_bus], config, "--bus=session")
    listener.wait_for_state("anna")
    connections = [desk.connect(session_bus.address) for _ in range(8)]
    with stopped(daemon):
        fill(session_bus, connections, 20)
        session_bus.signal(signal.SIGSTOP)
    try:
        took_sec = [answer_by_mqtt_sec(listener) for _ in range(15)]
    finally:
        session_bus.signal(signal.SIGCONT)
    assert max(took_sec) < 0.4 and statistics.median(took_sec) < 0.1, took_sec
    assert desk.person_properties(session_bus)["Id"] == "anna"
