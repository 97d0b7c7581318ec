"""Signatures on PDF files: made, read, broken."""

from __future__ import annotations

import contextlib
import logging
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from mangnon.documents.official import write_pdf
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.signing.pades import read_signatures, sign_pdf
from tests.outgoing import made
from tests.outgoing.signing.certificates import root, software_key


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write_pdf(made.document())


@pytest.mark.parametrize("curve", [False, True])
def test_a_signature_holds_and_names_its_signer(paper: bytes, curve: bool) -> None:
    signed = sign_pdf(paper, software_key(curve=curve), field="NguoiKy", reason="Ký ban hành", place="Tỉnh Mẫu")
    assert signed.startswith(paper)
    (found,) = read_signatures(signed, roots=[root().pem])
    assert found.holds
    assert found.is_last
    assert found.subject == "Nguyễn Thị Mẫu, Sở Y tế"
    assert found.issuer == "Chứng thực mẫu"
    assert found.trust == "chain"
    assert found.was_valid_then


def test_person_and_body_sign_one_after_the_other(paper: bytes) -> None:
    once = sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký")
    twice = sign_pdf(once, software_key("Sở Y tế mẫu"), field="CoQuan", reason="Đóng dấu")
    person, body = read_signatures(twice, roots=[root().pem])
    assert (person.field, body.field) == ("NguoiKy", "CoQuan")
    assert person.holds
    assert body.holds
    assert (person.is_last, body.is_last) == (False, True)
    assert twice.startswith(once)


def test_without_roots_trust_is_unknown_and_with_others_broken(paper: bytes) -> None:
    signed = sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký")
    assert read_signatures(signed)[0].trust == "unknown"
    assert read_signatures(signed, roots=[root("Chứng thực khác").pem])[0].trust == "broken"


def test_a_byte_that_was_changed_is_found(paper: bytes) -> None:
    signed = bytearray(sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký"))
    place = signed.index(b"/Title")
    signed[place + 10] ^= 1
    (found,) = read_signatures(bytes(signed))
    assert not found.is_intact
    assert not found.holds


def test_what_was_written_over_a_signed_file_is_found(paper: bytes) -> None:
    signed = sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký")
    writer = PdfWriter(BytesIO(signed), incremental=True)
    writer.pages[0].rotate(90)
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(signed)
    (found,) = read_signatures(out.getvalue())
    assert found.is_intact
    assert not found.covers_all or found.was_changed
    assert not found.holds


def test_a_file_signed_with_an_ended_certificate_does_not_hold(paper: bytes) -> None:
    (found,) = read_signatures(sign_pdf(paper, software_key(ended=True), field="NguoiKy", reason="Ký"))
    assert found.is_intact
    assert found.was_valid_then is False
    assert not found.holds


def test_a_file_without_signatures_has_none(paper: bytes) -> None:
    assert read_signatures(paper) == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", bytes(5000)])
def test_what_is_no_pdf_is_told_so(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_signatures(content)
    assert refused.value.code == "not_a_pdf"


def test_a_file_cut_anywhere_never_breaks_the_reader(paper: bytes) -> None:
    signed = sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký")
    for end in range(0, len(signed), len(signed) // 23):
        with contextlib.suppress(Refusal):
            assert not any(each.holds for each in read_signatures(signed[:end]))


def test_the_signed_file_is_still_an_archive_file(paper: bytes) -> None:
    signed = sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký")
    reader = PdfReader(BytesIO(signed))
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert b"pdfaid:part" in xmp.stream.get_data()
    annotations = [each.get_object() for page in reader.pages for each in page.get("/Annots", [])]
    widgets = [each for each in annotations if each["/Subtype"] == "/Widget"]
    assert len(widgets) == 1
    # PDF/A: a widget is to be printed and is not hidden.
    assert widgets[0]["/F"] & 4
    assert not widgets[0]["/F"] & (1 | 2 | 32)


def test_no_name_reaches_the_log(paper: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read_signatures(sign_pdf(paper, software_key(), field="NguoiKy", reason="Ký"))
    assert "Nguyễn" not in caplog.text
