"""Invented readings for the tests of drafting."""

from __future__ import annotations

import datetime as dt

from mangnon.documents.reading.records import (
    LegalBasis,
    Reading,
    ReadTask,
    ReportingDuty,
    Signer,
    TimeFrame,
)

GROUP = {"group": "I. Truyền thông", "group_no": "I", "group_title": "Truyền thông"}


def reading() -> Reading:
    """A plan of a province, invented with three tasks in two groups."""
    return Reading(
        file="ke-hoach.txt",
        doc_type="Kế hoạch",
        number="88/KH-UBND",
        date=dt.date(2026, 3, 2),
        place="Quảng Ngãi",
        issuer="Ủy ban nhân dân tỉnh Quảng Ngãi",
        title="Thực hiện quyền trẻ em năm 2026",
        legal_bases=(LegalBasis("12/QĐ-TTg", dt.date(2026, 1, 5), "Thủ tướng Chính phủ"),),
        tasks=(
            ReadTask(
                "I.1",
                "Phổ biến pháp luật về trẻ em",
                ("Sở Y tế",),
                ("Sở Tư pháp", "Các xã, phường"),
                TimeFrame("Thường xuyên hằng năm"),
                **GROUP,
            ),
            ReadTask("I.2", "Mở chuyên mục trên báo", ("Sở Văn hóa, Thể thao và Du lịch",), (), None, **GROUP),
            ReadTask(
                "II.1",
                "Rà soát quy trình",
                ("Sở Y tế",),
                ("Công an tỉnh",),
                TimeFrame("Trước 30/6/2026"),
                group="II. Quy trình",
                group_no="II",
                group_title="Quy trình",
            ),
        ),
        reporting=(ReportingDuty("annual", 15, 12, recipient="Sở Y tế", text="trước ngày 15/12 hằng năm"),),
        recipients=("Như trên", "Lưu: VT, KGVX"),
        signer=Signer("KT. CHỦ TỊCH", None),
    )
