"""What was added to a file before it came back signed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from mangnon.documents.official import write_pdf
from mangnon.outgoing.signing.additions import adds_signatures_only
from mangnon.outgoing.signing.pades import sign_pdf
from tests.outgoing import made
from tests.outgoing.signing.certificates import software_key


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write_pdf(made.document())


def _page(writer: IncrementalPdfFileWriter) -> Any:
    node = writer.root["/Pages"]
    while "/Kids" in node:
        node = node["/Kids"][0].get_object()
    return node


def _written(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(content))
    change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def _other_words(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (Khac) Tj ET"))
    writer.update_container(page)


def _same_stream_rewritten(writer: IncrementalPdfFileWriter) -> None:
    found = _page(writer)["/Contents"]
    stream = found[0].get_object() if isinstance(found, generic.ArrayObject) else found
    stream._data = b"BT (Khac) Tj ET"  # the very object, with other words
    stream._encoded_data = None
    writer.update_container(stream)


def _a_note_over_the_page(writer: IncrementalPdfFileWriter) -> None:
    page = _page(writer)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 50, 500, 700))),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def _another_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"] = generic.ArrayObject([*pages["/Kids"], pages["/Kids"][0]])
    pages["/Count"] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


def _something_at_opening(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})
    writer.update_root()


def _a_signature_as_large_as_the_page(writer: IncrementalPdfFileWriter) -> None:
    append_signature_field(writer, SigFieldSpec("Lon", on_page=0, box=(0, 0, 590, 840)))


CHANGES = (
    _other_words,
    _same_stream_rewritten,
    _a_note_over_the_page,
    _another_page,
    _something_at_opening,
    _a_signature_as_large_as_the_page,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_a_reader_would_see_is_found(paper: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> None:
    changed = _written(paper, change)
    assert changed.startswith(paper)
    assert not adds_signatures_only(paper, sign_pdf(changed, software_key(), field="Ky", reason="Ký"))


def test_signatures_are_no_change(paper: bytes) -> None:
    once = sign_pdf(paper, software_key(), field="Mot", reason="Ký")
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="Hai", reason="Ký")
    assert adds_signatures_only(paper, once)
    assert adds_signatures_only(once, twice)
    assert adds_signatures_only(paper, twice)


def test_a_field_that_was_laid_out_before_may_be_signed(paper: bytes) -> None:
    laid = _written(
        paper, lambda writer: append_signature_field(writer, SigFieldSpec("San", on_page=0, box=(350, 100, 500, 160)))
    )
    assert adds_signatures_only(paper, laid)
    assert adds_signatures_only(laid, sign_pdf(laid, software_key(), field="San", reason="Ký"))


def test_words_replaced_between_two_signatures_are_found(paper: bytes) -> None:
    once = sign_pdf(paper, software_key(), field="Mot", reason="Ký")
    twice = sign_pdf(_written(once, _other_words), software_key("Sở Y tế mẫu"), field="Hai", reason="Ký")
    assert not adds_signatures_only(paper, twice)
