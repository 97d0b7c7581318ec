"""What verdicts on single entries, and a version that stands, allow and forbid. Reads only; the services ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from mangnon.reporting import rules
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import EntryReview, Report, ReportVersion
from mangnon.reporting.rules.comparison import by_task
from mangnon.reporting.terms import EntryVerdict, ReportState


def verdicts_of(report: Report) -> dict[int | None, EntryReview]:
    """The verdicts on a report's entries by task, None for the general part."""
    return {row.task_id: row for row in EntryReview.objects.filter(report=report).select_related("judged_by")}


def same_entry(task_id: int | None) -> Q:
    """Rows about one task, or about the general part."""
    return Q(task__isnull=True) if task_id is None else Q(task_id=task_id)


def why_met(report: Report, verdict: EntryReview | None) -> str:
    """Why one entry of a returned report is locked, in one sentence; empty when it is open."""
    if report.state != ReportState.RETURNED or verdict is None or verdict.verdict != EntryVerdict.MET:
        return ""
    return f"Mục này đã đạt ở lần gửi {verdict.sending} nên giữ nguyên; chỉ các mục cần bổ sung được mở."


def check_not_met(report: Report, task_id: int | None) -> None:
    """Raises ReportLocked for an entry that was judged to be met."""
    if report.state == ReportState.RETURNED:
        why = why_met(report, EntryReview.objects.filter(same_entry(task_id), report=report).first())
        if why:
            raise ReportLocked(f"{why} Nội dung bạn nhập chưa được lưu.", code="entry_met")


def entries_to_mend(report: Report) -> int:
    """How many entries of the last sending were judged to need mending."""
    return EntryReview.objects.filter(report=report, sending=report.version, verdict=EntryVerdict.MEND).count()


def check_nothing_to_mend(report: Report) -> None:
    """Raises NotComplete while an entry of the last sending is judged to need mending."""
    count = entries_to_mend(report)
    if count:
        raise NotComplete(
            f"Chưa chấp nhận được: {count} mục của {report.agency.name} đang được ghi «Cần bổ sung». Không có gì bị "
            "thay đổi. Hãy trả lại báo cáo, hoặc bỏ nhận xét ở các mục đó.",
            code="entries_to_mend",
        )


def standing_content(report: Report) -> dict[int | None, dict[str, Any]]:
    """The entries of the version that stands, by task; empty when none was accepted yet."""
    version = ReportVersion.objects.filter(report=report, number=report.accepted_version).first()
    return by_task(version.content) if version is not None else {}


def standing_answers(report: Report) -> dict[int, tuple[str, str]]:
    """What the version that stands answers, by question: state and text; empty for a report of tasks."""
    version = ReportVersion.objects.filter(report=report, number=report.accepted_version).first()
    rows = version.content.get("answers", []) if version is not None else []
    return {row["question"]: (row["state"], row["text"]) for row in rows}


def last_sent(report: Report) -> dict[int | None, dict[str, Any]]:
    """The entries of the last sending, by task; empty before the first."""
    version = ReportVersion.objects.filter(report=report).order_by("-number").first()
    return by_task(version.content) if version is not None else {}


def plain(entry: Mapping[str, Any]) -> tuple[object, ...]:
    """What an entry says, for comparing: words and the mark «nothing this period»."""
    return (*(str(entry.get(name) or "").strip() for name in rules.TEXT_FIELDS), bool(entry.get("is_nil")))


def check_amended(
    report: Report, entries: Mapping[int | None, Mapping[str, Any]], *, figures_differ: bool = False
) -> None:
    """Raises NotComplete for an amendment that says what the standing version says, in words and in figures."""
    if not report.accepted_version or figures_differ:
        return
    stands = standing_content(report)
    if all(plain(entries.get(key, {})) == plain(stands.get(key, {})) for key in {*entries, *stands}):
        raise NotComplete(
            "Bản sửa đổi chưa khác bản đã được chấp nhận nên chưa gửi. Hãy sửa nội dung rồi gửi, hoặc bỏ bản sửa đổi.",
            code="nothing_amended",
        )
