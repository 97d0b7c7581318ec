"""Receiving paper: what can be told at once is told, the rest is read page by page as a job (docs/decisions/0023)."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from mangnon.accounts.public import SYSTEM, Actor
from mangnon.audit.public import record
from mangnon.documents.learning import learned_lexicon
from mangnon.documents.links import write_cited_papers
from mangnon.documents.models import DirectiveReading, ReadingJob, ReadPage, SourceFile
from mangnon.documents.policies import check_of_province, check_review_documents
from mangnon.documents.read_text import read_text
from mangnon.documents.reading import SourceText, UnreadableSource
from mangnon.documents.reading.refusing import too_many_pages
from mangnon.documents.reading.sources import LARGEST_FILE, SourcePage, assemble, open_source
from mangnon.documents.selectors import readings
from mangnon.jobs.public import (
    Handler,
    JobState,
    Step,
    Turn,
    TurnLost,
    add_job,
    cancel_job,
    count_loss,
    retry_job,
    take_job,
)
from mangnon.kernel import clock
from mangnon.kernel.refusals import Refusal
from mangnon.territory.public import province_named

READ_DOCUMENT = "read_document"
MOST_PAGES = 300
_WORKER = replace(SYSTEM, origin="mangnon worker")
# A command reads by itself, without a second process that gives signs of life for it.
_GRACE = dt.timedelta(minutes=15)


class ReadingEnded(Refusal):
    """The reading is not in a state in which this can be asked."""

    code = "reading_ended"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A received file: its reading when it has one, else the job that reads it; and whether it was new."""

    reading: DirectiveReading | None
    reading_job: ReadingJob | None
    is_new: bool


def stored_path(sha256: str) -> str:
    """Where a file's bytes are, below the storage's root."""
    return f"sources/{sha256[:2]}/{sha256}"


# ---- receiving ---------------------------------------------------------------------------------------------------


def receive_document(*, actor: Actor, name: str, content: bytes | File[bytes]) -> Receipt:
    """Store a file once, and ask for it to be read.

    What can be told at once is refused at once, and nothing is stored then: an empty file, one that is too large, of
    no kind that is read, locked, broken, in an unknown code. The same bytes again in one province give the reading, or
    the job, that is already there; another province has its own. Raises NotAllowed and UnreadableSource.
    """
    check_review_documents(actor)
    file: File[bytes] = ContentFile(content) if isinstance(content, bytes) else content
    if file.size > LARGEST_FILE:
        open_source(b"\x00" * (LARGEST_FILE + 1), name)  # raises, in the reader's own words
    digest = _digest_of(file)
    found = _received_before(actor, digest)
    if found is not None:
        return found
    file.seek(0)
    with open_source(file.read(), name) as source:
        kind = source.kind
        if (source.pages or 0) > MOST_PAGES:
            raise too_many_pages(name, MOST_PAGES)
    try:
        return Receipt(None, _store_file(actor, digest, name, kind, file), is_new=True)
    except IntegrityError:  # somebody sent the same bytes in the same second: theirs stands
        found = _received_before(actor, digest)
        if found is None:
            raise
        return found


def _digest_of(file: File[bytes]) -> str:
    found = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


def _received_before(actor: Actor, digest: str) -> Receipt | None:
    """The reading, or the job, of the same bytes that the actor may see; that of the actor's own province first."""
    reading = readings(actor).filter(source__sha256=digest).order_by("-source__territory_code", "pk").first()
    if reading is not None:
        return Receipt(reading, None, is_new=False)
    jobs = ReadingJob.objects.select_related("job").filter(source__sha256=digest)
    if not actor.is_system:
        jobs = jobs.filter(source__territory_code__in=["", *actor.territory_codes])
    under_way = jobs.order_by("-territory_code", "pk").first()
    return Receipt(None, under_way, is_new=False) if under_way is not None else None


@transaction.atomic
def _store_file(actor: Actor, digest: str, name: str, kind: str, file: File[bytes]) -> ReadingJob:
    province = "" if actor.is_system else actor.territory_code
    source = SourceFile.objects.create(
        sha256=digest,
        territory_code=province,
        name=name[:200],
        kind=kind,
        size=file.size,
        received_at=clock.now(),
        received_by_id=actor.user_id,
    )
    row = ReadingJob.objects.create(
        job=add_job(actor=actor, kind=READ_DOCUMENT),
        source=source,
        name=source.name,
        size=source.size,
        territory_code=province,
    )
    if not default_storage.exists(stored_path(digest)):
        file.seek(0)
        default_storage.save(stored_path(digest), file)
    record(actor=actor, act="receive_document", object_type="ReadingJob", object_id=row.pk, details={"sha256": digest})
    return row


