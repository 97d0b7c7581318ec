"""Is a text a directive at all? Decided by evidence that survives damage; a refusal says what was looked for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from mangnon.agencies.matching import likeness
from mangnon.documents.reading.bodies import split_addressee
from mangnon.documents.reading.endings import is_recipients_head
from mangnon.documents.reading.header import Header
from mangnon.documents.reading.paragraphs import plain
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold

_ENOUGH = 3.0
_ORDERS = re.compile(
    r"\b(?:chu tri|phoi hop|to chuc thuc hien|trien khai thuc hien|bao cao ket qua|can cu|ban hanh|kem theo|"
    r"theo quy dinh|uy ban nhan dan|ubnd|thu tuong chinh phu|chi dao|nhiem vu|don vi)\b"
)


class NotADirective(Refusal):
    """The text is legible and is no directive: a novel, a letter, nothing at all."""

    code = "not_a_directive"


def check_is_directive(lines: Sequence[str], header: Header) -> None:
    """Raise NotADirective when too little speaks for a directive."""
    words = sum(len(line.split()) for line in lines)
    if words < 20:
        raise NotADirective(
            "Tệp không có đủ chữ để đọc thành văn bản chỉ đạo. Chưa có gì được lưu. "
            "Hãy kiểm tra lại tệp hoặc quét lại văn bản."
        )
    if evidence(lines, header) < _ENOUGH:
        raise NotADirective(
            "Nội dung không giống một văn bản chỉ đạo: không thấy đủ quốc hiệu, số và ký hiệu, tên loại văn bản, "
            "nơi nhận hay phần giao nhiệm vụ. Chưa có gì được lưu. "
            "Hãy chọn đúng tệp kế hoạch, quyết định, công văn cần đọc."
        )


def evidence(lines: Sequence[str], header: Header) -> float:
    """How much speaks for a directive: each sign of the form of official documents counts."""
    texts = [plain(line) for line in lines]
    head = texts[:25]
    score = 0.0
    score += 1.5 * any(likeness(t, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") > 0.75 for t in [*head, *_pairs(head)])
    score += 1.0 * any(likeness(t[-34:], "Độc lập - Tự do - Hạnh phúc") > 0.75 for t in head)
    score += 1.5 * (header.number is not None)
    score += 1.0 * (header.doc_type is not None)
    score += 0.5 * (header.issuer is not None) + 0.5 * (header.date is not None)
    score += 1.5 * any(is_recipients_head(t) for t in texts)
    score += 0.7 * any(re.match(r"kinh gui|v v ", fold(t)) for t in head)
    score += min(2.5, 0.6 * sum(_is_addressed(t) for t in texts))
    words = max(1, sum(len(t.split()) for t in texts))
    orders = sum(len(_ORDERS.findall(fold(t))) for t in texts)
    return score + min(2.0, 60 * orders / words)


def _pairs(texts: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in itertools.pairwise(texts)]


def _is_addressed(text: str) -> bool:
    """Whether a line is a numbered item that tells a body what to do."""
    numbered = re.match(r"(?:\d{1,2}[.)]|[a-zđ]\))\s+(?=\S)", text)
    split = split_addressee(text[numbered.end() :]) if numbered else None
    return split is not None and bool(split[1])
