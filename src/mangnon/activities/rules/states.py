"""The state of an activity from its progress, and the order of its days."""

from __future__ import annotations

import datetime as dt

from mangnon.activities.errors import NOT_SAVED, BadActivity


def state_after(progress: int) -> str:
    """0 is planned, 100 is done, all between is running. Raises BadActivity for what is no share of a hundred."""
    if not 0 <= progress <= 100:
        raise BadActivity(f"Tiến độ phải từ 0 đến 100. {NOT_SAVED} Hãy sửa lại tiến độ.", code="bad_progress")
    if progress == 0:
        return "planned"
    return "done" if progress == 100 else "running"


def check_days(starts_on: dt.date | None, due_on: dt.date | None) -> None:
    """Raises BadActivity when an activity would end before it begins, or in a year that is surely mistyped."""
    for day in (starts_on, due_on):
        if day is not None and not 2000 <= day.year <= 2100:
            raise BadActivity(f"Năm {day.year} không hợp lý. {NOT_SAVED} Hãy sửa lại ngày.", code="bad_days")
    if starts_on is not None and due_on is not None and due_on < starts_on:
        raise BadActivity(
            f"Ngày kết thúc trước ngày bắt đầu. {NOT_SAVED} Hãy sửa lại một trong hai ngày.", code="bad_days"
        )
