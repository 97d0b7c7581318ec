"""The documents a directive rests on: what its preamble cites, with number, date and issuer."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import LegalBasis
from mangnon.kernel.text import fold, one_line

_MARKED = r"\d{1,5}(?:/\d{4})?\s?[/\-–]\s?[A-ZĐa-zđ0-9&]{1,8}(?:\s?[/\-–&]\s?[A-ZĐÐ][A-ZĐa-zđ0-9&]*)*"
_DAY = r"ngày\s+(?P<d>\d{1,2})(?:\s*/\s*|\s+tháng\s+)(?P<m>\d{1,2})(?:\s*/\s*|\s+năm\s+)(?P<y>\d{4})"
_CITED = re.compile(
    rf"(?:số|s6|sô|sé|50|s0|s)\s+(?P<no>{_MARKED})(?:\s*,)?(?:\s+{_DAY})?(?:\s+của\s+(?P<by>[^,;()“\"]*))?"
)
_LAW = re.compile(rf"(?P<title>(?:Bộ luật|Luật|Pháp lệnh)\s+[^;,]{{4,90}}?)\s+{_DAY}")
_END_OF_ISSUER = re.compile(
    r"\s+(?:về|ban hành|phê duyệt|quy định|thực hiện|triển khai|hướng dẫn|sửa đổi|tại|trên|cho|và|có|nhằm|để|"
    r"phát động)\b"
    r"|\s+[“\"(]|\.\s"
)
_PREAMBLE_END = re.compile(r"\b(?:như sau|sau đây|cụ thể)\s*:?\s*$|^(?:QUYẾT ĐỊNH|CHỈ THỊ|YÊU CẦU)\s*:?$")
_PREAMBLE = re.compile(r"^(?:can cu|thuc hien|trien khai|thi hanh|theo de nghi|xet|tren co so|nham|tiep theo|de )")


def preamble(paragraphs: Sequence[Paragraph], body_from: int) -> list[Paragraph]:
    """The paragraphs from the head to the first of the outline."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.last < body_from:
            continue
        begun = any(_PREAMBLE.match(fold(item.text)) for item in found)
        if paragraph.rank <= 3 or (paragraph.rank == 5 and begun) or len(found) > 20:
            break
        found.append(paragraph)
        if _PREAMBLE_END.search(paragraph.text):
            break
    return found


def legal_bases(paragraphs: Sequence[Paragraph], body_from: int) -> tuple[LegalBasis, ...]:
    """The cited bases, in order, each once. Only what the preamble itself rests on is taken, not the subject."""
    bases: list[LegalBasis] = []
    for paragraph in preamble(paragraphs, body_from):
        if not _PREAMBLE.match(fold(paragraph.text)):
            continue
        for law in _LAW.finditer(paragraph.text):
            bases.append(LegalBasis("", _day(law), None, law.group("title")))
        for cited in _CITED.finditer(paragraph.text):
            basis = LegalBasis(_number(cited.group("no")), _day(cited), _issuer(cited.group("by")), None)
            if not any(fold(basis.number) == fold(other.number) for other in bases):
                bases.append(basis)
    return tuple(bases)


def _number(text: str) -> str:
    text = re.sub(r"\s*([/\-–])\s*", r"\1", one_line(text))
    text = re.sub(r"(?<=/)(?:Q[PDÐbp0]|0D)(?=-)", "QĐ", text)
    text = re.sub(r"(?<=/)N[PDÐ](?=-)", "NĐ", text)
    return re.sub(r"-T[TI]g$", "-TTg", text)


def _day(found: re.Match[str]) -> dt.date | None:
    if not found.group("y"):
        return None
    try:
        return dt.date(int(found.group("y")), int(found.group("m")), int(found.group("d")))
    except ValueError:
        return None


def _issuer(text: str | None) -> str | None:
    if not text:
        return None
    end = _END_OF_ISSUER.search(text)
    issuer = one_line(text[: end.start()] if end else text).strip(" .,;")
    return issuer if 2 < len(issuer) <= 60 else None
