"""People from Excel: good files, all kinds of bad ones, twice the same file, nothing half-written."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency, Post
from mangnon.audit.models import AuditRow
from mangnon.people.errors import BadPeopleFile
from mangnon.people.importing import ImportPlan, Verdict, import_people, plan_import, rows_as_data, rows_from_data
from mangnon.people.workbook import COLUMNS, MOST_ROWS, FileRow, read_people, template_workbook
from tests.harness.queries import assert_constant_queries
from tests.people.office import TODAY, Office, agency, office, person

Line = tuple[Any, ...]
HEAD = tuple(COLUMNS.values())
LAN: Line = ("Nguyễn Thị Lan", "", "", "Sở Tư pháp", "Chuyên viên sở, ngành", "Chuyên viên", "20/05/2025", "")
ANH: Line = ("Trần Văn Ánh", "anhtv", "anh@mau.gov.vn", "90.SO_YT", "Lãnh đạo", "", dt.date(2025, 3, 1), "31/12/2025")


def workbook(*lines: Line, head: Line = HEAD, sheet: str = "Nhân sự", before: int = 0, **more: Any) -> bytes:
    """A small file as people make them."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    page = book.add_worksheet(sheet)
    for number, line in enumerate([head, *lines], before):
        for column, value in enumerate(line):
            if isinstance(value, dt.date):
                page.write_datetime(number, column, dt.datetime.combine(value, dt.time()))
            else:
                page.write(number, column, value)
    if "merge" in more:
        page.merge_range(more["merge"], "gộp")
    book.close()
    return buffer.getvalue()


# ---- reading: no database ------------------------------------------------------------------------------------------


def test_lines_are_read_as_they_stand() -> None:
    rows = read_people(workbook(LAN, (), ANH, before=2))
    assert [(row.number, row.full_name) for row in rows] == [(4, "Nguyễn Thị Lan"), (6, "Trần Văn Ánh")]
    assert (rows[0].valid_from, rows[0].valid_to) == (dt.date(2025, 5, 20), None)
    assert (rows[1].valid_from, rows[1].valid_to) == (dt.date(2025, 3, 1), dt.date(2025, 12, 31))
    assert not any(row.faults for row in rows)


def test_headings_may_be_written_otherwise_and_stand_in_any_order() -> None:
    head = ("VAI TRÒ", "Từ ngày (bắt buộc)", "Tên cơ quan", "Ho ten")
    rows = read_people(workbook(("Lãnh đạo", "1/3/2025", "Sở Y tế", "Lê An"), head=head))
    assert (rows[0].role, rows[0].agency, rows[0].full_name, rows[0].valid_from) == (
        "Lãnh đạo",
        "Sở Y tế",
        "Lê An",
        dt.date(2025, 3, 1),
    )


def test_a_fault_names_its_cell() -> None:
    rows = read_people(workbook(("", "", "", "", "", "", "31/02/2025", "mai"), ("Lê An", "", "", "", "", "", "", "")))
    assert {heading for heading, _ in rows[0].faults} == {
        "Họ và tên",
        "Cơ quan (mã hoặc tên)",
        "Vai trò",
        "Từ ngày",
        "Đến hết ngày",
    }
    assert ("Từ ngày", "chưa có ngày bắt đầu") in rows[1].faults


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    buffer = BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(name, part)
    return buffer.getvalue()


def _bomb() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (70 * 1024 * 1024))
    return buffer.getvalue()


