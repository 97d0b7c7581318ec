"""A second, invented plan for the sample site, in motion: late, due soon, sent back, extended, passed on above.

Its title says that it is invented. Everything goes through the services, rights and clocks of a person's act, each at
its own instant; days are told from the day on which the sample site opens.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from mangnon.agencies.models import Agency
from mangnon.documents.official import ANNEX_COLUMNS, AnnexLine, Sheet, Table, write_workbook
from mangnon.documents.public import take_annex
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.plans.public import (
    Assignment,
    Plan,
    accept_assignment,
    accept_assignments,
    adopt_reading,
    ask_extension,
    ask_return,
    confirm_complete,
    delegate_assignment,
    escalate_difficulty,
    grant_extension,
    raise_difficulty,
    record_progress,
    report_complete,
    seen_difficulties,
    send_back,
)
from mangnon.project.synthetic import MARK, WRITER, Story

CODE: Final = "MAU-TAP-HUAN"
TITLE: Final = "Kế hoạch không có thật, để tập huấn: Tháng hành động vì trẻ em năm 2025 (dữ liệu mẫu)"
_DISTRICTS: Final = "UBND các huyện, thành phố"
_ISSUED_BEFORE: Final = 52


@dataclass(frozen=True, slots=True)
class SampleTask:
    """One row of the invented annex; `due`: days from the opening day, None without a day."""

    code: str
    text: str
    lead: str
    due: int | None
    coordinating: str = ""


# In the order of the annex: a task's code, its text, who leads, when it is due, who coordinates.
TASKS: Final = (
    SampleTask("1", "Ban hành hướng dẫn tổ chức Tháng hành động vì trẻ em", "Sở Lao động - Thương binh và Xã hội", -36),
    SampleTask("2", "Tổ chức diễn đàn trẻ em cấp huyện, tổng hợp ý kiến gửi cấp tỉnh", "Sở Giáo dục và Đào tạo", -16),
    SampleTask("3", "Tổ chức lớp tập huấn phòng, chống xâm hại trẻ em trên môi trường mạng", "Công an tỉnh", -11),
    SampleTask("4", "Sản xuất chuyên mục truyền thông về Tổng đài 111", "Sở Thông tin và Truyền thông", -6),
    SampleTask("5", "Rà soát, lập danh sách trẻ em chưa được đăng ký khai sinh", "Sở Tư pháp", -7, _DISTRICTS),
    SampleTask("6", "Tổ chức ngày hội đọc sách và trò chơi dân gian", "Sở Văn hóa, Thể thao và Du lịch", 2),
    SampleTask("7", "Khám sức khỏe, cân đo trẻ em dưới 5 tuổi ở các xã khó khăn", "Sở Y tế", 0),
    SampleTask("8", "Biên soạn tài liệu phòng, chống tảo hôn bằng tiếng dân tộc", "Ban Dân tộc", 25),
    SampleTask("9", "Kiểm tra việc chi trả trợ giúp cho trẻ em mồ côi", "Sở Nội vụ", -5),
    SampleTask("10", "Thẩm định dự toán kinh phí bổ sung của Tháng hành động", "Sở Tài chính", 10),
    SampleTask("11", "Trồng cây, làm sạch nguồn nước ở trường học", "Sở Tài nguyên và Môi trường", -16),
    SampleTask("12", "Tư vấn pháp luật lưu động cho cha mẹ, người chăm sóc trẻ em", "Sở Tư pháp", 4),
    SampleTask("13", "Tổng hợp số liệu về trẻ em phục vụ báo cáo tháng", "Sở Kế hoạch và Đầu tư", None),
)


def tell_second_plan(story: Story, *, opens_on: dt.date, lead: Agency, above: Agency) -> None:
    """Add the invented plan and what became of it to a story: `lead` follows it up, `above` gets what is passed on."""
    _Telling(story, opens_on, lead, above).tell()


@dataclass(slots=True)
class _Telling:
    story: Story
    opens_on: dt.date
    lead: Agency
    above: Agency

    def tell(self) -> None:
        """Everything, put into the story."""
        self._at(-_ISSUED_BEFORE + 1, 9, partial(_adopt, self.lead.name, self.opens_on))
        self._at(-_ISSUED_BEFORE + 3, 9, _take_on)
        self._done()
        self._late()
        self._asked()

    def _at(self, day: int, hour: int, act: Callable[[], object]) -> None:
        self.story.at(clock.at(self.opens_on + dt.timedelta(days=day), hour), act)

    def _note(self, day: int, code: str, progress: int, text: str) -> None:
        self._on(day, 10, code, record_progress, progress=progress, text=f"{text} {MARK}.")

    def _on(self, day: int, hour: int, code: str, act: Callable[..., object], **given: Any) -> None:
        self._at(day, hour, lambda: act(actor=WRITER, assignment_id=lead_row(code).pk, **given))

    def _done(self) -> None:
        """On time, late, waiting to be taken, sent back."""
        self._note(-40, "1", 100, "Đã ban hành hướng dẫn")
        self._on(-39, 9, "1", report_complete)
        self._on(-38, 15, "1", confirm_complete, remark="Đủ nội dung.")
        self._note(-12, "3", 70, "Đã mở 02 trong 03 lớp")
        self._on(-8, 16, "3", report_complete)
        self._on(-7, 9, "3", confirm_complete, remark="Đạt yêu cầu; lần sau báo sớm khi chậm.")
        self._note(-6, "7", 90, "Đã khám ở 18 trong 20 xã")
        self._on(-1, 16, "7", report_complete)
        self._on(-6, 15, "9", report_complete)
        self._on(-3, 10, "9", send_back, feedback="Chưa có biên bản kiểm tra của hai huyện; đề nghị bổ sung.")

    def _late(self) -> None:
        """Overdue; one with a difficulty that was passed on above, one that its lead gave on below."""
        self._on(-30, 9, "2", _give_below, due_on=self.opens_on - dt.timedelta(days=21))
        self._note(-20, "2", 60, "Đã tổ chức diễn đàn ở 06 huyện")
        self._on(-18, 9, "2", raise_difficulty, text="Hai huyện chưa bố trí được kinh phí tổ chức diễn đàn (mẫu).")
        self._at(-10, 15, partial(_pass_on, "2", self.above))
        self._note(-9, "4", 30, "Đã xây dựng kịch bản")
        self._note(-15, "5", 40, "Đã gửi mẫu rà soát đến các huyện")
        self._on(-2, 14, "5", raise_difficulty, text="Một số xã chưa gửi danh sách (mẫu).")
        self._note(-4, "10", 50, "Đã thẩm định phần của cấp tỉnh")

    def _asked(self) -> None:
        """An extension that waits, one that was granted, a return that waits."""
        wanted = self.opens_on + dt.timedelta(days=15)
        self._on(-4, 9, "4", ask_extension, wanted_on=wanted, reason="Chờ thiết bị ghi hình của đơn vị phối hợp (mẫu).")
        later = self.opens_on + dt.timedelta(days=7)
        self._on(-18, 9, "11", ask_extension, wanted_on=later, reason="Mưa lớn kéo dài, chưa trồng cây được (mẫu).")
        self._on(-17, 9, "11", grant_extension, granted_on=later, answer="Đồng ý; không lùi thêm.")
        self._note(-5, "11", 60, "Đã trồng cây ở 09 trường")
        self._on(-3, 9, "8", ask_return, reason="Nội dung này thuộc chức năng của ngành văn hóa (mẫu).")


def lead_row(code: str) -> Assignment:
    """Who leads a task of the invented plan."""
    return Assignment.objects.get(task__plan__code=CODE, task__code=code, role="lead", ended_on__isnull=True)


def sample_annex(opens_on: dt.date) -> bytes:
    """The annex of the invented plan as a workbook, the same bytes for the same day."""
    rows = tuple(
        AnnexLine(
            code=task.code,
            text=task.text,
            ordered_by="",
            due="" if task.due is None else f"Ngày {vn_date(opens_on + dt.timedelta(days=task.due))}",
            lead=task.lead,
            coordinating=task.coordinating,
        ).row()
        for task in TASKS
    )
    return write_workbook([Sheet("Nhiem vu", ("PHỤ LỤC NHIỆM VỤ (dữ liệu mẫu)",), Table(ANNEX_COLUMNS, rows))])


def _adopt(lead_name: str, opens_on: dt.date) -> Plan:
    header = {
        "doc_type": "Kế hoạch",
        "number": "00/KH-MAU",
        "date": vn_date(opens_on - dt.timedelta(days=_ISSUED_BEFORE)),
        "place": "Kon Tum",
        "issuer": "Ủy ban nhân dân tỉnh Kon Tum",
        "title": TITLE,
    }
    taken = take_annex(actor=WRITER, name="phu-luc-mau.xlsx", content=sample_annex(opens_on), header=header)
    reading = taken.reading
    return adopt_reading(
        actor=WRITER, reading_id=reading.pk, version=reading.version, plan_code=CODE, lead_words=lead_name
    )


def _take_on() -> None:
    """All but two take their tasks on; the districts leave theirs."""
    rows = Assignment.objects.filter(task__plan__code=CODE, role="lead").exclude(task__code__in=("6", "8", "12"))
    accept_assignments(actor=WRITER, assignment_ids=list(rows.values_list("pk", flat=True)))


def _give_below(*, actor: Any, assignment_id: int, due_on: dt.date) -> None:
    """Three districts get a part of it: one does it in time, one late, one has only taken it on."""
    parent = Assignment.objects.select_related("task__plan").get(pk=assignment_id)
    found = Agency.objects.filter(territory__parent=parent.task.plan.territory_id, kind="peoples_committee")
    below = list(found.exclude(level="province").order_by("code")[:3])
    text = "Tổ chức diễn đàn trẻ em của huyện và gửi ý kiến tổng hợp (mẫu)."
    rows = delegate_assignment(
        actor=actor, assignment_id=assignment_id, agency_ids=[each.pk for each in below], due_on=due_on, text=text
    )
    for row in rows:
        accept_assignment(actor=actor, assignment_id=row.pk)
    if len(rows) > 1:
        record_progress(
            actor=actor, assignment_id=rows[1].pk, progress=100, text=f"Đã tổ chức diễn đàn, 120 trẻ em dự {MARK}."
        )
        report_complete(actor=actor, assignment_id=rows[1].pk)
        confirm_complete(actor=actor, assignment_id=rows[1].pk)


def _pass_on(code: str, above: Agency) -> None:
    waiting = seen_difficulties(WRITER).filter(assignment=lead_row(code), state="raised").get()
    escalate_difficulty(
        actor=WRITER,
        difficulty_id=waiting.pk,
        to_words=above.name,
        to_agency_id=above.pk,
        reason="Vượt thẩm quyền của cơ quan đầu mối: cần bổ sung dự toán (mẫu).",
    )
