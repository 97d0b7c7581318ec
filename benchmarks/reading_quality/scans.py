"""Makes scans of the papers that the project wrote: `python -m benchmarks.reading_quality.scans`.

`<name>.eng.ocr.txt`: the Word document printed to PDF (LibreOffice), its pages as grey pictures, read by Tesseract with
`eng`: real damage, tables run together. `<name>.pairs.tsv`: the text in lines, printed with other fonts, spoiled
and read: each line beside what was read for it. Both lie in a folder `scans` beside the paper.
"""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
import textwrap
from pathlib import Path

import numpy as np
import pypdfium2

from benchmarks.reading_quality.papers import WRITTEN
from mangnon.documents.reading.repair.training.rendering import damaged_pairs

# Dots per inch and Tesseract's page segmentation (3: finds columns itself; 6: one block of lines) of each document.
_SCANNED = {"01": (150, 6), "04": (200, 3), "08": (130, 6), "11": (150, 6), "13": (200, 6), "16": (150, 3)}
_BULLET = re.compile(r"(?:\d+\.|[a-zđ]\)|[-+–]|[IVX]+\.)\s")


def printed_lines(path: Path) -> list[str]:
    """The text of a paper as lines of a page: no marks of emphasis, no bars between cells."""
    width = random.Random(path.name).choice((72, 78, 84))  # noqa: S311 (a reproducible draw, no secret)
    lines: list[str] = []
    paragraph: list[str] = []
    for raw in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        line = re.sub(r"\*+|^#+ ", "", raw).strip()
        if not line or set(line) <= set("|-_= ") or _BULLET.match(line):
            lines += textwrap.wrap(" ".join(paragraph), width, break_on_hyphens=False)
            paragraph = [line] if _BULLET.match(line) else []
        else:
            paragraph.append(line)
    return [line for line in lines if line]


def write_pairs(path: Path) -> None:
    """Print, spoil and read the lines of a paper."""
    pairs = damaged_pairs(printed_lines(path), int(path.name[:2]) * 7 + 3)
    rows = ["clean\tread", *(f"{clean}\t{read}" for clean, read in pairs)]
    _beside(path, ".pairs.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_scan(path: Path, resolution: int, segmentation: int) -> None:
    """Print a Word document and read its pages."""
    pages = []
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/home", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True)
        document = pypdfium2.PdfDocument(f"{folder}/{path.stem}.pdf")
        for page in document:
            grey = page.render(scale=resolution / 72, grayscale=True).to_numpy().astype(np.uint8)
            image = Path(folder) / "page.pgm"
            image.write_bytes(b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + grey.tobytes())
            read = subprocess.run(
                ["tesseract", str(image), "-", "-l", "eng", "--psm", str(segmentation), "--dpi", str(resolution)],
                check=True,
                capture_output=True,
                text=True,
            )
            pages.append(read.stdout.replace("\f", "").rstrip("\n"))
        document.close()
    _beside(path, ".eng.ocr.txt").write_text("\n\n".join(pages) + "\n", encoding="utf-8")


def _beside(path: Path, ending: str) -> Path:
    folder = path.parent / "scans"
    folder.mkdir(exist_ok=True)
    return folder / f"{path.name.split('.')[0]}{ending}"


if __name__ == "__main__":
    for word in sorted(WRITTEN.rglob("*.docx")):
        if word.name[:2] in _SCANNED:
            write_scan(word, *_SCANNED[word.name[:2]])
            print(word.name, flush=True)
    for text in sorted([*WRITTEN.glob("*.txt"), *WRITTEN.glob("held_out/*.txt")]):
        if text.name[:2] in _SCANNED or text.parent.name == "held_out":
            write_pairs(text)
            print(text.name, flush=True)
