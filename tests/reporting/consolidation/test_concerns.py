"""What must be seen before a consolidated report goes on: each is named, and nothing is told where nothing is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from mangnon.kernel import clock
from mangnon.plans.models import Task
from mangnon.reporting.consolidation.choosing import choose_figure
from mangnon.reporting.consolidation.concerns import concerns_of
from mangnon.reporting.consolidation.figures import figure_book
from mangnon.reporting.consolidation.making import consolidate
from mangnon.reporting.models import Consolidation
from mangnon.reporting.review.deciding import accept_report
from tests.reporting.factories import Scene, scene
from tests.reporting.figures.made import asking_scene, boxes, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with clock.frozen(dt.datetime(2025, 5, 20, 3, tzinfo=dt.UTC)):
        yield


def _all_in(plan: Scene) -> Consolidation:
    for place in (plan.lead, plan.health, plan.schools, plan.district):
        plan.accepted(place, {task: {"results": f"{place.name} đã làm."} for task in plan.tasks})
    return consolidate(actor=plan.reviewer, period=plan.period)


def test_nothing_is_told_where_nothing_is_wrong() -> None:
    assert concerns_of(_all_in(scene(tasks=2))) == []


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("[không đọc được] phòng bệnh cho trẻ em", "không đọc được"),
        ("Tổ chức t%lanl tra việc thực hiện quyền trẻ em", "không đọc được"),
        ("'uyefl thông về quyền trẻ em", "không đọc được"),
        ("Báo cáo kết quả (IU.E:là) hằng năm", "không đọc được"),
        ("Xây dựng lô khí hậu…", "viết tắt"),
        ("Dạy bơi: an toàn, 100% xã; thư gửi a@b.vn, 24/24 giờ", ""),
    ],
)
def test_titles_that_a_scan_left_unreadable_or_somebody_cut_are_named(title: str, told: str) -> None:
    plan = scene(tasks=2)
    made = _all_in(plan)
    Task.objects.filter(pk=plan.tasks[1].pk).update(text=title)
    found = concerns_of(made)
    assert len(found) == bool(told)
    assert all("nhiệm vụ I.2" in each and told in each for each in found)


def test_a_district_that_tells_less_than_its_own_parts_is_named_with_what_is_not_added() -> None:
    plan = asking_scene()
    for place, texts in ((plan.schools, ("7", "1/4", "1")), (plan.district, ("9", "3/4", "3"))):
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, *texts).pk)
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"})
    count, rate, own = (row.indicator.code for row in boxes(plan))
    small = [each for each in concerns_of(made) if "báo ít hơn" in each]
    assert [each.partition(":")[0] for each in small] == [f"Chỉ tiêu {count}", f"Chỉ tiêu {rate}"]
    assert all(
        plan.schools.name in each and f"là của 01 cơ quan, đơn vị ({plan.district.name})" in each for each in small
    )
    assert own not in " ".join(small)


def test_figures_that_contradict_are_named_until_somebody_chooses() -> None:
    plan = asking_scene()
    for place, number in ((plan.schools, "7"), (plan.health, "9")):
        accept_report(actor=plan.reviewer, report_id=sent(plan, place, number, "1/4", "1").pk)
    made = consolidate(actor=plan.reviewer, period=plan.period, reasons={"*": "Chưa gửi"})
    assert [each for each in concerns_of(made) if "báo khác" in each]
    used = figure_book(made).lines[0].whole.rows[0].figure
    choose_figure(actor=plan.reviewer, consolidation_id=made.pk, figure_id=used, reason="Số của sở chuyên ngành")
    assert not [each for each in concerns_of(made) if "báo khác" in each]
