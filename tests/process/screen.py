# SPDX-License-Identifier: MIT
"""A screen without a monitor, and dunst on it: a real notification server whose pixels can be looked at."""

import json
import os
import struct
import subprocess
import time

import home

NOTIFICATIONS = "org.freedesktop.Notifications"
# What dunst paints a notification on, by urgency; nothing else on the screen has these colours.
BACKGROUNDS = {"low": "#204060", "normal": "#205030", "critical": "#602020"}
# An empty notification has more of its colour than this.
PIXELS_SEEN = 2000


def wait_until(condition, what, timeout=home.PATIENCE_SEC):
    """For what nobody tells: what a program shows, and on which pixels."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, f"not within {timeout} s: {what}"
        time.sleep(0.02)  # between two looks


class Screen(home.Program):
    """An Xvfb on a free display. It keeps its picture in a file, in the format of xwd."""

    def __init__(self, desk):
        super().__init__("Xvfb")
        self.directory = desk.new_directory("screen")
        self.display = None

    def start(self):
        read_end, write_end = os.pipe()
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "640x360x24", "-fbdir", str(self.directory)]
        self._spawn(command + ["-nolisten", "tcp", "-noreset"], pass_fds=(write_end,))
        os.close(write_end)
        with open(read_end, encoding="ascii") as stream:
            number = stream.readline().strip()
        assert number, f"Xvfb found no display\n{self.describe()}"
        self.display = f":{number}"
        return self

    def count_pixels(self, colour):
        """How many pixels have the colour "#rrggbb"."""
        data = (self.directory / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", data[:100])
        header_bytes, bits_per_pixel, colours = header[0], header[11], header[19]
        assert bits_per_pixel == 32
        wanted = int(colour[1:], 16)
        # Each is of 32 bits in this machine's order, the highest 8 of no meaning.
        return sum(pixel & 0xFFFFFF == wanted for pixel in memoryview(data)[header_bytes + colours * 12 :].cast("I"))

    def shows(self, urgency):
        """Whether a notification of this urgency can be seen."""
        return self.count_pixels(BACKGROUNDS[urgency]) > PIXELS_SEEN

    def close(self):
        self.kill()


class Dunst(home.Program):
    """dunst on a screen and a bus. Its menu of actions is answered by press()."""

    def __init__(self, desk, bus, screen, markup="full"):
        super().__init__("dunst")
        self.bus, self.screen, self.markup = bus, screen, markup
        self.directory = desk.new_directory("dunst")

    @property
    def _environment(self):
        environment = {**os.environ, **self.bus.environment, "DISPLAY": self.screen.display, "HOME": str(self.directory)}
        environment.pop("WAYLAND_DISPLAY", None)
        return environment

    def _write_config(self):
        # dunst gives the menu the actions, one a line, and takes the line that comes back.
        menu = self.directory / "menu"
        menu.write_text('cat >"$1/offered.new"\nmv "$1/offered.new" "$1/offered"\ngrep -F -f "$1/choice" "$1/offered"\n')
        lines = ["[global]", f"markup = {self.markup}", "font = Sans 10", f"dmenu = /bin/sh {menu} {self.directory}"]
        for urgency, colour in BACKGROUNDS.items():
            lines += [f"[urgency_{urgency}]", f'background = "{colour}"', 'foreground = "#ffffff"', "timeout = 0"]
        path = self.directory / "dunstrc"
        path.write_text("\n".join(lines) + "\n", encoding="ascii")
        return path

    def start(self):
        """Returns when it is the notification server of the bus."""
        since = self.bus.mark()
        self._spawn(["dunst", "-conf", str(self._write_config())], env=self._environment, stdout=subprocess.DEVNULL)
        self.bus.wait_for_name(NOTIFICATIONS, since)
        return self

    def stop(self):
        since = self.bus.mark()
        self.kill()
        self.bus.wait_until_lost(NOTIFICATIONS, since)

    def control(self, *arguments):
        """dunstctl's answer."""
        return subprocess.run(
            ["dunstctl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True,
            timeout=home.PATIENCE_SEC, env=self._environment,
        ).stdout

    @property
    def displayed(self):
        """How many notifications it shows."""
        return int(self.control("count", "displayed"))

    @property
    def history(self):
        """Those that it showed and shows no more, the last first: summary and body."""
        entries = json.loads(self.control("history"))["data"][0]
        return [(entry["summary"]["data"], entry["body"]["data"]) for entry in entries]

    def press(self, label):
        """Chooses an action of the last notification by what stands on it. Returns all that were offered."""
        (self.directory / "offered").unlink(missing_ok=True)
        (self.directory / "choice").write_text(f"#{label} (", encoding="utf-8")
        self.control("action")
        wait_until(lambda: (self.directory / "offered").exists(), "the menu of actions was opened")
        return (self.directory / "offered").read_text(encoding="utf-8").splitlines()

    def close(self):
        self.kill()
