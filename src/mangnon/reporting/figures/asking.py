"""Which indicators the reports of a regime carry: chosen with a reason, frozen in every period that is opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.indicators.public import Indicator, full_code, sets
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import Stale
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.duties.tiers import level_of
from mangnon.reporting.errors import RegimeRefused
from mangnon.reporting.models import (
    Consolidation,
    Period,
    PeriodIndicator,
    Regime,
    RegimeIndicator,
    ReportVersion,
    freeze_asked,
)
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.terms import TierLevel

MOST_INDICATORS = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """One row of a regime's list: an indicator, the tier that tells it (empty: all), the task it belongs to."""

    indicator_id: int
    tier: str = ""
    task_id: int | None = None
    is_own_share: bool = False


@transaction.atomic
def ask_indicators(
    *, actor: Actor, regime_id: int, revision: int, asked: Sequence[Asking], reason: str
) -> list[RegimeIndicator]:
    """Set the whole list of indicators of a regime, in order; open periods keep theirs (`renew_asked`).

    Raises NotAllowed, Stale (the regime changed since `revision`), RegimeRefused (no reason, an indicator twice, one
    that keeps no figures, a task of another plan, too many).
    """
    regime = Regime.objects.select_for_update(of=("self",)).select_related("plan", "recipient").get(pk=regime_id)
    check_review_reports(actor, recipient_id=recipient_of(regime, clock.today()).pk)
    if regime.revision != revision:
        raise Stale(
            "Người khác vừa sửa chế độ báo cáo này. Chưa lưu gì và danh sách bạn chọn vẫn còn trên màn hình; "
            "hãy mở lại trang để xem bản mới rồi sửa."
        )
    if not reason.strip():
        raise RegimeRefused("Chưa ghi lý do nên chưa lưu danh sách chỉ tiêu. Hãy nêu văn bản hoặc lý do.")
    _check(actor, regime, asked)
    before = _codes(regime)
    regime.indicators.all().delete()
    rows = RegimeIndicator.objects.bulk_create(
        RegimeIndicator(
            regime=regime,
            indicator_id=each.indicator_id,
            task_id=each.task_id,
            tier=each.tier,
            is_own_share=each.is_own_share,
            order=order,
        )
        for order, each in enumerate(asked)
    )
    regime.revision += 1
    regime.save(update_fields=["revision"])
    record(
        actor=actor,
        act="ask_indicators",
        object_type="Regime",
        object_id=regime.pk,
        details={"code": regime.code},
        before={"indicators": before},
        after={"indicators": _codes(regime)},
        reason=reason.strip(),
    )
    return rows


def _codes(regime: Regime) -> list[str]:
    rows = regime.indicators.select_related("indicator__set").order_by("order")
    return [full_code(row.indicator) for row in rows]


def _check(actor: Actor, regime: Regime, asked: Sequence[Asking]) -> None:
    keys = [each.indicator_id for each in asked]
    if len(keys) > MOST_INDICATORS:
        raise RegimeRefused(f"Một chế độ báo cáo có tối đa {MOST_INDICATORS} chỉ tiêu. Chưa lưu gì.")
    if len(keys) != len(set(keys)):
        raise RegimeRefused("Có chỉ tiêu được chọn hai lần. Chưa lưu gì. Hãy bỏ dòng trùng.")
    rows = Indicator.objects.filter(set__in=sets(actor)).in_bulk(keys)
    for key in keys:
        row = rows.get(key)  # another province's own indicator is none
        if row is None or not row.keeps_figures:
            name = f"«{row.code} {row.name}»" if row is not None else "đã chọn"
            raise RegimeRefused(
                f"Chỉ tiêu {name} không nhập trực tiếp: số liệu được tính hoặc lấy từ chỉ tiêu khác. Chưa lưu gì. "
                "Hãy chọn chỉ tiêu gốc."
            )
    if any(each.tier and each.tier not in TierLevel.values for each in asked):
        raise RegimeRefused("Có dòng ghi cấp gửi không có trong danh mục. Chưa lưu gì. Hãy chọn lại cấp gửi.")
    tasks = {each.task_id for each in asked if each.task_id is not None}
    own = set(regime.plan.tasks.filter(pk__in=tasks).values_list("pk", flat=True)) if regime.plan is not None else set()
    if tasks - own:
        raise RegimeRefused("Có nhiệm vụ không thuộc kế hoạch của chế độ báo cáo. Chưa lưu gì. Hãy chọn lại nhiệm vụ.")


@transaction.atomic
def renew_asked(*, actor: Actor, period_id: int, reason: str) -> int:
    """Take the regime's present list over into an open period; how many indicators it has then.

    Until the cut-off, and while nobody has sent: after that the list is frozen like that of the reporters. Raises
    NotAllowed, RegimeRefused.
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period_id)
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    why = why_asked_is_frozen(period)
    if why:
        raise RegimeRefused(f"{why} Danh sách chỉ tiêu của kỳ giữ nguyên.")
    if not reason.strip():
        raise RegimeRefused("Chưa ghi lý do nên chưa đổi danh sách chỉ tiêu của kỳ. Hãy nêu văn bản hoặc lý do.")
    period.indicators.all().delete()
    count = freeze_asked(period)
    record(
        actor=actor,
        act="renew_asked_indicators",
        object_type="Period",
        object_id=period.pk,
        details={"indicators": count},
        reason=reason.strip(),
    )
    return count


def why_asked_is_frozen(period: Period) -> str:
    """Why a period's list of indicators cannot change any more, in one sentence; empty while it can."""
    if clock.today() > period.cut_off_on:
        return f"Đã qua ngày chốt số liệu {vn_date(period.cut_off_on)}."
    if ReportVersion.objects.filter(report__period=period).exists():
        return "Đã có cơ quan gửi báo cáo theo danh sách này."
    if Consolidation.objects.filter(period=period).exists():
        return "Kỳ này đã tổng hợp."
    return ""


def asked_in(period: Period) -> list[PeriodIndicator]:
    """The period's list with indicators, their sets and the tasks; one query."""
    rows = PeriodIndicator.objects.filter(period=period).select_related(
        "indicator__set", "indicator__denominator_from__set", "task"
    )
    return list(rows.order_by("order"))


def asks(row: PeriodIndicator, agency: Agency) -> bool:
    """Whether an indicator is asked of a body that reports."""
    return not row.tier or row.tier == level_of(agency)


def asked_of(period: Period, agency: Agency) -> list[PeriodIndicator]:
    """The indicators that a body's report of a period carries; one query."""
    return [row for row in asked_in(period) if asks(row, agency)]
