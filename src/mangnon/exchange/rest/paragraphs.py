"""The registry kept by programs: a document of a Committee, a list of its paragraphs previewed and then applied.

The one way to change a paragraph's cluster, words, urgency or rights is such a list, here as on the page; what it
leaves out stays as it is.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from mangnon.accounts.public import Actor
from mangnon.exchange.rest.answering import acts, reads
from mangnon.exchange.rest.chain import viewer_of_recommendations
from mangnon.exchange.rest.doorway import actor_asking
from mangnon.exchange.rest.plans import plan_or_missing
from mangnon.exchange.rest.problems import missing
from mangnon.exchange.rest.sent import NothingSent
from mangnon.exchange.rest.shapes import Day, Sent
from mangnon.recommendations.public import (
    MOST_PARAGRAPHS,
    CommitteeDocument,
    ImportPreview,
    ParagraphList,
    PlannedRow,
    apply_list,
    check_keep_recommendations,
    clusters,
    document_by_code,
    documents,
    list_by_id,
    preview_list,
    receive_list,
    record_committee_document,
    rights,
    rows_of_cells,
    suggestions,
)
from mangnon.recommendations.terms import RowVerdict

router = Router(tags=["Khuyến nghị"])
_LISTS: Final = "/recommendation-documents/{slug:document}/lists"
_NAME: Final = "Danh mục do chương trình gửi"
_LONG: Final = 20_000


class DocumentOut(Schema):
    """A document of a Committee. `tag` tells how far its facts are verified."""

    code: str
    symbol: str
    committee: str
    title: str
    adopted_on: dt.date | None
    tag: str


class ClusterOut(Schema):
    """A cluster of the Committee. `tag` tells how far it is verified."""

    code: str
    name: str
    articles: str
    tag: str


class RightOut(Schema):
    """A right of the child: one article of the Law on Children."""

    article: int
    name: str
    tag: str


class TermsOut(Schema):
    """What a paragraph may be marked with."""

    clusters: list[ClusterOut]
    rights: list[RightOut]


class SuggestionOut(Schema):
    """A paragraph and a task that share words and are not linked; `shared`: the words, the rarest first."""

    paragraph: str
    task_id: int
    plan: str
    task_code: str
    shared: list[str]


class DocumentSent(Sent):
    """A document of a Committee that is not there yet."""

    committee: Annotated[str, Field(min_length=1, max_length=200)]
    symbol: Annotated[str, Field(min_length=1, max_length=60)]
    title: Annotated[str, Field(max_length=300)] = ""
    adopted_on: Day | None = None
    source: Annotated[str, Field(max_length=300)] = ""
    is_verified: bool = False


class TaskNamed(Sent):
    """A task of one's own province that answers the paragraph, by the code of its plan and its own."""

    plan: Annotated[str, Field(pattern=r"^[-\w]{1,60}$")]
    code: Annotated[str, Field(pattern=r"^[^\s;]{1,40}$")]


class ParagraphSent(Sent):
    """One paragraph («30», «30 (a)»). A field that is left out keeps what the paragraph has; `rights`: articles."""

    paragraph: Annotated[str, Field(min_length=1, max_length=40)]
    cluster: Annotated[str, Field(max_length=200)] | None = None
    topic: Annotated[str, Field(max_length=300)] | None = None
    text: Annotated[str, Field(max_length=_LONG)] | None = None
    text_en: Annotated[str, Field(max_length=_LONG)] | None = None
    is_urgent: bool | None = None
    rights: Annotated[list[Annotated[int, Field(ge=1, le=999)]], Field(max_length=60)] | None = None
    tasks: Annotated[list[TaskNamed], Field(max_length=50)] = []


class ListSent(Sent):
    """A list of paragraphs. Without `is_verified` they are shown as not verified."""

    name: Annotated[str, Field(min_length=1, max_length=200)] = _NAME
    source: Annotated[str, Field(max_length=300)] = ""
    is_verified: bool = False
    paragraphs: Annotated[list[ParagraphSent], Field(min_length=1, max_length=MOST_PARAGRAPHS)]


class ChangeOut(Schema):
    """A field that the list changes."""

    field: str
    before: str
    after: str


class PlannedRowOut(Schema):
    """What one paragraph of the list leads to. `place`: from 1; `paragraph`: as it stands in addresses; `messages`:
    what is wrong with it, in Vietnamese."""

    place: int
    paragraph: str
    verdict: RowVerdict
    changes: list[ChangeOut]
    links: int
    messages: list[str]


class PreviewOut(Schema):
    """What a list would do now. `is_applicable`: nothing is wrong and something would change; `absent`: paragraphs of
    the registry that the list does not name (they stay)."""

    list_id: int
    document: str
    name: str
    new: int
    changed: int
    unchanged: int
    wrong: int
    links: int
    is_applicable: bool
    absent: list[str]
    rows: list[PlannedRowOut]


class AppliedOut(Schema):
    """How many paragraphs are new, changed and as they were, and how many links are new."""

    list_id: int
    document: str
    new: int
    changed: int
    unchanged: int
    links: int


def _keeper(request: HttpRequest) -> Actor:
    actor = actor_asking(request)
    check_keep_recommendations(actor)
    return actor


def _document(viewer: Actor, code: str) -> CommitteeDocument:
    found = document_by_code(viewer, code)
    if found is None:
        raise missing()
    return found


def _own_list(actor: Actor, document: CommitteeDocument, list_id: int) -> ParagraphList:
    found = list_by_id(actor, document, list_id)
    if found is None:
        raise missing()
    return found


