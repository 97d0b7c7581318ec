"""Applying the events of a file to the bodies of some provinces: what ends, what begins, who takes over what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.catalogue import load_catalogue
from mangnon.agencies.functions import function_names
from mangnon.agencies.making import (
    body_of,
    committee_of,
    copy_of,
    entry_of,
    function_rows,
    of_provinces,
    province_code_of,
)
from mangnon.agencies.models import Agency, Reorganisation, SuccessionEvent, SuccessionPart
from mangnon.agencies.policies import check_may_reorganise
from mangnon.agencies.posts import Closing, PostLeft, PostMove, move_posts
from mangnon.agencies.reach import check_days, check_not_applied, codes_set_up, heir_of, widened
from mangnon.agencies.rules.events import (
    BODIES_OF_MERGED_PROVINCES,
    COMMITTEES_OF_LEVEL,
    EventFile,
    EventSpec,
    refused,
)
from mangnon.agencies.services import ensure_functions
from mangnon.agencies.staging import Stage
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.dates import vn_date
from mangnon.territory.public import (
    Unit,
    communes_formed_from,
    communes_of,
    province,
)

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AppliedEvents:
    """What was written. `unresolved`: parts that nobody is known to take over; `not_chosen`: keys of possibilities
    (not verified) that were left out; `provinces`: codes of every province the events touched, those that came to be
    by them included."""

    reorganisation: Reorganisation
    events: tuple[SuccessionEvent, ...]
    began: tuple[Agency, ...]
    ended: tuple[Agency, ...]
    posts_moved: tuple[PostMove, ...]
    posts_left: tuple[PostLeft, ...]
    unresolved: tuple[SuccessionPart, ...]
    not_chosen: tuple[str, ...]
    provinces: frozenset[str]


@dataclass(slots=True)
class _Run:
    """One application of a file."""

    file: EventFile
    stage: Stage
    reorganisation: Reorganisation
    codes: frozenset[str]
    events: list[SuccessionEvent] = field(default_factory=list)
    parts: list[SuccessionPart] = field(default_factory=list)


@transaction.atomic
def apply_events(
    *,
    actor: Actor,
    event_file: EventFile,
    province_codes: Collection[str],
    today: dt.date,
    chosen: Collection[str] = (),
    post_choices: Mapping[int, str] | None = None,
) -> AppliedEvents:
    """Apply a file's events, in the file's order, to the bodies of some provinces: all of it or nothing.

    A province that is merged brings in the others that become the same new province. `chosen`: keys of possibilities
    (tags R, D) to apply as well; what is not chosen stays out and is named in the event's note. `post_choices`: post id
    → code of the successor, where a body has several. Writes events, parts, bodies, functions, posts and one audit row.
    Raises NotAllowed, AlreadyApplied, UnknownProvince, EventsRefused (`not_yet_effective`, `unknown_source`,
    `source_closed`, `source_not_begun`, `contradiction`, `target_closed`, `overlap`, `out_of_order`,
    `function_not_begun`, `function_not_carried`, `no_communes`, `nothing_to_do`, `unknown_choice`, …).
    """
    check_may_reorganise(actor, province_codes)
    file = event_file.chosen(chosen)
    check_days(file, today)
    codes = widened(file, province_codes)
    check_may_reorganise(actor, codes & codes_set_up())
    stage = _locked_stage(codes)
    check_not_applied(file, codes)  # after the lock: who came second sees what the first has done
    choices = {"chosen": sorted(chosen), "posts": {str(key): code for key, code in (post_choices or {}).items()}}
    reorganisation = _begun(actor, file, codes, choices)
    run = _Run(file, stage, reorganisation, codes)
    for order, spec in enumerate(file.events, start=1):
        _apply(run, spec, order, _note(event_file, spec, chosen))
    if not run.parts:
        raise refused("nothing_to_do", f"«{file.title}» không có sự kiện nào cho các tỉnh đã chọn")
    moved, left, last_days = move_posts(_closings(run), post_choices or {})
    reorganisation.choices["last_days"] = last_days
    reorganisation.save(update_fields=["choices"])
    applied = AppliedEvents(
        reorganisation=reorganisation,
        events=tuple(run.events),
        began=tuple(stage.began),
        ended=tuple(stage.ended),
        posts_moved=tuple(moved),
        posts_left=tuple(left),
        unresolved=tuple(part for part in run.parts if part.target_id is None),
        not_chosen=tuple(key for key in event_file.options if key not in chosen),
        provinces=codes,
    )
    _record(actor, applied)
    return applied


def _locked_stage(codes: frozenset[str]) -> Stage:
    """The provinces' bodies, locked, with their functions. Raises EventsRefused (`nothing_to_do`)."""
    # Who waited here for another reorganisation reads again afterwards: the bodies that one made are there only then.
    list(Agency.objects.select_for_update(of=("self",)).filter(of_provinces(codes)).order_by("pk").values_list("pk"))
    stage = Stage(codes)
    if not stage.agencies:
        raise refused("nothing_to_do", "Các tỉnh đã chọn chưa có cơ quan nào", "Hãy nạp danh mục cơ quan trước.")
    return Stage(codes) if sum(ensure_functions(code) for code in sorted(codes)) else stage


