"""Doors of difficulties and of urging."""

from __future__ import annotations

from typing import Any

from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Difficulty, Urging, UrgingLetter, UrgingLine
from mangnon.plans.terms import UrgingShape
from tests.journeys.doors import IN_PLANS, Door
from tests.journeys.provinces import World


def _difficulty(found: World) -> list[Any]:
    assert found.difficulty is not None
    return [found.difficulty.pk]


def _answered(found: World) -> list[Any]:
    """The difficulty with an answer, put there without evidence."""
    (pk,) = _difficulty(found)
    Difficulty.objects.filter(pk=pk).update(state="answered", answer="Đã bố trí", answered_at=clock.now())
    return [pk]


def _late(found: World) -> list[int]:
    return list(Assignment.objects.filter(task__plan=found.plan, task__code="I.2").values_list("pk", flat=True))


def _urging(found: World) -> list[Any]:
    made = Urging.objects.create(
        plan=found.plan, agency=found.plan.lead_agency, shape=UrgingShape.ONE, made_at=clock.now()
    )
    UrgingLetter.objects.create(urging=made, order=1, content=b"PK", written_at=clock.now())
    return [made.pk]


def _urging_of_a_line(found: World) -> list[Any]:
    (pk,) = _urging(found)
    letter = UrgingLetter.objects.get(urging=pk)
    UrgingLine.objects.create(letter=letter, assignment_id=_late(found)[0], execution="in_progress")
    return [pk]


# Who sees the difficulty of Sở Tư pháp: its own body, who leads the plan, the committee's leaders, inspectors.
_SEE = {"department", "lead", "colleague", "case_worker", "supervisor", "leader", "inspector"}
_NOT_MINE = dict.fromkeys(_SEE, 403)
_URGES = {"lead", "other_lead"}
# Leads no plan: nothing of the first province is found.
_NOT_THERE = {"other_lead": 404}

GETS: dict[str, Door] = {
    "difficulties": Door(IN_PLANS, elsewhere=0),
    "execution_figures": Door(IN_PLANS, elsewhere=0),
    "difficulty": Door(_SEE, args=_difficulty, refused=404),
    "urge": Door(_URGES, elsewhere=403),
    "urging": Door({"lead"}, args=_urging, elsewhere=403, special=_NOT_THERE),
    "urging_letter": Door({"lead"}, args=lambda found: [*_urging(found), 1], elsewhere=403, special=_NOT_THERE),
    "urging_letters": Door({"lead"}, args=_urging, elsewhere=403, special=_NOT_THERE),
}


def _without(*people: str) -> dict[str, int]:
    return {person: code for person, code in _NOT_MINE.items() if person not in people}


POSTS_OF_FORMS: dict[str, Door] = {
    "difficulty_answer": Door(
        {"lead"}, 302, lambda found: {"answer": "Đã bố trí"}, args=_difficulty, refused=404, special=_without("lead")
    ),
    "difficulty_escalate": Door(
        {"lead"},
        302,
        lambda found: {"to_words": "Bộ Y tế", "reason": "Vượt thẩm quyền"},
        args=_difficulty,
        refused=404,
        special=_without("lead"),
    ),
    "difficulty_adjust": Door(
        {"lead"},
        302,
        lambda found: {"change": "task_change:0", "words": "Theo Kế hoạch số 7"},
        args=_difficulty,
        refused=404,
        special=_without("lead"),
    ),
    "difficulty_reopen": Door(
        {"department"},
        302,
        lambda found: {"reason": "Chưa đủ"},
        args=_answered,
        refused=404,
        special=_without("department"),
    ),
    "urging_draft_papers": Door({"lead"}, 302, args=_urging_of_a_line, elsewhere=403, special=_NOT_THERE),
    # None is drafted: nothing is numbered.
    "urging_number_papers": Door({"lead"}, 302, args=_urging, elsewhere=403, special=_NOT_THERE, is_act=False),
    "urge_make": Door(
        {"lead"},
        302,
        lambda found: {"ke-hoach": found.plan.code, "shape": "each", "ids": [str(pk) for pk in _late(found)]},
        elsewhere=403,
        special=_NOT_THERE,
    ),
}
