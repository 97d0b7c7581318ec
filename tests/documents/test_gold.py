"""A reading that a person put right, as gold."""

from __future__ import annotations

import copy
import json

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.documents.gold import file_stem, gold_of, shown_changes
from mangnon.documents.gold_export import gold_files
from mangnon.documents.models import DirectiveReading
from mangnon.documents.terms import ReadingState
from mangnon.kernel import clock
from tests.documents.drafting.samples import reading
from tests.plans import made


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


@pytest.mark.django_db
def test_only_adopted_papers_are_exported_and_nobody_is_named() -> None:
    made.province()
    result = copy.deepcopy(made.result())
    made.reading(result, province_code=made.PROVINCE)
    row = made.reading(result, province_code=made.PROVINCE)
    result = copy.deepcopy(row.result)
    result["tasks"][0]["lead"] = ["Sở Nội vụ"]
    DirectiveReading.objects.filter(pk=row.pk).update(state=ReadingState.ADOPTED, adopted_at=clock.now(), result=result)
    files = dict(gold_files(SYSTEM))
    assert sorted(name.partition(".")[2] for name in files) == ["gold.json", "meta.json", "txt"]
    gold = json.loads(next(content for name, content in files.items() if name.endswith("gold.json")))
    assert gold["tasks"][0]["lead"] == "Sở Nội vụ"
    meta = json.loads(next(content for name, content in files.items() if name.endswith("meta.json")))
    assert meta["changed_by_people"] == {"tasks.lead": 1}
    assert set(meta) == {"sha256", "kind", "read_at", "adopted_at", "changed_by_people"}
    colleague = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    assert len(dict(gold_files(colleague))) == 3
