"""What a programme asks stands beside the figures that are kept under another set's indicator."""

from __future__ import annotations

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import set_target
from mangnon.indicators.terms import Comparison, TargetState
from mangnon.reporting.consolidation.figure_tables import goal_words, judged
from mangnon.reporting.consolidation.figure_words import line_words
from mangnon.reporting.consolidation.figures import FigureLine, figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.figures.asking import Asking, ask_indicators, renew_asked
from mangnon.reporting.review.deciding import accept_report
from tests.reporting.factories import Scene
from tests.reporting.figures.made import asking_scene, sent

pytestmark = pytest.mark.django_db


def _asked(*codes: str) -> Scene:
    found = asking_scene()
    rows = {row.code: row for row in Indicator.objects.filter(set__code="TT13-2021", code__in=codes)}
    _ask(found, [rows[code] for code in codes])
    return found


def _ask(found: Scene, rows: list[Indicator]) -> None:
    found.regime.refresh_from_db()
    ask_indicators(
        actor=found.reviewer,
        regime_id=found.regime.pk,
        revision=found.regime.revision,
        asked=[Asking(row.pk, "") for row in rows],
        reason="Theo công văn mẫu",
    )
    renew_asked(actor=SYSTEM, period_id=found.period.pk, reason="Đổi danh sách")


def _lines(found: Scene, *texts: str) -> list[FigureLine]:
    report = sent(found, found.schools, *texts)
    accept_report(actor=found.reviewer, report_id=report.pk)
    return figure_book(consolidate(actor=found.reviewer, period=found.period, reasons={"*": "Chưa gửi"})).lines


def test_the_programmes_target_judges_the_figure_kept_under_the_circular() -> None:
    (line,) = _lines(_asked("I-0301"), "100/2000")
    assert line.target is not None
    assert (line.target.indicator.code, line.target_of) == ("8a", "8a")
    assert goal_words(line) == "<6,5 (2025), chỉ tiêu 8a"
    assert "mức phải đạt <6,5 (2025), chỉ tiêu 8a: " in line_words(line)


def test_an_own_target_goes_before_the_programmes_and_needs_no_code() -> None:
    found = _asked("I-0301")
    row = Indicator.objects.get(set__code="TT13-2021", code="I-0301")
    place = found.plan.territory
    set_target(
        actor=SYSTEM, indicator=row, unit=place, year=2025, comparison=Comparison.BELOW, high=4, source="Kế hoạch mẫu"
    )
    (line,) = _lines(found, "100/2000")
    assert (line.target_of, judged(line)) != ("8a", TargetState.MET)
    assert line.target is not None
    assert line.target.indicator_id == row.pk


def test_a_part_of_an_indicator_lends_no_target_to_the_whole() -> None:
    (line,) = _lines(_asked("I-0409b"), "90/100")
    assert line.target is None, "17b and 18b ask of one school level each"
