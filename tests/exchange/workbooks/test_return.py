"""A workbook out, filled, and in again: merged once, every spoiling told by itself."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO

import pytest
from django.test import override_settings
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.exchange.errors import BadIssue, BadWorkbookReturn
from mangnon.exchange.locked_forms.results import RowState
from mangnon.exchange.models import WorkbookIssue, WorkbookReceipt, WorkbookRow
from mangnon.exchange.workbooks.issuing import issue_workbook, workbook_of
from mangnon.exchange.workbooks.reading import read_return
from mangnon.exchange.workbooks.receiving import (
    Received,
    as_data,
    from_data,
    preview_workbook,
    receive_returned,
    receive_workbook,
)
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.models import Assignment, Difficulty, Extension, Plan, ProgressNote
from mangnon.plans.public import accept_assignment, recall_assignment, record_progress
from tests.exchange.workbooks.files import MARKS, TABLE, filled, part, place, with_part
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db: None) -> Plan:
    made.province()
    return made.adopted()


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def content(plan: Plan, lead: Actor) -> bytes:
    """The workbook of Sở Tư pháp: it coordinates I.1 and I.3 and leads I.2, due 19/05/2025."""
    return issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk).content


def _own(plan: Plan, code: str) -> Assignment:
    """Its assignment; of a recurring task that of the period under way."""
    rows = Assignment.objects.filter(task__plan=plan, task__code=code, agency=made.agency("SO_TP"))
    return max(rows, key=lambda row: row.instance_id or 0)


def _states(received: Received) -> list[RowState]:
    return [row.state for row in received.rows]


FILLED = {
    place(1, "accept"): "Đã tiếp nhận",
    place(2, "accept"): "Đã tiếp nhận",
    place(2, "progress"): 40,
    place(2, "done"): "Đã tổ chức hai lớp mẫu.",
    place(3, "accept"): "x",
    place(3, "progress"): "60 %",
    place(3, "done"): "Đã phối hợp mẫu.",
    place(3, "difficulty"): "Thiếu kinh phí mẫu",
    place(3, "proposal"): "Bổ sung kinh phí",
    place(3, "later"): "30/06/2025",
    place(3, "later_reason"): "Chờ văn bản hướng dẫn",
}


def test_what_was_filled_in_becomes_acts_of_the_body(plan: Plan, lead: Actor, content: bytes) -> None:
    received = receive_workbook(actor=lead, content=filled(content, FILLED))
    assert _states(received) == [RowState.MERGED] * 3
    rows = {code: _own(plan, code) for code in ("I.1", "I.2", "I.3")}
    assert {row.execution for row in rows.values()} == {"in_progress"}
    assert (rows["I.2"].progress, rows["I.3"].progress) == (40, 60)
    assert rows["I.2"].accepted_by_id == lead.user_id
    assert ProgressNote.objects.get(assignment=rows["I.2"]).text == "Đã tổ chức hai lớp mẫu."
    assert Difficulty.objects.get().proposal == "Bổ sung kinh phí"
    assert Extension.objects.get().wanted_on == dt.date(2025, 6, 30)
    told = AuditRow.objects.get(act="record_progress", object_id=str(rows["I.2"].pk))
    assert told.acts_for == "Sở Tư pháp (theo tệp Excel của cơ quan, lần 1)"
    assert (told.actor_id, told.agency_code) == (lead.user_id, "90.SO_YT")
    assert received.rows[2].acts == [
        "tiếp nhận",
        "ghi tiến độ 60 %",
        "nêu khó khăn, vướng mắc",
        "xin gia hạn đến 30/06/2025",
    ]


def test_however_often_it_is_sent_it_is_merged_once(plan: Plan, lead: Actor, content: bytes) -> None:
    sent = filled(content, FILLED)
    receive_workbook(actor=lead, content=sent)
    evidence = AuditRow.objects.count()
    for _ in range(2):
        again = receive_workbook(actor=lead, content=sent)
        assert _states(again) == [RowState.NOTHING_NEW] * 3
        assert again.receipt is None
    assert AuditRow.objects.count() == evidence
    assert (WorkbookReceipt.objects.count(), WorkbookRow.objects.count()) == (1, 3)


def test_filled_in_further_only_what_is_new_counts(plan: Plan, lead: Actor, content: bytes) -> None:
    receive_workbook(actor=lead, content=filled(content, FILLED))
    more = FILLED | {place(3, "progress"): 80, place(3, "done"): "Đã phối hợp thêm."}
    received = receive_workbook(actor=lead, content=filled(content, more))
    assert _states(received) == [RowState.NOTHING_NEW, RowState.NOTHING_NEW, RowState.MERGED]
    assert received.rows[2].acts == ["ghi tiến độ 80 %"]
    assert (Difficulty.objects.count(), Extension.objects.count()) == (1, 1)
    # The first file once more: nothing goes back.
    old = receive_workbook(actor=lead, content=filled(content, FILLED))
    assert _states(old) == [RowState.NOTHING_NEW] * 3
    assert _own(plan, "I.3").progress == 80


def test_a_preview_is_the_same_and_leaves_nothing(plan: Plan, lead: Actor, content: bytes) -> None:
    evidence = AuditRow.objects.count()
    returned, seen = preview_workbook(actor=lead, content=filled(content, FILLED))
    assert _states(seen) == [RowState.MERGED] * 3
    assert AuditRow.objects.count() == evidence
    assert not ProgressNote.objects.exists()
    assert from_data(as_data(returned)) == returned
    done = receive_returned(actor=lead, returned=from_data(as_data(returned)))
    assert [row.acts for row in done.rows] == [row.acts for row in seen.rows]


def test_an_empty_workbook_says_nothing(plan: Plan, lead: Actor, content: bytes) -> None:
    received = receive_workbook(actor=lead, content=content)
    assert _states(received) == [RowState.NOTHING_NEW] * 3
    assert not WorkbookReceipt.objects.exists()


def test_completion_needs_a_word_while_coordinators_are_silent(plan: Plan, lead: Actor, content: bytes) -> None:
    done = {place(2, "accept"): "x", place(2, "complete"): "Đã hoàn thành", place(2, "done"): "Xong việc mẫu."}
    received = receive_workbook(actor=lead, content=filled(content, done))
    assert received.rows[1].state is RowState.REFUSED
    assert _own(plan, "I.2").execution == "not_received", "a row is carried out whole or not at all"
    stated = done | {place(2, "silent_reason"): "Cơ quan phối hợp chưa phải làm gì"}
    assert receive_workbook(actor=lead, content=filled(content, stated)).rows[1].state is RowState.MERGED
    assert _own(plan, "I.2").execution == "reported_complete"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"progress": 101}, "từ 0 đến 100"),
        ({"progress": 0.4}, "từ 0 đến 100"),
        ({"progress": 1, "done": "Đã làm"}, "1 % hoặc 100 %"),
        ({"progress": "bốn mươi"}, "từ 0 đến 100"),
        ({"progress": 40}, "chưa nêu việc đã làm"),
        ({"done": "Đã làm"}, "chưa ghi tiến độ"),
        ({"accept": "không"}, "Đã tiếp nhận"),
        ({"proposal": "Bổ sung"}, "chưa nêu khó khăn"),
        ({"later": "30/06/2025"}, "cần nêu lý do"),
        ({"later": "31/02/2025", "later_reason": "x"}, "không phải là ngày"),
        ({"later": "29/02/2026", "later_reason": "x"}, "không phải là ngày"),
        ({"later_reason": "x"}, "chưa ghi ngày"),
        ({"done": "x" * 3001, "progress": 4}, "3001 ký tự"),
        ({"complete": "Đã hoàn thành", "progress": 50, "done": "x"}, "100 hoặc để trống"),
        ({"text": "Việc khác"}, "do hệ thống ghi đã bị sửa"),
        ({"due": "31/12/2030"}, "nội dung đúng là «19/05/2025»"),
    ],
)
def test_each_wrong_cell_is_told_and_only_its_row_waits(
    plan: Plan, lead: Actor, content: bytes, cells: dict[str, str | int | float], words: str
) -> None:
    wrong = {place(2, name): value for name, value in cells.items()}
    received = receive_workbook(actor=lead, content=filled(content, {place(1, "accept"): "x", **wrong}))
    assert _states(received) == [RowState.MERGED, RowState.REFUSED, RowState.NOTHING_NEW]
    fault = received.rows[1].faults[0]
    assert words in fault.sentence
    assert fault.cell in {place(2, name) for name in ("progress", "done", "accept", "difficulty", "later")} | set(
        wrong
    ) | {place(2, "later_reason")}


# ---- the file as a whole -------------------------------------------------------------------------------------------


def _swap_rows(text: str) -> str:
    rows = re.findall(r'<row r="(?:8|9)".*?</row>', text)
    swapped = [
        rows[1].replace('r="9"', 'r="8"').replace('9" ', '8" '),
        rows[0].replace('r="8"', 'r="9"').replace('8" ', '9" '),
    ]
    swapped = [
        re.sub(r'r="([A-Z]+)\d+"', rf'r="\g<1>{number}"', row) for row, number in zip(swapped, (8, 9), strict=True)
    ]
    return text.replace(rows[0], "{first}").replace(rows[1], swapped[1]).replace("{first}", swapped[0])


def _without_row(number: int) -> object:
    return lambda text: re.sub(rf'<row r="{number}".*?</row>', "", text)


def _merged(text: str) -> str:
    return re.sub(
        r'<mergeCells count="(\d+)">',
        lambda found: f'<mergeCells count="{int(found[1]) + 1}"><mergeCell ref="I8:I9"/>',
        text,
    )


def _spoiled(content: bytes, how: str) -> bytes:
    key = place(1, "silent_reason").replace("O", "P")
    beyond = key.replace("P", "Q")
    return {
        "formula": lambda: filled(content, {place(1, "progress"): "=20+20"}),
        "merged": lambda: with_part(content, TABLE, _merged),
        "swapped": lambda: with_part(content, TABLE, _swap_rows),
        "removed": lambda: with_part(content, TABLE, _without_row(9)),  # type: ignore[arg-type]
        "heading": lambda: filled(content, {"H7": "Tỷ lệ"}),
        "column": lambda: with_part(
            content, TABLE, lambda text: text.replace(f'<c r="{key}"', f'<c r="{beyond}"><v>1</v></c><c r="{key}"', 1)
        ),
        "copied": lambda: filled(content, {key.replace("8", "9"): str(read_return(content).rows[0].assignment)}),
        "foreign_row": lambda: filled(content, {key: "999999"}),
        "no_key": lambda: filled(content, {key: "abc"}),
        "renamed": lambda: with_part(content, "xl/workbook.xml", lambda text: text.replace("Nhiệm vụ", "Trang 1")),
        "forged": lambda: with_part(content, MARKS_STRINGS, lambda text: text.replace(_signature(content), "A" * 43)),
        "no_marks": lambda: with_part(
            content, "xl/workbook.xml", lambda text: text.replace("Mã nhận dạng", "Mã nhận dạng cũ")
        ),
        "not_excel": lambda: b"khong phai excel",
    }[how]()


MARKS_STRINGS = "xl/sharedStrings.xml"


def _signature(content: bytes) -> str:
    found = re.search(r":([A-Za-z0-9_-]{43})<", part(content, MARKS_STRINGS))
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("how", "code", "words"),
    [
        ("formula", "formulas", "H8"),
        ("merged", "merged_cells", "I8"),
        ("swapped", "moved_rows", "dòng 8"),
        ("removed", "removed_row", "số thứ tự 2"),
        ("heading", "moved_columns", "H7"),
        ("column", "added_column", "Q8"),
        ("copied", "added_row", "Dòng 9"),
        ("foreign_row", "added_row", "Dòng 8"),
        ("no_key", "added_row", "Dòng 8"),
        ("renamed", "wrong_sheet", "Nhiệm vụ"),
        ("forged", "forged", "đã bị sửa"),
        ("no_marks", "no_marks", "mã nhận dạng"),
        ("not_excel", "not_excel", "không phải Excel"),
    ],
)
def test_a_spoiled_file_is_refused_with_its_one_reason(
    content: bytes, lead: Actor, how: str, code: str, words: str
) -> None:
    with pytest.raises(BadWorkbookReturn) as refused:
        receive_workbook(actor=lead, content=_spoiled(content, how))
    assert (refused.value.code, words in refused.value.message) == (code, True), refused.value.message
    assert "Chưa có gì được nhập" in refused.value.message
    assert not WorkbookReceipt.objects.exists()


def test_a_workbook_of_another_site_is_foreign(plan: Plan, lead: Actor) -> None:
    with override_settings(SECRET_KEY="another-site-altogether"):
        foreign = issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk).content
    with pytest.raises(BadWorkbookReturn) as refused:
        receive_workbook(actor=lead, content=foreign)
    assert refused.value.code == "forged"
    with override_settings(SECRET_KEY_FALLBACKS=["another-site-altogether"]):
        assert _states(receive_workbook(actor=lead, content=foreign)) == [RowState.NOTHING_NEW] * 3


def test_an_older_issue_is_refused_after_a_newer_came_back(plan: Plan, lead: Actor, content: bytes) -> None:
    accept_assignment(actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), assignment_id=_own(plan, "I.1").pk)
    newer = issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk)
    assert newer.issue.number == 2
    receive_workbook(actor=lead, content=filled(newer.content, {place(2, "accept"): "x"}))
    with pytest.raises(BadWorkbookReturn) as refused:
        receive_workbook(actor=lead, content=filled(content, FILLED))
    assert refused.value.code == "older_issue"


def test_what_was_recalled_since_is_told_and_the_rest_is_merged(plan: Plan, lead: Actor, content: bytes) -> None:
    recall_assignment(actor=lead, assignment_id=_own(plan, "I.2").pk, reason="Thu hồi mẫu")
    received = receive_workbook(actor=lead, content=filled(content, FILLED))
    assert _states(received) == [RowState.MERGED, RowState.REFUSED, RowState.MERGED]
    assert received.rows[1].reason


def test_only_the_lead_body_gives_out_and_takes_back(plan: Plan, content: bytes) -> None:
    for code, role in (("SO_TP", Role.PROVINCIAL_LEAD), ("SO_YT", Role.DEPARTMENT_OFFICER), ("UBND_TINH", Role.LEADER)):
        stranger = made.actor_at(code, role)
        with pytest.raises(NotAllowed):
            receive_workbook(actor=stranger, content=filled(content, FILLED))
        with pytest.raises(NotAllowed):
            issue_workbook(actor=stranger, plan=plan, agency_id=made.agency("SO_TP").pk)
    assert not ProgressNote.objects.exists()


def test_the_same_file_is_given_until_something_changes(plan: Plan, lead: Actor, content: bytes) -> None:
    again = issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk)
    assert (again.issue.number, again.content) == (1, content)
    assert WorkbookIssue.objects.count() == 1
    assert workbook_of(again.issue) == content
    with pytest.raises(BadIssue):
        issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_NV").pk)


def test_a_deadline_is_told_as_its_last_day_beside_the_one_first_set(plan: Plan, lead: Actor) -> None:
    """«Trước ngày 10/6» is the 9th; the first day is named only where the deadline was moved."""
    first, moved = dt.date(2025, 6, 9), dt.date(2025, 6, 30)
    rows = [_own(plan, code) for code in ("I.1", "I.2")]
    for row, due in zip(rows, (first, moved), strict=True):
        Assignment.objects.filter(pk=row.pk).update(original_due_on=first, due_on=due)
    issued = issue_workbook(actor=lead, plan=plan, agency_id=made.agency("SO_TP").pk)
    book = CalamineWorkbook.from_filelike(BytesIO(issued.content))
    sheets = [book.get_sheet_by_index(number).to_python() for number in range(len(book.sheet_names))]
    assert {"09/06/2025", "30/06/2025 (hạn ban đầu 09/06/2025)"} <= {str(cell) for row in sheets[0] for cell in row}
    guide = " ".join(str(cell) for sheet in sheets for row in sheet for cell in row)
    assert "«trước ngày 10/6» thì thời hạn là ngày 09/6" in guide


def test_the_form_is_locked_and_has_its_lists(content: bytes) -> None:
    assert '<workbookProtection lockStructure="1"/>' in part(content, "xl/workbook.xml")
    assert 'state="veryHidden"' in part(content, "xl/workbook.xml")
    table = part(content, TABLE)
    assert "<sheetProtection " in table
    assert table.count("<dataValidation ") == 9
    assert "<sheetProtection " in part(content, MARKS)


# ---- said here after the workbook was given out --------------------------------------------------------------------


def _says(plan: Plan, progress: int, text: str) -> None:
    department = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = _own(plan, "I.2")
    if row.execution == "not_received":
        accept_assignment(actor=department, assignment_id=row.pk)
    record_progress(actor=department, assignment_id=row.pk, progress=progress, text=text)


def test_newer_words_are_kept_and_both_are_told(plan: Plan, lead: Actor, content: bytes) -> None:
    _says(plan, 70, "Đã tổ chức bốn lớp mẫu.")
    returned, seen = preview_workbook(actor=lead, content=filled(content, FILLED))
    assert _states(seen) == [RowState.MERGED, RowState.CONFLICT, RowState.MERGED]
    assert seen.rows[1].reason == (
        "Hệ thống đang có 70 %, ngày 20/05/2025: «Đã tổ chức bốn lớp mẫu.». Tệp ghi 40 %: «Đã tổ chức hai lớp mẫu.»."
    )
    done = receive_returned(actor=lead, returned=returned)
    assert _states(done) == _states(seen)
    assert _own(plan, "I.2").progress == 70
    told = AuditRow.objects.get(act="receive_workbook")
    assert (told.details["merged"], told.details["kept"]) == (2, 1)
    # Asked again it is still in the open; chosen, it is merged; then it is known.
    assert _states(receive_returned(actor=lead, returned=returned))[1] is RowState.CONFLICT
    row = _own(plan, "I.2").pk
    assert _states(receive_returned(actor=lead, returned=returned, chosen=[row]))[1] is RowState.MERGED
    assert _own(plan, "I.2").progress == 40
    assert _states(receive_returned(actor=lead, returned=returned))[1] is RowState.NOTHING_NEW


def test_what_the_file_itself_said_is_not_newer(plan: Plan, lead: Actor, content: bytes) -> None:
    receive_workbook(actor=lead, content=filled(content, FILLED))
    more = {**FILLED, place(2, "progress"): 60, place(2, "done"): "Đã tổ chức ba lớp mẫu."}
    assert _states(receive_workbook(actor=lead, content=filled(content, more)))[1] is RowState.MERGED
    _says(plan, 65, "Đã mời giảng viên mẫu.")
    more[place(2, "progress")] = 80
    more[place(2, "done")] = "Đã xong bốn lớp mẫu."
    assert _states(receive_workbook(actor=lead, content=filled(content, more)))[1] is RowState.CONFLICT
    assert _own(plan, "I.2").progress == 65


def test_a_row_without_progress_passes_nothing_over(plan: Plan, lead: Actor, content: bytes) -> None:
    """A difficulty is merged; what the row says of progress later is still older than the word here."""
    _says(plan, 70, "Đã tổ chức bốn lớp mẫu.")
    trouble = {place(2, "difficulty"): "Thiếu xe mẫu"}
    assert _states(receive_workbook(actor=lead, content=filled(content, trouble)))[1] is RowState.MERGED
    more = {**trouble, place(2, "progress"): 40, place(2, "done"): "Đã tổ chức hai lớp mẫu."}
    assert _states(receive_workbook(actor=lead, content=filled(content, more)))[1] is RowState.CONFLICT


def test_a_workbook_of_before_notes_were_counted(plan: Plan, lead: Actor, content: bytes) -> None:
    issue = WorkbookIssue.objects.get()
    issue.given = [{name: value for name, value in each.items() if name != "note"} for each in issue.given]
    issue.save()
    with clock.frozen(clock.at(dt.date(2025, 5, 21), 9)):
        _says(plan, 70, "Đã tổ chức bốn lớp mẫu.")
        assert _states(receive_workbook(actor=lead, content=filled(content, FILLED)))[1] is RowState.CONFLICT
