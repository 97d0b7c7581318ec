"""Doors of territory, bodies and reorganisations."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency, Reorganisation, SuccessionEvent
from mangnon.agencies.public import shipped_event_file
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, DutySuccession
from mangnon.reorganisation.public import apply_reorganisation
from tests.journeys.doors import OWN, REVIEWERS, Door
from tests.journeys.provinces import World


def _nothing(found: World) -> dict[str, Any]:
    return {}


def _not_received(found: World) -> Assignment:
    return Assignment.objects.get(task__plan=found.plan, task__code="I.1", agency__code="90.SO_TP")


def _undecided(found: World) -> list[Any]:
    """An assignment that an event left without a successor."""
    batch = Reorganisation.objects.create(code="cua", title="Sắp xếp mẫu", digest="", applied_at=clock.now())
    event = SuccessionEvent.objects.create(
        reorganisation=batch, order=0, kind="dissolve", effective_on=clock.today(), tag="S"
    )
    row = _not_received(found)
    Assignment.objects.filter(pk=row.pk).update(undecided_by=event, undecided_because="nobody_known")
    return [row.pk]


def _successor(found: World) -> dict[str, Any]:
    pk = _not_received(found).pk
    return {f"kt{pk}-agency": Agency.objects.get(code="90.SO_NV").pk, f"kt{pk}-reason": "Theo chỉ đạo mẫu"}


def _applied(found: World) -> list[Any]:
    """A reorganisation of the province that stands applied, and that nothing rests on."""
    batch = Reorganisation.objects.create(code="mau", title="Đợt mẫu", scope="90", digest="", applied_at=clock.now())
    return [batch.pk]


def _shipped(found: World) -> list[Any]:
    return ["2025-03-01"]


def _previewed(found: World) -> dict[str, Any]:
    outcome = apply_reorganisation(
        actor=SYSTEM, event_file=shipped_event_file("2025-03-01"), province_codes=["90"], dry_run=True
    )
    return {"digest": outcome.digest}


def _event_file(found: World) -> dict[str, Any]:
    event = {
        "kind": "rename",
        "effective_on": "2025-04-01",
        "tag": "S",
        "sources": ["SO_NV"],
        "targets": [{"body": "SO_DTTG"}],
    }
    content = json.dumps({"code": "tinh-mau", "title": "Đợt của tỉnh mẫu", "source": "", "events": [event]})
    return {"file": SimpleUploadedFile("su-kien.json", content.encode())}


def _open_duty(found: World) -> int:
    """A duty of the paper's body that an event left without a successor."""
    event = SuccessionEvent.objects.create(
        reorganisation_id=_applied(found)[0], order=0, kind="dissolve", effective_on=clock.today(), tag="S"
    )
    row = DutySuccession.objects.create(
        plan=found.plan,
        source=Agency.objects.get(code="90.SO_TP"),
        began_on=clock.today(),
        event=event,
        undecided_because="nobody_known",
    )
    return row.pk


GETS: dict[str, Door] = {
    "territory": Door(OWN, elsewhere=0, to_auditors=True),
    "territory_unit": Door(OWN, elsewhere=0, args=lambda found: ["tinh", "90"], to_auditors=True),
    "territory_unit_csv": Door(OWN, elsewhere=0, args=lambda found: ["tinh", "90"], to_auditors=True),
    "organisation": Door(OWN, elsewhere=0, to_auditors=True),
    "organisation_body": Door(OWN, args=lambda found: ["90.SO_TP"], to_auditors=True),
    "reorganisations": Door(OWN, elsewhere=0, to_auditors=True),
    # Every administrator may look at what the files delivered with the product would do at home.
    "reorganisation_preview": Door({"administrator", "other_administrator"}, args=_shipped, elsewhere=403),
    "reorganisation": Door(OWN, args=_applied, to_auditors=True),
    "unclaimed_duties": Door(OWN, elsewhere=0, to_auditors=True),
}
POSTS_OF_FORMS: dict[str, Door] = {
    # Every administrator of the province of the unit; the shares of an undivided one are refused at home.
    "territory_shares": Door(
        {"administrator"},
        422,
        _nothing,
        args=lambda found: ["tinh", "90"],
        elsewhere=403,
        is_act=False,
    ),
    "assignment_successor": Door(REVIEWERS, 302, _successor, args=_undecided),
    "reorganisation_receive": Door({"administrator", "other_administrator"}, 302, _event_file, elsewhere=403),
    "reorganisation_preview": Door(
        {"administrator", "other_administrator"}, args=_shipped, elsewhere=403, is_act=False
    ),
    # What somebody else saw at home is not what would happen elsewhere.
    "reorganisation_apply": Door(
        {"administrator"}, 302, _previewed, args=_shipped, elsewhere=403, special={"other_administrator": 409}
    ),
    "reorganisation_undo": Door(
        {"administrator"},
        302,
        lambda found: {"reason": "Nhập nhầm mẫu"},
        args=_applied,
        elsewhere=403,
        special={"other_administrator": 404},
    ),
    "choose_successors": Door(
        REVIEWERS,
        302,
        lambda found: {"viec": [f"c{_open_duty(found)}"], "agency": "90.SO_NV", "reason": "Theo chỉ đạo mẫu"},
        elsewhere=422,
        special={"other_leader": 403},
    ),
}
