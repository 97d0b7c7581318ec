"""Doors of recommendations: everybody who reads plans reads them, lead officers of every province keep them."""

from __future__ import annotations

from typing import Any

from mangnon.kernel import clock
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from tests.journeys.doors import IN_PLANS, REVIEWERS, Door
from tests.journeys.provinces import World

CODE = "CRC-C-VNM-CO-5-6"
# The registry is national: the other province's lead officer and administrator keep it as ours do.
KEEPERS = {*REVIEWERS, "other_lead", "other_administrator"}


def _thirty(found: World) -> Recommendation:
    """Written straight into the database: what is prepared leaves no evidence."""
    document, _ = CommitteeDocument.objects.get_or_create(
        code=CODE, defaults={"symbol": "CRC/C/VNM/CO/5-6", "committee": "Ủy ban mẫu", "made_at": clock.now()}
    )
    row, _ = Recommendation.objects.get_or_create(document=document, number=30, defaults={"changed_at": clock.now()})
    return row


def _document(found: World) -> list[Any]:
    return [_thirty(found).document.code]


def _paragraph(found: World) -> list[Any]:
    return [*_document(found), "30"]


def _link(found: World) -> list[Any]:
    link = RecommendationLink.objects.create(recommendation=_thirty(found), task=found.task, made_at=clock.now())
    return [link.pk]


def _task(found: World) -> dict[str, Any]:
    return {"nhiem-vu": [found.task.pk], "kind": "implements"}


def _pair(found: World) -> dict[str, Any]:
    return {"cap": [f"{_thirty(found).pk}-{found.task.pk}"]}


def _no_list(found: World) -> list[Any]:
    return [*_document(found), 0]


GETS: dict[str, Door] = {
    "recommendations": Door(IN_PLANS, elsewhere=0),
    "committee_document": Door(IN_PLANS, elsewhere=0, args=_document),
    "committee_document_new": Door(KEEPERS, elsewhere=403),
    "recommendations_file": Door(IN_PLANS, elsewhere=0, args=_document),
    "recommendations_import": Door(KEEPERS, elsewhere=403, args=_document),
    "recommendation_suggestions": Door(KEEPERS, elsewhere=403, args=_document),
    "recommendation": Door(IN_PLANS, elsewhere=0, args=_paragraph),
    "recommendation_chain": Door(IN_PLANS, elsewhere=0, args=_paragraph),
    "plan_chain": Door(IN_PLANS, args=lambda found: [found.plan.code]),
    "task_chain": Door(IN_PLANS, args=lambda found: [found.plan.code, found.task.code]),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "recommendations_set_up": Door(KEEPERS, 302, elsewhere=403),
    "committee_document_new": Door(
        KEEPERS, 302, lambda found: {"committee": "Ủy ban mẫu", "symbol": "MAU/1"}, elsewhere=403
    ),
    "recommendations_import": Door(
        KEEPERS, 200, lambda found: {"text": "5. Đoạn mẫu"}, elsewhere=403, args=_document, is_act=False
    ),
    # Nobody has previewed a list.
    "recommendations_import_apply": Door(KEEPERS, 404, elsewhere=403, args=_no_list, is_act=False),
    # What is linked must be of one's own province: the other's lead officer is told that it is unknown.
    "recommendation_suggestions": Door(
        REVIEWERS, 302, _pair, elsewhere=403, args=_document, special={"other_lead": 422, "other_administrator": 422}
    ),
    "recommendation_link": Door(
        REVIEWERS, 302, _task, elsewhere=403, args=_paragraph, special={"other_lead": 422, "other_administrator": 422}
    ),
    # The other province's people see no link of ours: they are led back and nothing is removed.
    "recommendation_link_remove": Door(
        REVIEWERS,
        302,
        lambda found: {"ly-do": "Ghi nhầm"},
        elsewhere=403,
        args=_link,
        special={"other_lead": 302, "other_administrator": 302},
    ),
}
