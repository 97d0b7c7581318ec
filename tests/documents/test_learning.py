"""What an adopted reading teaches, and that the next one of the province is read knowing it."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from mangnon.accounts.public import Role
from mangnon.documents.learning import learn_from, learned_lexicon, lexicon_of
from mangnon.documents.models import DirectiveReading, LearnedPhrase
from mangnon.documents.reading.lexicon import shipped_lexicon
from mangnon.documents.receiving import receive_document
from mangnon.documents.services import mark_adopted
from tests.documents.at_work import read_waiting
from tests.plans import made

pytestmark = pytest.mark.django_db
# An invented annex as Tesseract read it (reading/annexes/README.md): the name of one of its bodies is damaged.
_SCAN = Path(__file__).parent / "reading" / "annexes" / "a1.eng.ocr.txt"
_NAME, _DAMAGED = "Trường Chính trị tỉnh", "Trưởng Chính trị tỉnh"


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


def _leads_of_the_scan(name: str, ending: str) -> list[str]:
    actor = made.actor_at("SO_YT", Role.PROVINCIAL_LEAD)
    receive_document(actor=actor, name=name, content=(_SCAN.read_text("utf-8") + ending).encode())
    assert read_waiting() == 1
    reading = DirectiveReading.objects.get(source__name=name)
    return [lead for task in reading.result["tasks"] for lead in task["lead"]]


def test_the_next_document_of_the_province_is_read_knowing_a_name_of_the_one_adopted_before() -> None:
    made.province()
    assert learned_lexicon(made.PROVINCE) is None
    before = _leads_of_the_scan("truoc.txt", "\n")
    assert _DAMAGED in before
    assert _NAME not in before

    content = copy.deepcopy(made.result())
    content["tasks"][0] |= {"lead": [_NAME]}
    first = made.reading(content, province_code=made.PROVINCE)
    mark_adopted(actor=made.actor_at("SO_YT", Role.PROVINCIAL_LEAD), reading=first)

    after = _leads_of_the_scan("sau.txt", "\n\n")
    assert _NAME in after
    assert _DAMAGED not in after
    assert learned_lexicon("tỉnh khác") is None
