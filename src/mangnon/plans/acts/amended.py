"""What a later paper changed while a result waited to be taken. It does not touch the result, which was reported under
the paper of its day; it holds from the moment the result is sent back (docs/decisions/0030)."""

from __future__ import annotations

import datetime as dt

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.plans.acts.assigning import hand_over, take_away
from mangnon.plans.acts.moved_deadlines import put_deadline
from mangnon.plans.acts.receiving import one_named, possible_receivers
from mangnon.plans.errors import BadReceiver
from mangnon.plans.models import Assignment, Task, TaskChange
from mangnon.plans.rules import Move
from mangnon.plans.rules.versions import TaskFacts, changed_fields
from mangnon.plans.terms import AssignmentRole, EndReason, TaskChangeKind


def follow_papers_since(actor: Actor, assignment: Assignment, since: dt.datetime | None) -> Assignment:
    """Carry over what papers changed of the task since an instant: its deadline, and the body that leads it. Answers
    the assignment that goes on: the same, or that of the body which leads now. A part given on below follows its giver.

    The row is locked and at work again. Where it is not certain whom the new words for the lead mean, the body stays:
    the giver may give it to another.
    """
    if since is None or assignment.parent_id is not None:
        return assignment
    changes = TaskChange.objects.filter(
        task=assignment.task_id, kind=TaskChangeKind.CHANGED, version__made_at__gt=since
    )
    papers = list(changes.select_related("version__directive").order_by("version__number"))
    if not papers:
        return assignment
    task = Task.objects.select_related("plan__territory").get(pk=assignment.task_id)
    before, after = TaskFacts.from_json(papers[0].before), TaskFacts.from_json(papers[-1].after)
    changed = set(changed_fields(before, after))
    because = f"Theo {papers[-1].version.directive}"
    if changed & {"due_on", "due_text", "due_kind"}:
        due_on = task.due_on if assignment.instance is None else assignment.instance.due_on
        put_deadline(actor, assignment, due_on, because)
    lead = _lead_named(task) if "lead" in changed and assignment.role == AssignmentRole.LEAD else None
    if lead is None or lead.pk == assignment.agency_id:
        return assignment
    take_away(actor=actor, assignment=assignment, because=EndReason.REASSIGNED, move=Move.REASSIGN, reason=because)
    return hand_over(actor=actor, assignment=assignment, receiver=lead, reason=because)


def _lead_named(task: Task) -> Agency | None:
    try:
        return one_named("; ".join(task.lead_words), possible_receivers(task.plan))
    except BadReceiver:
        return None
