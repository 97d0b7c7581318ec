"""Letters that urge become papers in the register: drafted at once, numbered in their order, all or none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.models import User
from mangnon.accounts.public import Actor, Role
from mangnon.kernel.refusals import NotAllowed
from mangnon.outgoing.errors import NumberRefused
from mangnon.outgoing.models import OutgoingPaper, RegisterYear
from mangnon.outgoing.public import document_of, open_register, register_faults
from mangnon.plans.models import Plan, Urging
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import assignments_behind, urge
from mangnon.plans.urging.issuing import draft_letter_papers, number_letter_papers
from tests.activities.made import store_at
from tests.plans import made

TODAY = dt.date(2025, 5, 20)


@pytest.fixture
def lead(plan: Plan, tmp_path: Path, settings: Any) -> Actor:
    store_at(tmp_path / "kho", settings)
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def urging(plan: Plan, lead: Actor) -> Urging:
    ids = list(assignments_behind(lead, plan, on=TODAY, state="open").values_list("pk", flat=True))
    return urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.EACH)


def test_letters_are_drafted_once_and_numbered_in_order(lead: Actor, urging: Urging) -> None:
    count = urging.letters.count()
    assert count > 1
    drafted = draft_letter_papers(actor=lead, urging_id=urging.pk)
    assert len(drafted) == count
    assert draft_letter_papers(actor=lead, urging_id=urging.pk) == []
    assert drafted[0].kind == "cong-van"
    with pytest.raises(NumberRefused) as refusal:
        number_letter_papers(actor=lead, urging_id=urging.pk)
    assert refusal.value.code == "no_register"
    open_register(actor=lead, agency_id=lead.agency_id or 0, name="Sổ văn bản đi")
    numbered = number_letter_papers(actor=lead, urging_id=urging.pk)
    assert [paper.number for paper in numbered] == list(range(1, count + 1))
    assert [int(paper.source_key) for paper in numbered] == [letter.pk for letter in urging.letters.order_by("order")]
    assert all({each.role for each in paper.files.all()} == {"editable", "final"} for paper in numbered)
    assert register_faults(RegisterYear.objects.get()) == []
    document = document_of(OutgoingPaper.objects.get(pk=numbered[0].pk))
    assert document is not None
    assert document.number == "01"
    letter = urging.letters.order_by("order")[0]
    assert letter.agency is not None
    assert document.addressees == (letter.agency.name,)


def test_only_who_leads_the_plan(plan: Plan, urging: Urging) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        draft_letter_papers(actor=officer, urging_id=urging.pk)
    with pytest.raises(NotAllowed):
        number_letter_papers(actor=officer, urging_id=urging.pk)


def test_the_page_leads_from_letters_to_papers(lead: Actor, urging: Urging) -> None:
    client = Client()
    client.force_login(User.objects.get(pk=lead.user_id))
    open_register(actor=lead, agency_id=lead.agency_id or 0, name="Sổ văn bản đi")
    address = reverse("urging", args=[urging.pk])
    assert "Trình ký" in client.get(address).content.decode()
    client.post(reverse("urging_draft_papers", args=[urging.pk]))
    page = client.get(address).content.decode()
    assert "Cấp số cho" in page
    assert "Trình ký" not in page
    client.post(reverse("urging_number_papers", args=[urging.pk]))
    page = " ".join(client.get(address).content.decode().split())
    assert "01/" in page
    assert "Cấp số cho" not in page
