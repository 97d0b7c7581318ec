"""A reading that a person put right, as gold."""

from __future__ import annotations

from mangnon.documents.gold import file_stem, gold_of, shown_changes
from tests.documents.drafting.samples import reading


def test_gold_has_the_conventions_of_the_corpus() -> None:
    gold = gold_of(reading().to_json())
    assert (gold["number"], gold["date"], gold["issuer"]) == (
        "88/KH-UBND", "2026-03-02", "Ủy ban nhân dân tỉnh Quảng Ngãi",
    )  # fmt: skip
    first, second, third = gold["tasks"]
    assert (first["lead"], first["coordinating"], first["due"]) == (
        "Sở Y tế", "Sở Tư pháp; Các xã, phường", "Thường xuyên hằng năm",
    )  # fmt: skip
    assert second["due"] is None
    assert second["due_norm"] is None
    assert third["id"] == "II.1"
    assert gold["reporting"] == [
        {
            "kind": "annual",
            "due_day": 15,
            "due_month": 12,
            "recipient": "Sở Y tế",
            "text": "trước ngày 15/12 hằng năm",
        }
    ]


def test_the_file_is_named_by_number_and_source() -> None:
    assert file_stem({"number": "88/KH-UBND"}, "ab" * 32) == "88-kh-ubnd_abababab"
    assert file_stem({"number": "27/QĐ-TTg"}, "0" * 64) == "27-qd-ttg_00000000"
    assert file_stem({"number": None}, "1" * 64) == "khong-so_11111111"


def test_changes_are_counted_by_field() -> None:
    first = reading().to_json()
    last = {**first, "title": "Khác", "tasks": [{**first["tasks"][0], "lead": ["Sở Nội vụ"]}, *first["tasks"][1:2]]}
    assert shown_changes(first, last) == {"title": 1, "tasks_removed": 1, "tasks.lead": 1}
    assert shown_changes(first, first) == {}
