"""Chỉ tiêu: the dictionary, one indicator in one view, one figure with who told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.public import table_answer
from mangnon.indicators.aiming import aims_for
from mangnon.indicators.choosing import choice_of, choose_reporter
from mangnon.indicators.errors import BadPeriod, FiguresRefused
from mangnon.indicators.hiding import is_hidden_place, shows_versions
from mangnon.indicators.limits import small_numbers
from mangnon.indicators.models import Indicator
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import (
    can_choose_reporter,
    can_enter_targets,
    can_fill_forms,
    can_see_figures,
    check_choose_reporter,
)
from mangnon.indicators.publishing import parts_of
from mangnon.indicators.reading import Table, series, table
from mangnon.indicators.rules.periods import Period, course_to, is_part_of_year, period_of, period_words
from mangnon.indicators.selectors import (
    History,
    dictionary,
    dimensions,
    goals_for,
    history,
    indicator_of,
    sets,
    targets_in_force,
    told_window,
)
from mangnon.indicators.terms import IndicatorKind, Unknown
from mangnon.indicators.tracing import papers_with
from mangnon.indicators.web import presenters
from mangnon.indicators.yearly import course_of_years, latest, told_periods
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.territory.public import Level, Unit, province

PER_PAGE = 40
YEARS = 10
AT_END, TODAY = "cuoi-ky", "hom-nay"


@requires(can_see_figures)
@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """The dictionary: what is counted, the last value of the viewer's province, its target."""
    actor, today = actor_of(request), clock.today()
    chosen = {name: request.GET.get(key, "") for name, key in (("set", "bo"), ("group", "nhom"), ("query", "tim"))}
    found = dictionary(actor, set_code=chosen["set"], group=chosen["group"], query=chosen["query"])
    place = province(actor.territory_code, on=today)
    name = place.name if place else ""

    def rows_of(indicators: list[Indicator]) -> list[dict[str, Any]]:
        points = latest(actor, indicators, place, on=today) if place else {}
        told = {key: point.period.ends_on.year for key, point in points.items()}
        targets = goals_for(actor, indicators, year=today.year, unit=place, on=today, years=told)
        return presenters.dictionary_rows(indicators, points, targets)

    file = table_answer(request, lambda: presenters.dictionary_sheet(rows_of(found), name), name="chi-tieu")
    if file is not None:
        return file
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    known = dictionary(actor, set_code=chosen["set"])
    context = {
        "place": name,
        "page": page,
        "rows": rows_of(list(page.object_list)),
        "total": len(found),
        "may_fill": can_fill_forms(actor),
        "may_keep": can_enter_targets(actor),
        "sets": [(each.code, each.name) for each in sets(actor).order_by("position", "code")],
        "groups": [(group, group) for group in dict.fromkeys(each.group for each in known if each.group)],
        "chosen": chosen,
        "columns": [
            {"label": "Chỉ tiêu"},
            {"label": "Giá trị mới nhất"},
            {"label": "Mức phải đạt"},
            {"label": "Đánh giá"},
        ],
    }
    return render(request, "indicators/dictionary.html", context)


