"""Several agencies tell one cell: which counts does not depend on who came first; the lead may choose another."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.indicators.models import Figure, ReporterChoice
from mangnon.indicators.public import Cell, choose_reporter
from mangnon.kernel.refusals import Stale
from tests.indicators.made import NOT_COLLECTED, World, actor, cell, committee, put

pytestmark = pytest.mark.django_db
CODE = "I-0319"


@pytest.fixture
def bodies(world: World) -> list[Agency]:
    """The commune's committee and two departments of its province."""
    justice = Agency.objects.create(
        code="91.A_SO_TP",
        catalogue_code="SO_TP",
        name="Sở Tư pháp",
        short_name="STP",
        kind="department",
        level="province",
        territory=world.province,
    )
    return [committee(world.a), world.health, justice]


def _counted() -> set[tuple[Any, ...]]:
    rows = Figure.objects.counted().filter(indicator__code=CODE)
    return set(rows.values_list("unit__code", "breakdown__key", "agency__code", "state", "numerator"))


def test_whoever_comes_first_the_units_own_committee_counts(world: World, bodies: list[Agency]) -> None:
    for unit, order in zip((world.a, world.b), ((0, 1), (1, 0)), strict=True):
        own = [committee(unit), world.health]
        for each in order:
            put(CODE, unit, (20, 10)[each], agency=own[each])
    assert {row[4] for row in _counted()} == {20}


def test_the_order_of_acts_never_matters(world: World, bodies: list[Agency]) -> None:
    """Metamorphic: told, corrected and taken back in any order that keeps each body's own, the same cells count."""
    acts: list[list[tuple[Agency, str, Cell | None]]] = [
        [(bodies[0], "", cell(20)), (bodies[0], "sex=male", cell(9)), (bodies[0], "", None)],
        [(bodies[1], "", NOT_COLLECTED), (bodies[1], "", cell(10)), (bodies[1], "sex=male", cell(4))],
        [(bodies[2], "", cell(12)), (bodies[2], "sex=male", None), (bodies[2], "sex=male", cell(5))],
    ]
    seen = []
    order = [number for number, own in enumerate(acts) for _ in own]
    for mixed in sorted(set(itertools.permutations(order)))[::140]:
        Figure.objects.all().delete()
        left = [iter(own) for own in acts]
        for number in mixed:
            agency, part, told = next(left[number])
            put(CODE, world.a, told, part=part, agency=agency)
        seen.append(_counted())
    assert seen[0], "something counts"
    assert all(each == seen[0] for each in seen), seen
    assert len(seen[0]) == 2, "one figure a cell"


def test_taking_back_leaves_the_cell_to_who_stands_next(world: World, bodies: list[Agency]) -> None:
    for order in itertools.permutations(range(3)):
        Figure.objects.all().delete()
        for number in order:
            put(CODE, world.a, 10 + number, agency=bodies[number])
        put(CODE, world.a, None, agency=bodies[0])
        assert {row[4] for row in _counted()} == {12}, "by code: 91.A_SO_TP stands before 91.SO_YT"


