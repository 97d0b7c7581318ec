"""How a body is named on its own papers: in the symbol, over its name, in full (NĐ 30/2020/NĐ-CP, Appendices I, III).

Only what follows from the name and the kind of a body is told. What does not – the letters of a police, a court, a
union – is left to the clerk: dots stand for it, and a paper with dots in its symbol gets no number.
"""

from __future__ import annotations

import re
from typing import Final

from mangnon.agencies.models import Agency

UNKNOWN_LETTERS: Final = "......"
_OF_COUNCIL: Final = {"peoples_committee": "UBND", "peoples_council": "HĐND"}
_LETTERS: Final = {"SO_NGV": "SNgV"}  # «SNV» is Sở Nội vụ
_WORD = re.compile(r"[^\W\d_]+")
_PLACES: Final = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")


def symbol_letters(agency: Agency) -> str:
    """What stands for a body in a symbol: «UBND», «SLĐTBXH»; dots where it does not follow from the name.

    Of a department its own short name where that is letters («Sở GD&ĐT»), else the first letters of its name without
    «và»; capitals, marks kept.
    """
    known = _OF_COUNCIL.get(agency.kind) or _LETTERS.get(agency.catalogue_code)
    if known is not None:
        return known
    if agency.kind != "department" or not agency.name.startswith(("Sở ", "Ban Dân tộc")):
        return UNKNOWN_LETTERS
    short = agency.short_name.removeprefix("Sở ").replace("&", "").replace("-", "")
    if short.isupper() and short.isalnum():
        return short if not agency.short_name.startswith("Sở ") else f"S{short}"
    return "".join(word[0].upper() for word in _WORD.findall(agency.name) if word != "và")


def full_name_of(agency: Agency) -> str:
    """The name as it heads a paper: one that ends in the kind of its place gets the place («Công an tỉnh Kon Tum»)."""
    ending = next((kind for kind in _PLACES if agency.name.endswith(f" {kind}")), None)
    if ending is None:
        return agency.name
    place = agency.territory.name
    return f"{agency.name.removesuffix(ending)}{place[:1].lower()}{place[1:]}"


def governing_body_of(agency: Agency) -> str:
    """The body printed over the name: the committee over its departments, else the body directly above; empty for a
    committee, a council, and for bodies of the Party, the front and other sectors, where it is not known."""
    if agency.parent_id is not None and agency.parent is not None:
        return full_name_of(agency.parent)
    if agency.kind != "department" or agency.level != "province":
        return ""
    place = agency.territory.name
    return f"Ủy ban nhân dân {place[:1].lower()}{place[1:]}"
