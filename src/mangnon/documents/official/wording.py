"""The fixed words and the punctuation of an official document, once for all writers."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, localcontext

from mangnon.documents.official.kinds import DocumentKind
from mangnon.documents.official.model import CellValue, OfficialDocument
from mangnon.kernel.dates import long_date, vn_date
from mangnon.kernel.text import one_line

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
RECIPIENTS = "Nơi nhận:"
ADDRESSED_TO = "Kính gửi:"
SOURCES = "NGUỒN SỐ LIỆU, NỘI DUNG"
SOURCES_EXPLAINED = "Số trong ngoặc vuông ở cuối đoạn chỉ báo cáo mà số liệu, nội dung của đoạn được lấy từ đó."
DOTS = "......"
LONG_DOTS = "................................"
UNKNOWN_DATE = "ngày ... tháng ... năm ..."
# What a decision prints in the middle, and how its articles begin (NĐ 30/2020/NĐ-CP, Appendix III, forms 1.1 and 1.2,
# recalled).
DECIDES = ("QUYẾT ĐỊNH:", "QUYẾT NGHỊ:")
ARTICLE = re.compile(r"Điều \d{1,3}\.")
_DECISIONS = ("quyet-dinh", "nghi-quyet")
_ON_BEHALF = re.compile(r"^(?:KT|TL|TUQ|Q)\. ")
_CLOSING = " \t\n.;,"
_TO_FILL_IN = ("...", "…")
_ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def printable(text: str) -> str:
    """The text in NFC, without signs that have no shape on paper; line breaks stay, as a plain newline.

    Control signs, invisible format signs (also those that turn the reading direction), variation selectors, halves of
    surrogate pairs and non-characters go; everything that can be seen stays.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", text.translate(_SHAPES))


