"""`mangnon agency`: the shapes that other programs drive, exit codes, one line for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mangnon.plans.models import Plan
from mangnon.project.cli import main
from tests.plans import made
from tests.reorganisation.made_events import MERGE, dissolution, merge, text


@pytest.fixture
def plan(db: None, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Three tasks; the commands find Django set up already."""
    monkeypatch.setattr("mangnon.project.commands.agency.start_django", lambda: None)
    made.province()
    return made.adopted()


@pytest.fixture
def events(tmp_path: Path) -> Path:
    """The merger as a file."""
    path = tmp_path / "su-kien.json"
    path.write_text(text(merge()), encoding="utf-8")
    return path


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["agency", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def _responsible(capsys: pytest.CaptureFixture[str], on: str, *what: str) -> Any:
    return _json(capsys, "responsible", *what, "--territory", "90", "--on", on)


def test_apply_is_previewed_done_and_undone(plan: Plan, events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    previewed = _json(capsys, "apply", str(events), "--dry-run")
    assert (previewed["dry_run"], previewed["reorganisation"]) == (True, None)
    assert _responsible(capsys, "2025-05-01", "--task", "I.2")["code"] == "90.SO_TP"
    done = _json(capsys, "apply", str(events), "--province", "90")
    assert done["digest"] == previewed["digest"]
    assert [place["code"] for place in done["ended"]] == ["90.SO_TP"]
    (row,) = [each for each in _json(capsys, "events") if each["code"] == MERGE]
    assert row["applied"][0]["provinces"] == ["90"]
    assert main(["agency", "apply", str(events)]) == 2
    assert "đã áp dụng cho tỉnh mã 90" in capsys.readouterr().err
    assert main(["agency", "undo", MERGE, "--reason", "Nhập nhầm"]) == 0
    assert main(["agency", "undo", MERGE, "--reason", "Nhập nhầm"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "không có đợt sắp xếp nào" in err


def test_responsible_tells_the_chain(plan: Plan, events: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agency", "apply", str(events)]) == 0
    capsys.readouterr()
    answer = _responsible(capsys, "2025-04-01", "--task", f"{plan.code}:I.2")
    assert (answer["agency"], answer["code"], answer["since"]) == ("Sở Nội vụ", "90.SO_NV", "2025-04-01")
    (step,) = answer["because"]
    assert {key: step[key] for key in ("event", "effective_on", "document", "tag", "from", "to")} == {
        "event": "merge",
        "effective_on": "2025-04-01",
        "document": "1/NQ-HĐND",
        "tag": "S",
        "from": "Sở Tư pháp",
        "to": "Sở Nội vụ",
    }
    before = _responsible(capsys, "2025-03-31", "--task", "I.2")
    assert (before["code"], before["because"], before["since"]) == ("90.SO_TP", [], "2025-02-17")
    for given in ("justice", "Tư pháp", "tu phap"):
        assert _responsible(capsys, "2025-04-01", "--function", given)["code"] == "90.SO_NV"
    assert _responsible(capsys, "2025-03-31", "--function", "justice")["code"] == "90.SO_TP"


def test_nobody_is_told_with_the_reason(plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "giai-the.json"
    path.write_text(text(dissolution()), encoding="utf-8")
    previewed = _json(capsys, "apply", str(path), "--dry-run")
    key = next(duty["key"] for duty in previewed["undecided"] if duty["task"] == "I.2")
    assert main(["agency", "apply", str(path), "--dry-run"]) == 0
    told, whole = capsys.readouterr().out, f"assignment:{plan.code}/90.SO_TP"
    assert told.count("Chưa rõ ai nhận") == 1, "one line for the body, not one for each of its duties"
    assert f"{len(previewed['undecided'])} việc của Sở Tư pháp" in told
    assert f"--choose «{whole}=MÃ»" in told
    given = _json(capsys, "apply", str(path), "--dry-run", "--choose", f"{whole}=90.SO_NV")
    assert given["undecided"] == []
    _json(capsys, "apply", str(path))
    answer = _responsible(capsys, "2025-04-01", "--task", "I.2")
    assert answer["agency"] is None
    assert "Chưa biết cơ quan nào nhận: việc còn ở Sở Tư pháp." in answer["unresolved"]
    assert main(["agency", "responsible", "--function", "justice", "--territory", "90", "--on", "2025-04-01"]) == 0
    assert "Chưa rõ" in capsys.readouterr().out
    assert main(["agency", "undo", MERGE, "--reason", "Chọn trước"]) == 0
    capsys.readouterr()
    _json(capsys, "apply", str(path), "--choose", f"{key}=90.SO_NV")
    assert _responsible(capsys, "2025-04-01", "--task", "I.2")["code"] == "90.SO_NV"


def test_bodies_of_a_day_are_listed(plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    rows = _json(capsys, "list", "--territory", "90", "--on", "2025-02-17")
    assert {"90.SO_TP", "90.UBND.901"} <= {row["code"] for row in rows}
    (district,) = _json(capsys, "list", "--territory", "901", "--on", "2025-02-17")
    assert district["name"] == "Ủy ban nhân dân huyện Mẫu 1"
    local = _json(capsys, "responsible", "--task", "I.1", "--territory", "901", "--on", "2025-03-01")
    assert [row["code"] for row in local["local"]] == ["90.UBND.901"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["apply", "khong-co.json"], "không có tệp «khong-co.json»"),
        (["apply", "2025-03-01", "--choose", "x"], "VIỆC=CƠ_QUAN"),
        (["apply", "2025-03-01", "--assume", "la"], "không có lựa chọn mang mã «la»"),
        (["apply", "2025-03-01", "--province", "zz"], "mã «zz»"),
        (["responsible", "--task", "IX.9", "--territory", "90", "--on", "2025-03-01"], "«IX.9»"),
        (["responsible", "--function", "bay", "--territory", "90", "--on", "2025-03-01"], "«bay»"),
        (["responsible", "--task", "I.1", "--territory", "zz", "--on", "2025-03-01"], "«zz»"),
        (["list", "--territory", "zz", "--on", "2025-03-01"], "«zz»"),
        (["undo", "x", "--reason", "y"], "«x»"),
    ],
)
def test_what_names_nothing_ends_with_two_and_one_line(
    plan: Plan, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["agency", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert words in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["responsible", "--task", "I.1", "--on", "2025-03-01"],
        ["responsible", "--task", "I.1", "--territory", "90", "--on", "hôm nay"],
        ["responsible", "--task", "I.1", "--function", "x", "--territory", "90", "--on", "2025-03-01"],
        ["undo", "x"],
        ["apply"],
    ],
)
def test_missing_arguments_end_with_two_and_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["agency", *arguments])
    assert stopped.value.code == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "Không có gì bị thay đổi" in said.err
