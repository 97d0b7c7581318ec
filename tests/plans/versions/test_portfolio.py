"""What directives say of each other: continued plans and their periods, which replaced which; adoption carries it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.public import set_up_province
from mangnon.documents.reading import Reading
from mangnon.plans.adopting.proposal import propose
from mangnon.plans.errors import CannotAdopt
from mangnon.plans.models import DirectiveRelation, Plan
from mangnon.plans.terms import PeriodState
from mangnon.plans.versions.portfolio import changed_by, continued_plans, related_of
from mangnon.territory.models import ParentEdge, Unit
from tests.harness.queries import assert_constant_queries
from tests.plans import made

OLD = "về hoạt động mẫu giai đoạn 2016-2020"


def _letter(*links: dict[str, Any], code: str = "THU", **more: Any) -> Plan:
    """A department's letter that only speaks of other documents."""
    changes: dict[str, Any] = {
        "number": f"{len(code)}/SYT-TE",
        "issuer": "Sở Y tế tỉnh Mẫu",
        "doc_type": "Công văn",
        "tasks": [],
        "duties": [],
        "reporting": [],
        "links": list(links),
        **more,
    }
    return made.adopted(made.result(**changes), code=code)


@pytest.fixture
def lead(db: None) -> Client:
    """Signed in as the lead officer of a made-up province."""
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_YT", Role.PROVINCIAL_LEAD))
    return client


def _page(client: Client, name: str, *args: object, query: str = "") -> html.HtmlElement:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return html.document_fromstring(answer.content.decode())


def _words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_a_letter_that_only_continues_others_becomes_their_portfolio(lead: Client) -> None:
    plan = _letter(made.link("continues", "8/KH-UBND", "2016-07-08", title=OLD), made.link("basis", "11/QĐ-TTg"))
    assert plan.lead_agency == made.agency("SO_YT")
    rows = plan.directive.relations.order_by("order")
    assert [(row.kind, row.number_key, row.from_year, row.to_year, row.first_line) for row in rows] == [
        ("continues", "8/khubnd", 2016, 2020, 3),
        ("basis", "11/qdttg", None, None, 3),
    ]
    page = _page(lead, "plan", plan.code)
    row = page.xpath("//section[@aria-labelledby='danh-muc']//tbody/tr")[0]
    assert "8/KH-UBND 08/07/2016" in _words(row)
    assert "2016–2020 Đã hết giai đoạn" in _words(row)
    assert "chưa có trong hệ thống" in _words(row)
    assert "Văn bản không giao nhiệm vụ nào" in _words(page)
    asked = _page(lead, "plan", plan.code, query="?ngay=31/12/2020")
    assert "Đang trong giai đoạn" in _words(asked.xpath("//section[@aria-labelledby='danh-muc']")[0])


@pytest.mark.django_db
def test_a_paper_without_tasks_that_continues_nothing_is_still_refused() -> None:
    made.province()
    with pytest.raises(CannotAdopt) as refusal:
        _letter(made.link("implements", "8/KH-UBND"))
    assert refusal.value.code == "no_tasks"


@pytest.mark.django_db
def test_only_a_department_answers_for_its_own_letter() -> None:
    made.province()
    links = [made.link("continues", "8/KH-UBND")]
    committee = made.result(tasks=[], reporting=[], duties=[], links=links)
    assert [problem.code for problem in propose(Reading.from_json(committee)).problems] == ["no_lead_agency"]


def test_a_continued_plan_that_is_known_is_led_to(lead: Client) -> None:
    letter = _letter(made.link("continues", "99/KH-UBND", "2025-02-17"))
    rows = related_of(SYSTEM, letter)
    assert (rows[0].plan, rows[0].paper) == (None, None)
    plan = made.adopted()
    rows = related_of(SYSTEM, letter)
    assert rows[0].plan == plan
    assert rows[0].paper is not None
    assert _page(lead, "plan", letter.code).xpath(
        f"//section[@aria-labelledby='danh-muc']//a[@href='{reverse('plan', args=[plan.code])}']"
    )


@pytest.mark.parametrize(
    ("kind", "was", "is_"),
    [
        ("replaces", "Đã được thay thế bởi", "Thay thế"),
        ("amends", "Đã được sửa đổi, bổ sung bởi", "Sửa đổi, bổ sung"),
    ],
)
def test_both_pages_say_which_changed_which(lead: Client, kind: str, was: str, is_: str) -> None:
    old = made.adopted()
    assert changed_by(SYSTEM, old) == []
    new = made.adopted(
        made.result(
            number="7/KH-UBND",
            date="2025-04-01",
            links=[made.link(kind, "99/KH-UBND", "2025-02-17"), *([made.link("cites", "98/KH-UBND")])],
        ),
        code="MOI",
    )
    assert [row.directive_id for row in changed_by(SYSTEM, old)] == [new.directive_id]
    told = _page(lead, "plan", old.code)
    assert f"{was} Kế hoạch 7/KH-UBND ngày 01/04/2025" in _words(told)
    assert told.xpath(f"//main//a[@href='{reverse('plan', args=['MOI'])}']")
    teller = _page(lead, "plan", "MOI")
    assert f"{is_} 99/KH-UBND ngày 17/02/2025" in _words(teller)
    assert teller.xpath(f"//main//a[@href='{reverse('plan', args=[old.code])}']")


