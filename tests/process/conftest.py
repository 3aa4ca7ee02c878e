# SPDX-License-Identifier: MIT
"""Fixtures of the process tests, a time-out around each test, and TAP for automake."""

import contextlib
import faulthandler
import os
import signal
import sys

import pytest

import contract
import desk
import home

# A test that takes longer hangs.
TEST_LIMIT_SEC = 120


@pytest.fixture
def broker(tmp_path):
    """A running mosquitto."""
    with contextlib.closing(home.Broker(tmp_path)) as running:
        yield running.start()


@pytest.fixture
def listener(broker):
    """A client that hears everything on the broker, subscribed before the test begins.

    What it heard must be as conf/asyncapi.json describes it, whatever the test was about.
    """
    with contextlib.closing(home.Listener(broker.port)) as connected:
        yield connected.wait_connected()
        contract.hold(connected.messages, connected.own)


@pytest.fixture
def listener_factory():
    """listener_factory(port, *filters, protocol=...): more ears, closed after the test."""
    with contextlib.ExitStack() as stack:

        def make(port, *filters, **options):
            return stack.enter_context(contextlib.closing(home.Listener(port, *filters, **options))).wait_connected()

        yield make


@pytest.fixture
def relay(broker):
    """A port in front of the broker that can be cut and stalled; see home.Relay."""
    with contextlib.closing(home.Relay(broker.port)) as running:
        yield running


@pytest.fixture
def daemon_factory(tmp_path):
    """daemon_factory(config_text, *args, start=True, environment=None): a daemon in a directory of its own.

    It is ready when the factory returns, unless start is False. One that still runs when the test is over must end well
    on SIGTERM: a leak that a sanitizer reports at exit fails the test.
    """

    def make(number, config_text, *args, environment=None):
        directory = tmp_path / f"daemon-{number}"
        directory.mkdir()
        return home.Daemon(directory, config_text, *args, environment=environment)

    with all_daemons(make) as factory:
        yield factory


@pytest.fixture
def desk_daemon(table):
    """desk_daemon(account, buses, config_text, *args, start=True, served=True): as daemon_factory(), by a user and on buses.

    If served, it has its name on the bus of `--bus` when the factory returns.
    """

    def make(number, account, buses, config_text, *args):
        environment = dict(table.environment)
        for bus in buses:
            environment.update(bus.environment)
        directory = table.new_directory(f"daemon-{number}")
        return home.Daemon(directory, config_text, *args, environment=environment, user=account.uid)

    with all_daemons(make) as factory:

        def make_served(account, buses, config_text, *args, served=True, **options):
            marks = [(bus, bus.mark()) for bus in buses if served and f"--bus={bus.kind}" in args]
            daemon = factory(account, buses, config_text, *args, **options)
            for bus, since in marks if daemon.is_running else []:
                bus.wait_for_name(desk.UNSLOUCH, since)
            return daemon

        yield make_served


@contextlib.contextmanager
def all_daemons(make_one):
    """A factory of daemons that lets each end when the test does."""
    daemons = []

    def make(*args, start=True, **options):
        daemon = make_one(len(daemons) + 1, *args, **options)
        daemons.append(daemon)
        return daemon.start() if start else daemon

    try:
        yield make
        for daemon in daemons:
            if daemon.is_running:
                daemon.stop()
    finally:
        for daemon in daemons:
            # Shown by pytest with a failed test, and only then.
            print(daemon.describe(), file=sys.stderr)
            daemon.close()


@pytest.fixture
def table():
    """What everybody shares who is on a bus; see desk.Desk."""
    with contextlib.closing(desk.Desk()) as laid:
        yield laid


@pytest.fixture
def system_bus(table):
    """A running bus with the rights of a system bus, and with the policy that we ship."""
    with contextlib.closing(desk.Bus(table, "system")) as running:
        yield running.start()


@pytest.fixture
def session_bus(table):
    """A running session bus."""
    with contextlib.closing(desk.Bus(table, "session")) as running:
        yield running.start()


@pytest.fixture
def stand_in():
    """stand_in(bus, template, bus_name, **parameters): a service on the bus; see desk.StandIn."""
    with contextlib.ExitStack() as stack:

        def make(bus, template, bus_name, **parameters):
            return stack.enter_context(contextlib.closing(desk.StandIn(bus, template, bus_name, **parameters))).start()

        yield make


@pytest.fixture
def peer():
    """peer(bus, account): somebody with a connection to the bus; see desk.Peer."""
    with contextlib.ExitStack() as stack:

        def make(bus, account):
            return stack.enter_context(contextlib.closing(desk.Peer(bus, account)))

        yield make


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    """Cuts a test that hangs: first by an exception in it, then, if that has no effect, by ending everything."""

    def on_alarm(_number, _frame):
        raise TimeoutError(f"{item.nodeid} took longer than {TEST_LIMIT_SEC} s")

    previous = signal.signal(signal.SIGALRM, on_alarm)
    signal.alarm(TEST_LIMIT_SEC)
    faulthandler.dump_traceback_later(TEST_LIMIT_SEC + 30, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


def pytest_addoption(parser):
    parser.addoption("--tap", action="store_true", help="print TAP for automake in place of pytest's own report")
    # pytest's own report is left out with --tap, and its option with it; a failed comparison asks for it.
    try:
        parser.addoption("--verbose", type=int, default=1, help="how much a failed comparison tells")
    except ValueError:
        pass


def pytest_configure(config):
    if config.getoption("--tap"):
        config.pluginmanager.register(TapReporter(), "tap")


class TapReporter:
    """One TAP line a test. What is skipped counts as failed: nothing here may go untested in silence."""

    def __init__(self):
        # pytest takes file descriptor 1 for itself while a test runs.
        self.stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self.number = 0
        self.failed = {}

    def say(self, text):
        print(text, file=self.stream, flush=True)

    def result(self, is_good, name, details=""):
        self.number += 1
        self.say(f"{'ok' if is_good else 'not ok'} {self.number} - {name.replace('#', ' ')}")
        for line in details.splitlines():
            self.say(f"# {line}")

    def pytest_collectreport(self, report):
        if not report.passed:
            self.result(False, f"{report.nodeid} can be read", str(report.longrepr))

    def pytest_runtest_logreport(self, report):
        if not report.passed:
            details = str(report.longrepr) + "".join(f"\n{title}\n{text}" for title, text in report.sections)
            self.failed.setdefault(report.nodeid, f"{report.when} {report.outcome}\n{details}")
        if report.when == "teardown":
            name = report.nodeid.split("::", 1)[-1].replace("test_", "", 1).replace("_", " ")
            failure = self.failed.get(report.nodeid)
            self.result(failure is None, name, failure or "")

    def pytest_sessionfinish(self):
        if self.number == 0:
            self.result(False, "there are tests")
        self.say(f"1..{self.number}")
