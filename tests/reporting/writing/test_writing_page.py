"""The writer's page: suggestions with sources, two writers, conflicts, bad input, weight."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from mangnon.accounts.public import Role
from mangnon.activities.models import Activity, ActivityTask, BudgetLine, DoubleVerdict
from mangnon.kernel import clock
from mangnon.plans.models import Assignment, Task
from mangnon.reporting.models import EntrySource, ReportEntry, ReportVersion, WritingPresence
from mangnon.reporting.rules.typed import HTML_NOTE
from mangnon.reporting.writing.completeness import Point, completeness, gathered
from mangnon.reporting.writing.page import writing_sheet
from tests.harness.queries import assert_constant_queries
from tests.reporting.factories import Scene, scene, user_at

pytestmark = pytest.mark.django_db
MARCH = dt.date(2025, 3, 12)


@pytest.fixture
def plan() -> Scene:
    return scene()


def _activity(plan: Scene, task: Task, place: Any, text: str, **given: Any) -> Activity:
    row = Assignment.objects.get(task=task, agency=place)
    values = {"state": "done", "progress": 100, "done_on": MARCH, **given}
    return Activity.objects.create(assignment=row, text=text, made_at=clock.now(), made_by=None, **values)


def _client(plan: Scene, name: str = "Nguyễn Văn Mẫu") -> Client:
    client = Client()
    client.force_login(user_at(plan.health, Role.DEPARTMENT_OFFICER, name=name))
    return client


def _url(plan: Scene, name: str, *extra: Any) -> str:
    return reverse(name, args=[plan.regime.code, plan.period.code, *extra])


def _words(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.content.decode()).xpath("string(//main)").split())


def _save(client: Client, plan: Scene, task: Task, version: int, **fields: Any) -> tuple[int, dict[str, Any]]:
    touched = fields.pop("sua", list(fields))
    put = {"task": task.pk, "version": version, "sua": touched, **fields}
    answer = client.post(_url(plan, "report_entry_save"), put, headers={"X-Autosave": "1"})
    return answer.status_code, json.loads(answer.content)


def test_activities_are_told_once_with_their_sources(plan: Scene) -> None:
    task, other = plan.tasks[1], plan.task(plan.health)
    first = _activity(plan, task, plan.health, "Tổ chức 04 hội nghị truyền thông")
    _activity(plan, task, plan.health, "Tổ chức 03 hội nghị cho phụ huynh", done_on=dt.date(2025, 5, 2))
    _activity(plan, task, plan.health, "Tổ chức 09 hội nghị năm ngoái", done_on=dt.date(2024, 12, 31))
    double = _activity(plan, task, plan.health, "Hội nghị truyền thông đã kê hai lần")
    DoubleVerdict.objects.create(
        first=first, second=double, verdict="same", reason="Một việc", judged_at=clock.now(), judged_by=None
    )
    ActivityTask.objects.create(activity=first, task=other, added_at=clock.now(), added_by=None)
    BudgetLine.objects.create(activity=first, source="central", year=2025, spent=12_500_000)
    client = _client(plan)
    words = _words(client.get(_url(plan, "report_write")))
    told = (
        "Trong kỳ, đã tổ chức 07 hội nghị, gồm: 04 hội nghị truyền thông (ngày 12/03/2025); 03 hội nghị cho phụ huynh"
    )
    assert words.count(told) == 1
    assert "Lồng ghép: kể ở nhiệm vụ I.2, không kể lại ở đây" in words
    assert "Đã kết luận là một với hoạt động khác" in words
    assert "12.500.000 đồng, từ ngân sách trung ương hỗ trợ" in words
    assert "năm ngoái" not in words
    status, answer = _save(client, plan, task, 0, results="Tự viết.", **{"dua-vao": "results.hoat-dong"})
    assert status == 200
    assert answer["fields"]["results"].startswith(f"Tự viết.\n{told}")
    assert {(row.kind, row.ref) for row in EntrySource.objects.all()} >= {("activity", first.pk)}
    Activity.objects.filter(pk=first.pk).update(results="Chỉ tổ chức được 02 hội nghị")
    assert "Nguồn đã thay đổi" in _words(client.get(_url(plan, "report_write")))


def test_sources_go_with_what_is_sent(plan: Scene) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    client = _client(plan)
    _save(client, plan, task, 0, results="", **{"dua-vao": "results"})
    assert client.post(_url(plan, "report_submit")).status_code == 302
    [entry] = ReportVersion.objects.get().content["entries"]
    [source] = entry["sources"]
    assert (source["kind"], source["field"], source["is_rewritten"]) == ("note", "results", False)


def test_two_writers_in_different_boxes_never_disturb_each_other(plan: Scene) -> None:
    task = plan.tasks[1]
    one, two = _client(plan, "Trần Thị Một"), _client(plan, "Lê Văn Hai")
    assert _save(one, plan, task, 0, results="Kết quả của Một.")[0] == 200
    status, answer = _save(two, plan, task, 0, proposals="Đề xuất của Hai.", results="", sua=["proposals"])
    assert status == 200
    assert answer["fields"] == {"results": "Kết quả của Một."}
    assert answer["others"] == [{"who": "Trần Thị Một", "what": "nhiệm vụ I.2"}]
    entry = ReportEntry.objects.get()
    assert (entry.results, entry.proposals) == ("Kết quả của Một.", "Đề xuất của Hai.")
    status, clash = _save(two, plan, task, 0, results="Kết quả của Hai.")
    assert status == 409
    assert (clash["fields"]["results"], clash["version"]) == ("Kết quả của Một.", 2)
    assert _save(two, plan, task, 0, results="Kết quả của Một.")[0] == 200, "an answer was lost, sent again"


def test_who_is_writing_is_seen_for_a_minute(plan: Scene) -> None:
    task = plan.tasks[1]
    one, two = _client(plan, "Trần Thị Một"), _client(plan, "Lê Văn Hai")
    place = _url(plan, "report_presence")
    one.post(place, {"task": task.pk, "box": "results"})
    seen = json.loads(two.get(place).content)
    assert seen["others"] == [{"who": "Trần Thị Một", "what": "nhiệm vụ I.2, ô «Kết quả thực hiện»"}]
    assert json.loads(one.get(place).content)["others"] == []
    assert "Trần Thị Một đang viết nhiệm vụ I.2" in _words(two.get(_url(plan, "report_write")))
    _save(one, plan, task, 0, results="Mới.")
    [fresh] = json.loads(two.get(place, {"muc": [f"{task.pk}:0"]}).content)["entries"]
    assert (fresh["fields"]["results"], fresh["version"], fresh["who"]) == ("Mới.", 1, "Trần Thị Một")
    assert json.loads(two.get(place, {"muc": [f"{task.pk}:1", "x:y", "²:1"]}).content)["entries"] == []
    WritingPresence.objects.update(seen_at=clock.now() - dt.timedelta(seconds=61))
    assert json.loads(two.get(place).content)["others"] == []


def test_the_meter_says_what_lacks_and_what_is_unlike_the_records(plan: Scene) -> None:
    task = plan.tasks[1]
    plan.note(task, plan.health, "Đã mở 03 lớp", progress=30)
    client = _client(plan)
    state = completeness(writing_sheet(plan.writer(plan.health), plan.period))
    assert [point.about for point in state.must] == ["Nhiệm vụ I.2"]
    assert any("phối hợp nhưng chưa nói gì" in point.words for point in state.advice)
    _save(client, plan, task, 0, results="Đã mở 05 lớp.")
    page = client.get(_url(plan, "report_submit"))
    assert "ô «Kết quả thực hiện» ghi 05 lớp, đã ghi nhận 03 lớp" in _words(page)
    assert f"#muc-{task.pk}-results" in page.content.decode()
    assert client.post(_url(plan, "report_submit")).status_code == 302, "pointed out, not refused"


def test_the_same_advice_on_many_tasks_is_one_line() -> None:
    """A body that coordinates twenty tasks was told the same sentence twenty times, and read none."""
    said = [
        Point(f"Nhiệm vụ I.{number}", "phối hợp nhưng chưa nói gì", f"muc-{number}-results") for number in (1, 2, 3)
    ]
    other = Point("Nhiệm vụ I.2", "nguồn đã thay đổi", "muc-2-results")
    must = Point("Nhiệm vụ I.4", "phối hợp nhưng chưa nói gì", "muc-4-results", must=True)
    assert gathered([said[0], must, said[1], other, said[2]]) == [
        Point("03 nhiệm vụ I.1, I.2, I.3", "phối hợp nhưng chưa nói gì", "muc-1-results"),
        must,
        other,
    ]
    assert gathered([*said[:2], other]) == [*said[:2], other]


def test_bad_input_is_one_message_and_loses_nothing(plan: Scene) -> None:
    task, client = plan.tasks[1], _client(plan)
    pasted = "<table><tr><td>Xã A</td><td>12</td></tr></table>\x07"
    status, answer = _save(client, plan, task, 0, results=pasted)
    assert (status, answer["fields"]["results"]) == (200, "Xã A; 12")
    assert HTML_NOTE in answer["notes"]
    status, answer = _save(client, plan, task, 1, results="<p>a</p>" * 600_000)
    assert status in (400, 413, 422)
    status, answer = _save(client, plan, task, 1, results="dài " * 6000)
    assert status == 422
    assert "dài quá 20000 ký tự" in answer["message"]
    assert ReportEntry.objects.get().results == "Xã A; 12"


def test_a_full_page_stays_light_and_asks_no_more(plan: Scene) -> None:
    client = _client(plan)

    def add() -> None:
        task = plan.task(plan.health)
        for number in range(6):
            _activity(plan, task, plan.health, f"Tổ chức {number + 2} hội nghị về {'nội dung mẫu khá dài ' * 6}")
            plan.note(task, plan.health, f"Ghi nhận số {number} về việc đã làm trong tháng, khá dài để thử trang.")

    assert_constant_queries(add_row=add, read=lambda: client.get(_url(plan, "report_write")))
    for _ in range(21):
        add()
    page = client.get(_url(plan, "report_write"))
    assert page.content.count(b"data-writing>") >= 25
    assert len(page.content) < 250_000, len(page.content)
    whole = client.get(_url(plan, "report_sources", plan.tasks[-1].pk))
    assert _words(whole).count("Ghi nhận số") >= 6