def test_another_day_or_number_is_another_paper(lead: Client) -> None:
    old = made.adopted()
    made.adopted(made.result(number="7/KH-UBND", links=[made.link("replaces", "99/KH-UBND", "2024-02-17")]), code="MOI")
    assert changed_by(SYSTEM, old) == []


def test_the_portfolio_has_each_document_once_with_all_who_continue_it(lead: Client) -> None:
    one = _letter(made.link("continues", "8/KH-UBND", "2016-07-08", title=OLD), code="MOT")
    two = _letter(
        made.link("continues", "08/KH-UBND", "2016-07-08", title=OLD),
        made.link("continues", "9/KH-UBND", "2021-07-08", title="về việc mẫu giai đoạn 2021-2030"),
        made.link("continues", "10/KH-UBND", "2021-07-08", title="về việc mẫu"),
        made.link("implements", "11/KH-UBND", "2021-07-08", title="về việc mẫu"),
        code="HAI2",
    )
    found = continued_plans(SYSTEM)
    assert [(each.related.relation.number_key, {plan.pk for plan in each.by}) for each in found] == [
        ("9/khubnd", {two.pk}),
        ("8/khubnd", {one.pk, two.pk}),
        ("10/khubnd", {two.pk}),
    ]
    on = dt.date(2025, 5, 20)
    assert [each.related.state(on) for each in found] == [PeriodState.RUNNING, PeriodState.OVER, PeriodState.UNKNOWN]
    page = _page(lead, "portfolio")
    assert [_words(tab) for tab in page.xpath("//nav[@aria-label='Lọc theo giai đoạn']//a")] == [
        "Tất cả 3",
        "Đang trong giai đoạn 1",
        "Đã hết giai đoạn 1",
        "Chưa đến giai đoạn 0",
        "Không nêu giai đoạn 1",
    ]
    over = _page(lead, "portfolio", query="?giai-doan=het")
    assert len(over.xpath("//tbody/tr")) == 1
    past = _page(lead, "portfolio", query="?ngay=20/05/2018")
    assert "tình trạng tính vào ngày 20/05/2018" in _words(past)
    assert "Chưa đến giai đoạn 1" in _words(past)
    assert "Chưa hiểu ngày" in _words(_page(lead, "portfolio", query="?ngay=hôm nay"))


def test_an_empty_portfolio_teaches(lead: Client) -> None:
    assert "Chưa có kế hoạch nào được tiếp tục thực hiện" in _words(_page(lead, "portfolio"))


def test_another_province_sees_nothing_of_it(lead: Client) -> None:
    letter = _letter(made.link("continues", "99/KH-UBND", "2025-02-17"))
    old = made.adopted()
    other = Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    child = Unit.objects.create(code="911", name="Huyện Khác", level="district", kind="Huyện", parent=other)
    ParentEdge.objects.create(child=child, parent=other)
    set_up_province(actor=SYSTEM, province_code="91", on=made.ISSUED_ON)
    theirs = made.adopted(
        made.result(
            issuer="Ủy ban nhân dân tỉnh Khác",
            place="Khác",
            number="5/KH-UBND",
            links=[made.link("replaces", "99/KH-UBND", "2025-02-17"), made.link("continues", "6/KH-UBND")],
        ),
        code="KHAC",
    )
    viewer = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    assert changed_by(viewer, old) == []
    assert related_of(viewer, theirs) == []
    assert [each.by for each in continued_plans(viewer)] == [[letter]]
    assert len(changed_by(SYSTEM, old)) == 1


def test_who_reads_plans_but_no_papers_is_led_to_plans_alone(lead: Client) -> None:
    letter = _letter(made.link("continues", "99/KH-UBND", "2025-02-17"), made.link("continues", "98/KH-UBND"))
    made.reading(made.result(number="98/KH-UBND", issuer=None))
    plan = made.adopted()
    reader = made.actor_at("VP_UBND", Role.READER)
    assert [(each.plan, each.paper) for each in related_of(reader, letter)] == [(plan, None), (None, None)]
    client = Client()
    client.force_login(made.user_at("VP_UBND", Role.READER))
    assert client.get(reverse("portfolio")).status_code == 200


def test_more_relations_cost_no_more_queries(lead: Client) -> None:
    letter = _letter(made.link("continues", "1/KH-UBND"))

    def add() -> None:
        number = letter.directive.relations.count() + 1
        plan = made.adopted(
            made.result(number=f"{number}/KH-UBND", links=[made.link("amends", "5/SYT-TE")]), code=f"K{number}"
        )
        DirectiveRelation.objects.create(
            directive=letter.directive,
            order=number,
            kind="continues",
            number=f"{number}/KH-UBND",
            number_key=plan.directive.reading.number_key,
            issued_on=made.ISSUED_ON,
        )

    assert_constant_queries(add_row=add, read=lambda: lead.get(reverse("plan", args=[letter.code])))
    assert_constant_queries(add_row=add, read=lambda: lead.get(reverse("portfolio")))


@pytest.mark.django_db
def test_no_plan_takes_the_address_of_the_portfolio() -> None:
    made.province()
    with pytest.raises(CannotAdopt) as refusal:
        made.adopted(code="danh-muc")
    assert refusal.value.code == "bad_plan_code"
