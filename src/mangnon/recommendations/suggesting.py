"""Which tasks might answer which paragraphs, by the words they share: suggestions that only a person accepts."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.plans.public import Task
from mangnon.recommendations.catalogue import clusters
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from mangnon.recommendations.rules import Words, alike
from mangnon.recommendations.selectors import recommendations, tasks_of_province

MOST_SUGGESTIONS = 200
_MOST_FOR_ONE = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paragraph and a task that share words; `shared` are those of the task, the rarest first."""

    recommendation: Recommendation
    task: Task
    score: float
    shared: tuple[str, ...]


def suggestions(
    viewer: Actor, document: CommitteeDocument, *, plan_code: str = "", only: Recommendation | None = None
) -> list[Suggestion]:
    """Pairs that share words and are not linked yet, the most alike first. Four queries however many.

    A link that a person removed is not suggested again. `only`: for one paragraph. A paragraph without a text is
    compared by its topic and the phrases of its cluster.
    """
    paragraphs = [only] if only is not None else recommendations(viewer, document)
    tasks = tasks_of_province(viewer, plan_code=plan_code)
    if not paragraphs or not tasks:
        return []
    settled = set(
        RecommendationLink.objects.filter(recommendation__in=paragraphs, task__in=tasks).values_list(
            "recommendation_id", "task_id"
        )
    )
    left = [Words.of(_text(each)) for each in paragraphs]
    right = [Words.of(task.text) for task in tasks]
    most = _MOST_FOR_ONE if only is not None else MOST_SUGGESTIONS
    found = []
    for each in alike(left, right):
        paragraph, task = paragraphs[each.left], tasks[each.right]
        if (paragraph.pk, task.pk) in settled:
            continue
        found.append(Suggestion(paragraph, task, each.score, each.shared))
        if len(found) == most:
            break
    return found


def _text(paragraph: Recommendation) -> str:
    cluster = clusters().get(paragraph.cluster)
    words = f"{paragraph.topic}. {paragraph.text}"
    return words if paragraph.text or cluster is None else f"{words}. {'. '.join(cluster.phrases)}"
