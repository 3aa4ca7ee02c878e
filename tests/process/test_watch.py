# SPDX-License-Identifier: MIT
"""`unslouch status` and `unslouch watch` as people see them: in a real terminal, that of tmux, beside a real daemon."""

import contextlib
import itertools
import json
import os
import re
import signal
import subprocess
import time
import unicodedata

import pytest

import desk
import home

SIZES = ((80, 24), (40, 12))
# Twenty minutes are ten seconds: time to look at what is not due yet.
FAST = "--time-scale=120"
PEOPLE = """
people = (
  { id = "anna"; name = "Anna"; sensors = ( { name = "pc"; kind = "desktop-idle"; room = "office"; } );
    breaks = { sit_limit = "20 min"; linger = "1 min"; debounce = "1 s"; posture_check = "off"; };
    quiet_hours = (); },
  { id = "ben"; name = "Ben"; sensors = ( { name = "pc"; kind = "desktop-idle"; } ); quiet_hours = (); }
);
"""
KEYS = "d done   s snooze   k skip   q quit"
LEGENDS = {80: "▄ sitting   █ standing   ▁ away   · not known", 40: "▄ sitting █ standing ▁ away · unknown"}
BAR = re.compile("^[▄█▁·]+$")


class Terminal:
    """A terminal with a shell in it, in a tmux of our own."""

    # A server that was told to end may still hold its socket: no two have the same.
    _numbers = itertools.count()

    def __init__(self, directory, columns, rows, environment):
        self.columns, self.rows = columns, rows
        self._socket = f"unslouch-test-{os.getpid()}-{next(self._numbers)}"
        self._environment = {**os.environ, "TMUX_TMPDIR": str(directory), "LC_ALL": "C.UTF-8", **environment}
        for name in ("TMUX", "NO_COLOR", "COLUMNS", "LINES"):
            if name not in environment:
                self._environment.pop(name, None)
        self._tmux("-f", "/dev/null", "-u", "new-session", "-d", "-x", columns, "-y", rows, "sh")
        self.wait_for(lambda lines: lines[0] in ("#", "$"), "the shell")

    def _tmux(self, *words):
        command = ["tmux", "-L", self._socket, *(str(word) for word in words)]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        return done.stdout

    def press(self, *keys):
        self._tmux("send-keys", *keys)

    def run(self, command):
        self.press("-l", command)
        self.press("Enter")

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self._tmux("resize-window", "-x", columns, "-y", rows)

    def is_true(self, flag):
        return self._tmux("display-message", "-p", f"#{{{flag}}}").strip() == "1"

    @property
    def raw(self):
        """With the colours."""
        return self._tmux("capture-pane", "-p", "-e")

    @property
    def lines(self):
        return self._tmux("capture-pane", "-p").removesuffix("\n").split("\n")

    def wait_for(self, predicate, what="what was waited for", timeout=home.PATIENCE_SEC):
        """The lines, as soon as predicate(lines) is true of them."""
        until = time.monotonic() + timeout
        while not predicate(lines := self.lines):
            assert time.monotonic() < until, f"{what} did not show within {timeout} s:\n" + "\n".join(lines)
            time.sleep(0.05)  # a terminal tells nobody that it has changed
        return lines

    def wait_for_text(self, text, timeout=home.PATIENCE_SEC):
        return self.wait_for(lambda lines: any(text in line for line in lines), f"'{text}'", timeout)

    def child_of_the_shell(self):
        shell = self._tmux("display-message", "-p", "#{pane_pid}").strip()
        listed = subprocess.run(["ps", "--ppid", shell, "-o", "pid="], capture_output=True, text=True, check=True)
        return int(listed.stdout)

    def close(self):
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], env=self._environment, capture_output=True, check=False)


@pytest.fixture
def terminal(session_bus, table):
    """terminal(columns, rows, **environment): closed after the test."""
    with contextlib.ExitStack() as stack:

        def make(columns, rows, **environment):
            everything = {**session_bus.environment, **environment}
            return stack.enter_context(contextlib.closing(Terminal(table.directory, columns, rows, everything)))

        yield make


@pytest.fixture
def daemon(session_bus, desk_daemon):
    since = session_bus.mark()
    running = desk_daemon(desk.ROOT, [session_bus], PEOPLE, FAST, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH, since)
    desk.wait_for_person(session_bus, Phase="unknown")
    return running


def report(bus, active, person="anna"):
    bus.call(desk.UNSLOUCH, desk.person_path(person), desk.PERSON, "ReportActivity", "sbu", "pc", active, 0)


def sit_down(bus):
    report(bus, True)
    desk.wait_for_person(bus, Posture="sitting")


def width(line):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def watch_command():
    return f"{os.environ['UNSLOUCH']} watch anna"


def assert_calm(lines, columns, rows):
    """The picture is whole, in its order, and within its terminal."""
    assert len(lines) == rows
    assert all(width(line) <= columns for line in lines)
    shown = lines[:-1]
    while shown and shown[-1] == "":
        shown.pop()
    assert len(shown) <= 11
    assert shown[-1] == LEGENDS[columns]
    assert re.match(r"^\d\d:00", shown[-2])
    assert BAR.match(shown[-3])
    assert lines[0].startswith("Anna")
    assert any(line.startswith("Today") for line in shown)


