"""Moving the days of a period that is open. What was sent stays judged by the day in force when it was sent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.agencies.public import SuccessionEvent
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import ListFrozen, NotComplete
from mangnon.reporting.models import Consolidation, DateMove, ExpectedReport, Period
from mangnon.reporting.periods.opening import check_possible
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.rules.cascade import Finding, Step, check_cascade
from mangnon.reporting.rules.periods import PERIODIC
from mangnon.reporting.terms import TierLevel


def findings_of_move(period: Period, *, level: str, cut_off_on: dt.date, send_by: dt.date) -> list[Finding]:
    """What would be wrong with a period's days after a move. Saves nothing."""
    steps = []
    for tier in period.tiers.order_by("order"):
        days = (cut_off_on, send_by) if tier.level == level else (tier.cut_off_on, tier.send_by)
        steps.append(Step(tier.level, str(TierLevel(tier.level).label), *days))
    own = (cut_off_on, send_by) if not level else (period.cut_off_on, period.send_by)
    if not any(step.level == TierLevel.DEPARTMENT for step in steps):
        below = sum(step.level in (TierLevel.COMMUNE, TierLevel.DISTRICT) for step in steps)
        steps.insert(below, Step("", "Các cơ quan còn lại" if below else "Cơ quan phải báo cáo", *own))
    elif not level:
        steps = [Step("", "Cơ quan phải báo cáo", *own)]
    return check_cascade(
        steps,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        calendar=working_days(),
        is_urgent=period.regime.frequency not in PERIODIC,
    )


@transaction.atomic
def move_dates(
    *, actor: Actor, period: Period, cut_off_on: dt.date, send_by: dt.date, reason: str, level: str = ""
) -> DateMove:
    """Move a period's cut-off and send-by day, or those of one tier (`level`), with a reason.

    A first submission is judged by the send-by day in force when it was sent (`Report.judged_by`), whatever is moved
    later; what is not sent yet is judged by the new day. The cut-off says who reports: it is not moved over a day on
    which bodies of the list were reorganised, nor after a consolidation. Raises NotAllowed, NotComplete (no reason, no
    change, no such tier), ListFrozen, ImpossibleDates.
    """
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    locked = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period.pk)
    tier = locked.tiers.select_for_update().filter(level=level).first() if level else None
    if level and tier is None:
        raise NotComplete("Kỳ này không có mốc ngày riêng cho cấp đã chọn. Không có gì bị thay đổi.")
    target = tier or locked
    before = (target.cut_off_on, target.send_by)
    if not nfc(reason).strip():
        raise NotComplete("Dời ngày cần nêu lý do hoặc văn bản cho phép. Không có gì bị thay đổi.")
    if before == (cut_off_on, send_by):
        raise NotComplete("Các ngày ghi vào đúng như đang có nên không có gì để dời.", code="no_change")
    if not level and before[0] != cut_off_on:
        _check_cut_off(locked, cut_off_on)
    check_possible(findings_of_move(locked, level=level, cut_off_on=cut_off_on, send_by=send_by))
    target.cut_off_on, target.send_by = cut_off_on, send_by
    target.save(update_fields=["cut_off_on", "send_by"])
    if level:
        ExpectedReport.objects.filter(period=locked, tier=level).update(send_by=send_by)
    move = DateMove.objects.create(
        period=locked,
        level=level,
        cut_off_before=before[0],
        cut_off_after=cut_off_on,
        send_by_before=before[1],
        send_by_after=send_by,
        reason=nfc(reason).strip(),
        moved_at=clock.now(),
        moved_by_id=actor.user_id,
    )
    _record(actor, move)
    return move


def _record(actor: Actor, move: DateMove) -> None:
    details = {
        "code": move.period.code,
        "level": move.level,
        "cut_off": [move.cut_off_before.isoformat(), move.cut_off_after.isoformat()],
        "send_by": [move.send_by_before.isoformat(), move.send_by_after.isoformat()],
    }
    record(
        actor=actor,
        act="move_dates",
        object_type="Period",
        object_id=move.period_id,
        details=details,
        reason=move.reason,
    )


def _check_cut_off(period: Period, cut_off_on: dt.date) -> None:
    if Consolidation.objects.filter(period=period).exists():
        raise ListFrozen(
            "Kỳ này đã có báo cáo tổng hợp nên không dời ngày chốt số liệu. Không có gì bị thay đổi; "
            "vẫn dời được hạn gửi."
        )
    first, last = sorted((period.cut_off_on, cut_off_on))
    bodies = ExpectedReport.objects.filter(period=period).values("agency")
    events = SuccessionEvent.objects.filter(
        Q(parts__source__in=bodies) | Q(parts__target__in=bodies), effective_on__gt=first, effective_on__lte=last
    )
    event = events.order_by("effective_on").first()
    if event is not None:
        raise ListFrozen(
            f"Giữa hai ngày chốt có đợt sắp xếp ngày {vn_date(event.effective_on)} làm đổi cơ quan phải báo cáo nên "
            "không dời qua ngày đó. Không có gì bị thay đổi; hãy chọn ngày trước đợt sắp xếp hoặc chỉ dời hạn gửi."
        )
