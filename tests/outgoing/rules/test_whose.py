"""Whose a signature is."""

from __future__ import annotations

from typing import Any

import pytest

from mangnon.outgoing.rules import doubts_of

PLACES = {"Tỉnh Kon Tum", "Kon Tum", "Tỉnh Mẫu", "Mẫu"}
PERSON: dict[str, Any] = {"signer": "Nguyễn Thị Mẫu", "body": "Sở Y tế", "places": PLACES, "is_body_s": False}
BODY = {**PERSON, "is_body_s": True}


def _count(names: tuple[str, ...], **given: Any) -> int:
    values = {"subject": "…", "trust": "chain", "is_person_s_too": False, **given}
    return len(doubts_of(names=names, **values))


@pytest.mark.parametrize(
    ("name", "signer", "count"),
    [
        ("Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", 0),
        ("NGUYEN THI MAU", "Nguyễn Thị Mẫu", 0),
        ("ThS.BS. Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu", 0),
        ("Nguyễn Thị Mẫu - Phó Giám đốc", "Nguyễn Thị Mẫu", 0),
        ("Nguyễn Thị Mẫu (0102030405)", "Nguyễn Thị Mẫu", 0),
        ("Nguyễn Thị Mẫu Anh", "Nguyễn Thị Mẫu", 1),
        ("Trần Văn Tuân", "Trần Văn Tuấn", 1),
        ("TRAN VAN TUAN", "Trần Văn Tuấn", 0),
        ("Lê Thị Hoà", "Lê Thị Hòa", 0),
        ("Trần Văn Khác", "Nguyễn Thị Mẫu", 1),
        ("Hoàng Văn Anh", "Văn An", 1),
        ("Trần Văn Khác", "", 0),
        ("Sở Y tế tỉnh Mẫu", "", 1),
        ("Sở Y tế tỉnh Mẫu", "Nguyễn Thị Mẫu", 1),
    ],
)
def test_the_person_s_certificate_names_the_signer(name: str, signer: str, count: int) -> None:
    given = {**PERSON, "signer": signer}
    assert _count((name,), **given) == count
    assert _count((name,), **{**given, "trust": "unknown"}) == count + 1
    assert _count((name,), **{**given, "trust": "broken"}) == count + 1


@pytest.mark.parametrize(
    ("name", "body", "count"),
    [
        ("Sở Y tế", "Sở Y tế", 0),
        ("SO Y TE KON TUM", "Sở Y tế", 0),
        ("Sở Y tế - Tỉnh Kon Tum", "Sở Y tế", 0),
        ("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Sở Lao động-Thương binh và Xã hội", 0),
        ("Sở Lao động - Thương binh và Xã hội, tỉnh Kon Tum", "Sở Lao động - Thương binh và Xã hội", 0),
        ("Ủy ban nhân dân tỉnh Kon Tum", "Ủy ban nhân dân tỉnh", 0),
        ("Sở Y tế tỉnh Gia Lai", "Sở Y tế", 1),
        ("Ủy ban nhân dân tỉnh Gia Lai", "Ủy ban nhân dân tỉnh", 1),
        ("Sở Y tế Phòng Nghiệp vụ Y", "Sở Y tế", 1),
        ("Sở Y tế Trần Văn B", "Sở Y tế", 1),
        ("Nguyễn Thị Mẫu", "Sở Y tế", 1),
        ("Nguyễn Thị Mẫu - Sở Y tế", "Sở Y tế", 1),
        ("Sở Y tế - Nguyễn Thị Mẫu", "Sở Y tế", 1),
        ("Sở Y tế Nguyễn Thị Mẫu", "Sở Y tế", 1),
        ("Sở Y tế - Phòng Kế hoạch", "Sở Y tế", 1),
        ("Văn phòng Sở Y tế", "Sở Y tế", 1),
        ("Sở Y tếch", "Sở Y tế", 1),
        ("Ủy ban nhân dân xã Sơn Hạ", "Ủy ban nhân dân xã Sơn Hà", 1),
    ],
)
def test_the_body_s_certificate_is_the_body_s(name: str, body: str, count: int) -> None:
    assert _count((name,), **{**BODY, "body": body}) == count
    assert _count((name,), **{**BODY, "body": body, "is_person_s_too": True}) == count + 1


def test_a_certificate_that_names_nobody_is_nobody_s() -> None:
    assert _count((), **PERSON) == 1
    assert _count((), **BODY) == 1
    assert _count((), **{**PERSON, "signer": ""}) == 0
