"""The door of `agencies`."""

from mangnon.agencies.applying import AppliedEvents, apply_events
from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.errors import AlreadyApplied, EventsRefused, PostRefused, UndoRefused, UnknownProvince
from mangnon.agencies.finding import Body, BodyFinder, Meaning
from mangnon.agencies.functions import FunctionGuess, function_names, functions_of_text
from mangnon.agencies.matching import match_agency, match_class
from mangnon.agencies.models import (
    Agency,
    AgencyFunction,
    Post,
    Reorganisation,
    SuccessionEvent,
    SuccessionPart,
)
from mangnon.agencies.papers import UNKNOWN_LETTERS, full_name_of, governing_body_of, symbol_letters
from mangnon.agencies.posts import PostLeft, PostMove, appoint, end_post
from mangnon.agencies.rules.event_file import (
    parse_event_file,
    read_event_file,
    shipped_event_file,
    shipped_event_files,
)
from mangnon.agencies.rules.events import EventFile, EventSpec, TargetSpec
from mangnon.agencies.selectors import (
    actor_for,
    actor_in,
    agencies_of_province,
    class_members,
    class_named,
    class_on,
    has_people,
    members_of_class,
    officers_of,
    posts_in_force,
)
from mangnon.agencies.services import draft_agency, ensure_agency, ensure_functions, set_up_province
from mangnon.agencies.succession import (
    Lineage,
    Responsible,
    Step,
    Succession,
    Successor,
    Unresolved,
    lineage_ids,
    responsible_agency,
    successors_in_bulk,
    successors_of,
)
from mangnon.agencies.undoing import undo_events, why_not_undone

__all__ = [
    "UNKNOWN_LETTERS",
    "Agency",
    "AgencyFunction",
    "AlreadyApplied",
    "AppliedEvents",
    "Body",
    "BodyFinder",
    "EventFile",
    "EventSpec",
    "EventsRefused",
    "FunctionGuess",
    "Lineage",
    "Meaning",
    "Post",
    "PostLeft",
    "PostMove",
    "PostRefused",
    "Reorganisation",
    "Responsible",
    "Step",
    "Succession",
    "SuccessionEvent",
    "SuccessionPart",
    "Successor",
    "TargetSpec",
    "UndoRefused",
    "UnknownProvince",
    "Unresolved",
    "actor_for",
    "actor_in",
    "agencies_of_province",
    "apply_events",
    "appoint",
    "class_members",
    "class_named",
    "class_on",
    "draft_agency",
    "end_post",
    "ensure_agency",
    "ensure_functions",
    "full_name_of",
    "function_names",
    "functions_of_text",
    "governing_body_of",
    "has_people",
    "lineage_ids",
    "load_catalogue",
    "match_agency",
    "match_class",
    "members_of_class",
    "officers_of",
    "parse_event_file",
    "posts_in_force",
    "read_event_file",
    "responsible_agency",
    "set_up_province",
    "shipped_event_file",
    "shipped_event_files",
    "successors_in_bulk",
    "successors_of",
    "symbol_letters",
    "undo_events",
    "why_not_undone",
]
