"""Made-up documents of a province that does not exist."""

from __future__ import annotations

import datetime as dt

from mangnon.documents.official import (
    REPORT,
    Annex,
    Bullet,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    Row,
    RowStyle,
    Signer,
    SourceNote,
    Table,
)

HOSTILE = "& < > \" ' # $x$ *đậm* _nghiêng_ [ ] @nhãn \\ ` ~ // /* */ #set page(width: 1pt) = - + <a>&amp; {{ x }} =1+1"
SENTENCE = (
    "Trong kỳ, các cơ quan, đơn vị đã chủ động bám sát nhiệm vụ được giao, phối hợp chặt chẽ với các ngành, đoàn thể "
    "và chính quyền cơ sở trong tổ chức thực hiện."
)
PROGRESS = Table(
    columns=(
        Column("STT", 0.5, "center"),
        Column("Cơ quan chủ trì", 3),
        Column("Đúng hạn", 1, "right", group="Đã hoàn thành"),
        Column("Quá hạn", 1, "right", group="Đã hoàn thành"),
        Column("Tỷ lệ quá hạn (%)", 1.2, "right", decimals=1),
    ),
    rows=(
        Row(("I", "Nhóm nhiệm vụ về truyền thông"), RowStyle.GROUP),
        Row((1, "Sở Giáo dục và Đào tạo", 1204, 1, 12.5), source_marks=("1",)),
        Row((2, "Công an tỉnh", 3, 0, 0)),
        Row(("", "Tổng số", 1207, 1, 11.1), RowStyle.TOTAL),
    ),
    caption="Bảng 1. Tiến độ thực hiện nhiệm vụ",
)


def report(**changes: object) -> OfficialDocument:
    """A report of four pages and more; any field can be replaced."""
    fields: dict[str, object] = {
        "kind": REPORT,
        "agency": "Sở Lao động - Thương binh và Xã hội",
        "parent_agency": "UBND tỉnh Đông Sơn",
        "symbol": "BC-SLĐTBXH",
        "subject": "Kết quả thực hiện Kế hoạch bảo đảm quyền trẻ em 6 tháng đầu năm 2025",
        "signer": Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Nguyễn Thị Ước Mơ"),
        "number": "5",
        "place": "Đông Sơn",
        "issued_on": dt.date(2025, 6, 5),
        "addressees": ("Ủy ban nhân dân tỉnh Đông Sơn",),
        "legal_bases": ("Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;", "Căn cứ Nghị định số 09/2019/NĐ-CP"),
        "recipients": ("Như trên;", "- Bộ Y tế;", "Lưu: VT, BTXH."),
        "body": (
            Paragraph("Thực hiện Kế hoạch của tỉnh, Sở báo cáo kết quả như sau:"),
            Heading(1, "I. KẾT QUẢ"),
            Heading(2, "1. Công tác chỉ đạo"),
            *(Paragraph(SENTENCE, ("1",)) for _ in range(12)),
            Heading(3, "a) Cấp tỉnh"),
            Bullet("Ban hành 03 văn bản;", ("1", "2")),
            Bullet("Đợt một: 80 người;", level=2),
            PROGRESS,
            Paragraph("Sở kính báo cáo./."),
        ),
        "annexes": (
            Annex("Kết quả từng nhiệm vụ", (PROGRESS,), landscape=True),
            Annex("Danh sách đơn vị", (Paragraph("Danh sách."),)),
        ),
        "sources": (
            SourceNote("1", "Báo cáo số 45/BC-SGDĐT của Sở Giáo dục và Đào tạo"),
            SourceNote("2", "Báo cáo số 101/BC-SYT của Sở Y tế"),
        ),
    }
    return OfficialDocument(**{**fields, **changes})  # type: ignore[arg-type]


def bare(**changes: object) -> OfficialDocument:
    """A document with nothing in it that may be left out."""
    empty = ("addressees", "legal_bases", "recipients", "body", "annexes", "sources")
    fields: dict[str, object] = dict.fromkeys(empty, ())
    fields |= {"parent_agency": None, "number": None, "place": "", "issued_on": None, "signer": Signer(("GIÁM ĐỐC",))}
    return report(**{**fields, **changes})
