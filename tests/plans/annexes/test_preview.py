"""The annex out and in again: known row by row, faults told with their cells."""

from __future__ import annotations

import datetime as dt

import pytest

from mangnon.accounts.public import SYSTEM
from mangnon.documents.official import AnnexForm, AnnexLine, key_of, read_key
from mangnon.plans.annexes.importing import (
    check_is_of,
    opened_annex,
    plan_named_in,
)
from mangnon.plans.annexes.preview import AnnexVerdict, preview_changes
from mangnon.plans.annexes.workbook import plan_workbook
from mangnon.plans.errors import CannotImport
from mangnon.plans.models import Plan
from tests.harness.queries import assert_constant_queries
from tests.plans import made
from tests.plans.annexes.made_annexes import (
    DUE,
    LEAD,
    OTHERS,
    TEXT,
    Cells,
    annex,
    edited,
    previewed,
    row_of,
    row_previewed,
    sheets_of,
    written,
)

pytestmark = pytest.mark.django_db


# ---- out -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", list(AnnexForm))
def test_what_was_exported_comes_back_unchanged(plan: Plan, form: AnnexForm) -> None:
    content = plan_workbook(SYSTEM, plan, form=form)
    found = previewed(plan, content)
    assert found.counts == {"rows": 3, "created": 0, "changed": 0, "unchanged": 3, "rejected": 0}
    assert not found.is_applicable
    assert not found.kept
    heads = [str(cell) for cell in sheets_of(content)["Nhiem vu"][3]]
    assert heads[:-1] == [column.title for column in form.columns]
    assert len(heads) - 1 == (6 if form is AnnexForm.SIX else 5)


def test_the_same_plan_is_the_same_file(plan: Plan) -> None:
    assert plan_workbook(SYSTEM, plan) == plan_workbook(SYSTEM, plan)


def test_a_key_is_of_its_cells() -> None:
    line = AnnexLine("I.1", "Việc mẫu", due="Quý II", lead="Sở Y tế")
    key = read_key(key_of(line))
    assert key is not None
    assert key.code == "I.1"
    assert key.is_as_written("text", " Việc  mẫu ")
    assert not key.is_as_written("due", "Quý III")
    for bad in ("", "I.1", "I.1|zz|zz|zz|zz", "|00000000|00000000|00000000|00000000"):
        assert read_key(bad) is None


# ---- in: changes of a plan -----------------------------------------------------------------------------------------


