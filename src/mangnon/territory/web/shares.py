"""A person says which share of a divided unit went to each of its successors."""

from __future__ import annotations

import re
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from mangnon.accounts.web.access import actor_of, requires
from mangnon.kernel.refusals import NotAllowed, Refusal
from mangnon.kernel.text import nfc
from mangnon.territory.errors import TerritoryRefused
from mangnon.territory.policies import can_give_weights, check_give_weights
from mangnon.territory.selectors import province_codes_of
from mangnon.territory.services import set_weights
from mangnon.territory.terms import Measure
from mangnon.territory.web.presenters import address
from mangnon.territory.web.views import day_of, unit_asked, unit_page

_FIELD = "phan-"
_NUMBER = re.compile(r"\d{1,3}(,\d{1,8})?")


@requires(can_give_weights)
@require_POST
def give_shares(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """Write the shares of one measure, with their basis; what was refused is shown again as it was typed."""
    on, _ = day_of(request)
    unit = unit_asked(level, code, on)
    check_give_weights(actor_of(request), province_codes_of(unit))
    asked = {
        name: nfc(str(value))[:400].strip() for name, value in request.POST.items() if name != "csrfmiddlewaretoken"
    }
    try:
        set_weights(
            actor=actor_of(request),
            unit=unit,
            measure=_measure(asked.get("so-do", "")),
            weights={
                name.removeprefix(_FIELD): _share(text) for name, text in asked.items() if name.startswith(_FIELD)
            },
            basis=asked.get("can-cu", ""),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        return unit_page(request, level, code, asked=asked, refusal=refusal.message, status=422)
    messages.success(request, f"Đã ghi tỷ lệ chia của {unit.name}.")
    return redirect(address(unit, on))


def _measure(value: str) -> Measure:
    if value not in Measure.values:
        raise TerritoryRefused(
            "Chưa chọn số đo của tỷ lệ. Chưa có tỷ lệ nào được ghi. Hãy chọn, ví dụ trẻ em.", code="no_measure"
        )
    return Measure(value)


def _share(text: str) -> Decimal:
    """«37,5» (per cent) as a share of one. Raises TerritoryRefused."""
    plain = text.replace("%", "").replace(".", ",").strip()
    if not _NUMBER.fullmatch(plain):
        raise TerritoryRefused(
            f"«{text}» không phải là tỷ lệ phần trăm. Chưa có tỷ lệ nào được ghi. Hãy nhập số, ví dụ 37,5.",
            code="not_a_share",
        )
    return Decimal(plain.replace(",", ".")) / 100
