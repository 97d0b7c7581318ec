"""`mangnon audit`: what other programs and the keeper of the server see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mangnon.audit.models import AuditRow, ChainCheck
from mangnon.project.cli import main
from tests.audit.made import write
from tests.harness.evidence import without_guards

pytestmark = pytest.mark.django_db


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_verify_answers_what_it_always_answered_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    assert main(["audit", "verify", "--json"]) == 0
    answer = _json(capsys)
    assert (answer["rows"], answer["intact"], answer["first_broken"], answer["reason"]) == (3, True, None, "")
    assert answer["guards_missing"] == []
    with without_guards():
        AuditRow.objects.filter(sequence=2).update(reason="khác")
    assert main(["audit", "verify", "--json"]) == 1
    answer = _json(capsys)
    assert (answer["intact"], answer["first_broken"], answer["fault"]) == (False, 2, "altered")
    assert answer["reason"] == "Dòng số 2: nội dung dòng đã bị sửa."
    assert main(["audit", "verify"]) == 1
    assert "KHÔNG nguyên vẹn: sai từ dòng số 2" in capsys.readouterr().out
    assert ChainCheck.objects.count() == 3


def test_an_anchor_is_printed_kept_and_compared(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["audit", "anchor"]) == 0
    assert "chưa có gì để neo" in capsys.readouterr().out
    kept = tmp_path / "neo.txt"
    for count in (2, 3):
        write(count)
        assert main(["audit", "anchor", "--out", str(kept)]) == 0
    assert capsys.readouterr().out == kept.read_text(encoding="utf-8")
    assert main(["audit", "verify", "--anchor", str(kept), "--json"]) == 0
    assert _json(capsys)["anchors"] == 4  # two of the database, two of the file
    assert main(["audit", "verify", "--since-anchor"]) == 0
    assert "từ dòng số 6 đến dòng số 5" not in capsys.readouterr().out
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace(text.split()[4], "0" * 8), encoding="utf-8")
    assert main(["audit", "verify", "--anchor", str(kept)]) == 1
    assert "neo.txt" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "# nothing\n", "mangnon-audit 1 2025-13-01 4 " + "0" * 64, "x"])
def test_a_file_without_anchors_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    (tmp_path / "neo.txt").write_text(text, encoding="utf-8")
    assert main(["audit", "verify", "--anchor", str(tmp_path / "neo.txt")]) == 2
    assert "mốc neo" in capsys.readouterr().err


def test_what_is_recent_is_not_archived(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write(2)
    assert main(["audit", "archive", "--before", "2999-01-01", "--out", str(tmp_path / "x.gz")]) == 2
    assert "12 tháng" in capsys.readouterr().err
    assert main(["audit", "restore", str(tmp_path / "absent.gz")]) == 2


def test_missing_guards_are_told_and_put_back(capsys: pytest.CaptureFixture[str]) -> None:
    write(1)
    with without_guards():
        assert main(["audit", "verify", "--json"]) == 0
        assert "audit_row_stays" in _json(capsys)["guards_missing"]
        assert main(["audit", "guard"]) == 0
        capsys.readouterr()
        assert main(["audit", "verify", "--json"]) == 0
        assert _json(capsys)["guards_missing"] == []