def test_changed_cells_are_told_with_their_places(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[TEXT] = "Nội dung mới"
        row_of(rows, "I.2")[DUE] = dt.date(2026, 6, 30)
        row_of(rows, "I.3")[LEAD] = "Sở Tư pháp"

    content = edited(plan_workbook(SYSTEM, plan), change)
    found = previewed(plan, content)
    assert found.counts == {"rows": 3, "created": 0, "changed": 2, "unchanged": 1, "rejected": 0}
    second, third = found.rows[1:]
    assert [(each.heading, each.after) for each in second.changes] == [
        ("Nội dung nhiệm vụ", "Nội dung mới"),
        ("Thời hạn", "30/06/2026"),
    ]
    assert second.item.due is not None
    assert second.item.due.due_on == dt.date(2026, 6, 30)
    assert second.changes[0].cell == f"B{second.number}"
    assert third.lead is not None
    assert third.lead.agency == made.agency("SO_TP")


def test_rows_may_be_sorted_renumbered_and_left_out(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        last = row_of(rows, "I.3")
        rows.remove(last)
        rows.insert(rows.index(row_of(rows, "I.1")), last)
        last[0] = "9"
        rows.remove(row_of(rows, "I.2"))

    found = previewed(plan, edited(plan_workbook(SYSTEM, plan), change))
    assert [(row.code, row.verdict) for row in found.rows] == [
        ("I.3", AnnexVerdict.UNCHANGED),
        ("I.1", AnnexVerdict.UNCHANGED),
    ]
    assert found.kept == ("I.2",)


def test_a_copied_row_with_its_own_number_is_a_new_task(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        copied = [*row_of(rows, "I.3")]
        copied[0], copied[TEXT] = "I.4", "Việc mới"
        rows.append(copied)

    found = previewed(plan, edited(plan_workbook(SYSTEM, plan), change))
    assert (found.rows[-1].code, found.rows[-1].verdict) == ("I.4", AnnexVerdict.CREATED)
    assert found.rows[-1].lead is not None


def test_a_file_without_keys_is_known_by_its_numbers(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        for row in rows:
            del row[6:]
        row_of(rows, "I.1")[OTHERS] = ""

    sheets = sheets_of(plan_workbook(SYSTEM, plan))
    change(sheets["Nhiem vu"])
    found = previewed(plan, written({"Nhiem vu": sheets["Nhiem vu"]}))
    assert found.counts == {"rows": 3, "created": 0, "changed": 1, "unchanged": 2, "rejected": 0}
    assert found.rows[0].changes[0].after == ""


def test_what_the_plan_changed_meanwhile_stays(plan: Plan) -> None:
    content = plan_workbook(SYSTEM, plan)
    plan.tasks.filter(code="I.1").update(text="Hệ thống đã đổi")
    plan.tasks.filter(code="I.2").update(text="Hệ thống cũng đổi")

    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[TEXT] = "Người sửa tệp đổi"

    found = previewed(plan, edited(content, change))
    assert [row.verdict for row in found.rows] == [
        AnnexVerdict.UNCHANGED,
        AnnexVerdict.REJECTED,
        AnnexVerdict.UNCHANGED,
    ]
    assert found.rows[0].item.text == "Hệ thống đã đổi"
    fault = found.rows[1].faults[0]
    assert (fault.code, fault.heading) == ("changed_since", "Nội dung nhiệm vụ")
    assert fault.cell == f"B{found.rows[1].number}"


@pytest.mark.parametrize(
    ("place", "value", "code", "words"),
    [
        (LEAD, "Sở Y tê và Dân sô", "unknown_body", "có phải «Sở Y tế»"),
        (LEAD, "Sở Y tế; Sở Tư pháp", "several_leads", "một cơ quan chủ trì"),
        (LEAD, "", "cell", "chưa có cơ quan chủ trì"),
        (LEAD, "Bộ Y tế", "unknown_body", "trung ương"),
        (OTHERS, "Hội Mẫu Không Có", "unknown_body", "không nhận ra"),
        (TEXT, "", "cell", "chưa có nội dung"),
        (TEXT, "x" * 4001, "cell", "4001 ký tự"),
        (DUE, "", "no_deadline", "thời hạn bị xóa"),
    ],
)
def test_each_fault_is_told_with_its_row_and_cell(plan: Plan, place: int, value: str, code: str, words: str) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[place] = value

    row = row_previewed(plan, edited(plan_workbook(SYSTEM, plan), change), "I.2")
    assert row.verdict is AnnexVerdict.REJECTED
    assert [fault.code for fault in row.faults] == [code]
    assert words in row.faults[0].sentence
    assert row.faults[0].cell == f"{'ABCDEF'[place]}{row.number}"
    assert row.as_json()["errors"][0]["row"] == row.number


def test_class_words_mean_their_members_of_the_day(plan: Plan) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[OTHERS] = "UBND các huyện, thành phố"

    row = row_previewed(plan, edited(plan_workbook(SYSTEM, plan), change), "I.2")
    assert {body.agency.code for body in row.coordinators} == {"90.UBND.901", "90.UBND.902"}
    assert {body.class_words for body in row.coordinators} == {"UBND các huyện, thành phố"}


def test_the_file_of_another_plan_is_refused(plan: Plan) -> None:
    other = made.adopted(made.result(number="98/KH-UBND"), code="98-KH-UBND")
    found = opened_annex(plan_workbook(SYSTEM, other), "x.xlsx")
    assert plan_named_in(SYSTEM, found) == other
    with pytest.raises(CannotImport) as refused:
        check_is_of(plan, found)
    assert refused.value.code == "other_plan"
    assert "98-KH-UBND" in refused.value.message


def test_reading_costs_no_more_queries_for_more_rows(plan: Plan) -> None:
    lines = [["I", "Truyền thông mẫu"]]

    def add_row() -> None:
        lines.append([f"I.{10 + len(lines)}", "Việc mới", "", "Quý II/2026", "Sở Y tế", "Sở Tư pháp"])

    def read() -> None:
        preview_changes(SYSTEM, plan, opened_annex(annex(*lines), "x.xlsx"))

    assert_constant_queries(add_row=add_row, read=read)


@pytest.mark.parametrize("typed", ["31/02/2025", "15/8", 45838, "30.6", "trước ngày 30/02/2025"])
def test_what_looks_like_a_day_and_is_none_never_takes_a_deadline_away(plan: Plan, typed: object) -> None:
    """Taken as words, the task would have no deadline and vanish from what is overdue."""

    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[DUE] = typed

    found = previewed(plan, edited(plan_workbook(SYSTEM, plan), change))
    (row,) = [each for each in found.rows if each.code == "I.2"]
    assert [fault.code for fault in row.faults] == ["no_such_day"]
    assert not found.is_applicable


@pytest.mark.parametrize("typed", ["Thường xuyên", "Quý IV/2025", "30/06/2025", "Khi có hướng dẫn của Bộ"])
def test_time_frames_in_words_are_taken(plan: Plan, typed: str) -> None:
    def change(rows: Cells) -> None:
        row_of(rows, "I.2")[DUE] = typed

    found = previewed(plan, edited(plan_workbook(SYSTEM, plan), change))
    (row,) = [each for each in found.rows if each.code == "I.2"]
    assert row.faults == []
    assert [each.name for each in row.changes] == ["due"]
