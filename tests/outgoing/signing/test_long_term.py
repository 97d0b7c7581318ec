"""Signatures with what proves them in later years (PAdES B-LT, B-LTA): certificates and time stamps behind them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from asn1crypto import pem
from asn1crypto import x509 as asn1
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.validation.dss import DocumentSecurityStore

from mangnon.accounts.public import Actor
from mangnon.documents.official import write_pdf
from mangnon.files.public import content_of
from mangnon.outgoing.filing import signable_file, write_files
from mangnon.outgoing.issuing import receive_signed_file
from mangnon.outgoing.public import number_paper
from mangnon.outgoing.signing.additions import adds_signatures_only
from mangnon.outgoing.signing.judging import apart
from mangnon.outgoing.signing.pades import read_file, read_signatures, sign_pdf
from mangnon.outgoing.web.presenters import finding_rows, stamp_rows
from tests.outgoing import made
from tests.outgoing.signing.certificates import Stamps, root, software_key, stamper

GOOD, CHANGED = "Chữ ký nguyên vẹn", "Không hợp lệ: tệp bị sửa sau khi ký"
ONLY_PROOFS = "Sau chữ ký này chỉ có thêm dữ liệu để kiểm tra lâu dài"
AGO = dt.timedelta(days=30)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return write_pdf(made.document())


def _signed(content: bytes, field: str = "A1", name: str = "Nguyễn Thị Mẫu", **given: object) -> bytes:
    return sign_pdf(content, software_key(name), field=field, reason="Ký", **given)


def _with_proofs(content: bytes, *others: asn1.Certificate) -> bytes:
    """The certificates of the chain, put behind the last signature."""
    stream = BytesIO(content)
    DocumentSecurityStore.add_dss(stream, None, certs=[asn1.Certificate.load(pem.unarmor(root().pem)[2]), *others])
    return stream.getvalue()


def _stamped(content: bytes, at: dt.datetime | None = None) -> bytes:
    """A time stamp on the whole file."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    # A browser's test of the same process may have left an event loop running.
    stamping = signers.PdfTimeStamper(timestamper=stamper(at))
    found: bytes = apart(lambda: stamping.timestamp_pdf(writer, "sha256").getvalue())
    return found


