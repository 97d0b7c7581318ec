"""By programs: workbooks of bodies given out, fetched, and merged once when they come back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mangnon.audit.models import AuditRow
from mangnon.exchange.models import WorkbookReceipt
from mangnon.plans.models import Assignment, ProgressNote
from mangnon.plans.public import record_progress
from tests.exchange.asking import Program, program
from tests.exchange.workbooks.files import filled, place
from tests.journeys.provinces import World

pytestmark = pytest.mark.django_db


def _send(asks: Program, tail: str, content: bytes, *, key: str = "", **words: Any) -> Any:
    data = {"file": SimpleUploadedFile("phieu.xlsx", content), **words}
    more = {"Idempotency-Key": key} if key else {}
    return asks.client.post(f"/api/workbooks/{tail}", data, headers=asks._headers(more))


def _given(scene: World, asks: Program) -> tuple[dict[str, Any], bytes]:
    made = asks.post(f"/api/plans/{scene.plan.code}/workbooks", {"agencies": ["90.SO_TP"]})
    assert made.status_code == 201
    (workbook,) = made.json()["workbooks"]
    file = asks.get(f"/api/workbooks/{workbook['id']}/file")
    assert workbook["file_name"] in file["Content-Disposition"]
    return made.json(), file.content


def _filled(content: bytes) -> bytes:
    """Line 2 is I.2, which the body has taken on."""
    return filled(content, {place(2, "progress"): 45, place(2, "done"): "Đã tổ chức hai lớp mẫu."})


def test_given_out_filled_seen_and_merged_once(scene: World) -> None:
    asks = program(scene, "lead")
    bodies = asks.get(f"/api/plans/{scene.plan.code}/bodies-to-ask").json()
    assert "90.SO_TP" in {each["agency"]["code"] for each in bodies}
    batch, content = _given(scene, asks)
    assert (batch["wanted"], batch["made"]) == (1, 1)
    assert asks.get(f"/api/workbook-batches/{batch['id']}").json() == batch
    again, same = _given(scene, asks)
    assert (again["workbooks"], same) == (batch["workbooks"], content), "nothing has changed: the same file"

    rows, notes = AuditRow.objects.count(), ProgressNote.objects.count()
    seen = _send(asks, "preview", _filled(content)).json()
    assert (seen["agency"]["code"], seen["merged"], seen["refused"]) == ("90.SO_TP", 1, 0)
    assert (AuditRow.objects.count(), ProgressNote.objects.count()) == (rows, notes), "seen, nothing written"

    done = _send(asks, "receive", _filled(content), key="mot")
    assert (done.status_code, done.json()["merged"]) == (200, 1)
    (row,) = [each for each in done.json()["rows"] if each["state"] == "merged"]
    assert Assignment.objects.get(pk=row["assignment"]).progress == 45
    replayed = _send(asks, "receive", _filled(content), key="mot")
    assert (replayed.json(), replayed["Idempotency-Replayed"]) == (done.json(), "true")
    assert _send(asks, "receive", _filled(content)).json()["merged"] == 0, "the same file once"
    assert (WorkbookReceipt.objects.count(), ProgressNote.objects.count()) == (1, notes + 1)


def test_newer_words_stay_unless_the_row_is_chosen(scene: World) -> None:
    asks = program(scene, "lead")
    _, content = _given(scene, asks)
    own = scene.assignments["own"]
    record_progress(actor=scene.actor("department"), assignment_id=own.pk, progress=70, text="Đã làm thêm")
    told = _send(asks, "receive", _filled(content)).json()
    assert (told["conflicts"], told["merged"]) == (1, 0)
    told = _send(asks, "receive", _filled(content), chosen=[own.pk]).json()
    assert (told["conflicts"], told["merged"]) == (0, 1)


def test_what_is_no_workbook_of_ours_is_refused_and_nothing_is_written(scene: World) -> None:
    asks = program(scene, "lead")
    _, content = _given(scene, asks)
    other = program(scene, "other_lead")
    department = program(scene, "department")
    rows = AuditRow.objects.count()
    for tail in ("preview", "receive"):
        assert _send(asks, tail, b"khong phai Excel").status_code == 422
        assert _send(other, tail, _filled(content)).status_code in (403, 422), "another province's plan"
        assert _send(department, tail, _filled(content)).status_code == 403
    assert (AuditRow.objects.count(), WorkbookReceipt.objects.count()) == (rows, 0)


@pytest.mark.parametrize(
    ("sent", "code"),
    [({"agencies": []}, "invalid"), ({"agencies": ["90.KHONG_CO"]}, "unknown_agency"), ({}, "invalid")],
)
def test_what_cannot_be_given_out_is_told(scene: World, sent: dict[str, Any], code: str) -> None:
    answer = program(scene, "lead").post(f"/api/plans/{scene.plan.code}/workbooks", sent)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