def _cells(sent: ParagraphSent) -> dict[str, str]:
    """A paragraph as the cells of the page's form, so that both are read by the same rules."""
    told: dict[str, str | None] = {
        "paragraph": sent.paragraph,
        "cluster": sent.cluster,
        "topic": sent.topic,
        "text": sent.text,
        "urgency": None if sent.is_urgent is None else "x" if sent.is_urgent else "",
        "rights": None if sent.rights is None else ", ".join(map(str, sent.rights)),
        "text_en": sent.text_en,
    }
    return {name: words for name, words in told.items() if words is not None}


def _row_told(planned: PlannedRow) -> dict[str, Any]:
    row = planned.row
    return {
        "place": row.place,
        "paragraph": f"{row.number}{row.sub}" if row.number else "",
        "verdict": planned.verdict,
        "changes": [{"field": each.field, "before": each.before, "after": each.after} for each in planned.changes],
        "links": len(planned.link_tasks),
        "messages": planned.messages,
    }


def _told(received: ParagraphList, preview: ImportPreview) -> dict[str, Any]:
    return {
        "list_id": received.pk,
        "document": received.document.code,
        "name": received.name,
        **{verdict.value: preview.count(verdict) for verdict in RowVerdict},
        "links": preview.link_count,
        "is_applicable": preview.is_applicable,
        "absent": [each.paragraph for each in preview.absent],
        "rows": [_row_told(each) for each in preview.rows],
    }


@router.get(
    "/recommendation-terms", response=reads(TermsOut), url_name="api_recommendation_terms", summary="Cụm và quyền"
)
def api_recommendation_terms(request: HttpRequest) -> dict[str, Any]:
    """The clusters of the Committee and the rights of the Law on Children that a paragraph may be marked with."""
    viewer_of_recommendations(request)
    return {"clusters": list(clusters().values()), "rights": list(rights().values())}


@router.get(
    "/recommendation-documents",
    response=reads(list[DocumentOut]),
    url_name="api_recommendation_documents",
    summary="Văn bản khuyến nghị",
)
def api_recommendation_documents(request: HttpRequest) -> Any:
    """The documents of Committees, the newest first: some dozens at most."""
    return list(documents(viewer_of_recommendations(request)))


@router.post(
    "/recommendation-documents",
    response=acts(DocumentOut, 201),
    url_name="api_record_committee_document",
    summary="Ghi văn bản của ủy ban",
)
def api_record_committee_document(request: HttpRequest, payload: DocumentSent) -> Status[Any]:
    """Record a document of a Committee, to send lists of its paragraphs to."""
    return Status(201, record_committee_document(actor=_keeper(request), **payload.dict()))


@router.post(
    _LISTS, response=acts(PreviewOut, 201), url_name="api_receive_paragraphs", summary="Xem trước danh mục đoạn"
)
def api_receive_paragraphs(request: HttpRequest, document: str, payload: ListSent) -> Status[dict[str, Any]]:
    """Send a list and see what it would do; nothing is written into the registry. It is kept a day for `apply`."""
    actor = _keeper(request)
    found = _document(actor, document)
    rows = rows_of_cells([_cells(each) for each in payload.paragraphs])
    for row, each in zip(rows, payload.paragraphs, strict=True):
        row.tasks = [[task.plan, task.code] for task in each.tasks]
    received = receive_list(
        actor=actor,
        document=found,
        name=payload.name,
        rows=rows,
        source=payload.source,
        is_verified=payload.is_verified,
    )
    return Status(201, _told(received, preview_list(actor, received)))


@router.get(
    f"{_LISTS}/{{int:list_id}}",
    response=reads(PreviewOut),
    url_name="api_paragraph_list",
    summary="Danh mục đoạn đã gửi",
)
def api_paragraph_list(request: HttpRequest, document: str, list_id: int) -> dict[str, Any]:
    """A list that one sent oneself, and what it would do now."""
    actor = _keeper(request)
    received = _own_list(actor, _document(actor, document), list_id)
    return _told(received, preview_list(actor, received))


@router.post(
    f"{_LISTS}/{{int:list_id}}/apply",
    response=acts(AppliedOut),
    url_name="api_apply_paragraphs",
    summary="Nạp danh mục đoạn",
)
def api_apply_paragraphs(request: HttpRequest, document: str, list_id: int, payload: NothingSent) -> dict[str, Any]:
    """Write what the list says, all of it or nothing. What changed meanwhile counts; again it changes nothing more."""
    actor = _keeper(request)
    received = _own_list(actor, _document(actor, document), list_id)
    return {"list_id": list_id, "document": document, **apply_list(actor=actor, list_id=received.pk)}


@router.get(
    "/recommendation-documents/{slug:document}/suggestions",
    response=reads(list[SuggestionOut]),
    url_name="api_recommendation_suggestions",
    summary="Gợi ý liên kết",
)
def api_recommendation_suggestions(
    request: HttpRequest, document: str, plan: Annotated[str, Query(max_length=60)] = ""
) -> list[dict[str, Any]]:
    """Pairs that share words and are not linked yet, the most alike first: 200 at most. They link nothing themselves:
    a person judges them, and `links` records it."""
    actor = _keeper(request)
    found = _document(actor, document)
    code = plan_or_missing(actor, plan).code if plan else ""
    return [
        {
            "paragraph": each.recommendation.paragraph,
            "task_id": each.task.pk,
            "plan": each.task.plan.code,
            "task_code": each.task.code,
            "shared": list(each.shared),
        }
        for each in suggestions(actor, found, plan_code=code)
    ]
