"""A letter that names no lead: who does its tasks is suggested from whom it is addressed to, and a person accepts.

The body that receives the reports gathers (it leads), everybody the letter is addressed to takes part; a letter to one
body is that body's to do. One lead for each task: docs/decisions/0010, 0024.
"""

from __future__ import annotations

from dataclasses import dataclass

from mangnon.accounts.public import Actor
from mangnon.agencies.public import match_agency, match_class
from mangnon.documents.public import DirectiveReading, correct_fields, reading_by_id
from mangnon.documents.reading import Reading
from mangnon.kernel.text import fold
from mangnon.plans.adopting.proposal import Proposal, propose
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.policies import check_adopt_plans


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who would lead and who would take part in the tasks that name no lead; `changes` are the corrections for it."""

    lead: str
    coordinating: tuple[str, ...]
    codes: tuple[str, ...]
    changes: dict[str, str]


def suggestion_for(proposal: Proposal) -> Suggestion | None:
    """Who could do the tasks of a proposal that name no lead; None when nobody is addressed or every task has one."""
    reading = proposal.reading
    tasks = [(index, task) for index, task in enumerate(reading.tasks) if not task.lead]
    if not tasks or not reading.addressees or proposal.on is None:
        return None
    only = reading.addressees[0] if len(reading.addressees) == 1 else ""
    lead = only if only and _is_one_body(only, proposal) else proposal.lead_agency.name if proposal.lead_agency else ""
    if not lead:
        return None
    others = tuple(words for words in reading.addressees if fold(words) != fold(lead))
    changes = {}
    for index, task in tasks:
        changes[f"tasks.{index}.lead"] = lead
        rest = [words for words in others if words not in task.coordinating]
        changes[f"tasks.{index}.coordinating"] = "; ".join([*task.coordinating, *rest])
    return Suggestion(lead, others, tuple(task.code for _, task in tasks), changes)


def _is_one_body(words: str, proposal: Proposal) -> bool:
    body, group = match_agency(words, on=proposal.on), match_class(words, on=proposal.on)
    return body is not None and (group is None or body.score >= group.score)


def give_to_addressees(*, actor: Actor, reading_id: int, version: int) -> DirectiveReading:
    """Accept the suggestion for every task that names no lead: corrections of the reading, as one act.

    Raises NotAllowed, Stale, AlreadyAdopted, and CannotAdopt when there is nothing to suggest.
    """
    check_adopt_plans(actor)
    reading = reading_by_id(actor, reading_id)
    found = None
    if reading is not None:
        found = suggestion_for(propose(Reading.from_json(reading.result), for_provinces=actor.territory_codes))
    if found is None:
        raise CannotAdopt(
            "Không có nhiệm vụ nào thiếu cơ quan chủ trì mà suy ra được từ phần «Kính gửi». Không có gì bị thay đổi. "
            "Hãy sửa từng nhiệm vụ ở trang rà soát.",
            code="nothing_to_suggest",
        )
    return correct_fields(actor=actor, reading_id=reading_id, version=version, changes=found.changes).reading
