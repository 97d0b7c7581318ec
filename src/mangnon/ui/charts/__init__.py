"""Charts as SVG text, drawn on the server: pure functions from figures to a picture, its words and its table.

No Django, no script, no style attribute: colours come from classes (`static/mangnon/charts.css`), so the same picture
is right in light, in dark and on paper. A chart is never told by colour alone, and always carries the table behind it.
"""

from mangnon.ui.charts.bars import Bar, bar_chart
from mangnon.ui.charts.bullet import bullet_chart
from mangnon.ui.charts.frame import NARROW, WIDE, Cell, Chart, Column
from mangnon.ui.charts.intervals import Interval, few_to_compare, proportion_interval, rate_interval
from mangnon.ui.charts.lines import Goal, Line, line_chart
from mangnon.ui.charts.paper import paper_svg
from mangnon.ui.charts.parts import Part, Whole, parts_chart
from mangnon.ui.charts.readings import Mark, Reading
from mangnon.ui.charts.spark import sparkline
from mangnon.ui.charts.tiles import Tile, tile_map

__all__ = [
    "NARROW",
    "WIDE",
    "Bar",
    "Cell",
    "Chart",
    "Column",
    "Goal",
    "Interval",
    "Line",
    "Mark",
    "Part",
    "Reading",
    "Tile",
    "Whole",
    "bar_chart",
    "bullet_chart",
    "few_to_compare",
    "line_chart",
    "paper_svg",
    "parts_chart",
    "proportion_interval",
    "rate_interval",
    "sparkline",
    "tile_map",
]
