# SPDX-License-Identifier: MIT
"""What must reach no log, no topic, no list of processes and no core dump: passwords, payloads and how somebody is."""

import contextlib
import os
import pathlib
import subprocess
import sys

import pytest

import desk
import home

PASSWORD = "open-sesame"
PERSON = (
    'people = ( { id = "anna"; sensors = ( { name = "chair"; kind = "seat"; topic = "chair"; field = "contact"; when = "false"; } ); '
    'programmes = ( { id = "upper-back-strength"; at = "18:00"; } ); } );'
)


def read_process(process_id, name):
    return pathlib.Path("/proc", str(process_id), name).read_bytes()


def owner_of_memory(process_id):
    """To whom the kernel gives a process's memory: its user if it can be dumped, root if not."""
    return os.stat(f"/proc/{process_id}/mem").st_uid


@pytest.fixture
def guarded_broker(tmp_path):
    passwords = tmp_path / "passwords"
    subprocess.run(["mosquitto_passwd", "-b", "-c", passwords, "anna", PASSWORD], check=True, capture_output=True)
    with contextlib.closing(home.Broker(tmp_path, f"user root\npassword_file {passwords}\n")) as broker:
        yield broker.start()


def configure(broker, directory, password):
    secret = directory / "secret"
    secret.write_text(password + "\n", encoding="utf-8")
    secret.chmod(0o600)
    group = broker.config_text().replace("port =", f'username = "anna"; password_file = "{secret}"; port =')
    return group + PERSON


@pytest.mark.parametrize("password", (PASSWORD, "wrong-" + PASSWORD), ids=("right", "wrong"))
def test_the_password_is_in_no_log_and_no_list_of_processes(guarded_broker, tmp_path, daemon_factory, password):
    daemon = daemon_factory(configure(guarded_broker, tmp_path, password), "--debug")
    daemon.wait_for_log("onnected to the broker" if password == PASSWORD else "password")
    said = "\n".join(daemon.log) + "\n".join(daemon.notifications)
    assert PASSWORD not in said
    for name in ("cmdline", "environ"):
        assert PASSWORD.encode() not in read_process(daemon.process.pid, name)
    for path in daemon.state_directory.iterdir():
        assert PASSWORD.encode() not in path.read_bytes(), path


def test_neither_program_leaves_a_core_dump(table, desk_daemon):
    daemon = desk_daemon(desk.ANNA, [], PERSON)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, user=desk.ANNA.uid) as other:
        assert owner_of_memory(other.pid) == desk.ANNA.uid
        other.communicate(b"\n")
    assert owner_of_memory(daemon.process.pid) == 0
    with waiting_client(table.new_directory("client", desk.ANNA), table.unslouch, desk.ANNA) as client:
        assert owner_of_memory(client.pid) == 0


@contextlib.contextmanager
def waiting_client(directory, program, account, *arguments):
    """A client that waits for its configuration file to be written."""
    pipe = pathlib.Path(directory, "unslouch.conf")
    os.mkfifo(pipe, 0o666)
    pipe.chmod(0o666)
    command = [program, "screening", "anna", *arguments, "--config", pipe, "--state", directory]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, **account.popen_arguments) as client:
        # This waits until the client has opened the other end.
        with open(pipe, "w", encoding="utf-8") as writer:
            yield client
            writer.write("people = ();")
        client.communicate(timeout=home.PATIENCE_SEC)


def test_answers_are_in_no_list_of_processes(tmp_path):
    with waiting_client(tmp_path, os.environ["UNSLOUCH"], desk.ROOT, "--answers", "yes,no,yes") as client:
        shown = read_process(client.pid, "cmdline")
        assert b"yes" not in shown and b"screening" in shown


def test_answers_come_from_standard_input_too(daemon_factory):
    daemon = daemon_factory(PERSON)
    daemon.stop()

    def screen(*arguments, text=None):
        place = ["--config", daemon.config_file, "--state", daemon.state_directory]
        command = [os.environ["UNSLOUCH"], "screening", "anna", *arguments, *place]
        return subprocess.run(command, input=text, capture_output=True, text=True, timeout=home.PATIENCE_SEC, check=False)

    read = screen("--answers", "-", text=",".join(["no"] * 10) + "\n")
    assert read.returncode == 0 and "you can start" in read.stdout
    assert read.stdout == screen("--answers", ",".join(["no"] * 10)).stdout
    empty = screen("--answers", "-", text="")
    assert empty.returncode == 2 and "standard input" in empty.stderr
    endless = screen("--answers", "-", text="no," * 1000)
    assert endless.returncode == 2 and "answers" in endless.stderr.splitlines()[-1]
