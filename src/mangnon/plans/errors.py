"""Refusals of plans."""

from mangnon.kernel.refusals import Refusal


class CannotAdopt(Refusal):
    """The reading is not yet fit to become a plan."""

    code = "cannot_adopt"


class CannotAmend(Refusal):
    """A plan that cannot be changed or replaced so."""

    code = "cannot_amend"


class WrongState(Refusal):
    """The act does not fit the state the thing is in."""

    code = "wrong_state"


class NotInForce(Refusal):
    """The assignment was handed on, or has not begun."""

    code = "not_in_force"


class BadProgress(Refusal):
    """Progress that cannot be recorded."""

    code = "bad_progress"


class BadDifficulty(Refusal):
    """A difficulty or an answer that cannot be recorded."""

    code = "bad_difficulty"


class BadChoice(Refusal):
    """A choice of successor that cannot be carried out."""

    code = "bad_choice"


class CannotUndo(Refusal):
    """Something rests on what would be undone."""

    code = "cannot_undo"


class MissingReason(Refusal):
    """An act that must say why, and does not."""

    code = "missing_reason"


class BadDeadline(Refusal):
    """A deadline that cannot be."""

    code = "bad_deadline"


class BadReceiver(Refusal):
    """A body to which this cannot be given."""

    code = "bad_receiver"


class SeveralMeant(BadReceiver):
    """Words that mean a whole group of bodies: nothing is given before a person has seen whom. `bodies`: their ids."""

    code = "several_meant"

    def __init__(self, message: str, *, bodies: tuple[int, ...]) -> None:
        super().__init__(message)
        self.bodies = bodies


class CannotImport(Refusal):
    """An Excel annex that cannot become a plan, or change one."""

    code = "cannot_import"


class BadRecurrence(Refusal):
    """A rule of recurrence that cannot be set."""

    code = "bad_recurrence"
