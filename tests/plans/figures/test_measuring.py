"""The measurements of plans run, small, and agree with the statement written by hand."""

from __future__ import annotations

import pytest
from benchmarks import figures, matrix

pytestmark = pytest.mark.django_db


def test_figures_are_measured_against_the_same_figures_by_hand() -> None:
    found = {each.name: each.value for each in figures.measured(100)}
    assert len(found) == 8
    assert all(value > 0 for value in found.values())


def test_the_first_view_of_a_plan_stays_small() -> None:
    found = {each.name: each.value for each in matrix.measured(40)}
    assert found["first view: size"] < 100
    assert found["matrix, first page: size"] < 100
    assert found["every row and column: size"] > found["matrix, first page: size"]
