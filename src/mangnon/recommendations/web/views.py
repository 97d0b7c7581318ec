"""Khuyến nghị: the list by cluster, one paragraph with all that was done on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.recommendations.answers import what_was_done
from mangnon.recommendations.models import CommitteeDocument, Recommendation
from mangnon.recommendations.policies import can_keep_recommendations, can_see_recommendations
from mangnon.recommendations.selectors import (
    document_by_code,
    documents,
    recommendation_by_paragraph,
    recommendations,
    tasks_of_province,
)
from mangnon.recommendations.suggesting import suggestions
from mangnon.recommendations.web import presenters
from mangnon.recommendations.web.forms import KIND_CHOICES, LinkForm


@requires(can_see_recommendations)
@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """Leads to the newest document; with none, what to do first. Several stand in a list."""
    actor = actor_of(request)
    found = list(documents(actor))
    if len(found) == 1:
        return redirect("committee_document", code=found[0].code)
    context = {"documents": found, "may_keep": can_keep_recommendations(actor)}
    return render(request, "recommendations/registry.html", context)


def document_of(request: HttpRequest, code: str) -> CommitteeDocument:
    """The document of an address, or 404."""
    found = document_by_code(actor_of(request), code)
    if found is None:
        raise Http404("no such document")
    return found


def recommendation_of(request: HttpRequest, code: str, paragraph: str) -> Recommendation:
    """The paragraph of an address, or 404."""
    found = recommendation_by_paragraph(actor_of(request), document_code=code, paragraph=paragraph)
    if found is None or found.paragraph != paragraph:
        raise Http404("no such paragraph")
    return found


@requires(can_see_recommendations)
@require_safe
def document_page(request: HttpRequest, code: str) -> HttpResponse:
    """The paragraphs of a document by cluster, how many tasks answer each, which have none."""
    actor, document = actor_of(request), document_of(request, code)
    asked = presenters.asked(request.GET)
    every = recommendations(actor, document)
    shown = recommendations(actor, document, asked) if presenters.asks(asked) else every
    context: dict[str, Any] = {
        "document": document,
        "others": [each for each in documents(actor) if each.pk != document.pk],
        "may_keep": can_keep_recommendations(actor),
        "sections": presenters.by_cluster(shown),
        "columns": presenters.COLUMNS,
        "tiles": presenters.tiles(document, every),
        "shown": len(shown),
        "total": len(every),
        "asked": asked,
        "clusters": presenters.cluster_options(every),
        "rights": presenters.right_options(every),
        "answered": presenters.ANSWERED,
        "urgency": presenters.URGENCY,
        "papers": list(document.papers.all()),
    }
    return render(request, "recommendations/document.html", context)


@requires(can_see_recommendations)
@require_safe
def paragraph_page(request: HttpRequest, code: str, paragraph: str) -> HttpResponse:
    """What was done on a paragraph."""
    return render_paragraph(request, recommendation_of(request, code, paragraph))


def render_paragraph(
    request: HttpRequest,
    recommendation: Recommendation,
    *,
    form: LinkForm | None = None,
    chosen: frozenset[int] = frozenset(),
    status: int = 200,
) -> HttpResponse:
    """The page of a paragraph, with what somebody chose and could not be saved."""
    actor = actor_of(request)
    answer = what_was_done(actor, recommendation)
    may_keep = can_keep_recommendations(actor)
    context: dict[str, Any] = {
        "recommendation": recommendation,
        "document": recommendation.document,
        "answer": answer,
        "tiles": presenters.cells_tiles(answer),
        "rates": presenters.rates(answer),
        "task_rows": presenters.task_rows(answer),
        "task_columns": presenters.TASK_COLUMNS,
        "notes": presenters.notes(answer),
        "rights": presenters.right_names(recommendation),
        "may_keep": may_keep,
        "linked_plans": {link.plan_id for link in answer.plan_links},
        "neighbours": presenters.neighbours(recommendation, recommendations(actor, recommendation.document)),
    }
    if may_keep:
        linked = {each.task.pk for each in answer.tasks}
        context |= {
            "form": form or LinkForm(),
            "chosen": chosen,
            "kinds": KIND_CHOICES,
            "suggested": suggestions(actor, recommendation.document, only=recommendation),
            "groups": presenters.choices(tasks_of_province(actor), linked),
        }
    return render(request, "recommendations/paragraph.html", context, status=status)
