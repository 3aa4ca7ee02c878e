# SPDX-License-Identifier: MIT
"""A template for dbusmock: who keeps the screen on, on a desktop that is not GNOME."""

import dbus
from dbusmock import MOCK_IFACE

BUS_NAME = "org.freedesktop.PowerManagement"
MAIN_OBJ = "/org/freedesktop/PowerManagement/Inhibit"
MAIN_IFACE = "org.freedesktop.PowerManagement.Inhibit"
SYSTEM_BUS = False


def load(mock, _parameters):
    mock.is_inhibited = False


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="b")
def HasInhibit(self):
    return self.is_inhibited


@dbus.service.method(MOCK_IFACE, in_signature="b", out_signature="")
def InhibitIdle(self, inhibited):
    """A film begins, or ends."""
    self.is_inhibited = inhibited
    self.EmitSignal(MAIN_IFACE, "HasInhibitChanged", "b", [inhibited])