def test_a_choice_holds_for_the_parts_too_and_for_what_is_told_later(world: World, bodies: list[Agency]) -> None:
    for body, number in zip(bodies[:2], (20, 10), strict=True):
        put(CODE, world.a, number, agency=body)
        put(CODE, world.a, number // 2, part="sex=male", agency=body)
    lead = actor(world.health, Role.PROVINCIAL_LEAD)
    second = Figure.objects.current().get(agency=world.health, breakdown__key="")
    choose_reporter(actor=lead, figure=second, reason="Đã đối chiếu  sổ gốc")
    assert {row[4] for row in _counted()} == {10, 5}
    choice = ReporterChoice.objects.get()
    assert (choice.agency, choice.reason, choice.chosen_by_id) == (world.health, "Đã đối chiếu sổ gốc", lead.user_id)
    put(CODE, world.a, 10, part="sex=female", agency=bodies[0])
    put(CODE, world.a, 5, part="sex=female", agency=world.health)
    assert {(row[1], row[4]) for row in _counted()} == {("", 10), ("sex=male", 5), ("sex=female", 5)}
    assert AuditRow.objects.filter(act="choose_reporter").count() == 1
    first = Figure.objects.current().get(agency=bodies[0], breakdown__key="")
    choose_reporter(actor=lead, figure=first, reason="Sổ gốc nằm ở xã")
    assert {(row[1], row[4]) for row in _counted()} == {("", 20), ("sex=male", 10), ("sex=female", 10)}
    gone = Figure.objects.current().get(agency=world.health, breakdown__key="")
    for key in ("sex=male", "sex=female", ""):
        put(CODE, world.a, None, part=key, agency=world.health)
    with pytest.raises(Stale):
        choose_reporter(actor=lead, figure=gone, reason="Mẫu")


def _signed_in(client: Client, agency: Agency, role: Role) -> None:
    client.force_login(get_user_model().objects.get(pk=actor(agency, role).user_id))


def _text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).text_content().split())


def test_the_lead_officer_chooses_on_the_page_of_the_figure(world: World, bodies: list[Agency], client: Client) -> None:
    put(CODE, world.a, 20)
    place = ["TT13-2021", CODE, world.a.pk, "2024"]
    page, act = reverse("figure", args=place), reverse("figure_choose", args=place)
    _signed_in(client, world.health, Role.PROVINCIAL_LEAD)
    assert "Chọn số liệu của cơ quan nào" not in _text(client.get(page)), "one body: nothing to choose"
    put(CODE, world.a, 10, agency=world.health)
    first = client.get(page)
    assert "Chọn số liệu của cơ quan nào" in _text(first)
    boxes = html.document_fromstring(first.content.decode()).xpath("//input[@name='so-lieu']")
    named = {box.getparent().text_content().split(":")[0].strip(): box for box in boxes}
    assert named["Ủy ban nhân dân Xã A"].get("checked") is not None
    other = named["Sở Y tế"].get("value")
    refused = client.post(act, {"so-lieu": other, "ly-do": " "})
    assert refused.status_code == 422
    assert "Chưa có lý do chọn" in _text(refused)
    again = html.document_fromstring(refused.content.decode())
    assert again.xpath("//input[@name='so-lieu'][@checked]/@value") == [other], "what was chosen stays chosen"
    assert client.post(act, {"so-lieu": "0", "ly-do": "Mẫu"}).status_code == 422
    assert Figure.objects.counted().get().numerator == 20
    done = client.post(act, {"so-lieu": other, "ly-do": "Đã đối chiếu"}, follow=True)
    assert "Đang dùng số của Sở Y tế theo lựa chọn của Trần Thị Mẫu" in _text(done)
    assert "Lý do: Đã đối chiếu" in _text(done)
    assert Figure.objects.counted().get().numerator == 10


def test_nobody_else_is_offered_the_choice_or_may_make_it(world: World, bodies: list[Agency], client: Client) -> None:
    put(CODE, world.a, 20)
    put(CODE, world.a, 10, agency=world.health)
    place = ["TT13-2021", CODE, world.a.pk, "2024"]
    figure = Figure.objects.get(agency=world.health)
    for agency, role in (
        (world.health, Role.DEPARTMENT_OFFICER),
        (committee(world.a), Role.LOCAL_OFFICER),
        (world.other_health, Role.PROVINCIAL_LEAD),
    ):
        _signed_in(client, agency, role)
        answer = client.post(reverse("figure_choose", args=place), {"so-lieu": figure.pk, "ly-do": "Mẫu"})
        assert answer.status_code == 403
    _signed_in(client, world.health, Role.DEPARTMENT_OFFICER)
    assert "Chọn số liệu của cơ quan nào" not in _text(client.get(reverse("figure", args=place)))
    assert not ReporterChoice.objects.exists()
