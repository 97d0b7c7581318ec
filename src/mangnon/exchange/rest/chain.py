"""From a Committee's paragraph to what was done on it, and back from a task: links read, made and removed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.paging import cursor_page
from mangnon.exchange.rest.plans import Cursor, Limit, plan_or_missing, task_or_missing, viewer_of_plans
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.shapes import AgencyOut, CellsOut, Listed, Number, Reason, Sent
from mangnon.exchange.rest.telling import agency_told, cells_told
from mangnon.kernel.refusals import NotAllowed
from mangnon.recommendations.public import (
    Ends,
    Recommendation,
    RecommendationLink,
    can_see_recommendations,
    link_recommendation,
    links,
    recommendation_by_paragraph,
    remove_link,
    what_was_done,
)
from mangnon.recommendations.terms import LinkKind

router = Router(tags=["Khuyến nghị"])
_PARAGRAPH = "/recommendations/{slug:document}/{str:paragraph}"


class LinkOut(Schema):
    """What answers a paragraph: one of a task, a plan and a paper."""

    id: int
    document: str
    paragraph: str
    kind: str
    plan: str | None
    task_id: int | None
    task_code: str | None
    paper: str | None
    note: str
    made_at: dt.datetime


class AnsweringTaskOut(Schema):
    """A task that answers a paragraph: its lead, how that stands to its deadline, which bodies are late."""

    task_id: int
    plan: str
    code: str
    text: str
    lead: AgencyOut | None
    deadline: str
    late: list[AgencyOut]


class AnswerOut(Schema):
    """What was done on a paragraph, inside one's own province. `figures` are those of its tasks."""

    document: str
    paragraph: str
    papers: list[str]
    plans: list[str]
    tasks: list[AnsweringTaskOut]
    figures: CellsOut


class LinkSent(Sent):
    """The plans (by code) and tasks (by id) that answer the paragraph. What is linked already stays as it is."""

    plans: Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=100)] = []
    tasks: Annotated[list[Number], Field(max_length=200)] = []
    kind: LinkKind = LinkKind.IMPLEMENTS
    note: Annotated[str, Field(max_length=500)] = ""


class RemoveSent(Sent):
    """Why it no longer holds."""

    reason: Reason


def viewer_of_recommendations(request: HttpRequest) -> Actor:
    """Who asks, if their role reads the registry. Raises NotAllowed."""
    viewer = actor_asking(request)
    if not can_see_recommendations(viewer):
        raise NotAllowed("Vai trò của bạn không xem khuyến nghị. Không có gì bị thay đổi.")
    return viewer


def _paragraph(viewer: Actor, document: str, paragraph: str) -> Recommendation:
    row = recommendation_by_paragraph(viewer, document_code=document, paragraph=paragraph)
    if row is None:
        raise missing()
    return row


def link_told(row: RecommendationLink) -> dict[str, Any]:
    """LinkOut."""
    plan = row.plan or (row.task.plan if row.task else None)
    return {
        "id": row.pk,
        "document": row.recommendation.document.code,
        "paragraph": row.recommendation.paragraph,
        "kind": row.kind,
        "plan": plan.code if plan else None,
        "task_id": row.task_id,
        "task_code": row.task.code if row.task else None,
        "paper": row.paper.number if row.paper else None,
        "note": row.note,
        "made_at": row.made_at,
    }


@router.get(
    f"{_PARAGRAPH}/answer",
    response=reads(AnswerOut),
    url_name="api_recommendation_answer",
    summary="Đã làm gì về khuyến nghị này",
)
def api_recommendation_answer(request: HttpRequest, document: str, paragraph: str) -> dict[str, Any]:
    """Papers, plans and tasks that answer a paragraph, which bodies are late, and the four cells of its tasks."""
    viewer = viewer_of_recommendations(request)
    row = _paragraph(viewer, document, paragraph)
    answer = what_was_done(viewer, row)
    return {
        "document": row.document.code,
        "paragraph": row.paragraph,
        "papers": [each.paper.number for each in answer.papers],
        "plans": [plan.code for plan in answer.plans],
        "tasks": [
            {
                "task_id": each.task.pk,
                "plan": each.task.plan.code,
                "code": each.task.code,
                "text": each.task.text,
                "lead": agency_told(each.lead.agency) if each.lead else None,
                "deadline": each.deadline,
                "late": [agency_told(late.agency) for late in each.late],
            }
            for each in answer.tasks
        ],
        "figures": cells_told(answer.cells, {}),
    }


@router.get(
    f"{_PARAGRAPH}/links",
    response=reads(Listed[LinkOut]),
    url_name="api_recommendation_links",
    summary="Liên kết của một khuyến nghị",
)
def api_recommendation_links(
    request: HttpRequest, document: str, paragraph: str, limit: Limit = 50, cursor: Cursor = ""
) -> dict[str, Any]:
    """The live links of a paragraph that one may see, first to last."""
    viewer = viewer_of_recommendations(request)
    row = _paragraph(viewer, document, paragraph)
    page = cursor_page(
        links(viewer).filter(recommendation=row),
        order=["pk"],
        of=f"links/{row.pk}",
        cursor=cursor,
        limit=limit,
        key=lambda link: [link.pk],
    )
    return {"items": [link_told(link) for link in page.items], "next": page.next}


@router.post(
    f"{_PARAGRAPH}/links",
    response=acts(list[LinkOut], 201),
    url_name="api_link_recommendation",
    summary="Ghi liên kết",
)
def api_link_recommendation(request: HttpRequest, document: str, paragraph: str, payload: LinkSent) -> Any:
    """Say that plans and tasks of one's own province answer a paragraph; its links to them are answered."""
    actor = viewer_of_recommendations(request)
    row = _paragraph(actor, document, paragraph)
    chosen = [plan_or_missing(actor, code).pk for code in dict.fromkeys(payload.plans)]
    ends = Ends(plans=chosen, tasks=payload.tasks)
    link_recommendation(actor=actor, recommendation=row, ends=ends, kind=payload.kind, note=payload.note)
    found = links(actor).filter(recommendation=row)
    return Status(201, [link_told(each) for each in found if each.plan_id in chosen or each.task_id in payload.tasks])


@router.post(
    "/recommendation-links/{int:link_id}/remove",
    response=acts(LinkOut),
    url_name="api_remove_recommendation_link",
    summary="Gỡ liên kết",
)
def api_remove_recommendation_link(request: HttpRequest, link_id: int, payload: RemoveSent) -> dict[str, Any]:
    """It no longer holds; who removed it, when and why stays on record."""
    actor = viewer_of_recommendations(request)
    told = links(actor).filter(pk=link_id).first()
    if told is None:
        raise missing()
    remove_link(actor=actor, link_id=link_id, reason=payload.reason)
    return link_told(told)


@router.get(
    "/tasks/{int:task_id}/recommendations",
    response=reads(list[LinkOut]),
    url_name="api_task_recommendations",
    summary="Khuyến nghị mà nhiệm vụ trả lời",
)
def api_task_recommendations(request: HttpRequest, task_id: int) -> list[dict[str, Any]]:
    """Back up the chain: the paragraphs that a task answers by its own links and by its plan's, a task's own first."""
    viewer = viewer_of_plans(request)
    task = task_or_missing(viewer, task_id)
    own = links(viewer).filter(task=task)
    return [link_told(row) for row in [*own, *links(viewer).filter(plan=task.plan_id)]]
