"""What the pages of the organisation show: words and drawings made of plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from mangnon.agencies.public import Agency
from mangnon.agencies.terms import FactTag
from mangnon.kernel.dates import typed_day, vn_date
from mangnon.reorganisation.bodies import BodyPage, Kinship
from mangnon.reorganisation.rules import Span, Standing
from mangnon.reorganisation.selectors import Axis, AxisFilter, AxisRow
from mangnon.reorganisation.telling import place_of

LEVELS = {"province": "Cấp tỉnh", "district": "Cấp huyện (đến 30/06/2025)", "commune": "Cấp xã"}
STANDINGS = {
    Standing.IN_FORCE: ("good", "đang hoạt động"),
    Standing.ENDED: ("closed", "đã kết thúc"),
    Standing.NOT_YET: ("soon", "chưa hình thành"),
}
_TONES = {Standing.IN_FORCE: "now", Standing.ENDED: "past", Standing.NOT_YET: "next"}
WIDTH = 480


def validity_words(valid_from: dt.date | None, valid_to: dt.date | None) -> str:
    """«từ 01/03/2025», «đến hết 28/02/2025», both, or that no beginning is on record."""
    since = f"từ {vn_date(valid_from)}" if valid_from else ""
    until = f"đến hết {vn_date(valid_to)}" if valid_to else ""
    return " ".join(part for part in (since, until) if part) or "chưa ghi ngày bắt đầu"


def day_asked(text: str) -> tuple[dt.date | None, bool]:
    """The day typed as 01/07/2025 (or 2025-07-01), and whether what was typed is no day."""
    day = typed_day(text)
    return day, day is None and bool(text.strip())


def axis_rows(axis: Axis, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """One dictionary for each body: its words, its state on the day, and its bar."""
    return [_axis_row(row, axis.span, names) for row in axis.rows]


def _axis_row(row: AxisRow, span: Span, names: Mapping[str, str]) -> dict[str, Any]:
    agency = row.agency
    tone, word = STANDINGS[row.standing]
    begin, length = span.bar(agency.valid_from, agency.valid_to, WIDTH)
    return {
        "agency": agency,
        "is_former": row.is_former,
        "validity": validity_words(agency.valid_from, agency.valid_to),
        "tone": tone,
        "word": word,
        "bar": {"x": _number(begin), "width": _number(length), "kind": _TONES[row.standing]},
        "functions": ", ".join(functions_of(agency, names)),
    }


def functions_of(agency: Agency, names: Mapping[str, str]) -> list[str]:
    """The functions of a body at its last (or present) day, in words."""
    found = [each for each in agency.functions.all() if each.valid_to is None or each.valid_to == agency.valid_to]
    return [names.get(each.function, each.function).lower() for each in sorted(found, key=lambda each: each.function)]


def _number(value: float) -> str:
    """A number as drawings take it: with a point, whatever the language of the page."""
    return f"{value:g}"


def axis_frame(axis: Axis, wanted: AxisFilter) -> dict[str, Any]:
    """The lines behind the bars: quarters with their names, the days of change, the day looked at."""
    span = axis.span
    years = span.last.year - span.first.year + 1
    steps = span.quarters() if years <= 3 else [day for day in span.quarters() if day.month == 1]
    return {
        "width": WIDTH,
        "ticks": [
            {"x": _number(span.at(day, WIDTH)), "label": f"{day:%m/%Y}" if years <= 3 else f"{day:%Y}"} for day in steps
        ],
        "turns": [_number(span.at(day, WIDTH)) for day in axis.turns],
        "today": _number(span.at(wanted.on, WIDTH)),
    }


def kinship_entries(found: BodyPage, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What a body took over and handed on, in order of time, as parts of sentences."""
    rows = [(kin, True) for kin in found.came_from] + [(kin, False) for kin in found.became]
    rows.sort(key=lambda row: (row[0].event.effective_on, not row[1]))
    return [_kinship_entry(kin, is_from, names) for kin, is_from in rows]


def _kinship_entry(kin: Kinship, is_from: bool, names: Mapping[str, str]) -> dict[str, Any]:
    words = [names.get(code, code).lower() for code in kin.functions]
    return {
        "on": kin.event.effective_on,
        "is_from": is_from,
        "other": place_of(kin.other) if kin.other else None,
        "begin": "Tiếp nhận" if is_from else "Chuyển",
        "what": what_words(words, is_rest=kin.is_rest),
        "tone": "good" if is_from else "closed" if kin.other else "late",
        "kind": kin.event.get_kind_display(),
        "basis": kin.event.basis or kin.event.document_number,
        "source": source_words(kin.event.tag, kin.is_verified),
        "notes": kin.notes,
    }


def what_words(functions: Sequence[str], *, is_rest: bool) -> str:
    """«nhiệm vụ trẻ em, bảo trợ xã hội», «toàn bộ nhiệm vụ», or the rest of them."""
    if functions:
        return f"nhiệm vụ {', '.join(functions)}"
    return "các nhiệm vụ còn lại" if is_rest else "toàn bộ nhiệm vụ"


def source_words(tag: str, is_verified: bool) -> str:
    """How well the fact is known; what was not read is told as «chưa kiểm chứng»."""
    if not is_verified:
        return "Chưa kiểm chứng."
    return f"{FactTag(tag).label}."


def function_rows(agency: Agency, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The functions of a body with their from–to, those it still carries first."""
    rows = sorted(agency.functions.all(), key=lambda each: (each.valid_to is not None, names.get(each.function, "")))
    return [
        {
            "name": names.get(each.function, each.function),
            "validity": validity_words(each.valid_from, each.valid_to),
            "basis": each.basis,
            "is_verified": each.is_verified,
        }
        for each in rows
    ]
