"""Two people enter the same cells at the same moment: nothing doubled, nothing lost, the second is told."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from mangnon.accounts.public import SYSTEM
from mangnon.audit.public import verify_chain
from mangnon.indicators.models import Figure
from mangnon.indicators.public import Cell, ContradictoryFigures, period_of, record_figures
from mangnon.kernel.refusals import Stale
from tests.indicators import made

pytestmark = pytest.mark.django_db(transaction=True)


def test_writers_at_once_leave_one_counted_figure_a_cell() -> None:
    world = made.world()
    agency = made.committee(world.a)
    keys = [made.indicator(code).pk for code in ("I-0101", "I-0319", "I-0320")]
    ready, outcomes, faults = threading.Barrier(4), [], []

    def write(number: int) -> None:
        try:
            ready.wait(timeout=30)
            record_figures(
                actor=SYSTEM,
                unit=world.a,
                agency=agency,
                period=period_of("2024"),
                cells={(key, ""): made.cell(number) for key in keys},
                seen={(key, ""): 0 for key in keys},
            )
            outcomes.append("done")
        except Stale:
            outcomes.append("stale")
        except Exception as fault:
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults
    assert sorted(outcomes) == ["done", "stale", "stale", "stale"]
    assert Figure.objects.count() == Figure.objects.counted().count() == len(keys)
    assert len(set(Figure.objects.values_list("numerator", flat=True))) == 1
    assert verify_chain().intact


@pytest.mark.parametrize("parts_first", [True, False])
def test_the_whole_and_its_parts_written_at_once_agree_or_one_is_refused(parts_first: bool) -> None:
    """Each fits what stood there before; together they do not. Who comes second is checked against the first."""
    world = made.world()
    agency, key = made.committee(world.a), made.indicator("I-0101").pk
    record_figures(
        actor=SYSTEM, unit=world.a, agency=agency, period=period_of("2024"), cells={(key, "sex=male"): made.cell(52)}
    )
    sheets = [{(key, ""): made.cell(100)}, {(key, "sex=female"): made.cell(47)}]
    ready, outcomes, faults = threading.Barrier(2), [], []

    def write(cells: dict[tuple[int, str], Cell]) -> None:
        try:
            ready.wait(timeout=30)
            record_figures(actor=SYSTEM, unit=world.a, agency=agency, period=period_of("2024"), cells=cells)
            outcomes.append("done")
        except ContradictoryFigures:
            outcomes.append("refused")
        except Exception as fault:
            faults.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(each,)) for each in (sheets[::-1] if parts_first else sheets)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not faults, faults
    assert sorted(outcomes) == ["done", "refused"]
