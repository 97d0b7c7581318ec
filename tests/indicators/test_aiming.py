"""The targets a value is held against, its own and those of indicators with the same value."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Aim, aims_for, set_target
from tests.harness.queries import assert_constant_queries
from tests.indicators.made import World, indicator

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 12, 31)


def _aims(world: World, *rows: Indicator) -> dict[int, Aim]:
    return aims_for(SYSTEM, rows, year=2025, unit=world.province, on=TODAY)


def test_the_programme_lends_its_target_unless_there_is_an_own_one(world: World) -> None:
    row, part = indicator("I-0301"), indicator("I-0409b")
    aims = _aims(world, row, part)
    assert (aims[row.pk].indicator.code, aims[row.pk].target.year) == ("8a", 2025)
    assert part.pk not in aims, "17b and 18b ask of one school level each"
    set_target(actor=SYSTEM, indicator=row, unit=world.province, year=2025, comparison="below", high=4, source="Mẫu")
    assert _aims(world, row)[row.pk].indicator == row


def test_more_indicators_ask_no_more(world: World) -> None:
    rows = [indicator("I-0301")]
    codes = iter(("I-0302", "I-0318", "I-0323", "I-0403", "I-0404"))
    assert_constant_queries(add_row=lambda: rows.append(indicator(next(codes))), read=lambda: len(_aims(world, *rows)))
