"""Reading paper: from the lines of a directive to what it orders.

`load_lines` takes a file apart into lines (`open_source` and `assemble` do so page by page), `read_directive` turns
lines into a `Reading`.
"""

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
