# SPDX-License-Identifier: MIT
"""The page of `unslouch report --html` over a year as a browser shows it: light and dark, on a desk, a phone and paper."""

import contextlib
import datetime
import json
import re
import shutil

import pytest

import browser
import desk
import home
import year

SUMS = ("sitting_s", "breaks", "taken", "partial", "ignored", "dismissed", "moot")
SCREENS = [(1280, False), (1280, True), (390, False), (390, True)]
NAMES = ["1280 light", "1280 dark", "390 light", "390 dark"]

# Of each plot: texts that leave it, that lie over another, that are too small to read, or too faint.
FAULTS = """
(() => {
  const faults = [];
  const shade = (color) => {
    const part = color.match(/[\\d.]+/g).slice(0, 3).map((value) => value / 255)
      .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  };
  const contrast = (one, other) => {
    const shades = [shade(one), shade(other)].sort((a, b) => b - a);
    return (shades[0] + 0.05) / (shades[1] + 0.05);
  };
  for (const plot of document.querySelectorAll('svg[role=img]')) {
    const frame = plot.getBoundingClientRect();
    const panel = getComputedStyle(plot.closest('figure')).backgroundColor;
    const texts = [...plot.querySelectorAll('text')].map((text) => [text, text.getBoundingClientRect()]);
    const say = (what, text) => faults.push(`${plot.querySelector('title').textContent}: "${text.textContent}" ${what}`);
    texts.forEach(([text, box], i) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        say('leaves the plot', text);
      if (box.height < 9) say('is too small', text);
      if (contrast(getComputedStyle(text).fill, panel) < 4.5) say('is too faint', text);
      for (const [other, its] of texts.slice(i + 1))
        if (Math.min(box.right, its.right) - Math.max(box.left, its.left) > 1 &&
            Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > 4)
          say(`lies over "${other.textContent}"`, text);
    });
    for (const key of plot.querySelectorAll('rect,circle')) {
      const box = key.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.bottom > frame.bottom + 1)
        faults.push(`${plot.querySelector('title').textContent}: a shape leaves the plot`);
    }
  }
  for (const text of document.querySelectorAll('h1,h2,p,li,figcaption,th,td')) {
    const ground = getComputedStyle(text.closest('figure') || document.body).backgroundColor;
    if (contrast(getComputedStyle(text).color, ground) < 4.5) faults.push(`"${text.textContent}" is too faint`);
    const box = text.getBoundingClientRect();
    if (!text.closest('.wide') && box.right > innerWidth + 1) faults.push(`"${text.textContent}" leaves the page`);
  }
  return faults;
})()
"""

TABLE = "[...document.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
TITLES = "[...document.querySelectorAll('svg title')].map((title) => title.textContent)"
# The days of each calendar; a short session has two shapes.
MARKS = """
[...document.querySelectorAll('svg[aria-labelledby^=calendar]')].flatMap(
  (plot) => [...new Set([...plot.querySelectorAll('rect > title')].map((title) => title.textContent))])
"""
LINES = "[...document.querySelectorAll('header ~ ul li')].map((line) => line.textContent)"


