"""The evaluation documents and the papers written for tests are no input of the repairer's data."""

from __future__ import annotations

import hashlib
from importlib import resources

import pytest
from benchmarks.reading_quality.exclusion import evaluation_files, inputs, inputs_among_evaluation, overlap

_DATA = resources.files("mangnon.documents") / "data"


def test_no_input_is_an_evaluation_file() -> None:
    assert len(inputs()) >= 10
    assert len(evaluation_files()) > 20
    assert inputs_among_evaluation() == []


@pytest.mark.parametrize("name", ["wording.txt", "people_names.txt"])
def test_what_is_said_to_be_counted_is_what_is_here(name: str) -> None:
    """Wording that was changed after counting would make the list of inputs untrue: build the model again."""
    digests = {file: digest for file, _, digest in inputs()}
    assert digests[name] == hashlib.sha256((_DATA / name).read_bytes()).hexdigest()


def test_runs_of_words_that_were_counted_are_found() -> None:
    words = [f"tiếng{number}" for number in range(40)]
    document = " ".join(words)
    counted = ["câu khác", " ".join(words[5:17]) + ".", " ".join(words[20:40]).upper()]
    assert overlap([document], counted) == {8: (33, 5 + 13), 15: (26, 6)}
    assert overlap([document], [" ".join(words[:7]), " ".join(words[7:14])]) == {8: (33, 0), 15: (26, 0)}


def test_wording_holds_no_long_run_of_an_evaluation_document() -> None:
    """Whatever the law says too is left to the figure in docs/reading.md; our own wording must share nothing long."""
    texts = [path.read_text(encoding="utf-8") for path in evaluation_files() if path.suffix == ".txt"]
    wording = (_DATA / "wording.txt").read_text(encoding="utf-8").splitlines()
    assert overlap(texts, wording)[15][1] == 0
