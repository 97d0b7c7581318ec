"""A text in another language is told; Vietnamese, however damaged, is Vietnamese."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading import load_lines, read_directive
from mangnon.documents.reading.language import foreign_language
from mangnon.documents.reading.repair import load_repairer

_ENGLISH = """THE PEOPLE'S COMMITTEE OF THE PROVINCE
No. 12/KH-UBND
PLAN
for the protection of children in the year 2026
1. The Department of Health shall lead, in coordination with the Department of Home Affairs, the review of the list of
children who live in special circumstances, and shall report to the People's Committee before 15 December 2026.
2. The communes are to organise training on the prevention of drowning for all teachers and parents by 30 June.
"""
_FRENCH = """
Le Comité populaire de la province est chargé de réviser la liste des enfants en difficulté, d'organiser des
séances de prévention dans les écoles de la région et de transmettre les résultats à la direction de la santé avant la
fin de l'année. Les communes sont tenues de présenter un rapport sur la situation des enfants au plus tard en juin."""
_CHINESE = (
    "人民委员会应当审查特殊情况儿童名单，并在十二月十五日前向卫生厅报告。各公社应当为全体教师和家长组织预防溺水培训。"
    * 2
)
_DAMAGED = """UY BAN NHAN DAN CONG HOA XA HOI CHU NGHIA VIET NAM
TINH LAC HONG Doc lap - Tu do - Hanh phic
S6: 12/KH-UBND Lac Héng, ngay 3 thing 2 nim 2026
KE HOACH
Béo vé tré em nim 2026
1. S6 Y té chu tri, phéi hop véi S6 Noi vu ra soat, lap danh sich tré em cé hoan canh dac biét, bdo cdo két qua
truéc ngay 15 thang 12 nam 2026. Cdc x4, phudng t6 chirc tap huan phong, chéng dudi nuéc cho gido vién va cha me.
"""


@pytest.mark.parametrize(
    ("text", "language"), [(_ENGLISH, "tiếng Anh"), (_FRENCH, "tiếng Pháp"), (_CHINESE, "tiếng Trung Quốc")]
)
def test_another_language_is_kept_as_it_is_and_told(text: str, language: str) -> None:
    lines = load_lines(text.encode(), "plan.txt").lines
    reading = read_directive(lines, file="plan.txt", repairer=load_repairer())
    assert reading.text == "\n".join(lines)
    assert (reading.tasks, reading.reporting, reading.number, reading.date, reading.issuer) == (
        (),
        (),
        None,
        None,
        None,
    )
    (warning,) = reading.warnings
    assert language in warning
    assert json.dumps(reading.to_json())


@pytest.mark.parametrize("text", [_DAMAGED, "ngắn", "", "1 2 3\n4 5 6"])
def test_damage_is_not_another_language(text: str) -> None:
    assert foreign_language(text.split("\n")) is None


@given(
    st.lists(
        st.sampled_from(
            [
                "to",
                "in",
                "on",
                "the",
                "cho",
                "can",
                "theo",
                "hien",
                "duge",
                "trién",
                "khai",
                "va",
                "cdc",
                "dia",
                "ban",
                "tinh",
                "an",
            ]
        ),
        max_size=90,
    )
)
def test_damage_that_looks_like_english_words_is_not_english(words: list[str]) -> None:
    assert foreign_language([" ".join(words)]) is None


def test_a_paper_in_two_languages_is_read_as_vietnamese() -> None:
    vietnamese = (
        "Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát danh sách trẻ em có hoàn cảnh đặc biệt trên địa bàn tỉnh"
    )
    assert foreign_language([vietnamese] * 8 + _ENGLISH.split("\n")) is None


@pytest.mark.shared
def test_no_known_document_is_taken_for_another_language() -> None:
    from tests.harness.needs import SHARED

    papers = [*(SHARED / "corpus/directives").rglob("*.txt"), *(SHARED / "corpus/seeds").glob("*.txt")]
    assert papers
    for path in papers:
        assert foreign_language(path.read_text(encoding="utf-8").split("\n")) is None, path.name
