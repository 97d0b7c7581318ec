"""Urging for reports: who is behind, one act on record, letters that become numbered papers, no storm."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from mangnon.accounts.public import Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.models import Notice, Reminder
from mangnon.outgoing.errors import NumberRefused
from mangnon.outgoing.models import OutgoingPaper
from mangnon.outgoing.public import open_register
from mangnon.plans.terms import UrgingShape
from mangnon.reporting.errors import BadReportUrging
from mangnon.reporting.models import ReportUrging
from mangnon.reporting.review.deciding import return_report
from mangnon.reporting.review.urging import report_urgings, reports_behind, urge_reports
from mangnon.reporting.review.urging_papers import (
    draft_report_letters,
    letter_file,
    letters_of,
    number_report_letters,
)
from tests.activities.made import store_at
from tests.harness.htmx import HtmxClient
from tests.reporting.factories import Scene, actor_at, scene, user_at

pytestmark = pytest.mark.django_db
# The reports of the half-year fall due in the first days of June.
LATE = dt.date(2025, 6, 11)
DONE = {"results": "Đã làm xong."}


@pytest.fixture
def plan() -> Scene:
    return scene()


@pytest.fixture
def lead(plan: Scene, tmp_path: Path, settings: Any) -> Actor:
    store_at(tmp_path / "kho", settings)
    return actor_at(plan.lead, Role.PROVINCIAL_LEAD, user_at(plan.lead, Role.PROVINCIAL_LEAD))


def _codes(actor: Actor, plan: Scene, state: str = "late", on: dt.date = LATE) -> set[str]:
    return {item.agency.code for item in reports_behind(actor, plan.period, on=on, state=state)}


def _urge(actor: Actor, plan: Scene, shape: UrgingShape = UrgingShape.ONE, *codes: str) -> ReportUrging:
    return urge_reports(
        actor=actor,
        period_id=plan.period.pk,
        agency_codes=codes or {plan.health.code, plan.schools.code, plan.district.code},
        shape=shape,
        report_by=dt.date(2025, 6, 18),
    )


def _text(content: bytes) -> str:
    paper = Document(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in paper.paragraphs), *cells])


def test_who_is_behind(plan: Scene, lead: Actor) -> None:
    """Whoever has not sent, or not again after a return; never the one who urges, nor who waits for a review."""
    every = {plan.health.code, plan.schools.code, plan.district.code}
    before = plan.period.send_by - dt.timedelta(days=1)
    assert _codes(lead, plan, on=before) == set()
    assert _codes(lead, plan, "soon", on=before) == every
    with clock.frozen(clock.at(LATE, 8)):
        assert _codes(lead, plan) == every
        report = plan.send(plan.health, {plan.tasks[1]: DONE})
        assert _codes(lead, plan) == every - {plan.health.code}
        return_report(actor=lead, report_id=report.pk, reason="Thiếu số liệu", resubmit_by=dt.date(2025, 6, 16))
    assert plan.health.code not in _codes(lead, plan), "its new day is not past"
    assert plan.health.code in _codes(lead, plan, "open")
    assert plan.health.code in _codes(lead, plan, on=dt.date(2025, 6, 17))


def test_one_letter_with_a_list_says_what_stood_then(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(LATE, 8)):
        urging = _urge(lead, plan)
        plan.send(plan.health, {plan.tasks[1]: DONE})
    with clock.frozen(clock.at(dt.date(2025, 6, 20), 8)):
        ((_, lines),) = letters_of(urging).items()
        words = _text(letter_file(urging, lines))
    for said in (
        "đôn đốc gửi báo cáo 6 tháng đầu năm 2025",
        "ngày 11 tháng 6 năm 2025",
        "còn 3 cơ quan, đơn vị chưa gửi báo cáo (3 đã quá hạn gửi)",
        "trước ngày 18/06/2025",
        plan.health.name,
        plan.district.name,
        vn_date(plan.period.send_by),
        "Đã quá hạn, chưa gửi",
    ):
        assert said in words, said


def test_a_letter_for_each_names_its_body_alone(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(LATE, 8)):
        urging = _urge(lead, plan, UrgingShape.EACH)
        letters = letters_of(urging)
        assert len(letters) == 3
        for lines in letters.values():
            words = _text(letter_file(urging, lines))
            assert lines[0].agency.name in words
            others = {each[0].agency.name for each in letters.values()} - {lines[0].agency.name}
            assert not any(other in words for other in others)


def test_it_is_on_record_once_and_the_officers_are_told(plan: Scene, lead: Actor) -> None:
    officer = user_at(plan.health, Role.DEPARTMENT_OFFICER)
    before = AuditRow.objects.count()
    with clock.frozen(clock.at(LATE, 8)):
        urging = _urge(lead, plan)
    assert AuditRow.objects.count() == before + 1
    (notice,) = Notice.objects.filter(person=officer)
    assert notice.words == "Cơ quan bạn được đôn đốc gửi báo cáo 6 tháng đầu năm 2025"
    assert notice.address == reverse("report_write", args=[plan.regime.code, plan.period.code])
    rows = Reminder.objects.filter(matter=f"report_urging:{urging.pk}", of_body=plan.health.code)
    assert sorted(rows.values_list("channel", "result")) == [("letter", "drafted"), ("site", "told")]
    of_schools = Reminder.objects.get(of_body=plan.schools.code, channel="site")
    assert of_schools.result == "nobody"


def test_nobody_is_urged_twice_a_day(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(LATE, 8)):
        _urge(lead, plan, UrgingShape.ONE, plan.health.code)
        again = _urge(lead, plan)
        assert {line.agency for line in again.lines.all()} == {plan.schools, plan.district}
        with pytest.raises(BadReportUrging) as refused:
            _urge(lead, plan)
        assert refused.value.code == "nothing_to_urge"
    with clock.frozen(clock.at(LATE + dt.timedelta(days=1), 8)):
        assert _urge(lead, plan).lines.count() == 3
    assert ReportUrging.objects.count() == 3


def test_what_was_sent_meanwhile_is_passed_over(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(LATE, 8)):
        plan.send(plan.health, {plan.tasks[1]: DONE})
        assert {line.agency for line in _urge(lead, plan).lines.all()} == {plan.schools, plan.district}


def test_a_day_that_is_past_makes_nothing(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(dt.date(2025, 6, 18), 8)), pytest.raises(BadReportUrging) as refused:
        _urge(lead, plan)
    assert refused.value.code == "day_is_past"
    assert not ReportUrging.objects.exists()
    assert not Reminder.objects.exists()


def test_only_who_receives(plan: Scene) -> None:
    for actor in (plan.writer(plan.health), actor_at(plan.lead, Role.DEPARTMENT_OFFICER)):
        assert reports_behind(actor, plan.period, on=LATE) == []
        with clock.frozen(clock.at(LATE, 8)), pytest.raises(NotAllowed):
            _urge(actor, plan)
    assert not ReportUrging.objects.exists()


def test_letters_become_numbered_papers_once(plan: Scene, lead: Actor) -> None:
    with clock.frozen(clock.at(LATE, 8)):
        urging = _urge(lead, plan, UrgingShape.EACH)
        assert len(draft_report_letters(actor=lead, urging_id=urging.pk)) == 3
        assert draft_report_letters(actor=lead, urging_id=urging.pk) == []
        with pytest.raises(NumberRefused) as refused:
            number_report_letters(actor=lead, urging_id=urging.pk)
        assert refused.value.code == "no_register"
        open_register(actor=lead, agency_id=plan.lead.pk, name="Sổ văn bản đi")
        numbered = number_report_letters(actor=lead, urging_id=urging.pk)
        assert [paper.number for paper in numbered] == [1, 2, 3]
        assert number_report_letters(actor=lead, urging_id=urging.pk) == []
    papers = OutgoingPaper.objects.filter(source_kind="report_urging_letter").order_by("number")
    assert [paper.source_key for paper in papers] == [f"{urging.pk}-{letter}" for letter in (1, 2, 3)]


def test_the_pages(plan: Scene, lead: Actor, htmx: HtmxClient) -> None:
    open_register(actor=lead, agency_id=plan.lead.pk, name="Sổ văn bản đi")
    htmx.force_login(user_at(plan.lead, Role.PROVINCIAL_LEAD))
    place = [plan.regime.code, plan.period.code]
    with clock.frozen(clock.at(LATE, 8)):
        board = htmx.get(reverse("report_board", args=place)).content.decode()
        assert reverse("reports_urge", args=place) in board
        page = htmx.get(reverse("reports_urge", args=place)).content.decode()
        assert plan.health.name in page
        data = {"shape": "one", "report_by": "01/06/2025", "bodies": [plan.health.code]}
        refused = htmx.post(reverse("reports_urge_make", args=place), data)
        assert refused.status_code == 422
        assert "phải sau hôm nay" in refused.content.decode()
        made = htmx.post(reverse("reports_urge_make", args=place), {**data, "report_by": "18/06/2025"})
        assert made.status_code == 302
        act = htmx.get(made["Location"]).content.decode()
        assert "Tải bản Word" in act
        urging = ReportUrging.objects.get()
        answer = htmx.get(reverse("report_urging_letter", args=[*place, urging.pk, 1]))
        assert plan.health.name in _text(answer.content)
        htmx.post(reverse("report_urging_draft", args=[*place, urging.pk]))
        htmx.post(reverse("report_urging_number", args=[*place, urging.pk]))
        (paper,) = OutgoingPaper.objects.all()
        assert (paper.state, paper.number) == ("numbered", 1)
        assert paper.full_symbol in htmx.get(made["Location"]).content.decode()
        origin = htmx.get(reverse("outgoing_paper", args=[paper.pk])).content.decode()
        assert made["Location"] in origin


def test_as_many_statements_for_three_as_for_one(plan: Scene, lead: Actor) -> None:
    def statements(*codes: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            _urge(lead, plan, UrgingShape.ONE, *codes)
        return len(seen)

    with clock.frozen(clock.at(LATE, 8)):
        one = statements(plan.health.code)
    with clock.frozen(clock.at(LATE + dt.timedelta(days=1), 8)):
        assert statements(plan.health.code, plan.schools.code, plan.district.code) == one
    assert report_urgings(lead, plan.period).count() == 2
