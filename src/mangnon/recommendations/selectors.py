"""Reads of the registry. Paragraphs are national; what answers them is seen inside the viewer's province only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mangnon.accounts.public import Actor
from mangnon.kernel.text import fold
from mangnon.plans.public import Plan, Task, plans
from mangnon.recommendations.models import CommitteeDocument, ParagraphList, Recommendation, RecommendationLink
from mangnon.recommendations.policies import can_see_recommendations
from mangnon.recommendations.rules import paragraph_of


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list of paragraphs; empty asks nothing. `answered`: «co», «chua» or empty."""

    cluster: str = ""
    right: int = 0
    urgent: bool = False
    answered: str = ""
    text: str = ""


def documents(viewer: Actor) -> QuerySet[CommitteeDocument]:
    """Every document of a Committee, the newest first; none for who may not read plans."""
    found = CommitteeDocument.objects.all()
    return found if can_see_recommendations(viewer) else found.none()


def document_by_code(viewer: Actor, code: str) -> CommitteeDocument | None:
    """One document, if the viewer may read the registry."""
    return documents(viewer).filter(code=code).first()


def links(viewer: Actor) -> QuerySet[RecommendationLink]:
    """The live links that a viewer may see: those to papers, and those to plans and tasks of their own province."""
    seen = plans(viewer).order_by().values("pk")
    found = RecommendationLink.objects.filter(removed_at__isnull=True)
    found = found.filter(Q(paper__isnull=False) | Q(plan__in=seen) | Q(task__plan__in=seen))
    if not can_see_recommendations(viewer):
        found = found.none()
    return found.select_related(
        "recommendation__document", "paper", "plan__directive", "task__plan__directive", "task__group", "made_by"
    ).order_by("pk")


def recommendations(viewer: Actor, document: CommitteeDocument, asked: Asked | None = None) -> list[Recommendation]:
    """The paragraphs of a document in its order, each with `task_count` and `plan_count` of the viewer's province and
    its rights. Two queries however many."""
    asked = asked or Asked()
    seen = plans(viewer).order_by().values("pk")
    live = Q(links__removed_at__isnull=True)
    found = (
        Recommendation.objects.filter(document__in=documents(viewer), document=document)
        .annotate(
            task_count=Count("links__task", filter=live & Q(links__task__plan__in=seen), distinct=True),
            plan_count=Count("links__plan", filter=live & Q(links__plan__in=seen), distinct=True),
        )
        .prefetch_related("rights")
        .order_by("number", "sub")
    )
    if asked.cluster:
        found = found.filter(cluster="" if asked.cluster == "-" else asked.cluster)
    if asked.right:
        found = found.filter(pk__in=Recommendation.objects.filter(rights__article=asked.right).values("pk"))
    if asked.urgent:
        found = found.filter(is_urgent=True)
    if asked.answered == "co":
        found = found.filter(task_count__gt=0)
    elif asked.answered == "chua":
        found = found.filter(task_count=0)
    words = fold(asked.text)
    rows: list[Recommendation] = [*found]
    return [row for row in rows if words in fold(f"{row.words} {row.topic} {row.text} {row.text_en}")]


def recommendation_by_paragraph(viewer: Actor, *, document_code: str, paragraph: str) -> Recommendation | None:
    """One paragraph by its address («30», «30a»), if the viewer may read the registry."""
    meant = paragraph_of(paragraph)
    if meant is None:
        return None
    found = Recommendation.objects.filter(document__in=documents(viewer), document__code=document_code)
    return found.filter(number=meant[0], sub=meant[1]).select_related("document").prefetch_related("rights").first()


def live_links_to_task(viewer: Actor, tasks: Iterable[Task]) -> list[RecommendationLink]:
    """Which recommendations tasks answer: those said of the task itself. One query."""
    found = links(viewer).filter(task__in=list(tasks))
    return list(found.order_by("recommendation__document", "recommendation__number", "recommendation__sub"))


def live_links_to_plan(viewer: Actor, plan: Plan) -> list[RecommendationLink]:
    """Which recommendations a plan answers as a whole. One query."""
    found = links(viewer).filter(plan=plan)
    return list(found.order_by("recommendation__document", "recommendation__number", "recommendation__sub"))


def tasks_of_province(viewer: Actor, *, plan_code: str = "") -> list[Task]:
    """The tasks that a viewer may link, by plan (one, or all) and the paper's order. One query."""
    found = Task.objects.filter(plan__in=plans(viewer).order_by(), withdrawn_by__isnull=True)
    if plan_code:
        found = found.filter(plan__code=plan_code)
    return list(found.select_related("plan__directive", "group").order_by("plan", "order"))


def list_by_id(viewer: Actor, document: CommitteeDocument, pk: int) -> ParagraphList | None:
    """A list that the viewer sent for a document."""
    return ParagraphList.objects.filter(document=document, pk=pk, received_by=viewer.user_id).first()
