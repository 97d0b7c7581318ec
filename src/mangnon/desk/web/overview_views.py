"""Tổng quan: the pages of four readers, and the rows behind their numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.accounts.public import Actor, Permission
from mangnon.accounts.web.access import actor_of, requires
from mangnon.desk.overviews.for_body import body_overview, own_figures, told_figures
from mangnon.desk.overviews.for_lead import lead_overview
from mangnon.desk.overviews.for_leader import far_behind, leader_overview
from mangnon.desk.overviews.told_indicators import indicator_lines
from mangnon.desk.overviews.told_reports import pictures, regular_periods
from mangnon.desk.terms import BodyGroup, Completeness, TargetView
from mangnon.desk.web import overview_pages as pages
from mangnon.desk.web import overview_tables as tables
from mangnon.documents.official import Sheet
from mangnon.documents.public import table_answer
from mangnon.kernel import clock
from mangnon.plans.public import can_see_plans
from mangnon.reporting.public import can_see_reports
from mangnon.territory.public import province

_TABLE = "bang"


def can_see_overviews(actor: Actor) -> bool:
    """Whose role sees plans and reports sees how both stand."""
    return can_see_plans(actor) and can_see_reports(actor)


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 9 else None


def _file(request: HttpRequest, sheets: Mapping[str, Callable[[], Sheet]], name: str) -> HttpResponse | None:
    """The table that the address names (`bang`), the first otherwise, when a file is asked for (`tep`)."""
    wanted = request.GET.get(_TABLE, "")
    make = sheets.get(wanted) or next(iter(sheets.values()))
    return table_answer(request, make, name=f"{name}-{wanted}" if wanted in sheets else name)


@requires(can_see_overviews)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The page that fits what the reader's post does."""
    actor = actor_of(request)
    if actor.may(Permission.OVERSEE) or actor.may(Permission.INSPECT):
        return redirect("overview_leader")
    if actor.may(Permission.REVIEW_REPORTS):
        return redirect("overview_lead")
    return redirect("overview_commune" if actor.agency_level == "commune" else "overview_agency")


@requires(can_see_overviews)
@require_safe
def overview_leader(request: HttpRequest) -> HttpResponse:
    """Two minutes: the four cells, reports, indicators, and what needs the leader's hand."""
    found = leader_overview(actor_of(request), period_key=_number(request, "ky"))
    place = found.place.name if found.place else ""
    sheets: dict[str, Callable[[], Sheet]] = {
        "ke-hoach": lambda: tables.plans_sheet(found.plans),
        "cham": lambda: tables.behind_sheet(found.behind),
        "chi-tieu": lambda: tables.indicators_sheet(found.indicators, place),
    }
    if picture := found.picture:
        sheets["bao-cao"] = lambda: tables.reports_sheet(picture, picture.rows)
    answer = _file(request, sheets, f"tong-quan-{found.today:%Y-%m-%d}")
    return answer or render(request, "desk/overviews/leader.html", pages.leader_page(actor_of(request), found))


@requires(can_see_overviews)
@require_safe
def overview_lead(request: HttpRequest) -> HttpResponse:
    """Reports by period, who waits for whom, missing figures, communes compared."""
    actor = actor_of(request)
    found = lead_overview(
        actor,
        period_key=_number(request, "ky"),
        indicator_key=_number(request, "chi-tieu"),
        year=_year(request),
        at_today=request.GET.get("dia-gioi") == "hom-nay",
    )
    place = found.place.name if found.place else ""
    sheets: dict[str, Callable[[], Sheet]] = {"cho": lambda: tables.waiting_sheet(found.waiting)}
    if picture := found.picture:
        sheets["bao-cao"] = lambda: tables.reports_sheet(picture, picture.rows)
    if compared := found.compared:
        sheets["so-sanh"] = lambda: tables.units_sheet(compared, place)
    sheets["thieu-so"] = lambda: pages.missing_sheet(found)
    answer = _file(request, sheets, f"tong-quan-dau-moi-{found.today:%Y-%m-%d}")
    return answer or render(request, "desk/overviews/lead.html", pages.lead_page(request, found))


def _year(request: HttpRequest) -> int | None:
    asked = _number(request, "nam")
    return asked if asked is not None and 1990 <= asked <= clock.today().year else None


