"""The turn of a day in Viet Nam (17:00 UTC), a clock set back or forward between acts, the leap day, a full disk: on
the page, for programs and in figures."""

from __future__ import annotations

import datetime as dt
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mangnon.accounts.public import SYSTEM, Role
from mangnon.activities.models import Evidence
from mangnon.agencies.public import actor_for
from mangnon.audit.models import AuditRow
from mangnon.exchange.terms import TokenScope
from mangnon.exchange.tokens import issue_token
from mangnon.files import store
from mangnon.files.models import StoredFile
from mangnon.files.services import orphans
from mangnon.kernel import clock
from mangnon.plans import public
from mangnon.plans.models import Assignment, AssignmentEvent, Plan, ProgressNote
from mangnon.plans.rules import Against, FourCells
from tests.exchange.asking import Program
from tests.plans import made

pytestmark = pytest.mark.django_db
DUE = dt.date(2025, 5, 25)
LAST = dt.datetime(2025, 5, 25, 16, 59, 59, 999999, tzinfo=dt.UTC)  # the last instant of the 25th in Viet Nam
MIDNIGHT = LAST + dt.timedelta(microseconds=1)


class Office:
    """An officer of Sở Tư pháp by page and by program, the lead of the plan, and the row that is due."""

    def __init__(self, day: dt.date = DUE) -> None:
        made.province()
        tasks = [made.task("I.1", "Sở Tư pháp", due=made.dated(day))]
        self.plan: Plan = made.adopted(made.result(tasks=tasks))
        self.row = Assignment.objects.get(task__plan=self.plan, role="lead")
        user = made.user_at("SO_TP", Role.DEPARTMENT_OFFICER)
        actor = actor_for(user, on=clock.today())
        assert actor is not None
        self.actor, self.page = actor, Client()
        self.page.force_login(user)
        self.lead = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
        self.program = Program(issue_token(actor=actor, name="Mẫu", scope=TokenScope.WRITE, days=30)[1])

    def overdue(self) -> list[int]:
        """The ids of what is overdue, by program."""
        return [each["id"] for each in self.program.get("/api/assignments?deadline=overdue").json()["items"]]

    def task_page(self) -> str:
        """What the page of the task says."""
        answer = self.page.get(reverse("task", args=[self.plan.code, "I.1"]))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def _cells(office: Office, **more: Any) -> FourCells:
    return public.statistics(SYSTEM, office.plan, now=clock.now(), **more)


def test_a_day_ends_at_17_hours_utc_everywhere(office: Office) -> None:
    assert office.row.due_on == DUE
    public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
    with clock.frozen(LAST):
        assert clock.today() == DUE
        assert office.overdue() == []
        assert _cells(office) == FourCells(not_done_in_time=1)
        assert "quá hạn" not in office.task_page().lower()
    with clock.frozen(MIDNIGHT):
        assert clock.today() == DUE + dt.timedelta(days=1)
        assert office.overdue() == [office.row.pk]
        assert _cells(office) == FourCells(not_done_overdue=1)
        assert "quá hạn 1 ngày" in office.task_page()


@pytest.mark.parametrize("by", ["page", "program"])
@pytest.mark.parametrize(("at", "cells"), [(LAST, FourCells(done_on_time=1)), (MIDNIGHT, FourCells(done_late=1))])
def test_the_last_instant_is_on_time_and_the_next_is_late(by: str, at: dt.datetime, cells: FourCells) -> None:
    office = Office()
    public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
    with clock.frozen(at):
        if by == "page":
            answer = office.page.post(reverse("report_complete", args=[office.row.pk]), {"version": "2"})
            assert answer.status_code == 302
        else:
            address = f"/api/assignments/{office.row.pk}/report-complete"
            assert office.program.post(address, {}, match="*").status_code == 200
        assert _cells(office) == cells
    with clock.frozen(at + dt.timedelta(days=90)):
        assert _cells(office) == cells
        assert _cells(office, against=Against.ORIGINAL) == cells


# ---- a clock that is set back and forward ------------------------------------------------------------------------

