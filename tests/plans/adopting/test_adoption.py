"""A reading becomes a plan: what is written, what is refused, and that a preview says the same and writes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.documents.public import AlreadyAdopted
from mangnon.documents.reading import Reading
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.plans.adopting.adoption import adopt_reading
from mangnon.plans.adopting.proposal import plan_code_for, propose
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import Assignment, Plan, Task
from tests.plans import made

pytestmark = pytest.mark.django_db


def test_everything_the_paper_says_is_written() -> None:
    made.province()
    plan = made.adopted()
    assert (plan.directive.number, plan.directive.issued_on) == ("99/KH-UBND", made.ISSUED_ON)
    assert plan.lead_agency == made.agency("SO_YT")
    assert [(basis.number, basis.issuer) for basis in plan.directive.legal_bases.all()] == [
        ("11/QĐ-TTg", "Thủ tướng Chính phủ")
    ]
    assert [(task.code, task.due_on) for task in plan.tasks.order_by("order")] == [
        ("I.1", None),
        ("I.2", dt.date(2025, 5, 19)),
        ("I.3", dt.date(2025, 5, 25)),
    ]
    first = plan.tasks.get(code="I.1")
    assert (first.first_line, first.last_line, first.lead_words) == (3, 4, ["Sở Y tế"])
    roles = sorted((row.agency.name, row.role, row.class_words) for row in first.assignments.select_related("agency"))
    assert roles == [
        ("Sở Tư pháp", "coordinator", ""),
        ("Sở Y tế", "lead", ""),
        ("Ủy ban nhân dân huyện Mẫu 1", "coordinator", made.CLASS),
        ("Ủy ban nhân dân huyện Mẫu 2", "coordinator", made.CLASS),
    ]
    assert [agency.name for agency in plan.duties.get().agencies.all()] == ["Sở Y tế"]
    clause = plan.reporting_clauses.get()
    assert (clause.kind, clause.due_day, clause.due_month, clause.is_before) == ("half_year", 10, 6, True)
    row = AuditRow.objects.get(act="adopt_reading")
    assert row.details["assignments"] == Assignment.objects.count()


def test_the_second_of_two_people_is_refused_and_nothing_is_doubled() -> None:
    made.province()
    row = made.reading()
    actor = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    adopt_reading(actor=actor, reading_id=row.pk, version=1, plan_code="MOT")
    with pytest.raises(AlreadyAdopted):
        adopt_reading(actor=actor, reading_id=row.pk, version=1, plan_code="HAI")
    assert Plan.objects.count() == 1


def test_a_reading_changed_meanwhile_is_not_adopted_unseen() -> None:
    made.province()
    row = made.reading(version=4)
    with pytest.raises(Stale):
        adopt_reading(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), reading_id=row.pk, version=3, plan_code="MOT")


def test_every_task_without_a_lead_is_named_at_once() -> None:
    made.province()
    tasks = [made.task("I.1", "Hội Người Sao Hỏa"), made.task("I.2", ""), made.task("I.3", "Sở Y tế")]
    row = made.reading(made.result(tasks=tasks))
    with pytest.raises(CannotAdopt) as refusal:
        adopt_reading(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), reading_id=row.pk, version=1, plan_code="MOT")
    assert refusal.value.code == "no_lead"
    assert "I.1 (Hội Người Sao Hỏa)" in refusal.value.message
    assert "I.2 (để trống)" in refusal.value.message
    assert "I.3" not in refusal.value.message
    assert (Plan.objects.count(), Task.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": None}, "no_date"),
        ({"tasks": []}, "no_tasks"),
        ({"issuer": None, "place": None}, "no_province"),
        ({"reporting": []}, "no_lead_agency"),
        ({"tasks": [made.task("I.1", "Sở Y tế"), made.task("I.1", "Sở Y tế")]}, "code_twice"),
        ({"tasks": [made.task("I/1", "Sở Y tế")]}, "bad_task_code"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, object], code: str) -> None:
    made.province()
    proposal = propose(Reading.from_json(made.result(**changes)))
    assert code in [problem.code for problem in proposal.problems]


def test_several_problems_are_told_together() -> None:
    made.province()
    proposal = propose(Reading.from_json(made.result(reporting=[], tasks=[made.task("I.1", "")])))
    assert {problem.code for problem in proposal.problems} == {"no_lead", "no_lead_agency"}


def test_a_province_whose_catalogue_is_not_loaded_is_told() -> None:
    made.province()
    Agency.objects.all().delete()
    assert [problem.code for problem in propose(Reading.from_json(made.result())).problems] == ["no_agencies"]


def test_a_preview_says_what_will_be_written_and_writes_nothing() -> None:
    made.province()
    # A body only some provinces have: the paper's naming it brings it into the province, but not before adoption.
    data = made.result(tasks=[made.task("I.1", "Sở Y tế", ["Sở Ngoại vụ"]), made.task("I.2", "Sở Ngoại vụ")])
    before = Agency.objects.count()
    proposal = propose(Reading.from_json(data))
    assert proposal.problems == ()
    assert (Agency.objects.count(), AuditRow.objects.filter(act="ensure_agency").count()) == (before, 0)
    plan = made.adopted(data)
    assert Assignment.objects.filter(task__plan=plan).count() == proposal.assignment_count == 3
    assert Agency.objects.count() == before + 1


def test_members_of_a_class_do_not_depend_on_who_is_named_later() -> None:
    made.province()
    everybody = "Các sở, ban, ngành"
    data = made.result(tasks=[made.task("I.1", "Sở Y tế", [everybody]), made.task("I.2", "Sở Ngoại vụ", [everybody])])
    plan = made.adopted(data)
    members = [set(task.assignments.values_list("agency__code", flat=True)) for task in plan.tasks.order_by("order")]
    assert members[0] == members[1]


def test_words_nobody_answers_to_stay_as_words() -> None:
    made.province()
    data = made.result(tasks=[made.task("I.1", "Sở Y tế", ["Hội Người Sao Hỏa"])])
    assert propose(Reading.from_json(data)).unknown_words == [("I.1", "Hội Người Sao Hỏa")]
    assert made.adopted(data).tasks.get().unmatched_words == ["Hội Người Sao Hỏa"]


@pytest.mark.parametrize("code", ["", "có dấu", "a/b", "x" * 61])
def test_a_plan_code_must_fit_an_address(code: str) -> None:
    made.province()
    row = made.reading()
    with pytest.raises(CannotAdopt) as refusal:
        adopt_reading(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), reading_id=row.pk, version=1, plan_code=code)
    assert refusal.value.code == "bad_plan_code"


def test_a_plan_code_is_used_once() -> None:
    made.province()
    made.adopted(code="MOT")
    with pytest.raises(CannotAdopt) as refusal:
        made.adopted(code="MOT")
    assert refusal.value.code == "plan_code_taken"


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LOCAL_OFFICER, Role.LEADER])
def test_others_may_not_adopt(role: Role) -> None:
    made.province()
    row = made.reading()
    with pytest.raises(NotAllowed):
        adopt_reading(actor=made.actor_at("SO_YT", role), reading_id=row.pk, version=1, plan_code="MOT")


@pytest.mark.parametrize(
    ("number", "code"),
    [("501/KH-UBND", "501-KH-UBND"), ("27/QĐ-TTg", "27-QD-TTg"), (None, ""), ("///", ""), ("1" * 90, "1" * 60)],
)
def test_plan_codes_come_from_numbers(number: str | None, code: str) -> None:
    assert plan_code_for(number) == code