def receive_and_read(*, actor: Actor, name: str, content: bytes | File[bytes]) -> DirectiveReading:
    """The same for commands, which wait: received and read in this process, or by who reads it already.

    A command receives for the province that the paper names. Raises NotAllowed and the reader's refusals.
    """
    receipt = receive_document(actor=actor, name=name, content=content)
    row = receipt.reading_job
    if row is None:
        assert receipt.reading is not None  # noqa: S101 - a receipt carries the one or the other
        return receipt.reading
    turn = take_job(job_id=row.job_id, held_by="tại chỗ", grace=_GRACE)
    if turn is not None:
        try:
            read_received(turn, lambda: None)
        except TurnLost:
            pass
        except BaseException as error:
            ReadingJob.objects.filter(pk=row.pk).update(dismissed_at=clock.now())
            if not isinstance(error, Refusal):
                with contextlib.suppress(Exception):  # the fault that matters is the one under way
                    cancel_reading(actor=actor, reading_job_id=row.pk)
            raise
    return _wait_for(row)


def _wait_for(row: ReadingJob) -> DirectiveReading:
    """The reading that another process makes. Raises ReadingEnded when none comes."""
    until = time.monotonic() + _GRACE.total_seconds()
    while time.monotonic() < until:
        row.refresh_from_db()
        # How the job stands is asked before what it left: one that ends between the two questions has left its reading.
        row.job.refresh_from_db()
        has_ended = row.job.state not in (JobState.WAITING, JobState.RUNNING)
        reading = DirectiveReading.objects.select_related("source").filter(source__reading_job=row).first()
        if reading is not None:
            return reading
        if has_ended:
            break
        time.sleep(0.2)
    raise ReadingEnded(
        f"Tệp «{row.name}» đang do tiến trình khác đọc và chưa có kết quả. Không có gì bị mất. Hãy thử lại sau."
    )


# ---- reading, as a job -------------------------------------------------------------------------------------------


def read_received(turn: Turn, step: Step) -> None:
    """Read a received file page by page; each page is stored as soon as it is read. For the worker, and for commands.

    Raises the reader's refusals after writing them down, TurnLost, and what `step` raises.
    """
    row = ReadingJob.objects.select_related("source", "job").get(job_id=turn.job_id)
    if row.source is None:
        raise TurnLost
    try:
        text = _read_pages(row, row.source, turn, step)
        result, doubts = read_text(text, row.name, lexicon=learned_lexicon(row.territory_code))
    except Refusal as refusal:
        _refuse(row, turn, refusal)
        raise
    _store_reading(row, turn, text, result, doubts)


def _read_pages(row: ReadingJob, source: SourceFile, turn: Turn, step: Step) -> SourceText:
    kept = {page.number: SourcePage.from_json(page.content) for page in row.pages.order_by("number")}
    with open_source(_content(source), row.name) as opened:
        count = opened.pages or 1
        pages = []
        for number in range(1, count + 1):
            page = kept.pop(number, None)
            if page is None:
                begun = time.monotonic()
                page = opened.read_page(number)
                _keep_page(row, turn, opened.pages, page, time.monotonic() - begun)
                step()
            pages.append(page)
        return assemble(pages, row.name, opened.kind)


def _content(source: SourceFile) -> bytes:
    try:
        with default_storage.open(stored_path(source.sha256)) as file:
            return bytes(file.read())
    except FileNotFoundError as error:
        raise UnreadableSource(
            f"Không còn nội dung của tệp «{source.name}» trong kho. Chưa có gì được lưu. Hãy gửi lại tệp.",
            code="content_gone",
        ) from error


@transaction.atomic
def _keep_page(row: ReadingJob, turn: Turn, pages: int | None, page: SourcePage, seconds: float) -> None:
    turn.progress(done=page.number, total=pages)
    ReadPage.objects.update_or_create(
        reading_job=row, number=page.number, defaults={"content": page.to_json(), "seconds": round(seconds, 3)}
    )


@transaction.atomic
def _store_reading(
    row: ReadingJob, turn: Turn, text: SourceText, result: dict[str, Any], doubts: dict[str, Any]
) -> DirectiveReading:
    job, source = turn.lock(), row.source
    if source is None:
        raise TurnLost
    if job.requested_by_id is None:
        _settle_province(row, source, result)
    reading = DirectiveReading.objects.create(
        source=source,
        lines=list(text.lines),
        page_of=list(text.page_of),
        boxes=[None if box is None else list(box) for box in text.boxes],
        turns=list(text.turns),
        doubts=doubts,
        first_result=result,
        result=result,
        read_at=clock.now(),
    )
    write_cited_papers(reading)
    row.pages.all().delete()
    turn.finish()
    record(
        actor=_WORKER,
        act="read_document",
        object_type="DirectiveReading",
        object_id=reading.pk,
        details={"sha256": source.sha256, "tasks": len(result["tasks"])},
        territory_code=row.territory_code,
    )
    return reading


