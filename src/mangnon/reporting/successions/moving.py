"""A reorganisation reaches the reports: duties pass on, drafts are carried, what was sent stays (decision 0015).

Called by the app that applies events, inside its one transaction, after the assignments have moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef, prefetch_related_objects

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, SuccessionEvent
from mangnon.audit.public import record
from mangnon.kernel.text import one_line
from mangnon.reporting.duties.holding import Holding, duties_in
from mangnon.reporting.duties.lineage import name_beside
from mangnon.reporting.duties.tiers import tier_among
from mangnon.reporting.models import Consolidation, ExpectedReport, Period, Report, ReportSuccession
from mangnon.reporting.rules.succession import Fate, fate, pass_on, was_sent
from mangnon.reporting.successions.carrying import carry_drafts
from mangnon.reporting.terms import ExpectedReason

_LONGEST_REASON = 400


@dataclass(slots=True)
class ReportMove:
    """What an event did to one owed report. `heirs` hold its tasks now; `carried` counts the drafted entries."""

    event: SuccessionEvent
    period: Period
    source: Agency
    fate: str
    heirs: tuple[Agency, ...] = ()
    carried: int = 0

    @property
    def sentence(self) -> str:
        """What happened, for the page that shows the event before and after."""
        names = _named(self.heirs, self.source)
        what = f"Báo cáo {self.period.words} của {self.source.name}"
        words = {
            Fate.PASSED: f"{what} chuyển cho {names}",
            Fate.KEPT: f"{what} do {names} viết tiếp, vẫn mang tên cũ vì {names} đã gửi báo cáo của mình",
            Fate.FROZEN: f"{what} đã gửi nên giữ nguyên, mang tên cũ",
            Fate.STAYS: f"{what} vẫn do cơ quan này gửi" + (f", phần đã giao do {names} gửi" if names else ""),
            Fate.UNTOUCHED: f"{what} giữ tên cũ vì số liệu đã chốt trước ngày sắp xếp",
        }[Fate(self.fate)]
        return f"{words}; mang theo {self.carried} mục đang viết." if self.carried else f"{words}."


@dataclass(slots=True)
class _Touched:
    """One period the events reach: who owes, what each has sent, where the tasks lie."""

    period: Period
    rows: dict[int, ExpectedReport]
    states: dict[int, str]
    is_consolidated: bool
    shares: dict[int, Holding] = field(default_factory=dict)

    def heirs_of(self, agency_id: int) -> frozenset[int]:
        """Who holds a body's tasks on the cut-off day, itself while it keeps some."""
        found = {pk for pk, share in self.shares.items() if agency_id in share.sources}
        return frozenset(found | ({agency_id} & self.shares.keys()))


