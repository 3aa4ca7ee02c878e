# SPDX-License-Identifier: MIT
"""A disk that is full, for real: a small file system of the daemon's own. The reminders go on, and the history comes back."""

import contextlib
import os
import pathlib
import re
import shlex

import pytest

import crash_truth
import home

PEOPLE = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; } ); '
    'breaks = { sit_limit = "20 min"; posture_check = "off"; }; quiet_hours = (); } );\n'
    'channels = ( { name = "phone"; kind = "phone"; } );\n'
)
FAST = "--time-scale=300"
DISK_KIB = 1024
TROUBLE = r"The history cannot be written"
END_OF_TROUBLE = r"The history is written again"


@contextlib.contextmanager
def small_disk_daemon(tmp_path, broker, before="true"):
    """A daemon that alone sees a small file system in place of its state directory, on which `before` was run."""
    directory = tmp_path / "daemon"
    directory.mkdir()
    state = directory / "state"
    program = tmp_path / "unslouchd-on-a-small-disk"
    mount = f'mount -t tmpfs -o size={DISK_KIB}k,mode=0700 tmpfs {shlex.quote(str(state))}'
    script = f'{mount} && cd {shlex.quote(str(state))} && {{ {before}; }} && exec "$UNSLOUCHD_REAL" "$@"'
    program.write_text(f"#!/bin/sh\nexec unshare --user --map-root-user --mount sh -c {shlex.quote(script)} sh \"$@\"\n")
    program.chmod(0o755)
    environment = {"UNSLOUCHD": str(program), "UNSLOUCHD_REAL": os.environ["UNSLOUCHD"]}
    daemon = home.Daemon(directory, broker.config_text() + PEOPLE, FAST, environment=environment)
    with contextlib.closing(daemon):
        daemon.start()
        yield daemon, pathlib.Path(f"/proc/{daemon.pid}/root{state}")
        daemon.stop()


@pytest.fixture(name="small_disk")
def make_small_disk(tmp_path, broker):
    with small_disk_daemon(tmp_path, broker) as disk:
        yield disk


@pytest.fixture(name="full_disk")
def make_full_disk(tmp_path, broker):
    with small_disk_daemon(tmp_path, broker, f"head -c {DISK_KIB}K /dev/zero >filler") as disk:
        yield disk


def fill(path):
    with contextlib.suppress(OSError), open(path, "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def count_lines(daemon, pattern):
    return len(re.findall(pattern, daemon.log))


def test_a_full_disk_stops_the_history_and_not_the_reminders(listener, small_disk):
    daemon, state = small_disk
    listener.wait_for_state("anna", posture="unknown")
    fill(state / "filler")
    listener.publish("chair", "ON")
    due = listener.wait_for_prompt("anna", "break_due").json["id"]
    daemon.wait_for_log(TROUBLE)
    listener.publish("unslouch/anna/cmd", "done")
    listener.wait_for_prompt("anna", "break_taken")
    assert due not in crash_truth.Shelf(state).prompts
    (state / "filler").unlink()
    since = listener.mark()
    daemon.wait_for_log(END_OF_TROUBLE)
    due = listener.wait_for_prompt("anna", "break_due", since=since).json["id"]
    listener.publish("unslouch/anna/cmd", "done")
    listener.wait_for_prompt("anna", "break_taken", since=since)
    listener.settle()
    shelf = crash_truth.Shelf(state)
    assert shelf.sound and shelf.prompts[due] == "taken"
    # Told once, however many turns could not be stored.
    assert count_lines(daemon, TROUBLE) == count_lines(daemon, END_OF_TROUBLE) == 1


def test_a_disk_that_is_full_at_the_start_has_the_history_from_when_there_is_room(listener, full_disk):
    daemon, state = full_disk
    daemon.wait_for_log("No history is kept")
    listener.wait_for_state("anna", posture="unknown")
    listener.publish("chair", "ON")
    due = listener.wait_for_prompt("anna", "break_due").json["id"]
    (state / "filler").unlink()
    daemon.wait_for_log("the history is kept from now on")
    listener.publish("unslouch/anna/cmd", "done")
    listener.wait_for_prompt("anna", "break_taken")
    listener.settle()
    shelf = crash_truth.Shelf(state)
    assert shelf.sound and shelf.prompts[due] == "taken"
    assert count_lines(daemon, "No history is kept") == 1
