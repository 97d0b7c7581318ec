"""What LibreOffice makes of our files: stands for every office program that a clerk opens them with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mangnon.documents.official import Sheet, write_docx, write_workbook
from mangnon.documents.official.fonts import VIETNAMESE_LETTERS
from tests.documents.official.samples import HOSTILE, PROGRESS, SENTENCE, report
from tests.documents.official.test_pdf import pages, squeezed

pytestmark = pytest.mark.office


def as_pdf(name: str, content: bytes, folder: Path) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("không có LibreOffice (soffice): chưa kiểm tra được việc mở tệp bằng bộ văn phòng")
    path = folder / name
    path.write_bytes(content)
    profile = (folder / "profile").as_uri()
    arguments = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([program, *arguments, str(path)], check=True, capture_output=True, timeout=120)
    return path.with_suffix(".pdf").read_bytes()


def test_word_files_keep_their_text_and_pages(tmp_path: Path) -> None:
    document = report(sample_notice="Dữ liệu mẫu", subject=f"Kết quả {HOSTILE} {VIETNAMESE_LETTERS}")
    texts = pages(as_pdf("bao-cao.docx", write_docx(document), tmp_path))
    text = squeezed("".join(texts))
    for part in (HOSTILE, VIETNAMESE_LETTERS, SENTENCE, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nguyễn Thị Ước Mơ"):
        assert squeezed(part) in text
    assert texts[0].strip().splitlines()[0].strip() == "Dữ liệu mẫu"
    assert texts[1].strip().splitlines()[0].strip() == "2"
    assert all("Dữ liệu mẫu" in page for page in texts)
    assert all(len(page.strip()) > 40 for page in texts), "an empty page has slipped in"


def test_workbooks_print_with_their_words(tmp_path: Path) -> None:
    texts = pages(as_pdf("phu-luc.xlsx", write_workbook([Sheet("Tiến độ", ("TIẾN ĐỘ",), PROGRESS)]), tmp_path))
    assert "Sở Giáo dục và Đào tạo" in texts[0]
    assert "Trang 1/1" in texts[0]
