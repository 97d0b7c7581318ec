"""Pages of regimes, of the schedule, of called reports and of who must report, walked as people would."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from mangnon.accounts.public import Role
from mangnon.agencies.models import Agency
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.reporting.models import Answer, ExpectedReport, Period, Regime, Report
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Scene:
    return scene()


def client_of(place: Agency, role: Role = Role.DEPARTMENT_OFFICER) -> Client:
    client = Client()
    client.force_login(user_at(place, role))
    return client


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def call_data(plan: Scene, **other: Any) -> dict[str, Any]:
    return {
        "name": "Rà soát đuối nước",
        "content": "",
        "legal_basis": "",
        "frequency": "adhoc",
        "send_by": vn_date(clock.today() + dt.timedelta(days=12)),
        "cut_off_on": "",
        "codes": [plan.health.code],
        "cau-TOTAL_FORMS": "2",
        "cau-INITIAL_FORMS": "0",
        "cau-0-words": "Số trẻ em bị đuối nước",
        "cau-0-kind": "number",
        "cau-0-unit": "trẻ",
        "cau-1-words": "",
        "cau-1-kind": "text",
        "viec": "gui",
        **other,
    }


def test_a_call_is_made_answered_and_read_without_a_script(plan: Scene) -> None:
    lead, health = client_of(plan.lead, Role.PROVINCIAL_LEAD), client_of(plan.health)
    assert lead.get("/bao-cao/yeu-cau/moi/").status_code == 200
    more = lead.post("/bao-cao/yeu-cau/moi/", call_data(plan, viec="them"))
    assert "cau-4-words" in more.content.decode()
    seen = text_of(lead.post("/bao-cao/yeu-cau/moi/", call_data(plan, viec="xem")))
    assert "Gửi tới 1 cơ quan, đơn vị: Sở Y tế Mẫu Hai." in seen
    assert not Period.objects.filter(name="Rà soát đuối nước").exists()
    assert lead.post("/bao-cao/yeu-cau/moi/", call_data(plan)).status_code == 302
    period = Period.objects.get(name="Rà soát đuối nước")
    place = f"/bao-cao/{period.regime.code}/{period.code}/"
    assert "Rà soát đuối nước" in text_of(health.get("/ban-lam-viec/"))
    form = health.get(f"{place}viet/", follow=True)
    assert "1. Số trẻ em bị đuối nước (trẻ)" in text_of(form)
    question = period.regime.questions.get()
    wrong = health.post(f"{place}tra-loi/", {f"q-{question.pk}": "mười", f"m-{question.pk}": "", "version": "0"})
    assert wrong.status_code == 422
    assert "không phải con số" in text_of(wrong)
    assert 'value="mười"' in wrong.content.decode(), "what was typed is still there"
    saved = health.post(f"{place}tra-loi/", {f"q-{question.pk}": "1.204", "version": "0"}, headers={"X-Autosave": "1"})
    assert saved.json()["version"] == 1
    late = health.post(f"{place}tra-loi/", {f"q-{question.pk}": "5", "version": "0"}, headers={"X-Autosave": "1"})
    assert late.status_code == 409
    assert Answer.objects.get().text == "1204"
    assert health.post(f"{place}tra-loi/gui/").status_code == 302
    assert "đang khóa" in text_of(health.get(f"{place}tra-loi/"))
    assert "1.204" in text_of(lead.get(f"{place}{plan.health.code}/"))
    table = text_of(lead.get(f"{place}bang-tra-loi/"))
    assert "1 trên 1 cơ quan đã gửi" in table
    assert lead.get(f"{place}bang-tra-loi/?tep=xlsx").status_code == 200
    assert lead.get(f"{place}bang-tra-loi/?tep=csv").status_code == 200
    assert "Bảng trả lời" in text_of(lead.get(place))
    assert health.get(f"{place}bang-tra-loi/").status_code == 403
    assert client_of(plan.schools).get(f"{place}tra-loi/").status_code == 403
    assert Report.objects.get(period=period).state == "submitted"


def test_a_form_that_lacks_something_keeps_what_was_typed(plan: Scene) -> None:
    lead = client_of(plan.lead, Role.PROVINCIAL_LEAD)
    for other, words in (
        ({"name": ""}, "Hãy ghi tên báo cáo"),
        ({"send_by": "31/02/2025"}, "Ngày chưa đúng"),
        ({"cau-0-words": ""}, "chưa có câu hỏi"),
        ({"codes": []}, "chưa chọn cơ quan"),
        ({"cau-0-kind": "choice", "cau-0-choices": "Một"}, "lựa chọn"),
    ):
        answer = lead.post("/bao-cao/yeu-cau/moi/", call_data(plan, **other))
        assert answer.status_code == 422
        assert words in text_of(answer)
    assert lead.post("/bao-cao/yeu-cau/moi/", {"viec": "gui"}).status_code == 422
    assert not Period.objects.filter(regime__plan__isnull=True).exists()


def test_a_ready_regime_is_read_taken_over_tried_and_changed(plan: Scene) -> None:
    lead = client_of(plan.lead, Role.PROVINCIAL_LEAD)
    every = text_of(lead.get("/bao-cao/che-do/"))
    assert "Báo cáo kết quả Tháng hành động vì trẻ em" in every
    page = text_of(lead.get("/bao-cao/che-do/co-san/chi-thi-23-nam/"))
    assert "chưa kiểm chứng" in page
    assert "14/12/2025" in page
    assert lead.get("/bao-cao/che-do/co-san/khong-co/").status_code == 404
    assert lead.post("/bao-cao/che-do/co-san/chi-thi-23-nam/ap-dung/").status_code == 302
    regime = Regime.objects.get(taken_from="chi-thi-23-nam")
    place = f"/bao-cao/che-do/{regime.code}/"
    assert "Cấp xã" in text_of(lead.get(place))
    form = lead.get(f"{place}sua/")
    bound = form.context["form"]
    data = {name: bound[name].value() for name in bound.fields if bound[name].value() is not None}
    rows = form.context["rows"]
    for row in [rows.management_form, *rows.forms]:
        data |= {row.add_prefix(name): row[name].value() for name in row.fields if row[name].value() is not None}
    data |= {"cap-0-send_by_day": "20", "cap-0-send_by_month": "12", "reason": "Thử."}
    tried = text_of(lead.post(f"{place}sua/", {**data, "viec": "xem"}))
    assert "Cấp dưới không gửi sau cấp trên" in tried
    refused = lead.post(f"{place}sua/", {**data, "viec": "luu"})
    assert refused.status_code == 422
    data |= {"cap-0-send_by_day": "28", "cap-0-send_by_month": "11"}
    assert "không mâu thuẫn" in text_of(lead.post(f"{place}sua/", {**data, "viec": "xem"}))
    assert lead.post(f"{place}sua/", {**data, "viec": "luu"}).status_code == 302
    assert regime.tiers.get(level="commune").send_by_day == 28
    assert lead.post(f"{place}sua/", {**data, "viec": "luu"}).status_code == 409
    assert client_of(plan.health).get(f"{place}sua/").status_code == 403


def test_the_schedule_shows_what_is_open_and_what_is_to_come(plan: Scene) -> None:
    lead = client_of(plan.lead, Role.PROVINCIAL_LEAD)
    lead.post("/bao-cao/che-do/co-san/chi-thi-23-nam/ap-dung/")
    june = text_of(lead.get("/bao-cao/lich/?thang=06-2025"))
    assert "09/06/2025" in june
    assert "đã mở" in june
    later = text_of(lead.get("/bao-cao/lich/?thang=12-2025"))
    assert "14/12/2025" in later
    assert "ngày gửi là ngày nghỉ" in later
    assert "05/12/2025" not in text_of(lead.get("/bao-cao/lich/?thang=12-2025&cap=department"))
    own = text_of(client_of(plan.health).get("/bao-cao/lich/?thang=06-2025&cua-toi=1"))
    assert "09/06/2025" in own
    assert lead.get("/bao-cao/lich/?thang=06-2025&tep=xlsx").status_code == 200
    for odd in ("x", "13-2025", "00-0000", "12-9999", "01-0001"):
        assert lead.get(f"/bao-cao/lich/?thang={odd}").status_code == 200


def test_the_year_stands_on_one_sheet_with_days_off_marked(plan: Scene) -> None:
    lead = client_of(plan.lead, Role.PROVINCIAL_LEAD)
    lead.post("/bao-cao/che-do/co-san/chi-thi-23-nam/ap-dung/")
    year = text_of(lead.get("/bao-cao/lich/?xem=nam&nam=2025"))
    assert "Lịch báo cáo năm 2025" in year
    assert ">09/06<" in year
    assert "14/12*" in year
    assert "?xem=nam&amp;nam=2026" in year
    assert "15/12" not in text_of(lead.get("/bao-cao/lich/?xem=nam&nam=2025&cap=commune"))
    assert lead.get("/bao-cao/lich/?xem=nam&nam=2025&tep=xlsx").status_code == 200
    for odd in ("x", "0000", "20255", "²025"):
        assert lead.get(f"/bao-cao/lich/?xem=nam&nam={odd}").status_code == 200


def test_the_list_and_the_days_are_changed_on_one_page(plan: Scene) -> None:
    lead = client_of(plan.lead, Role.PROVINCIAL_LEAD)
    place = f"/bao-cao/{plan.regime.code}/2025H1/"
    assert "Sở Giáo dục Mẫu Ba" in text_of(lead.get(f"{place}danh-sach/"))
    asked = {"agency": plan.schools.code, "reason": "Nghỉ hè"}
    assert lead.post(f"{place}danh-sach/mien/", asked).status_code == 302
    assert "Nghỉ hè." in text_of(lead.get(f"{place}danh-sach/"))
    assert "1 cơ quan được miễn" in text_of(lead.get(place))
    assert lead.post(f"{place}danh-sach/mien/", asked).status_code == 422
    assert lead.post(f"{place}danh-sach/bo-sung/", asked).status_code == 302
    assert ExpectedReport.objects.owed().filter(period=plan.period).count() == 4
    days = {"level": "", "cut_off_on": "05/06/2025", "send_by": "16/06/2025", "reason": "Công văn mẫu"}
    assert lead.post(f"{place}doi-ngay/", {**days, "send_by": "6/6/2025"}).status_code == 422
    assert lead.post(f"{place}doi-ngay/", days).status_code == 302
    assert "hạn gửi 09/06/2025 thành 16/06/2025" in text_of(lead.get(f"{place}danh-sach/"))
    assert client_of(plan.health).post(f"{place}doi-ngay/", days).status_code == 403
