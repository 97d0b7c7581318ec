"""What the second hand's documents taught: periods in brackets, labels, closing orders, wrapped lines."""

from __future__ import annotations

import pytest

from mangnon.documents.reading.bodies import split_addressee
from mangnon.documents.reading.deadlines import deadline_in
from mangnon.documents.reading.duties import BodyDuties, body_duties
from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.reports import reporting_duties


def _duties(*lines: str) -> BodyDuties:
    return body_duties(paragraphs_of(lines))


def _reports(*lines: str) -> list[tuple[str, int | None, int | None, int | None]]:
    found = reporting_duties(paragraphs_of(lines), first=1, last=len(lines))
    return [(duty.kind, duty.due_day, duty.due_month, duty.due_year) for duty in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các đơn vị báo cáo về Sở Y tế trước ngày 08 tháng 6 (báo cáo 6 tháng) và trước ngày 08/12 (báo cáo năm).",
            [("half_year", 8, 6, None), ("annual", 8, 12, None)],
        ),
        (
            "Các xã gửi Sở Y tế: báo cáo 6 tháng đầu năm trước ngày 12/6/2026, báo cáo năm trước ngày 03/12/2026.",
            [("half_year", 12, 6, 2026), ("annual", 3, 12, 2026)],
        ),
        ("Các xã báo cáo Sở Y tế trước ngày 12/6/2026.", [("adhoc", 12, 6, 2026)]),
        (
            "Các xã báo cáo Sở Y tế trước ngày 05/12 hằng năm; báo cáo đột xuất khi có dịch.",
            [("annual", 5, 12, None), ("adhoc", None, None, None)],
        ),
        ("Các xã báo cáo nhanh Sở Y tế trước 16 giờ ngày 09/3/2026.", [("adhoc", 9, 3, 2026)]),
    ],
)
def test_reports_whose_period_is_named_beside_the_day(
    text: str, expected: list[tuple[str, int | None, int | None, int | None]]
) -> None:
    assert _reports(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mở hai lớp bồi dưỡng tại các cụm xã. Thời gian hoàn thành: Quý II/2027.", "Quý II/2027"),
        ("Quản lý chặt các bến đò ngang sông. Thời gian thực hiện: Thường xuyên.", "Thường xuyên"),
        ("Soạn quy chế phối hợp, trình ban hành trong quý IV năm 2026.", "trong quý IV năm 2026"),
        ("Nộp kết quả trước ngày 25 hằng tháng.", "trước ngày 25 hằng tháng"),
        ("Làm đầu mối trước ngày 08/6 và trước ngày 08/12 hằng năm.", "trước ngày 08/6 và trước ngày 08/12 hằng năm"),
        ("Trình cấp có thẩm quyền quyết định trước ngày 04/5/2026.", "trước ngày 04/5/2026"),
        ("Rà soát các văn bản ban hành trước ngày 01/7/2025.", None),
        ("Căn cứ quyết định trước ngày 04/5/2026 của tỉnh để làm.", None),
    ],
)
def test_deadlines_in_labels_and_after_issuing(text: str, words: str | None) -> None:
    frame = deadline_in(text)
    assert (frame.text if frame else None) == words


def test_asking_others_below_a_named_body_is_its_own_duty() -> None:
    tasks = _duties(
        "V. TỔ CHỨC THỰC HIỆN",
        "4. Sở Xây dựng",
        "4.1. Kiểm tra các bến khách ngang sông.",
        "4.2. Yêu cầu chủ đầu tư, nhà thầu rào chắn hố móng tại nơi đang thi công.",
    ).tasks
    assert [task.lead for task in tasks] == [("Sở Xây dựng",)] * 2


def test_a_closing_order_after_a_list_has_its_own_body() -> None:
    tasks = _duties(
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ:",
        "- Rà soát danh sách các xã.",
        "2. UBND các xã, phường:",
        "- Lập tổ công tác của xã.",
        "- Kiểm tra các cơ sở trên địa bàn.",
        "",
        "Giao Sở Xây dựng là cơ quan thường trực, đôn đốc việc thực hiện.",
    ).tasks
    assert [task.lead for task in tasks][-2:] == [("UBND các xã, phường",), ("Sở Xây dựng",)]


def test_a_branch_of_a_bank_is_a_body() -> None:
    split = split_addressee("Chi nhánh Ngân hàng Chính sách xã hội tỉnh")
    assert split == (("Chi nhánh Ngân hàng Chính sách xã hội tỉnh",), "")


def test_the_second_year_on_a_new_line_is_no_item() -> None:
    found = paragraphs_of(
        ["- Không bán nước ngọt có ga trong khuôn viên nhà trường từ năm học 2026", "- 2027.", "- Tổ chức bữa ăn trưa."]
    )
    assert [paragraph.text.split()[-1] for paragraph in found] == ["2027.", "trưa."]


def test_an_order_begins_a_paragraph_where_the_line_before_had_room() -> None:
    lines = [
        "- Tuyên truyền kỹ năng thoát nạn tới từng hộ gia đình trong mỗi khu dân cư; vận",
        "động mỗi hộ gia đình trang bị ít nhất một bình chữa cháy tại nhà ở.",
        "Giao Sở Xây dựng theo dõi, đôn đốc việc thực hiện của các đơn vị, địa phương và",
        "gửi kết quả cho các cơ quan có liên quan.",
    ]
    assert [paragraph.mark for paragraph in paragraphs_of(lines)] == ["-", None]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rà soát, lập danh sách trẻ em; xong trước 15/5.", "xong trước 15/5"),
        ("Hướng dẫn các cơ sở; thời gian hoàn thành: tháng 6/2026.", "tháng 6/2026"),
        ("Làm sạch dữ liệu (thời gian hoàn thành: Quý II/2026).", "Quý II/2026"),
        ("Xây dựng mới 15/20 trạm y tế.", None),
        ("Tổng hợp gửi trước ngày 15/6.", None),
    ],
)
def test_deadlines_without_a_year_and_labels_inside_a_sentence(text: str, words: str | None) -> None:
    found = deadline_in(text)
    assert (found and found.text) == words
