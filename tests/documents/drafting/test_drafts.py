"""Starting without a scan, and writing a reading as papers: services and pages."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents.drafting import annex_table
from mangnon.documents.drafts import AnnexFaults, start_draft, take_annex
from mangnon.documents.models import DirectiveReading, SourceFile
from mangnon.documents.official import Sheet, write_workbook
from mangnon.documents.rules import BadCorrection
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from tests.documents.drafting.samples import reading
from tests.documents.drafting.test_annex_file import annex_bytes
from tests.plans import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer() -> Actor:
    made.province()
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def client_of_reviewer(db: None) -> Client:
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _annex() -> bytes:
    return write_workbook([Sheet("Nhiệm vụ", ("Phụ lục",), annex_table(reading()))])


def _text(response: object) -> str:
    tree = html.document_fromstring(response.content.decode())  # type: ignore[attr-defined]
    return " ".join(tree.text_content().split())


def test_a_draft_begins_empty_with_its_head(reviewer: Actor) -> None:
    row = start_draft(
        actor=reviewer, header={"title": "Kế hoạch năm 2027", "date": "05/01/2027", "doc_type": "Kế hoạch"}
    )
    assert (row.result["title"], row.result["date"], row.result["tasks"]) == ("Kế hoạch năm 2027", "2027-01-05", [])
    assert row.source.kind == "form"
    assert row.source.territory_code == reviewer.territory_code
    assert AuditRow.objects.filter(act="start_draft", object_id=str(row.pk)).count() == 1


def test_two_drafts_of_the_same_words_are_two(reviewer: Actor) -> None:
    """Somebody who starts again does not get the first one back."""
    first = start_draft(actor=reviewer, header={"title": "Kế hoạch"})
    with clock.frozen(clock.now().replace(minute=59)):
        second = start_draft(actor=reviewer, header={"title": "Kế hoạch"})
    assert first.pk != second.pk


def test_a_draft_needs_a_title_and_a_real_day(reviewer: Actor) -> None:
    with pytest.raises(BadCorrection, match="trích yếu"):
        start_draft(actor=reviewer, header={"title": "  "})
    with pytest.raises(BadCorrection, match="31/02"):
        start_draft(actor=reviewer, header={"title": "A", "date": "31/02/2026"})
    assert not SourceFile.objects.exists()


def test_only_who_reviews_may_draft() -> None:
    made.province()
    outsider = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        start_draft(actor=outsider, header={"title": "A"})
    with pytest.raises(NotAllowed):
        take_annex(actor=outsider, name="a.xlsx", content=_annex())


def test_an_annex_is_taken_once(reviewer: Actor) -> None:
    first = take_annex(actor=reviewer, name="phu-luc.xlsx", content=_annex())
    again = take_annex(actor=reviewer, name="phu-luc.xlsx", content=_annex())
    assert (first.is_new, again.is_new) == (True, False)
    assert first.reading.pk == again.reading.pk
    assert len(first.reading.result["tasks"]) == 3
    assert AuditRow.objects.filter(act="take_annex").count() == 1


def test_an_annex_with_faults_leaves_nothing(reviewer: Actor) -> None:
    with pytest.raises(AnnexFaults) as refused:
        take_annex(actor=reviewer, name="x.xlsx", content=annex_bytes([(1, "Việc", "", "", "", "")]))
    assert [fault.sentence for fault in refused.value.found.faults] == ["chưa có cơ quan chủ trì"]
    assert not SourceFile.objects.exists()
    assert not AuditRow.objects.filter(act="take_annex").exists()


def test_the_page_takes_an_annex_and_leads_to_its_review(client_of_reviewer: Client) -> None:
    file = SimpleUploadedFile("phu-luc.xlsx", _annex())
    answer = client_of_reviewer.post(reverse("draft_directive"), {"cach": "excel", "file": file})
    row = DirectiveReading.objects.get()
    assert answer.headers["Location"] == reverse("document", args=[row.pk])
    assert "Đã nhận 3 nhiệm vụ" in _text(client_of_reviewer.get(answer.headers["Location"]))


def test_the_page_tells_every_cell_that_is_wrong(client_of_reviewer: Client) -> None:
    file = SimpleUploadedFile("x.xlsx", annex_bytes([(1, "Việc", "", "", "", ""), (2, "", "", "", "Sở Y tế", "")]))
    answer = client_of_reviewer.post(reverse("draft_directive"), {"cach": "excel", "file": file})
    assert answer.status_code == 422
    text = _text(answer)
    assert "Phụ lục có 2 ô cần sửa" in text
    assert "Cơ quan chủ trì (E2) Chưa có cơ quan chủ trì." in text
    assert not DirectiveReading.objects.exists()


def test_what_was_typed_stays_when_it_cannot_be_saved(client_of_reviewer: Client) -> None:
    answer = client_of_reviewer.post(
        reverse("draft_directive"), {"cach": "bieu-mau", "title": "Về trẻ em", "date": "ngày mai"}
    )
    assert answer.status_code == 422
    tree = html.document_fromstring(answer.content.decode())
    assert tree.xpath("//*[@name='date']/@value") == ["ngày mai"]
    assert tree.xpath("string(//*[@name='title'])").strip() == "Về trẻ em"


def test_the_papers_of_a_reading_open_in_word(client_of_reviewer: Client) -> None:
    client_of_reviewer.post(
        reverse("draft_directive"), {"cach": "excel", "file": SimpleUploadedFile("p.xlsx", _annex())}
    )
    pk = DirectiveReading.objects.get().pk
    assert "3 nhiệm vụ" in _text(client_of_reviewer.get(reverse("papers", args=[pk])))
    for name in ("drafted_plan", "drafted_letter"):
        answer = client_of_reviewer.get(reverse(name, args=[pk]))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        docx.Document(io.BytesIO(answer.content))
    one = client_of_reviewer.get(reverse("drafted_letter", args=[pk]), {"to": "1", "sender": "Sở Nội vụ"})
    words = " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(one.content)).paragraphs)
    assert "Mở chuyên mục trên báo" in words
    assert "Rà soát quy trình" not in words
    assert client_of_reviewer.get(reverse("drafted_annex", args=[pk])).content[:2] == b"PK"


def test_a_letter_to_nobody_is_refused_with_a_sentence(client_of_reviewer: Client) -> None:
    client_of_reviewer.post(reverse("draft_directive"), {"cach": "bieu-mau", "title": "Về trẻ em"})
    pk = DirectiveReading.objects.get().pk
    answer = client_of_reviewer.get(reverse("drafted_letter", args=[pk]))
    assert answer.status_code == 422
    assert "Chưa nhiệm vụ nào có cơ quan chủ trì" in _text(answer)
    assert client_of_reviewer.get(reverse("drafted_letter", args=[pk]), {"to": "77"}).status_code == 422
