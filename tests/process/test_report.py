# SPDX-License-Identifier: MIT
"""`unslouch report`, `backup` and `restore`: asked of a daemon, read from a store; held against `unslouch history`."""

import datetime
import html.parser
import json
import re
import sqlite3
import xml.etree.ElementTree
import zoneinfo

import pytest

import home
import replaying

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
MONDAY = datetime.datetime(2026, 6, 8, 9, 0, tzinfo=ZONE)
RANGE = ("--from", "2026-06-08", "--to", "2026-06-15")
DAYS = 8
SUMS = ("sitting_s", "interruptions", "breaks", "full_breaks", "taken", "partial", "ignored", "dismissed", "moot")
VOID = {"meta", "rect", "line", "circle", "stop"}


def run(verb, *arguments, environment=None, status=0):
    done = home.run_unslouch(verb, *arguments, environment={"TZ": "Europe/Berlin", **(environment or {})})
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout if status == 0 else done.stderr


def moment(day, minute):
    return MONDAY + datetime.timedelta(days=day, minutes=minute)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The options for a store with eight days of anna on her chair, whose name is no plain text for a page."""
    folder = tmp_path_factory.mktemp("report")
    config, log, state = folder / "replay.conf", folder / "replay.log", folder / "state"
    config.write_text(
        replaying.config('posture_check = "off";').replace('"Anna"', '"<Anna> & \'Co\'"'), encoding="utf-8"
    )
    changes = []
    for day in range(DAYS):
        for begin, end in ((0, 25 + 5 * day), (45, 52), (60, 95), (97, 130), (140, 144), (300, 340)):
            changes += [(moment(day, begin), True), (moment(day, end), False)]
    log.write_text(replaying.chair_log(changes), encoding="utf-8")
    run("replay", "--config", config, "--state", state, "--until", moment(DAYS - 1, 500).isoformat(), log)
    return ("--config", config, "--state", state)


class Page(html.parser.HTMLParser):
    """Fails where an element is not closed in its turn."""

    def __init__(self, text):
        super().__init__()
        self.open, self.names, self.attributes = [], set(), []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if tag not in VOID or (self.open and self.open[-1] == tag):
            assert self.open.pop() == tag


def test_its_sums_are_those_of_the_history(kept):
    days = json.loads(run("history", *kept, *RANGE, "--format", "json"))
    report = json.loads(run("report", *kept, *RANGE, "--json"))
    assert len(days) == DAYS and report["days"] == DAYS and report["sitting_s"] > 8 * 2 * 3600
    for key in SUMS:
        assert report[key] == sum(day[key] for day in days), key
        assert report[key] == sum(week[key] for week in report["weeks"]), key
    assert sum(report[key] for key in SUMS[4:]) >= DAYS
    # No bout crosses midnight here, nor is any censored: the spans tell the same.
    assert report["bouts_s"] == report["sitting_s"]
    assert report["bouts"] == sum(day["bouts"] for day in days)
    assert report["longest_bout_s"] == max(day["longest_bout_s"] for day in days)
    assert [week["monday"] for week in report["weeks"]] == ["2026-06-08", "2026-06-15"]
    assert sum(map(sum, report["long_by_hour_s"])) == report["long_bouts_s"]


def test_the_text_fits_and_says_the_same(kept):
    report = json.loads(run("report", *kept, *RANGE, "--json"))
    text = run("report", *kept, *RANGE)
    assert all(len(line) <= 80 for line in text.splitlines())
    told = sum(report[key] for key in SUMS[4:8])
    assert f"A break followed {report['taken'] + report['partial']} of {told} prompts" in text
    assert f"{report['sitting_s'] // 3600} h {report['sitting_s'] // 60 % 60:02} min in all" in text
    assert f"{report['breaks']} breaks, {report['full_breaks']} of them full ones" in text


def test_the_page_is_well_formed_and_needs_no_other(kept, tmp_path):
    page = tmp_path / "report.html"
    assert run("report", *kept, *RANGE, "--html", page) == ""
    text = page.read_text(encoding="utf-8")
    parsed = Page(text)
    assert "script" not in parsed.names and "link" not in parsed.names and "img" not in parsed.names
    assert not [name for name, _ in parsed.attributes if name in ("src", "href") or name.startswith("on")]
    assert not re.search(r"https?:|@import|url\((?!#)", text)
    tree = xml.etree.ElementTree.fromstring(text)
    assert tree.findtext("head/title").startswith("<Anna> & 'Co' from 2026-06-08")
    pictures = tree.findall(".//svg[@role='img']")
    assert len(pictures) == 5
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for picture in pictures:
        assert all(name in ids for name in picture.get("aria-labelledby").split())
        assert picture.findtext("title") and picture.findtext("desc")
    # Both schemes have the same colours, and paper as well.
    rules = re.findall(r":root\{([^}]*)\}", text)
    names = [set(re.findall(r"--[a-z0-9]+", rule)) for rule in rules]
    assert len(names) == 3 and names[0] == names[1] == names[2]
    assert page.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert run("report", *kept, *RANGE, "--html", "-") == text


def test_days_without_a_record_say_so(kept, tmp_path):
    before = ("--from", "2026-05-01", "--to", "2026-05-02")
    said = "Nothing is on record for <Anna> & 'Co' from 2026-05-01 to 2026-05-02 yet."
    assert run("report", *kept, *before) == said + "\n"
    assert json.loads(run("report", *kept, *before, "--json"))["sitting_s"] == 0
    done = home.run_unslouch("report", *kept, *before, "--html", tmp_path / "page")
    assert done.returncode == 0 and said[1:] in done.stderr
    assert "Nothing is on record" in (tmp_path / "page").read_text(encoding="utf-8")
    assert "cannot be written" in run("report", *kept, *before, "--html", tmp_path / "none" / "page", status=1)


def test_mistakes_are_told_before_anybody_is_asked():
    for verb, arguments in (
        ("report", ("--weeks", "0")), ("report", ("--weeks", "2", "--days", "2")), ("report", ("--days", "x")),
        ("report", ("--weeks", "2", "--from", "today")), ("report", ("--html", "x", "--json")),
        ("report", ("--html", "")), ("report", ("a", "b")), ("history", ("--format", "xml")),
        ("history", ("--format", "csv", "--json")), ("backup", ()), ("backup", ("a", "b")), ("restore", ()),
    ):
        said = run(verb, *arguments, status=2)
        assert said.startswith(f"unslouch {verb}: ") and len(said.splitlines()) <= 2, said
    for verb in ("report", "backup", "restore"):
        assert all(len(line) <= 80 for line in run(verb, "--help").splitlines())


def test_a_running_daemon_is_reported_backed_up_and_restored(
    broker, listener, session_bus, daemon_factory, tmp_path
):
    daemon = daemon_factory(
        broker.config_text() + 'people = ( { id = "anna"; name = "Anna"; sensors = ( '
        '{ name = "chair"; kind = "seat"; topic = "chair"; } ); quiet_hours = (); } );\n',
        "--bus=session", "--time-scale=600", "--start-time", MONDAY.isoformat(),
        environment=session_bus.environment,
    )
    session_bus.wait_for_name("org.unslouch.Unslouch1")
    state, copy, other = daemon.state_directory, tmp_path / "copy", tmp_path / "other"
    listener.wait_for_topic("unslouch/anna/state")
    listener.publish("chair", "true")
    listener.wait_for_topic("unslouch/anna/state", lambda message: message.json["bout_s"] >= 600)
    since = listener.mark()
    listener.publish("chair", "false")
    sat = listener.wait_for_state("anna", since=since, posture="away", bout_start=None)["sitting_today_s"]
    bus, range_of_day = ("--bus=session",), ("--from", "2026-06-08", "--to", "2026-06-08")
    report = json.loads(run("report", *bus, *range_of_day, "--json", environment=session_bus.environment))
    assert report["sitting_s"] == report["bouts_s"] == sat and report["person"] == "anna"
    said = run("backup", *bus, copy, environment=session_bus.environment)
    assert f"Everything is copied to '{copy}'." in said and copy.stat().st_mode & 0o777 == 0o600
    assert "has '" in run("restore", "--state", state, copy, status=1)
    assert "Leave out --state" in run("backup", "--state", state, copy, status=1)
    daemon.stop()

    # The copy is a store of its own that tells the same.
    assert "in force" in run("restore", "--state", other, copy)
    files = ("--config", daemon.config_file, "--state", other)
    assert json.loads(run("report", *files, *range_of_day, "--json"))["sitting_s"] == sat
    said = run("restore", "--state", state, copy)
    assert re.search(r"kept beside it as 'unslouch\.sqlite\.before-restore-\d+'", said)
    assert run("backup", "--state", state, tmp_path / "again").startswith("Everything is copied")

    # What is none, or is of a version to come, changes nothing and is told by name.
    before = (other / "unslouch.sqlite").read_bytes()
    (tmp_path / "text").write_text("no store\n", encoding="utf-8")
    assert f"'{tmp_path / 'text'}' is no copy" in run("restore", "--state", other, tmp_path / "text", status=1)
    with sqlite3.connect(copy) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert "of a newer version of unslouch" in run("restore", "--state", other, copy, status=1)
    assert (other / "unslouch.sqlite").read_bytes() == before
    with sqlite3.connect(other / "unslouch.sqlite") as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = (other / "unslouch.sqlite").read_bytes()
    for verb, arguments in (("report", files), ("history", files), ("backup", ("--state", other, tmp_path / "new"))):
        assert "is of a newer version of unslouch" in run(verb, *arguments, status=1)
    assert (other / "unslouch.sqlite").read_bytes() == before
