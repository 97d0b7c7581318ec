"""Who may open and do what: roles × addresses, as one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.models import Passage, Period, Report
from mangnon.territory.models import Unit
from tests.reporting.factories import Scene, agency, scene, user_at

pytestmark = pytest.mark.django_db

# recipient's lead officer · writing agency · another agency · local officer · leader · administrator · another province
WHO = ("recipient", "writer", "other", "local", "leader", "admin", "stranger")
GETS: dict[str, tuple[int, ...]] = {
    "reports": (200, 200, 200, 200, 200, 200, 200),
    "report_board": (200, 200, 200, 200, 200, 200, 404),
    "report_board_xlsx": (200, 200, 200, 200, 200, 200, 404),
    "report_write": (200, 200, 200, 200, 403, 403, 404),
    "report_submit": (200, 200, 200, 200, 403, 403, 404),
    "report_view": (200, 200, 403, 403, 200, 403, 404),
    "consolidation": (200, 403, 403, 403, 200, 403, 404),
    "consolidation_docx": (200, 403, 403, 403, 200, 403, 404),
    "consolidation_pdf": (200, 403, 403, 403, 200, 403, 404),
    "consolidation_xlsx": (200, 403, 403, 403, 200, 403, 404),
    "consolidation_json": (200, 403, 403, 403, 200, 403, 404),
}
POSTS: dict[str, tuple[int, ...]] = {
    "report_accept": (302, 403, 403, 403, 403, 403, 404),
    "report_return": (302, 403, 403, 403, 403, 403, 404),
    "reports_accept": (302, 403, 403, 403, 403, 403, 404),
    "consolidation_make": (302, 403, 403, 403, 403, 403, 404),
    "passage_edit": (302, 403, 403, 403, 403, 403, 404),
    "period_open": (302, 403, 403, 403, 403, 403, 404),
}


@pytest.fixture
def plan() -> Scene:
    made = scene()
    made.accepted(made.district, {None: {"results": "Đã chỉ đạo."}})
    consolidate(actor=made.reviewer, period=made.period, reasons={"*": "Đợi."})
    made.send(made.health, {made.tasks[1]: {"results": "Đã làm."}})
    return made


def _sign_in(plan: Scene, who: str) -> Client:
    places: dict[str, Callable[[], tuple[Agency, Role]]] = {
        "recipient": lambda: (plan.lead, Role.PROVINCIAL_LEAD),
        "writer": lambda: (plan.health, Role.DEPARTMENT_OFFICER),
        "other": lambda: (plan.schools, Role.DEPARTMENT_OFFICER),
        "local": lambda: (plan.district, Role.LOCAL_OFFICER),
        "leader": lambda: (
            agency("UBND_TINH", "UBND tỉnh Mẫu", "UBND tỉnh", territory=plan.plan.territory, kind="peoples_committee"),
            Role.LEADER,
        ),
        "district_leader": lambda: (plan.district, Role.LEADER),
        "admin": lambda: (agency("VP", "Văn phòng Mẫu", "VP", territory=plan.plan.territory), Role.ADMINISTRATOR),
        "stranger": lambda: (_elsewhere(), Role.PROVINCIAL_LEAD),
    }
    place, role = places[who]()
    client = Client()
    client.force_login(user_at(place, role))
    return client


def _elsewhere() -> Agency:
    unit = Unit.objects.create(code="91", name="Tỉnh Khác", level="province", kind="Tỉnh")
    return agency("KHAC", "Sở Khác", "SK", territory=unit)


def _address(plan: Scene, name: str) -> str:
    regime, period = plan.regime.code, plan.period.code
    if name == "reports":
        return reverse(name)
    if name == "period_open":
        return reverse(name, args=[regime])
    extra: list[Any] = []
    if name in ("report_view", "report_accept", "report_return"):
        extra = [plan.health.code]
    if name == "passage_edit":
        extra = [Passage.objects.order_by("pk")[0].pk]
    return reverse(name, args=[regime, period, *extra])


def _data(name: str) -> dict[str, Any]:
    return {
        "report_return": {"reason": "Thiếu.", "resubmit_by": "30/05/2025"},
        "reports_accept": {"ids": list(Report.objects.filter(state="submitted").values_list("pk", flat=True))},
        "consolidation_make": {"ly-do-chung": "Đợi.", "ly-do-chung-da-gui": "Đang xem xét."},
        "passage_edit": {"text": "Khác.", "version": "0"},
        "period_open": {"code": "2026H1"},
    }.get(name, {})


@pytest.mark.parametrize("name", GETS)
@pytest.mark.parametrize("who", WHO)
def test_opening(plan: Scene, name: str, who: str) -> None:
    answer = _sign_in(plan, who).get(_address(plan, name))
    assert answer.status_code == GETS[name][WHO.index(who)]


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", WHO)
def test_acting(plan: Scene, name: str, who: str) -> None:
    before = _state()
    answer = _sign_in(plan, who).post(_address(plan, name), _data(name))
    assert answer.status_code == POSTS[name][WHO.index(who)]
    assert (_state() != before) == (answer.status_code == 302)


def _state() -> tuple[Any, ...]:
    return (
        sorted(Report.objects.values_list("pk", "state")),
        sorted(Passage.objects.values_list("pk", "text")),
        Period.objects.count(),
    )


def test_nobody_signed_in_is_led_to_the_door(plan: Scene) -> None:
    for name in [*GETS, *POSTS]:
        answer = Client().get(_address(plan, name)) if name in GETS else Client().post(_address(plan, name))
        assert answer.status_code == 302
        assert "/dang-nhap/" in answer["Location"], name


def test_a_draft_is_its_writers_alone(plan: Scene) -> None:
    plan.write(plan.schools, {None: {"results": "Chữ đang viết dở."}})
    address = reverse("report_view", args=[plan.regime.code, plan.period.code, plan.schools.code])
    shown = _sign_in(plan, "recipient").get(address).content.decode()
    assert "Chữ đang viết dở" not in shown
    assert "Cơ quan chưa gửi báo cáo" in shown


def test_a_leader_elsewhere_than_at_the_provinces_committee_reads_what_that_body_reads(plan: Scene) -> None:
    client = _sign_in(plan, "district_leader")
    for name in ("report_view", "consolidation", "consolidation_docx", "consolidation_json"):
        assert client.get(_address(plan, name)).status_code == 403
    own = reverse("report_view", args=[plan.regime.code, plan.period.code, plan.district.code])
    assert client.get(own).status_code == 200
