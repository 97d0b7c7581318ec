"""Files to receive: one made-up directive as text, as a PDF of several pages, and as a scan of it."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO

import pypdfium2
import typst

from tests.documents.test_bad_input import DIRECTIVE, NOVEL

__all__ = ["DIRECTIVE", "NOVEL", "paged", "scanned"]

_MORE = "{number}. Sở Nội vụ chủ trì, phối hợp với Sở Y tế tổ chức hoạt động mẫu số {number} cho trẻ em trong tỉnh."


@cache
def paged(pages: int) -> bytes:
    """The directive as a PDF with a layer of text; each page after the first orders five things more."""
    head, tail = DIRECTIVE.split("II. TỔ CHỨC THỰC HIỆN")
    parts = [head.strip()]
    for page in range(1, pages):
        numbers = range(5 * page - 2, 5 * page + 3)
        parts.append("\n".join(_MORE.format(number=number) for number in numbers))
    parts[-1] += "\n\nII. TỔ CHỨC THỰC HIỆN" + tail
    body = "\n#pagebreak()\n".join(
        "\n\n".join(f"#text({json.dumps(line, ensure_ascii=False)})" for line in part.split("\n") if line.strip())
        for part in parts
    )
    source = f'#set page(paper: "a4")\n#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")\n{body}\n'
    return bytes(typst.compile(source.encode()))


@cache
def scanned(pages: int) -> bytes:
    """The same as pictures of its pages."""
    document = pypdfium2.PdfDocument(paged(pages))
    pictures = [document[number].render(scale=200 / 72).to_pil().convert("L") for number in range(pages)]
    document.close()
    kept = BytesIO()
    pictures[0].save(kept, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return kept.getvalue()
