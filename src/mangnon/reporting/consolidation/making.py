"""One report made from the reports below, each paragraph with its source (domain.md, 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc, same_words
from mangnon.plans.public import ProgressNote, Task
from mangnon.reporting.consolidation.choosing import keep_choices
from mangnon.reporting.consolidation.issuing import check_not_frozen
from mangnon.reporting.consolidation.likeness import mark_alike
from mangnon.reporting.consolidation.regenerating import keep_edits
from mangnon.reporting.consolidation.section_words import keep_section_words
from mangnon.reporting.consolidation.titling import keep_titles
from mangnon.reporting.duties.holding import answered_in
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.duties.rising import rising_in
from mangnon.reporting.errors import CannotConsolidate, NotComplete
from mangnon.reporting.models import (
    Consolidation,
    ExpectedReport,
    Passage,
    PassageSource,
    Period,
    Report,
    ReportVersion,
)
from mangnon.reporting.periods.board import Board, BoardRow, board
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.terms import PassageKind, Stage

_KIND_OF_FIELD = {
    "results": PassageKind.RESULT,
    "difficulties": PassageKind.DIFFICULTY,
    "proposals": PassageKind.PROPOSAL,
    "next_period": PassageKind.NEXT_PERIOD,
}
_KIND_ORDER = list(PassageKind)


@dataclass(slots=True)
class _Draft:
    kind: PassageKind
    task: Task | None
    text: str
    version: ReportVersion
    field: str
    is_lead: bool
    is_nil: bool = False


# Whose common reason: who sent nothing, and whose report came and is not accepted. One sentence is never true of both.
SILENT, SENT = "*silent", "*sent"


def consolidate(*, actor: Actor, period: Period, reasons: dict[str, str] | None = None) -> Consolidation:
    """Make a consolidation from the accepted reports of a period.

    Every expected report that is not accepted must have a reason: `reasons` maps an agency's code to it, SILENT and
    SENT the rest of those who sent nothing and of those who sent, "*" all the rest. Edits of the last consolidation are
    kept; where their source says something else now, both are shown.
    Raises NotAllowed, CannotConsolidate naming what stands in the way.
    """
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    with transaction.atomic():
        Period.objects.select_for_update().get(pk=period.pk)
        state = board(actor, period)
        missing = _missing_with_reasons(state, reasons or {})
        accepted = [row.report for row in state.standing if row.report]
        if not accepted:
            raise CannotConsolidate(
                "Chưa có báo cáo nào được chấp nhận nên chưa tổng hợp được. Không có gì bị thay đổi. "
                "Hãy xem xét các báo cáo đã gửi trước."
            )
        last = Consolidation.objects.filter(period=period).aggregate(last=Max("number"))["last"] or 0
        made = Consolidation.objects.create(
            period=period,
            number=last + 1,
            made_at=clock.now(),
            made_by_id=actor.user_id,
            summary=_summary(state, missing),
        )
        passages = _write_passages(made, _drafts(accepted))
        keep_edits(made, passages, last)
        keep_choices(made, last)
        keep_titles(made, last)
        keep_section_words(made, last)
        mark_alike(passages)
        record(
            actor=actor,
            act="consolidate",
            object_type="Consolidation",
            object_id=made.pk,
            details={"reports": len(accepted), "passages": len(passages), "missing": [row["code"] for row in missing]},
        )
        return made


def _missing_with_reasons(state: Board, reasons: dict[str, str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    unexplained: list[str] = []
    for row in state.rows:
        if row.report is not None and row.report.accepted_version:
            continue
        was_sent = row.report is not None and row.report.first_submitted_at is not None
        common = reasons.get(SENT if was_sent else SILENT) or reasons.get("*") or ""
        reason = nfc(reasons.get(row.agency.code) or common).strip()
        if not reason:
            unexplained.append(row.agency.name)
        rows.append({"code": row.agency.code, "name": row.agency.name, "stage": str(row.stage), "reason": reason})
    if unexplained:
        raise CannotConsolidate(
            f"Còn {len(unexplained)} cơ quan chưa có báo cáo được chấp nhận: {', '.join(unexplained)}. "
            "Chưa tổng hợp. Hãy đợi đủ báo cáo hoặc nêu lý do cho từng cơ quan.",
            code="missing_reports",
        )
    return rows


def _summary(state: Board, missing: list[dict[str, str]]) -> dict[str, Any]:
    """Counts, the rows they count, the tasks' progress and who issues, as of the snapshot: the document's figures.

    Bodies and their names are those of the cut-off day.
    """
    period = state.period
    reasons = {row["code"]: row["reason"] for row in missing}
    rising = rising_in([period])
    return {
        "expected": len(state.rows),
        "sent": len(state.sent),
        "on_time": len(state.on_time),
        "late": sum(row.timeliness == "late" for row in state.rows),
        "accepted": len(state.standing),
        "missing": missing,
        "late_names": [row.agency.name for row in state.rows if row.timeliness == "late"],
        "rows": [_summary_row(row, reasons, rising.parent_of(period.pk, row.agency.pk)) for row in state.rows],
        "tasks": _progress(period),
        "issuer": recipient_of(period.regime, period.cut_off_on).code,
        "boundary_on": period.cut_off_on.isoformat(),
    }


def _progress(period: Period) -> dict[str, Any]:
    """Each task's lead and its progress; None where neither it nor who led before noted any: that is not zero."""
    leads = [each for each in answered_in(period) if each.is_lead]
    agencies = Agency.objects.in_bulk({each.agency_id for each in leads})
    rows = {row for each in leads for row in each.rows}
    noted = set(ProgressNote.objects.filter(assignment__in=rows).order_by().values_list("assignment_id", flat=True))
    return {
        str(each.task_id): {
            "assignment": each.row,
            "lead": agencies[each.agency_id].name,
            "lead_code": agencies[each.agency_id].code,
            "progress": each.progress if each.progress or each.rows & noted else None,
        }
        for each in leads
    }


