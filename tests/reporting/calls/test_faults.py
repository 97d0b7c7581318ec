"""What goes wrong with a called report: pasted pages and tables, absurd figures, clocks, amendments given up."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from mangnon.accounts.public import Role
from mangnon.kernel import clock
from mangnon.reporting.calls.answering import Given, answer_table, answers_of, save_answers, submit_answers
from mangnon.reporting.calls.calling import QuestionDraft
from mangnon.reporting.calls.changing import end_call, extend_call
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.errors import NotComplete, RegimeRefused
from mangnon.reporting.models import Answer, Period, Report
from mangnon.reporting.periods.board import board
from mangnon.reporting.review.amending import drop_amendment, start_amendment
from mangnon.reporting.review.deciding import accept_report, return_report
from mangnon.reporting.rules.answers import read_answer
from mangnon.reporting.rules.tables import Column, pasted_rows, read_table, rows_of
from mangnon.reporting.web.call_forms import read_columns
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.test_calls import call, fill

pytestmark = pytest.mark.django_db
COLUMNS = (Column("Tên lớp"), Column("Số trẻ", "number"), Column("Ghi chú"))
TABLE = QuestionDraft("table", "Các lớp dạy bơi", columns=COLUMNS, is_required=False)
TEXT = QuestionDraft("text", "Kiến nghị", is_required=False)


@pytest.fixture
def plan() -> Scene:
    return scene()


@pytest.mark.parametrize(
    "typed",
    ["-5", "\u22125", "\u20135", "năm", "5 trẻ", "1e309", "NaN", "Infinity", "12 15", "12\n15", "5%", "=1+1", "0x10"],
)
def test_negative_words_and_tricks_in_a_number_cell_are_refused_by_row_and_column(typed: str) -> None:
    read = read_table(COLUMNS, [["Lớp A", "3"], ["Lớp B", typed]])
    assert "dòng 2, cột «Số trẻ»" in read.wrong
    assert not read.text


@pytest.mark.parametrize("typed", ["9" * 16, "1." + "000." * 4_999 + "000", "1" + " 000" * 5_000])
def test_a_number_longer_than_any_count_is_refused_and_breaks_no_page(typed: str) -> None:
    read = read_answer("number", typed)
    assert "chữ số" in read.wrong or "ký tự" in read.wrong
    assert not read.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("1\u00a0234", "1234"), ("1 234 567,5", "1234567.5"), ("\ufeff12\u200b", "12"), ("007", "7"), ("000", "0")],
)
def test_what_spreadsheets_put_around_a_figure_is_no_fault(typed: str, kept: str) -> None:
    assert read_answer("number", typed).text == kept


def test_a_table_from_a_word_processor_comes_in_with_its_soft_lines_and_without_its_marks() -> None:
    copied = (
        "\ufeffTên lớp\tSố trẻ\tGhi chú\r\n"
        "Lớp\u00a0A\x07\t1\u00a0200\x07\tDạy\x0bsáng và chiều\x07\r\n"
        "Lớp B\t15\t\r\n"
        "\t\t\r\n"
    )
    rows = pasted_rows(copied, COLUMNS)
    assert rows == [["Lớp A", "1 200", "Dạy\nsáng và chiều"], ["Lớp B", "15", ""]]
    kept = rows_of(read_table(COLUMNS, rows).text)
    assert kept == [["Lớp A", "1200", "Dạy\nsáng và chiều"], ["Lớp B", "15", ""]]


def test_a_cell_of_several_lines_from_a_spreadsheet_is_one_cell_and_loose_quotes_are_words() -> None:
    copied = 'Lớp A\t12\t"Dòng một\nDòng ""hai"""\n"Mầm non" số 1\t3\t"chưa đóng\n'
    assert pasted_rows(copied, COLUMNS) == [
        ["Lớp A", "12", 'Dòng một\nDòng "hai"'],
        ['"Mầm non" số 1', "3", '"chưa đóng'],
    ]


