"""Made-up event files for the made-up province of `tests.plans.made`."""

from __future__ import annotations

import json
from typing import Any

from mangnon.agencies.public import EventFile, parse_event_file

MERGE = "so-tu-phap"


def merge(**changes: Any) -> dict[str, Any]:
    """Sở Tư pháp goes into Sở Nội vụ on 1 April 2025."""
    return {
        "key": "sap-nhap",
        "kind": "merge",
        "effective_on": "2025-04-01",
        "document_number": "1/NQ-HĐND",
        "basis": "Nghị quyết mẫu 1/NQ-HĐND",
        "tag": "S",
        "sources": ["SO_TP"],
        "targets": [{"body": "SO_NV"}],
        **changes,
    }


def dissolution() -> dict[str, Any]:
    """Sở Tư pháp ends and nobody is known to carry on."""
    return merge(kind="dissolve", targets=[])


def text(*events: dict[str, Any], code: str = MERGE, title: str = "Sắp xếp Sở Tư pháp mẫu") -> str:
    """A file as it is uploaded."""
    return json.dumps({"code": code, "title": title, "source": "Nguồn mẫu", "events": list(events)}, ensure_ascii=False)


def file(*events: dict[str, Any], **more: str) -> EventFile:
    """A file as services take it."""
    return parse_event_file(text(*(events or (merge(),)), **more))
