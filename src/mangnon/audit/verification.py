"""Is the evidence whole? The chain is walked and compared with its head, its anchors and its archived segments.

Reads only, in short statements: writers go on meanwhile. What is walked ends at the head as it is found at first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection
from django.db.models import Exists, OuterRef

from mangnon.audit.errors import UnreadableArchive
from mangnon.audit.models import Anchor, ArchiveSegment, AuditRow, ChainCheck, ChainHead
from mangnon.audit.rules import CONTENT_1, CONTENT_2, GENESIS, expected_hash, is_back_dated
from mangnon.audit.terms import ARCHIVE, Fault
from mangnon.kernel import clock

COLUMNS: Final = tuple(
    dict.fromkeys(("id", "form", *CONTENT_1, *CONTENT_2, "chained_at", "content_hash", "previous_hash", "hash"))
)
_CHUNK = 2000
_FARTHEST = 200  # how far a displaced row is looked for
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found. `rows` were walked, up to number `last`; `first_broken` is the first number at fault.

    `moved_clock` counts rows written by a training clock. `reason` says in Vietnamese words what is wrong.
    """

    rows: int
    intact: bool
    first_broken: int | None
    fault: Fault | None = None
    reason: str = ""
    first: int = 1
    last: int = 0
    last_hash: str = GENESIS
    moved_clock: int = 0
    anchors: int = 0
    archived: int = 0


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """Where the chain is known to have stood: after row `sequence` its hash was `hash`."""

    sequence: int
    hash: str
    told_by: str


class _Broken(Exception):
    def __init__(self, sequence: int, fault: Fault, words: str = "") -> None:
        super().__init__(words)
        self.sequence, self.fault, self.words = sequence, fault, words


@dataclass
class _Walk:
    """The state of a walk: `previous` is the hash of row `reached`."""

    reached: int = 0
    previous: str = GENESIS
    rows: int = 0
    moved: int = 0
    is_training: bool | None = None
    form: int = 1
    latest: dt.datetime | None = None
    archived: int = 0
    points: dict[int, list[KnownPoint]] = field(default_factory=dict)
    anchors: int = 0

    def step(self, row: Row) -> None:
        """One row further, or _Broken."""
        expected = self.reached + 1
        number = row["sequence"]
        if number != expected:
            fault = Fault.MISSING if number > expected else Fault.INSERTED
            raise _Broken(min(number, expected), fault)
        told = expected_hash(row, previous=row["previous_hash"], sequence=number)
        if told != row["hash"]:
            raise _Broken(number, _why_altered(row))
        if row["previous_hash"] != self.previous:
            raise _Broken(number, Fault.UNLINKED)
        self._time(row)
        self.rows += 1
        self.reach(number, row["hash"])

    def _time(self, row: Row) -> None:
        if row["form"] < self.form:
            raise _Broken(row["sequence"], Fault.INSERTED, "dòng ghi theo cách cũ đứng sau dòng ghi theo cách mới")
        self.form = row["form"]
        if row["form"] == 1:
            return
        moved = bool(row["by_moved_clock"])
        if self.is_training is None:
            self.is_training = moved or clock.is_moved()
        if moved and not self.is_training:
            raise _Broken(row["sequence"], Fault.BACK_DATED, "dòng ghi theo đồng hồ tập huấn trong một chuỗi thật")
        late = is_back_dated(at=row["at"], chained_at=row["chained_at"], latest=self.latest, by_moved_clock=moved)
        if late:
            raise _Broken(row["sequence"], Fault.BACK_DATED)
        self.moved += moved
        self.latest = row["chained_at"] if self.latest is None else max(self.latest, row["chained_at"])

    def reach(self, sequence: int, hash_: str) -> None:
        """The chain stands at `sequence` with `hash_`; what is known of that place must agree."""
        for point in self.points.pop(sequence, ()):
            if point.hash != hash_:
                raise _Broken(sequence, Fault.ANCHOR, f"{point.told_by} ghi mã băm khác ở dòng số {sequence}")
            self.anchors += 1
        self.reached, self.previous = sequence, hash_


def _why_altered(row: Row) -> Fault:
    """Whether a row whose hash does not fit says something else now, or was given another place than it has."""
    place = row["sequence"]
    for shift in (-1, 1, *(n for k in range(2, _FARTHEST) for n in (-k, k))):
        if place + shift < 1 or not _fits(row, place + shift):
            continue
        if shift < 0:  # everything before it is in its place: what stands where it stood came in
            return Fault.INSERTED
        other = AuditRow.objects.filter(sequence=place + shift).values(*COLUMNS).first()
        return Fault.SWAPPED if other is not None and _fits(other, place) else Fault.MISSING
    return Fault.ALTERED


