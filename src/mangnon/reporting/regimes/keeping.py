"""Taking a ready regime over and changing a regime's days; what is wrong with the days is told before they are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.reporting.duties import outline
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.duties.tiers import steps_of
from mangnon.reporting.errors import RegimeRefused
from mangnon.reporting.models import Regime, RegimeTier
from mangnon.reporting.periods.opening import check_possible
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.regimes.ready import ReadyRegime, ready_regime
from mangnon.reporting.rules.cascade import Finding, Window, check_cascade, check_windows
from mangnon.reporting.rules.periods import DueRule, PeriodDates, due_between, period_words
from mangnon.reporting.terms import CutOffKind, RegimeTag
from mangnon.territory.public import Unit, province

# Codes that are addresses of other pages below «báo cáo».
RESERVED_CODES = frozenset({"che-do", "lich", "yeu-cau", "lap-che-do", "mo-ky", "dang-cho"})
_YEARS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class ComingPeriod:
    """A period of a regime that is due in the next years, and what is wrong with its days."""

    code: str
    words: str
    dates: PeriodDates
    steps: tuple[tuple[str, str, dt.date, dt.date], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RegimeCheck:
    """What a regime's days come to: its next periods and every finding, each once."""

    periods: tuple[ComingPeriod, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)

    @property
    def is_possible(self) -> bool:
        """Whether no day contradicts another."""
        return not any(finding.severity == "error" for finding in self.findings)


def check_regime(regime: Regime, tiers: Sequence[RegimeTier], *, today: dt.date) -> RegimeCheck:
    """The periods due in the next two years with the days of each tier, and what is wrong with them. Saves nothing."""
    calendar = working_days()
    last = today + dt.timedelta(days=366 * _YEARS_SHOWN)
    coming = []
    for code, dates in due_between(regime.schedule, first=today, last=last, calendar=calendar):
        steps = steps_of(regime, tiers, dates, calendar)
        found = check_cascade(steps, starts_on=dates.starts_on, ends_on=dates.ends_on, calendar=calendar)
        rows = tuple((step.level, step.name, step.cut_off_on, step.send_by) for step in steps)
        coming.append(ComingPeriod(code, period_words(code), dates, rows, tuple(found)))
    windows = check_windows(Window(each.words, each.dates.starts_on, each.dates.ends_on) for each in coming)
    every = [finding for each in coming for finding in each.findings]
    once = {finding.words: finding for finding in [*every, *(w for w in windows if w.code == "windows_overlap")]}
    order = {"error": 0, "warning": 1, "note": 2}
    return RegimeCheck(tuple(coming), tuple(sorted(once.values(), key=lambda each: order[each.severity])))


def draft_of(ready: ReadyRegime, *, recipient: Agency | None = None) -> tuple[Regime, list[RegimeTier]]:
    """A ready regime as records that are not saved."""
    regime = Regime(
        code=ready.code,
        name=ready.name,
        content=ready.content,
        reporters=ready.reporters,
        reporter_classes=list(ready.classes),
        method=outline.METHOD,
        frequency=ready.frequency,
        window="fifteenth" if ready.is_fifteenth else "calendar",
        cut_off_rule=outline.CUT_OFF_RULE,
        outline=outline.OUTLINE,
        legal_basis=ready.basis,
        tag=ready.tag,
        taken_from=ready.code,
        function="child_affairs",
        **_fields_of(ready.due),
    )
    if recipient is not None:
        regime.recipient = recipient
    tiers = [
        RegimeTier(order=order, level=tier.level, recipient_words=tier.recipient_words, **_fields_of(tier.due))
        for order, tier in enumerate(ready.tiers)
    ]
    return regime, tiers


def _fields_of(due: DueRule) -> dict[str, object]:
    return {
        "send_by_kind": due.kind,
        "send_by_day": due.day,
        "send_by_month": due.month,
        "send_by_offset": due.offset,
        "cut_off_kind": CutOffKind.LATEST,
    }


