"""Who held a task from–to and why it moved, in Vietnamese sentences."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from mangnon.agencies.public import Agency, SuccessionEvent, function_names
from mangnon.kernel.dates import vn_date
from mangnon.plans.models import Assignment, AssignmentSuccession
from mangnon.plans.successions.holding import HolderStep, TaskHolders
from mangnon.plans.terms import AssignmentRole, MoveBasis, Undecided

UNVERIFIED = "chưa kiểm chứng"
_ONE_DAY = dt.timedelta(days=1)
_SHOWN_AT_ONCE = 4


def full_name(agency: Agency) -> str:
    """A body's name with its province, which tells a department from its successor of the same name."""
    if agency.level != "province":
        return agency.name
    place = agency.territory.name
    return f"{agency.name} ({place[:1].lower()}{place[1:]})"


def event_words(event: SuccessionEvent | None) -> str:
    """What happened and by which document; None: a person gave it to another body."""
    if event is None:
        return "Giao cho cơ quan khác"
    source = event.basis or event.document_number
    return event.get_kind_display() + (f" theo {source}" if source else "")


def why(because: str, function: str, chosen_reason: str = "") -> str:
    """Why an assignment came to this body, as the end of a sentence."""
    words = MoveBasis(because).label
    name = function_names().get(function, "")
    if because == MoveBasis.GIVEN:
        return f"Lý do: {chosen_reason}" if chosen_reason else words
    if because == MoveBasis.CHOSEN:
        return f"{words}, lý do: {chosen_reason}" if chosen_reason else f"{words} khi áp dụng sắp xếp"
    if because in (MoveBasis.RECORDED, MoveBasis.PLAN, MoveBasis.WORDS) and name:
        return f"{words}: {name[:1].lower()}{name[1:]}"
    return words


def undecided_words(because: str) -> str:
    """Why nobody is known to carry it on."""
    return Undecided(because).label


def lead_periods(holders: TaskHolders, lead: Assignment | None) -> list[dict[str, Any]]:
    """Who led a task from–to, oldest first, as a time line; empty when it never moved."""
    if lead is None:
        return []
    steps = holders.steps_to(lead)
    if not steps:
        return []
    first = f"{full_name(steps[0].source)} chủ trì từ khi kế hoạch được duyệt"
    entries = [_period(first, None, steps[0].on, "")]
    for step, later in zip(steps, [*steps[1:], None], strict=True):
        until = later.on if later else (lead.ended_on + _ONE_DAY if lead.ended_on else None)
        note = f"{event_words(step.event)}. {why(step.because, step.function, step.chosen_reason)}."
        if not step.is_verified:
            note += f" ({UNVERIFIED[:1].upper()}{UNVERIFIED[1:]})"
        sentence = f"{full_name(step.target)} chủ trì từ ngày {vn_date(step.on)}"
        entries.append(_period(sentence, step.on, until, note))
    return entries


def _period(sentence: str, at: dt.date | None, until: dt.date | None, note: str) -> dict[str, Any]:
    end = f" đến hết ngày {vn_date(until - _ONE_DAY)}" if until else ""
    return {"sentence": f"{sentence}{end}.", "at": at, "tone": "neutral" if until else "progress", "note": note}


def handovers(holders: TaskHolders) -> list[dict[str, Any]]:
    """What moved by each event: {title, day, note, is_verified, lines, more}; leads before coordinators."""
    by_event: dict[tuple[int | None, dt.date], list[AssignmentSuccession]] = defaultdict(list)
    for link in holders.links:
        by_event[link.event_id, _day(holders, link)].append(link)
    told = []
    for (_, day), links in by_event.items():
        event = links[0].event
        lines = _lines(holders, links)
        told.append(
            {
                "title": event_words(event),
                "day": day,
                "note": event.note if event else "",
                "is_verified": event is None or event.is_verified,
                "lines": lines[:_SHOWN_AT_ONCE],
                "more": lines[_SHOWN_AT_ONCE:],
            }
        )
    return sorted(told, key=lambda item: item["day"])


def _day(holders: TaskHolders, link: AssignmentSuccession) -> dt.date:
    return link.event.effective_on if link.event else holders.step(link).on


def _lines(holders: TaskHolders, links: Sequence[AssignmentSuccession]) -> list[dict[str, Any]]:
    """One line for each body that hands on, and for each that becomes the lead where it coordinated."""
    groups: dict[int, list[AssignmentSuccession]] = defaultdict(list)
    for link in links:
        if link.because != MoveBasis.KEPT:
            groups[link.predecessor_id].append(link)
    rows = []
    for predecessor_id, group in groups.items():
        before = holders.rows[predecessor_id]
        steps = [holders.step(link) for link in group]
        rows.append((before.role != AssignmentRole.LEAD, before.agency.code, _line(before, steps)))
    return [line for _, _, line in sorted(rows, key=lambda row: row[:2])]


def _line(before: Assignment, steps: Sequence[HolderStep]) -> dict[str, Any]:
    first = steps[0]
    return {
        "role": before.get_role_display(),
        "source": full_name(before.agency),
        "targets": [full_name(step.target) for step in steps],
        "why": why(first.because, first.function, first.chosen_reason),
        "is_verified": all(step.is_verified for step in steps),
    }


def handed_on(rows: Iterable[Assignment], holders: TaskHolders, agency_id: int | None, today: dt.date) -> str:
    """What to tell people of a body that handed its assignment on; empty for others."""
    for row in rows:
        if row.agency_id != agency_id or row.ended_on is None:
            continue
        heirs = [holders.rows[link.successor_id].agency for link in holders.links if link.predecessor_id == row.pk]
        if not heirs or any(heir.pk == agency_id for heir in heirs):
            continue
        names = "; ".join(full_name(heir) for heir in heirs)
        when = "đã chuyển" if row.ended_on < today else "sẽ chuyển"
        return f"Phân công của cơ quan bạn {when} cho {names} từ ngày {vn_date(row.ended_on + _ONE_DAY)}."
    return ""
