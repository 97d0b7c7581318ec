"""A report of 60 pages as Word and as PDF: against the bare libraries on the same words.

The floor of Word is python-docx writing the same paragraphs and cells and nothing else; the floor of PDF is the
typesetter on the same words as plain text, without the page of NĐ 30/2020, tags or PDF/A.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from benchmarks.measure import Measure, seconds

PARAGRAPHS, ROWS = 630, 200
_WORDS = (
    "Trong kỳ, các cơ quan, đơn vị đã chủ động bám sát nhiệm vụ được giao, phối hợp chặt chẽ với các ngành, đoàn thể "
    "và chính quyền cơ sở trong tổ chức thực hiện; {n} lớp, {m} trẻ em tham gia, không phát sinh vướng mắc lớn."
)


def measures() -> Iterator[Measure]:
    """Seconds and ratios; pages as the typesetter counts them."""
    import docx
    import pypdfium2
    import typst

    from mangnon.documents.official import (
        REPORT,
        Column,
        OfficialDocument,
        Paragraph,
        Row,
        Signer,
        Table,
        write_docx,
        write_pdf,
    )

    texts = [_WORDS.format(n=number, m=number * 7) for number in range(PARAGRAPHS)]
    rows = [(number, f"Nhiệm vụ số {number} của kế hoạch", number * 3, number / 7) for number in range(ROWS)]
    table = Table((Column("STT", 0.5), Column("Nhiệm vụ", 4), Column("Đã làm"), Column("Tỷ lệ")), tuple(map(Row, rows)))
    document = OfficialDocument(
        kind=REPORT,
        agency="Sở Y tế",
        symbol="BC-SYT",
        subject="Kết quả mẫu để đo thời gian",
        signer=Signer(("GIÁM ĐỐC",)),
        body=(*map(Paragraph, texts), table, Paragraph("Trên đây là báo cáo mẫu./.")),
    )
    made = pypdfium2.PdfDocument(write_pdf(document))
    pages = len(made)
    made.close()

    def bare_docx() -> None:
        written = docx.Document()
        for text in texts:
            written.add_paragraph(text)
        grid = written.add_table(rows=0, cols=4)
        for row in rows:
            for cell, value in zip(grid.add_row().cells, row, strict=True):
                cell.text = str(value)
        written.save(BytesIO())

    source = '#set page(paper: "a4")\n#set text(size: 14pt)\n' + "\n\n".join(texts)
    source += "\n#table(columns: 4, " + ", ".join(f"[{value}]" for row in rows for value in row) + ")"

    def bare_pdf() -> None:
        typst.compile(source.encode(), format="pdf")

    own_docx, floor_docx = seconds(lambda: write_docx(document)), seconds(bare_docx)
    own_pdf, floor_pdf = seconds(lambda: write_pdf(document)), seconds(bare_pdf)
    note = f"{pages} pages, {PARAGRAPHS} paragraphs, a table of {ROWS} rows"
    yield Measure("documents.docx", own_docx, "s", note)
    yield Measure("documents.docx_of_bare", own_docx / floor_docx, "times", f"python-docx alone {floor_docx:.2f} s")
    yield Measure("documents.pdf", own_pdf, "s", f"{note}; tagged, PDF/A-2a and PDF/UA-1")
    yield Measure("documents.pdf_of_bare", own_pdf / floor_pdf, "times", f"typst on plain text {floor_pdf:.2f} s")
    yield Measure("documents.pdf_pages", pages / own_pdf, "pages/s")
