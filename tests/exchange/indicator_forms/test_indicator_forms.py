"""A form of figures as an Excel file: out, in, once, nobody's newer figures written over, nothing forged."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.indicator_forms.issuing import indicator_form
from mangnon.exchange.indicator_forms.receiving import ReceivedFigures, receive_indicator_form
from mangnon.exchange.indicator_forms.rules import allowed_formula, shape_of, spoiled, typed_of
from mangnon.exchange.indicator_forms.signing import opened
from mangnon.exchange.locked_forms.reading import read_marks
from mangnon.exchange.locked_forms.results import RowState
from mangnon.indicators.errors import FiguresRefused
from mangnon.indicators.models import Figure, IndicatorDimension
from mangnon.indicators.public import period_of
from mangnon.indicators.terms import FigureState, SourceKind
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.workbooks import cell_name
from mangnon.project.cli import main
from tests.exchange.workbooks.files import MARKS, TABLE, filled, part, saved_by_libreoffice, with_part
from tests.indicators import made
from tests.indicators.made import World

pytestmark = pytest.mark.django_db
WHOLE, RATE = "I-0101", "I-0102"


@pytest.fixture
def world(db: None) -> World:
    return made.world()


@pytest.fixture
def lead(world: World) -> Actor:
    return made.actor(world.health, Role.PROVINCIAL_LEAD)


def _form(actor: Actor, world: World, agency: Agency | None = None) -> bytes:
    agency = agency or made.committee(world.a)
    return indicator_form(
        actor=actor, agency=agency, unit=world.a, period=period_of("2024"), set_code="TT13-2021"
    ).content


def _place(content: bytes, code: str, column: str = "") -> str:
    """The Excel name of the cell of an indicator and a breakdown."""
    marks = read_marks(content, opened)
    places = [key for key, _ in marks.columns]
    shape = shape_of(marks.labels)
    return cell_name(
        shape.heading_row + 1 + marks.keys.index(made.indicator(code).pk),
        shape.column_of(f"c{places.index(column)}") + 1,
    )


def _filled(content: bytes, cells: dict[tuple[str, str], str | float]) -> bytes:
    return filled(content, {_place(content, *at): value for at, value in cells.items()})


def _told() -> dict[tuple[str, str], tuple[str, int | None]]:
    rows = Figure.objects.current().select_related("indicator", "breakdown")
    return {
        (row.indicator.code, row.breakdown.key): (
            str(row.state),
            None if row.numerator is None else int(row.numerator),
        )
        for row in rows
    }


def _row(received: ReceivedFigures, code: str) -> tuple[RowState, str]:
    row = next(each for each in received.rows if each.code == code)
    return row.state, " ".join([*(f"{fault.cell}: {fault.sentence}" for fault in row.faults), row.reason])


def test_a_form_becomes_figures_and_a_second_time_nothing(world: World, lead: Actor) -> None:
    content = _filled(
        _form(lead, world),
        {
            (WHOLE, ""): 1234,
            (WHOLE, "sex=male"): "700",
            (WHOLE, "sex=female"): "534",
            ("I-0319", ""): "không có",
            ("I-0303", ""): "...",
            ("I-0318", ""): "*",
            ("I-0317", ""): 0,
        },
    )
    tried = receive_indicator_form(actor=lead, content=content, is_trial=True)
    assert (tried.written, tried.left) == (7, 0)
    assert not Figure.objects.exists()
    assert not AuditRow.objects.filter(act="record_figures").exists()
    received = receive_indicator_form(actor=lead, content=content)
    assert (received.written, received.left, received.unit) == (7, 0, world.a)
    assert _told() == {
        (WHOLE, ""): ("value", 1234),
        (WHOLE, "sex=male"): ("value", 700),
        (WHOLE, "sex=female"): ("value", 534),
        ("I-0319", ""): ("none", None),
        ("I-0303", ""): ("not_collected", None),
        ("I-0318", ""): ("suppressed", None),
        ("I-0317", ""): ("value", 0),
    }
    figure = Figure.objects.first()
    assert figure is not None
    assert (figure.agency, figure.source_kind, figure.entered_by_id) == (
        made.committee(world.a),
        SourceKind.WORKBOOK,
        lead.user_id,
    )
    again = receive_indicator_form(actor=lead, content=content)
    assert (again.written, again.left, again.count(RowState.MERGED)) == (0, 0, 0)
    assert Figure.objects.count() == 7
    row = AuditRow.objects.get(act="record_figures")
    assert made.committee(world.a).name in row.acts_for


def test_filled_in_further_and_corrected_in_the_same_file_it_is_not_at_odds_with_itself(
    world: World, lead: Actor
) -> None:
    blank = _form(lead, world)
    receive_indicator_form(actor=lead, content=_filled(blank, {(WHOLE, ""): 10, ("I-0319", ""): 3}))
    more = receive_indicator_form(actor=lead, content=_filled(blank, {(WHOLE, ""): 12, ("I-0317", ""): 4}))
    assert (more.written, more.left) == (2, 0)
    assert _told() == {(WHOLE, ""): ("value", 12), ("I-0319", ""): ("value", 3), ("I-0317", ""): ("value", 4)}
    assert "«3») được giữ" in _row(more, "I-0319")[1]


def test_what_was_changed_on_the_site_meanwhile_is_not_written_over(world: World, lead: Actor) -> None:
    made.put("I-0319", world.a, 5)
    content = _filled(_form(lead, world), {(WHOLE, ""): 20, ("I-0319", ""): 6, ("I-0317", ""): 1})
    made.put("I-0319", world.a, 9)
    received = receive_indicator_form(actor=lead, content=content)
    assert (received.written, received.left) == (2, 1)
    state, told = _row(received, "I-0319")
    assert state is RowState.CONFLICT
    assert "«9»" in told
    assert _told()["I-0319", ""] == ("value", 9)
    made.put(WHOLE, world.a, 21)
    untouched = _form(lead, world)
    made.put(WHOLE, world.a, 22)
    assert receive_indicator_form(actor=lead, content=untouched).written == 0
    assert _told()[WHOLE, ""] == ("value", 22)


def test_a_printed_number_that_is_emptied_is_taken_back(world: World, lead: Actor) -> None:
    made.put(WHOLE, world.a, 20)
    content = _form(lead, world)
    assert receive_indicator_form(actor=lead, content=_filled(content, {(WHOLE, ""): ""})).written == 1
    assert _told() == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-5, "số âm"),
        ("-5", "số âm"),
        ("năm trẻ", "không phải là số"),
        (1e300, "chữ số"),
        ("1.5", "chưa rõ là số nào"),
        ("chữ " * 6000, "không phải là số"),
        ("5 %", "không phải là số"),
    ],
)
def test_a_bad_cell_is_told_by_its_name_and_the_rest_is_written(
    world: World, lead: Actor, value: str | float, told: str
) -> None:
    blank = _form(lead, world)
    received = receive_indicator_form(actor=lead, content=_filled(blank, {(WHOLE, ""): value, ("I-0319", ""): 3}))
    state, words = _row(received, WHOLE)
    assert state is RowState.REFUSED
    assert words.startswith(f"{_place(blank, WHOLE)}: ")
    assert told in words
    assert _told() == {("I-0319", ""): ("value", 3)}


def test_figures_that_contradict_each_other_are_left_and_told(world: World, lead: Actor) -> None:
    content = _filled(
        _form(lead, world),
        {(WHOLE, ""): 10, (WHOLE, "sex=male"): 7, (WHOLE, "sex=female"): 8, ("I-0319", ""): 3},
    )
    received = receive_indicator_form(actor=lead, content=content)
    assert (received.written, received.left) == (1, 3)
    assert _row(received, WHOLE)[0] is RowState.REFUSED
    assert "15" in _row(received, WHOLE)[1]


def test_cells_that_are_none_and_locked_cells_are_told(world: World, lead: Actor) -> None:
    blank = _form(lead, world)
    marks = read_marks(blank, opened)
    key, own, _ = next(row for row in marks.rows if len(row[1]) < len(marks.columns))
    shut = next(place for place in range(len(marks.columns)) if place not in own)
    shape = shape_of(marks.labels)
    line = shape.heading_row + 1 + marks.keys.index(key)
    inside = filled(blank, {cell_name(line, shape.column_of(f"c{shut}") + 1): 4})
    received = receive_indicator_form(actor=lead, content=inside)
    assert (received.written, received.left) == (0, 1)
    changed = filled(blank, {cell_name(line, shape.column_of("text") + 1): "Chỉ tiêu khác"})
    told = receive_indicator_form(actor=lead, content=changed)
    assert "ô nền xám" in " ".join(fault.sentence for row in told.rows for fault in row.faults)


def test_the_sheet_is_locked_but_for_its_boxes_and_says_what_may_be_typed(world: World, lead: Actor) -> None:
    content = _form(lead, world)
    sheet = part(content, TABLE)
    assert "<sheetProtection" in sheet
    assert 'lockStructure="1"' in part(content, "xl/workbook.xml")
    assert "<sheetProtection" in part(content, MARKS)
    assert sheet.count("<dataValidation ") == len(read_marks(content, opened).columns)
    shape = shape_of(["Chung", *(str(n) for n in range(40))])
    assert all(len(allowed_formula(shape, name)) <= 255 for name in shape.filled)


def test_saved_again_by_an_office_program_it_is_the_same_form(world: World, lead: Actor, tmp_path: Path) -> None:
    content = _filled(
        _form(lead, world),
        {(WHOLE, ""): 1234, ("I-0319", ""): "-", ("I-0303", ""): "...", ("I-0317", ""): "1.200"},
    )
    received = receive_indicator_form(actor=lead, content=saved_by_libreoffice(content, tmp_path))
    assert (received.written, received.left) == (4, 0)
    assert _told()["I-0317", ""] == ("value", 1200)


def test_forged_foreign_and_old_forms_are_refused_with_one_sentence(world: World, lead: Actor) -> None:
    content = _filled(_form(lead, world), {(WHOLE, ""): 5})
    own = str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Mã nhận dạng").to_python()[0][0])
    for mark in (f"{own[:-1]}{'A' if own[-1] != 'A' else 'B'}", "abc:def", ""):
        forged = with_part(content, "xl/sharedStrings.xml", lambda text, mark=mark: text.replace(own, mark))
        with pytest.raises(BadWorkbookReturn):
            receive_indicator_form(actor=lead, content=forged)
    for bad in (
        b"",
        b"PK\x03\x04",
        content[: len(content) // 2],
        b"<html></html>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ):
        with pytest.raises(BadWorkbookReturn):
            receive_indicator_form(actor=lead, content=bad)
    sex = IndicatorDimension.objects.filter(indicator=made.indicator(WHOLE), dimension__code="sex")
    sex.delete()
    with pytest.raises(BadWorkbookReturn) as refused:
        receive_indicator_form(actor=lead, content=content)
    assert refused.value.code == "old_form"
    assert not Figure.objects.exists()


def test_only_the_body_itself_and_its_provinces_lead_officers_give_out_and_take_in(world: World, lead: Actor) -> None:
    own = made.actor(made.committee(world.a), Role.LOCAL_OFFICER)
    content = _filled(_form(own, world), {(WHOLE, ""): 5})
    strangers = [
        made.actor(world.other_health, Role.PROVINCIAL_LEAD),
        made.actor(made.committee(world.s), Role.LOCAL_OFFICER),
        made.actor(world.health, Role.DEPARTMENT_OFFICER),
    ]
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            _form(stranger, world)
        with pytest.raises(NotAllowed):
            receive_indicator_form(actor=stranger, content=content)
    with pytest.raises(NotAllowed):
        _form(lead, world, made.committee(world.x, "92"))
    with pytest.raises(FiguresRefused):
        indicator_form(
            actor=SYSTEM,
            agency=made.committee(world.ab),
            unit=world.ab,
            period=period_of("2024"),
            set_code="TT13-2021",
        )
    assert receive_indicator_form(actor=replace(own), content=content).written == 1


def test_numbers_of_a_spreadsheet_are_read_as_they_are_typed() -> None:
    assert [typed_of(each) for each in (1234.0, 12.5, 0.1 + 0.2, -3, True, " 1.234 ")] == [
        "1234",
        "12,5",
        "0,3",
        "-3",
        "đúng",
        "1.234",
    ]
    assert spoiled("12/340") == ""
    import datetime as dt

    assert "ngày tháng" in spoiled(dt.date(2025, 12, 3))


def test_pages_and_commands_give_out_try_and_take_in(
    world: World, lead: Actor, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(get_user_model().objects.get(pk=lead.user_id))
    agency = made.committee(world.a)
    page = client.get(reverse("indicator_forms")).content.decode()
    assert agency.name in page
    ask = {"co-quan": agency.code, "ky": "2024", "bo": "TT13-2021"}
    answer = client.get(reverse("indicator_forms"), ask, follow=True)
    assert answer.status_code == 200
    content = _filled(b"".join(answer.streaming_content) if answer.streaming else answer.content, {(WHOLE, ""): 5})
    assert "không phải là kỳ" in client.get(reverse("indicator_forms"), {**ask, "ky": "xưa"}).content.decode()
    for viec, told, count in (("thu", "Sẽ ghi 1 ô", 0), ("nhan", "Đã ghi 1 ô", 1), ("nhan", "Không có gì mới", 1)):
        file = SimpleUploadedFile("bieu.xlsx", content)
        shown = client.post(reverse("indicator_forms"), {"file": file, "viec": viec}).content.decode()
        assert told in shown
        assert Figure.objects.count() == count
    out = tmp_path / "bieu.xlsx"
    assert main(["indicators", "form", agency.code, "--period", "2024", "--out", str(out)]) == 0
    out.write_bytes(_filled(out.read_bytes(), {("I-0319", ""): 4, ("I-0317", ""): "nhiều"}))
    (tmp_path / "khac.xlsx").write_bytes(b"khac")
    capsys.readouterr()
    assert main(["indicators", "receive", "--trial", str(out)]) == 0
    assert Figure.objects.count() == 1
    assert main(["indicators", "receive", str(out), str(tmp_path / "khac.xlsx")]) == 2
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()[-2:]]
    assert (first["written"], first["left"]) == (1, 1)
    assert "không phải là số" in first["problems"][0]["cells"][0]
    assert "error" in second
    assert Figure.objects.current().get(indicator__code="I-0319").state == FigureState.VALUE
