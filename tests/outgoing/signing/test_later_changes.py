"""What was added to a file after a signature: other signatures, or something that a reader sees."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject, TextStringObject

from mangnon.documents.official import write_pdf
from mangnon.outgoing.signing.additions import adds_signatures_only
from mangnon.outgoing.signing.pades import SignatureFinding, read_signatures, sign_pdf
from mangnon.outgoing.signing.seen import Seen
from mangnon.outgoing.web.presenters import finding_rows
from tests.outgoing import made
from tests.outgoing.signing.certificates import root, software_key

BROKEN = "Không hợp lệ: tệp bị sửa sau khi ký"


@pytest.fixture(scope="module")
def form() -> bytes:
    """A page on which an amount is filled in, and a place for a signature is laid out."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    amount = DictionaryObject(
        {
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("sotien"),
            NameObject("/V"): TextStringObject("1.000.000"),
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([FloatObject(each) for each in (100, 700, 300, 720)]),
            NameObject("/DA"): TextStringObject("/Helv 12 Tf 0 g"),
        }
    )
    kept = writer._add_object(amount)
    page[NameObject("/Annots")] = ArrayObject([kept])
    fields = {NameObject("/Fields"): ArrayObject([kept]), NameObject("/DA"): TextStringObject("/Helv 12 Tf 0 g")}
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(DictionaryObject(fields))
    made = BytesIO()
    writer.write(made)
    laid = IncrementalPdfFileWriter(BytesIO(made.getvalue()))
    append_signature_field(laid, SigFieldSpec("CaTrang", on_page=0, box=(0, 0, 590, 840)))
    return _written(laid)


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _amount(writer: IncrementalPdfFileWriter) -> Any:
    return writer.root["/AcroForm"]["/Fields"][0]


def _fill(writer: IncrementalPdfFileWriter) -> None:
    field = _amount(writer)
    field["/V"] = generic.TextStringObject("9.999.000.000")
    writer.update_container(field)


def _draw(writer: IncrementalPdfFileWriter) -> None:
    """The value stays, what is seen of it is another."""
    field = _amount(writer)
    size = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, 200, 20)])
    kind = {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): size}
    drawn = generic.StreamObject(kind, stream_data=b"BT /Helv 12 Tf (9.999.000.000) Tj ET")
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    writer.update_container(field)


def _hide(writer: IncrementalPdfFileWriter) -> None:
    field = _amount(writer)
    field["/F"] = generic.NumberObject(2)
    writer.update_container(field)


