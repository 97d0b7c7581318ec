"""The gold of the directives written for tests says what stands in the texts (the reader is not asked)."""

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

WRITTEN = Path(__file__).parent / "written"
GOLDS = sorted(WRITTEN.rglob("*.gold.json"))
WORD = sorted(WRITTEN.rglob("*.docx"))
FORMS = {"date", "quarter", "month", "year", "from", "period", "range", "multi", "recurring", "ongoing", "on_event"}


def flat(text: str) -> str:
    """One line: no markdown stars, no cell bars, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).replace("*", "").replace("|", " ").split())


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def names(*values: str | None) -> Iterator[str]:
    for value in values:
        yield from (part for part in (value or "").split(";") if part.strip())


def test_sixteen_documents_six_of_them_held_out_and_twelve_by_a_second_hand() -> None:
    by_folder = [path.parent.name for path in GOLDS]
    assert (by_folder.count("written"), by_folder.count("held_out"), by_folder.count("second")) == (10, 6, 12)
    assert len(WORD) >= 6


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.name.split(".")[0])
def test_tasks_stand_in_the_text(path: Path) -> None:
    text = flat(path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8"))
    tasks = load(path)["tasks"]
    assert len({task["id"] for task in tasks}) == len(tasks) > 0
    for task in tasks:
        assert task["text"] in text
        assert all(flat(due) in text for due in names(task["due"]))
        assert all(words(body) in words(text) for body in names(task["lead"], task["coordinating"]))
        assert bool(task["due"]) == bool(task["due_norm"])
        if task["due_norm"]:
            assert task["due_norm"]["type"] in FORMS | {"other"}
            datetime.date.fromisoformat(task["due_norm"].get("date", "2026-01-01"))


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.name.split(".")[0])
def test_header_and_reports_stand_in_the_text(path: Path) -> None:
    text = flat(path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8"))
    gold = load(path)
    assert gold["number"] is None or gold["number"] in text
    assert words(gold["title"]) in words(text)
    assert all(basis["number"] is None or basis["number"] in text for basis in gold["legal_bases"])
    for report in gold["reporting"]:
        assert report["kind"] in {"half_year", "annual", "adhoc", "other"}
        assert report["text"] in text
        assert all(words(body) in words(text) for body in names(report["reporter"], report["recipient"]))
        if report["due_month"]:
            datetime.date(report["due_year"] or 2026, report["due_month"], report["due_day"] or 1)


@pytest.mark.parametrize("path", WORD, ids=lambda path: path.stem)
def test_word_twin_holds_the_same_tasks(path: Path) -> None:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = flat(" ".join([paragraph.text for paragraph in document.paragraphs] + cells))
    assert all(task["text"] in text for task in load(path.with_name(f"{path.stem}.gold.json"))["tasks"])