def test_a_row_that_a_word_processor_broke_in_two_is_refused_and_not_counted_as_two() -> None:
    rows = pasted_rows("Lớp A\t12\nthêm 3\tghi chú\n", COLUMNS)
    assert "dòng 2, cột «Số trẻ»" in read_table(COLUMNS, rows).wrong


@given(st.text(max_size=400))
def test_whatever_is_pasted_becomes_rows_of_cells(text: str) -> None:
    rows = pasted_rows(text, COLUMNS)
    assert all(len(row) >= len(COLUMNS) for row in rows)
    assert all(any(row) for row in rows)
    read = read_table(COLUMNS, rows)
    assert not (read.text and read.wrong)


_CELL = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=8)


@given(st.lists(st.tuples(_CELL.filter(bool), _CELL, _CELL), min_size=1, max_size=6))
def test_what_a_spreadsheet_copies_comes_in_cell_by_cell(table: list[tuple[str, str, str]]) -> None:
    def copied(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell

    text = "\r\n".join("\t".join(copied(cell) for cell in row) for row in table)
    columns = tuple(Column(f"cột \u0001{number}") for number in range(3))  # heads that no row repeats
    assert pasted_rows(text, columns) == [list(row) for row in table]


def test_bounds_are_read_as_officials_write_them() -> None:
    (column,) = read_columns("Số trẻ | số | 0 đến 5.000")
    assert (column.lowest, column.highest) == ("0", "5000")
    with pytest.raises(ValueError, match="Cột 1"):
        read_columns("Số trẻ | số | ít đến nhiều")


def test_rows_of_one_name_are_not_asked(plan: Scene) -> None:
    twice = QuestionDraft("table", "Bảng", columns=COLUMNS, rows=("Xã A", "xã a"))
    with pytest.raises(RegimeRefused, match="tên riêng"):
        call(plan, questions=[twice])


def test_pasted_html_is_words_and_five_megabytes_of_it_are_refused_with_everything_kept(
    plan: Scene, client: Client
) -> None:
    period = call(plan, questions=[TEXT, TABLE])
    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER))
    address = f"/bao-cao/{period.regime.code}/{period.code}/tra-loi/"
    text, table = questions_of(period)
    small = '<table onclick="x()"><script>alert(1)</script><td>Đã làm</td></table>'
    assert client.post(address, {f"q-{text.pk}": small, "version": "0"}).status_code == 302
    page = client.get(address).content.decode()
    assert small not in page
    assert "&lt;script&gt;alert(1)" in page

    huge = "<p class='MsoNormal'>Đã làm</p>" * 170_000
    assert len(huge.encode()) > 5 * 1024 * 1024
    told = client.post(address, {f"q-{text.pk}": huge, "version": "1"})
    assert told.status_code == 413
    words = re.sub(r"\s+", " ", told.content.decode())
    assert "chưa được lưu" in words
    assert "đừng tải lại trang" in words
    saved = client.post(address, {f"q-{text.pk}": huge}, headers={"X-Autosave": "1"})
    assert (saved.status_code, saved.json()["code"]) == (413, "too_large")
    half = huge[: 2 * 1024 * 1024]
    for field in (f"q-{text.pk}", f"q-{table.pk}-dan"):
        told = client.post(address, {field: half, "version": "1"})
        assert told.status_code == 422
        assert re.search(r"quá 2\.?0?000 ký tự|quá 20000 ký tự|quá 2000 ký tự", told.content.decode())
    assert Answer.objects.get(question=text).text == small


def test_a_table_as_large_as_may_be_asked_is_saved_from_its_page(plan: Scene, client: Client) -> None:
    columns = tuple(Column(f"Cột {number}", "number") for number in range(12))
    rows = tuple(f"Xã mẫu {number}" for number in range(200))
    period = call(plan, questions=[QuestionDraft("table", "Bảng lớn", columns=columns, rows=rows)])
    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER))
    address = f"/bao-cao/{period.regime.code}/{period.code}/tra-loi/"
    (question,) = questions_of(period)
    cells = {f"q-{question.pk}-{r}-{c}": str(r + c) for r in range(200) for c in range(12)}
    assert client.post(address, {**cells, "version": "0"}).status_code == 302
    assert rows_of(Answer.objects.get(question=question).text)[199][11] == "210"


