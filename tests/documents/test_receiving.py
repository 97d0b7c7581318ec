"""Receiving and reading: what is kept at once, what after each page, what of a file that is refused or called off."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pypdf import PdfWriter

from mangnon.accounts.models import User
from mangnon.accounts.public import SYSTEM, Actor, Role
from mangnon.audit.models import AuditRow
from mangnon.documents.models import DirectiveReading, ReadingJob, ReadPage, SourceFile
from mangnon.documents.read_text import read_text
from mangnon.documents.reading import NotADirective, UnreadableSource, load_lines
from mangnon.documents.receipts import listed_reading_jobs, progress_of, reading_job_by_id
from mangnon.documents.receiving import (
    HANDLER,
    READ_DOCUMENT,
    ReadingEnded,
    cancel_reading,
    dismiss_reading,
    receive_and_read,
    receive_document,
    retry_reading,
    stored_path,
)
from mangnon.jobs.models import Job
from mangnon.jobs.services import Turn, TurnEnded, TurnLost, take_next
from mangnon.jobs.terms import JobState
from mangnon.kernel.refusals import NotAllowed
from tests.documents.at_work import read_waiting
from tests.documents.made_jobs import reading_job
from tests.documents.papers import DIRECTIVE, NOVEL, paged
from tests.plans import made

pytestmark = pytest.mark.django_db
Capture = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def reviewer() -> Actor:
    made.province()
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def _receive(actor: Actor, content: bytes = DIRECTIVE.encode(), name: str = "mau.txt") -> ReadingJob:
    receipt = receive_document(actor=actor, name=name, content=content)
    assert receipt.reading_job is not None
    return receipt.reading_job


def _turn() -> Turn:
    turn = take_next(held_by="thử", kinds=[READ_DOCUMENT])
    assert turn is not None
    return turn


class _Ending:
    """A worker that is told to end after so many steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise TurnEnded


def test_a_file_is_stored_with_its_job_and_its_evidence(reviewer: Actor) -> None:
    row = _receive(reviewer)
    source = SourceFile.objects.get()
    assert (row.source_id, row.territory_code, source.territory_code) == (source.pk, made.PROVINCE, made.PROVINCE)
    assert (row.job.state, row.job.requested_by_id) == (JobState.WAITING, reviewer.user_id)
    assert default_storage.exists(stored_path(source.sha256))
    assert AuditRow.objects.get(act="receive_document").object_id == str(row.pk)
    assert not DirectiveReading.objects.exists()


def test_an_uploaded_file_is_taken_as_it_is(reviewer: Actor) -> None:
    file = SimpleUploadedFile("quet.pdf", paged(2))
    receive_document(actor=reviewer, name="quet.pdf", content=file)
    source = SourceFile.objects.get()
    with default_storage.open(stored_path(source.sha256)) as kept:
        assert kept.read() == paged(2)
    assert (source.kind, source.size) == ("pdf", len(paged(2)))


def test_what_was_read_is_the_same_as_by_a_command(reviewer: Actor) -> None:
    row = _receive(reviewer, paged(3), "quet.pdf")
    assert read_waiting() == 1
    reading = DirectiveReading.objects.get()
    row.job.refresh_from_db()
    assert (row.job.state, row.job.done, row.job.total) == (JobState.DONE, 3, 3)
    assert reading.result["number"] == "99/KH-UBND"
    assert len(reading.result["tasks"]) == 12
    assert len(reading.page_of) == len(reading.boxes) == len(reading.lines)
    assert sorted(set(reading.page_of)) == [1, 2, 3]
    assert all(len(box) == 4 for box in reading.boxes if box)
    assert not ReadPage.objects.exists()
    told = AuditRow.objects.get(act="read_document")
    assert (told.territory_code, told.details["tasks"], told.actor_id) == (made.PROVINCE, 12, None)
    first = reading.result
    DirectiveReading.objects.all().delete()
    ReadingJob.objects.all().delete()
    SourceFile.objects.all().delete()
    assert receive_and_read(actor=SYSTEM, name="quet.pdf", content=paged(3)).result == first


