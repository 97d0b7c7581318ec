"""Letters that urge for reports, on their way out: each a paper in the register of the body that urges."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.documents.official import OfficialDocument, write_docx
from mangnon.files.public import StoreFull
from mangnon.kernel.refusals import NotAllowed
from mangnon.kernel.text import fold
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
from mangnon.plans.terms import UrgingShape
from mangnon.reporting.models import ReportUrging, ReportUrgingLine
from mangnon.reporting.review.urging import may_urge_in, report_urgings
from mangnon.reporting.review.urging_words import report_urging_letter

SOURCE_KIND = "report_urging_letter"
_GIVEN_UP = (PaperState.CANCELLED, PaperState.WITHDRAWN)


class ReportLetterPapers:
    """How outgoing papers are written from letters (outgoing's port). A letter says what stood when it was made: its
    lines are records that nobody changes, so that nothing has to be locked. A key is the act and the letter: «12-1»."""

    def document(self, key: str, *, lock: bool = False) -> OfficialDocument:
        """The letter in its words."""
        urging_id, _, letter = key.partition("-")
        urging = _related().get(pk=int(urging_id))
        return report_urging_letter(urging, letters_of(urging)[int(letter)])

    def concerns(self, key: str) -> Sequence[str]:
        """None: a letter was written and read by who made it."""
        return ()

    def origin(self, viewer: Actor, key: str) -> Origin | None:
        """The page of the act of urging, for the body that urged."""
        urging = report_urgings(viewer).filter(pk=int(key.partition("-")[0])).first()
        if urging is None:
            return None
        period = urging.period
        address = reverse("report_urging", args=[period.regime.code, period.code, urging.pk])
        return Origin("Công văn đôn đốc gửi báo cáo", address)


def letters_of(urging: ReportUrging) -> dict[int, list[ReportUrgingLine]]:
    """The lines of each letter of an act, by its place. One query."""
    found: dict[int, list[ReportUrgingLine]] = {}
    for line in urging.lines.select_related("agency").order_by("letter", "pk"):
        found.setdefault(line.letter, []).append(line)
    return found


def letter_name(urging: ReportUrging, letter: int, lines: list[ReportUrgingLine]) -> str:
    """«cong-van-don-doc-bao-cao-03-so-y-te.docx»."""
    to = "-".join(fold(lines[0].to_words).split())[:60] if urging.shape == UrgingShape.EACH else "chung"
    return f"cong-van-don-doc-bao-cao-{letter:02d}-{to}.docx"


def letter_file(urging: ReportUrging, lines: list[ReportUrgingLine]) -> bytes:
    """One letter as a Word file, number and date still dots."""
    return write_docx(report_urging_letter(urging, lines))


@transaction.atomic
def draft_report_letters(*, actor: Actor, urging_id: int) -> list[OutgoingPaper]:
    """Enter every letter of an act that has no living paper as a draft into the register; empty when all are there.

    Raises NotAllowed, BadPaper.
    """
    urging = _own(actor, urging_id)
    there = papers_of_letters(actor, urging)
    made = []
    for letter, lines in letters_of(urging).items():
        if letter in there and there[letter].state not in _GIVEN_UP:
            continue
        document = report_urging_letter(urging, lines)
        paper = draft_paper(
            actor=actor,
            agency_id=urging.agency_id,
            facts=facts_of_document(document),
            document=document,
            source=Source(SOURCE_KIND, _key(urging, letter)),
        )
        made.append(paper)
    return made


def number_report_letters(*, actor: Actor, urging_id: int, unit: str = "") -> list[OutgoingPaper]:
    """Give all drafts of an act their numbers, in the order of the letters, and write their files.

    `unit`: letters of the drafting unit, for the symbol. Numbers are given in one transaction: all or none. Raises
    NotAllowed, NumberRefused; StoreFull, told with the first number, where there is no room for the files: the numbers
    stand.
    """
    with transaction.atomic():
        urging = _own(actor, urging_id)
        there = papers_of_letters(actor, urging)
        drafts = [there[letter] for letter in sorted(there) if there[letter].state == PaperState.DRAFT]
        drafts = name_unit(actor=actor, papers=drafts, unit=unit)
        numbered = [number_paper(actor=actor, paper_id=paper.pk) for paper in drafts]
    if told := write_files_of_numbered(actor=actor, papers=numbered):
        raise StoreFull(told)
    return numbered


def papers_of_letters(viewer: Actor, urging: ReportUrging) -> dict[int, OutgoingPaper]:
    """The papers of an act's letters that the viewer sees, by the letter's place. Two queries."""
    letters = set(urging.lines.order_by().values_list("letter", flat=True))
    keys = {_key(urging, letter): letter for letter in letters}
    found = papers_about(viewer, source_kind=SOURCE_KIND, source_keys=list(keys))
    return {keys[key]: paper for key, paper in found.items()}


def _key(urging: ReportUrging, letter: int) -> str:
    return f"{urging.pk}-{letter}"


def _related() -> QuerySet[ReportUrging]:
    return ReportUrging.objects.select_related("period__regime__plan__directive", "agency__territory")


def _own(actor: Actor, urging_id: int) -> ReportUrging:
    urging = _related().select_for_update(of=("self",)).get(pk=urging_id)
    if urging.agency_id != actor.agency_id or not may_urge_in(actor, urging.period):
        raise NotAllowed("Chỉ cơ quan đã đôn đốc được trình ký công văn đôn đốc. Không có gì bị thay đổi.")
    return urging
