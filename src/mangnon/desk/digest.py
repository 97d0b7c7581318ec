"""The round of a day: what is late is told to leaders, everybody gets at most one digest, e-mails go out.

A day that is no working day is quiet. The round may be killed at any point and begun again, by whoever: what is done
stays done, the rest is done then, nothing twice (docs/decisions/0032). A site that stood still for days makes the
digest of the present day only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from mangnon.calendars.public import working_days
from mangnon.desk.collecting import Facts, collect, contents_of
from mangnon.desk.escalating import escalate
from mangnon.desk.news import news_of
from mangnon.desk.people_told import people_told
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.kernel.working_days import WorkingDays
from mangnon.notices.public import Sent, have_digest, mailable, send_waiting, store_digests
from mangnon.plans.public import DUE_SOON_DAYS, open_work, waiting_matters
from mangnon.reporting.public import reports_owed, reports_waiting

Step = Callable[[], None]
_BATCH = 200


class DayIsPast(Refusal):
    """A digest tells of the present: none is made for a day that is over."""

    code = "day_is_past"


@dataclass(frozen=True, slots=True)
class DigestRun:
    """How a round went. `people`: who had something to be told of; `made`: who got a digest in this round, the others
    had one; `escalated`: matters newly told to a leader."""

    on: dt.date
    is_quiet: bool = False
    people: int = 0
    made: int = 0
    escalated: int = 0
    mail: Sent = field(default_factory=Sent)


def run_digests(*, on: dt.date, step: Step | None = None, days: WorkingDays | None = None) -> DigestRun:
    """Tell everybody what waits on a day; on a day off nothing. Idempotent.

    `step` is called after each stored part and may raise to end the round there. `days`: the calendar; the site's
    unless given. Raises DayIsPast for a day before today.
    """
    if on < clock.today():
        raise DayIsPast(
            f"Ngày {on:%d/%m/%Y} đã qua nên không lập bản nhắc việc cho ngày ấy. Không có gì bị thay đổi. "
            "Hãy chạy cho hôm nay."
        )
    calendar = working_days() if days is None else days
    if not calendar.is_working(on):
        return DigestRun(on, is_quiet=True)
    beat = step or (lambda: None)
    facts = facts_of(on)
    people = people_told(on=on)
    beat()
    escalated = escalate(facts, people, on=on, days=calendar)
    beat()
    found = collect(facts, people, on=on)
    for person_id, section, line in news_of(people, on=on):
        found.for_person(person_id, section, line)
    contents = contents_of(found, people)
    left = sorted(contents.keys() - have_digest(on))
    by_mail = mailable() if left and on == clock.today() else set()
    made = 0
    for start in range(0, len(left), _BATCH):
        batch = {pk: contents[pk] for pk in left[start : start + _BATCH]}
        made += store_digests(on=on, contents=batch, by_mail=by_mail & batch.keys())
        beat()
    return DigestRun(on, False, len(contents), made, escalated, send_waiting(on=on, step=step))


def facts_of(on: dt.date) -> Facts:
    """What the domains know of a day, in a number of statements that does not grow with people."""
    until = on + dt.timedelta(days=DUE_SOON_DAYS)
    return Facts(
        work=open_work(on=on, until=until),
        waiting=waiting_matters(on=on),
        owed=reports_owed(on=on, until=until),
        sent=reports_waiting(on=on),
    )
