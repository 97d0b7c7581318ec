"""The papers that leave: the consolidated report, the yearly report on the rights of children, the letter that urges.
Each against pictures (PDF, and the Word file as an office program prints it) and against its structure kept here.

MANGNON_UPDATE_GOLDEN=1 draws and writes them anew; look at them then. What holds of every kind: test_every_paper.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mangnon.documents.official import write_docx, write_pdf
from tests.documents.official.pictures import assert_looks_as_before, pages
from tests.documents.official.test_docx import outline, read
from tests.documents.official.test_office import as_pdf
from tests.outgoing.papers import CONSOLIDATED, EVERY, numbered

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "golden"


def _structure_as_before(lines: list[str], path: Path) -> None:
    if os.environ.get("MANGNON_UPDATE_GOLDEN") == "1":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("name", sorted(CONSOLIDATED))
def test_a_paper_that_leaves_looks_as_it_did(name: str) -> None:
    document = numbered(name)
    content = write_pdf(document)
    for index in range(len(pages(content))):
        assert_looks_as_before(content, FOLDER / f"{name}-{index + 1}.png", page=index)
    assert len(list(FOLDER.glob(f"{name}-[0-9]*.png"))) == len(pages(content))


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_word_file_has_the_parts_it_had(name: str) -> None:
    _structure_as_before(outline(read(write_docx(numbered(name)))), FOLDER / f"{name}.txt")


@pytest.mark.office
@pytest.mark.parametrize("name", sorted(CONSOLIDATED))
def test_its_word_file_printed_by_an_office_program_looks_as_it_did(name: str, tmp_path: Path) -> None:
    content = as_pdf(f"{name}.docx", write_docx(numbered(name)), tmp_path)
    assert_looks_as_before(content, FOLDER / f"{name}-word.png")
