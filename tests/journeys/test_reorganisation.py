"""Plan 501 of February 2025 after 1 March and 1 July 2025: no duty lost, none doubled, each with its reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from mangnon.accounts.public import SYSTEM
from mangnon.agencies.models import Agency, AgencyFunction
from mangnon.agencies.public import actor_for, match_agency, responsible_agency, successors_in_bulk
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, AssignmentSuccession
from mangnon.plans.public import responsible_for_task
from mangnon.project.responsibility import responsible_for_plan_task
from mangnon.reorganisation.public import Outcome
from mangnon.reporting.models import ExpectedReport
from mangnon.reporting.public import accept_report, consolidate, reports
from mangnon.territory.models import Unit
from mangnon.territory.public import communes_formed_from
from tests.harness.needs import SHARED
from tests.journeys import kon_tum
from tests.journeys.kon_tum import JULY_DAY, JULY_ENTERED, KonTum, apply_both, leads

pytestmark = pytest.mark.django_db

FEBRUARY, MAY = dt.date(2025, 2, 20), dt.date(2025, 5, 28)
# Who leads what a body led in February, from 1 July on. By law: docs/decisions/0013, agencies/data/events.
HEIR = {
    "SO_LDTBXH": "SO_YT",  # the plan is about children
    "SO_NV": "SO_DTTG",  # its one task is about religion
    "BAN_DT": "SO_DTTG",
    "SO_TTTT": "SO_KHCN",
    "SO_TNMT": "SO_NNMT",
    "SO_KHDT": "SO_TC",
}


@dataclass
class After(KonTum):
    """Kon Tum after both events were entered, with what was true before them."""

    march: Outcome
    july: Outcome
    leads_before: dict[str, Agency]
    assignments_before: set[int]
    owed_before: int


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[After]:
    """The plan is read from its scan and the events are entered once; each test works in a transaction of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = kon_tum.build()
        rows = Assignment.objects.standing().filter(task__plan=found.plan)
        owed = ExpectedReport.objects.filter(period=found.period, ended_by__isnull=True)
        before = (leads(found.plan, FEBRUARY), set(rows.values_list("pk", flat=True)), owed.count())
        march, july = apply_both()
        yield After(found.plan, found.period, found.users, march, july, *before)
        transaction.set_rollback(True)


@pytest.fixture
def world(built: After, db: None) -> After:
    """Kon Tum on 2 July 2025."""
    return built


# ---- who leads ----------------------------------------------------------------------------------------------------


def test_all_25_tasks_have_a_living_lead_in_quang_ngai(world: After) -> None:
    before, after = world.leads_before, leads(world.plan, JULY_DAY)
    assert len(before) == len(after) == 25
    for code, agency in after.items():
        was = before[code].catalogue_code
        assert agency.catalogue_code == HEIR.get(was, was), code
        assert (agency.territory.name, agency.valid_to) == ("Tỉnh Quảng Ngãi", None)
    assert leads(world.plan, FEBRUARY) == before, "what was true in February stays true"


def test_each_lead_comes_with_the_chain_of_events_that_brought_it(world: After) -> None:
    before = world.leads_before
    for task in world.plan.tasks.all():
        found = responsible_for_task(SYSTEM, task, JULY_DAY)
        steps = found.because
        expected = [dt.date(2025, 3, 1)] * (before[task.code].catalogue_code in HEIR) + [JULY_DAY]
        assert [step.event.effective_on for step in steps] == expected, task.code
        assert steps[0].source == before[task.code]
        assert all(step.target == following.source for step, following in pairwise(steps))
        assert steps[-1].target == found.agency
        assert all(step.event.basis and step.event.tag == "S" and step.is_verified for step in steps)
        told = responsible_for_plan_task(f"{world.plan.code}:{task.code}", territory="51", on=JULY_DAY)
        assert told["code"] == (found.agency.code if found.agency else None)
        assert [step["basis"] for step in told["because"]] == [step.event.basis for step in steps]


@pytest.mark.shared
def test_the_leads_are_those_that_people_worked_out_by_hand(world: After) -> None:
    after = leads(world.plan, JULY_DAY)
    gold = json.loads((SHARED / "law" / "data" / "kontum_annex_tasks.json").read_text(encoding="utf-8"))
    assert {row["code"] for row in gold} == after.keys()
    for row in gold:
        named = row["successor_lead_2025"].split("/")[0].split("(")[0].strip()  # the first: for this plan's matter
        match = match_agency(named)
        assert match is not None
        assert after[row["code"]].catalogue_code == match.code, row["code"]


def test_a_function_is_followed_to_its_carrier(world: After) -> None:
    for day, code in ((FEBRUARY, "62.SO_LDTBXH"), (MAY, "62.SO_YT"), (JULY_DAY, "51.SO_YT")):
        found = responsible_agency(function="child_affairs", province_code="62", on=day)
        assert found.agency is not None
        assert found.agency.code == code
    assert [step.event.effective_on for step in found.because] == [dt.date(2025, 3, 1), JULY_DAY]


# ---- nothing lost, nothing doubled ---------------------------------------------------------------------------------


