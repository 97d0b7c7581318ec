"""What pages tell of who held a task from–to: today, on another day, and where nobody is known."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency, Post
from mangnon.kernel import clock
from mangnon.plans.acts.working import accept_assignment, record_progress
from mangnon.plans.difficulties.services import raise_difficulty
from mangnon.plans.models import Assignment, Plan
from mangnon.plans.public import move_assignments, plan_workbook
from tests.harness.queries import assert_constant_queries
from tests.plans import events, made
from tests.plans.events import MARCH, MAY


def _text(response: object) -> str:
    return " ".join(html.document_fromstring(response.content.decode()).text_content().split())  # type: ignore[attr-defined]


def _client(code: str, role: Role = Role.DEPARTMENT_OFFICER) -> Client:
    client = Client()
    client.force_login(made.user_at(code, role))
    return client


@pytest.fixture
def renamed(plan: Plan) -> Plan:
    """Sở Tư pháp, which leads I.2 and has worked and asked, became Sở Mới on 1 March by an event nobody verified."""
    events.body("SO_MOI", name="Sở Mới", valid_from=MARCH)
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))
    with clock.frozen(clock.at(made.ISSUED_ON)):
        accept_assignment(actor=actor, assignment_id=row.pk)
        record_progress(actor=actor, assignment_id=row.pk, progress=40, text="Đã làm phần mẫu trước.")
        raise_difficulty(actor=actor, assignment_id=row.pk, text="Thiếu kinh phí mẫu.")
    move_assignments(actor=SYSTEM, events=[events.event([("SO_TP", "SO_MOI", "")], kind="rename", tag="R")], choices={})
    return plan


def test_the_task_tells_who_held_it_from_to_and_why(renamed: Plan) -> None:
    text = _text(_client("SO_MOI").get(reverse("task", args=[renamed.code, "I.2"])))
    assert "Sở Tư pháp (tỉnh Mẫu) chủ trì từ khi kế hoạch được duyệt đến hết ngày 28/02/2025." in text
    assert "Sở Mới (tỉnh Mẫu) chủ trì từ ngày 01/03/2025." in text
    assert "Đổi tên theo Nghị định" in text
    assert "(Chưa kiểm chứng)" in text
    assert "Việc của Sở Mới" in text
    # what was done and asked before stays in sight
    assert "Sở Tư pháp: 40 %" in text
    assert "Đã làm phần mẫu trước." in text
    assert "Thiếu kinh phí mẫu." in text


def test_a_task_that_never_moved_tells_nothing_of_it(plan: Plan, lead_client: Client) -> None:
    text = _text(lead_client.get(reverse("task", args=[plan.code, "I.2"])))
    assert "Cơ quan thực hiện qua các thời kỳ" not in text
    assert "Cơ quan thực hiện vào ngày" not in _text(lead_client.get(reverse("plan", args=[plan.code])))


def test_people_of_the_body_that_handed_on_may_look_and_not_act(renamed: Plan) -> None:
    before = _client("SO_TP")
    text = _text(before.get(reverse("task", args=[renamed.code, "I.2"])))
    assert "Phân công của cơ quan bạn đã chuyển cho Sở Mới (tỉnh Mẫu) từ ngày 01/03/2025." in text
    assert "Việc của Sở" not in text
    assert "Thiếu kinh phí mẫu." in text
    old = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))
    answer = before.post(
        reverse("record_progress", args=[old.pk]), {"progress": "90", "text": "Thử", "version": str(old.version)}
    )
    assert answer.status_code == 422
    assert "đã được chuyển sang cơ quan khác sau ngày 28/02/2025" in _text(answer)


def test_the_plan_of_a_day_has_the_bodies_of_that_day(renamed: Plan, lead_client: Client) -> None:
    address = reverse("plan", args=[renamed.code])

    def heads(**query: str) -> list[str]:
        page = html.document_fromstring(lead_client.get(address, {"xem": "ma-tran", **query}).content.decode())
        return [head.text_content() for head in page.xpath("//table[contains(@class,'plan-matrix')]/thead//th")]

    assert "SO_MOI" in heads()
    assert "Sở TP" not in heads()
    assert "SO_MOI" in heads(ngay="01/03/2025")
    assert "Sở TP" in heads(ngay="28/02/2025")
    assert "SO_MOI" not in heads(ngay="28/02/2025")
    text = _text(lead_client.get(address, {"ngay": "28/02/2025"}))
    assert "Cơ quan thực hiện và tình trạng đến hết ngày 28/02/2025. Về hôm nay" in text
    assert "Ngay trước khi chuyển giao: 28/02/2025" in text


@pytest.mark.parametrize("day", ["31/02/2025", "hôm qua", "2025-02-30", "01/01/99999"])
def test_what_is_no_day_is_said_and_today_is_shown(renamed: Plan, lead_client: Client, day: str) -> None:
    text = _text(lead_client.get(reverse("plan", args=[renamed.code]), {"ngay": day}))
    assert "Chưa hiểu ngày được chọn" in text
    assert "Kết quả đến nay" in text


def test_the_annex_keeps_the_papers_words_and_names_who_leads_now(renamed: Plan) -> None:
    def words(**on: object) -> str:
        content = plan_workbook(SYSTEM, renamed, **on)  # type: ignore[arg-type]
        with ZipFile(BytesIO(content)) as package:
            return "".join(
                package.read(name).decode() for name in package.namelist() if name.endswith(("Strings.xml", "1.xml"))
            )

    assert "Sở Tư pháp (nay là Sở Mới)" in words()
    assert "nay là" not in words(on=made.ISSUED_ON)


def test_a_difficulty_is_answered_by_the_successor_of_the_plans_lead(plan: Plan) -> None:
    events.body("SO_MOI", name="Sở Mới", valid_from=MARCH)
    actor = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    row = Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))
    told = raise_difficulty(actor=actor, assignment_id=row.pk, text="Thiếu kinh phí mẫu.")
    move_assignments(actor=SYSTEM, events=[events.event([("SO_YT", "SO_MOI", "")])], choices={})
    page = _client("SO_MOI", Role.PROVINCIAL_LEAD).get(reverse("plan", args=[plan.code]))
    assert "Cơ quan đầu mối: Sở Mới (trước đây là Sở Y tế)." in _text(page)
    lead = _client("SO_MOI", Role.PROVINCIAL_LEAD)
    done = lead.post(reverse("answer_difficulty", args=[told.pk]), {f"tl{told.pk}-answer": "Đã bố trí."})
    assert done.status_code == 302
    told.refresh_from_db()
    assert told.answer == "Đã bố trí."
    desk = _text(lead.get(reverse("desk")))
    assert "I.1. Tổ chức hoạt động mẫu số 1" in desk


# ---- nobody is known ---------------------------------------------------------------------------------------------


@pytest.fixture
def lost(plan: Plan) -> Assignment:
    """Nobody is known to carry on what Sở Tư pháp did."""
    move_assignments(actor=SYSTEM, events=[events.event([("SO_TP", None, "")], kind="dissolve")], choices={})
    return Assignment.objects.get(task__code="I.2", agency=made.agency("SO_TP"))


def test_work_without_an_owner_is_listed(plan: Plan, lost: Assignment, lead_client: Client) -> None:
    text = _text(lead_client.get(reverse("plan", args=[plan.code])))
    assert "3 phân công của cơ quan đã kết thúc hoạt động chưa có nơi nhận." in text
    text = _text(lead_client.get(reverse("task", args=[plan.code, "I.2"])))
    assert "Sở Tư pháp (tỉnh Mẫu) (chủ trì): sau ngày 01/03/2025, giải thể theo Nghị định" in text
    assert "Chưa biết cơ quan nào nhận." in text


def test_a_person_gives_it_to_a_body(plan: Plan, lost: Assignment, lead_client: Client) -> None:
    address = reverse("assignment_successor", args=[lost.pk])
    page = lead_client.get(reverse("task", args=[plan.code, "I.2"])).content.decode()
    assert address in page
    heir, key = made.agency("SO_NV"), f"kt{lost.pk}"
    missing = lead_client.post(address, {f"{key}-agency": heir.pk, f"{key}-reason": ""})
    assert missing.status_code == 422
    assert "Chưa nêu lý do" in _text(missing)
    foreign = lead_client.post(address, {f"{key}-agency": "999999", f"{key}-reason": "Mẫu"})
    assert foreign.status_code == 422
    assert "không có trong danh sách" in _text(foreign)
    done = lead_client.post(address, {f"{key}-agency": heir.pk, f"{key}-reason": "Theo chỉ đạo mẫu."})
    assert done.status_code == 302
    text = _text(lead_client.get(reverse("task", args=[plan.code, "I.2"])))
    assert "Đã chuyển phân công cho Sở Nội vụ." in text
    assert "Sở Nội vụ (tỉnh Mẫu) chủ trì từ ngày 20/05/2025." in text
    assert "Do người có thẩm quyền chọn, lý do: Theo chỉ đạo mẫu." in text
    again = lead_client.post(address, {f"{key}-agency": heir.pk, f"{key}-reason": "Lần nữa."})
    assert again.status_code == 422


def test_who_may_not_choose_is_refused(plan: Plan, lost: Assignment, officer_client: Client) -> None:
    assert officer_client.post(reverse("assignment_successor", args=[lost.pk]), {}).status_code == 403
    page = officer_client.get(reverse("task", args=[plan.code, "I.2"])).content.decode()
    assert "Chọn cơ quan kế tục" not in page


# ---- many communes -----------------------------------------------------------------------------------------------


def test_forty_communes_stand_in_one_column_until_asked_for(db: None) -> None:
    plan = events.reorganised()
    client = _client("SO_MOI", Role.PROVINCIAL_LEAD)
    address = reverse("plan", args=[plan.code])
    commune = Assignment.objects.on(MAY).filter(task__code="I.1", agency__level="commune").first()
    assert commune is not None
    Assignment.objects.filter(pk=commune.pk).update(execution="in_progress", accepted_at=clock.now())
    text = _text(client.get(address, {"xem": "ma-tran"}))
    assert "UBND cấp xã (40)" in text
    assert "1/40" in text
    assert "0/40" in text
    every = client.get(address, {"xem": "ma-tran", "xa": "tat-ca"}).content.decode()
    assert every.count("UBND_XA.") >= 40
    one = _text(client.get(address, {"xem": "ma-tran", "co-quan": commune.agency.code}))
    assert "UBND cấp xã (40)" not in one
    before = _text(client.get(address, {"xem": "ma-tran", "ngay": "30/04/2025"}))
    assert "UBND huyện Mẫu 1" in before
    assert "UBND cấp xã" not in before


def test_queries_do_not_grow_with_chains_and_communes(db: None) -> None:
    made.province(districts=6)
    plan = made.adopted()
    client = _client("SO_YT", Role.PROVINCIAL_LEAD)
    numbers = iter(range(1, 7))

    def add() -> None:
        number = next(numbers)
        code = f"UBND_XA.{number}"
        events.body(code, level="commune", valid_from=MAY)
        event = events.event([(f"UBND.90{number}", code, "")], on=MAY)
        move_assignments(actor=SYSTEM, events=[event], choices={})

    def read() -> None:
        assert client.get(reverse("task", args=[plan.code, "I.1"])).status_code == 200
        assert client.get(reverse("plan", args=[plan.code])).status_code == 200

    assert_constant_queries(add_row=add, read=read)


def test_the_successor_province_reads_the_plan_of_the_old_one(plan: Plan) -> None:
    """Who works in the province that took over reads through the provinces it was formed from."""
    new = made.Unit.objects.create(code="95", name="Tỉnh Mới", level="province", kind="Tỉnh")
    body = Agency.objects.create(
        code="95.SO_YT",
        catalogue_code="SO_YT",
        name="Sở Y tế",
        short_name="Sở YT",
        kind="department",
        level="province",
        territory=new,
        valid_from=MARCH,
    )
    event = events.event([("SO_TP", "SO_NV", "")])
    event.parts.update(target=body)
    move_assignments(actor=SYSTEM, events=[event], choices={})
    user = made.user_at("SO_NV", Role.DEPARTMENT_OFFICER)
    Post.objects.filter(user=user).update(agency=body)
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("task", args=[plan.code, "I.2"]))
    seen = answer.status_code == 200
    assert seen == (plan.territory.code in _codes(user))
    if seen:
        assert "Sở Y tế (tỉnh Mới) chủ trì từ ngày 01/03/2025." in _text(answer)


def _codes(user: object) -> frozenset[str]:
    from mangnon.agencies.public import actor_for

    actor = actor_for(user, on=clock.today())  # type: ignore[arg-type]
    return actor.territory_codes if actor else frozenset()
