# SPDX-License-Identifier: MIT
"""The setting `report`: everybody's page, each week, by a program of its own beside the daemon."""

import datetime
import os
import pathlib
import stat
import time
import xml.etree.ElementTree
import zoneinfo

import desk
import home
from served import HOME, MANAGER

ZONE = 'time_zone = "Europe/Berlin";\n'
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
# A minute is a second.
SUNDAY = ("--bus=system", "--time-scale=60", "--start-time=2026-06-14T17:59:00+02:00")
PLANNED = datetime.datetime(2026, 6, 14, 18, 0, tzinfo=BERLIN).timestamp()
# A Wednesday: nothing is planned for as long as a test takes.
WEDNESDAY = ("--bus=system", "--start-time=2026-06-17T10:00:00+02:00")
LAST = datetime.datetime(2026, 6, 14, 18, 0, tzinfo=BERLIN).timestamp()


def weekly(file, at="sun 18:00"):
    return HOME + ZONE + f'report = {{ file = "{file}"; at = "{at}"; }};\n'


def wait_until(found, what, timeout=home.PATIENCE_SEC):
    end = time.monotonic() + timeout
    while not (value := found()):
        assert time.monotonic() < end, f"not within {timeout} s: {what}"
        time.sleep(0.02)  # a file's date cannot be waited for otherwise
    return value


def wait_for_page(path, since=0):
    """Returns the text of a page whose date is not before `since`."""
    wait_until(lambda: path.exists() and path.stat().st_mtime >= since, path)
    return path.read_text(encoding="utf-8")


def children_of(pid):
    tasks = pathlib.Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def questions(bus, since=0):
    """How often somebody's history has been asked for from its beginning: once for a page."""
    return len(bus.find(since, member="GetAll", interface=desk.PROPERTIES))


def test_everybodys_page_comes_at_once_and_again_when_its_time_comes(system_bus, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], weekly("%p-100%%.html"), *SUNDAY)
    for person, name in (("anna", "Anna"), ("ben", "Ben")):
        page = daemon.state_directory / f"{person}-100%.html"
        tree = xml.etree.ElementTree.fromstring(wait_for_page(page, PLANNED))
        assert tree.findtext("head/title").startswith(name)
        # Eight weeks, the last one with the Sunday.
        assert "from 2026-04-20 to 2026-06-14" in tree.findtext("head/title")
        assert stat.S_IMODE(page.stat().st_mode) == 0o600
        assert page.stat().st_uid == desk.SERVICE.uid
    wait_until(lambda: not children_of(daemon.pid), "the end of the children")
    system_bus.settle()
    # One to make up for, and the planned one: twice for both of them, unless the first took until the second.
    assert questions(system_bus) in (2, 3, 4)
    assert {path.name for path in daemon.state_directory.glob("*.html*")} == {"anna-100%.html", "ben-100%.html"}
    assert "report" not in daemon.log


def test_a_time_that_was_missed_is_made_up_for_once(system_bus, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], weekly("%p.html"), *WEDNESDAY)
    annas, bens = daemon.state_directory / "anna.html", daemon.state_directory / "ben.html"
    wait_for_page(bens)
    wait_until(lambda: not children_of(daemon.pid), "the end of the children")
    daemon.stop()
    # Anna's was written when it was time, ben's a second too early, as if the machine had been off since.
    os.utime(annas, (LAST, LAST))
    os.utime(bens, (LAST - 1, LAST - 1))
    since, before = system_bus.mark(), annas.stat()
    daemon.start()
    wait_for_page(bens, LAST)
    wait_until(lambda: not children_of(daemon.pid), "the end of the children")
    system_bus.settle()
    assert questions(system_bus, since) == 1
    assert annas.stat().st_mtime == LAST and annas.stat().st_ino == before.st_ino


def test_what_hinders_is_told_once_by_name_and_mended_by_a_reload(system_bus, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], weekly("/nowhere/%p.html"), *SUNDAY)
    daemon.wait_for_log("The week's report of ben is not written: '/nowhere/ben.html' cannot be written: No such file")
    # The planned time has come meanwhile, or comes.
    wait_until(lambda: questions(system_bus) >= 4, "a second attempt")
    wait_until(lambda: not children_of(daemon.pid), "the end of the children")
    assert daemon.log.count("is not written") == 2
    daemon.write_config(weekly("%p.html"))
    daemon.reload()
    wait_for_page(daemon.state_directory / "ben.html")
    assert daemon.log.count("is not written") == 2


def test_a_reload_takes_the_setting_and_lets_it_go(system_bus, desk_daemon):
    daemon = desk_daemon(desk.SERVICE, [system_bus], HOME + ZONE, *WEDNESDAY)
    page = daemon.state_directory / "pages" / "anna"
    page.parent.mkdir()
    # Its group is to read it.
    os.chown(page.parent, desk.SERVICE.uid, desk.GROUP_UNSLOUCH)
    page.parent.chmod(0o2770)
    daemon.write_config(weekly("pages/%p"))
    daemon.reload()
    wait_for_page(page)
    assert stat.S_IMODE(page.stat().st_mode) == 0o640 and page.stat().st_gid == desk.GROUP_UNSLOUCH
    wait_until(lambda: page.with_name("ben").exists() and not children_of(daemon.pid), "ben's page")
    page.unlink()
    daemon.write_config(HOME + ZONE)
    since = system_bus.mark()
    daemon.reload()
    system_bus.settle()
    assert not questions(system_bus, since) and not children_of(daemon.pid)


def test_a_program_that_hangs_holds_up_nothing_and_ends_with_the_daemon(system_bus, desk_daemon, table, monkeypatch):
    script = table.directory / "hangs"
    script.write_text("#!/bin/sh\nexec sleep 600\n", encoding="ascii")
    script.chmod(0o755)
    monkeypatch.setattr(type(table), "environment", {**table.environment, "UNSLOUCH_CLIENT": str(script)})
    daemon = desk_daemon(desk.SERVICE, [system_bus], weekly("%p.html"), *WEDNESDAY)
    (child,) = wait_until(lambda: children_of(daemon.pid), "a child")
    began = time.monotonic()
    assert system_bus.call(desk.UNSLOUCH, *MANAGER, "GetPerson", "s", "ben").endswith("ben")
    assert time.monotonic() - began < 5
    daemon.stop()
    assert not pathlib.Path(f"/proc/{child}").exists()


def test_without_a_bus_it_is_told_once(daemon_factory):
    daemon = daemon_factory(weekly("%p.html"))
    daemon.wait_for_log("No report is written, for this needs D-Bus")
    daemon.reload()
    wait_until(lambda: daemon.log.count("needs D-Bus") == 2, "that it is told again after a reload")
