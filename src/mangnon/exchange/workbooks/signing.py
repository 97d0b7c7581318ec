"""The signed sheet of a workbook: which one it is, and that this site gave it out.

HMAC keyed by the site's secret (Django's signer; secrets of before are accepted too, as everywhere in the product).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

from mangnon.exchange.errors import BadWorkbookReturn

_SALT = "mangnon.exchange.workbooks"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What the hidden sheet says: the workbook's nonce, its number, plan, body and the assignments in their order."""

    nonce: str
    number: int
    plan_code: str
    agency_code: str
    assignments: tuple[int, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the rows."""
        return self.assignments


def signed(marks: Marks) -> str:
    """The text of the hidden sheet."""
    content = {
        "v": _VERSION,
        "n": marks.nonce,
        "l": marks.number,
        "k": marks.plan_code,
        "c": marks.agency_code,
        "p": list(marks.assignments),
    }
    return signing.Signer(salt=_SALT).sign_object(content)


def opened(texts: Sequence[str]) -> Marks:
    """What the hidden sheet says. Raises BadWorkbookReturn when it is missing, cut off, changed, or another site's."""
    whole = "".join(texts).strip()
    if not whole:
        raise BadWorkbookReturn(
            "Tệp không có mã nhận dạng: không phải tệp do hệ thống phát hành, hoặc nội dung đã được chép sang tệp "
            "khác. Chưa có gì được nhập. Hãy điền vào đúng tệp đã nhận rồi gửi lại.",
            code="no_marks",
        )
    try:
        content = signing.Signer(salt=_SALT).unsign_object(whole)
        return Marks(content["n"], content["l"], content["k"], content["c"], tuple(content["p"]))
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise BadWorkbookReturn(
            "Mã nhận dạng của tệp đã bị sửa, hoặc tệp do một hệ thống khác phát hành. Chưa có gì được nhập. "
            "Hãy tải lại tệp từ hệ thống này, điền và gửi lại.",
            code="forged",
        ) from error
