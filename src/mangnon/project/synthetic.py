"""Synthetic submissions for the sample site and the demonstration: deterministic, and saying that they are synthetic.

They go through the same services, rights and clocks as a person's, each at its own instant of the sample year.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from mangnon.accounts.public import Actor, Role
from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.kernel.text import one_line
from mangnon.plans.public import (
    Assignment,
    Plan,
    Task,
    accept_assignments,
    answer_difficulty,
    raise_difficulty,
    record_progress,
    seen_difficulties,
)
from mangnon.reporting.public import (
    Board,
    Period,
    accept_report,
    board,
    reports,
    return_report,
    save_entry,
    start_report,
    submit_report,
)

MARK = "(số liệu mẫu)"
WRITER = Actor(user_id=None, label="Dữ liệu mẫu do máy tạo", role=Role.SYSTEM)

_RESULTS = (
    "Đã ban hành kế hoạch thực hiện và tổ chức {events} hội nghị, lớp tập huấn với {people} lượt người tham dự",
    "Đã phân công đầu mối theo dõi, lồng ghép vào chương trình công tác năm; tổ chức {events} đợt kiểm tra tại cơ sở",
    "Đã phối hợp các đơn vị liên quan tổ chức {events} buổi truyền thông tại cộng đồng với {people} lượt người dự",
    "Đã rà soát, cập nhật {people} hồ sơ; hướng dẫn nghiệp vụ cho {officers} cán bộ phụ trách",
)
_NEXT = (
    "Tiếp tục triển khai theo kế hoạch; tổ chức kiểm tra, đánh giá trong quý III.",
    "Tổ chức sơ kết và nhân rộng cách làm có hiệu quả trong 6 tháng cuối năm.",
)
_DIFFICULTIES = (
    "Kinh phí bố trí cho nội dung này còn thấp so với nhu cầu; cán bộ phụ trách kiêm nhiệm nhiều việc.",
    "Địa bàn rộng, đi lại khó khăn nên số lượt tiếp cận ở vùng sâu, vùng xa còn ít.",
)
_PROPOSALS = (
    "Đề nghị bố trí thêm kinh phí và tổ chức tập huấn cho cán bộ cơ sở.",
    "Đề nghị cơ quan đầu mối hướng dẫn thống nhất biểu mẫu số liệu.",
)
_LOCAL = (
    "Đã chỉ đạo các xã lồng ghép nội dung kế hoạch vào sinh hoạt cộng đồng; tổ chức {events} buổi tuyên truyền, "
    "{people} lượt người dự; thăm hỏi, hỗ trợ {officers} trẻ em có hoàn cảnh khó khăn {mark}."
)
_OTHER = (
    "Đã quán triệt kế hoạch trong toàn cơ quan; phối hợp thực hiện các nội dung liên quan khi được đề nghị; "
    "tham gia {events} hoạt động liên ngành {mark}."
)


def _numbers(chance: random.Random) -> dict[str, Any]:
    return {
        "events": f"{chance.randint(2, 9):02d}",
        "people": chance.randint(60, 640),
        "officers": chance.randint(12, 90),
        "mark": MARK,
    }


def _chance(*parts: object) -> random.Random:
    return random.Random("/".join(str(part) for part in parts))  # noqa: S311 - sample texts, not secrets


def result_text(task: Task, agency: Agency) -> str:
    """A lead's synthetic result on a task, marked as sample."""
    chance = _chance("result", task.code, agency.code)
    sentence = one_line(chance.choice(_RESULTS).format(**_numbers(chance)))
    return f"{sentence} {MARK}."


def lead_entry(task: Task, agency: Agency) -> dict[str, Any]:
    """The fields of a lead's entry on a task."""
    chance = _chance("entry", task.code, agency.code)
    fields: dict[str, Any] = {"results": result_text(task, agency), "next_period": chance.choice(_NEXT)}
    if chance.random() < 0.3:
        fields["difficulties"] = chance.choice(_DIFFICULTIES)
        fields["proposals"] = chance.choice(_PROPOSALS)
    return fields


