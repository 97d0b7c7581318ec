"""What pages show of figures: the writer's boxes, what a sending carried, the regime's list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from mangnon.indicators.public import Figure, Finding, full_code, write_cell
from mangnon.indicators.terms import IndicatorKind, Severity
from mangnon.reporting.figures.asking import asked_in
from mangnon.reporting.figures.reviewing import Beside, beside
from mangnon.reporting.figures.sheet import (
    BoxKey,
    FigureChange,
    FigureLine,
    cell_of,
    figure_lines,
    key_of_cell,
    sent_sheet_figures,
)
from mangnon.reporting.models import Period, Regime, ReportVersion
from mangnon.reporting.terms import TierLevel
from mangnon.reporting.writing.page import WritingSheet

MOST_INLINE = 40


_BOX = re.compile(r"so-([0-9]{1,9})(?:-([0-9]{1,9}))?", re.ASCII)


def box_name(key: BoxKey) -> str:
    """The name of a box in the form: «so-12», «so-12-345» for one of several units."""
    return f"so-{key}" if isinstance(key, int) else f"so-{key[0]}-{key[1]}"


def seen_name(key: BoxKey) -> str:
    """The name of the hidden box beside it, with the version that the page shows."""
    return f"ban{box_name(key).removeprefix('so')}"


def key_of_box(name: str) -> BoxKey | None:
    """The key a box is named by; None for a name that is none."""
    found = _BOX.fullmatch(name)
    if found is None:
        return None
    return (int(found[1]), int(found[2])) if found[2] else int(found[1])


def writer_figures(
    sheet: WritingSheet,
    agency_code: str,
    *,
    typed: Mapping[BoxKey, str] | None = None,
    problems: Mapping[BoxKey, str] | None = None,
    findings: list[Finding] | None = None,
    message: str = "",
) -> dict[str, Any]:
    """The section «Số liệu» of the writer's page; no lines where the period asks for no indicator."""
    lines = figure_lines(sheet.period, sheet.agency, sheet.report)
    place = [sheet.period.regime.code, sheet.period.code]
    name = "report_figures_save"
    return {
        "lines": [_box(line, typed or {}, problems or {}) for line in lines],
        "told": sum(line.is_told for line in lines),
        "has_several_units": any(line.is_one_of_several for line in lines),
        "message": message,
        "findings": [{"words": each.words, "is_error": each.severity == Severity.ERROR} for each in findings or []],
        "url": reverse(f"{name}_for", args=[*place, agency_code]) if agency_code else reverse(name, args=place),
        "columns": [
            {"label": "Chỉ tiêu"},
            {"label": "Số liệu kỳ này"},
            {"label": "Kỳ trước", "numeric": True},
            {"label": "Lần gửi trước", "numeric": True},
        ],
    }


def _box(line: FigureLine, typed: Mapping[BoxKey, str], problems: Mapping[BoxKey, str]) -> dict[str, Any]:
    is_rate = line.indicator.kind == IndicatorKind.RATE
    return {
        "line": line,
        "indicator": line.indicator,
        "name": box_name(line.key),
        "seen_name": seen_name(line.key),
        "unit": line.unit.name if line.is_one_of_several else "",
        "value": typed.get(line.key, line.box),
        "seen": line.figure.version if line.figure is not None else 0,
        "problem": problems.get(line.key, ""),
        "hint": "tử số/mẫu số, ví dụ 12/340" if is_rate else line.indicator.unit_words,
        "state": line.figure.get_state_display() if line.figure is not None else "Chưa nhập",
        "before": write_cell(cell_of(line.before)) if line.before is not None else "…",
        "sent": write_cell(cell_of(line.sent)) if line.sent is not None else "",
        "url": reverse("indicator", args=[line.indicator.set.code, line.indicator.code]),
    }


def sent_figures_context(version: ReportVersion | None, *, is_last: bool, with_checks: bool) -> dict[str, Any]:
    """The figures of the sending on a report's page. `with_checks`: the viewer receives or writes the report, and reads
    the figures of the period before and what the checks say beside them."""
    if version is None:
        return {"sent_figures": None}
    found = sent_sheet_figures(version, is_last=is_last)
    if not found.figures:
        return {"sent_figures": None}
    changed = {key_of_cell(each.figure): each for each in found.changes}
    held = beside(version.report, found.figures) if with_checks else Beside()
    rows = [
        {
            "indicator": figure.indicator,
            "part": figure.breakdown.label if figure.breakdown.key else "",
            "unit": figure.unit.name,
            "value": write_cell(cell_of(figure)),
            "state": figure.get_state_display(),
            "change": changed.get(key_of_cell(figure)),
            "is_carried": figure.agency_id != version.report.agency_id,
            "teller": figure.agency.name,
            "before": _before_words(held, figure),
            "findings": [each.words for each in held.findings.get(key_of_cell(figure), [])],
        }
        for figure in sorted(found.figures, key=lambda each: (full_code(each.indicator), each.breakdown.key))
    ]
    return {
        "sent_figures": {
            "rows": rows,
            "changes": len(found.changes),
            "corrected": [_corrected(each) for each in found.corrected],
            "with_checks": with_checks,
            "found": sum(len(each) for each in held.findings.values()),
            "columns": [
                {"label": "Chỉ tiêu"},
                {"label": "Địa bàn"},
                {"label": "Số liệu", "numeric": True},
                *([{"label": "Kỳ trước", "numeric": True}] if with_checks else []),
            ],
        }
    }


def _before_words(held: Beside, figure: Figure) -> str:
    before = held.before.get(key_of_cell(figure))
    return write_cell(cell_of(before)) if before is not None else "…"


def _corrected(change: FigureChange) -> dict[str, Any]:
    figure = change.figure
    return {
        "indicator": figure.indicator,
        "part": figure.breakdown.label if figure.breakdown.key else "",
        "before": change.words[0],
        "after": change.words[1],
        "reason": change.after.reason if change.after is not None else "",
    }


def regime_list(regime: Regime) -> list[dict[str, Any]]:
    """The regime's indicators as its page shows them."""
    rows = regime.indicators.select_related("indicator__set", "task").order_by("order")
    return [
        {
            "row": row,
            "code": full_code(row.indicator),
            "tier": TierLevel(row.tier).label if row.tier else "Mọi cơ quan phải báo cáo",
            "url": reverse("indicator", args=[row.indicator.set.code, row.indicator.code]),
        }
        for row in rows
    ]


def period_list_words(period: Period) -> str:
    """«3 chỉ tiêu»; empty for none."""
    count = len(asked_in(period))
    return f"{count} chỉ tiêu" if count else ""
