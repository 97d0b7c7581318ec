"""A small province with a plan to report on: everything is made up, and made directly."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, field
from typing import Any

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.agencies.models import Agency, Post
from mangnon.documents.models import DirectiveReading, SourceFile
from mangnon.kernel import clock
from mangnon.plans.models import (
    Assignment,
    Difficulty,
    Directive,
    Plan,
    ProgressNote,
    ReportingClause,
    Task,
    TaskGroup,
)
from mangnon.reporting.models import Period, Regime, Report
from mangnon.reporting.periods.opening import open_period, set_up_regimes
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.writing.sending import save_entry, start_report, submit_report
from mangnon.territory.models import Unit

PROVINCE = "90"
_numbers = itertools.count(1)


def agency(
    code: str, name: str, short: str, *, territory: Unit, kind: str = "department", level: str = "province"
) -> Agency:
    """A body of a made-up province."""
    return Agency.objects.create(
        code=f"{(territory.parent or territory).code}.{code}",
        catalogue_code=code,
        name=name,
        short_name=short,
        kind=kind,
        level=level,
        territory=territory,
    )


def user_at(place: Agency, role: Role, *, name: str = "Nguyễn Văn Mẫu") -> User:
    """Somebody who can sign in and holds a post."""
    user = User.objects.create_user(username=f"nguoi-{next(_numbers)}", password="mot-mat-khau-dai", full_name=name)
    Post.objects.create(user=user, agency=place, role=role)
    return user


def actor_at(place: Agency, role: Role, user: User | None = None) -> Actor:
    """An actor in a post, of a person who need not be able to sign in."""
    person = user or User.objects.create(username=f"nguoi-{next(_numbers)}", full_name="Nguyễn Văn Mẫu")
    return Actor(
        user_id=person.pk,
        label="Nguyễn Văn Mẫu",
        role=role,
        agency_id=place.pk,
        agency_code=place.code,
        agency_name=place.name,
        territory_code=PROVINCE,
    )


@dataclass
class Scene:
    """A plan under way: `lead` receives, the others report."""

    plan: Plan
    group: TaskGroup
    lead: Agency
    health: Agency
    schools: Agency
    district: Agency
    regime: Regime
    period: Period
    tasks: list[Task] = field(default_factory=list)

    @property
    def reviewer(self) -> Actor:
        """The recipient's lead officer."""
        return actor_at(self.lead, Role.PROVINCIAL_LEAD)

    def writer(self, place: Agency) -> Actor:
        """An officer of an agency."""
        if place == self.lead:
            return self.reviewer
        return actor_at(place, Role.LOCAL_OFFICER if place.level == "district" else Role.DEPARTMENT_OFFICER)

    def task(self, lead: Agency, *coordinators: Agency, group: TaskGroup | None = None, text: str = "") -> Task:
        """One more task of the plan."""
        number = len(self.tasks) + 1
        task = add_task(self.plan, group or self.group, number, lead, *coordinators, text=text)
        self.tasks.append(task)
        return task

    def write(self, place: Agency, entries: dict[Task | None, dict[str, Any]]) -> Report:
        """An agency writes entries; what it wrote before is written over."""
        actor = self.writer(place)
        report = start_report(actor=actor, period=self.period, agency_id=place.pk)
        present = {entry.task_id: entry.revision for entry in report.entries.all()}
        for task, fields in entries.items():
            key = task.pk if task else None
            save_entry(actor=actor, report_id=report.pk, task_id=key, revision=present.get(key, 0), fields=fields)
        return report

    def send(
        self, place: Agency, entries: dict[Task | None, dict[str, Any]], *, at: dt.datetime | None = None
    ) -> Report:
        """An agency writes and sends."""
        with clock.frozen(at or clock.now()):
            report = self.write(place, entries)
            submit_report(actor=self.writer(place), report_id=report.pk)
        report.refresh_from_db()
        return report

    def accepted(
        self, place: Agency, entries: dict[Task | None, dict[str, Any]], *, at: dt.datetime | None = None
    ) -> Report:
        """An agency sends, the recipient accepts."""
        report = self.send(place, entries, at=at)
        with clock.frozen(at or clock.now()):
            return accept_report(actor=self.reviewer, report_id=report.pk)

    def note(
        self, task: Task, place: Agency, text: str, *, progress: int = 40, at: dt.datetime | None = None
    ) -> ProgressNote:
        """An agency notes its progress."""
        assignment = Assignment.objects.get(task=task, agency=place)
        Assignment.objects.filter(pk=assignment.pk).update(
            progress=progress, execution="in_progress", accepted_at=clock.now()
        )
        return ProgressNote.objects.create(
            assignment=assignment, text=text, progress=progress, noted_at=at or clock.now(), noted_by=None
        )

    def difficulty(self, task: Task, place: Agency, text: str, proposal: str = "") -> Difficulty:
        """An agency raises a difficulty."""
        assignment = Assignment.objects.get(task=task, agency=place)
        return Difficulty.objects.create(
            assignment=assignment, text=text, proposal=proposal, raised_at=clock.now(), raised_by=None
        )


