"""Certificates and time stamps of a signed PDF, judged by the roots that the site laid down: nobody else is asked."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from cryptography import x509

from mangnon.outgoing.signing.later import ends_with_proofs, only_signatures, was_changed_after
from mangnon.outgoing.signing.names import name_of

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

Trust = Literal["unknown", "chain", "broken"]


@dataclass(frozen=True, slots=True)
class DocumentStamp:
    """A time stamp over a whole file (PAdES, document time stamp): the file with its signatures was there at `at`.

    `is_good`: it is of this file as it was then. `is_whole`: no page is another since. `trust`: as of a signature.
    """

    at: dt.datetime
    by: str
    trust: Trust
    is_good: bool
    is_whole: bool
    revision: int


def document_stamp(signature: EmbeddedPdfSignature, roots: Sequence[bytes], *, is_last: bool) -> DocumentStamp:
    """What a document time stamp of a file says; `is_last`: no signature or stamp is behind it. Raises what the library
    raises for a broken one."""
    from pyhanko.sign.validation import validate_pdf_timestamp
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    at = signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    context = context_of(roots, at, certificate)
    status = apart(lambda: validate_pdf_timestamp(signature, context, diff_policy=only_signatures()))
    ends = status.coverage == SignatureCoverageLevel.ENTIRE_FILE or not is_last or ends_with_proofs(signature, status)
    covers = status.coverage in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
    return DocumentStamp(
        at=at.astimezone(dt.UTC),
        by=name_of(certificate.subject),
        trust=trust_of(status, roots),
        is_good=bool(status.intact and status.valid and covers),
        is_whole=ends and not was_changed_after(signature, status),
        revision=signature.signed_revision,
    )


def context_of(roots: Sequence[bytes], at: dt.datetime | None, certificate: x509.Certificate) -> Any:
    """How the library is to judge a certificate that was used at an instant."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=_roots(roots),
        allow_fetching=False,
        revocation_mode="soft-fail",
        other_certs=[],
        moment=_moment(at, certificate),
    )


def _moment(signed_at: dt.datetime | None, certificate: x509.Certificate) -> dt.datetime:
    """When the chain is judged: at the signing. Within the certificate's time, which is told apart: a paper of last
    year stays trusted when its certificate ends, and an ended certificate is not called a stranger's."""
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return min(max(signed_at or dt.datetime.now(dt.UTC), first), last)


def stamp_of(
    status: Any, roots: Sequence[bytes], after: Sequence[DocumentStamp], certificate: x509.Certificate
) -> dict[str, Any]:
    """What the time stamp in a signature says, or else the first good one over the file `after` it that is within the
    certificate's time: such a stamp says «not later than», and one of later years says nothing of the signing."""
    stamp = status.timestamp_validity
    if stamp is None:
        begin, end = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        first = next((each for each in after if each.is_good and begin <= each.at <= end), None)
        return {"stamped_at": first.at, "stamped_by": first.by, "stamp_trust": first.trust} if first else {}
    if not (stamp.intact and stamp.valid):
        return {"has_bad_stamp": True}
    authority = x509.load_der_x509_certificate(stamp.signing_cert.dump())
    return {
        "stamped_at": in_utc(stamp.timestamp),
        "stamped_by": name_of(authority.subject),
        "stamp_trust": trust_of(stamp, roots),
    }


def apart(act: Callable[[], Any]) -> Any:
    """Do what starts an event loop of its own: in a thread of its own where one runs here already (an ASGI server)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return act()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(act).result()


def _roots(roots: Sequence[bytes]) -> list[Any]:
    from asn1crypto import pem
    from asn1crypto import x509 as asn1

    return [asn1.Certificate.load(pem.unarmor(each)[2] if pem.detect(each) else each) for each in roots]


def trust_of(status: Any, roots: Sequence[bytes]) -> Trust:
    if not roots:
        return "unknown"
    return "chain" if status.trusted else "broken"


def in_utc(instant: dt.datetime | None) -> dt.datetime | None:
    return None if instant is None or instant.tzinfo is None else instant.astimezone(dt.UTC)
