"""What was added to a PDF after it was given out to be signed: signatures, or something that a reader would see.

A signature is over what stands there when it is made. It holds just as well over a file whose page was replaced by an
incremental update before; and the library's own comparison begins at the first signature. So the objects that the
given file has are compared with what later revisions make of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from mangnon.outgoing.signing.covering import hides_words

# A seal and a name, not a sheet that hides the page: a signature covers at most this part of it.
LARGEST_PART: Final = 0.25

_CATALOG: Final = {"/AcroForm", "/DSS", "/Perms", "/Extensions", "/Version", "/Metadata"}
_PAGE: Final = {"/Annots", "/Tabs"}
_STORE: Final = {"/Type", "/Certs", "/CRLs", "/OCSPs", "/VRI"}
_BY_SIGNATURE: Final = re.compile(r"/[A-Z0-9]{40}|/Type")
_FORM: Final = {"/Fields", "/SigFlags", "/DR", "/DA"}
_FIELD: Final = {"/V", "/AP", "/M", "/Lock", "/SV", "/F", "/MK", "/DA"}


def adds_signatures_only(before: bytes, signed: bytes) -> bool:
    """Whether what was added to `before` is what signing adds: no page, no field and no word became another.

    Both are PDF files, the second begins with the first. Raises what the library raises for a broken file.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    given: Any = PdfFileReader(BytesIO(before), strict=False)
    reader: Any = PdfFileReader(BytesIO(signed), strict=False)
    if reader.root_ref != given.root_ref:
        return False
    first, last = given.xrefs.total_revisions, reader.xrefs.total_revisions
    there = {ref for revision in range(first) for ref in given.xrefs.explicit_refs_in_revision(revision)}
    # Objects that may say more than they did: what is known of the file, and the lists of notes on its pages.
    info = _reference(_raw(given.trailer_view, "/Info"))
    lists = {_reference(_raw(page, "/Annots")) for page in _pages(given)} | {_reference(_raw(_form(given), "/Fields"))}
    proofs = _proofs(given)
    for revision in range(first, last):
        if there & set(reader.xrefs.refs_freed_in_revision(revision)):
            return False
        for ref in there & set(reader.xrefs.explicit_refs_in_revision(revision)):
            old, new = given.get_object(ref), reader.get_object(ref, revision=revision)
            if ref == info or (ref in proofs and _are_proofs(new)):
                continue
            if not _is_harmless(old, new, is_root=ref == given.root_ref, is_list=ref in lists):
                return False
    return covers_no_page(given, reader, words=(before, signed))


def _is_harmless(old: Any, new: Any, *, is_root: bool, is_list: bool) -> bool:
    """Whether an object that was there may have become this by signing."""
    from pyhanko.pdf_utils import generic

    if _said(old) == _said(new):
        return True
    if is_list or (isinstance(old, generic.ArrayObject) and isinstance(new, generic.ArrayObject)):
        return is_list and _begins_with(new, old)  # what was put behind is looked at page by page
    if not isinstance(old, generic.DictionaryObject) or not isinstance(new, generic.DictionaryObject):
        return False
    kind = _of(old, "/Type")
    if kind == "/Metadata":
        return bool(_of(new, "/Type") == "/Metadata")
    if isinstance(old, generic.StreamObject) or isinstance(new, generic.StreamObject):
        return False
    changed = {key for key in {*old, *new} if _said(_raw(old, key)) != _said(_raw(new, key))}
    if is_root:
        return changed <= _CATALOG
    if kind == "/Page":
        return changed <= _PAGE and _begins_with(_of(new, "/Annots"), _of(old, "/Annots"))
    if "/Fields" in old:
        return changed <= _FORM and _begins_with(_of(new, "/Fields"), _of(old, "/Fields"))
    return bool(_of(old, "/FT") == "/Sig" and "/V" not in old and changed <= _FIELD)


def _proofs(given: Any) -> set[Any]:
    """The objects that make the store of certificates and of answers about them (/DSS), and are nothing else."""
    store = _of(given.root, "/DSS")
    if store is None:
        return set()
    found = {_reference(_raw(given.root, "/DSS")), *(_reference(_raw(store, key)) for key in _STORE)}
    seen = {_reference(_raw(page, key)) for page in _pages(given) for key in page}
    return found - seen - {None, given.root_ref}


def _are_proofs(new: Any) -> bool:
    """Whether an object is such a store, a part of it by signature (/VRI), or a list of its streams."""
    from pyhanko.pdf_utils import generic

    if isinstance(new, generic.ArrayObject):
        return all(isinstance(each.get_object(), generic.StreamObject) for each in new)
    if not isinstance(new, generic.DictionaryObject) or isinstance(new, generic.StreamObject):
        return False
    return set(new) <= _STORE or all(_BY_SIGNATURE.fullmatch(key) for key in new)


