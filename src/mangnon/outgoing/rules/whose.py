"""Whose a signature is: what a person looks at before it is taken for the signer's or the body's. No Django.

Every officer's certificate says which body they work at (O, OU). So only the common name is asked: the person's in a
person's certificate, the body's in a body's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from mangnon.kernel.text import fold, nfc, same_name, without_marks

# Between a name and what else stands in a common name: «ThS. Nguyễn Văn A», «Nguyễn Văn A - Phó Giám đốc».
_BETWEEN = re.compile(r"\s+[-–—]\s+|[.,;:/|()\[\]]+")
_SIGNS = re.compile(r"[\W_]+")


def doubts_of(
    *,
    subject: str,
    names: Sequence[str],
    signer: str,
    body: str,
    places: Collection[str],
    trust: str,
    is_body_s: bool,
    is_person_s_too: bool,
) -> list[str]:
    """What speaks against a signature that is whole, in sentences; empty for one that is as expected.

    `subject`: the certificate's subject for people; `names`: its common names. `signer` and `body`: whom the paper
    names, the signer empty where nobody is; `places`: where the body is. `trust`: «chain» where the certificate's
    authority is one that the site knows; «broken» where it is none of them, «unknown» where the site knows none, since
    anybody can make a certificate that names somebody. `is_body_s`: it is to be the body's signature, not the signer's;
    `is_person_s_too`: the same certificate has signed as the person.
    """
    found = []
    if trust == "broken":
        found.append(f"Chứng thư của «{subject}» không do tổ chức mà máy chủ này tin cậy cấp.")
    elif trust != "chain":
        found.append(f"Chưa kiểm tra được ai cấp chứng thư của «{subject}»: máy chủ chưa có chứng thư gốc nào.")
    called = ", ".join(names) or subject
    if is_body_s:
        if not any(_is_body(name, body, places) for name in names):
            found.append(f"Chữ ký của cơ quan phải bằng chứng thư của «{body}»; chứng thư này cấp cho «{called}».")
        if is_person_s_too:
            found.append("Chứng thư này đã ký với tư cách người ký; chữ ký của cơ quan phải bằng chứng thư khác.")
    elif signer and not any(_is_person(name, signer) for name in names):
        found.append(f"Chứng thư mang tên «{called}», trong khi văn bản ghi «{signer}».")
    elif any(_is_body(name, body, places) for name in names):
        found.append(f"Chứng thư cấp cho cơ quan «{called}», không phải cho người ký.")
    return found


def _is_person(name: str, signer: str) -> bool:
    """Whether a common name is this person's: the whole name, with a degree before or a post behind it or without."""
    form = _form_of(name)
    return form(signer) in {form(part) for part in _BETWEEN.split(name)}


def _is_body(name: str, body: str, places: Collection[str]) -> bool:
    """Whether a common name is this body's: its name, and behind it nothing but where it is. A unit inside the body,
    somebody of it, and the body of that name in another province are others."""
    form = _form_of(name)
    wanted, called = form(body), form(name)
    if not wanted or not f"{called} ".startswith(f"{wanted} "):
        return False
    rest, known = called[len(wanted) :].strip(), {form(place) for place in places} - {""}
    while rest:
        place = next((each for each in known if f"{rest} ".startswith(f"{each} ")), None)
        if place is None:
            return False
        rest = rest[len(place) :].strip()
    return True


def _form_of(name: str) -> Callable[[str], str]:
    """How a name is held against another. Many certificates are written without marks; in one that has them they count:
    «Trần Văn Tuân» is not «Trần Văn Tuấn»."""
    if without_marks(name) == nfc(name):
        return fold
    return lambda text: same_name(_SIGNS.sub(" ", nfc(text)))
