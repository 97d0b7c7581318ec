"""Heads of documents written as Decree 30/2020/NĐ-CP (and Party rules) lay them out: for property tests.

Every part is drawn on its own: kind, issuer, number, day, subject, layout. `damaged` does to a text what scanners
without Vietnamese do: marks lost, some letters read as signs. All documents are made up.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from mangnon.kernel.text import without_marks

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = ("ĐẢNG CỘNG SẢN VIỆT NAM",)


@dataclass(frozen=True)
class Office:
    """An issuing body: its lines on paper, what it is called, its letters in a symbol, and where it sits."""

    lines: tuple[str, ...]
    name: str
    letters: str
    place: str
    is_party: bool = False


OFFICES = (
    Office(("ỦY BAN NHÂN DÂN", "TỈNH LẠNG SƠN"), "Ủy ban nhân dân tỉnh Lạng Sơn", "UBND", "Lạng Sơn"),
    Office(("UBND TỈNH QUẢNG TRỊ",), "Ủy ban nhân dân tỉnh Quảng Trị", "UBND", "Quảng Trị"),
    Office(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI PHÒNG"), "Ủy ban nhân dân thành phố Hải Phòng", "UBND", "Hải Phòng"),
    Office(("HỘI ĐỒNG NHÂN DÂN", "TỈNH GIA LAI"), "Hội đồng nhân dân tỉnh Gia Lai", "HĐND", "Gia Lai"),
    Office(("ỦY BAN NHÂN DÂN", "HUYỆN BẢO LÂM"), "Ủy ban nhân dân huyện Bảo Lâm", "UBND", "Bảo Lâm"),
    Office(("ỦY BAN NHÂN DÂN", "QUẬN LÊ CHÂN"), "Ủy ban nhân dân quận Lê Chân", "UBND", "Lê Chân"),
    Office(("ỦY BAN NHÂN DÂN", "XÃ TÂN LẬP"), "Ủy ban nhân dân xã Tân Lập", "UBND", "Tân Lập"),
    Office(("ỦY BAN NHÂN DÂN", "PHƯỜNG HÒA BÌNH"), "Ủy ban nhân dân phường Hòa Bình", "UBND", "Hòa Bình"),
    Office(("UBND TỈNH AN GIANG", "SỞ Y TẾ"), "Sở Y tế tỉnh An Giang", "SYT", "An Giang"),
    Office(("ỦY BAN NHÂN DÂN TỈNH CÀ MAU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"), "Sở Giáo dục và Đào tạo tỉnh Cà Mau", "SGDĐT",
           "Cà Mau"),
    Office(("UBND THÀNH PHỐ CẦN THƠ", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"), "Sở Nông nghiệp và Môi trường thành phố Cần Thơ",
           "SNNMT", "Cần Thơ"),
    Office(("SỞ NỘI VỤ",), "Sở Nội vụ tỉnh Thái Nguyên", "SNV", "Thái Nguyên"),
    Office(("BỘ Y TẾ",), "Bộ Y tế", "BYT", "Hà Nội"),
    Office(("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "Bộ Giáo dục và Đào tạo", "BGDĐT", "Hà Nội"),
    Office(("BỘ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"), "Bộ Lao động - Thương binh và Xã hội", "BLĐTBXH", "Hà Nội"),
    Office(("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ", "TTg", "Hà Nội"),
    Office(("CHÍNH PHỦ",), "Chính phủ", "CP", "Hà Nội"),
    Office(("VĂN PHÒNG CHÍNH PHỦ",), "Văn phòng Chính phủ", "VPCP", "Hà Nội"),
    Office(("THANH TRA CHÍNH PHỦ",), "Thanh tra Chính phủ", "TTCP", "Hà Nội"),
    Office(("TÒA ÁN NHÂN DÂN", "TỐI CAO"), "Tòa án nhân dân tối cao", "TANDTC", "Hà Nội"),
    Office(("BỘ Y TẾ", "CỤC PHÒNG BỆNH"), "Cục Phòng bệnh", "PB", "Hà Nội"),
    Office(("UBND TỈNH LÀO CAI", "BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"), "Ban Chỉ đạo chuyển đổi số tỉnh Lào Cai",
           "BCĐ", "Lào Cai"),
    Office(("BAN CHỈ ĐẠO PHÒNG THỦ DÂN SỰ", "TỈNH HÀ TĨNH"), "Ban Chỉ đạo phòng thủ dân sự tỉnh Hà Tĩnh",
           "BCĐ", "Hà Tĩnh"),
    Office(("TỈNH ỦY NGHỆ AN",), "Tỉnh ủy Nghệ An", "TU", "Nghệ An", True),
    Office(("THÀNH ỦY ĐÀ NẴNG",), "Thành ủy Đà Nẵng", "TU", "Đà Nẵng", True),
    Office(("TỈNH ỦY TÂY NINH", "BAN TUYÊN GIÁO"), "Ban Tuyên giáo Tỉnh ủy Tây Ninh", "BTGTU", "Tây Ninh", True),
    Office(("BAN CHẤP HÀNH TRUNG ƯƠNG",), "Ban Chấp hành Trung ương", "TW", "Hà Nội", True),
    Office(("LIÊN ĐOÀN LAO ĐỘNG", "TỈNH VĨNH LONG"), "Liên đoàn Lao động tỉnh Vĩnh Long", "LĐLĐ", "Vĩnh Long"),
    Office(("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM",), "Tổng Liên đoàn Lao động Việt Nam", "TLĐ", "Hà Nội"),
    Office(("CÔNG AN TỈNH ĐẮK LẮK",), "Công an tỉnh Đắk Lắk", "CAT", "Đắk Lắk"),
    Office(("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM", "TỈNH SƠN LA"), "Hội Liên hiệp Phụ nữ Việt Nam tỉnh Sơn La",
           "HLHPN", "Sơn La"),
    Office(("UBND TỈNH KHÁNH HÒA", "BAN QUẢN LÝ", "KHU KINH TẾ VÂN PHONG"),
           "Ban Quản lý Khu kinh tế Vân Phong tỉnh Khánh Hòa", "KKT", "Khánh Hòa"),
    Office(("UBND HUYỆN ĐỨC TRỌNG", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"), "Phòng Giáo dục và Đào tạo huyện Đức Trọng", "PGDĐT",
           "Đức Trọng"),
)  # fmt: skip
KINDS = {
    "Nghị quyết": "NQ", "Quyết định": "QĐ", "Chỉ thị": "CT", "Quy chế": "QC", "Quy định": "QyĐ", "Thông cáo": "TC",
    "Thông báo": "TB", "Hướng dẫn": "HD", "Chương trình": "CTr", "Kế hoạch": "KH", "Phương án": "PA", "Đề án": "ĐA",
    "Dự án": "DA", "Báo cáo": "BC", "Biên bản": "BB", "Tờ trình": "TTr", "Hợp đồng": "HĐ", "Công điện": "CĐ",
    "Bản ghi nhớ": "BGN", "Bản thỏa thuận": "BTT", "Giấy ủy quyền": "GUQ", "Giấy mời": "GM", "Giấy giới thiệu": "GGT",
    "Giấy nghỉ phép": "GNP", "Phiếu gửi": "PG", "Phiếu chuyển": "PC", "Phiếu báo": "PB", "Kết luận": "KL",
}  # fmt: skip
UNITS = ("KGVX", "NVY", "VP", "GDMN", "TCHC", "VX2", "BTXH", "NC", "QLN&TTBĐS", "CTTTHSSV")
SUBJECTS = (
    "Phòng, chống tai nạn thương tích trẻ em giai đoạn 2026 - 2030",
    "Tăng cường công tác bảo vệ môi trường tại các khu dân cư",
    "Triển khai thực hiện Nghị quyết số 42/NQ-CP ngày 11/3/2024 của Chính phủ về phát triển y tế cơ sở trên địa bàn",
    "Nâng cao chất lượng nguồn nhân lực, đáp ứng yêu cầu chuyển đổi số của các cơ quan nhà nước",
    "Rà soát, sắp xếp mạng lưới trường học cho phù hợp với quy mô dân số",
)
LAYOUTS = ("two columns", "one column", "cells", "nation first", "chrome", "wide", "cells wrapped")


@dataclass(frozen=True)
class Head:
    """What is on paper (lines) and what a reader should find."""

    lines: tuple[str, ...]
    kind: str
    number: str | None
    date: dt.date | None
    issuer: str
    subject: str


def write_head(chance: random.Random, *, layout: str | None = None, kind: str | None = None,
               office: Office | None = None) -> Head:  # fmt: skip
    """A head drawn at random, with the beginning of its body and an annex that names other documents."""
    office = office or chance.choice(OFFICES)
    kind = kind or chance.choice((*KINDS, "Công văn", "Công văn", "Kế hoạch", "Quyết định"))
    layout = layout or chance.choice(LAYOUTS)
    number = _number(chance, kind, office)
    day = dt.date(2008, 1, 1) + dt.timedelta(days=chance.randrange(6900))
    label = chance.choice(("Số: ", "Số:", "Số ", "Số : "))
    date_line = f"{office.place}, {_written(chance, day)}"
    subject = chance.choice(SUBJECTS)
    vv = _wrapped(f"{chance.choice(('V/v ', 'V/v: ', 'Về việc '))}{subject[0].lower()}{subject[1:]}", 44)
    is_letter = kind == "Công văn"
    left = [f"{label}{number}", *(vv if is_letter else [])]
    nation = PARTY if office.is_party else NATION
    lines = _laid(chance, layout, list(office.lines), list(nation), left, date_line)
    if not is_letter:
        title = _wrapped(subject.upper() if chance.random() < 0.5 else subject, 70)
        lines += [
            "",
            kind.upper(),
            *([""] if chance.random() < 0.5 else []),
            *title,
            *(["-------"] if chance.random() < 0.3 else []),
            "",
        ]
    lines += _body(chance, kind)
    return Head(tuple(lines), kind, number, day, office.name, subject)


def _number(chance: random.Random, kind: str, office: Office) -> str:
    digits = str(chance.randint(1, 9999))
    if office.is_party:
        return f"{digits}-{KINDS.get(kind, 'CV')}/{office.letters}"
    if kind == "Công văn":
        return f"{digits}/{office.letters}-{chance.choice(UNITS)}"
    year = f"/{chance.randint(2010, 2026)}" if kind in ("Quyết định", "Nghị quyết") and chance.random() < 0.3 else ""
    return f"{digits}{year}/{KINDS[kind]}-{office.letters}"


def _written(chance: random.Random, day: dt.date) -> str:
    two_digits = f"{day.day:02d}"
    month = f"{day.month:02d}" if day.month < 3 or chance.random() < 0.5 else str(day.month)
    return f"ngày {two_digits} tháng {month} năm {day.year}"


def _laid(
    chance: random.Random, layout: str, top: list[str], nation: list[str], left: list[str], date: str
) -> list[str]:
    if layout in ("two columns", "wide"):
        gap = "          " if layout == "wide" else " "
        rows = max(len(top), len(nation))
        first = [
            gap.join(part for part in (top[i] if i < len(top) else "", nation[i] if i < len(nation) else "") if part)
            for i in range(rows)
        ]
        return [*first, f"{left[0]}{gap}{date}", *left[1:]]
    if layout == "one column":
        return [*top, "-------", *nation, "-------", *left, date]
    if layout == "nation first":
        return [*nation, "", *top, *left, date]
    if layout == "cells wrapped":
        top = [piece for line in top for piece in _wrapped(line, 14)]
        nation = [piece for line in nation for piece in _wrapped(line, 24)]
        date = "\n".join(_wrapped(date, 22))
    cells = ["|", *top, "-------", "|", *nation, "---------------", "|", "|", *left, "|", *date.split("\n"), "|"]
    if layout == "chrome":
        return ["Trang chủ", "Văn bản chỉ đạo điều hành", "Hệ thống văn bản", "Đăng nhập", "", *cells]
    return cells


def _wrapped(text: str, width: int) -> list[str]:
    rows: list[str] = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + len(word) >= width:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    return rows


def _body(chance: random.Random, kind: str) -> list[str]:
    greeting = (
        ["Kính gửi:", "- Các sở, ban, ngành;", "- Ủy ban nhân dân các xã, phường.", ""] if kind == "Công văn" else []
    )
    return [
        *greeting,
        "Thực hiện Công văn số 1777/BNV-TCBC ngày 04 tháng 9 năm 2023 của Bộ Nội vụ về việc rà soát, như sau:",
        "",
        "I. NỘI DUNG",
        "",
        "1. Các đơn vị báo cáo theo mẫu ban hành kèm theo Quyết định số 88/QĐ-BTP ngày 06/02/2021 của Bộ Tư pháp.",
        "",
        "PHỤ LỤC",
        "(Ban hành kèm theo Thông tư số 19/2022/TT-BTC ngày 30/3/2022 của Bộ Tài chính)",
    ]


_SIGNS = {"ố": "6", "ộ": "d", "ổ": "d", "ự": "y", "ư": "u", "ợ": "g", "Đ": "P", "đ": "d", "ế": "é", "ề": "é", "ệ": "é"}


def damaged(chance: random.Random, lines: tuple[str, ...], *, amount: float = 0.25) -> list[str]:
    """The lines as an engine without Vietnamese reads them: no marks, now and then a sign for a marked letter."""
    return ["".join(_read(chance, char, amount) for char in line) for line in lines]


def _read(chance: random.Random, char: str, amount: float) -> str:
    if char in _SIGNS and chance.random() < amount:
        return _SIGNS[char]
    return without_marks(char)
