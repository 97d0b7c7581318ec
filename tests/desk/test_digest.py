"""The digest of a day: what is in whose, quiet on days off, no storm after a standstill, nothing personal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mangnon.accounts.models import User
from mangnon.accounts.public import Role
from mangnon.activities.models import Comment, CommentMention
from mangnon.agencies.models import Agency, Post
from mangnon.desk.digest import DayIsPast, run_digests
from mangnon.kernel import clock
from mangnon.kernel.working_days import WorkingDays
from mangnon.notices.models import Delivery, Digest, Reminder
from mangnon.plans.acts.extending import ask_extension
from mangnon.plans.difficulties.services import escalate_difficulty
from mangnon.plans.models import Assignment
from mangnon.reporting.models import Report
from mangnon.reporting.public import return_report
from tests.journeys.provinces import World, world
from tests.plans import made

TUESDAY = dt.date(2025, 5, 20)


@pytest.fixture
def scene(db: None) -> World:
    return world()


def _counts(person: User, on: dt.date = TUESDAY) -> dict[str, int]:
    found = Digest.objects.filter(person=person, on=on).first()
    return found.counts if found else {}


def test_what_is_in_whose_digest(scene: World) -> None:
    """The same scene as the desk's test: I.2 of Sở Tư pháp fell due yesterday, I.3 of Sở Y tế falls due on Sunday."""
    run = run_digests(on=TUESDAY)
    assert not run.is_quiet
    # Sở Y tế: coordinates I.2 (overdue), leads I.3 (soon), has not taken I.1 on; one report to review, one difficulty
    # to answer, one paper to review.
    assert _counts(scene.users["lead"]) == {"overdue": 1, "soon": 1, "waiting": 4}
    # A colleague acts for the body, but does not answer, review papers or reports.
    assert _counts(scene.users["colleague"]) == {"overdue": 1, "soon": 1, "waiting": 1}
    assert _counts(scene.users["department"]) == {"overdue": 1, "soon": 1, "waiting": 1}
    # One class of coordinators: the district has not taken I.1 on; its report is not due within a week.
    assert _counts(scene.users["local"]) == {"waiting": 1}
    for person in ("leader", "inspector", "reader", "auditor", "case_worker", "other_lead", "without_post"):
        assert _counts(scene.users[person]) == {}, person
    assert run.people == run.made == Digest.objects.count()


def test_a_request_waits_for_the_lead_officer(scene: World) -> None:
    row = scene.assignments["own"]
    ask_extension(
        actor=scene.actor("department"), assignment_id=row.pk, reason="Chậm mẫu", wanted_on=dt.date(2025, 6, 2)
    )
    run_digests(on=TUESDAY)
    found = Digest.objects.get(person=scene.users["lead"], on=TUESDAY)
    assert any("xin gia hạn nhiệm vụ I.2" in line["words"] for line in found.lines["waiting"])
    assert _counts(scene.users["colleague"])["waiting"] == 1, "a colleague does not decide"


def test_what_was_passed_up_waits_for_the_leader_above_and_no_longer_for_who_passed_it(scene: World) -> None:
    assert scene.difficulty is not None
    before = {name: sum(_lines(scene.users[name], TUESDAY)) for name in ("lead", "leader")}
    assert before == {"lead": 0, "leader": 0}
    escalate_difficulty(
        actor=scene.actor("lead"),
        difficulty_id=scene.difficulty.pk,
        to_words="",
        to_agency_id=made.agency("UBND_TINH").pk,
        reason="Vượt thẩm quyền",
    )
    run_digests(on=TUESDAY)
    assert sum(_lines(scene.users["leader"], TUESDAY)) == 1
    assert sum(_lines(scene.users["lead"], TUESDAY)) == 0
    assert _counts(scene.users["lead"])["waiting"] == 3


def _lines(person: User, on: dt.date) -> list[bool]:
    found = Digest.objects.filter(person=person, on=on).first()
    lines = found.lines.get("waiting", []) if found else []
    return ["có khó khăn chuyển lên cấp trên" in line["words"] for line in lines]


def test_once_a_day_however_often(scene: World) -> None:
    first = run_digests(on=TUESDAY)
    again = run_digests(on=TUESDAY)
    assert (again.made, again.people) == (0, first.people)
    assert Digest.objects.count() == first.made


@pytest.mark.parametrize(
    ("day", "calendar", "quiet"),
    [
        (dt.date(2025, 5, 24), WorkingDays(), True),  # Saturday
        (dt.date(2025, 5, 24), WorkingDays(swapped_in=frozenset({dt.date(2025, 5, 24)})), False),
        (dt.date(2025, 5, 21), WorkingDays(off=frozenset({dt.date(2025, 5, 21)})), True),
        (dt.date(2025, 5, 21), WorkingDays(), False),
    ],
)
def test_quiet_on_days_off(scene: World, day: dt.date, calendar: WorkingDays, quiet: bool) -> None:
    with clock.frozen(clock.at(day, 7)):
        run = run_digests(on=day, days=calendar)
    assert run.is_quiet is quiet
    assert Digest.objects.exists() is not quiet
    assert Reminder.objects.exists() is False


