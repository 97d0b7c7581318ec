"""Whose a signature is: what a person looks at before it is taken for the signer's or the body's. No Django."""

from __future__ import annotations

from mangnon.kernel.text import fold

UNTRUSTED = "broken"


def doubts_of(*, subject: str, expected: str, trust: str) -> list[str]:
    """What speaks against a signature that is whole, in sentences; empty for one that is as expected.

    `subject`: whom the certificate names. `expected`: the signer or the body of the paper; empty where nobody is named.
    `trust`: «broken» where the site knows its authorities and this one is none of them.
    """
    found = []
    if trust == UNTRUSTED:
        found.append(f"Chứng thư của «{subject}» không do tổ chức mà máy chủ này tin cậy cấp.")
    if expected and _words(expected) not in _words(subject):
        found.append(f"Chứng thư mang tên «{subject}», trong khi văn bản ghi «{expected}».")
    return found


def _words(text: str) -> str:
    """Folded, with blanks around every word, so that «An» is not found in «Hoàng Anh»."""
    return f" {' '.join(''.join(sign if sign.isalnum() else ' ' for sign in fold(text)).split())} "
