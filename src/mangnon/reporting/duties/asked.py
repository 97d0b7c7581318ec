"""What a called report asks, and which questions each report answers so far."""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.reporting.models import Answer, Period, Question
from mangnon.reporting.terms import AnswerState


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that must be answered, and those that each report answers (all, and only those required)."""

    required: tuple[int, ...]
    spoken: dict[int, set[int]]

    def entries(self, report_id: int | None) -> dict[int | None, dict[str, object]]:
        """The answered questions of a report in the shape of entries, for `rules.fullness`."""
        return {pk: {"results": "có"} for pk in self.spoken.get(report_id or 0, ())}


def questions_of(period: Period) -> list[Question]:
    """The questions of a called report, in order; none for a report of tasks."""
    return list(Question.objects.filter(regime_id=period.regime_id).order_by("order"))


def is_called(period: Period) -> bool:
    """Whether a period asks by questions."""
    return Question.objects.filter(regime_id=period.regime_id).exists()


def asked_in(period: Period) -> Asked | None:
    """What a period asks by questions and who has answered what; None for a report of tasks."""
    questions = questions_of(period)
    if not questions:
        return None
    spoken: dict[int, set[int]] = {}
    rows = Answer.objects.filter(report__period=period).exclude(state=AnswerState.EMPTY).order_by()
    for report_id, question_id in rows.values_list("report_id", "question_id"):
        spoken.setdefault(report_id, set()).add(question_id)
    return Asked(tuple(question.pk for question in questions if question.is_required), spoken)
