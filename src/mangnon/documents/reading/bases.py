"""The documents a directive rests on: what its preamble cites, with number, date and issuer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mangnon.documents.reading.citations import Citation, citations_in
from mangnon.documents.reading.paragraphs import Paragraph
from mangnon.documents.reading.records import LegalBasis
from mangnon.kernel.text import fold

_LAWS = ("Luật", "Bộ", "Pháp", "Hiến")
_RECEIVED = re.compile(r"nhận được|đã (?:ban hành|có)|có (?:Công văn|Văn bản|Quyết định|Kế hoạch)", re.I)
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


def is_basis(paragraph: Paragraph) -> bool:
    """Whether a paragraph of the preamble says what the document rests on («Căn cứ …», «Thực hiện …»)."""
    words = paragraph.text.split()
    while words and words[0].isupper():  # «ỦY BAN NHÂN DÂN TỈNH … Căn cứ …» without a line between
        words.pop(0)
    return bool(_PREAMBLE.match(fold(" ".join(words))) or _PREAMBLE.match(fold(paragraph.text)))


def legal_bases(paragraphs: Sequence[Paragraph], body_from: int) -> tuple[LegalBasis, ...]:
    """The cited bases, in order, each once. Only what the preamble itself rests on is taken, not the subject.

    A plan may list them under a heading («I. CĂN CỨ XÂY DỰNG KẾ HOẠCH»); a letter may begin with what was received or
    sent before («… nhận được Công văn số …»).
    """
    before = preamble(paragraphs, body_from)
    bases = [basis for item in before if is_basis(item) for basis in _bases_of(item)]
    if not bases:
        bases = [basis for item in _listed(paragraphs, body_from) for basis in _bases_of(item)]
    if not bases:
        bases = [basis for item in before[:2] if _RECEIVED.search(item.text) for basis in _bases_of(item)]
    once: dict[tuple[str, str | None], LegalBasis] = {}
    for basis in bases:
        once.setdefault((fold(basis.number), basis.title if not basis.number else None), basis)
    return tuple(once.values())


def _listed(paragraphs: Sequence[Paragraph], body_from: int) -> list[Paragraph]:
    """The paragraphs below a first heading that names the bases."""
    found: list[Paragraph] = []
    inside = False
    for paragraph in paragraphs:
        if paragraph.last < body_from:
            continue
        if paragraph.rank == 1:
            if inside:
                break
            inside = bool(re.match(r"can cu|co so phap ly|cac can cu", fold(paragraph.text)))
        if inside:
            found.append(paragraph)
    return found


def _bases_of(paragraph: Paragraph) -> list[LegalBasis]:
    return [
        LegalBasis(item.number or "", item.date, item.issuer, item.title if _is_law(item) else None)
        for item in citations_in(paragraph.text)
    ]


def _is_law(item: Citation) -> bool:
    return item.number is None or item.kind in _LAWS
