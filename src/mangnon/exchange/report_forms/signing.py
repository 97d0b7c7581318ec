"""The signed sheet of a report form: whose report of which period, and which saving of each entry it shows.

HMAC keyed by the site's secret (Django's signer; secrets of before are accepted too, as everywhere in the product).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core import signing

from mangnon.exchange.errors import BadWorkbookReturn

_SALT = "mangnon.exchange.report_forms"
HIDDEN: Final = -1


@dataclass(frozen=True, slots=True)
class Marks:
    """What the hidden sheet says. `revisions`: task (0: the general part) → number of its saving when given out, HIDDEN
    where the body's own draft was not put on the form; `digests` of the locked cells and `filled` of the open ones tell
    what a row held when it was given out."""

    nonce: str
    regime: str
    period: str
    agency: str
    revisions: Mapping[int, int]
    digests: tuple[str, ...]
    filled: tuple[str, ...]

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the rows: tasks in their order, the general part last."""
        return tuple(self.revisions)


def new_nonce() -> str:
    """A name for one giving out that nobody can guess."""
    return secrets.token_hex(12)


def signed(marks: Marks) -> str:
    """The text of the hidden sheet."""
    content = {
        "n": marks.nonce,
        "r": marks.regime,
        "p": marks.period,
        "a": marks.agency,
        "k": list(marks.revisions.items()),
        "d": list(marks.digests),
        "f": list(marks.filled),
    }
    return signing.Signer(salt=_SALT).sign_object(content, compress=True)


def opened(texts: Sequence[str]) -> Marks:
    """What the hidden sheet says. Raises BadWorkbookReturn when it is missing, cut off, changed, or another site's."""
    whole = "".join(texts).strip()
    if not whole:
        raise BadWorkbookReturn(
            "Tệp không có mã nhận dạng: không phải phiếu báo cáo do hệ thống phát hành, hoặc nội dung đã được chép "
            "sang tệp khác. Chưa có gì được nhập. Hãy điền vào đúng tệp đã nhận rồi gửi lại.",
            code="no_marks",
        )
    try:
        found = signing.Signer(salt=_SALT).unsign_object(whole)
        revisions = {int(key): int(revision) for key, revision in found["k"]}
        return Marks(found["n"], found["r"], found["p"], found["a"], revisions, tuple(found["d"]), tuple(found["f"]))
    except (signing.BadSignature, ValueError, KeyError, TypeError) as error:
        raise BadWorkbookReturn(
            "Mã nhận dạng của tệp đã bị sửa, hoặc đây không phải phiếu báo cáo do hệ thống này phát hành. Chưa có gì "
            "được nhập. Hãy tải lại phiếu từ hệ thống, điền và gửi lại.",
            code="forged",
        ) from error