def test_whoever_goes_on_reads_no_page_twice(reviewer: Actor) -> None:
    row = _receive(reviewer, paged(4), "quet.pdf")
    turn = _turn()
    with pytest.raises(TurnEnded):
        HANDLER.run(turn, _Ending(after=3))
    turn.give_back()
    kept = dict(row.pages.values_list("number", "pk"))
    assert sorted(kept) == [1, 2, 3]
    with pytest.raises(TurnEnded):
        HANDLER.run(_turn(), _Ending(after=1))
    assert dict(row.pages.exclude(number=4).values_list("number", "pk")) == kept
    Job.objects.update(state=JobState.WAITING, held_by="")
    read_waiting()
    in_one_go, _ = read_text(load_lines(paged(4), "quet.pdf"), "quet.pdf")
    assert DirectiveReading.objects.get().result == in_one_go


def test_a_reading_that_was_called_off_writes_nothing_more(
    reviewer: Actor, django_capture_on_commit_callbacks: Capture
) -> None:
    row = _receive(reviewer, paged(3), "quet.pdf")
    digest = SourceFile.objects.get().sha256

    def cancel() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            cancel_reading(actor=reviewer, reading_job_id=row.pk)

    with pytest.raises(TurnLost):
        HANDLER.run(_turn(), cancel)
    row.refresh_from_db()
    assert (row.source, row.job.state) == (None, JobState.CANCELLED)
    assert (ReadPage.objects.count(), SourceFile.objects.count(), DirectiveReading.objects.count()) == (0, 0, 0)
    assert not default_storage.exists(stored_path(digest))
    assert AuditRow.objects.filter(act="cancel_reading").count() == 1
    with pytest.raises(ReadingEnded):
        cancel_reading(actor=reviewer, reading_job_id=row.pk)


def test_a_refused_file_leaves_its_reason_and_nothing_else(
    reviewer: Actor, django_capture_on_commit_callbacks: Capture
) -> None:
    row = _receive(reviewer, NOVEL.encode(), "truyen.txt")
    digest = SourceFile.objects.get().sha256
    with django_capture_on_commit_callbacks(execute=True):
        read_waiting()
    row.refresh_from_db()
    assert (row.source, row.job.state, row.job.code) == (None, JobState.REFUSED, "not_a_directive")
    assert "không giống một văn bản chỉ đạo" in row.job.message
    assert (ReadPage.objects.count(), SourceFile.objects.count(), DirectiveReading.objects.count()) == (0, 0, 0)
    assert not default_storage.exists(stored_path(digest))
    assert AuditRow.objects.get(act="refuse_document").details == {"code": "not_a_directive"}
    again = receive_document(actor=reviewer, name="truyen.txt", content=NOVEL.encode())
    assert again.is_new


def test_what_another_province_sent_too_stays_when_one_is_refused(
    reviewer: Actor, django_capture_on_commit_callbacks: Capture
) -> None:
    _receive(reviewer, NOVEL.encode())
    source = SourceFile.objects.get()
    SourceFile.objects.create(
        sha256=source.sha256,
        territory_code="91",
        name="khac.txt",
        kind="txt",
        size=source.size,
        received_at=source.received_at,
    )
    with django_capture_on_commit_callbacks(execute=True):
        read_waiting()
    assert default_storage.exists(stored_path(source.sha256))


def test_the_same_bytes_lead_to_the_job_and_then_to_the_reading(reviewer: Actor) -> None:
    row = _receive(reviewer)
    again = receive_document(actor=reviewer, name="hai.txt", content=DIRECTIVE.encode())
    assert (again.is_new, again.reading, again.reading_job) == (False, None, row)
    read_waiting()
    later = receive_document(actor=reviewer, name="ba.txt", content=DIRECTIVE.encode())
    assert (later.is_new, later.reading) == (False, DirectiveReading.objects.get())
    assert Job.objects.count() == 1


def test_a_file_that_kills_its_readers_is_left_to_a_person(reviewer: Actor) -> None:
    row = _receive(reviewer, paged(4), "quet.pdf")
    for _ in range(3):
        turn = _turn()
        with pytest.raises(TurnEnded):
            HANDLER.run(turn, _Ending(after=1))
        HANDLER.lost(turn)
    row.refresh_from_db()
    assert row.job.state == JobState.STOPPED
    assert "dừng đột ngột" in row.job.message
    assert "3/4" in row.job.message
    assert AuditRow.objects.get(act="stop_reading").details == {"times": 3}
    assert row.source is not None
    assert read_waiting() == 0
    retry_reading(actor=reviewer, reading_job_id=row.pk)
    with pytest.raises(ReadingEnded):
        retry_reading(actor=reviewer, reading_job_id=row.pk)
    assert read_waiting() == 1
    assert DirectiveReading.objects.count() == 1


