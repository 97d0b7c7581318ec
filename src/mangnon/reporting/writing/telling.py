"""The figures of a report as they are typed: read, checked, recorded as versions of the indicators' figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.indicators.public import Cell, Recorded, read_cell, record_figures, write_cell
from mangnon.indicators.terms import IndicatorKind, SourceKind
from mangnon.kernel.refusals import Refusal, Stale
from mangnon.reporting.figures.sheet import BoxKey, FigureLine, cell_of, figure_lines, window_of
from mangnon.reporting.rules import Move
from mangnon.reporting.writing.sending import check_may_write, locked_report, move_report
from mangnon.territory.public import Unit


class FiguresUnread(Refusal):
    """Boxes that cannot be read; `problems` says why, by key of the box."""

    code = "figures_unread"

    def __init__(self, problems: dict[BoxKey, str]) -> None:
        self.problems = problems
        super().__init__(
            f"Chưa ghi số liệu nào: {len(problems)} ô chưa đọc được. Nội dung bạn nhập vẫn còn trên màn hình; "
            "hãy sửa các ô được đánh dấu rồi ghi lại."
        )


@dataclass(frozen=True, slots=True)
class TypedBox:
    """What was typed into a box, and the version of the figure that stood in it when the page was opened (0: none)."""

    text: str
    seen: int = 0


@transaction.atomic
def tell_figures(
    *, actor: Actor, report_id: int, typed: Mapping[int, TypedBox] | Mapping[BoxKey, TypedBox], reason: str = ""
) -> Recorded:
    """Record what was typed, by key of the box; boxes that say what stands already change nothing.

    Each box is recorded under its unit: the body's place, or, where that was formed after the period, those it was
    formed from.

    All or nothing. Raises NotAllowed, ReportLocked (sent or accepted: an amendment first), FiguresUnread,
    ContradictoryFigures, FiguresRefused, Stale.
    """
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.SAVE)
    lines: dict[BoxKey, FigureLine] = {line.key: line for line in figure_lines(report.period, report.agency, None)}
    problems: dict[BoxKey, str] = {}
    cells: dict[Unit, dict[tuple[int, str], Cell | None]] = {}
    for key, box in typed.items():
        line = lines.get(key)
        if line is None or box.text.strip() == line.box:
            continue
        read = read_cell(box.text, is_rate=line.indicator.kind == IndicatorKind.RATE)
        if read.problem is not None:
            problems[key] = read.problem
            continue
        stands = cell_of(line.figure) if line.figure is not None else None
        if write_cell(read.cell) == write_cell(stands):
            continue
        own = line.figure.version if line.figure is not None and line.figure.agency_id == report.agency_id else 0
        if own != box.seen and (own or line.figure is None):
            raise _moved_on()
        cells.setdefault(line.unit, {})[line.indicator.pk, ""] = read.cell
    if problems:
        raise FiguresUnread(problems)
    if not cells:
        return Recorded(unchanged=len(typed))
    done = Recorded()
    for unit, told in cells.items():
        done += record_figures(
            # Who writes the report of a body that ended (checked above) tells its figures too; evidence names who.
            actor=replace(actor, agency_id=report.agency_id) if actor.agency_id is not None else actor,
            unit=unit,
            agency=report.agency,
            period=window_of(report.period),
            cells=told,
            source_kind=SourceKind.REPORT,
            source_key=str(report.pk),
            reason=reason or report.amend_reason or report.return_reason,
        )
    return done


def _moved_on() -> Stale:
    return Stale(
        "Người khác vừa ghi số liệu vào cùng ô. Chưa ghi số liệu nào và số của bạn vẫn còn trên màn hình; "
        "hãy mở lại trang, so sánh rồi ghi lại."
    )