def test_the_calendar_of_the_site_is_asked(scene: World) -> None:
    """2 September is Independence Day, a Tuesday in 2025."""
    with clock.frozen(clock.at(dt.date(2025, 9, 2), 7)):
        assert run_digests(on=dt.date(2025, 9, 2)).is_quiet


def test_ten_days_of_standstill_make_one_digest_and_no_storm(scene: World) -> None:
    run_digests(on=TUESDAY)
    later = dt.date(2025, 6, 2)  # a Monday, ten working days after the deadline of I.2
    with clock.frozen(clock.at(later, 7)):
        run = run_digests(on=later)
        assert run_digests(on=later).made == 0
    assert Digest.objects.exclude(on__in=[TUESDAY, later]).count() == 0
    assert run.made == run.people
    each = Digest.objects.filter(on=later).values_list("person_id", flat=True)
    assert len(each) == len(set(each))


def test_no_digest_is_empty(scene: World) -> None:
    Assignment.objects.all().update(execution="recalled", ended_because="recalled", ended_on=TUESDAY)
    run_digests(on=TUESDAY)
    assert not [digest for digest in Digest.objects.all() if not digest.counts]


def test_no_digest_for_a_day_that_is_over(scene: World) -> None:
    with pytest.raises(DayIsPast):
        run_digests(on=TUESDAY - dt.timedelta(days=1))
    assert Digest.objects.count() == 0


def test_the_leader_of_the_body_is_told_then_the_leader_of_the_body_that_gave_it(scene: World) -> None:
    """I.2 fell due on Monday 19/05 and is led by Sở Tư pháp; five working days have passed on Tuesday the 27th."""
    director = _leader_of("SO_TP")
    giver = _leader_of("SO_YT")

    for day, own, above in ((26, 0, 0), (27, 1, 0), (28, 1, 0)):
        with clock.frozen(clock.at(dt.date(2025, 5, day), 7)):
            run_digests(on=dt.date(2025, 5, day))
        assert (len(_of(director, scene)), len(_of(giver, scene))) == (own, above), day
    with clock.frozen(clock.at(dt.date(2025, 6, 3), 7)):  # ten working days between
        run_digests(on=dt.date(2025, 6, 3))
        run_digests(on=dt.date(2025, 6, 3))
    assert len(_of(director, scene)) == 1, "once for each matter and level"
    assert len(_of(giver, scene)) == 1
    found = Digest.objects.get(person=director, on=dt.date(2025, 5, 27))
    assert [line["note"] for line in found.lines["overdue"]] == ["đã báo lãnh đạo"]
    assert not Digest.objects.filter(person=director, on=dt.date(2025, 5, 28)).exists(), "told once, not every day"


def _of(leader: User, scene: World) -> list[Reminder]:
    """What a leader was told of the department's assignment."""
    matter = f"assignment:{scene.assignments['own'].pk}:2025-05-19"
    return list(Reminder.objects.filter(to=leader, matter=matter))


def _leader_of(body: str) -> User:
    user = User.objects.create_user(username=f"lanh-dao-{body}", full_name="Lê Thị Lãnh Đạo")
    Post.objects.create(user=user, agency=made.agency(body), role=Role.LEADER)
    return user


def test_a_body_without_a_leader_is_written_down_and_the_body_above_told_at_once(scene: World) -> None:
    giver = _leader_of("SO_YT")
    matter = f"assignment:{scene.assignments['own'].pk}:2025-05-19"
    with clock.frozen(clock.at(dt.date(2025, 5, 27), 7)):
        run_digests(on=dt.date(2025, 5, 27))
    rows = Reminder.objects.filter(matter=matter).order_by("level")
    assert [(row.level, row.to_id, row.result) for row in rows] == [(1, None, "nobody"), (2, giver.pk, "told")]


def test_a_new_deadline_is_a_new_matter(scene: World) -> None:
    director, row = _leader_of("SO_TP"), scene.assignments["own"]
    with clock.frozen(clock.at(dt.date(2025, 5, 27), 7)):
        run_digests(on=dt.date(2025, 5, 27))
    Assignment.objects.filter(pk=row.pk).update(due_on=dt.date(2025, 6, 2))
    with clock.frozen(clock.at(dt.date(2025, 6, 10), 7)):
        run_digests(on=dt.date(2025, 6, 10))
    keys = Reminder.objects.filter(to=director, matter__startswith=f"assignment:{row.pk}:")
    assert sorted(keys.values_list("matter", flat=True)) == [
        f"assignment:{row.pk}:2025-05-19",
        f"assignment:{row.pk}:2025-06-02",
    ]


def test_a_difficulty_without_an_answer_is_told_to_the_leader_of_who_has_the_turn(scene: World) -> None:
    assert scene.difficulty is not None
    assert scene.difficulty.answer_by == dt.date(2025, 5, 27)
    leader = _leader_of("SO_YT")
    for day, count in ((27, 0), (28, 1), (29, 1)):
        with clock.frozen(clock.at(dt.date(2025, 5, day), 7)):
            run_digests(on=dt.date(2025, 5, day))
        assert Reminder.objects.filter(to=leader, matter__startswith="difficulty:", level=1).count() == count, day


