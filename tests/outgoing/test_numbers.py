"""Numbers of a register: in order, never twice, never missing."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal, Stale
from mangnon.outgoing.models import OutgoingPaper, Register, RegisterYear
from mangnon.outgoing.public import begin_year, close_register, name_unit, number_paper, open_register, register_faults
from tests.outgoing import made


def test_numbers_follow_each_other_and_begin_anew_each_year(clerk: Actor) -> None:
    papers = [number_paper(actor=clerk, paper_id=made.draft(clerk).pk) for _ in range(3)]
    assert [paper.full_symbol for paper in papers] == ["01/BC-SYT", "02/BC-SYT", "03/BC-SYT"]
    assert papers[0].issued_on == clock.today()
    with clock.frozen(clock.at(dt.date(2026, 1, 2))):
        later = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    assert (later.number, later.year) == (1, 2026)
    assert all(register_faults(year) == [] for year in RegisterYear.objects.all())
    assert AuditRow.objects.filter(act="number_paper").count() == 4


def test_a_register_for_one_kind_counts_apart(clerk: Actor) -> None:
    own = made.register(clerk, name="Sổ quyết định", kinds=["quyet-dinh"])
    number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    decision = number_paper(actor=clerk, paper_id=made.draft(clerk, kind="quyet-dinh", symbol="QĐ-SYT").pk)
    assert (decision.register_id, decision.number) == (own.pk, 1)


def test_a_number_that_fails_to_be_given_is_given_to_the_next(clerk: Actor) -> None:
    paper = made.draft(clerk)
    with transaction.atomic():
        number_paper(actor=clerk, paper_id=paper.pk)
        transaction.set_rollback(True)
    assert number_paper(actor=clerk, paper_id=made.draft(clerk).pk).number == 1


@pytest.mark.parametrize("day", [dt.date(2025, 5, 19), dt.date(2025, 5, 21), dt.date(2024, 12, 31)])
def test_no_number_is_given_backwards(clerk: Actor, day: dt.date) -> None:
    number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    paper = made.draft(clerk)
    with pytest.raises(Refusal) as refused:
        number_paper(actor=clerk, paper_id=paper.pk, issued_on=day)
    assert refused.value.code == "bad_day"
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("draft", None)


def test_one_paper_gets_one_number(clerk: Actor) -> None:
    paper = made.draft(clerk)
    number_paper(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal) as refused:
        number_paper(actor=clerk, paper_id=paper.pk)
    assert refused.value.code == "wrong_state"
    with pytest.raises(Stale):
        number_paper(actor=clerk, paper_id=made.draft(clerk).pk, version=7)


def test_who_is_not_of_the_body_gives_no_number(clerk: Actor) -> None:
    paper = made.draft(clerk)
    with pytest.raises(NotAllowed):
        number_paper(actor=made.actor_at("SO_TP"), paper_id=paper.pk)


def test_without_a_register_the_draft_waits(clerk: Actor) -> None:
    other = made.actor_at("SO_TP")
    paper = made.draft(other)
    with pytest.raises(Refusal) as refused:
        number_paper(actor=other, paper_id=paper.pk)
    assert refused.value.code == "no_register"
    assert "Báo cáo" in refused.value.message


def test_a_body_that_began_the_year_on_paper_goes_on_from_there(clerk: Actor) -> None:
    register = Register.objects.get()
    begin_year(actor=clerk, register_id=register.pk, first_number=118, reason="Từ 01 đến 117 đã cấp trên sổ giấy")
    assert number_paper(actor=clerk, paper_id=made.draft(clerk).pk).number == 118
    with pytest.raises(Refusal) as refused:
        begin_year(actor=clerk, register_id=register.pk, first_number=5, reason="Nhầm")
    assert refused.value.code == "begun"
    assert register_faults(RegisterYear.objects.get()) == []


def test_a_kind_is_taken_by_one_register(clerk: Actor) -> None:
    with pytest.raises(Refusal) as refused:
        open_register(actor=clerk, agency_id=clerk.agency_id or 0, name="Sổ thứ hai")
    assert refused.value.code == "kind_taken"
    close_register(actor=clerk, register_id=Register.objects.get().pk, reason="Đổi cách đăng ký")
    second = open_register(actor=clerk, agency_id=clerk.agency_id or 0, name="Sổ văn bản đi")
    assert second.code == "so-van-ban-di-2"


def test_the_database_itself_keeps_numbers_apart(clerk: Actor) -> None:
    first = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    second = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingPaper.objects.filter(pk=second.pk).update(number=first.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingPaper.objects.filter(pk=second.pk).update(state="draft")


def _reports(clerk: Actor, count: int) -> list[str]:
    return [number_paper(actor=clerk, paper_id=made.draft(clerk).pk).full_symbol for _ in range(count)]


def test_a_register_of_its_own_opened_during_the_year_goes_on_after_the_numbers_of_its_kind(clerk: Actor) -> None:
    _reports(clerk, 3)
    number_paper(actor=clerk, paper_id=made.draft(clerk, kind="thong-bao", symbol="TB-SYT").pk)
    own = made.register(clerk, name="Sổ báo cáo", kinds=["bao-cao"])
    with pytest.raises(Refusal) as refused:
        begin_year(actor=clerk, register_id=own.pk, first_number=2, reason="Nhầm")
    assert refused.value.code == "bad_first_number"
    assert _reports(clerk, 2) == ["04/BC-SYT", "05/BC-SYT"]
    assert all(register_faults(year) == [] for year in RegisterYear.objects.all())


def test_a_register_opened_during_the_year_gives_no_number_backwards(clerk: Actor) -> None:
    _reports(clerk, 1)
    made.register(clerk, name="Sổ báo cáo", kinds=["bao-cao"])
    paper = made.draft(clerk)
    with pytest.raises(Refusal) as refused:
        number_paper(actor=clerk, paper_id=paper.pk, issued_on=clock.today() - dt.timedelta(days=3))
    assert refused.value.code == "bad_day"


def test_a_site_with_doubles_is_told_which_they_are(clerk: Actor) -> None:
    move = import_module("mangnon.outgoing.migrations.0004_number_once_of_kind")
    numbers = [{"agency__code": "90.SO_YT", "year": 2025, "kind": "bao-cao", "number": 3, "papers": 2}]
    with pytest.raises(RuntimeError, match=r"90\.SO_YT 2025 bao-cao số 3"):
        move.refuse_doubles(_Apps(numbers), _EDITOR)
    move.refuse_doubles(_Apps([]), _EDITOR)


_EDITOR = SimpleNamespace(connection=SimpleNamespace(alias="default"))


class _Apps:
    """Stands for the models of that day, which the constraint of today lets nobody fill with doubles."""

    def __init__(self, rows: list[dict[str, object]]) -> None:
        self._rows = rows

    def __getattr__(self, name: str) -> object:
        return self if name in ("objects",) else lambda *args, **more: self

    def __getitem__(self, some: slice) -> list[dict[str, object]]:
        return self._rows[some]


def test_a_register_opened_in_the_place_of_one_that_was_closed_goes_on(clerk: Actor) -> None:
    _reports(clerk, 2)
    close_register(actor=clerk, register_id=Register.objects.get().pk, reason="Đổi cách đăng ký")
    second = open_register(actor=clerk, agency_id=clerk.agency_id or 0, name="Sổ văn bản đi")
    assert _reports(clerk, 1) == ["03/BC-SYT"]
    with clock.frozen(clock.at(dt.date(2026, 1, 2))):
        assert _reports(clerk, 1) == ["01/BC-SYT"]
    assert second.years.count() == 2


def test_a_register_behind_the_numbers_of_a_kind_gives_it_none(clerk: Actor) -> None:
    number_paper(actor=clerk, paper_id=made.draft(clerk, kind="thong-bao", symbol="TB-SYT").pk)
    own = made.register(clerk, name="Sổ báo cáo", kinds=["bao-cao"])
    _reports(clerk, 3)
    close_register(actor=clerk, register_id=own.pk, reason="Gộp sổ")
    paper = made.draft(clerk)
    with pytest.raises(Refusal) as refused:
        number_paper(actor=clerk, paper_id=paper.pk)
    assert (refused.value.code, "cấp tiếp từ số 4" in refused.value.message) == ("given_elsewhere", True)
    made.register(clerk, name="Sổ báo cáo", kinds=["bao-cao"])
    assert number_paper(actor=clerk, paper_id=paper.pk).full_symbol == "04/BC-SYT"


def test_the_database_keeps_the_numbers_of_a_kind_apart_over_registers(clerk: Actor) -> None:
    _reports(clerk, 1)
    made.register(clerk, name="Sổ báo cáo", kinds=["bao-cao"])
    _reports(clerk, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingPaper.objects.filter(number=2).update(number=1)


def test_a_symbol_that_cannot_stand_gets_no_number(clerk: Actor) -> None:
    paper = made.draft(clerk, kind="cong-van", symbol="SYT-......")
    with pytest.raises(Refusal) as refused:
        number_paper(actor=clerk, paper_id=paper.pk)
    assert (refused.value.code, "Chưa có số nào" in refused.value.message) == ("bad_symbol", True)
    assert not RegisterYear.objects.exists()


@pytest.mark.parametrize(("unit", "symbol"), [("BTE", "01/SYT-BTE"), ("", "01/SYT")])
def test_letters_numbered_together_get_the_drafting_unit_once(clerk: Actor, unit: str, symbol: str) -> None:
    draft = made.draft(clerk, kind="cong-van", symbol="SYT-......")
    (paper,) = name_unit(actor=clerk, papers=[draft], unit=unit)
    assert number_paper(actor=clerk, paper_id=paper.pk).full_symbol == symbol
