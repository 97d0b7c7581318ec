"""The annex by way of LibreOffice: out, opened and saved there, changed, saved there again, and in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mangnon.accounts.public import SYSTEM, Role
from mangnon.documents.official import AnnexForm
from mangnon.plans.acts.delegating import delegate_assignment
from mangnon.plans.acts.extending import ask_extension
from mangnon.plans.acts.working import accept_assignment
from mangnon.plans.annexes.importing import annex_effects
from mangnon.plans.annexes.preview import AnnexVerdict
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.models import Assignment, Extension, Plan
from tests.exchange.workbooks.files import saved_by_libreoffice
from tests.plans import made
from tests.plans.annexes.made_annexes import DUE, Cells, edited, previewed, row_of

pytestmark = [pytest.mark.django_db, pytest.mark.office]


@pytest.mark.parametrize("form", list(AnnexForm))
def test_saved_by_libreoffice_it_is_the_same_annex(plan: Plan, tmp_path: Path, form: AnnexForm) -> None:
    content = plan_workbook(SYSTEM, plan, form=form)
    saved = saved_by_libreoffice(content, tmp_path)
    assert saved != content
    found = previewed(plan, saved)
    assert found.counts == {"rows": 3, "created": 0, "changed": 0, "unchanged": 3, "rejected": 0}
    assert not found.kept


def test_a_day_changed_in_between_is_told_with_what_it_brings(plan: Plan, tmp_path: Path) -> None:
    """Later than what was asked for: the request is closed. Nothing is done by looking."""
    row = Assignment.objects.get(task__code="I.2", role="lead")
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=row.pk)
    ask_extension(actor=officer, assignment_id=row.pk, wanted_on=dt.date(2025, 6, 10), reason="Chờ số liệu mẫu.")

    def later(rows: Cells) -> None:
        row_of(rows, "I.2")[DUE] = dt.date(2025, 6, 15)

    seen = previewed(plan, _through_the_office(plan, later, tmp_path))
    assert {each.code: each.verdict for each in seen.rows} == {
        "I.1": AnnexVerdict.UNCHANGED,
        "I.2": AnnexVerdict.CHANGED,
        "I.3": AnnexVerdict.UNCHANGED,
    }
    assert list(annex_effects(seen).values()) == [("1 đề nghị gia hạn đang chờ được khép lại.",)]
    row.refresh_from_db()
    assert row.due_on == dt.date(2025, 5, 19)
    assert Extension.objects.get().state == "asked"


def test_an_earlier_day_pulls_back_what_was_given_on(plan: Plan, tmp_path: Path) -> None:
    row = Assignment.objects.get(task__code="I.3", role="coordinator")
    Assignment.objects.filter(pk=row.pk).update(due_on=dt.date(2025, 5, 25), original_due_on=dt.date(2025, 5, 25))
    officer = made.actor_at("SO_TP", Role.DEPARTMENT_OFFICER)
    accept_assignment(actor=officer, assignment_id=row.pk)
    below = [made.agency("UBND.901").pk]
    delegate_assignment(actor=officer, assignment_id=row.pk, agency_ids=below, text="Làm tại huyện mẫu.")

    def earlier(rows: Cells) -> None:
        row_of(rows, "I.3")[DUE] = dt.date(2025, 5, 22)

    seen = previewed(plan, _through_the_office(plan, earlier, tmp_path))
    (words,) = annex_effects(seen).values()
    assert any("giao cho cấp dưới" in each for each in words), words
    given = Assignment.objects.get(role="delegate")
    assert given.due_on == dt.date(2025, 5, 25)


def _through_the_office(plan: Plan, change: object, folder: Path) -> bytes:
    """Out, saved by LibreOffice, changed by hand, saved by LibreOffice again."""
    assert callable(change)
    saved = saved_by_libreoffice(plan_workbook(SYSTEM, plan), folder)
    return saved_by_libreoffice(edited(saved, change), folder)
