"""The bodies of a province on a time axis, and one body."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency, AgencyFunction, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.kernel import clock
from tests.harness.htmx import HtmxClient, assert_same_as_fresh
from tests.harness.queries import assert_constant_queries
from tests.plans import made


def _text(response: object) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())  # type: ignore[attr-defined]


def _event(day: dt.date = dt.date(2025, 3, 1)) -> SuccessionEvent:
    batch = Reorganisation.objects.create(code=f"mau-{day}", title="Đợt mẫu", digest="0" * 64, applied_at=clock.at(day))
    return SuccessionEvent.objects.create(
        reorganisation=batch, order=1, kind="split", effective_on=day, basis="Nghị quyết mẫu 1/NQ", tag="S"
    )


def _succession() -> Agency:
    """Sở NV ended on 28/02/2025: justice went to Sở TP, and nobody is known to carry finance."""
    old, event = made.agency("SO_NV"), _event()
    old.valid_to, old.ended_by = dt.date(2025, 2, 28), event
    old.save()
    AgencyFunction.objects.create(agency=old, function="justice", valid_to=dt.date(2025, 2, 28), is_verified=True)
    SuccessionPart.objects.create(
        event=event, source=old, target=made.agency("SO_TP"), function="justice", is_verified=True
    )
    SuccessionPart.objects.create(event=event, source=old, target=None, function="finance")
    return old


@pytest.fixture
def client(db: None) -> Client:
    """Signed in as somebody of Sở Tư pháp."""
    made.province()
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    return client


def _rows(response: object) -> list[str]:
    tree = html.document_fromstring(response.content.decode())  # type: ignore[attr-defined]
    return [" ".join(row.text_content().split()) for row in tree.xpath("//table//tbody/tr")]


def test_an_ended_body_stands_below_the_one_that_took_it_over(client: Client) -> None:
    _succession()
    rows = _rows(client.get(reverse("organisation")))
    names = [row.split(" Tỉnh Mẫu")[0] for row in rows]
    place = next(index for index, name in enumerate(names) if name.startswith("Sở Tư pháp"))
    assert names[place + 1].startswith("Sở Nội vụ (trước đó)")
    assert "đến hết 28/02/2025" in rows[place + 1]
    assert rows[place + 1].endswith("đã kết thúc")
    assert rows[place].endswith("đang hoạt động")


def test_another_day_shows_who_was_there_then(client: Client) -> None:
    _succession()
    then = _rows(client.get(reverse("organisation"), {"ngay": "28/02/2025", "chi": "tai-ngay"}))
    now = _rows(client.get(reverse("organisation"), {"ngay": "2025-03-01", "chi": "tai-ngay"}))
    assert [row for row in then if row.startswith("Sở Nội vụ")]
    assert not [row for row in now if row.startswith("Sở Nội vụ")]
    assert len(then) == len(now) + 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"tim": "tu phap"}, ["Sở Tư pháp"]),
        ({"nhiem-vu": "justice"}, ["Sở Tư pháp", "Sở Nội vụ"]),
        ({"cap": "district"}, ["Ủy ban nhân dân huyện Mẫu 1", "Ủy ban nhân dân huyện Mẫu 2"]),
        ({"cap": "commune"}, []),
    ],
)
def test_filters_are_in_the_address(client: Client, query: dict[str, str], expected: list[str]) -> None:
    _succession()
    tree = html.document_fromstring(client.get(reverse("organisation"), query).content.decode())
    assert [link.text for link in tree.xpath("//table//tbody//th/a")] == expected


def test_a_day_that_does_not_exist_is_told_and_today_is_shown(client: Client) -> None:
    page = client.get(reverse("organisation"), {"ngay": "31/02/2025"})
    assert "Ngày vừa nhập chưa đúng" in _text(page)
    assert "tình trạng tại ngày 20/05/2025" in _text(page)


def test_a_body_tells_where_it_went_and_what_nobody_took_over(client: Client) -> None:
    old = _succession()
    text = _text(client.get(reverse("organisation_body", args=[old.code])))
    assert "Chuyển nhiệm vụ tư pháp cho Sở Tư pháp (tỉnh Mẫu)." in text
    assert "Chia tách theo nhiệm vụ, theo Nghị quyết mẫu 1/NQ. Theo nguồn thứ cấp." in text
    assert "Chưa rõ cơ quan nào tiếp nhận nhiệm vụ" in text
    assert "Chưa kiểm chứng." in text
    heir = _text(client.get(reverse("organisation_body", args=["90.SO_TP"])))
    assert "01/03/2025Tiếp nhận nhiệm vụ tư pháp của Sở Nội vụ (tỉnh Mẫu)." in heir


def test_a_body_shows_its_duties_with_a_link(client: Client) -> None:
    plan = made.adopted()
    page = client.get(reverse("organisation_body", args=["90.SO_TP"]))
    assert f"{plan.code}: chủ trì 1, phối hợp 2" in _text(page)
    assert f'href="{reverse("plan", args=[plan.code])}?co-quan=90.SO_TP"' in page.content.decode()
    assert "1 vị trí tại ngày 20/05/2025" in _text(page)


def test_words_for_classes_are_told_for_the_day(client: Client) -> None:
    unit = made.agency("SO_TP").territory
    for code, level, days in (
        ("HUYEN", "district", {"valid_to": dt.date(2025, 6, 30)}),
        ("XA", "commune", {"valid_from": dt.date(2025, 7, 1)}),
    ):
        Agency.objects.create(
            code=f"90.{code}",
            catalogue_code=code,
            name=f"UBND {code} mẫu",
            kind="peoples_committee",
            level=level,
            territory=unit,
            **days,
        )
    before = _text(client.get(reverse("organisation"), {"ngay": "30/06/2025"}))
    told = before.partition("«UBND các huyện, thành phố»")[2].partition("«")[0]
    assert "(dùng đến hết 30/06/2025): " in told
    assert "UBND HUYEN mẫu" in told
    assert "UBND XA mẫu" not in before.partition("Cách gọi nhóm")[2]
    after = _text(client.get(reverse("organisation"), {"ngay": "01/07/2025"}))
    told = after.partition("sau đó hiểu là «UBND các xã, phường»")[2].partition("«")[0]
    assert "UBND XA mẫu" in told
    assert "UBND HUYEN mẫu" not in told


def test_another_province_has_no_such_body(client: Client) -> None:
    other = made.Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    place = made.Agency.objects.create(
        code="91.SO_YT", catalogue_code="SO_YT", name="Sở của tỉnh khác", level="province", territory=other
    )
    assert client.get(reverse("organisation_body", args=[place.code])).status_code == 404
    assert "Sở của tỉnh khác" not in _text(client.get(reverse("organisation"), {"cap": "moi-cap"}))
    assert client.get(reverse("organisation_body", args=["90.KHONG_CO"])).status_code == 404


def test_more_bodies_cost_no_more_queries(client: Client) -> None:
    event, numbers = _event(), iter(range(10))
    unit = made.agency("SO_TP").territory

    def add_row() -> None:
        code = f"90.THEM_{next(numbers)}"
        more = Agency.objects.create(
            code=code, catalogue_code="THEM", name=code, level="province", territory=unit, valid_to=dt.date(2025, 1, 1)
        )
        AgencyFunction.objects.create(agency=more, function="finance")
        SuccessionPart.objects.create(event=event, source=more, target=made.agency("SO_TP"), function="finance")

    assert_constant_queries(add_row=add_row, read=lambda: client.get(reverse("organisation")))
    assert_constant_queries(add_row=add_row, read=lambda: client.get(reverse("organisation_body", args=["90.SO_TP"])))


def test_the_fragment_leaves_the_page_as_a_fresh_load_would(htmx: HtmxClient, client: Client) -> None:
    htmx.force_login(made.user_at("SO_TP", Role.LEADER))
    address = reverse("organisation")
    wanted = f"{address}?tim=tu+phap"
    before, fresh = htmx.get(address), htmx.get(wanted)
    fragment = htmx.fragment_get(wanted, target="truc-thoi-gian", page=address)
    assert_same_as_fresh(before, fragment, fresh, target="truc-thoi-gian", within="//*[@id='truc-thoi-gian']")
