"""The signed sheet of a form of figures: of whom, about what, and which version each of its cells showed.

HMAC keyed by the site's secret (Django's signer; secrets of before are accepted too, as everywhere in the product).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing

from mangnon.exchange.errors import BadWorkbookReturn
from mangnon.indicators.public import CellAt

_SALT = "mangnon.exchange.indicator_forms"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the hidden sheet says. `columns`: breakdown and label; `rows`: indicator, its columns by number, digest of
    its locked cells; `seen`: versions by cell, as the page of the form has them."""

    nonce: str
    agency: str
    unit: int
    period: str
    set_code: str
    division: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[int, tuple[int, ...], str], ...]
    seen: Mapping[CellAt, int]

    @property
    def keys(self) -> tuple[int, ...]:
        """The keys of the rows: indicators in their order."""
        return tuple(key for key, _, _ in self.rows)

    @property
    def labels(self) -> list[str]:
        """The headings of the columns to fill in."""
        return [label for _, label in self.columns]


def signed(marks: Marks) -> str:
    """The text of the hidden sheet."""
    places = {key: number for number, (key, _) in enumerate(marks.columns)}
    content = {
        "n": marks.nonce,
        "a": marks.agency,
        "u": marks.unit,
        "p": marks.period,
        "s": marks.set_code,
        "x": marks.division,
        "c": list(marks.columns),
        "r": list(marks.rows),
        "v": [[at[0], places[at[1]], version] for at, version in marks.seen.items() if at[1] in places],
    }
    return signing.Signer(salt=_SALT).sign_object(content, compress=True)


def opened(texts: Sequence[str]) -> Marks:
    """What the hidden sheet says. Raises BadWorkbookReturn when it is missing, cut off, changed, or another site's."""
    whole = "".join(texts).strip()
    if not whole:
        raise BadWorkbookReturn(
            "Tệp không có mã nhận dạng: không phải biểu số liệu do hệ thống phát hành, hoặc nội dung đã được chép sang "
            "tệp khác. Chưa có gì được nhập. Hãy điền vào đúng tệp đã nhận rồi gửi lại.",
            code="no_marks",
        )
    try:
        found = signing.Signer(salt=_SALT).unsign_object(whole)
        columns = tuple((key, label) for key, label in found["c"])
        return Marks(
            nonce=found["n"],
            agency=found["a"],
            unit=found["u"],
            period=found["p"],
            set_code=found["s"],
            division=found["x"],
            columns=columns,
            rows=tuple((key, tuple(own), digest) for key, own, digest in found["r"]),
            seen={(key, columns[place][0]): version for key, place, version in found["v"]},
        )
    except (signing.BadSignature, ValueError, KeyError, TypeError, IndexError) as error:
        raise BadWorkbookReturn(
            "Mã nhận dạng của tệp đã bị sửa, hoặc đây không phải biểu số liệu do hệ thống này phát hành. Chưa có gì "
            "được nhập. Hãy tải lại biểu từ hệ thống, điền và gửi lại.",
            code="forged",
        ) from error
