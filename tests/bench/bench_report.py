# SPDX-License-Identifier: MIT
"""What comes of a measurement, and how it is shown: as text, JSON, a page of docs, and growth curves."""

import dataclasses
import html
import math
import statistics

BEGIN = "<!-- What follows is written by scripts/bench. -->"
END = "<!-- End of what scripts/bench writes. -->"


@dataclasses.dataclass
class Row:
    """One row of the figures. `met`: None where nothing was promised. `details`: (what, value) for people to read."""

    name: str
    title: str
    target: str
    measured: str
    beside: str
    ratio: float
    repetitions: str
    met: bool
    limit: str = ""
    details: list = dataclasses.field(default_factory=list)
    curves: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Curve:
    """How `y` grows with `x`; `slope` is fitted on log-log scale: 0 constant, 1 proportional."""

    title: str
    x_name: str
    y_name: str
    points: list

    @property
    def slope(self):
        xs = [math.log(x) for x, _ in self.points]
        ys = [math.log(max(y, 1e-9)) for _, y in self.points]
        return statistics.linear_regression(xs, ys).slope


def as_json(row):
    fields = dataclasses.asdict(row)
    for curve, shown in zip(row.curves, fields["curves"]):
        shown["slope"] = round(curve.slope, 3)
    return fields


def from_json(fields):
    curves = [Curve(**{key: value for key, value in curve.items() if key != "slope"}) for curve in fields["curves"]]
    return Row(**{**fields, "curves": curves})


def verdict(row):
    return {True: "met", False: "not met", None: ""}[row.met]


def short(number):
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def as_text(row):
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
    lines = [
        f"{row.name}: {row.title}",
        f"  target    {row.target}" + (f"  -> {verdict(row)}" if row.met is not None else ""),
        f"  measured  {row.measured}",
        f"  beside    {row.beside}",
        f"  ratio     {ratio}",
        f"  repeated  {row.repetitions}",
    ]
    if row.limit:
        lines.append(f"  limit     {row.limit}")
    lines += [f"    {what:46} {value}" for what, value in row.details]
    for curve in row.curves:
        points = "  ".join(f"{short(x)}: {short(y)}" for x, y in curve.points)
        lines.append(f"    {curve.title}, {curve.y_name} by {curve.x_name}: {points}  (slope {curve.slope:.2f})")
    return "\n".join(lines)


def as_markdown(rows, about):
    """The page's part that is ours."""
    lines = [BEGIN, "", f"Measured on {about['date']} with `{about['command']}` on {about['machine']}.", ""]
    lines += ["| what | target | measured | beside it, in the same run | ratio | repeated | |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
        cells = [row.title, row.target, row.measured, row.beside, ratio, row.repetitions, verdict(row)]
        lines.append("| " + " | ".join(cells) + " |")
    for row in rows:
        lines += ["", f"### {row.title[0].upper()}{row.title[1:]}", "", f"To repeat it: `scripts/bench {row.name}`."]
        if row.limit:
            lines += ["", row.limit]
        if row.details:
            lines += ["", "| | |", "| --- | --- |"] + [f"| {what} | {value} |" for what, value in row.details]
        for curve in row.curves:
            lines += ["", f"{curve.title}: slope {curve.slope:.2f} on log-log scale.", ""]
            lines += ["| " + " | ".join([curve.x_name] + [short(x) for x, _ in curve.points]) + " |"]
            lines += ["|" + " --- |" * (len(curve.points) + 1)]
            lines += ["| " + " | ".join([curve.y_name] + [short(y) for _, y in curve.points]) + " |"]
    if any(row.curves for row in rows):
        lines += ["", "![All curves on log-log scale](growth.svg)"]
    return "\n".join(lines + ["", END])


PANEL_WIDTH, PANEL_HEIGHT, MARGIN = 330, 200, 44
# The widest number of an axis fits.
LEFT, RIGHT = 68, 24


def _panel(curve, left, top):
    """One curve in a frame of its own, both axes logarithmic."""
    xs = [math.log10(x) for x, _ in curve.points]
    ys = [math.log10(max(y, 1e-9)) for _, y in curve.points]
    low, high = math.floor(min(ys)), math.ceil(max(ys) + 1e-9)
    high += high == low
    width, height = PANEL_WIDTH - LEFT - RIGHT, PANEL_HEIGHT - 2 * MARGIN

    def place(x, y):
        across = (x - xs[0]) / ((xs[-1] - xs[0]) or 1)
        return left + LEFT + across * width, top + MARGIN + height - (y - low) / (high - low) * height

    parts = [
        f'<rect x="{left + LEFT}" y="{top + MARGIN}" width="{width}" height="{height}" class="frame"/>',
        f'<text x="{left + LEFT}" y="{top + 18}" class="title">{html.escape(curve.title)}</text>',
        f'<text x="{left + LEFT}" y="{top + 34}">{html.escape(curve.y_name)}, slope {curve.slope:.2f}</text>',
        f'<text x="{left + LEFT + width}" y="{top + PANEL_HEIGHT - 14}" class="end">{html.escape(curve.x_name)}</text>',
    ]
    for x, (value, _) in zip(xs, curve.points):
        at, _ = place(x, low)
        parts.append(f'<text x="{at:.1f}" y="{top + PANEL_HEIGHT - 28}" class="middle">{short(value)}</text>')
    for power in range(low, high + 1):
        _, at = place(xs[0], power)
        parts.append(f'<text x="{left + LEFT - 6}" y="{at + 4:.1f}" class="end">{short(10**power)}</text>')
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, xs, ys))
    parts.append(f'<polyline points="{path}"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in map(place, xs, ys)]
    return parts


def as_svg(curves):
    columns = 2
    rows = -(-len(curves) // columns)
    style = (
        "text{font:11px sans-serif;fill:#444}.title{font-weight:bold;fill:#111}.end{text-anchor:end}"
        ".middle{text-anchor:middle}.frame{fill:#fff;stroke:#bbb}polyline{fill:none;stroke:#1f6f8b;stroke-width:2}circle{fill:#1f6f8b}"
    )
    width, height = columns * PANEL_WIDTH + 16, rows * PANEL_HEIGHT
    parts = [
        "<!-- SPDX-License-Identifier: MIT -->",
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f"<style>{style}</style>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for number, curve in enumerate(curves):
        parts += _panel(curve, number % columns * PANEL_WIDTH, number // columns * PANEL_HEIGHT)
    return "\n".join(parts + ["</svg>", ""])