def test_a_report_nobody_reviews_is_told_to_the_leader_of_who_receives_then_of_the_body_above(scene: World) -> None:
    """Sent to Sở Y tế on Tuesday 20/05: five working days lie between on Wednesday 28/05, ten on Wednesday 04/06."""
    report = Report.objects.get(state="submitted")
    own, above = _leader_of("SO_YT"), scene.users["leader"]
    Agency.objects.filter(code="90.SO_YT").update(parent=made.agency("UBND_TINH"))
    wednesday, saturday, later = dt.date(2025, 5, 28), dt.date(2025, 5, 31), dt.date(2025, 6, 4)
    days = [(wednesday - dt.timedelta(days=1), 0, 0), (wednesday, 1, 0), (saturday, 1, 0), (later, 1, 1), (later, 1, 1)]
    for on, first, second in days:
        with clock.frozen(clock.at(on, 7)):
            run_digests(on=on)
        rows = Reminder.objects.filter(matter__startswith=f"review:{report.pk}:")
        told = (rows.filter(to=own, level=1).count(), rows.filter(to=above, level=2).count())
        assert told == (first, second), on
        assert rows.count() == first + second, "nobody else"


def test_a_round_after_a_standstill_tells_of_a_waiting_report_once_at_each_level(scene: World) -> None:
    """The worker stood still all summer."""
    report, late = Report.objects.get(state="submitted"), dt.date(2025, 9, 3)
    _leader_of("SO_YT")
    Agency.objects.filter(code="90.SO_YT").update(parent=made.agency("UBND_TINH"))
    for _ in range(2):
        with clock.frozen(clock.at(late, 7)):
            run_digests(on=late)
    rows = Reminder.objects.filter(matter__startswith=f"review:{report.pk}:")
    assert sorted(rows.values_list("level", flat=True)) == [1, 2]


def test_a_report_that_is_returned_waits_no_more(scene: World) -> None:
    report = Report.objects.get(state="submitted")
    _leader_of("SO_YT")
    with clock.frozen(clock.at(TUESDAY, 15)):
        return_report(
            actor=scene.actor("lead"), report_id=report.pk, reason="Thiếu số liệu", resubmit_by=dt.date(2025, 5, 27)
        )
    late = dt.date(2025, 6, 20)
    with clock.frozen(clock.at(late, 7)):
        run_digests(on=late)
    assert not Reminder.objects.filter(matter__startswith="review:").exists()


def test_as_many_statements_for_many_as_for_few(scene: World) -> None:
    def statements(day: int) -> int:
        with clock.frozen(clock.at(dt.date(2025, 5, day), 7)), CaptureQueriesContext(connection) as captured:
            run_digests(on=dt.date(2025, 5, day))
        return len(captured.captured_queries)

    statements(20)
    few = statements(21)
    agency = Agency.objects.get(code="90.SO_TP")
    for number in range(40):
        user = User.objects.create_user(username=f"them-{number}", full_name="Nguyễn Văn Thêm")
        Post.objects.create(user=user, agency=agency, role=Role.DEPARTMENT_OFFICER)
    assert statements(22) == few
    assert Digest.objects.filter(on=dt.date(2025, 5, 22)).count() >= 43


def test_lines_name_no_person_and_repeat_nothing_that_was_written(scene: World) -> None:
    run_digests(on=TUESDAY)
    for digest in Digest.objects.all():
        text = str(digest.lines)
        assert "Nguyễn" not in text
        assert "Thiếu kinh phí" not in text, "what a difficulty says is read on its page"
        assert all(line["address"].startswith("/") for lines in digest.lines.values() for line in lines)


def test_who_is_called_in_a_comment_is_told_once(scene: World) -> None:
    comment = Comment.objects.create(
        task=scene.task, agency=made.agency("SO_TP"), text="@Nguyễn Thị Mẫu reader xem giúp", made_at=clock.now()
    )
    CommentMention.objects.create(comment=comment, person=scene.users["reader"], mentioned_at=clock.now())
    CommentMention.objects.create(comment=comment, person=scene.users["other_lead"], mentioned_at=clock.now())
    run_digests(on=TUESDAY)
    found = Digest.objects.get(person=scene.users["reader"], on=TUESDAY)
    assert found.counts == {"mentions": 1}
    assert "xem giúp" not in str(found.lines)
    assert _counts(scene.users["other_lead"]) == {}, "who may not see the plan is told nothing"
    wednesday = TUESDAY + dt.timedelta(days=1)
    with clock.frozen(clock.at(wednesday, 7)):
        run_digests(on=wednesday)
    assert _counts(scene.users["reader"], wednesday) == {}


def test_closed_accounts_get_nothing(scene: World) -> None:
    User.objects.filter(pk=scene.users["lead"].pk).update(is_active=False)
    run_digests(on=TUESDAY)
    assert _counts(scene.users["lead"]) == {}
    assert Delivery.objects.count() == 0