@pytest.mark.parametrize("columns,rows", SIZES)
def test_the_picture_fits_and_follows_the_person(session_bus, daemon, terminal, columns, rows):
    screen = terminal(columns, rows)
    screen.run(watch_command())
    lines = screen.wait_for(lambda lines: lines[-1] == KEYS and "not known" in lines[0])
    assert lines[1] == "No sensor reports; see unslouch why."

    report(session_bus, True)
    lines = screen.wait_for(lambda lines: "sitting" in lines[0] and "(office)" in lines[0])
    assert lines[1].startswith("Next break at ")
    assert any(re.match(r"^Sitting +\d+ (s|min) +[━─]+ +limit 20 min$", line) for line in lines)
    assert_calm(lines, columns, rows)

    lines = screen.wait_for_text("tand up and move for 2 min.")
    assert_calm(lines, columns, rows)
    screen.press("s")
    lines = screen.wait_for(lambda lines: "ut off until" in lines[1])
    assert lines[-1] == "Put off."
    assert_calm(lines, columns, rows)

    report(session_bus, False)
    lines = screen.wait_for(lambda lines: "away" in lines[0])
    assert any(line.startswith("Away") for line in lines)
    assert_calm(lines, columns, rows)


def test_keys_say_what_came_of_them(session_bus, daemon, terminal):
    sit_down(session_bus)
    screen = terminal(80, 24)
    screen.run(watch_command())
    screen.wait_for_text("Next break at")
    screen.press("k")
    screen.wait_for(lambda lines: lines[-1] == "There is no open prompt.")
    screen.press("x")
    screen.press("Up")
    screen.wait_for_text("Time for a break")
    screen.press("d")
    screen.wait_for(lambda lines: lines[-1] == "Noted: a break.")
    screen.wait_for_text("Next break at")
    # It goes by itself.
    screen.wait_for(lambda lines: lines[-1] == KEYS)


def test_a_resized_terminal_is_drawn_anew(session_bus, daemon, terminal):
    report(session_bus, False)
    screen = terminal(80, 24)
    screen.run(watch_command())
    screen.wait_for(lambda lines: LEGENDS[80] in lines)
    for columns, rows in ((40, 12), (80, 24), (20, 12), (100, 6)):
        screen.resize(columns, rows)

        def is_drawn(lines):
            is_whole = len(lines) == rows and all(width(line) <= columns for line in lines)
            has_legend = LEGENDS.get(columns) in lines or columns not in LEGENDS
            return is_whole and has_legend and lines[0].startswith("Anna") and lines[-1].startswith("d done")

        screen.wait_for(is_drawn, f"a picture of {columns}x{rows}")


@pytest.mark.parametrize("end", ["q", "C-c", "C-d", "SIGTERM", "SIGHUP"])
def test_every_end_gives_the_terminal_back(session_bus, daemon, terminal, end):
    screen = terminal(40, 12)
    screen.run("echo what was there before")
    screen.wait_for_text("what was there before")
    screen.run(watch_command())
    screen.wait_for(lambda lines: lines[-1] == KEYS)
    assert screen.is_true("alternate_on")
    assert not screen.is_true("cursor_flag")
    if end.startswith("SIG"):
        os.kill(screen.child_of_the_shell(), getattr(signal, end))
    else:
        screen.press(end)
    lines = screen.wait_for_text("what was there before")
    assert not any("Today" in line for line in lines)
    assert not screen.is_true("alternate_on")
    assert screen.is_true("cursor_flag")
    # Keys are seen and make lines again; and it ended well.
    screen.run("echo status $?")
    lines = screen.wait_for_text("status 0")
    assert any("echo status $?" in line for line in lines)


def test_it_waits_for_a_daemon_that_went_away(session_bus, daemon, terminal):
    sit_down(session_bus)
    screen = terminal(40, 12)
    screen.run(watch_command())
    screen.wait_for_text("Next break at")
    daemon.stop()
    lines = screen.wait_for_text("Waiting for unslouchd ...")
    assert lines[-1] == "q quit"
    assert not any("Anna" in line for line in lines)
    daemon.start()
    screen.wait_for(lambda lines: lines[0].startswith("Anna") and lines[-1] == KEYS)
    sit_down(session_bus)
    screen.wait_for(lambda lines: "sitting" in lines[0])


def test_it_waits_for_a_bus_that_went_away(session_bus, daemon, terminal):
    screen = terminal(40, 12)
    screen.run(watch_command())
    screen.wait_for(lambda lines: lines[0].startswith("Anna"))
    session_bus.restart()
    screen.wait_for_text("Waiting for unslouchd ...")
    screen.wait_for(lambda lines: lines[0].startswith("Anna"))
    screen.press("q")
    screen.wait_for(lambda lines: not any("Today" in line for line in lines))