def _far(row: int, column: int) -> bytes:
    """A few kilobytes for which the reader would make room for milliards of cells."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("Nhân sự")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, LAN)
    page.write(row, column, "x")
    book.close()
    return buffer.getvalue()


# A row and a cell that do not say where they are, in other letters and quotes than Excel's.
_SECOND = (
    "<?xml version='1.0' encoding='UTF-16'?><x:worksheet xmlns:x='urn:x'><x:sheetData><x:row r = '900000'>"
    "<x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"
).encode("utf-16")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_excel"),
        (b"khong phai tep Excel", "not_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old_or_locked"),
        (workbook()[:-200], "not_excel"),
        (workbook(), "empty_file"),
        (workbook(LAN, head=("Tên", "Lớp", "Điểm")), "wrong_sheet"),
        (workbook((*LAN[:6], "=TODAY()", "")), "formulas"),
        (workbook(LAN, ANH, merge="A2:A3"), "merged_cells"),
        (_with_part(workbook(LAN), "xl/vbaProject.bin", b"macro"), "macros"),
        (_with_part(workbook(LAN), "xl/macrosheets/sheet9.xml", b"macro"), "macros"),
        (workbook(*[LAN] * (MOST_ROWS + 1)), "too_many_rows"),
        (_bomb(), "too_large"),
        (b"PK\x03\x04" + b"0" * (6 * 1024 * 1024), "too_large"),
        (_with_part(b"", "word/document.xml", b"<w/>"), "not_excel"),
        (_with_part(workbook(LAN), "xl/workbook.bin", b"0"), "not_excel"),
        (_with_part(workbook(LAN), "xl/comments1.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "not_excel"),
        (_far(1_048_575, 16_383), "far_cell"),
        (_far(1_048_575, 0), "far_cell"),
        (_far(0, 16_383), "far_cell"),
        (_with_part(workbook(LAN), "xl/worksheets/sheet9.xml", _SECOND), "far_cell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_whole_with_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(BadPeopleFile) as refused:
        read_people(content)
    assert refused.value.code == code
    assert "Chưa có gì được nhập." in refused.value.message


def test_colours_without_words_may_reach_far() -> None:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    page = book.add_worksheet("Nhân sự")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, LAN)
    page.write_blank(900_000, 300, None, book.add_format({"bg_color": "#FFFF00"}))
    book.close()
    assert [row.full_name for row in read_people(buffer.getvalue())] == [LAN[0]]


@given(st.binary(max_size=400))
def test_no_bytes_are_a_fault_of_ours(content: bytes) -> None:
    with pytest.raises(BadPeopleFile):
        read_people(content)


def test_the_empty_form_is_read_as_empty_and_filled_as_people() -> None:
    form = template_workbook(agencies=[("90.SO_TP", "Sở Tư pháp")], roles=[("Lãnh đạo", "Xem tình hình")])
    with pytest.raises(BadPeopleFile) as refused:
        read_people(form)
    assert refused.value.code == "empty_file"


def test_lines_survive_the_way_through_the_page() -> None:
    rows = read_people(workbook(LAN, ANH))
    assert rows_from_data(rows_as_data(rows)) == rows


# ---- what a file leads to ------------------------------------------------------------------------------------------


@pytest.fixture
def found(db: None) -> Office:
    return office()


def _plan(found: Office, *lines: Line) -> ImportPlan:
    return plan_import(found.admin, read_people(workbook(*lines)), today=TODAY)


def _messages(found: Office, *lines: Line) -> list[str]:
    return [message for row in _plan(found, *lines).rows for message in row.messages]


def test_new_people_get_posts_and_codes_and_the_same_file_again_makes_nobody(found: Office) -> None:
    rows = read_people(workbook(LAN, ANH))
    planned = plan_import(found.admin, rows, today=TODAY)
    assert [(row.verdict, row.username) for row in planned.rows] == [
        (Verdict.NEW_PERSON, "lannt"),
        (Verdict.NEW_PERSON, "anhtv"),
    ]
    before = (User.objects.count(), Post.objects.count())
    done = import_people(actor=found.admin, rows=rows, today=TODAY)
    assert (len(done.issued), done.posts) == (2, 2)
    assert (User.objects.count(), Post.objects.count()) == (before[0] + 2, before[1] + 2)
    post = Post.objects.get(user__username="anhtv")
    assert (post.agency.code, post.role, post.valid_to) == ("90.SO_YT", Role.LEADER, dt.date(2025, 12, 31))
    again = plan_import(found.admin, rows, today=TODAY)
    assert {row.verdict for row in again.rows} == {Verdict.UNCHANGED}
    assert not again.is_applicable
    assert import_people(actor=found.admin, rows=rows, today=TODAY).posts == 0
    assert User.objects.count() == before[0] + 2


def test_two_posts_of_one_person_are_one_account(found: Office) -> None:
    second = ("Trần Văn Ánh", "anhtv", "", "Sở Tư pháp", "Lãnh đạo", "", "20/05/2025", "")
    done = import_people(actor=found.admin, rows=read_people(workbook(ANH, second)), today=TODAY)
    assert (len(done.issued), done.posts) == (1, 2)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ((*LAN[:3], "Sở Tư Pháp Mới Toanh Lạ", *LAN[4:]), "Cơ quan: không nhận ra"),
        ((*LAN[:3], "91.SO_TP", *LAN[4:]), "Cơ quan: không nhận ra"),
        ((*LAN[:4], "Vua", *LAN[5:]), "Vai trò: không có vai trò «Vua»"),
        ((*LAN[:4], "system", *LAN[5:]), "Vai trò: không có vai trò «system»"),
        ((*LAN[:4], "Hệ thống", *LAN[5:]), "Vai trò: không có vai trò «Hệ thống»"),
        ((LAN[0], "tên có dấu", *LAN[2:]), "Tên đăng nhập:"),
        ((LAN[0], "", "thu-sai", *LAN[3:]), "Thư điện tử:"),
        ((LAN[0], "songanh", *LAN[2:]), "Tên đăng nhập: đã thuộc một người khác họ tên."),
        (("Phạm Văn Mẫu", "quantri", *LAN[2:]), "không ai tự giao vị trí cho chính mình"),
        ((*LAN[:7], "19/05/2025"), "Đến hết ngày: trước «Từ ngày»."),
        (("Lan 9", *LAN[1:]), "Họ và tên:"),
    ],
)
def test_a_wrong_line_says_which_cell(found: Office, line: Line, sentence: str) -> None:
    messages = _messages(found, line, ANH)
    assert len(messages) == 1
    assert sentence in messages[0]
    count = User.objects.count()
    with pytest.raises(BadPeopleFile):
        import_people(actor=found.admin, rows=read_people(workbook(line, ANH)), today=TODAY)
    assert User.objects.count() == count


def test_nobody_takes_back_an_own_post_by_a_line_without_a_user_name(found: Office) -> None:
    Post.objects.create(
        user=found.administrator,
        agency=agency("UBND_TINH"),
        role=Role.LEADER,
        valid_from=dt.date(2025, 1, 1),
        valid_to=dt.date(2025, 2, 28),
    )
    line = ("Phạm Văn Mẫu", "", "", "90.UBND_TINH", "Lãnh đạo", "", "20/05/2025", "")
    held = Post.objects.filter(user=found.administrator).count()
    with pytest.raises(BadPeopleFile):
        import_people(actor=found.admin, rows=read_people(workbook(line)), today=TODAY)
    assert "từng giữ đúng vị trí này (tên đăng nhập «quantri»)" in _messages(found, line)[0]
    assert Post.objects.filter(user=found.administrator).count() == held
    own = ("Phạm Văn Mẫu", "", "", "90.VP_UBND", "Quản trị hệ thống", "", "20/05/2025", "")
    assert [row.verdict for row in _plan(found, own).rows] == [Verdict.UNCHANGED]


def test_a_closed_account_gets_no_post_by_its_name(found: Office) -> None:
    User.objects.filter(pk=found.officer.pk).update(is_active=False)
    line = ("Trần Văn Mẫu Ánh", "", "", "90.SO_TP", "Chuyên viên sở, ngành", "", "20/05/2025", "")
    assert "đang ngừng hoạt động" in _messages(found, line)[0]


def test_a_person_of_another_province_is_not_drawn_in(found: Office) -> None:
    Agency.objects.create(
        code="91.SO_TP", name="Sở Tư pháp tỉnh khác", level="province", territory=agency("SO_TP").territory
    )
    person("nguoixa", "Vũ Thị Mẫu Xa", "SO_TP", Role.DEPARTMENT_OFFICER, province="91")
    line = ("Vũ Thị Mẫu Xa", "nguoixa", "", "90.SO_TP", "Người đọc số liệu", "", "20/05/2025", "")
    assert _messages(found, line) == ["Tên đăng nhập: tài khoản này do tỉnh khác quản lý."]


def test_the_same_line_twice_is_asked_about(found: Office) -> None:
    assert "hai dòng giống hệt nhau" in _messages(found, LAN, LAN)[0]
    assert "dòng này trùng một dòng ở trên" in _messages(found, ANH, ANH)[0]


def test_a_clash_in_the_last_line_undoes_all_before_it(found: Office) -> None:
    clash = ("Trần Văn Ánh", "anhtv", "", "90.VP_UBND", "Kiểm soát nhật ký", "", "20/05/2025", "")
    before = (User.objects.count(), Post.objects.count(), AuditRow.objects.count())
    with pytest.raises(BadPeopleFile, match="Dòng 4: "):
        import_people(actor=found.admin, rows=read_people(workbook(LAN, ANH, clash)), today=TODAY)
    assert (User.objects.count(), Post.objects.count(), AuditRow.objects.count()) == before


def test_planning_costs_the_same_for_long_and_short_files(found: Office) -> None:
    rows: list[FileRow] = []

    def more() -> None:
        number = len(rows)
        rows.append(
            FileRow(number, f"Lê {'ABCD'[number]}n", f"len{number}", "", "Sở Y tế", "Lãnh đạo", "", TODAY, None)
        )

    assert_constant_queries(add_row=more, read=lambda: plan_import(found.admin, rows, today=TODAY))


# ---- the pages -----------------------------------------------------------------------------------------------------


def _client(found: Office) -> Client:
    client = Client()
    client.force_login(found.administrator)
    return client


def _upload(client: Client, content: bytes) -> Any:
    return client.post(reverse("people_import"), {"file": SimpleUploadedFile("nguoi-dung.xlsx", content)})


def test_preview_writes_nothing_and_the_import_shows_the_slips(found: Office) -> None:
    client, count = _client(found), User.objects.count()
    preview = _upload(client, workbook(LAN, ANH))
    assert (preview.status_code, User.objects.count()) == (200, count)
    assert preview.context["carried"]
    slips = client.post(reverse("people_import_apply"), {"noi-dung": preview.context["carried"]})
    assert slips.status_code == 200
    assert [row["issued"].user.username for row in slips.context["rows"]] == ["lannt", "anhtv"]
    again = client.post(reverse("people_import_apply"), {"noi-dung": preview.context["carried"]})
    assert again.context["count"] == 0
    assert User.objects.count() == count + 2


def test_a_wrong_file_is_told_on_the_page_and_offers_no_import(found: Office) -> None:
    client = _client(found)
    bad = _upload(client, b"khong phai Excel")
    assert bad.status_code == 422
    assert "không phải Excel" in bad.content.decode()
    wrong = _upload(client, workbook((*LAN[:4], "Vua", *LAN[5:])))
    assert not wrong.context["carried"]
    assert "Có 1 dòng cần sửa" in wrong.content.decode()


def test_the_preview_of_one_cannot_be_applied_by_another_nor_altered(found: Office) -> None:
    carried = _upload(_client(found), workbook(LAN)).context["carried"]
    other = Client()
    other.force_login(found.second)
    count = User.objects.count()
    for typed, client in ((carried, other), (carried[:-3] + "abc", _client(found)), ("", _client(found))):
        assert client.post(reverse("people_import_apply"), {"noi-dung": typed}).status_code == 422
    assert User.objects.count() == count


def test_the_form_can_be_downloaded(found: Office) -> None:
    answer = _client(found).get(reverse("people_import_template"))
    assert answer.content[:2] == b"PK"
