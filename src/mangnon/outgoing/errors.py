"""Refusals of outgoing papers."""

from mangnon.kernel.refusals import Refusal

NOTHING_CHANGED = "Không có gì bị thay đổi."


class WrongState(Refusal):
    """The paper is not at a point where this can be done."""

    code = "wrong_state"


class BadPaper(Refusal):
    """What was given for a paper cannot stand."""

    code = "bad_paper"


class NumberRefused(Refusal):
    """No number can be given as asked."""

    code = "number_refused"


class SigningRefused(Refusal):
    """The paper was not signed: no key, a broken file, a service that does not answer."""

    code = "signing_refused"


class BadTemplate(Refusal):
    """A template that cannot be kept."""

    code = "bad_template"


class EnvelopeRefused(Refusal):
    """No envelope can be written, or what was given is none."""

    code = "envelope_refused"
