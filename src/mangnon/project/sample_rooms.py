"""What the other rooms of the sample site show: invented recommendations with their links, work with money and
evidence, the reminders of the last days. Marked as sample wherever it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

from mangnon.activities.public import (
    add_activity,
    add_evidence,
    keep_agency_plan,
    keep_budget_line,
    link_programme,
    offer_contribution,
    record_activity,
)
from mangnon.desk.public import run_digests
from mangnon.documents.official import Column, Row, Sheet, Table, write_workbook
from mangnon.kernel import clock
from mangnon.plans.public import Assignment, Plan, accept_assignment
from mangnon.project.sample_plan import lead_row
from mangnon.project.synthetic import MARK, WRITER, Story
from mangnon.recommendations.public import (
    Ends,
    import_paragraphs,
    link_recommendation,
    recommendation_by_paragraph,
    record_committee_document,
    set_up_recommendations,
)

COMMITTEE_SYMBOL: Final = "MAU/CO/2025"
_KNOWN: Final = "CRC-C-VNM-CO-5-6"
# Paragraph, cluster, topic, invented words, urgent, articles of the Law on Children, codes of tasks of plan 501.
PARAGRAPHS: Final = (
    ("5", "A", "Phân bổ nguồn lực", "Theo dõi riêng phần ngân sách dành cho trẻ em.", "", "", "VI.1"),
    ("6", "A", "Thu thập số liệu", "Hoàn thiện số liệu về trẻ em theo độ tuổi, giới tính.", "", "", "V.2"),
    ("7", "B", "Độ tuổi trẻ em", "Nghiên cứu nâng độ tuổi trẻ em.", "", "", "I.1"),
    ("8", "D", "Đăng ký khai sinh", "Bảo đảm mọi trẻ em được đăng ký khai sinh.", "x", "13", "II.2"),
    ("9", "D", "Tự do tín ngưỡng, tôn giáo", "Bảo đảm quyền tự do tín ngưỡng của trẻ em.", "", "19", "IV.6"),
    ("10", "E", "Tổng đài và phối hợp liên ngành", "Kết nối các cơ quan với tổng đài 111.", "x", "", "III.1"),
    ("11", "G", "Giáo dục hòa nhập", "Mở rộng giáo dục hòa nhập cho trẻ em khuyết tật.", "", "16, 35", "III.4; IV.2"),
    ("12", "H", "Sức khỏe và dinh dưỡng", "Giảm suy dinh dưỡng ở vùng khó khăn.", "", "14", "IV.3"),
    ("13", "I", "Vui chơi, giải trí", "Bố trí nơi vui chơi an toàn cho trẻ em ở xã.", "", "17", "IV.9"),
    ("14", "J", "Phòng, chống mua bán trẻ em", "Tăng cường phát hiện, hỗ trợ nạn nhân.", "x", "28", "II.4; IV.4"),
    ("15", "J", "Tư pháp với người chưa thành niên", "Áp dụng quy trình tố tụng thân thiện.", "", "30", "III.3"),
    ("16", "IV", "Báo cáo tiếp theo", "Thông tin trong báo cáo định kỳ tiếp theo.", "", "", ""),
)
_COLUMNS: Final = ("Đoạn", "Cụm", "Chủ đề", "Nội dung", "Khẩn", "Quyền", "Nhiệm vụ")


def tell_rooms(story: Story, *, opens_on: dt.date) -> None:
    """Add to a story what was linked, done, spent and reminded; the invented plan must be in the same story."""
    plan = story.plan

    def at(day: int, hour: int, act: Callable[[], object]) -> None:
        story.at(clock.at(opens_on + dt.timedelta(days=day), hour), act)

    at(-30, 8, partial(keep_recommendations, plan))
    at(-26, 9, partial(_forum, opens_on))
    at(-12, 9, partial(_training, opens_on))
    at(-9, 11, partial(_contribute, "5"))
    for day in (-3, -2, -1):
        at(day, 7, partial(run_digests, on=opens_on + dt.timedelta(days=day)))


def sample_paragraphs(plan_code: str) -> bytes:
    """The invented list of paragraphs as a workbook of the registry's own columns."""
    rows = []
    for *cells, tasks in PARAGRAPHS:
        cells[3] = f"{cells[3]} {MARK}"
        named = "; ".join(f"{plan_code}: {code.strip()}" for code in tasks.split(";") if code.strip())
        rows.append(Row((*(cell or None for cell in cells), named or None)))
    columns = tuple(Column(name) for name in _COLUMNS)
    return write_workbook([Sheet("Khuyen nghi", ("KHUYẾN NGHỊ (dữ liệu mẫu)",), Table(columns, tuple(rows)))])


