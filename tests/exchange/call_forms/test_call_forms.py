"""A called report answered on an Excel form: out, in, once, nobody's newer answers written over, nothing forged."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.exchange.body_forms import form_of_body, receive_form
from mangnon.exchange.call_forms.lines import answer_width, lines_of, shape_of
from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.receiving import ReceivedForm
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.workbooks import cell_name
from mangnon.project.cli import main
from mangnon.reporting.calls.answering import Given, answers_of
from mangnon.reporting.calls.calling import QuestionDraft
from mangnon.reporting.calls.changing import add_question, end_call
from mangnon.reporting.duties.asked import questions_of
from mangnon.reporting.errors import NotComplete, RegimeRefused, ReportLocked
from mangnon.reporting.models import Period, Report
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.rules.tables import MOST_ROWS, Column, rows_of
from tests.exchange.workbooks.files import TABLE, filled, part, saved_by_libreoffice, with_part
from tests.reporting.factories import Scene, scene, user_at
from tests.reporting.test_calls import call, fill

COLUMNS = (
    Column("Tên lớp"),
    Column("Số trẻ", "number", lowest="0", highest="5000"),
    Column("Đã xong", "yes_no"),
)
FORM = (
    QuestionDraft("number", "Số trẻ em bị đuối nước trong kỳ", unit="trẻ"),
    QuestionDraft("choice", "Mức độ nguy cơ", choices=("Thấp", "Cao")),
    QuestionDraft("table", "Các lớp dạy bơi", columns=COLUMNS),
    QuestionDraft("table", "Theo địa bàn", columns=COLUMNS[1:2], rows=("Vùng thấp", "Vùng cao"), is_required=False),
    QuestionDraft("text", "Kiến nghị", is_required=False),
)


@pytest.fixture
def plan(db: None) -> Scene:
    return scene()


@pytest.fixture
def asked(plan: Scene) -> Period:
    return call(plan, questions=FORM)


def _form(plan: Scene, period: Period) -> bytes:
    return form_of_body(actor=plan.reviewer, period=period, agency=plan.schools).content


def _place(period: Period, order: int, column: str, line: int = 0) -> str:
    """The Excel name of a cell: of a question by its number, of a table the line from 0."""
    questions = questions_of(period)
    before = [lines_of(each) for each in questions if each.order < order]
    shape = shape_of(questions)
    return cell_name(shape.heading_row + 1 + sum(map(len, before)) + line, shape.column_of(column) + 1)


def _filled(plan: Scene, period: Period, **other: Any) -> bytes:
    cells = {
        _place(period, 1, "c1"): 1234,
        _place(period, 2, "c1"): "Cao",
        _place(period, 3, "c1"): "Lớp A",
        _place(period, 3, "c2"): "1.200",
        _place(period, 3, "c3"): "Có",
        _place(period, 3, "c1", 1): "Lớp B",
        _place(period, 3, "c2", 1): 15,
        _place(period, 4, "c1", 1): 7,
        _place(period, 5, "mark"): "Không có",
    }
    return filled(_form(plan, period), {**cells, **other})


def _receive(plan: Scene, content: bytes, **other: Any) -> ReceivedForm:
    return receive_form(actor=plan.reviewer, content=content, **other)


def _kept(plan: Scene) -> list[tuple[str, str]]:
    report = Report.objects.get(agency=plan.schools)
    answers = answers_of(report)
    return [(str(answers[q.pk].state), answers[q.pk].text) for q in questions_of(report.period) if q.pk in answers]


def test_a_form_becomes_the_answers_and_a_second_time_nothing(plan: Scene, asked: Period) -> None:
    content = _filled(plan, asked)
    tried = _receive(plan, content, is_trial=True)
    assert (tried.sent, tried.count(RowState.MERGED)) == (1, 5)
    assert not Report.objects.filter(period=asked).exists()
    assert not AuditRow.objects.filter(act="receive_report_form").exists()
    received = _receive(plan, content)
    assert (received.sent, received.not_sent, received.count(RowState.MERGED)) == (1, "", 5)
    kept = _kept(plan)
    assert kept[:2] == [("value", "1234"), ("value", "Cao")]
    assert rows_of(kept[2][1]) == [["Lớp A", "1200", "Có"], ["Lớp B", "15", ""]]
    assert rows_of(kept[3][1]) == [[""], ["7"]]
    assert kept[4] == ("none", "")
    again = _receive(plan, content)
    assert (again.sent, again.count(RowState.MERGED), again.not_sent) == (0, 0, "")
    assert ReportFormReceipt.objects.count() == 1
    row = AuditRow.objects.get(act="receive_report_form")
    assert (row.details["merged"], row.details["agency"]) == (5, plan.schools.code)


def test_saved_again_by_an_office_program_it_is_the_same_form(plan: Scene, asked: Period, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("no LibreOffice here")
    received = _receive(plan, saved_by_libreoffice(_filled(plan, asked), tmp_path))
    assert (received.sent, received.count(RowState.MERGED)) == (1, 5)


@pytest.mark.parametrize(
    ("order", "column", "value", "told"),
    [
        (1, "c1", -5, "số âm"),
        (1, "c1", "năm trẻ", "không phải con số"),
        (1, "c1", 1e300, "chữ số"),
        (1, "c2", "thừa", "nằm ngoài câu trả lời"),
        (2, "c1", "Vừa", "không có trong các lựa chọn"),
        (3, "c2", 5001, "5.001 lớn hơn 5.000"),
        (3, "c3", "Chưa rõ", "không có trong các lựa chọn"),
        (5, "mark", "Hết", "chỉ chọn"),
        (5, "c1", "chữ " * 6_000, "ký tự"),
    ],
)
def test_a_bad_cell_is_told_the_rest_is_kept_and_nothing_is_sent(
    plan: Scene, asked: Period, order: int, column: str, value: object, told: str
) -> None:
    unmarked = {_place(asked, 5, "mark"): ""} if column == "c1" else {}
    received = _receive(plan, _filled(plan, asked, **unmarked, **{_place(asked, order, column): value}))
    bad = [row for row in received.rows if row.state is RowState.REFUSED]
    assert [row.code for row in bad] == [f"Câu {order}"]
    assert told in " ".join(fault.sentence for fault in bad[0].faults)
    assert (received.sent, received.count(RowState.MERGED)) == (0, 3 if unmarked and order != 5 else 4)
    assert "Còn dòng chưa nhập được" in received.not_sent


def test_what_was_answered_on_the_site_meanwhile_is_not_written_over(plan: Scene, asked: Period) -> None:
    content = _filled(plan, asked)
    fill(plan, asked, plan.schools, "5")
    received = _receive(plan, content)
    assert [row.code for row in received.rows if row.state is RowState.CONFLICT] == ["Câu 1"]
    assert (received.sent, Report.objects.get(period=asked).state) == (0, "draft")
    assert _kept(plan)[0] == ("value", "5")


def test_a_bodys_own_draft_stays_off_the_form_and_is_not_sent_by_it(plan: Scene, asked: Period) -> None:
    fill(plan, asked, plan.schools, "77", "Thấp")
    content = _form(plan, asked)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    # Cell by cell: the marks of the rows, which nobody can foresee, may hold these figures too.
    cells = {str(cell) for row in book.get_sheet_by_name("Trả lời").to_python() for cell in row}
    assert not cells & {"77", "77.0"}
    received = _receive(plan, filled(content, {_place(asked, 5, "c1"): "Thêm kinh phí"}))
    assert received.count(RowState.MERGED) == 1
    assert received.sent == 0
    assert "đang viết một số mục trên hệ thống" in received.not_sent
    assert _kept(plan)[:2] == [("value", "77"), ("value", "Thấp")]


def test_a_form_given_out_before_a_question_more_is_merged_and_not_sent_until_it_is_answered(
    plan: Scene, asked: Period
) -> None:
    content = _filled(plan, asked)
    add_question(actor=plan.reviewer, period=asked, draft=QuestionDraft("number", "Số hồ bơi"), reason="Cần thêm")
    received = _receive(plan, content)
    assert received.count(RowState.MERGED) == 5
    assert received.sent == 0
    assert "câu 6" in received.not_sent


def test_a_returned_report_is_mended_by_the_next_form_and_not_by_the_old_one(plan: Scene, asked: Period) -> None:
    content = _filled(plan, asked)
    _receive(plan, content)
    report = Report.objects.get(period=asked)
    return_report(actor=plan.reviewer, report_id=report.pk, reason="Thiếu", resubmit_by=asked.send_by)
    assert "không có gì mới để gửi" in _receive(plan, content).not_sent
    more = _receive(plan, filled(_form(plan, asked), {_place(asked, 5, "mark"): "", _place(asked, 1, "c1"): 3}))
    assert more.sent == 2
    assert _kept(plan)[0] == ("value", "3")


def test_who_owes_nothing_gets_no_form_and_who_does_not_receive_gives_none(plan: Scene, asked: Period) -> None:
    content = _filled(plan, asked)
    for stranger in (plan.writer(plan.schools), plan.writer(plan.health)):
        with pytest.raises(NotAllowed):
            form_of_body(actor=stranger, period=asked, agency=plan.schools)
        with pytest.raises((NotAllowed, BadWorkbookReturn)):
            receive_form(actor=stranger, content=content)
    with pytest.raises(NotComplete):
        form_of_body(actor=plan.reviewer, period=asked, agency=plan.district)
    end_call(actor=plan.reviewer, period=asked, reason="Đủ")
    with pytest.raises(ReportLocked):
        _form(plan, asked)
    with pytest.raises(ReportLocked):
        _receive(plan, content)
    assert not Report.objects.filter(period=asked).exists()


def _marks(content: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return str(book.get_sheet_by_name("Mã nhận dạng").to_python()[0][0])


def test_forged_and_mixed_forms_are_refused_whole(plan: Scene, asked: Period) -> None:
    content = _filled(plan, asked)
    other = call(plan, name="Yêu cầu khác", questions=FORM)
    own, foreign = _marks(content), _marks(_form(plan, other))
    for mark in (foreign, f"{own[:-1]}{'A' if own[-1] != 'A' else 'B'}", ""):
        with pytest.raises(BadWorkbookReturn):
            _receive(plan, with_part(content, "xl/sharedStrings.xml", lambda text, mark=mark: text.replace(own, mark)))
    shape = shape_of(questions_of(asked))
    locked = cell_name(shape.heading_row + 1, shape.column_of("question") + 1)
    received = _receive(plan, filled(content, {locked: "Số trẻ em khỏe mạnh"}))
    assert [row.code for row in received.rows if row.state is RowState.REFUSED] == ["Câu 1"]
    for bad in (b"", b"PK\x03\x04", content[: len(content) // 2], b"<html></html>"):
        with pytest.raises(BadWorkbookReturn):
            _receive(plan, bad)


def test_pages_and_commands_give_out_try_and_take_in(
    plan: Scene, asked: Period, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [asked.regime.code, asked.code, plan.schools.code]
    view = client.get(reverse("report_view", args=place)).content.decode()
    assert reverse("report_form_file", args=place) in view
    assert client.get(reverse("report_form_file", args=place)).status_code == 200
    content = _filled(plan, asked)
    for viec, told, count in (("thu", "Kiểm tra thử: chưa nhập gì", 0), ("nhan", "Đã gửi thành báo cáo", 1)):
        file = SimpleUploadedFile("phieu.xlsx", content)
        page = client.post(reverse("report_forms"), {"file": file, "viec": viec}).content.decode()
        assert told in page
        assert Report.objects.filter(period=asked).count() == count
    file = tmp_path / "phieu.xlsx"
    out = [asked.regime.code, "--period", asked.code, "--agency", plan.health.code, "--out", str(file)]
    assert main(["report", "form", *out]) == 0
    capsys.readouterr()
    assert main(["report", "receive", "--dry-run", "--json", str(file)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["agency"], said["sent"]) == (plan.health.code, 0)
    assert "câu 1, 2, 3" in said["not_sent"]
    assert not Report.objects.filter(period=asked, agency=plan.health).exists()


def test_marks_are_taken_from_words_and_never_beside_an_answer(plan: Scene, asked: Period) -> None:
    received = _receive(plan, _filled(plan, asked, **{_place(asked, 1, "mark"): "không thu thập được"}))
    (bad,) = [row for row in received.rows if row.state is RowState.REFUSED]
    assert "vừa có nội dung vừa đánh dấu" in bad.faults[0].sentence
    fill(plan, asked, plan.health, Given(mark="none"))
    assert Report.objects.filter(period=asked).count() == 2


def test_the_maker_of_a_call_says_how_many_lines_its_form_has_and_none_is_cut(plan: Scene) -> None:
    many = tuple(
        QuestionDraft("table", f"Các lớp {count}", columns=COLUMNS[:1], blank_rows=count) for count in (3, 120)
    )
    period = call(plan, questions=many)
    first, second = questions_of(period)
    assert [len(lines_of(each)) for each in (first, second)] == [3, 120]
    told = [[f"Lớp {number}"] for number in range(1, 119)]
    assert len(lines_of(first, cells=told[:2])) == 7, "what is told already, and lines to add to it"
    assert len(lines_of(second, cells=[["Lớp"]] * 199)) == MOST_ROWS
    content = _form(plan, period)
    typed = {_place(period, 2, "c1", at): row[0] for at, row in enumerate(told)}
    _receive(plan, filled(content, {**typed, _place(period, 1, "c1"): "Lớp A"}))
    assert [rows_of(text) for _, text in _kept(plan)] == [[["Lớp A"]], told]
    below = cell_name(shape_of([first, second]).heading_row + 1 + 123, 5)

    def with_a_line_below(text: str) -> str:
        words = f'<row r="{below[1:]}"><c r="{below}" t="inlineStr"><is><t>Lớp ngoài bảng</t></is></c></row>'
        return text.replace("</sheetData>", f"{words}</sheetData>")

    with pytest.raises(BadWorkbookReturn, match="được thêm vào bảng"):
        _receive(plan, with_part(content, TABLE, with_a_line_below))


@pytest.mark.parametrize("count", [0, MOST_ROWS + 1])
def test_a_form_has_no_fewer_lines_than_one_and_no_more_than_a_table_may_have(plan: Scene, count: int) -> None:
    draft = QuestionDraft("table", "Các lớp", columns=COLUMNS[:1], blank_rows=count)
    with pytest.raises(RegimeRefused, match=f"phiếu Excel có từ 1 đến {MOST_ROWS} dòng"):
        call(plan, questions=(draft,))


def test_each_cell_says_what_it_wants_and_what_has_no_meaning_is_locked(plan: Scene, asked: Period) -> None:
    questions = questions_of(asked)
    width = answer_width(shape_of(questions))
    number, choice, table, fixed, text = (lines_of(each, columns=width) for each in questions)
    assert number[0].shut == choice[0].shut == text[0].shut == {"c2", "c3"}
    assert [line.shut for line in table[:2]] == [frozenset(), {"mark"}]
    assert fixed[1].shut == {"mark", "c2", "c3"}
    assert choice[0].rules["c1"]["source"] == ["Thấp", "Cao"]
    assert table[1].rules["c2"]["input_title"] == "Số trẻ"
    assert "từ 0 đến 5.000" in table[1].rules["c2"]["input_message"]
    assert table[1].rules["c3"]["source"] == ["Có", "Không"]
    assert number[0].rules["c1"]["validate"] == "any", "a cell of text: a program takes no «1.234» for a number"
    lines = [*number, *choice, *table, *fixed, *text]
    rules = part(_form(plan, asked), TABLE).count("<dataValidation ")
    assert rules == 1 + sum(len(line.rules) for line in lines), "and the mark, once for all rows"


def test_a_list_that_a_spreadsheet_cannot_hold_is_told_in_words(plan: Scene) -> None:
    long = tuple(f"Lựa chọn thứ {number}, có dấu phẩy" for number in range(20))
    period = call(plan, questions=(QuestionDraft("choice", "Chọn", choices=long),))
    (line,) = lines_of(questions_of(period)[0])
    assert line.rules["c1"]["validate"] == "any"
    assert _form(plan, period)
