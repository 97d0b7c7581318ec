"""Giving the form of a called report out: its questions, and boxes to answer in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.exchange.call_forms.lines import (
    MARKS,
    NONE,
    NOT_COLLECTED,
    answer_width,
    digest_of_answer,
    lines_of,
    shape_of,
)
from mangnon.exchange.errors import BadIssue
from mangnon.exchange.locked_forms import writing
from mangnon.exchange.locked_forms.writing import FormRow, FormText
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.issuing import ReportForm, digest_of
from mangnon.exchange.report_forms.signing import HIDDEN, Marks, new_nonce, signed
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import without_marks
from mangnon.kernel.training import sample_notice
from mangnon.reporting.public import (
    Answer,
    Period,
    Question,
    Report,
    check_expected,
    check_review_reports,
    last_answers,
    own_answers,
    questions_of,
    recipient_of,
    shown_cells,
    why_locked,
)


def call_form(*, actor: Actor, period: Period, agency: Agency) -> ReportForm:
    """The form of one body's answers. Nothing is stored. The boxes hold what the body sent last or wrote on a form
    before; what its officers are drafting on the site stays off the form.

    Raises NotAllowed, NotComplete (the body is not asked), ReportLocked (it owes nothing any more), BadIssue where the
    report is locked.
    """
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    check_expected(period, agency)
    report, answers = own_answers(period, agency)
    locked = why_locked(report) if report is not None else ""
    if locked:
        raise BadIssue(f"{locked} Chưa phát hành phiếu.", code="report_locked")
    questions = questions_of(period)
    shape = shape_of(questions)
    seen = _seen(period, agency, report, answers)
    rows, revisions, filled = [], {}, []
    for question in questions:
        answer = answers.get(question.pk) if question.pk in seen else None
        state, text = (str(answer.state), answer.text) if answer is not None else ("empty", "")
        mark, cells = state if state in MARKS else "", shown_cells(question, text)
        for line in lines_of(question, mark=mark, cells=cells, columns=answer_width(shape)):
            high = 1 if line.is_short else None
            rows.append(FormRow(line.key, line.cells, line.filled, line.shut, line.rules, high))
            hidden = question.pk in answers and question.pk not in seen
            revisions[line.key] = HIDDEN if hidden else answer.revision if answer is not None else 0
            filled.append(digest_of_answer(state, text))
    marks = Marks(
        nonce=new_nonce(),
        regime=period.regime.code,
        period=period.code,
        agency=agency.code,
        revisions=revisions,
        digests=tuple(digest_of(row.cells) for row in rows),
        filled=tuple(filled),
    )
    content = writing.write_form(shape, _text(period, agency, questions), rows, signed(marks))
    return ReportForm(f"phieu-tra-loi-{period.regime.code}-{without_marks(agency.code)}.xlsx", content)


def _seen(period: Period, agency: Agency, report: Report | None, answers: Mapping[int, Answer]) -> set[int]:
    """The questions whose answer is no draft of the body's own: nothing yet, as sent last, or written by a form."""
    sent = last_answers(report) if report is not None else {}
    receipts = ReportFormReceipt.objects.filter(period=period, agency=agency)
    by_forms = {(int(key), saved) for row in receipts for key, saved in row.revisions.items()}
    return {
        pk
        for pk, answer in answers.items()
        if answer.state == "empty"
        or sent.get(pk) == (str(answer.state), answer.text)
        or (pk, answer.revision) in by_forms
    }


def _text(period: Period, agency: Agency, questions: list[Question]) -> FormText:
    recipient = recipient_of(period.regime, clock.today()).name
    above: list[tuple[str, Mapping[str, Any]]] = [
        ("PHIẾU TRẢ LỜI YÊU CẦU BÁO CÁO", {"bold": True, "font_size": 14}),
        (agency.name, {"bold": True, "font_size": 13}),
        (period.words, {"italic": True, "font_size": 12}),
        (f"Gửi {recipient} chậm nhất ngày {vn_date(period.send_by)}.", {"font_size": 11}),
        ("Chỉ điền các ô nền trắng; xem trang «Hướng dẫn».", {"italic": True, "font_size": 11}),
    ]
    if notice := sample_notice():
        above.append((notice, {"italic": True, "font_size": 11}))
    told = f"Hãy chọn «{NONE}», «{NOT_COLLECTED}» hoặc để trống."
    return FormText(
        title="Phiếu trả lời yêu cầu báo cáo",
        above=tuple(above),
        guide=(("Cách điền phiếu", ""), *_GUIDE, ("Gửi lại", f"Lưu tệp (dạng Excel .xlsx) rồi gửi cho {recipient}.")),
        foot="Phiếu trả lời yêu cầu báo cáo",
        looks={"mark": writing.CHOICE},
        rules=(("mark", {"validate": "list", "source": [NONE, NOT_COLLECTED], "error_message": told}),),
        left_aligned=("question", "how"),
    )


_GUIDE: Final = (
    (
        "Ô nền xám",
        "Do hệ thống ghi hoặc không cần điền, đã khóa. Nếu có sai sót, hãy báo cơ quan yêu cầu báo cáo, không tự sửa.",
    ),
    ("Câu hỏi thường", "Ghi vào cột «Trả lời». Con số ghi như 1.234 hoặc 12,5; không ghi đơn vị tính."),
    (
        "Câu hỏi có bảng",
        "Mỗi dòng của bảng là một hàng; tên các cột ghi ở ô «Cách trả lời» của hàng đầu, và "
        "hiện ra khi chọn một ô của bảng.",
    ),
    (
        "Bảng hết dòng trống",
        "Không ghi ra ngoài bảng: báo cơ quan yêu cầu để nhận phiếu có thêm dòng, hoặc trả lời trên hệ thống.",
    ),
    (
        f"«{NONE}», «{NOT_COLLECTED}»",
        "Chọn một trong hai thay cho câu trả lời; hai điều này khác nhau và khác với để trống. Với bảng: chọn ở hàng "
        "đầu.",
    ),
    ("Đang viết trên hệ thống", "Câu mà cơ quan đang trả lời dở trên hệ thống để trống trên phiếu; hãy làm tiếp ở đó."),
    ("Không ghi", "Không ghi tên hoặc thông tin riêng của trẻ em."),
    (
        "Không làm",
        "Không thêm, xóa, chuyển chỗ dòng, cột, trang tính; không gộp ô; không dùng công thức; không chép bảng sang "
        "tệp khác.",
    ),
    ("Gửi lần nữa", "Có thể điền thêm rồi gửi lại chính tệp này: phần đã nhận không bị tính hai lần."),
)
