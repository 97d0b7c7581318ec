"""The yearly child-rights report made of a consolidation: read by clusters, its words edited where they come from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.training import sample_notice
from mangnon.reporting.consolidation.child_rights import ChildRights, ClusterPart, read_child_rights
from mangnon.reporting.consolidation.figure_words import line_words
from mangnon.reporting.consolidation.files import child_rights_file
from mangnon.reporting.consolidation.issuing import CHILD_RIGHTS
from mangnon.reporting.consolidation.reading import agencies_of, consolidations
from mangnon.reporting.consolidation.section_words import sections
from mangnon.reporting.consolidation.section_writing import write_section
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.models import Consolidation
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.terms import PassageKind
from mangnon.reporting.web import presenters
from mangnon.reporting.web.issuing_views import paper_words
from mangnon.reporting.web.parts import TYPES, file_answer, period_or_404, status_of


def _last(request: HttpRequest, regime: str, period: str) -> tuple[Any, Consolidation]:
    actor, about = period_or_404(request, regime, period)
    made = consolidations(actor, about).first()
    if made is None:
        raise Http404
    return actor, made


@require_GET
@requires(can_see_reports)
def child_rights(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """The report by clusters; each passage leads to where it is edited and to its sources."""
    actor, made = _last(request, regime, period)
    return _page(request, actor, made)


@require_POST
@requires(can_see_reports)
def write_words(request: HttpRequest, regime: str, period: str) -> HttpResponse:
    """Keep an officer's own words at the head of a section."""
    actor, made = _last(request, regime, period)
    key, text, version = (request.POST.get(name, "") for name in ("phan", "text", "version"))
    try:
        write_section(
            actor=actor,
            consolidation_id=made.pk,
            section=key,
            text=text,
            revision=int(version) if version.isdecimal() and len(version) < 9 else 0,
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed) or key not in sections():
            raise
        return _page(request, actor, made, status=status_of(refusal), failed=(key, text, refusal.message))
    return redirect(f"{reverse('child_rights', args=[regime, period])}#loi-{key}")


def _page(
    request: HttpRequest,
    actor: Actor,
    made: Consolidation,
    *,
    status: int = 200,
    failed: tuple[str, str, str] = ("", "", ""),
) -> HttpResponse:
    rights = read_child_rights(made)
    about = made.period
    regime, period = about.regime.code, about.code
    address = reverse("consolidation", args=[regime, period])
    may_edit = can_review_reports(actor, recipient_id=recipient_of(about.regime, clock.today()).pk)
    context = {
        "period": about,
        "title": presenters.period_title(about),
        "made": made,
        "parts": [_part(rights, part, address, failed) for part in rights.parts],
        "own_figures": _own(rights, "chi-tieu", failed),
        "own_recommendations": _own(rights, "khuyen-nghi", failed),
        "words_url": reverse("child_rights_words", args=[regime, period]),
        "lines": [
            {
                "words": line_words(line),
                "url": reverse("consolidation_figure", args=[regime, period, line.indicator.pk]),
            }
            for line in rights.found.figures.lines
        ],
        "paragraphs": [
            {
                "words": each.recommendation.words,
                "topic": each.recommendation.topic or "…",
                "is_verified": each.recommendation.is_verified,
                "tasks": [{"code": task.code, "count": len(rights.results(task))} for task in each.tasks],
            }
            for each in rights.paragraphs
        ],
        "collected": [
            (
                title,
                [_passage(each, address) for each in rights.found.of(kind) if not each.is_left_out],
                _own(rights, section, failed),
            )
            for kind, title, section in (
                (PassageKind.DIFFICULTY, "Khó khăn, vướng mắc", "kho-khan"),
                (PassageKind.PROPOSAL, "Đề xuất, kiến nghị", "de-xuat"),
            )
        ],
        "unlinked": [task.code for task in rights.unlinked],
        "others": [_passage(each, address) for each in rights.others],
        "may_edit": may_edit,
        "outgoing": paper_words(actor, about, rights.found, may_make=may_edit, source_kind=CHILD_RIGHTS),
        "files": [
            (words, reverse("child_rights_file", args=[regime, period, ending]))
            for words, ending in (("Word", "docx"), ("PDF", "pdf"), ("Excel", "xlsx"), ("Nguồn (tệp dữ liệu)", "json"))
        ],
        "address": address,
        "crumbs": presenters.crumbs(about, "Báo cáo quyền trẻ em"),
    }
    return render(request, "reporting/child_rights.html", context, status=status)


def _own(rights: ChildRights, key: str, failed: tuple[str, str, str]) -> dict[str, Any]:
    """The officer's words of a section, and what was typed and could not be kept."""
    words = rights.own.get(key)
    is_failed = failed[0] == key
    return {
        "key": key,
        "name": sections()[key],
        "words": words,
        "text": failed[1] if is_failed else words.text if words is not None else "",
        "version": words.revision if words is not None else 0,
        "message": failed[2] if is_failed else "",
    }


def _part(rights: ChildRights, part: ClusterPart, address: str, failed: tuple[str, str, str]) -> dict[str, Any]:
    return {
        "own": _own(rights, f"nhom-{part.cluster.code}", failed),
        "cluster": part.cluster,
        "paragraphs": [each.recommendation.words for each in part.paragraphs],
        "passages": [_passage(each, address) for task in part.tasks for each in rights.results(task)],
        "lines": [line_words(line) for line in part.figures],
    }


def _passage(passage: Any, address: str) -> dict[str, Any]:
    return {
        "names": "; ".join(agencies_of(passage)),
        "task": passage.task.code if passage.task else "",
        "text": passage.text,
        "url": f"{address}#doan-{passage.pk}",
        "edit_url": f"{address}?sua={passage.pk}#doan-{passage.pk}",
    }


@require_GET
@requires(can_see_reports)
def child_rights_download(request: HttpRequest, regime: str, period: str, ending: str) -> HttpResponse:
    """The report as a file."""
    _, made = _last(request, regime, period)
    if ending not in TYPES:
        raise Http404
    content = child_rights_file(made, ending, sample_notice=sample_notice())
    return file_answer(content, f"bao-cao-quyen-tre-em-{made.period.code}.{ending}")
