"""The sample site shows plans in motion, and what is invented says so."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.activities.models import Activity, BudgetLine, Contribution, Evidence
from mangnon.agencies.models import Agency
from mangnon.audit.public import verify_chain
from mangnon.indicators.models import Figure
from mangnon.indicators.public import Indicator, full_code, latest, load_dictionary, period_of, table
from mangnon.kernel import clock
from mangnon.notices.models import Digest, Reminder
from mangnon.plans.models import Assignment, AssignmentReturn, Difficulty, Extension, Plan
from mangnon.plans.public import log_disagreements
from mangnon.project import sample
from mangnon.project.sample_figures import COMMUNE_YEARS, HELPED, PROVINCE_YEARS, SOURCE, commune_cells, tell_figures
from mangnon.project.sample_plan import CODE, TASKS, lead_row, tell_second_plan
from mangnon.project.sample_rooms import COMMITTEE_SYMBOL, PARAGRAPHS, tell_rooms
from mangnon.project.synthetic import Story
from mangnon.recommendations.models import CommitteeDocument, RecommendationLink
from mangnon.territory.models import ParentEdge
from mangnon.territory.public import Level, Unit, districts_of

pytestmark = pytest.mark.django_db
OPENS_ON = dt.date(2025, 6, 5)
COMMUNES = 24


@pytest.fixture
def _told() -> None:
    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        plan = sample.read_and_adopt(sample.find_scan())
        sample.make_sample_accounts(plan)
    with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
        story = Story(plan, sample.open_half_year(plan))
    above = Agency.objects.get(code="62.UBND_TINH")
    tell_second_plan(story, opens_on=OPENS_ON, lead=plan.lead_agency, above=above)
    tell_rooms(story, opens_on=OPENS_ON)
    if not Indicator.objects.exists():  # a database that was emptied by a test before
        load_dictionary(actor=SYSTEM)
    _with_communes(plan.territory)
    tell_figures(story, opens_on=OPENS_ON)
    story.tell()


def _with_communes(province: Unit) -> None:
    """Some communes of two districts: the whole list would take longer than everything else here."""
    districts = districts_of(province, on=OPENS_ON)[:2]
    made = [
        Unit(
            code=f"62{number:03d}",
            name=f"Xã Mẫu {number}",
            level=Level.COMMUNE,
            kind="Xã",
            parent=districts[number % 2],
        )
        for number in range(COMMUNES)
    ]
    Unit.objects.bulk_create(made)
    ParentEdge.objects.bulk_create(ParentEdge(child=unit, parent=unit.parent) for unit in made)


@pytest.mark.usefixtures("_told")
def test_what_the_sample_site_shows_of_plans_in_motion() -> None:
    plan = Plan.objects.get(code=CODE)
    assert "không có thật" in plan.directive.title
    assert plan.tasks.count() == len(TASKS)
    leads = {row.task.code: row for row in Assignment.objects.filter(task__plan=plan, role="lead")}
    open_rows = {code for code, row in leads.items() if row.execution in ("not_received", "in_progress")}
    assert {code for code in open_rows if (due := leads[code].due_on) and due < OPENS_ON} == {"2", "4", "5", "9"}
    assert {code for code, row in leads.items() if row.review == "waiting"} == {"7"}
    assert {code for code, row in leads.items() if row.review == "not_met"} == {"9"}
    assert {row.state for row in Extension.objects.all()} == {"asked", "granted"}
    assert AssignmentReturn.objects.filter(state="asked").count() == 1
    assert set(Difficulty.objects.filter(assignment__task__plan=plan).values_list("state", flat=True)) == {
        "escalated",
        "raised",
    }
    assert Assignment.objects.filter(parent=lead_row("2")).count() == 3
    assert Digest.objects.exists()
    assert Reminder.objects.exists()
    assert log_disagreements(SYSTEM) == []
    assert verify_chain().intact

    assert (Activity.objects.count(), BudgetLine.objects.count(), Evidence.objects.count()) == (3, 4, 2)
    assert all("mẫu" in each.text for each in Activity.objects.all())
    assert Contribution.objects.count() == 1

    invented = CommitteeDocument.objects.get(symbol=COMMITTEE_SYMBOL)
    assert "không có thật" in invented.committee
    assert invented.recommendations.count() == len(PARAGRAPHS)
    links = RecommendationLink.objects.filter(recommendation__document=invented)
    assert links.count() == sum(len(tasks.split(";")) for *_, tasks in PARAGRAPHS if tasks)
    # Of the Committee's real document only what was read is there.
    real = CommitteeDocument.objects.exclude(pk=invented.pk).get()
    assert sorted(real.recommendations.values_list("number", "text")) == [(17, ""), (30, "")]

    _figures_are_shown(plan.territory)


def _figures_are_shown(province: Unit) -> None:
    """A trend of the province, a map of the communes with gaps, every number drawn by the rule and nowhere else."""
    found = {full_code(row): row for row in Indicator.objects.select_related("set")}
    for year in PROVINCE_YEARS:
        told = latest(SYSTEM, [found["TT13-2021/I-0203"]], province, on=dt.date(year, 12, 31), years_back=0)
        assert [point.told.value is not None for point in told.values()] == [True]
    for year in COMMUNE_YEARS:
        for code in commune_cells("0", year):
            shown = table(
                SYSTEM, found[code], period_of(str(year)), level=Level.COMMUNE, within=province, boundary_on=OPENS_ON
            )
            numbers = {row.unit.code: row.sum.count for row in shown.rows if row.sum.count is not None}
            silent = 1 if code == HELPED else 0
            assert len(shown.rows) == COMMUNES
            assert len(numbers) == COMMUNES - 2 - silent, code
            assert numbers == {unit: commune_cells(unit, year)[code].numerator for unit in numbers}
    assert Figure.objects.filter(is_counted=False).count() == 0
    assert set(Figure.objects.values_list("source_key", flat=True)) == {SOURCE}