def _sent(plan: Scene, period: Period) -> Report:
    report = fill(plan, period, plan.health, "Kiến nghị ban đầu")
    submit_answers(actor=plan.writer(plan.health), report_id=report.pk)
    report.refresh_from_db()
    return report


def test_an_amendment_that_is_given_up_gives_every_answer_back(plan: Scene) -> None:
    period = call(plan, questions=[TEXT, TABLE])
    report, writer = _sent(plan, period), plan.writer(plan.health)
    accept_report(actor=plan.reviewer, report_id=report.pk)
    stands = {pk: (a.state, a.text) for pk, a in answers_of(report).items()}
    start_amendment(actor=writer, report_id=report.pk, reason="Đính chính")
    with pytest.raises(NotComplete) as caught:
        submit_answers(actor=writer, report_id=report.pk)
    assert caught.value.code == "nothing_amended"
    text, table = questions_of(period)
    given = {text.pk: Given("Khác"), table.pk: Given(cells=(("Lớp A", "3", ""),))}
    save_answers(actor=writer, report_id=report.pk, revision=1, given=given)
    drop_amendment(actor=writer, report_id=report.pk)
    now = {pk: (a.state, a.text) for pk, a in answers_of(Report.objects.get(pk=report.pk)).items()}
    assert {pk: each for pk, each in now.items() if each[0] != "empty"} == stands
    assert answer_table(plan.reviewer, period).rows[0].cells[0] == "Kiến nghị ban đầu"


def test_a_longer_day_judges_only_what_is_not_sent_and_a_later_return_does_not_count(plan: Scene) -> None:
    period = call(plan, questions=[TEXT])
    day = period.send_by
    with clock.frozen(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(3), dt.UTC)):
        late = _sent(plan, period)
    with clock.frozen(dt.datetime.combine(day + dt.timedelta(days=2), dt.time(3), dt.UTC)):
        extend_call(actor=plan.reviewer, period=period, send_by=day + dt.timedelta(days=9), reason="Bão")
        other = fill(plan, period, plan.schools, "Đã làm")
        submit_answers(actor=plan.writer(plan.schools), report_id=other.pk)
        return_report(actor=plan.reviewer, report_id=other.pk, reason="Thiếu", resubmit_by=day + dt.timedelta(days=30))
    with clock.frozen(dt.datetime.combine(day + dt.timedelta(days=28), dt.time(3), dt.UTC)):
        submit_answers(actor=plan.writer(plan.schools), report_id=other.pk)
        period.refresh_from_db()
        judged = {row.agency.pk: row.timeliness for row in board(plan.reviewer, period).rows}
    assert judged == {late.agency_id: "late", plan.schools.pk: "on_time"}


def test_a_clock_that_goes_back_loses_nothing_and_judges_by_the_first_sending(plan: Scene) -> None:
    period = call(plan, questions=[TEXT])
    now = clock.now()
    with clock.frozen(now + dt.timedelta(days=2)):
        report = _sent(plan, period)
        return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu", resubmit_by=clock.today())
    with clock.frozen(now - dt.timedelta(days=3)):  # a server put right, or a second one that goes slow
        question = questions_of(period)[0]
        revision = save_answers(
            actor=plan.writer(plan.health), report_id=report.pk, revision=1, given={question.pk: Given("Bổ sung")}
        )
        assert revision == 2
        assert submit_answers(actor=plan.writer(plan.health), report_id=report.pk).number == 2
        accept_report(actor=plan.reviewer, report_id=report.pk, version=2)
        end_call(actor=plan.reviewer, period=period, reason="Đủ")
        rows = board(plan.reviewer, period).rows
        assert [(row.agency, row.timeliness) for row in rows] == [(plan.health, "on_time")]
        table = answer_table(plan.reviewer, period)
    assert table.rows[0].cells == ("Bổ sung",)
