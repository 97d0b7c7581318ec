"""Whose a signature is."""

from __future__ import annotations

import pytest

from mangnon.outgoing.rules import doubts_of


@pytest.mark.parametrize(
    ("subject", "expected", "count"),
    [
        ("Nguyễn Thị Mẫu, Phó Giám đốc, Sở Y tế", "Nguyễn Thị Mẫu", 0),
        ("NGUYEN THI MAU, So Y te", "Nguyễn Thị Mẫu", 0),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động-Thương binh và Xã hội", 0),
        ("Trần Văn Khác", "Nguyễn Thị Mẫu", 1),
        ("Hoàng Văn Anh", "Văn An", 1),
        ("không có tên", "", 0),
    ],
)
def test_the_certificate_names_whom_the_paper_names(subject: str, expected: str, count: int) -> None:
    assert len(doubts_of(subject=subject, expected=expected, trust="chain")) == count
    assert len(doubts_of(subject=subject, expected=expected, trust="unknown")) == count
    assert len(doubts_of(subject=subject, expected=expected, trust="broken")) == count + 1
