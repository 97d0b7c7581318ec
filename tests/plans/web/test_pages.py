"""The pages of plans and tasks."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.documents.models import DirectiveReading
from mangnon.kernel import clock
from mangnon.plans.adopting.adoption import adopt_reading
from mangnon.plans.models import Assignment, Difficulty, Plan, ProgressNote, Task
from mangnon.plans.public import accept_assignment, report_complete
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.harness.queries import assert_constant_queries
from tests.plans import made


def _text(response: object) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())  # type: ignore[attr-defined]


def _own(plan: Plan, code: str = "I.2") -> Assignment:
    return Assignment.objects.get(task__plan=plan, task__code=code, agency=made.agency("SO_TP"))


# ---- from a reading to a plan ------------------------------------------------------------------------------------


def test_the_preview_shows_what_will_be_created(db: None) -> None:
    made.province()
    row = made.reading(made.result(tasks=[made.task("I.1", "Sở Y tế", [made.CLASS, "Hội Người Sao Hỏa"])]))
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = client.get(reverse("adopt_reading", args=[row.pk]))
    text = _text(page)
    assert 'value="99-KH-UBND"' in page.content.decode()
    assert f"{made.CLASS}: 2 cơ quan" in text
    assert "«Hội Người Sao Hỏa»" in text
    assert not Plan.objects.exists()


def test_a_body_known_only_by_recollection_is_shown_so(db: None) -> None:
    made.province()
    kinds = made.agency("SO_TP").__class__.objects
    kinds.update(is_verified=True)
    row = made.reading(made.result(tasks=[made.task("I.1", "Sở Y tế", ["Sở Tư pháp"])]))
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    address = reverse("adopt_reading", args=[row.pk])
    assert "chưa kiểm chứng" not in _text(client.get(address))
    kinds.filter(catalogue_code="SO_TP").update(is_verified=False)
    assert "Sở Tư pháp (chưa kiểm chứng)" in _text(client.get(address))
    plan = adopt_reading(actor=SYSTEM, reading_id=row.pk, version=1, plan_code="99-KH-UBND")
    task = client.get(reverse("task", args=[plan.code, "I.1"]))
    assert "Sở Tư pháp (chưa kiểm chứng)" in _text(task)


def test_adopting_leads_to_the_plan_and_the_second_person_to_the_same(db: None) -> None:
    made.province()
    row = made.reading()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    address, values = reverse("adopt_reading", args=[row.pk]), {"plan_code": "99-KH-UBND", "version": 1}
    assert client.post(address, values).headers["Location"] == reverse("plan", args=["99-KH-UBND"])
    second = client.post(address, {**values, "plan_code": "KHAC"})
    assert second.status_code == 409
    assert f'href="{reverse("plan", args=["99-KH-UBND"])}"' in second.content.decode()
    assert client.get(address).headers["Location"] == reverse("plan", args=["99-KH-UBND"])
    assert client.get(reverse("reading_plan", args=[row.pk])).status_code == 302


def test_what_keeps_a_reading_from_becoming_a_plan_is_listed_with_the_way_back(db: None) -> None:
    made.province()
    row = made.reading(made.result(date=None, tasks=[]))
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = client.get(reverse("adopt_reading", args=[row.pk]))
    assert "chưa có ngày ban hành" in _text(page)
    assert "chưa có nhiệm vụ nào" in _text(page)
    assert reverse("document", args=[row.pk]) in page.content.decode()
    refused = client.post(reverse("adopt_reading", args=[row.pk]), {"plan_code": "MOT", "version": 1})
    assert refused.status_code == 422


def test_a_bad_plan_code_stays_in_its_box(db: None) -> None:
    made.province()
    row = made.reading()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    page = client.post(reverse("adopt_reading", args=[row.pk]), {"plan_code": "mã có dấu", "version": 1})
    assert page.status_code == 422
    assert 'value="mã có dấu"' in page.content.decode()


# ---- plans -------------------------------------------------------------------------------------------------------


def test_an_empty_list_teaches_the_next_step(db: None) -> None:
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    assert "nhận văn bản, rà soát bản đọc rồi duyệt" in _text(client.get(reverse("plans")))


def test_the_matrix_says_each_state_in_words(plan: Plan, officer_client: Client) -> None:
    page = officer_client.get(reverse("plan", args=[plan.code]), {"xem": "ma-tran"})
    table = html.document_fromstring(page.content.decode()).xpath("//table[contains(@class,'plan-matrix')]")[0]
    rows = {
        row.xpath("./th//a/text()")[0].split(".")[1]: [
            " ".join(cell.text_content().split()) for cell in row.xpath("./td")
        ]
        for row in table.xpath(".//tbody/tr[th/a]")
    }
    heads = [head.text_content() for head in table.xpath(".//thead//th")][1:]
    cells = dict(zip(heads, rows["2"], strict=True))
    assert cells["Sở TP"] == "chủ trì, quá hạn"
    assert cells["Sở YT"] == "quá hạn"
    assert dict(zip(heads, rows["3"], strict=True))["Sở YT"] == "chủ trì, sắp đến hạn"
    assert len([cell for cell in rows["1"] if cell]) == 4


def test_the_official_cells_lead_to_exactly_the_rows_they_count(plan: Plan, lead_client: Client) -> None:
    page = html.document_fromstring(lead_client.get(reverse("plan", args=[plan.code])).content.decode())
    counts = {link.get("href"): int(link.text) for link in page.xpath("//a[@class='tile__value']")}
    assert sum(counts.values()) == 3
    for address, count in counts.items():
        shown = html.document_fromstring(lead_client.get(address).content.decode())
        assert shown.xpath("string(//*[@id='ket-qua']//p[@role='status'])") == f"{count} trên 3 nhiệm vụ"
    rates = [" ".join(" ".join(tile.itertext()).split()) for tile in page.xpath("//div[@class='tile']")]
    assert rates == [
        "Tỷ lệ quá hạn trên số đến hạn 100,0 % 1 chưa xong, quá hạn trên 1 nhiệm vụ đã xong hoặc đã quá ngày hạn",
        "Tỷ lệ quá hạn trên tổng số 33,3 % 1 chưa xong, quá hạn trên 3 nhiệm vụ được giao",
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["I.1", "I.2", "I.3"]),
        ({"tim": "hoat dong mau so 3"}, ["I.3"]),
        ({"tim": "tư pháp"}, ["I.1", "I.2", "I.3"]),
        ({"tim": "không có gì như vậy"}, []),
        ({"co-quan": "90.SO_TP", "vai-tro": "chu-tri"}, ["I.2"]),
        ({"co-quan": "90.SO_TP", "vai-tro": "phoi-hop"}, ["I.1", "I.3"]),
        ({"co-quan": "90.UBND.901"}, ["I.1"]),
        ({"tinh-trang": "qua-han"}, ["I.2"]),
        ({"nhom": "1"}, ["I.1", "I.2", "I.3"]),
        ({"nhom": "9"}, []),
        ({"nhom": "abc", "vai-tro": "?", "tinh-trang": "?", "xem": "?"}, ["I.1", "I.2", "I.3"]),
    ],
)
def test_filters_are_in_the_address(
    plan: Plan, officer_client: Client, query: dict[str, str], codes: list[str]
) -> None:
    page = officer_client.get(reverse("plan", args=[plan.code]), {"xem": "danh-sach", **query})
    table = html.document_fromstring(page.content.decode()).xpath("//div[@class='results__list']//td[@data-label='Mã']")
    assert sorted(cell.text for cell in table) == codes


def test_the_fragment_leaves_the_page_as_a_fresh_load_would(plan: Plan, htmx: HtmxClient) -> None:
    htmx.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    address = reverse("plan", args=[plan.code])
    wanted = f"{address}?tim=so+3&xem="
    before, fresh = htmx.get(address), htmx.get(wanted)
    fragment = htmx.fragment_get(wanted, target="ket-qua", page=address)
    assert len(fragment.content) < len(fresh.content) / 2
    assert_same_as_fresh(before, fragment, fresh, target="ket-qua", within="//*[@id='ket-qua']")


def test_the_annex_holds_what_is_on_screen(plan: Plan, officer_client: Client) -> None:
    answer = officer_client.get(reverse("plan_annex", args=[plan.code]), {"tim": "so 3"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="phu-luc-99-KH-UBND.xlsx"'
    with ZipFile(BytesIO(answer.content)) as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert "Tổ chức hoạt động mẫu số 3" in words
    assert "Tổ chức hoạt động mẫu số 2" not in words
    assert all(title in words for title in ("STT", "Văn bản giao nhiệm vụ", "Cơ quan phối hợp"))


def test_a_matrix_of_more_tasks_and_agencies_costs_no_more_queries(plan: Plan, officer_client: Client) -> None:
    places = iter(["SO_NV", "SO_TC", "SO_XD", "SO_CT"])
    group = plan.groups.get()

    def add_row() -> None:
        number = plan.tasks.count()
        task = Task.objects.create(plan=plan, group=group, code=f"I.{number + 1}", text="x", order=number)
        Assignment.objects.create(task=task, agency=made.agency(next(places)), role="lead")

    assert_constant_queries(add_row=add_row, read=lambda: officer_client.get(reverse("plan", args=[plan.code])))


def test_a_list_of_more_plans_costs_no_more_queries(plan: Plan, lead_client: Client) -> None:
    numbers = iter(range(10))
    assert_constant_queries(
        add_row=lambda: made.adopted(code=f"KH-{next(numbers)}"), read=lambda: lead_client.get(reverse("plans"))
    )


def test_a_province_sees_its_own_plans_only(plan: Plan) -> None:
    other = made.Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    place = made.Agency.objects.create(
        code="91.SO_YT", catalogue_code="SO_YT", name="Sở Y tế", short_name="Sở YT", level="province", territory=other
    )
    user = made.User.objects.create_user(username="tinh-khac", password="x", full_name="Trần Thị Mẫu")
    made.Post.objects.create(user=user, agency=place, role=Role.PROVINCIAL_LEAD)
    client = Client()
    client.force_login(user)
    assert "Chưa có kế hoạch nào" in _text(client.get(reverse("plans")))
    for name, arguments in (("plan", [plan.code]), ("plan_annex", [plan.code]), ("task", [plan.code, "I.1"])):
        assert client.get(reverse(name, args=arguments)).status_code == 404
    assert client.post(reverse("accept_assignment", args=[_own(plan).pk])).status_code == 404


# ---- tasks -------------------------------------------------------------------------------------------------------


def test_a_task_leads_up_to_the_scan_and_down_to_its_members(plan: Plan, officer_client: Client) -> None:
    page = officer_client.get(reverse("task", args=[plan.code, "I.1"]))
    content, text = page.content.decode(), _text(page)
    assert f'href="{reverse("document", args=[plan.directive.reading_id])}#dong-3"' in content
    assert "11/QĐ-TTg ngày 03/01/2025 của Thủ tướng Chính phủ" in text
    assert f"Phối hợp «{made.CLASS}»: 2 cơ quan, 0 đã tiếp nhận" in text
    assert "Việc của Sở Tư pháp" in text


def test_a_task_from_acceptance_to_completion_by_plain_posts(plan: Plan, officer_client: Client) -> None:
    row, address = _own(plan), reverse("task", args=[plan.code, "I.2"])
    accepted = officer_client.post(reverse("accept_assignment", args=[row.pk]), follow=True)
    assert "Đã tiếp nhận nhiệm vụ." in _text(accepted)
    noted = officer_client.post(
        reverse("record_progress", args=[row.pk]), {"progress": "40", "text": "Đã tập huấn mẫu.", "version": 2}
    )
    assert noted.headers["Location"] == address
    silent = {"reason": "Cơ quan phối hợp chưa có ý kiến mẫu."}
    done = officer_client.post(reverse("report_complete", args=[row.pk]), silent, follow=True)
    text = _text(done)
    assert "Sở Tư pháp: 40 %" in text
    assert "Đã tập huấn mẫu." in text
    assert "Sở Tư pháp ghi tiến độ 40 % (trước đó 0 %)." in text
    assert "Sở Tư pháp báo đã hoàn thành." in text


def test_stale_progress_keeps_the_words(plan: Plan, officer_client: Client) -> None:
    row = _own(plan)
    officer_client.post(reverse("accept_assignment", args=[row.pk]))
    values = {"progress": "40", "text": "Chữ của tôi còn đây", "version": 1}
    page = officer_client.post(reverse("record_progress", args=[row.pk]), values)
    assert page.status_code == 409
    assert "Chữ của tôi còn đây" in page.content.decode()
    assert "Người khác trong cơ quan vừa cập nhật" in _text(page)
    assert not ProgressNote.objects.exists()


@pytest.mark.parametrize("values", [{"progress": "140", "text": "x"}, {"progress": "", "text": "x"}, {"progress": "4"}])
def test_bad_progress_is_told_beside_its_box(plan: Plan, officer_client: Client, values: dict[str, str]) -> None:
    row = _own(plan)
    officer_client.post(reverse("accept_assignment", args=[row.pk]))
    page = officer_client.post(reverse("record_progress", args=[row.pk]), {**values, "version": 2})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.content.decode()


def test_a_difficulty_is_told_and_answered(plan: Plan, officer_client: Client, lead_client: Client) -> None:
    row = _own(plan)
    empty = officer_client.post(reverse("raise_difficulty", args=[row.pk]), {"text": "", "proposal": "Giữ lại"})
    assert empty.status_code == 422
    assert "Giữ lại" in empty.content.decode()
    officer_client.post(reverse("raise_difficulty", args=[row.pk]), {"text": "Thiếu kinh phí mẫu"})
    told = Difficulty.objects.get()
    address = reverse("task", args=[plan.code, "I.2"])
    assert "Thiếu kinh phí mẫu" in _text(lead_client.get(address))
    blank = lead_client.post(reverse("answer_difficulty", args=[told.pk]), {f"tl{told.pk}-answer": " "})
    assert blank.status_code == 422
    lead_client.post(reverse("answer_difficulty", args=[told.pk]), {f"tl{told.pk}-answer": "Đã bố trí."})
    assert "Đã bố trí." in _text(officer_client.get(address))
    again = lead_client.post(reverse("answer_difficulty", args=[told.pk]), {f"tl{told.pk}-answer": "Câu khác"})
    assert again.status_code == 422
    assert "Câu khác" in again.content.decode()


def test_difficulties_are_between_the_agency_and_the_lead_agency(plan: Plan, officer_client: Client) -> None:
    officer_client.post(reverse("raise_difficulty", args=[_own(plan).pk]), {"text": "Thiếu kinh phí mẫu"})
    other = Client()
    other.force_login(made.user_at("SO_NV", Role.DEPARTMENT_OFFICER))
    assert "Thiếu kinh phí mẫu" not in _text(other.get(reverse("task", args=[plan.code, "I.2"])))
    told = Difficulty.objects.get()
    assert other.post(reverse("answer_difficulty", args=[told.pk]), {}).status_code == 404


def test_several_are_accepted_from_another_page_and_only_this_site_is_gone_back_to(
    plan: Plan, officer_client: Client
) -> None:
    ids = list(Assignment.objects.filter(agency=made.agency("SO_TP")).values_list("pk", flat=True))
    values = {"ids": [str(ids[0]), "abc", "-1"], "next": "/ban-lam-viec/"}
    assert officer_client.post(reverse("accept_assignments"), values).headers["Location"] == "/ban-lam-viec/"
    for elsewhere in ("https://example.org/", "//example.org/", ""):
        answer = officer_client.post(reverse("accept_assignments"), {"ids": ids, "next": elsewhere})
        assert answer.headers["Location"] == reverse("plans")
    assert Assignment.objects.filter(execution="in_progress").count() == len(ids)
    none = officer_client.post(reverse("accept_assignments"), {"next": reverse("plans")}, follow=True)
    assert "Không còn phân công nào chờ tiếp nhận" in _text(none)


# ---- who may open what -------------------------------------------------------------------------------------------

_EVERYBODY = list(Role)[:5]


@pytest.mark.parametrize("role", _EVERYBODY)
def test_everybody_in_a_post_reads_plans_and_only_some_adopt(plan: Plan, role: Role) -> None:
    client = Client()
    client.force_login(made.user_at("SO_NV", role))
    waiting = DirectiveReading.objects.create(
        source=made.reading().source.__class__.objects.create(
            sha256="f" * 64, name="x", kind="txt", size=1, received_at=plan.adopted_at
        ),
        first_result=made.result(),
        result=made.result(),
        read_at=plan.adopted_at,
    )
    for name, arguments in (("plans", []), ("plan", [plan.code]), ("task", [plan.code, "I.1"])):
        assert client.get(reverse(name, args=arguments)).status_code == 200
    may_adopt = role in (Role.PROVINCIAL_LEAD, Role.ADMINISTRATOR)
    assert client.get(reverse("adopt_reading", args=[waiting.pk])).status_code == (200 if may_adopt else 403)
    # Sở Nội vụ has no assignment here: acting for another agency is refused on the page.
    assert client.post(reverse("accept_assignment", args=[_own(plan).pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("plans", []),
        ("plan", ["99-KH-UBND"]),
        ("plan_annex", ["99-KH-UBND"]),
        ("task", ["99-KH-UBND", "I.1"]),
        ("adopt_reading", [1]),
        ("reading_plan", [1]),
        ("accept_assignments", []),
        ("accept_assignment", [1]),
        ("record_progress", [1]),
        ("report_complete", [1]),
        ("raise_difficulty", [1]),
        ("answer_difficulty", [1]),
    ],
)
def test_strangers_are_sent_to_the_door(plan: Plan, client: Client, name: str, arguments: list[object]) -> None:
    for ask in (client.get, client.post):
        answer = ask(reverse(name, args=arguments))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("sign_in"))


@pytest.mark.parametrize("name", ["accept_assignment", "record_progress", "report_complete", "raise_difficulty"])
def test_acts_are_posts(plan: Plan, officer_client: Client, name: str) -> None:
    answer = officer_client.get(reverse(name, args=[_own(plan).pk]))
    assert answer.status_code == 405
    assert "Địa chỉ này không phải một trang để mở" in answer.content.decode()
    assert "POST" in answer.headers["Allow"]
    assert officer_client.post(reverse(name, args=[10**9])).status_code == 404


def test_the_papers_own_day_says_nothing_of_who_is_late(officer_client: Client, plan: Plan) -> None:
    """The head and each holder say how it stands; the day beside the paper's words is just that day."""
    row = Assignment.objects.get(task__plan=plan, task__code="I.2", role="lead")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=row.pk)
    report_complete(actor=officer, assignment_id=row.pk, reason="Các cơ quan khác đã gửi riêng")
    with clock.frozen(clock.at(dt.date(2025, 7, 30), 9)):
        page = officer_client.get(reverse("task", args=[plan.code, "I.2"])).content.decode()
    section = page.partition('id="thoi-han"')[2].partition("</section>")[0]
    assert row.task.due_on is not None
    assert f"{row.task.due_on:%d/%m/%Y}" in section
    assert "quá hạn" not in section
