"""Versions of a plan, replayed: done and undone give the plan of any day; rows of a paper meet the plan's tasks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.plans.rules.versions import Step, TaskFacts, changed_fields, done, matches, undone, withdrawn_codes

_FACTS = st.builds(
    TaskFacts,
    code=st.sampled_from(["I.1", "I.2", "II.1"]),
    text=st.sampled_from(["Việc một", "Việc hai", "Việc ba"]),
    lead=st.lists(st.sampled_from(["Sở Y tế", "Sở Tư pháp"]), max_size=2).map(tuple),
    due_on=st.sampled_from(["", "2025-06-30", "2026-12-31"]),
)
_IDS = st.integers(1, 6)


@st.composite
def _histories(draw: st.DrawFn) -> tuple[list[dict[int, TaskFacts]], list[list[Step]]]:
    """Snapshots of a plan, and the steps of each version between two."""
    states = [draw(st.dictionaries(_IDS, _FACTS, max_size=5))]
    versions = []
    for _ in range(draw(st.integers(0, 5))):
        state, steps = states[-1], []
        for pk in draw(st.sets(_IDS, max_size=4)):
            after = draw(st.one_of(st.none(), _FACTS))
            before = state.get(pk)
            if before != after:
                steps.append(Step(pk, before, after))
        versions.append(steps)
        states.append(done(state, steps))
    return states, versions


@given(_histories())
def test_undoing_versions_gives_the_plan_of_any_time(
    history: tuple[list[dict[int, TaskFacts]], list[list[Step]]],
) -> None:
    states, versions = history
    state = dict(states[-1])
    for number in range(len(versions) - 1, -1, -1):
        state = undone(state, versions[number])
        assert state == states[number]
    for number, steps in enumerate(versions):
        state = done(state, steps)
        assert state == states[number + 1]


@given(_FACTS)
def test_facts_are_stored_and_read_again(facts: TaskFacts) -> None:
    assert TaskFacts.from_json(facts.to_json()) == facts
    assert changed_fields(facts, facts) == ()


def test_only_what_is_said_otherwise_is_a_change() -> None:
    one = TaskFacts(code="I.1", text="Tổ chức  hội nghị", lead=("Sở Y tế",))
    assert changed_fields(one, TaskFacts(code="I.1", text="tổ chức hội nghị", lead=("SỞ Y TẾ",))) == ()
    assert changed_fields(one, TaskFacts(code="I.1", text="Tổ chức hội thảo", due_on="2025-06-30")) == (
        "text",
        "lead",
        "due_on",
    )


def test_a_row_meets_its_task_by_number_or_by_words_and_each_once() -> None:
    own = [
        (7, "I.1", "Tổ chức truyền thông về quyền trẻ em trên địa bàn tỉnh"),
        (8, "I.2", "Rà soát, lập danh sách trẻ em có hoàn cảnh đặc biệt"),
    ]
    read = [
        ("1", "Rà soát, lập danh sách trẻ em có hoàn cảnh đặc biệt năm 2026"),
        ("I.1", "Tổ chức truyền thông về quyền trẻ em trong trường học"),
        ("I.2", "Xây dựng điểm vui chơi cho trẻ em tại các khu công nghiệp"),
        ("I.1", "Tổ chức truyền thông về quyền trẻ em trên địa bàn tỉnh"),
    ]
    assert matches(own, read) == {0: 8, 1: 7}


def test_numbers_that_a_paper_takes_out_are_seen() -> None:
    text = "Điều 1. Bãi bỏ nhiệm vụ II.3, IV.1 tại Phụ lục; bổ sung nhiệm vụ V.9. Hủy bỏ các nhiệm vụ số 4 và 5."
    assert withdrawn_codes(text) == {"ii 3", "iv 1", "4", "5"}
    assert withdrawn_codes("Thực hiện nhiệm vụ II.3.") == frozenset()
