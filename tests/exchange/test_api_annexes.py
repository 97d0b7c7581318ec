"""By programs: the annex of a plan out, seen and written again, with every fault at its cell."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.audit.models import AuditRow
from mangnon.plans.models import PlanVersion
from tests.exchange.asking import Program, program
from tests.journeys.provinces import World
from tests.plans.annexes.made_annexes import DUE, OTHERS, TEXT, Cells, edited, row_of

pytestmark = pytest.mark.django_db
_PAPER = {"number": "120/KH-UBND", "date": "2025-05-19"}


def _send(asks: Program, address: str, content: bytes, *, key: str = "", **words: str) -> Any:
    data = {"file": SimpleUploadedFile("phu-luc.xlsx", content), **words}
    return asks.client.post(address, data, headers=asks._headers({"Idempotency-Key": key} if key else {}))


def _address(scene: World, tail: str = "") -> str:
    return f"/api/plans/{scene.plan.code}/annex{tail}"


def _other_words(rows: Cells) -> None:
    row_of(rows, "I.2")[TEXT] = "Nội dung đã sửa theo văn bản mẫu"


def test_out_edited_seen_and_written_as_one_version(scene: World) -> None:
    asks = program(scene, "lead")
    file = asks.get(_address(scene))
    assert f"phu-luc-{scene.plan.code}.xlsx" in file["Content-Disposition"]
    content = edited(file.content, _other_words)
    rows = AuditRow.objects.count()
    seen = _send(asks, _address(scene, "/preview"), content).json()
    assert (seen["is_applicable"], seen["changed"], seen["rejected"]) == (True, 1, 0)
    (row,) = seen["rows"]
    assert (row["code"], row["verdict"]) == ("I.2", "changed")
    assert row["changes"][0]["after"] == "Nội dung đã sửa theo văn bản mẫu"
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (0, rows), "seen, nothing written"

    done = _send(asks, _address(scene), content, key="mot", **_PAPER)
    assert (done.status_code, done.json()["changed"]) == (200, 1)
    assert scene.plan.tasks.get(code="I.2").text == "Nội dung đã sửa theo văn bản mẫu"
    versions = PlanVersion.objects.count()
    again = _send(asks, _address(scene), content, key="mot", **_PAPER)
    assert (again.json(), again["Idempotency-Replayed"]) == (done.json(), "true")
    same = _send(asks, _address(scene), content, **_PAPER).json()
    assert (same["changed"], PlanVersion.objects.count()) == (0, versions), "the same file changes nothing more"


def test_five_columns_and_another_day(scene: World) -> None:
    asks = program(scene, "department")
    assert asks.get(_address(scene, "?form=nam-cot&on=2025-05-01")).status_code == 200
    assert asks.get(_address(scene, "?form=bay-cot")).status_code == 422


def test_a_plan_changes_by_a_paper_only(scene: World) -> None:
    asks = program(scene, "lead")
    content = edited(asks.get(_address(scene)).content, _other_words)
    rows = AuditRow.objects.count()
    answer = _send(asks, _address(scene), content)
    assert (answer.status_code, answer.json()["code"]) == (422, "no_paper")
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (0, rows)


def test_every_fault_is_told_at_its_cell_and_nothing_is_written(scene: World) -> None:
    asks = program(scene, "lead")

    def wrong(rows: Cells) -> None:
        _other_words(rows)
        row_of(rows, "I.3")[DUE] = "31/02/2025"
        row_of(rows, "I.3")[OTHERS] = "Sở Không Có"

    content = edited(asks.get(_address(scene)).content, wrong)
    seen = _send(asks, _address(scene, "/preview"), content).json()
    assert (seen["is_applicable"], seen["rejected"]) == (False, 1)
    rows = AuditRow.objects.count()
    answer = _send(asks, _address(scene), content, **_PAPER)
    assert (answer.status_code, answer.json()["code"]) == (422, "rows_to_correct")
    told = {each["detail"] for each in answer.json()["errors"]}
    assert any("Sở Không Có" in each for each in told)
    assert all(each["field"].startswith("file.") for each in answer.json()["errors"])
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (0, rows)


@pytest.mark.parametrize("content", [b"khong phai Excel", b"PK\x03\x04hong", b""])
def test_what_is_no_annex_is_told_so(scene: World, content: bytes) -> None:
    asks = program(scene, "lead")
    rows = AuditRow.objects.count()
    for tail in ("", "/preview"):
        answer = _send(asks, _address(scene, tail), content, **(_PAPER if not tail else {}))
        assert answer.status_code == 422, answer.content
    assert AuditRow.objects.count() == rows


def test_who_may_not_and_who_is_elsewhere(scene: World) -> None:
    content = program(scene, "lead").get(_address(scene)).content
    for tail in ("", "/preview"):
        assert _send(program(scene, "department"), _address(scene, tail), content).status_code == 403
        assert _send(program(scene, "other_lead"), _address(scene, tail), content).status_code == 404
    assert program(scene, "other_lead").get(_address(scene)).status_code == 404
    big = b"PK" + b"\0" * (26 * 1024 * 1024)
    assert _send(program(scene, "lead"), _address(scene), big).status_code in (413, 422)
