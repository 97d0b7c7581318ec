"""Evidence: attached, and withdrawn by an act with its reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.activities.errors import NOT_SAVED, BadEvidence
from mangnon.activities.models import Evidence
from mangnon.activities.place import check_open, is_carried_on, open_activity, open_assignment
from mangnon.activities.policies import check_write_for
from mangnon.activities.rules import check_days
from mangnon.activities.working import clean_words
from mangnon.agencies.public import officers_of
from mangnon.audit.public import record
from mangnon.files.public import clean_name, store_file
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.public import tell
from mangnon.notices.terms import NoticeKind
from mangnon.plans.public import ProgressNote, giving_agencies
from mangnon.plans.terms import Execution


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    file: bytes | File[Any],
    file_name: str,
    description: str,
    evidence_on: dt.date | None = None,
    assignment_id: int | None = None,
    activity_id: int | None = None,
    note_id: int | None = None,
) -> Evidence:
    """Attach a file to an activity, to a progress note, or to an assignment as a whole (one of the three is given).

    The same file again at the same place is the evidence that is there already. Raises NotAllowed, Closed, BadActivity,
    BadEvidence, and the refusals of files; nothing is stored then.
    """
    if activity_id is not None:
        activity = open_activity(actor, activity_id)
        place: dict[str, Any] = {"assignment_id": activity.assignment_id, "activity_id": activity.pk, "note_id": None}
    elif note_id is not None:
        note = ProgressNote.objects.filter(pk=note_id).first()
        if note is None:
            raise NotAllowed("Không có ghi nhận tiến độ này. Không có gì bị thay đổi.")
        open_assignment(actor, note.assignment_id)
        place = {"assignment_id": note.assignment_id, "activity_id": None, "note_id": note.pk}
    elif assignment_id is not None:
        open_assignment(actor, assignment_id)
        place = {"assignment_id": assignment_id, "activity_id": None, "note_id": None}
    else:
        raise ValueError("evidence proves something of an activity, a note or an assignment")
    words = clean_words(description, "bằng chứng chứng minh điều gì", most=500)
    check_days(None, evidence_on)
    if evidence_on is not None and evidence_on > clock.today():
        raise BadEvidence(f"Ngày của bằng chứng ở sau hôm nay. {NOT_SAVED} Hãy sửa lại ngày.", code="bad_day")
    stored = store_file(actor=actor, content=file)
    known = Evidence.objects.filter(**place, file=stored, withdrawn_at__isnull=True).first()
    if known is not None:
        return known
    added = Evidence.objects.create(
        **place,
        file=stored,
        name=clean_name(file_name, stored.kind),
        description=words,
        evidence_on=evidence_on,
        added_at=clock.now(),
        added_by_id=actor.user_id,
    )
    record(actor=actor, act="add_evidence", object_type="Evidence", object_id=added.pk, details=_details(added))
    return added


def _details(row: Evidence) -> dict[str, Any]:
    return {
        "assignment": row.assignment_id if row.activity_id is None else None,
        "activity": row.activity_id,
        "note": row.note_id,
        "sha256": row.file.sha256,
        "kind": row.file.kind,
    }


@transaction.atomic
def withdraw_evidence(*, actor: Actor, evidence_id: int, reason: str) -> Evidence:
    """Withdraw evidence: it stays on record with the reason, and proves nothing any more. Where the result it proved
    was taken already, the body that took it is told. Raises NotAllowed, Closed, BadActivity, BadEvidence."""
    found = Evidence.objects.select_for_update(of=("self",)).select_related("assignment", "file")
    row = found.filter(pk=evidence_id).first()
    if row is None:
        raise NotAllowed("Không có bằng chứng này. Không có gì bị thay đổi.")
    if not is_carried_on(actor, row.assignment):
        check_write_for(actor, agency_id=row.assignment.agency_id)
        check_open(row.assignment)
    if row.withdrawn_at is not None:
        raise BadEvidence("Bằng chứng này đã được rút trước đó. Không có gì bị thay đổi.", code="withdrawn")
    row.withdrawn_reason = clean_words(reason, "lý do rút bằng chứng", most=500)
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), actor.user_id
    row.save(update_fields=["withdrawn_reason", "withdrawn_at", "withdrawn_by"])
    record(
        actor=actor,
        act="withdraw_evidence",
        object_type="Evidence",
        object_id=row.pk,
        details=_details(row),
        reason=row.withdrawn_reason,
    )
    if row.assignment.execution == Execution.COMPLETE:
        _tell_who_took(row)
    return row


def _tell_who_took(row: Evidence) -> None:
    """Evidence sent by mistake can always be withdrawn; whoever relied on it should hear of it."""
    assignment = row.assignment
    givers = [agency.pk for agency in giving_agencies(assignment)]
    people = {pk for ids in officers_of(givers, on=clock.today()).values() for pk in ids}
    task = assignment.task
    what = f"một bằng chứng của nhiệm vụ {task.code} ({task.plan.code}), sau nghiệm thu"
    tell(
        people=people,
        kind=NoticeKind.TOLD,
        words=f"{assignment.agency.name} đã rút {what}",
        address=reverse("assignment", args=[assignment.pk]),
        key=f"evidence-withdrawn:{row.pk}",
    )
