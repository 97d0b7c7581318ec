"""The review page: papers that name each other, and what the names of bodies mean at the paper's date."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.documents.models import CitedPaper, Correction, DirectiveReading
from tests.harness.queries import assert_constant_queries
from tests.plans import made


@pytest.fixture
def reviewer(db: None) -> Client:
    """Signed in as the province's lead officer."""
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _page(client: Client, row: DirectiveReading) -> html.HtmlElement:
    return html.document_fromstring(client.get(reverse("document", args=[row.pk])).content.decode())


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _letter(*links: dict[str, object], **more: object) -> DirectiveReading:
    return made.reading(made.result(number="7/CV-SYT", links=list(links), **more), province_code=made.PROVINCE)


def test_related_papers_lead_to_known_ones_and_to_the_lines(reviewer: Client) -> None:
    known = made.reading(province_code=made.PROVINCE)
    row = _letter(
        made.link("continues", "99/KH-UBND", "2025-02-17", title="về hoạt động mẫu"),
        made.link("continues", "98/KH-UBND", "2024-02-17"),
        made.link("basis", None, title="Luật Mẫu năm 2016"),
    )
    card = _page(reviewer, row).get_element_by_id("van-ban-lien-quan")
    assert [_words(head) for head in card.xpath(".//h4")] == ["Căn cứ (1)", "Tiếp tục thực hiện (2)"]
    assert card.xpath(f".//a[@href='{reverse('document', args=[known.pk])}']/text()") == ["Kế hoạch 99/KH-UBND"]
    assert "98/KH-UBND ngày 17/02/2024 dòng 3 (chưa có trong hệ thống)" in _words(card)
    assert "Luật Mẫu năm 2016" in _words(card)
    assert card.xpath(".//a/@href").count("#dong-3") == 3
    mention = _page(reviewer, known).get_element_by_id("duoc-nhac-den")
    assert "Được tiếp tục thực hiện bởi Kế hoạch 7/CV-SYT" in _words(mention)
    assert mention.xpath(f".//a[@href='{reverse('document', args=[row.pk])}#dong-3']")


def test_a_paper_found_by_number_alone_says_so(reviewer: Client) -> None:
    made.reading(province_code=made.PROVINCE)
    row = _letter(made.link("implements", "99/KH-UBND", issuer="Ủy ban nhân dân tỉnh"))
    assert "chưa đối chiếu được ngày" in _words(_page(reviewer, row).get_element_by_id("van-ban-lien-quan"))


def test_a_paper_that_was_replaced_says_so(reviewer: Client) -> None:
    old = made.reading(province_code=made.PROVINCE)
    _letter(made.link("replaces", "99/KH-UBND", "2025-02-17"))
    state = _page(reviewer, old).xpath("//section[@id='duoc-nhac-den']//*[contains(@class, 'state')]")
    assert "Bị thay thế bởi" in _words(state[0])


def test_names_say_what_they_mean_at_the_papers_date(reviewer: Client) -> None:
    coordinating = ["Sở LĐTBXH", made.CLASS, "Sở Dân tộc và Tôn giáo", "S¢ Tu phap", "Sở Ngoại vụ", "Bộ Y tế"]
    row = made.reading(made.result(tasks=[made.task("I.1", "Sở Y tế", coordinating)]), province_code=made.PROVINCE)
    page = _page(reviewer, row)
    task = _words(page.get_element_by_id("muc-tasks-0"))
    assert "Sở LĐTBXH (Sở Lao động - Thương binh và Xã hội)" in task
    assert "(nhóm 2 cơ quan)" in task
    assert "Sở Dân tộc và Tôn giáo không hoạt động vào ngày ban hành" in task
    assert "gần giống Sở Tư pháp" in task
    assert "Sở Ngoại vụ (chưa có trong danh mục của tỉnh: duyệt thì thêm)" in task
    assert "Bộ Y tế (cơ quan trung ương)" in task
    anchor = page.xpath("//article[@id='muc-tasks-0']//a[contains(text(), 'nhóm')]/@href")[0]
    members = _words(page.get_element_by_id(anchor.removeprefix("#")))
    assert members == f"{made.CLASS}: 2 cơ quan Ủy ban nhân dân huyện Mẫu 1; Ủy ban nhân dân huyện Mẫu 2"


