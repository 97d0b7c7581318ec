"""The annexes of a consolidated report as tables: tasks, state of reporting, sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mangnon.documents.official import Column, Row, RowStyle, Sheet, Table
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line
from mangnon.reporting.consolidation import figure_tables, prose
from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.reading import Consolidated, agencies_of, instant_of
from mangnon.reporting.models import Passage, ReportVersion
from mangnon.reporting.terms import PassageKind, Stage, Timeliness

_LONGEST_RESULT = 420


def source_words(version: ReportVersion) -> str:
    """«Báo cáo của Sở Y tế, gửi lần 2, 08 giờ 12 ngày 05/06/2025»."""
    at = version.submitted_at.astimezone(clock.VIETNAM)
    number = f"gửi lần {version.number}, " if version.number > 1 else "gửi "
    return f"Báo cáo của {version.report.agency.name}, {number}lúc {at:%H} giờ {at:%M} ngày {vn_date(at.date())}."


def task_table(found: Consolidated, marks: Callable[[list[Passage]], tuple[str, ...]] | None = None) -> Table:
    """Annex I: every task, its lead, the result in short, the progress of the snapshot.

    `marks` gives the marks of some passages; without it each source has its own.
    """
    marks = marks or found.marks
    rows: list[Row] = []
    group_id: int | None = None
    for task in found.tasks:
        if task.group_id != group_id:
            group_id = task.group_id
            rows.append(Row((found.title_of(task.group) or task.group.number or "Nhiệm vụ",), RowStyle.GROUP))
        facts = found.consolidation.summary["tasks"].get(str(task.pk), {})
        passages = found.of(PassageKind.RESULT, task.pk)
        kept = [passage for passage in passages if not passage.is_left_out]
        result = _result(found, task.pk) if kept else ("Chưa có báo cáo." if not passages else "")
        rows.append(
            Row(
                (
                    task.code,
                    one_line(found.title_of(task)),
                    facts.get("lead", ""),
                    result,
                    _known(facts.get("progress")),
                ),
                source_marks=marks(kept),
                marked_cell=3 if kept else None,
            )
        )
    return Table(
        (
            Column("STT", 0.5, "center"),
            Column("Nhiệm vụ", 3.6, "left"),
            Column("Cơ quan chủ trì", 1.7, "left"),
            Column("Kết quả tóm tắt", 4.4, "left"),
            Column("Tiến độ (%)", 0.8, "center"),
        ),
        tuple(rows),
    )


def _known(progress: int | None) -> int | str:
    return "…" if progress is None else progress


def _result(found: Consolidated, task_id: int) -> str:
    """The lead's words in short, else those of who coordinates; the whole text stands in the report."""
    kept = [p for p in found.of(PassageKind.RESULT, task_id) if not p.is_left_out]
    of_lead = [p for p in kept if found.is_of_lead(p)]
    lines = [prose.short_title(prose.in_one_line(p.text), longest=_LONGEST_RESULT) for p in of_lead]
    others = prose.once(name for p in kept if p not in of_lead for name in agencies_of(p))
    if not of_lead:
        lines = [
            f"{prose.listed(agencies_of(p))}: {prose.short_title(prose.in_one_line(p.text), longest=200)}"
            for p in kept[:3]
        ]
        others = prose.once(name for p in kept[3:] for name in agencies_of(p))
    if others:
        lines.append(f"Cơ quan phối hợp có báo cáo: {prose.listed(others)}.")
    return "\n".join(prose.sentence(line) for line in lines)


def status_table(found: Consolidated) -> Table:
    """Annex II: every expected report, when it was first sent, on time or not, how far it is, the reason if missing."""
    rows = []
    for number, row in enumerate(counts_of(found.consolidation.summary).expected, 1):
        first = instant_of(row["first_submitted_at"])
        day = clock.local_day(first) if first else "Chưa gửi"
        time = _time_of(first) if first else None
        stage = Stage(row["stage"]).label
        note = row["reason"] or (f"Gửi {prose.counted(row['version'])} lần" if row["version"] > 1 else "")
        rows.append(Row((number, row["name"], day, time, Timeliness(row["timeliness"]).label, stage, note)))
    return Table(
        (
            Column("STT", 0.5, "center"),
            Column("Cơ quan, đơn vị", 3.0, "left"),
            Column("Ngày gửi lần đầu", 1.4, "center"),
            Column("Giờ", 0.7, "center"),
            Column("Thời hạn", 1.5, "left"),
            Column("Tình trạng", 1.5, "left"),
            Column("Ghi chú", 2.2, "left"),
        ),
        tuple(rows),
    )


def _time_of(instant: dt.datetime) -> dt.time:
    """Hour and minute in Vietnam."""
    return instant.astimezone(clock.VIETNAM).time().replace(second=0, microsecond=0)


def source_table(found: Consolidated) -> Table:
    """The sent reports behind the marks."""
    rows = []
    for version in found.versions:
        agency = version.report.agency
        at = version.submitted_at
        passages = [p for p in found.kept if any(s.version_id == version.pk for s in p.sources.all())]
        rows.append(
            Row(
                (
                    found.numbers[version.pk],
                    agency.name,
                    version.number,
                    clock.local_day(at),
                    _time_of(at),
                    len(passages),
                )
            )
        )
    return Table(
        (
            Column("Nguồn", 0.6, "center"),
            Column("Cơ quan, đơn vị báo cáo", 4.0, "left"),
            Column("Lần gửi", 0.8, "center"),
            Column("Ngày gửi", 1.2, "center"),
            Column("Giờ", 0.7, "center"),
            Column("Số đoạn đưa vào báo cáo", 1.4, "center"),
        ),
        tuple(rows),
    )


def sheets(
    found: Consolidated, *, subtitle: str, sample_notice: str | None, has_task_annex: bool = True
) -> list[Sheet]:
    """The annexes as sheets of a workbook: tasks, sending, figures where the period asks for some, sources.

    A sheet that is an annex of the paper too has its number there; one that is in the workbook alone has none. In a
    paper without `has_task_annex` another annex is the first.
    """
    figures = figure_tables.figure_sheets(found.figures, subtitle=subtitle, sample_notice=sample_notice, first=3)
    return [
        Sheet(
            "Nhiệm vụ",
            (*(("PHỤ LỤC I",) if has_task_annex else ()), "Tổng hợp kết quả thực hiện nhiệm vụ", subtitle),
            task_table(found),
            sample_notice=sample_notice,
        ),
        Sheet(
            "Tình hình gửi báo cáo",
            ("PHỤ LỤC II", "Tình hình gửi báo cáo", subtitle),
            status_table(found),
            sample_notice=sample_notice,
        ),
        *figures,
        Sheet(
            "Nguồn",
            ("NGUỒN CỦA NỘI DUNG, SỐ LIỆU", subtitle),
            source_table(found),
            sample_notice=sample_notice,
            landscape=False,
        ),
    ]
