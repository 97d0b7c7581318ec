"""The envelope in which a paper goes to another body's system: edXML (QCVN 102:2016/BTTTT with its change 1:2022).

What elements there are, and their odd spelling («Bussiness»), is the standard's; read from a secondary source, not from
the gazette. Only a file is written: sending it over the national axis needs a licence and a connection of the province.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from mangnon.kernel import clock
from mangnon.outgoing.errors import EnvelopeRefused

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
XLINK = "http://www.w3.org/1999/xlink"
LARGEST_ENVELOPE = 80 * 1024 * 1024
_PRIORITY = {"normal": "0", "urgent": "1", "very_urgent": "2", "express": "3"}
_BUSINESS = {"new": "0", "withdraws": "1", "replaces": "3"}
_IN_WORDS = {"FullName": "tên người ký", "Subject": "trích yếu", "Place": "nơi ban hành hoặc nơi nhận"}
# What must be there, as paths of local names below the root.
REQUIRED = (
    "edXMLEnvelope/edXMLHeader/MessageHeader/From/OrganId",
    "edXMLEnvelope/edXMLHeader/MessageHeader/From/OrganName",
    "edXMLEnvelope/edXMLHeader/MessageHeader/To/OrganId",
    "edXMLEnvelope/edXMLHeader/MessageHeader/Code/CodeNumber",
    "edXMLEnvelope/edXMLHeader/MessageHeader/Code/CodeNotation",
    "edXMLEnvelope/edXMLHeader/MessageHeader/PromulgationInfo/Place",
    "edXMLEnvelope/edXMLHeader/MessageHeader/PromulgationInfo/PromulgationDate",
    "edXMLEnvelope/edXMLHeader/MessageHeader/DocumentType/Type",
    "edXMLEnvelope/edXMLHeader/MessageHeader/DocumentType/TypeName",
    "edXMLEnvelope/edXMLHeader/MessageHeader/Subject",
    "edXMLEnvelope/edXMLHeader/MessageHeader/SignerInfo/FullName",
    "edXMLEnvelope/edXMLHeader/MessageHeader/ToPlaces/Place",
    "edXMLEnvelope/edXMLHeader/MessageHeader/DocumentId",
    "edXMLEnvelope/edXMLHeader/TraceHeaderList/TraceHeader/OrganId",
    "edXMLEnvelope/edXMLHeader/TraceHeaderList/TraceHeader/Timestamp",
    "edXMLEnvelope/edXMLHeader/TraceHeaderList/Bussiness/BussinessDocType",
    "edXMLEnvelope/edXMLBody/edXMLManifest/Reference/AttachmentName",
    "edXMLEnvelope/edXMLBody/edXMLManifest/Reference/ContentId",
    "AttachmentEncoded/Attachment/ContentTransferEncoded",
    "AttachmentEncoded/Attachment/ContentId",
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in the envelope."""

    name: str
    media_type: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Organ:
    """A body in the exchange: its identification code and name."""

    code: str
    name: str
    in_charge: str = ""