def read(verb, *arguments):
    done = home.run_unslouch(verb, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """The options for a store with a year in it, and the page about it."""
    folder = tmp_path_factory.mktemp("year")
    options = year.live(folder)
    done = home.run_unslouch("report", *options, *year.RANGE, "--html", folder / "year.html")
    assert done.returncode == 0, done.stderr
    return options, folder / "year.html"


@pytest.fixture(scope="module")
def chromium():
    with contextlib.closing(browser.Browser()) as running:
        yield running


@pytest.mark.parametrize(("width", "dark"), SCREENS, ids=NAMES)
def test_a_year_can_be_read(lived, chromium, width, dark):
    chromium.show(lived[1].as_uri(), width, dark=dark)
    assert chromium.complaints() == []
    assert chromium.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is dark
    assert chromium.evaluate("document.querySelectorAll('svg[role=img]').length") == 9
    assert chromium.evaluate("document.documentElement.scrollWidth") <= width
    assert chromium.evaluate(FAULTS) == []


def test_a_year_fits_on_paper(lived, chromium):
    # As wide as paper of A4 between the browser's margins.
    chromium.show(lived[1].as_uri(), 718, dark=True)
    chromium.call("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    try:
        assert chromium.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert chromium.evaluate("document.querySelector('table').getBoundingClientRect().right <= innerWidth")
        assert chromium.evaluate("document.documentElement.scrollWidth") <= 718
        assert chromium.evaluate(FAULTS) == []
    finally:
        chromium.call("Emulation.setEmulatedMedia", media="")


def seconds(text):
    """Of "1 h 05 min"; whole minutes."""
    parts = {unit: int(number) for number, unit in re.findall(r"(\d+) (h|min|s)\b", text)}
    return 3600 * parts.get("h", 0) + 60 * parts.get("min", 0)


def monday_of(day):
    date = datetime.date.fromisoformat(day)
    return str(date - datetime.timedelta(days=date.weekday()))


def test_what_it_shows_is_what_the_history_tells(lived, chromium):
    options, page = lived
    days = read("history", *options, *year.RANGE, "--format", "json")
    assert len(days) > 250
    weeks = {}
    for day in days:
        sums = weeks.setdefault(monday_of(day["day"]), dict.fromkeys(SUMS, 0))
        for key in SUMS:
            sums[key] += day[key]
    chromium.show(page.as_uri(), 1280)
    table = {row[0]: row[1:] for row in chromium.evaluate(TABLE)}
    assert len(table) == year.WEEKS
    empty = dict.fromkeys(SUMS, 0)
    for monday, row in table.items():
        sums = weeks.get(monday, empty)
        assert seconds(row[0]) == sums["sitting_s"] // 60 * 60, monday
        assert [int(cell) for cell in row[4:]] == [sums[key] for key in SUMS[1:]], monday
    # No week is left out, and the year's sums stand above the plots.
    assert set(weeks) <= set(table)
    totals = {key: sum(day[key] for day in days) for key in SUMS}
    lines = " ".join(chromium.evaluate(LINES))
    hours, minutes = divmod(totals["sitting_s"] // 60, 60)
    assert f"{len(days)} days with sitting, {hours} h {minutes:02} min in all" in lines
    told = sum(totals[key] for key in SUMS[2:6])
    assert f"A break followed {totals['taken'] + totals['partial']} of {told} prompts" in lines
    assert f"{totals['breaks']} breaks" in lines
    titles = chromium.evaluate(TITLES)
    shown = dict.fromkeys(SUMS[2:], 0)
    words = dict(zip(("full break", "short break", "no break", "skipped", "not needed"), SUMS[2:]))
    for title in titles:
        if found := re.fullmatch(r"Week from \S+: (\d+) (.+)", title):
            if found[2] in words:
                shown[words[found[2]]] += int(found[1])
    assert shown == {key: totals[key] for key in SUMS[2:]}
    sessions = read("history", *options, *year.RANGE, "--sessions", "--format", "json")
    done = {(row["programme"], row["started"][:10]) for row in sessions}
    marks = chromium.evaluate(MARKS)
    assert sum(mark.endswith((": done", ": a short session")) for mark in marks) == len(done) > 200
    assert sum(mark.endswith(": planned, not done") for mark in marks) > 20


def test_a_daemon_tells_the_same_as_its_store(tmp_path, system_bus, desk_daemon):
    # Pauses of less than two minutes part no stretches here.
    options = year.live(tmp_path, breaks='min_break = "120 s";')
    stored = read("report", *options, *year.RANGE, "--json")
    daemon = desk_daemon(desk.ROOT, [system_bus], (tmp_path / "year.conf").read_text(encoding="utf-8"), "--bus=system", start=False)
    shutil.copy(tmp_path / "state" / "unslouch.sqlite", daemon.state_directory)
    since = system_bus.mark()
    daemon.start()
    system_bus.wait_for_name(desk.UNSLOUCH, since)
    done = home.run_unslouch("report", "--bus=system", *year.RANGE, "--json", environment={**system_bus.environment, "TZ": "Europe/Berlin"})
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == stored
    assert [one["levels_of_20_to_30"] for one in told["exercises"] if one["exercise"] == "prone-cobra"] == [[5, 7]]
    assert any(day["state"] == "missed" for programme in told["programmes"] for day in programme["days"])
    assert told["bouts"] < 2000 < told["breaks"]
