"""Why a document could not be written."""

from __future__ import annotations

from mangnon.kernel.refusals import Refusal


class UnwritableDocument(Refusal):
    """The chosen form of file cannot hold the content. Nothing was written; the content itself is untouched."""

    code = "unwritable_document"
