"""Words and shapes on the shades of charts, in both themes, and nothing of Django in what draws them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.test_contrast import SHAPE, TEXT, contrast, themes

SHEET = Path(__file__).resolve().parents[2] / "src/mangnon/ui/static/mangnon/charts.css"


def mixed(front: str, ground: str, share: float) -> str:
    """What `color-mix(in srgb, front share, ground)` gives."""
    pairs = [(int(front[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_every_shade(theme: str) -> None:
    colours, text = themes()[theme], SHEET.read_text(encoding="utf-8")
    shades = re.findall(r"color-mix\(in srgb, var\(--([a-z-]+)\) (\d+)%, var\(--([a-z-]+)\)\)", text)
    assert len(shades) >= 5
    for front, share, ground in shades:
        shade = mixed(colours[front], colours[ground], int(share) / 100)
        assert contrast(colours["ink"], shade) >= TEXT, (theme, front, share)
    assert contrast(colours["on-green"], colours["green"]) >= TEXT
    for mark in ("green", "warm", "ink", "ink-soft", "line-strong"):
        for ground in ("paper", "surface"):
            assert contrast(colours[mark], colours[ground]) >= SHAPE, (theme, mark, ground)


def test_the_sheet_has_no_colour_of_its_own_and_pulls_nothing_in() -> None:
    text = SHEET.read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text)
    assert "url(" not in text
    assert "@import" not in text
    assert SHEET.stat().st_size <= 8 * 1024


def test_charts_need_no_framework() -> None:
    code = "import sys, mangnon.ui.charts; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
