"""Where one event leads the matters of its sources: parts, functions and choices, loaded once. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from mangnon.agencies.public import Agency, SuccessionEvent, SuccessionPart, function_names, functions_of_text
from mangnon.kernel.dates import vn_date
from mangnon.plans.errors import BadChoice
from mangnon.plans.models import Plan
from mangnon.plans.rules import Destination, Part, decided_function, destination, needs_function
from mangnon.territory.public import province_of, scope_codes

CHOICE_PREFIX = "assignment:"


def choice_key(plan_code: str, task_code: str, agency_code: str) -> str:
    """The key of a choice: where the assignment of a body on a task goes, when events leave it open.

    `task_code` empty: the plan's lead; «*3»: the fourth duty of the paper's body. Codes name a body for ever, so a
    key made at a preview holds at the act.
    """
    return f"{CHOICE_PREFIX}{plan_code}/{task_code}/{agency_code}"


def plan_choice_key(plan_code: str, agency_code: str) -> str:
    """The key of a choice for everything of one body in one plan that events leave open and no other key names."""
    return f"{CHOICE_PREFIX}{plan_code}/{agency_code}"


def function_of_plan(plan: Plan) -> str:
    """What a plan is about: as recorded at its adoption, else as far as its directive's title is clear; or empty."""
    return plan.function or functions_of_text(plan.directive.title, function_names()).function or ""


class Choices:
    """What people decided where events leave a choice; each key must be needed, each value an agency in force.

    The key for everything of one body may find nothing left to decide; it must name a body that hands something on.
    """

    def __init__(self, choices: Mapping[str, str]) -> None:
        self._choices = {key: code for key, code in choices.items() if key.startswith(CHOICE_PREFIX)}
        self._unused = set(self._choices)
        found = Agency.objects.filter(code__in=set(self._choices.values())) if self._choices else []
        self._agencies = {agency.code: agency for agency in found}

    def meet(self, key: str) -> None:
        """What a key names is there, whether or not it leaves anything to decide."""
        self._unused.discard(key)

    def agency_for(self, key: str, *, on: dt.date) -> Agency | None:
        """The agency chosen under a key, in force on a day. Raises BadChoice."""
        code = self._choices.get(key)
        if code is None:
            return None
        self._unused.discard(key)
        agency = self._agencies.get(code)
        if agency is None or not is_agency_in_force(agency, on):
            raise BadChoice(
                f"Cơ quan được chọn «{code[:60]}» không có hoặc không hoạt động vào ngày {vn_date(on)}. Chưa có phân "
                "công nào được chuyển. Hãy chọn một cơ quan đang hoạt động."
            )
        return agency

    def check_all_used(self) -> None:
        """Raises BadChoice for a choice that nothing asked for: the preview it was made on no longer holds."""
        if self._unused:
            names = ", ".join(sorted(key.removeprefix(CHOICE_PREFIX) for key in self._unused))[:200]
            raise BadChoice(
                f"Có lựa chọn không còn ứng với phân công nào phải chuyển: {names}. Chưa có phân công nào được chuyển. "
                "Hãy xem lại bản xem trước rồi chọn lại."
            )


def is_agency_in_force(agency: Agency, day: dt.date) -> bool:
    """Whether a body is in force on a day."""
    begun = agency.valid_from is None or agency.valid_from <= day
    return begun and (agency.valid_to is None or day <= agency.valid_to)


def codes_of_plan(plan: Plan, on: dt.date) -> frozenset[str]:
    """The codes of the province that answers for a plan's territory on a day, and of those it was formed from."""
    own = province_of(plan.territory, on)
    return scope_codes(own, on) if own else frozenset({plan.territory.code})


def check_of_own_province(agency: Agency, codes: frozenset[str]) -> None:
    """Raise BadChoice for a body of another province: no province gives its work to another."""
    if agency.code.partition(".")[0] not in codes:
        raise BadChoice(
            f"{agency.name} ({agency.code}) không thuộc tỉnh của kế hoạch. Chưa có gì được chuyển. "
            "Hãy chọn một cơ quan của tỉnh."
        )


@dataclass(frozen=True, slots=True)
class Led:
    """Where one matter goes: the agencies, or none with the reason; `candidates` are what the event names."""

    agencies: tuple[Agency, ...]
    decision: Destination
    candidates: tuple[Agency, ...]
    is_verified: bool


