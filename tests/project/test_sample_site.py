"""The sample site shows plans in motion, and what is invented says so."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.activities.models import Activity, BudgetLine, Contribution, Evidence
from mangnon.agencies.models import Agency
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.notices.models import Digest, Reminder
from mangnon.plans.models import Assignment, AssignmentReturn, Difficulty, Extension, Plan
from mangnon.plans.public import log_disagreements
from mangnon.project import sample
from mangnon.project.sample_plan import CODE, TASKS, lead_row, tell_second_plan
from mangnon.project.sample_rooms import COMMITTEE_SYMBOL, PARAGRAPHS, tell_rooms
from mangnon.project.synthetic import Story
from mangnon.recommendations.models import CommitteeDocument, RecommendationLink

pytestmark = pytest.mark.django_db
OPENS_ON = dt.date(2025, 6, 5)


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
    story.tell()


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
