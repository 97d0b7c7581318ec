"""A consolidation becomes a paper: drafted, frozen by its number, replaced by a later one; who may; the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents.official import Paragraph
from mangnon.kernel.refusals import NotAllowed, Stale
from mangnon.outgoing.errors import BadPaper
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.public import (
    cancel_number,
    concerns_of_paper,
    document_of,
    drop_draft,
    issue_paper,
    number_paper,
    open_register,
    record_hand_signature,
    seal_of,
    write_files,
)
from mangnon.reporting.consolidation.concerns import concerns_of
from mangnon.reporting.consolidation.issuing import (
    CHILD_RIGHTS,
    SOURCE_KIND,
    draft_report_paper,
    paper_of,
    papers_of_period,
)
from mangnon.reporting.consolidation.making import consolidate, edit_passage
from mangnon.reporting.errors import ReportLocked
from mangnon.reporting.models import Consolidation, Passage
from tests.activities.made import store_at
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Path, settings: Any) -> Scene:
    store_at(tmp_path / "kho", settings)
    made = scene()
    made.accepted(made.health, {made.tasks[1]: {"results": "Đã tổ chức 06 lớp dạy bơi."}})
    open_register(actor=made.reviewer, agency_id=made.lead.pk, name="Sổ văn bản đi")
    return made


def _made(plan: Scene) -> Consolidation:
    return consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"})


def _drafted(*, actor: Actor, consolidation_id: int, source_kind: str = SOURCE_KIND) -> OutgoingPaper:
    """Put forward by somebody who has seen what there is to see."""
    seal = seal_of(concerns_of(Consolidation.objects.get(pk=consolidation_id)))
    return draft_report_paper(actor=actor, consolidation_id=consolidation_id, source_kind=source_kind, confirmed=seal)


def _numbered(*, actor: Actor, paper_id: int) -> OutgoingPaper:
    seal = seal_of(concerns_of_paper(OutgoingPaper.objects.get(pk=paper_id)))
    return number_paper(actor=actor, paper_id=paper_id, confirmed=seal)


def _edit(plan: Scene, made: Consolidation, text: str) -> None:
    passage = Passage.objects.get(consolidation=made)
    edit_passage(actor=plan.reviewer, passage_id=passage.pk, revision=passage.revision, text=text)


def _words(paper: OutgoingPaper) -> str:
    document = document_of(paper)
    assert document is not None
    return "\n".join(getattr(block, "text", "") for block in document.body)


def _issued(plan: Scene, made: Consolidation) -> OutgoingPaper:
    actor = plan.reviewer
    paper = _drafted(actor=actor, consolidation_id=made.pk)
    _numbered(actor=actor, paper_id=paper.pk)
    write_files(actor=actor, paper_id=paper.pk)
    record_hand_signature(actor=actor, paper_id=paper.pk)
    return issue_paper(actor=actor, paper_id=paper.pk)


def test_a_draft_follows_its_consolidation_until_it_has_a_number(plan: Scene) -> None:
    made = _made(plan)
    rows = AuditRow.objects.count()
    paper = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    assert AuditRow.objects.count() == rows + 1, "one act, one row"
    assert (paper.agency, paper.kind, paper.state) == (plan.lead, "bao-cao", "draft")
    assert paper.addresses.filter(role="recipient").order_by("order")[0].words == "Như trên (b/c)"
    _edit(plan, made, "Đã tổ chức 07 lớp dạy bơi an toàn.")
    assert "07 lớp dạy bơi an toàn" in _words(OutgoingPaper.objects.get(pk=paper.pk))
    _numbered(actor=plan.reviewer, paper_id=paper.pk)
    with pytest.raises(ReportLocked, match="01/BC-"):
        _edit(plan, made, "Đã tổ chức 99 lớp.")
    Passage.objects.filter(consolidation=made).update(text="Sửa thẳng trong cơ sở dữ liệu.")
    assert "07 lớp dạy bơi an toàn" in _words(OutgoingPaper.objects.get(pk=paper.pk)), "frozen as data"


def test_what_must_be_seen_is_confirmed_at_both_steps_and_kept_on_record(plan: Scene, client: Client) -> None:
    made = _made(plan)
    told = concerns_of(made)
    assert [each for each in told if plan.schools.name in each]
    assert any(f"Phần việc của chính {plan.lead.name}" in each for each in told)
    with pytest.raises(BadPaper) as refusal:
        draft_report_paper(actor=plan.reviewer, consolidation_id=made.pk)
    assert refusal.value.code == "unconfirmed"
    paper = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    assert AuditRow.objects.filter(act="draft_paper").latest("pk").details["confirmed"] == told
    _edit(plan, made, "Đã tổ chức [không đọc được] lớp dạy bơi.")
    for seal in ("", seal_of(told)):
        with pytest.raises(BadPaper, match="không đọc được"):
            number_paper(actor=plan.reviewer, paper_id=paper.pk, confirmed=seal)
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    address = reverse("number_outgoing", args=[paper.pk])
    page = client.get(address).content.decode()
    assert "01 đoạn còn chữ «[không đọc được]» (nhiệm vụ I.2)." in page
    stale = client.post(address, {"version": paper.version, "seen": [seal_of(told)]})
    assert "đã thay đổi từ khi bạn mở trang" in stale.content.decode()
    assert OutgoingPaper.objects.get(pk=paper.pk).number is None
    seal = seal_of(concerns_of(made))
    assert client.post(address, {"version": paper.version, "seen": [seal]}).status_code == 302
    assert AuditRow.objects.filter(act="number_paper").latest("pk").details["confirmed"] == concerns_of(made)


def test_after_its_number_the_page_offers_the_numbered_files(plan: Scene, client: Client) -> None:
    made = _made(plan)
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    address = reverse("consolidation", args=[plan.regime.code, plan.period.code])
    place = [plan.regime.code, plan.period.code]
    unnumbered = [f"{reverse(f'consolidation_{each}', args=place)}?nguon=khong" for each in ("docx", "pdf")]
    page = client.get(address).content.decode()
    assert all(each in page for each in unnumbered)
    paper = _issued(plan, made)
    page = client.get(address).content.decode()
    assert not [each for each in unnumbered if each in page]
    for file in paper.files.all():
        assert reverse("outgoing_file", args=[file.pk]) in page


def test_a_consolidation_has_one_living_paper(plan: Scene) -> None:
    made = _made(plan)
    paper = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    with pytest.raises(BadPaper) as refusal:
        _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    assert refusal.value.code == "has_paper"
    drop_draft(actor=plan.reviewer, paper_id=paper.pk, reason="Soạn lại", version=paper.version)
    again = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    assert paper_of(plan.reviewer, made) == again
    _numbered(actor=plan.reviewer, paper_id=again.pk)
    cancel_number(actor=plan.reviewer, paper_id=again.pk, reason="Lãnh đạo yêu cầu sửa")
    _edit(plan, made, "Sửa được sau khi hủy số.")
    assert _drafted(actor=plan.reviewer, consolidation_id=made.pk).number is None, "a new draft"


def test_a_later_consolidation_replaces_what_was_issued(plan: Scene) -> None:
    first = _issued(plan, _made(plan))
    second = _made(plan)
    paper = _drafted(actor=plan.reviewer, consolidation_id=second.pk)
    assert (paper.replaces, paper.relation) == (first, "replaces")
    sentence = f"Báo cáo này thay thế Báo cáo số {first.full_symbol}"
    assert sentence in _words(paper)
    document = document_of(paper)
    assert document is not None
    assert isinstance(document.body[-1], Paragraph)
    assert document.body[-1].text.endswith("./."), "the closing sentence stays last"
    _numbered(actor=plan.reviewer, paper_id=paper.pk)
    assert sentence in _words(OutgoingPaper.objects.get(pk=paper.pk))
    with pytest.raises(Stale):
        _drafted(actor=plan.reviewer, consolidation_id=int(first.source_key))


def test_an_earlier_one_on_its_way_stops_the_next(plan: Scene) -> None:
    _drafted(actor=plan.reviewer, consolidation_id=_made(plan).pk)
    second = _made(plan)
    with pytest.raises(ReportLocked, match="đang trình ký"):
        _drafted(actor=plan.reviewer, consolidation_id=second.pk)


def test_only_who_receives_the_reports_sends_them_on(plan: Scene) -> None:
    made = _made(plan)
    with pytest.raises(NotAllowed):
        draft_report_paper(actor=plan.writer(plan.health), consolidation_id=made.pk)
    assert not OutgoingPaper.objects.exists()


def test_papers_of_a_period_cost_the_same_however_many(plan: Scene) -> None:
    def make() -> None:
        made = _made(plan)
        paper = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
        drop_draft(actor=plan.reviewer, paper_id=paper.pk, reason="Thử", version=paper.version)
        _drafted(actor=plan.reviewer, consolidation_id=made.pk)
        OutgoingPaper.objects.filter(state="draft").update(state="dropped", end_reason="Thử")

    actor: Actor = plan.reviewer
    assert_constant_queries(add_row=make, read=lambda: papers_of_period(actor, plan.period))


def test_the_pages_of_the_way(plan: Scene) -> None:
    made = _made(plan)
    client = Client()
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    address = reverse("consolidation", args=[plan.regime.code, plan.period.code])
    assert "Trình ký" in client.get(address).content.decode()
    issue = reverse("consolidation_issue", args=[plan.regime.code, plan.period.code])
    refused = client.post(issue)
    assert refused.status_code == 422
    assert "chưa gửi báo cáo" in refused.content.decode(), "what must be seen first is told"
    assert paper_of(plan.reviewer, made) is None
    answer = client.post(issue, {"da-xem": seal_of(concerns_of(made))})
    paper = paper_of(plan.reviewer, made)
    assert paper is not None
    assert answer.headers["Location"] == reverse("edit_outgoing", args=[paper.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert 'name="body"' not in page, "the words are the consolidation's"
    page = client.get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
    assert f"lần {made.number}" in page
    assert "Còn là dự thảo" in client.get(address).content.decode()
    _numbered(actor=plan.reviewer, paper_id=paper.pk)
    page = client.get(address).content.decode()
    assert "01/BC-" in page
    assert "đã cố định" in page
    passage = Passage.objects.get(consolidation=made)
    address = reverse("passage_edit", args=[plan.regime.code, plan.period.code, passage.pk])
    answer = client.post(address, {"text": "Sửa lậu", "version": str(passage.revision)})
    assert answer.status_code == 422
    assert "không sửa được nữa" in answer.content.decode()


def test_the_child_rights_report_is_a_paper_of_its_own_beside_the_report(plan: Scene, client: Client) -> None:
    made = _made(plan)
    report = _drafted(actor=plan.reviewer, consolidation_id=made.pk)
    client.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    page = client.get(reverse("child_rights", args=place)).content.decode()
    assert "Trình ký" in page
    seen = {"da-xem": seal_of(concerns_of(made))}
    assert client.post(reverse("child_rights_issue", args=place), seen).status_code == 302
    [paper] = papers_of_period(plan.reviewer, plan.period, source_kind=CHILD_RIGHTS)
    assert [each.pk for each in papers_of_period(plan.reviewer, plan.period)] == [report.pk]
    assert "I. TÌNH HÌNH THỰC HIỆN QUYỀN TRẺ EM THEO NHÓM QUYỀN" in _words(paper)
    with pytest.raises(BadPaper):
        _drafted(actor=plan.reviewer, consolidation_id=made.pk, source_kind=CHILD_RIGHTS)
    _numbered(actor=plan.reviewer, paper_id=paper.pk)
    with pytest.raises(ReportLocked, match="đã thành văn bản"):
        _edit(plan, made, "Sửa sau khi cấp số.")
    write_files(actor=plan.reviewer, paper_id=paper.pk)
    told = OutgoingPaper.objects.get(pk=paper.pk)
    assert "Tình hình thực hiện quyền trẻ em" in told.subject
    address = reverse("child_rights", args=place)
    assert address in client.get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
    with pytest.raises(NotAllowed):
        _drafted(actor=plan.writer(plan.health), consolidation_id=made.pk, source_kind=CHILD_RIGHTS)
