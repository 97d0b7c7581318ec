"""Templates of an office: kept in versions, filled without code, shown before they are used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.agencies.public import Agency, full_name_of, governing_body_of
from mangnon.audit.public import record
from mangnon.documents.official import (
    Block,
    Bullet,
    Heading,
    OfficialDocument,
    Paragraph,
    Signer,
    document_kind,
    signing_lines,
)
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import fold, nfc, one_line
from mangnon.kernel.training import sample_notice
from mangnon.outgoing.drafting import PaperFacts
from mangnon.outgoing.errors import NOTHING_CHANGED, BadTemplate
from mangnon.outgoing.models import PaperTemplate, TemplateVersion
from mangnon.outgoing.policies import check_keep_papers
from mangnon.outgoing.rules.template_text import PARTS, Field, faults_in, fill, kind_of_line, lines_of
from mangnon.outgoing.selectors import version_in_use
from mangnon.territory.public import Unit


@lru_cache(maxsize=2)
def _data(name: str) -> dict[str, Any]:
    text = (resources.files("mangnon.outgoing") / "data" / name).read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told


def uses() -> dict[str, str]:
    """What templates are for, by code, in words."""
    return dict(_data("template_fields.json")["uses"])


def fields_for(use: str) -> list[Field]:
    """The fields a template of this use may hold: the general ones and its own."""
    told = _data("template_fields.json")
    own = told.get(use, []) if use != "general" and use in told["uses"] else []
    return [Field(each["name"], each["about"], each["example"]) for each in (*told["general"], *own)]


def starting_templates() -> list[dict[str, Any]]:
    """Words to start from: code, kind, name, parts."""
    return list(_data("starting_templates.json")["templates"])


@transaction.atomic
def keep_template(
    *,
    actor: Actor,
    agency_id: int,
    kind: str,
    name: str,
    parts: Mapping[str, str],
    use: str = "general",
    template_id: int | None = None,
    version: int | None = None,
    note: str = "",
) -> TemplateVersion:
    """Keep a template as a new version; the first one makes the template. `version`: the one the writer began from.

    Raises NotAllowed, Stale, BadTemplate.
    """
    check_keep_papers(actor, agency_id=agency_id)
    words = one_line(nfc(name))[:200]
    tidy = {part: nfc(parts.get(part, "")).replace("\r\n", "\n").strip() for part in PARTS}
    _check_template(words, kind, use, tidy)
    template = _template(actor, agency_id, template_id, kind, words, use)
    last = template.versions.order_by("-number").first()
    if last is not None and version is not None and last.number != version:
        raise Stale("Người khác vừa lưu mẫu này. Nội dung bạn nhập vẫn còn trên màn hình. Hãy xem bản mới rồi lưu lại.")
    if (template.kind, template.name, template.use) != (kind, words, use):
        template.kind, template.name, template.use = kind, words, use
        template.save(update_fields=["kind", "name", "use"])
    made = TemplateVersion.objects.create(
        template=template,
        number=last.number + 1 if last else 1,
        parts=tidy,
        note=one_line(nfc(note))[:300],
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    record(
        actor=actor,
        act="keep_template",
        object_type="PaperTemplate",
        object_id=template.pk,
        details={"version": made.number},
    )
    return made


def _check_template(name: str, kind: str, use: str, parts: Mapping[str, str]) -> None:
    """Raises BadTemplate with every fault at once."""
    faults = faults_in(parts, [each.name for each in fields_for(use)])
    if not name:
        faults.append("Mẫu chưa có tên.")
    if use not in uses():
        faults.append("Không biết mẫu dùng cho việc gì.")
    try:
        document_kind(kind)
    except KeyError:
        faults.append("Loại văn bản không biết.")
    if faults:
        raise BadTemplate(f"{' '.join(faults)} Mẫu chưa được lưu; nội dung bạn nhập vẫn còn trên màn hình.")


def _template(actor: Actor, agency_id: int, template_id: int | None, kind: str, name: str, use: str) -> PaperTemplate:
    if template_id is not None:
        return PaperTemplate.objects.select_for_update().get(pk=template_id, agency_id=agency_id)
    # Two who make one at the same moment: the body's row makes the second wait and see the first's code.
    Agency.objects.select_for_update(of=("self",)).get(pk=agency_id)
    base = re.sub(r"\s+", "-", fold(name))[:50] or "mau"
    taken = set(PaperTemplate.objects.filter(agency_id=agency_id).values_list("code", flat=True))
    code = next(each for each in (base, *(f"{base}-{n}" for n in range(2, 1000))) if each not in taken)
    return PaperTemplate.objects.create(
        agency_id=agency_id, kind=kind, code=code, name=name, use=use, made_at=clock.now(), made_by_id=actor.user_id
    )


@transaction.atomic
def retire_template(*, actor: Actor, template_id: int) -> PaperTemplate:
    """Offer a template no more; papers made from it keep it. Raises NotAllowed, BadTemplate."""
    template = PaperTemplate.objects.select_for_update().get(pk=template_id)
    check_keep_papers(actor, agency_id=template.agency_id)
    if template.retired_at is not None:
        raise BadTemplate(f"Mẫu này đã ngừng dùng. {NOTHING_CHANGED}")
    template.retired_at, template.retired_by_id = clock.now(), actor.user_id
    template.save(update_fields=["retired_at", "retired_by"])
    record(actor=actor, act="retire_template", object_type="PaperTemplate", object_id=template.pk)
    return template


def values_of(agency: Agency, facts: PaperFacts, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """What the general fields stand for in a paper, with what another room gives for its own fields."""
    return {
        "cơ quan ban hành": full_name_of(agency),
        "cơ quan chủ quản": governing_body_of(agency),
        "địa danh": place_of(agency),
        "trích yếu": facts.subject,
        "nơi kính gửi": ", ".join(facts.addressees),
        "người ký": facts.signer_name,
        "chức vụ người ký": facts.signer_title,
        "năm": str(clock.today().year),
        **(given or {}),
    }


def place_of(agency: Agency) -> str:
    """The name of the place a body writes above its papers."""
    return agency.territory.proper_name


def places_of(agency: Agency) -> set[str]:
    """Where a body is, as its name may say: its unit and those above, with and without the word for their kind."""
    found: set[str] = set()
    unit: Unit | None = agency.territory
    while unit is not None:
        bare = (
            unit.name[len(unit.kind) :].strip() if unit.name.lower().startswith(f"{unit.kind.lower()} ") else unit.name
        )
        found |= {unit.name, bare, f"{unit.kind} {bare}".strip()}
        unit = unit.parent
    return found


def document_by_parts(
    agency: Agency, facts: PaperFacts, parts: Mapping[str, str], given: Mapping[str, str] | None = None
) -> OfficialDocument:
    """The paper that a template's words make of some facts. What facts leave open the template's own lines say;
    a field without a value is dots."""
    values = values_of(agency, facts, given)
    filled = {part: fill(parts.get(part, ""), values) for part in PARTS}
    return OfficialDocument(
        kind=document_kind(facts.kind),
        agency=full_name_of(agency),
        parent_agency=governing_body_of(agency) or None,
        symbol=facts.symbol,
        subject=facts.subject,
        signer=Signer(signing_lines(agency.name, facts.capacity, facts.signer_title), facts.signer_name or None),
        place=one_line(filled["place"]) or place_of(agency),
        addressees=tuple(facts.addressees) or lines_of(filled["addressees"]),
        legal_bases=lines_of(filled["bases"]),
        recipients=tuple(facts.recipients) or lines_of(filled["recipients"]),
        body=tuple(_block(line) for line in lines_of(filled["body"])),
        draft=True,
        sample_notice=sample_notice(),
    )


def document_by_template(
    template: PaperTemplate, facts: PaperFacts, given: Mapping[str, str] | None = None
) -> OfficialDocument:
    """`document_by_parts` with what a template says now."""
    return document_by_parts(template.agency, facts, version_in_use(template).parts, given)


def _block(line: str) -> Block:
    kind, level = kind_of_line(line)
    if kind == "heading":
        return Heading(level, line)
    if kind == "bullet":
        return Bullet(line[2:], level=level)
    return Paragraph(line)


def typed_words(document: OfficialDocument) -> dict[str, str] | None:
    """The words of a paper as they are typed on the form (`document_by_parts` makes the paper of them again); None
    where it has what cannot be typed there, as a table."""
    if document.annexes or document.sources or document.co_signer is not None:
        return None
    lines = []
    for block in document.body:
        if isinstance(block, Heading):
            lines.append(block.text)
        elif isinstance(block, Bullet):
            lines.append(f"{'-' if block.level == 1 else '+'} {block.text}")
        elif isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            return None
    return {"body": "\n".join(lines), "bases": "\n".join(document.legal_bases)}
