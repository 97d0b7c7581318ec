"""The typeface of a PDF: one that has every Vietnamese letter, and what it can and cannot show.

Whether a font has a letter is asked of the typesetter itself: under PDF/A it refuses text that it cannot show, where
other renderers drop it silently. An older Liberation Serif, for one, lacks eighteen Vietnamese letters.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

PREFERRED = ("Times New Roman", "Liberation Serif")
BUILT_IN = "Libertinus Serif"
_STYLES = {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)}
_BASES = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VIETNAMESE_LETTERS = "".join(
    [unicodedata.normalize("NFC", base + tone) for base in _BASES for tone in _TONES]
    + list("bcdđghklmnpqrstvxfjwzBCDĐGHKLMNPQRSTVXFJWZ")
)
_SIGNS = "0123456789 .,;:!?-–—…«»“”‘’\"'()[]{}/\\%&<>#$*_@+=~^|`§°±×÷½²³•·"
_PROBE = """#set page(width: 500pt, height: auto)
#set text(font: sys.inputs.family, fallback: sys.inputs.fallback == "yes")
#let sample = sys.inputs.sample
#text(sample)#text(weight: "bold", sample)#text(style: "italic", sample)#text(weight: "bold", style: "italic", sample)
"""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family of fonts, and the collection it is loaded from (the built-in fonts always stand behind it)."""

    family: str
    fonts: typst.Fonts


@lru_cache(maxsize=1)
def typeface() -> Typeface:
    """Times New Roman where the system has it whole, else its metric twin Liberation Serif, else the built-in serif."""
    installed = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    for family in PREFERRED:
        folders: dict[Path, set[tuple[str, int]]] = {}
        for font in installed:
            if font.family == family and font.path:
                folders.setdefault(Path(font.path).parent, set()).add((font.style, font.weight))
        for folder in sorted(folder for folder, styles in folders.items() if styles >= _STYLES):
            candidate = Typeface(family, typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]))
            if _shows(candidate, VIETNAMESE_LETTERS + _SIGNS, fallback=False):
                return candidate
    return built_in()


def built_in() -> Typeface:
    """The typeface that travels with the typesetter, for machines without fonts."""
    return Typeface(BUILT_IN, typst.Fonts(include_system_fonts=False))


def without_gaps(text: str, face: Typeface) -> str:
    """The text with each sign that no loaded font can show written out as [U+1F600]: visible, never dropped.

    Expects text in NFC; a combining mark is judged on a letter.
    """
    return "".join(char if char in _SAFE or _can_show(face, char) else f"[U+{ord(char):04X}]" for char in text)


_SAFE = frozenset(VIETNAMESE_LETTERS + _SIGNS + "\n")


@lru_cache(maxsize=4096)
def _can_show(face: Typeface, char: str) -> bool:
    return _shows(face, f"a{char}" if unicodedata.combining(char) else char, fallback=True)


def _shows(face: Typeface, sample: str, *, fallback: bool) -> bool:
    inputs = {"family": face.family, "sample": sample, "fallback": "yes" if fallback else "no"}
    try:
        typst.compile(
            _PROBE.encode(),
            format="pdf",
            font_paths=face.fonts,
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=["a-2b"],
            timestamp=0,
        )
    except typst.TypstError:
        return False
    return True
