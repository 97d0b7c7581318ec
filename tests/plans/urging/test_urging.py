"""Urging: what is behind, one act with its letters, record and notices; the letters as a reader of Word sees them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse

from mangnon.accounts.public import Actor, Role
from mangnon.jobs.models import Job
from mangnon.jobs.services import take_job
from mangnon.jobs.terms import JobState
from mangnon.kernel import clock
from mangnon.kernel.refusals import NotAllowed
from mangnon.notices.models import Notice, Reminder
from mangnon.plans.acts.working import accept_assignment
from mangnon.plans.models import Assignment, Plan, Urging, UrgingLetter, UrgingLine
from mangnon.plans.terms import UrgingShape
from mangnon.plans.urging.by_letter import (
    HANDLER,
    WRITE_LETTERS,
    BadUrging,
    assignments_behind,
    overdue_of_plans,
    plans_to_urge,
    urge,
)
from mangnon.project.background import handlers
from tests.harness.queries import assert_constant_queries
from tests.plans import made

TODAY = dt.date(2025, 5, 20)


@pytest.fixture
def lead(plan: Plan) -> Actor:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


@pytest.fixture
def officer(plan: Plan) -> Actor:
    return made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)


def _ids(actor: Actor, plan: Plan, state: str = "open") -> list[int]:
    return list(assignments_behind(actor, plan, on=TODAY, state=state).values_list("pk", flat=True))


def _words(content: Any) -> str:
    document = docx.Document(io.BytesIO(bytes(content)))
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        found += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(found)


def test_what_is_behind(plan: Plan, lead: Actor) -> None:
    """I.2 fell due yesterday; I.3 falls due on the 25th; I.1 recurs without a day."""
    late = assignments_behind(lead, plan, on=TODAY, state="late").values_list("task__code", flat=True)
    assert set(late) == {"I.2"}
    assert set(assignments_behind(lead, plan, on=TODAY, state="soon").values_list("task__code", flat=True)) == {"I.3"}
    others = Assignment.objects.exclude(agency__code="90.SO_YT")
    assert set(_ids(lead, plan, "untaken")) == set(others.values_list("pk", flat=True)), "no letter to itself"


def test_one_letter_for_each_body(plan: Plan, lead: Actor, officer: Actor) -> None:
    row = Assignment.objects.get(task__plan=plan, task__code="I.2", agency__code="90.SO_TP")
    accept_assignment(actor=officer, assignment_id=row.pk)
    urging = urge(
        actor=lead,
        plan_id=plan.pk,
        assignment_ids=_ids(lead, plan, "late"),
        shape=UrgingShape.EACH,
        report_by=dt.date(2025, 5, 30),
    )
    letters = list(urging.letters.select_related("agency"))
    assert [letter.agency.code for letter in letters if letter.agency] == ["90.SO_TP"]
    assert urging.job is None
    text = _words(letters[0].content)
    for words in (
        "Kính gửi",
        "Sở Tư pháp",
        "V/v đôn đốc thực hiện nhiệm vụ tại Kế hoạch số 99/KH-UBND",
        "Thực hiện Kế hoạch số 99/KH-UBND ngày 17 tháng 02 năm 2025 của Ủy ban nhân dân tỉnh Mẫu",
        "«Làm đầu mối mẫu»",
        "còn 1 nhiệm vụ đã quá hạn",
        "19/05/2025",
        "Đã quá hạn; tiến độ 0 %",
        "trước ngày 30/05/2025",
        "Lưu: VT",
    ):
        assert words in text, words
    assert "Số: ......" in text, "the number is not invented"
    assert "ngày ... tháng ... năm ..." in text
    assert "Nguyễn" not in text, "nobody is named as signer"


def test_one_letter_with_an_annex(plan: Plan, lead: Actor) -> None:
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=_ids(lead, plan), shape=UrgingShape.ONE)
    (letter,) = urging.letters.all()
    text = _words(letter.content)
    assert letter.agency is None
    assert "DANH MỤC NHIỆM VỤ ĐÔN ĐỐC" in text
    assert "trước ngày ....../....../......" in text, "no day was set: dots"
    bodies = {line.assignment.agency.name for line in UrgingLine.objects.filter(letter=letter)}
    assert len(bodies) == 3
    assert all(name in text for name in bodies)


def test_it_is_on_record_and_the_officers_are_told(plan: Plan, lead: Actor, officer: Actor) -> None:
    ids = _ids(lead, plan, "late")
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.EACH)
    rows = Reminder.objects.filter(kind="urging")
    assert {row.matter for row in rows.filter(channel="letter")} == {f"assignment:{pk}" for pk in ids}
    assert set(rows.values_list("by_id", flat=True)) == {lead.user_id}
    told = rows.filter(matter=f"urging:{urging.pk}", of_body="90.SO_TP").get()
    assert (told.channel, told.result) == ("site", "told")
    notice = Notice.objects.get(person_id=officer.user_id)
    assert notice.words == "Cơ quan bạn được đôn đốc 1 nhiệm vụ của kế hoạch 99-KH-UBND"
    client = Client()
    client.force_login(made.user_at("SO_TP", Role.DEPARTMENT_OFFICER))
    page = client.get(reverse("task", args=[plan.code, "I.2"])).content.decode()
    assert "Sở Tư pháp được đôn đốc bằng công văn." in page


def test_many_letters_are_written_by_a_job_that_goes_on_where_it_stopped(plan: Plan, lead: Actor) -> None:
    _many(plan)
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=_ids(lead, plan), shape=UrgingShape.EACH)
    assert urging.job is not None
    assert urging.job.kind == WRITE_LETTERS
    assert handlers()[WRITE_LETTERS] is HANDLER
    assert UrgingLetter.objects.filter(written_at__isnull=False).count() == 0

    class Killed(Exception):
        pass

    def killed_after_two() -> None:
        if UrgingLetter.objects.filter(written_at__isnull=False).count() == 2:
            raise Killed

    turn = take_job(job_id=urging.job.pk, held_by="a")
    assert turn is not None
    with pytest.raises(Killed):
        HANDLER.run(turn, killed_after_two)
    first = {letter.order: bytes(letter.content or b"") for letter in UrgingLetter.objects.filter(order__lte=2)}
    HANDLER.lost(turn)
    again = take_job(job_id=urging.job.pk, held_by="b")
    assert again is not None
    HANDLER.run(again, lambda: None)
    assert Job.objects.get(pk=urging.job.pk).state == JobState.DONE
    assert not UrgingLetter.objects.filter(written_at__isnull=True).exists()
    assert {letter.order: bytes(letter.content or b"") for letter in UrgingLetter.objects.filter(order__lte=2)} == first


def _many(plan: Plan) -> None:
    """Six bodies more coordinate I.2."""
    task = plan.tasks.get(code="I.2")
    codes = ("SO_NV", "SO_GDDT", "THANH_TRA", "VP_UBND", "CONG_AN", "SO_TC")
    for agency in [made.agency(code) for code in codes]:
        Assignment.objects.create(task=task, agency=agency, role="coordinator", due_on=dt.date(2025, 5, 19))


def test_what_was_done_meanwhile_is_passed_over(plan: Plan, lead: Actor) -> None:
    ids = _ids(lead, plan)
    Assignment.objects.filter(pk=ids[0]).update(
        execution="reported_complete", review="waiting", accepted_at=clock.now(), completed_at=clock.now()
    )
    urging = urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.ONE)
    assert [line.assignment_id for line in UrgingLine.objects.filter(letter__urging=urging)] == ids[1:]
    Assignment.objects.filter(pk__in=ids).update(
        execution="reported_complete", review="waiting", accepted_at=clock.now(), completed_at=clock.now()
    )
    with pytest.raises(BadUrging) as refused:
        urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.ONE)
    assert refused.value.code == "nothing_to_urge"


def test_who_may(plan: Plan, lead: Actor, officer: Actor) -> None:
    ids = _ids(lead, plan, "late")
    for actor in (officer, made.actor_at("SO_NV", Role.PROVINCIAL_LEAD), made.actor_at("SO_YT", Role.LEADER)):
        with pytest.raises(NotAllowed):
            urge(actor=actor, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.EACH)
    assert Urging.objects.count() == 0
    with pytest.raises(BadUrging):
        urge(actor=lead, plan_id=plan.pk, assignment_ids=ids, shape=UrgingShape.EACH, report_by=dt.date(2025, 5, 20))


def test_the_pages(plan: Plan, lead_client: Client, officer_client: Client) -> None:
    page = lead_client.get(reverse("urge")).content.decode()
    assert "Sở Tư pháp" in page
    empty = lead_client.post(reverse("urge_make"), {"ke-hoach": plan.code, "shape": "each"})
    assert empty.status_code == 422
    assert "không còn việc nào để đôn đốc" in empty.content.decode()
    ids = [str(row.pk) for row in Assignment.objects.filter(task__code="I.2")]
    sent = {"ke-hoach": plan.code, "shape": "each", "ids": ids, "report_by": "31/02/2025"}
    bad = lead_client.post(reverse("urge_make"), sent)
    assert bad.status_code == 422
    assert "Chưa hiểu ngày này" in bad.content.decode()
    done = lead_client.post(reverse("urge_make"), {**sent, "report_by": "30/05/2025"}, follow=True)
    urging = Urging.objects.get()
    assert "Tải bản Word" in done.content.decode()
    letter = lead_client.get(reverse("urging_letter", args=[urging.pk, 1]))
    assert letter["Content-Disposition"].startswith("attachment")
    assert letter.content[:2] == b"PK"
    archive = zipfile.ZipFile(io.BytesIO(lead_client.get(reverse("urging_letters", args=[urging.pk])).content))
    assert len(archive.namelist()) == urging.letters.count()
    assert all(name.isascii() and name.endswith(".docx") for name in archive.namelist())
    for name, args in (("urge", []), ("urging", [urging.pk]), ("urging_letter", [urging.pk, 1])):
        assert officer_client.get(reverse(name, args=args)).status_code == 403
    other = Client()
    other.force_login(made.user_at("SO_NV", Role.PROVINCIAL_LEAD))
    assert other.get(reverse("urging", args=[urging.pk])).status_code == 404


def test_opened_bare_the_page_has_the_plan_with_most_overdue(plan: Plan, lead: Actor, lead_client: Client) -> None:
    """A newer plan with nothing late does not stand before it; each plan says how much of it is late."""
    later = made.result(number="88/KH-UBND", date="2025-05-02")
    for each in later["tasks"]:
        each["due"] = made.dated(dt.date(2025, 12, 31))
    quiet = made.adopted(later, code="88-KH-UBND")
    assert [each.pk for each in plans_to_urge(lead)] == [quiet.pk, plan.pk]
    assert overdue_of_plans(lead, on=TODAY) == {plan.pk: len(_ids(lead, plan, "late"))}
    page = lead_client.get(reverse("urge"))
    assert page.context["plan"] == plan
    words = page.content.decode()
    assert "99/KH-UBND: 1 quá hạn" in words
    assert "88/KH-UBND: không có việc quá hạn" in words
    assert lead_client.get(reverse("urge"), {"ke-hoach": quiet.code}).context["plan"] == quiet


def test_the_page_asks_as_often_for_many_rows(plan: Plan, lead_client: Client) -> None:
    codes = iter(("SO_NV", "SO_GDDT", "THANH_TRA", "VP_UBND"))
    task = plan.tasks.get(code="I.2")

    def add() -> None:
        Assignment.objects.create(
            task=task, agency=made.agency(next(codes)), role="coordinator", due_on=dt.date(2025, 5, 19)
        )

    assert_constant_queries(add_row=add, read=lambda: lead_client.get(reverse("urge")))
