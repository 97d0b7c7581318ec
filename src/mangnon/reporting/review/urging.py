"""Urging for reports that are not sent (đôn đốc gửi báo cáo): who is behind, one act, the record of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, officers_of
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.public import Reminder, log_reminders, tell
from mangnon.notices.terms import Channel, NoticeKind, ReminderKind, ReminderResult
from mangnon.plans.public import DUE_SOON_DAYS
from mangnon.plans.terms import UrgingShape
from mangnon.reporting.duties.rising import Receivers
from mangnon.reporting.errors import BadReportUrging
from mangnon.reporting.models import Period, ReportUrging, ReportUrgingLine
from mangnon.reporting.policies import can_receive_report
from mangnon.reporting.review.ageing import WaitingItem, waiting
from mangnon.reporting.selectors import periods
from mangnon.reporting.terms import WaitState

# Letters of one act: more bodies than these are urged by one letter with an annex.
MOST_LETTERS = 100
MOST_URGED = 1000
_WITH_WRITER = (WaitState.NOT_STARTED, WaitState.WRITING, WaitState.RETURNED)
_LONGEST_TO = 400


def may_urge_in(viewer: Actor, period: Period) -> bool:
    """Whether some report of a period rises to the viewer's body, whose officers may urge for it."""
    return bool(_received(viewer, period, on=clock.today())[1])


def reports_behind(viewer: Actor, period: Period, *, on: dt.date, state: str = "late") -> list[WaitingItem]:
    """The reports of a period that the viewer's body is to receive and that their writers have not sent, or not sent
    again after a return: those whose day is past («late»), that fall due «soon», or all («open»); the earliest day
    first. An accepted report that is being amended is not urged for, nor is the viewer's own."""
    receivers, received = _received(viewer, period, on=on)
    if not received:
        return []
    found = [
        item
        for item in waiting(viewer, period=period, on=on, receivers=receivers)
        if item.agency.pk in received and item.state in _WITH_WRITER and not item.is_with(viewer.agency_id)
    ]
    if state == "late":
        found = [item for item in found if item.due_on < on]
    elif state == "soon":
        soon = on + dt.timedelta(days=DUE_SOON_DAYS)
        found = [item for item in found if on <= item.due_on <= soon]
    return sorted(found, key=lambda item: (item.due_on, item.agency.code))


def _received(viewer: Actor, period: Period, *, on: dt.date) -> tuple[Receivers, set[int]]:
    """Who receives in a period, and the bodies whose reports the viewer may return or accept."""
    receivers = Receivers([period], on=on)
    if viewer.agency_id is None:
        return receivers, set()
    top = receivers.recipient(period.pk).pk
    owed = period.expected.filter(ended_by__isnull=True, exempted_at__isnull=True).order_by()
    return receivers, {
        agency_id
        for agency_id in owed.values_list("agency_id", flat=True)
        if can_receive_report(
            viewer, receiver_ids=[body.pk for body in receivers.of(period.pk, agency_id)], recipient_id=top
        )
    }


def report_urgings(viewer: Actor, period: Period | None = None) -> QuerySet[ReportUrging]:
    """The acts of urging of the viewer's own body (of all, for commands), newest first."""
    found = ReportUrging.objects.filter(period__in=periods(viewer)).select_related(
        "period__regime__plan__directive", "period__regime__recipient", "agency__territory", "made_by"
    )
    found = found.filter(period=period) if period is not None else found
    return found if viewer.is_system else found.filter(agency=viewer.agency_id or 0)


