"""Annexes scanned as tables, on made-up pages."""

from __future__ import annotations

from mangnon.documents.reading.annex import find_annex, read_annex
from mangnon.documents.reading.repairing import NoRepair
from mangnon.documents.reading.segments import cut_line
from mangnon.documents.reading.vocabulary import is_junk, make_vocabulary, whole_vocabulary, word_fit

# Lines run across all columns; cells are broken, numbers lost, group numbers damaged.
_ACROSS = """Phu luc
STT Nhiem vu thuc hien Co quan chu tri Co quan phoi hop Thoi gian thuc hien
I Truyen thong ve quyen tre em va phong, chong tai nan thuong tich cho tre em tren dia ban toan tinh
Xay dung tai lieu truyen thong ve an toan cho hoc sinh cac So Giao duc va Cac so, ban, nganh, don vi Thuong xuyen
1 truong tieu hoc va trung hoc co so. Dao tao lien quan; UBND cac hang nam
huyen, thanh pho
Ra soat, thong ke tre em co hoan canh dac biet can duoc | So Lao dong - | Cac so, ban, nganh, don vi | Thuong xuyen
2 | bao ve theo dia ban va nhom tuoi. Thuong binh va lien quan; UBND cac hang nam
Xa hoi huyen, thanh pho
IT Ho tro phap ly va bao ve tre em trong qua trinh to tung, xu ly vi pham hanh chinh theo quy dinh
To chuc tro giup phap ly mien phi cho tre em la nguoi bi hai So Tu phap Cac so, ban, nganh, don vi Thuong xuyen
trong cac vu an xam hai. lien quan; UBND cac hang nam
huyen, thanh pho
Tiep nhan, xu ly tin bao ve hanh vi xam hai tre em tren moi Cong an tinh Cac so, ban, nganh, don vi Thuong xuyen
truong mang va ngoai doi song. lien quan; UBND cac hang nam
huyen, thanh pho
""".splitlines()

# Every cell a block of its own between blank lines.
_BLOCKS = """STT

Nhiem vu

Co quan chu tri

Co quan phoi hop

Thoi gian thuc hien

1. Truyen thong, nang cao nhan thuc cua cong dong ve cham soc va bao ve tre em tren dia ban

1

Xay dung chuyen muc tuyen truyen ve phong, chong duoi nuoc
cho tre em tren cac phuong tien thong tin dai chung cua tinh.

So Y te

So Tu phap; cac co quan, don vi
lien quan

Thang 12/2026

2

Tap huan ky nang boi an toan cho giao vien cac truong hoc va
huong dan vien co so trong dip he hang nam theo quy dinh.

So Giao duc va Dao tao

UBND cac xa, phuong

Thuong xuyen
""".splitlines()


def test_the_head_of_a_table_is_found_in_both_forms() -> None:
    assert find_annex(_ACROSS) == (2, len(_ACROSS) - 1)
    start = find_annex(_BLOCKS)
    assert start is not None
    assert _BLOCKS[start[0] - 1] == "Thoi gian thuc hien"
    assert find_annex(["Cơ quan chủ trì: Sở Y tế", "Cơ quan phối hợp: Sở Tư pháp", "Thời gian: 2025"]) is None


def test_rows_whose_lines_run_across_the_columns() -> None:
    place = find_annex(_ACROSS)
    assert place is not None
    annex = read_annex(_ACROSS, *place, repairer=NoRepair())
    assert annex is not None
    assert [(task.code, task.lead) for task in annex.tasks] == [
        ("I.1", ("Sở Giáo dục và Đào tạo",)),
        ("I.2", ("Sở Lao động - Thương binh và Xã hội",)),
        ("II.1", ("Sở Tư pháp",)),
        ("II.2", ("Công an tỉnh",)),
    ]
    assert {task.coordinating for task in annex.tasks} == {
        ("Các sở, ban, ngành, đơn vị liên quan", "UBND các huyện, thành phố")
    }
    assert {task.due.text for task in annex.tasks if task.due} == {"Thường xuyên hằng năm"}
    assert annex.tasks[1].text == (
        "Ra soat, thong ke tre em co hoan canh dac biet can duoc bao ve theo dia ban va nhom tuoi."
    )
    assert [(group.no, group.title.split()[0]) for group in annex.groups] == [("I", "Truyen"), ("II", "Ho")]
    assert [(task.source.first, task.source.last) for task in annex.tasks if task.source] == [
        (4, 6),
        (7, 9),
        (11, 13),
        (14, 16),
    ]


def test_cells_that_stand_as_blocks_are_read_word_for_word() -> None:
    place = find_annex(_BLOCKS)
    assert place is not None
    annex = read_annex(_BLOCKS, *place, repairer=NoRepair())
    assert annex is not None
    one, two = annex.tasks
    assert len(one.coordinating) == 2
    assert one.due is not None
    assert one.due.kind == "month"
    assert (one.text.split()[0], two.text.split()[0]) == ("Xay", "Tap")
    assert two.lead != one.lead


def test_a_line_is_cut_where_the_phrases_begin() -> None:
    vocabulary = make_vocabulary({"Sở Tư pháp": 3.0}, {"Thường xuyên": 3.0}, {"Các sở ban ngành đơn vị liên quan": 3.0})
    line = "2 | ban tre em va mua ban nguoi qua bien gioi, | S& Tu phap Cac s0, ban nganh, don vi | Thuong xuyén"
    cut = cut_line(7, line, vocabulary=vocabulary, width=50)
    pieces = [" ".join(word.text for word in piece) for piece in (cut.task, cut.lead, cut.coordinating, cut.time)]
    assert pieces == [
        "2 ban tre em va mua ban nguoi qua bien gioi,",
        "S& Tu phap",
        "Cac s0, ban nganh, don vi",
        "Thuong xuyén",
    ]


def test_plain_text_is_not_cut() -> None:
    line = "giam ty le tu vong o tre so sinh; du phong, dieu tri benh lao cho tre em"
    assert not cut_line(1, line, vocabulary=whole_vocabulary(), width=75).has_cells


def test_words_and_stray_marks_are_told_apart() -> None:
    assert [token for token in ("\\", "A", "‘", "S&", "o", "12", "<A", ".") if is_junk(token)] == [
        "\\",
        "‘",
        "<A",
        ".",
    ] or (is_junk("\\") and is_junk("‘") and not is_junk("S&") and not is_junk("12"))
    assert word_fit("Thwong", "Thương") > word_fit("Thwong", "Công")
