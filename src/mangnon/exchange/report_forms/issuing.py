"""Giving a report form out: the tasks of one body in a period, what is recorded of them, and boxes to write in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mangnon.accounts.public import Actor
from mangnon.exchange.errors import BadIssue
from mangnon.exchange.locked_forms import writing
from mangnon.exchange.locked_forms.reading import given_words
from mangnon.exchange.locked_forms.writing import FormRow, FormText
from mangnon.exchange.models import ReportFormReceipt
from mangnon.exchange.report_forms.rules import GENERAL, NOTHING, SHAPE, read_entry
from mangnon.exchange.report_forms.signing import HIDDEN, Marks, new_nonce, signed
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import one_line, without_marks
from mangnon.kernel.training import sample_notice
from mangnon.reporting.public import (
    LONGEST_TEXT,
    Period,
    WritingItem,
    WritingSheet,
    check_review_reports,
    entry_fields,
    is_called,
    last_sent,
    plain,
    recipient_of,
    why_locked,
    writing_sheet,
)

_MOST_FACTS: Final = 1500  # signs of the column beside the boxes; the page shows the rest


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A form as a file."""

    name: str
    content: bytes


def on_behalf(actor: Actor, agency_id: int, name: str) -> Actor:
    """The receiving officer as who types what a body wrote on a form; the evidence says for whom."""
    if actor.is_system:
        return actor
    return replace(actor, on_behalf_of=agency_id, acts_for=f"{name} (theo phiếu Excel của cơ quan)"[:200])


def sheet_for_form(actor: Actor, period: Period, *, agency_id: int, agency_code: str, name: str) -> WritingSheet:
    """The report of a body as the form shows it. Raises NotAllowed, NotComplete (not expected), ReportLocked."""
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    return writing_sheet(on_behalf(actor, agency_id, name), period, agency_code=agency_code)


def report_form(*, actor: Actor, period: Period, agency_id: int, agency_code: str, name: str) -> ReportForm:
    """The form of one body's report. Nothing is stored: giving it out changes nothing, so it leaves no evidence.

    The boxes hold what the body sent last or wrote on a form before; what its officers are drafting on the site is
    theirs alone until it is sent, and stays off the form.

    Raises NotAllowed, NotComplete (the body need not report), BadIssue where the report is locked.
    """
    if is_called(period):
        raise BadIssue(
            "Báo cáo theo yêu cầu được trả lời theo câu hỏi, không dùng phiếu của các nhiệm vụ. Chưa phát hành phiếu.",
            code="called",
        )
    sheet = sheet_for_form(actor, period, agency_id=agency_id, agency_code=agency_code, name=name)
    locked = why_locked(sheet.report) if sheet.report is not None else ""
    if locked:
        raise BadIssue(f"{locked} Chưa phát hành phiếu.", code="report_locked")
    seen = _seen(sheet)
    rows = [_row(number, item, is_seen=item.key in seen) for number, item in enumerate(sheet.items, 1)]
    marks = Marks(
        nonce=new_nonce(),
        regime=period.regime.code,
        period=period.code,
        agency=agency_code,
        revisions={item.key: item.entry.revision if item.key in seen else HIDDEN for item in sheet.items},
        digests=tuple(digest_of(row.cells) for row in rows),
        filled=tuple(filled_digest(read_entry(row.filled, longest=LONGEST_TEXT)[0]) for row in rows),
    )
    content = writing.write_form(SHAPE, _text(sheet), rows, signed(marks))
    return ReportForm(f"phieu-bao-cao-{period.code}-{without_marks(agency_code)}.xlsx", content)


def digest_of(cells: Sequence[str]) -> str:
    """Of the locked cells of a row, so that a changed one is found without keeping what was given out."""
    return hashlib.sha256("\x1f".join(given_words(cell) for cell in cells).encode()).hexdigest()[:16]


def filled_digest(fields: Mapping[str, Any]) -> str:
    """Of what a row's open cells say, as `rules.read_entry` has it."""
    plain_words = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain_words.encode()).hexdigest()[:16]


def _seen(sheet: WritingSheet) -> set[int]:
    """The keys of the entries whose words are no draft of the body's own: nothing yet, as it was sent last, or written
    by a form that came back."""
    report = sheet.report
    if report is None:
        return {item.key for item in sheet.items}
    sent = last_sent(report)
    receipts = ReportFormReceipt.objects.filter(period=sheet.period, agency=sheet.agency)
    by_forms = {(int(key), saved) for row in receipts for key, saved in row.revisions.items()}
    return {
        item.key
        for item in sheet.items
        if not item.has_words
        or plain(entry_fields(item.entry)) == plain(sent.get(item.key or None, {}))
        or (item.key, item.entry.revision) in by_forms
    }


