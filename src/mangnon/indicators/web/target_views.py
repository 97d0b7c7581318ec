"""Mức phải đạt: targets of the nation and of the province, set and withdrawn with their paper, the way to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.public import table_answer
from mangnon.indicators.errors import BadTarget
from mangnon.indicators.models import Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import can_enter_targets, can_see_figures, can_set_targets
from mangnon.indicators.reading import series
from mangnon.indicators.rules.periods import period_words
from mangnon.indicators.selectors import (
    dictionary,
    goals_for,
    indicator_of,
    sets,
    targets_in_force,
    targets_told,
)
from mangnon.indicators.services import set_target, withdraw_target
from mangnon.indicators.terms import Comparison
from mangnon.indicators.web import presenters, target_parts
from mangnon.indicators.yearly import course_of_years, latest
from mangnon.kernel import clock
from mangnon.territory.public import Unit, province

_FIRST = 2015
_FIELDS = ("nam", "so-sanh", "muc-thap", "muc-cao", "van-ban", "theo-van-ban", "xuat-phat", "ly-do")


@requires(can_see_figures)
@require_safe
def target_list(request: HttpRequest) -> HttpResponse:
    """Every indicator that has a target (or all of a set): the nation's, the province's own, where it stands."""
    actor, today = actor_of(request), clock.today()
    chosen = request.GET.get("bo", "")
    place = _province_of(actor)
    known = dictionary(actor, set_code=chosen)
    standing = list(targets_in_force(actor, known))
    with_targets = {each.indicator_id for each in standing}
    found = [each for each in known if each.pk in with_targets or (chosen and not each.is_heading)]
    points = latest(actor, found, place, on=today)
    told = {key: point.period.ends_on.year for key, point in points.items()}
    goals = goals_for(actor, found, year=today.year, unit=place, on=today, years=told)
    rows = target_parts.list_rows(found, standing, points, goals)
    file = table_answer(request, lambda: target_parts.list_sheet(rows, place.name), name="muc-phai-dat")
    if file is not None:
        return file
    context = {
        "place": place,
        "rows": rows,
        "sets": [(each.code, each.name) for each in sets(actor).order_by("position", "code")],
        "chosen": chosen,
        "columns": [
            {"label": "Chỉ tiêu"},
            {"label": "Xuất phát"},
            {"label": "Cả nước"},
            {"label": place.name},
            {"label": "Giá trị mới nhất"},
            {"label": "Đánh giá"},
        ],
        "crumbs": [{"label": "Chỉ tiêu", "url": reverse("indicators")}, {"label": "Mức phải đạt"}],
    }
    return render(request, "indicators/targets.html", context)


@requires(can_see_figures)
@require_safe
def indicator_targets(request: HttpRequest, set_code: str, code: str) -> HttpResponse:
    """The targets of one indicator, those withdrawn too, and the way to them."""
    actor = actor_of(request)
    return _page(request, actor, _indicator(actor, set_code, code))


@requires(can_enter_targets)
@require_POST
def target_set(request: HttpRequest, set_code: str, code: str) -> HttpResponse:
    """Set a target of the own province, in the place of one of the same year if there is one."""
    actor = actor_of(request)
    indicator = _indicator(actor, set_code, code)
    typed = {name: request.POST.get(name, "") for name in _FIELDS}
    try:
        set_target(actor=actor, indicator=indicator, unit=_province_of(actor), **target_parts.read_target(typed))
    except BadTarget as refusal:
        return _page(request, actor, indicator, typed=typed, refused=refusal.message)
    return redirect(f"{_address(indicator)}?da-ghi=1#muc")


@requires(can_enter_targets)
@require_http_methods(["POST"])
def target_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target of the own province back, with a reason."""
    actor = actor_of(request)
    known = dictionary(actor)
    target = targets_in_force(actor, known).filter(pk=pk).first()
    if target is None:
        raise Http404("no such target")
    indicator = next(each for each in known if each.pk == target.indicator_id)
    try:
        withdraw_target(actor=actor, target=target, reason=request.POST.get("ly-do", "")[:600])
    except BadTarget as refusal:
        return _page(request, actor, indicator, refused=refusal.message)
    return redirect(f"{_address(indicator)}?da-ghi=1#muc")


