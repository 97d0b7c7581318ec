"""Every address × everybody: who gets in, who is refused, and that only a permitted act leaves evidence.

Everything belongs to the first province; people of the second must not learn even that it is there (404).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from mangnon.audit.models import AuditRow
from mangnon.plans.models import Assignment
from tests.architecture.walls import url_patterns
from tests.documents.test_bad_input import DIRECTIVE
from tests.journeys.provinces import POSTS, World, first_passage, world

OWN = {person for person, (province, _, _) in POSTS.items() if province == "90"}
ELSEWHERE = set(POSTS) - OWN
REVIEWERS = {"lead", "administrator"}
WRITERS = {"lead", "colleague", "department", "local"}
READERS_OF_TOTALS = {"lead", "colleague", "leader"}
Data = Callable[[World], dict[str, Any]]


@dataclass(frozen=True)
class Door:
    """Who passes, and what they are answered. `elsewhere` is the answer to the other province, 0: as at home."""

    allowed: set[str]
    ok: int = 200
    data: Data | None = None
    refused: int = 403
    elsewhere: int = 404
    special: dict[str, int] = field(default_factory=dict)
    args: Callable[[World], list[Any]] = lambda found: []
    is_act: bool = True


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _period(found: World) -> list[Any]:
    return [found.regime.code, found.period.code]


def _of_department(found: World) -> list[Any]:
    return [*_period(found), "90.SO_TP"]


def _reading(found: World) -> list[Any]:
    return [found.in_review.pk]


def _adopted(found: World) -> list[Any]:
    return [found.adopted.pk]


def _plan(found: World) -> list[Any]:
    return [found.plan.code]


def _running(found: World) -> list[Any]:
    return [found.assignments["own"].pk]


def _not_received(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


GETS: dict[str, Door] = {
    "desk": Door(OWN, elsewhere=0),
    "documents": Door(OWN, elsewhere=0),
    "document": Door(OWN, args=_reading),
    "document_reading": Door(OWN, args=_reading),
    # Who may not adopt at all is told so; who may, elsewhere, finds nothing.
    "adopt_reading": Door(REVIEWERS, args=_reading, special={"other_leader": 403}),
    "reading_plan": Door(OWN, 302, args=_adopted),
    "plans": Door(OWN, elsewhere=0),
    "plan": Door(OWN, args=_plan),
    "plan_annex": Door(OWN, args=_plan),
    "task": Door(OWN, args=lambda found: [found.plan.code, found.task.code]),
    "reports": Door(OWN, elsewhere=0),
    "report_board": Door(OWN, args=_period),
    "report_board_xlsx": Door(OWN, args=_period),
    "report_write": Door(WRITERS, args=_period),
    "report_submit": Door(WRITERS, args=_period),
    "report_view": Door({"lead", "colleague", "department", "leader"}, args=_of_department),
    **{
        name: Door(READERS_OF_TOTALS, args=_period)
        for name in (
            "consolidation",
            "consolidation_docx",
            "consolidation_pdf",
            "consolidation_xlsx",
            "consolidation_json",
        )
    },
}
_LOCKED = {"lead": 422, "colleague": 422, "department": 422}
POSTS_OF_FORMS: dict[str, Door] = {
    "documents": Door(
        {*REVIEWERS, "other_lead", "other_administrator"},
        302,
        lambda found: {"file": SimpleUploadedFile("mau.txt", DIRECTIVE.encode())},
        elsewhere=403,
    ),
    "correct_document": Door(
        REVIEWERS,
        302,
        lambda found: {"muc": "header", "version": "1", "number": "7/KH-UBND"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "confirm_document": Door(
        REVIEWERS, 302, lambda found: {"muc": "header", "version": "1"}, args=_reading, special={"other_leader": 403}
    ),
    "apply_to_alike": Door(
        REVIEWERS,
        422,
        lambda found: {"giong": "1", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
        is_act=False,
    ),
    "adopt_reading": Door(
        REVIEWERS,
        302,
        lambda found: {"plan_code": "MOI", "version": "1"},
        args=_reading,
        special={"other_leader": 403},
    ),
    "accept_assignments": Door(
        {"department"}, 302, lambda found: {"ids": [_not_received(found).pk]}, refused=302, elsewhere=302
    ),
    "accept_assignment": Door({"department"}, 302, _nothing, args=lambda found: [_not_received(found).pk]),
    "record_progress": Door(
        {"department"}, 302, lambda found: {"progress": "10", "text": "Đã làm", "version": "2"}, args=_running
    ),
    "report_complete": Door({"department"}, 302, _nothing, args=_running),
    "raise_difficulty": Door({"department"}, 302, lambda found: {"text": "Thiếu xe mẫu"}, args=_running),
    "answer_difficulty": Door(
        {"lead"},
        302,
        lambda found: {f"tl{found.difficulty.pk}-answer": "Đã bố trí"} if found.difficulty else {},
        refused=404,
        special={"colleague": 403, "department": 403},
        args=lambda found: [found.difficulty.pk if found.difficulty else 0],
    ),
    "regimes_set_up": Door({"lead"}, 302, _nothing, args=_plan, is_act=False),  # they are there already
    "period_open": Door({"lead"}, 302, lambda found: {"code": "2026H1"}, args=lambda found: [found.regime.code]),
    "reports_accept": Door(
        {"lead"},
        302,
        lambda found: {"ids": [str(found.period.reports.get(agency__code="90.SO_TP").pk)]},
        args=_period,
    ),
    "report_entry_save": Door(
        {"local"}, 302, lambda found: {"task": "0", "version": "0", "results": "Đã làm"}, special=_LOCKED, args=_period
    ),
    "report_submit": Door(set(), 302, _nothing, special={**_LOCKED, "local": 422}, args=_period),
    "report_accept": Door({"lead"}, 302, _nothing, args=_of_department),
    "report_return": Door(
        {"lead"}, 302, lambda found: {"reason": "Thiếu số", "resubmit_by": "02/06/2025"}, args=_of_department
    ),
    "consolidation_make": Door({"lead"}, 302, lambda found: {"ly-do-chung": "Chưa gửi"}, args=_period),
    "passage_edit": Door(
        {"lead"},
        302,
        lambda found: {"text": "Sửa lại", "version": "0"},
        args=lambda found: [*_period(found), first_passage(found).pk],
    ),
}


def _expected(door: Door, person: str) -> int:
    if person == "without_post":
        return 403
    if person in door.special:
        return door.special[person]
    if person in door.allowed or (person in ELSEWHERE and door.elsewhere == 0):
        return door.ok
    return door.elsewhere if person in ELSEWHERE else door.refused


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["stranger", "without_post", *POSTS])
def test_each_door_opens_to_whom_it_should(person: str) -> None:
    found = world()
    client = found.client(person)
    wrong = []
    for method, doors in (("get", GETS), ("post", POSTS_OF_FORMS)):
        for name, door in doors.items():
            with transaction.atomic():
                before = AuditRow.objects.count()
                address = reverse(name, args=door.args(found))
                answer = getattr(client, method)(address, door.data(found) if door.data else {})
                grown = AuditRow.objects.count() > before
                transaction.set_rollback(True)
            if person == "stranger":
                if answer.status_code != 302 or not answer["Location"].startswith(reverse("sign_in")) or grown:
                    wrong.append(f"{method} {name}: {answer.status_code}, a stranger is led to the sign-in page")
                continue
            if answer.status_code != _expected(door, person):
                wrong.append(f"{method} {name}: {answer.status_code}, not {_expected(door, person)}")
            should_grow = method == "post" and door.is_act and person in door.allowed
            if grown != should_grow:
                wrong.append(f"{method} {name}: evidence was {'written' if grown else 'not written'}")
    assert not wrong, f"{person}:\n" + "\n".join(wrong)


def test_the_matrix_has_every_address() -> None:
    known = set(GETS) | set(POSTS_OF_FORMS)
    names = {pattern.name for _, pattern in url_patterns() if getattr(pattern.callback, "access", "") != "public"}
    assert names == known, "enter the new address above: who may open it?"
