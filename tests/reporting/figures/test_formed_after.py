"""A body whose place was formed after the period's last day tells of the units its place was formed from."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.indicators.models import Figure
from mangnon.indicators.public import ContradictoryFigures
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.figures.sheet import figure_lines
from mangnon.reporting.models import SentFigure
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import start_report, submit_report
from mangnon.reporting.writing.telling import TypedBox, tell_figures
from mangnon.territory.models import EventPart, ParentEdge, TerritoryEvent, Unit
from tests.reporting.factories import Scene, user_at
from tests.reporting.figures.made import asking_scene, boxes

pytestmark = pytest.mark.django_db


def _formed(plan: Scene, *letters: str, is_divided: bool = False) -> list[Unit]:
    """The place of the scene's district is formed, the day after the period, from units of the period's last day."""
    last = plan.period.ends_on
    place, around = plan.district.territory, plan.lead.territory
    place.valid_from = last + dt.timedelta(days=1)
    place.save()
    event = TerritoryEvent.objects.create(
        code="mau-sau-ky", kind="merge", effective_on=place.valid_from, document_number="1/NQ-MAU", basis_tag="V"
    )
    made = []
    for letter in letters:
        unit = Unit.objects.create(
            code=f"90{letter}", name=f"Xã {letter}", level="commune", kind="Xã", parent=around, valid_to=last
        )
        ParentEdge.objects.create(child=unit, parent=around, valid_to=last)
        EventPart.objects.create(event=event, source=unit, target=place, is_divided=is_divided)
        made.append(unit)
    return made


@pytest.fixture
def plan() -> Scene:
    return asking_scene()


def test_each_unit_of_the_last_day_is_told_sent_and_added_once(plan: Scene) -> None:
    a, b = _formed(plan, "A", "B")
    actor, rows = plan.writer(plan.district), boxes(plan)
    report = start_report(actor=actor, period=plan.period, agency_id=plan.district.pk)
    assert [line.key for line in figure_lines(plan.period, plan.district, None)] == [
        (row.pk, unit.pk) for row in rows for unit in (a, b)
    ]
    texts = {a: ("12", "3/4", "5"), b: ("8", "1/6", "-")}
    typed = {(row.pk, a.pk): TypedBox(text) for row, text in zip(rows, texts[a], strict=True)}
    assert tell_figures(actor=actor, report_id=report.pk, typed=typed).new == 3
    plan.write(plan.district, {None: {"results": "Đã làm."}})
    with pytest.raises(NotComplete) as refusal:
        submit_report(actor=actor, report_id=report.pk)
    assert f"{rows[0].indicator.code} (Xã B)" in refusal.value.message
    assert "(Xã A)" not in refusal.value.message
    typed = {(row.pk, b.pk): TypedBox(text) for row, text in zip(rows, texts[b], strict=True)}
    assert tell_figures(actor=actor, report_id=report.pk, typed=typed).new == 3
    submit_report(actor=actor, report_id=report.pk)
    assert SentFigure.objects.filter(version__report=report).count() == 6
    assert set(Figure.objects.values_list("unit__code", flat=True)) == {"90A", "90B"}
    accept_report(actor=plan.reviewer, report_id=report.pk)
    count, rate, own = figure_book(consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "x"})).lines
    assert count.told.value == 20
    assert (rate.whole.sum.numerator, rate.whole.sum.denominator) == (4, 10)
    assert own.told.value == 5


def test_one_predecessor_is_one_box_named_as_ever(plan: Scene) -> None:
    (a,) = _formed(plan, "A")
    actor, rows = plan.writer(plan.district), boxes(plan)
    report = start_report(actor=actor, period=plan.period, agency_id=plan.district.pk)
    done = tell_figures(actor=actor, report_id=report.pk, typed={row.pk: TypedBox("...") for row in rows})
    assert done.new == 3
    assert {figure.unit_id for figure in Figure.objects.all()} == {a.pk}
    plan.write(plan.district, {None: {"results": "Đã làm."}})
    submit_report(actor=actor, report_id=report.pk)


def test_what_cannot_be_true_of_one_unit_writes_nothing_of_the_others(plan: Scene) -> None:
    a, b = _formed(plan, "A", "B")
    actor, rows = plan.writer(plan.district), boxes(plan)
    report = start_report(actor=actor, period=plan.period, agency_id=plan.district.pk)
    typed = {(rows[0].pk, a.pk): TypedBox("12"), (rows[1].pk, b.pk): TypedBox("9/4")}
    with pytest.raises(ContradictoryFigures):
        tell_figures(actor=actor, report_id=report.pk, typed=typed)
    assert not Figure.objects.exists()


def test_a_divided_unit_may_be_told_by_who_took_it_over(plan: Scene) -> None:
    (a,) = _formed(plan, "A", is_divided=True)
    assert [line.unit for line in figure_lines(plan.period, plan.district, None)] == [a] * 3


def test_the_page_has_a_box_for_each_unit_and_takes_them(plan: Scene, client: Client) -> None:
    a, b = _formed(plan, "A", "B")
    rows = boxes(plan)
    client.force_login(user_at(plan.district, Role.LOCAL_OFFICER))
    place = [plan.regime.code, plan.period.code]
    page = html.document_fromstring(client.get(reverse("report_write", args=place)).content.decode())
    section = page.get_element_by_id("so-lieu")
    assert {box.get("name") for box in section.xpath(".//input[@maxlength='60']")} == {
        f"so-{row.pk}-{unit.pk}" for row in rows for unit in (a, b)
    }
    words = " ".join(section.text_content().split())
    assert "Đã có 0/6 ô" in words
    assert "Xã A" in words
    assert "Xã B" in words
    typed = {f"so-{rows[0].pk}-{a.pk}": "12", f"so-{rows[0].pk}-{b.pk}": "một", "so-7-x": "1", "so-": "1"}
    refused = client.post(reverse("report_figures_save", args=place), typed)
    assert refused.status_code == 422
    again = html.document_fromstring(refused.content.decode())
    assert again.xpath(f"//input[@name='so-{rows[0].pk}-{a.pk}']/@value") == ["12"]
    assert again.xpath(f"//input[@name='so-{rows[0].pk}-{b.pk}']/@aria-invalid") == ["true"]
    assert not Figure.objects.exists()
    typed[f"so-{rows[0].pk}-{b.pk}"] = "9"
    assert client.post(reverse("report_figures_save", args=place), typed).status_code == 302
    assert {(each.unit_id, each.numerator) for each in Figure.objects.all()} == {(a.pk, 12), (b.pk, 9)}
