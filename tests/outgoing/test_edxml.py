"""The envelope: whole, readable again, safe, and never with what is not known."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.audit.models import AuditRow
from mangnon.files.public import content_of
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.outgoing.confirming import seal_of
from mangnon.outgoing.edxml import (
    NAMESPACE,
    Attachment,
    Envelope,
    Organ,
    envelope_faults,
    parse_envelope,
    write_envelope,
)
from mangnon.outgoing.exchanging import export_envelope, keep_exchange_code, left_out
from mangnon.outgoing.filing import signable_file, write_files
from mangnon.outgoing.issuing import issue_paper, record_hand_signature
from mangnon.outgoing.models import ExchangeCode, OutgoingPaper
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
    with pytest.raises(Refusal) as refused:
        write_envelope(dataclasses.replace(SAMPLE, signer=""))
    assert refused.value.code == "incomplete"
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


@pytest.fixture
def issued(clerk: Actor) -> OutgoingPaper:
    """A paper to the province's committee and Sở Tư pháp, of which both have codes, as its own body has."""
    codes = {"H90.01": clerk, "H90.02": made.actor_at("SO_TP")}
    for code, actor in codes.items():
        keep_exchange_code(actor=actor, agency_id=actor.agency_id or 0, code=code, basis="12/QĐ-UBND")
    return _issued(clerk)


def _issued(clerk: Actor, **facts: Any) -> OutgoingPaper:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk, **facts).pk)
    write_files(actor=clerk, paper_id=paper.pk)
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    return issue_paper(actor=clerk, paper_id=paper.pk)


def _export(clerk: Actor, paper: OutgoingPaper) -> bytes:
    return export_envelope(actor=clerk, paper_id=paper.pk, confirmed=seal_of(left_out(paper)))


def test_a_paper_goes_into_its_envelope(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    write_files(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal) as refused:
        _export(clerk, paper)
    assert refused.value.code == "wrong_state"
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issue_paper(actor=clerk, paper_id=paper.pk)
    with pytest.raises(Refusal) as refused:
        _export(clerk, paper)
    assert refused.value.code == "no_code"
    keep_exchange_code(actor=clerk, agency_id=clerk.agency_id or 0, code="h90.01", basis="12/QĐ-UBND")
    receiver = made.actor_at("SO_TP")
    keep_exchange_code(actor=receiver, agency_id=receiver.agency_id or 0, code="H90.02", basis="12/QĐ-UBND")
    content = _export(clerk, paper)
    assert envelope_faults(content) == []
    final = signable_file(paper)
    assert final is not None
    assert base64.b64decode(_text(content, "Attachment/ContentTransferEncoded") or "") == content_of(final.file.sha256)
    assert _text(content, "To/OrganId") == "H90.02"
    assert _text(content, "BussinessDocType") == "0"


def test_who_is_left_out_is_told_before(clerk: Actor, issued: OutgoingPaper) -> None:
    (missing,) = left_out(issued)
    assert missing.startswith("«Ủy ban nhân dân tỉnh Mẫu»")
    with pytest.raises(Refusal) as refused:
        export_envelope(actor=clerk, paper_id=issued.pk)
    assert refused.value.code == "unconfirmed"
    assert not AuditRow.objects.filter(act="export_paper").exists()
    _export(clerk, issued)
    assert AuditRow.objects.get(act="export_paper").details["left_out"] == 1


def test_the_page_asks_before_it_leaves_somebody_out(clerk: Actor, issued: OutgoingPaper) -> None:
    client, address = made.client_of(clerk), reverse("export_outgoing", args=[issued.pk])
    asked = client.post(address)
    words = asked.content.decode()
    assert "«Ủy ban nhân dân tỉnh Mẫu»" in words
    assert "Tôi đã xem những nơi gói này không đến" in words
    assert client.post(address, {"seen": ["khac"]}).headers["Content-Type"].startswith("text/html")
    taken = client.post(address, {"seen": [seal_of(left_out(issued))]})
    assert taken.headers["Content-Type"] == "application/xml"
    assert envelope_faults(taken.content) == []


@pytest.mark.parametrize(
    ("relation", "kind", "path"),
    [
        ("replaces", "3", "Bussiness/ReplacementInfoList/ReplacementInfo/DocumentId"),
        ("withdraws", "1", "Bussiness/DocumentId"),
        ("corrects", "0", ""),
    ],
)
def test_what_a_paper_does_to_an_earlier_one(
    clerk: Actor, issued: OutgoingPaper, relation: str, kind: str, path: str
) -> None:
    content = _export(clerk, _issued(clerk, replaces_id=issued.pk, relation=relation))
    assert _text(content, "BussinessDocType") == kind
    for each in ("Bussiness/ReplacementInfoList/ReplacementInfo/DocumentId", "Bussiness/DocumentId"):
        assert _text(content, each) == ("H90.01,2025/05/20,01/BC-SYT" if each == path else None)
    if relation == "replaces":
        assert _text(content, "ReplacementInfo/OrganIdList/OrganId") == "H90.02"
    reason = _text(content, "Bussiness/BussinessDocReason")
    assert (reason is not None and "số 01/BC-SYT" in reason) == (kind != "0")


def test_dots_are_for_paper(clerk: Actor, issued: OutgoingPaper) -> None:
    with pytest.raises(Refusal) as refused:
        _export(clerk, _issued(clerk, signer_name=""))
    assert refused.value.code == "incomplete"
    assert "tên người ký" in refused.value.message
    content = _export(clerk, _issued(clerk, capacity="acting", signer_title=""))
    assert (_text(content, "SignerInfo/Competence"), _text(content, "SignerInfo/Position")) == ("Q.", "Giám đốc")


@pytest.mark.parametrize(("code", "basis"), [("H9", "x"), ("H90.01; DROP", "x"), ("H90.01", " ")])
def test_a_code_that_is_none_is_not_kept(clerk: Actor, code: str, basis: str) -> None:
    with pytest.raises(Refusal):
        keep_exchange_code(actor=clerk, agency_id=clerk.agency_id or 0, code=code, basis=basis)
    assert ExchangeCode.objects.count() == 0