def test_colours_are_left_out_when_asked(session_bus, daemon, terminal):
    sit_down(session_bus)
    coloured = terminal(80, 24)
    coloured.run(watch_command())
    coloured.wait_for_text("sitting since")
    assert re.search("\033\\[33m(\033\\[49m)?▄", coloured.raw)
    coloured.close()
    plain = terminal(80, 24, NO_COLOR="1", LC_ALL="C")
    plain.run(watch_command())
    plain.wait_for_text("= sitting   # standing   _ away   . not known")
    assert "\033[" not in plain.raw
    assert plain.raw.isascii()


@contextlib.contextmanager
def watching(bus, *words, account=desk.ROOT):
    """Watch without a terminal; its output, line by line."""
    process = subprocess.Popen(
        [bus.desk.unslouch, "watch", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **bus.environment, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}, cwd=bus.desk.directory,
        **account.popen_arguments,
    )
    try:
        yield process.stdout
        process.send_signal(signal.SIGTERM)
        assert process.wait(home.PATIENCE_SEC) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def read_until(stream, pattern):
    for line in stream:
        assert "\033" not in line
        if re.search(pattern, line):
            return
    raise AssertionError(f"it ended before a line like /{pattern}/")


def test_without_a_terminal_it_prints_a_block_per_change(session_bus, daemon):
    with watching(session_bus, "anna") as output:
        read_until(output, "posture not known")
        read_until(output, "^$")
        report(session_bus, True)
        read_until(output, "^Anna has been sitting since")
        report(session_bus, False)
        read_until(output, "^Anna has been away since")
        daemon.stop()
        read_until(output, "Waiting for unslouchd")


def test_its_json_is_the_daemons_state_line_by_line(session_bus, daemon):
    with watching(session_bus, "--json", "anna") as output:
        assert json.loads(output.readline())["posture"] == "unknown"
        report(session_bus, True)
        assert json.loads(output.readline())["posture"] == "sitting"


def test_who_hears_no_signals_asks_again(system_bus, desk_daemon):
    """The policy of the system bus keeps signals from a person's own user, who may read all the same."""
    since = system_bus.mark()
    people = PEOPLE.replace('name = "Anna";', f'name = "Anna"; user = "{desk.ANNA.name}";')
    desk_daemon(desk.SERVICE, [system_bus], people, FAST, "--bus=system")
    system_bus.wait_for_name(desk.UNSLOUCH, since)
    with watching(system_bus, "--bus=system", account=desk.ANNA) as output:
        read_until(output, "posture not known")
        report(system_bus, True)
        read_until(output, "^Anna has been sitting since")


def status(bus, *words, **environment):
    return home.run_unslouch("status", *words, environment={**bus.environment, **environment})


def test_status_shows_one_person_or_all(session_bus, daemon):
    sit_down(session_bus)
    for columns in (20, 40, 80, 200):
        done = status(session_bus, "anna", COLUMNS=str(columns), LC_ALL="C.UTF-8")
        lines = done.stdout.splitlines()
        assert (done.returncode, done.stderr) == (0, "")
        assert lines[0].startswith("Anna") and "sitting" in lines[0]
        assert any(BAR.match(line) for line in lines)
        assert all(width(line) <= columns for line in lines)
        assert "\033" not in done.stdout
    everybody = status(session_bus, "--all").stdout.split("\n\n")
    assert [block.split()[0] for block in everybody if block[:4] in ("Anna", "Ben:")] == ["Anna", "Ben:"]


def test_status_in_json_is_the_daemons_own(session_bus, daemon):
    report(session_bus, False)
    desk.wait_for_person(session_bus, Posture="away")
    state = session_bus.call(
        desk.UNSLOUCH, desk.person_path("anna"), desk.PROPERTIES, "Get", "ss", desk.PERSON, "State"
    )
    assert status(session_bus, "--json", "--person=anna").stdout == state + "\n"
    everybody = json.loads(status(session_bus, "--json", "--all").stdout)
    assert [list(person)[0] for person in everybody] == ["id", "id"]
    assert [person.pop("id") for person in everybody] == ["anna", "ben"]
    assert everybody[0] == json.loads(state)


@pytest.mark.parametrize("verb", ["status", "watch"])
def test_what_is_wrong_is_said_with_its_exit_status(session_bus, daemon, verb):
    def run(*words):
        return home.run_unslouch(verb, *words, environment=session_bus.environment)

    nobody = run("ana")
    assert nobody.returncode == 1 and "anna" in nobody.stderr and nobody.stdout == ""
    assert run("anna", "ben").returncode == 2
    assert run("anna", "--person=ben").returncode == 2
    assert run("--nonsense").returncode == 2
    help_text = run("--help")
    assert help_text.returncode == 0 and all(len(line) <= 80 for line in help_text.stdout.splitlines())
    daemon.stop()
    absent = run("anna")
    assert absent.returncode == 3 and "unslouchd" in absent.stderr
    assert home.run_unslouch("status", "--all", "anna", environment=session_bus.environment).returncode == 2
