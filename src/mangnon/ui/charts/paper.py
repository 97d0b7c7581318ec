"""A chart as a file of its own, for an official paper: the style travels inside it, in ink that prints."""

from __future__ import annotations

from mangnon.ui.charts.frame import WIDE, Chart

# The print values of the tokens (static/mangnon/css/print.css), written out: a file has no page to inherit from.
_STYLE = """
text { font-family: "Liberation Serif", "Times New Roman", serif; font-size: 14px; fill: #000; }
.c-small { font-size: 12px; } .c-tiny { font-size: 10.5px; } .c-figure { font-size: 15px; font-weight: 600; }
.c-fit { font-size: 11px; font-weight: 600; } .c-sign { font-size: 15px; } .c-strong, .c-value { font-weight: 600; }
.c-soft { fill: #333; }
.c-grid { stroke: #bbb; stroke-width: 0.5; } .c-axis { stroke: #555; stroke-width: 1; }
.c-line { fill: none; stroke: #1c4a29; stroke-width: 2; }
.c-line.c-s2 { stroke: #773107; stroke-dasharray: 7 4; } .c-line.c-s3 { stroke: #000; stroke-dasharray: 2 3; }
.c-line.c-s4 { stroke: #555; stroke-dasharray: 9 3 2 3; }
.c-mark { fill: #1c4a29; stroke: #1c4a29; stroke-width: 1.5; } .c-mark.c-s2 { fill: #773107; stroke: #773107; }
.c-mark.c-s3 { fill: #000; stroke: #000; } .c-mark.c-s4 { fill: none; stroke: #555; } .c-mark.is-hollow { fill: #fff; }
.c-goal { stroke: #773107; stroke-width: 1.5; stroke-dasharray: 5 4; } .c-goal-mark { fill: #fff; stroke: #773107; }
.c-goal-bar { stroke: #773107; stroke-width: 3; } .c-before { fill: #555; }
.c-bar { fill: #1c4a29; } .c-bar.is-own { fill: #773107; } .c-bar.is-few { fill: #fff; stroke: #1c4a29; }
.c-whisker { stroke: #000; stroke-width: 1.25; } .c-hatch { fill: none; stroke: #000; stroke-width: 0.75; }
.c-ground { fill: #eee; } .c-range { fill: #d5dfd7; stroke: #555; stroke-width: 0.5; }
.c-part { stroke: #fff; fill: #d5dfd7; } .c-p1 { fill: #8ca594; } .c-p4 { fill: #f3e2d5; }
.c-t-good { fill: #8ca594; } .c-t-soon { fill: #f3e2d5; } .c-t-late { fill: #d9b396; }
.c-t-wait, .c-t-neutral { fill: #ecebe6; } .c-plate { fill: #fff; }
.c-tile { fill: #fff; stroke: #777; stroke-width: 0.5; } .c-shade2 .c-tile { fill: #dde4df; }
.c-shade3 .c-tile { fill: #bbc9bf; } .c-shade4 .c-tile { fill: #98ad9f; } .c-shade5 .c-tile { fill: #1c4a29; }
.c-shade5 text { fill: #fff; } .c-none .c-tile { stroke-dasharray: 3 3; } .c-empty { fill: none; stroke: #777; }
"""


def paper_svg(chart: Chart, width: int = WIDE) -> str:
    """A whole SVG file of a chart, to be set into a document. Never for a page: its style would be refused."""
    head, rest = chart.svg(width).split(">", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{_STYLE}</style>{rest}'