@transaction.atomic
def take_over_regime(*, actor: Actor, ready_code: str) -> Regime:
    """Make a ready regime one of the actor's province, received by the actor's agency; again gives the same one.

    Raises NotAllowed, RegimeRefused (no such ready regime, no place).
    """
    check_review_reports(actor, recipient_id=actor.agency_id or 0)
    ready = ready_regime(ready_code)
    if ready is None:
        raise RegimeRefused("Không có chế độ báo cáo có sẵn này. Chưa có gì được lập. Hãy chọn lại trong danh sách.")
    recipient, place = place_of(actor)
    existing = Regime.objects.select_for_update(of=("self",)).filter(territory=place, taken_from=ready.code).first()
    if existing is not None:
        return existing
    regime, tiers = draft_of(ready, recipient=recipient)
    regime.territory = place
    regime.code = f"{actor.territory_code}-{ready.code}"
    regime.save()
    for tier in tiers:
        tier.regime = regime
    RegimeTier.objects.bulk_create(tiers)
    record(
        actor=actor,
        act="take_over_regime",
        object_type="Regime",
        object_id=regime.pk,
        details={"code": regime.code, "from": ready.code, "tag": ready.tag},
    )
    return regime


def place_of(actor: Actor) -> tuple[Agency, Unit]:
    recipient = Agency.objects.filter(pk=actor.agency_id or 0).select_related("territory").first()
    place = province(actor.territory_code, on=clock.today()) if actor.territory_code else None
    if recipient is None or place is None:
        raise RegimeRefused(
            "Chưa rõ cơ quan và tỉnh nhận báo cáo nên chưa lập gì. Hãy đăng nhập bằng vị trí ở một cơ quan cấp tỉnh."
        )
    return recipient, place


@transaction.atomic
def change_regime(
    *,
    actor: Actor,
    regime_id: int,
    revision: int,
    changed: Regime,
    tiers: Sequence[RegimeTier],
    reason: str,
) -> Regime:
    """Change what a regime asks from the next period on; periods that are open stay as they were opened.

    `changed` carries the new values (not saved), `tiers` all its tiers from the lowest. Raises NotAllowed, Stale,
    RegimeRefused, ImpossibleDates.
    """
    present = (
        Regime.objects.select_for_update(of=("self",))
        .select_related("plan__lead_agency", "recipient")
        .get(pk=regime_id)
    )
    check_review_reports(actor, recipient_id=recipient_of(present, clock.today()).pk)
    if present.revision != revision:
        raise Stale(
            "Người khác vừa sửa chế độ báo cáo này. Chưa lưu gì và nội dung bạn nhập vẫn còn trên màn hình; "
            "hãy mở lại trang để xem bản mới rồi sửa."
        )
    if not reason.strip():
        raise RegimeRefused("Chưa ghi lý do sửa nên chưa lưu. Hãy nêu văn bản hoặc lý do.")
    check_possible(check_regime(changed, tiers, today=clock.today()).findings)
    before = _facts(present, list(present.tiers.all()))
    for name in CHANGEABLE:
        setattr(present, name, getattr(changed, name))
    present.tag = RegimeTag.LOCAL if present.plan_id is None else present.tag
    present.revision += 1
    present.save()
    _replace_tiers(present, tiers)
    after = _facts(present, list(present.tiers.all()))
    changed_facts = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record(
        actor=actor,
        act="change_regime",
        object_type="Regime",
        object_id=present.pk,
        details={"code": present.code, "changed": changed_facts},
        reason=reason.strip(),
    )
    return present


def _replace_tiers(regime: Regime, tiers: Sequence[RegimeTier]) -> None:
    regime.tiers.all().delete()
    RegimeTier.objects.bulk_create(
        RegimeTier(
            regime=regime,
            order=order,
            level=tier.level,
            recipient_words=tier.recipient_words,
            route=tier.route,
            **{name: getattr(tier, name) for name in DAY_FIELDS},
        )
        for order, tier in enumerate(tiers)
    )


DAY_FIELDS = ("send_by_kind", "send_by_day", "send_by_month", "send_by_offset", "cut_off_kind", "cut_off_offset")
CHANGEABLE = (
    "name",
    "content",
    "reporters",
    "reporter_classes",
    "method",
    "frequency",
    "window",
    "year_begins_month",
    "year_begins_day",
    "cut_off_rule",
    "outline",
    "forms",
    "legal_basis",
    "valid_from",
    "valid_to",
    *DAY_FIELDS,
)


def _facts(regime: Regime, tiers: Sequence[RegimeTier]) -> dict[str, str]:
    found = {name: str(getattr(regime, name)) for name in CHANGEABLE}
    found["tiers"] = "; ".join(f"{tier.level} ({tier.route}): {outline.send_by_words(tier)}" for tier in tiers)
    return found
