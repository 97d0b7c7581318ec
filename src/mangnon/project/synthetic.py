"""Synthetic submissions for the sample site and the demonstration: deterministic, and saying that they are synthetic.

They go through the same services, rights and clocks as a person's, each at its own instant of the sample year.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
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
)
from mangnon.reporting.public import (
    Board,
    Period,
    accept_report,
    board,
    return_report,
    save_entry,
    start_report,
    submit_report,
)

MARK = "(số liệu mẫu)"
_WRITER = Actor(user_id=None, label="Dữ liệu mẫu do máy tạo", role=Role.SYSTEM)

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
    """The first half-year of a plan, played by the services themselves."""

    plan: Plan
    period: Period
    skip: frozenset[int] = frozenset()  # agencies left to the people who try the sample site

    def agencies(self) -> list[Agency]:
        """Who must report, leads first, those left to people excepted."""
        rows = board(_WRITER, self.period).rows
        return [row.agency for row in rows if row.agency.pk not in self.skip]

    def work(self) -> None:
        """February to May: leads accept and record progress; one raises a difficulty and is answered."""
        assert self.plan.directive.issued_on is not None  # noqa: S101 - adoption refuses a plan without a date
        start = self.plan.directive.issued_on
        self._take_on(start)
        leads = Assignment.objects.filter(task__plan=self.plan, role="lead").exclude(agency_id__in=self.skip)
        asked = False
        for number, lead in enumerate(leads.select_related("task", "agency").order_by("task__order")):
            if number % 4 == 3:
                continue
            chance = _chance("progress", lead.task.code)
            with clock.frozen(clock.at(start + dt.timedelta(days=40 + number), 14)):
                record_progress(
                    actor=_WRITER,
                    assignment_id=lead.pk,
                    progress=chance.choice((20, 30, 40, 50, 60)),
                    text=result_text(lead.task, lead.agency),
                )
            if not asked:
                asked = True
                self._ask_and_answer(lead, start)

    def _take_on(self, start: dt.date) -> None:
        """Most agencies take their assignments on within two weeks; every seventh has not looked yet."""
        for number, agency in enumerate(self.agencies()):
            waiting = Assignment.objects.filter(task__plan=self.plan, agency=agency).values_list("pk", "role")
            mine = [pk for pk, role in waiting if role == "lead" or number % 7 != 6]
            if mine:
                with clock.frozen(clock.at(start + dt.timedelta(days=2 + number % 11), 9, number % 60)):
                    accept_assignments(actor=_WRITER, assignment_ids=mine)

    def _ask_and_answer(self, lead: Assignment, start: dt.date) -> None:
        with clock.frozen(clock.at(start + dt.timedelta(days=50), 10)):
            difficulty = raise_difficulty(
                actor=_WRITER, assignment_id=lead.pk, text=_DIFFICULTIES[0], proposal=_PROPOSALS[0]
            )
        with clock.frozen(clock.at(start + dt.timedelta(days=54), 15)):
            answer_difficulty(
                actor=_WRITER,
                difficulty_id=difficulty.pk,
                answer="Cơ quan đầu mối đã tổng hợp vào dự toán bổ sung; đơn vị chủ động lồng ghép các nguồn hiện có.",
            )

    def write(self, agency: Agency, *, at: dt.datetime, thin: bool = False) -> int:
        """An agency writes its report (a thin one says too little on its first task). Returns the report's id."""
        with clock.frozen(at):
            report = start_report(actor=_WRITER, period=self.period, agency_id=agency.pk)
            led = list(
                Task.objects.filter(plan=self.plan, assignments__agency=agency, assignments__role="lead").order_by(
                    "order"
                )
            )
            entries = {entry.task_id: entry.revision for entry in report.entries.all()}
            for number, task in enumerate(led):
                fields = {"results": f"Đang thực hiện {MARK}."} if thin and number == 0 else lead_entry(task, agency)
                save_entry(
                    actor=_WRITER,
                    report_id=report.pk,
                    task_id=task.pk,
                    revision=entries.get(task.pk, 0),
                    fields=fields,
                )
            if not led:
                save_entry(
                    actor=_WRITER,
                    report_id=report.pk,
                    task_id=None,
                    revision=entries.get(None, 0),
                    fields=general_entry(agency),
                )
        return report.pk

    def send(self, report_id: int, *, at: dt.datetime) -> None:
        """The agency sends."""
        with clock.frozen(at):
            submit_report(actor=_WRITER, report_id=report_id)

    def send_back(self, report_id: int, *, at: dt.datetime) -> None:
        """The recipient returns a thin report with a reason and a date."""
        with clock.frozen(at):
            return_report(
                actor=_WRITER,
                report_id=report_id,
                reason="Nhiệm vụ đầu tiên chưa có số liệu cụ thể; đề nghị bổ sung số hoạt động và số lượt người.",
                resubmit_by=min(self.period.send_by, clock.today() + dt.timedelta(days=3)),
            )

    def accept(self, report_id: int, *, at: dt.datetime) -> None:
        """The recipient accepts."""
        with clock.frozen(at):
            accept_report(actor=_WRITER, report_id=report_id)

    def instants(self) -> Iterator[dt.datetime]:
        """Working hours of the last days before the send-by day, one after the other."""
        first = self.period.send_by - dt.timedelta(days=14)
        for number in range(10_000):
            day = first + dt.timedelta(days=min(number // 4, 9))
            yield clock.at(day, 8 + number % 4 * 2, number % 60)

    def play_until_today(self) -> None:
        """For the sample site: some have sent, one was returned, a few write, the rest have not begun."""
        self.work()
        agencies = self.agencies()
        half = len(agencies) // 2
        instants = self.instants()
        for number, agency in enumerate(agencies[:half]):
            at = next(instants)
            report = self.write(agency, at=at, thin=number == 1)
            self.send(report, at=at + dt.timedelta(minutes=20))
            if number == 1:
                self.send_back(report, at=at + dt.timedelta(hours=5))
            elif number % 3 == 0:
                self.accept(report, at=at + dt.timedelta(hours=6))
        for agency in agencies[half : half + 2]:
            self.write(agency, at=next(instants))

    def play_whole(self) -> dict[str, str]:
        """For the demonstration: one is returned and sends again, one is late, two stay silent, the rest are accepted.

        Returns a reason for each agency that stayed silent, by code.
        """
        self.work()
        agencies = self.agencies()
        silent = agencies[-2:]
        late = agencies[-3]
        instants = self.instants()
        for number, agency in enumerate(agencies[:-2]):
            at = clock.at(self.period.send_by + dt.timedelta(days=1), 9) if agency == late else next(instants)
            report = self.write(agency, at=at, thin=number == 1)
            self.send(report, at=at + dt.timedelta(minutes=20))
            if number == 1:
                self.send_back(report, at=at + dt.timedelta(hours=4))
                self.write(agency, at=at + dt.timedelta(hours=20))
                self.send(report, at=at + dt.timedelta(hours=21))
            self.accept(report, at=max(at + dt.timedelta(hours=22), clock.at(self.period.send_by, 15)))
        return {agency.code: "Đã đôn đốc, đến thời điểm tổng hợp chưa nhận được báo cáo." for agency in silent}

    def state(self, at: dt.datetime) -> Board:
        """The board as of an instant."""
        with clock.frozen(at):
            return board(_WRITER, self.period)
