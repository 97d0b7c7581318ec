"""What holds of every page of every kind of paper (NĐ 30/2020/NĐ-CP, Appendix I), and that each is fit to be kept."""

from __future__ import annotations

import functools
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from mangnon.documents.official import (
    Bullet,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    signing_place,
    write_docx,
    write_pdf,
)
from mangnon.documents.official.wording import COUNTRY, MOTTO
from mangnon.kernel import clock
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from mangnon.outgoing.signing.seen import seen_of_agency, seen_of_person
from tests.documents.official.archive import faults_of_archive
from tests.documents.official.test_docx import read
from tests.documents.official.test_pdf import squeezed
from tests.outgoing.papers import DAY, EVERY, numbered
from tests.outgoing.signing.certificates import software_key

pytestmark = pytest.mark.django_db
MM = 72 / 25.4
every_kind = pytest.mark.parametrize("name", sorted(EVERY))


@dataclass(frozen=True)
class Line:
    """A line of a page: its words without blanks, its place in millimetres from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    """A page: its sides in millimetres, its lines from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def number(self) -> str:
        """The number above, "" where none is shown."""
        top = [line.text for line in self.lines if line.bottom < 20]
        return top[0] if top else ""

    @property
    def words(self) -> str:
        """All of it without blanks."""
        return "".join(line.text for line in self.lines)


@functools.cache
def laid_out(name: str) -> tuple[Page, ...]:
    """The pages of a paper's PDF."""
    return _pages(write_pdf(numbered(name)))


def _pages(content: bytes) -> tuple[Page, ...]:
    document = pdfium.PdfDocument(content)
    try:
        return tuple(_page(page) for page in document)
    finally:
        document.close()