def _begun(actor: Actor, file: EventFile, codes: frozenset[str], choices: dict[str, Any]) -> Reorganisation:
    return Reorganisation.objects.create(
        code=file.code,
        title=file.title,
        scope=" ".join(sorted(codes)),
        digest=file.digest,
        choices=choices,
        applied_at=clock.now(),
        applied_by_id=actor.user_id,
    )


def _record(actor: Actor, applied: AppliedEvents) -> None:
    reorganisation = applied.reorganisation
    record(
        actor=actor,
        act="apply_events",
        object_type="Reorganisation",
        object_id=reorganisation.pk,
        details={
            "code": reorganisation.code,
            "digest": reorganisation.digest,
            "provinces": sorted(applied.provinces),
            "began": len(applied.began),
            "ended": len(applied.ended),
            "posts_moved": len(applied.posts_moved),
            "posts_left": len(applied.posts_left),
            "unresolved": len(applied.unresolved),
            "chosen": reorganisation.choices["chosen"],
        },
    )


def _note(whole: EventFile, spec: EventSpec, chosen: Collection[str]) -> str:
    """The event's note, and what was possible and not chosen."""
    original = next(event for event in whole.events if event.key == spec.key)
    said = [spec.note] if spec.note else []
    for target in original.targets:
        if target.key in whole.options and target.key not in chosen:
            said.append(f"Chưa kiểm chứng, không áp dụng: {target.note or target.key}.")
    return "\n".join(said)


def _apply(run: _Run, spec: EventSpec, order: int, note: str) -> None:
    """Apply one event to every province it concerns, and write it; an event that concerns none leaves no row."""
    event = SuccessionEvent.objects.create(
        reorganisation=run.reorganisation,
        order=order,
        kind=spec.kind,
        effective_on=spec.effective_on,
        document_number=spec.document_number,
        basis=spec.basis,
        tag=spec.tag,
        note=note,
    )
    if BODIES_OF_MERGED_PROVINCES in spec.sources:
        _merge_provinces(run, event)
    elif COMMITTEES_OF_LEVEL in spec.sources:
        _abolish_districts(run, event)
    else:
        for code in sorted(run.codes):
            if spec.applies_to is None or code in spec.applies_to:
                _apply_in_province(run, spec, event, code)
    parts = run.stage.write()
    if not parts:
        event.delete()
        return
    run.events.append(event)
    run.parts += parts


def _apply_in_province(run: _Run, spec: EventSpec, event: SuccessionEvent, code: str) -> None:
    stage, day = run.stage, spec.effective_on
    unit = province(code, on=day)
    if unit is None or not any(province_code_of(agency) == code for agency in stage.agencies):
        return
    if not all(stage.had(code, kind, day - _DAY) for kind in spec.requires):
        return
    sources = []
    for each in spec.sources:
        entry = run.file.body(each)
        if "." in each and not each.startswith(f"{code}."):
            continue
        source = stage.source(code, each, day, is_needed=entry is None or entry.uniform)
        if source is not None:
            sources.append(source)
    carried = {source.code: stage.open_functions(source) for source in sources}
    _check_carried(spec, sources, {function for functions in carried.values() for function in functions})
    if spec.ends_sources:
        for source in sources:
            stage.end(source, event)
    for source in sources:
        _hand_on(run, spec, event, source, set(carried[source.code]), unit)


def _check_carried(spec: EventSpec, sources: list[Agency], carried: set[str]) -> None:
    """Nobody can hand on what he does not do. Raises EventsRefused (`function_not_carried`)."""
    for function in sorted({each for target in spec.targets for each in target.functions} - carried):
        if sources:
            names = ", ".join(f"{source.name} ({source.code})" for source in sources)
            what = function_names().get(function, function)
            raise refused(
                "function_not_carried",
                f"{names} không đảm nhận nhiệm vụ «{what}» đến trước ngày {vn_date(spec.effective_on)}, nên không thể "
                "giao nhiệm vụ này",
            )


def _hand_on(run: _Run, spec: EventSpec, event: SuccessionEvent, source: Agency, carried: set[str], unit: Unit) -> None:
    """Give what a source carried to the targets; what no target takes is written down as taken by nobody known.

    Of several sources each hands on only what it carried itself.
    """
    stage, named = run.stage, {function for target in spec.targets for function in target.functions}
    rest_taken = handed = False
    for spec_target in spec.targets:
        target = None
        if spec_target.body is not None:
            target = stage.target(run.file.body(spec_target.body), spec_target.body, unit, event)
            if target is source:
                raise refused("contradiction", f"{source.name} vừa giao vừa nhận trong một sự kiện")
        functions = [each for each in spec_target.functions if each in carried] if spec_target.functions else [""]
        rest_taken = rest_taken or not spec_target.functions
        for function in functions:
            handed = True
            stage.part(event, source, target, function, is_verified=spec_target.is_verified, note=spec_target.note)
            if not spec.ends_sources:
                stage.take(source, function, event)
        if target is not None:
            for function in sorted(functions if spec_target.functions else carried - named):
                stage.give(target, function, event, is_verified=spec_target.is_verified)
    if not spec.ends_sources or rest_taken:
        return
    for function in sorted(carried - named) or ([] if handed else [""]):
        stage.part(event, source, None, function, is_verified=False, note="Chưa biết cơ quan nào nhận")


