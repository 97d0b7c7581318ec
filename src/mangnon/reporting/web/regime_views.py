"""Regimes: those in force, those ready to be taken over, their days checked."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.reporting.duties.lineage import recipient_of, recipients_of
from mangnon.reporting.duties.outline import cut_off_words, send_by_words
from mangnon.reporting.models import Regime, RegimeTier
from mangnon.reporting.policies import can_review_reports, can_see_reports
from mangnon.reporting.regimes.keeping import RegimeCheck, change_regime, check_regime, draft_of, take_over_regime
from mangnon.reporting.regimes.ready import ready_regime, ready_regimes
from mangnon.reporting.rules.periods import PERIODIC
from mangnon.reporting.selectors import regime_of, regimes
from mangnon.reporting.terms import Frequency, PeriodWindow, RegimeTag, TierLevel, TierRoute
from mangnon.reporting.web import presenters
from mangnon.reporting.web.figure_parts import regime_list
from mangnon.reporting.web.figure_views import periods_to_renew
from mangnon.reporting.web.parts import status_of
from mangnon.reporting.web.regime_forms import RegimeForm, TierRows, days_from, kept_rows, tier_rows

_TONES = {"error": "error", "warning": "warning", "note": "info"}
_UNSURE = (RegimeTag.RECALLED, RegimeTag.DERIVED)


def _tag_words(tag: str) -> str:
    return "chưa kiểm chứng" if tag in _UNSURE else str(RegimeTag(tag).label).lower()


def _crumbs(*last: str) -> list[dict[str, str]]:
    found = [{"label": "Báo cáo", "url": reverse("reports")}]
    if last:
        found.append({"label": "Chế độ báo cáo", "url": reverse("regimes")})
    return [*found, {"label": last[0] if last else "Chế độ báo cáo"}]


@require_GET
@requires(can_see_reports)
def regimes_page(request: HttpRequest) -> HttpResponse:
    """The regimes of the viewer's plans and province, then those that are ready to be taken over."""
    actor = actor_of(request)
    every = [each for each in regimes(actor).order_by("name", "code") if each.frequency in PERIODIC or each.taken_from]
    recipients = recipients_of(every, on=clock.today())
    taken = {regime.taken_from for regime in every}
    context = {
        "regimes": [
            {
                "regime": regime,
                "recipient": recipients[regime.pk].name,
                "send_by": send_by_words(regime),
                "tag": _tag_words(regime.tag),
            }
            for regime in every
        ],
        "ready": [
            {"regime": ready, "tag": _tag_words(ready.tag), "frequency": Frequency(ready.frequency).label}
            for ready in ready_regimes()
            if ready.code not in taken
        ],
        "may_take": can_review_reports(actor, recipient_id=actor.agency_id or 0),
        "columns": [{"label": "Báo cáo"}, {"label": "Tần suất"}, {"label": "Thời hạn"}, {"label": "Nơi nhận"}],
        "crumbs": _crumbs(),
    }
    return render(request, "reporting/regimes.html", context)


def _check_context(check: RegimeCheck) -> dict[str, Any]:
    return {
        "coming": check.periods[:6],
        "findings": [(_TONES[each.severity], each.words) for each in check.findings],
        "is_possible": check.is_possible,
    }


_ABOVE = "cơ quan cấp trên trực tiếp trong danh sách; không có thì gửi thẳng cơ quan nhận báo cáo"


def _tiers(tiers: Sequence[RegimeTier]) -> list[dict[str, str]]:
    return [
        {
            "who": str(TierLevel(tier.level).label),
            "to": _ABOVE if tier.route == TierRoute.ABOVE else tier.recipient_words,
            "send_by": send_by_words(tier),
            "cut_off": cut_off_words(tier),
        }
        for tier in tiers
    ]


@require_GET
@requires(can_see_reports)
def ready_page(request: HttpRequest, ready: str) -> HttpResponse:
    """A ready regime with its source and how well each part is known, before anything is taken over."""
    actor = actor_of(request)
    found = ready_regime(ready)
    if found is None:
        raise Http404
    regime, tiers = draft_of(found)
    context = {
        "ready": found,
        "frequency": Frequency(found.frequency).label,
        "send_by": send_by_words(regime),
        "tag": _tag_words(found.tag),
        "days_tag": _tag_words(found.days_tag),
        "tiers": _tiers(tiers),
        "may_take": can_review_reports(actor, recipient_id=actor.agency_id or 0),
        "crumbs": _crumbs(found.name),
        **_check_context(check_regime(regime, tiers, today=clock.today())),
    }
    return render(request, "reporting/ready_regime.html", context)


