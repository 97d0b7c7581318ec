"""What stays undone after a set time is told to the leader of the same body, then to that of the body that gave it:
once for each matter and level, on the record. The days are the site's own (settings.REMINDING; docs/decisions/0032)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from mangnon.accounts.public import Permission
from mangnon.desk.collecting import Addresses, Facts, matter_line, owed_line, sent_line, work_line
from mangnon.desk.people_told import PeopleTold
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.working_days import WorkingDays
from mangnon.notices.public import (
    LONGEST_MATTER,
    Line,
    Reminder,
    escalated_matters,
    kept_key,
    log_reminders,
    wait_to_escalate,
)
from mangnon.notices.terms import Channel, ReminderKind, ReminderResult
from mangnon.plans.public import givers_of

_BATCH = 500
SAME_BODY, BODY_ABOVE = 1, 2


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is late: whose, since which day, how many working days the first and the second leader wait.

    `key` names it with its day: a new deadline is a new matter.
    """

    key: str
    agency_id: int
    above: tuple[int, ...]
    late_since: dt.date
    first_days: int
    further_days: int
    line: Line


def level_of(matter: Matter, *, on: dt.date, waited: int) -> int:
    """How far up it is to be told on a day: 0 nobody, 1 the leader of the same body, 2 also that of the body above.

    `waited`: the working days between the day since which it is late and `on`.
    """
    if on <= matter.late_since:
        return 0
    return (waited >= matter.first_days) + (waited >= matter.further_days)


def matters_of(facts: Facts, people: PeopleTold, *, on: dt.date) -> list[Matter]:
    """Everything that may be late: open assignments, reports owed, reports sent that nobody has returned or accepted,
    requests and difficulties without an answer."""
    numbers: dict[str, int] = settings.REMINDING
    first, further, answer = numbers["escalate_days"], numbers["escalate_further_days"], numbers["answer_days"]
    late = [item for item in facts.work if item.due_on is not None and item.due_on < on]
    givers, addresses = givers_of(late, on=on), Addresses()
    found = [
        Matter(
            f"assignment:{item.id}:{item.due_on}",
            item.agency_id,
            tuple(agency.pk for agency in givers.get(item.id, ())),
            item.due_on,
            first,
            further,
            work_line(item, addresses.task),
        )
        for item in late
        if item.due_on is not None
    ]
    for owed in facts.owed:
        if owed.due_on < on:
            key = f"report:{owed.regime_code}:{owed.period_code}:{owed.owner_id}:{owed.due_on}"
            found.append(
                Matter(
                    kept_key(key, most=LONGEST_MATTER),
                    owed.writer_id,
                    (owed.recipient_id,),
                    owed.due_on,
                    first,
                    further,
                    owed_line(owed),
                )
            )
    later = answer + further - first if further > first else answer + 1
    for sent in facts.sent:
        # One sending is one matter: returned and sent again, it waits anew.
        above = people.above(sent.recipient_id)
        found.append(
            Matter(
                f"review:{sent.report_id}:{sent.recipient_id}:{sent.since}",
                sent.recipient_id,
                (above,) if above is not None else (),
                sent.since,
                answer,
                later,
                sent_line(sent),
            )
        )
    for each in facts.waiting:
        above = people.above(each.agency_id)
        late_since = each.late_from - dt.timedelta(days=1) if each.late_from else each.since
        wait = 0 if each.late_from else answer
        found.append(
            Matter(
                f"{each.kind}:{each.id}:{late_since}",
                each.agency_id,
                (above,) if above is not None else (),
                late_since,
                wait,
                wait + further - first if further > first else wait + 1,
                matter_line(each, addresses.task),
            )
        )
    return found


def escalate(facts: Facts, people: PeopleTold, *, on: dt.date, days: WorkingDays) -> int:
    """Write who is told of what is late for the first time at its level; how many matters and levels are new.

    Where a body has no leader on the site the log says so, and the body above is told at once. Each batch is one
    transaction; called again on the same day, or by two processes at once, nothing is told twice. Leaders read it in
    their digests (news.py).
    """
    found = matters_of(facts, people, on=on)
    # Thousands of matters share some dozens of days.
    waited = {day: days.strictly_between(day, on) for day in {matter.late_since for matter in found}}
    due = [(matter, level_of(matter, on=on, waited=waited[matter.late_since])) for matter in found]
    due = [(matter, level) for matter, level in due if level]
    new = 0
    for start in range(0, len(due), _BATCH):
        batch = due[start : start + _BATCH]
        with transaction.atomic():
            wait_to_escalate()
            told = escalated_matters([matter.key for matter, _ in batch])
            rows: list[Reminder] = []
            for matter, level in batch:
                for step, made in _steps(matter, level, told, people, on):
                    told.add((matter.key, step))
                    rows += made
                    new += 1
            log_reminders(rows)
    return new


def _steps(
    matter: Matter, level: int, told: set[tuple[str, int]], people: PeopleTold, on: dt.date
) -> Iterator[tuple[int, Sequence[Reminder]]]:
    levels = [(SAME_BODY, (matter.agency_id,)), (BODY_ABOVE, matter.above)]
    nobody_yet = False
    for step, bodies in levels:
        if (step > level and not nobody_yet) or not bodies:
            continue
        leaders = {(body, pk) for body in bodies for pk in people.who(body, Permission.OVERSEE)}
        nobody_yet = step == SAME_BODY and not leaders
        if (matter.key, step) not in told:
            yield step, _rows(matter, step, bodies, sorted(leaders), people, on)


def _rows(
    matter: Matter,
    step: int,
    bodies: Sequence[int],
    leaders: Sequence[tuple[int, int]],
    people: PeopleTold,
    on: dt.date,
) -> list[Reminder]:
    late = f"từ ngày {vn_date(matter.late_since)}"
    words = f"{people.name_of(matter.agency_id)}: {matter.line.words} ({late})"
    address = matter.line.address
    to: list[tuple[int, int | None]] = [*leaders] or [(bodies[0], None)]
    seen: set[int | None] = set()
    rows = []
    for body, person in to:
        if person in seen:
            continue
        seen.add(person)
        rows.append(
            Reminder(
                kind=ReminderKind.ESCALATION,
                to_id=person,
                of_body=people.bodies[matter.agency_id][0] if matter.agency_id in people.bodies else "",
                to_words=f"Lãnh đạo {people.name_of(body)}",
                matter=matter.key,
                level=step,
                words=words[:300],
                address=address,
                territory_code=people.province_of(matter.agency_id),
                at=clock.now(),
                channel=Channel.SITE,
                result=ReminderResult.TOLD if person else ReminderResult.NOBODY,
            )
        )
    return rows
