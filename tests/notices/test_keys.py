"""A key that is too long to be kept is still the key of one thing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.notices.rules.keys import kept_key


@given(st.text(min_size=1, max_size=300))
def test_a_kept_key_is_never_too_long_and_says_what_fits(key: str) -> None:
    kept = kept_key(key, most=80)
    assert len(kept) <= 80
    assert (kept == key) is (len(key) <= 80)


@given(st.text(min_size=100, max_size=100), st.integers(0, 999), st.integers(0, 999))
def test_two_keys_that_begin_alike_stay_two(beginning: str, one: int, other: int) -> None:
    """They were cut after 80 characters, so that the second was never told."""
    first, second = (kept_key(f"{beginning}{number}", most=80) for number in (one, other))
    assert (first == second) is (one == other)