def test_a_command_that_is_refused_leaves_nothing_half_made() -> None:
    made.province()
    with pytest.raises(NotADirective):
        receive_and_read(actor=SYSTEM, name="truyen.txt", content=NOVEL.encode())
    with pytest.raises(UnreadableSource):
        receive_and_read(actor=SYSTEM, name="rong.txt", content=b"  ")
    assert (SourceFile.objects.count(), DirectiveReading.objects.count()) == (0, 0)
    assert not ReadingJob.objects.filter(dismissed_at=None).exists()


def test_more_than_three_hundred_pages_are_refused_at_once(reviewer: Actor) -> None:
    long, kept = PdfWriter(), BytesIO()
    for _ in range(301):
        long.add_blank_page(width=100, height=100)
    long.write(kept)
    with pytest.raises(UnreadableSource) as refused:
        receive_document(actor=reviewer, name="dai.pdf", content=kept.getvalue())
    assert refused.value.code == "too_many_pages"
    assert "300 trang" in refused.value.message
    assert not SourceFile.objects.exists()


def test_bytes_that_are_gone_are_told(reviewer: Actor) -> None:
    row = _receive(reviewer)
    default_storage.delete(stored_path(SourceFile.objects.get().sha256))
    read_waiting()
    row.job.refresh_from_db()
    assert (row.job.state, row.job.code) == (JobState.REFUSED, "content_gone")


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.LOCAL_OFFICER, Role.LEADER])
def test_others_neither_send_nor_call_off(role: Role) -> None:
    made.province()
    actor, row = made.actor_at("SO_YT", role), reading_job(None, "waiting")
    for act in (
        lambda: receive_document(actor=actor, name="mau.txt", content=DIRECTIVE.encode()),
        lambda: cancel_reading(actor=actor, reading_job_id=row.pk),
        lambda: retry_reading(actor=actor, reading_job_id=row.pk),
        lambda: dismiss_reading(actor=actor, reading_job_id=row.pk),
        lambda: listed_reading_jobs(actor),
    ):
        with pytest.raises(NotAllowed), transaction.atomic():
            act()
    assert ReadingJob.objects.count() == 1


def test_another_provinces_files_are_not_there(reviewer: Actor) -> None:
    row = reading_job(None, "waiting")
    ReadingJob.objects.update(territory_code="91")
    assert listed_reading_jobs(reviewer) == []
    assert reading_job_by_id(reviewer, row.pk) is None
    with pytest.raises(NotAllowed):
        cancel_reading(actor=reviewer, reading_job_id=row.pk)


def test_the_list_shows_what_is_under_way_and_what_went_wrong(reviewer: Actor) -> None:
    own = User.objects.get(pk=reviewer.user_id)
    rows = {state: reading_job(own, state) for state in JobState.values}
    done_by_others = reading_job(None, "done")
    shown = {row.pk for row in listed_reading_jobs(reviewer)}
    assert shown == {row.pk for state, row in rows.items() if state != "cancelled"}
    assert done_by_others.pk not in shown
    dismiss_reading(actor=reviewer, reading_job_id=rows["refused"].pk)
    assert rows["refused"].pk not in {row.pk for row in listed_reading_jobs(reviewer)}
    with pytest.raises(ReadingEnded):
        dismiss_reading(actor=reviewer, reading_job_id=rows["running"].pk)


def test_the_remaining_time_is_measured_on_the_files_own_pages(reviewer: Actor) -> None:
    row = reading_job(None, "running", done=3, total=10)
    assert progress_of(row).left is None
    for number, seconds in enumerate((2.0, 3.0, 2.5), start=1):
        ReadPage.objects.create(reading_job=row, number=number, content={}, seconds=seconds)
    (listed,) = listed_reading_jobs(reviewer)
    found = progress_of(listed)
    assert (found.done, found.total, found.left) == (3, 10, 17.5)
