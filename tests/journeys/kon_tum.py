"""Kon Tum's plan 501 of February 2025 from its damaged scan, with its people and a half-year under way. Built once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import actor_for, shipped_event_file
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Plan, Task
from mangnon.project import sample
from mangnon.project.synthetic import Story, general_entry, lead_entry
from mangnon.reorganisation.public import Outcome, apply_reorganisation
from mangnon.reporting.models import ExpectedReport, Period, Report, ReportEntry
from mangnon.reporting.public import save_entry, start_report
from mangnon.territory.public import ALL_LEVELS, load_territory

MARCH, JULY = "2025-03-01", "2025-07-01"
JULY_DAY = dt.date(2025, 7, 1)
# When the events are entered: the first late, while reports are being written; the second the day after.
MARCH_ENTERED, JULY_ENTERED = clock.at(dt.date(2025, 5, 27), 9), clock.at(dt.date(2025, 7, 2), 9)


@dataclass
class KonTum:
    """The plan, the half-year and the sample people by user name."""

    plan: Plan
    period: Period
    users: dict[str, User]

    def actor(self, name: str, on: dt.date) -> Actor:
        """A sample person as services see them on a day."""
        actor = actor_for(self.users[name], on=on)
        assert actor is not None
        return actor


def build() -> KonTum:
    """Adopted on 18 February, opened on 12 May; by 26 May three have sent, one is accepted, two are writing."""
    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        load_territory(actor=SYSTEM, levels=ALL_LEVELS)
        plan = sample.read_and_adopt(sample.find_scan())
        users = {user.username: user for user in sample.make_sample_accounts(plan)}
    with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
        period = sample.open_half_year(plan)
    story = Story(plan, period)
    story.work()
    for number, code in enumerate(("SO_TTTT", "SO_TP", "UBND.608")):
        story.report(_agency(code), clock.at(dt.date(2025, 5, 20 + number), 9))
    story.accepted(_agency("SO_TP"), clock.at(dt.date(2025, 5, 23), 9))
    story.at(clock.at(dt.date(2025, 5, 26), 9), partial(_draft, period, "SO_LDTBXH"))
    story.at(clock.at(dt.date(2025, 5, 26), 10), partial(_draft, period, "SO_GDDT"))
    story.tell()
    return KonTum(plan, period, users)


def _agency(code: str) -> Agency:
    return Agency.objects.get(code=f"62.{code}")


def _draft(period: Period, code: str) -> None:
    """A body writes something of its report and does not send it."""
    agency = _agency(code)
    report = start_report(actor=SYSTEM, period=period, agency_id=agency.pk)
    led = Task.objects.filter(assignments__agency=agency, assignments__role="lead").order_by("order").first()
    fields = lead_entry(led, agency) if led else general_entry(agency)
    save_entry(actor=SYSTEM, report_id=report.pk, task_id=led.pk if led else None, revision=0, fields=fields)


def apply(code: str, at: dt.datetime, *, dry_run: bool = False) -> Outcome:
    """Apply a shipped file to Kon Tum at an instant. Of a body that is split, a person says where its people go."""
    split = Post.objects.filter(agency__code="62.SO_LDTBXH", ended_by__isnull=True) if code == MARCH else []
    with clock.frozen(at):
        return apply_reorganisation(
            actor=SYSTEM,
            event_file=shipped_event_file(code),
            province_codes=["62"],
            choices={f"vi-tri:{post.pk}": "62.SO_YT" for post in split},
            dry_run=dry_run,
        )


def apply_both() -> tuple[Outcome, Outcome]:
    """March's events, then July's."""
    return apply(MARCH, MARCH_ENTERED), apply(JULY, JULY_ENTERED)


def leads(plan: Plan, on: dt.date) -> dict[str, Agency]:
    """Who leads each task on a day; a task with none or two is missing from it."""
    rows = Assignment.objects.on(on).standing().filter(task__plan=plan, role="lead")
    rows = rows.select_related("agency__territory", "task")
    counts = Counter(row.task.code for row in rows)
    return {row.task.code: row.agency for row in rows if counts[row.task.code] == 1}


def everything() -> dict[str, object]:
    """What the database holds of bodies, people, duties and reports, without the evidence: to compare two moments.

    Not the version of an assignment: each change is one, also a change that is taken back.
    """

    def told(model: Any) -> list[str]:
        return [
            field.attname for field in model._meta.concrete_fields if (model, field.name) != (Assignment, "version")
        ]

    return {
        model.__name__: sorted(model.objects.order_by("pk").values_list(*told(model)), key=str)
        for model in (Agency, Post, Assignment, ExpectedReport, Report, ReportEntry)
    }
