"""Completeness and timeliness of a period: by group, as the board tells it, with links to exactly the rows counted."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.desk.overviews.told_reports import group_of, pictures, regular_periods, same_course
from mangnon.desk.terms import BodyGroup, Completeness
from mangnon.kernel import clock
from mangnon.reporting.models import ExpectedReport, Report, ReportEntry
from mangnon.reporting.public import board, standings
from tests.harness.queries import assert_constant_queries
from tests.reporting import factories as made

EARLY, AFTER = dt.date(2025, 6, 2), dt.date(2025, 6, 12)
SAID = {"results": "Đã tổ chức các lớp mẫu."}


@pytest.fixture
def sent(db: None) -> made.Scene:
    """On 12/06/2025: the lead sent all in time, health a part, schools late, the district nothing."""
    scene = made.scene()
    first, second, third = scene.tasks
    scene.send(scene.lead, {first: SAID, third: SAID}, at=clock.at(EARLY))
    scene.send(scene.health, {second: SAID}, at=clock.at(EARLY))
    scene.send(scene.schools, {None: SAID}, at=clock.at(AFTER))
    scene.task(scene.health, scene.schools)  # since then it leads another one
    return scene


def test_each_group_with_all_its_bodies(sent: made.Scene) -> None:
    with clock.frozen(clock.at(AFTER)):
        picture = pictures(SYSTEM, [sent.period], now=clock.now())[0]
    told = {row.standing.agency.pk: (row.completeness, row.timeliness) for row in picture.rows}
    assert told[sent.lead.pk] == (Completeness.FULL, "on_time")
    assert told[sent.health.pk] == (Completeness.PARTIAL, "on_time")
    assert told[sent.schools.pk] == (Completeness.FULL, "late")
    assert told[sent.district.pk] == (Completeness.MISSING, "missing")
    whole = picture.whole
    assert (whole.owed, whole.full, whole.on_time, whole.late) == (4, 2, 2, 2)
    groups = dict(picture.groups)
    assert {group: counts.owed for group, counts in groups.items()} == {BodyGroup.DEPARTMENT: 3, BodyGroup.DISTRICT: 1}


def test_the_same_as_the_board_tells(sent: made.Scene) -> None:
    now = clock.at(AFTER)
    with clock.frozen(now):
        told = {each.agency.pk: each for each in standings(SYSTEM, [sent.period], now=now)[sent.period.pk]}
        shown = board(SYSTEM, sent.period, now=now)
    assert len(shown.rows) == len(told) == 4
    for row in shown.rows:
        each = told[row.agency.pk]
        assert (each.timeliness, each.due_on) == (row.timeliness, row.due_on)
        assert each.fullness == (row.fullness if row.report else "")


def test_words_that_are_only_blanks_of_a_draft_do_not_count_as_sent(sent: made.Scene) -> None:
    sent.write(sent.district, {None: SAID})
    rows = standings(SYSTEM, [sent.period], now=clock.at(AFTER))[sent.period.pk]
    district = next(row for row in rows if row.agency.pk == sent.district.pk)
    assert (district.state, district.fullness, district.is_sent) == ("draft", "", False)


def test_the_course_holds_the_periods_of_the_plan_until_the_chosen_one(sent: made.Scene) -> None:
    from mangnon.reporting.periods.opening import open_period

    later = open_period(actor=SYSTEM, regime=sent.regime, code="2026H1")
    known = regular_periods(SYSTEM, today=dt.date(2026, 3, 1))
    assert known[0] == later
    assert same_course(later, known) == [sent.period, later]
    assert same_course(sent.period, known) == [sent.period]
    assert regular_periods(SYSTEM, today=dt.date(2025, 3, 1)) == [sent.period]


def test_groups_of_bodies() -> None:
    assert group_of("province", "department") == BodyGroup.DEPARTMENT
    assert group_of("province", "front") == BodyGroup.FRONT
    assert group_of("commune", "front") == BodyGroup.COMMUNE
    assert group_of("district", "peoples_committee") == BodyGroup.DISTRICT


def test_every_number_opens_the_rows_it_counts(sent: made.Scene) -> None:
    client = Client()
    client.force_login(made.user_at(sent.lead, Role.PROVINCIAL_LEAD))
    with clock.frozen(clock.at(AFTER)):
        page = html.document_fromstring(client.get(reverse("overview_lead")).content.decode())
        address = reverse("overview_reports", args=[sent.regime.code, sent.period.code])
        links = page.xpath(f"//td/a[starts-with(@href, '{address}')]")
        assert len(links) >= 12
        for link in links:
            shown = html.document_fromstring(client.get(link.get("href")).content.decode())
            assert shown.xpath("string(//p[@role='status'])").split(" trên ")[0] == link.text
        assert client.get(address.replace("2025H1", "2031H1")).status_code == 404


def test_a_period_of_another_province_is_none(sent: made.Scene) -> None:
    from mangnon.territory.models import Unit

    other = Unit.objects.create(code="95", name="Tỉnh Khác", level="province", kind="Tỉnh")
    place = made.agency("SO_9", "Sở Khác", "SK", territory=other)
    client = Client()
    client.force_login(made.user_at(place, Role.LEADER))
    assert client.get(reverse("overview_reports", args=[sent.regime.code, sent.period.code])).status_code == 404


def test_bodies_and_tasks_cost_no_more_statements(sent: made.Scene) -> None:
    numbers = itertools.count(1)

    def another() -> None:
        body = made.agency(f"SO_M{next(numbers)}", "Sở Mẫu", "SM", territory=sent.plan.territory)
        ExpectedReport.objects.create(period=sent.period, agency=body, reason="added")
        task = sent.task(body, sent.schools)
        report = Report.objects.create(period=sent.period, agency=body, started_at=clock.at(EARLY))
        ReportEntry.objects.create(report=report, task=task, results="Đã làm.", revision=1, saved_at=clock.at(EARLY))

    assert_constant_queries(add_row=another, read=lambda: pictures(SYSTEM, [sent.period], now=clock.at(AFTER)))
