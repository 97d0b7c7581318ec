"""What may stand behind the slash of a number (NĐ 30/2020/NĐ-CP, Appendix III). No Django.

A number is never used again, so a symbol that cannot stand on a paper gets none.
"""

from __future__ import annotations

import re

from mangnon.documents.official import document_kind

# Letters and figures, parts joined by hyphens; small letters only as in «TTr», «QyĐ», «GDTrH»: two in a row at most.
_PART = re.compile(r"(?:[A-ZĐĂÂÊÔƠƯ0-9][a-z]{0,2})+")
_NUMBER_BEFORE = re.compile(r"\s*[0-9.…]*\s*/")
_DOTS = re.compile(r"\.{2,}|…")


def symbol_fault(kind: str, symbol: str) -> str:
    """Why a symbol cannot stand on a paper of a kind, in whole sentences with what to do; empty for one that can."""
    wanted = document_kind(kind)
    begins = f"{wanted.abbreviation}-" if wanted.abbreviation else ""
    like = f"«{begins or 'SYT-'}…»"
    if _DOTS.search(symbol):
        return "Ký hiệu còn chỗ để trống. Hãy ghi đủ chữ viết tắt của cơ quan, đơn vị soạn thảo."
    if _NUMBER_BEFORE.match(symbol):
        return f"Ký hiệu là phần sau dấu gạch chéo, không gồm số: số do sổ cấp. Hãy chỉ ghi {like}."
    if begins and not symbol.startswith(begins):
        return f"Ký hiệu của {wanted.name.lower()} bắt đầu bằng «{begins}». Hãy ghi lại."
    if not all(_PART.fullmatch(part) for part in symbol.split("-")):
        return "Ký hiệu chỉ gồm chữ viết tắt in hoa, nối bằng gạch ngang, không có dấu cách hay dấu «&». Hãy ghi lại."
    return ""