@dataclass(frozen=True, slots=True)
class Business:
    """What the paper is in the exchange: new, or what it does to an earlier one, named by its id, and why, in words.

    The numbers and places as open systems of the exchange have them, not read in the gazette. A letter that puts an
    earlier paper right («đính chính») is new.
    """

    kind: Literal["new", "withdraws", "replaces"] = "new"
    reason: str = ""
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes out. `kind_code` and `kind_name` are of the document, `places` the lines of «Nơi nhận»."""

    sender: Organ
    receivers: Sequence[Organ]
    number: str
    notation: str
    place: str
    issued_on: dt.date
    kind_code: str
    kind_name: str
    subject: str
    competence: str
    position: str
    signer: str
    places: Sequence[str]
    urgency: str
    page_count: int | None
    sent_at: dt.datetime
    attachments: Sequence[Attachment]
    business: Business = Business()

    @property
    def document_id(self) -> str:
        """The name of the paper in the exchange."""
        return document_id(self.sender.code, self.issued_on, f"{self.number}/{self.notation}")


def document_id(sender: str, issued_on: dt.date, symbol: str) -> str:
    """«H37.02,2025/06/05,05/BC-SYT»: the name of a paper in the exchange."""
    return f"{sender},{issued_on:%Y/%m/%d},{symbol}"


def write_envelope(envelope: Envelope) -> bytes:
    """The envelope as a file; the same bytes for the same envelope. Raises EnvelopeRefused without code, receiver, file
    or anything else that must be there (`incomplete`), or beyond the size."""
    if not envelope.sender.code or not envelope.receivers or not all(each.code for each in envelope.receivers):
        raise EnvelopeRefused(
            "Chưa đủ mã định danh điện tử của cơ quan gửi và cơ quan nhận nên chưa xuất được gói trao đổi. Không có gì "
            "bị thay đổi. Hãy ghi mã định danh của các cơ quan.",
            code="no_code",
        )
    if not envelope.attachments:
        raise EnvelopeRefused("Văn bản chưa có tệp nào để gửi. Không có gì bị thay đổi.", code="no_file")
    if sum(len(each.content) for each in envelope.attachments) > LARGEST_ENVELOPE:
        raise EnvelopeRefused("Các tệp của văn bản quá lớn để đóng gói. Không có gì bị thay đổi.", code="too_large")
    root = etree.Element(_tag("edXML"), nsmap={"edXML": NAMESPACE, "xlink": XLINK})
    inner = _add(root, "edXMLEnvelope")
    header = _add(inner, "edXMLHeader")
    _message(header, envelope)
    _trace(header, envelope)
    _add(header, "DigitalSignature")
    manifest = _add(_add(inner, "edXMLBody"), "edXMLManifest")
    encoded = _add(root, "AttachmentEncoded")
    for number, each in enumerate(envelope.attachments, 1):
        _attach(manifest, encoded, envelope, each, number)
    if faults := _faults(root):
        words = ", ".join(_IN_WORDS.get(path.rpartition("/")[2], path.rpartition("/")[2]) for path in faults)
        raise EnvelopeRefused(
            f"Chưa xuất được gói trao đổi vì văn bản thiếu: {words}. Không có gì bị thay đổi. Hãy gửi văn bản bằng hệ "
            "thống quản lý văn bản của cơ quan.",
            code="incomplete",
        )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _message(header: etree._Element, envelope: Envelope) -> None:
    message = _add(header, "MessageHeader")
    for name, organs in (("From", [envelope.sender]), ("To", list(envelope.receivers))):
        for organ in organs:
            place = _add(message, name)
            _add(place, "OrganId", organ.code)
            _add(place, "OrganizationInCharge", organ.in_charge)
            _add(place, "OrganName", organ.name)
    code = _add(message, "Code")
    _add(code, "CodeNumber", envelope.number)
    _add(code, "CodeNotation", envelope.notation)
    issued = _add(message, "PromulgationInfo")
    _add(issued, "Place", envelope.place)
    _add(issued, "PromulgationDate", f"{envelope.issued_on:%Y/%m/%d}")
    kind = _add(message, "DocumentType")
    _add(kind, "Type", envelope.kind_code)
    _add(kind, "TypeName", envelope.kind_name)
    _add(message, "Subject", envelope.subject)
    _add(message, "Content", envelope.subject)
    signer = _add(message, "SignerInfo")
    _add(signer, "Competence", envelope.competence)
    _add(signer, "Position", envelope.position)
    _add(signer, "FullName", envelope.signer)
    places = _add(message, "ToPlaces")
    for line in envelope.places:
        _add(places, "Place", line)
    other = _add(message, "OtherInfo")
    _add(other, "Priority", _PRIORITY.get(envelope.urgency, "0"))
    _add(other, "PageAmount", str(envelope.page_count or ""))
    _add(message, "DocumentId", envelope.document_id)


def _trace(header: etree._Element, envelope: Envelope) -> None:
    trace = _add(header, "TraceHeaderList")
    trace.set("id", "TraceHeaderList")
    trace.set("version", "1.0")
    one = _add(trace, "TraceHeader")
    _add(one, "OrganId", envelope.sender.code)
    _add(one, "Timestamp", f"{envelope.sent_at.astimezone(clock.VIETNAM):%Y/%m/%d %H:%M:%S}")
    business = _add(trace, "Bussiness")
    about = envelope.business
    _add(business, "BussinessDocType", _BUSINESS[about.kind])
    _add(business, "BussinessDocReason", about.reason)
    if about.kind == "withdraws":
        _add(business, "DocumentId", about.document_id)
    if about.kind == "replaces":
        one = _add(_add(business, "ReplacementInfoList"), "ReplacementInfo")
        _add(one, "DocumentId", about.document_id)
        organs = _add(one, "OrganIdList")
        for organ in envelope.receivers:
            _add(organs, "OrganId", organ.code)


def _attach(
    manifest: etree._Element, encoded: etree._Element, envelope: Envelope, each: Attachment, number: int
) -> None:
    # The same for the same paper, so that sending again is seen to be the same.
    content_id = f"cid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{envelope.document_id}#{number}')}"
    reference = _add(manifest, "Reference")
    reference.set(f"{{{XLINK}}}href", content_id)
    for place in (reference, _add(encoded, "Attachment")):
        _add(place, "ContentType", each.media_type)
        _add(place, "ContentId", content_id)
        _add(place, "Description", each.description)
        if place is not reference:
            _add(place, "ContentTransferEncoded", base64.b64encode(each.content).decode())
        _add(place, "AttachmentName", each.name)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _add(above: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(above, _tag(name))
    if text is not None:
        made.text = "".join(char for char in text if char >= " " or char in "\t\n")
    return made


def parse_envelope(content: bytes) -> etree._Element:
    """The root of an envelope. Nothing is fetched, no entity is expanded. Raises EnvelopeRefused (`not_edxml`)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise EnvelopeRefused("Tệp không phải gói edXML đọc được. Không có gì được lưu.", code="not_edxml") from error
    if root.tag != _tag("edXML") or root.getroottree().docinfo.doctype:
        raise EnvelopeRefused("Tệp không phải gói edXML. Không có gì được lưu.", code="not_edxml")
    return root


def envelope_faults(content: bytes) -> list[str]:
    """Which required elements an envelope lacks or leaves empty, and which attachments nothing refers to; empty for a
    whole one. Raises EnvelopeRefused."""
    return _faults(parse_envelope(content))


def _faults(root: etree._Element) -> list[str]:
    names = {"e": NAMESPACE}
    faults = []
    for path in REQUIRED:
        found = root.findall("/".join(f"e:{part}" for part in path.split("/")), names)
        if not found or any(not (each.text or "").strip() for each in found):
            faults.append(path)
    referred = {each.text for each in root.iterfind(".//e:Reference/e:ContentId", names)}
    carried = {each.text for each in root.iterfind(".//e:Attachment/e:ContentId", names)}
    return faults + [f"ContentId {each}" for each in sorted(str(each) for each in referred ^ carried)]
