"""A consolidation on its way out: a paper in the register of the body that made it, and frozen once it has a number."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.documents.official import OfficialDocument
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.kernel.training import sample_notice
from mangnon.outgoing.public import (
    Origin,
    OutgoingPaper,
    Source,
    check_confirmed,
    draft_paper,
    facts_of_document,
    frozen_by,
    paper_about,
    papers_about,
)
from mangnon.outgoing.terms import PaperState, Relation
from mangnon.reporting.consolidation.child_rights import build_child_rights_report
from mangnon.reporting.consolidation.concerns import concerns_of, concerns_with_reason
from mangnon.reporting.consolidation.giveaways import SOURCES
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.consolidation.reading import read_consolidation
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete, ReportLocked
from mangnon.reporting.models import Consolidation, Period
from mangnon.reporting.policies import can_read_consolidation, check_review_reports

SOURCE_KIND, CHILD_RIGHTS = SOURCES


class ConsolidationPapers:
    """How outgoing papers are written from consolidations (outgoing's port)."""

    name, page = "Báo cáo tổng hợp", "consolidation"

    def write(self, made: Consolidation) -> OfficialDocument:
        """The report of a consolidation, without source marks."""
        return build_official_report(made, sample_notice=sample_notice(), with_sources=False)

    def document(self, key: str, *, lock: bool = False) -> OfficialDocument:
        """The report without its source marks. `lock`: edits of its passages, which queue for the period, wait."""
        found = _found(key)
        if lock:
            Period.objects.select_for_update(of=("self",)).get(pk=found.period_id)
        return self.write(found)

    def concerns(self, key: str) -> list[str]:
        """What must be seen of the consolidation as it stands now."""
        return concerns_of(_found(key))

    def origin(self, viewer: Actor, key: str) -> Origin | None:
        """The consolidation's page, for who may read it."""
        found = _found(key)
        regime = found.period.regime
        if not can_read_consolidation(viewer, recipient_id=recipient_of(regime, clock.today()).pk):
            return None
        address = reverse(self.page, args=[regime.code, found.period.code])
        return Origin(f"{self.name} {found.period.words}, lần {found.number}", f"{address}?lan={found.number}")


class ChildRightsPapers(ConsolidationPapers):
    """How outgoing papers are written from consolidations read by clusters: the yearly child-rights report."""

    name, page = "Báo cáo quyền trẻ em", "child_rights"

    def write(self, made: Consolidation) -> OfficialDocument:
        """The child-rights report of a consolidation, without source marks."""
        return build_child_rights_report(made, sample_notice=sample_notice(), with_sources=False)


_OWNERS: dict[str, type[ConsolidationPapers]] = {SOURCE_KIND: ConsolidationPapers, CHILD_RIGHTS: ChildRightsPapers}


def _found(key: str) -> Consolidation:
    related = ("period__regime__plan__directive", "period__regime__plan__territory", "period__regime__recipient")
    return Consolidation.objects.select_related(*related).get(pk=int(key))


@transaction.atomic
def draft_report_paper(
    *, actor: Actor, consolidation_id: int, source_kind: str = SOURCE_KIND, confirmed: str = "", reason: str = ""
) -> OutgoingPaper:
    """Enter the last consolidation of a period as a draft into the register, as itself or as the child-rights report;
    it takes the place of the paper that an earlier consolidation of the period was issued as, if there is one.
    `confirmed`: the seal of what must be seen of it (`concerns`), which the actor has seen; it is kept on record.
    `reason`: why it goes on although it and an earlier paper, taken from each other, may tell a small number (0062).

    Raises NotAllowed, Stale (there is a later one), ReportLocked (an earlier one is on its way), BadPaper
    (`has_paper`, `unconfirmed`), NotComplete (`no_reason`).
    """
    made = _found(str(consolidation_id))
    Period.objects.select_for_update(of=("self",)).get(pk=made.period_id)
    recipient = recipient_of(made.period.regime, clock.today())
    check_review_reports(actor, recipient_id=recipient.pk)
    if Consolidation.objects.filter(period_id=made.period_id, number__gt=made.number).exists():
        raise Stale("Đã có lần tổng hợp mới hơn. Chưa có văn bản nào được lập. Hãy trình ký lần tổng hợp mới nhất.")
    earlier = papers_of_period(actor, made.period, source_kind=source_kind)
    waiting = next((p for p in earlier if p.source_key != str(made.pk) and p.state in _ON_THE_WAY), None)
    if waiting is not None:
        raise ReportLocked(
            f"Lần tổng hợp trước đang trình ký: {waiting.full_symbol} ({waiting.get_state_display().lower()}). "
            "Chưa có văn bản nào được lập. Hãy bỏ dự thảo hoặc hủy số của văn bản ấy trước."
        )
    concerns = concerns_with_reason(read_consolidation(made))
    check_confirmed(concerns.sentences, confirmed)
    why = " ".join(nfc(reason).split())[:500]
    if concerns.needs_reason and not why:
        raise NotComplete(
            "Số trong bản này và trong văn bản đã cấp số của cùng kỳ so với nhau có thể ra số nhỏ. Chưa có văn bản nào "
            "được lập. Hãy ghi lý do vẫn trình ký, hoặc để lần sau tổng hợp.",
            code="no_reason",
        )
    issued = next((p for p in earlier if p.state == PaperState.ISSUED and p.source_key != str(made.pk)), None)
    document = _OWNERS[source_kind]().write(made)
    follows = {"replaces_id": issued.pk, "relation": Relation.REPLACES} if issued else {}
    return draft_paper(
        actor=actor,
        agency_id=recipient.pk,
        facts=facts_of_document(document, **follows),
        document=document,
        source=Source(source_kind, str(made.pk)),
        confirmed=concerns.sentences,
        reason=why if concerns.needs_reason else "",
    )


_ON_THE_WAY = (PaperState.DRAFT, PaperState.NUMBERED, PaperState.SIGNED)


def paper_of(viewer: Actor, consolidation: Consolidation) -> OutgoingPaper | None:
    """The paper of a consolidation, newest first; None while there is none the viewer sees."""
    return paper_about(viewer, source_kind=SOURCE_KIND, source_key=str(consolidation.pk))


def papers_of_period(viewer: Actor, period: Period, *, source_kind: str = SOURCE_KIND) -> list[OutgoingPaper]:
    """The papers of a kind made of the consolidations of a period, newest first. Two queries."""
    keys = [str(pk) for pk in Consolidation.objects.filter(period=period).values_list("pk", flat=True)]
    found = papers_about(viewer, source_kind=source_kind, source_keys=keys)
    return sorted(found.values(), key=lambda paper: -paper.pk)


def check_not_frozen(consolidation: Consolidation) -> None:
    """Raises ReportLocked for a consolidation one of whose papers has a number: what went out is never changed."""
    papers = (frozen_by(source_kind=kind, source_key=str(consolidation.pk)) for kind in _OWNERS)
    if (paper := next((each for each in papers if each is not None), None)) is not None:
        raise ReportLocked(
            f"Lần tổng hợp này đã thành văn bản {paper.full_symbol} nên không sửa được nữa. Nội dung bạn nhập chưa "
            "được lưu và vẫn còn trên màn hình. Hãy tổng hợp lại rồi trình ký văn bản thay thế."
        )
