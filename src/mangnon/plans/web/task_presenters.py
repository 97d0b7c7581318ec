"""What the page of a task shows: who does it by which words of the paper, and what happened, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.accounts.public import Actor
from mangnon.audit.public import history_of
from mangnon.kernel import clock
from mangnon.plans.matrix import MatrixCell
from mangnon.plans.models import Assignment, Difficulty, Plan, Task
from mangnon.plans.rules import deadline_state
from mangnon.plans.terms import AssignmentRole, Execution
from mangnon.plans.web.presenters import tone_and_word

_LONGEST_HISTORY = 60


@dataclass(frozen=True, slots=True)
class Member:
    """One assignment with its look."""

    assignment: Assignment
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Some words of the paper and the agencies they mean; `words` is empty for agencies called by name."""

    words: str
    members: list[Member]

    @property
    def accepted(self) -> int:
        """How many have taken it on."""
        return sum(member.assignment.execution != Execution.NOT_RECEIVED for member in self.members)


def member_of(assignment: Assignment) -> Member:
    """An assignment with its look at this instant."""
    deadline = deadline_state(due_on=assignment.due_on, completed_at=assignment.completed_at, now=clock.now())
    cell = MatrixCell(
        assignment.pk,
        assignment.role,
        assignment.execution,
        deadline,
        assignment.progress,
        assignment.due_on,
        assignment.completed_at,
        assignment.class_words,
    )
    tone, word = tone_and_word(cell)
    return Member(assignment, tone, word)


def wordings(assignments: Iterable[Assignment]) -> list[Wording]:
    """Coordinators by the words that mean them: those named first, then class by class as the paper has them."""
    found: dict[str, list[Member]] = {"": []}
    for assignment in assignments:
        if assignment.role == AssignmentRole.COORDINATOR:
            found.setdefault(assignment.class_words, []).append(member_of(assignment))
    return [Wording(words, members) for words, members in found.items() if members]


def notes_of(assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Progress notes of all agencies as a time line, newest first."""
    notes = [(note, assignment) for assignment in assignments for note in assignment.notes.all()]
    notes.sort(key=lambda pair: (pair[0].noted_at, pair[0].pk), reverse=True)
    return [
        {
            "sentence": f"{assignment.agency.name}: {note.progress} %",
            "at": note.noted_at,
            "tone": "good" if note.progress == 100 else "progress",
            "note": note.text,
        }
        for note, assignment in notes
    ]


def history(viewer: Actor, task: Task, assignments: list[Assignment]) -> list[dict[str, Any]]:
    """What happened to a task, in sentences, newest first; the adoption of its plan is the last."""
    names = {str(assignment.pk): assignment.agency.name for assignment in assignments}
    rows = history_of(viewer, object_type="Assignment", object_ids=list(names))[:_LONGEST_HISTORY]
    entries = []
    for row in rows:
        name = names[row.object_id]
        sentence, tone = _sentence(row.act, name, row.details)
        entries.append(
            {"sentence": sentence, "at": row.at, "tone": tone, "note": f"Người thực hiện: {row.actor_label}"}
        )
    adopted = _adoption(task.plan)
    return [*entries, adopted]


def _sentence(act: str, name: str, details: dict[str, Any]) -> tuple[str, str]:
    if act == "accept_assignment":
        return f"{name} tiếp nhận nhiệm vụ.", "progress"
    if act == "record_progress":
        return f"{name} ghi tiến độ {details.get('after')} % (trước đó {details.get('before')} %).", "progress"
    if act == "report_complete":
        return f"{name} báo đã hoàn thành.", "good"
    if act == "raise_difficulty":
        return f"{name} nêu khó khăn, vướng mắc.", "soon"
    if act == "choose_successor":
        return f"Chọn cơ quan kế tục phân công của {name}.", "progress"
    if act == "answer_difficulty":
        return f"Cơ quan đầu mối trả lời khó khăn của {name}.", "good"
    return f"{name}: có cập nhật khác.", "neutral"


def _adoption(plan: Plan) -> dict[str, Any]:
    return {
        "sentence": f"Nhiệm vụ được giao khi kế hoạch {plan.code} được duyệt.",
        "at": plan.adopted_at,
        "tone": "neutral",
        "note": "",
    }


def difficulty_rows(difficulties: Iterable[Difficulty], forms: dict[int, Any]) -> list[dict[str, Any]]:
    """Difficulties, those that wait first; `forms`: the answer form of each that the viewer may answer."""
    rows = [{"difficulty": item, "form": forms.get(item.pk)} for item in difficulties]
    return sorted(rows, key=lambda row: row["difficulty"].state != "raised")
