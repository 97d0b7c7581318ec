"""What changed is told word for word, and both texts can be read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.reporting.rules.comparison import entry_changes, word_changes

TEXTS = st.text(alphabet="abđ ơ,.\n12", max_size=80)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_only_the_changed_words_are_lit() -> None:
    pieces = [(piece.kind, piece.text) for piece in word_changes("Mở 06 lớp cho học sinh.", "Mở 08 lớp cho học sinh.")]
    assert pieces == [("same", "Mở "), ("gone", "06"), ("new", "08"), ("same", " lớp cho học sinh.")]


def test_entries_side_by_side() -> None:
    before = {"entries": [{"task": 1, "results": "Một.", "is_nil": False}, {"task": 2, "results": "Hai."}]}
    after = {"entries": [{"task": 1, "results": "Một.", "is_nil": False}, {"task": 2, "results": "", "is_nil": True}]}
    changes = entry_changes(before, after, [1, 2, None])
    assert [(change.task_id, change.is_changed) for change in changes] == [(1, False), (2, True)]
    assert (changes[1].nil_before, changes[1].nil_after) == (False, True)


def test_the_longest_texts_are_compared_word_by_word_without_waiting() -> None:
    """Work, not seconds: how many pieces there are stays with what was changed, not with the length."""
    words = [f"từ{number % 400}" for number in range(4000)]
    changed = [("khác" if number % 500 == 7 else word) for number, word in enumerate(words)]
    pieces = word_changes(" ".join(words), " ".join(changed))
    assert [piece.text for piece in pieces if piece.kind == "new"] == ["khác"] * 8
    assert len(pieces) == 8 * 3 + 1
