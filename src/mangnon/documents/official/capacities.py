"""Who signs for a body, in what capacity, and the lines above the signature (NĐ 30/2020/NĐ-CP, Article 13).

What bodies and forms there are is data (data/signing_capacities.json), with its source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

UNKNOWN_CAPACITY = ("................................",)
_NO_HEADS = ("CHUYÊN VIÊN", "CÁN SỰ", "NHÂN VIÊN", "VĂN THƯ")
HEAD, DEPUTY, ON_ORDER, DELEGATED, ACTING = "head", "deputy", "on_order", "delegated", "acting"


@dataclass(frozen=True, slots=True)
class Seat:
    """The head of a body: the title in capitals, and the collective for which the head signs (else empty)."""

    head: str
    collective: str = ""


@dataclass(frozen=True, slots=True)
class SigningForm:
    """One capacity: its prefix («KT.»), where it is laid down, and whether that text was read."""

    code: str
    prefix: str
    basis: str
    is_verified: bool


@lru_cache(maxsize=1)
def _data() -> tuple[tuple[tuple[str, Seat], ...], dict[str, SigningForm]]:
    text = (resources.files("mangnon.documents") / "data" / "signing_capacities.json").read_text(encoding="utf-8")
    told = json.loads(text)
    heads = tuple((each["beginning"], Seat(each["head"], each["collective"])) for each in told["heads"])
    forms = {
        each["code"]: SigningForm(each["code"], each["prefix"], each["basis"], each["tag"] in ("V", "S"))
        for each in told["forms"]
    }
    return heads, forms


def signing_forms() -> dict[str, SigningForm]:
    """Every capacity by its code."""
    return _data()[1]


def seat_of(agency: str) -> Seat | None:
    """Who heads the body with this name, as far as the name tells; None where it does not."""
    return next((seat for beginning, seat in _data()[0] if agency.startswith(beginning)), None)


def capacity_of(agency: str) -> tuple[str, ...]:
    """The lines above the signature of the head of the body with this name; dots where the name does not tell."""
    seat = seat_of(agency)
    return UNKNOWN_CAPACITY if seat is None else _for_collective(seat, (seat.head,))


def signing_lines(agency: str, capacity: str, title: str = "") -> tuple[str, ...]:
    """The lines above a signature, from top to bottom, in capitals.

    `title` is the signer's own («Phó Giám đốc»); dots stand for what is not known. A deputy of a unit who signs on
    order gets both lines («TL. GIÁM ĐỐC», «KT. CHÁNH VĂN PHÒNG», «PHÓ CHÁNH VĂN PHÒNG»). Raises KeyError for a
    capacity that does not exist.
    """
    prefix = signing_forms()[capacity].prefix
    seat = seat_of(agency) or Seat(UNKNOWN_CAPACITY[0])
    own = _title(agency, seat, title) or UNKNOWN_CAPACITY[0]
    if capacity == HEAD:
        is_known = seat.head != UNKNOWN_CAPACITY[0]
        return _for_collective(seat, (seat.head if is_known else own,))
    if capacity == ACTING:
        return _for_collective(seat, (f"{prefix} {seat.head}",))
    if capacity == DEPUTY:
        return _for_collective(seat, (f"{prefix} {seat.head}", own))
    if capacity == ON_ORDER and own.startswith("PHÓ "):
        return (f"{prefix} {seat.head}", f"KT. {own.removeprefix('PHÓ ')}", own)
    return (f"{prefix} {seat.head}", own)


def _for_collective(seat: Seat, rest: tuple[str, ...]) -> tuple[str, ...]:
    return (f"TM. {seat.collective}", *rest) if seat.collective else rest


def _title(agency: str, seat: Seat | None, title: str) -> str:
    """A title in capitals, without the body's own name behind it: that stands above («Phó Giám đốc Sở Y tế»)."""
    own = " ".join(title.upper().split())
    for begun in (seat.head, f"PHÓ {seat.head}") if seat is not None else ():
        rest = own.removeprefix(f"{begun} ")
        if rest != own and rest.startswith((agency.upper().split()[0], "UBND", "HĐND")):
            return begun
    return own


def signing_faults(agency: str, capacity: str, title: str, *, delegation: str = "") -> list[str]:
    """Why somebody with this title may not sign in this capacity, in whole sentences; empty when nothing speaks
    against it. An empty title is not judged: it is filled in by hand."""
    seat = seat_of(agency)
    own = _title(agency, seat, title)
    faults: list[str] = []
    if capacity == DELEGATED and not delegation.strip():
        faults.append("Ký thừa ủy quyền (TUQ.) phải có văn bản ủy quyền: hãy ghi số, ngày của văn bản ấy.")
    if not own:
        return faults
    said = f"«{title.strip()}»"
    if capacity == HEAD and own.startswith("PHÓ "):
        faults.append("Cấp phó ký thay phải ghi «KT.» trước chức vụ của người đứng đầu.")
    elif capacity == HEAD and seat is not None and own != seat.head:
        faults.append(
            f"Người đứng đầu của {agency} là {seat.head.capitalize()}, không phải {said}: hãy để trống chức vụ, "
            "hoặc chọn ký thừa lệnh (TL.), thừa ủy quyền (TUQ.)."
        )
    if capacity == ACTING and seat is not None and own.removeprefix("Q. ").removeprefix("QUYỀN ") != seat.head:
        faults.append(f"Người được giao quyền cấp trưởng ghi chức vụ {seat.head.capitalize()}, không ghi {said}.")
    if capacity == DEPUTY and not own.startswith("PHÓ "):
        faults.append("Chỉ cấp phó của người đứng đầu ký thay (KT.); chức vụ phải bắt đầu bằng «Phó».")
    elif capacity == DEPUTY and seat is not None and not f"{own} ".startswith(f"PHÓ {seat.head} "):
        faults.append(
            f"Ký thay (KT.) người đứng đầu chỉ có Phó {seat.head.capitalize()}; {said} là cấp phó của một đơn vị: "
            "hãy chọn ký thừa lệnh (TL.)."
        )
    if capacity in (ON_ORDER, DELEGATED) and seat is not None and own == seat.head:
        faults.append("Người đứng đầu cơ quan tự ký, không ký thừa lệnh hoặc thừa ủy quyền của chính mình.")
    if capacity == ON_ORDER and seat is not None and own == f"PHÓ {seat.head}":
        faults.append("Cấp phó của người đứng đầu ký thay (KT.), không ký thừa lệnh (TL.).")
    if capacity == ON_ORDER and own.startswith(_NO_HEADS):
        faults.append(f"Ký thừa lệnh (TL.) là người đứng đầu đơn vị thuộc cơ quan, không phải {said}.")
    return faults
