"""Reading paper: from the lines of a directive to what it orders.

`load_lines` takes a file apart into lines, `read_directive` turns lines into a `Reading`.
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
from mangnon.documents.reading.sources import SourceText, UnreadableSource, load_lines

__all__ = [
    "UNREADABLE",
    "Duty",
    "LegalBasis",
    "NoRepair",
    "NotADirective",
    "ReadTask",
    "Reading",
    "RepairerLike",
    "ReportingDuty",
    "Signer",
    "SourceLines",
    "SourceText",
    "TaskGroup",
    "TimeFrame",
    "UnreadableSource",
    "load_lines",
    "read_directive",
]
