"""Contrast is computed from tokens.css, in both themes: WCAG 2.2 AA, 1.4.3 (text 4.5) and 1.4.11 (shapes 3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[2] / "src/mangnon/ui/static/mangnon/css"
TEXT, SHAPE = 4.5, 3.0
GROUNDS = ["paper", "surface", "sunken", "green-tint", "warm-tint", "mark"]
PAIRS = [
    *[(ink, ground, TEXT) for ink in ["ink", "ink-soft", "green", "green-strong", "warm-strong"] for ground in GROUNDS],
    *[("warm", ground, TEXT) for ground in ["paper", "surface", "sunken", "warm-tint"]],
    ("on-green", "green", TEXT),
    ("on-green", "green-strong", TEXT),
    ("on-warm", "warm", TEXT),
    ("on-warm", "warm-strong", TEXT),
    *[("line-strong", ground, SHAPE) for ground in ["paper", "surface", "sunken"]],
    *[("focus", ground, SHAPE) for ground in GROUNDS],
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2, definition)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, str]]:
    """The colours of tokens.css: light, dark by the machine, dark by choice."""
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    blocks = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r"\{([^{}]*)\}", text)]
    coloured = [block for block in blocks if block]
    assert len(coloured) == 3
    return dict(zip(["light", "dark", "chosen dark"], coloured, strict=True))


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(theme: str, front: str, ground: str, least: float) -> None:
    colours = themes()[theme]
    found = contrast(colours[front], colours[ground])
    assert found >= least, f"{theme}: --{front} on --{ground} is {found:.2f}, needs {least}"


def test_dark_is_the_same_by_choice_and_by_machine() -> None:
    colours = themes()
    assert colours["dark"] == colours["chosen dark"]
    assert colours["dark"].keys() == colours["light"].keys()


def test_colours_live_in_the_tokens_only() -> None:
    for name in ["reset", "layout", "components"]:
        text = (CSS / f"{name}.css").read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)", text), f"{name}.css names a colour of its own"
