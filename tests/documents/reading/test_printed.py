"""Annexes read line by line from a printed table, on made-up pages."""

from __future__ import annotations

from mangnon.documents.reading.annex import find_annex, read_annex
from mangnon.documents.reading.lexicon import shipped_lexicon
from mangnon.documents.reading.print_tasks import roles_of
from mangnon.documents.reading.print_words import Ear, begins_name, begins_time
from mangnon.documents.reading.repairing import NoRepair

# Lines run across the columns; some cells are marked off, others not; names that no catalogue has.
_ACROSS = """STT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian thực hiện
I. Kênh mương và hồ chứa
1 Nạo vét các tuyến kênh dẫn nước chính, gia cố bờ kênh ở những đoạn sạt | Hạt Kiểm lâm Suối Cát | Sở Tài chính; UBND các xã, | Quý II/2026
lở và cắm biển báo nguy hiểm trước mùa mưa. phường
2 Kiểm tra cửa cống, máy bơm và tủ điện tại các trạm bơm ven sông; sửa | Chi cục Thủy lợi Các cơ quan, đơn vị có liên quan | Thường xuyên
chữa ngay hư hỏng nhỏ.
3 Lập danh sách hộ dân sống dưới chân đập, dựng nhà tạm và tập dượt sơ | UBND các xã, phường | Công an tỉnh; Bộ Chỉ huy Quân sự | Trước ngày
tán ban đêm. tỉnh 30/6/2026
II. Nước uống
4 Thay bể lọc cũ ở các điểm trường vùng cao, hướng dẫn giáo viên cách rửa | Sở Giáo dục và Đào Sở Y tế Hằng năm
vật liệu lọc mỗi tháng một lần. tạo
5 Lấy mẫu nước giếng khoan tại những thôn có bãi rác cũ, công bố kết quả | Trung tâm Kiểm soát | Sở Khoa học và Công nghệ; UBND | Tháng 9/2026
cho người dân biết. bệnh tật tỉnh cấp xã
6 Xây trạm cấp nước tập trung cho ba xã ven biển, lắp đồng hồ cho từng hộ | Công ty cổ phần Cấp | Các cơ quan, đơn vị có liên quan | Giai đoạn 2026-2030
và thu tiền theo bậc thang. nước
""".splitlines()  # noqa: E501 - lines as wide as the page they were on


def test_lines_that_run_across_the_columns_are_cut_where_cells_break() -> None:
    place = find_annex(_ACROSS)
    assert place is not None
    annex = read_annex(_ACROSS, *place, repairer=NoRepair())
    assert annex is not None
    told = [("; ".join(t.lead), "; ".join(t.coordinating), t.due.text if t.due else "") for t in annex.tasks]
    assert told == [
        ("Hạt Kiểm lâm Suối Cát", "Sở Tài chính; UBND các xã, phường", "Quý II/2026"),
        ("Chi cục Thủy lợi", "Các cơ quan, đơn vị có liên quan", "Thường xuyên"),
        ("UBND các xã, phường", "Công an tỉnh; Bộ Chỉ huy Quân sự tỉnh", "Trước ngày 30/6/2026"),
        ("Sở Giáo dục và Đào tạo", "Sở Y tế", "Hằng năm"),
        ("Trung tâm Kiểm soát bệnh tật tỉnh", "Sở Khoa học và Công nghệ; UBND cấp xã", "Tháng 9/2026"),
        ("Công ty cổ phần Cấp nước", "Các cơ quan, đơn vị có liên quan", "Giai đoạn 2026-2030"),
    ]
    assert [group.title for group in annex.groups] == ["Kênh mương và hồ chứa", "Nước uống"]
    assert [task.group_no for task in annex.tasks] == ["I", "I", "I", "II", "II", "II"]
    assert annex.tasks[0].text.endswith("cắm biển báo nguy hiểm trước mùa mưa.")


def test_a_head_tells_the_order_of_columns_or_that_it_does_not() -> None:
    usual = ("task", "lead", "coordinating", "time")
    assert roles_of(["STT Nhiệm vụ Cơ quan chủ trì Cơ quan phối hợp Thời gian"]) == (usual,)
    assert roles_of(["TT Nội dung công việc Thời hạn Đơn vị chủ trì Đơn vị phối hợp"]) == (
        ("task", "time", "lead", "coordinating"),
    )
    assert roles_of(["Nhiệm vụ", "", "Cơ quan chủ trì", "", "Cơ quan phối hợp", "", "Thời gian"]) == (usual,)
    assert len(roles_of(["Thời gian", "STT Nội dung Đơn vị chủ trì Đơn vị phối hợp"])) == 2


def test_beginnings_of_names_and_times_as_a_scan_has_them() -> None:
    assert begins_name("S6", "Y")
    assert begins_name("Cac", "sé,")
    assert begins_name("Chi", "cuc")
    assert not begins_name("xdy", "dung")
    assert begins_time("Tw", "01/7/2025")
    assert begins_time("Thuéng", "xuyén")
    assert not begins_time("Tu", "phap")


def test_words_of_names_sound_like_names() -> None:
    heard = {token.text: token for token in Ear(shipped_lexicon()).tokens("phuéng 15/6/2026 xtbq")}
    assert heard["phuéng"].body > 0
    assert heard["15/6/2026"].time > 1 > heard["15/6/2026"].body
    assert heard["xtbq"].body < 0
