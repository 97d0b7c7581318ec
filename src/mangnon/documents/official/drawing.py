"""A drawing (SVG) as dots (PNG), for files that cannot carry lines everywhere: Word before 2016, most other offices."""

from __future__ import annotations

import json

import typst

from mangnon.documents.official import layout
from mangnon.documents.official.fonts import typeface

_DOTS_PER_INCH = 220  # sharp on office printers; a chart of a page's width stays below 150 kB
_PAGE = """#set page(width: {width}mm, height: auto, margin: 0pt)
#image(bytes(json(bytes(sys.inputs.data))), format: "svg", width: 100%)
"""


def png_of(svg: str, *, width: float = layout.TEXT_WIDTH) -> bytes:
    """The drawing on white, `width` millimetres wide; the same bytes for the same drawing (and fonts).

    Its letters are those of the PDF. Raises ValueError for text that is no drawing.
    """
    try:
        made = typst.compile(
            _PAGE.replace("{width}", f"{width:.2f}").encode(),
            format="png",
            ppi=_DOTS_PER_INCH,
            font_paths=typeface().fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(svg)},
        )
    except typst.TypstError as error:
        raise ValueError("not a drawing") from error
    assert isinstance(made, bytes)  # noqa: S101 - one page is one picture
    return made