def test_unknown_names_are_counted_and_one_act_puts_a_name_right(reviewer: Client) -> None:
    tasks = [
        made.task("I.1", "Sở Y tế và Dân số", ["Sở Tư pháp"]),
        made.task("I.2", "Sở Tư pháp", ["Hội Người Sao Hỏa", "Sở Nội vụ"]),
    ]
    row = made.reading(made.result(tasks=tasks), province_code=made.PROVINCE)
    page = _page(reviewer, row)
    assert "2 tên cơ quan chưa rõ" in _words(page)
    assert page.xpath("//a[@href='#muc-tasks-1']/text()") == ["Hội Người Sao Hỏa"]
    button = page.xpath("//article[@id='muc-tasks-0']//form//button[text()='Sở Y tế']")[0]
    form = button.xpath("ancestor::form")[0]
    hidden = {box.get("name"): box.get("value") for box in form.xpath(".//input")}
    del hidden["csrfmiddlewaretoken"]
    answer = reviewer.post(form.get("action"), {**hidden, button.get("name"): button.get("value")})
    assert answer.status_code == 302
    correction = Correction.objects.get()
    assert (correction.field, correction.before, correction.after) == (
        "tasks.0.lead",
        ["Sở Y tế và Dân số"],
        ["Sở Y tế"],
    )
    assert "1 tên cơ quan chưa rõ" in _words(_page(reviewer, row))


def test_a_candidate_replaces_its_name_and_leaves_the_others(reviewer: Client) -> None:
    names = ["Sở Nội vụ", "Sở Y tế và Dân số", "Sở Tư pháp"]
    row = made.reading(made.result(tasks=[made.task("I.1", "Sở Y tế", names)]), province_code=made.PROVINCE)
    values = _page(reviewer, row).xpath("//button[@name='coordinating']/@value")
    assert "Sở Nội vụ; Sở Y tế; Sở Tư pháp" in values


def test_readers_see_no_buttons(reviewer: Client) -> None:
    row = made.reading(made.result(tasks=[made.task("I.1", "Sở Y tế và Dân số")]), province_code=made.PROVINCE)
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    page = _page(client, row)
    assert "1 tên cơ quan chưa rõ" in _words(page)
    assert page.xpath("//button[@name='lead']") == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"date": None}, "Chưa có ngày ban hành nên chưa đối chiếu được tên cơ quan"),
        ({"issuer": None, "place": None}, "Chưa rõ tỉnh, thành phố nào ban hành"),
    ],
)
def test_why_names_were_not_compared(reviewer: Client, changes: dict[str, object], sentence: str) -> None:
    assert sentence in _words(_page(reviewer, made.reading(made.result(**changes))))


def test_more_papers_and_names_cost_no_more_queries(reviewer: Client) -> None:
    row = _letter()

    def add() -> None:
        number = row.cited_papers.count() + 1
        known = made.reading(made.result(number=f"{number}/KH-UBND"), province_code=made.PROVINCE)
        CitedPaper.objects.create(
            reading=row, order=number, kind="continues", number_key=f"{number}/khubnd", issued_on=made.ISSUED_ON
        )
        CitedPaper.objects.create(reading=known, order=9, kind="cites", number_key="7/cvsyt", issued_on=made.ISSUED_ON)
        row.refresh_from_db()
        row.result["tasks"].append(made.task(f"I.{number + 3}", f"Hội mẫu số {number}", [made.CLASS, "Bộ Y tế"]))
        row.save()

    assert_constant_queries(add_row=add, read=lambda: reviewer.get(reverse("document", args=[row.pk])))


def test_a_wrong_link_is_taken_out_and_put_back_on_the_page(reviewer: Client) -> None:
    row = _letter(made.link("replaces", "99/KH-UBND", "2025-02-17"), made.link("basis", "1/NQ-CP"))
    form = {"version": "1", "bo-muc": "links.0"}
    assert "links.0" in _page(reviewer, row).xpath("//section[@id='van-ban-lien-quan']//button/@value")
    after = reviewer.post(reverse("remove_item", args=[row.pk]), form, follow=True)
    page = html.document_fromstring(after.content.decode())
    assert "Đã bỏ một mục 99/KH-UBND" in _words(page)
    assert "Thay thế" not in _words(page.get_element_by_id("van-ban-lien-quan"))
    removal = str(Correction.objects.get().pk)
    back = reviewer.post(reverse("put_item_back", args=[row.pk]), {"version": "2", "da-bo": removal}, follow=True)
    assert "Thay thế" in _words(html.document_fromstring(back.content.decode()).get_element_by_id("van-ban-lien-quan"))


def test_who_only_reads_takes_no_link_out(reviewer: Client) -> None:
    row = _letter(made.link("replaces", "99/KH-UBND", "2025-02-17"))
    reader = Client()
    reader.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    assert not _page(reader, row).xpath("//section[@id='van-ban-lien-quan']//button")
    answer = reader.post(reverse("remove_item", args=[row.pk]), {"version": "1", "bo-muc": "links.0"})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert len(row.result["links"]) == 1
