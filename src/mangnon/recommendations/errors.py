"""Refusals of the registry of recommendations."""

from mangnon.kernel.refusals import Refusal


class BadList(Refusal):
    """A list of paragraphs that cannot be taken."""

    code = "bad_list"


class BadLink(Refusal):
    """A link that cannot be made or removed."""

    code = "bad_link"


class BadDocument(Refusal):
    """A document of a Committee that cannot be recorded."""

    code = "bad_document"