def _summary_row(row: BoardRow, reasons: dict[str, str], above: ExpectedReport | None) -> dict[str, Any]:
    report = row.report
    first = report.first_submitted_at if report else None
    return {
        "code": row.agency.code,
        "name": row.agency.name,
        "short_name": row.agency.short_name,
        "above": above.agency.code if above is not None else None,
        "report": report.pk if report else None,
        "version": (report.accepted_version or report.version) if report else 0,
        "first_submitted_at": first.isoformat() if first else None,
        "stage": str(Stage.ACCEPTED if report and report.accepted_version else row.stage),
        "timeliness": str(row.timeliness),
        "reason": reasons.get(row.agency.code, ""),
    }


def _drafts(reports: Iterable[Report]) -> list[_Draft]:
    """One draft passage per task × agency × field that says something, read from the versions that stand."""
    found = list(reports)
    period = found[0].period
    plan_id = period.regime.plan_id or 0
    tasks = {task.pk: task for task in Task.objects.filter(plan_id=plan_id).select_related("group")}
    versions = {
        version.report_id: version
        for version in ReportVersion.objects.filter(
            report__in=[r.pk for r in found], number=F("report__accepted_version")
        ).select_related("report__agency")
    }
    leads = {(each.task_id, each.agency_id) for each in answered_in(period) if each.is_lead}
    drafts: list[_Draft] = []
    for report in found:
        version = versions[report.pk]
        for entry in version.content["entries"]:
            task = tasks.get(entry["task"])
            is_lead = task is not None and (task.pk, report.agency_id) in leads
            for name, kind in _KIND_OF_FIELD.items():
                text = str(entry.get(name) or "").strip()
                if text:
                    part = PassageKind.GENERAL if task is None and kind == PassageKind.RESULT else kind
                    drafts.append(_Draft(part, task, text, version, name, is_lead))
            if is_lead and entry.get("is_nil") and not str(entry.get("results") or "").strip():
                text = "Không phát sinh trong kỳ báo cáo."
                drafts.append(_Draft(PassageKind.RESULT, task, text, version, "is_nil", is_lead, is_nil=True))
    drafts.sort(
        key=lambda d: (
            _KIND_ORDER.index(d.kind),
            d.task.order if d.task else -1,
            not d.is_lead,
            d.version.report.agency.code,
        )
    )
    return drafts


def _write_passages(made: Consolidation, drafts: list[_Draft]) -> list[Passage]:
    """Write drafts down; the same words of several agencies in one place become one passage with several sources."""
    merged: dict[tuple[str, int | None, str], tuple[Passage, list[_Draft]]] = {}
    for draft in drafts:
        key = (draft.kind.value, draft.task.pk if draft.task else None, same_words(draft.text))
        if key in merged:
            merged[key][1].append(draft)
            continue
        passage = Passage(
            consolidation=made,
            kind=draft.kind,
            task=draft.task,
            order=len(merged),
            first_text=draft.text,
            text=draft.text,
        )
        merged[key] = (passage, [draft])
    passages = Passage.objects.bulk_create([passage for passage, _ in merged.values()])
    PassageSource.objects.bulk_create(
        PassageSource(passage=passage, version=draft.version, field=draft.field)
        for passage, sources in merged.values()
        for draft in sources
    )
    return passages


@transaction.atomic
def edit_passage(*, actor: Actor, passage_id: int, revision: int, text: str, is_left_out: bool = False) -> Passage:
    """Change the words of a passage or leave it out; its sources and first words stay.

    Only the last consolidation of a period changes; an edit and a new consolidation queue for the period, so that no
    edit is lost between them. Raises NotAllowed, Stale (also for an older consolidation), ReportLocked (its paper has a
    number), NotComplete (empty text).
    """
    of_passage = Period.objects.filter(consolidations__passages=passage_id).values("pk")
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk__in=of_passage)
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    passage = Passage.objects.select_for_update(of=("self",)).select_related("consolidation").get(pk=passage_id)
    if Consolidation.objects.filter(period=period, number__gt=passage.consolidation.number).exists():
        raise Stale(
            "Đã có lần tổng hợp mới hơn nên lần này không sửa được nữa. Nội dung bạn nhập chưa được lưu và vẫn còn "
            "trên màn hình; hãy mở lần tổng hợp mới nhất rồi sửa."
        )
    check_not_frozen(passage.consolidation)
    if passage.revision != revision:
        raise Stale(
            "Người khác vừa sửa đoạn này. Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình; "
            "hãy tải lại trang để xem bản mới."
        )
    if not text.strip():
        raise NotComplete(
            "Đoạn văn đang để trống nên chưa lưu. Nếu không muốn đưa vào báo cáo, hãy chọn «Không đưa vào báo cáo»."
        )
    before = passage.text
    passage.text = text.strip()
    passage.is_left_out = is_left_out
    passage.edited_at = clock.now()
    passage.edited_by_id = actor.user_id
    passage.revision += 1
    passage.source_before = ""  # the editor has seen what the source says now
    passage.save(update_fields=["text", "is_left_out", "edited_at", "edited_by", "revision", "source_before"])
    record(
        actor=actor,
        act="edit_passage",
        object_type="Consolidation",
        object_id=passage.consolidation_id,
        details={"passage": passage.pk, "before": before, "after": passage.text, "left_out": is_left_out},
    )
    return passage
