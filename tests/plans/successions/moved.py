"""What the tests of successions share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.plans.models import Assignment, AssignmentSuccession, DutySuccession
from mangnon.plans.successions.moving import move_assignments
from tests.plans import events, made
from tests.plans.events import JULY

BEFORE = dt.date(2025, 2, 20)


SILENT = "Cơ quan phối hợp chưa có ý kiến mẫu."


def move(*happened: Any, choices: dict[str, str] | None = None) -> list[Any]:
    """Pass everything on by some events."""
    return move_assignments(actor=SYSTEM, events=list(happened), choices=choices or {})


def on_day(day: dt.date, code: str = "I.1") -> dict[str, str]:
    """Role by catalogue code of everybody on a task on a day."""
    rows = Assignment.objects.on(day).filter(task__code=code).select_related("agency")
    return {row.agency.catalogue_code: row.role for row in rows}


def everything() -> list[Any]:
    """Every row that a succession writes, as it is; which version of it that is goes up and never back."""
    tables = (Assignment, AssignmentSuccession, DutySuccession)
    rows = [list(table.objects.order_by("pk").values()) for table in tables]
    for row in rows[0]:
        row.pop("version")
    return rows


def open_row(code: str, agency: str) -> Assignment:
    """The open assignment of an agency on a task."""
    return Assignment.objects.open().get(task__code=code, agency=made.agency(agency))


def new_communes(count: int) -> list[str]:
    """Codes of new communes in force from July 2025."""
    codes = [f"UBND_XA.{number}" for number in range(1, count + 1)]
    for code in codes:
        events.body(code, level="commune", valid_from=JULY)
    return codes
