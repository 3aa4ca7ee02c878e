# SPDX-License-Identifier: MIT
"""The manual pages, as they are built, taken apart: mdoc(7) without a renderer."""

import dataclasses
import os
import pathlib

DIRECTORY = pathlib.Path(os.environ["top_builddir"], "conf/man")
NAMES = (
    "unslouch.1", "unslouch.conf.5", "unslouch-programme.5", "org.unslouch.Unslouch1.7", "unslouch-mqtt.7", "unslouchd.8",
)


@dataclasses.dataclass
class Item:
    """An entry of a list: `.It Va name Pq facts`. `depth` 1: not in another list. `body`: all text below it, of inner lists too."""

    section: str
    subsection: str
    depth: int
    macro: str
    words: list
    facts: str
    body: str = ""

    @property
    def names(self):
        """What stands before the commas: a, b of `.It Cm a , b`."""
        found = " ".join(self.words).split(" , ")
        return [name.split()[0] for name in found]


class Page:
    def __init__(self, name):
        self.name = name
        self.lines = (DIRECTORY / name).read_text(encoding="utf-8").splitlines()
        self.items = []
        self.examples = []
        self._parse()

    def _parse(self):
        section = subsection = ""
        open_items = []  # the last one of each depth
        literal = None
        for line in self.lines:
            macro, _, rest = line.partition(" ")
            if macro == ".Ed" and literal is not None:
                self.examples.append((section, "\n".join(literal) + "\n"))
                literal = None
            elif literal is not None:
                literal.append(line.replace("\\e", "\\"))
            elif macro == ".Bd" and rest.startswith("-literal"):
                literal = []
            elif macro == ".Sh":
                section, subsection = rest, ""
            elif macro == ".Ss":
                subsection = rest
            elif macro == ".Bl":
                open_items.append(None)
            elif macro == ".El":
                open_items.pop()
            elif macro == ".It":
                open_items[-1] = _item(section, subsection, len(open_items), rest)
                self.items.append(open_items[-1])
            elif not line.startswith('.\\"'):
                for item in filter(None, open_items):
                    item.body += _text(line)

    def find(self, macro, section=None, subsection=None, depth=None):
        return [
            item for item in self.items
            if item.macro == macro and section in (None, item.section) and subsection in (None, item.subsection)
            and depth in (None, item.depth)
        ]

    def below(self, outer, macro):
        """The items of the lists inside of this one."""
        start = next(number for number, item in enumerate(self.items) if item is outer) + 1
        found = []
        for item in self.items[start:]:
            if item.depth <= outer.depth:
                break
            if item.macro == macro:
                found.append(item)
        return found


def _item(section, subsection, depth, rest):
    head, _, facts = rest.partition("Pq ")
    macro, *words = head.split() or [""]
    return Item(section, subsection, depth, macro, words, facts)


def _text(line):
    """The words of a line, without the macros at its beginning."""
    if line.startswith("."):
        line = line.partition(" ")[2]
    return line.replace("\\(dq", '"') + "\n"
