"""PAdES signatures on PDF files (ETSI EN 319 142, baseline B; with a time stamp B-T), and reading those that are there.

Nothing here goes to the network: whether a certificate was revoked is not asked. Trust is judged by the roots that the
site laid down, and told as unknown without them. Loading pyhanko takes a second: it is loaded when it is needed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography import x509

from mangnon.outgoing.errors import NOTHING_CHANGED, SigningRefused
from mangnon.outgoing.signing.additions import adds_signatures_only
from mangnon.outgoing.signing.judging import (
    DocumentStamp,
    Trust,
    apart,
    context_of,
    document_stamp,
    in_utc,
    stamp_of,
    trust_of,
)
from mangnon.outgoing.signing.later import ends_with_proofs, only_signatures, was_changed_after
from mangnon.outgoing.signing.names import common_names_of, name_of
from mangnon.outgoing.signing.port import SigningKey
from mangnon.outgoing.signing.seen import Seen, as_file
from mangnon.outgoing.signing.software import NOTHING_SIGNED
from mangnon.outgoing.signing.stamping import TimeStamps

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_LONGEST_SIGNATURE = 1024
# They tell certificates' names to the log, at times with a stack.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True, slots=True)
class SignatureFinding:
    """What one signature of a file proves.

    `is_intact`: what it covers is what was signed. `covers_all`: nothing stands outside it (`is_followed` False), but
    for signatures that were added later (`is_last` False) and what proves them in later years: certificates, time
    stamps. `was_changed`: something else was changed after it. `signed_at` is what the signer's own clock said;
    `stamped_at` what an authority's time stamp says, in it or over the file, None without a good one (`has_bad_stamp`:
    there is one in it, of something else or broken). `trust` and `stamp_trust`: the chain led, at the time of signing,
    to a root of this site, did not, or no root is known; whether the certificate was in its time is `was_valid_then`.
    `names`: the common names of `subject`, which tell a person's certificate from their body's.
    """

    field: str
    is_intact: bool
    covers_all: bool
    was_changed: bool
    is_last: bool
    signed_at: dt.datetime | None
    subject: str
    issuer: str
    fingerprint: str
    valid_from: dt.datetime
    valid_to: dt.datetime
    trust: Trust
    stamped_at: dt.datetime | None = None
    stamped_by: str = ""
    stamp_trust: Trust = "unknown"
    has_bad_stamp: bool = False
    names: tuple[str, ...] = ()
    is_followed: bool = False

    @property
    def was_valid_then(self) -> bool | None:
        """Whether the certificate was in its time when, by the time stamp or else the signer's clock, it signed; None
        for an unknown time."""
        at = self.stamped_at or self.signed_at
        return None if at is None else self.valid_from <= at <= self.valid_to

    @property
    def holds(self) -> bool:
        """Intact, over the whole file, nothing changed since, within the certificate's time."""
        return self.is_intact and self.covers_all and not self.was_changed and self.was_valid_then is not False


def sign_pdf(
    content: bytes,
    key: SigningKey,
    *,
    field: str,
    reason: str,
    place: str = "",
    stamps: TimeStamps | None = None,
    seen: Seen | None = None,
) -> bytes:
    """The file with one more signature, added at its end: what was there stays byte for byte.

    `stamps`: an authority that stamps the time of the signature (PAdES B-T); it is told the hash alone. `seen`: what is
    seen of it on a page; without, nothing. Raises SigningRefused.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError as SigningRequestError

    about = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
        location=place or None,
    )
    refused: list[SigningRefused] = []
    try:
        with _style(seen) as (style, spec):
            writer = IncrementalPdfFileWriter(BytesIO(content))
            if spec is not None:
                fields.append_signature_field(writer, spec(field))
            maker = signers.PdfSigner(about, signer=_port(key), timestamper=_asking(stamps, refused), stamp_style=style)
            made = apart(lambda: maker.sign_pdf(writer))
    except SigningRequestError as error:
        raise (refused[0] if refused else _unstamped()) from error
    except (PdfError, ValueError) as error:
        raise SigningRefused(
            f"Tệp PDF này không ký được: cấu trúc tệp hỏng hoặc được bảo vệ. {NOTHING_SIGNED}", code="pdf_not_signable"
        ) from error
    return bytes(made.getvalue())


def _port(key: SigningKey) -> Any:
    """pyhanko's own port, led to ours."""
    from asn1crypto import x509 as asn1
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class Port(signers.Signer):
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            """A signature, or only its greatest length."""
            return bytes(_LONGEST_SIGNATURE) if dry_run else key.sign(data)

    store = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
        [asn1.Certificate.load(each) for each in key.chain]
    )
    return Port(signing_cert=asn1.Certificate.load(key.certificate), cert_registry=store)