def _settle_province(row: ReadingJob, source: SourceFile, result: Mapping[str, Any]) -> None:
    """What a command sent belongs to the province the paper names, unless that has the same bytes already."""
    if not result["date"]:
        return
    words = f"{result['issuer'] or ''} {result['place'] or ''}"
    unit = province_named(words, on=dt.date.fromisoformat(result["date"]))
    if unit is None or SourceFile.objects.filter(sha256=source.sha256, territory_code=unit.code).exists():
        return
    source.territory_code = row.territory_code = unit.code
    source.save(update_fields=["territory_code"])
    row.save(update_fields=["territory_code"])


@transaction.atomic
def _refuse(row: ReadingJob, turn: Turn, refusal: Refusal) -> None:
    turn.refuse(code=refusal.code, message=refusal.message)
    _discard(row)
    record(
        actor=_WORKER,
        act="refuse_document",
        object_type="ReadingJob",
        object_id=row.pk,
        details={"code": refusal.code},
        territory_code=row.territory_code,
    )


def _discard(row: ReadingJob) -> None:
    """Take away what was kept of a file that has no reading. In the caller's transaction."""
    row.pages.all().delete()
    source, row.source = row.source, None
    if source is not None:
        source.delete()
        transaction.on_commit(partial(_remove_content, source.sha256))


def _remove_content(sha256: str) -> None:
    """The bytes too, unless another province has them. Should somebody send them in this very moment, the reading finds
    them gone and asks for the file again."""
    if not SourceFile.objects.filter(sha256=sha256).exists():
        default_storage.delete(stored_path(sha256))


@transaction.atomic
def lose_reading(turn: Turn) -> None:
    """The process that read a file has died. After some times the file is left to a person; its pages are kept."""
    row = ReadingJob.objects.select_related("job").filter(job_id=turn.job_id).first()
    if row is None:
        return
    at = f" Lần cuối dừng sau trang {row.job.done}/{row.job.total}." if row.job.total else ""
    message = (
        f"Tệp «{row.name}» làm tiến trình đọc dừng đột ngột nhiều lần nên không đọc tiếp.{at} Tệp vẫn được giữ. "
        "Hãy cho đọc lại, hoặc hủy rồi gửi bản khác: quét lại, hoặc xuất lại tệp từ phần mềm soạn thảo."
    )
    if count_loss(turn=turn, code="reader_died", message=message):
        record(
            actor=_WORKER,
            act="stop_reading",
            object_type="ReadingJob",
            object_id=row.pk,
            details={"times": row.job.losses + 1},
            territory_code=row.territory_code,
        )


HANDLER = Handler(run=read_received, lost=lose_reading)


# ---- what a person does about a job ------------------------------------------------------------------------------


def _own_job(actor: Actor, reading_job_id: int) -> ReadingJob:
    check_review_documents(actor)
    row = ReadingJob.objects.select_related("source", "job").select_for_update(of=("self",)).get(pk=reading_job_id)
    check_of_province(actor, territory_code=row.territory_code)
    return row


@transaction.atomic
def cancel_reading(*, actor: Actor, reading_job_id: int) -> ReadingJob:
    """Call a reading off; the file is forgotten. Raises NotAllowed, and ReadingEnded when it is read or refused."""
    row = _own_job(actor, reading_job_id)
    if not cancel_job(job_id=row.job_id):
        raise ReadingEnded("Lượt đọc này đã kết thúc nên không hủy được. Không có gì bị thay đổi. Hãy tải lại trang.")
    _discard(row)
    record(actor=actor, act="cancel_reading", object_type="ReadingJob", object_id=row.pk)
    return row


@transaction.atomic
def retry_reading(*, actor: Actor, reading_job_id: int) -> ReadingJob:
    """Let a stopped reading be tried again, from the page where it stopped. Raises NotAllowed, ReadingEnded."""
    row = _own_job(actor, reading_job_id)
    if not retry_job(job_id=row.job_id):
        raise ReadingEnded("Lượt đọc này không ở trạng thái dừng. Không có gì bị thay đổi. Hãy tải lại trang.")
    record(actor=actor, act="retry_reading", object_type="ReadingJob", object_id=row.pk)
    return row


@transaction.atomic
def dismiss_reading(*, actor: Actor, reading_job_id: int) -> ReadingJob:
    """Take a reading that has ended off the list of those under way. Raises NotAllowed, ReadingEnded."""
    row = _own_job(actor, reading_job_id)
    if row.job.state not in (JobState.REFUSED, JobState.DONE, JobState.CANCELLED):
        raise ReadingEnded("Lượt đọc này chưa kết thúc. Không có gì bị thay đổi. Hãy hủy nếu không cần nữa.")
    row.dismissed_at = clock.now()
    row.save(update_fields=["dismissed_at"])
    return row
