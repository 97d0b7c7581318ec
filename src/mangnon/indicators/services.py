"""Writes of indicators: the dictionary, targets. Dimensions: dividing.py; own indicators: keeping.py; figures:
recording.py."""

from __future__ import annotations

from decimal import Decimal

from django.db import IntegrityError, transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.indicators.errors import NOTHING_WRITTEN, BadTarget
from mangnon.indicators.models import (
    Breakdown,
    BreakdownPart,
    Category,
    Dimension,
    Indicator,
    IndicatorDimension,
    IndicatorSet,
    Target,
)
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_keep_dictionary, check_set_targets
from mangnon.indicators.shipped import Entered, Models, enter_shipped
from mangnon.indicators.terms import BasisTag, Comparison, IndicatorKind
from mangnon.kernel import clock
from mangnon.kernel.text import nfc
from mangnon.territory.public import Level, Unit

OWN_MODELS = Models(IndicatorSet, Indicator, IndicatorDimension, Dimension, Category, Breakdown, BreakdownPart, Target)
_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def load_dictionary(*, actor: Actor) -> Entered:
    """Enter the sets delivered with the product, and put right what a later version tells better. Idempotent.

    Targets that were set or withdrawn, and groups that offices added, stay. Raises NotAllowed.
    """
    check_keep_dictionary(actor)
    with transaction.atomic():
        done = enter_shipped(OWN_MODELS, now=clock.now())
        if done.new or done.changed:
            record(
                actor=actor,
                act="load_dictionary",
                object_type="IndicatorSet",
                object_id="",
                details={"new": str(done.new), "changed": str(done.changed)},
            )
    return done


def set_target(
    *,
    actor: Actor,
    indicator: Indicator,
    unit: Unit | None,
    year: int,
    comparison: Comparison,
    low: Decimal | None = None,
    high: Decimal | None = None,
    source: str,
    words: str = "",
    is_baseline: bool = False,
    reason: str = "",
) -> Target:
    """Set what a province (or, by a command, the nation: `unit` None) is to reach by the end of a year.

    `source`: the paper that sets it. A target that stands for the same place and year is withdrawn with `reason`, and
    stays to be seen. A province's target beats the national one of that year. Raises NotAllowed and BadTarget.
    """
    check_set_targets(actor, province_codes_of(unit) if unit is not None else ())
    source = _words(source, 300, "văn bản giao chỉ tiêu")
    _check_target(indicator, unit, year, comparison, low, high)
    made = Target(
        indicator=indicator,
        unit=unit,
        year=year,
        comparison=comparison,
        low=low,
        high=high,
        source=source,
        words=" ".join(nfc(words).split())[:100],
        is_baseline=is_baseline,
        tag=BasisTag.ENTERED,
        entered_at=clock.now(),
        entered_by_id=actor.user_id,
    )
    try:
        with transaction.atomic():
            _put_in_place(actor, made, reason)
    except IntegrityError as error:
        raise BadTarget(
            f"Người khác vừa ghi mức phải đạt năm {year} của chỉ tiêu này. {NOTHING_WRITTEN} Hãy mở lại trang.",
            code="target_set_meanwhile",
        ) from error
    return made


def _put_in_place(actor: Actor, made: Target, reason: str) -> None:
    """Withdraw what stands for the same place and year, save the new target, write the evidence."""
    same = Target.objects.select_for_update().filter(
        indicator=made.indicator, unit=made.unit, year=made.year, withdrawn_at__isnull=True
    )
    standing = same.first()
    if standing is not None:
        _withdraw(actor, standing, _words(reason, 500, "lý do thay mức đã giao"))
    made.save(force_insert=True)
    ends = {"low": made.low, "high": made.high}
    record(
        actor=actor,
        act="set_target",
        object_type="Target",
        object_id=made.pk,
        details={
            "indicator": made.indicator.code,
            "year": str(made.year),
            "comparison": str(Comparison(made.comparison).label),
            "source": made.source,
            **{name: str(value) for name, value in ends.items() if value is not None},
        },
        reason=reason,
    )


def withdraw_target(*, actor: Actor, target: Target, reason: str) -> Target:
    """Take a target back; it stays to be seen with the reason. Raises NotAllowed and BadTarget."""
    check_set_targets(actor, province_codes_of(target.unit) if target.unit is not None else ())
    reason = _words(reason, 500, "lý do rút")
    with transaction.atomic():
        standing = Target.objects.select_for_update().filter(pk=target.pk, withdrawn_at__isnull=True).first()
        if standing is None:
            raise BadTarget(
                f"Mức phải đạt này không còn; có thể người khác vừa rút. {NOTHING_WRITTEN} Hãy mở lại trang.",
                code="target_gone",
            )
        _withdraw(actor, standing, reason)
        record(
            actor=actor,
            act="withdraw_target",
            object_type="Target",
            object_id=standing.pk,
            details={"indicator": standing.indicator.code, "year": str(standing.year)},
            reason=reason,
        )
    return standing


def _withdraw(actor: Actor, target: Target, reason: str) -> None:
    target.withdrawn_at, target.withdrawn_by_id, target.withdrawn_because = clock.now(), actor.user_id, reason
    target.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


def _check_target(
    indicator: Indicator, unit: Unit | None, year: int, comparison: str, low: Decimal | None, high: Decimal | None
) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise BadTarget(f"Năm {year} nằm ngoài khoảng {_FIRST_YEAR}-{_LAST_YEAR}. {NOTHING_WRITTEN} Hãy sửa năm.")
    if unit is not None and unit.level != Level.PROVINCE:
        raise BadTarget(f"Mức phải đạt được giao cho tỉnh, thành phố. {NOTHING_WRITTEN} Hãy chọn tỉnh, thành phố.")
    needs = {
        Comparison.BETWEEN: (True, True),
        Comparison.AT_LEAST: (True, False),
        Comparison.ABOVE: (True, False),
        Comparison.AT_MOST: (False, True),
        Comparison.BELOW: (False, True),
    }[Comparison(comparison)]
    if (low is not None, high is not None) != needs:
        raise BadTarget(f"Mức phải đạt thiếu hoặc thừa một đầu. {NOTHING_WRITTEN} Hãy nhập đúng mức theo cách so sánh.")
    for end in (low, high):
        if end is not None and not Decimal(-1_000_000) <= end <= Decimal(1_000_000_000):
            raise BadTarget(f"Mức {end} quá lớn hoặc quá nhỏ. {NOTHING_WRITTEN} Hãy kiểm tra lại số.")
    if low is not None and high is not None and high < low:
        raise BadTarget(f"Mức cao nhỏ hơn mức thấp. {NOTHING_WRITTEN} Hãy đổi lại hai số.")
    is_share = indicator.kind == IndicatorKind.RATE and indicator.multiplier == 100 and not indicator.may_exceed
    if is_share and any(end is not None and not 0 <= end <= 100 for end in (low, high)):
        raise BadTarget(f"Tỷ lệ phần trăm phải từ 0 đến 100. {NOTHING_WRITTEN} Hãy kiểm tra lại số.")


def _words(text: str, most: int, what: str) -> str:
    found = " ".join(nfc(text).split())
    if not found or len(found) > most:
        problem = f"Chưa có {what}" if not found else f"Phần {what} dài quá {most} ký tự"
        raise BadTarget(f"{problem}. {NOTHING_WRITTEN} Hãy nhập lại, ngắn gọn và đủ.", code="bad_words")
    return found