@transaction.atomic
def urge_reports(
    *,
    actor: Actor,
    period_id: int,
    agency_codes: Collection[str],
    shape: UrgingShape,
    report_by: dt.date | None = None,
) -> ReportUrging:
    """Put on record that bodies are urged to send their reports, and tell their officers. The letters are written from
    the record (`urging_papers`).

    What was sent since it was chosen, and who was urged already today in this period, is passed over.
    Raises NotAllowed; BadReportUrging (`nothing_to_urge`, `too_many`, `day_is_past`).
    """
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk=period_id)
    if actor.agency_id is None or not may_urge_in(actor, period):
        raise NotAllowed("Chỉ cơ quan nhận báo cáo của kỳ này được đôn đốc. Không có gì bị thay đổi.")
    today = clock.today()
    _check(agency_codes, shape, report_by, today)
    told = _urged_on(period, actor.agency_id, today)
    items = [
        item
        for item in reports_behind(actor, period, on=today, state="open")
        if item.agency.code in agency_codes and item.agency.pk not in told
    ]
    if not items:
        raise BadReportUrging(
            "Các cơ quan đã chọn đã gửi báo cáo, hoặc đã được đôn đốc trong hôm nay. Chưa có công văn nào được lập. "
            "Hãy tải lại trang để xem tình hình mới nhất.",
            code="nothing_to_urge",
        )
    urging = ReportUrging.objects.create(
        period=period,
        agency_id=actor.agency_id,
        shape=shape,
        report_by=report_by,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    ReportUrgingLine.objects.bulk_create(
        ReportUrgingLine(
            urging=urging,
            letter=order if shape == UrgingShape.EACH else 1,
            agency=item.agency,
            to_words=_to(item),
            due_on=item.due_on,
            state=item.state,
        )
        for order, item in enumerate(items, start=1)
    )
    _put_on_record(actor, urging, items)
    return urging


def _check(codes: Collection[str], shape: UrgingShape, report_by: dt.date | None, today: dt.date) -> None:
    most = MOST_LETTERS if shape == UrgingShape.EACH else MOST_URGED
    if len(codes) > most:
        other = " hoặc chọn một công văn chung kèm phụ lục" if shape == UrgingShape.EACH else ""
        raise BadReportUrging(
            f"Một lần đôn đốc theo hình thức này nhiều nhất {most} cơ quan. Chưa có gì được lập. "
            f"Hãy chọn ít hơn{other}.",
            code="too_many",
        )
    if report_by is not None and report_by <= today:
        raise BadReportUrging(
            "Ngày đề nghị gửi báo cáo phải sau hôm nay. Chưa có gì được lập. Hãy chọn ngày khác, hoặc để trống.",
            code="day_is_past",
        )


def _urged_on(period: Period, agency_id: int, day: dt.date) -> set[int]:
    since = clock.at(day, 0)
    rows = ReportUrgingLine.objects.filter(
        urging__period=period, urging__agency=agency_id, urging__made_at__gte=since
    ).order_by()
    return set(rows.values_list("agency_id", flat=True))


def _to(item: WaitingItem) -> str:
    """Who gets the letter: the body itself, or who writes for it since it ended."""
    return ", ".join(body.name for body in item.with_whom)[:_LONGEST_TO]


def _put_on_record(actor: Actor, urging: ReportUrging, items: Sequence[WaitingItem]) -> None:
    """One row of evidence, the log for each body, and a notice to the officers who write."""
    period, matter = urging.period, f"report_urging:{urging.pk}"
    record(
        actor=actor,
        act="urge_reports",
        object_type="Period",
        object_id=period.pk,
        details={"urging": urging.pk, "shape": urging.shape, "bodies": [item.agency.code for item in items]},
    )
    writers: dict[int, Agency] = {body.pk: body for item in items for body in item.with_whom}
    officers = officers_of(list(writers), on=clock.today())
    place = [period.regime.code, period.code]
    words = f"Cơ quan bạn được đôn đốc gửi báo cáo {period.words}"[:300]
    told: dict[str, set[int]] = {}
    log = []
    for item in items:
        is_own = item.is_with(item.agency.pk)
        address = reverse("report_write", args=place)
        if not is_own:
            address = reverse("report_write_for", args=[*place, item.agency.code])
        people = {person for body in item.with_whom for person in officers.get(body.pk, ())}
        told.setdefault(address, set()).update(people)
        for channel, result in (
            (Channel.LETTER, ReminderResult.DRAFTED),
            (Channel.SITE, ReminderResult.TOLD if people else ReminderResult.NOBODY),
        ):
            log.append(
                Reminder(
                    kind=ReminderKind.URGING,
                    by_id=actor.user_id,
                    of_body=item.agency.code,
                    to_words=_to(item)[:300],
                    matter=matter,
                    words=f"Báo cáo {period.words}"[:300],
                    address=reverse("report_board", args=place),
                    territory_code=item.agency.code.partition(".")[0],
                    at=urging.made_at,
                    channel=channel,
                    result=result,
                )
            )
    for address, people in told.items():
        # One for all who write in their own names, one for each body that has ended.
        tell(people=people, kind=NoticeKind.URGED, words=words, address=address, key=f"{matter}:{address}")
    log_reminders(log)
