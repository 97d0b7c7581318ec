"""An annex becomes a plan or a version of one: all or nothing, nothing twice; the command."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.agencies.models import Agency
from mangnon.audit.models import AuditRow
from mangnon.documents.models import DirectiveReading
from mangnon.documents.public import BadAnnexFile
from mangnon.kernel.refusals import NotAllowed
from mangnon.plans.acts.extending import ask_extension
from mangnon.plans.acts.working import accept_assignment
from mangnon.plans.annexes.importing import (
    AnnexRejected,
    annex_effects,
    import_changes,
    import_plan,
    preview_plan,
)
from mangnon.plans.annexes.preview import AnnexVerdict
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.assignments.log_checking import log_disagreements
from mangnon.plans.errors import CannotAdopt, CannotImport
from mangnon.plans.models import Assignment, Extension, Plan, PlanVersion
from mangnon.project.cli import main
from tests.plans import made
from tests.plans.annexes.made_annexes import (
    DUE,
    FIRST,
    GROUP,
    LEAD,
    OTHERS,
    SECOND,
    TEXT,
    Cells,
    annex,
    edited,
    previewed,
    row_of,
)

pytestmark = pytest.mark.django_db


# ---- in: a new plan ------------------------------------------------------------------------------------------------


def _lead() -> Any:
    return made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)


def test_an_annex_becomes_a_plan_with_its_paper() -> None:
    made.province()
    actor, content = _lead(), annex(GROUP, FIRST, SECOND)
    seen = preview_plan(actor=actor, name="moi.xlsx", content=content)
    assert seen.counts == {"rows": 2, "created": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert not DirectiveReading.objects.exists()
    done = import_plan(actor=actor, name="moi.xlsx", content=content, plan_code="77-KH-UBND")
    assert done.plan is not None
    tasks = list(done.plan.tasks.order_by("order"))
    assert [(task.code, task.due_on) for task in tasks] == [
        ("I.1", dt.date(2026, 6, 29)),
        ("I.2", dt.date(2026, 9, 30)),
    ]
    assert done.plan.directive.reading.source.kind == "xlsx"
    assert set(Assignment.objects.filter(task=tasks[0]).values_list("agency__code", "role")) == {
        ("90.SO_YT", "lead"),
        ("90.SO_TP", "coordinator"),
        ("90.UBND.901", "coordinator"),
        ("90.UBND.902", "coordinator"),
    }
    again = import_plan(actor=actor, name="moi.xlsx", content=content, plan_code="77-KH-UBND")
    assert again.plan == done.plan
    assert again.preview.counts == {"rows": 2, "created": 0, "changed": 0, "unchanged": 2, "rejected": 0}
    assert Plan.objects.count() == 1


def test_the_head_may_be_typed() -> None:
    made.province()
    content = annex(GROUP, FIRST, header={})
    with pytest.raises(CannotAdopt) as refused:
        preview_plan(actor=_lead(), name="x.xlsx", content=content)
    assert "ngày ban hành" in refused.value.message
    header = {"number": "5/KH-UBND", "date": "01/03/2025", "issuer": "Ủy ban nhân dân tỉnh Mẫu", "place": "Mẫu"}
    done = import_plan(actor=_lead(), name="x.xlsx", content=content, plan_code="5-KH", header=header)
    assert done.plan is not None
    assert (done.plan.directive.number, done.plan.directive.issued_on) == ("5/KH-UBND", dt.date(2025, 3, 1))


def test_nothing_is_kept_of_a_file_with_a_wrong_row() -> None:
    made.province()
    wrong = ["2", "Tập huấn mẫu", "", "", "Sở Không Có", ""]
    before = Agency.objects.count()
    with pytest.raises(AnnexRejected) as refused:
        import_plan(actor=_lead(), name="x.xlsx", content=annex(GROUP, FIRST, wrong), plan_code="X")
    row = refused.value.preview.rows[1]
    assert (row.number, row.faults[0].cell) == (4, "E4")
    assert not Plan.objects.exists()
    assert not DirectiveReading.objects.exists()
    assert Agency.objects.count() == before


def test_only_who_adopts_plans_imports_one() -> None:
    made.province()
    with pytest.raises(NotAllowed):
        import_plan(
            actor=made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER), name="x", content=annex(FIRST), plan_code="X"
        )


def test_formulas_and_foreign_sheets_are_refused_as_a_whole() -> None:
    made.province()
    with pytest.raises(BadAnnexFile) as refused:
        preview_plan(actor=_lead(), name="x.xlsx", content=annex(["1", "=1+1", "", "", "Sở Y tế", ""]))
    assert refused.value.code == "formulas"
    assert "B2" in refused.value.message
    with pytest.raises(BadAnnexFile) as refused:
        preview_plan(actor=_lead(), name="x.xlsx", content=annex(FIRST, head=["A", "B", "C", "D", "E", "F"]))
    assert refused.value.code == "wrong_sheet"


# ---- in: changes, written ------------------------------------------------------------------------------------------

PAPER = {"number": "120/KH-UBND", "date": "20/05/2025"}


def test_an_edited_annex_becomes_one_version_with_its_paper(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[TEXT] = "Nội dung mới"
        row_of(rows, "I.2")[DUE] = "30/06/2026"
        row_of(rows, "I.3")[LEAD] = "Sở Tư pháp"
        row_of(rows, "I.3")[OTHERS] = "Sở Nội vụ"
        rows.append(["I.4", "Việc bổ sung", "", "Quý IV/2025", "Sở Nội vụ", made.CLASS])

    content = edited(plan_workbook(SYSTEM, plan), change)
    done = import_changes(actor=_lead(), plan=plan, name="sua.xlsx", content=content, header=PAPER)
    assert done.preview.counts == {"rows": 4, "created": 1, "changed": 2, "unchanged": 1, "rejected": 0}
    version = PlanVersion.objects.get(plan=plan)
    assert (version.directive.number, version.directive.issued_on) == ("120/KH-UBND", dt.date(2025, 5, 20))
    assert version.directive.issuer == plan.directive.issuer
    tasks = {task.code: task for task in plan.tasks.all()}
    assert (tasks["I.2"].text, tasks["I.2"].due_on) == ("Nội dung mới", dt.date(2026, 6, 30))
    assert (tasks["I.4"].due_on, tasks["I.4"].added_by) == (dt.date(2025, 12, 31), version)

    def bodies(code: str) -> set[tuple[str, str]]:
        rows = Assignment.objects.open().filter(task=tasks[code], instance__isnull=True)
        return set(rows.values_list("agency__code", "role"))

    assert bodies("I.3") == {("90.SO_TP", "lead"), ("90.SO_NV", "coordinator")}
    assert bodies("I.4") == {
        ("90.SO_NV", "lead"),
        ("90.UBND.901", "coordinator"),
        ("90.UBND.902", "coordinator"),
    }
    evidence = AuditRow.objects.count()
    again = import_changes(actor=_lead(), plan=plan, name="sua.xlsx", content=content, header=PAPER)
    assert again.preview.counts == {"rows": 4, "created": 0, "changed": 0, "unchanged": 4, "rejected": 0}
    assert (PlanVersion.objects.count(), AuditRow.objects.count()) == (1, evidence)
    assert log_disagreements(SYSTEM) == []


def test_a_plan_is_changed_by_a_paper_only(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[TEXT] = "Nội dung mới"

    content = edited(plan_workbook(SYSTEM, plan), change)
    for header in ({}, {"number": "99/KH-UBND", "date": "17/02/2025"}, {"number": "5/KH"}):
        with pytest.raises(CannotImport) as refused:
            import_changes(actor=_lead(), plan=plan, name="x.xlsx", content=content, header=header)
        assert refused.value.code == "no_paper"
    header = {"number": "5/KH", "date": "01/01/2025"}
    with pytest.raises(CannotImport) as refused:
        import_changes(actor=_lead(), plan=plan, name="x.xlsx", content=content, header=header)
    assert refused.value.code == "earlier"
    # Nothing changed asks for no paper.
    import_changes(actor=_lead(), plan=plan, name="x.xlsx", content=plan_workbook(SYSTEM, plan))
    assert not PlanVersion.objects.exists()


def test_all_changes_or_none(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.1")[TEXT] = "Nội dung mới"
        row_of(rows, "I.2")[LEAD] = "Sở Không Có"

    content = edited(plan_workbook(SYSTEM, plan), change)
    with pytest.raises(AnnexRejected) as refused:
        import_changes(actor=_lead(), plan=plan, name="x.xlsx", content=content, header=PAPER)
    assert refused.value.preview.count(AnnexVerdict.REJECTED) == 1
    assert not PlanVersion.objects.exists()
    assert plan.tasks.get(code="I.1").text != "Nội dung mới"
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    with pytest.raises(NotAllowed):
        import_changes(actor=officer, plan=plan, name="x.xlsx", content=content, header=PAPER)


def test_what_a_new_deadline_brings_with_it_is_told_before(plan: Plan) -> None:
    row = Assignment.objects.get(task__code="I.2", role="lead")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=row.pk)
    assert row.due_on is not None
    wanted = row.due_on + dt.timedelta(days=10)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=wanted, reason="Chờ số liệu mẫu của các xã")

    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[DUE] = wanted + dt.timedelta(days=5)
        row_of(rows, "I.1")[TEXT] = "Nội dung mới"

    seen = previewed(plan, edited(plan_workbook(SYSTEM, plan), change))
    (place,) = [each.number for each in seen.rows if each.code == "I.2"]
    assert annex_effects(seen) == {place: ("1 đề nghị gia hạn đang chờ được khép lại.",)}
    assert Extension.objects.get().state == "asked", "told, not done"


# ---- the command ---------------------------------------------------------------------------------------------------


def test_the_command_exports_and_imports(
    plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mangnon.project.commands.plan_files.start_django", lambda: None)
    file = tmp_path / "phu-luc.xlsx"
    assert main(["plan", "export", plan.code, "--out", str(file), "--form", "5"]) == 0
    assert main(["plan", "import", str(file), "--dry-run"]) == 0
    assert "3 không đổi" in capsys.readouterr().out

    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[TEXT] = "Nội dung mới"

    file.write_bytes(edited(file.read_bytes(), change))
    assert main(["plan", "import", str(file), "--json"]) == 2
    assert "số, ký hiệu và ngày" in capsys.readouterr().err
    assert main(["plan", "import", str(file), "--json", "--number", "5/KH-UBND", "--date", "2025-05-20"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["plan"], told["changed"], told["rejected"], told["written"]) == (plan.code, 1, [], True)
    assert main(["plan", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] is False


def test_the_command_makes_a_plan_and_tells_faults(
    plan: Plan, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mangnon.project.commands.plan_files.start_django", lambda: None)
    file = tmp_path / "moi.xlsx"
    file.write_bytes(annex(GROUP, FIRST, ["2", "Việc", "", "", "Sở Không Có", ""]))
    assert main(["plan", "import", str(file), "--plan-code", "77-KH", "--json"]) == 2
    answer = capsys.readouterr()
    assert "1 dòng cần sửa" in answer.err
    (fault,) = json.loads(answer.out)["rejected"]
    assert (fault["row"], fault["cell"], fault["code"]) == (4, "E4", "unknown_body")
    file.write_bytes(annex(GROUP, FIRST, SECOND))
    assert main(["plan", "import", str(file)]) == 2
    assert "--plan-code" in capsys.readouterr().err
    assert main(["plan", "import", str(file), "--plan-code", "77-KH", "--dry-run"]) == 0
    assert not Plan.objects.filter(code="77-KH").exists()
    assert main(["plan", "import", str(file), "--plan-code", "77-KH"]) == 0
    assert "Đã ghi vào kế hoạch 77-KH" in capsys.readouterr().out
    assert main(["plan", "import", str(file), "--plan-code", "77-KH"]) == 0
    assert "Không có gì để ghi" in capsys.readouterr().out