class Leading:
    """One event and some of its sources: where it leads what they carry."""

    def __init__(self, event: SuccessionEvent, sources: Collection[int], choices: Choices) -> None:
        """Two queries (three when functions matter), however many sources there are."""
        self.event = event
        self._choices = choices
        self._parts: dict[int, list[SuccessionPart]] = defaultdict(list)
        for part in event.parts.filter(source__in=sources).select_related("source", "target").order_by("pk"):
            self._parts[part.source_id].append(part)
        self._sources = {pk: parts[0].source for pk, parts in self._parts.items()}
        self._targets = {p.target.pk: p.target for parts in self._parts.values() for p in parts if p.target}
        self._plans: dict[int, str] = {}
        self._own_codes: dict[tuple[int, dt.date], frozenset[str]] = {}

    @cached_property
    def _carried(self) -> dict[int, set[str]]:
        """Which functions each source had until the event, as recorded and as the event itself names them."""
        day_before = self.event.effective_on - dt.timedelta(days=1)
        carried = {pk: {part.function for part in parts if part.function} for pk, parts in self._parts.items()}
        for source in Agency.objects.filter(pk__in=list(self._parts)).prefetch_related("functions"):
            for row in source.functions.all():
                if (row.valid_from is None or row.valid_from <= day_before) and (
                    row.valid_to is None or day_before <= row.valid_to
                ):
                    carried[source.pk].add(row.function)
        return carried

    def concerns(self, source_id: int) -> bool:
        """Whether the body is a source of the event."""
        return source_id in self._parts

    def source(self, source_id: int) -> Agency:
        """A source of the event."""
        return self._sources[source_id]

    def source_ends(self, source_id: int) -> bool:
        """Whether the source ends by the event."""
        last = self._sources[source_id].valid_to
        return last is not None and last < self.event.effective_on

    def lead(
        self, *, plan: Plan, source_id: int, task_code: str, stored: str, text: str, one_only: bool, on: dt.date
    ) -> Led | None:
        """Where a matter goes; None: it stays with the source. Raises BadChoice."""
        source, rows = self._sources[source_id], self._parts[source_id]
        parts = [Part(row.target_id, row.function, row.is_verified) for row in rows]
        ends = self.source_ends(source_id)
        function, because = "", ""
        if needs_function(parts):
            carried = self._carried[source_id]
            guess = functions_of_text(text, carried).function if not stored else None
            function, because = decided_function(
                stored=stored, of_plan=self._function_of(plan), carried=carried, of_words=guess
            )
        function = function or stored
        self._choices.meet(plan_choice_key(plan.code, source.code))
        chosen = self._chosen(choice_key(plan.code, task_code, source.code), plan, on)
        if chosen is not None and chosen.pk == source_id:
            return None
        decision = destination(
            parts,
            source_ends=ends,
            function=function,
            function_because=because,
            chosen=chosen.pk if chosen else None,
            one_only=one_only,
        )
        if decision is not None and decision.undecided:
            chosen = self._chosen(plan_choice_key(plan.code, source.code), plan, on)
            if chosen is not None:
                decision = Destination((chosen.pk,), "chosen", function)
        if decision is None:
            return None
        known = {**self._targets, **({chosen.pk: chosen} if chosen else {})}
        agencies = tuple(known[pk] for pk in decision.targets)
        used = [row for row in rows if row.target_id in decision.targets]
        verified = self.event.is_verified and all(row.is_verified for row in used)
        candidates = tuple({row.target.pk: row.target for row in rows if row.target}.values())
        return Led(agencies, decision, candidates, verified)

    def _chosen(self, key: str, plan: Plan, on: dt.date) -> Agency | None:
        chosen = self._choices.agency_for(key, on=on)
        if chosen is not None:
            if (plan.pk, on) not in self._own_codes:
                self._own_codes[plan.pk, on] = codes_of_plan(plan, on)
            check_of_own_province(chosen, self._own_codes[plan.pk, on])
        return chosen

    def _function_of(self, plan: Plan) -> str:
        if plan.pk not in self._plans:
            self._plans[plan.pk] = function_of_plan(plan)
        return self._plans[plan.pk]