@requires(can_see_figures)
@require_safe
def indicator_page(request: HttpRequest, set_code: str, code: str) -> HttpResponse:
    """One indicator: value, target, trend, tiles and table in one view, and what it means."""
    actor, today = actor_of(request), clock.today()
    indicator = _indicator_or_404(actor, set_code, code)
    place = province(actor.territory_code, on=today)
    if place is None:
        raise Http404("no province today")
    point = latest(actor, [indicator], place, on=today).get(indicator.pk)
    others = [each for each in told_periods(actor, indicator, place, on=today) if not _is_year(each)]
    period = _period(request, others, point.period if point else period_of(str(today.year - 1)))
    units = _units(request, actor, indicator, place, period)
    own = series(actor, indicator, place, [period])[0]
    told = own.told if own.told.value is not None or own.sum.counted else units.told
    aim = aims_for(actor, [indicator], year=period.ends_on.year, unit=place, on=today).get(indicator.pk)
    target = aim.target if aim else None
    urls = _figure_urls(indicator, units)
    file = table_answer(
        request, lambda: presenters.table_sheet(units, indicator, place.name), name=f"chi-tieu-{code}-{period.code}"
    )
    if file is not None:
        return file
    years = list(range(today.year - YEARS + 1, today.year + 1))
    course = course_to(period, YEARS)
    if not is_part_of_year(period):
        course = course_of_years(actor, indicator, place, years, on=today)
    points = series(actor, indicator, place, course)
    targets = list(targets_in_force(actor, [aim.indicator if aim else indicator]))
    context = {
        "indicator": indicator,
        "place": place,
        "period_code": period.code,
        "periods": [(each.code, _capital(period_words(each))) for each in _offered([period, *others], years)],
        "when": period_words(period),
        "is_part": is_part_of_year(period),
        "boundary": TODAY if request.GET.get("dia-gioi") == TODAY else AT_END,
        "boundaries": [(AT_END, "Ngày cuối kỳ"), (TODAY, "Hôm nay")],
        "units": units,
        "value": presenters.told_words(indicator, told),
        "is_count": indicator.kind == IndicatorKind.COUNT,
        "persons": presenters.persons_words(indicator),
        "target": target,
        "aimed_by": aim.indicator if aim and aim.indicator != indicator else None,
        "target_words": presenters.target_words(target),
        "state": presenters.judged(indicator, replace(own, told=told), target),
        "trend": presenters.trend(indicator, points, targets, place.name),
        "charts": presenters.charts_of_units(units, urls, target),
        "rows": presenters.table_rows(units, urls),
        "missing": len(units.missing_units),
        "may_keep": indicator.set.owner_id is not None and can_enter_targets(actor),
        "hidden": sum(row.told.unknown == Unknown.SUPPRESSED for row in units.rows),
        "threshold": small_numbers().threshold,
        "columns": [
            {"label": "Đơn vị"},
            {"label": "Giá trị"},
            {"label": "Số lượng, tử số", "numeric": True},
            {"label": "Mẫu số", "numeric": True},
        ],
        "crumbs": [{"label": "Chỉ tiêu", "url": reverse("indicators")}, {"label": indicator.code}],
    }
    return render(request, "indicators/indicator.html", context)


@requires(can_see_figures)
@require_safe
def figure_page(request: HttpRequest, set_code: str, code: str, unit: int, period: str) -> HttpResponse:
    """Every version of one figure: who told it, when, from what, and which one counts."""
    return _figure_answer(request, *_cell_or_404(request, set_code, code, unit, period))


@requires(can_see_figures)
@require_POST
def figure_choose(request: HttpRequest, set_code: str, code: str, unit: int, period: str) -> HttpResponse:
    """Choose whose figure counts where several agencies tell it, with a reason."""
    actor = actor_of(request)
    indicator, place, when = _cell_or_404(request, set_code, code, unit, period)
    check_choose_reporter(actor, province_codes_of(place))
    found = history(actor, indicator=indicator, unit=place, period_code=when.code)
    asked, reason = request.POST.get("so-lieu", ""), request.POST.get("ly-do", "")[:600]
    figure = next((each for each in found.figures if each.is_current and str(each.pk) == asked), None)
    try:
        if figure is None:
            raise FiguresRefused(
                "Số liệu này vừa được thay hoặc chưa được chọn. Chưa có gì thay đổi. Hãy chọn lại trong danh sách."
            )
        choose_reporter(actor=actor, figure=figure, reason=reason)
    except Refusal as refusal:
        return _figure_answer(request, indicator, place, when, refused=refusal.message, reason=reason, asked=asked)
    return redirect(f"{reverse('figure', args=[set_code, code, unit, when.code])}?da-chon=1#chon")


def _cell_or_404(
    request: HttpRequest, set_code: str, code: str, unit: int, period: str
) -> tuple[Indicator, Unit, Period]:
    indicator = _indicator_or_404(actor_of(request), set_code, code)
    place = Unit.objects.filter(pk=unit).first()
    if place is None:
        raise Http404("no such unit")
    try:
        return indicator, place, period_of(period)
    except BadPeriod as problem:  # a window with a code of its own is known by what was told of it
        told = told_window(indicator, place, period)
        if told is None:
            raise Http404("no such period") from problem
        return indicator, place, told


