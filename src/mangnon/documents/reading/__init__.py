"""Reading paper: from the lines of a directive to what it orders.

`load_lines` takes a file apart into lines (`open_source` and `assemble` do so page by page), `read_directive` turns
lines into a `Reading`. Names are fetched when they are first used: a process that only takes a file apart needs no
language model.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mangnon.documents.reading.evidence import NotADirective
    from mangnon.documents.reading.reader import read_directive
    from mangnon.documents.reading.records import (
        UNREADABLE,
        Duty,
        LegalBasis,
        Reading,
        ReadTask,
        ReportingDuty,
        Signer,
        SourceLines,
        TaskGroup,
        TimeFrame,
    )
    from mangnon.documents.reading.repairing import NoRepair, RepairerLike
    from mangnon.documents.reading.sources import (
        OpenSource,
        SourcePage,
        SourceText,
        UnreadableSource,
        assemble,
        load_lines,
        open_source,
        page_picture,
    )

__all__ = [
    "UNREADABLE",
    "Duty",
    "LegalBasis",
    "NoRepair",
    "NotADirective",
    "OpenSource",
    "ReadTask",
    "Reading",
    "RepairerLike",
    "ReportingDuty",
    "Signer",
    "SourceLines",
    "SourcePage",
    "SourceText",
    "TaskGroup",
    "TimeFrame",
    "UnreadableSource",
    "assemble",
    "load_lines",
    "open_source",
    "page_picture",
    "read_directive",
]

_HOMES = {"NotADirective": "evidence", "read_directive": "reader", "NoRepair": "repairing", "RepairerLike": "repairing"}
_HOMES |= dict.fromkeys(
    ("OpenSource", "SourcePage", "SourceText", "UnreadableSource", "assemble", "load_lines", "open_source"), "sources"
)
_HOMES["page_picture"] = "sources"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'records')}"), name)
