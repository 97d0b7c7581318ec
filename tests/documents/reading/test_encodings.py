"""Vietnamese in the codes of old fonts is seen, converted and told; what is not, is left alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading import load_lines
from mangnon.documents.reading.encodings import (
    CODE_NAMES,
    TABLES,
    Code,
    char_of,
    code_of_font,
    converted,
    detected,
    from_font,
    in_unicode,
)
from mangnon.documents.reading.sources import UnreadableSource

_SENTENCE = (
    "Ủy ban nhân dân các xã, phường rà soát, lập danh sách trẻ em có hoàn cảnh đặc biệt; tổ chức tập huấn kỹ năng "
    "phòng, chống đuối nước; báo cáo kết quả về Sở Y tế trước ngày 15 tháng 12 hằng năm để tổng hợp"
)
_SYLLABLES = re.findall(
    r"\S+",
    "ủy ban nhân dân tỉnh kế hoạch triển khai thực hiện quyết định về trẻ em trên địa bàn nước mỗi xã phường lập sổ "
    "theo dõi bảo vệ chăm sóc giáo dục kỹ năng sống phòng chống đuối tai nạn thương tích bạo lực xâm hại lẽ ngõ cũng "
    "giữ gìn sẵn sàng nghĩa vụ hỗ trợ ngữ nghề đỡ đẻ mẫu rẫy thuở khoẻ quý huyện mỹ thuật tuỳ thuỷ ý nghĩ ấy ướt",
)
_ENGLISH = (
    "The People's Committee shall review the list of children in special circumstances and report to the Department "
    "of Health before the fifteenth of December; café, naïve and façade are words with signs."
)
_FRENCH = (
    "Le Comité populaire est chargé de réviser la liste des enfants en difficulté, d'organiser des séances de "
    "prévention à l'école et de transmettre les résultats à la direction de la santé avant la fin de l'année."
)
_DAMAGED = (
    "Uy ban nhan dan cdc x4, phudng ra soat, lap danh sich tré em cé hoan canh dac biét; t6 chirc tap huan ky nang "
    "phong, chéng dudi nuéc; bdo cdo két qua vé So Y té truéc ngay 15 thang 12 hang nam dé tong hgp"
)


def _signs(text: str, code: Code) -> str:
    """A text in the signs that its bytes in an old code are in Windows-1252."""
    if code == "UTF-8":
        return "".join(map(char_of, text.encode()))
    if code == "windows-1258":
        return "".join(char_of(byte) for sign in text for byte in _bytes_1258(sign))
    signs: dict[str, str] = {}
    for sign, letter in TABLES[code].items():
        signs.setdefault(letter, sign)
    return "".join(signs.get(letter, letter) for letter in text)


def _bytes_1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        rest = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tone))
        return rest.encode("cp1258") + tone.encode("cp1258")


@pytest.mark.parametrize("code", CODE_NAMES)
@given(words=st.lists(st.sampled_from(_SYLLABLES), min_size=30, max_size=60, unique=True))
def test_what_is_written_in_an_old_code_is_read(code: Code, words: list[str]) -> None:
    text = unicodedata.normalize("NFC", " ".join(words))
    if sum(not word.isascii() for word in words) < 0.5 * len(words):
        return
    written = _signs(text, code)
    assert detected(written) == code
    assert in_unicode(written, code) == text


@pytest.mark.parametrize("code", CODE_NAMES)
def test_a_file_in_an_old_code_is_converted_and_told(code: Code) -> None:
    text = _SENTENCE.lower() if code == "TCVN3" else _SENTENCE
    data = b"".join(bytes([ord(sign)]) if ord(sign) < 256 else sign.encode("cp1252") for sign in _signs(text, code))
    if code != "UTF-8":  # whose bytes are UTF-8
        found = load_lines(data + b"\r\n" + data, "cu.txt")
        assert found.lines == (text, text)
        assert any(CODE_NAMES[code] in warning for warning in found.warnings)
    saved_again = load_lines(_signs(text, code).encode(), "cu.txt")
    assert saved_again.lines == (text,)
    assert any(CODE_NAMES[code] in warning for warning in saved_again.warnings)


def test_old_capitals_come_back() -> None:
    assert converted(_signs("céng", "TCVN3"), "TCVN3") == "céng"
    assert in_unicode("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do", "TCVN3") == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do"
    )
    assert in_unicode("COÄNG HOØA XAÕ HOÄI", "VNI") == "CỘNG HÒA XÃ HỘI"


@given(words=st.lists(st.sampled_from(_SYLLABLES), min_size=5, max_size=80))
def test_unicode_stays(words: list[str]) -> None:
    assert detected(" ".join(words)) is None
    assert detected(unicodedata.normalize("NFD", " ".join(words))) is None


@pytest.mark.parametrize("text", [_ENGLISH, _FRENCH, _DAMAGED, "人民委员会应当审查名单。" * 20, "•▪–—“”§©®" * 20])
def test_other_languages_and_damage_stay(text: str) -> None:
    assert detected(text) is None
    assert load_lines(text.encode(), "a.txt").warnings == ()


@pytest.mark.shared
def test_no_known_document_is_taken_for_an_old_code() -> None:
    from tests.harness.needs import SHARED

    papers = [*(SHARED / "corpus/directives").rglob("*.txt"), *(SHARED / "corpus/seeds").glob("*.txt")]
    assert papers
    for path in papers:
        assert detected(path.read_text(encoding="utf-8")) is None, path.name


def test_fonts_say_their_code() -> None:
    assert code_of_font(".VnTime") == ("TCVN3", False)
    assert code_of_font("ABCDEF+.VnTimeH,Bold") == ("TCVN3", True)
    assert code_of_font("VNI-Times") == ("VNI", False)
    assert code_of_font("Times New Roman") is None
    assert from_font("quyÕt ®Þnh", ".VnTimeH") == ("QUYẾT ĐỊNH", "TCVN3")
    assert from_font("quyết định", ".VnTime") == ("quyết định", None)


def test_a_torn_byte_does_not_hide_a_text() -> None:
    torn = _SENTENCE.encode() * 5
    found = load_lines(torn[:-1] + b"\xc3", "a.txt")
    assert found.lines[0].startswith("Ủy ban nhân dân các xã")
    assert found.warnings


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig"])
def test_unicode_however_wide(encoding: str) -> None:
    assert load_lines(_SENTENCE.encode(encoding), "a.txt").lines == (_SENTENCE,)


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(UnreadableSource) as refused:
        load_lines("Народный комитет рассматривает список детей".encode("koi8-r"), "a.txt")
    assert refused.value.code == "wrong_encoding"
