"""The main job end to end, headless: scan → plan → work → reports → one official report."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from mangnon.accounts.public import SYSTEM
from mangnon.audit.public import verify_chain
from mangnon.kernel import clock
from mangnon.kernel.training import SAMPLE_NOTICE
from mangnon.plans.public import Assignment, Plan, plan_workbook
from mangnon.project import sample
from mangnon.project.synthetic import Story
from mangnon.reporting.public import consolidate, write_consolidation_files


def run_demo(out: Path) -> dict[str, Any]:
    """Run it all in the current (empty) home and write what it made into `out`. Returns the summary."""
    scan = sample.find_scan()
    with clock.frozen(clock.at(dt.date(2025, 2, 18), 9)):
        plan = sample.read_and_adopt(scan)
    with clock.frozen(clock.at(dt.date(2025, 5, 12), 9)):
        period = sample.open_half_year(plan)
    story = Story(plan, period)
    reasons = story.whole()
    done_at = clock.at(period.send_by + dt.timedelta(days=3), 10)
    with clock.frozen(done_at):
        made = consolidate(actor=SYSTEM, period=period, reasons=reasons)
        files = write_consolidation_files(actor=SYSTEM, consolidation=made, out=out, sample_notice=SAMPLE_NOTICE)
        plan_file = out / f"ke-hoach-{plan.code}.xlsx"
        plan_file.write_bytes(plan_workbook(SYSTEM, plan, notice=SAMPLE_NOTICE))
    board = story.state(done_at)
    verdict = verify_chain()
    summary = {
        "plan": _plan_summary(plan),
        "period": {
            "code": period.code,
            "send_by": period.send_by.isoformat(),
            "cut_off": period.cut_off_on.isoformat(),
        },
        "reports": {
            "expected": len(board.rows),
            "sent": len(board.sent),
            "on_time": len(board.on_time),
            "late_or_missing": [row.agency.name for row in board.late],
            "returned_once": [
                row.agency.name for row in board.rows if row.report is not None and row.report.returned_at is not None
            ],
        },
        "consolidation": {"passages": made.passages.count(), "missing": made.summary["missing"]},
        "audit": {"rows": verdict.rows, "intact": verdict.intact},
        "files": {**{name: path.name for name, path in files.items()}, "plan_xlsx": plan_file.name},
        "notice": SAMPLE_NOTICE,
    }
    (out / "tom-tat.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return summary


def _plan_summary(plan: Plan) -> dict[str, Any]:
    leads = Assignment.objects.filter(task__plan=plan, role="lead").select_related("agency")
    return {
        "code": plan.code,
        "directive": str(plan.directive),
        "issued_on": plan.directive.issued_on.isoformat() if plan.directive.issued_on else None,
        "groups": plan.groups.count(),
        "tasks": plan.tasks.count(),
        "lead_agencies": sorted({lead.agency.name for lead in leads}),
        "assignments": Assignment.objects.standing().filter(task__plan=plan).count(),
        "periods": sorted({row.period for task in plan.tasks.all() for row in task.instances.all()}),
    }