def _titled(content: bytes) -> bytes:
    """What the file says of itself, another; no page is touched."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    writer.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.TextStringObject("Khác")}))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _other() -> asn1.Certificate:
    return asn1.Certificate.load(software_key("Đơn vị khác").certificate)


def test_certificates_behind_a_signature_leave_it_whole(paper: bytes) -> None:
    (found,) = read_signatures(_with_proofs(_signed(paper)), roots=[root().pem])
    (row,) = finding_rows([found])
    assert row["word"] == GOOD
    assert any(point.startswith(ONLY_PROOFS) for point in row["points"])
    assert "Chữ ký phủ hết tệp." not in row["points"]


def test_a_time_stamp_of_the_file_is_read_as_one(paper: bytes) -> None:
    found = read_file(_stamped(_with_proofs(_signed(paper))), roots=[root().pem])
    (signature,), (stamp,) = found.signatures, found.stamps
    assert (signature.holds, signature.is_last) == (True, True)
    assert (stamp.is_good, stamp.by, stamp.trust) == (True, "Dấu thời gian mẫu, Chứng thực mẫu", "chain")
    assert signature.stamped_at == stamp.at, "a signature without a stamp of its own was there before that of the file"
    assert [row["tone"] for row in stamp_rows(found.stamps)] == ["good"]


def test_a_signature_s_own_time_stamp_comes_first(paper: bytes) -> None:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    content = _stamped(_signed(paper, stamps=Stamps(now - AGO)), now)
    found = read_file(content)
    assert (found.signatures[0].stamped_at, found.stamps[0].at) == (now - AGO, now)
    again = read_file(_stamped(content, now + AGO))
    assert [each.at for each in again.stamps] == [now, now + AGO]
    assert again.signatures[0].holds


def test_a_stamp_of_later_years_changes_no_verdict(paper: bytes) -> None:
    """The archive stamps the file anew when the certificate is long over."""
    signed = sign_pdf(paper, software_key(days=(-400, 20)), field="A1", reason="Ký")
    later = dt.datetime.now(dt.UTC) + AGO
    for at in (later, dt.datetime.now(dt.UTC) - 500 * dt.timedelta(days=1)):
        (found,) = read_signatures(_stamped(signed, at), roots=[root().pem])
        assert (found.holds, found.stamped_at) == (True, None)
    stamped_twice = read_signatures(_stamped(_stamped(signed), later))
    assert stamped_twice[0].holds
    assert stamped_twice[0].stamped_at is not None


def test_a_file_that_is_stamped_and_not_signed_has_no_signature(paper: bytes) -> None:
    found = read_file(_stamped(paper))
    assert (found.signatures, len(found.stamps)) == ([], 1)


def test_a_stamp_that_was_altered_is_told(paper: bytes) -> None:
    content = _stamped(_signed(paper))
    place = content.index(b"/Title") + 10
    found = read_file(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
    assert not found.stamps[0].is_good
    assert found.signatures[0].stamped_at is None
    assert [row["tone"] for row in stamp_rows(found.stamps)] == ["late"]


def test_what_was_changed_after_a_stamp_is_told(paper: bytes) -> None:
    stamped = _stamped(paper)
    for content in (_titled(stamped), stamped + b"% them"):
        (stamp,) = read_file(content).stamps
        assert (stamp.is_good, stamp.is_whole) == (True, False)
        assert stamp_rows([stamp])[0]["tone"] == "late"
    assert [each.is_whole for each in read_file(_stamped(_with_proofs(_signed(stamped)))).stamps] == [True, True]


def test_other_things_behind_the_last_signature_are_not_whole(paper: bytes) -> None:
    for content in (_titled(_signed(paper)), _with_proofs(_signed(paper)) + b"% them", _signed(paper) + b"\n"):
        (row,) = finding_rows(read_signatures(content, roots=[root().pem]))
        assert row["word"] == CHANGED


def test_signatures_with_proofs_one_after_the_other(paper: bytes) -> None:
    once = _with_proofs(_signed(paper))
    twice = _stamped(_with_proofs(_signed(once, "A2", "Sở Y tế"), _other()))
    assert [each.holds for each in read_signatures(twice, roots=[root().pem])] == [True, True]
    assert adds_signatures_only(paper, once)
    assert adds_signatures_only(once, twice)
    assert adds_signatures_only(paper, twice)


def test_the_store_of_proofs_is_no_way_to_the_page(paper: bytes) -> None:
    """The list of certificates is at the same time the page's content: more of it is more on the page."""
    writer = IncrementalPdfFileWriter(BytesIO(_with_proofs(paper)))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in page:
        page = page["/Kids"][0].get_object()
    old = page.raw_get("/Contents")
    both = writer.add_object(generic.ArrayObject([old]))
    page["/Contents"] = writer.root["/DSS"]["/Certs"] = both
    writer.update_container(page)
    writer.update_container(writer.root["/DSS"])
    out = BytesIO()
    writer.write(out)
    given = out.getvalue()
    assert adds_signatures_only(given, _signed(given))
    later = IncrementalPdfFileWriter(BytesIO(given))
    listed = later.root["/DSS"]["/Certs"]
    listed.append(later.add_object(generic.StreamObject(stream_data=b"BT (9.999) Tj ET")))
    later.update_container(listed)
    out = BytesIO()
    later.write(out)
    assert not adds_signatures_only(given, _signed(out.getvalue()))


def test_such_files_are_taken(clerk: Actor) -> None:
    found = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    write_files(actor=clerk, paper_id=found.pk)
    given = signable_file(found)
    assert given is not None
    once = _stamped(_with_proofs(_signed(content_of(given.file.sha256))))
    receive_signed_file(actor=clerk, paper_id=found.pk, content=once)
    twice = _with_proofs(_signed(once, "A2", "Sở Y tế"), _other())
    assert receive_signed_file(actor=clerk, paper_id=found.pk, content=twice, kind="agency").state == "signed"
    person, body = found.signatures.order_by("pk")
    assert (person.stamped_by, body.stamped_by) == ("Dấu thời gian mẫu, Chứng thực mẫu", "")


def test_the_page_names_the_stamp_of_the_file(clerk: Actor, paper: bytes) -> None:
    client = made.client_of(clerk)

    def page(content: bytes) -> str:
        answer = client.post(reverse("check_signatures"), {"file": SimpleUploadedFile("a.pdf", content)})
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    words = page(_stamped(_signed(paper)))
    assert "Dấu thời gian của tệp" in words
    assert "Chữ ký nguyên vẹn" in words
    words = page(_stamped(paper))
    assert "Dấu thời gian của tệp" in words
    assert "không có chữ ký số nào" in words
