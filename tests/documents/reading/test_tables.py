"""Tables of assignment of many layouts, on made-up rows: cells between bars."""

from __future__ import annotations

from collections.abc import Sequence

from mangnon.documents.reading.tables import TableTasks, read_tables

_FILL = (
    "Khảo sát giếng nước hư hỏng, lập danh sách thay mới",
    "Tập huấn kỹ năng cấp cứu cho tình nguyện viên các xã",
    "Kiểm tra độ mặn tại cửa cống trước mỗi đợt lấy nước",
)


def _cells(*rows: Sequence[str]) -> list[str]:
    """Rows as a converter writes them: a bar before the first cell and after each; an empty cell is nothing."""
    lines = [""]
    for row in rows:
        lines.append("|")
        for cell in row:
            lines += [*(part for part in cell.split("\n") if part), "|"]
    return [*lines, ""]


def _read(*rows: Sequence[str]) -> TableTasks:
    lines = _cells(*rows)
    found = read_tables(lines, lines)
    assert found is not None
    return found


def _told(found: TableTasks) -> list[tuple[str, str, str, str | None]]:
    return [
        ("; ".join(task.lead), "; ".join(task.coordinating), task.due.text if task.due else "", task.group_no)
        for task in found.tasks
    ]


def test_columns_in_any_order_with_columns_of_no_matter_between() -> None:
    found = _read(
        (
            "TT",
            "Hoạt động",
            "Sản phẩm",
            "Tiến độ",
            "Đơn vị thực hiện",
            "Đơn vị phối hợp thực hiện",
            "Kinh phí",
            "Ghi chú",
        ),
        ("1", _FILL[0], "Danh sách", "Quý II/2026", "Trung tâm Nước sạch", "UBND các xã", "120 triệu đồng", ""),
        ("2", _FILL[1], "", "Tháng 5/2026", "Hội Chữ thập đỏ tỉnh", "", "", ""),
        ("3", _FILL[2], "Báo cáo", "", "Chi cục Thủy lợi", "", "45 triệu đồng", "Chuyển tiếp"),
    )
    assert _told(found) == [
        ("Trung tâm Nước sạch", "UBND các xã", "Quý II/2026", None),
        ("Hội Chữ thập đỏ tỉnh", "", "Tháng 5/2026", None),
        ("Chi cục Thủy lợi", "", "", None),
    ]
    assert [task.text for task in found.tasks] == list(_FILL)


def test_a_head_of_two_rows_and_groups_by_letter() -> None:
    for second in (("Chủ trì", "Phối hợp"), ("TT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian")):
        found = _read(
            ("TT", "Nội dung công việc", "Cơ quan thực hiện", "Thời gian"),
            second,
            ("A", "Nước sinh hoạt"),
            ("1", _FILL[0], "Phòng Kinh tế", "Trạm Y tế", "Tháng 4"),
            ("B. Cứu hộ",),
            ("1", _FILL[1], "Công an xã", "", "Tháng 5"),
        )
        assert _told(found) == [("Phòng Kinh tế", "Trạm Y tế", "Tháng 4", "A"), ("Công an xã", "", "Tháng 5", "B")]


def test_the_head_repeated_on_the_next_page_and_numbers_of_columns_are_no_rows() -> None:
    head = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn")
    found = _read(
        head,
        ("(1)", "(2)", "(3)", "(4)", "(5)"),
        ("1", _FILL[0], "Sở Y tế", "Sở Tài chính", "Năm 2026"),
        head,
        ("2", _FILL[1], "Sở Nội vụ", "Sở Tài chính", "Năm 2027"),
    )
    assert [task.code for task in found.tasks] == ["1", "2"]


def test_a_row_cut_by_the_end_of_a_page_is_one() -> None:
    found = _read(
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"),
        ("1", "Khảo sát giếng nước hư hỏng,", "Sở Nông nghiệp", "Các sở, ngành", "Quý I"),
        ("", "lập danh sách thay mới", "và Môi trường", "liên quan", "năm 2026"),
        ("2", _FILL[1], "Sở Y tế", "", "Năm 2026"),
    )
    assert [task.text for task in found.tasks] == [_FILL[0], _FILL[1]]
    assert _told(found)[0] == ("Sở Nông nghiệp và Môi trường", "Các sở, ngành liên quan", "Quý I năm 2026", None)


def test_one_lead_merged_over_several_rows() -> None:
    for merged in (("2", _FILL[1], "", "", ""), ("2", _FILL[1])):
        found = _read(
            ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"),
            ("1", _FILL[0], "Sở Y tế", "Sở Tài chính", "Năm 2026"),
            merged,
            ("3", _FILL[2], "Sở Nội vụ", "", "Năm 2027"),
        )
        assert _told(found) == [
            ("Sở Y tế", "Sở Tài chính", "Năm 2026", None),
            ("Sở Y tế", "Sở Tài chính", "Năm 2026", None),
            ("Sở Nội vụ", "", "Năm 2027", None),
        ], merged
        assert any("gộp" in warning for warning in found.tasks[1].warnings)


def test_tasks_below_a_heading_row_of_their_number() -> None:
    found = _read(
        ("STT", "Nội dung, nhiệm vụ", "Chủ trì", "Phối hợp", "Hoàn thành"),
        ("1", "Nước sạch", "", "", ""),
        ("1.1", _FILL[0], "Sở Y tế", "", "Năm 2026"),
        ("1.2", _FILL[2], "Sở Xây dựng", "", "Năm 2026"),
        ("2", "Cứu hộ", "", "", ""),
        ("a", _FILL[1], "Công an tỉnh", "", "Năm 2026"),
    )
    assert [(task.code, task.group_no, task.lead) for task in found.tasks] == [
        ("1.1", "1", ("Sở Y tế",)),
        ("1.2", "1", ("Sở Xây dựng",)),
        ("a", "2", ("Công an tỉnh",)),
    ]


