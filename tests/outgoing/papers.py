"""Every kind of paper that the product writes, as it leaves; made-up, and long where it can be."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
from importlib.resources import files

from django.db import transaction

from mangnon.accounts.public import Role
from mangnon.documents.drafting import assignment_letter, plan_paper
from mangnon.documents.official import OfficialDocument, Signer, document_kind
from mangnon.documents.reading.records import Reading, ReadTask, TimeFrame
from mangnon.kernel import clock
from mangnon.outgoing.templating import document_by_parts
from mangnon.people.handing_over import end_post
from mangnon.people.minutes import minutes
from mangnon.plans.models import TaskGroup
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import assignments_behind, document_of_letter, letters_with_lines, urge
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from mangnon.reporting.consolidation.child_rights import build_child_rights_report
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.models import Consolidation
from mangnon.reporting.review.deciding import accept_report
from mangnon.reporting.review.urging import urge_reports
from mangnon.reporting.review.urging_words import report_urging_letter
from tests.documents.drafting.samples import reading
from tests.outgoing import made
from tests.people.office import office, person
from tests.people.office import post_of as post_at
from tests.plans import made as plans_made
from tests.reporting.factories import actor_at, scene
from tests.reporting.figures.made import asking_scene, sent, told

DAY = dt.date(2025, 6, 5)
_LATE = dt.date(2025, 6, 11)


def _consolidation() -> Consolidation:
    """Two bodies told, two are silent; one task answers a paragraph of the Committee."""
    plan = asking_scene()
    TaskGroup.objects.filter(plan=plan.plan).update(title="Truyền thông, nâng cao nhận thức về quyền trẻ em")
    committee = CommitteeDocument.objects.create(
        code="mau", committee="Ủy ban mẫu", symbol="CRC/M/1", made_at=clock.now(), made_by=None
    )
    paragraph = Recommendation.objects.create(
        document=committee, number=30, sub="a", cluster="A", topic="Dạy bơi", changed_at=clock.now()
    )
    RecommendationLink.objects.create(recommendation=paragraph, task=plan.tasks[0], made_at=clock.now(), made_by=None)
    for place, texts in ((plan.schools, ("7", "1/4", "1")), (plan.district, ("5", "3/4", "3"))):
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, *texts).pk)
    told(plan, plan.lead, "3", "1/4", "1")
    plan.accepted(
        plan.lead,
        {
            plan.tasks[0]: {
                "results": "Đã tổ chức 12 buổi truyền thông tại 12 xã, 640 trẻ em tham gia.\n- 04 buổi ở trường học;\n"
                "- 08 buổi ở thôn, tổ dân phố.",
                "difficulties": "Kinh phí cấp chậm so với kế hoạch.",
                "proposals": "Đề nghị bố trí kinh phí ngay từ đầu năm.",
                "next_period": "Tổ chức 10 lớp dạy bơi trong quý III.",
            },
            plan.tasks[2]: {"is_nil": True},
        },
    )
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Đã đôn đốc, hẹn gửi sau"})


def _report() -> OfficialDocument:
    return build_official_report(_consolidation(), with_sources=False)


def _child_rights() -> OfficialDocument:
    return build_child_rights_report(_consolidation(), with_sources=False)


def _letter() -> OfficialDocument:
    plans_made.province()
    plan = plans_made.adopted()
    lead = plans_made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    ids = list(assignments_behind(lead, plan, on=DAY, state="open").values_list("pk", flat=True))
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.EACH)
    return document_of_letter(letters_with_lines(urging.pk)[0])


_WORK = (
    "Tổ chức các hoạt động truyền thông, giáo dục nâng cao nhận thức về quyền trẻ em, phòng ngừa bạo lực trong gia "
    "đình, nhà trường và cộng đồng; lồng ghép vào các chương trình hiện có"
)
_GROUPS = (("I", "Truyền thông, nâng cao nhận thức"), ("II", "Hoàn thiện quy trình"), ("III", "Nguồn lực"))
_BODIES = ("Sở Y tế", "Sở Giáo dục và Đào tạo", "Công an tỉnh", "Sở Văn hóa, Thể thao và Du lịch")


def _reading() -> Reading:
    """A plan with twenty-four tasks."""
    beside = ("Sở Tư pháp", "Ủy ban nhân dân các xã, phường", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các đoàn thể")
    tasks = [
        ReadTask(
            f"{group}.{number}",
            f"{_WORK} ({number})",
            (_BODIES[number % 4],),
            beside,
            TimeFrame("Thường xuyên hằng năm"),
            group=f"{group}. {title}",
            group_no=group,
            group_title=title,
        )
        for group, title in _GROUPS
        for number in range(1, 9)
    ]
    return dataclasses.replace(reading(), tasks=tuple(tasks))


def _plan() -> OfficialDocument:
    return plan_paper(_reading())


def _assignment() -> OfficialDocument:
    return assignment_letter(_reading())


def _report_letter() -> OfficialDocument:
    with clock.frozen(clock.at(_LATE, 8)):
        plan = scene()
        codes = {plan.health.code, plan.schools.code, plan.district.code}
        urging = urge_reports(
            actor=actor_at(plan.lead, Role.PROVINCIAL_LEAD),
            period_id=plan.period.pk,
            agency_codes=codes,
            shape=UrgingShape.ONE,
            report_by=dt.date(2025, 6, 18),
        )
        return report_urging_letter(urging, list(urging.lines.all()))


def _minutes() -> OfficialDocument:
    found = office()
    other = person("dongnghiep", "Võ Văn Mẫu", "SO_TP", Role.DEPARTMENT_OFFICER)
    given = end_post(
        actor=found.admin,
        post_id=post_at(found.officer).pk,
        last_day=DAY,
        reason="Nghỉ hưu",
        receiver_id=post_at(other).pk,
    )
    assert given is not None
    return minutes(given)


def _by_template(code: str) -> OfficialDocument:
    plans_made.province()
    text = (files("mangnon.outgoing") / "data" / "starting_templates.json").read_text(encoding="utf-8")
    parts = next(each["parts"] for each in json.loads(text)["templates"] if each["code"] == code)
    symbol = document_kind(code).symbol("SYT")
    return document_by_parts(made.body(), made.facts(kind=code, symbol=symbol), parts)


def _decision() -> OfficialDocument:
    plans_made.province()
    parts = {
        "place": "{địa danh}",
        "bases": "Căn cứ Luật Trẻ em ngày 05 tháng 4 năm 2016;\nTheo đề nghị của Chánh Văn phòng Sở",
        "body": "QUYẾT ĐỊNH:\nĐiều 1. Thành lập Tổ giúp việc công tác trẻ em.\nĐiều 2. Quyết định này có hiệu lực kể "
        "từ ngày ký.\nĐiều 3. Chánh Văn phòng Sở và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    }
    facts = made.facts(kind="quyet-dinh", symbol="QĐ-SYT", subject="Thành lập Tổ giúp việc mẫu", addressees=())
    return document_by_parts(made.body(), facts, parts)


CONSOLIDATED = {"tong-hop": _report, "quyen-tre-em": _child_rights, "don-doc": _letter}
EVERY = {
    **CONSOLIDATED,
    "ke-hoach": _plan,
    "giao-nhiem-vu": _assignment,
    "don-doc-bao-cao": _report_letter,
    "bien-ban": _minutes,
    "quyet-dinh": _decision,
    **{
        f"mau-{code}": functools.partial(_by_template, code)
        for code in ("cong-van", "bao-cao", "to-trinh", "thong-bao")
    },
}


@functools.cache
def numbered(name: str) -> OfficialDocument:
    """A paper as it leaves, on `DAY`. Made once: every test looks at the same words. Nothing stays in the store, since
    each kind brings a province of its own."""
    signer = Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Thị Mẫu Chín")
    with clock.frozen(clock.at(DAY, 9)), transaction.atomic():
        document = EVERY[name]()
        transaction.set_rollback(True)
    given = {} if document.co_signer else {"signer": signer}
    return dataclasses.replace(document, number="07", issued_on=DAY, draft=False, **given)
