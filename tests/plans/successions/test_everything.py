"""Nothing lost, nothing doubled, whatever happens; and what it costs."""

from __future__ import annotations

import datetime as dt
import random
import time
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.selectors import (
    assignments,
)
from mangnon.plans.successions.moving import undo_assignment_moves, why_assignments_stay
from tests.plans import events, made
from tests.plans.events import JULY, MARCH
from tests.plans.successions.moved import BEFORE, everything, move, new_communes

# ---- everything at once ------------------------------------------------------------------------------------------


def _check_all(days: list[dt.date]) -> None:
    """Nothing lost, nothing doubled: one lead on each task on each day, and every ended row is carried on."""
    for day in days:
        rows = list(Assignment.objects.on(day))
        pairs = [(row.task_id, row.agency_id) for row in rows]
        assert len(pairs) == len(set(pairs)), "an agency twice on a task"
        leads = [row.task_id for row in rows if row.role == "lead"]
        assert len(leads) == len(set(leads)) == len({row.task_id for row in rows}), "not one lead"
    for row in Assignment.objects.filter(ended_on__isnull=False):
        heirs = list(row.successors.all())
        assert heirs, "nobody carries it on"
        for heir in heirs:
            began = heir.began_on
            assert began is None or began == row.ended_on + dt.timedelta(days=1)
            assert heir.ended_on is None or heir.ended_on >= row.ended_on
    for row in Assignment.objects.open().select_related("agency"):
        ended = row.agency.valid_to is not None
        assert not ended or row.undecided_by_id is not None or row.execution in ("complete", "reported_complete")


BODIES = ("SO_YT", "SO_TP", "SO_NV", "UBND.901", "UBND.902")
step_ = st.tuples(st.sampled_from(BODIES), st.integers(1, 3), st.sampled_from(("", "", "labour", "none")))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(step_, min_size=1, max_size=4), second=st.lists(step_, max_size=3), seed=st.integers(0, 99))
def test_whatever_happens_nothing_is_lost_or_doubled(plan: Plan, first: Any, second: Any, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - which rows are in which state, not a secret
    with transaction.atomic():
        news = [events.body(f"MOI{number}", valid_from=MARCH) for number in range(1, 4)]
        for row in Assignment.objects.all():
            row.function = chance.choice(["", "labour"])
            row.execution = chance.choice(["not_received", "in_progress", "reported_complete", "complete"])
            row.review = {"reported_complete": "waiting", "complete": "met"}.get(row.execution, "none")
            row.accepted_at = row.completed_at = clock.now()
            row.save()
        kept = everything()
        names = [new.catalogue_code for new in news]

        def steps(drawn: Any, sources: dict[str, str]) -> list[Any]:
            found = [
                (
                    sources.get(source, source),
                    None if what == "none" else names[number - 1],
                    "" if what == "none" else what,
                )
                for source, number, what in drawn
            ]
            return list(dict.fromkeys(found))

        happened = [events.event(steps(first, {}))]
        survivors = [code for code in BODIES if made.agency(code).valid_to is None]
        rest = [(source, number, what) for source, number, what in second if source in survivors]
        if rest:
            happened.append(events.event(steps(rest, {}), on=JULY))
        move(*happened)
        _check_all([BEFORE, dt.date(2025, 2, 28), MARCH, dt.date(2025, 6, 30), JULY])
        assert why_assignments_stay(happened) == []
        undo_assignment_moves(actor=SYSTEM, events=happened)
        assert everything() == kept
        transaction.set_rollback(True)


def test_an_event_costs_the_same_statements_however_much_it_moves(db: None) -> None:
    made.province(districts=1)
    for number in range(1, 4):
        made.adopted(
            made.result(
                tasks=[made.task(f"I.{n}", "Sở Y tế", [made.CLASS, "Sở Tư pháp"]) for n in range(1, number * 4)]
            ),
            code=f"mau-{number}",
        )
    codes = new_communes(2)
    counts = []
    for happened in (
        events.event([("SO_TP", "SO_NV", "")]),
        events.event([("UBND.901", code, "") for code in codes], on=JULY),
    ):
        with CaptureQueriesContext(connection) as captured:
            moved = move(happened)
        counts.append((len(captured.captured_queries), len(moved)))
    assert all(queries <= 32 for queries, _ in counts), counts
    assert counts[0][1] == counts[1][1] == 3 + 7 + 11


def test_forty_communes_take_over_from_ten_districts_in_a_second_or_two(db: None) -> None:
    made.province(districts=10)
    tasks = [made.task(f"I.{number}", "Sở Y tế", ["Các sở, ban, ngành", made.CLASS]) for number in range(1, 26)]
    plan = made.adopted(made.result(tasks=tasks))
    assert Assignment.objects.count() > 600
    codes = new_communes(40)
    districts = [f"UBND.90{number}" for number in range(1, 11)]
    happened = events.event(
        [(districts[number % 10], code, "") for number, code in enumerate(codes)], on=JULY, kind="abolish_level"
    )
    began = time.perf_counter()
    move(happened)
    assert time.perf_counter() - began < 10  # measured: under a second; a slow machine gets room
    assert Assignment.objects.on(JULY).filter(agency__level="commune").count() == 25 * 40
    assert assignments(SYSTEM, on=JULY).filter(task__plan=plan, agency__level="district").count() == 0
