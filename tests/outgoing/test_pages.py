"""The pages of outgoing papers: from a template to an issued paper by plain forms; who is refused; what is told."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from python_calamine import CalamineWorkbook

from mangnon.accounts.public import Actor, Role
from mangnon.documents.official import write_pdf
from mangnon.outgoing.models import OutgoingPaper, PaperTemplate, Register
from mangnon.outgoing.public import add_file, document_of, issue_paper, number_paper, record_hand_signature, write_files
from mangnon.outgoing.signing.pades import sign_pdf
from mangnon.outgoing.web import presenters
from tests.harness.queries import assert_constant_queries
from tests.outgoing import made
from tests.outgoing.signing.certificates import software_key

_FIELDS = {
    "kind": "bao-cao",
    "symbol": "BC-SYT",
    "subject": "kết quả 6 tháng đầu năm 2025",
    "addressees": "Ủy ban nhân dân tỉnh Mẫu",
    "body": "Sở Y tế báo cáo:\nI. KẾT QUẢ\n- Đã làm 12 việc./.",
    "bases": "",
    "recipients": "Như trên\nLưu: VT",
    "capacity": "deputy",
    "signer_title": "Phó Giám đốc",
    "signer_name": "Nguyễn Thị Mẫu",
    "delegation": "",
    "urgency": "normal",
}


def test_a_paper_goes_all_the_way_by_forms(clerk: Actor) -> None:
    client = made.client_of(clerk)
    answer = client.post(reverse("draft_outgoing"), _FIELDS)
    paper = OutgoingPaper.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == reverse("outgoing_paper", args=[paper.pk])
    assert client.get(reverse("outgoing_preview", args=[paper.pk])).content.startswith(b"%PDF")
    page = client.get(answer["Location"]).content.decode()
    assert "Cấp số" in page
    assert "KT. GIÁM ĐỐC" in page
    client.post(reverse("number_outgoing", args=[paper.pk]), {"version": paper.version, "issued_on": ""})
    paper.refresh_from_db()
    assert paper.full_symbol == "01/BC-SYT"
    final = paper.files.get(role="final")
    content = client.get(reverse("outgoing_file", args=[final.pk])).content
    signed = sign_pdf(content, software_key(), field="A", reason="Ký")
    signed = sign_pdf(signed, software_key("Sở Y tế mẫu"), field="B", reason="Ký")
    sent = {"file": SimpleUploadedFile("da-ky.pdf", signed), "kind": "person", "version": paper.version}
    assert client.post(reverse("send_signed_outgoing", args=[paper.pk]), sent).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "signed"
    page = client.get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
    assert "chứng thư do tổ chức được tin cậy cấp" in page
    assert "chậm nhất 21/05/2025" in page or "chậm nhất" in page
    client.post(reverse("issue_outgoing", args=[paper.pk]), {"version": paper.version})
    paper.refresh_from_db()
    assert paper.state == "issued"


def test_what_was_typed_stays_when_it_is_refused(clerk: Actor) -> None:
    client = made.client_of(clerk)
    answer = client.post(reverse("draft_outgoing"), {**_FIELDS, "capacity": "delegated"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "văn bản ủy quyền" in page
    assert "Đã làm 12 việc" in page
    assert OutgoingPaper.objects.count() == 0


def test_the_words_of_a_draft_are_shown_and_corrected(clerk: Actor) -> None:
    client = made.client_of(clerk)
    client.post(reverse("draft_outgoing"), {**_FIELDS, "bases": "Căn cứ Luật A"})
    paper = OutgoingPaper.objects.get()
    address = reverse("edit_outgoing", args=[paper.pk])
    shown = html.document_fromstring(client.get(address).content.decode())
    (body,), (bases,) = (shown.xpath(f"//textarea[@name='{name}']/text()") for name in ("body", "bases"))
    assert [line.strip() for line in body.strip().splitlines()] == _FIELDS["body"].splitlines()
    assert bases.strip() == "Căn cứ Luật A"
    typed = {**_FIELDS, "body": body.replace("12 việc", "13 việc"), "bases": "Căn cứ Luật B", "version": paper.version}
    assert client.post(address, typed).status_code == 302
    paper.refresh_from_db()
    document = document_of(paper)
    assert document is not None
    assert document.legal_bases == ("Căn cứ Luật B",)
    assert [getattr(block, "text", "") for block in document.body][-1] == "Đã làm 13 việc./."


def test_a_foreign_file_is_told_in_words(clerk: Actor) -> None:
    paper = number_paper(actor=clerk, paper_id=made.draft(clerk).pk)
    client = made.client_of(clerk)
    client.post(reverse("write_outgoing_files", args=[paper.pk]))
    sent = {"file": SimpleUploadedFile("khac.pdf", b"%PDF-1.7 %%EOF"), "kind": "person", "version": paper.version}
    answer = client.post(reverse("send_signed_outgoing", args=[paper.pk]), sent)
    assert answer.status_code == 422
    assert "không phải là bản trình ký" in answer.content.decode()


def test_the_register_as_a_page_and_as_a_file(clerk: Actor) -> None:
    for number in range(3):
        number_paper(actor=clerk, paper_id=made.draft(clerk, subject=f"=Việc {number}").pk)
    client = made.client_of(clerk)
    page = client.get(reverse("outgoing")).content.decode()
    assert page.index("03/BC-SYT") < page.index("01/BC-SYT")
    assert "02/BC-SYT" in client.get(reverse("outgoing"), {"tim": "02/BC"}).content.decode()
    assert "01/BC-SYT" not in client.get(reverse("outgoing"), {"tim": "Việc 1"}).content.decode()
    assert client.get(reverse("outgoing"), {"tim": "²"}).status_code == 200  # a digit that is no number
    file = client.get(reverse("outgoing"), {"tep": "excel"})
    cells = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert any("Báo cáo =Việc 2" in row for row in cells)
    assert client.get(reverse("outgoing"), {"tep": "du-lieu"}).content.decode().count("BC-SYT") == 3


def test_as_many_queries_for_many_papers_as_for_few(clerk: Actor) -> None:
    client = made.client_of(clerk)
    assert_constant_queries(
        add_row=lambda: number_paper(actor=clerk, paper_id=made.draft(clerk).pk),
        read=lambda: client.get(reverse("outgoing")),
    )


def test_others_read_and_do_nothing(clerk: Actor) -> None:
    paper = made.draft(clerk)
    other = made.client_of(made.actor_at("SO_TP"))
    assert other.get(reverse("outgoing_paper", args=[paper.pk])).status_code == 404
    leader = made.client_of(made.actor_at("UBND_TINH", Role.LEADER))
    page = leader.get(reverse("outgoing_paper", args=[paper.pk]))
    assert page.status_code == 200
    assert "Cấp số" not in page.content.decode()
    assert leader.post(reverse("number_outgoing", args=[paper.pk])).status_code == 403
    assert made.client_of(made.actor_at("VP_UBND", Role.READER)).get(reverse("outgoing")).status_code == 403


def test_who_received_a_paper_reads_what_was_sent_and_not_how_it_was_made(clerk: Actor) -> None:
    draft = made.draft(clerk)
    add_file(actor=clerk, paper_id=draft.pk, content=write_pdf(made.document()), role="draft", name="nháp nội bộ.pdf")
    add_file(actor=clerk, paper_id=draft.pk, content=write_pdf(made.document()), role="annex", name="phụ lục.pdf")
    paper = number_paper(actor=clerk, paper_id=draft.pk)
    write_files(actor=clerk, paper_id=paper.pk)
    record_hand_signature(actor=clerk, paper_id=paper.pk)
    issue_paper(actor=clerk, paper_id=paper.pk)
    address = reverse("outgoing_paper", args=[paper.pk])
    own, receiver = made.client_of(clerk), made.client_of(made.actor_at("SO_TP"))
    by_role = {each.role: reverse("outgoing_file", args=[each.pk]) for each in paper.files.all()}
    assert all(url in own.get(address).content.decode() for url in by_role.values())
    page = receiver.get(address).content.decode()
    shown = {role for role, url in by_role.items() if url in page}
    assert shown == {role for role, url in by_role.items() if receiver.get(url).status_code == 200}
    assert shown == {"final", "annex"}, "the words as they were signed by hand, and the annex"
    assert "an hành văn bản" in page
    assert "ấp số 01/BC-SYT, ngày" not in page
    assert "ấp số 01/BC-SYT, ngày" in own.get(address).content.decode()
    assert reverse("outgoing_preview", args=[paper.pk]) not in page
    assert receiver.get(reverse("outgoing_preview", args=[paper.pk])).status_code == 404


def test_registers_are_opened_and_closed_by_forms(clerk: Actor) -> None:
    client = made.client_of(clerk)
    book = Register.objects.get()
    client.post(reverse("begin_register_year", args=[book.pk]), {"first_number": 20, "reason": "Sổ giấy"})
    assert "bắt đầu từ số 20" in client.get(reverse("outgoing_registers")).content.decode()
    client.post(reverse("open_register"), {"name": "Sổ quyết định", "kinds": ["quyet-dinh"]})
    client.post(reverse("close_register", args=[book.pk]), {"reason": "Gộp sổ"})
    page = client.get(reverse("outgoing_registers")).content.decode()
    assert "Quyết định" in page
    assert "Gộp sổ" in page


def test_a_template_is_made_seen_and_used(clerk: Actor) -> None:
    client = made.client_of(clerk)
    start = client.get(reverse("new_outgoing_template"), {"tu": "bao-cao"}).context["form"].initial
    fields = {"use": "general", "note": "", "version": "", **start}
    seen = client.post(reverse("new_outgoing_template"), {**fields, "xem": "1"})
    assert seen.content.startswith(b"%PDF")
    assert PaperTemplate.objects.count() == 0
    wrong = client.post(reverse("new_outgoing_template"), {**fields, "body": "Kính {tên lạ}"})
    assert wrong.status_code == 422
    assert "«tên lạ»" in wrong.content.decode()
    client.post(reverse("new_outgoing_template"), fields)
    template = PaperTemplate.objects.get()
    drafted = client.get(reverse("draft_outgoing"), {"mau": template.pk}).content.decode()
    assert "III. NHIỆM VỤ THỜI GIAN TỚI" in drafted
    client.post(f"{reverse('draft_outgoing')}?mau={template.pk}", {**_FIELDS, "body": start["body"]})
    paper = OutgoingPaper.objects.get()
    assert paper.template is not None
    assert any("báo cáo kết quả 6 tháng" in str(block) for block in paper.content["body"])


def test_signatures_of_any_file_are_told_and_nothing_is_kept(clerk: Actor) -> None:
    from mangnon.documents.official import write_pdf
    from mangnon.files.models import StoredFile

    client = made.client_of(clerk)
    plain = write_pdf(made.document())
    signed = sign_pdf(plain, software_key(), field="A", reason="Ký")
    for content, words in (
        (plain, "không có chữ ký số nào"),
        (signed, "Chữ ký nguyên vẹn"),
        (signed + b"% them", "Không hợp lệ: tệp bị sửa sau khi ký"),
    ):
        answer = client.post(reverse("check_signatures"), {"file": SimpleUploadedFile("a.pdf", content)})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    bad = client.post(reverse("check_signatures"), {"file": SimpleUploadedFile("a.pdf", b"khong phai")})
    assert bad.status_code == 422
    assert StoredFile.objects.count() == 0


def test_receivers_leave_out_what_is_nobody(clerk: Actor) -> None:
    paper = made.draft(clerk)
    assert presenters.receivers_of(paper.addresses.all()) == "Ủy ban nhân dân tỉnh Mẫu; Sở Tư pháp"
