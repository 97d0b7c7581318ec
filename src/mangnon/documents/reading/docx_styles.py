"""What a .docx says about its text beside the text: styles, fonts, and the labels of automatic lists."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from mangnon.documents.reading.docx_package import Package, child, is_on, local, value

_DEEPEST_STYLE = 20
_LARGEST_LABEL = 32767
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: how its number is written, in which text, from which number on."""

    form: str
    text: str
    start: int


class Styles:
    """The styles of a document, and the running numbers of its lists."""

    def __init__(self, package: Package) -> None:
        styles = package.tree(package.beside("styles.xml"))
        self._styles = {
            str(value(item, "styleId")): item
            for item in (styles if styles is not None else ())
            if local(item) == "style"
        }
        self._default = next(
            (
                item
                for item in self._styles.values()
                if value(item, "type") == "paragraph" and value(item, "default") == "1"
            ),
            None,
        )
        defaults = child(child(child(styles, "docDefaults"), "rPrDefault"), "rPr")
        self._defaults = defaults
        self._read_lists(package.tree(package.beside("numbering.xml")))
        self._counts: dict[tuple[str, int], int] = {}

    def _read_lists(self, numbering: Element | None) -> None:
        self._abstract: dict[str, str] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for item in numbering if numbering is not None else ():
            if local(item) == "abstractNum":
                for level in item:
                    if local(level) == "lvl":
                        place = _number(value(level, "ilvl"), 0)
                        self._levels[str(value(item, "abstractNumId")), place] = _Level(
                            value(child(level, "numFmt")) or "decimal",
                            value(child(level, "lvlText")) or "",
                            _number(value(child(level, "start")), 1),
                        )
            elif local(item) == "num":
                name = str(value(item, "numId"))
                self._abstract[name] = str(value(child(item, "abstractNumId")))
                for change in item:
                    start = child(change, "startOverride")
                    if start is not None:
                        self._starts[name, _number(value(change, "ilvl"), 0)] = _number(value(start), 1)

    def _chain(self, style: str | None) -> list[Element]:
        """A style and those it is based on."""
        found: list[Element] = []
        item = self._styles.get(style) if style else self._default
        while item is not None and len(found) < _DEEPEST_STYLE:
            found.append(item)
            item = self._styles.get(str(value(child(item, "basedOn"))))
        return found

    def font(self, run: Element, paragraph_style: str | None) -> str:
        """The name of the font that a run is shown in; "" when nothing says."""
        properties = child(run, "rPr")
        places = [properties, *(child(item, "rPr") for item in self._chain(value(child(properties, "rStyle"))))]
        if value(child(properties, "rStyle")) is None:
            places = [properties]
        places += [child(item, "rPr") for item in self._chain(paragraph_style)]
        for place in [*places, self._defaults]:
            fonts = child(place, "rFonts")
            name = value(fonts, "ascii") or value(fonts, "hAnsi")
            if name:
                return name
        return ""

    def is_in_capitals(self, run: Element, paragraph_style: str | None) -> bool:
        """Whether a run is shown in capitals whatever its letters are."""
        for place in (child(run, "rPr"), *(child(item, "rPr") for item in self._chain(paragraph_style))):
            caps = child(place, "caps")
            if caps is not None:
                return is_on(caps)
        return False

    def label(self, paragraph: Element) -> str:
        """The number or bullet that the program shows before a paragraph of a list, counted on; "" outside of lists."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        name, level = value(child(own, "numId")), value(child(own, "ilvl"))
        if own is None or name is None:
            for style in self._chain(value(child(properties, "pStyle"))):
                inherited = child(child(style, "pPr"), "numPr")
                if inherited is not None:
                    name = name or value(child(inherited, "numId"))
                    level = level or value(child(inherited, "ilvl"))
        if name is None or name == "0" or name not in self._abstract:
            return ""
        return self._counted(name, _number(level, 0))

    def _counted(self, name: str, level: int) -> str:
        abstract = self._abstract[name]
        form = self._levels.get((abstract, level))
        if form is None:
            return ""
        if form.form == "none":
            return ""
        if form.form == "bullet":
            return form.text if form.text in ("-", "+", "*", "–") else "-"
        start = self._starts.pop((name, level), None)
        key = (abstract, level)
        self._counts[key] = start if start is not None else self._counts.get(key, form.start - 1) + 1
        for other in [other for other in self._counts if other[0] == abstract and other[1] > level]:
            del self._counts[other]
        text = form.text
        for place in range(level + 1):
            shown = self._levels.get((abstract, place), form)
            number = self._counts.get((abstract, place), shown.start)
            text = text.replace(f"%{place + 1}", _written(number, shown.form))
        return text.strip()


def _number(text: str | None, otherwise: int) -> int:
    try:
        return max(0, min(int(text), _LARGEST_LABEL)) if text is not None else otherwise
    except ValueError:
        return otherwise


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (max(number, 1) - 1) % 26) * min(1 + (max(number, 1) - 1) // 26, 5)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        roman = ""
        for amount, sign in _ROMAN:
            times, number = divmod(number, amount)
            roman += sign * times
        return roman.upper() if form == "upperRoman" else roman
    return f"{number:02d}" if form == "decimalZero" else str(number)
