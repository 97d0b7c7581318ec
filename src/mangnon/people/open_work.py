"""The open work of a post: all that its agency has to do in that role, asked of the rooms below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from mangnon.accounts.public import Actor, Permission
from mangnon.agencies.public import Post, actor_in
from mangnon.documents.public import listed_readings
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line
from mangnon.people.terms import WorkKind
from mangnon.plans.public import Difficulty, Plan, assignments_of_agency, deadline_state, waiting_difficulties
from mangnon.reporting.public import reports_to_review, waiting_periods

_WORDS = 240


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One piece of open work. `reference` names it for people, `permission` is what it takes to do it."""

    kind: WorkKind
    reference: str
    words: str
    state_words: str
    due_on: dt.date | None
    permission: Permission


def open_work(post: Post) -> list[WorkItem]:
    """Everything open at the post's agency that the post's role may do, in the order of the desk; a constant number
    of queries. The caller has checked who asks.
    """
    # The holder as selectors see them: what is open is what stands on that desk.
    holder = actor_in(post, on=clock.today())
    found: list[WorkItem] = []
    if holder.may(Permission.ACT_FOR_AGENCY):
        found += _assignments(holder)
        found += _reports_owed(holder)
    if holder.may(Permission.REVIEW_REPORTS):
        found += _reports_to_review(holder)
    if holder.may(Permission.ANSWER_DIFFICULTIES) or holder.may(Permission.ACT_FOR_AGENCY):
        found += _difficulties(holder)
    if holder.may(Permission.REVIEW_DOCUMENTS):
        found += _readings(holder)
    order = list(WorkKind)
    return sorted(found, key=lambda item: (order.index(item.kind), item.due_on or dt.date.max))


def _numbers(plans: Iterable[int]) -> dict[int, str]:
    """Plans by key as a paper names them: by the number of their own paper, by their code where that is not known."""
    rows = Plan.objects.filter(pk__in=set(plans)).values_list("pk", "directive__number", "code")
    return {pk: number or code for pk, number, code in rows}


def _assignments(holder: Actor) -> list[WorkItem]:
    now, found = clock.now(), []
    rows = list(assignments_of_agency(holder, agency_id=holder.agency_id or 0))
    numbers = _numbers(row.task.plan_id for row in rows)
    for row in rows:
        if row.execution not in ("not_received", "in_progress"):
            continue
        late = deadline_state(due_on=row.binding_on, completed_at=None, now=now) == "overdue"
        kind = WorkKind.LATE if late else WorkKind.TO_ACCEPT if row.execution == "not_received" else WorkKind.RUNNING
        words = f"{row.get_role_display()}: {_short(row.task.text)}"
        state = f"{row.get_execution_display()}, tiến độ {row.progress} %"
        reference = f"Kế hoạch {numbers[row.task.plan_id]}, nhiệm vụ {row.task.code}"
        found.append(WorkItem(kind, reference, words, state, row.due_on, Permission.ACT_FOR_AGENCY))
    return found


def _reports_owed(holder: Actor) -> list[WorkItem]:
    return [
        WorkItem(
            WorkKind.REPORT_OWED,
            f"Báo cáo {owed.period.words}",
            _short(owed.period.regime.name),
            owed.report.get_state_display() if owed.report else "Chưa viết",
            owed.due_on,
            Permission.ACT_FOR_AGENCY,
        )
        for owed in waiting_periods(holder)
    ]


def _reports_to_review(holder: Actor) -> list[WorkItem]:
    return [
        WorkItem(
            WorkKind.REPORT_TO_REVIEW,
            f"Báo cáo {report.period.words}",
            f"{report.agency.name}: {_short(report.period.regime.name)}",
            f"Gửi ngày {vn_date(clock.local_day(report.submitted_at))}" if report.submitted_at else "",
            None,
            Permission.REVIEW_REPORTS,
        )
        for report in reports_to_review(holder)
    ]


def _difficulties(holder: Actor) -> list[WorkItem]:
    rows = list(waiting_difficulties(holder))
    numbers = _numbers(row.assignment.task.plan_id for row in rows)
    return [
        WorkItem(
            WorkKind.TO_ANSWER,
            f"Kế hoạch {numbers[row.assignment.task.plan_id]}, nhiệm vụ {row.assignment.task.code}",
            f"{row.assignment.agency.name}: {_short(row.text)}",
            f"Nêu ngày {vn_date(clock.local_day(row.raised_at))}",
            None,
            _answering(row),
        )
        for row in rows
    ]


def _answering(row: Difficulty) -> Permission:
    """What a colleague needs to answer it instead: of a plan the body leads, else of any other that waits for it."""
    is_led = row.state == "raised" and row.assignment.parent_id is None
    return Permission.ANSWER_DIFFICULTIES if is_led else Permission.ACT_FOR_AGENCY


def _readings(holder: Actor) -> list[WorkItem]:
    return [
        WorkItem(
            WorkKind.READING,
            f"Văn bản {reading.result.get('number') or 'chưa rõ số'}",
            _short(str(reading.result.get("title") or "Chưa rõ trích yếu")),
            "Chờ rà soát",
            None,
            Permission.REVIEW_DOCUMENTS,
        )
        for reading in listed_readings(holder).filter(state="in_review")
    ]


def _short(text: str) -> str:
    words = one_line(text)
    return words if len(words) <= _WORDS else words[: _WORDS - 1].rsplit(" ", 1)[0] + "…"
