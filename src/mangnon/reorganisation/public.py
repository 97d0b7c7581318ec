"""The door of `reorganisation`."""

from mangnon.reorganisation.errors import CannotUndo, UnknownReorganisation, WorldChanged
from mangnon.reorganisation.outcome import OpenDuty, Outcome, Place, ReportLine
from mangnon.reorganisation.receiving import event_file_state, event_files, reorganisations
from mangnon.reorganisation.services import apply_reorganisation
from mangnon.reorganisation.undoing import undo_reorganisation, why_not_undone

__all__ = [
    "CannotUndo",
    "OpenDuty",
    "Outcome",
    "Place",
    "ReportLine",
    "UnknownReorganisation",
    "WorldChanged",
    "apply_reorganisation",
    "event_file_state",
    "event_files",
    "reorganisations",
    "undo_reorganisation",
    "why_not_undone",
]
