"""Letters that urge, on their way out: each a paper in the register of the body that urges."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.documents.official import OfficialDocument
from mangnon.files.public import StoreFull
from mangnon.kernel.refusals import NotAllowed
from mangnon.outgoing.public import (
    Origin,
    OutgoingPaper,
    Source,
    draft_paper,
    facts_of_document,
    name_unit,
    number_paper,
    papers_about,
    write_files_of_numbered,
)
from mangnon.outgoing.terms import PaperState
from mangnon.plans.models import Urging, UrgingLetter
from mangnon.plans.policies import can_direct_plan
from mangnon.plans.selectors import lead_agency_of
from mangnon.plans.urging.by_letter import document_of_letter, letters_with_lines, urgings

SOURCE_KIND = "urging_letter"


class LetterPapers:
    """How outgoing papers are written from letters (outgoing's port). A letter says what stood when it was made: its
    lines are records that nobody changes, so that nothing has to be locked."""

    def document(self, key: str, *, lock: bool = False) -> OfficialDocument:
        """The letter in its words."""
        urging_id = UrgingLetter.objects.values_list("urging_id", flat=True).get(pk=int(key))
        return document_of_letter(letters_with_lines(urging_id).get(pk=int(key)))

    def concerns(self, key: str) -> Sequence[str]:
        """None: a letter was written and read by who made it."""
        return ()

    def origin(self, viewer: Actor, key: str) -> Origin | None:
        """The page of the act of urging, for who follows the plan up."""
        urging = urgings(viewer).filter(letters=int(key)).first()
        return Origin("Công văn đôn đốc", reverse("urging", args=[urging.pk])) if urging else None


@transaction.atomic
def draft_letter_papers(*, actor: Actor, urging_id: int) -> list[OutgoingPaper]:
    """Enter every written letter of an act that is not yet there as a draft into the register.

    Empty when all are there. Raises NotAllowed, BadPaper.
    """
    urging = _own(actor, urging_id)
    wanted = list(letters_with_lines(urging.pk).filter(written_at__isnull=False))
    there = papers_of_letters(actor, wanted)
    made = []
    for letter in wanted:
        if letter.pk in there and there[letter.pk].state not in (PaperState.CANCELLED, PaperState.WITHDRAWN):
            continue
        document = document_of_letter(letter)
        paper = draft_paper(
            actor=actor,
            agency_id=actor.agency_id or 0,
            facts=facts_of_document(document),
            document=document,
            source=Source(SOURCE_KIND, str(letter.pk)),
        )
        made.append(paper)
    return made


def number_letter_papers(*, actor: Actor, urging_id: int, unit: str = "") -> list[OutgoingPaper]:
    """Give all drafts of an act their numbers, in the order of the letters, and write their files.

    `unit`: letters of the drafting unit, for the symbol. Numbers are given in one transaction: all or none. Raises
    NotAllowed, NumberRefused; StoreFull, told with the first number, where there is no room for the files: the numbers
    stand.
    """
    with transaction.atomic():
        urging = _own(actor, urging_id)
        letters = list(urging.letters.order_by("order"))
        there = papers_of_letters(actor, letters)
        drafts = [there[each.pk] for each in letters if each.pk in there and there[each.pk].state == PaperState.DRAFT]
        drafts = name_unit(actor=actor, papers=drafts, unit=unit)
        numbered = [number_paper(actor=actor, paper_id=paper.pk) for paper in drafts]
    if told := write_files_of_numbered(actor=actor, papers=numbered):
        raise StoreFull(told)
    return numbered


def papers_of_letters(viewer: Actor, letters: list[UrgingLetter]) -> dict[int, OutgoingPaper]:
    """The papers of some letters that the viewer sees, by the letter's id. One query."""
    found = papers_about(viewer, source_kind=SOURCE_KIND, source_keys=[str(each.pk) for each in letters])
    return {int(key): paper for key, paper in found.items()}


def _own(actor: Actor, urging_id: int) -> Urging:
    urging = Urging.objects.select_for_update(of=("self",)).select_related("plan__lead_agency").get(pk=urging_id)
    if not can_direct_plan(actor, lead_agency_id=lead_agency_of(urging.plan).pk):
        raise NotAllowed("Chỉ cơ quan đầu mối của kế hoạch được trình ký công văn đôn đốc. Không có gì bị thay đổi.")
    return urging
