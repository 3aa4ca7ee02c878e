# SPDX-License-Identifier: MIT
"""The completions in the shells themselves, with a daemon that knows the people and their holds."""

import json
import os
import pathlib
import pty
import re
import select
import shlex
import subprocess
import time

import pytest

import desk
import home

KEYS = '{ name = "keys"; kind = "activity"; via = "dbus"; }'
PEOPLE = (
    f'people = ( {{ id = "anna"; name = "Anna"; sensors = ( {KEYS} ); }}, '
    f'{{ id = "ben"; name = "Ben"; sensors = ( {KEYS} ); }} );\n'
)
ANNA_ALONE = f'people = ( {{ id = "anna"; name = "Anna"; sensors = ( {KEYS} ); }} );\n'
COMPLETIONS = pathlib.Path(os.environ["top_srcdir"]) / "conf/completions"
REASONS = {"call", "meeting", "film", "do-not-disturb", "baby", "partner-asleep", "paused", "guests", "holiday", "ill"}
SESSION_COMMANDS = set("start pause resume done next easier pain stop too-easy answer move skip at days light clear".split())
SHELLS = ("bash", "fish", "zsh")

BASH = """
source {completions}/unslouch.bash
compopt() {{ :; }}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_unslouch
printf '%s\\n' "${{COMPREPLY[@]}}"
"""

# What an interactive zsh would offer is collected in place of being shown.
ZSH = """
PS1=; PS2=; unsetopt zle_bracketed_paste 2>/dev/null
fpath=({completions} $fpath)
autoload -Uz compinit && compinit -D -u
compadd() {{
        local -a matches
        if [[ ${{@[1,(i)(-|--)]}} == *-[OAD]* ]]; then builtin compadd "$@"; return; fi
        builtin compadd -A matches "$@"
        print -rl -- $matches >>$OFFERED
        builtin compadd "$@"
}}
say_over() {{ print; print -r -- ov''er }}
comppostfuncs=(say_over)
print -r -- rea''dy
"""


class Shells:
    def __init__(self, directory, environment):
        self.directory = directory
        self.environment = {**os.environ, **environment, "TERM": "dumb", "HOME": str(directory), "ZDOTDIR": str(directory)}
        self.environment["PATH"] = f"{pathlib.Path(os.environ['UNSLOUCH']).parent}:{os.environ['PATH']}"

    def offers(self, shell, line):
        """The words that the shell offers at the end of the line."""
        return getattr(self, f"_ask_{shell}")(line)

    def _run(self, *command):
        done = subprocess.run(
            command, capture_output=True, text=True, env=self.environment, timeout=home.PATIENCE_SEC, check=False,
            cwd=self.directory, stdin=subprocess.DEVNULL,
        )
        assert done.stderr == ""
        return done.stdout

    def _ask_bash(self, line):
        words = line.replace("=", " = ").split(" ")
        script = BASH.format(completions=COMPLETIONS, words=" ".join(shlex.quote(word) for word in words))
        return set(self._run("bash", "--norc", "-c", script).split())

    def _ask_fish(self, line):
        script = f"source {COMPLETIONS}/unslouch.fish; complete -C {shlex.quote(line)}"
        told = self._run("fish", "--no-config", "-c", script).splitlines()
        words = {each.split("\t")[0] for each in told}
        option = line.split(" ")[-1].split("=")[0] + "="
        return {word.removeprefix(option) for word in words} if "=" in line else words

    def _ask_zsh(self, line):
        offered = self.directory / "offered"
        offered.unlink(missing_ok=True)
        start = self.directory / "start.zsh"
        start.write_text(ZSH.format(completions=COMPLETIONS), encoding="utf-8")
        master, slave = pty.openpty()
        environment = {**self.environment, "OFFERED": str(offered)}
        shell = subprocess.Popen(
            ["zsh", "-f", "-i"], stdin=slave, stdout=slave, stderr=slave, env=environment, cwd=self.directory,
            start_new_session=True,
        )
        os.close(slave)
        try:
            os.write(master, f"source {start}\n".encode())
            read_until(master, "ready")
            os.write(master, f"{line}\t".encode())
            read_until(master, "over")
        finally:
            shell.kill()
            shell.wait()
            os.close(master)
        return set(offered.read_text(encoding="utf-8").split()) if offered.exists() else set()


