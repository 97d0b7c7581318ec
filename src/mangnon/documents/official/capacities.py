"""Who signs for a body, as far as its name tells."""

from __future__ import annotations

# By the beginning of the name; what is not here is left as dots, to be filled in by hand.
_HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ("Sở ", ("GIÁM ĐỐC",)),
    ("Công an tỉnh", ("GIÁM ĐỐC",)),
    ("Công an thành phố", ("GIÁM ĐỐC",)),
    ("Thanh tra", ("CHÁNH THANH TRA",)),
    ("Văn phòng", ("CHÁNH VĂN PHÒNG",)),
    ("Ban ", ("TRƯỞNG BAN",)),
)
UNKNOWN_CAPACITY = ("................................",)


def capacity_of(agency: str) -> tuple[str, ...]:
    """The lines above a signature for the body with this name («Sở Y tế»: «GIÁM ĐỐC»); dots where it does not tell."""
    return next((lines for beginning, lines in _HEADS if agency.startswith(beginning)), UNKNOWN_CAPACITY)