def test_two_heading_rows_one_after_the_other() -> None:
    found = _read(
        ("STT", "Nội dung", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp"),
        ("I", "Về nguồn nước"),
        ("1", "Giếng, hồ chứa"),
        ("1.1", _FILL[0], "2026-2027", "Sở Y tế", "UBND các xã"),
        ("1.2", _FILL[2], "2027", "Sở Xây dựng", ""),
    )
    assert [(task.code, task.group_title, task.lead) for task in found.tasks] == [
        ("1.1", "Giếng, hồ chứa", ("Sở Y tế",)),
        ("1.2", "Giếng, hồ chứa", ("Sở Xây dựng",)),
    ]


def test_who_leads_and_who_works_with_them_in_one_cell() -> None:
    found = _read(
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Thời gian"),
        ("1", _FILL[0], "Chủ trì: Sở Y tế;\nPhối hợp: Sở Tài chính; UBND cấp xã", "Năm 2026"),
        ("2", _FILL[1], "Sở Nội vụ chủ trì, phối hợp với Sở Tư pháp", "Năm 2026"),
        ("3", _FILL[2], "Công an tỉnh", "Năm 2026"),
    )
    assert _told(found) == [
        ("Sở Y tế", "Sở Tài chính; UBND cấp xã", "Năm 2026", None),
        ("Sở Nội vụ", "Sở Tư pháp", "Năm 2026", None),
        ("Công an tỉnh", "", "Năm 2026", None),
    ]


def test_bodies_one_below_the_other_are_several() -> None:
    found = _read(
        ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"),
        (
            "1",
            _FILL[0],
            "Sở Văn hóa,\nThể thao và\nDu lịch",
            "Sở Y tế\nSở Giáo dục\nvà Đào tạo\nCông an tỉnh",
            "Hằng năm",
        ),
        ("2", _FILL[1], "Sở Y tế", "- Tỉnh đoàn,\n- Hội Nông dân tỉnh", "Hằng năm"),
    )
    assert _told(found) == [
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế; Sở Giáo dục và Đào tạo; Công an tỉnh", "Hằng năm", None),
        ("Sở Y tế", "Tỉnh đoàn; Hội Nông dân tỉnh", "Hằng năm", None),
    ]


def test_several_annexes_one_after_another() -> None:
    lines = [
        *_cells(("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"), ("1", _FILL[0], "Sở Y tế", "Năm 2026")),
        "PHỤ LỤC II",
        "",
        *_cells(
            ("TT", "Công việc", "Thời gian", "Đơn vị chủ trì", "Phối hợp"), ("1", _FILL[1], "Quý I", "Sở Nội vụ", "")
        ),
    ]
    found = read_tables(lines, lines)
    assert found is not None
    assert [task.lead for task in found.tasks] == [("Sở Y tế",), ("Sở Nội vụ",)]


def test_rows_written_on_one_line() -> None:
    lines = [
        "| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |",
        "|---|---|---|---|---|",
        f"| 1 | {_FILL[0]} | Sở Y tế | | Năm 2026 |",
        f"| 2 | {_FILL[1]} | Sở Nội vụ | Sở Y tế; Sở Tài chính | |",
    ]
    found = read_tables(lines, lines)
    assert found is not None
    assert _told(found) == [("Sở Y tế", "", "Năm 2026", None), ("Sở Nội vụ", "Sở Y tế; Sở Tài chính", "", None)]


def test_tables_of_targets_money_forms_and_figures_give_no_tasks() -> None:
    targets = _cells(
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2030"), ("1", "Tỷ lệ hộ có nước", "%", "92", "99")
    )
    budget = _cells(("STT", "Nội dung chi", "Đơn vị thực hiện", "Kinh phí"), ("1", "In tờ rơi", "Sở Y tế", "20"))
    form = _cells(
        ("STT", "Nội dung", "Cơ quan thực hiện", "Kết quả thực hiện"),
        ("1", "", "", ""),
        ("2", "", "", ""),
        ("…", "", "", ""),
    )
    projects = _cells(
        ("STT", "Tên dự án", "Chủ đầu tư", "Tổng mức", "Thời gian"), ("1", "Cầu Đá", "Sở Y tế", "9", "2026")
    )
    figures = _cells(
        ("STT", "Đơn vị", "Số trẻ em", "Số lớp"), ("1", "Xã An Sơn", "812", "30"), ("2", "Xã Bình", "2", "1")
    )
    for lines in (targets, budget, form, projects, figures):
        assert read_tables(lines, lines) is None, lines
    captioned = [
        "DỰ TOÁN KINH PHÍ",
        *_cells(("STT", "Nội dung", "Đơn vị chủ trì", "Tiền"), ("1", "In", "Sở Y tế", "20")),
    ]
    assert read_tables(captioned, captioned) is None


def test_a_table_without_a_column_of_leads_gives_tasks_with_a_doubt() -> None:
    found = _read(
        ("STT", "Nhiệm vụ", "Sản phẩm", "Thời gian hoàn thành"),
        ("1", _FILL[0], "Danh sách", "Tháng 3/2026"),
        ("2", _FILL[1], "Báo cáo", "Tháng 6/2026"),
    )
    assert [(task.lead, task.due.text if task.due else None) for task in found.tasks] == [
        ((), "Tháng 3/2026"),
        ((), "Tháng 6/2026"),
    ]
    assert all(task.warnings for task in found.tasks)
