"""Doors of one's own work and of the pages of bodies."""

from __future__ import annotations

from typing import Any

from mangnon.desk.bulk import BulkWords, act_on_many
from mangnon.desk.saved_filters import save_filter
from mangnon.desk.terms import BulkKind
from mangnon.plans.models import Assignment
from mangnon.plans.public import report_complete
from tests.journeys.doors import IN_PLANS, WRITERS, Door
from tests.journeys.provinces import World


def _waiting(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


def _done_by_department(found: World) -> list[Any]:
    act = act_on_many(actor=found.actor("department"), kind=BulkKind.ACCEPT, assignment_ids=[_waiting(found).pk])
    return [act.pk]


def _filter_of_local(found: World) -> list[Any]:
    return [save_filter(actor=found.actor("local"), name="Mẫu", query="han=qua-han").pk]


def _take_on(found: World) -> dict[str, Any]:
    return {"viec": "accept", "ids": [str(_waiting(found).pk)]}


def _call_back(found: World) -> dict[str, Any]:
    row = _waiting(found)
    texts = {"why_back": "Giao nhầm mẫu", "is_sure": "on", f"pb-{row.pk}": str(row.version)}
    return {"viec": "recall", "ids": [str(row.pk)], **texts}


def _done_by_lead(found: World) -> list[Any]:
    row = Assignment.objects.get(pk=found.assignments["own"].pk)
    department = found.actor("department")
    report_complete(actor=department, assignment_id=row.pk, reason="Cơ quan khác gửi riêng")
    words = BulkWords(versions={row.pk: row.version + 1})
    return [act_on_many(actor=found.actor("lead"), kind=BulkKind.CONFIRM, assignment_ids=[row.pk], words=words).pk]


# Who acts for a body but not for this one is refused at the row (422); who only reads, before anything is looked at.
_READERS = IN_PLANS - WRITERS
GETS: dict[str, Door] = {
    "given_work": Door(WRITERS | {"other_lead"}, elsewhere=403),
    "my_work": Door(IN_PLANS, elsewhere=0),
    "late_agencies": Door(IN_PLANS, elsewhere=0),
    "agency_page": Door(IN_PLANS, args=lambda found: ["90.SO_TP"]),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "my_work": Door(
        {"department"},
        302,
        _take_on,
        refused=422,
        elsewhere=403,
        special={**dict.fromkeys(_READERS, 403), "other_lead": 422},
    ),
    # Somebody else's act is not there to be undone: told by a message.
    # Whose body did not give it is refused at the row.
    "given_work": Door(
        {"lead"},
        302,
        _call_back,
        elsewhere=403,
        special={**dict.fromkeys(WRITERS - {"lead"}, 422), "other_lead": 422},
    ),
    "undo_given": Door(
        {"lead"},
        302,
        args=_done_by_lead,
        elsewhere=403,
        special={**dict.fromkeys(WRITERS - {"lead"}, 302), "other_lead": 302},
    ),
    "undo_rows": Door({"department"}, 302, args=_done_by_department, refused=302, elsewhere=302),
    "keep_filter": Door(IN_PLANS, 302, lambda found: {"ten": "Mẫu", "loc": "han=qua-han"}, elsewhere=0, is_act=False),
    "forget_filter": Door({"local"}, 302, args=_filter_of_local, refused=302, elsewhere=302, is_act=False),
}
