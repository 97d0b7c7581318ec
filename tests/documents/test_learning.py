"""What an adopted reading teaches, and that the next one of the province is read knowing it."""

from __future__ import annotations

import copy

import pytest

from mangnon.documents.learning import learn_from, lexicon_of
from mangnon.documents.models import LearnedPhrase
from mangnon.documents.reading.lexicon import shipped_lexicon
from tests.plans import made

pytestmark = pytest.mark.django_db


def _reading(**task: object):  # type: ignore[no-untyped-def]
    made.province()
    result = copy.deepcopy(made.result())
    result["tasks"][0] |= task
    return made.reading(result)


def test_what_is_known_teaches_nothing() -> None:
    row = _reading(lead=["Sở Y tế"], coordinating=["Các sở, ban, ngành"], due=None)
    learn_from(row)
    assert not LearnedPhrase.objects.filter(text__in=["Sở Y tế", "Các sở, ban, ngành"]).exists()


def test_a_new_name_and_a_new_time_are_known_next_time_in_this_province_only() -> None:
    row = _reading(lead=["Quỹ Mầm Xanh"], due={"text": "Trước mùa gió chướng năm 2026"})
    assert learn_from(row) >= 2
    home = lexicon_of(row.source.territory_code)
    assert "Quỹ Mầm Xanh" in home.bodies
    assert "Trước mùa gió chướng năm #" in home.time_phrases
    assert lexicon_of("tỉnh khác") == shipped_lexicon()
    assert LearnedPhrase.objects.get(text="Quỹ Mầm Xanh").reading == row


def test_the_same_reading_teaches_once() -> None:
    row = _reading(lead=["Quỹ Mầm Xanh"])
    learn_from(row)
    count = LearnedPhrase.objects.count()
    assert learn_from(row) == 0
    assert LearnedPhrase.objects.count() == count
