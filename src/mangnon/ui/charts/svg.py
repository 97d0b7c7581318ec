"""Writing SVG elements as text. Everything that comes from outside is escaped here, and only here."""

from __future__ import annotations

import re
from html import escape

# What no XML document may hold (XML 1.0, 2.2): a stray control character would break the whole page.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RESERVED = {"class_": "class", "view_box": "viewBox"}


def number(value: float) -> str:
    """A coordinate with at most two decimals: «12», «12.5», never «-0» and never an exponent."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def words(text: str) -> str:
    """Text made safe inside an element or an attribute."""
    return escape(_FORBIDDEN.sub("", text), quote=True)


def element(name: str, *inside: str, **attributes: str | float | None) -> str:
    """One element. `inside` is SVG already; attributes are escaped, a None is left out, `_` in a name becomes `-`."""
    parts = [name]
    for key, value in attributes.items():
        if value is None:
            continue
        shown = words(value) if isinstance(value, str) else number(value)
        parts.append(f'{_RESERVED.get(key) or key.replace("_", "-")}="{shown}"')
    head = " ".join(parts)
    return f"<{head}>{''.join(inside)}</{name}>" if inside else f"<{head}/>"


def label(x: float, y: float, text: str, *, kind: str = "c-text", anchor: str | None = None) -> str:
    """Words in the picture, as text. `y` is the base line; `anchor` is start (None), middle or end."""
    return element("text", words(text), x=x, y=y, class_=kind, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def rect(x: float, y: float, width: float, height: float, kind: str, *inside: str) -> str:
    """A rectangle; a negative width or height is drawn as none."""
    return element("rect", *inside, x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=kind)


def hint(text: str) -> str:
    """What a pointer that rests on an element is told."""
    return element("title", words(text))


def link(url: str, *inside: str, about: str) -> str:
    """A link around a part of the picture; `about` is its name for readers of the screen."""
    return element("a", *inside, href=url, aria_label=about)


# ---- room for words: without the font at hand, a middling letter is reckoned ------------------------------------

LETTER = 0.53


def width_of(text: str, size: float) -> float:
    """About how wide `text` is at `size` (a little too wide rather than too narrow)."""
    return len(text) * size * LETTER


def wrapped(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """`text` broken at spaces into at most `most` lines of about `width`; what does not fit ends in «…». Blanks alone
    are one empty line."""
    room = max(int(width / (size * LETTER)), 4)
    lines: list[str] = []
    rest = text.split()
    while rest and len(lines) < most:
        taken = rest.pop(0)
        while rest and len(taken) + 1 + len(rest[0]) <= room:
            taken += " " + rest.pop(0)
        lines.append(taken if len(taken) <= room else taken[: room - 1] + "…")
    if rest:
        last = lines[-1]
        lines[-1] = (last if len(last) < room else last[: room - 1]).rstrip("…") + "…"
    return lines or [""]
