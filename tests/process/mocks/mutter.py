# SPDX-License-Identifier: MIT
"""A template for dbusmock: GNOME's idle monitor.

A watch for idleness fires once in every idle time that is long enough, at once if it is long enough already; a watch for
activity fires at the next input and is gone then.
"""

import dbus
from dbusmock import MOCK_IFACE
from gi.repository import GLib

BUS_NAME = "org.gnome.Mutter.IdleMonitor"
MAIN_OBJ = "/org/gnome/Mutter/IdleMonitor/Core"
MAIN_IFACE = "org.gnome.Mutter.IdleMonitor"
SYSTEM_BUS = False


def load(mock, parameters):
    mock.idle_msec = parameters.get("idle_msec", 0)
    mock.idle_watches = {}
    mock.active_watches = []
    mock.last_watch = 0


def new_watch(mock):
    mock.last_watch += 1
    return mock.last_watch


def fire(mock, watch):
    mock.EmitSignal(MAIN_IFACE, "WatchFired", "u", [dbus.UInt32(watch)])


def fire_if_still_wanted(mock, watch):
    if watch in mock.idle_watches:
        fire(mock, watch)


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="t")
def GetIdletime(self):
    return dbus.UInt64(self.idle_msec)


@dbus.service.method(MAIN_IFACE, in_signature="t", out_signature="u")
def AddIdleWatch(self, interval_msec):
    watch = new_watch(self)
    self.idle_watches[watch] = interval_msec
    if self.idle_msec >= interval_msec:
        GLib.idle_add(fire_if_still_wanted, self, watch)
    return dbus.UInt32(watch)


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="u")
def AddUserActiveWatch(self):
    watch = new_watch(self)
    self.active_watches.append(watch)
    return dbus.UInt32(watch)


@dbus.service.method(MAIN_IFACE, in_signature="u", out_signature="")
def RemoveWatch(self, watch):
    self.idle_watches.pop(watch, None)
    if watch in self.active_watches:
        self.active_watches.remove(watch)


@dbus.service.method(MOCK_IFACE, in_signature="t", out_signature="")
def BeIdle(self, msec):
    """Nobody has touched anything for so long."""
    before, self.idle_msec = self.idle_msec, msec
    for watch, interval_msec in list(self.idle_watches.items()):
        if before < interval_msec <= msec:
            fire(self, watch)


@dbus.service.method(MOCK_IFACE, in_signature="", out_signature="")
def BeActive(self):
    """Somebody touches a key."""
    self.idle_msec = 0
    watches, self.active_watches = self.active_watches, []
    for watch in watches:
        fire(self, watch)


@dbus.service.method(MOCK_IFACE, in_signature="", out_signature="uu")
def CountWatches(self):
    return dbus.UInt32(len(self.idle_watches)), dbus.UInt32(len(self.active_watches))
