"""Word packages written by hand, as strangers and old programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(parts: Mapping[str, bytes | str]) -> bytes:
    """A zip of parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return kept.getvalue()


def document(body: str, **parts: str) -> bytes:
    """A .docx with that body; further parts as word/NAME.xml."""
    more = {f"word/{name}.xml": content for name, content in parts.items()}
    return package({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>", **more})


def paragraph(*runs: str, properties: str = "") -> str:
    """A paragraph of runs that are either XML or plain text."""
    made = "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{made}</w:p>"