def read_until(master, word):
    text = ""
    until = time.monotonic() + home.PATIENCE_SEC
    while not re.search(rf"^{word}\r?$", text, re.MULTILINE):
        left = until - time.monotonic()
        ready = left > 0 and select.select([master], [], [], left)[0]
        assert ready, f"the shell did not say {word}:\n{text}"
        text += os.read(master, 4096).decode(errors="replace")


@pytest.fixture
def shells(session_bus, tmp_path):
    return Shells(tmp_path, session_bus.environment)


@pytest.fixture
def daemon(session_bus, desk_daemon):
    running = desk_daemon(desk.ROOT, [session_bus], PEOPLE, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    return running


def verbs():
    return set(re.findall(r"^  ([a-z][a-z-]*) ", home.run_unslouch("--help").stdout, re.MULTILINE))


def options(verb):
    told = home.run_unslouch(verb, "--help").stdout
    return set(re.findall(r"^ +(?:-[a-z], )?(--[a-z-]+)", told, re.MULTILINE))


@pytest.mark.parametrize("shell", SHELLS)
def test_verbs_and_options_are_those_of_the_help(shell, shells):
    assert verbs() <= shells.offers(shell, "unslouch ")
    assert "hold" in shells.offers(shell, "unslouch ho")
    assert "done" not in shells.offers(shell, "unslouch ho")
    for verb in ("history", "check", "discover", "done", "screening", "plan"):
        assert shells.offers(shell, f"unslouch {verb} --") == options(verb)


@pytest.mark.parametrize("shell", SHELLS)
def test_arguments_are_offered_where_they_stand(shell, shells):
    assert shells.offers(shell, "unslouch hold ") == REASONS
    assert REASONS <= set(home.run_unslouch("hold", "--help").stdout.split())
    assert shells.offers(shell, "unslouch hold call ") >= {"1h", "until"}
    assert shells.offers(shell, "unslouch set ") == {
        "enabled", "sit_limit", "break_goal", "snooze", "stand_limit", "session_days", "session_time"
    }
    assert shells.offers(shell, "unslouch set enabled ") == {"on", "off"}
    assert shells.offers(shell, "unslouch why --bus ") == {"system", "session"}
    assert shells.offers(shell, "unslouch why --bus=") == {"system", "session"}
    assert shells.offers(shell, "unslouch hold --bus session ") == REASONS
    assert shells.offers(shell, "unslouch session ") == SESSION_COMMANDS
    assert shells.offers(shell, "unslouch session answer ") == {"easy", "right", "hard", "max", "fine", "worse"}
    assert shells.offers(shell, "unslouch session light ") == {"no", "yes"}
    assert "tomorrow" in shells.offers(shell, "unslouch session move ")
    assert shells.offers(shell, "unslouch programme ") == {"list", "show"}
    assert shells.offers(shell, "unslouch screening --answers no ") == {"cleared"}


@pytest.mark.parametrize("shell", SHELLS)
def test_people_are_asked_of_the_daemon(shell, shells, daemon):
    assert shells.offers(shell, "unslouch done ") == {"anna", "ben"}
    assert shells.offers(shell, "unslouch why --person ") == {"anna", "ben"}
    assert shells.offers(shell, "unslouch snooze -p b") == {"ben"}


@pytest.mark.parametrize("shell", SHELLS)
def test_programmes_are_asked_of_the_daemon(shell, shells, session_bus, desk_daemon):
    desk_daemon(desk.ROOT, [session_bus], ANNA_ALONE, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    programmes = {"upper-back-strength", "steady-back", "daily-stretch", "gentle-stretch"}
    assert shells.offers(shell, "unslouch programme show ") == programmes
    assert shells.offers(shell, "unslouch session start ") == programmes | {"short"}


@pytest.mark.parametrize("shell", SHELLS)
def test_holds_are_asked_of_the_daemon(shell, shells, session_bus, desk_daemon):
    desk_daemon(desk.ROOT, [session_bus], ANNA_ALONE, "--bus=session")
    session_bus.wait_for_name(desk.UNSLOUCH)
    assert shells.offers(shell, "unslouch release ") == set()
    for reason in ("call", "guests"):
        session_bus.call(desk.UNSLOUCH, desk.person_path("anna"), desk.PERSON, "Hold", "ss", reason, "")
    assert json.loads(desk.unslouch(session_bus, desk.ROOT, "status", "--json").stdout)["holds"] == ["call", "guests"]
    assert shells.offers(shell, "unslouch release ") == {"call", "guests"}


@pytest.mark.parametrize("shell", SHELLS)
def test_without_a_daemon_nothing_is_said(shell, shells):
    assert shells.offers(shell, "unslouch done ") == set()
