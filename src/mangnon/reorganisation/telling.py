"""What a reorganisation has written, told as an outcome: the same words for a preview and for what stands applied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model

from mangnon.agencies.public import Agency, Post, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.kernel.text import collation_key
from mangnon.plans.public import Assignment, AssignmentSuccession, DutySuccession, Task
from mangnon.plans.terms import MoveBasis
from mangnon.reorganisation.outcome import (
    DutyLine,
    EventLine,
    OpenDuty,
    Outcome,
    PartLine,
    Place,
    PostLine,
    ReportLine,
)

POST_PREFIX = "vi-tri:"
_AT_ONCE = 5000


def place_of(agency: Agency) -> Place:
    """A body with its province, since two provinces have bodies of one name: «Sở Y tế (tỉnh Quảng Ngãi)»."""
    return Place(agency.code, full_name(agency.name, agency.level, agency.territory.name))


def full_name(name: str, level: str, territory: str) -> str:
    """A provincial body's name with its province; committees of districts and communes carry theirs in the name."""
    if level != "province":
        return name
    place = f"{territory[:1].lower()}{territory[1:]}"
    if name.endswith(" tỉnh") and place.startswith("tỉnh "):
        return f"{name}{place.removeprefix('tỉnh')}"  # «Công an tỉnh Quảng Ngãi»
    return f"{name} ({place})"


def outcome_of(
    reorganisation: Reorganisation,
    *,
    source: str = "",
    left: Mapping[int, tuple[str, tuple[Place, ...]]] | None = None,
    undecided: Sequence[OpenDuty] = (),
    reports: Iterable[ReportLine] = (),
) -> Outcome:
    """Everything that stands written by a reorganisation. Queries: constant.

    `left`: why posts were left without a place, and who could take them, by post id.
    """
    events = list(reorganisation.events.order_by("order"))
    bodies = Agency.objects.select_related("territory").order_by("code")
    return Outcome(
        code=reorganisation.code,
        title=reorganisation.title,
        source=source,
        provinces=tuple(reorganisation.scope.split()),
        events=tuple(_event_line(event) for event in events),
        began=_places(bodies.filter(began_by__in=events)),
        ended=_places(bodies.filter(ended_by__in=events)),
        parts=_part_lines(events),
        posts=_post_lines(events, left or {}),
        duties=(*_duty_lines(events), *_general_lines(events)),
        undecided=tuple(undecided),
        reports=tuple(reports),
        reorganisation_id=reorganisation.pk,
    )


def _places(found: Iterable[Agency]) -> tuple[Place, ...]:
    return tuple(sorted((place_of(agency) for agency in found), key=_by_name))


def _by_name(place: Place) -> tuple[object, str]:
    return collation_key(place.name), place.code


def _event_line(event: SuccessionEvent) -> EventLine:
    return EventLine(event.kind, event.effective_on, event.document_number, event.basis, event.tag, event.note)


def _part_lines(events: Sequence[SuccessionEvent]) -> tuple[PartLine, ...]:
    """Parts of one event between the same two bodies, together."""
    number_of = {event.pk: number for number, event in enumerate(events)}
    grouped: dict[tuple[int, str, str], list[SuccessionPart]] = {}
    rows = SuccessionPart.objects.filter(event__in=events).select_related("source__territory", "target__territory")
    for part in rows.order_by("pk"):
        key = (number_of[part.event_id], part.source.code, part.target.code if part.target else "")
        grouped.setdefault(key, []).append(part)
    return tuple(
        PartLine(
            event=number,
            source=place_of(members[0].source),
            target=place_of(members[0].target) if members[0].target else None,
            functions=tuple(part.function for part in members if part.function),
            is_verified=all(part.is_verified for part in members),
            note=" ".join(dict.fromkeys(part.note for part in members if part.note)),
        )
        for (number, _, _), members in sorted(grouped.items())
    )


