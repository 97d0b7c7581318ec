"""The door of `agencies`."""

from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.matching import match_agency, match_class
from mangnon.agencies.models import Agency, Post, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.agencies.selectors import actor_for, agencies_of_province, class_named, members_of_class
from mangnon.agencies.services import appoint, draft_agency, ensure_agency, set_up_province

__all__ = [
    "Agency",
    "Post",
    "Reorganisation",
    "SuccessionEvent",
    "SuccessionPart",
    "actor_for",
    "agencies_of_province",
    "appoint",
    "class_named",
    "draft_agency",
    "ensure_agency",
    "load_catalogue",
    "match_agency",
    "match_class",
    "members_of_class",
    "set_up_province",
]
