# SPDX-License-Identifier: MIT
"""A template for dbusmock: its logind, and what that lacks.

A session that is added here is graphical and announces itself as logind does it: SessionNew while it is still opening,
then Active. What logind changes without telling (a session's State) is changed without telling here, too.
"""

import os

import dbus
from dbusmock import MOCK_IFACE, mockobject
from dbusmock.templates import logind as plain
from dbusmock.templates.logind import *  # noqa: F401,F403  # its methods are found by name
from gi.repository import GLib

SESSION_IFACE = "org.freedesktop.login1.Session"
INTERACTIVE = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"
SESSION_PATH = "/org/freedesktop/login1/session/"


def load(mock, parameters):
    plain.load(mock, parameters)
    mock.AddProperties(plain.MAIN_IFACE, dbus.Dictionary({"BlockInhibited": "", "DelayInhibited": ""}, signature="sv"))
    mock.refuses_inhibit = parameters.get("refuse_inhibit", False)
    for session, uid, name in parameters.get("sessions", []):
        LogIn(mock, session, uid, name, {})


@dbus.service.method(plain.MAIN_IFACE, in_signature="ssss", out_signature="h")
def Inhibit(self, what, who, why, mode):
    """Tells on the mock's interface what is inhibited, and when that ends."""
    if self.refuses_inhibit:
        raise dbus.exceptions.DBusException("Interactive authentication required.", name=INTERACTIVE)
    ours, theirs = os.pipe()

    def on_released(*_):
        os.close(ours)
        self.EmitSignal(MOCK_IFACE, "Released", "ss", [what, mode])
        return False

    GLib.unix_fd_add_full(GLib.PRIORITY_HIGH, ours, GLib.IO_HUP, on_released)
    self.EmitSignal(MOCK_IFACE, "Inhibited", "ssss", [what, who, why, mode])
    given = dbus.types.UnixFd(theirs)
    os.close(theirs)
    return given


@dbus.service.method(MOCK_IFACE, in_signature="susa{sv}", out_signature="s")
def LogIn(self, session, uid, name, properties):
    """A session begins; it is graphical unless its properties are said to be others."""
    path = plain.AddSession(self, session, "seat0", uid, name, True)
    set_silently(path, Type="wayland", State="opening", Active=False)
    set_silently(path, **properties)
    self.EmitSignal(plain.MAIN_IFACE, "SessionNew", "so", [session, dbus.ObjectPath(path)])
    set_silently(path, State="active")
    mockobject.objects[path].UpdateProperties(SESSION_IFACE, {"Active": dbus.Boolean(True)})
    return path


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="")
def LogOut(self, session):
    """A session ends: it is closing for a while, then it is gone."""
    path = SESSION_PATH + session
    set_silently(path, State="closing")
    mockobject.objects[path].UpdateProperties(SESSION_IFACE, {"Active": dbus.Boolean(False)})
    self.RemoveObject(path)
    self.EmitSignal(plain.MAIN_IFACE, "SessionRemoved", "so", [session, dbus.ObjectPath(path)])


@dbus.service.method(MOCK_IFACE, in_signature="sb", out_signature="")
def BringToFront(self, session, active):
    """Another session of the seat comes to the front, or goes."""
    path = SESSION_PATH + session
    set_silently(path, State="active" if active else "online")
    mockobject.objects[path].UpdateProperties(SESSION_IFACE, {"Active": dbus.Boolean(active)})


@dbus.service.method(MOCK_IFACE, in_signature="sbt", out_signature="")
def SetIdle(self, session, idle, since_realtime_usec):
    changed = {
        "IdleHint": dbus.Boolean(idle),
        "IdleSinceHint": dbus.UInt64(since_realtime_usec),
        "IdleSinceHintMonotonic": dbus.UInt64(1),
    }
    mockobject.objects[SESSION_PATH + session].UpdateProperties(SESSION_IFACE, changed)


@dbus.service.method(MOCK_IFACE, in_signature="sb", out_signature="")
def SetLocked(self, session, locked):
    mockobject.objects[SESSION_PATH + session].UpdateProperties(SESSION_IFACE, {"LockedHint": dbus.Boolean(locked)})


@dbus.service.method(MOCK_IFACE, in_signature="b", out_signature="")
def PrepareForSleep(self, going):
    self.props[plain.MAIN_IFACE]["PreparingForSleep"] = going
    self.EmitSignal(plain.MAIN_IFACE, "PrepareForSleep", "b", [going])


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="")
def SetBlockInhibited(self, what):
    self.UpdateProperties(plain.MAIN_IFACE, {"BlockInhibited": dbus.String(what)})


def set_silently(path, **properties):
    mockobject.objects[path].props[SESSION_IFACE].update(properties)
