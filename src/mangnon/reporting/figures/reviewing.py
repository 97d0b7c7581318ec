"""What stands beside the figures of a sending for who reviews it: those of the period before, what the checks say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from mangnon.indicators.public import Figure, Finding, full_code, sheet_findings
from mangnon.reporting.duties.lineage import lineage_of
from mangnon.reporting.figures.sheet import CellKey, cell_of, key_of_cell, period_before, window_of
from mangnon.reporting.models import Report


@dataclass(slots=True)
class Beside:
    """By cell: the figure of the regime's period before, and the findings that name the cell."""

    before: dict[CellKey, Figure] = field(default_factory=dict)
    findings: dict[CellKey, list[Finding]] = field(default_factory=dict)


def beside(report: Report, figures: Collection[Figure]) -> Beside:
    """What to hold the figures of a sending against. The checks are those of entering: sums, bounds, the period before,
    comparable units. A constant number of queries for each place and body told of (of most reports one).

    Comparable units are other bodies' figures: for who receives the report and who writes it, for nobody else.
    """
    found = Beside(_before(report, figures))
    by_place: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        by_place.setdefault((figure.unit_id, figure.agency_id), []).append(figure)
    for told in by_place.values():
        keys = {(full_code(each.indicator), each.breakdown.key): key_of_cell(each) for each in told}
        findings = sheet_findings(
            unit=told[0].unit,
            agency=told[0].agency,
            period=window_of(report.period),
            cells={(each.indicator_id, each.breakdown.key): cell_of(each) for each in told},
        )
        for finding in findings:
            # A finding about several cells is read once, at the first of them that stands in the report.
            first = next((keys[cell] for cell in finding.cells if cell in keys), None)
            if first is not None:
                found.findings.setdefault(first, []).append(finding)
    return found


def _before(report: Report, figures: Collection[Figure]) -> dict[CellKey, Figure]:
    earlier = period_before(report.period)
    if earlier is None or not figures:
        return {}
    bodies = lineage_of(report.agency_id, on=report.period.cut_off_on) | {report.agency_id}
    rows = Figure.objects.current().filter(
        agency__in=bodies,
        period_code=earlier.code,
        unit__in={each.unit_id for each in figures},
        indicator__in={each.indicator_id for each in figures},
    )
    own_last = sorted(rows.select_related("breakdown"), key=lambda each: (each.agency_id == report.agency_id, each.pk))
    return {key_of_cell(each): each for each in own_last}
