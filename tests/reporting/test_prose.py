"""The sentences of an official report."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kernel.text import fold
from mangnon.reporting.consolidation import prose


@pytest.mark.parametrize(("number", "word"), [(0, "0"), (1, "01"), (9, "09"), (10, "10"), (1250, "1.250")])
def test_counts(number: int, word: str) -> None:
    assert prose.counted(number) == word


@pytest.mark.parametrize(("part", "whole", "word"), [(3, 4, "75%"), (2, 3, "66,7%"), (5, 5, "100%"), (0, 0, "")])
def test_shares(part: int, whole: int, word: str) -> None:
    assert prose.share(part, whole) == word


def test_lists_of_names() -> None:
    assert prose.listed([]) == ""
    assert prose.listed(["Sở A"]) == "Sở A"
    assert prose.listed(["Sở A", "Sở B"]) == "Sở A và Sở B"
    assert prose.listed(["Sở A", "Sở B", "Sở C"]) == "Sở A, Sở B và Sở C"
    assert prose.listed(["Sở Văn hóa, Thể thao", "Sở B", "Sở C"]) == "Sở Văn hóa, Thể thao; Sở B và Sở C"


def test_list_signs_go_and_sentences_are_closed() -> None:
    assert prose.items("đã làm\n- 12 buổi tại 3 xã;\n+ 1.450 lượt người\n2) phát tờ rơi") == [
        (False, "Đã làm."),
        (True, "12 buổi tại 3 xã;"),
        (True, "1.450 lượt người."),
        (True, "Phát tờ rơi."),
    ]


def test_a_figure_at_the_beginning_is_not_a_list_sign() -> None:
    assert prose.items("12 lớp đã mở") == [(False, "12 lớp đã mở.")]
    assert prose.items("1.450 lượt người dự") == [(False, "1.450 lượt người dự.")]


def test_long_texts_become_paragraphs_and_lose_no_word() -> None:
    text = "Đã tổ chức 05 hội nghị tại TP. Mẫu với 640 lượt người tham dự. " * 40
    parts = prose.items(text)
    assert len(parts) > 3
    assert all(len(part) <= 760 for _, part in parts)
    assert " ".join(part for _, part in parts) == text.strip()


@given(st.text(alphabet="abcđêộ AB.,;-+\n0123456789", max_size=300))
def test_the_words_stay(text: str) -> None:
    kept = fold(" ".join(part for _, part in prose.items(text))).replace(" ", "")
    letters = "".join(sign for sign in kept if sign.isalpha())
    before = "".join(sign for sign in fold(text) if sign.isalpha())
    # «a)» and «b.» may be list signs; every other letter stays.
    assert len(before) - len(letters) <= text.count("\n") + 1
    for _, part in prose.items(text):
        assert part[-1] in ".!?…:;"


def test_titles_are_cut_where_a_clause_ends() -> None:
    text = "Rà soát các quy định, quy trình phối hợp liên ngành; bảo đảm mỗi vụ việc có người theo dõi đến khi kết thúc"
    assert prose.short_title(text, longest=70) == "Rà soát các quy định, quy trình phối hợp liên ngành…"
    assert prose.short_title("Ngắn gọn.") == "Ngắn gọn"
    assert prose.short_title("- Tuyên truyền sâu rộng") == "Tuyên truyền sâu rộng"
    assert prose.short_title("một " * 60, longest=30) == "một một một một một một một…"


def test_one_line() -> None:
    assert prose.in_one_line("Đã làm:\n- 12 buổi\n- 3 lớp") == "Đã làm: 12 buổi; 3 lớp."


def test_the_first_letter() -> None:
    assert prose.lower_first("Đã đôn đốc") == "đã đôn đốc"
    assert prose.lower_first("UBND huyện hẹn gửi") == "UBND huyện hẹn gửi"


def test_runs_of_numbers() -> None:
    assert prose.ranged([9, 1, 3, 4, 5, 6, 11, 10, 4]) == "1, 3-6, 9-11"
    assert prose.ranged([2, 1]) == "1, 2"
    assert prose.ranged([]) == ""


def test_names_that_are_codes_are_written_out() -> None:
    assert prose.name_in_text("Sở Y tế", "Sở YT") == "Sở Y tế"
    assert prose.name_in_text("Sở Tư pháp", "Sở TP") == "Sở Tư pháp"
    assert prose.name_in_text("Sở Giáo dục và Đào tạo", "Sở GD-ĐT") == "Sở Giáo dục và Đào tạo"
    assert prose.name_in_text("Hội Liên hiệp Phụ nữ tỉnh", "Hội LHPN tỉnh") == "Hội Liên hiệp Phụ nữ tỉnh"
    assert prose.name_in_text("Tỉnh đoàn Kon Tum", "Tỉnh đoàn") == "Tỉnh đoàn"
    assert prose.name_in_text("Ủy ban nhân dân thành phố A", "UBND TP A") == "UBND TP A"
    assert prose.name_in_text("Ủy ban nhân dân huyện A", "UBND huyện A") == "UBND huyện A"
    assert prose.name_in_text("Cục Thống kê tỉnh", "CTK tỉnh") == "Cục Thống kê tỉnh"
    assert prose.name_in_text("Thanh tra tỉnh", "TTr tỉnh") == "Thanh tra tỉnh"
    assert prose.name_in_text("Sở A", "") == "Sở A"
