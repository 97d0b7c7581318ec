"""What a correction of a reading is, what it teaches, and where else it would apply."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents import rules
from mangnon.documents.rules import BadCorrection, Change, corrected, same_elsewhere, substitutions
from tests.plans import made


def _result() -> dict[str, object]:
    return made.result(
        tasks=[
            made.task("I.1", "Sỏ Y tế", ["Sỏ Tư pháp", "Sở Nội vụ"], text="Tổ chức hoạt độnq mẫu."),
            made.task("I.2", "Sỏ Tư pháp", ["Sỏ Y tế"], text="Mở lớp; hoạt độnq, khác."),
            made.task("I.3", "Sỏ Y tế", [], text="Không hoạt độnqx nào."),
        ]
    )


def test_a_corrected_name_is_found_among_leads_and_coordinators() -> None:
    result, before, after = corrected(_result(), "tasks.0.lead", "Sở Y tế")
    assert same_elsewhere(result, "tasks.0.lead", before, after) == [
        Change("tasks.1.coordinating", "Sỏ Y tế", "Sở Y tế"),
        Change("tasks.2.lead", "Sỏ Y tế", "Sở Y tế"),
    ]


def test_one_name_of_a_list_is_corrected_alone() -> None:
    result, before, after = corrected(_result(), "tasks.0.coordinating", "Sở Tư pháp; Sở Nội vụ")
    assert same_elsewhere(result, "tasks.0.coordinating", before, after) == [
        Change("tasks.1.lead", "Sỏ Tư pháp", "Sở Tư pháp")
    ]


def test_a_corrected_word_is_found_whole_in_other_texts() -> None:
    result, before, after = corrected(_result(), "tasks.0.text", "Tổ chức hoạt động mẫu.")
    assert same_elsewhere(result, "tasks.0.text", before, after) == [
        Change("tasks.1.text", "Mở lớp; hoạt độnq, khác.", "Mở lớp; hoạt động, khác.")
    ]


def test_a_corrected_time_frame_is_offered_where_the_same_words_stand() -> None:
    result, before, after = corrected(_result(), "tasks.0.due", "Hằng năm")
    changes = same_elsewhere(result, "tasks.0.due", before, after)
    assert [change.path for change in changes] == ["tasks.1.due", "tasks.2.due"]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("lead", ["A"], ["A", "B"]),
        ("lead", ["A"], []),
        ("code", "I.1", "I.2"),
        ("text", "Tổ chức hoạt động mẫu số 1", "Mở lớp mẫu số 1"),
        ("text", "một hai ba bốn năm sáu", "bảy tám chín mười mười một"),
        ("due", None, {"text": "Hằng năm"}),
        ("title", "A", "B"),
    ],
)
def test_what_teaches_nothing(field: str, before: object, after: object) -> None:
    assert substitutions(field, before, after) == []


def test_a_header_correction_applies_nowhere_else() -> None:
    assert same_elsewhere(_result(), "number", "1/KH", "2/KH") == []


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("tasks.9.text", "x", "no_field"),
        ("tasks.0.confidence", "1", "no_field"),
        ("tasks.x.text", "1", "no_field"),
        ("warnings", "x", "no_field"),
        ("tasks.0.text", "  ", "empty"),
        ("tasks.0.text", "x" * 4001, "too_long"),
        ("number", "x" * 81, "too_long"),
        ("date", "31/02/25", "bad_date"),
        ("date", "2025-2-31", "bad_date"),
    ],
)
def test_what_is_no_correction(path: str, value: str, code: str) -> None:
    with pytest.raises(BadCorrection) as refusal:
        corrected(_result(), path, value)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("date", "17/02/2025", "2025-02-17"),
        ("date", "", None),
        ("number", " 1/KH ", "1/KH"),
        ("tasks.0.lead", "Sở Y tế; ; Sở Tư pháp ", ["Sở Y tế", "Sở Tư pháp"]),
        ("tasks.0.coordinating", "", []),
        ("tasks.0.due", "", None),
    ],
)
def test_what_is_typed_is_kept_in_the_contracts_shape(path: str, typed: str, kept: object) -> None:
    assert corrected(_result(), path, typed)[2] == kept


def test_the_same_time_frame_keeps_its_meaning() -> None:
    result = made.result(tasks=[made.task("I.1", "Sở X", due=made.recurring())])
    _, before, after = corrected(result, "tasks.0.due", "Thường xuyên hằng năm")
    assert before == after
    assert after["kind"] == "recurring"


@given(st.text(max_size=60), st.text(max_size=60))
def test_applying_a_correction_elsewhere_leaves_nothing_alike(old: str, new: str) -> None:
    result = made.result(tasks=[made.task("I.1", "Sở X"), made.task("I.2", "Sở Y")])
    old_lead, new_lead = rules.one_line(old).replace(";", ""), rules.one_line(new).replace(";", "")
    if not old_lead or not new_lead:
        return
    for task in result["tasks"]:
        task["lead"] = [old_lead]
    result, before, after = corrected(result, "tasks.0.lead", new_lead)
    for change in same_elsewhere(result, "tasks.0.lead", before, after):
        result, _, _ = corrected(result, change.path, change.after)
    assert same_elsewhere(result, "tasks.0.lead", before, after) == []


def test_a_corrected_time_frame_means_what_it_says() -> None:
    due = corrected(_result(), "tasks.0.due", "Quý IV năm 2025.")[2]
    assert (due["text"], due["kind"], due["due_on"]) == ("Quý IV năm 2025.", "quarter", "2025-12-31")
    assert corrected(_result(), "tasks.0.due", "ba lăng nhăng")[2]["kind"] == "unknown"


def test_doubtful_items_are_those_that_want_a_look() -> None:
    tasks = [
        made.task("I.1", "Sở Y tế"),
        made.task("I.2", "Sở Y tế", confidence=0.4),
        made.task("I.3", ""),
        made.task("I.4", "Sở Y tế", due=None),
        made.task("I.5", "Sở Y tế", warnings=["Cột đọc lẫn."]),
    ]
    assert rules.doubtful_items(made.result(tasks=tasks), {}) == ["tasks.1", "tasks.2", "tasks.3", "tasks.4"]
    assert rules.doubtful_items(made.result(tasks=[], date=None), {}) == ["header"]


def test_a_task_with_several_doubtful_words_wants_a_look() -> None:
    result = made.result(tasks=[made.task("I.1", "Sở Y tế")])
    assert rules.doubtful_items(result, {"3": [[1, 0.4]]}) == []
    assert rules.doubtful_items(result, {"3": [[1, 0.4], [2, 0.5]], "99": [[0, 0.1]]}) == ["tasks.0"]
    assert rules.doubtful_words_of_task(result, {"3": [[1, 0.4], [99, 0.5]]}, result["tasks"][0]) == {"chức": 0.4}
    # Doubtful words of other lines, or that the text of the task does not hold, are not this task's.
    assert rules.doubtful_items(result, {"6": [[0, 0.4], [1, 0.4]]}) == []
