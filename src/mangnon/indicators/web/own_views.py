"""Chỉ tiêu riêng của tỉnh: its sets, the form of an indicator with its expression tried before it is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mangnon.accounts.public import Actor
from mangnon.accounts.web.access import actor_of, requires
from mangnon.documents.official import Column, Row, Sheet
from mangnon.documents.official import Table as PaperTable
from mangnon.documents.public import table_answer
from mangnon.indicators.keeping import (
    add_indicator,
    add_set,
    change_indicator,
    change_set,
    facts_of,
    is_in_use,
    remove_indicator,
)
from mangnon.indicators.models import Indicator, IndicatorDimension, IndicatorSet
from mangnon.indicators.policies import can_enter_targets
from mangnon.indicators.rules.expressions import Reference
from mangnon.indicators.selectors import dictionary, indicator_of, sets
from mangnon.indicators.trying import Tried, try_expression
from mangnon.indicators.web import presenters
from mangnon.indicators.web.own_forms import IndicatorForm, IndicatorSetForm, initial_of
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.territory.public import Unit, province

_PER_PAGE = 50
_COLUMNS = ("Chỉ tiêu", "Loại", "Đơn vị tính", "Phân tổ", "Hiệu lực")


@requires(can_enter_targets)
@require_http_methods(["GET", "POST"])
def own_sets(request: HttpRequest) -> HttpResponse:
    """The sets of the viewer's province, and the form of a new one."""
    actor = actor_of(request)
    place, refused = _province_of(actor), ""
    form = IndicatorSetForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_set(actor=actor, unit=place, code=form.cleaned_data["code"], facts=form.facts())
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
        else:
            messages.success(request, f"Đã lập bộ chỉ tiêu «{made.name}». Hãy thêm các chỉ tiêu của bộ.")
            return redirect("own_indicator_set", set_code=made.code)
    known: dict[int, int] = {}
    for each in dictionary(actor):
        known[each.set_id] = known.get(each.set_id, 0) + 1
    own = sets(actor).filter(owner__isnull=False).select_related("owner").order_by("position", "code")
    rows = [{"set": each, "count": known.get(each.pk, 0)} for each in own]
    file = table_answer(request, lambda: _sets_sheet(rows, place.name), name="bo-chi-tieu-rieng")
    if file is not None:
        return file
    context = {
        "place": place,
        "rows": rows,
        "columns": [{"label": "Bộ chỉ tiêu"}, {"label": "Căn cứ"}, {"label": "Số chỉ tiêu", "numeric": True}],
        "form": form,
        "refused": refused,
        "crumbs": _crumbs(),
    }
    return render(request, "indicators/own_sets.html", context, status=_status(form, refused))


@requires(can_enter_targets)
@require_http_methods(["GET", "POST"])
def own_set(request: HttpRequest, set_code: str) -> HttpResponse:
    """The indicators of an own set, and its name and paper to put right."""
    actor = actor_of(request)
    chosen, refused = _set_or_404(actor, set_code), ""
    told = {"name": chosen.name, "legal_basis": chosen.legal_basis, "note": chosen.note}
    form = IndicatorSetForm(request.POST or None, is_new=False, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            change_set(actor=actor, indicator_set=chosen, facts=form.facts())
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
        else:
            messages.success(request, "Đã sửa bộ chỉ tiêu.")
            return redirect("own_indicator_set", set_code=set_code)
    found = dictionary(actor, set_code=set_code)
    divided = _divided(found)
    file = table_answer(request, lambda: _sheet(chosen, found, divided), name=f"bo-chi-tieu-{set_code}")
    if file is not None:
        return file
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "set": chosen,
        "page": page,
        "rows": [{"indicator": each, "divided": divided.get(each.pk, "")} for each in page.object_list],
        "total": len(found),
        "columns": [{"label": label} for label in _COLUMNS],
        "form": form,
        "refused": refused,
        "crumbs": _crumbs(chosen),
    }
    return render(request, "indicators/own_set.html", context, status=_status(form, refused))


