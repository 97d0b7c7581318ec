"""Tổ chức: the bodies of the province on a time axis, and one body."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mangnon.accounts.web.access import actor_of, requires
from mangnon.agencies.public import function_names
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc
from mangnon.reorganisation.bodies import body_by_code, body_page
from mangnon.reorganisation.policies import can_reorganise, can_see_organisation
from mangnon.reorganisation.rules import standing
from mangnon.reorganisation.selectors import AxisFilter, agency_axis, functions_on_record, words_for_classes
from mangnon.reorganisation.web import presenters

AXIS = "truc-thoi-gian"


@requires(can_see_organisation)
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """Every body of the province on a time axis; day, level, function and words are in the address."""
    actor = actor_of(request)
    names = function_names()
    day, is_no_day = presenters.day_asked(request.GET.get("ngay", ""))
    level = request.GET.get("cap", "province")
    asked = {
        "level": level if level in presenters.LEVELS or level == "moi-cap" else "province",
        "function": request.GET.get("nhiem-vu", ""),
        "text": nfc(request.GET.get("tim", ""))[:100],
        "only": request.GET.get("chi", ""),
    }
    wanted = AxisFilter(
        on=day or clock.today(),
        level="" if asked["level"] == "moi-cap" else asked["level"],
        function=asked["function"] if asked["function"] in names else "",
        text=asked["text"],
        only_in_force=asked["only"] == "tai-ngay",
    )
    axis = agency_axis(actor, wanted)
    context: dict[str, Any] = {
        "asked": {**asked, "day": vn_date(wanted.on)},
        "is_no_day": is_no_day,
        "rows": presenters.axis_rows(axis, names),
        "frame": presenters.axis_frame(axis, wanted),
        "on": wanted.on,
        "total": axis.total,
        "classes": words_for_classes(actor, wanted.on),
        "may_reorganise": can_reorganise(actor),
    }
    if request.headers.get("HX-Target") == AXIS:
        return render(request, "reorganisation/_axis.html", context)
    context |= {
        "levels": [*presenters.LEVELS.items(), ("moi-cap", "Mọi cấp")],
        "functions": sorted((code, names.get(code, code)) for code in functions_on_record(actor)),
        "standings": [("tai-ngay", "Chỉ cơ quan đang hoạt động")],
        "legend": [{"tone": tone, "word": word} for tone, word in presenters.STANDINGS.values()],
    }
    return render(request, "reorganisation/organisation.html", context)


@requires(can_see_organisation)
@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """One body: what it does, from what it came and into what it went, what it holds."""
    actor, names = actor_of(request), function_names()
    agency = body_by_code(actor, code)
    if agency is None:
        raise Http404("no such body in the viewer's province")
    on = presenters.day_asked(request.GET.get("ngay", ""))[0] or clock.today()
    found = body_page(actor, agency, on=on)
    tone, word = presenters.STANDINGS[standing(agency.valid_from, agency.valid_to, on=on)]
    context = {
        "agency": agency,
        "on": on,
        "tone": tone,
        "word": word,
        "level": presenters.LEVELS.get(agency.level, agency.level),
        "validity": presenters.validity_words(agency.valid_from, agency.valid_to),
        "entries": presenters.kinship_entries(found, names),
        "functions": presenters.function_rows(agency, names),
        "function_columns": [{"label": "Nhiệm vụ"}, {"label": "Thời gian"}, {"label": "Căn cứ"}],
        "posts": found.posts,
        "holdings": found.holdings,
        "reports": found.reports,
    }
    return render(request, "reorganisation/body.html", context)
