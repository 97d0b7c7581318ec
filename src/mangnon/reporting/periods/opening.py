"""Setting up regimes and opening periods: who must report, frozen with the reason for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, class_members, class_named, class_on
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.dates import last_day_on_time
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold
from mangnon.plans.public import Assignment, Plan, ReportingClause, lead_agency_of
from mangnon.reporting import rules
from mangnon.reporting.duties import outline
from mangnon.reporting.duties.holding import holdings
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.duties.tiers import is_in_force, steps_of, tier_among
from mangnon.reporting.errors import ImpossibleDates, NoSuchPeriod
from mangnon.reporting.models import ExpectedReport, Period, PeriodTier, Regime, freeze_asked
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.rules.cascade import Finding, check_cascade
from mangnon.reporting.rules.periods import PERIODIC, dates_of, is_event_code, next_code
from mangnon.reporting.terms import ExpectedReason, Frequency

_FREQUENCY = {"half_year": Frequency.HALF_YEAR, "annual": Frequency.ANNUAL}


def regime_code(plan: Plan, kind: str) -> str:
    """The stable code of a plan's regime of a kind, fit for an address: «501-kh-ubnd-half_year»."""
    return f"{fold(plan.code).replace(' ', '-')}-{kind}"


def _free_code(plan: Plan, clause: ReportingClause) -> str:
    """A plan may ask for two half-yearly reports (June and December): the second one's code names its month."""
    code = regime_code(plan, clause.kind)
    if not Regime.objects.filter(code=code).exclude(clause=clause).exists():
        return code
    return f"{code}-{clause.due_month:02d}-{clause.order}"


@transaction.atomic
def set_up_regimes(*, actor: Actor, plan: Plan) -> list[Regime]:
    """Make a regime of every dated half-yearly or yearly report the plan's paper asks for; idempotent.

    Raises NotAllowed.
    """
    recipient = lead_agency_of(plan, on=clock.today())
    check_review_reports(actor, recipient_id=recipient.pk)
    regimes: list[Regime] = []
    for clause in ReportingClause.objects.filter(plan=plan, kind__in=_FREQUENCY).order_by("order"):
        if clause.due_day is None or clause.due_month is None:
            continue
        # 2004 is a leap year: «trước ngày 01/3» is kept as 29 February, which is the month's last day in every year.
        last = last_day_on_time(year=2004, month=clause.due_month, day=clause.due_day, is_before=clause.is_before)
        regime, created = Regime.objects.get_or_create(
            clause=clause,
            defaults={
                "code": _free_code(plan, clause),
                "plan": plan,
                "name": outline.regime_name(clause.kind, plan.directive.number, plan.directive.title),
                "content": outline.CONTENT,
                "reporters": clause.reporter_words or "Các cơ quan, đơn vị được giao nhiệm vụ",
                "recipient_id": recipient.pk,
                "method": outline.METHOD,
                "send_by_day": last.day,
                "send_by_month": last.month,
                "frequency": _FREQUENCY[clause.kind],
                "cut_off_rule": outline.CUT_OFF_RULE,
                "outline": outline.OUTLINE,
            },
        )
        regimes.append(regime)
        if created:
            record(
                actor=actor,
                act="set_up_regime",
                object_type="Regime",
                object_id=regime.pk,
                details={"code": regime.code},
            )
    return regimes


@transaction.atomic
def open_period(
    *,
    actor: Actor,
    regime: Regime,
    code: str,
    days: rules.PeriodDates | None = None,
    name: str = "",
    bodies: Sequence[Agency] = (),
) -> Period:
    """Open a period and set who must report, each with a reason; opening again gives the same period.

    Codes: `rules.periods`. A thematic or ad hoc regime has no periods of the calendar: `days` are its dates, `name`
    what it is called, `bodies` who is asked (none: the regime's classes). Those who hold the plan's tasks on the
    cut-off day report (without a plan: the members of the regime's classes), as far as that is known today. The
    recipient of today opens.
    Raises NotAllowed, NoSuchPeriod, ImpossibleDates.
    """
    check_review_reports(actor, recipient_id=recipient_of(regime, clock.today()).pk)
    Regime.objects.select_for_update().get(pk=regime.pk)  # two who open at once queue here: the second finds it open
    _wait_for_bodies(regime)
    existing = Period.objects.filter(regime=regime, code=code).first()
    if existing is not None:
        return existing
    calendar = working_days()
    dates = (
        days if regime.frequency not in PERIODIC and is_event_code(code) else dates_of(code, regime.schedule, calendar)
    )
    if dates is None or (not name and regime.frequency not in PERIODIC):
        raise NoSuchPeriod(_why_no_period(regime, code))
    if not is_in_force(regime, dates):
        raise NoSuchPeriod(
            f"Kỳ {rules.period_words(code)} nằm ngoài thời gian áp dụng của chế độ báo cáo này. Chưa mở kỳ nào. "
            "Hãy xem lại ngày áp dụng của chế độ hoặc chọn kỳ khác."
        )
    return _open(actor, regime, code, dates, name=name, bodies=bodies)