def _fits(row: Row, place: int) -> bool:
    return bool(expected_hash(row, previous=row["previous_hash"], sequence=place) == row["hash"])


def settle_chain() -> None:
    """Inside a transaction that has written evidence, let the database chain it now (PostgreSQL does so at commit)."""
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def rows_between(first: int, last: int) -> Iterator[Row]:
    """Rows numbered from `first` to `last`, in order, read in pieces so that no statement is long."""
    while first <= last:
        piece = list(
            AuditRow.objects.filter(sequence__gte=first, sequence__lte=last)
            .order_by("sequence")
            .values(*COLUMNS)[:_CHUNK]
        )
        yield from piece
        if len(piece) < _CHUNK:
            return
        first = piece[-1]["sequence"] + 1


def verify_chain(
    *,
    known: Iterable[KnownPoint] = (),
    archives: Mapping[int, Iterable[Row]] | None = None,
    since: KnownPoint | None = None,
) -> Verdict:
    """Walk the chain from its first row, or from behind `since`, and name the first row at fault.

    `known` are anchors kept elsewhere; those in the database are always compared. `archives` gives the rows of
    segments that were moved into files, by their first number; without them a segment is stepped over by its ends.
    """
    settle_chain()
    segments = list(ArchiveSegment.objects.order_by("first_sequence"))
    verdict = _verify(segments, list(known), archives or {}, since)
    if not verdict.intact:
        now = list(ArchiveSegment.objects.order_by("first_sequence"))
        if [segment.pk for segment in now] != [segment.pk for segment in segments]:  # archived while we walked
            verdict = _verify(now, list(known), archives or {}, since)
    return verdict


def _verify(
    segments: list[ArchiveSegment],
    known: list[KnownPoint],
    archives: Mapping[int, Iterable[Row]],
    since: KnownPoint | None,
) -> Verdict:
    head = ChainHead.objects.filter(pk=1).first()
    last, last_hash = (head.sequence, head.hash) if head else (0, GENESIS)
    walk = _Walk()
    if since is not None:
        walk.reached, walk.previous = since.sequence, since.hash
        walk.is_training = clock.is_moved() or _began_in_training()
    for point in (*_anchors(last), *known):
        if since is None or point.sequence > since.sequence:
            walk.points.setdefault(point.sequence, []).append(point)
    first = walk.reached + 1
    try:
        _walk_all(walk, segments, archives, last)
        _ends(walk, last, last_hash)
        _segments_are_told(segments)
    except _Broken as broken:
        return Verdict(
            rows=walk.rows,
            intact=False,
            first_broken=broken.sequence,
            fault=broken.fault,
            reason=f"Dòng số {broken.sequence}: {broken.words or broken.fault.label}.",
            first=first,
            last=walk.reached,
            last_hash=walk.previous,
            moved_clock=walk.moved,
            anchors=walk.anchors,
            archived=walk.archived,
        )
    return Verdict(
        rows=walk.rows,
        intact=True,
        first_broken=None,
        first=first,
        last=walk.reached,
        last_hash=walk.previous,
        moved_clock=walk.moved,
        anchors=walk.anchors,
        archived=walk.archived,
    )


def _walk_all(walk: _Walk, segments: list[ArchiveSegment], archives: Mapping[int, Iterable[Row]], last: int) -> None:
    """Every row up to `last`, stepping over archived stretches whose rows are not here."""
    for segment in segments:
        if segment.first_sequence <= walk.reached or segment.first_sequence > last:
            continue
        for row in rows_between(walk.reached + 1, segment.first_sequence - 1):
            walk.step(row)
        _over(walk, segment, archives.get(segment.first_sequence))
    for row in rows_between(walk.reached + 1, last):
        walk.step(row)


def _over(walk: _Walk, segment: ArchiveSegment, archived: Iterable[Row] | None) -> None:
    """Over one segment: through its rows where they are here or in a given file, else by its two ends."""
    if walk.reached + 1 != segment.first_sequence:
        raise _Broken(walk.reached + 1, Fault.MISSING)
    here = rows_between(segment.first_sequence, segment.last_sequence)
    if AuditRow.objects.filter(sequence__range=(segment.first_sequence, segment.last_sequence)).exists():
        archived = here
    if archived is not None:
        try:
            for row in archived:
                walk.step(row)
        except UnreadableArchive as refusal:
            raise _Broken(walk.reached + 1, Fault.SEGMENT, refusal.message.rstrip(".")) from refusal
        if (walk.reached, walk.previous) != (segment.last_sequence, segment.last_hash):
            raise _Broken(walk.reached + 1, Fault.SEGMENT)
        return
    if segment.previous_hash != walk.previous:
        raise _Broken(segment.first_sequence, Fault.SEGMENT)
    for sequence in [number for number in walk.points if number < segment.last_sequence]:
        if sequence >= segment.first_sequence:
            del walk.points[sequence]  # inside the file: told only when the file is given
    walk.archived += segment.count
    walk.latest = segment.last_chained_at or walk.latest
    walk.reach(segment.last_sequence, segment.last_hash)


