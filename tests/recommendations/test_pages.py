"""The pages of recommendations: list, paragraph, links, suggestions, import, chain both ways; who may what."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.activities.public import add_activity
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.plans.models import Plan
from mangnon.plans.public import accept_assignment
from mangnon.recommendations.models import CommitteeDocument, Recommendation, RecommendationLink
from mangnon.recommendations.public import Ends, link_recommendation
from mangnon.recommendations.services import make_links
from mangnon.recommendations.terms import LinkBasis
from tests.harness.queries import assert_constant_queries
from tests.plans import made
from tests.recommendations.conftest import CODE


def _words(page: html.HtmlElement) -> str:
    return " ".join(" ".join(page.itertext()).split())


def _page(client: Client, name: str, *args: object, query: str = "", status: int = 200) -> html.HtmlElement:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return html.document_fromstring(answer.content.decode())


def _link(thirty: Recommendation, plan: Plan, *codes: str) -> None:
    tasks = plan.tasks.filter(code__in=codes).values_list("pk", flat=True)
    link_recommendation(actor=SYSTEM, recommendation=thirty, ends=Ends(tasks=list(tasks)))


def test_an_empty_registry_teaches_the_first_step(lead_client: Client) -> None:
    assert "Nạp văn bản có sẵn" in _words(_page(lead_client, "recommendations"))
    lead_client.post(reverse("recommendations_set_up"))
    assert lead_client.get(reverse("recommendations"))["Location"] == reverse("committee_document", args=[CODE])
    page = _page(lead_client, "committee_document", CODE)
    assert "Không phân biệt đối xử" in _words(page)
    assert "27/QĐ-TTg ngày 03/01/2025 của Thủ tướng Chính phủ" in _words(page)
    before = AuditRow.objects.count()
    lead_client.post(reverse("recommendations_set_up"))
    assert (CommitteeDocument.objects.count(), AuditRow.objects.count()) == (1, before)


def test_no_text_of_a_paragraph_is_shipped(document: CommitteeDocument) -> None:
    rows = document.recommendations.order_by("number")
    assert [(row.number, row.text, row.text_en, row.is_urgent, row.tag) for row in rows] == [
        (17, "", "", True, "V"),
        (30, "", "", True, "V"),
    ]
    assert [(paper.number_key, paper.tag) for paper in document.papers.all()] == [("27/qdttg", "S")]


def test_the_list_is_filtered_by_the_address(
    lead_client: Client, document: CommitteeDocument, thirty: Recommendation, plan: Plan
) -> None:
    _link(thirty, plan, "I.1", "I.2")
    page = _page(lead_client, "committee_document", CODE)
    tiles = [_words(tile) for tile in page.xpath("//div[contains(@class,'tile')][a]")]
    assert [tile.split(":")[0] for tile in tiles] == [
        "Đoạn trong danh mục 2 Đoạn trong danh mục",
        "Cần hành động khẩn 2 Cần hành động khẩn",
        "Đã có nhiệm vụ trả lời 1 Đã có nhiệm vụ trả lời",
        "Chưa có nhiệm vụ nào 1 Chưa có nhiệm vụ nào",
    ]
    for query, shown in (
        ("?tra-loi=chua", ["17"]),
        ("?tra-loi=co", ["30"]),
        ("?cum=E", ["30"]),
        ("?cum=B", []),
        ("?khan=1", ["17", "30"]),
        ("?tim=bao+luc", ["30"]),
        ("?cum=%00&quyen=abc&tra-loi=?", ["17", "30"]),
    ):
        found = _page(lead_client, "committee_document", CODE, query=query)
        assert found.xpath("//td[@data-label='Đoạn']/a/text()") == shown, query


def test_what_was_done_on_a_paragraph_is_one_click(lead_client: Client, thirty: Recommendation, plan: Plan) -> None:
    _link(thirty, plan, "I.1", "I.2")
    link = _page(lead_client, "committee_document", CODE).xpath("//td[@data-label='Đoạn']/a/@href")[1]
    with clock.frozen(clock.at(made.ISSUED_ON.replace(month=6), 9)):
        answer = lead_client.get(link)
    words = _words(html.document_fromstring(answer.content.decode()))
    assert "2 nhiệm vụ trả lời, 1 nhiệm vụ có cơ quan chậm" in words
    assert "(chủ trì)" in words
    assert "Đã quá hạn 1 trên 2 nhiệm vụ" in words, words[words.index("Kết quả") :][:700]
    assert "100,0 %" in words or "100 %" in words
    assert "Chưa có nguyên văn của đoạn này" in words


def test_links_are_made_seen_and_removed_with_a_reason(
    lead_client: Client, officer_client: Client, thirty: Recommendation, plan: Plan
) -> None:
    task = plan.tasks.get(code="I.1")
    address = reverse("recommendation", args=[CODE, "30"])
    make = reverse("recommendation_link", args=[CODE, "30"])
    data = {"nhiem-vu": [task.pk], "ke-hoach": [plan.pk], "kind": "guides", "note": "Theo phụ lục mẫu"}
    assert officer_client.post(make, data).status_code == 403
    assert lead_client.post(make, data).status_code == 302
    rows = RecommendationLink.objects.order_by("pk")
    assert [(row.kind, row.note, row.basis) for row in rows] == [("guides", "Theo phụ lục mẫu", "by_hand")] * 2
    assert lead_client.post(make, data).status_code == 302
    assert rows.count() == 2, "a link is made once"
    assert "Hướng dẫn thực hiện khuyến nghị" in _words(_page(officer_client, "recommendation", CODE, "30"))
    remove = reverse("recommendation_link_remove", args=[rows[0].pk])
    assert officer_client.post(remove, {"ly-do": "Nhầm"}).status_code == 403
    told = lead_client.post(remove, {"ly-do": " ", "ve": address}, follow=True)
    assert "Chưa nêu lý do gỡ liên kết" in told.content.decode()
    assert lead_client.post(remove, {"ly-do": "Ghi nhầm đoạn"}).status_code == 302
    gone = RecommendationLink.objects.get(pk=rows[0].pk)
    assert gone.removed_reason == "Ghi nhầm đoạn"
    assert gone.removed_by is not None
    lead_client.post(make, {**data, "note": ""})
    assert RecommendationLink.objects.filter(removed_at__isnull=True).count() == 2, "it may be linked again"


@pytest.mark.parametrize("data", [{}, {"nhiem-vu": ["999999"]}, {"nhiem-vu": ["x"]}, {"ke-hoach": ["999999"]}])
def test_a_link_to_nothing_or_the_unknown_is_refused(
    lead_client: Client, thirty: Recommendation, data: dict[str, list[str]]
) -> None:
    answer = lead_client.post(reverse("recommendation_link", args=[CODE, "30"]), {"kind": "implements", **data})
    assert answer.status_code == 422
    assert "Chưa có gì được ghi" in answer.content.decode()
    assert not RecommendationLink.objects.exists()


def test_a_bad_kind_or_a_long_note_is_told_in_place(lead_client: Client, thirty: Recommendation, plan: Plan) -> None:
    task = plan.tasks.get(code="I.1")
    data = {"nhiem-vu": [task.pk], "kind": "nothing", "note": "x" * 501}
    answer = lead_client.post(reverse("recommendation_link", args=[CODE, "30"]), data)
    assert answer.status_code == 422
    page = html.document_fromstring(answer.content.decode())
    assert page.xpath(f"//input[@name='nhiem-vu'][@value='{task.pk}'][@checked]"), "what was chosen stays chosen"


def test_suggestions_are_accepted_together_and_a_removed_link_is_not_suggested_again(
    lead_client: Client, document: CommitteeDocument, thirty: Recommendation, plan: Plan
) -> None:
    plan.tasks.filter(code="I.1").update(text="Tuyên truyền phòng, chống bạo lực, xâm hại tình dục đối với trẻ em")
    plan.tasks.filter(code="I.3").update(text="Xử lý bóc lột và xâm hại tình dục; ngăn chặn bạo lực đối với trẻ em")
    page = _page(lead_client, "recommendation_suggestions", CODE)
    pairs = page.xpath("//input[@name='cap']/@value")
    first = [f"{thirty.pk}-{plan.tasks.get(code=code).pk}" for code in ("I.1", "I.3")]
    assert set(pairs) >= set(first)
    assert "xâm hại" in _words(page)
    assert not RecommendationLink.objects.exists(), "a suggestion is not a link"
    address = reverse("recommendation_suggestions", args=[CODE])
    assert lead_client.post(address, {"cap": []}).status_code == 422
    assert lead_client.post(address, {"cap": ["1-999999"]}).status_code == 422
    assert lead_client.post(address, {"cap": first}).status_code == 302
    assert {row.basis for row in RecommendationLink.objects.all()} == {"accepted"}
    row = RecommendationLink.objects.first()
    assert row is not None
    lead_client.post(reverse("recommendation_link_remove", args=[row.pk]), {"ly-do": "Không đúng"})
    again = _page(lead_client, "recommendation_suggestions", CODE).xpath("//input[@name='cap']/@value")
    assert not set(again) & set(first)


def test_the_chain_leads_both_ways(lead_client: Client, thirty: Recommendation, plan: Plan) -> None:
    _link(thirty, plan, "I.2")
    down = _page(lead_client, "recommendation_chain", CODE, "30")
    task_address = reverse("task", args=[plan.code, "I.2"])
    assert down.xpath(f"//ul[contains(@class,'outline')]//a[@href='{task_address}']")
    assert down.xpath(f"//ul[contains(@class,'outline')]//a[@href='{reverse('plan', args=[plan.code])}']")
    assert "Chủ trì Sở Tư pháp" in _words(down).replace(" : ", " ")
    up = _page(lead_client, "task_chain", plan.code, "I.2")
    assert up.xpath(f"//a[@href='{reverse('recommendation', args=[CODE, '30'])}']")
    of_plan = _page(lead_client, "plan_chain", plan.code)
    assert of_plan.xpath(f"//a[@href='{reverse('recommendation', args=[CODE, '30'])}']")
    assert len(of_plan.xpath("//h2[@id='phia-duoi']/following-sibling::ul/li")) == plan.tasks.count()


def test_a_plan_that_rests_on_the_decision_stands_below_it(lead_client: Client, thirty: Recommendation) -> None:
    resting = made.adopted(
        made.result(number="5/KH-UBND", links=[made.link("basis", "27/QĐ-TTg", "2025-01-03")]), code="DUOI"
    )
    _link(thirty, resting, "I.1")
    down = _page(lead_client, "recommendation_chain", CODE, "30")
    below = down.xpath("//h2[@id='phia-duoi']/following-sibling::ul/li")
    assert "Quyết định 27/QĐ-TTg" in _words(below[0]).replace(" : ", " ").replace(": ", " ")
    assert below[0].xpath(f".//ul//a[@href='{reverse('plan', args=['DUOI'])}']")
    up = _page(lead_client, "plan_chain", "DUOI")
    assert "27/QĐ-TTg ngày 03/01/2025" in _words(up)
    told = _page(lead_client, "recommendation", CODE, "30")
    assert "Kế hoạch của tỉnh căn cứ văn bản này" in _words(told)


def test_work_of_agencies_stands_below_it(lead_client: Client, thirty: Recommendation, plan: Plan) -> None:
    _link(thirty, plan, "I.2")
    row = plan.tasks.get(code="I.2").assignments.get(role="lead")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with clock.frozen(clock.at(made.ISSUED_ON.replace(month=3), 9)):
        accept_assignment(actor=officer, assignment_id=row.pk)
        done = add_activity(actor=officer, assignment_id=row.pk, text="Tập huấn mẫu")
        page = _page(lead_client, "recommendation_chain", CODE, "30")
    assert page.xpath(f"//li[a[contains(., 'Sở Tư pháp')]]//a[@href='{reverse('activity', args=[done.pk])}']")


def test_another_province_sees_the_paragraphs_and_not_our_links(
    lead_client: Client, thirty: Recommendation, plan: Plan
) -> None:
    from mangnon.accounts.public import Actor, Role
    from mangnon.recommendations.public import links, recommendations, what_was_done

    _link(thirty, plan, "I.1", "I.2")
    stranger = Actor(user_id=1, label="Người tỉnh khác", role=Role.PROVINCIAL_LEAD, territory_code="91")
    rows = recommendations(stranger, thirty.document)
    assert [(row.number, row.task_count) for row in rows] == [(17, 0), (30, 0)]  # type: ignore[attr-defined]
    assert not links(stranger).exists()
    assert what_was_done(stranger, thirty).tasks == []


def test_reading_pages_costs_the_same_however_many_links(
    lead_client: Client, document: CommitteeDocument, thirty: Recommendation
) -> None:
    numbers = iter(range(1, 10))

    def add() -> None:
        number = next(numbers)
        plan = made.adopted(made.result(number=f"{number}0/KH-UBND"), code=f"KH{number}")
        tasks = list(plan.tasks.values_list("pk", flat=True))
        rows = [(thirty.pk, "task", pk) for pk in tasks] + [(thirty.pk, "plan", plan.pk)]
        make_links(SYSTEM, rows, kind="implements", basis=LinkBasis.BY_HAND)

    addresses = [
        reverse("recommendation", args=[CODE, "30"]),
        reverse("recommendation_chain", args=[CODE, "30"]),
        reverse("committee_document", args=[CODE]),
        reverse("recommendation_suggestions", args=[CODE]),
        reverse("task_chain", args=["KH1", "I.1"]),
    ]

    def read() -> None:
        for address in addresses:
            assert lead_client.get(address).status_code == 200

    assert_constant_queries(add_row=add, read=read)


def test_the_chain_of_a_plan_costs_the_same_however_many_tasks(lead_client: Client, plan: Plan) -> None:
    numbers = iter(range(100, 110))

    def add() -> None:
        task = plan.tasks.order_by("order")[0]
        task.order = next(numbers)
        task.pk, task.code = None, f"II.{task.order}"
        task.save(force_insert=True)

    assert_constant_queries(add_row=add, read=lambda: _page(lead_client, "plan_chain", plan.code))


def _workbook(rows: list[list[str]]) -> SimpleUploadedFile:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
    book.close()
    return SimpleUploadedFile("danh-muc.xlsx", buffer.getvalue())


def test_a_list_is_previewed_then_imported_then_the_same_again(
    lead_client: Client, officer_client: Client, document: CommitteeDocument
) -> None:
    address = reverse("recommendations_import", args=[CODE])
    rows = [
        ["Đoạn", "Cụm", "Chủ đề", "Khẩn", "Quyền", "Nhiệm vụ"],
        ["30", "E", "Bạo lực mẫu", "x", "25; 27", "99-KH-UBND: I.2"],
        ["31 (a)", "E", "Chủ đề mẫu", "", "", ""],
    ]
    assert officer_client.get(address).status_code == 403
    answer = lead_client.post(address, {"file": _workbook(rows), "source": "Bản mẫu"})
    page = html.document_fromstring(answer.content.decode())
    assert "Bạo lực đối với trẻ em, gồm bóc lột và xâm hại tình dục → Bạo lực mẫu" in _words(page)
    assert document.recommendations.count() == 2, "a preview writes nothing"
    apply = page.xpath("//form[contains(@action,'/nhap/')][not(@enctype)]/@action")[0]
    assert officer_client.post(apply).status_code == 403
    told = lead_client.post(apply, follow=True)
    assert "1 đoạn mới, 1 đoạn thay đổi, 0 đoạn như cũ, 1 liên kết" in told.content.decode()
    thirty = document.recommendations.get(number=30)
    assert (thirty.topic, thirty.source, thirty.tag) == ("Bạo lực mẫu", "Bản mẫu", "R")
    assert [each.article for each in thirty.rights.all()] == [25, 27]
    assert thirty.links.get().basis == "imported"
    assert document.recommendations.get(number=31).paragraph == "31a"
    assert _page(lead_client, "recommendation", CODE, "31a") is not None
    again = lead_client.post(address, {"file": _workbook(rows)})
    assert "không có gì để nạp" in again.content.decode()
    assert "chưa kiểm chứng" in _words(_page(lead_client, "committee_document", CODE))


def test_the_file_of_the_registry_comes_back_unchanged(lead_client: Client, document: CommitteeDocument) -> None:
    given = lead_client.get(reverse("recommendations_file", args=[CODE]))
    file = SimpleUploadedFile("khuyen-nghi.xlsx", given.content)
    answer = lead_client.post(reverse("recommendations_import", args=[CODE]), {"file": file})
    assert "không có gì để nạp" in answer.content.decode()


def test_a_preview_belongs_to_who_sent_it(lead_client: Client, document: CommitteeDocument) -> None:
    from mangnon.accounts.public import Role

    answer = lead_client.post(reverse("recommendations_import", args=[CODE]), {"text": "5. Đoạn mẫu thứ năm"})
    apply = html.document_fromstring(answer.content.decode()).xpath("//form[contains(@action,'/nhap/')]/@action")[0]
    other = Client()
    other.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    assert other.post(apply).status_code == 404
    assert lead_client.post(apply).status_code == 302
    assert document.recommendations.get(number=5).text == "Đoạn mẫu thứ năm"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("recommendation", [CODE, "99"]),
        ("recommendation", [CODE, "abc"]),
        ("recommendation", ["khong-co", "30"]),
        ("recommendation", [CODE, "030"]),
        ("committee_document", ["khong-co"]),
        ("task_chain", ["99-KH-UBND", "IX.9"]),
        ("plan_chain", ["khong-co"]),
    ],
)
def test_what_is_not_there_is_not_found(
    lead_client: Client, document: CommitteeDocument, name: str, args: list[str]
) -> None:
    assert lead_client.get(reverse(name, args=args)).status_code == 404


def test_another_document_of_a_committee_is_recorded_once(lead_client: Client, document: CommitteeDocument) -> None:
    address = reverse("committee_document_new")
    data = {"committee": "Ủy ban mẫu", "symbol": "CEDAW/C/VNM/CO/9", "adopted_on": "20/02/2024"}
    assert lead_client.post(address, data).status_code == 302
    assert CommitteeDocument.objects.get(code="CEDAW-C-VNM-CO-9").tag == "R"
    again = lead_client.post(address, data)
    assert again.status_code == 422
    assert "đã có trong hệ thống" in again.content.decode()
    assert lead_client.post(address, {"committee": "", "symbol": "", "adopted_on": "hôm qua"}).status_code == 422
    assert "CEDAW/C/VNM/CO/9" in _words(_page(lead_client, "recommendations"))