def _page(page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    lines = []
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        words = squeezed(text.get_text_bounded(left, bottom, right, top))
        if words:
            lines.append(Line(words, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    return Page(width / MM, height / MM, tuple(sorted(lines, key=lambda line: (round(line.top), line.left))))


def _parts(document: OfficialDocument, found: tuple[Page, ...]) -> list[list[Page]]:
    """The pages of the paper itself and of each annex: a part begins on a page without a number."""
    parts: list[list[Page]] = []
    for page in found:
        if not page.number:
            parts.append([])
        parts[-1].append(page)
    assert len(parts) == 1 + len(document.annexes)
    return parts


@every_kind
def test_nothing_stands_in_the_margins(name: str) -> None:
    document = pdfium.PdfDocument(write_pdf(numbered(name)))
    try:
        drawn = [page.render(scale=1).to_numpy() for page in document]
    finally:
        document.close()
    for number, picture in enumerate(drawn, 1):
        height, width = picture.shape[:2]
        assert sorted((round(width / MM), round(height / MM))) == [210, 297]
        dark = picture.min(axis=2) < 128
        rows, columns = dark.any(axis=1), dark[round(19 * MM) :].any(axis=0)
        left, right = columns.argmax() / MM, columns[::-1].argmax() / MM
        assert left >= 29.3, number
        assert right >= 14.3, number
        assert not rows[round(15.5 * MM) : round(19.3 * MM)].any(), "between the number of the page and its text"
        assert rows[::-1].argmax() / MM >= 19.3, number


@every_kind
def test_pages_of_each_part_are_numbered_from_the_second_in_the_middle_above(name: str) -> None:
    for part in _parts(numbered(name), laid_out(name)):
        assert [page.number for page in part] == ["", *(str(number) for number in range(2, len(part) + 1))]
        for page in part[1:]:
            above = page.lines[0]
            assert 9 <= above.top <= 15
            assert (above.left + above.right) / 2 == pytest.approx(30 + (page.width - 45) / 2, abs=1)


@every_kind
def test_page_one_has_its_parts_in_their_places(name: str) -> None:
    document, first = numbered(name), laid_out(name)[0]

    def where(words: str) -> Line:
        found = [line for line in first.lines if squeezed(words)[:18] in line.text]
        assert found, words
        return found[0]

    country, motto = where(COUNTRY), where(MOTTO)
    symbol, day = where(f"Số: 07/{document.symbol}"[:18]), where("ngày 05 tháng 6")
    assert country.top < motto.top < day.top
    assert symbol.right < 103 < country.left, "the agency on the left, the country on the right"
    assert day.left > 103
    if document.kind.is_letter:
        assert where("V/v").top > symbol.top
    else:
        kind = next(line for line in first.lines if line.text == squeezed(document.kind.name.upper()))
        assert kind.top > day.top
        assert (kind.left + kind.right) / 2 == pytest.approx(30 + 165 / 2, abs=1)


@every_kind
def test_the_signature_has_two_lines_of_text_on_its_page(name: str) -> None:
    _signature_is_not_alone(numbered(name), _parts(numbered(name), laid_out(name))[0])


def _signature_is_not_alone(document: OfficialDocument, body: list[Page]) -> None:
    (signing,) = [page for page in body if "Nơinhận:" in page.words]
    at = next(line.top for line in signing.lines if line.text.startswith("Nơinhận:"))
    tops: list[float] = []  # rows of text that do not overlap
    for line in (line for line in signing.lines if 20 <= line.top < at - 4):
        if not tops or line.top > tops[-1] + 3:
            tops.append(line.top)
    assert len(tops) >= 2
    assert squeezed(document.signer.name or "....") in signing.words, "all of the signature is on one page"


@every_kind
def test_no_heading_stands_at_the_foot_of_a_page(name: str) -> None:
    _no_heading_is_last(numbered(name), laid_out(name))


def _no_heading_is_last(document: OfficialDocument, found: Iterable[Page]) -> None:
    titles = {squeezed(block.text) for block in document.body if isinstance(block, Heading)}
    for page in found:
        assert page.lines[-1].text not in titles


@every_kind
def test_a_table_names_its_columns_on_each_of_its_pages(name: str) -> None:
    document = numbered(name)
    for annex, part in zip(document.annexes, _parts(document, laid_out(name))[1:], strict=True):
        tables = [block for block in annex.blocks if isinstance(block, Table)]
        assert all(page.width > page.height for page in part) == annex.landscape
        if len(tables) == 1 and annex.blocks[-1] is tables[0]:
            for page in part:
                for column in tables[0].columns:
                    missing = [word for word in column.title.split() if word not in page.words]
                    assert not missing, column.title


@every_kind
def test_word_keeps_the_last_lines_with_the_signature(name: str) -> None:
    last = next(each for each in reversed(numbered(name).body) if isinstance(each, Paragraph | Bullet))
    texts = [each for each in read(write_docx(numbered(name))).paragraphs if each.text]
    at = next(place for place, each in enumerate(texts) if each.text.endswith(last.text.splitlines()[-1]))
    assert texts[at].paragraph_format.keep_with_next
    before = texts[at - 1]
    if len(texts[at].text) < 80 and before.style is not None and before.style.name == "VB Nội dung":
        assert before.paragraph_format.keep_with_next, "one line is too little"


@pytest.mark.office
def test_the_word_files_keep_this_in_an_office_program(tmp_path: Path) -> None:
    """All kinds in one start of the program: most of the time goes into starting it."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("không có LibreOffice (soffice): chưa kiểm tra được việc mở tệp bằng bộ văn phòng")
    files = []
    for name in sorted(EVERY):
        files.append(str(tmp_path / f"{name}.docx"))
        Path(files[-1]).write_bytes(write_docx(numbered(name)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    arguments = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(arguments, check=True, capture_output=True, timeout=400)
    for name in sorted(EVERY):
        found = _pages((tmp_path / f"{name}.pdf").read_bytes())
        parts = _parts(numbered(name), found)
        for part in parts:
            assert [page.number for page in part] == ["", *(str(number) for number in range(2, len(part) + 1))], name
        _signature_is_not_alone(numbered(name), parts[0])
        _no_heading_is_last(numbered(name), found)
        assert [part[0].width > part[0].height for part in parts[1:]] == [
            annex.landscape for annex in numbered(name).annexes
        ]


@every_kind
def test_it_is_fit_to_be_kept(name: str) -> None:
    assert faults_of_archive(write_pdf(numbered(name))) == []


@pytest.mark.parametrize("name", ["tong-hop", "don-doc"])
def test_it_is_fit_to_be_kept_after_two_signatures_that_are_seen(name: str) -> None:
    document = numbered(name)
    place = signing_place(document)
    at = clock.at(DAY, 10)
    content = write_pdf(document)
    person = seen_of_person(place, "Lê Thị Mẫu Chín", at)
    once = sign_pdf(content, software_key(), field="NguoiKy", reason="Ký", seen=person)
    body = seen_of_agency(place, document.agency, at, None)
    twice = sign_pdf(once, software_key("Sở mẫu"), field="CoQuan", reason="Ký", seen=body)
    assert [each.holds for each in read_signatures(twice)] == [True, True]
    assert faults_of_archive(twice) == []


def test_what_is_not_fit_is_told() -> None:
    content = write_pdf(numbered("mau-cong-van"))
    for was, becomes, told in (
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null", "its title is not shown"),
        (b"<pdfaid:conformance>A", b"<pdfaid:conformance>B", "the metadata do not say PDF/A-2a"),
        (b"/GTS_PDFA1", b"/GTS_PDFX1", "there is not one output intent"),
        (b"/ToUnicode", b"/ToUnicodX", "its signs lead to no letters"),
        (b"/Lang", b"/Lanx", "its language is not told"),
    ):
        assert content.count(was), was
        assert any(told in fault for fault in faults_of_archive(content.replace(was, becomes))), told
