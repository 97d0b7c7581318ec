"""Charts in a page: `{% load mangnon_charts %}`, `{% chart found %}`, `{% spark readings %}`; see ui/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from mangnon.ui.charts import Chart, Reading, sparkline

register = template.Library()


@register.inclusion_tag("ui/components/chart.html")
def chart(found: Chart, open: bool = False, heading: bool = True) -> dict[str, Any]:
    """A chart with its title, its note and the table behind it; `open` shows that table at once.

    The page links `mangnon/charts.css` in its `head` block.
    """
    pictures = [mark_safe(found.wide), mark_safe(found.narrow)]  # noqa: S308 - mangnon.ui.charts.svg escapes all words
    return {"chart": found, "pictures": pictures, "open": open, "heading": heading}


@register.simple_tag
def spark(readings: Sequence[Reading], unit: str = "") -> SafeString:
    """A trend the size of a word; nothing at all when no period has a figure."""
    return mark_safe(sparkline(readings, unit=unit))  # noqa: S308 - mangnon.ui.charts.svg escapes all words
