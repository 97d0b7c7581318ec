"""The parts of reading, each on made-up text."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.bases import legal_bases
from mangnon.documents.reading.bodies import mend_departments, role_of, split_addressee, split_bodies
from mangnon.documents.reading.deadlines import deadline_in
from mangnon.documents.reading.duties import body_duties
from mangnon.documents.reading.endings import read_ending
from mangnon.documents.reading.header import read_header, reconcile_date
from mangnon.documents.reading.labels import labelled_tasks
from mangnon.documents.reading.names import known_bodies_of, mended_time
from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.records import (
    Duty,
    LegalBasis,
    Reading,
    ReadTask,
    ReportingDuty,
    Signer,
    SourceLines,
    TaskGroup,
    TimeFrame,
)
from mangnon.documents.reading.reports import reporting_duties
from mangnon.documents.reading.tables import read_tables
from mangnon.documents.reading.timeframes import read_time_frame

_CONFUSED_SIGNS = {"1": "/", "0": "O", "4": "A", "5": "S", "7": "?", "8": "B"}


@pytest.mark.parametrize(
    ("words", "kind", "due_on"),
    [
        ("Thường xuyên hằng năm", "recurring", None),
        ("Thường xuyên", "ongoing", None),
        ("Theo đề nghị, hướng dẫn của các Bộ, ngành liên quan.", "on_request", None),
        ("Quý IV-2025", "quarter", dt.date(2025, 12, 31)),
        ("Quí I năm 2026", "quarter", dt.date(2026, 3, 31)),
        ("Tháng 02/2024", "month", dt.date(2024, 2, 29)),
        ("trong tháng 12 năm 2025", "month", dt.date(2025, 12, 31)),
        ("Trước ngày 30/11/2025", "before", dt.date(2025, 11, 29)),
        ("Trước ngày 01/3/2024", "before", dt.date(2024, 2, 29)),
        ("Chậm nhất ngày 30/11/2025", "before", dt.date(2025, 11, 30)),
        ("Trước tháng 9 năm 2025", "before", dt.date(2025, 8, 31)),
        ("Ngày 29/02/2025", "unknown", None),
        ("Năm 2027", "year", dt.date(2027, 12, 31)),
        ("Giai đoạn 2026-2030", "span", dt.date(2030, 12, 31)),
        ("Giai đoạn 2026-2030 và những năm tiếp theo", "span", None),
        ("Từ 01/7/2025", "span", None),
        ("Không rõ", "unknown", None),
    ],
)
def test_time_frames_mean_what_they_say(words: str, kind: str, due_on: dt.date | None) -> None:
    frame = read_time_frame(words)
    assert (frame.kind, frame.due_on) == (kind, due_on)


def test_a_span_says_when_it_starts() -> None:
    assert read_time_frame("Từ 01/7/2025").starts_on == dt.date(2025, 7, 1)
    assert read_time_frame("Giai đoạn 2026-2030").starts_on == dt.date(2026, 1, 1)


@given(st.dates(dt.date(1995, 1, 1), dt.date(2059, 12, 31)))
def test_an_undamaged_date_is_read_as_it_stands(day: dt.date) -> None:
    assert reconcile_date([(f"{day.day:02d}", f"{day.month:02d}", str(day.year))]) == (day, False)


@given(st.dates(dt.date(2001, 1, 1), dt.date(2029, 12, 31)), st.data())
def test_one_clear_mention_settles_a_damaged_one(day: dt.date, data: st.DataObject) -> None:
    written = f"{day.day:02d}"
    place = data.draw(st.integers(0, 1))
    damaged = written[:place] + _CONFUSED_SIGNS.get(written[place], written[place]) + written[place + 1 :]
    month, year = f"{day.month:02d}", str(day.year)
    assert reconcile_date([(damaged, month, year), (written, month, year)])[0] == day


def test_two_damaged_mentions_settle_a_day_that_neither_shows() -> None:
    assert reconcile_date([("/4", "03", "2024"), ("1A", "03", "2024")]) == (dt.date(2024, 3, 14), True)


def test_a_day_that_two_values_explain_is_unknown() -> None:
    day, is_doubtful = reconcile_date([("B", "03", "2024")])
    assert day is None
    assert is_doubtful


def _head(**changes: str) -> list[str]:
    parts = {
        "left": "ỦY BAN NHÂN DÂN",
        "place": "TỈNH LẠNG SƠN",
        "number": "Số: 45/KH-UBND",
        "date": "Lạng Sơn, ngày 05 tháng 3 năm 2024",
        "kind": "KẾ HOẠCH",
        "title": "Phòng, chống đuối nước trẻ em năm 2024",
    } | changes
    return [
        f"{parts['left']} CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        f"{parts['place']} Độc lập - Tự do - Hạnh phúc",
        f"{parts['number']} {parts['date']}",
        parts["kind"],
        "",
        parts["title"],
        "",
        "Thực hiện Quyết định số 1248/QĐ-TTg ngày 19/7/2021 của Thủ tướng Chính phủ phê duyệt Chương trình, như sau:",
    ]


def test_the_head_of_a_plan() -> None:
    lines = _head()
    head = read_header(lines, lines)
    assert (head.doc_type, head.number, head.date) == ("Kế hoạch", "45/KH-UBND", dt.date(2024, 3, 5))
    assert (head.place, head.issuer) == ("Lạng Sơn", "Ủy ban nhân dân tỉnh Lạng Sơn")
    assert head.title == "Phòng, chống đuối nước trẻ em năm 2024"
    assert head.warnings == ()


def test_a_lost_number_is_none_and_said() -> None:
    lines = _head(number="~~~~")
    head = read_header(lines, lines)
    assert head.number is None
    assert any("số, ký hiệu" in warning for warning in head.warnings)


def test_a_department_is_named_with_its_city() -> None:
    lines = [
        "UBND THÀNH PHỐ HẢI PHÒNG",
        "SỞ Y TẾ",
        "Số: 12/SYT-NVY",
        "V/v phòng bệnh sởi cho trẻ em",
        "Hải Phòng, ngày 02 tháng 4 năm 2025",
        "Kính gửi: Các bệnh viện",
    ]
    head = read_header(lines, lines)
    assert head.issuer == "Sở Y tế thành phố Hải Phòng"
    assert head.doc_type == "Công văn"
    assert head.title == "V/v phòng bệnh sởi cho trẻ em"


def test_bases_are_those_of_the_preamble() -> None:
    lines = _head()
    (basis,) = legal_bases(paragraphs_of(lines), read_header(lines, lines).body_from)
    assert basis == LegalBasis("1248/QĐ-TTg", dt.date(2021, 7, 19), "Thủ tướng Chính phủ")


@pytest.mark.parametrize(
    ("text", "agencies", "rest"),
    [
        ("Sở Y tế", ("Sở Y tế",), ""),
        ("Đề nghị Tòa án nhân dân tỉnh: Tăng cường xét xử.", ("Tòa án nhân dân tỉnh",), "Tăng cường xét xử."),
        ("Sở Xây dựng chủ trì rà soát.", ("Sở Xây dựng",), "chủ trì rà soát."),
        ("Các sở, ban, ngành; UBND các xã, phường", ("Các sở, ban, ngành", "UBND các xã, phường"), ""),
    ],
)
def test_a_paragraph_that_begins_with_bodies(text: str, agencies: tuple[str, ...], rest: str) -> None:
    assert split_addressee(text) == (agencies, rest)


@pytest.mark.parametrize(
    "text", ["Bố trí kinh phí.", "Bảo đảm an toàn.", "Ban hành kế hoạch.", "Phòng, chống đuối nước"]
)
def test_a_paragraph_that_begins_with_no_body(text: str) -> None:
    assert split_addressee(text) is None


def test_roles_of_a_duty() -> None:
    lead = role_of("Chủ trì, phối hợp với Sở Tài chính và các đơn vị liên quan tham mưu bố trí kinh phí.")
    assert (lead.leads, lead.joins, lead.others) == (True, False, ("Sở Tài chính và các đơn vị liên quan",))
    joint = role_of("Phối hợp với Công an tỉnh tuyên truyền.")
    assert (joint.leads, joint.joins, joint.others) == (False, True, ("Công an tỉnh",))


def test_lists_are_divided_as_on_paper() -> None:
    assert split_bodies("Sở Y tế; các sở, ban, ngành; UBND các xã") == ("Sở Y tế", "các sở, ban, ngành", "UBND các xã")
    three = "Hiệp hội Doanh nghiệp tỉnh, Hội Nông dân tỉnh, Liên minh Hợp tác xã tỉnh"
    assert split_bodies(three) == tuple(three.split(", "))


def test_what_is_left_of_a_department_is_put_right() -> None:
    assert mend_departments("Giáo 50 Xây dựng chủ trì") == "Giao Sở Xây dựng chủ trì"
    assert mend_departments("trong 50 ngày") == "trong 50 ngày"


def test_wrapped_lines_are_one_paragraph_and_marks_begin_another() -> None:
    lines = [
        "I. MỤC ĐÍCH",
        "",
        "1. Bảo đảm quyền",
        "trẻ em trên địa bàn.",
        "- Ý thứ nhất",
        "dài hai dòng;",
        "- Ý thứ hai.",
    ]
    found = [(p.mark, p.text, p.first, p.last) for p in paragraphs_of(lines)]
    assert found == [
        ("I", "MỤC ĐÍCH", 1, 1),
        ("1", "Bảo đảm quyền trẻ em trên địa bàn.", 3, 4),
        ("-", "Ý thứ nhất dài hai dòng;", 5, 6),
        ("-", "Ý thứ hai.", 7, 7),
    ]


_DUTIES = """III. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

