"""The main job, end to end: from the damaged scan to the report that a person would send."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from mangnon.project.demo import run_demo

pytestmark = pytest.mark.django_db


def test_the_scan_becomes_a_plan_reports_and_one_official_report(tmp_path: Path) -> None:
    summary = run_demo(tmp_path)

    assert summary["plan"]["directive"] == "Kế hoạch 501/KH-UBND"
    assert (summary["plan"]["groups"], summary["plan"]["tasks"]) == (7, 25)
    assert len(summary["plan"]["lead_agencies"]) == 13
    assert summary["period"] == {"code": "2025H1", "send_by": "2025-06-09", "cut_off": "2025-06-05"}
    reports = summary["reports"]
    assert reports["expected"] - reports["sent"] == len(summary["consolidation"]["missing"]) == 2
    assert len(reports["late_or_missing"]) == 3
    assert len(reports["returned_once"]) == 1
    assert summary["audit"]["intact"] is True
    assert json.loads((tmp_path / "tom-tat.json").read_text(encoding="utf-8")) == summary

    files = {name: (tmp_path / file).read_bytes() for name, file in summary["files"].items()}
    word = Document(BytesIO(files["docx"]))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    cells = "\n".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    assert "BÁO CÁO" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in cells
    edges = "\n".join(
        paragraph.text
        for section in word.sections
        for edge in (section.header, section.footer, section.first_page_header, section.first_page_footer)
        for paragraph in edge.paragraphs
    )
    assert "DỮ LIỆU MẪU" in edges
    pages = pypdfium2.PdfDocument(files["pdf"])
    try:
        assert len(pages) >= 4
        first = pages[0].get_textpage().get_text_range()
        assert "Độc lập - Tự do - Hạnh phúc" in first
    finally:
        pages.close()
    assert all(zipfile.is_zipfile(BytesIO(files[name])) for name in ("docx", "xlsx", "plan_xlsx"))
    provenance = json.loads(files["json"])
    assert provenance["passages"]
    assert all(passage["sources"] for passage in provenance["passages"])
