"""Two papers of one period taken from each other, and small numbers in words: told before a paper goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.indicators.models import Indicator
from mangnon.indicators.public import Cell, combine, sum_of_cell
from mangnon.indicators.terms import FigureState
from mangnon.kernel import clock
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.public import (
    concerns_of_paper,
    issue_paper,
    number_paper,
    open_register,
    record_hand_signature,
    seal_of,
)
from mangnon.reporting.consolidation.concerns import concerns_of
from mangnon.reporting.consolidation.figures import FigureLine
from mangnon.reporting.consolidation.giveaways import taken_apart
from mangnon.reporting.consolidation.issuing import draft_report_paper
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.reckoning import Reckoned, ToldRow
from mangnon.reporting.models import Consolidation, PeriodIndicator
from mangnon.reporting.review.deciding import accept_report
from tests.activities.made import store_at
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.figures.made import asking_scene, boxes, sent

LEAST = 5
_CODE = "M1"


def _cell(number: int | None, at: int = 0) -> Reckoned:
    """A published number; None: one that is withheld."""
    if number is None:
        return Reckoned((), (), combine([]), is_withheld=True)
    row = ToldRow(at, at, at, f"C{at}", at, Cell(FigureState.VALUE, Decimal(number)))
    return Reckoned((row,), (), combine([sum_of_cell(row.agency, row.cell)]))


def _line(whole: int | None, **parts: int | None) -> FigureLine:
    asked = PeriodIndicator(indicator=Indicator(pk=1, code=_CODE, name="Số trẻ em bị bạo lực", kind="count"))
    told = {f"mau={name}": _cell(number, 1) for name, number in parts.items()}
    return FigureLine(asked, _cell(whole), told, is_whole_alone=True)


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        (_line(120), _line(120), (False, False)),
        (_line(122), _line(120), (True, False)),
        (_line(120), _line(122), (True, False)),
        (_line(125), _line(120), (False, False)),
        (_line(120, a=60, b=60), _line(120, a=57, b=63), (True, False)),
        (_line(120, a=None, b=None), _line(120, a=60, b=60), (False, True)),
        (_line(120, a=60, b=60), _line(120, a=None, b=None), (False, True)),
        (_line(120, a=None, b=None), _line(120, a=None, b=None), (False, False)),
        (_line(120, a=60), _line(120), (False, False)),
    ],
)
def test_what_two_copies_give_away_together(now: FigureLine, then: FigureLine, told: tuple[bool, bool]) -> None:
    assert taken_apart(now, then, LEAST) == told


@settings(max_examples=200)
@given(st.integers(0, 40), st.integers(0, 40))
def test_a_change_is_told_exactly_when_it_is_small_whichever_came_first(one: int, other: int) -> None:
    there, back = taken_apart(_line(one), _line(other), LEAST), taken_apart(_line(other), _line(one), LEAST)
    assert there == back == (0 < abs(Fraction(one) - other) < LEAST, False)


@pytest.fixture
def plan(tmp_path: Path, settings: Any, db: None) -> Iterator[Scene]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        store_at(tmp_path / "kho", settings)
        yield asking_scene()


def _made(found: Scene) -> Consolidation:
    return consolidate(actor=found.reviewer, period=found.period, reasons={"*": "Chưa gửi"})


def _numbered(found: Scene, made: Consolidation) -> OutgoingPaper:
    seal = seal_of(concerns_of(made))
    paper = draft_report_paper(actor=found.reviewer, consolidation_id=made.pk, confirmed=seal)
    seal = seal_of(concerns_of_paper(paper))
    return number_paper(actor=found.reviewer, paper_id=paper.pk, confirmed=seal)


def _given_away(made: Consolidation) -> list[str]:
    return [each for each in concerns_of(made) if "trừ cho nhau" in each or "giữ kín ở một bản" in each]


def test_a_second_paper_of_a_period_says_what_it_gives_away_beside_the_first(plan: Scene) -> None:
    accept_report(actor=plan.reviewer, report_id=sent(plan, plan.schools, "40", "1/4", "1").pk)
    _made(plan)
    open_register(actor=plan.reviewer, agency_id=plan.lead.pk, name="Sổ văn bản đi")
    same = _made(plan)
    assert _given_away(same) == [], "nothing was numbered yet"
    paper = _numbered(plan, same)
    accept_report(actor=plan.reviewer, report_id=sent(plan, plan.health, "2", "1/4", "1").pk)
    later = _made(plan)
    code = boxes(plan)[0].indicator.code
    told = _given_away(later)
    assert len(told) == 1
    assert f"Chỉ tiêu {code}" in told[0]
    assert paper.full_symbol in told[0]
    assert "42" not in told[0], "the list is kept in the evidence: no numbers"
    _stops_until_somebody_says_why(plan, paper, later)


def _stops_until_somebody_says_why(plan: Scene, paper: OutgoingPaper, later: Consolidation) -> None:
    record_hand_signature(actor=plan.reviewer, paper_id=paper.pk)
    issue_paper(actor=plan.reviewer, paper_id=paper.pk)
    client = Client()
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    page = client.get(reverse("consolidation", args=place)).content.decode()
    assert 'name="ly-do"' in page
    seen = {"da-xem": seal_of(concerns_of(later))}
    for reason in ("", "  \n "):
        refused = client.post(reverse("consolidation_issue", args=place), {**seen, "ly-do": reason}, follow=True)
        assert "Hãy ghi lý do vẫn trình ký" in refused.content.decode()
    assert OutgoingPaper.objects.count() == 1
    reason = "Bản thay thế theo yêu cầu của cấp trên"
    client.post(reverse("consolidation_issue", args=place), {**seen, "ly-do": reason})
    second = OutgoingPaper.objects.exclude(pk=paper.pk).get()
    row = AuditRow.objects.get(act="draft_paper", object_id=str(second.pk))
    assert row.reason == reason


def test_words_that_tell_few_children_are_named_by_their_task(db: None) -> None:
    plan = scene(tasks=2)
    words = {"results": "Có 02 trẻ em bị xâm hại được trợ giúp. Đã mở 12 lớp."}
    for place in (plan.lead, plan.health, plan.schools, plan.district):
        texts = {plan.tasks[0]: words, plan.tasks[1]: {"results": "Đã tập huấn 120 người."}}
        plan.accepted(place, texts)
    made = _made(plan)
    told = [each for each in concerns_of(made) if "nhận ra trẻ em" in each]
    assert len(told) == 1
    assert "nhiệm vụ I.1" in told[0]
    assert "I.2" not in told[0]
    assert "02 trẻ em" not in told[0]
    client = Client()
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    page = client.get(reverse("consolidation", args=[plan.regime.code, plan.period.code])).content.decode()
    shown = page.partition("Các câu nêu số nhỏ")[2].partition("</details>")[0]
    assert (
        shown.count("<li>") == shown.count("«Có 02 trẻ em bị xâm hại được trợ giúp.»") == shown.count("Nhiệm vụ I.1:")
    )
    assert shown.count("<li>") >= 1
    assert "lớp" not in shown
    draft_report_paper(actor=plan.reviewer, consolidation_id=made.pk, confirmed=seal_of(concerns_of(made)))
    kept = str(AuditRow.objects.filter(object_type="OutgoingPaper").values())
    assert "nhận ra trẻ em" in kept
    assert "02 trẻ em" not in kept, "the sentences are shown, not kept in the evidence"
    assert 'class="card no-print" id="van-ban-di"' in page, "an empty card is not printed"
    page = client.get(reverse("consolidation", args=[plan.regime.code, plan.period.code])).content.decode()
    assert 'class="card" id="van-ban-di"' in page


def test_concerns_cost_no_more_with_more_words(db: None) -> None:
    plan = scene(tasks=3)
    bodies = iter((plan.health, plan.schools, plan.district))
    plan.accepted(plan.lead, {task: {"results": "Có 02 trẻ em được trợ giúp."} for task in plan.tasks})
    _made(plan)

    def another() -> None:
        place = next(bodies)
        plan.accepted(place, {task: {"results": "Có 02 trẻ em được trợ giúp."} for task in plan.tasks})

    def read() -> None:
        concerns_of(Consolidation.objects.order_by("-number")[0])

    def made() -> None:
        another()
        _made(plan)

    assert_constant_queries(add_row=made, read=read)
