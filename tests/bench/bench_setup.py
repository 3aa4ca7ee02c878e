# SPDX-License-Identifier: MIT
"""Where the programs are, and homes to measure in: brokers, daemons, configurations and recorded logs of a given size."""

import contextlib
import datetime
import os
import pathlib
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("BENCH_BUILD", SOURCE / "build" / "bench")).resolve()
sys.path.insert(0, str(SOURCE / "tests" / "process"))

os.environ["UNSLOUCHD"] = str(BUILD / "unslouchd")
os.environ["UNSLOUCH"] = str(BUILD / "unslouch")
os.environ["UNSLOUCH_MESSAGES_DIR"] = str(SOURCE / "conf" / "messages")
os.environ["UNSLOUCH_PROGRAMMES_DIR"] = str(SOURCE / "conf" / "programmes")

import home  # noqa: E402

# No log line a message, and nothing thrown away: a subscriber that is slower than the publisher is waited for.
QUIET = "log_type none\nlog_type information\nlog_type subscribe\nmax_queued_messages 0\n"
ONE_PERSON = (
    'people = ( { id = "anna"; name = "Anna"; sensors = ( '
    '{ name = "chair"; kind = "seat"; topic = "zigbee2mqtt/Office chair"; field = "contact"; when = "false"; room = "office"; }, '
    '{ name = "desk"; kind = "desk-height"; topic = "desk/sensor/height/state"; when = "> 95 ~ 3"; }, '
    '{ name = "pc"; kind = "activity"; topic = "pc/idle_seconds"; when = "< 60"; room = "office"; } ); '
    'holds = ( { reason = "call"; topic = "pc/in_call"; when = "on"; } ); } );\n'
    'channels = ( { name = "lamp"; kind = "light"; via = "zigbee2mqtt"; device = "Desk lamp"; room = "office"; }, '
    '{ name = "speaker"; kind = "speech"; via = "hermes"; site = "office"; room = "office"; }, '
    '{ name = "phone"; kind = "phone"; } );\n'
)


def program(name):
    """One of the C programs of tests/bench."""
    return str(BUILD / "tests" / "bench" / name)


def run(*command, **options):
    """Standard output of a command that must succeed."""
    return subprocess.run(
        [str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE, **options
    ).stdout


@contextlib.contextmanager
def place():
    """A directory that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="unslouch-bench-") as name:
        yield pathlib.Path(name)


@contextlib.contextmanager
def broker(directory):
    with contextlib.closing(home.Broker(directory, QUIET)) as running:
        yield running.start()


@contextlib.contextmanager
def daemon(directory, config, *args, **options):
    """A daemon that is ready; started in a directory of its own."""
    directory.mkdir(exist_ok=True)
    with contextlib.closing(home.Daemon(directory, config, *args, **options)) as made:
        yield made.start(120)
        made.stop(60)


@contextlib.contextmanager
def listener(port, *filters):
    with contextlib.closing(home.Listener(port, *filters)) as connected:
        yield connected.wait_connected()


def person_id(number):
    return f"p{number:05d}"


def people(count, sensors=3, extra=""):
    """The configuration of `count` people with a radar, a chair and more activity sources; a phone for all."""

    def sources(person):
        rows = [
            f'{{ name = "radar"; kind = "presence"; covers = "seat"; topic = "radar/{person}"; field = "occupancy"; }}',
            f'{{ name = "chair"; kind = "seat"; topic = "chair/{person}"; }}',
        ]
        for number in range(max(sensors - 2, 0)):
            rows.append(f'{{ name = "pc{number}"; kind = "activity"; topic = "pc/{person}/{number}"; when = "< 60"; }}')
        return ", ".join(rows[:sensors])

    rows = [
        f'{{ id = "{person_id(number)}"; sensors = ( {sources(person_id(number))} ); quiet_hours = (); {extra} }}'
        for number in range(count)
    ]
    return "people = (\n" + ",\n".join(rows) + '\n);\nchannels = ( { name = "phone"; kind = "phone"; } );\n'


def stamp(when):
    return when.strftime("%Y-%m-%dT%H:%M:%S.%fZ%z")


def log_line(when, topic, payload):
    """As `mosquitto_sub -F %j` writes it; `payload` needs no escapes but those of its quotes."""
    quoted = payload.replace('"', '\\"')
    return (
        f'{{"tst":"{stamp(when)}","topic":"{topic}","qos":1,"retain":0,"payloadlen":{len(payload)},'
        f'"payload":"{quoted}"}}\n'
    )


def write_days(stream, first_day, days):
    """Days of anna at work: nine bouts of sitting a weekday, four else; a chair, a desk and a computer."""
    messages = 0
    for day in range(days):
        morning = first_day + datetime.timedelta(days=day, hours=8, minutes=(day * 7) % 40)
        bouts = 9 if morning.weekday() < 5 else 4
        for bout in range(bouts):
            begin = morning + datetime.timedelta(minutes=62 * bout)
            length = 25 + (day * 13 + bout * 29) % 34
            for minute in range(0, length, 5):
                at = begin + datetime.timedelta(minutes=minute)
                stream.write(log_line(at, "zigbee2mqtt/Office chair", '{"contact":false,"battery":97,"linkquality":120}'))
                stream.write(log_line(at, "pc/idle_seconds", str(minute)))
                messages += 2
            end = begin + datetime.timedelta(minutes=length)
            stream.write(log_line(end, "zigbee2mqtt/Office chair", '{"contact":true,"battery":97,"linkquality":120}'))
            messages += 1
    return messages
