"""What the page of a task shows of activities: what is done, what proves it, what coordinators add, what is said."""

from __future__ import annotations

from django.http import HttpRequest

from mangnon.accounts.web.access import actor_of
from mangnon.activities.place import may_write
from mangnon.activities.policies import can_comment, can_see_money
from mangnon.activities.selectors import (
    activities_of_task,
    comments_of_task,
    contributions_of_task,
    evidence_of_task,
)
from mangnon.activities.web import presenters
from mangnon.kernel import clock
from mangnon.plans.public import Panel, Task, every_assignment
from mangnon.plans.terms import AssignmentRole

_MOST_EVIDENCE = 30


def activities_panel(request: HttpRequest, task: Task) -> Panel:
    """The panel; a fixed number of queries however much there is."""
    actor = actor_of(request)
    found = list(activities_of_task(actor, task))
    proofs = list(evidence_of_task(actor, task))
    own = [
        row
        for row in every_assignment(actor).filter(task=task, agency_id=actor.agency_id or 0)
        if row.is_in_force(clock.today()) and may_write(actor, row)
    ]
    # A standing duty is worked on in its periods: offered beside them it would be asked for twice.
    written = [row for row in own if row.instance_id or row.parent_id or not any(each.instance_id for each in own)]
    return Panel(
        "activities/_on_task.html",
        {
            "task": task,
            "columns": presenters.ACTIVITY_COLUMNS,
            "activities": presenters.activity_rows(found, proofs, task_id=task.pk),
            "proofs": presenters.evidence_rows(proofs[:_MOST_EVIDENCE], actor, may_withdraw={row.pk for row in own}),
            "more_proofs": max(0, len(proofs) - _MOST_EVIDENCE),
            "contributions": presenters.contribution_rows(
                contributions_of_task(actor, task), may_answer=any(row.role == AssignmentRole.LEAD for row in own)
            ),
            "comments": presenters.comment_rows(comments_of_task(actor, task), actor),
            "own": written,
            "helper": next((row for row in written if row.role != AssignmentRole.LEAD), None),
            "may_comment": can_comment(actor),
            "sees_money": can_see_money(actor),
            "agencies": sorted({(row.assignment.agency.name, row.assignment.agency.code) for row in found}),
        },
    )
