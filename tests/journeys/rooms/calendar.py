"""Doors of the working calendar: one for the whole site, kept by lead officers and administrators of every province."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.calendars.public import add_days_off
from tests.journeys.doors import OWN, Door
from tests.journeys.provinces import World

_KEEPERS = {"lead", "administrator", "other_lead", "other_administrator"}


def _year(found: World) -> list[Any]:
    return [2027]


def _rest(found: World) -> dict[str, Any]:
    return {"first": "08/02/2027", "last": "", "swapped_in": "", "name": "Tết Đinh Mùi", "basis": "Thông báo mẫu 1/TB"}


def _entered(found: World) -> list[Any]:
    (row,) = add_days_off(actor=SYSTEM, first=dt.date(2027, 2, 9), name="Tết Đinh Mùi", basis="Thông báo mẫu 1/TB")
    return [row.pk]


GETS: dict[str, Door] = {
    "working_calendar": Door(OWN, 302, elsewhere=0, to_auditors=True),
    "calendar_year": Door(OWN, args=_year, elsewhere=0, to_auditors=True),
}
POSTS_OF_FORMS: dict[str, Door] = {
    "calendar_add": Door(_KEEPERS, 302, _rest, args=_year, elsewhere=403),
    "calendar_state": Door(
        _KEEPERS, 302, lambda found: {"is_complete": "on", "basis": "Thông báo mẫu"}, args=_year, elsewhere=403
    ),
    "calendar_withdraw": Door(_KEEPERS, 302, lambda found: {"reason": "Nhập nhầm"}, args=_entered, elsewhere=403),
}