def _open(
    actor: Actor, regime: Regime, code: str, dates: rules.PeriodDates, *, name: str, bodies: Sequence[Agency]
) -> Period:
    calendar = working_days()
    steps = steps_of(regime, list(regime.tiers.all()), dates, calendar)
    is_urgent = regime.frequency not in PERIODIC
    window = {"starts_on": dates.starts_on, "ends_on": dates.ends_on}
    check_possible(check_cascade(steps, **window, calendar=calendar, is_urgent=is_urgent))
    period = Period.objects.create(
        regime=regime,
        code=code,
        name=name,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        cut_off_on=dates.cut_off_on,
        send_by=dates.send_by,
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    words = {level: rest for level, *rest in regime.tiers.values_list("level", "recipient_words", "route")}
    tiers = PeriodTier.objects.bulk_create(
        PeriodTier(
            period=period,
            order=order,
            level=step.level,
            recipient_words=words[step.level][0],
            route=words[step.level][1],
            cut_off_on=step.cut_off_on,
            send_by=step.send_by,
        )
        for order, step in enumerate(step for step in steps if step.level)
    )
    freeze_asked(period)
    expected = _expected_reports(period, tiers, bodies)
    ExpectedReport.objects.bulk_create(expected)
    record(
        actor=actor,
        act="open_period",
        object_type="Period",
        object_id=period.pk,
        details={"code": code, "send_by": dates.send_by.isoformat(), "expected": len(expected)},
    )
    return period


def check_possible(findings: Iterable[Finding]) -> None:
    """Raises ImpossibleDates with every reason why the dates of a report contradict each other."""
    wrong = [finding.words for finding in findings if finding.severity == "error"]
    if wrong:
        raise ImpossibleDates(f"Các mốc ngày mâu thuẫn nên chưa lưu gì. {' '.join(wrong)}")


def _why_no_period(regime: Regime, code: str) -> str:
    """What a code should look like, by an example that fits the regime."""
    calendar = working_days()
    coming = next_code(regime.schedule, today=clock.today(), calendar=calendar)
    example = f"Hãy dùng mã như {coming} ({rules.period_words(coming)})." if coming else ""
    if regime.frequency not in PERIODIC:
        example = "Chế độ này không có kỳ theo lịch; hãy mở bằng yêu cầu báo cáo với tên và các mốc ngày."
    return f"«{code}» không phải là kỳ của chế độ báo cáo này. Chưa có kỳ nào được mở. {example}".strip()


def _wait_for_bodies(regime: Regime) -> None:
    """Wait until no reorganisation is being applied to the plan's bodies: who must report is read after it, whole."""
    at_work = Assignment.objects.filter(task__plan=regime.plan_id or 0).values("agency")
    list(Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=at_work).order_by("pk"))


def _expected_reports(period: Period, tiers: Sequence[PeriodTier], bodies: Sequence[Agency]) -> list[ExpectedReport]:
    regime = period.regime
    if bodies:
        found = [(agency, ExpectedReason.CALLED, f"Được yêu cầu báo cáo: {regime.name}"[:400]) for agency in bodies]
    elif regime.plan is not None:
        shares = holdings(regime.plan, on=period.cut_off_on).values()
        found = [(share.agency, ExpectedReason.HOLDS_TASKS, share.reason) for share in shares]
    else:
        found = [
            (agency, ExpectedReason.IN_CLASS, words) for agency, words in bodies_of_regime(regime, on=period.cut_off_on)
        ]
    return [
        ExpectedReport(period=period, agency=agency, reason_code=code, reason=words, **tier_among(tiers, agency))
        for agency, code, words in sorted(found, key=lambda item: item[0].code)
    ]


def bodies_of_regime(regime: Regime, *, on: dt.date) -> list[tuple[Agency, str]]:
    """Who reports in a regime without a plan on a day, each once, with the words of the class that names it."""
    place = recipient_of(regime, on).code.partition(".")[0]
    found: dict[int, tuple[Agency, str]] = {}
    for code in regime.reporter_classes:
        named = class_named(code)
        for agency in class_members(code, province_code=place, on=on):
            if named is not None and agency.pk != regime.recipient_id:
                found.setdefault(agency.pk, (agency, f"Thuộc nhóm «{class_on(named, on).words[0]}»"))
    return list(found.values())


class UnknownRegime(Refusal):
    """No regime has the code."""

    code = "unknown_regime"


def regime_named(code: str) -> Regime:
    """The regime with a code. Raises UnknownRegime listing the codes there are."""
    regime = (
        Regime.objects.filter(code=code)
        .select_related("plan__directive", "plan__lead_agency", "recipient__territory", "territory")
        .first()
    )
    if regime is None:
        known = ", ".join(Regime.objects.values_list("code", flat=True)) or "chưa có chế độ báo cáo nào"
        raise UnknownRegime(f"Không có chế độ báo cáo mang mã «{code}». Các mã hiện có: {known}.")
    return regime
