"""One page that shows the chain both ways: of a paragraph, of a plan, of a task."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.plans.public import plan_by_code, task_by_code, tasks
from mangnon.recommendations.chains import above_plan, above_task, below_recommendation, task_links
from mangnon.recommendations.policies import can_see_recommendations
from mangnon.recommendations.web import chain_presenters
from mangnon.recommendations.web.views import recommendation_of


@requires(can_see_recommendations)
@require_safe
def of_recommendation(request: HttpRequest, code: str, paragraph: str) -> HttpResponse:
    """From a paragraph down to results."""
    recommendation = recommendation_of(request, code, paragraph)
    _, below = below_recommendation(actor_of(request), recommendation)
    context = {
        "title": f"Chuỗi từ đoạn {recommendation.words}",
        "here": chain_presenters.paragraph_node(recommendation, current=True),
        "back": reverse("recommendation", args=[code, paragraph]),
        "back_words": f"Đoạn {recommendation.words}",
        "above": [chain_presenters.document_node(recommendation.document)],
        "below": chain_presenters.below_paragraph(below),
        "empty": "Chưa có kế hoạch, nhiệm vụ nào của tỉnh được liên kết với đoạn này.",
        "is_answered": True,
        "room": ("Khuyến nghị", reverse("recommendations")),
    }
    return render(request, "recommendations/chain.html", context)


@requires(can_see_recommendations)
@require_safe
def of_plan(request: HttpRequest, code: str) -> HttpResponse:
    """From a plan up to paragraphs and down to results."""
    actor = actor_of(request)
    plan = plan_by_code(actor, code)
    if plan is None:
        raise Http404("no such plan in the viewer's province")
    upward = chain_presenters.above(above_plan(actor, plan))
    context = {
        "title": f"Chuỗi của kế hoạch {plan.code}",
        "here": chain_presenters.plan_node(plan, (), current=True),
        "back": reverse("plan", args=[plan.code]),
        "back_words": plan.code,
        "above": upward,
        "below": chain_presenters.task_nodes(list(task_links(actor, tasks(actor, plan).select_related("plan")))),
        "empty": "Kế hoạch chưa có nhiệm vụ nào.",
        "is_answered": bool(upward),
        "room": ("Kế hoạch", reverse("plans")),
    }
    return render(request, "recommendations/chain.html", context)


@requires(can_see_recommendations)
@require_safe
def of_task(request: HttpRequest, plan_code: str, code: str) -> HttpResponse:
    """From a task up to paragraphs and down to results."""
    actor = actor_of(request)
    task = task_by_code(actor, plan_code=plan_code, code=code)
    if task is None:
        raise Http404("no such task in the viewer's province")
    upward = above_task(actor, task)
    (below,) = task_links(actor, [task])
    context = {
        "title": f"Chuỗi của nhiệm vụ {task.code}",
        "here": chain_presenters.task_node(below, current=True, alone=True),
        "back": reverse("task", args=[plan_code, code]),
        "back_words": f"Nhiệm vụ {task.code}",
        "above": [*chain_presenters.above(upward), chain_presenters.plan_node(task.plan, ())],
        "below": chain_presenters.body_nodes(below),
        "empty": "Nhiệm vụ chưa được giao cho cơ quan nào.",
        "is_answered": bool(upward.recommendations),
        "room": (plan_code, reverse("plan", args=[plan_code])),
    }
    return render(request, "recommendations/chain.html", context)