def _merge_provinces(run: _Run, event: SuccessionEvent) -> None:
    """Each provincial body of the provinces that end goes to the same body of the new one; which has all that every
    province has, also when one of its predecessors was never set up here."""
    stage, day = run.stage, event.effective_on
    heirs: dict[int, Unit] = {}
    for agency in list(stage.agencies):
        unit = agency.territory
        ends_now = unit.valid_to == day - _DAY and agency.level == "province" and agency.valid_to is None
        if not ends_now or (agency.valid_from is not None and agency.valid_from >= day):
            continue
        heir = heir_of(unit, day)
        if heir is None:
            raise refused(
                "unknown_heir", f"Không xác định được tỉnh mới của {unit.name}", "Hãy nạp lại danh mục địa bàn."
            )
        heirs[heir.pk] = heir
        target = _same_body(run, agency, heir, event)
        carried = stage.open_functions(agency)
        stage.end(agency, event)
        stage.part(event, agency, target, "", is_verified=event.is_verified)
        if target is not None:
            for function, row in sorted(carried.items()):
                stage.give(target, function, event, is_verified=row.is_verified)
    for heir in heirs.values():
        for entry in load_catalogue().agencies:
            if entry.level != "province" or not entry.uniform or not entry.is_valid_on(day):
                continue
            if not stage.had(heir.code, entry.code, day):
                body = stage.begin(body_of(entry, heir, taken=stage.codes, event=event))
                stage.add_rows(function_rows(body, day, event=event))


def _same_body(run: _Run, agency: Agency, heir: Unit, event: SuccessionEvent) -> Agency | None:
    """The new province's body of the same kind; None when such bodies have ended and no event said what became of them.

    Raises EventsRefused (`out_of_order`) when an earlier reorganisation should have closed the body.
    """
    stage, day = run.stage, event.effective_on
    entry = entry_of(agency)
    if entry is not None and entry.valid_to is not None and entry.valid_to < day:
        if entry.tag not in ("V", "S"):
            return None
        raise refused(
            "out_of_order",
            f"{agency.name} ({agency.code}) theo danh mục hết hiệu lực từ {vn_date(entry.valid_to)}",
            "Hãy áp dụng đợt sắp xếp sớm hơn trước.",
        )
    same = next(
        (
            each
            for each in stage.agencies
            if each.catalogue_code == agency.catalogue_code
            and each.level == "province"
            and each.territory_id == heir.pk
            and each.is_in_force(day)
        ),
        None,
    )
    if same is not None:
        return same
    made = body_of(entry, heir, taken=stage.codes, event=event) if entry else copy_of(agency, heir, stage.codes, event)
    return stage.begin(made)


def _abolish_districts(run: _Run, event: SuccessionEvent) -> None:
    """Every commune gets its committee; a district's goes on as those of the communes formed from it."""
    stage, day = run.stage, event.effective_on
    if not any(each.level == "district" and each.valid_to is None for each in stage.agencies):
        return
    committees: dict[int, Agency] = {}
    by_territory = {each.territory_id: each for each in stage.agencies if each.level == "commune"}
    for code in sorted(run.codes):
        unit = province(code, on=day)
        if unit is None:
            continue
        communes = communes_of(unit, day)
        if not communes:
            raise refused(
                "no_communes", f"{unit.name} chưa có xã, phường nào trong danh mục", "Hãy nạp danh mục địa bàn."
            )
        for commune in communes:
            agency = by_territory.get(commune.pk)
            if agency is None:
                agency = stage.begin(committee_of(commune, unit, event=event))
                stage.add_rows(function_rows(agency, day, event=event))
            committees[commune.pk] = agency
    for district in [each for each in stage.agencies if each.level == "district" and each.valid_to is None]:
        stage.end(district, event)
        found = [committees[unit.pk] for unit in communes_formed_from(district.territory, day) if unit.pk in committees]
        for target in found:
            stage.part(event, district, target, "", is_verified=event.is_verified)
        if not found:
            stage.part(event, district, None, "", is_verified=False)


def _closings(run: _Run) -> list[Closing]:
    """The closed bodies with everybody who took something over, in the order of the parts."""
    heirs: dict[int, dict[int, Agency]] = {}
    by_pk = {agency.pk: agency for agency in run.stage.agencies}
    for part in run.parts:
        if part.target_id is not None:
            heirs.setdefault(part.source_id, {})[part.target_id] = by_pk[part.target_id]
    return [
        Closing(agency, agency.ended_by, tuple(heirs.get(agency.pk, {}).values()))
        for agency in run.stage.ended
        if agency.ended_by is not None
    ]
