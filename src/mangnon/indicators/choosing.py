"""Whose figure of a cell counts where several agencies tell it: asked of the rule, or chosen by the lead officer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.indicators.errors import NOTHING_WRITTEN, FiguresRefused
from mangnon.indicators.models import Figure, Indicator, ReporterChoice
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_choose_reporter
from mangnon.indicators.rules.periods import Period
from mangnon.indicators.rules.reporters import Reporter, counting
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.territory.public import Unit

CellAt = tuple[int, str]  # key of the indicator, key of the breakdown


def choose_reporter(*, actor: Actor, figure: Figure, reason: str) -> Figure:
    """Let this agency's figure count where several tell the same cell; of a whole, with the cells it is divided into.

    Holds for later versions too, until another is chosen. Raises NotAllowed, FiguresRefused (no reason), Stale.
    """
    check_choose_reporter(actor, province_codes_of(figure.unit))
    if not reason.strip():
        raise FiguresRefused(f"Chưa có lý do chọn. {NOTHING_WRITTEN} Hãy ghi vì sao dùng số liệu này.")
    with transaction.atomic():
        found = Figure.objects.current().filter(
            indicator=figure.indicator_id, unit=figure.unit_id, period_code=figure.period_code
        )
        if figure.breakdown.key:
            found = found.filter(breakdown=figure.breakdown_id)
        rows = list(found.select_for_update().order_by("pk"))
        chosen = next((each for each in rows if each.pk == figure.pk), None)
        if chosen is None:
            raise moved_on()
        before = next((each for each in rows if each.is_counted and each.breakdown_id == chosen.breakdown_id), None)
        own = {each.breakdown_id: each for each in rows if each.agency_id == chosen.agency_id}
        losing = [each.pk for each in rows if each.is_counted and own.get(each.breakdown_id, each).pk != each.pk]
        _keep_choice(chosen, reason_words(reason), actor)
        Figure.objects.filter(pk__in=losing).update(is_counted=False)
        Figure.objects.filter(pk__in=[each.pk for each in own.values()]).update(is_counted=True)
        chosen.is_counted = True
        record(
            actor=actor,
            act="choose_reporter",
            object_type="Figure",
            object_id=chosen.pk,
            details={"period": chosen.period_code},
            before={"agency": before.agency_id if before else None},
            after={"agency": chosen.agency_id},
            reason=reason_words(reason),
        )
    return chosen


def choice_of(figure: Figure) -> ReporterChoice | None:
    """What a person chose of a figure's cell, with who did. One query."""
    return (
        ReporterChoice.objects.filter(
            indicator=figure.indicator_id,
            unit=figure.unit_id,
            period_code=figure.period_code,
            breakdown=figure.breakdown_id,
        )
        .select_related("agency", "chosen_by")
        .first()
    )


def _keep_choice(figure: Figure, reason: str, actor: Actor) -> None:
    """The choice holds for further versions, and stays to be read."""
    ReporterChoice.objects.update_or_create(
        indicator_id=figure.indicator_id,
        unit_id=figure.unit_id,
        period_code=figure.period_code,
        breakdown_id=figure.breakdown_id,
        defaults={
            "agency_id": figure.agency_id,
            "reason": reason,
            "chosen_at": clock.now(),
            "chosen_by_id": actor.user_id,
        },
    )


@dataclass(frozen=True, slots=True)
class WhoCounts:
    """Whose figures of a unit and period count: whom people chose by cell, who is responsible by indicator."""

    unit: Unit
    chosen: Mapping[CellAt, int]
    responsible: Mapping[int, str]

    @classmethod
    def of(cls, unit: Unit, period: Period, indicators: Collection[int]) -> WhoCounts:
        """Of some indicators. Two queries."""
        choices = ReporterChoice.objects.filter(unit=unit, period_code=period.code, indicator__in=list(indicators))
        rows = choices.values_list("indicator_id", "breakdown__key", "agency_id")
        words = Indicator.objects.filter(pk__in=list(indicators)).values_list("pk", "responsible_words")
        return cls(unit, {(key, part): agency for key, part, agency in rows}, dict(words))

    def agency(self, at: CellAt, told: Iterable[tuple[Agency, str]]) -> int | None:
        """The key of the agency whose figure of a cell counts, of those that tell it and in which state; or None."""
        return counting((self._reporter(at, *each) for each in told), self.responsible[at[0]])

    def _reporter(self, at: CellAt, agency: Agency, state: str) -> Reporter:
        return Reporter(
            agency.pk,
            agency.code,
            agency.name,
            state,
            is_committee=agency.kind == "peoples_committee" and agency.level == self.unit.level,
            is_own=agency.territory_id == self.unit.pk,
            # Who was chosen for the whole was chosen for its parts.
            is_chosen=agency.pk == self.chosen.get(at, self.chosen.get((at[0], ""))),
        )


def moved_on() -> Stale:
    """Somebody wrote the same cell meanwhile."""
    return Stale(
        f"Người khác vừa ghi số liệu vào cùng ô. {NOTHING_WRITTEN} Số của bạn vẫn còn trên trang; "
        "hãy mở lại biểu, so sánh rồi ghi lại."
    )


def reason_words(text: str) -> str:
    """A reason as it is kept: in one line, at most 500 signs."""
    return " ".join(nfc(text).split())[:500]
