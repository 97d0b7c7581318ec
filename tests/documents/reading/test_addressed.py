"""Whom a letter or a dispatch is sent to."""

from __future__ import annotations

from mangnon.documents.reading.addressed import addressees_of


def test_a_dispatch_names_its_addressees_in_a_cell_below_who_sends_it() -> None:
    lines = [
        "**CÔNG ĐIỆN**",
        "Về việc ứng phó rét đậm",
        "**CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH YÊN BÁI điện:**",
        "|",
        "** **",
        "|",
        "- Giám đốc các sở;",
        "- Chủ tịch UBND các xã,",
        "phường.",
        "|",
        "Rét đậm sẽ kéo dài.",
    ]
    assert addressees_of(lines) == ("Giám đốc các sở", "Chủ tịch UBND các xã, phường")


def test_a_letter_names_them_after_its_address() -> None:
    assert addressees_of(["Kính gửi:", "|", "- Sở Y tế;", "- Sở Nội vụ", "Thực hiện Công văn số 9/VP, Sở đề nghị"]) == (
        "Sở Y tế",
        "Sở Nội vụ",
    )
    assert addressees_of(["Kính gửi: Ủy ban nhân dân các xã, phường.", "", "Sở Y tế đề nghị:"]) == (
        "Ủy ban nhân dân các xã, phường",
    )
    assert addressees_of(["   Kính gửi: - Các trường mầm non;", "", "- Các trường tiểu học.", "", "Ngày mai họp."]) == (
        "Các trường mầm non",
        "Các trường tiểu học",
    )
    assert addressees_of(["Kính gửi: Sở Y tế;", "Sở Tài chính;", "Sở Nội vụ.", "Thực hiện chỉ đạo,"]) == (
        "Sở Y tế",
        "Sở Tài chính",
        "Sở Nội vụ",
    )


def test_the_name_of_the_kind_addresses_nobody() -> None:
    assert addressees_of(["CÔNG ĐIỆN", "- Sở Y tế;", "- Sở Nội vụ."]) == ()
    assert addressees_of(["Ngành y tế đã phát điện", "- Sở Y tế;"]) == ()
