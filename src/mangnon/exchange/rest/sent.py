"""What programs send with an act: a field that is not known is refused."""

from __future__ import annotations

from typing import Annotated

from ninja import Field

from mangnon.exchange.rest.shapes import Day, Number, Reason, Sent, Words
from mangnon.plans.terms import AssignmentRole

Code = Annotated[str, Field(min_length=1, max_length=60, examples=["51.SO_YT"])]
Remark = Annotated[str, Field(max_length=2000)]


class NothingSent(Sent):
    """An act without words."""


class ReasonSent(Sent):
    """A reason in words."""

    reason: Reason


class AnswerSent(Sent):
    """An answer in words."""

    answer: Words


class FeedbackSent(Sent):
    """What is missing, in words."""

    feedback: Words


class RemarkSent(Sent):
    """A remark, if there is one."""

    remark: Remark = ""


class ProgressSent(Sent):
    """How far it is (per cent) and what was done."""

    progress: Annotated[int, Field(ge=0, le=100)]
    text: Words


class CompleteSent(Sent):
    """`reason` is needed by a lead while a coordinator is silent."""

    reason: Remark = ""


class ExtensionSent(Sent):
    """The day wanted and why."""

    wanted_on: Day
    reason: Words


class GrantSent(Sent):
    """`granted_on` null: the day that was asked for."""

    granted_on: Day | None = None
    answer: Remark = ""


class TakeBackSent(Sent):
    """`to_agency`: the code of the body that gets it instead; a lead's assignment needs one."""

    to_agency: Code | None = None
    answer: Remark = ""


class ReassignSent(Sent):
    """The body that gets it instead, and why."""

    to_agency: Code
    reason: Reason
    due_on: Day | None = None


class DelegateSent(Sent):
    """The bodies below that get a part of it, and what."""

    agencies: Annotated[list[Code], Field(min_length=1, max_length=200)]
    text: Reason
    due_on: Day | None = None


class GiveSent(Sent):
    """A body that gets a task, in which role."""

    agency: Code
    role: AssignmentRole
    reason: Reason
    due_on: Day | None = None


class AcceptSent(Sent):
    """The assignments to take on, all or none."""

    assignments: Annotated[list[Number], Field(min_length=1, max_length=200)]


class DifficultySent(Sent):
    """What stands in the way, and what is proposed."""

    text: Words
    proposal: Annotated[str, Field(max_length=4000)] = ""
