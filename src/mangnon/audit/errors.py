"""Refusals of the evidence."""

from mangnon.kernel.refusals import Refusal


class UnreadableArchive(Refusal):
    """A file is no archive of evidence, or not whole."""

    code = "unreadable_archive"


class CannotArchive(Refusal):
    """Rows are not moved into a file, or not back: too recent, none there, not whole, or not of this chain."""

    code = "cannot_archive"


class TooMuch(Refusal):
    """More rows than one file or one page should take on."""

    code = "too_much"
