"""From every paragraph and figure of a consolidated report back to the reports they come from."""

from __future__ import annotations

import hashlib
from typing import Any

from mangnon.reporting.consolidation.counting import counts_of
from mangnon.reporting.consolidation.figure_tables import figure_of_provenance
from mangnon.reporting.consolidation.reading import facts_of, is_edited, read_consolidation, source_text
from mangnon.reporting.models import Consolidation, Passage, PassageSource
from mangnon.reporting.terms import PassageKind


def provenance(consolidation: Consolidation, *, is_sent: bool = False) -> dict[str, Any]:
    """Plain JSON: each passage with report, version, agency, field, instant and SHA-256 of the words it comes from, and
    the recorded facts that these were put together from; each figure with the rows it counts.

    An edited passage keeps its sources and its first words. `is_sent`: for the copy that leaves, without the numbers
    and the recorded facts that stay inside.
    """
    found = read_consolidation(consolidation, divided="all", is_sent=is_sent)
    period = consolidation.period
    return {
        "regime": period.regime.code,
        "period": period.code,
        "consolidation": consolidation.number,
        "made_at": consolidation.made_at.isoformat(),
        "passages": [
            _passage(passage, found.numbers, is_sent)
            for passage in found.passages
            if not (is_sent and passage.is_left_out)
        ],
        "figures": _figures(consolidation),
        "titles": [
            {"task": each.task_id, "group": each.group_id, "text": each.text, "in_plan": each.first_text}
            for each in found.titles
        ],
        "notes": list(found.figures.notes),
        "indicators": [figure_of_provenance(line, found.figures) for line in found.figures.lines],
        "tasks_without_report": [task.code for task in found.tasks if not found.of(PassageKind.RESULT, task.pk)],
        "progress": [
            {
                "task": task.code,
                "value": facts["progress"],
                "assignment": facts["assignment"],
                "lead": facts["lead_code"],
            }
            for task in found.tasks
            if (facts := consolidation.summary["tasks"].get(str(task.pk)))
        ],
    }


def _passage(passage: Passage, numbers: dict[int, int], is_sent: bool) -> dict[str, Any]:
    return {
        "passage": passage.pk,
        "section": passage.kind,
        "task": passage.task.code if passage.task else None,
        "text": passage.text,
        "first_text": None if is_sent else passage.first_text,
        "is_edited": is_edited(passage),
        "is_left_out": passage.is_left_out,
        "same_as": passage.same_as_id,
        "sources": [_source(source, passage.task_id, numbers, is_sent) for source in passage.sources.all()],
    }


def _source(source: PassageSource, task_id: int | None, numbers: dict[int, int], is_sent: bool) -> dict[str, Any]:
    version = source.version
    text = source_text(version, task_id, source.field)
    return {
        "mark": numbers[source.version_id],
        "report": version.report_id,
        "version": version.number,
        "agency": version.report.agency.code,
        "agency_name": version.report.agency.name,
        "field": source.field,
        "submitted_at": version.submitted_at.isoformat(),
        "facts": [] if is_sent else facts_of(version, task_id, source.field),
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }


def _figures(consolidation: Consolidation) -> list[dict[str, Any]]:
    """Each count of the report with the codes of the agencies it counts."""
    counts = counts_of(consolidation.summary)
    names = ("expected", "sent", "on_time", "late", "accepted", "not_sent", "sent_not_accepted")
    counted = {name: getattr(counts, name) for name in names}
    return [
        {"figure": name, "value": len(found), "rows": [row["code"] for row in found]} for name, found in counted.items()
    ]
