"""Time stamps of an authority (RFC 3161): that a signature was there at an instant, whatever the signer's clock said.

`MANGNON_TIME_STAMPS` names the authority's address (HTTPS; on this machine HTTP too); empty: signatures carry none, and
the pages say so. What leaves this machine is the hash of the signature.
"""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from typing import Protocol
from urllib.parse import urlsplit

from mangnon.outgoing.errors import SigningRefused
from mangnon.outgoing.signing.remote import LOOPBACK, OPENER
from mangnon.outgoing.signing.software import NOTHING_SIGNED

_LARGEST_ANSWER = 262_144


class TimeStamps(Protocol):
    """An authority: the DER bytes of a TimeStampReq give those of a TimeStampResp. Raises SigningRefused."""

    def answer(self, request: bytes) -> bytes:
        """Ask it."""
        ...


class HttpTimeStamps:
    """An authority over HTTP (RFC 3161, section 3.4). Raises SigningRefused for an address that is not safe."""

    def __init__(self, address: str, *, timeout: float = 20.0) -> None:
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
            raise SigningRefused(
                f"Địa chỉ dịch vụ cấp dấu thời gian phải là HTTPS. {NOTHING_SIGNED} Hãy báo người quản trị.",
                code="address_not_safe",
            )
        self._address, self._timeout = address, timeout

    def answer(self, request: bytes) -> bytes:
        """Ask it; who does not answer in time has not stamped."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        asked = urllib.request.Request(self._address, data=request, headers=headers, method="POST")  # noqa: S310 - checked
        try:
            with OPENER.open(asked, timeout=self._timeout) as told:
                return bytes(told.read(_LARGEST_ANSWER))
        except (OSError, ValueError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            raise SigningRefused(
                f"Dịch vụ cấp dấu thời gian không trả lời. {NOTHING_SIGNED} Hãy thử lại sau ít phút.",
                code="stamps_silent",
            ) from None


def time_stamps() -> TimeStamps | None:
    """The authority that this site asks; None while none is named."""
    address = os.environ.get("MANGNON_TIME_STAMPS", "").strip()
    return HttpTimeStamps(address) if address else None
