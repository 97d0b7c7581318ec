"""Receiving, correcting and confirming: what is kept, what is refused, what is in the evidence."""

from __future__ import annotations

import pytest

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents.models import Correction, DirectiveReading
from mangnon.documents.rules import BadCorrection
from mangnon.documents.services import (
    AlreadyAdopted,
    apply_correction_elsewhere,
    confirm_item,
    correct_field,
    correct_fields,
)
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.adopting.adoption import adopt_reading
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer() -> Actor:
    made.province()
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def test_a_correction_keeps_what_was(reviewer: Actor) -> None:
    row = made.reading()
    after = correct_field(actor=reviewer, reading_id=row.pk, version=1, path="tasks.0.text", value="Việc mẫu khác")
    assert (after.version, after.result["tasks"][0]["text"]) == (2, "Việc mẫu khác")
    kept = Correction.objects.get()
    assert (kept.field, kept.before) == ("tasks.0.text", made.result()["tasks"][0]["text"])
    assert kept.corrected_by_id == reviewer.user_id
    row.refresh_from_db()
    assert row.first_result == made.result()
    assert AuditRow.objects.get(act="correct_field").details["changes"][0]["after"] == "Việc mẫu khác"


def test_several_fields_are_one_act(reviewer: Actor) -> None:
    row = made.reading()
    changes = {"tasks.0.text": "Việc mẫu khác", "tasks.0.lead": "Sở Nội vụ", "tasks.0.code": "I.1"}
    outcome = correct_fields(actor=reviewer, reading_id=row.pk, version=1, changes=changes)
    assert outcome.reading.version == 2
    assert [kept.field for kept in outcome.corrections] == ["tasks.0.text", "tasks.0.lead"]
    assert AuditRow.objects.filter(act="correct_field").count() == 1


def test_one_bad_field_among_several_saves_none(reviewer: Actor) -> None:
    row = made.reading()
    with pytest.raises(BadCorrection):
        correct_fields(
            actor=reviewer, reading_id=row.pk, version=1, changes={"number": "1/KH", "date": "không phải ngày"}
        )
    row.refresh_from_db()
    assert (row.version, row.result["number"], Correction.objects.count()) == (1, "99/KH-UBND", 0)


def test_a_correction_without_a_change_is_none(reviewer: Actor) -> None:
    row = made.reading()
    assert correct_fields(actor=reviewer, reading_id=row.pk, version=1, changes={"place": "Mẫu"}).corrections == []
    row.refresh_from_db()
    assert row.version == 1


def test_somebody_elses_change_is_not_overwritten(reviewer: Actor) -> None:
    row = made.reading()
    correct_field(actor=reviewer, reading_id=row.pk, version=1, path="number", value="1/KH")
    for act in (
        lambda: correct_field(actor=reviewer, reading_id=row.pk, version=1, path="number", value="2/KH"),
        lambda: confirm_item(actor=reviewer, reading_id=row.pk, version=1, item="header"),
        lambda: apply_correction_elsewhere(actor=reviewer, reading_id=row.pk, version=1, correction_id=1),
    ):
        with pytest.raises(Stale):
            act()
    row.refresh_from_db()
    assert row.result["number"] == "1/KH"


def test_a_correction_is_applied_to_all_that_is_alike(reviewer: Actor) -> None:
    tasks = [made.task("I.1", "Sỏ Y tế"), made.task("I.2", "Sở Nội vụ", ["Sỏ Y tế"]), made.task("I.3", "Sỏ Y tế")]
    row = made.reading(made.result(tasks=tasks))
    first = correct_fields(actor=reviewer, reading_id=row.pk, version=1, changes={"tasks.0.lead": "Sở Y tế"})
    outcome = apply_correction_elsewhere(
        actor=reviewer, reading_id=row.pk, version=2, correction_id=first.corrections[0].pk
    )
    assert [kept.field for kept in outcome.corrections] == ["tasks.1.coordinating", "tasks.2.lead"]
    assert "Sỏ" not in str(outcome.reading.result["tasks"])
    assert AuditRow.objects.filter(act="correct_field").count() == 2
    with pytest.raises(BadCorrection):
        apply_correction_elsewhere(actor=reviewer, reading_id=row.pk, version=3, correction_id=first.corrections[0].pk)


def test_a_correction_of_another_document_is_not_applied(reviewer: Actor) -> None:
    one, other = made.reading(), made.reading()
    made_there = correct_fields(actor=reviewer, reading_id=other.pk, version=1, changes={"tasks.0.lead": "Sở Nội vụ"})
    with pytest.raises(BadCorrection):
        apply_correction_elsewhere(
            actor=reviewer, reading_id=one.pk, version=1, correction_id=made_there.corrections[0].pk
        )


def test_items_are_confirmed_and_taken_back(reviewer: Actor) -> None:
    row = made.reading()
    confirm_item(actor=reviewer, reading_id=row.pk, version=1, item="tasks.2")
    confirm_item(actor=reviewer, reading_id=row.pk, version=2, item="header")
    after = confirm_item(actor=reviewer, reading_id=row.pk, version=3, item="tasks.2", is_confirmed=False)
    assert (after.confirmed, after.version) == (["header"], 4)
    with pytest.raises(BadCorrection):
        confirm_item(actor=reviewer, reading_id=row.pk, version=4, item="tasks.3")


def test_an_adopted_reading_is_evidence(reviewer: Actor) -> None:
    row = made.reading()
    adopt_reading(actor=SYSTEM, reading_id=row.pk, version=1, plan_code="MOT")
    version = DirectiveReading.objects.get(pk=row.pk).version
    with pytest.raises(AlreadyAdopted):
        correct_field(actor=reviewer, reading_id=row.pk, version=version, path="number", value="2/KH")
    with pytest.raises(AlreadyAdopted):
        confirm_item(actor=reviewer, reading_id=row.pk, version=version, item="header")


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LOCAL_OFFICER, Role.LEADER])
def test_others_only_read(role: Role) -> None:
    made.province()
    actor, row = made.actor_at("SO_YT", role), made.reading()
    for act in (
        lambda: correct_field(actor=actor, reading_id=row.pk, version=1, path="number", value="2/KH"),
        lambda: confirm_item(actor=actor, reading_id=row.pk, version=1, item="header"),
        lambda: apply_correction_elsewhere(actor=actor, reading_id=row.pk, version=1, correction_id=1),
    ):
        with pytest.raises(NotAllowed):
            act()