def _post_lines(
    events: Sequence[SuccessionEvent], left: Mapping[int, tuple[str, tuple[Place, ...]]]
) -> tuple[PostLine, ...]:
    """Each post that ended by an event, and the post of the same role that its holder has on the event's day."""
    ended = Post.objects.filter(ended_by__in=events).select_related("user", "agency__territory", "ended_by")
    rows = list(ended.order_by("agency__code", "pk"))
    held: dict[tuple[int, str], list[Post]] = {}
    beside = Post.objects.filter(user__in={post.user_id for post in rows}).select_related("agency__territory")
    for post in beside.order_by("pk"):
        held.setdefault((post.user_id, post.role), []).append(post)
    lines = []
    for post in rows:
        why, candidates = left.get(post.pk, ("", ()))
        heir = None if why else _post_after(post, held[(post.user_id, post.role)])
        lines.append(
            PostLine(
                key=f"{POST_PREFIX}{post.pk}",
                person=post.user.full_name,
                role=post.get_role_display(),
                source=place_of(post.agency),
                target=place_of(heir.agency) if heir else None,
                why=why,
                candidates=candidates,
            )
        )
    return tuple(lines)


def _post_after(post: Post, held: Sequence[Post]) -> Post | None:
    """The post that began by the event which ended this one, else one held on the event's day."""
    event = post.ended_by
    if event is None:
        return None
    begun = [each for each in held if each.began_by_id == event.pk and each.pk != post.pk]
    day = event.effective_on
    beside = [
        each
        for each in held
        if each.pk != post.pk
        and (each.valid_from is None or each.valid_from <= day)
        and (each.valid_to is None or day <= each.valid_to)
    ]
    return next(iter([*begun, *beside]), None)


def _duty_lines(events: Sequence[SuccessionEvent]) -> tuple[DutyLine, ...]:
    """Assignments that went on at other bodies, each with everybody who carries it on.

    Tables are read one by one, by key: the rows are new in this transaction, so a planner that still believes the
    tables empty would join them row by row.
    """
    links = list(
        AssignmentSuccession.objects.filter(event__in=events)
        .order_by()
        .values_list("predecessor_id", "successor_id", "because")
    )
    rows = _by_id(Assignment, {pk for link in links for pk in link[:2]}, "agency_id", "task_id", "role")
    tasks = _by_id(Task, {row[1] for row in rows.values()}, "plan__code", "code", "order")
    bodies = Agency.objects.select_related("territory").in_bulk({row[0] for row in rows.values()})
    heads: dict[int, DutyLine] = {}
    places: dict[int, list[Place]] = {}
    for before, after, because in links:
        agency_id, task_id, role = rows[before]
        heir_id = rows[after][0]
        if heir_id == agency_id:
            continue  # the same duty grew by what others handed on
        plan, code, _ = tasks[task_id]
        source = place_of(bodies[agency_id])
        heads.setdefault(before, DutyLine(plan, code, role, source, (), MoveBasis(because).label))
        places.setdefault(before, []).append(place_of(bodies[heir_id]))
    lines = [(line.source.code, line.plan, tasks[rows[pk][1]][2], line.role, pk, line) for pk, line in heads.items()]
    return tuple(
        replace(line, targets=tuple(sorted(places[pk], key=lambda place: place.code)))
        for *_, pk, line in sorted(lines, key=lambda row: row[:4])
    )


def _by_id(model: type[Model], ids: Collection[int], *names: str) -> dict[int, tuple[Any, ...]]:
    """Some columns of rows by their key, in parts that every database takes."""
    found: dict[int, tuple[Any, ...]] = {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        rows = model._default_manager.filter(pk__in=wanted[start : start + _AT_ONCE]).order_by()
        found |= {pk: values for pk, *values in rows.values_list("pk", *names)}
    return found


def _general_lines(events: Sequence[SuccessionEvent]) -> tuple[DutyLine, ...]:
    """Who leads a plan, and the duties that the body of its paper lays on agencies."""
    rows = DutySuccession.objects.filter(event__in=events, target__isnull=False)
    ordered = rows.select_related("plan", "duty", "source__territory", "target__territory")
    heads: dict[tuple[str, str, str], tuple[str, Place]] = {}
    targets: dict[tuple[str, str, str], list[Place]] = {}
    for row in ordered.order_by("plan__code", "duty__order", "source__code", "target__code"):
        key = (row.plan.code, str(row.duty.order + 1) if row.duty else "", row.source.code)
        heads.setdefault(key, (row.because, place_of(row.source)))
        if row.target is not None:
            targets.setdefault(key, []).append(place_of(row.target))
    return tuple(
        DutyLine(
            plan, number, "duty" if number else "plan", heads[key][1], tuple(found), MoveBasis(heads[key][0]).label
        )
        for key, found in targets.items()
        for plan, number, _ in [key]
    )