@contextmanager
def _style(seen: Seen | None) -> Iterator[tuple[Any, Callable[[str], Any] | None]]:
    """How the signature is drawn, and the field it is drawn in; nothing for one that is not seen."""
    if seen is None:
        yield None, None
        return
    from pyhanko.pdf_utils import layout
    from pyhanko.sign import fields
    from pyhanko.stamp import StaticStampStyle

    with as_file(seen) as path:
        whole = layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MID, y_align=layout.AxisAlignment.ALIGN_MID, margins=layout.Margins()
        )
        style = StaticStampStyle.from_pdf_file(str(path), border_width=0, background_layout=whole)
        yield style, lambda name: fields.SigFieldSpec(name, on_page=seen.page, box=seen.box, readable_field_name=name)


def _asking(stamps: TimeStamps | None, refused: list[SigningRefused]) -> Any:
    """pyhanko's port to an authority, led to ours. What was refused is put into the list."""
    if stamps is None:
        return None
    authority = stamps
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    class Port(TimeStamper):
        async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
            """Ask, and take only what is an answer."""
            try:
                told = tsp.TimeStampResp.load(authority.answer(req.dump()), strict=True)
                told["status"].native  # noqa: B018 - parsed here, so that rubbish is told here
            except SigningRefused as error:
                refused.append(error)
                raise TimestampRequestError("no answer") from error
            except (ValueError, TypeError) as error:
                raise TimestampRequestError("no time stamp") from error
            return told

    return Port()  # type: ignore[no-untyped-call]


def _unstamped() -> SigningRefused:
    return SigningRefused(
        f"Dịch vụ cấp dấu thời gian trả lời không dùng được. {NOTHING_SIGNED} Hãy báo người quản trị.",
        code="stamps_unusable",
    )


@dataclass(frozen=True, slots=True)
class FileFinding:
    """What the signatures of a file prove, and the time stamps over the whole file, each as they were made."""

    signatures: list[SignatureFinding]
    stamps: list[DocumentStamp]


def read_file(content: bytes, *, roots: Sequence[bytes] = ()) -> FileFinding:
    """Every signature and every document time stamp of a PDF file; both empty for a file without any.

    Raises SigningRefused (`not_a_pdf`) for what cannot be read as PDF.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        found = list(reader.embedded_signatures)
        signatures = [each for each in found if each.sig_object_type != "/DocTimeStamp"]
        tokens = [each for each in found if each.sig_object_type == "/DocTimeStamp"]
        stamps = [document_stamp(each, roots, is_last=each is found[-1]) for each in tokens]
        made = [_finding(each, roots, stamps, is_last=each is signatures[-1]) for each in signatures]
    except _unreadable() as error:
        raise _not_a_pdf() from error
    return FileFinding(made, stamps)


def read_signatures(content: bytes, *, roots: Sequence[bytes] = ()) -> list[SignatureFinding]:
    """Every signature of a PDF file in the order in which they were made; empty for a file without any.

    Raises SigningRefused (`not_a_pdf`) for what cannot be read as PDF.
    """
    return read_file(content, roots=roots).signatures


def _unreadable() -> tuple[type[Exception], ...]:
    """What the library raises for a file that is no PDF, or a broken one."""
    from pyhanko.pdf_utils.misc import PdfError

    return PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError


def _not_a_pdf() -> SigningRefused:
    return SigningRefused(
        "Tệp không đọc được như một PDF có chữ ký: tệp hỏng, được bảo vệ hoặc không phải PDF. "
        "Không có gì được lưu. Hãy kiểm tra lại tệp gốc.",
        code="not_a_pdf",
    )


def check_adds_signatures_only(before: bytes, signed: bytes) -> None:
    """Raises SigningRefused: `changed_file` where anything but signatures was added to a file, `not_a_pdf`."""
    try:
        is_fine = adds_signatures_only(before, signed)
    except _unreadable() as error:
        raise _not_a_pdf() from error
    if not is_fine:
        raise SigningRefused(
            f"Nội dung tệp đã bị sửa sau khi tải về, hoặc hình chữ ký che chữ của văn bản. {NOTHING_CHANGED} "
            "Hãy tải lại bản trình ký tại trang này, ký đúng tệp ấy, đặt hình chữ ký vào chỗ trống rồi gửi lại.",
            code="changed_file",
        )


def _finding(
    signature: EmbeddedPdfSignature, roots: Sequence[bytes], stamps: Sequence[DocumentStamp], *, is_last: bool
) -> SignatureFinding:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    context = context_of(roots, in_utc(signature.self_reported_timestamp), certificate)
    status = apart(lambda: validate_pdf_signature(signature, context, diff_policy=only_signatures()))
    is_whole = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    is_followed = status.coverage != SignatureCoverageLevel.ENTIRE_FILE
    after = [each for each in stamps if each.revision > signature.signed_revision]
    return SignatureFinding(
        field=str(signature.field_name),
        is_intact=bool(status.intact and status.valid),
        covers_all=is_whole and (not is_last or not is_followed or ends_with_proofs(signature, status, after)),
        was_changed=was_changed_after(signature, status),
        is_last=is_last,
        is_followed=is_followed,
        signed_at=in_utc(status.signer_reported_dt),
        subject=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        fingerprint=hashlib.sha256(signature.signer_cert.dump()).hexdigest(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        trust=trust_of(status, roots),
        names=common_names_of(certificate.subject),
        **stamp_of(status, roots, after, certificate),
    )