def keep_recommendations(plan: Plan) -> None:
    """What is known of the Committee's real document, linked by subject; and an invented list to practise on."""
    set_up_recommendations(actor=WRITER)
    document = record_committee_document(
        actor=WRITER,
        committee="Ủy ban mẫu, không có thật, để tập huấn",
        symbol=COMMITTEE_SYMBOL,
        title="Khuyến nghị mẫu để tập huấn (dữ liệu mẫu, không phải văn bản của Liên hợp quốc)",
        source="Dữ liệu mẫu do máy tạo",
    )
    import_paragraphs(
        actor=WRITER,
        document=document,
        name="khuyen-nghi-mau.xlsx",
        content=sample_paragraphs(plan.code),
        source="Dữ liệu mẫu do máy tạo",
    )
    task = plan.tasks.filter(code="IV.1").first()
    thirtieth = recommendation_by_paragraph(WRITER, document_code=_KNOWN, paragraph="30")
    if task is not None and thirtieth is not None:
        link_recommendation(actor=WRITER, recommendation=thirtieth, ends=Ends(tasks=[task.pk]), note="Liên kết mẫu")


def _forum(opens_on: dt.date) -> None:
    """An agency's own plan under a task, with money of three sources and a programme."""
    row = lead_row("2")
    own = keep_agency_plan(
        actor=WRITER,
        plan_id=row.task.plan_id,
        agency_id=row.agency_id,
        title="Kế hoạch tổ chức diễn đàn trẻ em (dữ liệu mẫu)",
        number="00/KH-MAU-GD",
        issued_on=clock.today(),
    )
    forum = add_activity(
        actor=WRITER,
        assignment_id=row.pk,
        text="Tổ chức diễn đàn trẻ em ở 10 huyện, thành phố (mẫu)",
        output="Biên bản ý kiến của trẻ em",
        owner_words="Phòng Chính trị tư tưởng",
        starts_on=clock.today(),
        due_on=opens_on - dt.timedelta(days=16),
        agency_plan_id=own.pk,
    )
    keep_budget_line(
        actor=WRITER,
        activity_id=forum.pk,
        source="social_assurance",
        year=opens_on.year,
        planned=80_000_000,
        allocated=60_000_000,
        spent=36_000_000,
        note="Số liệu mẫu",
    )
    programme = link_programme(actor=WRITER, activity_id=forum.pk, name="Chương trình mẫu về giáo dục kỹ năng sống")
    keep_budget_line(
        actor=WRITER,
        activity_id=forum.pk,
        source="integrated",
        year=opens_on.year,
        planned=20_000_000,
        programme_id=programme.pk,
        note="Số liệu mẫu",
    )
    record_activity(
        actor=WRITER,
        activity_id=forum.pk,
        progress=60,
        text=f"Đã tổ chức ở 06 huyện {MARK}.",
        results="06 diễn đàn, 720 lượt trẻ em (mẫu)",
        version=forum.version,
    )
    _prove(forum.pk, "Danh sách trẻ em dự diễn đàn (mẫu)", "danh-sach-mau.xlsx")


def _training(opens_on: dt.date) -> None:
    """A training that is done, and the same told once more in other words: a double for somebody to judge."""
    row = lead_row("3")
    for text in ("Mở lớp tập huấn an toàn trên mạng cho cán bộ xã (mẫu)", "Mở lớp tập huấn an toàn trên mạng (mẫu)"):
        made = add_activity(
            actor=WRITER,
            assignment_id=row.pk,
            text=text,
            starts_on=clock.today(),
            due_on=opens_on - dt.timedelta(days=11),
        )
        keep_budget_line(
            actor=WRITER,
            activity_id=made.pk,
            source="central",
            year=opens_on.year,
            planned=45_000_000,
            spent=45_000_000,
            note="Số liệu mẫu",
        )
        record_activity(
            actor=WRITER,
            activity_id=made.pk,
            progress=100,
            text=f"Đã mở lớp, 96 người dự {MARK}.",
            version=made.version,
        )
    _prove(made.pk, "Biên bản lớp tập huấn (mẫu)", "bien-ban-mau.xlsx")


def _prove(activity_id: int, about: str, file_name: str) -> None:
    table = Table((Column("Nội dung"),), (Row((f"{about}: tệp do máy tạo để tập huấn.",)),))
    add_evidence(
        actor=WRITER,
        activity_id=activity_id,
        file=write_workbook([Sheet("Mau", (about.upper(),), table)]),
        file_name=file_name,
        description=about,
        evidence_on=clock.today(),
    )


def _contribute(code: str) -> None:
    """A district says what it did for the lead's task."""
    rows = Assignment.objects.filter(task=lead_row(code).task, role="coordinator").order_by("agency__code")
    row = rows[1]
    accept_assignment(actor=WRITER, assignment_id=row.pk)
    offer_contribution(actor=WRITER, assignment_id=row.pk, text=f"Đã rà soát ở 05 xã, gửi danh sách kèm theo {MARK}.")