def add_task(plan: Plan, group: TaskGroup, number: int, lead: Agency, *coordinators: Agency, text: str = "") -> Task:
    """A task with its lead and coordinators."""
    task = Task.objects.create(
        plan=plan,
        group=group,
        code=f"{group.number}.{number}",
        text=text or f"Tổ chức hoạt động mẫu số {number} cho trẻ em trên địa bàn",
        time_frame_text="Thường xuyên hằng năm",
        time_frame_kind="recurring",
        order=number,
    )
    Assignment.objects.create(task=task, agency=lead, role="lead")
    for place in coordinators:
        Assignment.objects.create(task=task, agency=place, role="coordinator")
    return task


def scene(*, tasks: int = 3) -> Scene:
    """A plan of some tasks; Sở Mẫu Một leads the odd ones and receives, Sở Mẫu Hai leads the even ones.

    Sở Mẫu Ba and UBND huyện Mẫu coordinate all. The half-year's period is open; last day to send 09/06/2025.
    """
    unit = Unit.objects.create(code=PROVINCE, name="Tỉnh Mẫu", level="province", kind="Tỉnh")
    district_unit = Unit.objects.create(code="901", name="Huyện Mẫu", level="district", kind="Huyện", parent=unit)
    lead = agency("SO_1", "Sở Lao động Mẫu Một", "Sở LĐM1", territory=unit)
    health = agency("SO_2", "Sở Y tế Mẫu Hai", "Sở YTM2", territory=unit)
    schools = agency("SO_3", "Sở Giáo dục Mẫu Ba", "Sở GDM3", territory=unit)
    district = agency(
        "UBND.901",
        "Ủy ban nhân dân huyện Mẫu",
        "UBND huyện Mẫu",
        territory=district_unit,
        kind="peoples_committee",
        level="district",
    )
    file = SourceFile.objects.create(
        # A digest of its own kind: the plans' factories count theirs from one too.
        sha256=f"e{next(_numbers):063d}",
        name="mau.pdf",
        kind="pdf",
        size=10,
        received_at=clock.now(),
        received_by=None,
    )
    reading = DirectiveReading.objects.create(source=file, first_result={}, result={}, read_at=clock.now())
    directive = Directive.objects.create(
        reading=reading,
        doc_type="Kế hoạch",
        number="999/KH-UBND",
        issued_on=dt.date(2025, 2, 17),
        place="Mẫu",
        issuer="Ủy ban nhân dân tỉnh Mẫu",
        title="Thực hiện các hoạt động mẫu vì trẻ em trên địa bàn tỉnh",
    )
    plan = Plan.objects.create(
        code="999-KH-UBND",
        directive=directive,
        territory=unit,
        lead_agency=lead,
        adopted_at=clock.now(),
        adopted_by=None,
    )
    group = TaskGroup.objects.create(plan=plan, number="I", title="Truyền thông, nâng cao nhận thức", order=1)
    ReportingClause.objects.create(
        plan=plan,
        kind="half_year",
        due_day=10,
        due_month=6,
        is_before=True,
        reporter_words="các cơ quan, đơn vị",
        recipient_words="Sở Lao động Mẫu Một",
        text="Báo cáo 6 tháng gửi về Sở Lao động Mẫu Một trước ngày 10/6 hằng năm.",
        first_line=120,
        order=1,
    )
    made = []
    for number in range(1, tasks + 1):
        first, second = (lead, health) if number % 2 else (health, lead)
        made.append(add_task(plan, group, number, first, second, schools, district))
    regime = set_up_regimes(actor=SYSTEM, plan=plan)[0]
    period = open_period(actor=SYSTEM, regime=regime, code="2025H1")
    return Scene(plan, group, lead, health, schools, district, regime, period, made)
