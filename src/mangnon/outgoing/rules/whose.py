"""Whose a signature is: what a person looks at before it is taken for the signer's or the body's. No Django.

Every officer's certificate says which body they work at (O, OU). So only the common name is asked: the person's in a
person's certificate, the body's in a body's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mangnon.kernel.text import fold, nfc, same_name, without_marks

# Between a name and what else stands in a common name: «ThS. Nguyễn Văn A», «Nguyễn Văn A - Phó Giám đốc».
_BETWEEN = re.compile(r"\s+[-–—]\s+|[.,;:/|()\[\]]+")
_SIGNS = re.compile(r"[\W_]+")
# What may stand behind a body's name: of which place it is.
_PLACES = ("tinh ", "thanh pho ", "tp ", "huyen ", "quan ", "thi xa ", "dac khu ")


def doubts_of(
    *, subject: str, names: Sequence[str], signer: str, body: str, trust: str, is_body_s: bool, is_person_s_too: bool
) -> list[str]:
    """What speaks against a signature that is whole, in sentences; empty for one that is as expected.

    `subject`: the certificate's subject for people; `names`: its common names. `signer` and `body`: whom the paper
    names, the signer empty where nobody is. `trust`: «chain» where the certificate's authority is one that the site
    knows; «broken» where it is none of them, «unknown» where the site knows none: anybody can make a certificate that
    names somebody. `is_body_s`: it is to be the body's signature, not the signer's; `is_person_s_too`: the same
    certificate has signed as the person.
    """
    found = []
    if trust == "broken":
        found.append(f"Chứng thư của «{subject}» không do tổ chức mà máy chủ này tin cậy cấp.")
    elif trust != "chain":
        found.append(f"Chưa kiểm tra được ai cấp chứng thư của «{subject}»: máy chủ chưa có chứng thư gốc nào.")
    called = ", ".join(names) or subject
    if is_body_s:
        if not any(_is_body(name, body, signer) for name in names):
            found.append(f"Chữ ký của cơ quan phải bằng chứng thư của «{body}»; chứng thư này cấp cho «{called}».")
        if is_person_s_too:
            found.append("Chứng thư này đã ký với tư cách người ký; chữ ký của cơ quan phải bằng chứng thư khác.")
    elif signer and not any(_is_person(name, signer) for name in names):
        found.append(f"Chứng thư mang tên «{called}», trong khi văn bản ghi «{signer}».")
    elif any(_is_body(name, body, signer) for name in names):
        found.append(f"Chứng thư cấp cho cơ quan «{called}», không phải cho người ký.")
    return found


def _is_person(name: str, signer: str) -> bool:
    """Whether a common name is this person's: the whole name, with a degree before or a post behind it or without."""
    form = _form_of(name)
    return form(signer) in {form(part) for part in _BETWEEN.split(name)}


def _is_body(name: str, body: str, signer: str) -> bool:
    """Whether a common name is this body's: its name, and behind it nothing but the place. A unit inside the body, or
    somebody of it, is another."""
    form, parts = _form_of(name), _BETWEEN.split(name)
    wanted = form(body)
    for end in range(1, len(parts) + 1):
        begun = form(" ".join(parts[:end]))
        if wanted and f"{begun} ".startswith(f"{wanted} "):
            is_somebody_s = bool(signer) and f" {form(signer)} " in f" {begun} "
            return not is_somebody_s and all(not part or fold(part).startswith(_PLACES) for part in parts[end:])
    return False


def _form_of(name: str) -> Callable[[str], str]:
    """How a name is held against another. Many certificates are written without marks; in one that has them they count:
    «Trần Văn Tuân» is not «Trần Văn Tuấn»."""
    if without_marks(name) == nfc(name):
        return fold
    return lambda text: same_name(_SIGNS.sub(" ", nfc(text)))
