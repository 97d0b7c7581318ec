"""The sign NUL, which a form or an address can carry and PostgreSQL cannot keep: never a fault of the program."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.documents.models import DirectiveReading
from tests.documents.at_work import read_waiting
from tests.documents.test_bad_input import DIRECTIVE
from tests.journeys.provinces import World, world


@pytest.fixture
def scene(db: None) -> World:
    return world()


def test_an_address_with_it_names_nothing(scene: World) -> None:
    board = reverse("report_board", args=[scene.regime.code, scene.period.code])
    client = scene.client("lead")
    for address in (f"/nhiem-vu/{scene.plan.code}/a%00/", f"/bao-cao/{scene.regime.code}/a%00/", f"{board}a%00/"):
        assert client.get(address).status_code == 404


def test_words_are_kept_without_it(scene: World) -> None:
    client = scene.client("lead")
    words = {"muc": "tasks.0", "version": "1", "text": "Việc\x00 mẫu khác"}
    assert client.post(reverse("correct_document", args=[scene.in_review.pk]), words).status_code == 302
    scene.in_review.refresh_from_db()
    assert scene.in_review.result["tasks"][0]["text"] == "Việc mẫu khác"
    address = reverse("consolidation_make", args=[scene.regime.code, scene.period.code])
    assert (
        client.post(address, {"ly-do-chung": "Chưa\x00 gửi", "ly-do-chung-da-gui": "Đang xem xét"}).status_code == 302
    )
    last = scene.period.consolidations.get(number=2)
    assert {row["reason"] for row in last.summary["missing"]} == {"Chưa gửi", "Đang xem xét"}


def test_a_file_with_it_is_read_without_it(scene: World) -> None:
    content = DIRECTIVE.replace("tập huấn", "tập\x00 huấn").encode()
    scene.client("lead").post(reverse("documents"), {"file": SimpleUploadedFile("mau.txt", content)})
    assert read_waiting() == 1
    row = DirectiveReading.objects.latest("pk")
    assert any("tập huấn" in line for line in row.lines)
    assert not any("\x00" in line for line in row.lines)
