"""Charts: well-formed, inside their frame, told in words, with gaps where nothing was collected."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from mangnon.ui.charts import (
    NARROW,
    WIDE,
    Bar,
    Chart,
    Goal,
    Line,
    Mark,
    Part,
    Reading,
    Tile,
    Whole,
    bar_chart,
    bullet_chart,
    few_to_compare,
    line_chart,
    paper_svg,
    parts_chart,
    proportion_interval,
    rate_interval,
    sparkline,
    tile_map,
)
from mangnon.ui.charts.scales import round_step, scale
from mangnon.ui.charts.tiles import class_edges, class_of, class_words

SVG = "{http://www.w3.org/2000/svg}"
values = st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3))
marks = st.sampled_from([Mark.NONE, Mark.NOT_ENTERED, Mark.NOT_COLLECTED, Mark.SUPPRESSED])
readings = st.one_of(
    st.builds(Reading, values, st.sampled_from([Mark.VALUE, Mark.TOO_FEW]), st.booleans(), st.booleans()),
    st.builds(Reading, st.none(), marks),
)
words = st.text(min_size=1, max_size=40)


def drawn(chart: Chart, width: int) -> etree._Element:
    """The picture, parsed; everything that has a place lies in the frame, and no word or number is broken."""
    text = chart.svg(width)
    root = etree.fromstring(text.encode())
    _, _, wide, high = (float(part) for part in root.get("viewBox", "").split())
    assert wide == width
    assert high > 0
    assert not re.search(r"\b(nan|inf)\b", re.sub(r">[^<]*<", "><", text))
    for node in root.iter():
        for name, limit in (("x", wide), ("cx", wide), ("x1", wide), ("x2", wide), ("y", high), ("cy", high)):
            if node.get(name) is not None and node.getparent().get("transform") is None:
                assert -20 <= float(node.get(name)) <= limit + 20, etree.tostring(node)
        assert node.get("style") is None
        assert not any(name.startswith("on") for name in node.attrib)
    return root


@given(st.lists(readings, min_size=1, max_size=12), st.lists(st.tuples(values, st.booleans()), max_size=2), words)
def test_a_trend_is_drawn_whole(found: list[Reading], targets: list[tuple[float, bool]], name: str) -> None:
    periods = [str(2015 + place) for place in range(len(found))]
    goals = [
        Goal(place % len(found), *((v, None) if up else (None, v)), "đích") for place, (v, up) in enumerate(targets)
    ]
    chart = line_chart("k", name, periods, [Line(name, tuple(found))], unit="%", goals=goals)
    for width in (WIDE, NARROW):
        root = drawn(chart, width)
        lines = [node.get("d", "") for node in root.iter(f"{SVG}path") if "c-line" in (node.get("class") or "")]
        if any(reading.value is not None for reading in found):
            runs = sum(
                reading.value is not None and (place == 0 or found[place - 1].value is None)
                for place, reading in enumerate(found)
            )
            assert lines[0].count("M") == runs, "each stretch without a gap is its own stroke"
            assert lines[0].count("M") + lines[0].count("L") == sum(r.value is not None for r in found)
        else:
            assert chart.is_empty
            assert lines == []
    assert len(chart.rows) == len(found)


@example(found=[("\r", Reading(0.0))], goal=None)
@given(st.lists(st.tuples(words, readings), min_size=1, max_size=15), st.one_of(st.none(), values))
def test_bars_are_drawn_whole(found: list[tuple[str, Reading]], goal: float | None) -> None:
    chart = bar_chart("k", "t", [Bar(name, reading) for name, reading in found], unit="%", goal=goal)
    for width in (WIDE, NARROW):
        drawn(chart, width)
    assert len(chart.rows) == len(found)


@given(st.lists(st.tuples(words, readings), max_size=40))
def test_tiles_are_drawn_whole(found: list[tuple[str, Reading]]) -> None:
    chart = tile_map("k", "t", [Tile(name, reading) for name, reading in found])
    for width in (WIDE, NARROW):
        root = drawn(chart, width)
        tiles = [
            node for node in root.iter(f"{SVG}rect") if node.get("class") == "c-tile" and node.get("height") != "12"
        ]
        assert len(tiles) == len(found)


@given(readings, st.one_of(st.none(), values), st.one_of(st.none(), readings))
def test_a_value_against_its_target_is_drawn_whole(reading: Reading, high: float | None, old: Reading | None) -> None:
    for width in (WIDE, NARROW):
        drawn(bullet_chart("k", "t", reading, high=high, unit="%", before=old), width)


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=5))
def test_parts_fill_the_whole(found: list[list[int]]) -> None:
    wholes = [
        Whole(str(place), tuple(Part(str(index), Reading(float(size))) for index, size in enumerate(sizes)))
        for place, sizes in enumerate(found)
    ]
    chart = parts_chart("k", "t", wholes)
    root = drawn(chart, WIDE)
    pieces = [node for node in root.iter(f"{SVG}rect") if (node.get("class") or "").startswith("c-part")]
    bars = [node for node in pieces if node.get("height") == "30"]
    filled = sum(any(sizes) for sizes in found)
    assert math.isclose(sum(float(node.get("width", "")) for node in bars), filled * (WIDE - 1), abs_tol=0.1)


@given(st.lists(values, min_size=1, max_size=8), st.booleans())
def test_a_scale_holds_its_values_between_round_ticks(found: list[float], from_zero: bool) -> None:
    up = scale(found, 200, 0, from_zero=from_zero)
    dust = 1e-8 * max(map(abs, found))  # what no eye could see at this size
    assert up.low <= min(found) + dust
    assert up.high >= max(found) - dust
    assert 2 <= len(up.ticks) <= 8
    assert list(up.ticks) == sorted(set(up.ticks))
    if from_zero:
        assert up.begins_at_zero


def test_round_steps() -> None:
    assert [round_step(span, 5) for span in (1, 10, 12, 100, 0.3)] == pytest.approx([0.2, 2, 2.5, 20, 0.1])


def test_words_from_outside_stay_words() -> None:
    bad = '<script>alert("1")</script>\x00\x0b&'
    for chart in (
        line_chart("k", bad, [bad], [Line(bad, (Reading(1.0),))], unit=bad, goals=[Goal(0, 1.0, None, bad)]),
        bar_chart("k", bad, [Bar(bad, Reading(1.0), url='"><b>')], unit=bad, goal=1.0, goal_words=bad),
        tile_map("k", bad, [Tile(bad, Reading(1.0), group=bad, url='"><b>')], unit=bad),
        parts_chart("k", bad, [Whole(bad, (Part(bad, Reading(1.0)),))], unit=bad),
    ):
        text = chart.svg(WIDE)
        assert "<script" not in text
        assert '"><b>' not in text
        etree.fromstring(text.encode())


def test_what_is_not_known_is_never_zero() -> None:
    found = (Reading(0.0), Reading(mark=Mark.NOT_COLLECTED), Reading(mark=Mark.NONE), Reading(mark=Mark.SUPPRESSED))
    chart = line_chart("k", "t", ["2022", "2023", "2024", "2025"], [Line("n", found)], unit="%")
    assert [row[1].text for row in chart.rows] == ["0 %", "chưa thu thập được", "không phát sinh", "che vì số quá nhỏ"]
    said = etree.tostring(drawn(chart, WIDE), encoding="unicode", method="text")
    assert all(sign in said for sign in ("…", "–", "*"))
    with pytest.raises(ValueError, match="not_collected"):
        Reading(0.0, Mark.NOT_COLLECTED)
    with pytest.raises(ValueError, match="value"):
        Reading()
    with pytest.raises(ValueError, match="finite"):
        Reading(math.nan)


def test_the_course_is_told_in_a_sentence() -> None:
    found = (Reading(12.0), Reading(mark=Mark.NOT_COLLECTED), Reading(15.5), Reading(9.0))
    chart = line_chart(
        "k", "t", ["2022", "2023", "2024", "2025"], [Line("n", found)], unit="%", goals=[Goal(3, None, 8, "≤ 8 %")]
    )
    assert chart.summary == (
        "từ 12 % (2022) xuống 9 % (2025); cao nhất 15,5 % (2024); 1 kỳ chưa thu thập được. Chỉ tiêu 2025: ≤ 8 %."
    )


def test_words_of_readings() -> None:
    assert Reading(40.0, partial=True).said("trẻ em") == "ít nhất 40 trẻ em"
    assert Reading(40.0, of_known=True).said("%") == "40 % (chỉ của phần đã có số liệu)"
    assert Reading(mark=Mark.NOT_ENTERED).said() == "chưa có số liệu"
    assert Reading(7.0, Mark.TOO_FEW, estimated=True).said("%") == "7 % (ước tính, quá ít để so sánh)"


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: line_chart("k", "t", ["1"], [Line("n", ())]), "0 readings"),
        (lambda: line_chart("k", "t", ["1"], [Line("n", (Reading(1.0),))] * 5), "at most 4"),
        (lambda: line_chart("k", "t", ["1"], [], goals=[Goal(1, 1, 1, "")]), "period"),
        (lambda: tile_map("k", "t", [], edges=[2, 1]), "ascend"),
        (lambda: bullet_chart("k", "t", Reading(1.0), low=2, high=1), "target"),
        (lambda: parts_chart("k", "t", [Whole("a", (Part("x", Reading(-1.0)),))]), "negative"),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: object, why: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=why):
        make()


@given(st.lists(st.integers(0, 50).map(float), max_size=60).map(sorted))
def test_classes_ascend_and_hold_every_value(found: list[float]) -> None:
    edges = class_edges(found)
    assert list(edges) == sorted(set(edges))
    assert len(edges) <= 4
    classes = [class_of(value, edges) for value in found]
    assert classes == sorted(classes)
    assert len(class_words(edges, "%")) == len(edges) + 1
    if found:
        assert set(classes) == set(range(len(edges) + 1)), "no class is empty"


def test_a_tile_map_owns_up_that_it_is_no_map() -> None:
    chart = tile_map("k", "t", [Tile("Xã Mẫu", Reading(1.0), url="/x/")])
    assert "không theo vị trí trên bản đồ" in chart.note
    root = drawn(chart, WIDE)
    assert root.get("role") == "group"
    assert [node.get("href") for node in root.iter(f"{SVG}a")] == ["/x/"]


def test_intervals_agree_with_published_figures() -> None:
    wilson = proportion_interval(15, 148)  # Newcombe 1998, table I: 81/263, 15/148, 0/20, 1/29
    assert wilson is not None
    assert (round(wilson.low, 2), round(wilson.high, 2)) == (6.24, 16.05)
    none = proportion_interval(0, 20, 1)
    assert none is not None
    assert none.low == 0
    assert round(none.high, 4) == 0.1611
    byar = rate_interval(10, 1)  # exact Poisson: 4.80 to 18.39
    assert byar is not None
    assert byar.low == pytest.approx(4.80, abs=0.02)
    assert byar.high == pytest.approx(18.39, abs=0.02)
    assert proportion_interval(5, 4) is None
    assert rate_interval(1, 0) is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_proportion(cases: int, people: int) -> None:
    found = proportion_interval(cases, people, 1)
    if cases > people:
        assert found is None
        return
    assert found is not None
    assert 0 <= found.low <= cases / people <= found.high <= 1


def test_few_are_not_ranked() -> None:
    assert few_to_compare(3, 18)
    assert not few_to_compare(84, 1200)
    assert not few_to_compare(2, 10_000)
    assert few_to_compare(4, 3)
    assert not few_to_compare(None, 3)


def test_a_word_sized_trend() -> None:
    assert sparkline([Reading(mark=Mark.NONE)]) == ""
    root = etree.fromstring(sparkline([Reading(12.0), Reading(8.0)], unit="%").encode())
    assert root.get("aria-label") == "từ 12 % đến 8 %"


def test_a_chart_for_paper_carries_its_style() -> None:
    text = paper_svg(bullet_chart("k", "t", Reading(float(Decimal("8.2"))), high=8.5))
    root = etree.fromstring(text.encode())
    assert root[0].tag == f"{SVG}style"
    used = {name for node in root.iter() for name in (node.get("class") or "").split() if name.startswith("c-")}
    assert used
    assert all(f".{name}" in (root[0].text or "") for name in used - {"c-text", "c-num"})


def test_a_tone_says_what_the_tile_of_that_word_says() -> None:
    whole = Whole("Tất cả", (Part("Trong hạn", Reading(3.0), "progress"), Part("Quá hạn", Reading(2.0), "late")))
    drawn = parts_chart("k", "Bốn ô", [whole]).svg(700)
    assert drawn.index("c-t-progress") < drawn.index("c-t-late")
    assert "c-p1" not in drawn
