"""What becomes of difficulties: answered, passed on, turned into a change of the plan, raised again; their steps."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from django.http import HttpRequest
from ninja import Field, Router, Schema

from mangnon.exchange.rest.acting import Act, Record, register
from mangnon.exchange.rest.answering import reads
from mangnon.exchange.rest.assignments import difficulty_or_missing, difficulty_with_version
from mangnon.exchange.rest.plans import viewer_of_plans
from mangnon.exchange.rest.sent import AnswerSent, Code, ReasonSent
from mangnon.exchange.rest.shapes import DifficultyOut, Number, Reason, Sent
from mangnon.plans.public import (
    adjust_for_difficulty,
    answer_difficulty,
    escalate_difficulty,
    reopen_difficulty,
)
from mangnon.plans.terms import Adjustment

router = Router(tags=["Khó khăn, vướng mắc"])


class DifficultyAnswerSent(AnswerSent):
    """An answer in words. Where the body above answered on paper: the paper's number and day, both or none."""

    paper: Annotated[str, Field(max_length=120)] = ""
    paper_on: dt.date | None = None


class EscalateSent(Sent):
    """To which body above: its code (`to_agency`), or its name in words («Bộ Y tế»); and why."""

    to_agency: Code | None = None
    to_words: Annotated[str, Field(max_length=200)] = ""
    reason: Reason


class AdjustSent(Sent):
    """Which change of the plan, already decided, answers it: a granted extension (`extension_id`), the assignment that
    another body got instead (`assignment_id`), or a change of the task in `words`."""

    adjustment: Adjustment
    words: Annotated[str, Field(max_length=500)] = ""
    extension_id: Number | None = None
    assignment_id: Number | None = None


class DifficultyStepOut(Schema):
    """One thing that happened to a difficulty, and its state after it."""

    act: str
    at: dt.datetime
    text: str
    state: str
    to_words: str
    answer_by: dt.date | None


_DIFFICULTY: Final = Record(
    "difficulty_id", "difficulties", DifficultyOut, difficulty_or_missing, difficulty_with_version
)
register(
    router,
    _DIFFICULTY,
    (
        Act(
            "answer",
            "api_answer_difficulty",
            answer_difficulty,
            DifficultyAnswerSent,
            "Trả lời khó khăn, vướng mắc",
            "The body that gave the task answers, or the one above it was passed on to (its leader or lead officers). "
            "What that one answered on paper is entered with `paper` and `paper_on`.",
        ),
        Act(
            "escalate",
            "api_escalate_difficulty",
            escalate_difficulty,
            EscalateSent,
            "Chuyển cấp trên",
            "The body that gave the task passes it on to the body above; its clock begins anew.",
        ),
        Act(
            "adjust",
            "api_adjust_for_difficulty",
            adjust_for_difficulty,
            AdjustSent,
            "Điều chỉnh kế hoạch vì khó khăn",
            "The body that gave the task says which change of the plan answers it.",
        ),
        Act(
            "reopen",
            "api_reopen_difficulty",
            reopen_difficulty,
            ReasonSent,
            "Nêu lại khó khăn",
            "The agency says why the answer did not solve it; it waits again.",
        ),
    ),
    module=__name__,
)


@router.get(
    "/difficulties/{int:difficulty_id}/steps",
    response=reads(list[DifficultyStepOut]),
    url_name="api_difficulty_steps",
    summary="Diễn biến của khó khăn",
)
def api_difficulty_steps(request: HttpRequest, difficulty_id: int) -> list[Any]:
    """What happened to it, first to last."""
    row = difficulty_or_missing(viewer_of_plans(request), difficulty_id)
    return list(row.steps.order_by("at", "pk"))
