"""A directive amends a plan: previewed, decided, one act; any day's plan readable; a replaced plan is closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.acts.working import accept_assignment, record_progress
from mangnon.plans.errors import CannotAmend, NotInForce
from mangnon.plans.models import Assignment, Plan, PlanVersion, Task
from mangnon.plans.public import figures, give_assignment, give_by_words, log_disagreements, move_assignments
from mangnon.plans.rules.versions import TaskFacts
from mangnon.plans.selectors import assignments, plan_of_reading, tasks
from mangnon.plans.terms import EndReason, Execution, MoveKind
from mangnon.plans.versions.amending import amend_plan, closing_version, preview_amendment, version_on, versions_of
from mangnon.plans.versions.comparing import CHANGE, KEEP, WITHDRAW
from mangnon.plans.versions.replacing import replace_plan
from tests.plans import events, made

DAY = dt.date(2025, 4, 10)


@pytest.fixture(autouse=True)
def _on_a_day() -> Any:
    with clock.frozen(clock.at(DAY, 9)):
        yield


def _paper(*tasks_of_it: dict[str, Any], text: str = "QUYẾT ĐỊNH sửa đổi mẫu", **more: Any) -> DirectiveReading:
    changes: dict[str, Any] = {
        "number": "7/KH-UBND",
        "date": "2025-04-01",
        "title": "Sửa đổi, bổ sung Kế hoạch mẫu",
        "tasks": list(tasks_of_it),
        "duties": [],
        "reporting": [],
        "text": text,
        "links": [made.link("amends", "99/KH-UBND", "2025-02-17")],
        **more,
    }
    return made.reading(made.result(**changes))


def _amend(plan: Plan, row: DirectiveReading, decisions: dict[str, str] | None = None, **more: Any) -> PlanVersion:
    return amend_plan(
        actor=SYSTEM, plan_id=plan.pk, reading_id=row.pk, version=row.version, decisions=decisions or {}, **more
    )


def _new(code: str = "II.1", lead: str = "Sở Tư pháp", **more: Any) -> dict[str, Any]:
    text = "Xây dựng câu lạc bộ quyền tham gia cho thiếu nhi tại thôn xóm"
    return made.task(code, lead, **{"text": text, **more})


def test_the_preview_tells_added_changed_withdrawn_and_writes_nothing(plan: Plan) -> None:
    row = _paper(
        made.task("I.2", "Sở Nội vụ", ["Sở Y tế"], due=made.dated(dt.date(2025, 6, 30))),
        made.task("I.1", "Sở Y tế", ["Sở Tư pháp", made.CLASS]),
        _new(),
        text="Bãi bỏ nhiệm vụ I.3 tại Phụ lục.",
    )
    before = (Task.objects.count(), Assignment.objects.count(), AuditRow.objects.count())
    found = preview_amendment(SYSTEM, plan, row)
    told = [(each.suggested, each.task.code if each.task else "", each.changed) for each in found.rows]
    assert told == [
        ("change", "I.2", ("lead", "due_text", "due_on")),
        ("keep", "I.1", ()),
        ("add", "", ()),
        ("withdraw", "I.3", ()),
    ]
    assert found.rows[0].lead == made.agency("SO_NV")
    assert (Task.objects.count(), Assignment.objects.count(), AuditRow.objects.count()) == before


def test_one_act_changes_the_plan_and_its_assignments(plan: Plan) -> None:
    row = _paper(
        made.task("I.2", "Sở Nội vụ", ["Sở Y tế"], due=made.dated(dt.date(2025, 6, 30))),
        _new(due=made.dated(dt.date(2025, 9, 30))),
        text="Bãi bỏ nhiệm vụ I.3.",
    )
    version = _amend(plan, row, reason="Theo chỉ đạo mẫu")
    assert (version.number, version.began_on, version.directive.number) == (2, DAY, "7/KH-UBND")
    assert [task.code for task in tasks(SYSTEM, plan)] == ["I.1", "I.2", "II.1"]
    new = plan.tasks.get(code="II.1")
    (given,) = new.assignments.all()
    assert (given.agency, given.due_on, given.began_on) == (made.agency("SO_TP"), dt.date(2025, 9, 30), DAY)
    assert [event.move for event in given.events.all()] == [MoveKind.GIVE]
    moved = plan.tasks.get(code="I.2")
    old, lead = moved.assignments.filter(role="lead").order_by("pk")
    assert (old.ended_because, old.ended_on) == (EndReason.REASSIGNED, DAY - dt.timedelta(days=1))
    assert (lead.agency, lead.due_on) == (made.agency("SO_NV"), dt.date(2025, 6, 30))
    assert lead.original_due_on == dt.date(2025, 5, 19), "the first deadline stays on record"
    assert MoveKind.AMEND in {event.move for event in lead.events.all()}
    gone = plan.tasks.get(code="I.3")
    assert {each.execution for each in gone.assignments.all()} == {Execution.RECALLED}
    assert all(
        each.events.filter(move=MoveKind.RECALL, reason__contains="bãi bỏ").exists() for each in gone.assignments.all()
    )
    row.refresh_from_db()
    assert row.state == "adopted"
    assert plan_of_reading(SYSTEM, row.pk) == plan
    assert AuditRow.objects.filter(act="amend_plan").count() == 1


def test_who_is_to_hand_on_soon_is_changed_and_recalled_too(plan: Plan) -> None:
    events.body("SO_MOI", name="Sở Mới", valid_from=events.JULY)
    move_assignments(
        actor=SYSTEM,
        events=[events.event([("SO_TP", "SO_MOI", "")], on=events.JULY, kind="rename")],
        choices={},
    )
    later = dt.date(2025, 9, 30)
    changed = made.task("I.2", "Sở Tư pháp", ["Sở Y tế"], due=made.dated(later))
    _amend(plan, _paper(changed, text="Bãi bỏ nhiệm vụ I.3."))
    rows = Assignment.objects.filter(task__code="I.2", role="lead")
    assert [(row.agency.catalogue_code, row.due_on) for row in rows.order_by("pk")] == [
        ("SO_TP", later),
        ("SO_MOI", later),
    ]
    assert {row.execution for row in Assignment.objects.filter(task__code="I.3")} == {Execution.RECALLED}
    assert log_disagreements(SYSTEM) == []


def test_nothing_is_given_of_a_withdrawn_task_or_a_closed_plan(plan: Plan) -> None:
    lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    _amend(plan, _paper(text="Bãi bỏ nhiệm vụ I.3."))
    gone, there = plan.tasks.get(code="I.3"), plan.tasks.get(code="I.1")
    with pytest.raises(NotInForce) as refused:
        give_assignment(
            actor=lead, task_id=gone.pk, agency_id=made.agency("SO_NV").pk, role="coordinator", reason="Mẫu."
        )
    assert refused.value.code == "task_withdrawn"
    new = made.adopted(
        made.result(number="8/KH-UBND", date="2025-04-01", links=[made.link("replaces", "99/KH-UBND", "2025-02-17")]),
        code="MOI",
    )
    replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk)
    with pytest.raises(NotInForce) as refused:
        give_by_words(actor=lead, task_id=there.pk, words="Sở Nội vụ", role="coordinator", reason="Mẫu.")
    assert refused.value.code == "plan_closed"


def test_figures_of_before_stay_and_the_withdrawn_is_counted_no_more(plan: Plan) -> None:
    earlier = clock.at(DAY - dt.timedelta(days=1), 12)
    plan.adopted_at = earlier
    Assignment.objects.filter(task__plan=plan)
    count = figures(SYSTEM, at=clock.now(), plan_ids=[plan.pk])[()].total
    with clock.frozen(clock.at(DAY, 10)):
        _amend(plan, _paper(_new(), text="Bãi bỏ nhiệm vụ I.3."))
    assert figures(SYSTEM, at=clock.at(DAY, 9, 30), plan_ids=[plan.pk])[()].total == count
    assert figures(SYSTEM, at=clock.at(DAY, 11), plan_ids=[plan.pk])[()].total == count  # one gone, one new


def test_what_was_done_or_reported_stays(plan: Plan) -> None:
    task = plan.tasks.get(code="I.3")
    lead = task.assignments.get(role="lead")
    Assignment.objects.filter(pk=lead.pk).update(
        execution=Execution.COMPLETE, review="met", accepted_at=clock.now(), completed_at=clock.now(), progress=100
    )
    _amend(plan, _paper(text="Bãi bỏ nhiệm vụ I.3."))
    lead.refresh_from_db()
    assert (lead.execution, lead.ended_on) == (Execution.COMPLETE, None)
    assert not assignments(SYSTEM).filter(task=task, execution="not_received").exists()


def test_a_person_decides_row_by_row(plan: Plan) -> None:
    row = _paper(made.task("I.2", "Sở Nội vụ", ["Sở Y tế"]), _new())
    i3 = plan.tasks.get(code="I.3")
    version = _amend(plan, row, {"d0": KEEP, f"b{i3.pk}": WITHDRAW})
    assert [(each.task.code, each.kind) for each in version.changes.order_by("task__order")] == [
        ("I.3", "withdrawn"),
        ("II.1", "added"),
    ]
    assert plan.tasks.get(code="I.2").assignments.get(role="lead").agency == made.agency("SO_TP")


def test_coordinators_come_and_go(plan: Plan) -> None:
    _amend(plan, _paper(made.task("I.3", "Sở Y tế", ["Sở Nội vụ"], due=made.dated(dt.date(2025, 5, 25)))))
    rows = plan.tasks.get(code="I.3").assignments.filter(role="coordinator").order_by("pk")
    assert [(each.agency.catalogue_code, each.execution) for each in rows] == [
        ("SO_TP", "recalled"),
        ("SO_NV", "not_received"),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": None}, "no_date"),
        ({"date": "2025-01-01"}, "earlier"),
        ({"issuer": "Ủy ban nhân dân tỉnh Nào đó", "place": "Nào đó"}, "no_province"),
        ({"tasks": [made.task("II.1", "", text="Việc chưa rõ ai làm trong kế hoạch")]}, "no_lead"),
        ({"tasks": []}, "nothing_to_change"),
    ],
)
def test_what_cannot_be_carried_out_changes_nothing(plan: Plan, changes: dict[str, Any], code: str) -> None:
    row = _paper(_new(), **changes)
    with pytest.raises(CannotAmend) as refusal:
        _amend(plan, row)
    assert refusal.value.code == code
    assert "Kế hoạch chưa thay đổi gì" in refusal.value.message
    row.refresh_from_db()
    assert (row.state, PlanVersion.objects.count(), plan.tasks.count()) == ("in_review", 0, 3)


def test_forged_decisions_and_a_foreign_plan_are_refused(plan: Plan) -> None:
    row = _paper(_new())
    for decisions in ({"d9": "add"}, {"d0": "withdraw"}, {f"b{plan.tasks.first().pk}": CHANGE}):  # type: ignore[union-attr]
        with pytest.raises(CannotAmend):
            _amend(plan, row, decisions)
    stranger = Actor(user_id=1, label="x", role=Role.PROVINCIAL_LEAD, territory_code="91")
    with pytest.raises(CannotAmend) as refusal:
        amend_plan(actor=stranger, plan_id=plan.pk, reading_id=row.pk, version=row.version)
    assert refusal.value.code == "no_plan"


def test_a_number_that_is_taken_gets_a_mark(plan: Plan) -> None:
    _amend(plan, _paper(_new("I.1")))
    assert plan.tasks.filter(code="I.1-bs2").exists()


def _snapshot(plan: Plan) -> dict[str, TaskFacts]:
    return {facts.code: facts for facts in version_on(SYSTEM, plan, clock.today()).tasks.values()}


_CHANGES = st.lists(
    st.tuples(st.sampled_from(["text", "lead", "due", "withdraw", "add"]), st.integers(0, 5), st.integers(0, 40)),
    min_size=1,
    max_size=4,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_CHANGES, min_size=1, max_size=3))
def test_replaying_versions_gives_the_plan_of_any_day(plan: Plan, papers: list[Any]) -> None:
    from django.db import transaction

    with transaction.atomic():
        seen = {DAY: _snapshot(plan)}
        for turn, changes in enumerate(papers, 1):
            day = DAY + dt.timedelta(days=3 * turn)
            with clock.frozen(clock.at(day, 9)):
                row, decisions = _drawn_paper(plan, changes, turn)
                try:
                    _amend(plan, row, decisions)
                except CannotAmend as refusal:
                    assert refusal.code == "nothing_to_change"  # noqa: PT017 - which of both is drawn
                seen[day] = _snapshot(plan)
        for day, state in seen.items():
            for later in (day, day + dt.timedelta(days=2)):
                found = version_on(SYSTEM, plan, later)
                assert {facts.code: facts for facts in found.tasks.values()} == state
                with clock.frozen(clock.at(later, 9)):
                    assert {task.pk for task in tasks(SYSTEM, plan)} == set(found.tasks)
        transaction.set_rollback(True)


def _drawn_paper(plan: Plan, changes: list[Any], turn: int) -> tuple[DirectiveReading, dict[str, str]]:
    there = list(tasks(SYSTEM, plan))
    read: dict[str, dict[str, Any]] = {}
    gone: set[int] = set()
    for kind, which, value in changes:
        if kind == "add" or not there:
            words = f"Nhiệm vụ {value * 7919} hoàn toàn khác {turn}{value} {'abcdefgh'[value % 8] * 12}"
            read[f"N.{turn}.{value}"] = made.task(f"N.{turn}.{value}", "Sở Nội vụ", text=words)
            continue
        task = there[which % len(there)]
        if kind == "withdraw":
            gone.add(task.pk)
            continue
        base = read.get(task.code) or made.task(
            task.code, task.lead_words[0], list(task.coordinator_words), text=task.text, due=None
        )
        if kind == "text":
            base = {**base, "text": f"{task.text} Lần {turn}.{value}"}
        elif kind == "lead":
            base = {**base, "lead": [("Sở Y tế", "Sở Tư pháp", "Sở Nội vụ")[value % 3]]}
        else:
            base = {**base, "due": made.dated(dt.date(2025, 6, 1) + dt.timedelta(days=value))}
        read[task.code] = base
    row = _paper(*read.values(), number=f"{turn}7/KH-UBND", date=(DAY + dt.timedelta(days=turn)).isoformat())
    preview = preview_amendment(SYSTEM, plan, row)
    decisions = {
        each.key: WITHDRAW for each in preview.rows if each.item is None and each.task and each.task.pk in gone
    }
    return row, decisions


def test_several_versions_of_one_day_stand_in_their_order(plan: Plan) -> None:
    _amend(plan, _paper(_new("II.1")))
    second = _paper(made.task("II.1", "Sở Y tế", text="Xây dựng câu lạc bộ quyền tham gia cho thiếu nhi tại thôn xóm"))
    _amend(plan, second)
    assert [each.number for each in versions_of(SYSTEM, plan)] == [2, 3]
    facts = {each.code: each for each in version_on(SYSTEM, plan, DAY).tasks.values()}
    assert facts["II.1"].lead == ("Sở Y tế",)
    assert "II.1" not in {each.code for each in version_on(SYSTEM, plan, DAY - dt.timedelta(days=1)).tasks.values()}


def test_a_replaced_plan_is_closed_and_open_work_goes_where_it_is_told(plan: Plan) -> None:
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    old = plan.tasks.get(code="I.2").assignments.get(role="lead")
    accept_assignment(actor=officer, assignment_id=old.pk)
    old.refresh_from_db()
    record_progress(actor=officer, assignment_id=old.pk, version=old.version, progress=40, text="Đã làm mẫu")
    new = made.adopted(
        made.result(number="8/KH-UBND", date="2025-04-01", links=[made.link("replaces", "99/KH-UBND", "2025-02-17")]),
        code="MOI",
    )
    moves = {plan.tasks.get(code="I.2").pk: new.tasks.get(code="I.2").pk}
    version = replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk, moves=moves, reason="Thay thế")
    assert (version.kind, version.replaced_by) == ("replaced", new)
    assert closing_version(plan) == version
    taken = new.tasks.get(code="I.2").assignments.get(role="lead")
    assert (taken.execution, taken.progress) == (Execution.IN_PROGRESS, 40)
    assert list(taken.predecessors.all()) == [old]
    left = Assignment.objects.filter(task__plan=plan).exclude(pk=old.pk).exclude(execution=Execution.RECALLED)
    assert {(each.task.code, each.ended_because) for each in left} == {("I.2", EndReason.REASSIGNED)}
    assert figures(SYSTEM, at=clock.now() + dt.timedelta(seconds=1), plan_ids=[plan.pk])[()].total == 0
    with pytest.raises(CannotAmend) as refusal:
        _amend(plan, _paper(_new(), number="9/KH-UBND"))
    assert refusal.value.code == "plan_closed"
    with pytest.raises(CannotAmend):
        replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=new.pk)


def test_a_plan_is_not_replaced_by_itself_or_a_stranger(plan: Plan) -> None:
    for other in (plan.pk, 0):
        with pytest.raises(CannotAmend) as refusal:
            replace_plan(actor=SYSTEM, plan_id=plan.pk, by_plan_id=other)
        assert refusal.value.code == "no_successor"
