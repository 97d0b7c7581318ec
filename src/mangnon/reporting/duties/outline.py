"""The standing words of a regime: what NĐ 09/2019/NĐ-CP asks a reporting regime to say."""

from __future__ import annotations

from mangnon.reporting.models.regimes import DueDays
from mangnon.reporting.terms import CutOffKind, SendByKind

CONTENT = (
    "Kết quả thực hiện từng nhiệm vụ được giao chủ trì, phối hợp; khó khăn, vướng mắc; đề xuất, kiến nghị; "
    "nhiệm vụ kỳ tới."
)
METHOD = "Gửi trên hệ thống Măng Non; trường hợp chưa có tài khoản gửi bản điện tử có chữ ký số."
CUT_OFF_RULE = "Chốt số liệu trước thời hạn gửi báo cáo ít nhất một ngày làm việc."
OUTLINE = "1. Kết quả thực hiện theo từng nhiệm vụ\n2. Khó khăn, vướng mắc\n3. Đề xuất, kiến nghị\n4. Nhiệm vụ kỳ tới"
_PERIODS = {"half_year": "6 tháng", "annual": "năm"}


def regime_name(kind: str, number: str, title: str) -> str:
    """«Báo cáo 6 tháng kết quả … » with what the plan is about."""
    about = f"Kế hoạch số {number}" if number else "Kế hoạch"
    subject = f" {title[0].lower()}{title[1:]}" if title else ""
    return f"Báo cáo {_PERIODS[kind]} kết quả thực hiện {about}{subject}"[:300]


def send_by_words(due: DueDays) -> str:
    """By when a report is sent, as officials say it: «Chậm nhất ngày 09 tháng 06»."""
    offset, day, month = due.send_by_offset or 0, due.send_by_day or 0, due.send_by_month or 0
    if due.send_by_kind == SendByKind.DATE:
        # 29 February stands for the month's last day (`opening.set_up_regimes`).
        named = "ngày cuối tháng 02" if (month, day) == (2, 29) else f"ngày {day:02d} tháng {month:02d}"
        return f"Chậm nhất {named}"
    if due.send_by_kind == SendByKind.DAY_OF_MONTH:
        after = {0: "tháng cuối kỳ", 1: "tháng sau khi hết kỳ"}.get(offset, f"tháng thứ {offset} sau khi hết kỳ")
        return f"Chậm nhất ngày {day:02d} của {after}"
    unit = "ngày làm việc" if due.send_by_kind == SendByKind.WORKING_DAYS_AFTER else "ngày"
    if not offset:
        return "Chậm nhất ngày cuối kỳ"
    return f"Chậm nhất {abs(offset)} {unit} {'sau' if offset > 0 else 'trước'} ngày cuối kỳ"


def cut_off_words(due: DueDays) -> str:
    """When data are cut off, as officials say it."""
    if due.cut_off_kind == CutOffKind.PERIOD_END:
        return "Chốt số liệu vào ngày cuối kỳ."
    if due.cut_off_kind == CutOffKind.WORKING_DAYS_BEFORE:
        return f"Chốt số liệu trước ngày gửi {due.cut_off_offset or 0} ngày làm việc."
    return CUT_OFF_RULE
