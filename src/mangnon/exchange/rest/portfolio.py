"""What papers say of plans beside their tasks: what is carried on, what changed what, duties, reports asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from mangnon.documents.terms import CitationKind
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.chain import LinkOut, link_told
from mangnon.exchange.rest.plans import plan_or_missing, viewer_of_plans
from mangnon.exchange.rest.shapes import AgencyOut, Day
from mangnon.exchange.rest.telling import agency_told
from mangnon.kernel import clock
from mangnon.plans.public import Related, changed_by, continued_plans, plan_clauses, plan_duties, related_of
from mangnon.plans.terms import ClauseKind, PeriodState
from mangnon.recommendations.public import links

router = Router(tags=["Danh mục kế hoạch"])


class ChangedByOut(Schema):
    """A plan whose paper says that it replaces or amends this one."""

    kind: CitationKind
    plan: str
    directive: str


class NamedPaperOut(Schema):
    """Another paper as a directive names it. `plan`: that paper's plan, where there is one that one may see; `state`:
    where the day asked for stands to the years `from_year`–`to_year` of the paper."""

    kind: CitationKind
    number: str
    issued_on: dt.date | None
    issuer: str
    title: str
    from_year: int | None
    to_year: int | None
    state: PeriodState
    plan: str | None


class ContinuedOut(NamedPaperOut):
    """A paper that goes on being carried out: the plans that say so, the newest first, and what changed it since."""

    by: list[str]
    changed_by: list[ChangedByOut]


class DutyOut(Schema):
    """What the paper lays on bodies beside the tasks. `words`: who, as the paper says it."""

    text: str
    words: list[str]
    agencies: list[AgencyOut]


class ClauseOut(Schema):
    """A report that the paper asks for. `is_before`: the day itself is late."""

    kind: ClauseKind
    due_day: int | None
    due_month: int | None
    due_year: int | None
    is_before: bool
    reporter_words: str
    recipient_words: str
    text: str


class PaperOut(Schema):
    """What a plan's directive says beside its tasks, in its order; `changed_by`: papers that replace or amend it."""

    plan: str
    names: list[NamedPaperOut]
    changed_by: list[ChangedByOut]
    duties: list[DutyOut]
    reports: list[ClauseOut]


def _changes(rows: Any) -> list[dict[str, Any]]:
    return [
        {"kind": row.kind, "plan": row.directive.plan.code, "directive": str(row.directive.plan.directive)}
        for row in rows
    ]


def _named(related: Related, on: dt.date) -> dict[str, Any]:
    row = related.relation
    return {
        "kind": row.kind,
        "number": row.number,
        "issued_on": row.issued_on,
        "issuer": row.issuer,
        "title": row.title,
        "from_year": row.from_year,
        "to_year": row.to_year,
        "state": related.state(on),
        "plan": related.plan.code if related.plan else None,
    }


@router.get(
    "/portfolio", response=reads(list[ContinuedOut]), url_name="api_portfolio", summary="Danh mục kế hoạch tiếp tục"
)
def api_portfolio(
    request: HttpRequest, on: Day | None = None, state: PeriodState | None = None
) -> list[dict[str, Any]]:
    """Every paper that the plans of one's province carry on, each once, by the state of its period on a day (today)."""
    day: dt.date = on or clock.today()
    found = [
        {
            **_named(each.related, day),
            "by": [plan.code for plan in each.by],
            "changed_by": _changes(each.changed),
        }
        for each in continued_plans(viewer_of_plans(request))
    ]
    return [each for each in found if state is None or each["state"] == state]


@router.get(
    "/plans/{slug:code}/paper", response=reads(PaperOut), url_name="api_plan_paper", summary="Văn bản của kế hoạch"
)
def api_plan_paper(request: HttpRequest, code: str, on: Day | None = None) -> dict[str, Any]:
    """What the plan's directive says of other papers, lays on bodies and asks to be reported; and what changed it."""
    viewer, day = viewer_of_plans(request), on or clock.today()
    plan = plan_or_missing(viewer, code)
    return {
        "plan": plan.code,
        "names": [_named(each, day) for each in related_of(viewer, plan)],
        "changed_by": _changes(changed_by(viewer, plan)),
        "duties": [
            {"text": each.text, "words": each.words, "agencies": [agency_told(row) for row in each.agencies.all()]}
            for each in plan_duties(viewer, plan)
        ],
        "reports": list(plan_clauses(viewer, plan)),
    }


@router.get(
    "/plans/{slug:code}/recommendations",
    response=reads(list[LinkOut]),
    url_name="api_plan_recommendations",
    summary="Khuyến nghị mà kế hoạch trả lời",
)
def api_plan_recommendations(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    """The paragraphs that a plan answers as a whole, then those that its tasks answer by their own links."""
    viewer = viewer_of_plans(request)
    plan = plan_or_missing(viewer, code)
    found = links(viewer)
    rows = [*found.filter(plan=plan), *found.filter(task__plan=plan)]
    return [link_told(row) for row in rows]