def _page(
    request: HttpRequest, actor: Actor, indicator: Indicator, *, typed: dict[str, str] | None = None, refused: str = ""
) -> HttpResponse:
    today, place = clock.today(), _province_of(actor)
    targets = list(targets_told(actor, indicator))
    standing = [each for each in targets if each.withdrawn_at is None]
    goal = goals_for(actor, [indicator], year=today.year, unit=place, on=today).get(indicator.pk)
    # The nation's target of a year stands back behind the province's own.
    own_years = {each.year for each in standing if each.unit_id is not None}
    counting = [each for each in standing if each.unit_id is not None or each.year not in own_years]
    ends = [each.year for each in counting]
    first, last = min([_FIRST, *ends]), min(max([today.year, *ends]), today.year + 10)
    years = course_of_years(actor, indicator, place, range(max(first, 2010), last + 1), on=today)
    told = target_parts.from_beginning(series(actor, indicator, place, years), counting)
    point = latest(actor, [indicator], place, on=today).get(indicator.pk)
    year = point.period.ends_on.year if point else today.year
    judged_by = goals_for(actor, [indicator], year=year, unit=place, on=today).get(indicator.pk)
    context = {
        "indicator": indicator,
        "place": place,
        "rows": [
            {
                "target": each,
                "words": presenters.target_words(each),
                "stands_back": each.unit_id is None and each.year in own_years,
                "may_withdraw": each.withdrawn_at is None and each.unit_id == place.pk,
            }
            for each in targets
        ],
        "may_set": can_set_targets(actor, province_codes_of(place)),
        "comparisons": Comparison.choices,
        **_typed(typed or {}),
        "refused": refused,
        "is_saved": request.GET.get("da-ghi") == "1" and not refused,
        "chart": target_parts.way_chart(indicator, told, counting, place.name),
        "pace": target_parts.pace_words(indicator, told, counting, goal),
        "value": presenters.told_words(indicator, point.told) if point else "",
        "goal": goal,
        "judged_by": presenters.target_words(judged_by),
        "when": period_words(point.period) if point else "",
        "goal_words": presenters.target_words(goal),
        "state": presenters.judged(indicator, point, judged_by),
        "columns": _columns(),
        "crumbs": [
            {"label": "Chỉ tiêu", "url": reverse("indicators")},
            {"label": "Mức phải đạt", "url": reverse("targets")},
            {"label": indicator.code},
        ],
    }
    return render(request, "indicators/indicator_targets.html", context, status=422 if refused else 200)


def _typed(typed: dict[str, str]) -> dict[str, Any]:
    """What was typed, for the boxes of the form."""
    return {
        "year": typed.get("nam", ""),
        "chosen_comparison": typed.get("so-sanh", ""),
        "low": typed.get("muc-thap", ""),
        "high": typed.get("muc-cao", ""),
        "source": typed.get("van-ban", ""),
        "words": typed.get("theo-van-ban", ""),
        "is_baseline": typed.get("xuat-phat") == "1",
        "reason": typed.get("ly-do", ""),
    }


def _columns() -> list[dict[str, Any]]:
    return [{"label": label} for label in ("Mức", "Của", "Văn bản giao", "Ghi, rút")]


def _province_of(actor: Actor) -> Unit:
    found = province(actor.territory_code, on=clock.today())
    if found is None:
        raise Http404("no province today")
    return found


def _indicator(actor: Actor, set_code: str, code: str) -> Indicator:
    found = indicator_of(actor, set_code, code)
    if found is None:
        raise Http404("no such indicator")
    return found


def _address(indicator: Indicator) -> str:
    return reverse("indicator_targets", args=[indicator.set.code, indicator.code])
