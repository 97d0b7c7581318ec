"""What the page of a task shows: who does it by which words of the paper, and what happened, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mangnon.agencies.public import Agency
from mangnon.kernel import clock
from mangnon.plans.figures.matrix import MatrixCell
from mangnon.plans.models import Assignment, Difficulty
from mangnon.plans.rules import deadline_state
from mangnon.plans.terms import AssignmentRole, Execution
from mangnon.plans.web.presenters import tone_and_word


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
    deadline = deadline_state(due_on=assignment.binding_on, completed_at=assignment.completed_at, now=clock.now())
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


@dataclass(frozen=True, slots=True)
class Below:
    """What one agency gave on, and to whom."""

    agency: Agency
    members: list[Member]


def below_of(assignments: Iterable[Assignment]) -> list[Below]:
    """Whom each agency gave its part on to, agencies in their order; what was taken back is left out."""
    found: dict[int, Below] = {}
    for row in assignments:
        if row.parent is None or not row.is_in_force(clock.today()):
            continue
        parent = found.setdefault(row.parent.agency_id, Below(row.parent.agency, []))
        parent.members.append(member_of(row))
    return list(found.values())


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


def difficulty_rows(difficulties: Iterable[Difficulty], forms: dict[int, Any]) -> list[dict[str, Any]]:
    """Difficulties, those that wait first; `forms`: the answer form of each that the viewer may answer."""
    rows = [{"difficulty": item, "form": forms.get(item.pk)} for item in difficulties]
    return sorted(rows, key=lambda row: row["difficulty"].state != "raised")
