"""Writes of the registry: documents of Committees, links and their removal, each with its evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.terms import FactTag
from mangnon.audit.public import record
from mangnon.documents.public import number_key
from mangnon.kernel import clock
from mangnon.kernel.text import one_line, typed_words, without_marks
from mangnon.plans.public import Task, plans
from mangnon.recommendations.catalogue import shipped_documents
from mangnon.recommendations.errors import BadDocument, BadLink
from mangnon.recommendations.models import AnsweringPaper, CommitteeDocument, Recommendation, RecommendationLink
from mangnon.recommendations.policies import check_keep_recommendations
from mangnon.recommendations.rules import paragraph_of
from mangnon.recommendations.selectors import links
from mangnon.recommendations.terms import LinkBasis, LinkKind

MOST_LINKS = 500
RESERVED_CODES = frozenset({"van-ban-moi", "nap-san", "lien-ket"})


def document_code(symbol: str) -> str:
    """«CRC/C/VNM/CO/5-6» → «CRC-C-VNM-CO-5-6»."""
    return re.sub(r"[^0-9A-Za-z]+", "-", without_marks(symbol)).strip("-")[:60]


def set_up_recommendations(*, actor: Actor) -> int:
    """Record the documents that the product knows (data/registry.json), with the paragraphs and papers that are really
    known. What is there already stays as it is; gives how many documents and paragraphs are new. Raises NotAllowed."""
    check_keep_recommendations(actor)
    new_documents = new_paragraphs = 0
    with transaction.atomic():
        now = clock.now()
        for told in shipped_documents():
            known = ("committee", "symbol", "title", "tag", "source")
            document, made = CommitteeDocument.objects.get_or_create(
                code=told["code"],
                defaults={
                    **{name: told[name] for name in known},
                    "adopted_on": _day(told["adopted_on"]),
                    "distributed_on": _day(told["distributed_on"]),
                    "made_at": now,
                    "made_by_id": actor.user_id,
                },
            )
            new_documents += made
            for each in told["paragraphs"]:
                number, sub = paragraph_of(each["paragraph"]) or (0, "")
                facts = {name: each[name] for name in ("cluster", "topic", "is_urgent", "tag", "source")}
                _, made = Recommendation.objects.get_or_create(
                    document=document, number=number, sub=sub, defaults={**facts, "changed_at": now}
                )
                new_paragraphs += made
            for paper in told["papers"]:
                facts = {name: paper[name] for name in ("kind", "number", "issuer", "title", "tag", "source")}
                AnsweringPaper.objects.get_or_create(
                    document=document,
                    number_key=number_key(paper["number"]),
                    issued_on=_day(paper["issued_on"]),
                    defaults=facts,
                )
        if new_documents or new_paragraphs:
            record(
                actor=actor,
                act="set_up_recommendations",
                object_type="CommitteeDocument",
                object_id="",
                details={"documents": new_documents, "paragraphs": new_paragraphs},
            )
    return new_documents + new_paragraphs


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def record_committee_document(
    *,
    actor: Actor,
    committee: str,
    symbol: str,
    title: str = "",
    adopted_on: dt.date | None = None,
    source: str = "",
    is_verified: bool = False,
) -> CommitteeDocument:
    """A document of a Committee, to import paragraphs into. Raises NotAllowed, BadDocument (bad or known symbol)."""
    check_keep_recommendations(actor)
    symbol, committee = one_line(symbol)[:60], one_line(committee)[:200]
    code = document_code(symbol)
    if not code or not committee or code in RESERVED_CODES:
        raise BadDocument(
            "Chưa có ký hiệu hoặc tên ủy ban. Chưa có gì được ghi. Hãy điền, ví dụ CRC/C/VNM/CO/5-6.", code="no_symbol"
        )
    try:
        with transaction.atomic():
            document = CommitteeDocument.objects.create(
                code=code,
                committee=committee,
                symbol=symbol,
                title=one_line(title)[:300],
                adopted_on=adopted_on,
                tag=FactTag.VERIFIED if is_verified else FactTag.RECALLED,
                source=one_line(source)[:300],
                made_at=clock.now(),
                made_by_id=actor.user_id,
            )
            record(
                actor=actor,
                act="record_committee_document",
                object_type="CommitteeDocument",
                object_id=document.pk,
                details={"symbol": symbol},
            )
            return document
    except IntegrityError as error:
        if not CommitteeDocument.objects.filter(code=code).exists():
            raise
        raise BadDocument(
            f"Văn bản {symbol} đã có trong hệ thống. Không có gì bị thay đổi. Hãy mở văn bản ấy.", code="known_symbol"
        ) from error


@dataclass(frozen=True, slots=True)
class Ends:
    """What one act links a paragraph to: ids of plans and tasks of the actor's province, of papers of the document."""

    plans: Collection[int] = ()
    tasks: Collection[int] = ()
    papers: Collection[int] = ()


def link_recommendation(
    *,
    actor: Actor,
    recommendation: Recommendation,
    ends: Ends,
    kind: str = LinkKind.IMPLEMENTS,
    note: str = "",
) -> int:
    """Say that plans, tasks, papers answer a paragraph; gives how many links are new (what is linked stays as it is).

    Raises NotAllowed, BadLink: nothing chosen, or something that is not of the actor's province (told as unknown).
    """
    check_keep_recommendations(actor)
    if kind not in LinkKind.values:
        raise BadLink("Loại quan hệ chưa đúng. Chưa có gì được ghi. Hãy chọn trong danh sách.", code="bad_kind")
    pairs = _ends(actor, recommendation, ends)
    with transaction.atomic():
        made = make_links(
            actor,
            [(recommendation.pk, end, pk) for end, pk in pairs],
            kind=kind,
            basis=LinkBasis.BY_HAND,
            note=note,
        )
        if made:
            record(
                actor=actor,
                act="link_recommendations",
                object_type="Recommendation",
                object_id=recommendation.pk,
                details={"targets": made, "kind": str(kind), "tasks": sorted(ends.tasks), "plans": sorted(ends.plans)},
            )
    return made


