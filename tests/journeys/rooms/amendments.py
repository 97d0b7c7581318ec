"""Doors of verdicts on single entries and of amendments."""

from __future__ import annotations

from typing import Any

from mangnon.kernel import clock
from mangnon.reporting.models import Report
from tests.journeys.doors import Door
from tests.journeys.provinces import World


def _of_department(found: World) -> list[Any]:
    return [found.regime.code, found.period.code, "90.SO_TP"]


def _accepted(found: World) -> list[Any]:
    """The department's report, accepted."""
    report = Report.objects.get(period=found.period, agency__code="90.SO_TP")
    report.state, report.accepted_at, report.accepted_version = "accepted", clock.now(), report.version
    report.save()
    return _of_department(found)


def _amended(found: World) -> list[Any]:
    """The department's report, accepted and opened again."""
    place = _accepted(found)
    Report.objects.filter(period=found.period, agency__code="90.SO_TP").update(
        state="amending", amend_reason="Số liệu mẫu"
    )
    return place


def _verdict(found: World) -> dict[str, Any]:
    """On the one task the department has reported on."""
    return {"task": str(found.plan.tasks.order_by("order")[1].pk), "verdict": "mend", "words": "Thiếu số"}


GETS: dict[str, Door] = {}
POSTS_OF_FORMS: dict[str, Door] = {
    "report_judge": Door({"lead"}, 302, _verdict, args=_of_department),
    "report_amend": Door({"department"}, 302, lambda found: {"reason": "Số liệu mẫu"}, args=_accepted),
    "report_amend_drop": Door({"department"}, 302, lambda found: {}, args=_amended),
}
