"""`mangnon notices`: the round by hand."""

from __future__ import annotations

import pytest

from mangnon.notices.models import Digest
from mangnon.project.cli import main
from tests.journeys.provinces import world


@pytest.mark.django_db
def test_the_round_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    world()
    assert main(["notices", "run"]) == 0
    made = Digest.objects.count()
    assert made
    told = capsys.readouterr().out
    assert f"lập mới {made} bản nhắc việc" in told
    assert "trang này không gửi thư" in told
    assert main(["notices", "run"]) == 0
    assert "lập mới 0 bản nhắc việc" in capsys.readouterr().out
    assert main(["notices", "send"]) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ("2025-05-24", 0, "không phải ngày làm việc"),
        ("2025-05-19", 2, "đã qua"),
        ("31/02/2025", 2, "không phải là ngày"),
    ],
)
def test_days(given: str, code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notices", "run", "--on", given]) == code
    told = capsys.readouterr()
    assert words in told.out + told.err
    assert Digest.objects.count() == 0