def accept_suggestions(
    *, actor: Actor, pairs: Iterable[tuple[int, int]], document: CommitteeDocument, kind: str = LinkKind.IMPLEMENTS
) -> int:
    """Accept suggested links, (paragraph id, task id) each; gives how many are new. Raises NotAllowed, BadLink."""
    check_keep_recommendations(actor)
    wanted = list(dict.fromkeys(pairs))
    if not wanted or len(wanted) > MOST_LINKS or kind not in LinkKind.values:
        raise BadLink("Chưa chọn gợi ý nào. Chưa có gì được ghi. Hãy đánh dấu ít nhất một dòng.", code="nothing_chosen")
    paragraphs = {pk for pk, _ in wanted}
    known = set(document.recommendations.filter(pk__in=paragraphs).values_list("pk", flat=True))
    tasks = {pk for _, pk in wanted}
    if known != paragraphs or _own_tasks(actor, tasks) != tasks:
        raise _unknown_end()
    with transaction.atomic():
        rows = [(paragraph, "task", task) for paragraph, task in wanted]
        made = make_links(actor, rows, kind=kind, basis=LinkBasis.ACCEPTED)
        record(
            actor=actor,
            act="accept_suggestions",
            object_type="CommitteeDocument",
            object_id=document.pk,
            details={"links": made, "pairs": [list(pair) for pair in wanted]},
        )
    return made


def _ends(actor: Actor, recommendation: Recommendation, ends: Ends) -> list[tuple[str, int]]:
    found = [("plan", pk) for pk in sorted(set(ends.plans))]
    found += [("task", pk) for pk in sorted(set(ends.tasks))]
    found += [("paper", pk) for pk in sorted(set(ends.papers))]
    if not found or len(found) > MOST_LINKS:
        raise BadLink(
            "Chưa chọn kế hoạch, nhiệm vụ hay văn bản nào. Chưa có gì được ghi. Hãy chọn ít nhất một.",
            code="nothing_chosen",
        )
    own_plans = set(plans(actor).filter(pk__in=set(ends.plans)).values_list("pk", flat=True))
    papers = set(recommendation.document.papers.filter(pk__in=set(ends.papers)).values_list("pk", flat=True))
    if own_plans != set(ends.plans) or papers != set(ends.papers):
        raise _unknown_end()
    if _own_tasks(actor, ends.tasks) != set(ends.tasks):
        raise _unknown_end()
    return found


def _own_tasks(actor: Actor, wanted: Collection[int]) -> set[int]:
    found = Task.objects.filter(pk__in=set(wanted), plan__in=plans(actor).order_by())
    return set(found.values_list("pk", flat=True))


def _unknown_end() -> BadLink:
    return BadLink(
        "Có kế hoạch, nhiệm vụ hoặc đoạn không tìm thấy trong tỉnh của bạn. Chưa có gì được ghi. Hãy tải lại trang "
        "rồi chọn lại.",
        code="unknown_end",
    )


def make_links(
    actor: Actor,
    rows: Sequence[tuple[int, str, int]],
    *,
    kind: str,
    basis: LinkBasis,
    note: str = "",
) -> int:
    """Write (paragraph id, «plan» | «task» | «paper», its id) each, where none is; in the caller's transaction."""
    live = RecommendationLink.objects.filter(
        removed_at__isnull=True, recommendation__in={paragraph for paragraph, _, _ in rows}
    ).order_by()
    there = set()
    for paragraph, plan, task, paper in live.values_list("recommendation_id", "plan_id", "task_id", "paper_id"):
        there |= {(paragraph, "plan", plan), (paragraph, "task", task), (paragraph, "paper", paper)}
    now = clock.now()
    new = [
        RecommendationLink(
            recommendation_id=paragraph,
            kind=kind,
            basis=basis,
            note=one_line(note)[:500],
            made_at=now,
            made_by_id=actor.user_id,
            **{f"{end}_id": pk},
        )
        for paragraph, end, pk in dict.fromkeys(rows)
        if (paragraph, end, pk) not in there
    ]
    # Two people at once: the second's rows that the first has written meanwhile are left out by the constraint.
    RecommendationLink.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new)


def remove_link(*, actor: Actor, link_id: int, reason: str) -> RecommendationLink:
    """A link no longer holds; it stays on record with who, when and why. Raises NotAllowed, BadLink."""
    check_keep_recommendations(actor)
    reason = one_line(typed_words(reason))[:500]
    if not reason:
        raise BadLink("Chưa nêu lý do gỡ liên kết. Chưa có gì bị thay đổi. Hãy ghi một câu.", code="no_reason")
    with transaction.atomic():
        seen = links(actor).order_by().values("pk")
        # Asked again of the locked row: of two at once the first keeps its reason.
        live = RecommendationLink.objects.select_for_update().filter(pk=link_id, removed_at__isnull=True)
        found = live.filter(pk__in=seen).first()
        if found is None:
            raise BadLink("Liên kết không còn hoặc đã được gỡ. Không có gì bị thay đổi.", code="no_link")
        found.removed_at, found.removed_by_id, found.removed_reason = clock.now(), actor.user_id, reason
        found.save(update_fields=["removed_at", "removed_by", "removed_reason"])
        record(
            actor=actor,
            act="remove_recommendation_link",
            object_type="RecommendationLink",
            object_id=found.pk,
            details={"reason": reason, "recommendation": found.recommendation_id},
        )
    return found