@require_POST
@requires(can_see_reports)
def ready_take_over(request: HttpRequest, ready: str) -> HttpResponse:
    """Make a ready regime one of the province; it is in force from its first opened period on."""
    regime = take_over_regime(actor=actor_of(request), ready_code=ready)
    messages.success(request, "Đã áp dụng chế độ báo cáo. Hãy kiểm tra các mốc ngày, sửa cho đúng rồi mở kỳ.")
    return redirect("regime", regime=regime.code)


def _regime_or_404(request: HttpRequest, code: str) -> Regime:
    found = regime_of(actor_of(request), code)
    if found is None:
        raise Http404
    return found


@require_GET
@requires(can_see_reports)
def regime_page(request: HttpRequest, regime: str) -> HttpResponse:
    """The ten facts of a regime, its tiers, its next periods and what is wrong with their days."""
    found = _regime_or_404(request, regime)
    recipient = recipient_of(found, clock.today())
    tiers = list(found.tiers.all())
    context = {
        "regime": found,
        "facts": presenters.ten_facts(found, recipient.name),
        "window": PeriodWindow(found.window).label,
        "tag": _tag_words(found.tag),
        "tiers": _tiers(tiers),
        "periods": [
            (presenters.period_title(each), presenters.board_address(each))
            for each in found.periods.select_related("regime").order_by("-starts_on", "-pk")[:12]
        ],
        "may_change": can_review_reports(actor_of(request), recipient_id=recipient.pk),
        "asked": regime_list(found),
        "to_renew": periods_to_renew(found),
        "crumbs": _crumbs(found.name),
        **_check_context(check_regime(found, tiers, today=clock.today())),
    }
    return render(request, "reporting/regime.html", context)


@require_http_methods(["GET", "POST"])
@requires(can_see_reports)
def regime_change(request: HttpRequest, regime: str) -> HttpResponse:
    """Change a regime. POST `viec=xem` shows what the days come to and saves nothing; `viec=luu` saves."""
    actor, found = actor_of(request), _regime_or_404(request, regime)
    if not can_review_reports(actor, recipient_id=recipient_of(found, clock.today()).pk):
        raise NotAllowed("Chỉ cơ quan nhận báo cáo được sửa chế độ báo cáo. Không có gì bị thay đổi.")
    if request.method == "GET":
        form = RegimeForm(initial={**_initial(found), "revision": found.revision})
        return _change_page(request, found, form, TierRows(prefix="cap", initial=tier_rows(found)))
    form, rows = RegimeForm(request.POST), TierRows(request.POST, prefix="cap", initial=tier_rows(found))
    if not (form.is_valid() and rows.is_valid()):
        return _change_page(request, found, form, rows, status=422)
    changed = copy.copy(found)
    for name, value in {**form.facts(), **days_from(form.cleaned_data)}.items():
        setattr(changed, name, value)
    tiers = [
        RegimeTier(
            order=order,
            level=row["level"],
            recipient_words=row["recipient_words"],
            route=row["route"] or TierRoute.RECIPIENT,
            **days_from(row),
        )
        for order, row in enumerate(kept_rows(rows))
    ]
    check = check_regime(changed, tiers, today=clock.today())
    if request.POST.get("viec") != "luu":
        return _change_page(request, found, form, rows, check=check)
    try:
        kept = change_regime(
            actor=actor,
            regime_id=found.pk,
            revision=form.cleaned_data["revision"],
            changed=changed,
            tiers=tiers,
            reason=form.cleaned_data["reason"],
        )
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            raise
        return _change_page(request, found, form, rows, check=check, message=refusal.message, status=status_of(refusal))
    messages.success(request, "Đã lưu. Các kỳ đã mở giữ nguyên; thay đổi áp dụng từ kỳ mở sau.")
    return redirect("regime", regime=kept.code)


def _initial(regime: Regime) -> dict[str, Any]:
    facts = {name: getattr(regime, name) for name in RegimeForm.base_fields if hasattr(regime, name)}
    return {**facts, "data_forms": regime.forms}


def _change_page(
    request: HttpRequest,
    regime: Regime,
    form: RegimeForm,
    rows: Any,
    *,
    check: RegimeCheck | None = None,
    message: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "regime": regime,
        "form": form,
        "rows": rows,
        "message": message,
        "is_preview": check is not None,
        "crumbs": _crumbs("Sửa chế độ báo cáo"),
        **_check_context(check or RegimeCheck()),
    }
    return render(request, "reporting/regime_change.html", context, status=status)
