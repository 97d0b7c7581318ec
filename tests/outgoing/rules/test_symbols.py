"""What may stand behind the slash of a number."""

from __future__ import annotations

import pytest

from mangnon.documents.official.kinds import KINDS
from mangnon.outgoing.rules import symbol_fault


@pytest.mark.parametrize(
    ("kind", "symbol", "said"),
    [
        ("cong-van", "SYT-......", "chỗ để trống"),
        ("cong-van", "......", "chỗ để trống"),
        ("bao-cao", "BC-……", "chỗ để trống"),
        ("bao-cao", "05/BC-SYT", "không gồm số"),
        ("bao-cao", "/BC-SYT", "không gồm số"),
        ("bao-cao", "bc-syt", "bắt đầu bằng «BC-»"),
        ("bao-cao", "QĐ-SYT", "bắt đầu bằng «BC-»"),
        ("bao-cao", "BC SYT", "bắt đầu bằng «BC-»"),
        ("bao-cao", "BC-S YT", "không có dấu cách"),
        ("bao-cao", "BC-SGD&ĐT", "«&»"),
        ("bao-cao", "BC-SYT; DROP", "không có dấu cách"),
        ("bao-cao", "BC-UBNDhuyệnĐắkTô", "in hoa"),
        ("bao-cao", "BC-", "in hoa"),
        ("quyet-dinh", "QĐ-UBND", ""),
        ("bao-cao", "BC-SLĐTBXH", ""),
        ("cong-van", "SGDĐT-GDTrH", ""),
        ("cong-van", "SYT", ""),
        ("cong-van", "UBND-KGVX1", ""),
        ("to-trinh", "TTr-STTTT", ""),
    ],
)
def test_what_cannot_stand_on_a_paper_is_told(kind: str, symbol: str, said: str) -> None:
    fault = symbol_fault(kind, symbol)
    assert said in fault
    assert bool(fault) is bool(said)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_has_symbols_that_stand(kind: object) -> None:
    for letters in ("UBND", "SNgV", "BCĐ", "HĐND"):
        assert symbol_fault(kind.code, kind.symbol(letters)) == ""  # type: ignore[attr-defined]
