"""An officer's own words in the child-rights report: on record, kept with the next consolidation, in their place."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.audit.models import AuditRow
from mangnon.documents.official import Heading, Paragraph
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.reporting.consolidation.child_rights import build_child_rights_report
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.consolidation.section_words import sections
from mangnon.reporting.consolidation.section_writing import MOST_LETTERS, write_section
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Consolidation, SectionWords
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db
OURS = "Tỉnh chưa có trung tâm công tác xã hội.\nĐã trình đề án."


@pytest.fixture
def plan() -> Scene:
    found = scene(tasks=2)
    for place in (found.lead, found.health, found.schools, found.district):
        found.accepted(place, {task: {"results": f"{place.name} đã làm."} for task in found.tasks})
    return found


@pytest.fixture
def made(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period)


def _write(plan: Scene, made: Consolidation, section: str = "kho-khan", text: str = OURS, revision: int = 0) -> object:
    return write_section(actor=plan.reviewer, consolidation_id=made.pk, section=section, text=text, revision=revision)


def _under(made: Consolidation, heading: str) -> list[str]:
    """The paragraphs right under a heading of the paper."""
    blocks = iter(build_child_rights_report(made).body)
    next(each for each in blocks if isinstance(each, Heading) and heading in each.text)
    found = []
    for each in blocks:
        if not isinstance(each, Paragraph):
            break
        found.append(each.text)
    return found


def test_words_stand_at_the_head_of_every_section(plan: Scene, made: Consolidation) -> None:
    for key in sections():
        _write(plan, made, key, f"Lời của phần {key}")
    assert _under(made, "KHÓ KHĂN")[0] == "Lời của phần kho-khan"
    assert _under(made, "ĐỀ XUẤT")[0] == "Lời của phần de-xuat"
    assert _under(made, "II. CHỈ TIÊU")[0] == "Lời của phần chi-tieu"
    assert _under(made, "III. VIỆC ĐÃ LÀM")[0] == "Lời của phần khuyen-nghi"
    first = next(key for key in sections() if key.startswith("nhom-"))
    assert _under(made, f"1. {sections()[first]}")[0] == f"Lời của phần {first}"


def test_each_line_is_a_paragraph_and_emptying_takes_them_away(plan: Scene, made: Consolidation) -> None:
    _write(plan, made)
    assert _under(made, "KHÓ KHĂN")[:2] == OURS.split("\n")
    row = AuditRow.objects.get(act="write_section")
    assert row.details["section"] == "Khó khăn, vướng mắc"
    assert OURS not in str(row.details), "the words themselves stand in the report"
    assert _write(plan, made, text="  ", revision=1) is None
    assert not SectionWords.objects.exists()
    assert OURS.split("\n")[0] not in _under(made, "KHÓ KHĂN")


def test_they_go_on_with_the_next_consolidation(plan: Scene, made: Consolidation) -> None:
    _write(plan, made)
    again = consolidate(actor=plan.reviewer, period=plan.period)
    assert SectionWords.objects.get(consolidation=again).text == OURS
    with pytest.raises(Stale):
        _write(plan, made, revision=1)


def test_who_may_not_and_what_cannot_be_kept(plan: Scene, made: Consolidation) -> None:
    with pytest.raises(NotAllowed):
        write_section(
            actor=plan.writer(plan.health), consolidation_id=made.pk, section="kho-khan", text="x", revision=0
        )
    for section, text in (("khong-co", "x"), ("kho-khan", "x" * (MOST_LETTERS + 1))):
        with pytest.raises(NotComplete):
            _write(plan, made, section, text)
    _write(plan, made)
    with pytest.raises(Stale):
        _write(plan, made, text="Khác")


def test_the_page_gives_back_what_could_not_be_kept(plan: Scene, made: Consolidation) -> None:
    client = Client()
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    address = reverse("child_rights_words", args=place)
    kept = client.post(address, {"phan": "kho-khan", "text": OURS, "version": "0"})
    assert kept.status_code == 302
    page = client.get(reverse("child_rights", args=place)).content.decode()
    assert "Tỉnh chưa có trung tâm công tác xã hội." in page
    assert "Lời của người soạn" in page
    late = client.post(address, {"phan": "kho-khan", "text": "Lời của người đến sau", "version": "0"})
    assert late.status_code == 409
    assert "Lời của người đến sau" in late.content.decode()
    reader = Client()
    reader.force_login(user_at(plan.lead, Role.LEADER))
    assert "Viết thêm" not in reader.get(reverse("child_rights", args=place)).content.decode()