@requires(can_see_overviews)
@require_safe
def overview_agency(request: HttpRequest) -> HttpResponse:
    """The reader's own body: tasks, reports, figures, difficulties, what it is told."""
    actor = actor_of(request)
    found = body_overview(actor)
    answer = _file(
        request, {"viec": lambda: tables.work_sheet(found.work, actor.agency_name)}, f"viec-{found.today:%Y-%m-%d}"
    )
    context = pages.body_page(found) | {"told": told_figures(actor, on=found.today)}
    return answer or render(request, "desk/overviews/agency.html", context)


@requires(can_see_overviews)
@require_safe
def overview_commune(request: HttpRequest) -> HttpResponse:
    """The commune's officer, on a phone: what is owed by when, own figures beside the province's, last answers."""
    actor = actor_of(request)
    found = body_overview(actor)
    unit = found.agency.territory if found.agency else None
    own = own_figures(actor, unit, on=found.today) if unit else []
    answer = _file(
        request,
        {
            "viec": lambda: tables.work_sheet(found.work, actor.agency_name),
            "so-lieu": lambda: pages.own_sheet(own, unit.name if unit else ""),
        },
        f"viec-{found.today:%Y-%m-%d}",
    )
    context = pages.body_page(found) | {
        "own": pages.own_rows(own),
        "is_commune": actor.agency_level == "commune",
    }
    return answer or render(request, "desk/overviews/commune.html", context)


@requires(can_see_overviews)
@require_safe
def overview_reports(request: HttpRequest, regime: str, code: str) -> HttpResponse:
    """The bodies of a period: of a group, by how full and how timely; the rows behind the numbers."""
    actor, now = actor_of(request), clock.now()
    known = regular_periods(actor, today=clock.local_day(now))
    period = next((each for each in known if (each.regime.code, each.code) == (regime, code)), None)
    if period is None:
        raise Http404("no such period of a regular regime")
    picture = pictures(actor, [period], now=now)[0]
    asked = {name: request.GET.get(name, "") for name in ("nhom", "noi-dung", "han")}
    rows = pages.kept_reports(picture.rows, asked)
    answer = _file(request, {"bao-cao": lambda: tables.reports_sheet(picture, rows)}, f"bao-cao-{code}")
    context = {
        "picture": picture,
        "rows": pages.report_lines(rows),
        "asked": asked,
        "asked_content": asked["noi-dung"],
        "columns": pages.REPORT_COLUMNS,
        "groups": BodyGroup.choices,
        "contents": Completeness.choices,
        "times": pages.TIME_CHOICES,
        "board_url": reverse("report_board", args=[regime, code]),
    }
    return answer or render(request, "desk/overviews/reports.html", context)


@requires(can_see_overviews)
@require_safe
def overview_indicators(request: HttpRequest) -> HttpResponse:
    """The indicators with a target: all, of one standing, or those that went the wrong way."""
    actor, today = actor_of(request), clock.today()
    place = province(actor.territory_code, on=today)
    lines = indicator_lines(actor, place, on=today) if place else []
    asked, worse = request.GET.get("danh-gia", ""), request.GET.get("xau-di") == "co"
    shown = [line for line in lines if (asked not in TargetView.values or line.view == asked)]
    shown = [line for line in shown if line.worse or not worse]
    name = place.name if place else ""
    answer = _file(request, {"chi-tieu": lambda: tables.indicators_sheet(shown, name)}, "chi-tieu-so-voi-muc-giao")
    context = {
        "lines": pages.indicator_rows(shown),
        "total": len(lines),
        "asked": asked,
        "worse": "co" if worse else "",
        "views": TargetView.choices,
        "changes": [("co", "Xấu đi so với năm trước")],
        "place": place,
        "columns": pages.INDICATOR_COLUMNS,
    }
    return answer or render(request, "desk/overviews/indicators.html", context)


@requires(can_see_overviews)
@require_safe
def overview_behind(request: HttpRequest) -> HttpResponse:
    """The bodies that are far behind: every one, each number a link to its tasks."""
    lines = far_behind(actor_of(request), at=clock.now())
    answer = _file(request, {"cham": lambda: tables.behind_sheet(lines)}, "co-quan-cham-nhieu")
    return answer or render(
        request, "desk/overviews/behind.html", {"lines": pages.behind_rows(lines), "columns": pages.BEHIND_COLUMNS}
    )
