"""Made-up figures for the charts of the gallery. Nothing here comes from a document or a database."""

from __future__ import annotations

from typing import Any

from mangnon.ui.charts import (
    Bar,
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
    parts_chart,
    proportion_interval,
    tile_map,
)

_NOT_COLLECTED = Reading(mark=Mark.NOT_COLLECTED)
_PLACES = [
    "Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Thượng Nguồn", "Trung Lưu", "Hạ Lưu",
    "Đồi Chè", "Bến Nước", "Suối Khoáng", "Đường Vòng", "Cầu Gỗ", "Rừng Thông", "Ruộng Bậc Thang",
]  # fmt: skip


def _trend() -> list[Any]:
    periods = [str(year) for year in range(2018, 2027)]
    values = [12.4, 11.8, None, 10.9, 9.7, 9.9, 8.6, None, 7.9]
    readings = [_NOT_COLLECTED if value is None else Reading(value) for value in values]
    readings[7] = Reading(8.2, estimated=True)
    goals = [Goal(7, None, 8.5, "≤ 8,5 %"), Goal(8, None, 7.5, "≤ 7,5 %")]
    note = "Số liệu đặt ra để minh họa."
    one = line_chart(
        "mau-xu-huong", "Tỷ lệ mẫu qua các năm", periods, [Line("Tỷ lệ mẫu", tuple(readings))], unit="%", goals=goals,
        note=note,
    )  # fmt: skip
    boys = tuple(Reading(40.0 + 7 * (place % 4)) for place in range(9))
    girls = tuple(
        Reading(mark=Mark.SUPPRESSED) if place == 3 else Reading(30.0 + 9 * (place % 3)) for place in range(9)
    )
    two = line_chart("mau-hai-duong", "Hai nhóm mẫu", periods, [Line("Nam", boys), Line("Nữ", girls)], unit="trẻ em")
    empty = line_chart("mau-trong", "Chỉ tiêu mẫu chưa có số liệu", periods, [Line("Tỷ lệ", (_NOT_COLLECTED,) * 9)])
    return [one, two, empty]


def _units() -> list[Any]:
    bars = []
    for place, name in enumerate(_PLACES[:7]):
        people, cases = (1200, 84 + 9 * place) if place != 4 else (18, 3)
        mark = Mark.TOO_FEW if few_to_compare(cases, people) else Mark.VALUE
        value = Reading(round(100 * cases / people, 1), mark=mark)
        bars.append(Bar(f"Xã {name}", value, proportion_interval(cases, people)))
    bars.append(Bar("Xã Tám", _NOT_COLLECTED))
    bars.append(Bar("Toàn tỉnh mẫu", Reading(9.3, partial=True), own=True))
    compared = bar_chart("mau-so-sanh", "Tỷ lệ mẫu theo xã", bars, unit="%", goal=10.0, goal_words="chỉ tiêu ≤ 10 %")
    tiles = [
        Tile(f"{'Phường' if place % 7 == 0 else 'Xã'} {name}", Reading(4.0 + (place * 7) % 23), "Vùng cao mẫu")
        if place % 9 != 5
        else Tile(f"Xã {name}", Reading(mark=(Mark.NOT_COLLECTED, Mark.SUPPRESSED)[place % 2]), "Vùng cao mẫu")
        for place, name in enumerate(_PLACES)
    ]
    tiles += [
        Tile("Đặc khu Đảo Mẫu", Reading(0.0), "Vùng biển mẫu"),
        Tile("Xã Bãi Ngang", Reading(18.0), "Vùng biển mẫu"),
    ]
    return [compared, tile_map("mau-ban-do", "Tỷ lệ mẫu theo xã: bản đồ ô", tiles, unit="%")]


def _shares() -> list[Any]:
    names = ("0–4 tuổi", "5–9 tuổi", "10–14 tuổi", "15–17 tuổi")
    wholes = [
        Whole(place, tuple(Part(name, Reading(float(size))) for name, size in zip(names, sizes, strict=True)))
        for place, sizes in (("Xã Một", (320, 410, 380, 190)), ("Xã Hai", (60, 150, 170, 20)))
    ]
    bullet = bullet_chart(
        "mau-dat-muc-tieu", "Tỷ lệ mẫu năm 2025", Reading(8.2), high=8.5, unit="%", target_words="≤ 8,5 %",
        before=Reading(8.6), before_words="năm 2024",
    )  # fmt: skip
    return [parts_chart("mau-phan", "Trẻ em mẫu theo nhóm tuổi", wholes, unit="trẻ em"), bullet]


def chart_samples() -> dict[str, Any]:
    """All that ui/gallery_charts.html shows."""
    return {
        "charts": [*_trend(), *_units(), *_shares()],
        "spark_readings": [Reading(float(value)) for value in (12, 11, 11, 9, 10, 8)],
    }
