"""What a reading of a directive holds, and its JSON shape (the stable contract of `mangnon directive read --json`).

Unknown is None or empty, never a guess presented as fact; every doubt is a Vietnamese sentence in `warnings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

TimeFrameKind = Literal[
    "date", "before", "month", "quarter", "year", "span", "recurring", "on_request", "ongoing", "unknown"
]
ReportingKind = Literal["half_year", "annual", "adhoc", "other"]
LinkKind = Literal["basis", "implements", "replaces", "amends", "continues", "cites"]
TIME_FRAME_KINDS: tuple[TimeFrameKind, ...] = get_args(TimeFrameKind)
REPORTING_KINDS: tuple[ReportingKind, ...] = get_args(ReportingKind)
LINK_KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
# The kinds of report as people read them.
REPORT_LABELS: dict[str, str] = {
    "half_year": "Báo cáo 6 tháng",
    "annual": "Báo cáo năm",
    "adhoc": "Báo cáo đột xuất",
    "other": "Báo cáo khác",
}
UNREADABLE = "[không đọc được]"


@dataclass(frozen=True, slots=True)
class SourceLines:
    """The first and last line (1-based, both included) of the source text that a thing was read from."""

    first: int
    last: int

    def to_json(self) -> dict[str, Any]:
        """`{"lines": [first, last]}`."""
        return {"lines": [self.first, self.last]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SourceLines:
        """The reverse of `to_json`."""
        first, last = data["lines"]
        return cls(int(first), int(last))


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """When a task is due: the words as they stand, and what they mean.

    `due_on` is the last day a thing with an end is on time; None for what recurs, goes on, or waits for a request.
    `starts_on` is set for spans ("Từ 01/7/2025", "Giai đoạn 2026-2030").
    """

    text: str
    kind: TimeFrameKind = "unknown"
    due_on: dt.date | None = None
    starts_on: dt.date | None = None
    every: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Dates ISO or null."""
        return {
            "text": self.text,
            "kind": self.kind,
            "due_on": _iso(self.due_on),
            "starts_on": _iso(self.starts_on),
            "every": self.every,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TimeFrame:
        """The reverse of `to_json`; an unknown kind is read as "unknown"."""
        kind = data.get("kind")
        return cls(
            text=str(data.get("text") or ""),
            kind=cast(TimeFrameKind, kind) if kind in TIME_FRAME_KINDS else "unknown",
            due_on=_day(data.get("due_on")),
            starts_on=_day(data.get("starts_on")),
            every=data.get("every"),
        )


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One task: a row of an annex, or one duty given to an agency in the body.

    `group` is the group's number and title in one string ("I. Tham gia xây dựng …"), as the contract wants it;
    `group_no` and `group_title` are its parts. `confidence` is 0..1. `warnings` are Vietnamese.
    """

    code: str
    text: str
    lead: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    due: TimeFrame | None = None
    group: str | None = None
    group_no: str | None = None
    group_title: str | None = None
    source: SourceLines | None = None
    confidence: float = 1.0
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a task."""
        return {
            "code": self.code,
            "group": self.group,
            "group_no": self.group_no,
            "group_title": self.group_title,
            "text": self.text,
            "lead": list(self.lead),
            "coordinating": list(self.coordinating),
            "due": self.due.to_json() if self.due else None,
            "source": self.source.to_json() if self.source else None,
            "confidence": round(self.confidence, 3),
            "warnings": list(self.warnings),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReadTask:
        """The reverse of `to_json`."""
        return cls(
            code=str(data.get("code") or ""),
            text=str(data.get("text") or ""),
            lead=_words(data.get("lead")),
            coordinating=_words(data.get("coordinating")),
            due=TimeFrame.from_json(data["due"]) if data.get("due") else None,
            group=data.get("group"),
            group_no=data.get("group_no"),
            group_title=data.get("group_title"),
            source=_source(data),
            confidence=float(data.get("confidence", 1.0)),
            warnings=_words(data.get("warnings")),
        )


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """A group of tasks of the annex or of the body: its number ("IV") and title."""

    no: str
    title: str
    source: SourceLines | None = None

    def to_json(self) -> dict[str, Any]:
        """`{"no", "title", "source"}`."""
        return {"no": self.no, "title": self.title, "source": self.source.to_json() if self.source else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TaskGroup:
        """The reverse of `to_json`."""
        return cls(no=str(data.get("no") or ""), title=str(data.get("title") or ""), source=_source(data))


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """One report the directive asks for: half-yearly, yearly, on request, or another (monthly, unspecified)."""

    kind: ReportingKind
    due_day: int | None = None
    due_month: int | None = None
    due_year: int | None = None
    reporter: str | None = None
    recipient: str | None = None
    text: str = ""
    source: SourceLines | None = None

    def to_json(self) -> dict[str, Any]:
        """The contract's shape of a reporting duty."""
        return {
            "kind": self.kind,
            "due_day": self.due_day,
            "due_month": self.due_month,
            "due_year": self.due_year,
            "reporter": self.reporter,
            "recipient": self.recipient,
            "text": self.text,
            "source": self.source.to_json() if self.source else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ReportingDuty:
        """The reverse of `to_json`; an unknown kind is read as "other"."""
        kind = data.get("kind")
        return cls(
            kind=cast(ReportingKind, kind) if kind in REPORTING_KINDS else "other",
            due_day=data.get("due_day"),
            due_month=data.get("due_month"),
            due_year=data.get("due_year"),
            reporter=data.get("reporter"),
            recipient=data.get("recipient"),
            text=str(data.get("text") or ""),
            source=_source(data),
        )


@dataclass(frozen=True, slots=True)
class Duty:
    """What the body of the directive lays on agencies, in its own words."""

    agencies: tuple[str, ...]
    text: str
    source: SourceLines | None = None
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """`{"agencies", "text", "source", "confidence"}`."""
        return {
            "agencies": list(self.agencies),
            "text": self.text,
            "source": self.source.to_json() if self.source else None,
            "confidence": round(self.confidence, 3),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Duty:
        """The reverse of `to_json`."""
        return cls(
            agencies=_words(data.get("agencies")),
            text=str(data.get("text") or ""),
            source=_source(data),
            confidence=float(data.get("confidence", 1.0)),
        )


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document this one rests on."""

    number: str
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None

    def to_json(self) -> dict[str, Any]:
        """`{"number", "date", "issuer", "title"}`."""
        return {"number": self.number, "date": _iso(self.date), "issuer": self.issuer, "title": self.title}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LegalBasis:
        """The reverse of `to_json`."""
        return cls(str(data.get("number") or ""), _day(data.get("date")), data.get("issuer"), data.get("title"))


@dataclass(frozen=True, slots=True)
class CitedLink:
    """What this directive says of another document: that it rests on it, implements, replaces, amends, continues it.

    `number` is None for a law named without one (its name is then `title`); "cites" is every other mention.
    """

    kind: LinkKind
    number: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    title: str | None = None
    source: SourceLines | None = None

    def to_json(self) -> dict[str, Any]:
        """`{"kind", "number", "date", "issuer", "title", "source"}`."""
        return {
            "kind": self.kind,
            "number": self.number,
            "date": _iso(self.date),
            "issuer": self.issuer,
            "title": self.title,
            "source": self.source.to_json() if self.source else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CitedLink:
        """The reverse of `to_json`; an unknown kind is read as "cites"."""
        kind = data.get("kind")
        return cls(
            kind=cast(LinkKind, kind) if kind in LINK_KINDS else "cites",
            number=data.get("number"),
            date=_day(data.get("date")),
            issuer=data.get("issuer"),
            title=data.get("title"),
            source=_source(data),
        )


@dataclass(frozen=True, slots=True)
class Signer:
    """In what capacity the directive is signed, and by whom, as far as the paper says."""

    capacity: str | None = None
    name: str | None = None

    def to_json(self) -> dict[str, Any]:
        """`{"capacity", "name"}`."""
        return {"capacity": self.capacity, "name": self.name}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Signer:
        """The reverse of `to_json`."""
        return cls(data.get("capacity"), data.get("name"))


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read out of one directive."""

    file: str
    doc_type: str | None = None
    number: str | None = None
    date: dt.date | None = None
    place: str | None = None
    issuer: str | None = None
    title: str | None = None
    legal_bases: tuple[LegalBasis, ...] = ()
    addressees: tuple[str, ...] = ()
    groups: tuple[TaskGroup, ...] = ()
    tasks: tuple[ReadTask, ...] = ()
    duties: tuple[Duty, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: Signer | None = None
    links: tuple[CitedLink, ...] = ()
    text: str = ""
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0

    def to_json(self) -> dict[str, Any]:
        """Exactly the contract's object for one file, with further fields."""
        return {
            "file": self.file,
            "doc_type": self.doc_type,
            "number": self.number,
            "date": _iso(self.date),
            "place": self.place,
            "issuer": self.issuer,
            "title": self.title,
            "legal_bases": [basis.to_json() for basis in self.legal_bases],
            "addressees": list(self.addressees),
            "groups": [group.to_json() for group in self.groups],
            "tasks": [task.to_json() for task in self.tasks],
            "duties": [duty.to_json() for duty in self.duties],
            "reporting": [duty.to_json() for duty in self.reporting],
            "recipients": list(self.recipients),
            "signer": self.signer.to_json() if self.signer else None,
            "links": [link.to_json() for link in self.links],
            "text": self.text,
            "warnings": list(self.warnings),
            "confidence": round(self.confidence, 3),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reading:
        """The reverse of `to_json`. Raises KeyError when "file" is missing, ValueError for a malformed date."""
        signer = data.get("signer")
        return cls(
            file=str(data["file"]),
            doc_type=data.get("doc_type"),
            number=data.get("number"),
            date=_day(data.get("date")),
            place=data.get("place"),
            issuer=data.get("issuer"),
            title=data.get("title"),
            legal_bases=tuple(LegalBasis.from_json(item) for item in data.get("legal_bases") or ()),
            addressees=_words(data.get("addressees")),
            groups=tuple(TaskGroup.from_json(item) for item in data.get("groups") or ()),
            tasks=tuple(ReadTask.from_json(item) for item in data.get("tasks") or ()),
            duties=tuple(Duty.from_json(item) for item in data.get("duties") or ()),
            reporting=tuple(ReportingDuty.from_json(item) for item in data.get("reporting") or ()),
            recipients=_words(data.get("recipients")),
            signer=Signer.from_json(signer) if signer else None,
            links=tuple(CitedLink.from_json(item) for item in data.get("links") or ()),
            text=str(data.get("text") or ""),
            warnings=_words(data.get("warnings")),
            confidence=float(data.get("confidence", 1.0)),
        )


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(str(value)) if value else None


def _words(value: Sequence[object] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())


def _source(data: Mapping[str, Any]) -> SourceLines | None:
    return SourceLines.from_json(data["source"]) if data.get("source") else None
