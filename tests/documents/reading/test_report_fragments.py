"""Reports of which a scan keeps only the phrases, between the subject and the annex."""

from __future__ import annotations

from mangnon.documents.reading.report_fragments import fragment_duties, is_report_fragment
from mangnon.documents.reading.titles import title_below


def _read(*lines: str) -> list[tuple[str, int | None, int | None, str | None]] | None:
    found = fragment_duties(lines, first=1, last=len(lines))
    return None if found is None else [(d.kind, d.due_day, d.due_month, d.recipient) for d in found]


def test_a_day_of_each_half_year_said_twice_is_two_reports() -> None:
    line = "trước ngày 12/5 và 20/10 hằng năm"
    assert _read(
        line, line, "(hoặc đột xuất khi có yêu cầu)", "", "để tổng hợp, báo cáo Ủy ban nhân dân thành phố"
    ) == [
        ("half_year", 12, 5, None),
        ("annual", 20, 10, None),
        ("adhoc", None, None, None),
        ("other", None, None, "Ủy ban nhân dân thành phố"),
    ]


def test_phrases_that_wrap_and_phrases_without_a_day() -> None:
    assert _read("định kỳ 6 tháng (trước ngày 08 tháng", "6) gửi Sở Nội vụ", "hằng năm (trước ngày 03 tháng 12)") == [
        ("half_year", 8, 6, "Sở Nội vụ"),
        ("annual", 3, 12, None),
    ]
    assert _read("hoặc theo yêu cầu", "", "báo cáo HĐND tỉnh theo quy định")[:1] == [("adhoc", None, None, None)]


def test_a_body_is_no_list_of_phrases() -> None:
    assert _read("I. MỤC TIÊU", "trước ngày 12/5 hằng năm") is None
    assert _read("Các trường nghỉ học từ ngày mai.", "trước ngày 12/5 hằng năm") is None
    assert _read("", "|", "") is None


def test_a_subject_ends_where_such_phrases_begin() -> None:
    head = ["KẾ HOẠCH", "Trồng rừng ven biển", "giai đoạn 2026 - 2030", "", "trước ngày 12/5 hằng năm", "hoặc đột xuất"]
    assert title_below(head, 0, 0, None) == ("Trồng rừng ven biển giai đoạn 2026 - 2030", 3)
    assert not is_report_fragment("báo chí và xuất bản năm 2026")
    assert not is_report_fragment("Trước ngày khai giảng")


def test_a_subject_ends_without_room_only_where_a_day_of_every_year_is_said() -> None:
    head = ["KẾ HOẠCH", "Trồng rừng ven biển", "hằng năm (trước ngày 12 tháng 5)", "hoặc theo đề nghị"]
    assert title_below(head, 0, 0, None) == ("Trồng rừng ven biển", 2)
    for going_on in ("hằng năm trên địa bàn tỉnh", "báo cáo trên địa bàn tỉnh", "trước ngày 30/6/2026"):
        assert title_below(["KẾ HOẠCH", "Chấn chỉnh chế độ thông tin", going_on, ""], 0, 0, None)[1] == 3, going_on
