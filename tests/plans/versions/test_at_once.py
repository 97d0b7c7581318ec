"""A later paper's tasks and days are written all at once: statements do not grow with its rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.accounts.public import SYSTEM
from mangnon.plans.annexes.importing import import_changes, import_plan
from mangnon.plans.assignments.log_checking import log_disagreements
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, Task, TaskChange
from mangnon.plans.terms import MoveKind
from tests.plans import made
from tests.plans.annexes.made_annexes import annex

pytestmark = pytest.mark.django_db
_DUES = ("Thường xuyên", "Quý IV/2026", "Trước ngày 30/06/2026")
_MOST_MORE = 6  # batches that one more row may begin


def _file(rows: int, *, first: int = 1, due: str = "", tail: str = "") -> bytes:
    cells = [
        [
            str(first + row),
            f"Việc mẫu số {row}{tail}",
            "",
            due or _DUES[row % 3],
            "Sở Y tế",
            f"Sở Tư pháp; {made.CLASS}",
        ]
        for row in range(rows)
    ]
    return annex(["I", "Nhóm mẫu"], *cells)


def _plan(code: str, rows: int) -> Plan:
    header = {"number": f"{rows}/KH-UBND"}
    done = import_plan(actor=SYSTEM, name=f"{code}.xlsx", content=_file(rows), plan_code=code, header=header)
    assert done.plan is not None
    return done.plan


def _statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("what", ["added", "changed"])
def test_forty_rows_cost_no_more_statements_than_two(what: str) -> None:
    made.province()
    few, many = _plan("IT", 2), _plan("NHIEU", 40)

    def change(plan: Plan, rows: int, number: str) -> int:
        content = (
            _file(rows, first=101) if what == "added" else _file(rows, due="Trước ngày 30/09/2026", tail=", bổ sung")
        )
        header = {"number": number, "date": "20/05/2026"}
        return _statements(
            lambda: import_changes(actor=SYSTEM, plan=plan, name="b.xlsx", content=content, header=header)
        )

    assert change(many, 40, "200/KH-UBND") <= change(few, 2, "201/KH-UBND") + _MOST_MORE
    own = Task.objects.filter(plan=many)
    steps = TaskChange.objects.filter(version__plan=many)
    assert steps.count() == 40
    if what == "added":
        assert own.filter(added_by__isnull=False).count() == 40
        given = Assignment.objects.filter(task__plan=many, task__added_by__isnull=False)
        assert AssignmentEvent.objects.filter(assignment__in=given, move=MoveKind.GIVE).count() == given.count() > 80
    else:
        wanted = dt.date(2026, 9, 29)  # «trước ngày 30/9»
        days = set(Assignment.objects.filter(task__plan=many).values_list("due_on", flat=True))
        assert days == {wanted} == set(own.values_list("due_on", flat=True))
        moved = AssignmentEvent.objects.filter(assignment__task__plan=many, move=MoveKind.AMEND)
        assert moved.count() == Assignment.objects.filter(task__plan=many).count()
        assert set(Assignment.objects.filter(task__plan=many).values_list("version", flat=True)) == {2}
    assert not log_disagreements(SYSTEM)


def test_a_word_in_other_letters_is_written_too() -> None:
    made.province()
    plan = _plan("CHU", 1)
    header = {"number": "200/KH-UBND", "date": "20/05/2026"}
    text = "VIỆC MẪU SỐ 0"
    content = annex(["I", "Nhóm mẫu"], ["1", text, "", _DUES[0], "Sở Y tế", f"Sở Tư pháp; {made.CLASS}"])
    import_changes(actor=SYSTEM, plan=plan, name="b.xlsx", content=content, header=header)
    assert Task.objects.get(plan=plan).text == text
