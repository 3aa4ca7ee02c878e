# SPDX-License-Identifier: MIT
"""A template for dbusmock: GNOME's session manager, as far as it knows who keeps the desktop from going idle."""

import dbus
from dbusmock import MOCK_IFACE

BUS_NAME = "org.gnome.SessionManager"
MAIN_OBJ = "/org/gnome/SessionManager"
MAIN_IFACE = "org.gnome.SessionManager"
SYSTEM_BUS = False

INHIBITOR = "/org/gnome/SessionManager/Inhibitor1"
NO_IDLE = 8


def load(mock, _parameters):
    mock.AddProperties(MAIN_IFACE, dbus.Dictionary({"InhibitedActions": dbus.UInt32(0)}, signature="sv"))


@dbus.service.method(MAIN_IFACE, in_signature="u", out_signature="b")
def IsInhibited(self, flags):
    return bool(int(self.props[MAIN_IFACE]["InhibitedActions"]) & flags)


@dbus.service.method(MOCK_IFACE, in_signature="b", out_signature="")
def InhibitIdle(self, inhibited):
    """A film begins, or ends."""
    self.UpdateProperties(MAIN_IFACE, {"InhibitedActions": dbus.UInt32(NO_IDLE if inhibited else 0)})
    self.EmitSignal(MAIN_IFACE, "InhibitorAdded" if inhibited else "InhibitorRemoved", "o", [dbus.ObjectPath(INHIBITOR)])
