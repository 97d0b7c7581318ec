"""Reporting duties: kinds, days, recipients and reporters in every form official style has, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.paragraphs import paragraphs_of
from mangnon.documents.reading.records import ReportingDuty
from mangnon.documents.reading.reports import reporting_duties


def _read(*lines: str) -> tuple[ReportingDuty, ...]:
    return reporting_duties(paragraphs_of(lines), first=1, last=len(lines))


def _keys(*lines: str) -> list[tuple[str, int | None, int | None]]:
    return [(duty.kind, duty.due_day, duty.due_month) for duty in _read(*lines)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Các đơn vị báo cáo Sở Y tế trước ngày 15/6 và 15/12 hằng năm.", [("half_year", 15, 6), ("annual", 15, 12)]),
        ("Các đơn vị báo cáo về Sở Y tế trước ngày 15/6 và trước ngày 15/12 hằng năm.",
         [("half_year", 15, 6), ("annual", 15, 12)]),
        ("Báo cáo hằng quý gửi Sở Y tế trước ngày 20 tháng cuối quý.", [("other", 20, None)]),
        ("Gửi báo cáo về Sở Y tế trước ngày 25 hằng tháng.", [("other", 25, None)]),
        ("Báo cáo Ủy ban nhân dân tỉnh vào ngày 05 hàng tháng.", [("other", 5, None)]),
        ("Định kỳ 6 tháng, năm báo cáo kết quả về Sở Y tế.", [("half_year", None, None), ("annual", None, None)]),
        ("Các sở gửi báo cáo về Sở Y tế (qua Phòng Nghiệp vụ) trước ngày 20/11/2026 để tổng hợp.", [("adhoc", 20, 11)]),
        ("Trước ngày 10/5/2026, các đơn vị gửi báo cáo về Sở Y tế.", [("adhoc", 10, 5)]),
        ("Các đơn vị báo cáo Sở Y tế khi có yêu cầu.", [("adhoc", None, None)]),
        ("Sở Y tế báo cáo 06 tháng gửi trước ngày 12/6, báo cáo năm gửi trước ngày 12/12 về Bộ Y tế.",
         [("half_year", 12, 6), ("annual", 12, 12)]),
        ("Kết quả thực hiện gửi về Sở Y tế định kỳ hằng quý (trước ngày 18 của tháng cuối quý) và hằng năm "
         "(trước ngày 08 tháng 12).", [("other", 18, None), ("annual", 8, 12)]),
        ("Các huyện báo cáo hằng tuần về Sở Y tế.", [("other", None, None)]),
        ("Sở Y tế tổng hợp, báo cáo Ủy ban nhân dân tỉnh theo quy định.", [("other", None, None)]),
        ("Bộ Tài chính báo cáo Thủ tướng Chính phủ trong tháng 9 năm 2026.", [("adhoc", None, 9)]),
        ("Các sở báo cáo Ủy ban nhân dân tỉnh trong tháng 11 hằng năm.", [("annual", None, 11)]),
        ("Các xã gửi báo cáo về Sở Y tế trước ngày 10 tháng 01 năm sau.", [("annual", 10, 1)]),
        ("Thực hiện báo cáo tuần (gửi trước 16 giờ thứ Năm) về Sở Y tế.", [("other", None, None)]),
        ("Thực hiện báo cáo đột xuất khi có yêu cầu.", [("adhoc", None, None)]),
    ],
)  # fmt: skip
def test_times_of_reports(text: str, keys: list[tuple[str, int | None, int | None]]) -> None:
    assert _keys(text) == keys


@pytest.mark.parametrize(
    "text",
    [
        "Hoàn thành sửa chữa trường học trước ngày 20/8/2026.",
        "Trường hợp phát sinh vướng mắc, báo cáo Sở Y tế trước ngày 20/8/2026 xem xét.".replace(
            " trước ngày 20/8/2026", ""
        ),
        "Trong thời hạn 20 ngày kể từ ngày nhận được báo cáo, Sở Tài chính thẩm định.",
        "Sau khi nghe báo cáo của Sở Y tế ngày 05/3/2026, Ủy ban nhân dân tỉnh kết luận.",
        "Căn cứ báo cáo số 12/BC-SYT ngày 05/3/2026 của Sở Y tế.",
        "Xây dựng kế hoạch hằng năm về bảo vệ trẻ em.",
        "Căn cứ báo cáo tháng 3 năm 2026 của Sở Y tế.",
        "Chất lượng báo cáo ngày càng được nâng lên.",
        "Đào tạo báo cáo viên cấp huyện trước ngày 15/6/2026.",
        "Khẩn trương báo cáo cấp có thẩm quyền quyết định việc bố trí kinh phí.",
    ],
)
def test_what_is_no_reporting_duty(text: str) -> None:
    assert _keys(text) == []


def test_the_day_of_another_task_is_not_the_report_s() -> None:
    found = _keys("Hoàn thành rà soát trước ngày 20/8/2026; báo cáo Ủy ban nhân dân tỉnh trước ngày 05/9/2026.")
    assert found == [("adhoc", 5, 9)]


@given(st.integers(1, 28), st.integers(1, 7), st.integers(8, 12), st.sampled_from(("hằng năm", "hàng năm")),
       st.sampled_from(("{}/{}", "{:02d}/{:02d}", "{} tháng {}", "{:02d} tháng {:02d}")))  # fmt: skip
def test_two_days_of_a_year_are_half_and_whole(day: int, one: int, other: int, every: str, form: str) -> None:
    text = f"Các đơn vị báo cáo về Sở Y tế trước ngày {form.format(day, one)} và {form.format(day, other)} {every}."
    assert _keys(text) == [("half_year", day, one), ("annual", day, other)]


def test_who_reports_to_whom() -> None:
    (one,) = _read("Yêu cầu Chủ tịch UBND các xã báo cáo hằng ngày trước 16 giờ 00 về Sở Nông nghiệp và Môi trường.")
    assert (one.reporter, one.recipient) == ("Chủ tịch UBND các xã", "Sở Nông nghiệp và Môi trường")
    (two,) = _read("2. Sở Y tế", "", "- Tổng hợp tình hình, báo cáo UBND tỉnh chậm nhất ngày 31/10/2026.")
    assert (two.reporter, two.recipient, two.due_year) == ("Sở Y tế", "UBND tỉnh", 2026)


def test_who_sums_up_reports_in_turn() -> None:
    found = _read("Các đơn vị báo cáo về Sở Y tế trước ngày 05/12 hằng năm để tổng hợp, báo cáo Ủy ban nhân dân tỉnh.")
    assert [(duty.kind, duty.reporter, duty.recipient) for duty in found] == [
        ("annual", "Các đơn vị", "Sở Y tế"),
        ("other", "Sở Y tế", "Ủy ban nhân dân tỉnh"),
    ]


@given(st.sampled_from(("half_year", "annual", "adhoc", "other")), st.one_of(st.none(), st.integers(1, 31)))
def test_a_duty_survives_json(kind: str, day: int | None) -> None:
    duty = ReportingDuty(kind, day, None if day is None else 6, None, "Các đơn vị", "Sở Y tế", "trước ngày")  # type: ignore[arg-type]
    assert ReportingDuty.from_json(duty.to_json()) == duty


def test_an_adhoc_report_told_twice_is_one() -> None:
    assert _keys("Báo cáo đột xuất khi có yêu cầu.", "", "Các đơn vị báo cáo Sở Y tế khi có yêu cầu.") == [
        ("adhoc", None, None)
    ]
