"""By programs: the portfolio, what a plan's paper says, and a plan that takes another's place."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.exchange.terms import TokenScope
from mangnon.plans.models import Assignment, DirectiveRelation, Plan, PlanVersion
from mangnon.plans.public import closing_version, replace_plan
from mangnon.plans.terms import Execution
from tests.exchange.asking import program
from tests.harness.queries import assert_constant_queries
from tests.journeys.provinces import World
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def new(scene: World) -> Plan:
    """A later plan of the same province, whose paper says that it replaces the first and carries another on."""
    continued = {**made.link("continues", "6/KH-UBND"), "title": "Kế hoạch giai đoạn 2021-2025 mẫu"}
    paper = made.result(
        number="100/KH-UBND", date="2025-04-01", links=[made.link("replaces", "99/KH-UBND", "2025-02-17"), continued]
    )
    return made.adopted(paper, code="100-KH-UBND")


def _address(scene: World, tail: str) -> str:
    return f"/api/plans/{scene.plan.code}/{tail}"


def _moves(seen: dict[str, Any]) -> list[dict[str, int]]:
    return [{"task": each["task_id"], "to": each["to_task_id"]} for each in seen["tasks"] if each["to_task_id"]]


def test_it_is_seen_first_and_what_was_seen_is_what_is_done(scene: World, new: Plan) -> None:
    asks, own = program(scene, "lead"), scene.assignments["own"]
    rows = AuditRow.objects.count()
    answer = asks.get(_address(scene, f"replacement?by={new.code}"))
    seen = answer.json()
    assert (seen["by"], seen["version"], seen["said_by"]) == (new.code, 1, [new.code])
    assert [each["to_code"] for each in seen["tasks"]] == ["I.1", "I.2", "I.3"]
    moved = {each["assignment_id"] for task in seen["tasks"] for each in task["moved"]}
    recalled = {each["assignment_id"] for task in seen["tasks"] for each in task["recalled"]}
    assert own.pk in moved
    assert AuditRow.objects.count() == rows, "looking writes nothing"

    sent = {"by": new.code, "moves": _moves(seen), "reason": "Theo Kế hoạch mới"}
    done = asks.post(_address(scene, "replace"), sent, match=answer["ETag"], key="mot")
    assert (done.status_code, done.json()["version"], done.json()["by"]) == (200, 2, new.code)
    assert (
        set(Assignment.objects.filter(pk__in=moved, ended_because="reassigned").values_list("pk", flat=True)) == moved
    )
    ended = Assignment.objects.filter(pk__in=recalled, execution=Execution.RECALLED)
    assert set(ended.values_list("pk", flat=True)) == recalled
    assert closing_version(scene.plan) is not None
    (row,) = AuditRow.objects.filter(act="replace_plan")
    assert (row.details["moved"], row.details["recalled"]) == (len(moved), len(recalled))
    again = asks.post(_address(scene, "replace"), sent, match=answer["ETag"], key="mot")
    assert (again.json(), again["Idempotency-Replayed"]) == (done.json(), "true")
    assert PlanVersion.objects.count() == 1
    # A replaced plan is closed.
    refused = asks.post(_address(scene, "replace"), sent, match="*")
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_closed")
    assert asks.get(_address(scene, f"replacement?by={new.code}")).json()["code"] == "plan_closed"
    back = asks.post(f"/api/plans/{new.code}/replace", {**sent, "by": scene.plan.code, "moves": []}, match="*")
    assert (back.status_code, back.json()["code"]) == (422, "no_successor")


def test_what_is_not_named_is_recalled_and_an_empty_list_must_be_sent(scene: World, new: Plan) -> None:
    asks = program(scene, "lead")
    missing = asks.post(_address(scene, "replace"), {"by": new.code, "reason": "Mẫu"}, match="*")
    assert (missing.status_code, missing.json()["code"]) == (422, "invalid")
    assert asks.post(_address(scene, "replace"), {"by": new.code, "moves": [], "reason": "Mẫu"}, match="*").json()
    scene.assignments["own"].refresh_from_db()
    assert scene.assignments["own"].execution == Execution.RECALLED


def test_an_old_version_and_none_are_refused(scene: World, new: Plan) -> None:
    asks, rows = program(scene, "lead"), AuditRow.objects.count()
    sent = {"by": new.code, "moves": [], "reason": "Mẫu"}
    assert asks.post(_address(scene, "replace"), sent).status_code == 428
    tag = asks.get(_address(scene, f"replacement?by={new.code}"))["ETag"]
    PlanVersion.objects.create(
        plan=scene.plan,
        number=2,
        kind="amended",
        directive=new.directive,
        began_on=dt.date(2025, 5, 20),
        made_at=scene.plan.adopted_at,
    )
    late = asks.post(_address(scene, "replace"), sent, match=tag)
    assert (late.status_code, late.json()["code"]) == (412, "version_changed")
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (1, rows)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"by": "KHONG-CO"}, 404, "not_found"),
        ({"by": "99-KH-UBND"}, 422, "no_successor"),
        ({"moves": [{"task": 1, "to": 10**9}]}, 422, "bad_choice"),
        ({"moves": [{"task": 7, "to": 8}, {"task": 7, "to": 9}]}, 422, "named_twice"),
        ({"reason": ""}, 422, "invalid"),
        ({"la": 1}, 422, "invalid"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    scene: World, new: Plan, sent: dict[str, Any], status: int, code: str
) -> None:
    asks, rows = program(scene, "lead"), AuditRow.objects.count()
    answer = asks.post(_address(scene, "replace"), {"by": new.code, "moves": [], "reason": "Mẫu", **sent}, match="*")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (0, rows)


def test_another_province_and_a_reading_key(scene: World, new: Plan) -> None:
    sent = {"by": new.code, "moves": [], "reason": "Mẫu"}
    other = program(scene, "other_lead")
    assert other.get(_address(scene, f"replacement?by={new.code}")).status_code == 404
    assert other.post(_address(scene, "replace"), sent, match="*").status_code == 404
    assert other.get("/api/portfolio").json() == []
    reads = program(scene, "lead", scope=TokenScope.READ)
    assert reads.post(_address(scene, "replace"), sent, match="*").json()["code"] == "read_only_key"
    assert PlanVersion.objects.count() == 0


def test_the_portfolio_by_period_and_what_a_paper_says(scene: World, new: Plan) -> None:
    asks = program(scene, "lead")
    DirectiveRelation.objects.filter(directive=new.directive, kind="continues").update(from_year=2021, to_year=2025)
    (row,) = asks.get("/api/portfolio?on=2025-05-20").json()
    assert (row["number"], row["state"], row["by"]) == ("6/KH-UBND", "running", [new.code])
    assert asks.get("/api/portfolio?on=2026-01-01&state=running").json() == []
    assert len(asks.get("/api/portfolio?on=2026-01-01&state=over").json()) == 1
    paper = asks.get(f"/api/plans/{new.code}/paper").json()
    assert [(each["kind"], each["plan"]) for each in paper["names"] if each["kind"] == "replaces"] == [
        ("replaces", scene.plan.code)
    ]
    old = asks.get(_address(scene, "paper")).json()
    assert [(each["kind"], each["plan"]) for each in old["changed_by"]] == [("replaces", new.code)]
    assert [each["text"] for each in old["duties"]] == ["Làm đầu mối mẫu."]
    assert old["reports"]


def test_longer_plans_and_papers_cost_no_more_statements(scene: World, new: Plan) -> None:
    asks, orders = program(scene, "lead"), itertools.count(50)

    def add_row() -> None:
        order = next(orders)
        task = new.tasks.get(code="I.1")
        task.pk, task.code, task.order, task.text = None, f"X.{order}", order, f"Việc mẫu khác số {order}"
        task._state.adding = True
        task.save()
        old = scene.plan.tasks.get(code="I.1")
        old.pk, old.code, old.order, old.text = None, f"X.{order}", order, task.text
        old._state.adding = True
        old.save()
        for each in (task, old):
            Assignment.objects.create(task=each, agency=scene.assignments["own"].agency, role="lead")
        DirectiveRelation.objects.create(directive=new.directive, order=order, kind="continues", number=f"{order}/QĐ")

    for address in (
        f"{_address(scene, 'replacement')}?by={new.code}",
        f"/api/plans/{new.code}/paper",
        "/api/portfolio",
    ):

        def read(at: str = address) -> Any:
            answer = asks.get(at)
            assert answer.status_code == 200
            return answer

        assert_constant_queries(add_row=add_row, read=read)


def test_the_service_looks_at_the_version_under_its_lock(scene: World, new: Plan) -> None:
    from mangnon.kernel.refusals import Stale

    with pytest.raises(Stale):
        replace_plan(actor=SYSTEM, plan_id=scene.plan.pk, by_plan_id=new.pk, version=7)
    assert PlanVersion.objects.count() == 0
