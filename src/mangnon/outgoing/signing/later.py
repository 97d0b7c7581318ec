"""What was added to a PDF after one of its signatures.

The library's own rule lets every field of a form be filled in after a signature, as makers of forms wish. In an
official paper that is another content: here only signatures may come after a signature, and what proves them in later
years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from io import SEEK_END
from typing import TYPE_CHECKING, Any

from mangnon.outgoing.signing.additions import covers_no_page

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_READ_ONLY = 1
# As a revision of a PDF ends. Behind it white space, and nothing else.
_END = re.compile(rb"startxref\s+\d+\s+%%EOF\s*\Z")
_LONGEST_END = 1024


@cache
def only_signatures() -> Any:
    """The library's comparison of revisions without its leave to fill in what is no signature."""
    from pyhanko.sign.diff_analysis import ModificationLevel, StandardDiffPolicy, SuspiciousModification
    from pyhanko.sign.diff_analysis.commons import qualify
    from pyhanko.sign.diff_analysis.form_rules_api import FormUpdate, FormUpdatingRule
    from pyhanko.sign.diff_analysis.rules import file_structure_rules as structure
    from pyhanko.sign.diff_analysis.rules import form_field_rules as fields
    from pyhanko.sign.diff_analysis.rules import metadata_rules as metadata

    class Locked(fields.BaseFieldModificationRule):
        """A field that is no signature may at most be locked, as readers do when a form is signed."""

        def check_form_field(self, fq_name: str, spec: Any, context: Any) -> Any:
            """What may change of one field."""
            old, new = spec.old_field, spec.new_field
            if spec.field_type == "/Sig" or old is None or new is None:
                return
            self.compare_fields(spec)
            before, after = (int(each["/Ff"]) if "/Ff" in each else 0 for each in (old, new))
            if after not in (before, before | _READ_ONLY):
                raise SuspiciousModification("a field became another")
            updates = (FormUpdate(spec.new_field_ref, context_checked=each) for each in spec.expected_contexts())
            yield from qualify(ModificationLevel.FORM_FILLING, updates)

    changed = ModificationLevel.LTA_UPDATES
    return StandardDiffPolicy(
        global_rules=[
            structure.CatalogModificationRule(),  # type: ignore[no-untyped-call]
            metadata.DocInfoRule().as_qualified(changed),
            structure.XrefStreamRule().as_qualified(changed),
            structure.ObjectStreamRule().as_qualified(changed),
            fields.DSSCompareRule().as_qualified(changed),
            metadata.MetadataUpdateRule().as_qualified(changed),  # type: ignore[no-untyped-call]
        ],
        form_rule=FormUpdatingRule(
            field_rules=[
                fields.SigFieldCreationRule(),  # type: ignore[no-untyped-call]
                fields.SigFieldModificationRule(),
                Locked(value_update_keys=frozenset({"/Ff", "/Type"})),
            ]
        ),
    )


def was_changed_after(signature: EmbeddedPdfSignature, status: Any) -> bool:
    """Whether a reader sees, after the signature, anything but further signatures of a size that hides nothing.

    `status`: what the library found of it by `only_signatures`.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel

    level = status.modification_level
    if level in (None, ModificationLevel.NONE, ModificationLevel.LTA_UPDATES):
        return False
    if level != ModificationLevel.FORM_FILLING:
        return True
    reader: Any = signature.reader
    reader.stream.seek(0)
    content = reader.stream.read()
    _first, _length, start, length = (int(each) for each in signature.byte_range)
    signed = content[: start + length]
    return not covers_no_page(
        reader.get_historical_resolver(signature.signed_revision), reader, words=(signed, content)
    )


def ends_with_proofs(signature: EmbeddedPdfSignature, status: Any, stamps: Sequence[object] = ()) -> bool:
    """Whether what stands behind the last signature, or stamp, is only what proves it in later years, to the end of the
    file (ETSI EN 319 142, B-LT and B-LTA): certificates and answers about them (/DSS), `stamps` over the file.

    `status`: what the library found of it by `only_signatures`.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel

    reader: Any = signature.reader
    if status.modification_level != ModificationLevel.LTA_UPDATES or not (stamps or "/DSS" in reader.root):
        return False
    size = reader.stream.seek(0, SEEK_END)
    reader.stream.seek(max(0, size - _LONGEST_END))
    return bool(_END.search(reader.stream.read()))
