"""Asking chosen bodies for a report on one matter, with a form of questions: a thematic or an ad hoc call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, agencies_of_province, class_members
from mangnon.audit.public import record
from mangnon.calendars.public import working_days
from mangnon.kernel import clock
from mangnon.kernel.text import nfc, one_line
from mangnon.reporting.duties import outline
from mangnon.reporting.errors import RegimeRefused
from mangnon.reporting.models import Period, Question, Regime
from mangnon.reporting.periods.opening import open_period
from mangnon.reporting.policies import check_review_reports
from mangnon.reporting.regimes.keeping import place_of
from mangnon.reporting.rules import PeriodDates, latest_cut_off
from mangnon.reporting.rules.tables import MOST_ROWS, Column, wrong_columns
from mangnon.reporting.terms import Frequency, QuestionKind, RegimeTag, SendByKind
from mangnon.territory.public import Unit

MOST_QUESTIONS = 60
_LONGEST_NAME, _LONGEST_QUESTION, _MOST_CHOICES = 200, 500, 30


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as somebody put it together. `choices`, `columns` and `rows` (of a table; no rows: those who answer
    add them), `lowest` and `highest` (of a number) matter to a question of that kind alone."""

    kind: str
    words: str
    unit: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    is_required: bool = True
    columns: tuple[Column, ...] = ()
    rows: tuple[str, ...] = ()
    lowest: Decimal | None = None
    highest: Decimal | None = None
    blank_rows: int = 20


def bodies_to_ask(actor: Actor, *, classes: Collection[str], codes: Collection[str], on: dt.date) -> list[Agency]:
    """The bodies of the actor's province named by class or by code on a day, each once, without the actor's own."""
    found: dict[int, Agency] = {}
    for code in classes:
        for agency in class_members(code, province_code=actor.territory_code, on=on):
            found[agency.pk] = agency
    if codes:
        for agency in agencies_of_province(actor.territory_code, on=on):
            if agency.code in codes:
                found[agency.pk] = agency
    found.pop(actor.agency_id or 0, None)
    return sorted(found.values(), key=lambda agency: agency.code)


@transaction.atomic
def call_for_report(
    *,
    actor: Actor,
    name: str,
    content: str,
    classes: Collection[str] = (),
    codes: Collection[str] = (),
    questions: Sequence[QuestionDraft],
    send_by: dt.date,
    cut_off_on: dt.date | None = None,
    frequency: str = Frequency.ADHOC,
    legal_basis: str = "",
) -> Period:
    """Ask bodies for a report: they see it on their desks at once. The same call again on the same day is the same one.

    Without a cut-off the latest that leaves a working day, not before today. Raises NotAllowed, RegimeRefused (nobody
    or nothing asked, a question without words), ImpossibleDates.
    """
    check_review_reports(actor, recipient_id=actor.agency_id or 0)
    recipient, place = place_of(actor)
    Agency.objects.select_for_update(no_key=True).get(pk=recipient.pk)  # the same form sent twice waits here
    Unit.objects.select_for_update(no_key=True).get(pk=place.pk)  # two bodies of a province take codes in turn
    today = clock.today()
    bodies = bodies_to_ask(actor, classes=classes, codes=codes, on=today)
    name = one_line(nfc(name)).strip()
    _check(name, bodies, questions, send_by, today)
    again = _same_call(recipient, name, send_by, today)
    if again is not None:
        return again
    cut_off = cut_off_on or max(today, latest_cut_off(send_by, working_days()))
    facts = {"content": content, "frequency": frequency, "legal_basis": legal_basis}
    regime = _make_regime(actor, name, recipient, place, bodies=len(bodies), send_by=send_by, **facts)
    Question.objects.bulk_create(question_of(regime, order, draft) for order, draft in enumerate(questions, 1))
    period = open_period(
        actor=actor,
        regime=regime,
        code=_free_period_code(send_by),
        days=PeriodDates(min(today, cut_off), cut_off, cut_off, send_by),
        name=name,
        bodies=bodies,
    )
    details = {"name": name, "bodies": len(bodies), "questions": len(questions), "send_by": send_by.isoformat()}
    record(actor=actor, act="call_for_report", object_type="Period", object_id=period.pk, details=details)
    return period


def _make_regime(
    actor: Actor,
    name: str,
    recipient: Agency,
    place: Unit,
    *,
    content: str,
    bodies: int,
    send_by: dt.date,
    frequency: str,
    legal_basis: str,
) -> Regime:
    """The regime that carries a call's questions and its one period."""
    today = clock.today()
    return Regime.objects.create(
        code=_free_code(actor, today),
        territory=place,
        function="child_affairs",
        name=name,
        content=nfc(content).strip() or name,
        reporters=f"{bodies} cơ quan, đơn vị được chọn",
        recipient=recipient,
        method=outline.METHOD,
        send_by_kind=SendByKind.DATE,
        send_by_day=send_by.day,
        send_by_month=send_by.month,
        frequency=frequency if frequency in (Frequency.THEMATIC, Frequency.ADHOC) else Frequency.ADHOC,
        cut_off_rule=outline.CUT_OFF_RULE,
        outline="Trả lời theo các câu hỏi của yêu cầu báo cáo.",
        legal_basis=one_line(nfc(legal_basis)),
        tag=RegimeTag.LOCAL,
        valid_from=today,
    )


