"""A change of an accepted report: a new version with a reason; until it is accepted, the accepted one stands."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.reporting import rules
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import Answer, EntryReview, Report, ReportEntry
from mangnon.reporting.review.tiers import check_children_settled, check_may_reopen
from mangnon.reporting.rules import Move
from mangnon.reporting.successions.carrying import fields_of
from mangnon.reporting.terms import AnswerState
from mangnon.reporting.writing.met_entries import plain, standing_answers, standing_content
from mangnon.reporting.writing.sending import check_may_write, locked_report, move_report

_LONGEST_REASON = 2_000


@transaction.atomic
def start_amendment(*, actor: Actor, report_id: int, reason: str) -> Report:
    """Open an accepted report for changes. The accepted version stands, is read and is consolidated meanwhile.

    What the tier above has accepted is not reopened below before the body above opens an amendment of its own, which
    then goes up. Raises NotAllowed, ReportLocked (not accepted, taken in above), NotComplete (no reason).
    """
    report = locked_report(report_id)
    check_may_write(actor, report)
    move_report(report, Move.AMEND)
    check_may_reopen(report)
    report.amend_reason = reason.strip()
    if not report.amend_reason or len(report.amend_reason) > _LONGEST_REASON:
        raise NotComplete(
            f"Bản sửa đổi cần một lý do, không quá {_LONGEST_REASON} ký tự, để cơ quan nhận biết vì sao báo cáo đã "
            "chấp nhận thay đổi. Không có gì bị thay đổi.",
            code="no_reason",
        )
    EntryReview.objects.filter(
        report=report
    ).delete()  # they were about the version that stands; the evidence keeps them
    report.amending_since = clock.now()
    report.save(update_fields=["state", "amend_reason", "amending_since"])
    record(
        actor=actor,
        act="start_amendment",
        object_type="Report",
        object_id=report.pk,
        details={"version": report.accepted_version},
        reason=report.amend_reason,
    )
    return report


@transaction.atomic
def drop_amendment(*, actor: Actor, report_id: int) -> Report:
    """Give an amendment up, written or returned: every entry says again what the standing version says.

    Raises NotAllowed, ReportLocked (no amendment is open; a report below was reopened under it).
    """
    report = locked_report(report_id)
    check_may_write(actor, report)
    if not report.accepted_version:
        raise ReportLocked("Báo cáo này chưa từng được chấp nhận nên không có bản sửa đổi để bỏ. Không có gì thay đổi.")
    move_report(report, Move.DROP)
    check_children_settled(report)
    stands = standing_content(report)
    now, restored = clock.now(), []
    for entry in ReportEntry.objects.select_for_update(of=("self",)).filter(report=report):
        fields = stands.get(entry.task_id, {})
        if plain(fields_of(entry)) == plain(fields):
            continue
        for name in rules.TEXT_FIELDS:
            setattr(entry, name, str(fields.get(name) or ""))
        entry.is_nil = bool(fields.get("is_nil"))
        entry.revision += 1
        entry.saved_at, entry.saved_by_id = now, actor.user_id
        restored.append(entry)
    ReportEntry.objects.bulk_update(restored, [*rules.TEXT_FIELDS, "is_nil", "revision", "saved_at", "saved_by"])
    answers = _restore_answers(report, actor, now)
    EntryReview.objects.filter(report=report).delete()
    reason, report.amend_reason = report.amend_reason, ""
    report.save(update_fields=["state", "amend_reason"])
    record(
        actor=actor,
        act="drop_amendment",
        object_type="Report",
        object_id=report.pk,
        details={"version": report.accepted_version, "entries": len(restored) + answers},
        reason=reason,
    )
    return report


def _restore_answers(report: Report, actor: Actor, now: dt.datetime) -> int:
    """Every answer of a called report says again what the standing version says; how many had to."""
    stands = standing_answers(report)
    restored = []
    for answer in Answer.objects.select_for_update(of=("self",)).filter(report=report):
        state, text = stands.get(answer.question_id, (AnswerState.EMPTY, ""))
        if (answer.state, answer.text) == (state, text):
            continue
        answer.state, answer.text = AnswerState(state), text
        answer.revision += 1
        answer.saved_at, answer.saved_by_id = now, actor.user_id
        restored.append(answer)
    Answer.objects.bulk_update(restored, ["state", "text", "revision", "saved_at", "saved_by"])
    return len(restored)