a) Chủ trì, phối hợp với Sở Tài chính tổng hợp nhu cầu trước ngày 15/6/2025.

b) Phối hợp với Công an tỉnh rà soát trẻ em có nguy cơ.

2. Công an tỉnh: Chỉ đạo lực lượng nắm địa bàn.
""".splitlines()


def test_duty_lists_under_the_names_of_bodies() -> None:
    found = body_duties(paragraphs_of(_DUTIES))
    assert [(t.code, t.lead, t.coordinating) for t in found.tasks] == [
        ("1a", ("Sở Y tế",), ("Sở Tài chính",)),
        ("1b", (), ("Công an tỉnh",)),
        ("2", ("Công an tỉnh",), ()),
    ]
    due = found.tasks[0].due
    assert due is not None
    assert due.due_on == dt.date(2025, 6, 14)
    assert [duty.agencies for duty in found.duties] == [("Sở Y tế",), ("Sở Y tế",), ("Công an tỉnh",)]


def test_tasks_with_labelled_lines() -> None:
    lines = """1. Truyền thông

- Tổ chức truyền thông về an toàn cho trẻ em.

Đơn vị chủ trì: Sở Văn hóa, Thể thao và Du lịch.

Đơn vị phối hợp: Sở Y tế; UBND các xã.

