"""The papers that leave: the consolidated report, the yearly report on the rights of children, the letter that urges.
Each against pictures (PDF, and the Word file as an office program prints it) and against its structure kept here.

MANGNON_UPDATE_GOLDEN=1 draws and writes them anew; look at them then.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mangnon.accounts.public import Role
from mangnon.documents.official import OfficialDocument, Signer, write_docx, write_pdf
from mangnon.kernel import clock
from mangnon.plans.models import TaskGroup
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import assignments_behind, document_of_letter, letters_with_lines, urge
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from mangnon.reporting.consolidation.child_rights import build_child_rights_report
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.official import build_official_report
from mangnon.reporting.models import Consolidation
from mangnon.reporting.review.deciding import accept_report
from tests.documents.official.pictures import assert_looks_as_before, pages
from tests.documents.official.test_docx import outline, read
from tests.documents.official.test_office import as_pdf
from tests.plans import made as plans_made
from tests.reporting.figures.made import asking_scene, sent, told

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parent / "golden"
DAY = dt.date(2025, 6, 5)


@pytest.fixture(autouse=True)
def _in_june() -> Iterator[None]:
    with clock.frozen(clock.at(DAY, 9)):
        yield


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


PAPERS = {"tong-hop": _report, "quyen-tre-em": _child_rights, "don-doc": _letter}


@functools.cache
def _numbered(name: str) -> OfficialDocument:
    """A paper as it leaves. Made once: the two tests look at the same words."""
    signer = Signer(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Thị Mẫu Chín")
    return dataclasses.replace(PAPERS[name](), number="07", issued_on=DAY, signer=signer, draft=False)


def _structure_as_before(lines: list[str], path: Path) -> None:
    if os.environ.get("MANGNON_UPDATE_GOLDEN") == "1":
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert path.read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_paper_that_leaves_looks_as_it_did(name: str) -> None:
    document = _numbered(name)
    content = write_pdf(document)
    for index in range(len(pages(content))):
        assert_looks_as_before(content, FOLDER / f"{name}-{index + 1}.png", page=index)
    assert len(list(FOLDER.glob(f"{name}-[0-9]*.png"))) == len(pages(content))
    _structure_as_before(outline(read(write_docx(document))), FOLDER / f"{name}.txt")


@pytest.mark.office
@pytest.mark.parametrize("name", sorted(PAPERS))
def test_its_word_file_printed_by_an_office_program_looks_as_it_did(name: str, tmp_path: Path) -> None:
    content = as_pdf(f"{name}.docx", write_docx(_numbered(name)), tmp_path)
    assert_looks_as_before(content, FOLDER / f"{name}-word.png")
