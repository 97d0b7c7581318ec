"""A reorganisation carried through everything that rests on bodies of state: one transaction, or nothing at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, AppliedEvents, EventFile, Reorganisation, apply_events
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.text import collation_key
from mangnon.plans.public import CHOICE_PREFIX, AssignmentMove, move_assignments
from mangnon.plans.terms import Undecided
from mangnon.reorganisation.errors import NothingChosen, WorldChanged
from mangnon.reorganisation.outcome import OpenDuty, Outcome, Place, ReportLine
from mangnon.reorganisation.policies import check_administrator
from mangnon.reorganisation.telling import POST_PREFIX, outcome_of, place_of
from mangnon.reorganisation.turns import wait_for_turn
from mangnon.reporting.public import move_reports


class _Previewed(Exception):
    """Leaves the transaction of a preview, so that all of it is rolled back."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def apply_reorganisation(
    *,
    actor: Actor,
    event_file: EventFile,
    province_codes: Collection[str] = (),
    choices: Mapping[str, str] | None = None,
    options: Collection[str] = (),
    dry_run: bool = False,
    previewed: str | None = None,
) -> Outcome:
    """Apply events to bodies, posts, assignments and reports of some provinces: all of it in one transaction.

    `province_codes`: the actor's own province when none is named. `choices`: key of an undecided duty or post → code of
    the agency that takes it over. `options`: keys of what the file only supposes and a person takes as true. `dry_run`
    does the very same and rolls it back. `previewed`: digest of the outcome somebody saw; anything else is refused.
    The events' day may lie ahead. Raises NotAllowed, WorldChanged, AlreadyApplied and what the parts refuse.
    """
    check_administrator(actor)
    provinces = sorted(set(province_codes) or {actor.territory_code})
    try:
        with transaction.atomic():
            wait_for_turn()
            outcome = _carry_out(actor, event_file, provinces, dict(choices or {}), options)
            if dry_run:
                raise _Previewed(replace(outcome, reorganisation_id=None))
            if previewed is not None and previewed != outcome.digest:
                raise WorldChanged(
                    "Những gì sẽ chuyển bây giờ khác với bản bạn vừa xem: có người vừa làm việc, hoặc bạn vừa đổi lựa "
                    "chọn. Chưa có gì được áp dụng. Hãy xem lại bản mới dưới đây rồi áp dụng.",
                    outcome=replace(outcome, reorganisation_id=None),
                )
            return outcome
    except _Previewed as preview:
        return preview.outcome


def _carry_out(
    actor: Actor, event_file: EventFile, provinces: list[str], choices: dict[str, str], options: Collection[str]
) -> Outcome:
    last_day = max(event.effective_on for event in event_file.events)
    applied = apply_events(
        actor=actor,
        event_file=event_file,
        province_codes=provinces,
        today=max(clock.today(), last_day),
        chosen=options,
        post_choices=_post_choices(choices),
    )
    moves = move_assignments(actor=actor, events=applied.events, choices=choices)
    reports = move_reports(actor=actor, events=applied.events)
    outcome = outcome_of(
        applied.reorganisation,
        source=event_file.source,
        left={each.post.pk: (each.reason, _places(each.candidates)) for each in applied.posts_left},
        undecided=_open_duties(moves, applied),
        reports=[ReportLine(str(move.fate), move.sentence) for move in reports],
    )
    _remember(applied.reorganisation, choices)
    record(
        actor=actor,
        act="apply_reorganisation",
        object_type="Reorganisation",
        object_id=applied.reorganisation.pk,
        details={
            "code": event_file.code,
            "provinces": list(outcome.provinces),
            "ended": len(outcome.ended),
            "began": len(outcome.began),
            "posts": len(outcome.posts),
            "assignments": len(outcome.duties),
            "undecided": len(outcome.undecided),
            "reports": len(outcome.reports),
            "digest": outcome.digest,
        },
    )
    return outcome


def _remember(reorganisation: Reorganisation, choices: Mapping[str, str]) -> None:
    """What people chose stays with the reorganisation, beside what the parts keep there."""
    reorganisation.choices["chosen_bodies"] = dict(sorted(choices.items()))
    reorganisation.save(update_fields=["choices"])


def _post_choices(choices: Mapping[str, str]) -> dict[int, str]:
    """Which post goes to which of the successors, by post id. Raises NothingChosen for a key that names nothing."""
    for key in choices:
        number = key.removeprefix(POST_PREFIX)
        if not key.startswith(CHOICE_PREFIX) and not (key.startswith(POST_PREFIX) and number.isdecimal()):
            raise NothingChosen(
                f"Lựa chọn «{key[:80]}» không ứng với việc hay vị trí nào. Chưa có gì bị thay đổi. Hãy dùng mã mà bản "
                "xem trước nêu."
            )
    return {
        int(number): code
        for key, code in choices.items()
        if key.startswith(POST_PREFIX) and (number := key.removeprefix(POST_PREFIX)).isdecimal()
    }


def _places(agencies: Iterable[Agency]) -> tuple[Place, ...]:
    return tuple(place_of(agency) for agency in agencies)


def _open_duties(moves: Iterable[AssignmentMove], applied: AppliedEvents) -> list[OpenDuty]:
    """What nobody is known to carry; where the events name nobody, any provincial body of the day may be chosen."""
    undecided = [move for move in moves if not move.targets]
    anybody: dict[dt.date, tuple[Place, ...]] = {}
    for day in {move.event.effective_on for move in undecided if not move.candidates}:
        prefixes = reduce(or_, (Q(code__startswith=f"{code}.") for code in sorted(applied.provinces)))
        found = Agency.objects.on(day).filter(prefixes, level="province").select_related("territory")
        anybody[day] = tuple(sorted(_places(found), key=lambda place: collation_key(place.name)))
    return [
        OpenDuty(
            key=move.key,
            plan=move.plan_code,
            task=move.task_code,
            role=move.role,
            text=move.text,
            source=place_of(move.source),
            why=Undecided(move.undecided).label if move.undecided else "",
            candidates=_places(move.candidates) or anybody[move.event.effective_on],
        )
        for move in undecided
    ]
