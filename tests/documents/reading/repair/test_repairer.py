"""The repairer as its callers see it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mangnon.documents.reading.repair import RepairedText, Repairer, load_repairer

SAMPLES = Path(__file__).parents[4] / "samples"

CLEAN = [
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai thực hiện công tác trẻ em trên địa bàn tỉnh.",
    "1. Sở Y tế chủ trì, phối hợp với các sở, ban, ngành liên quan (báo cáo trước ngày 15/12 hằng năm).",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Căn cứ Nghị định số 56/2017/NĐ-CP ngày 09/5/2017; xã Đắk Nông, buôn Kpă Klơng; uỷ ban, sức khoẻ.",
    "- Như Điều 3; Lưu: VT, KGVX.",
]


@pytest.fixture(scope="module")
def repairer() -> Repairer:
    return load_repairer()


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("thyc hién quyén tré em trén dia ban tinh", "thực hiện quyền trẻ em trên địa bàn tỉnh"),
        ("Thu tuéng Chinh phu ban hanh Quyét dinh", "Thủ tướng Chính phủ ban hành Quyết định"),
        ("TO CHUC THUC HIEN", "TỔ CHỨC THỰC HIỆN"),
        ("Can ctr Luat T6 chirc chinh quyén dia phuong", "Căn cứ Luật Tổ chức chính quyền địa phương"),
        ("cac co quan, donvi lién quan", "các cơ quan, đơn vị liên quan"),
        ("bao v¢ tré em khdi bao luc, xam hai tinh duc", "bảo vệ trẻ em khỏi bạo lực, xâm hại tình dục"),
        ("trong thoi gian toi, SO Y té huéng din cac don vi", "trong thời gian tới, Sở Y tế hướng dẫn các đơn vị"),
        ("QUYET DINH SO 12/QD-UBND NGAY 05 THANG 4 NAM 2016", "QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 05 THÁNG 4 NĂM 2016"),
        ("cac tinh: Dak Lak, Khanh Hoa, Gia Lai va Lam Dong", "các tỉnh: Đắk Lắk, Khánh Hòa, Gia Lai và Lâm Đồng"),
        ("$6 Y té chu tri", "Sở Y tế chủ trì"),
        ("suy dinh dudng thé thap coi 6 tré em dudi 5 tudi", "suy dinh dưỡng thể thấp còi ở trẻ em dưới 5 tuổi"),
        ("phan déu giam con 6 huyén; co 6 tré em", "phấn đấu giảm còn 6 huyện; có 6 trẻ em"),
    ],
)
def test_damaged_words_are_read_by_their_neighbours(repairer: Repairer, damaged: str, right: str) -> None:
    assert repairer.repair_text(damaged).text == right


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("Quyét dinh s6 27/QD-TTg", "Quyết định số 27/QĐ-TTg"),
        ("Quyét dinh s6 27/QD TTg ngay", "Quyết định số 27/QĐ-TTg ngày"),
        ("theo Nghi dinh s6 130/2021/ND-CP.", "theo Nghị định số 130/2021/NĐ-CP."),
        ("van ban s6 12/QP-UBND", "văn bản số 12/QĐ-UBND"),
        ("van ban s6 2125/UBND-KGVX", "văn bản số 2125/UBND-KGVX"),
        ("Cong van s6 31/SNV-CCHC", "Công văn số 31/SNV-CCHC"),
    ],
)
def test_symbols_of_documents_get_their_form(repairer: Repairer, damaged: str, right: str) -> None:
    assert repairer.repair_text(damaged).text == right


@pytest.mark.parametrize(
    "kept", ["HIV/AIDS", "17/02/2025", "1.234,5", "100%", "nhaplieu.treem.gov.vn", "UBND", "KGVX", "(p/h)", "2016-2020"]
)
def test_what_is_no_word_is_not_touched(repairer: Repairer, kept: str) -> None:
    read = repairer.repair_text(f"cac nhiém vu {kept} cua dia phuong")
    assert read.text.split()[3] == kept


@pytest.mark.parametrize("line", CLEAN)
def test_good_vietnamese_comes_back_unchanged(repairer: Repairer, line: str) -> None:
    assert repairer.repair_text(line).text == line


def test_a_short_clean_line_is_safe_in_a_clean_document(repairer: Repairer) -> None:
    lines = [*CLEAN, "Cho thanh tra", "an ninh, trong nam"]
    assert [read.text for read in repairer.repair_lines(lines)] == lines


def test_names_keep_their_capitals_and_words_their_pattern(repairer: Repairer) -> None:
    assert repairer.repair_text("tinh Tuyén Quang").text == "tỉnh Tuyên Quang"
    assert repairer.repair_text("I. MUC PiCH, YEU CAU").text.endswith("YÊU CẦU")


def test_doubt_is_told(repairer: Repairer) -> None:
    sure = repairer.repair_text("Uy ban nhan dan tinh")
    doubtful = repairer.repair_text("xqz T{'uyefl \\wk")
    assert sure.confidence > 0.95
    assert min(word.confidence for word in doubtful.words) < 0.7
    assert RepairedText("", ()).confidence == 1.0


def test_words_carry_what_stood_there(repairer: Repairer) -> None:
    read = repairer.repair_text("Ké hoach s6 27/QD TTg cua donvi")
    assert [word.raw for word in read.words] == ["Ké", "hoach", "s6", "27/QD TTg", "cua", "donvi"]
    assert " ".join(word.text for word in read.words) == read.text


@given(st.lists(st.text(max_size=60).filter(lambda s: len(s.splitlines()) <= 1), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_text_is_survived_and_lines_are_kept(lines: list[str]) -> None:
    read = load_repairer().repair_lines(lines)
    assert len(read) == len(lines)
    for item in read:
        assert all(0.0 <= word.confidence <= 1.0 for word in item.words)
        assert len(item.text.splitlines()) <= 1


@given(st.lists(st.from_regex(r"[0-9]{1,4}(?:[.,/][0-9]{1,4}){0,2}", fullmatch=True), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_numbers_are_never_changed(numbers: list[str]) -> None:
    words = [word for number in numbers for word in ("ngay", number)]
    read = load_repairer().repair_text(" ".join(words))
    assert read.text.split()[1::2] == numbers


@pytest.mark.parametrize("name", ["kontum_501_khubnd.ocr.txt", "tuyenquang_chithi23.ocr.txt"])
def test_a_second_repair_changes_next_to_nothing(repairer: Repairer, name: str) -> None:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    once = [line.text for line in repairer.repair_lines(lines)]
    again = [line.text for line in repairer.repair_lines(once)]
    words = [pair for one, two in zip(once, again, strict=True) for pair in zip(one.split(), two.split(), strict=False)]
    changed = sum(one != two for one, two in words)
    assert changed <= len(words) * 0.01


@pytest.mark.parametrize("name", ["kontum_501_khubnd.ocr.txt", "tuyenquang_chithi23.ocr.txt"])
def test_a_whole_scan_keeps_its_lines(repairer: Repairer, name: str) -> None:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    read = repairer.repair_lines(lines)
    assert [not item.text for item in read] == [not line.strip() for line in lines]


def test_a_long_document_is_read_in_stretches_as_a_short_one(repairer: Repairer) -> None:
    line = "Uy ban nhan dan tinh ban hanh Ké hoach thyc hién quyén tré em trén dia ban."
    reads = repairer.repair_lines([line] * 400)
    assert {item.text for item in reads} == {repairer.repair_text(line).text}
