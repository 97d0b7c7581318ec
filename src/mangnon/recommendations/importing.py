"""A list of paragraphs: what it would do, then all of it or nothing. The same list again changes nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.terms import FactTag
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import fold, one_line
from mangnon.plans.public import Task, plans
from mangnon.recommendations.errors import BadList
from mangnon.recommendations.models import (
    CommitteeDocument,
    ParagraphList,
    Recommendation,
    RecommendationLink,
    RightTag,
)
from mangnon.recommendations.policies import check_keep_recommendations
from mangnon.recommendations.services import make_links
from mangnon.recommendations.sheets import ListRow, rows_of_file
from mangnon.recommendations.terms import LinkBasis, LinkKind, RowVerdict

_FIELDS = {
    "cluster": "Cụm",
    "topic": "Chủ đề",
    "text": "Nội dung",
    "text_en": "Nguyên văn tiếng Anh",
    "is_urgent": "Khẩn",
}
_KEPT_UNAPPLIED = dt.timedelta(days=1)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a paragraph that is there: what it is and what the list says. `field`: its name for programs."""

    name: str
    before: str
    after: str
    field: str


@dataclass(slots=True)
class PlannedRow:
    """A row with what it leads to. `link_tasks`: ids of tasks it newly links."""

    row: ListRow
    verdict: RowVerdict = RowVerdict.WRONG
    there: Recommendation | None = None
    changes: list[Change] = field(default_factory=list)
    link_tasks: list[int] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Every row with its verdict; nothing is applied while one is wrong. `absent`: paragraphs the list has not."""

    rows: list[PlannedRow]
    absent: list[Recommendation]

    def count(self, verdict: RowVerdict) -> int:
        """How many rows have a verdict."""
        return sum(row.verdict == verdict for row in self.rows)

    @property
    def link_count(self) -> int:
        """How many links are new."""
        return sum(len(row.link_tasks) for row in self.rows)

    @property
    def is_applicable(self) -> bool:
        """Whether no row is wrong and something would change."""
        new = self.count(RowVerdict.NEW) + self.count(RowVerdict.CHANGED) + self.link_count
        return new > 0 and not self.count(RowVerdict.WRONG)


def receive_list(
    *,
    actor: Actor,
    document: CommitteeDocument,
    name: str,
    rows: Sequence[ListRow],
    source: str = "",
    is_verified: bool = False,
) -> ParagraphList:
    """Keep a list to be previewed; lists that nobody applied within a day are dropped. Raises NotAllowed."""
    check_keep_recommendations(actor)
    data = [row.to_json() for row in rows]
    with transaction.atomic():
        now = clock.now()
        ParagraphList.objects.filter(applied_at__isnull=True, received_at__lt=now - _KEPT_UNAPPLIED).delete()
        return ParagraphList.objects.create(
            document=document,
            name=one_line(name)[:200],
            sha256=hashlib.sha256(repr(data).encode()).hexdigest(),
            rows=data,
            tag=FactTag.VERIFIED if is_verified else FactTag.RECALLED,
            source=one_line(source)[:300],
            received_at=now,
            received_by_id=actor.user_id,
        )


def preview_list(actor: Actor, received: ParagraphList) -> ImportPreview:
    """What a list would do now; written nowhere. Raises NotAllowed. Four queries however long the list."""
    check_keep_recommendations(actor)
    rows = [ListRow(**row) for row in received.rows]
    there = {
        (each.number, each.sub): each
        for each in Recommendation.objects.filter(document=received.document).prefetch_related("rights")
    }
    tasks = _tasks(actor, rows)
    linked = set(
        RecommendationLink.objects.filter(
            recommendation__document=received.document, removed_at__isnull=True, task__isnull=False
        ).values_list("recommendation_id", "task_id")
    )
    planned = [_planned(row, there, tasks, linked) for row in rows]
    named = {(row.number, row.sub) for row in rows}
    return ImportPreview(planned, [each for key, each in there.items() if key not in named])


def _tasks(actor: Actor, rows: Sequence[ListRow]) -> dict[tuple[str, str], int]:
    wanted = {fold(plan) for row in rows for plan, _ in row.tasks}
    if not wanted:
        return {}
    codes = {code for code in plans(actor).order_by().values_list("code", flat=True) if fold(code) in wanted}
    found = Task.objects.filter(plan__code__in=codes).order_by().values_list("plan__code", "code", "pk")
    return {(fold(plan), fold(code)): pk for plan, code, pk in found}


def _planned(
    row: ListRow,
    there: dict[tuple[int, str], Recommendation],
    tasks: dict[tuple[str, str], int],
    linked: set[tuple[int, int]],
) -> PlannedRow:
    planned = PlannedRow(row, messages=[f"Cột «{heading}»: {sentence}." for heading, sentence in row.faults])
    planned.there = there.get((row.number, row.sub))
    for plan, code in row.tasks:
        pk = tasks.get((fold(plan), fold(code)))
        if pk is None:
            planned.messages.append(f"Cột «Nhiệm vụ»: tỉnh bạn không có nhiệm vụ {code[:40]} ở kế hoạch {plan[:60]}.")
        elif planned.there is None or (planned.there.pk, pk) not in linked:
            planned.link_tasks.append(pk)
    planned.link_tasks = list(dict.fromkeys(planned.link_tasks))
    if planned.messages:
        return planned
    if planned.there is None:
        planned.verdict = RowVerdict.NEW
    else:
        planned.changes = _changes(row, planned.there)
        planned.verdict = RowVerdict.CHANGED if planned.changes else RowVerdict.UNCHANGED
    return planned


def _changes(row: ListRow, there: Recommendation) -> list[Change]:
    found = [
        Change(label, _shown(getattr(there, name)), _shown(getattr(row, name)), name)
        for name, label in _FIELDS.items()
        if getattr(row, name) is not None and getattr(row, name) != getattr(there, name)
    ]
    articles = sorted(each.article for each in there.rights.all())
    if row.rights is not None and row.rights != articles:
        found.append(Change("Quyền", ", ".join(map(str, articles)), ", ".join(map(str, row.rights)), "rights"))
    return found


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value)


def apply_list(*, actor: Actor, list_id: int) -> dict[str, int]:
    """Write what a previewed list says, all or nothing; what is in the registry and not in the list stays.

    It is planned again first: what somebody else did meanwhile counts. Applied twice it changes nothing more. Gives
    how many paragraphs are new, changed, unchanged and how many links are new. Raises NotAllowed, BadList.
    """
    check_keep_recommendations(actor)
    with transaction.atomic():
        received = (
            ParagraphList.objects.select_for_update(of=("self",))
            .select_related("document")
            .filter(pk=list_id, received_by=actor.user_id)
            .first()
        )
        if received is None:
            raise BadList(
                "Bản xem trước không còn. Chưa có gì được nạp. Hãy chọn lại tệp rồi xem trước.", code="no_preview"
            )
        # One list at a time for each document.
        CommitteeDocument.objects.select_for_update(no_key=True).get(pk=received.document_id)
        preview = preview_list(actor, received)
        if wrong := preview.count(RowVerdict.WRONG):
            raise BadList(
                f"{wrong} dòng cần sửa nên chưa có gì được nạp. Hãy sửa trong tệp rồi gửi lại.", code="rows_to_correct"
            )
        counts = _written(actor, received, preview)
        received.applied_at, received.counts = clock.now(), counts
        received.save(update_fields=["applied_at", "counts"])
        record(
            actor=actor,
            act="import_recommendations",
            object_type="CommitteeDocument",
            object_id=received.document_id,
            details={**counts, "list": received.pk, "sha256": received.sha256},
        )
        return counts


def import_paragraphs(
    *, actor: Actor, document: CommitteeDocument, name: str, content: bytes, source: str = ""
) -> dict[str, int]:
    """Take the list of a file without a person's look at the preview; counts as `apply_list` gives them.

    All rows or none. Raises NotAllowed, BadList.
    """
    with transaction.atomic():
        rows = rows_of_file(name, content)
        received = receive_list(actor=actor, document=document, name=name, rows=rows, source=source)
        return apply_list(actor=actor, list_id=received.pk)


def _written(actor: Actor, received: ParagraphList, preview: ImportPreview) -> dict[str, int]:
    now = clock.now()
    new: list[Recommendation] = []
    changed: list[Recommendation] = []
    touched: list[tuple[PlannedRow, Recommendation]] = []
    for planned in preview.rows:
        row, there = planned.row, planned.there
        if planned.verdict == RowVerdict.UNCHANGED and not planned.link_tasks and there is not None:
            continue
        target = there or Recommendation(document=received.document, number=row.number, sub=row.sub)
        for name in _FIELDS:
            if getattr(row, name) is not None:
                setattr(target, name, getattr(row, name))
        if planned.verdict != RowVerdict.UNCHANGED:
            target.tag, target.source, target.changed_at = received.tag, received.source, now
            (changed if there else new).append(target)
        touched.append((planned, target))
    Recommendation.objects.bulk_create(new, batch_size=_BATCH)
    Recommendation.objects.bulk_update(changed, [*_FIELDS, "tag", "source", "changed_at"], batch_size=_BATCH)
    _write_rights(touched)
    rows = [(target.pk, "task", task) for planned, target in touched for task in planned.link_tasks]
    made = make_links(actor, rows, kind=LinkKind.IMPLEMENTS, basis=LinkBasis.IMPORTED, note=received.name)
    unchanged = preview.count(RowVerdict.UNCHANGED)
    return {"new": len(new), "changed": len(changed), "unchanged": unchanged, "links": made}


def _write_rights(touched: Sequence[tuple[PlannedRow, Recommendation]]) -> None:
    told: list[tuple[Recommendation, list[int]]] = [
        (target, planned.row.rights) for planned, target in touched if planned.row.rights is not None
    ]
    RightTag.objects.filter(recommendation__in=[target for target, _ in told]).delete()
    rows = [RightTag(recommendation=target, article=article) for target, articles in told for article in articles]
    RightTag.objects.bulk_create(rows, batch_size=_BATCH)


def registry_rows(document: CommitteeDocument, chosen: Sequence[Recommendation]) -> list[list[str]]:
    """Paragraphs as rows of the form (`sheets.COLUMNS`), without links: what is imported again changes nothing."""
    return [
        [
            each.words,
            each.cluster,
            each.topic,
            each.text,
            "x" if each.is_urgent else "",
            ", ".join(str(right.article) for right in each.rights.all()),
            each.text_en,
            "",
        ]
        for each in chosen
        if each.document_id == document.pk
    ]
