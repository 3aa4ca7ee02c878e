# SPDX-License-Identifier: MIT
"""A stopwatch in a process of its own, for faults.Gauge: how late the daemon is, and how late this machine is itself.

Fifty times a second it asks the bus for its id and the daemon for a property; besides, it times the tellings of the
minutes sat, which the daemon's timer brings. Of the daemon's delays is subtracted what the bus took at the same moment,
and for how long the daemon was ready to run but no processor was free.
"begin PID" on standard input forgets everything, "end" writes the worst of each as a line of JSON, in seconds.

Usage: fault_gauge.py ADDRESS DESTINATION PATH INTERFACE PROPERTY TICKED_PROPERTY
"""

import json
import sys
import time

from gi.repository import Gio, GLib

INTERVAL_SEC = 0.02
PROPERTIES = "org.freedesktop.DBus.Properties"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


class Gauge:
    def __init__(self, address, destination, path, interface, asked, ticked):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.connection = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
        self.where = (destination, path, PROPERTIES, "Get")
        self.asked = GLib.Variant("(ss)", (interface, asked))
        self.ticked = ticked
        self.is_asking = False
        self.connection.signal_subscribe(
            None, PROPERTIES, "PropertiesChanged", path, None, Gio.DBusSignalFlags.NONE, self.on_change
        )
        self.begin("self")
        self.due = time.monotonic() + INTERVAL_SEC
        GLib.timeout_add(int(INTERVAL_SEC * 1000), self.on_timer)

    def begin(self, pid):
        self.statistics = f"/proc/{pid}/schedstat"
        self.worst = {"machine": 0.0, "daemon": 0.0, "tick": 0.0}
        self.count = {"daemon": 0, "tick": 0}
        self.last_tick = None

    def waited(self):
        """For how long, so far, the daemon's main thread was ready but not running."""
        try:
            with open(self.statistics, encoding="ascii") as file:
                return int(file.read().split()[1]) / 1e9
        except OSError:  # it has ended
            return 0

    def note(self, name, seconds):
        self.worst[name] = max(self.worst[name], seconds)
        if name in self.count:
            self.count[name] += 1

    def on_timer(self):
        now = time.monotonic()
        self.note("machine", now - self.due)
        self.due = now + INTERVAL_SEC
        if not self.is_asking:
            self.ask()
        GLib.timeout_add(int(INTERVAL_SEC * 1000), self.on_timer)
        return False

    def ask(self):
        """Both at once: whatever keeps both answers away is not the daemon's doing."""
        self.is_asking = True
        asked, waited, of = time.monotonic(), self.waited(), self.statistics
        took = {}

        def on_answer(name, connection, result):
            took[name] = time.monotonic() - asked
            is_there = True
            try:
                connection.call_finish(result)
            except GLib.Error:
                is_there = False
            if len(took) < 2:
                return
            self.is_asking = False
            self.note("machine", took["bus"])
            if is_there and of == self.statistics:
                self.note("daemon", took["daemon"] - took["bus"] - (self.waited() - waited))

        self.call(*self.where, self.asked, lambda *answer: on_answer("daemon", *answer))
        self.call(*BUS, "GetId", None, lambda *answer: on_answer("bus", *answer))

    def call(self, destination, path, interface, member, parameters, on_answer):
        self.connection.call(
            destination, path, interface, member, parameters, None, Gio.DBusCallFlags.NO_AUTO_START, 60000, None, on_answer
        )

    def on_change(self, _connection, _sender, _path, _interface, _member, parameters):
        if self.ticked not in parameters.unpack()[1]:
            return
        self.note_tick()

    def note_tick(self):
        now = time.monotonic() - self.waited()
        if self.last_tick is not None:
            self.note("tick", now - self.last_tick)
        self.last_tick = now

    def on_line(self, *_):
        line = sys.stdin.readline().strip()
        if not line:
            sys.exit()
        if line == "end":
            if self.last_tick is not None:
                self.note_tick()
            print(json.dumps({"worst": self.worst, "count": self.count}), flush=True)
        else:
            self.begin(line.split()[1])
            print("{}", flush=True)
        return True


gauge = Gauge(*sys.argv[1:])
GLib.io_add_watch(sys.stdin, GLib.PRIORITY_HIGH, GLib.IOCondition.IN | GLib.IOCondition.HUP, gauge.on_line)
GLib.MainLoop().run()