class _Shapes(dict[int, int | None]):
    """What each sign becomes, found out once for each: itself, or nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if _is_shapeless(chr(code)) else code
        return self[code]


_SHAPES = _Shapes({ord("\n"): ord("\n"), ord("\t"): ord(" ")})


def _is_shapeless(char: str) -> bool:
    code = ord(char)
    return (
        unicodedata.category(char) in {"Cc", "Cf", "Cs"}
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code & 0xFFFE == 0xFFFE
        or 0xFDD0 <= code <= 0xFDEF
    )


def lines(text: str) -> tuple[str, ...]:
    """The non-empty lines of a text, each tidy: what one field of a form gives as paragraphs."""
    tidy = (one_line(part) for part in printable(text).split("\n"))
    return tuple(part for part in tidy if part)


def is_decision(kind: DocumentKind) -> bool:
    """Whether a paper of this kind names who decides, says «QUYẾT ĐỊNH:» and has articles."""
    return kind.code in _DECISIONS


def authority(document: OfficialDocument) -> str:
    """Who decides, above the bases: «GIÁM ĐỐC SỞ Y TẾ», for a collective its body. Empty for other kinds."""
    if not is_decision(document.kind):
        return ""
    agency = one_line(printable(document.agency)).upper()
    head = one_line(printable(document.signer.capacity[0])) if document.signer.capacity else DOTS
    return agency if head.startswith("TM. ") else f"{_ON_BEHALF.sub('', head)} {agency}"


def number_line(document: OfficialDocument) -> str:
    """«Số: 05/BC-SLĐTBXH»; dots for a number not yet given. Numbers below ten take a leading zero."""
    return f"Số: {_number(document)}/{one_line(printable(document.symbol))}"


def _number(document: OfficialDocument) -> str:
    number = one_line(printable(document.number or ""))
    if not number:
        return DOTS
    return number.zfill(2) if number.isdigit() else number


def date_text(day: dt.date | None) -> str:
    """«ngày 05 tháng 6 năm 2025», or the dots to be filled in by hand."""
    return UNKNOWN_DATE if day is None else long_date(day)


def place_and_date(document: OfficialDocument) -> str:
    """«Kon Tum, ngày 05 tháng 6 năm 2025»; dots for an unknown place or date."""
    return f"{one_line(printable(document.place)) or DOTS}, {date_text(document.issued_on)}"


def annex_reference(document: OfficialDocument) -> str:
    """«(Kèm theo Báo cáo số 15/BC-… ngày … của …)»: what an annex belongs to."""
    number = f"{_number(document)}/{one_line(printable(document.symbol))}"
    agency = one_line(printable(document.agency))
    return f"(Kèm theo {document.kind.name} số {number} {date_text(document.issued_on)} của {agency})"


def annex_label(index: int, total: int) -> str:
    """«Phụ lục» for the only annex, «Phụ lục I», «Phụ lục II» … for several. `index` counts from 0."""
    return "Phụ lục" if total == 1 else f"Phụ lục {roman(index + 1)}"


def roman(number: int) -> str:
    """A number from 1 to 89 in Roman numerals."""
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out += letters
            number -= value
    return out


def legal_base_lines(bases: Iterable[str]) -> tuple[str, ...]:
    """Legal bases one a line, closed with «;» and the last with «.»."""
    return _closed(bases)


def list_lines(items: Iterable[str]) -> tuple[str, ...]:
    """Recipients or addressees: one a line behind a dash, closed with «;» and the last with «.»."""
    return tuple(f"- {item}" for item in _closed(one_line(printable(i)).removeprefix("-") for i in items))


def addressee_lines(addressees: Iterable[str]) -> tuple[str, ...]:
    """One addressee as it is, several as a list."""
    tidy = tuple(text for text in (one_line(printable(a)) for a in addressees) if text)
    return tuple(text.rstrip(_CLOSING) for text in tidy) if len(tidy) == 1 else list_lines(tidy)


def _closed(items: Iterable[str]) -> tuple[str, ...]:
    tidy = [text for text in (_unclosed(one_line(printable(item))) for item in items) if text]
    last = len(tidy) - 1
    return tuple(
        text if text.endswith(_TO_FILL_IN) else f"{text}{'.' if index == last else ';'}"
        for index, text in enumerate(tidy)
    )


def _unclosed(text: str) -> str:
    # «Lưu: VT, ...» keeps its dots: they stand for what is to be filled in.
    return text if text.endswith(_TO_FILL_IN) and text.strip(_CLOSING + "…") else text.rstrip(_CLOSING)


def letter_subject(document: OfficialDocument) -> str:
    """«V/v …», the subject of a công văn."""
    subject = one_line(printable(document.subject))
    bare = subject[3:].lstrip() if subject.lower().startswith("v/v") else subject
    return f"V/v {bare}"


def document_title(document: OfficialDocument) -> str:
    """The title for the file's properties: «Báo cáo - Kết quả …»."""
    return f"{document.kind.name} - {one_line(printable(document.subject))}"


def mark_text(mark: str) -> str:
    """A source mark as it is printed: «[1]»."""
    return f"[{one_line(printable(mark))}]"


def cell_text(value: CellValue, decimals: int | None = None) -> str:
    """A cell as it is printed: 1.234,5 for numbers, 05/06/2025 for days, 08:20 for times, nothing for None.

    `decimals` rounds half away from zero and pads; without it a number shows the decimals it has.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return "\n".join(lines(value))
    if isinstance(value, dt.date):
        return vn_date(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return number_text(value, decimals)


def number_text(value: int | float | Decimal, decimals: int | None = None) -> str:
    """A number in Vietnamese writing: points between thousands, a comma before decimals."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError("only finite numbers can be printed")
    if decimals is not None:
        with localcontext(prec=400):  # enough for the largest float
            exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding="ROUND_HALF_UP")
    elif exact == exact.to_integral_value():
        exact = exact.to_integral_value()
    else:
        exact = exact.normalize()
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))
