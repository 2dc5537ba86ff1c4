"""Draws calls per second over time, ours against theirs, from a scenario's JSON as an SVG.

    python3 src/bench/draw.py target/bench/burst-1000.json src/docs/pictures/burst.svg

Needs the standard library only. One panel for each contender: answered calls, rate-limited
calls, and the limit itself.
"""

import json
import math
import sys
from xml.sax.saxutils import escape

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 900, 150, 70, 24, 92, 58
LIMIT = 50
GREEN, RED, INK, PALE = "#2e7d52", "#c8442f", "#24292f", "#d0d7de"


def text(x, y, words, size=13, anchor="start", color=INK, weight="normal"):
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{color}" font-weight="{weight}">{escape(words)}</text>'
    )


def line(x1, y1, x2, y2, color, dash=""):
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{color}"{dashed}/>'
    )


def bar(x, y, width, height, color):
    return (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" '
        f'fill="{color}"/>'
    )


def step(most, parts):
    """The smallest round distance of ticks that needs no more than so many parts."""
    raw = max(most / parts, 1)
    magnitude = 10 ** math.floor(math.log10(raw))
    return next(int(m * magnitude) for m in (1, 2, 5, 10) if m * magnitude >= raw)


def padded(values, length):
    return values + [0] * (length - len(values))


def summary(row):
    """What became of a contender's instances, in the words of the scenario's table."""
    parts = []
    if "ended" in row:
        parts.append(f"{row['ended']} ended")
    if "incidents" in row:
        parts.append(f"{row['incidents']} incidents")
    if "rejected" in row:
        parts.append(f"{row['rejected']} calls rate limited")
    return ", ".join(parts)


def draw(report):
    findings = report["findings"]
    curves = findings["curves"]
    seconds = max(max(len(c["admitted"]), len(c["rejected"])) for c in curves)
    most = max(
        a + r
        for c in curves
        for a, r in zip(padded(c["admitted"], seconds), padded(c["rejected"], seconds))
    )
    top = max(most, LIMIT) * 1.08
    height = TOP + len(curves) * (PANEL + GAP)
    plot = WIDTH - LEFT - RIGHT
    slot = plot / seconds
    facts = report["circumstances"]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="sans-serif">',
        bar(0, 0, WIDTH, height, "#ffffff"),
        text(LEFT, 28, "Calls to Feishu per second", 18, weight="bold"),
        text(LEFT, 48, findings["title"], 12),
        bar(LEFT, 60, 11, 11, GREEN),
        text(LEFT + 17, 70, "answered", 12),
        bar(LEFT + 96, 60, 11, 11, RED),
        text(LEFT + 113, 70, "rate limited", 12),
        text(WIDTH - RIGHT, 70, f"{facts['date'][:10]}, {facts['machine']}", 11, "end", "#57606a"),
    ]
    for number, curve in enumerate(curves):
        above = TOP + number * (PANEL + GAP) + 18
        floor = above + PANEL

        def y(value):
            return floor - PANEL * value / top

        row = dict(zip(findings["columns"], findings["rows"][number]))
        out.append(text(LEFT, above - 6, curve["name"], 14, weight="bold"))
        out.append(text(WIDTH - RIGHT, above - 6, summary(row), 12, "end"))
        for value in range(0, int(top) + 1, step(top, 4)):
            out.append(line(LEFT, y(value), WIDTH - RIGHT, y(value), PALE))
            out.append(text(LEFT - 8, y(value) + 4, str(value), 11, "end"))
        columns = zip(padded(curve["admitted"], seconds), padded(curve["rejected"], seconds))
        for second, (admitted, rejected) in enumerate(columns):
            x, width = LEFT + second * slot, max(slot * 0.86, 0.5)
            if admitted:
                out.append(bar(x, y(admitted), width, floor - y(admitted), GREEN))
            if rejected:
                out.append(
                    bar(x, y(admitted + rejected), width, y(admitted) - y(admitted + rejected), RED)
                )
        out.append(line(LEFT, y(LIMIT), WIDTH - RIGHT, y(LIMIT), INK, "5 4"))
        out.append(text(WIDTH - RIGHT - 4, y(LIMIT) - 4, f"limit {LIMIT}/s", 11, "end"))
        for second in range(0, seconds + 1, step(seconds, 12)):
            out.append(text(LEFT + second * slot, floor + 16, f"{second} s", 11, "middle"))
    out.append("</svg>")
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        picture = draw(json.load(source))
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        target.write(picture)