def _figure_answer(
    request: HttpRequest,
    indicator: Indicator,
    place: Unit,
    when: Period,
    *,
    refused: str = "",
    reason: str = "",
    asked: str = "",
) -> HttpResponse:
    actor = actor_of(request)
    set_code, code = indicator.set.code, indicator.code
    found = history(actor, indicator=indicator, unit=place, period_code=when.code)
    is_hidden = is_hidden_place(actor, indicator, place, when)
    if not shows_versions(actor, indicator, place):
        # An earlier version may be small, or give another away: others see what the table shows, and their own words.
        kept = [
            each for each in found.figures if each.agency_id == actor.agency_id or (each.is_counted and not is_hidden)
        ]
        found = replace(found, figures=tuple(kept))
    parts = parts_of(actor, indicator, place, when)
    papers = papers_with(actor, found.figures)
    context = {
        "charts": presenters.charts_of_parts(indicator, parts, dimensions(actor), period_words(when)),
        "hidden_parts": sum(part.told.unknown == Unknown.SUPPRESSED for part in parts if part.breakdown.key),
        "is_hidden": is_hidden,
        "threshold": small_numbers().threshold,
        "indicator": indicator,
        "place": place,
        "period": period_words(when),
        "period_code": when.code,
        "rows": [{"figure": each, "papers": papers.get(each.pk, ())} for each in found.figures],
        "history": found,
        "choosing": _choosing(actor, place, found, refused=refused, reason=reason, asked=asked),
        "columns": [
            {"label": "Phiên bản"},
            {"label": "Cơ quan báo cáo"},
            {"label": "Số liệu", "numeric": True},
            {"label": "Mẫu số", "numeric": True},
            {"label": "Nguồn"},
            {"label": "Người ghi, lúc"},
        ],
        "crumbs": [
            {"label": "Chỉ tiêu", "url": reverse("indicators")},
            {"label": indicator.code, "url": reverse("indicator", args=[set_code, code])},
            {"label": f"{place.name}, {period_words(when)}"},
        ],
    }
    return render(request, "indicators/figure.html", context, status=422 if refused else 200)


def _choosing(actor: Actor, place: Unit, found: History, *, refused: str, reason: str, asked: str) -> dict[str, Any]:
    """Who tells the figure now, for the lead officer to choose among; empty rows where there is nothing to choose."""
    current = sorted((each for each in found.figures if each.is_current), key=lambda each: each.agency.code)
    may = len(current) > 1 and can_choose_reporter(actor, province_codes_of(place))
    marked = asked or (str(found.counted.pk) if found.counted else "")
    return {
        "rows": [
            {"pk": each.pk, "figure": each, "is_marked": str(each.pk) == marked} for each in (current if may else ())
        ],
        "choice": choice_of(current[0]) if may else None,
        "refused": refused,
        "reason": reason,
    }


def _indicator_or_404(actor: Actor, set_code: str, code: str) -> Indicator:
    found = indicator_of(actor, set_code, code)
    if found is None:
        raise Http404("no such indicator")
    return found


def _is_year(period: Period) -> bool:
    return period.code == str(period.starts_on.year)


def _offered(told: Sequence[Period], years: Sequence[int]) -> list[Period]:
    """The periods to choose from, the last first: every year, and what was told of other windows."""
    found = {*told, *(period_of(str(each)) for each in years)}
    return sorted(found, key=lambda each: (each.ends_on, each.days, each.code), reverse=True)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _period(request: HttpRequest, told: Sequence[Period], otherwise: Period) -> Period:
    """The period asked for, else the year, else the last told; what is none, or was not told, is passed over."""
    code = request.GET.get("ky", "")
    asked = next((each for each in told if each.code == code), None)
    if asked is not None:
        return asked
    year = code or request.GET.get("nam", "")
    if not (year.isascii() and year.isdigit() and 1990 <= int(year) <= 2100):
        return otherwise
    ending = next((each for each in told if not is_part_of_year(each) and each.ends_on.year == int(year)), None)
    return period_of(year) if code or ending is None else ending


def _units(request: HttpRequest, actor: Actor, indicator: Indicator, place: Unit, period: Period) -> Table:
    boundary = clock.today() if request.GET.get("dia-gioi") == TODAY else None
    return table(actor, indicator, period, level=Level.COMMUNE, within=place, boundary_on=boundary)


def _figure_urls(indicator: Indicator, units: Table) -> dict[int, str]:
    """Where each unit's figure opens; a figure kept under another day's unit opens there, not here."""
    if units.boundary_on != units.period.ends_on:
        return {}
    return {
        row.unit.pk: reverse("figure", args=[indicator.set.code, indicator.code, row.unit.pk, units.period.code])
        for row in (*units.outer, *units.rows)
        if row.sum.counted
    }
