"""The canonical form: one text for one content, whatever database kept it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM
from mangnon.audit.models import AuditRow
from mangnon.audit.public import record, verify_chain
from mangnon.audit.rules import (
    CLOCK_STEP,
    CONTENT_2,
    GENESIS,
    canonical,
    chained_hash,
    content_hash,
    is_back_dated,
    link_hash,
    plain_value,
)
from mangnon.kernel import clock

TEXT = st.text(max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ODD = st.text(alphabet=st.characters(exclude_categories=()), max_size=30)  # NUL and halves of pairs too
INSTANTS = st.datetimes(
    min_value=dt.datetime(2000, 1, 1),  # noqa: DTZ001
    max_value=dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.timezones(),
)


def test_the_canonical_form_does_not_depend_on_order() -> None:
    assert canonical({"a": 1, "b": "đ"}) == canonical({"b": "đ", "a": 1}) == '{"a":1,"b":"đ"}'.encode()
    with pytest.raises(TypeError):
        canonical({"a": object()})


def test_the_forms_are_what_they_were() -> None:
    """Fixed for ever: a change here breaks every chain in use."""
    at = dt.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=dt.UTC)
    assert chained_hash(GENESIS, {"sequence": 1, "at": at, "details": {"ă": 1}}) == (
        "27ddd7d4d446f1c40af3be36b14f2f75485ca0dd343961ed8ae3cc2ed40b628d"
    )
    content = content_hash(dict.fromkeys(CONTENT_2) | {"at": at, "reason": "vì vậy"})
    assert content == "b541e9e893cab7d9bae683c753e2fd822c8f549515a88fb33c98aacabe4c9264"
    assert (
        link_hash(GENESIS, sequence=1, chained_at=at, content=content)
        == "b1297974a32e7d9d074ae000f13d0e1f1fee54990bf04ddf9635c9c3b7f7e044"
    )


@given(VALUES)
def test_a_plain_value_stays_as_it_is(value: Any) -> None:
    once = plain_value(value)
    assert plain_value(once) == once
    assert canonical({"v": plain_value(once)}) == canonical({"v": once})


@given(INSTANTS)
def test_an_instant_is_one_text_in_every_time_zone(instant: dt.datetime) -> None:
    assert canonical({"at": instant}) == canonical({"at": instant.astimezone(dt.UTC)})
    assert canonical({"at": instant}) == canonical({"at": plain_value(instant)})


@given(st.dictionaries(TEXT, VALUES, max_size=5), st.dictionaries(TEXT, VALUES, max_size=5))
def test_different_contents_have_different_forms(one: dict[str, Any], other: dict[str, Any]) -> None:
    one, other = plain_value(one), plain_value(other)
    same = canonical(one) == canonical(other)
    assert same == (repr(sorted(one.items(), key=repr)) == repr(sorted(other.items(), key=repr)) or one == other)


@given(st.integers(1, 10**9), st.integers(1, 10**9), INSTANTS, INSTANTS)
def test_a_place_is_part_of_the_hash(one: int, other: int, at: dt.datetime, later: dt.datetime) -> None:
    first = link_hash(GENESIS, sequence=one, chained_at=at, content="a" * 64)
    assert (first == link_hash(GENESIS, sequence=other, chained_at=at, content="a" * 64)) == (one == other)
    assert (first == link_hash(GENESIS, sequence=one, chained_at=later, content="a" * 64)) == (at == later)


def test_values_of_records_become_plain() -> None:
    assert plain_value({"a": Decimal("1.50"), "b": (1, 2.0), "c": {"y", "x"}, 5: dt.date(2025, 2, 1)}) == {
        "a": "1.50",
        "b": [1, 2],
        "c": ["x", "y"],
        "5": "2025-02-01",
    }
    with pytest.raises(ValueError, match="none"):
        plain_value(float("nan"))
    with pytest.raises(TypeError):
        plain_value(object())


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(ODD, VALUES | ODD, max_size=4), ODD, ODD)
def test_what_a_database_gives_back_has_the_same_hash(details: dict[str, Any], reason: str, name: str) -> None:
    with transaction.atomic():
        written = record(
            actor=SYSTEM, act="test", object_type="Thing", object_id=name, details=details, reason=reason, after=details
        )
        row = AuditRow.objects.get(pk=written.pk)
        assert content_hash({column: getattr(row, column) for column in CONTENT_2}) == written.content_hash
        assert verify_chain().intact
        transaction.set_rollback(True)


STEPS = st.timedeltas(dt.timedelta(0), CLOCK_STEP)
NOW = clock.at(dt.date(2026, 1, 5))


@given(STEPS, st.timedeltas(dt.timedelta(0), dt.timedelta(hours=1)))
def test_time_within_tolerance_is_no_fault(step: dt.timedelta, act: dt.timedelta) -> None:
    assert not is_back_dated(at=NOW - act, chained_at=NOW, latest=NOW + step, by_moved_clock=False)


@given(st.timedeltas(dt.timedelta(seconds=1), dt.timedelta(days=400)), st.booleans())
def test_time_that_runs_back_beyond_it_is(more: dt.timedelta, moved: bool) -> None:
    assert is_back_dated(at=NOW, chained_at=NOW, latest=NOW + CLOCK_STEP + more, by_moved_clock=moved)
