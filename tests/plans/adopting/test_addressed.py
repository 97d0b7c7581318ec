"""A letter that names no lead: whom it is addressed to is suggested, and one act of a person accepts it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.documents.models import Correction, DirectiveReading
from mangnon.documents.reading import Reading
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.adopting.addressed import give_to_addressees, suggestion_for
from mangnon.plans.adopting.proposal import propose
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import Assignment, Plan
from tests.plans import made

pytestmark = pytest.mark.django_db
EVERYBODY = "Các sở, ban, ngành"


def _letter(**more: Any) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "issuer": "Sở Y tế tỉnh Mẫu",
        "addressees": [EVERYBODY, made.CLASS],
        "tasks": [made.task("1", ""), made.task("2", "Sở Tư pháp", ["Sở Nội vụ"]), made.task("3", "", ["Sở Nội vụ"])],
    }
    return made.result(**{**changes, **more})


def _reading(**more: Any) -> DirectiveReading:
    made.province()
    return made.reading(_letter(**more), province_code=made.PROVINCE)


def _actor(role: Role = Role.PROVINCIAL_LEAD) -> Any:
    return made.actor_at("SO_YT", role)


def test_who_receives_the_reports_leads_and_whom_the_letter_addresses_takes_part() -> None:
    made.province()
    found = suggestion_for(propose(Reading.from_json(_letter())))
    assert found is not None
    assert (found.lead, found.coordinating, found.codes) == ("Sở Y tế", (EVERYBODY, made.CLASS), ("1", "3"))
    assert found.changes == {
        "tasks.0.lead": "Sở Y tế",
        "tasks.0.coordinating": f"{EVERYBODY}; {made.CLASS}",
        "tasks.2.lead": "Sở Y tế",
        "tasks.2.coordinating": f"Sở Nội vụ; {EVERYBODY}; {made.CLASS}",
    }


def test_a_letter_to_one_body_is_that_bodys_to_do() -> None:
    made.province()
    found = suggestion_for(propose(Reading.from_json(_letter(addressees=["Sở Tư pháp"]))))
    assert found is not None
    assert (found.lead, found.coordinating) == ("Sở Tư pháp", ())


@pytest.mark.parametrize(
    "more",
    [
        {"addressees": []},
        {"tasks": [made.task("1", "Sở Y tế")]},
        {"date": None},
        {"reporting": [], "issuer": "Ủy ban nhân dân tỉnh Mẫu"},
    ],
)
def test_nothing_is_suggested_without_ground(more: dict[str, Any]) -> None:
    made.province()
    assert suggestion_for(propose(Reading.from_json(_letter(**more)))) is None


def test_accepting_is_one_act_of_corrections_and_the_letter_can_be_adopted() -> None:
    row, actor = _reading(), _actor()
    assert [problem.code for problem in propose(Reading.from_json(row.result)).problems] == ["no_lead"]
    after = give_to_addressees(actor=actor, reading_id=row.pk, version=1)
    assert after.version == 2
    assert {kept.corrected_by_id for kept in Correction.objects.filter(reading=row)} == {actor.user_id}
    assert Correction.objects.filter(reading=row).count() == 4
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    answer = client.post(reverse("adopt_reading", args=[row.pk]), {"plan_code": "THU", "version": "2"})
    assert answer.status_code == 302
    first = Assignment.objects.filter(task__plan=Plan.objects.get(code="THU"), task__code="1")
    assert [each.agency.code for each in first.filter(role="lead")] == ["90.SO_YT"]
    assert set(first.filter(class_words=made.CLASS).values_list("agency__code", flat=True)) == {
        "90.UBND.901",
        "90.UBND.902",
    }
    assert first.filter(class_words=EVERYBODY).count() > 10


def test_nothing_is_done_silently_or_twice_or_on_an_old_version() -> None:
    row, actor = _reading(), _actor()
    with pytest.raises(Stale):
        give_to_addressees(actor=actor, reading_id=row.pk, version=7)
    give_to_addressees(actor=actor, reading_id=row.pk, version=1)
    with pytest.raises(CannotAdopt) as refusal:
        give_to_addressees(actor=actor, reading_id=row.pk, version=2)
    assert refusal.value.code == "nothing_to_suggest"


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LEADER])
def test_others_may_not(role: Role) -> None:
    row = _reading()
    with pytest.raises(NotAllowed):
        give_to_addressees(actor=_actor(role), reading_id=row.pk, version=1)


def test_the_page_before_adoption_offers_it() -> None:
    row = _reading()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = html.document_fromstring(client.get(reverse("adopt_reading", args=[row.pk])).content.decode())
    form = page.xpath(f"//form[@action='{reverse('give_to_addressees', args=[row.pk])}']")[0]
    assert form.xpath(".//input[@name='version']/@value") == ["1"]
    stale = client.post(form.get("action"), {"version": "9"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.content.decode()
    assert client.post(form.get("action"), {"version": "1"}).status_code == 302
    again = html.document_fromstring(client.get(reverse("adopt_reading", args=[row.pk])).content.decode())
    assert "Đã giao theo đề nghị" in again.text_content()
    assert again.xpath(f"//form[@action='{form.get('action')}']") == []
    assert again.xpath("//button[text()='Duyệt thành kế hoạch']")
