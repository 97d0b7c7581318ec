"""A body's workbook by way of LibreOffice: opened and saved there before, between and after it is filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from mangnon.accounts.public import Actor, Role
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.workbooks.issuing import issue_workbook
from mangnon.exchange.workbooks.receiving import Received, preview_workbook, receive_workbook
from mangnon.plans.models import Assignment, Plan
from tests.exchange.workbooks.files import filled, place, saved_by_libreoffice
from tests.plans import made

pytestmark = [pytest.mark.django_db, pytest.mark.office]
FILLED: dict[str, str | int | float] = {
    place(1, "accept"): "Đã tiếp nhận",
    place(2, "accept"): "Đã tiếp nhận",
    place(2, "progress"): 40,
    place(2, "done"): "Đã tổ chức hai lớp mẫu.",
    place(3, "accept"): "x",
    place(3, "progress"): "60 %",
    place(3, "done"): "Đã phối hợp mẫu.",
    place(3, "later"): "30/06/2025",
    place(3, "later_reason"): "Chờ văn bản hướng dẫn",
}


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def content(plan: Plan, lead: Actor) -> bytes:
    """The workbook of Sở Tư pháp."""
    return issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk).content


def _states(received: Received) -> list[RowState]:
    return [row.state for row in received.rows]


def _progress() -> int:
    return Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP")).progress


def test_saved_there_it_is_merged_like_the_first(lead: Actor, content: bytes, tmp_path: Path) -> None:
    sent = filled(content, FILLED)
    saved = saved_by_libreoffice(sent, tmp_path)
    assert saved != sent
    assert _states(receive_workbook(actor=lead, content=saved)) == [RowState.MERGED] * 3
    assert _states(receive_workbook(actor=lead, content=sent)) == [RowState.NOTHING_NEW] * 3
    assert _progress() == 40


def test_filled_in_after_it_was_saved_there(lead: Actor, content: bytes, tmp_path: Path) -> None:
    """A trial leaves nothing; of a copy filled in further only the row with one more cell is merged."""
    opened = saved_by_libreoffice(content, tmp_path)
    sent = saved_by_libreoffice(filled(opened, FILLED), tmp_path)
    _returned, seen = preview_workbook(actor=lead, content=sent)
    assert _states(seen) == [RowState.MERGED] * 3
    assert _progress() == 0
    assert _states(receive_workbook(actor=lead, content=sent)) == [RowState.MERGED] * 3
    assert _progress() == 40
    more = {**FILLED, place(2, "progress"): 55, place(2, "done"): "Đã tổ chức ba lớp mẫu."}
    further = saved_by_libreoffice(filled(opened, more), tmp_path)
    states = _states(receive_workbook(actor=lead, content=further))
    assert states == [RowState.NOTHING_NEW, RowState.MERGED, RowState.NOTHING_NEW]
    assert _progress() == 55