def _cover(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Lon", on_page=0, box=(0, 0, 590, 840)))


def _lock(writer: IncrementalPdfFileWriter) -> None:
    """As the usual readers do with the fields of a form that is signed."""
    field = _amount(writer)
    field["/Ff"] = generic.NumberObject(1)
    writer.update_container(field)


def _other_kind(writer: IncrementalPdfFileWriter) -> None:
    """Several lines instead of one: the same value looks otherwise."""
    field = _amount(writer)
    field["/Ff"] = generic.NumberObject(1 << 12)
    writer.update_container(field)


def _changed(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    return _written(writer)


def _signed(content: bytes, field: str = "A1", name: str = "Nguyễn Thị Mẫu", **given: Any) -> bytes:
    return sign_pdf(content, software_key(name), field=field, reason="Ký", **given)


def _found(content: bytes) -> tuple[SignatureFinding, SignatureFinding]:
    first, second = read_signatures(content, roots=[root().pem])
    return first, second


@pytest.mark.parametrize("change", [_fill, _draw, _hide, _cover, _other_kind], ids=lambda change: change.__name__)
def test_what_was_changed_between_two_signatures_breaks_the_first(
    form: bytes, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    first, second = _found(_signed(_changed(_signed(form), change), "A2", "Sở Y tế"))
    assert (first.was_changed, first.holds) == (True, False)
    assert first.is_intact
    assert second.holds, "who signed last signed what stands there"
    rows = finding_rows([first, second])
    assert [row["word"] for row in rows] == [BROKEN, "Chữ ký nguyên vẹn"]
    assert not any("chỉ có thêm chữ ký" in point for point in rows[0]["points"])


def test_a_signature_laid_over_the_whole_page_breaks_the_first(form: bytes) -> None:
    """The place was there when the first signed, empty: nothing of what stands there now was seen."""
    first, _second = _found(_signed(_signed(form), "CaTrang", "Sở Y tế"))
    assert first.was_changed


def test_what_was_filled_in_before_is_signed(form: bytes) -> None:
    first, second = _found(_signed(_signed(_changed(form, _fill)), "A2", "Sở Y tế"))
    assert (first.holds, second.holds) == (True, True)


def test_a_field_that_was_locked_says_what_it_said(form: bytes) -> None:
    first, second = _found(_signed(_changed(_signed(form), _lock), "A2", "Sở Y tế"))
    assert (first.holds, second.holds) == (True, True)
    (row, _) = finding_rows([first, second])
    assert any("chỉ có thêm chữ ký" in point for point in row["points"])


def _white(width: int, height: int) -> bytes:
    """A picture that is nothing but white."""
    writer = PdfWriter()
    page = writer.add_blank_page(width, height)
    stream = StreamObject()
    stream.set_data(f"1 1 1 rg 0 0 {width} {height} re f".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _overlaid(content: bytes, box: tuple[int, int, int, int]) -> bytes:
    """A place for a signature that nobody signed, and that draws a white sheet with other words."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    append_signature_field(writer, SigFieldSpec("Che", on_page=0, box=box))
    field = next(each for each in writer.root["/AcroForm"]["/Fields"] if each.get_object()["/T"] == "Che").get_object()
    width, height = box[2] - box[0], box[3] - box[1]
    size = generic.ArrayObject([generic.NumberObject(each) for each in (0, 0, width, height)])
    kind = {pdf_name("/Type"): pdf_name("/XObject"), pdf_name("/Subtype"): pdf_name("/Form"), pdf_name("/BBox"): size}
    drawn = generic.StreamObject(kind, stream_data=f"1 1 1 rg 0 0 {width} {height} re f".encode())
    field["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(drawn)})
    writer.update_container(field)
    return _written(writer)


def _words_at(content: bytes) -> tuple[int, int, int, int]:
    """A box around the first words of the page."""
    page = pypdfium2.PdfDocument(content)[0]
    text = page.get_textpage()
    assert text.count_rects()
    left, low, right, high = text.get_rect(0)
    return int(left), int(low), int(right) + 1, int(high) + 1


BLANK = (60, 60, 260, 110)  # nothing is written at the foot of the page


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write_pdf(made.document())


def test_a_place_that_nobody_signed_may_draw_nothing(paper: bytes) -> None:
    for box in (BLANK, _words_at(paper)):
        overlaid = _overlaid(paper, box)
        assert not adds_signatures_only(paper, _signed(overlaid))
        first, _second = _found(_signed(_overlaid(_signed(paper), box), "A2", "Sở Y tế"))
        assert first.was_changed


def test_a_place_laid_out_before_is_not_painted_unsigned(paper: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(paper))
    append_signature_field(writer, SigFieldSpec("San", on_page=0, box=BLANK))
    laid = _written(writer)
    painted = IncrementalPdfFileWriter(BytesIO(laid))
    field = painted.root["/AcroForm"]["/Fields"][0]
    field["/AP"] = generic.DictionaryObject(
        {pdf_name("/N"): painted.add_object(generic.StreamObject(stream_data=b"f"))}
    )
    painted.update_container(field)
    assert not adds_signatures_only(laid, _signed(_written(painted)))


def test_a_signature_over_words_breaks_what_was_signed_before(paper: bytes) -> None:
    box = _words_at(paper)
    over = Seen(0, box, _white(box[2] - box[0], box[3] - box[1]))
    assert not adds_signatures_only(paper, _signed(paper, seen=over))
    first, second = _found(_signed(_signed(paper), "A2", "Sở Y tế", seen=over))
    assert (first.was_changed, second.holds) == (True, True)


def test_a_signature_beside_the_words_breaks_nothing(paper: bytes) -> None:
    beside = Seen(0, BLANK, _white(200, 50))
    assert adds_signatures_only(paper, _signed(paper, seen=beside))
    first, second = _found(_signed(_signed(paper), "A2", "Sở Y tế", seen=beside))
    assert (first.holds, second.holds) == (True, True)
