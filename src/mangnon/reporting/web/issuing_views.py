"""«Trình ký»: from a consolidation to a paper in the register of outgoing papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.outgoing.public import OutgoingPaper, can_keep_papers, can_see_outgoing, seal_of
from mangnon.outgoing.terms import PaperState
from mangnon.reporting.consolidation.concerns import Concerns, concerns_with_reason
from mangnon.reporting.consolidation.giveaways import sentences_to_see
from mangnon.reporting.consolidation.issuing import CHILD_RIGHTS, SOURCE_KIND, draft_report_paper, papers_of_period
from mangnon.reporting.consolidation.reading import Consolidated, consolidations
from mangnon.reporting.models import Period
from mangnon.reporting.policies import can_see_reports
from mangnon.reporting.web.parts import period_or_404, post_or_back

_ACTS = {SOURCE_KIND: "consolidation_issue", CHILD_RIGHTS: "child_rights_issue"}
_TONES = {
    PaperState.DRAFT: "neutral",
    PaperState.NUMBERED: "wait",
    PaperState.SIGNED: "progress",
    PaperState.ISSUED: "good",
}


@post_or_back("consolidation")
@requires(can_see_reports)
def consolidation_issue(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Enter the last consolidation into the register as a draft, and go on to who signs and who gets it."""
    return _drafted(request, regime, period, SOURCE_KIND)


@post_or_back("child_rights")
@requires(can_see_reports)
def child_rights_issue(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Enter the yearly child-rights report of the last consolidation into the register as a draft."""
    return _drafted(request, regime, period, CHILD_RIGHTS)


def _drafted(request: HttpRequest, regime: str, period: str, source_kind: str) -> HttpResponse:
    actor, found = period_or_404(request, regime, period)
    last = consolidations(actor, found).first()
    if last is None:
        raise Http404
    paper = draft_report_paper(
        actor=actor,
        consolidation_id=last.pk,
        source_kind=source_kind,
        confirmed=request.POST.get("da-xem", ""),
        reason=request.POST.get("ly-do", ""),
    )
    messages.success(request, "Đã lập dự thảo trong sổ văn bản đi. Hãy xem người ký, nơi nhận rồi lưu và cấp số.")
    return redirect("edit_outgoing", pk=paper.pk)


def paper_words(
    viewer: Actor, period: Period, found: Consolidated | None, *, may_make: bool, source_kind: str = SOURCE_KIND
) -> dict[str, Any]:
    """What the consolidation's page says of its paper: the state, the earlier ones, whether one can be drafted and
    what must be seen before."""
    made = found.consolidation if found is not None else None
    papers = papers_of_period(viewer, period, source_kind=source_kind) if can_see_outgoing(viewer) else []
    own = next((each for each in papers if made is not None and each.source_key == str(made.pk)), None)
    ended = (PaperState.CANCELLED, PaperState.WITHDRAWN)
    alive = own if own is not None and own.state not in ended else None
    others = [each for each in papers if each is not alive]
    on_the_way = next((each for each in others if each.state in _TONES and each.state != PaperState.ISSUED), None)
    may_draft = may_make and made is not None and can_keep_papers(viewer, agency_id=viewer.agency_id or 0)
    is_open = may_draft and alive is None and on_the_way is None
    concerns = concerns_with_reason(found) if found is not None and is_open else Concerns([], needs_reason=False)
    return {
        "concerns": concerns.sentences,
        "needs_reason": concerns.needs_reason,
        "sentences": sentences_to_see(found.consolidation, found.kept) if found is not None and is_open else [],
        "seal": seal_of(concerns.sentences),
        "paper": {**_row(alive), "files": _files(alive)} if alive else None,
        "earlier": [_row(each) for each in others],
        "replaces": next((each for each in others if each.state == PaperState.ISSUED), None),
        "may_draft": is_open,
        "is_frozen": alive is not None and alive.state != PaperState.DRAFT,
        "url": reverse(_ACTS[source_kind], args=[period.regime.code, period.code]),
    }


def _files(paper: OutgoingPaper) -> list[dict[str, str]]:
    """The files of a paper that has a number, as its page gives them."""
    if paper.number is None:
        return []
    return [
        {"name": each.name, "role": each.get_role_display(), "url": reverse("outgoing_file", args=[each.pk])}
        for each in paper.files.order_by("pk")
    ]


def _row(paper: OutgoingPaper) -> dict[str, Any]:
    signature = paper.signatures.order_by("pk").first()
    return {
        "paper": paper,
        "tone": _TONES.get(PaperState(paper.state), "closed"),
        "signed_by": paper.signer_name or (signature.subject if signature else ""),
        "url": reverse("outgoing_paper", args=[paper.pk]),
    }
