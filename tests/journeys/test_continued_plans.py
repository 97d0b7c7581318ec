"""Tuyên Quang's letter of 2020, from its damaged scan to a live plan with the portfolio of plans that it continues."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency, Post
from mangnon.agencies.public import set_up_province
from mangnon.documents.models import DirectiveReading
from mangnon.documents.public import receive_and_read
from mangnon.plans.models import Plan
from mangnon.territory.models import ParentEdge, Unit
from tests.architecture.walls import REPOSITORY

SCAN = Path(REPOSITORY) / "samples" / "tuyenquang_chithi23.ocr.txt"
ISSUED_ON = dt.date(2020, 8, 3)


def _province() -> Client:
    unit = Unit.objects.create(code="08", name="Tỉnh Tuyên Quang", level="province", kind="Tỉnh")
    for code, name in (("070", "Thành phố Tuyên Quang"), ("073", "Huyện Chiêm Hóa")):
        child = Unit.objects.create(code=code, name=name, level="district", kind=name.split()[0], parent=unit)
        ParentEdge.objects.create(child=child, parent=unit)
    set_up_province(actor=SYSTEM, province_code="08", on=ISSUED_ON)
    user = User.objects.create_user(username="dau-moi", full_name="Nguyễn Văn Mẫu")
    Post.objects.create(user=user, agency=Agency.objects.get(code="08.SO_LDTBXH"), role=Role.PROVINCIAL_LEAD)
    client = Client()
    client.force_login(user)
    return client


def _words(client: Client, address: str) -> str:
    page = html.document_fromstring(client.get(address).content.decode())
    return " ".join(" ".join(page.itertext()).split())


@pytest.mark.django_db
def test_the_letter_becomes_a_plan_with_its_portfolio() -> None:
    client = _province()
    row = receive_and_read(actor=SYSTEM, name=SCAN.name, content=SCAN.read_bytes())
    row.source.territory_code = "08"
    row.source.save()
    typed = {"number": "1188/LĐTBXH-BVCSTE", "date": "03/08/2020", "place": "Tuyên Quang"}
    address = reverse("correct_document", args=[row.pk])
    assert client.post(address, {"muc": "header", "version": "1", **typed}).status_code == 302
    adopt = reverse("adopt_reading", args=[row.pk])
    assert "Mỗi nhiệm vụ cần đúng một cơ quan chủ trì" in _words(client, adopt)
    assert client.post(reverse("give_to_addressees", args=[row.pk]), {"version": "2"}).status_code == 302
    version = DirectiveReading.objects.get(pk=row.pk).version
    answer = client.post(adopt, {"plan_code": "1188-LDTBXH", "version": version})
    assert answer.status_code == 302, answer.content.decode()
    plan = Plan.objects.get()
    assert plan.lead_agency.code == "08.SO_LDTBXH"
    continued = plan.directive.relations.filter(kind="continues").order_by("order")
    assert [(each.number, each.from_year, each.to_year) for each in continued] == [
        ("55/KH-UBND", 2012, 2020),
        ("207/QĐ-UBND", 2016, 2020),
        ("83/KH-UBND", 2016, 2020),
        ("57/KH-UBND", 2016, 2020),
        ("91/KH-UBND", 2016, 2020),
        ("78/KH-UBND", 2018, 2025),
        ("79/KH-UBND", 2018, 2025),
        ("107/KH-UBND", 2019, 2025),
    ]
    told = _words(client, reverse("portfolio"))
    # The eight plans that go on, and the three papers of the year 2020 to be carried out: eleven, with their periods.
    assert "Tất cả 11 Đang trong giai đoạn 3 Đã hết giai đoạn 8" in told
    for number in ("666/LĐTBXH-TE", "521/UBND-KGVX", "245/LĐTBXH-BVCSTE-BDG", "107/KH-UBND"):
        assert number in told
    assert "Tất cả 11 Đang trong giai đoạn 11" in _words(client, reverse("portfolio") + "?ngay=31/12/2020")
    first = plan.tasks.order_by("order")[0]
    assert first.assignments.filter(role="coordinator", class_words__icontains="huyện").count() == 2
    assert {"08.MTTQ", "08.HOI_LHPN", "08.SO_YT"} <= set(first.assignments.values_list("agency__code", flat=True))
