"""Recurring tasks on a plan that lives: periods made once, given to who holds the task, rules edited in the middle."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.errors import BadRecurrence, MissingReason
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, RecurrenceRule, Task, TaskInstance
from mangnon.plans.periods.recurring import make_instances, set_recurrence, set_rules_from_words, stop_recurrence
from mangnon.plans.terms import AssignmentRole, Execution, MoveKind, Review
from tests.harness.queries import assert_constant_queries
from tests.plans import made

TODAY = dt.date(2025, 5, 20)  # the still clock


def _plan(*words: str, title: str = "") -> Plan:
    """A plan whose tasks have these time frames; Sở Y tế leads, Sở Tư pháp coordinates."""
    made.province()
    tasks = [
        made.task(f"I.{number}", "Sở Y tế", ["Sở Tư pháp"], due=made.recurring(text))
        for number, text in enumerate(words, 1)
    ]
    more: dict[str, Any] = {"title": title} if title else {}
    return made.adopted(made.result(tasks=tasks, **more))


def _periods(plan: Plan, code: str = "I.1") -> list[str]:
    return list(TaskInstance.objects.filter(task__plan=plan, task__code=code).values_list("period", flat=True))


def _lead() -> Any:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def _task(plan: Plan, code: str = "I.1") -> Task:
    return Task.objects.get(plan=plan, code=code)


# ---- made -----------------------------------------------------------------------------------------------------------


def test_adoption_makes_the_period_under_way_and_gives_it_to_who_holds_the_task(db: None) -> None:
    plan = _plan("Thường xuyên hằng năm", "Hằng tuần")
    assert _periods(plan) == ["2025"]
    assert _periods(plan, "I.2") == []
    instance = TaskInstance.objects.get()
    issued_on = plan.directive.issued_on
    assert issued_on is not None
    assert (instance.starts_on, instance.due_on) == (max(issued_on, dt.date(2025, 1, 1)), dt.date(2025, 12, 31))
    given = {row.agency.catalogue_code: row for row in Assignment.objects.filter(instance=instance)}
    assert {code: row.role for code, row in given.items()} == {"SO_YT": "lead", "SO_TP": "coordinator"}
    for row in given.values():
        assert (row.execution, row.due_on, row.original_due_on) == ("not_received", instance.due_on, instance.due_on)
        event = AssignmentEvent.objects.get(assignment=row)
        assert (event.move, event.due_on) == (MoveKind.GIVE, instance.due_on)
    assert Assignment.objects.standing().filter(task__plan=plan).count() == 4
    act = AuditRow.objects.get(act="make_instances")
    assert act.details == {"periods": ["I.1/2025"], "count": 1, "assignments": 2}


def test_making_again_makes_nothing_and_the_next_day_of_a_period_makes_it(db: None) -> None:
    plan = _plan("hằng quý")
    assert make_instances(actor=SYSTEM, on=TODAY) == 0
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 6, 30), plan=plan) == 0
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 7, 1)) == 1
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 7, 1)) == 0
    assert _periods(plan) == ["2025Q2", "2025Q3"]


def test_a_worker_that_was_stopped_makes_what_it_missed(db: None) -> None:
    plan = _plan("ngày 25 hằng tháng")
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 9, 2)) == 4
    assert _periods(plan) == [f"2025-{month:02d}" for month in range(5, 10)]
    due = TaskInstance.objects.order_by("starts_on").values_list("due_on", flat=True)
    assert [day.day for day in due] == [25] * 5


def test_no_period_after_the_years_of_the_plan(db: None) -> None:
    plan = _plan("hằng năm", title="Kế hoạch hành động mẫu vì trẻ em giai đoạn 2025-2027")
    make_instances(actor=SYSTEM, on=dt.date(2040, 1, 1))
    assert _periods(plan) == ["2025", "2026", "2027"]


def test_there_are_at_most_400_periods_of_a_task(db: None) -> None:
    plan = _plan("hằng tháng")
    make_instances(actor=SYSTEM, on=dt.date(2099, 1, 1))
    assert len(_periods(plan)) == 400
    assert make_instances(actor=SYSTEM, on=dt.date(2099, 1, 2)) == 0


def test_29_february(db: None) -> None:
    plan = _plan("trước ngày 01/3 hằng năm")
    make_instances(actor=SYSTEM, on=dt.date(2028, 2, 1))
    found = TaskInstance.objects.filter(task__plan=plan).order_by("starts_on").values_list("due_on", flat=True)
    assert list(found) == [dt.date(2026, 2, 28), dt.date(2027, 2, 28), dt.date(2028, 2, 29)]


def test_nobody_leads_nothing_is_made_and_nothing_made_up_for(db: None) -> None:
    plan = _plan("hằng tháng")
    rows = Assignment.objects.standing().filter(task__plan=plan, role=AssignmentRole.LEAD)
    rows.update(execution="recalled", ended_on=TODAY, ended_because="recalled")
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 8, 5)) == 0
    lead = rows.get()
    Assignment.objects.create(
        task=lead.task,
        agency=made.agency("SO_NV"),
        role=AssignmentRole.LEAD,
        began_on=dt.date(2025, 10, 10),
        given_at=clock.now(),
        given_reason="Giao lại",
    )
    assert make_instances(actor=SYSTEM, on=dt.date(2025, 11, 2)) == 2
    assert _periods(plan) == ["2025-05", "2025-10", "2025-11"]
    last = Assignment.objects.filter(instance__period="2025-11", role=AssignmentRole.LEAD).get()
    assert last.agency.catalogue_code == "SO_NV"


def test_a_duty_that_was_ended_for_good_is_not_given_again(db: None) -> None:
    plan = _plan("hằng tháng")
    Assignment.objects.standing().filter(task__plan=plan, role=AssignmentRole.COORDINATOR).update(
        execution="complete", review="met", accepted_at=clock.now(), completed_at=clock.now()
    )
    make_instances(actor=SYSTEM, on=dt.date(2025, 6, 1))
    assert set(Assignment.objects.filter(instance__period="2025-06").values_list("role", flat=True)) == {"lead"}


def test_a_site_of_before_is_given_its_rules_once(db: None) -> None:
    plan = _plan("hằng năm", "trước ngày 01/6 và 15/11 hằng năm")
    AssignmentEvent.objects.filter(assignment__instance__isnull=False).delete()
    Assignment.objects.filter(instance__isnull=False).delete()
    TaskInstance.objects.all().delete()
    RecurrenceRule.objects.all().delete()
    assert set_rules_from_words(actor=SYSTEM, on=TODAY) == 1
    assert set_rules_from_words(actor=SYSTEM, on=TODAY) == 0
    assert make_instances(actor=SYSTEM, on=TODAY) == 1
    assert RecurrenceRule.objects.get().task == _task(plan)


def test_a_server_whose_own_clock_changes_makes_the_same_periods(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        with clock.frozen(dt.datetime(2025, 10, 31, 17, 0, tzinfo=dt.UTC)):  # midnight of 1 November in Viet Nam
            plan = _plan("hằng tháng")
            assert _periods(plan) == ["2025-11"]
        with clock.frozen(dt.datetime(2025, 11, 30, 16, 59, 59, tzinfo=dt.UTC)):
            assert make_instances(actor=SYSTEM, on=clock.today()) == 0
        with clock.frozen(dt.datetime(2025, 11, 30, 17, 0, tzinfo=dt.UTC)):
            assert make_instances(actor=SYSTEM, on=clock.today()) == 1
    finally:
        monkeypatch.undo()
        time.tzset()


def test_as_many_queries_however_many_tasks(db: None) -> None:
    plan = _plan("hằng quý")

    def add() -> None:
        number = plan.tasks.count() + 1
        first = _task(plan)
        task = Task.objects.create(
            plan=plan, group=first.group, code=f"I.{number}", text="Việc mẫu", order=number, time_frame_kind="recurring"
        )
        Assignment.objects.create(task=task, agency=made.agency("SO_YT"), role=AssignmentRole.LEAD)
        RecurrenceRule.objects.create(task=task, frequency="quarterly", from_on=TODAY, made_at=clock.now())
        make_instances(actor=SYSTEM, on=TODAY)

    def read() -> None:
        assert make_instances(actor=SYSTEM, on=TODAY) == 0

    assert_constant_queries(add_row=add, read=read)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_period_once() -> None:
    plan = _plan("hằng tháng", "hằng quý", "hằng năm")
    faults: list[BaseException] = []
    barrier = threading.Barrier(3)
    counts: list[int] = []

    def work() -> None:
        try:
            with clock.frozen(clock.at(dt.date(2026, 2, 3), 9)):
                barrier.wait()
                counts.append(make_instances(actor=SYSTEM, on=dt.date(2026, 2, 3)))
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert sum(counts) == 9 + 3 + 1
    found = TaskInstance.objects.filter(task__plan=plan)
    assert found.count() == 10 + 4 + 2
    assert Assignment.objects.filter(instance__in=found).count() == 2 * found.count()


# ---- edited ---------------------------------------------------------------------------------------------------------


def test_a_rule_edited_in_the_middle_leaves_the_past_and_the_period_under_way(db: None) -> None:
    plan = _plan("hằng quý")
    before = list(TaskInstance.objects.values())
    rule = set_recurrence(
        actor=_lead(),
        task_id=_task(plan).pk,
        frequency="monthly",
        due_day=25,
        from_on=dt.date(2025, 6, 1),
        reason="Theo chỉ đạo mẫu",
    )
    assert rule.from_on == dt.date(2025, 7, 1)
    assert list(TaskInstance.objects.values()) == before
    make_instances(actor=SYSTEM, on=dt.date(2025, 8, 15))
    found = list(TaskInstance.objects.order_by("starts_on"))
    assert [each.period for each in found] == ["2025Q2", "2025-07", "2025-08"]
    for one, other in itertools.pairwise(found):
        assert other.starts_on == one.ends_on + dt.timedelta(days=1)
    rules = RecurrenceRule.objects.order_by("from_on").values_list("frequency", "until_on")
    assert list(rules) == [("quarterly", dt.date(2025, 6, 30)), ("monthly", None)]
    assert AuditRow.objects.get(act="set_recurrence").reason == "Theo chỉ đạo mẫu"


def test_a_task_without_a_sure_rule_is_given_one(db: None) -> None:
    plan = _plan("trước ngày 01/6 và 15/11 hằng năm")
    assert not RecurrenceRule.objects.exists()
    set_recurrence(
        actor=_lead(),
        task_id=_task(plan).pk,
        frequency="half_yearly",
        from_on=dt.date(2025, 5, 1),
        reason="Theo văn bản",
    )
    make_instances(actor=SYSTEM, on=TODAY)
    assert _periods(plan) == ["2025H1"]


def test_stopping_lets_the_period_under_way_be_done(db: None) -> None:
    plan = _plan("hằng tháng")
    until = stop_recurrence(actor=_lead(), task_id=_task(plan).pk, from_on=dt.date(2025, 6, 10), reason="Hết việc")
    assert until == dt.date(2025, 6, 30)
    make_instances(actor=SYSTEM, on=dt.date(2026, 1, 1))
    assert _periods(plan) == ["2025-05", "2025-06"]
    with pytest.raises(BadRecurrence, match="không có quy tắc"):
        stop_recurrence(actor=_lead(), task_id=_task(plan).pk, from_on=dt.date(2025, 9, 1), reason="Lần nữa")
    rule = set_recurrence(
        actor=_lead(), task_id=_task(plan).pk, frequency="yearly", from_on=dt.date(2026, 1, 1), reason="Lại cần"
    )
    assert rule.from_on == dt.date(2026, 1, 1)


def test_what_cannot_be_a_rule_is_refused_and_nothing_changes(db: None) -> None:
    plan = _plan("hằng quý", title="Kế hoạch mẫu năm 2025")
    task, lead = _task(plan), _lead()
    good: dict[str, Any] = {"frequency": "monthly", "from_on": dt.date(2025, 8, 1), "reason": "Theo chỉ đạo"}
    for changes, code in (
        ({"frequency": "weekly"}, "no_frequency"),
        ({"due_month": 2}, "bad_due_day"),
        ({"due_day": 32}, "bad_due_day"),
        ({"from_on": dt.date(2026, 1, 1)}, "after_plan"),
    ):
        with pytest.raises(BadRecurrence) as refused:
            set_recurrence(actor=lead, task_id=task.pk, **{**good, **changes})
        assert refused.value.code == code
    with pytest.raises(MissingReason):
        set_recurrence(actor=lead, task_id=task.pk, **{**good, "reason": " "})
    for stranger in (made.actor_at("SO_TP", Role.PROVINCIAL_LEAD), made.actor_at("SO_YT", Role.DEPARTMENT_OFFICER)):
        with pytest.raises(NotAllowed):
            set_recurrence(actor=stranger, task_id=task.pk, **good)
        with pytest.raises(NotAllowed):
            stop_recurrence(actor=stranger, task_id=task.pk, from_on=TODAY, reason="Thôi")
    assert list(RecurrenceRule.objects.values_list("frequency", "until_on")) == [("quarterly", None)]


# ---- shown ----------------------------------------------------------------------------------------------------------


def _client(role: Role = Role.PROVINCIAL_LEAD, body: str = "SO_YT") -> Client:
    client = Client()
    client.force_login(made.user_at(body, role))
    return client


def _text(response: Any) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())


def test_the_page_of_a_task_shows_its_periods(db: None) -> None:
    plan = _plan("hằng quý")
    page = _text(_client(Role.DEPARTMENT_OFFICER, "SO_TP").get(reverse("task", args=[plan.code, "I.1"])))
    assert "Hằng quý, hạn ngày cuối kỳ; áp dụng từ ngày" in page
    assert "Quý II năm 2025" in page
    assert "đang thực hiện" in page
    assert "0 trên 1 cơ quan phối hợp đã tiếp nhận" in page
    assert "Đổi quy tắc lặp lại" not in page


def test_a_period_that_is_done_is_not_asked_for_again(db: None) -> None:
    plan = _plan("Thường xuyên hằng năm")
    address = reverse("task", args=[plan.code, "I.1"])
    client = _client(Role.DEPARTMENT_OFFICER, "SO_TP")
    own = "//form[contains(@action, '/tiep-nhan/')]"
    assert len(html.document_fromstring(client.get(address).content.decode()).xpath(own)) == 1
    period = Assignment.objects.filter(instance__isnull=False, agency__code__endswith="SO_TP")
    now = clock.now()
    done = {"execution": Execution.COMPLETE, "review": Review.MET, "progress": 100}
    period.update(accepted_at=now, completed_at=now, **done)
    page = html.document_fromstring(client.get(address).content.decode())
    assert page.xpath(own) == []
    words = " ".join(page.text_content().split())
    assert words.count("Việc của Sở Tư pháp") == 1


def test_words_that_are_not_sure_are_told(db: None) -> None:
    plan = _plan("trước ngày 01/6 và 15/11 hằng năm")
    assert "Chưa rõ kỳ lặp lại." in _text(_client().get(reverse("task", args=[plan.code, "I.1"])))


def test_the_lead_changes_and_stops_the_rule_on_the_page(db: None) -> None:
    plan = _plan("hằng năm")
    client, address = _client(), reverse("set_recurrence", args=[plan.code, "I.1"])
    data = {
        "frequency": "half_yearly",
        "due_month": "6",
        "due_day": "9",
        "from_on": "01/07/2025",
        "reason": "Theo NĐ mẫu",
    }
    page = client.post(address, data, follow=True)
    assert "Quy tắc lặp lại áp dụng từ ngày 01/01/2026." in _text(page)
    assert "Sáu tháng, hạn ngày 9 tháng thứ 6 của kỳ" in _text(page)
    refused = client.post(address, {**data, "due_month": "7"})
    assert refused.status_code == 422
    assert "Ngày đến hạn không nằm trong kỳ" in _text(refused)
    assert 'value="Theo NĐ mẫu"' in refused.content.decode()
    stopped = client.post(
        reverse("stop_recurrence", args=[plan.code, "I.1"]), {"from_on": "01/02/2026", "reason": "Hết"}, follow=True
    )
    assert "Nhiệm vụ không có kỳ mới sau ngày 30/06/2026." in _text(stopped)


def test_a_task_done_once_has_no_periods(db: None) -> None:
    made.province()
    plan = made.adopted()
    assert "Các kỳ thực hiện" not in _text(_client().get(reverse("task", args=[plan.code, "I.2"])))