def question_of(regime: Regime, order: int, draft: QuestionDraft, *, added_at: dt.datetime | None = None) -> Question:
    """A drafted question as a record that is not saved."""
    is_table, is_number = draft.kind == QuestionKind.TABLE, draft.kind == QuestionKind.NUMBER
    return Question(
        regime=regime,
        order=order,
        kind=draft.kind,
        words=one_line(nfc(draft.words)).strip(),
        unit=one_line(nfc(draft.unit)).strip(),
        hint=one_line(nfc(draft.hint)).strip(),
        choices=[one_line(nfc(each)).strip() for each in draft.choices if each.strip()],
        is_required=draft.is_required,
        columns=[column.as_data() for column in draft.columns] if is_table else [],
        rows=list(draft.rows) if is_table else [],
        blank_rows=draft.blank_rows,
        lowest=draft.lowest if is_number else None,
        highest=draft.highest if is_number else None,
        added_at=added_at,
    )


def _check(
    name: str, bodies: Sequence[Agency], questions: Sequence[QuestionDraft], send_by: dt.date, today: dt.date
) -> None:
    wrong = ""
    if not name or len(name) > _LONGEST_NAME:
        wrong = f"tên yêu cầu phải có từ 1 đến {_LONGEST_NAME} ký tự"
    elif not bodies:
        wrong = "chưa chọn cơ quan nào phải báo cáo"
    elif not questions:
        wrong = "chưa có câu hỏi nào"
    elif len(questions) > MOST_QUESTIONS:
        wrong = f"có {len(questions)} câu hỏi, nhiều nhất là {MOST_QUESTIONS}"
    elif send_by <= today:
        wrong = "hạn gửi phải từ ngày mai trở đi"
    else:
        wrong = next((text for number, draft in enumerate(questions, 1) if (text := wrong_question(number, draft))), "")
    if wrong:
        raise RegimeRefused(f"Chưa gửi yêu cầu báo cáo: {wrong}. Nội dung đã nhập vẫn còn; hãy bổ sung rồi gửi lại.")


def wrong_question(number: int, draft: QuestionDraft) -> str:
    """What is wrong with a drafted question, in words; empty when it will do."""
    words = draft.words.strip()
    if not words or len(words) > _LONGEST_QUESTION:
        return f"câu hỏi {number} phải có từ 1 đến {_LONGEST_QUESTION} ký tự"
    if draft.kind not in QuestionKind.values:
        return f"câu hỏi {number} chưa chọn kiểu trả lời"
    if len(draft.unit) > 60 or len(draft.hint) > 300:
        return f"đơn vị tính hoặc hướng dẫn của câu hỏi {number} quá dài"
    choices = {each.strip() for each in draft.choices if each.strip()}
    if draft.kind == QuestionKind.CHOICE and not 2 <= len(choices) <= _MOST_CHOICES:
        return f"câu hỏi {number} cần từ 2 đến {_MOST_CHOICES} lựa chọn khác nhau"
    if None not in (draft.lowest, draft.highest) and (draft.lowest or 0) > (draft.highest or 0):
        return f"câu hỏi {number} có giới hạn dưới lớn hơn giới hạn trên"
    if draft.kind != QuestionKind.TABLE:
        return ""
    why = wrong_columns(draft.columns)
    if not why and not 1 <= draft.blank_rows <= MOST_ROWS:
        why = f"phiếu Excel có từ 1 đến {MOST_ROWS} dòng"
    if not why and len(draft.rows) > MOST_ROWS:
        why = f"có {len(draft.rows)} dòng, nhiều nhất là {MOST_ROWS}"
    if not why and len({row.casefold() for row in draft.rows}) < len(draft.rows):
        why = "mỗi dòng có sẵn cần một tên riêng"
    if not why and any(len(name) > _LONGEST_NAME for name in (*draft.rows, *(each.name for each in draft.columns))):
        why = f"tên cột và tên dòng dài nhất {_LONGEST_NAME} ký tự"
    return f"câu hỏi {number}: {why}" if why else ""


def _same_call(recipient: Agency, name: str, send_by: dt.date, today: dt.date) -> Period | None:
    found = Period.objects.filter(regime__recipient=recipient, name=name, send_by=send_by, regime__valid_from=today)
    return found.annotate(asked=Count("regime__questions")).filter(asked__gt=0).select_related("regime").first()


def _free_period_code(send_by: dt.date) -> str:
    """Figures are kept by the code of their period: what one call asks must not stand ready in the box of another."""
    stem = f"YC{send_by:%Y%m%d}"
    taken = set(Period.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code for number in range(1, 10_000) if (code := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def _free_code(actor: Actor, today: dt.date) -> str:
    stem = f"{actor.territory_code}-yc-{today:%Y%m%d}"
    taken = set(Regime.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for number in range(1, 10_000) if (code := f"{stem}-{number}") not in taken)
