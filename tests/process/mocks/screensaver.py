# SPDX-License-Identifier: MIT
"""A template for dbusmock: the screen saver of a desktop that is not GNOME."""

import dbus
from dbusmock import MOCK_IFACE

BUS_NAME = "org.freedesktop.ScreenSaver"
MAIN_OBJ = "/org/freedesktop/ScreenSaver"
MAIN_IFACE = "org.freedesktop.ScreenSaver"
SYSTEM_BUS = False


def load(mock, parameters):
    mock.is_active = parameters.get("active", False)
    mock.idle_sec = 0


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="b")
def GetActive(self):
    return self.is_active


@dbus.service.method(MAIN_IFACE, in_signature="", out_signature="u")
def GetSessionIdleTime(self):
    return dbus.UInt32(self.idle_sec)


@dbus.service.method(MOCK_IFACE, in_signature="b", out_signature="")
def SetActive(self, active):
    self.is_active = active
    self.EmitSignal(MAIN_IFACE, "ActiveChanged", "b", [active])