def covers_no_page(before: Any, after: Any, *, words: tuple[bytes, bytes]) -> bool:
    """Whether the notes that the pages of `after` have more than those of `before`, or that were filled in since, are
    signatures that hide nothing. Both are the library's readers, or its views of a revision; `words`: the files."""
    old, new = list(_pages(before)), list(_pages(after))
    if len(old) != len(new) or not all(map(_only_signatures_on, old, new)):
        return False
    seen = [page for page, (was, now) in enumerate(zip(old, new, strict=True)) if any(map(_is_seen, _fresh(was, now)))]
    return not hides_words(*words, seen) if seen else True


def _only_signatures_on(old: Any, new: Any) -> bool:
    """The same of one page, by the kind and size of what is on it: who does not sign draws nothing."""
    above = new
    while "/MediaBox" not in above and "/Parent" in above:
        above = above["/Parent"]
    area = _area(_of(above, "/MediaBox") or (0, 0, 0, 0))  # no size: nothing is small enough
    for field in _fresh(old, new):
        if _of(field, "/Subtype") != "/Widget" or _inherited(field, "/FT") != "/Sig":
            return False
        if _of(field, "/AP") is not None and not _is_signed(field) and not _draws_nothing(field):
            return False
        if _area(_of(field, "/Rect") or (0, 0, 0, 0)) > LARGEST_PART * area:
            return False
    return True


def _fresh(old: Any, new: Any) -> Iterator[Any]:
    """The notes of a page that were not there, or were an empty place and are one no more; what else became another is
    looked at elsewhere."""
    before = {_said(each): each.get_object() for each in _listed(_of(old, "/Annots"))}
    for each in _listed(_of(new, "/Annots")):
        field, was = each.get_object(), before.get(_said(each))
        is_same = was is not None and _said(_raw(was, "/AP")) == _said(_raw(field, "/AP"))
        if was is None or (not _is_signed(was) and not (is_same and not _is_signed(field))):
            yield field


def _is_seen(field: Any) -> bool:
    return _of(field, "/AP") is not None and _area(_of(field, "/Rect") or (0, 0, 0, 0)) > 0


def _draws_nothing(field: Any) -> bool:
    """Whether each look of a field is empty."""
    from pyhanko.pdf_utils import generic

    looks = [each.get_object() for each in _of(field, "/AP").values()]
    return all(isinstance(each, generic.StreamObject) and not each.data.strip() for each in looks)


def _is_signed(field: Any) -> bool:
    return _inherited(field, "/FT") == "/Sig" and _inherited(field, "/V") is not None


def _inherited(field: Any, key: str) -> Any:
    """A value that a field may leave to the one above it."""
    found = _of(field, key)
    return _of(_of(field, "/Parent") or {}, key) if found is None else found


def _area(box: Any) -> float:
    left, low, right, high = (float(side) for side in box)
    return abs((right - left) * (high - low))


def _pages(reader: Any) -> Any:
    """The pages of a file in their order, as they are at its end."""
    waiting = [reader.root["/Pages"]]
    seen = 0
    while waiting:
        node = waiting.pop(0)
        seen += 1
        if seen > 20_000:  # a tree that bites its own tail
            raise ValueError("too many pages")
        if "/Kids" in node:
            waiting[:0] = [each.get_object() for each in node["/Kids"]]
        else:
            yield node


def _listed(found: Any) -> Any:
    return found if found is not None else ()


def _begins_with(new: Any, old: Any) -> bool:
    first, all_of_it = [_said(each) for each in _listed(old)], [_said(each) for each in _listed(new)]
    return all_of_it[: len(first)] == first


def _of(found: Any, key: str) -> Any:
    """The value itself: the library's `[]` follows references, its `get` does not."""
    return found[key] if key in found else None  # noqa: SIM401 - for that reason


def _raw(found: Any, key: str) -> Any:
    return found.raw_get(key) if key in found else None


def _form(reader: Any) -> Any:
    return _of(reader.root, "/AcroForm") or {}


def _reference(found: Any) -> Any:
    from pyhanko.pdf_utils import generic

    return found.reference if isinstance(found, generic.IndirectObject) else None


def _said(found: Any) -> bytes:
    """An object as it is written; references as numbers."""
    if found is None:
        return b""
    stream = BytesIO()
    found.write_to_stream(stream, None)
    return stream.getvalue()