def test_no_duty_is_lost_and_none_is_doubled(world: After) -> None:
    plan = world.plan
    ended = Assignment.objects.filter(pk__in=world.assignments_before).select_related("agency").in_bulk()
    assert ended.keys() == world.assignments_before
    every = Assignment.objects.filter(task__plan=plan).select_related("agency")
    rows = every.standing()
    now = [row for row in rows if row.is_in_force(JULY_DAY)]
    pairs = Counter((row.task_id, row.agency_id) for row in now)
    assert max(pairs.values()) == 1, "an agency stands on a task once"
    assert Counter(row.task_id for row in now if row.role == "lead") == dict.fromkeys(
        plan.tasks.values_list("pk", flat=True), 1
    )
    successors = set(AssignmentSuccession.objects.values_list("predecessor_id", flat=True))
    standing = {(row.task_id, row.agency_id, row.role) for row in now}
    periods = [row for row in every.filter(instance__isnull=False) if row.is_in_force(JULY_DAY)]
    assert periods
    assert {(row.task_id, row.agency_id, row.role) for row in periods} <= standing, "the periods go with the task"
    for pk, row in ended.items():
        assert row.ended_on is None or pk in successors, "what ended has somebody who carries it on"
        assert row.ended_on is not None or row.agency.valid_to is None or row.undecided_by_id is not None
    assert Assignment.objects.on(FEBRUARY).standing().filter(task__plan=plan).count() == len(world.assignments_before)
    undecided = [row for row in now if row.undecided_by_id is not None]
    assert {row.agency.catalogue_code for row in undecided} == {"CUC_THUE"}, "only what no source tells"
    living = [row for row in now if row not in undecided]
    assert all(row.agency.is_in_force(JULY_DAY) for row in living)


def test_duties_of_districts_are_those_of_the_communes_formed_from_them(world: After) -> None:
    district = Agency.objects.get(code="62.UBND.608")
    duties = {row.task_id for row in Assignment.objects.filter(agency=district)}
    assert duties
    unit = Unit.objects.get(code="608", level="district")
    communes = communes_formed_from(unit, JULY_DAY)
    assert communes
    for commune in communes:
        committee = Agency.objects.on(JULY_DAY).get(territory=commune, level="commune")
        mine = Assignment.objects.on(JULY_DAY).filter(agency=committee)
        assert duties <= {row.task_id for row in mine}
    line = next(part for part in world.july.parts if part.source.code == "62.UBND.608")
    assert line.target is not None
    everywhere = Agency.objects.on(JULY_DAY).filter(level="commune", assignments__task__plan=world.plan).distinct()
    of_kon_tum = communes_formed_from(Unit.objects.get(code="62", level="province"), JULY_DAY)
    assert {agency.territory_id for agency in everywhere} == {unit.pk for unit in of_kon_tum}


def test_bodies_and_functions_tile_time(world: After) -> None:
    for agency in Agency.objects.filter(ended_by__isnull=False).select_related("ended_by"):
        assert agency.ended_by is not None
        assert agency.valid_to == agency.ended_by.effective_on - dt.timedelta(days=1)
        assert not AgencyFunction.objects.filter(agency=agency, valid_to__isnull=True).exists()
    for row in AgencyFunction.objects.filter(began_by__isnull=False).select_related("began_by", "agency"):
        assert row.began_by is not None
        assert row.valid_from == row.began_by.effective_on
    ended = Agency.objects.filter(ended_by__isnull=False).exclude(catalogue_code="CUC_THUE")
    found = successors_in_bulk({(agency.pk, "") for agency in ended}, on=JULY_DAY)
    assert all(succession.successors for succession in found.values()), "every chain leads to a living body"


# ---- reports and people -------------------------------------------------------------------------------------------


def test_the_consolidated_half_year_prints_the_names_of_then(world: After) -> None:
    with clock.frozen(JULY_ENTERED):
        sent = reports(SYSTEM).get(period=world.period, agency__code="62.SO_TTTT")
        accept_report(actor=SYSTEM, report_id=sent.pk)
        made = consolidate(actor=SYSTEM, period=world.period, reasons={"*": "Chưa gửi"})
    text = "\n".join(made.passages.values_list("text", flat=True)) + json.dumps(made.summary, ensure_ascii=False)
    assert "Sở Thông tin và Truyền thông" in text
    assert "Quảng Ngãi" not in text


def test_an_expected_report_is_counted_once(world: After) -> None:
    owed = ExpectedReport.objects.filter(period=world.period, ended_by__isnull=True)
    assert owed.count() == world.owed_before - 6 + 2
    assert max(Counter(owed.values_list("agency", flat=True)).values()) == 1


def test_people_go_with_their_bodies(world: After) -> None:
    places = {
        name: actor.agency_code
        for name in world.users
        if (actor := actor_for(world.users[name], on=JULY_DAY)) is not None
    }
    assert places["daumoi"] == "51.SO_YT"
    assert places["lanhdao"] == "51.UBND_TINH"
    assert places["quantri"] == "51.VP_UBND"
    assert "diaphuong" not in places, "a district became several communes: a person says which"
    assert [post.person for post in world.july.homeless_posts] == [world.users["diaphuong"].full_name]
    assert world.actor("quantri", JULY_DAY).territory_codes == {"51", "62"}
    assert world.actor("daumoi", dt.date(2025, 6, 30)).agency_code.startswith("62.")


def test_the_lead_officer_still_finds_plan_and_past_on_the_pages(world: After) -> None:
    client = Client()
    client.force_login(world.users["daumoi"])
    with clock.frozen(JULY_ENTERED):
        page = client.get(reverse("task", args=[world.plan.code, "I.1"]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Sở Lao động - Thương binh và Xã hội" in text
    assert "202/2025/QH15" in text
