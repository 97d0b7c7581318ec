"""The parts of the repairer: spelling, the error model, the language model, pieces of a line, training."""

from __future__ import annotations

import lzma
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mangnon.documents.reading.repair.build import main
from mangnon.documents.reading.repair.channel import ALPHABET, ErrorModel
from mangnon.documents.reading.repair.clean import is_clean
from mangnon.documents.reading.repair.language import LanguageModel, to_byte
from mangnon.documents.reading.repair.letter_case import capital_pattern, capitals_of
from mangnon.documents.reading.repair.orthography import is_syllable, standard_placement
from mangnon.documents.reading.repair.syllables import Syllables
from mangnon.documents.reading.repair.tokens import split_line
from mangnon.documents.reading.repair.training.confusions import learn_confusions, word_pairs
from mangnon.documents.reading.repair.training.rendering import matched_lines
from mangnon.documents.reading.repair.vocabulary import BREAK


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyền", "giếng", "gì", "chính", "ích", "khuỷu", "hoà", "hòa", "uỷ", "yêu"]
)
def test_syllables_in_use_are_well_formed(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ubnd", "internet", "tổc", "hàch", "kxa", "ngq", "quyénn", "âà"])
def test_what_is_no_syllable_is_refused(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("word", "official"),
    [("hoá", "hóa"), ("uỷ", "ủy"), ("quý", "quý"), ("hoạt", "hoạt"), ("thuỷ", "thủy"), ("lý", "lý")],
)
def test_the_tone_stands_where_official_texts_put_it(word: str, official: str) -> None:
    assert standard_placement(word) == official


def test_the_search_finds_what_a_letter_may_hide() -> None:
    words = [(7, "quyền"), (8, "quyển"), (9, "trẻ"), (10, "chức")]
    ids, likelihoods = Syllables(words, ErrorModel({})).search("quyén", "lower")
    assert sorted(ids.tolist()) == [7, 8]
    assert (likelihoods < 0).all()
    learned = ErrorModel({("ề", "é"): 90, ("ề", "e"): 10, ("ể", "e"): 90, ("ể", "é"): 10})
    ids, likelihoods = Syllables(words, learned).search("quyén", "lower")
    assert ids[np.argmax(likelihoods)] == 7


def test_confusions_are_learned_from_pairs_of_lines() -> None:
    lines = [("tổ chức của Đảng", "t6 chirc cua Pang"), ("các tổ chức", "cac t6 chirc"), ("lines differ", "lines")]
    learned = learn_confusions(word_pairs(lines))
    assert learned["ổ", "6"] == 2
    assert learned["Đ", "P"] == 1
    assert learned["ứ", "ir"] == 2


def test_pairs_of_lines_survive_a_lost_line() -> None:
    printed = ["Ủy ban nhân dân tỉnh", "Sở Lao động", "Bộ Tư pháp"]
    assert matched_lines(printed, ["Uy ban nhan dan tinh", "Bo Tu phap"]) == [
        (printed[0], "Uy ban nhan dan tinh"),
        (printed[2], "Bo Tu phap"),
    ]


def test_probabilities_fit_in_a_byte() -> None:
    values = np.array([1.0, 0.5, 0.01, 1e-6])
    back = np.exp(-to_byte(values).astype(float) / 16.0)
    assert np.allclose(back, values, rtol=0.04)
    assert to_byte(np.array([0.0]))[0] == 255


@pytest.mark.parametrize(
    ("raw", "kinds"),
    [
        ("1. Muc dich", ["number", "glue", "word", "word"]),
        ("tai www.treem.gov.vn", ["word", "code"]),
        ("ngay 17/02/2025", ["word", "number"]),
        ("tré em/hoc sinh", ["word", "word", "glue", "word", "word"]),
        ("VT, KGVX", ["code", "glue", "code"]),
    ],
)
def test_a_line_is_cut_into_pieces(raw: str, kinds: list[str]) -> None:
    chunks = split_line(raw)
    assert [piece.kind for chunk in chunks for piece in chunk.pieces] == kinds
    assert " ".join(chunk.text for chunk in chunks) == raw


def test_clean_and_damaged_are_told_apart() -> None:
    assert is_clean("Thực hiện quyền trẻ em trên địa bàn tỉnh")
    assert not is_clean("Thyc hién quyén tré em trén dia ban tinh")
    assert not is_clean("12/2025")


@pytest.mark.parametrize(
    ("raw", "word", "shown"),
    [("PiCH", "đích", "ĐÍCH"), ("Klem", "kiểm", "Kiểm"), ("xAm", "xâm", "xâm"), ("UBND", "UBND", "UBND")],
)
def test_capitals_follow_the_damaged_word(raw: str, word: str, shown: str) -> None:
    assert capitals_of(raw, word) == shown
    assert capital_pattern(raw) in ("lower", "title", "upper")


def test_the_builder_counts_a_small_corpus_the_same_way_twice(tmp_path: Path) -> None:
    corpus, syllables, names = tmp_path / "c.xz", tmp_path / "s.txt", tmp_path / "n.csv"
    sentence = "Ủy ban nhân dân tỉnh thực hiện quyền trẻ em theo Quyết định số 27/QĐ-TTg của Thủ tướng\n"
    corpus.write_bytes(lzma.compress((sentence * 30 + "https khong co dau nao ca trong dong nay\n" * 9).encode()))
    syllables.write_text("ủy\nban\n", encoding="utf-8")
    names.write_text("code,name\n1,Tỉnh Hà Giang\n", encoding="utf-8")
    files = []
    for out in (tmp_path / "a", tmp_path / "b"):
        arguments = ["--corpus", str(corpus), "--syllables", str(syllables), "--names", str(names), "--out", str(out)]
        assert main([*arguments, "--only", "counts"]) == 0
        with np.load(out / "syllables.npz") as arrays:
            files.append({name: arrays[name].tolist() for name in arrays.files})
    assert files[0] == files[1]
    model = LanguageModel.from_arrays({name: np.array(values) for name, values in _typed(files[0]).items()})
    word = model.vocabulary.id_of
    assert model.vocabulary.id_of("khong") == word("zzz")
    after_tre = model.pairs(np.array([word("trẻ")]), np.array([word("em"), word("dân"), BREAK]))
    assert after_tre[0] > 0.9 > 0.1 > after_tre[1]
    assert model.capital_share[word("thủ")] > 0.5 > model.capital_share[word("dân")]


def _typed(arrays: dict[str, list[int]]) -> dict[str, np.ndarray]:
    bytes_wide = {"forms", "pair_mass", "pair_rest", "triple_mass"}
    return {name: np.array(values, dtype=np.uint8 if name in bytes_wide else None) for name, values in arrays.items()}


def test_the_builder_refuses_a_missing_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.xz")
    assert main(["--corpus", missing, "--syllables", missing, "--out", str(tmp_path)]) == 2
    assert "no such file" in capsys.readouterr().err


def test_word_pairs_leave_out_lines_of_another_length() -> None:
    assert word_pairs([("một hai", "motthai")]) == Counter()


def test_syllables_are_scored_as_letter_by_letter() -> None:
    """The parts of a syllable and the memory of endings change nothing: here every letter is followed alone."""
    words = ["nghiêng", "ăn", "yêu", "quyết", "gì", "đắk", "trẻ"]
    errors = ErrorModel({("ẻ", "é"): 5, ("đ", "d"): 9, ("ắ", ""): 3})
    known = Syllables(enumerate(words), errors)
    for raw, capitals in [("nghiéng", "lower"), ("AN", "upper"), ("Yéu", "title"), ("quyét", "lower"), ("Dk", "title")]:
        slow = {number: _fit(raw, word, capitals, errors) for number, word in enumerate(words)}
        found = dict(zip(*(values.tolist() for values in known.search(raw, capitals)), strict=True))
        assert found
        assert found == pytest.approx({number: slow[number] for number in found}, abs=1e-3)
        assert all(score <= max(found.values()) + 1e-3 for score in slow.values())


def _fit(raw: str, word: str, capitals: str, errors: ErrorModel) -> float:
    letters = word.upper() if capitals == "upper" else word.capitalize() if capitals == "title" else word
    best = {0: 0.0}
    for letter in letters:
        reached: dict[int, float] = {}
        for place, score in best.items():
            for end in range(place, min(place + 3, len(raw)) + 1):
                more = score + float(errors.column(raw[place:end])[ALPHABET.index(letter)])
                reached[end] = max(reached.get(end, -1e9), more)
        best = reached
    return best.get(len(raw), -1e9)
