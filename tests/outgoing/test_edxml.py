"""The envelope: whole, readable again, safe, and never with what is not known."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt

import pytest

from mangnon.accounts.public import Actor
from mangnon.files.public import content_of
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.edxml import (
    NAMESPACE,
    Attachment,
    Envelope,
    Organ,
    envelope_faults,
    parse_envelope,
    write_envelope,
)
from mangnon.outgoing.exchanging import export_envelope, keep_exchange_code
from mangnon.outgoing.filing import signable_file, write_files
from mangnon.outgoing.issuing import issue_paper, record_hand_signature
from mangnon.outgoing.models import ExchangeCode
from mangnon.outgoing.public import number_paper
from tests.outgoing import made

SAMPLE = Envelope(
    sender=Organ("H90.01", "Sở Y tế"),
    receivers=(Organ("H90", "Ủy ban nhân dân tỉnh Mẫu"), Organ("H90.02", "Sở Tư pháp")),
    number="05",
    notation="BC-SYT",
    place="Tỉnh Mẫu",
    issued_on=dt.date(2025, 6, 5),
    kind_code="BC",
    kind_name="Báo cáo",
    subject="Kết quả <6 tháng> & phương hướng",
    competence="KT.",
    position="Phó Giám đốc",
    signer="Nguyễn Thị Mẫu",
    places=("Như trên", "Lưu: VT"),
    urgency="urgent",
    page_count=3,
    sent_at=clock.at(dt.date(2025, 6, 5), 16, 30),
    attachments=(Attachment("05-bc-syt.pdf", "application/pdf", "Bản đã ký", b"%PDF-1.7 mau"),),
)
_NAMES = {"e": NAMESPACE}


def _text(content: bytes, path: str) -> str | None:
    found = parse_envelope(content).find(".//" + "/".join(f"e:{part}" for part in path.split("/")), _NAMES)
    return None if found is None else found.text


def test_an_envelope_is_whole_and_says_what_the_paper_says() -> None:
    content = write_envelope(SAMPLE)
    assert envelope_faults(content) == []
    assert _text(content, "DocumentId") == "H90.01,2025/06/05,05/BC-SYT"
    assert _text(content, "PromulgationInfo/PromulgationDate") == "2025/06/05"
    assert _text(content, "Subject") == "Kết quả <6 tháng> & phương hướng"
    assert _text(content, "TraceHeader/Timestamp") == "2025/06/05 16:30:00"
    assert _text(content, "OtherInfo/Priority") == "1"
    assert len(parse_envelope(content).findall(".//e:To", _NAMES)) == 2
    assert base64.b64decode(_text(content, "Attachment/ContentTransferEncoded") or "") == b"%PDF-1.7 mau"
    assert write_envelope(SAMPLE) == content


def test_what_lacks_is_named() -> None:
    content = write_envelope(SAMPLE).replace("<edXML:FullName>Nguyễn Thị Mẫu".encode(), b"<edXML:FullName>")
    assert envelope_faults(content) == ["edXMLEnvelope/edXMLHeader/MessageHeader/SignerInfo/FullName"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sender": Organ("", "Sở Y tế")}, "no_code"),
        ({"receivers": ()}, "no_code"),
        ({"attachments": ()}, "no_file"),
    ],
)
def test_an_envelope_without_what_it_needs_is_not_written(changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        write_envelope(dataclasses.replace(SAMPLE, **changes))  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        b"khong phai",
        b'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">&x;</edXML>',
        b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><z>&b;</z>',
    ],
)
def test_what_is_no_envelope_or_does_harm_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        parse_envelope(content)
    assert refused.value.code == "not_edxml"


def test_signs_that_xml_has_not_do_not_break_it() -> None:
    assert envelope_faults(write_envelope(dataclasses.replace(SAMPLE, subject="a\x00b\x0bc\ufffe"[:4]))) == []


def test_a_paper_goes_into_its_envelope(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    write_files(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal) as refused:
        export_envelope(actor=clerk, paper_id=paper.pk)
    assert refused.value.code == "wrong_state"
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issue_paper(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal) as refused:
        export_envelope(actor=clerk, paper_id=paper.pk)
    assert refused.value.code == "no_code"
    keep_exchange_code(actor=clerk, agency_id=clerk.agency_id or 0, code="h90.01", basis="12/QĐ-UBND")
    receiver = made.actor_at("SO_TP")
    keep_exchange_code(actor=receiver, agency_id=receiver.agency_id or 0, code="H90.02", basis="12/QĐ-UBND")
    content = export_envelope(actor=clerk, paper_id=paper.pk)
    assert envelope_faults(content) == []
    final = signable_file(paper)
    assert final is not None
    assert base64.b64decode(_text(content, "Attachment/ContentTransferEncoded") or "") == content_of(final.file.sha256)
    assert _text(content, "To/OrganId") == "H90.02"


@pytest.mark.parametrize(("code", "basis"), [("H9", "x"), ("H90.01; DROP", "x"), ("H90.01", " ")])
def test_a_code_that_is_none_is_not_kept(clerk: Actor, code: str, basis: str) -> None:
    with pytest.raises(Refusal):
        keep_exchange_code(actor=clerk, agency_id=clerk.agency_id or 0, code=code, basis=basis)
    assert ExchangeCode.objects.count() == 0