_TURNS = st.lists(st.integers(-60 * 24 * 3, 60 * 24 * 3), min_size=1, max_size=6)
_START = dt.datetime(2025, 5, 22, 2, 0, tzinfo=dt.UTC)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=_TURNS)
def test_however_the_clock_jumps_what_happened_keeps_its_order(office: Office, turns: list[int]) -> None:
    """Minutes before and after: no act is lost, the log has the acts in the order in which they were done, its last row
    is what the row says, and figures at any later instant count just that."""
    with transaction.atomic():
        at = _START
        with clock.frozen(at):
            public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
        latest = at
        for number, minutes in enumerate(turns, 1):
            at += dt.timedelta(minutes=minutes)
            latest = max(latest, at)
            with clock.frozen(at):
                public.record_progress(
                    actor=office.actor, assignment_id=office.row.pk, progress=number, text="Đã làm mẫu."
                )
        with clock.frozen(at):
            public.report_complete(actor=office.actor, assignment_id=office.row.pk)
        log = list(AssignmentEvent.objects.filter(assignment=office.row).order_by("at", "pk"))
        assert [event.pk for event in log] == sorted(event.pk for event in log)
        assert [event.progress for event in log] == [0, 0, *range(1, len(turns) + 1), 100]
        assert public.log_disagreements(SYSTEM) == []
        row = Assignment.objects.get(pk=office.row.pk)
        assert row.completed_at == at, "on time or late by the clock at the time, told with the act in the evidence"
        on_time = clock.local_day(at) <= DUE
        now = max(latest, log[-1].at) + dt.timedelta(seconds=1)
        cells = public.statistics(SYSTEM, office.plan, now=now)
        assert cells == (FourCells(done_on_time=1) if on_time else FourCells(done_late=1))
        transaction.set_rollback(True)


# ---- the leap day ------------------------------------------------------------------------------------------------


def test_a_deadline_on_29_february_by_every_door() -> None:
    """Given by page, asked for by page and by program; in a year without it, it is no day; its last minute counts."""
    leap = dt.date(2028, 2, 29)
    with clock.frozen(clock.at(dt.date(2028, 2, 1), 9)):
        office = Office(dt.date(2028, 2, 28))
        public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
        for wrong, right in (("29/02/2029", False), ("29/02/2028", True)):
            form = {"wanted_on": wrong, "reason": "Chờ văn bản mẫu.", "version": "2"}
            answer = office.page.post(reverse("ask_extension", args=[office.row.pk]), form)
            assert (answer.status_code == 302) is right
            if not right:
                assert "Chờ văn bản mẫu." in answer.content.decode(), "what was typed stays"
        address = f"/api/assignments/{office.row.pk}/ask-extension"
        sent = {"wanted_on": "2029-02-29", "reason": "Chờ."}
        refused = office.program.post(address, sent, match="*")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.wanted_on")
        public.grant_extension(actor=office.lead, assignment_id=office.row.pk)
        office.row.refresh_from_db()
        assert office.row.due_on == leap
        told = office.program.get(f"/api/assignments/{office.row.pk}").json()
        assert told["due_on"] == "2028-02-29"
    with clock.frozen(clock.last_minute(leap)):
        assert office.overdue() == []
    with clock.frozen(clock.at(dt.date(2028, 3, 1), 0)):
        assert office.overdue() == [office.row.pk]


# ---- a full disk while evidence is stored ------------------------------------------------------------------------


@contextmanager
def _no_file_above(size: int) -> Iterator[None]:
    """The operating system itself refuses to let any file of this process grow larger (EFBIG, as ENOSPC)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("by", ["page", "program"])
def test_a_disk_that_fills_while_evidence_is_stored(office: Office, by: str, settings: Any, tmp_path: Path) -> None:
    """Nothing half-stored, no record, no evidence of an act; the words stay on the page; with room it goes through."""
    public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
    content = ("Biên bản mẫu. " * 2_000_000).encode()  # 32 MB of text: larger than the database of the test
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    settings.FILES = {**settings.FILES, "largest_bytes": len(content), "reserve_bytes": 0}
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * len(content)

    def send() -> Any:
        if by == "program":
            return office.program.upload(f"/api/assignments/{office.row.pk}/evidence", content, name="bien-ban.txt")
        data = {"description": "Biên bản đã mô tả", "file": SimpleUploadedFile("bien-ban.txt", content)}
        return office.page.post(reverse("add_evidence", args=[office.row.pk]), data)

    rows = AuditRow.objects.count()
    with _no_file_above(len(content) - 4096):
        answer = send()
    assert answer.status_code == 507, answer.content[:300]
    assert "hết chỗ" in (answer.json()["detail"] if by == "program" else answer.content.decode())
    if by == "page":
        assert "Biên bản đã mô tả" in answer.content.decode()
    assert (Evidence.objects.count(), StoredFile.objects.count(), AuditRow.objects.count()) == (0, 0, rows)
    assert not orphans(older_than=-1)
    assert send().status_code in (201, 302)
    assert (Evidence.objects.count(), len(list(store.lying("stored")))) == (1, 1)


def test_a_clock_set_back_by_a_day_keeps_nobody_from_working(office: Office) -> None:
    with clock.frozen(clock.at(dt.date(2025, 5, 19), 8)):
        public.accept_assignment(actor=office.actor, assignment_id=office.row.pk)
        public.record_progress(actor=office.actor, assignment_id=office.row.pk, progress=5, text="Đã làm mẫu.")
    assert ProgressNote.objects.get().progress == 5
    assert public.log_disagreements(SYSTEM) == []
