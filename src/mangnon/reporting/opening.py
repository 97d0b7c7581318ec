"""Setting up regimes and opening periods: who must report, frozen with the reason for each."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.dates import last_day_on_time
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.text import fold
from mangnon.plans.public import Assignment, Plan, ReportingClause, lead_agency_of
from mangnon.reporting import outline, rules
from mangnon.reporting.errors import NoSuchPeriod
from mangnon.reporting.holding import holdings
from mangnon.reporting.lineage import recipient_of
from mangnon.reporting.models import ExpectedReport, Period, Regime
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.terms import Frequency

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
def open_period(*, actor: Actor, regime: Regime, code: str) -> Period:
    """Open a period and freeze who must report, each with a reason; opening again gives the same period.

    Those who hold the plan's tasks on the cut-off day report, as far as that is known today. The recipient of today
    opens. Raises NotAllowed, NoSuchPeriod.
    """
    check_review_reports(actor, recipient_id=recipient_of(regime, clock.today()).pk)
    Regime.objects.select_for_update().get(pk=regime.pk)  # two who open at once queue here: the second finds it open
    _wait_for_bodies(regime)
    existing = Period.objects.filter(regime=regime, code=code).first()
    if existing is not None:
        return existing
    dates = rules.period_dates(
        code=code,
        frequency=regime.frequency,
        send_by_month=regime.send_by_month,
        send_by_day=regime.send_by_day,
        calendar=working_days(),
    )
    if dates is None:
        raise NoSuchPeriod(
            f"«{code}» không phải là kỳ của chế độ báo cáo này. Chưa có kỳ nào được mở. "
            "Hãy dùng mã như 2025H1 (6 tháng đầu năm) hoặc 2025 (cả năm)."
        )
    period = Period.objects.create(
        regime=regime,
        code=code,
        starts_on=dates.starts_on,
        ends_on=dates.ends_on,
        cut_off_on=dates.cut_off_on,
        send_by=dates.send_by,
        opened_at=clock.now(),
        opened_by_id=actor.user_id,
    )
    expected = _expected_reports(period)
    ExpectedReport.objects.bulk_create(expected)
    record(
        actor=actor,
        act="open_period",
        object_type="Period",
        object_id=period.pk,
        details={"code": code, "send_by": dates.send_by.isoformat(), "expected": len(expected)},
    )
    return period


def _wait_for_bodies(regime: Regime) -> None:
    """Wait until no reorganisation is being applied to the plan's bodies: who must report is read after it, whole."""
    at_work = Assignment.objects.filter(task__plan=regime.plan_id).values("agency")
    list(Agency.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=at_work).order_by("pk"))


def _expected_reports(period: Period) -> list[ExpectedReport]:
    shares = holdings(period.regime.plan, on=period.cut_off_on).values()
    return [
        ExpectedReport(period=period, agency=share.agency, reason=share.reason)
        for share in sorted(shares, key=lambda share: share.agency.code)
    ]


class UnknownRegime(Refusal):
    """No regime has the code."""

    code = "unknown_regime"


def regime_named(code: str) -> Regime:
    """The regime with a code. Raises UnknownRegime listing the codes there are."""
    regime = (
        Regime.objects.filter(code=code).select_related("plan__directive", "plan__lead_agency", "recipient").first()
    )
    if regime is None:
        known = ", ".join(Regime.objects.values_list("code", flat=True)) or "chưa có chế độ báo cáo nào"
        raise UnknownRegime(f"Không có chế độ báo cáo mang mã «{code}». Các mã hiện có: {known}.")
    return regime