@requires(can_enter_targets)
@require_http_methods(["GET", "POST"])
def own_indicator_add(request: HttpRequest, set_code: str) -> HttpResponse:
    """A new indicator of an own set; «Thử biểu thức» writes nothing."""
    actor = actor_of(request)
    chosen = _set_or_404(actor, set_code)
    form = IndicatorForm(request.POST or None, is_new=True)
    tried, refused = None, ""
    if request.method == "POST" and form.is_valid():
        code, facts = form.cleaned_data["code"], form.facts()
        try:
            if request.POST.get("viec") == "thu":
                tried = _tried(actor, chosen, code, form)
            else:
                made = add_indicator(actor=actor, indicator_set=chosen, code=code, facts=facts)
                messages.success(request, f"Đã lập chỉ tiêu {made.code}.")
                return redirect("own_indicator_set", set_code=set_code)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
    return _form_page(request, chosen, form, tried=tried, refused=refused)


@requires(can_enter_targets)
@require_http_methods(["GET", "POST"])
def own_indicator_change(request: HttpRequest, set_code: str, code: str) -> HttpResponse:
    """Put an own indicator right; «Thử biểu thức» writes nothing and asks for no reason."""
    actor = actor_of(request)
    chosen, indicator = _set_or_404(actor, set_code), _indicator_or_404(actor, set_code, code)
    form = IndicatorForm(request.POST or None, is_new=False, initial=initial_of(indicator, facts_of(indicator)))
    is_trial = request.POST.get("viec") == "thu"
    if is_trial:
        form.fields["reason"].required = False
    tried, refused = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            if is_trial:
                tried = _tried(actor, chosen, code, form)
            else:
                reason = form.cleaned_data["reason"]
                change_indicator(actor=actor, indicator=indicator, facts=form.facts(), reason=reason)
                messages.success(request, f"Đã sửa chỉ tiêu {code}. Bản trước còn trong nhật ký.")
                return redirect("indicator", set_code=set_code, code=code)
        except NotAllowed:
            raise
        except Refusal as refusal:
            refused = refusal.message
    return _form_page(request, chosen, form, tried=tried, refused=refused, indicator=indicator)


@requires(can_enter_targets)
@require_POST
def own_indicator_remove(request: HttpRequest, set_code: str, code: str) -> HttpResponse:
    """Take away an own indicator that nothing rests on."""
    actor = actor_of(request)
    chosen, indicator = _set_or_404(actor, set_code), _indicator_or_404(actor, set_code, code)
    try:
        remove_indicator(actor=actor, indicator=indicator)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form = IndicatorForm(is_new=False, initial=initial_of(indicator, facts_of(indicator)))
        return _form_page(request, chosen, form, refused=refusal.message, indicator=indicator)
    messages.success(request, f"Đã xóa chỉ tiêu {code}.")
    return redirect("own_indicator_set", set_code=set_code)


def _form_page(
    request: HttpRequest,
    chosen: IndicatorSet,
    form: IndicatorForm,
    *,
    tried: Tried | None = None,
    refused: str = "",
    indicator: Indicator | None = None,
) -> HttpResponse:
    is_trial = request.POST.get("viec") == "thu" and form.is_bound and form.is_valid() and not refused
    context = {
        "set": chosen,
        "indicator": indicator,
        "is_in_use": indicator is not None and is_in_use(indicator),
        "form": form,
        "divided": "; ".join(_chosen_names(form)),
        "refused": refused,
        "is_trial": is_trial,
        "tried": _tried_rows(tried) if tried else None,
        "years": [each.period.starts_on.year for each in tried.points] if tried else [],
        "place": _province_of(actor_of(request)),
        "crumbs": _crumbs(chosen, indicator.code if indicator else "Chỉ tiêu mới"),
    }
    status = 200 if is_trial else _status(form, refused)
    return render(request, "indicators/own_indicator.html", context, status=status)


def _chosen_names(form: IndicatorForm) -> list[str]:
    """The dimensions ticked, in words."""
    ticked = {str(each) for each in form["dimensions"].value() or ()}
    return [name for code, name in form.divisions if code in ticked]


