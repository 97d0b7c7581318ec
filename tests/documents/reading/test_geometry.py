"""Words and rules on a plane become lines and cells again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mangnon.documents.reading.geometry import Rule, Word, grids, text_lines
from mangnon.documents.reading.joining import document_lines
from mangnon.documents.reading.layout import Block, Line, Table, page_blocks


def _word(text: str, left: float, top: float) -> Word:
    return Word(text, left, top, left + 6 * len(text), top + 10)


def _grid(xs: list[float], ys: list[float]) -> tuple[list[Rule], list[Rule]]:
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


@given(st.integers(1, 6), st.integers(1, 6))
def test_a_full_grid_has_all_its_cells(rows: int, columns: int) -> None:
    across, down = _grid([50.0 * i for i in range(columns + 1)], [20.0 * i for i in range(rows + 1)])
    found = grids(across, down, near=3)
    if rows * columns < 2:
        assert found == []
        return
    assert len(found) == 1
    assert [(cell.row, cell.column) for cell in found[0].cells] == [(i, j) for i in range(rows) for j in range(columns)]


def test_rules_in_pieces_and_a_little_off_are_one() -> None:
    across = [Rule(0, 0, 100), Rule(20, 0, 48), Rule(21.5, 50, 100), Rule(40, 0, 100)]
    down = [Rule(0, 0, 40), Rule(50, -1, 19), Rule(50.8, 21, 41), Rule(100, 0, 40)]
    (grid,) = grids(across, down, near=3)
    assert len(grid.cells) == 4


def test_a_heading_over_all_columns_is_one_cell() -> None:
    across, down = _grid([0, 50, 100], [0, 20, 40])
    down[1] = Rule(50, 20, 40)
    (grid,) = grids(across, down, near=3)
    assert [(cell.row, cell.column, cell.right) for cell in grid.cells] == [(0, 0, 100), (1, 0, 50), (1, 1, 100)]


def test_an_underline_and_a_frame_are_no_table() -> None:
    assert grids([Rule(10, 0, 80)], [], near=3) == []
    assert grids(*_grid([0, 100], [0, 40]), near=3) == []


def test_words_stand_in_lines_from_left_to_right() -> None:
    words = [_word("hai", 40, 1), _word("ba", 0, 15), _word("một", 0, 0)]
    assert [[word.text for word in line] for line in text_lines(words)] == [["một", "hai"], ["ba"]]


def test_a_table_over_two_pages_is_one() -> None:
    across, down = _grid([0, 40, 200], [0, 20, 40])
    tables = grids(across, down, near=3)
    head = [_word("STT", 2, 4), _word("Nhiệm vụ", 44, 4)]
    first = page_blocks([*head, _word("1", 2, 24), _word("Rà soát", 44, 24)], tables, width=200, height=100)
    second = page_blocks([*head, _word("2", 2, 24), _word("Báo cáo", 44, 24)], tables, width=200, height=100)
    lines = [line for line in document_lines([first, second]) if line.text not in ("", "|")]
    assert [line.text for line in lines] == ["STT", "Nhiệm vụ", "1", "Rà soát", "2", "Báo cáo"]
    assert [line.page for line in lines] == [1, 1, 1, 1, 2, 2]
    assert lines[3].box == (2200, 2400, 4300, 3400)


def test_a_row_cut_by_the_end_of_a_page_is_put_together() -> None:
    def table(*rows: tuple[str, str, str]) -> Table:
        return Table(tuple(tuple((Line(cell),) if cell else () for cell in row) for row in rows), (0.0, 0.1, 0.2))

    pages: list[list[Block]] = [
        [table(("1", "Rà soát", "Sở A"))],
        [table(("", "đội ngũ", ""), ("2", "Báo cáo", "Sở B"))],
    ]
    lines = document_lines(pages)
    assert (
        "\n".join(line.text for line in lines)
        == "\n|\n1\n|\nRà soát\nđội ngũ\n|\nSở A\n|\n|\n2\n|\nBáo cáo\n|\nSở B\n|\n"
    )


def test_page_numbers_and_running_heads_are_not_text() -> None:
    texts = [("KH 501/KH-UBND", "", f"Nội dung {word}", f"Trang {n}/3") for n, word in enumerate("abc", 1)]
    lines = [line for line in document_lines([[Line(text) for text in page] for page in texts]) if line.text]
    assert [(line.text, line.page) for line in lines] == [("Nội dung a", 1), ("Nội dung b", 2), ("Nội dung c", 3)]