Thời gian thực hiện: Hằng năm.

- Biên soạn tài liệu.

Đơn vị thực hiện: Sở Y tế.
""".splitlines()
    one, two = labelled_tasks(paragraphs_of(lines))
    assert one.lead == ("Sở Văn hóa, Thể thao và Du lịch",)
    assert one.coordinating == ("Sở Y tế", "UBND các xã")
    assert one.due is not None
    assert one.due.kind == "recurring"
    assert one.group == "1. Truyền thông"
    assert (two.text, two.lead, two.due) == ("Biên soạn tài liệu.", ("Sở Y tế",), None)


def test_an_official_letter_orders_without_naming_a_lead() -> None:
    lines = [
        "Sở đề nghị các trường thực hiện nội dung sau:",
        "- Rà soát lớp học.",
        "- Báo cáo kết quả.",
        "Trân trọng./.",
    ]
    tasks = body_duties(paragraphs_of(lines), is_command=True).tasks
    assert [task.text for task in tasks] == ["Rà soát lớp học.", "Báo cáo kết quả."]
    assert all(task.lead == () and task.warnings for task in tasks)


def test_deadlines_in_running_text() -> None:
    two = deadline_in("Sửa nhà, hoàn thành trước ngày 30/11/2025; xây mới, hoàn thành trước ngày 31/01/2026.")
    assert two is not None
    assert (two.text, two.due_on) == (
        "hoàn thành trước ngày 30/11/2025; hoàn thành trước ngày 31/01/2026",
        dt.date(2026, 1, 30),
    )
    assert deadline_in("Thực hiện theo quy định.") is None


_TABLE = """|
STT
|
Nhiệm vụ
|
Cơ quan chủ trì
|
Cơ quan phối hợp
|
Thời gian
|
|
I. TRUYỀN THÔNG
|
|
1
|
Tuyên truyền phòng, chống
bạo lực trẻ em.
|
Sở Y tế
|
Các sở, ban, ngành; UBND các xã
|
Quý II/2025
|
|
2
|
Biên soạn tài liệu.
|
Sở Tư pháp
|
Hằng năm
|
""".splitlines()


def test_a_table_of_cells() -> None:
    found = read_tables(_TABLE, _TABLE)
    assert found is not None
    one, two = found.tasks
    assert (one.code, one.text) == ("1", "Tuyên truyền phòng, chống bạo lực trẻ em.")
    assert (one.lead, one.coordinating) == (("Sở Y tế",), ("Các sở, ban, ngành", "UBND các xã"))
    assert one.group == "I. TRUYỀN THÔNG"
    assert (two.lead, two.coordinating) == (("Sở Tư pháp",), ())
    assert two.due is not None
    assert two.due.kind == "recurring"


def test_a_table_without_a_leading_body_is_no_table_of_tasks() -> None:
    lines = [line.replace("Cơ quan chủ trì", "Kinh phí") for line in _TABLE]
    assert read_tables(lines, lines) is None


def test_damaged_cells_are_written_as_the_catalogue_writes_them() -> None:
    assert known_bodies_of("A KHO", "S0 KH&CN") == ("Sở KH&CN",)
    assert known_bodies_of("Sở Y tế", "Sở Y tế") == ("Sở Y tế",)
    assert mended_time("Quản lý-2025", "Qui 1V-2025") == "Quý IV-2025"


def test_reports_by_kind_and_day() -> None:
    text = (
        "Các đơn vị định kỳ 6 tháng (trước ngày 10 tháng 6), hằng năm (trước ngày 05/12) và đột xuất "
        "báo cáo kết quả về Sở Y tế để tổng hợp."
    )
    found = reporting_duties(paragraphs_of([text]), first=1, last=1)
    assert [(r.kind, r.due_day, r.due_month) for r in found] == [
        ("half_year", 10, 6),
        ("annual", 5, 12),
        ("adhoc", None, None),
    ]
    assert {r.recipient for r in found} == {"Sở Y tế"}


@pytest.mark.parametrize(
    "text",
    [
        "Trường hợp có khó khăn, vướng mắc báo cáo về Sở Y tế xem xét.",
        "Trên cơ sở báo cáo của Sở Y tế, Ủy ban nhân dân tỉnh yêu cầu.",
        "Tổ chức rà soát trẻ em.",
    ],
)
def test_what_is_no_reporting_duty(text: str) -> None:
    assert reporting_duties(paragraphs_of([text]), first=1, last=1) == ()


def test_recipients_and_signer() -> None:
    lines = [
        "Nơi nhận:",
        "- Bộ Y tế (b/c);",
        "- Như Điều 3;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn An",
    ]
    end = read_ending(lines)
    assert end.recipients == ("Bộ Y tế (b/c)", "Như Điều 3", "Lưu: VT")
    assert end.signer == Signer("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", "Nguyễn Văn An")


def test_a_signer_without_a_name_has_none() -> None:
    end = read_ending(["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "KT CHỦ TỊCH"])
    assert end.signer == Signer("TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH", None)


def test_a_reading_survives_json() -> None:
    source = SourceLines(3, 9)
    reading = Reading(
        file="x.txt",
        number="1/KH-UBND",
        date=dt.date(2025, 1, 2),
        legal_bases=(LegalBasis("2/QĐ-TTg", dt.date(2025, 1, 1), "Thủ tướng Chính phủ"),),
        groups=(TaskGroup("I", "Nhóm", source),),
        tasks=(
            ReadTask(
                "I.1",
                "Việc",
                ("Sở Y tế",),
                (),
                TimeFrame("Quý I/2025", "quarter", dt.date(2025, 3, 31)),
                source=source,
                warnings=("mờ",),
            ),
        ),
        duties=(Duty(("Sở Y tế",), "Việc", source),),
        reporting=(ReportingDuty("annual", 5, 12, None, "các sở", "Sở Y tế", "trước ngày 05/12", source),),
        recipients=("Như trên",),
        signer=Signer("CHỦ TỊCH", None),
        text="a\nb",
        warnings=("w",),
    )
    assert Reading.from_json(reading.to_json()) == reading