def _tried(actor: Actor, chosen: IndicatorSet, code: str, form: IndicatorForm) -> Tried | None:
    return try_expression(
        actor,
        indicator_set=chosen,
        code=code,
        facts=form.facts(),
        unit=_province_of(actor),
        today=clock.today(),
    )


def _tried_rows(tried: Tried) -> dict[str, Any]:
    operands = [
        {
            "name": f"[{Reference(each.indicator.set.code, each.indicator.code, each.years_back).name}]",
            "words": each.indicator.name,
            "values": [presenters.told_words(each.indicator, point.told) for point in each.points],
        }
        for each in tried.operands
    ]
    return {"operands": operands, "values": [presenters.told_words(tried.indicator, one.told) for one in tried.points]}


def _divided(indicators: list[Indicator]) -> dict[int, str]:
    """By what each indicator is divided, in words. One query."""
    found: dict[int, list[str]] = {}
    rows = IndicatorDimension.objects.filter(indicator__in=[each.pk for each in indicators]).select_related("dimension")
    for row in rows.order_by("position", "pk"):
        found.setdefault(row.indicator_id, []).append(row.dimension.name)
    return {key: "; ".join(names) for key, names in found.items()}


def _sets_sheet(rows: list[dict[str, Any]], place: str) -> Sheet:
    columns = (Column("Ký hiệu", 2), Column("Bộ chỉ tiêu", 6), Column("Căn cứ", 5), Column("Số chỉ tiêu", 2))
    lines = tuple(Row((row["set"].code, row["set"].name, row["set"].legal_basis, str(row["count"]))) for row in rows)
    return Sheet("Bộ chỉ tiêu riêng", ("CHỈ TIÊU RIÊNG", place), PaperTable(columns, lines))


def _sheet(chosen: IndicatorSet, indicators: list[Indicator], divided: dict[int, str]) -> Sheet:
    """Every indicator of the set with its facts."""
    names = ("Mã", "Tên", "Loại", "Đơn vị tính", "Tử số", "Mẫu số", "Biểu thức", "Phân tổ", "Kỳ công bố", "Nguồn")
    columns = tuple(Column(name, width) for name, width in zip(names, (2, 6, 2, 2, 4, 4, 4, 3, 2, 3), strict=True))
    rows = tuple(
        Row(
            (
                each.code,
                each.name,
                each.get_kind_display(),
                each.unit_words,
                each.numerator_words,
                each.denominator_words,
                each.expression,
                divided.get(each.pk, ""),
                each.publication_words,
                each.source_words,
            )
        )
        for each in indicators
    )
    return Sheet("Bộ chỉ tiêu", (chosen.name, chosen.legal_basis), PaperTable(columns, rows))


def _crumbs(chosen: IndicatorSet | None = None, last: str = "") -> list[dict[str, str]]:
    found = [{"label": "Chỉ tiêu", "url": reverse("indicators")}]
    if chosen is None:
        return [*found, {"label": "Chỉ tiêu riêng của tỉnh"}]
    found.append({"label": "Chỉ tiêu riêng của tỉnh", "url": reverse("own_indicator_sets")})
    if not last:
        return [*found, {"label": chosen.name}]
    return [*found, {"label": chosen.name, "url": reverse("own_indicator_set", args=[chosen.code])}, {"label": last}]


def _status(form: Any, refused: str) -> int:
    return 422 if refused or (form.is_bound and form.errors) else 200


def _set_or_404(actor: Actor, set_code: str) -> IndicatorSet:
    found = sets(actor).filter(code=set_code, owner__isnull=False).select_related("owner").first()
    if found is None:
        raise Http404("no such set of the own province")
    return found


def _indicator_or_404(actor: Actor, set_code: str, code: str) -> Indicator:
    found = indicator_of(actor, set_code, code)
    if found is None:
        raise Http404("no such indicator")
    return found


def _province_of(actor: Actor) -> Unit:
    found = province(actor.territory_code, on=clock.today())
    if found is None:
        raise Http404("no province today")
    return found
