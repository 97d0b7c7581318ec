"""Money is counted once, and what is not counted is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.activities.models import Activity
from mangnon.activities.public import (
    Amounts,
    add_activity,
    drop_activity,
    judge_double,
    keep_budget_line,
    serve_task,
    totals,
)
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.models import Assignment
from mangnon.plans.public import accept_assignment
from tests.activities.made import Scene
from tests.harness.queries import assert_constant_queries
from tests.plans import made as plans_made

MILLION = 1_000_000


def _text(number: int) -> str:
    return ["Tập huấn cán bộ xã", "Diễn đàn trẻ em", "Truyền thông trên báo", "Sửa chữa nhà văn hóa"][number % 4] + (
        f" lần {number}"
    )


def test_an_activity_that_serves_several_tasks_counts_once(scene: Scene) -> None:
    activity = scene.activity()
    scene.money(activity, planned=7 * MILLION)
    before = totals(scene.lead, plan=scene.plan)
    for code in ("I.1", "I.3"):
        serve_task(actor=scene.officer, activity_id=activity.pk, task_id=scene.task(code).pk)
    found = totals(scene.lead, plan=scene.plan)
    assert found.total == before.total
    assert found.total.planned == 7 * MILLION
    assert found.shared == {activity.pk: 2}


def test_what_another_plan_counts_is_named_beside_the_total(scene: Scene) -> None:
    other = plans_made.adopted(plans_made.result(number="98/KH-UBND"), code="98-KH-UBND")
    activity = scene.activity()
    scene.money(activity, planned=3 * MILLION)
    from mangnon.activities.models import ActivityTask
    from mangnon.kernel import clock

    ActivityTask.objects.create(activity=activity, task=other.tasks.get(code="I.1"), added_at=clock.now())
    found = totals(scene.lead, plan=other)
    assert found.total == Amounts()
    assert found.elsewhere.planned == 3 * MILLION
    assert totals(scene.lead).total.planned == 3 * MILLION


def test_suspected_doubles_stay_in_until_a_person_decides(scene: Scene) -> None:
    first = scene.activity(text="Tổ chức diễn đàn trẻ em cấp tỉnh")
    second = scene.activity(code="I.1", text="Tổ chức Diễn đàn trẻ em cấp tỉnh")
    for activity in (first, second):
        scene.money(activity, planned=5 * MILLION, spent=4 * MILLION)
    open_ = totals(scene.lead, plan=scene.plan)
    assert open_.total.planned == 10 * MILLION
    assert open_.suspected.planned == 5 * MILLION
    assert [(pair.first, pair.second) for pair in open_.suspicions] == [(first.pk, second.pk)]
    judge_double(actor=scene.lead, first_id=second.pk, second_id=first.pk, verdict="same", reason="Cùng một diễn đàn")
    one = totals(scene.lead, plan=scene.plan)
    assert (one.total.planned, one.twice.planned, one.suspected.planned) == (5 * MILLION, 5 * MILLION, 0)
    assert not one.suspicions
    assert one.activities == 1
    judge_double(actor=scene.officer, first_id=first.pk, second_id=second.pk, verdict="different", reason="Hai đợt")
    two = totals(scene.lead, plan=scene.plan)
    assert (two.total.planned, two.twice.planned, two.suspicions) == (10 * MILLION, 0, [])


def test_the_entry_that_was_dropped_does_not_hide_what_was_spent(scene: Scene) -> None:
    first = scene.activity(text="Tổ chức diễn đàn trẻ em cấp tỉnh")
    second = scene.activity(code="I.1", text="Tổ chức Diễn đàn trẻ em cấp tỉnh")
    scene.money(first, planned=5 * MILLION)
    scene.money(second, planned=5 * MILLION, spent=4 * MILLION)
    judge_double(actor=scene.lead, first_id=first.pk, second_id=second.pk, verdict="same", reason="Cùng một")
    drop_activity(actor=scene.officer, activity_id=first.pk, reason="Nhập trùng, bỏ dòng này", version=first.version)
    found = totals(scene.lead, plan=scene.plan)
    assert (found.total.planned, found.total.spent, found.dropped.lines) == (5 * MILLION, 4 * MILLION, 0)
    assert found.twice.planned == 5 * MILLION


def test_agencies_that_entered_the_same_add_up_to_the_plan(scene: Scene) -> None:
    first = scene.activity(text="Tổ chức diễn đàn trẻ em cấp tỉnh")
    second = scene.activity(actor=scene.lead, code="I.1", agency="SO_YT", text="Tổ chức Diễn đàn trẻ em cấp tỉnh")
    scene.money(first, planned=5 * MILLION)
    scene.money(second, actor=scene.lead, planned=5 * MILLION)
    judge_double(actor=scene.lead, first_id=first.pk, second_id=second.pk, verdict="same", reason="Cùng một")
    whole = totals(scene.lead, plan=scene.plan)
    of_each = [totals(scene.lead, plan=scene.plan, agency_id=each.assignment.agency_id) for each in (first, second)]
    assert [found.total.planned for found in of_each] == [5 * MILLION, 0]
    assert [found.twice.planned for found in of_each] == [0, 5 * MILLION]
    assert whole.total.planned == sum(found.total.planned for found in of_each)


def test_plans_that_hold_the_same_add_up_to_the_whole(scene: Scene) -> None:
    other = plans_made.adopted(plans_made.result(number="98/KH-UBND"), code="98-KH-UBND")
    row = Assignment.objects.get(task__plan=other, task__code="I.2", agency__code="90.SO_TP", instance__isnull=True)
    accept_assignment(actor=scene.officer, assignment_id=row.pk)
    first = scene.activity(text="Tổ chức diễn đàn trẻ em cấp tỉnh")
    second = add_activity(actor=scene.officer, assignment_id=row.pk, text="Tổ chức Diễn đàn trẻ em cấp tỉnh")
    for each in (first, second):
        scene.money(each, planned=5 * MILLION)
    judge_double(actor=scene.lead, first_id=first.pk, second_id=second.pk, verdict="same", reason="Cùng một")
    here, there = totals(scene.lead, plan=scene.plan), totals(scene.lead, plan=other)
    assert (here.total.planned, there.total.planned, there.twice.planned) == (5 * MILLION, 0, 5 * MILLION)
    assert totals(scene.lead).total.planned == here.total.planned + there.total.planned


def test_who_may_judge(scene: Scene) -> None:
    first = scene.activity()
    second = scene.activity(scene.lead, "I.1", "SO_YT")
    for actor in (scene.officer, scene.local, scene.reader, scene.leader):
        with pytest.raises(NotAllowed):
            judge_double(actor=actor, first_id=first.pk, second_id=second.pk, verdict="same", reason="Một")
    judge_double(actor=scene.lead, first_id=first.pk, second_id=second.pk, verdict="same", reason="Một")


def test_money_is_not_for_everybody_who_reads_plans(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="kinh phí"):
        totals(scene.reader, plan=scene.plan)
    assert totals(scene.leader, plan=scene.plan).activities == 0


def test_overspending_and_dropped_activities_are_named(scene: Scene) -> None:
    activity = scene.activity()
    scene.money(activity, planned=9, allocated=5, spent=6)
    drop_activity(actor=scene.officer, activity_id=activity.pk, reason="Hết kinh phí", version=1)
    found = totals(scene.lead, plan=scene.plan, year=2025)
    assert found.overspent == [activity.pk]
    assert found.dropped.spent == 6
    assert totals(scene.lead, plan=scene.plan, year=2026).total == Amounts()


@pytest.mark.django_db
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["central", "social_assurance", "commune", "contribution"]),
            st.integers(2025, 2027),
            st.none() | st.integers(0, 9),
            st.integers(0, 9),
        ),
        max_size=6,
        unique_by=lambda row: row[:2],
    ),
    st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
)
def test_every_part_adds_up_to_the_total_whatever_is_judged(
    scene: Scene, rows: list[tuple[str, int, int | None, int]], same: set[tuple[int, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        made = [scene.activity(text=_text(number)) for number in range(4)]
        for number, (source, year, planned, spent) in enumerate(rows):
            scene.money(made[number % 4], source=source, year=year, planned=planned, spent=spent)
        for first, second in same:
            if first != second:
                judge_double(
                    actor=scene.lead,
                    first_id=made[first].pk,
                    second_id=made[second].pk,
                    verdict="same",
                    reason="Là một",
                )
        found = totals(scene.lead, plan=scene.plan)
        for parts in (found.by_agency, found.by_source, found.by_year):
            assert sum((row.amounts for row in parts), Amounts()) == found.total
        every = found.total + found.twice
        assert every.planned == sum(planned or 0 for _, _, planned, _ in rows)
        assert every.spent == sum(spent for *_, spent in rows)
        assert every.lines == len(rows)
        assert totals(scene.lead, agency_id=scene.officer.agency_id).total == found.total
        transaction.set_rollback(True)


def test_totals_ask_as_often_for_many_as_for_one(scene: Scene) -> None:
    def add() -> None:
        scene.money(scene.activity(due_on=dt.date(2025, 7, 1)))

    assert_constant_queries(add_row=add, read=lambda: totals(scene.lead, plan=scene.plan))
    assert Activity.objects.count() == 3
    keep_budget_line(
        actor=scene.officer, activity_id=Activity.objects.all()[0].pk, source="commune", year=2025, spent=1
    )
