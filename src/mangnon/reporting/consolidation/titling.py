"""The title of a task or of a group of tasks as the paper prints it: the plan's words, or an officer's beside them."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc, one_line
from mangnon.plans.public import Task, TaskGroup
from mangnon.reporting.consolidation.issuing import check_not_frozen
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Consolidation, PaperTitle, Period
from mangnon.reporting.policies import check_review_reports

MOST_LETTERS = 1000
_KEPT_ON_SCREEN = "Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình"


@transaction.atomic
def edit_title(
    *, actor: Actor, consolidation_id: int, text: str, revision: int, task_id: int = 0, group_id: int = 0
) -> PaperTitle | None:
    """Let the last consolidation of a period word the title of a task or a group; the plan keeps its own.

    Empty words, or the plan's own, take the edit back: then the answer is None. Raises NotAllowed, Stale (also where
    there is a later consolidation), ReportLocked (its paper has a number), NotComplete (too long).
    """
    of_consolidation = Period.objects.filter(consolidations=consolidation_id).values("pk")
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk__in=of_consolidation)
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    made = Consolidation.objects.get(pk=consolidation_id)
    if Consolidation.objects.filter(period=period, number__gt=made.number).exists():
        raise Stale(f"Đã có lần tổng hợp mới hơn. {_KEPT_ON_SCREEN}; hãy mở lần mới nhất rồi sửa.")
    check_not_frozen(made)
    words = one_line(nfc(text))
    if len(words) > MOST_LETTERS:
        raise NotComplete(f"Tên dài hơn {MOST_LETTERS} chữ cái. {_KEPT_ON_SCREEN}; hãy rút gọn.")
    plan_id = period.regime.plan_id
    first = (
        Task.objects.get(pk=task_id, plan=plan_id).text
        if task_id
        else TaskGroup.objects.get(pk=group_id, plan=plan_id).title
    )
    about = {"task_id": task_id or None, "group_id": group_id or None}
    found = PaperTitle.objects.filter(consolidation=made, **about).first()
    if (found.revision if found is not None else 0) != revision:
        raise Stale(f"Người khác vừa sửa tên này. {_KEPT_ON_SCREEN}; hãy tải lại trang để xem bản mới.")
    before = found.text if found is not None else first
    if not words or words == one_line(first):
        PaperTitle.objects.filter(consolidation=made, **about).delete()
        found = None
    elif found is not None:
        found.text, found.first_text, found.revision = words, first, revision + 1
        found.edited_at, found.edited_by_id = clock.now(), actor.user_id
        found.save()
    else:
        found = PaperTitle.objects.create(
            consolidation=made, first_text=first, text=words, edited_at=clock.now(), edited_by_id=actor.user_id, **about
        )
    record(
        actor=actor,
        act="edit_paper_title",
        object_type="Consolidation",
        object_id=made.pk,
        details={**{key: value for key, value in about.items() if value}, "before": before, "after": words or first},
    )
    return found


def keep_titles(made: Consolidation, last: int) -> None:
    """Carry the titles of consolidation number `last` on, where the plan still says what they were made of."""
    rows = PaperTitle.objects.filter(consolidation__period=made.period_id, consolidation__number=last)
    PaperTitle.objects.bulk_create(
        PaperTitle(
            consolidation=made,
            task=row.task,
            group=row.group,
            first_text=row.first_text,
            text=row.text,
            edited_at=row.edited_at,
            edited_by_id=row.edited_by_id,
            revision=row.revision,
        )
        for row in rows.select_related("task", "group")
        if row.first_text == (row.task.text if row.task else row.group.title if row.group else "")
    )
