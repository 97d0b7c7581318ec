"""`mangnon plan statistics`: the shape that other programs read."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from mangnon.plans.models import Assignment, AssignmentEvent, Plan
from mangnon.project.cli import main
from tests.plans import logs, made
from tests.plans.logs import Story

FIRST, DUE = dt.date(2025, 3, 3), dt.date(2025, 5, 30)


@pytest.fixture
def counted(db: None) -> Plan:
    """Two tasks in two groups, led by two bodies; one is overdue from 31/05/2025, one has no deadline."""
    made.province()
    plan = made.adopted()
    AssignmentEvent.objects.all().delete()
    Assignment.objects.all().delete()
    first, second = logs.provincial(2)
    tasks = logs.tasks_of(plan, 2, groups=2)
    logs.write(tasks, [Story(first, logs.given(FIRST, DUE)), Story(second, logs.given(FIRST, None), task=1)])
    return plan


def _answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert main(["plan", "statistics", *arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_cells_and_both_rates_with_their_denominators(counted: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    found = _answer(capsys, counted.code, "--on", "2025-05-31")
    assert (found["plan"], found["on"], found["deadline"]) == (counted.code, "2025-05-31", "extended")
    names = ("done_on_time", "done_late", "not_done_in_time", "not_done_overdue", "no_deadline", "total")
    assert [found[name] for name in names] == [0, 0, 0, 1, 1, 2]
    assert found["overdue_rate_of_due"] == {"rate": 1.0, "numerator": 1, "denominator": 1}
    assert found["overdue_rate_of_all"] == {"rate": 0.5, "numerator": 1, "denominator": 2}
    on_the_day = _answer(capsys, counted.code, "--on", "2025-05-30")
    assert on_the_day["overdue_rate_of_due"] == {"rate": None, "numerator": 0, "denominator": 0}


@pytest.mark.parametrize(("by", "count"), [("agency", 2), ("group", 2), ("period", 1), ("role", 1)])
def test_told_apart_the_rows_add_up(counted: Plan, capsys: pytest.CaptureFixture[str], by: str, count: int) -> None:
    found = _answer(capsys, counted.code, "--on", "2025-05-31", "--by", by, "--deadline", "original")
    rows = found["rows"]
    assert isinstance(rows, list)
    assert (found["by"], len(rows)) == (by, count)
    assert sum(row["total"] for row in rows) == found["total"]
    assert all(row["name"] for row in rows) == (by != "period")


def test_in_words(counted: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "statistics", counted.code, "--on", "2025-05-31", "--by", "group"]) == 0
    out = capsys.readouterr().out
    assert "Tỷ lệ quá hạn trên tổng số: 50,00 % (1/2)" in out
    assert "Nhóm thử" in out
