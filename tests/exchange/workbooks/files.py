"""A workbook as a clerk returns it: cells filled in, or the whole spoiled in one way. Done on the file's own XML, so
that locks, lists and hidden sheets stay as they were."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from html import escape
from io import BytesIO
from pathlib import Path

import pytest

from mangnon.exchange.workbooks.rules import SHAPE
from mangnon.kernel.workbooks import cell_name

TABLE = "xl/worksheets/sheet1.xml"
MARKS = "xl/worksheets/sheet3.xml"


def place(line: int, name: str) -> str:
    """The cell of a column in the how many-th row of the table: «G8»."""
    return cell_name(SHAPE.heading_row + line, SHAPE.column_of(name) + 1)


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name).decode()


def with_part(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The file with one part changed. The change must change something."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.infolist():
            data = before.read(each)
            if each.filename == name:
                changed = change(data.decode())
                assert changed != data.decode(), f"{name} stayed as it was"
                data = changed.encode()
            after.writestr(each, data)
    return buffer.getvalue()


def filled(content: bytes, cells: dict[str, str | int | float]) -> bytes:
    """The file with some cells filled: words as words, numbers as numbers; «=…» as a formula."""

    def change(text: str) -> str:
        for name, value in cells.items():
            pattern = re.compile(rf'<c r="{name}"( s="\d+")?( t="\w+")?(?:/>|>.*?</c>)')
            assert pattern.search(text), f"no cell {name}"

            def cell(found: re.Match[str], value: str | int | float = value, name: str = name) -> str:
                look = found[1] or ""
                if isinstance(value, str) and value.startswith("="):
                    return f'<c r="{name}"{look}><f>{escape(value[1:])}</f><v>1</v></c>'
                if isinstance(value, str):
                    words = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
                    return f'<c r="{name}"{look} t="inlineStr">{words}</c>'
                return f'<c r="{name}"{look}><v>{value}</v></c>'

            text = pattern.sub(cell, text, count=1)
        return text

    return with_part(content, TABLE, change) if cells else content


def saved_by_libreoffice(content: bytes, folder: Path) -> bytes:
    """The file opened and saved again by LibreOffice."""
    return _converted(content, folder, "xlsx:Calc MS Excel 2007 XML", ".xlsx")


def as_pdf(content: bytes, folder: Path) -> bytes:
    """The file as LibreOffice prints it."""
    return _converted(content, folder, "pdf", ".pdf")


def _converted(content: bytes, folder: Path, how: str, suffix: str) -> bytes:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("không có LibreOffice (soffice)")
    (folder / "ra").mkdir(exist_ok=True)
    path = folder / "phieu.xlsx"
    path.write_bytes(content)
    arguments = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", how]
    subprocess.run(
        [program, *arguments, "--outdir", str(folder / "ra"), str(path)], check=True, capture_output=True, timeout=120
    )
    return (folder / "ra" / path.with_suffix(suffix).name).read_bytes()