def move_reports(*, actor: Actor, events: Sequence[SuccessionEvent]) -> list[ReportMove]:
    """Pass on what bodies that the events touch still owe, and carry their drafts; one audit row for each event.

    Must be called inside the transaction of the reorganisation, after the assignments have moved. The right to apply
    events is checked there. Constant statements for each open period, however many bodies.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("reports move in the transaction of the reorganisation")
    ordered = sorted(events, key=lambda event: (event.effective_on, event.order, event.pk))
    event_of = _events_by_source(ordered)
    moves: list[ReportMove] = []
    for touched in _touched(event_of):
        moves += _move_in(actor, touched, event_of, ordered)
    for event in ordered:
        own = [move for move in moves if move.event.pk == event.pk and move.fate != Fate.UNTOUCHED]
        if own:
            record(
                actor=actor,
                act="move_reports",
                object_type="SuccessionEvent",
                object_id=event.pk,
                details={"reports": [_facts(move) for move in own]},
            )
    return moves


def _facts(move: ReportMove) -> dict[str, object]:
    return {
        "regime": move.period.regime.code,
        "period": move.period.code,
        "from": move.source.code,
        "to": [heir.code for heir in move.heirs],
        "fate": str(move.fate),
        "carried": move.carried,
    }


def _events_by_source(events: Sequence[SuccessionEvent]) -> dict[int, list[SuccessionEvent]]:
    """The events that took something from a body, by body, in their order."""
    found: dict[int, list[SuccessionEvent]] = {}
    prefetch_related_objects(list(events), "parts")
    for event in events:
        for source in sorted({part.source_id for part in event.parts.all()}):
            found.setdefault(source, []).append(event)
    return found


def _touched(event_of: dict[int, list[SuccessionEvent]]) -> list[_Touched]:
    """The periods in which a touched body owes a report that is not accepted, their rows locked."""
    owing = ExpectedReport.objects.owed().filter(agency__in=list(event_of)).order_by()
    periods = Period.objects.filter(pk__in=owing.values("period")).select_related(
        "regime__plan__lead_agency", "regime__recipient"
    )
    made = Consolidation.objects.filter(period=OuterRef("pk"))
    found = list(periods.annotate(is_consolidated=Exists(made)).order_by("starts_on", "pk"))
    rows = ExpectedReport.objects.select_for_update(of=("self",)).filter(period__in=found).select_related("agency")
    by_period: dict[int, dict[int, ExpectedReport]] = {}
    for row in rows.order_by("pk"):
        by_period.setdefault(row.period_id, {})[row.agency_id] = row
    states: dict[int, dict[int, str]] = {}
    reports = Report.objects.select_for_update(of=("self",)).filter(period__in=found).order_by("pk")
    for period_id, agency_id, state in reports.values_list("period_id", "agency_id", "state"):
        states.setdefault(period_id, {})[agency_id] = state
    return [
        _Touched(
            period,
            by_period.get(period.pk, {}),
            states.get(period.pk, {}),
            is_consolidated=bool(getattr(period, "is_consolidated", False)),
        )
        for period in found
    ]


def _move_in(
    actor: Actor,
    touched: _Touched,
    event_of: dict[int, list[SuccessionEvent]],
    events: Sequence[SuccessionEvent],
) -> list[ReportMove]:
    period = touched.period
    owed = {agency_id for agency_id, row in touched.rows.items() if row.is_owed}
    causes = {
        agency_id: next((e for e in event_of[agency_id] if e.effective_on <= period.cut_off_on), event_of[agency_id][0])
        for agency_id in sorted(owed & event_of.keys())
    }
    if any(event.effective_on <= period.cut_off_on for event in causes.values()) and not touched.is_consolidated:
        touched.shares = duties_in(period, by=events)
    heirs = {agency_id: touched.heirs_of(agency_id) for agency_id in causes}
    fates = {
        agency_id: fate(
            effective_on=event.effective_on,
            cut_off_on=period.cut_off_on,
            is_consolidated=touched.is_consolidated,
            agency=agency_id,
            heirs=heirs[agency_id],
            states=touched.states,
        )
        for agency_id, event in causes.items()
    }
    passing = pass_on(owed=owed, fates=fates, heirs=heirs)
    _begin(touched, passing.begun, causes)
    _end(touched, passing.ended, causes)
    taken = {**passing.begun, **passing.joined}
    _link(touched, taken, causes)
    carried = carry_drafts(actor=actor, period=period, rows=touched.rows, taken=taken, causes=causes)
    agencies = {pk: share.agency for pk, share in touched.shares.items()}
    return [
        ReportMove(
            event=causes[agency_id],
            period=period,
            source=touched.rows[agency_id].agency,
            fate=each,
            heirs=tuple(agencies[heir] for heir in sorted(heirs[agency_id] - {agency_id}) if heir in agencies),
            carried=carried.get(agency_id, 0),
        )
        for agency_id, each in fates.items()
        if not (each == Fate.STAYS and heirs[agency_id] <= {agency_id})
        and not (each == Fate.UNTOUCHED and was_sent(touched.states.get(agency_id, "")))
    ]


def _begin(touched: _Touched, begun: dict[int, frozenset[int]], causes: dict[int, SuccessionEvent]) -> None:
    """New rows, and rows that an earlier event had ended and that come back."""
    new, back = [], []
    tiers = list(touched.period.tiers.all()) if begun else []
    for heir in sorted(begun):
        event = max((causes[source] for source in begun[heir]), key=lambda each: (each.effective_on, each.pk))
        present = touched.rows.get(heir)
        if present is not None:
            # A duty that comes to a body excused from its own is one to answer: the excuse was for the other.
            present.exempted_at = None
            present.ended_by = None  # its `end_reason` stays: it tells that the duty went and came back
            back.append(present)
            continue
        share = touched.shares[heir]
        new.append(
            ExpectedReport(
                period=touched.period,
                agency=share.agency,
                reason_code=ExpectedReason.TOOK_OVER,
                reason=share.reason,
                began_by=event,
                **tier_among(tiers, share.agency),
            )
        )
    ExpectedReport.objects.bulk_update(back, ["ended_by", "exempted_at"])
    for row in ExpectedReport.objects.bulk_create(new):
        touched.rows[row.agency_id] = row


def _end(touched: _Touched, ended: dict[int, frozenset[int]], causes: dict[int, SuccessionEvent]) -> None:
    rows = []
    for agency_id, heirs in ended.items():
        row = touched.rows[agency_id]
        row.ended_by = causes[agency_id]
        names = _named([touched.shares[heir].agency for heir in sorted(heirs)], row.agency)
        row.end_reason = one_line(f"Đã chuyển cho {names}")[:_LONGEST_REASON]
        rows.append(row)
    ExpectedReport.objects.bulk_update(rows, ["ended_by", "end_reason"])


def _link(touched: _Touched, taken: dict[int, frozenset[int]], causes: dict[int, SuccessionEvent]) -> None:
    ReportSuccession.objects.bulk_create(
        [
            ReportSuccession(source=touched.rows[source], heir=touched.rows[heir], event=causes[source])
            for heir, sources in taken.items()
            for source in sorted(sources)
        ],
        ignore_conflicts=True,
    )


def _named(heirs: Sequence[Agency], source: Agency) -> str:
    """«Sở Y tế (tỉnh Quảng Ngãi)»; of more than four bodies the first three and how many more."""
    names = [name_beside(heir, source) for heir in heirs]
    shown = names if len(names) <= 4 else [*names[:3], f"{len(names) - 3} cơ quan khác"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} và {shown[-1]}" if shown else ""