def general_entry(agency: Agency) -> dict[str, Any]:
    """The general part of an agency that leads no task."""
    chance = _chance("general", agency.code)
    template = _LOCAL if agency.level != "province" else _OTHER
    return {"results": template.format(**_numbers(chance)), "next_period": chance.choice(_NEXT)}


@dataclass(slots=True)
class Story:
    """The first half-year of a plan, told by the services themselves, in the order of time."""

    plan: Plan
    period: Period
    _events: list[tuple[dt.datetime, int, Callable[[], object]]] = field(default_factory=list)

    def at(self, instant: dt.datetime, act: Callable[[], object]) -> None:
        """Something will happen at an instant."""
        self._events.append((instant, len(self._events), act))

    def tell(self) -> None:
        """Let everything happen, each at its instant, the earliest first."""
        for instant, _, act in sorted(self._events, key=lambda event: event[:2]):
            with clock.frozen(instant):
                act()
        self._events.clear()

    def state(self, at: dt.datetime) -> Board:
        """The board as of an instant."""
        with clock.frozen(at):
            return board(WRITER, self.period)

    def agencies(self, *, without: frozenset[int] = frozenset()) -> list[Agency]:
        """Who must report, leads first."""
        return [row.agency for row in board(WRITER, self.period).rows if row.agency.pk not in without]

    def work(self, *, without: frozenset[int] = frozenset()) -> None:
        """February to May: agencies take on, leads record progress, one raises a difficulty and is answered."""
        assert self.plan.directive.issued_on is not None  # noqa: S101 - adoption refuses a plan without a date
        start = self.plan.directive.issued_on
        for number, agency in enumerate(self.agencies(without=without)):
            # Every seventh agency has looked at the tasks it leads only.
            waiting = Assignment.objects.filter(task__plan=self.plan, agency=agency).values_list("pk", "role")
            mine = [pk for pk, role in waiting if role == "lead" or number % 7 != 6]
            if mine:
                self.at(
                    clock.at(start + dt.timedelta(days=2 + number % 11), 9, number % 60),
                    partial(accept_assignments, actor=WRITER, assignment_ids=mine),
                )
        leads = Assignment.objects.filter(task__plan=self.plan, role="lead").exclude(agency_id__in=without)
        # Of a task that comes back the work is done in its periods.
        leads = leads.exclude(instance__isnull=True, task__in=Task.objects.filter(instances__isnull=False))
        for number, lead in enumerate(leads.select_related("task", "agency").order_by("task__order")):
            if number % 4 == 3:
                continue
            chance = _chance("progress", lead.task.code)
            self.at(
                clock.at(start + dt.timedelta(days=40 + number), 14),
                partial(
                    record_progress,
                    actor=WRITER,
                    assignment_id=lead.pk,
                    progress=chance.choice((20, 30, 40, 50, 60)),
                    text=result_text(lead.task, lead.agency),
                ),
            )
            if number == 1:
                self.at(clock.at(start + dt.timedelta(days=50), 10), partial(_raise, lead))
                self.at(clock.at(start + dt.timedelta(days=54), 15), partial(_answer, lead))

    def report(self, agency: Agency, instant: dt.datetime, *, thin: bool = False, sends: bool = True) -> None:
        """An agency writes and, twenty minutes later, sends."""
        self.at(instant, partial(write_report, self.period, agency, thin=thin))
        if sends:
            self.at(instant + dt.timedelta(minutes=20), partial(_send, self.period, agency))

    def accepted(self, agency: Agency, instant: dt.datetime) -> None:
        """The recipient accepts."""
        self.at(instant, partial(_accept, self.period, agency))

    def returned(self, agency: Agency, instant: dt.datetime) -> None:
        """The recipient returns a thin report with a reason and a date."""
        self.at(instant, partial(_send_back, self.period, agency))

    def until_the_last_week(self, *, left_to_people: frozenset[int], idle: frozenset[int]) -> None:
        """The sample site: some have sent, one was returned, a few write, the rest have not begun.

        `left_to_people` are the agencies of the sample accounts: their reports are theirs to write. Of these, `idle`
        have not even taken their assignments on.
        """
        self.work(without=idle)
        agencies = self.agencies(without=left_to_people)
        half = len(agencies) // 2
        for number, agency in enumerate(agencies[:half]):
            instant = self._working_hour(number)
            self.report(agency, instant, thin=number == 1)
            if number == 1:
                self.returned(agency, self.at_the_end(days=6))
            elif number % 3 == 0:
                self.accepted(agency, instant + dt.timedelta(hours=26))
        for number, agency in enumerate(agencies[half : half + 2]):
            self.report(agency, self._working_hour(half + number), sends=False)
        self.tell()

    def whole(self) -> dict[str, str]:
        """The demonstration: one is returned and sends again, one is late, two stay silent, the rest are accepted.

        Returns a reason for each agency that stayed silent, by code.
        """
        self.work()
        agencies = self.agencies()
        for number, agency in enumerate(agencies[:-3]):
            instant = self._working_hour(number)
            self.report(agency, instant, thin=number == 1)
            if number == 1:
                self.returned(agency, instant + dt.timedelta(hours=4))
                self.report(agency, instant + dt.timedelta(hours=20))
            self.accepted(agency, self.at_the_end(days=0, hour=15))
        self.report(agencies[-3], self.at_the_end(days=-1))
        self.accepted(agencies[-3], self.at_the_end(days=-2))
        self.tell()
        reason = "Đã đôn đốc, đến thời điểm tổng hợp chưa nhận được báo cáo."
        return {agency.code: reason for agency in agencies[-2:]}

    def at_the_end(self, *, days: int, hour: int = 9) -> dt.datetime:
        """An hour on the day so many days before the send-by day."""
        return clock.at(self.period.send_by - dt.timedelta(days=days), hour)

    def _working_hour(self, number: int) -> dt.datetime:
        """Four agencies a day from two weeks before the send-by day, none after the fifth day before it."""
        day = self.period.send_by - dt.timedelta(days=14 - min(number // 4, 9))
        return clock.at(day, 8 + number % 4 * 2, number % 60)


def _raise(lead: Assignment) -> None:
    raise_difficulty(actor=WRITER, assignment_id=lead.pk, text=_DIFFICULTIES[0], proposal=_PROPOSALS[0])


def _answer(lead: Assignment) -> None:
    waiting = seen_difficulties(WRITER).filter(assignment=lead, state="raised").get()
    answer_difficulty(
        actor=WRITER,
        difficulty_id=waiting.pk,
        answer="Cơ quan đầu mối đã tổng hợp vào dự toán bổ sung; đơn vị chủ động lồng ghép các nguồn hiện có.",
    )


def write_report(period: Period, agency: Agency, *, thin: bool = False) -> None:
    """An agency writes its report now; a thin one says too little on the first task it leads."""
    report = start_report(actor=WRITER, period=period, agency_id=agency.pk)
    led = Task.objects.filter(plan=period.regime.plan, assignments__agency=agency, assignments__role="lead")
    entries: dict[int | None, dict[str, Any]] = {
        task.pk: {"results": f"Đang thực hiện {MARK}."} if thin and not number else lead_entry(task, agency)
        for number, task in enumerate(led.order_by("order"))
    } or {None: general_entry(agency)}
    revisions = {entry.task_id: entry.revision for entry in report.entries.all()}
    for task_id, fields in entries.items():
        save_entry(
            actor=WRITER, report_id=report.pk, task_id=task_id, revision=revisions.get(task_id, 0), fields=fields
        )


def _report_id(period: Period, agency: Agency) -> int:
    return reports(WRITER).get(period=period, agency=agency).pk


def _send(period: Period, agency: Agency) -> None:
    submit_report(actor=WRITER, report_id=_report_id(period, agency))


def _accept(period: Period, agency: Agency) -> None:
    accept_report(actor=WRITER, report_id=_report_id(period, agency))


def _send_back(period: Period, agency: Agency) -> None:
    return_report(
        actor=WRITER,
        report_id=_report_id(period, agency),
        reason="Nhiệm vụ đầu tiên chưa có số liệu cụ thể; đề nghị bổ sung số hoạt động và số lượt người.",
        resubmit_by=min(period.send_by, clock.today() + dt.timedelta(days=3)),
    )