def _row(number: int, item: WritingItem, *, is_seen: bool) -> FormRow:
    entry, task = item.entry, item.task
    role = "" if task is None else "Chủ trì" if item.is_lead else "Phối hợp"
    cells = (
        str(number),
        task.code if task else "",
        one_line(task.text) if task else GENERAL,
        role,
        _facts(item),
    )
    if not is_seen:
        return FormRow(item.key, cells, {})
    filled = {name: getattr(entry, name) for name in SHAPE.filled if name != "is_nil"}
    return FormRow(item.key, cells, {**filled, "is_nil": NOTHING if entry.is_nil else ""})


def _facts(item: WritingItem) -> str:
    """What was recorded in the period and what was written last time, in one cell."""
    noted = [f"{vn_date(clock.local_day(note.noted_at))}, {note.progress} %: {note.text}" for note in item.notes]
    raised = [f"Khó khăn nêu ngày {vn_date(clock.local_day(row.raised_at))}: {row.text}" for row in item.difficulties]
    last = [f"Kỳ trước đã viết: {time.fields['results']}" for time in item.last_time if time.fields.get("results")]
    whole = one_line("; ".join(part.strip() for part in [*noted, *raised, *last]))
    return whole if len(whole) <= _MOST_FACTS else f"{whole[: _MOST_FACTS - 1]}…"


def _text(sheet: WritingSheet) -> FormText:
    period, regime = sheet.period, sheet.period.regime
    recipient = recipient_of(regime, clock.today()).name
    above: list[tuple[str, Mapping[str, Any]]] = [
        ("PHIẾU BÁO CÁO", {"bold": True, "font_size": 14}),
        (sheet.agency.name, {"bold": True, "font_size": 13}),
        (f"({regime.name}, kỳ {period.words})", {"italic": True, "font_size": 12}),
        (f"Gửi {recipient} chậm nhất ngày {vn_date(period.send_by)}.", {"font_size": 11}),
        ("Chỉ điền các ô nền trắng; xem trang «Hướng dẫn».", {"italic": True, "font_size": 11}),
    ]
    notice = sample_notice()
    if notice:
        above.append((notice, {"italic": True, "font_size": 11}))
    choice = {"validate": "list", "source": [NOTHING], "error_message": f"Hãy chọn «{NOTHING}» hoặc để trống."}
    return FormText(
        title="Phiếu báo cáo",
        above=tuple(above),
        guide=(("Cách điền phiếu", ""), *_GUIDE, ("Gửi lại", f"Lưu tệp (dạng Excel .xlsx) rồi gửi cho {recipient}.")),
        foot=f"Phiếu báo cáo kỳ {period.words}",
        looks={"is_nil": writing.CHOICE},
        rules=(("is_nil", choice), *((name, writing.length_rule(LONGEST_TEXT)) for name in _BOXES)),
        left_aligned=("text", "facts"),
    )


_BOXES: Final = tuple(name for name in SHAPE.filled if name != "is_nil")
_GUIDE: Final = (
    ("Ô nền xám", "Do hệ thống ghi, đã khóa. Nếu có sai sót, hãy báo cơ quan nhận báo cáo, không tự sửa."),
    ("Nhiệm vụ chủ trì", f"Mỗi nhiệm vụ chủ trì cần ghi kết quả thực hiện, hoặc chọn «{NOTHING}»."),
    ("Nhiệm vụ phối hợp", "Ghi khi cơ quan có việc đã làm; không có thì để trống."),
    (GENERAL, "Dòng cuối: việc chung không gắn với một nhiệm vụ cụ thể."),
    ("Đang viết trên hệ thống", "Mục mà cơ quan đang viết dở trên hệ thống để trống trên phiếu; hãy viết tiếp ở đó."),
    ("Không ghi", "Không ghi tên hoặc thông tin riêng của trẻ em."),
    (
        "Không làm",
        "Không thêm, xóa, chuyển chỗ dòng, cột, trang tính; không gộp ô; không dùng công thức; không chép bảng sang "
        "tệp khác.",
    ),
    ("Gửi lần nữa", "Có thể điền thêm rồi gửi lại chính tệp này: phần đã nhận không bị tính hai lần."),
)
