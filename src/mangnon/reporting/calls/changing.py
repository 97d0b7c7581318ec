"""Changing a call that went out: a further question, a later day, an early end. Answers stay; all asked are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.text import nfc, one_line
from mangnon.reporting.calls.calling import MOST_QUESTIONS, QuestionDraft, question_of, wrong_question
from mangnon.reporting.duties.asked import is_called
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete, RegimeRefused
from mangnon.reporting.models import CallChange, ExpectedReport, Period, Question, Report
from mangnon.reporting.periods.rescheduling import move_dates
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.terms import CallChangeKind

_LONGEST_REASON = 1_000


@transaction.atomic
def add_question(*, actor: Actor, period: Period, draft: QuestionDraft, reason: str) -> CallChange:
    """Ask one question more. What was answered stays; what was sent is not reopened: who receives may return it.

    Raises NotAllowed, NotComplete (no reason), RegimeRefused (no call, ended, too many questions, a question that will
    not do).
    """
    words = _begin(actor, period, reason)
    regime = period.regime
    last = Question.objects.filter(regime=regime).aggregate(last=Max("order"))["last"] or 0
    wrong = f"có {last} câu hỏi, nhiều nhất là {MOST_QUESTIONS}" if last >= MOST_QUESTIONS else ""
    wrong = wrong or wrong_question(last + 1, draft)
    if wrong:
        raise RegimeRefused(f"Chưa bổ sung câu hỏi: {wrong}. Không có gì bị thay đổi.")
    question = question_of(regime, last + 1, draft, added_at=clock.now())
    question.save()
    return _keep(actor, period, CallChangeKind.QUESTION, f"Bổ sung câu {question.order}: {question.words}.", words)


@transaction.atomic
def extend_call(*, actor: Actor, period: Period, send_by: dt.date, reason: str) -> CallChange:
    """Let those asked send later; who has sent stays judged by the day that was in force then.

    Raises NotAllowed, NotComplete (no reason), RegimeRefused (no call, ended, not later), ImpossibleDates.
    """
    words = _begin(actor, period, reason)
    before = Period.objects.get(pk=period.pk)
    if send_by <= before.send_by:
        raise RegimeRefused(
            f"Hạn gửi đang là ngày {vn_date(before.send_by)}; gia hạn phải đến một ngày muộn hơn. Không có gì thay đổi."
        )
    move_dates(actor=actor, period=before, cut_off_on=before.cut_off_on, send_by=send_by, reason=words)
    told = f"Hạn gửi từ ngày {vn_date(before.send_by)} dời đến ngày {vn_date(send_by)}."
    return _keep(actor, period, CallChangeKind.LATER, told, words)


@transaction.atomic
def end_call(*, actor: Actor, period: Period, reason: str) -> CallChange:
    """End a call before its day: who has not sent owes nothing any more, what was written and sent stays.

    Raises NotAllowed, NotComplete (no reason), RegimeRefused (no call, ended already).
    """
    words = _begin(actor, period, reason)
    rows = list(ExpectedReport.objects.owed().select_for_update(of=("self",)).filter(period=period).order_by("pk"))
    # Read when the list is locked: who was just sending has sent, or sends no more.
    sent = set(Report.objects.filter(period=period, first_submitted_at__isnull=False).values_list("agency", flat=True))
    excused = [row for row in rows if row.agency_id not in sent]
    now = clock.now()
    for row in excused:
        row.exempted_at, row.exempted_by_id = now, actor.user_id
        row.exempt_reason = one_line(f"Yêu cầu kết thúc sớm: {words}")[:400]
    ExpectedReport.objects.bulk_update(excused, ["exempted_at", "exempted_by", "exempt_reason"])
    told = f"Kết thúc sớm; {len(excused)} cơ quan chưa gửi không phải gửi nữa."
    return _keep(actor, period, CallChangeKind.ENDED, told, words)


def _begin(actor: Actor, period: Period, reason: str) -> str:
    """The right, the call, the reason; the period is locked, so of two changes the second sees the first."""
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    Period.objects.select_for_update(of=("self",)).get(pk=period.pk)
    if not is_called(period):
        raise RegimeRefused("Kỳ này không phải là một yêu cầu báo cáo. Không có gì bị thay đổi.")
    ended = period.call_changes.filter(kind=CallChangeKind.ENDED).first()
    if ended is not None:
        day = vn_date(clock.local_day(ended.made_at))
        raise RegimeRefused(f"Yêu cầu này đã kết thúc ngày {day} nên không thay đổi nữa. Không có gì bị thay đổi.")
    words = one_line(nfc(reason)).strip()
    if not words or len(words) > _LONGEST_REASON:
        raise NotComplete(
            f"Cần nêu lý do, nhiều nhất {_LONGEST_REASON} ký tự; mọi cơ quan được hỏi đều đọc. Chưa thay đổi gì."
        )
    return words


def _keep(actor: Actor, period: Period, kind: CallChangeKind, told: str, reason: str) -> CallChange:
    change = CallChange.objects.create(
        period=period, kind=kind, words=told[:600], reason=reason, made_at=clock.now(), made_by_id=actor.user_id
    )
    details = {"kind": str(kind), "words": change.words}
    record(actor=actor, act="change_call", object_type="Period", object_id=period.pk, details=details, reason=reason)
    return change


@dataclass(frozen=True, slots=True)
class CallNews:
    """A change of a call, to be told to one of the bodies that were asked."""

    at: dt.datetime
    agency_id: int
    regime_code: str
    period_code: str
    name: str
    words: str


def call_news(*, since: dt.datetime) -> list[CallNews]:
    """The changes of calls since an instant, once for every body that was asked: two queries."""
    changes = list(CallChange.objects.filter(made_at__gte=since).select_related("period__regime"))
    asked: dict[int, list[int]] = {}
    rows = ExpectedReport.objects.filter(period__in=[change.period_id for change in changes], ended_by__isnull=True)
    for period_id, agency_id in rows.order_by().values_list("period_id", "agency_id"):
        asked.setdefault(period_id, []).append(agency_id)
    return [
        CallNews(
            change.made_at,
            agency_id,
            change.period.regime.code,
            change.period.code,
            change.period.regime.name,
            change.words,
        )
        for change in changes
        for agency_id in asked.get(change.period_id, [])
    ]
