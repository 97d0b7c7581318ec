"""Giving a stored file to a browser so that it can do nothing there. The caller has asked for the rights."""

from __future__ import annotations

from django.http import HttpResponse

from mangnon.files import store
from mangnon.files.models import StoredFile
from mangnon.files.rules import clean_name, disposition
from mangnon.files.terms import MEDIA_TYPES, FileKind

# A file is not a page of the site: no script, no form, no frame, nothing fetched, no part in the site's origin.
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"


def _guarded(response: HttpResponse) -> HttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["Accept-Ranges"] = "none"
    return response


def file_response(stored: StoredFile, *, name: str) -> HttpResponse:
    """The bytes as a download, under a name that ends as its kind does. Raises ContentGone."""
    content = store.content_of(stored.sha256)
    response = HttpResponse(content, content_type=MEDIA_TYPES[FileKind(stored.kind)])
    response["Content-Disposition"] = disposition(clean_name(name, stored.kind))
    return _guarded(response)


def picture_response(picture: bytes) -> HttpResponse:
    """A small picture that this site made itself."""
    response = HttpResponse(picture, content_type="image/webp")
    response["Content-Disposition"] = disposition("anh-thu-nho.webp", inline=True)
    return _guarded(response)