def walk_fault(rows: Iterable[Row], *, first: int, previous_hash: str) -> tuple[int, int, str, str]:
    """Walk rows that follow `previous_hash`: how many, the last number and hash, and what is wrong in words or ""."""
    walk = _Walk(reached=first - 1, previous=previous_hash, is_training=True)
    try:
        for row in rows:
            walk.step(row)
    except _Broken as broken:
        return (
            walk.rows,
            walk.reached,
            walk.previous,
            f"dòng số {broken.sequence}: {broken.words or broken.fault.label}",
        )
    return walk.rows, walk.reached, walk.previous, ""


def _ends(walk: _Walk, last: int, last_hash: str) -> None:
    """The walk must end where the head says, no anchor may know of more, and no row may lie past the head."""
    if walk.reached < last:
        raise _Broken(walk.reached + 1, Fault.MISSING)
    if walk.previous != last_hash:
        raise _Broken(last + 1, Fault.HEAD)
    if walk.points:
        sequence = min(walk.points)
        told = walk.points[sequence][0].told_by
        raise _Broken(last + 1, Fault.ANCHOR, f"{told} ghi chuỗi có {sequence} dòng, nay chỉ còn {last}")
    if (past := _first_past_the_head()) is not None:
        raise _Broken(past, Fault.INSERTED, "có dòng nằm ngoài chuỗi" if past else "có dòng chưa được đưa vào chuỗi")


def _first_past_the_head() -> int | None:
    """Asked in one statement, so that row and head of a writer's act are seen together or not at all."""
    head = ChainHead.objects.filter(pk=1, sequence__gte=OuterRef("sequence"))
    rows = AuditRow.objects.filter(~Exists(head)).order_by("id").values_list("sequence", flat=True)[:1]
    for sequence in rows:
        return sequence if sequence is not None else 0
    return None


def _segments_are_told(segments: list[ArchiveSegment]) -> None:
    """The archiving of the latest segment is itself an act in the chain; those of older ones may lie in later files."""
    if not segments:
        return
    latest = segments[-1]
    told = AuditRow.objects.filter(act=ARCHIVE, object_id=str(latest.last_sequence), sequence__gt=latest.last_sequence)
    if not any(row.details.get("last_hash") == latest.last_hash for row in told):
        raise _Broken(latest.first_sequence, Fault.SEGMENT, "không có việc lưu trữ nào trong chuỗi ứng với đoạn này")


def _anchors(last: int) -> Iterator[KnownPoint]:
    """The anchors in the database, but those that were made while we read."""
    newest = ChainHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    for anchor in Anchor.objects.all():
        if anchor.sequence <= last or anchor.sequence > newest:
            yield KnownPoint(anchor.sequence, anchor.hash, f"Mốc neo ngày {anchor.day:%d/%m/%Y}")


def _began_in_training() -> bool:
    first = AuditRow.objects.filter(form__gte=2).order_by("id").values_list("by_moved_clock", flat=True).first()
    return bool(first)


def last_proven_point() -> KnownPoint | None:
    """The latest anchor that an intact verification has reached; an incremental one starts behind it."""
    check = ChainCheck.objects.filter(is_intact=True).order_by("-to_sequence").first()
    if check is None:
        return None
    anchor = Anchor.objects.filter(sequence__lte=check.to_sequence).order_by("-sequence").first()
    if anchor is None:
        return None
    return KnownPoint(anchor.sequence, anchor.hash, f"Mốc neo ngày {anchor.day:%d/%m/%Y}")


def rows_to_check() -> int:
    """How many rows an incremental verification would walk now."""
    since = last_proven_point()
    head = ChainHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    return head - (since.sequence if since else 0)


def check_chain(
    *,
    known: Iterable[KnownPoint] = (),
    archives: Mapping[int, Iterable[Row]] | None = None,
    since_anchor: bool = False,
) -> Verdict:
    """Verify and remember the answer, which the page of the evidence shows. Incremental when `since_anchor`."""
    since = last_proven_point() if since_anchor else None
    verdict = verify_chain(known=known, archives=archives, since=since)
    ChainCheck.objects.create(
        at=clock.now(),
        from_sequence=verdict.first,
        to_sequence=verdict.last,
        last_hash=verdict.last_hash,
        is_intact=verdict.intact,
        first_broken=verdict.first_broken,
        fault=verdict.fault or "",
        reason=verdict.reason,
    )
    return verdict
