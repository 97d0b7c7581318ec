"""The standing words of a regime: what NĐ 09/2019/NĐ-CP asks a reporting regime to say."""

from __future__ import annotations

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
