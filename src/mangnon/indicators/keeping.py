"""Indicators of a province's own: its sets, what each counts, how computed ones are told (docs/decisions/0061)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError, Q

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.indicators.computing import MOST_STEPS
from mangnon.indicators.errors import NOTHING_WRITTEN, BadExpression, IndicatorRefused
from mangnon.indicators.models import Dimension, Figure, Indicator, IndicatorDimension, IndicatorSet
from mangnon.indicators.places import province_codes_of
from mangnon.indicators.policies import check_keep_own_indicators
from mangnon.indicators.rules.expressions import Reference, circle_in, read_expression, references_in, steps_from
from mangnon.indicators.rules.facts import Facts, changed_meaning, code_fault, fault_in, lost_dimensions, settled
from mangnon.indicators.terms import BasisTag, IndicatorKind
from mangnon.kernel.text import nfc
from mangnon.territory.public import Level, Unit

MOST_IN_SET = 300
_PLAIN = (
    "name",
    "kind",
    "unit_words",
    "nature",
    "group",
    "concept",
    "numerator_words",
    "denominator_words",
    "denominator_nature",
    "multiplier",
    "may_exceed",
    "counts",
    "direction",
    "publication_words",
    "source_words",
    "responsible_words",
    "legal_basis",
    "note",
    "valid_from",
    "valid_to",
    "expression",
)


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What is told of a set: its name and the paper that it rests on."""

    name: str
    legal_basis: str
    note: str = ""


def add_set(*, actor: Actor, unit: Unit, code: str, facts: SetFacts) -> IndicatorSet:
    """A set of a province's own; its code is «province-code». Raises NotAllowed and IndicatorRefused."""
    check_keep_own_indicators(actor, province_codes_of(unit))
    if unit.level != Level.PROVINCE:
        raise IndicatorRefused(f"Bộ chỉ tiêu riêng là của tỉnh, thành phố. {NOTHING_WRITTEN}")
    _refuse(code_fault(code))
    _check_set(facts)
    try:
        with transaction.atomic():
            last = IndicatorSet.objects.aggregate(last=Max("position"))["last"] or 0
            made = IndicatorSet.objects.create(
                code=f"{unit.code}-{code}",
                name=_line(facts.name),
                legal_basis=_line(facts.legal_basis),
                note=nfc(facts.note).strip(),
                owner=unit,
                tag=BasisTag.ENTERED,
                position=min(last + 10, 32_000),
            )
            record(
                actor=actor,
                act="add_indicator_set",
                object_type="IndicatorSet",
                object_id=made.pk,
                details={"set": made.code, "name": made.name},
            )
    except IntegrityError as error:
        raise IndicatorRefused(
            f"Tỉnh đã có bộ chỉ tiêu mang ký hiệu «{code}». {NOTHING_WRITTEN} Hãy đặt ký hiệu khác.", code="set_there"
        ) from error
    return made


def change_set(*, actor: Actor, indicator_set: IndicatorSet, facts: SetFacts) -> IndicatorSet:
    """Put name, basis and note of an own set right; its code stays. Raises NotAllowed and IndicatorRefused."""
    _check_own(actor, indicator_set)
    _check_set(facts)
    with transaction.atomic():
        row = IndicatorSet.objects.select_for_update().get(pk=indicator_set.pk)
        former = row.name
        row.name, row.legal_basis, row.note = _line(facts.name), _line(facts.legal_basis), nfc(facts.note).strip()
        row.save(update_fields=["name", "legal_basis", "note"])
        record(
            actor=actor,
            act="change_indicator_set",
            object_type="IndicatorSet",
            object_id=row.pk,
            details={"set": row.code, "name": row.name, "former": former},
        )
    return row


def add_indicator(*, actor: Actor, indicator_set: IndicatorSet, code: str, facts: Facts) -> Indicator:
    """A new indicator of an own set. Raises NotAllowed, IndicatorRefused, BadExpression."""
    _check_own(actor, indicator_set)
    facts = clean(facts)
    _refuse(code_fault(code))
    _refuse(fault_in(facts))
    chosen = _dimensions(facts)
    try:
        with transaction.atomic():
            IndicatorSet.objects.select_for_update().get(pk=indicator_set.pk)  # one at a time: places, circles
            check_expression(actor, indicator_set, code, facts)
            there = Indicator.objects.filter(set=indicator_set)
            if there.count() >= MOST_IN_SET:
                raise IndicatorRefused(f"Bộ chỉ tiêu đã có {MOST_IN_SET} chỉ tiêu. {NOTHING_WRITTEN} Hãy lập bộ khác.")
            if there.filter(code__iexact=code).exists():
                raise _code_there(code)
            last = there.aggregate(last=Max("position"))["last"] or 0
            made = Indicator.objects.create(
                set=indicator_set, code=code, position=min(last + 10, 32_000), tag=BasisTag.ENTERED, **_columns(facts)
            )
            _divide(made, chosen)
            record(
                actor=actor,
                act="add_indicator",
                object_type="Indicator",
                object_id=made.pk,
                details={"set": indicator_set.code, "code": code, "name": made.name},
            )
    except IntegrityError as error:
        raise _code_there(code) from error
    return made


def change_indicator(*, actor: Actor, indicator: Indicator, facts: Facts, reason: str) -> Indicator:
    """Put right what is told of an own indicator; what its figures mean stays once there are any.

    A reason is asked for; the log keeps each former wording. Raises NotAllowed, IndicatorRefused, BadExpression.
    """
    _check_own(actor, indicator.set)
    facts = clean(facts)
    _refuse(fault_in(facts))
    reason = _line(reason)
    _refuse("" if reason else "Chưa có lý do sửa.")
    chosen = _dimensions(facts)
    with transaction.atomic():
        IndicatorSet.objects.select_for_update().get(pk=indicator.set_id)
        row = Indicator.objects.select_for_update(of=("self",)).select_related("set", "set__owner").get(pk=indicator.pk)
        before = facts_of(row)
        _check_meaning(row, before, facts)
        check_expression(actor, row.set, row.code, facts)
        changed = [name for name in _PLAIN if getattr(before, name) != getattr(facts, name)]
        if not changed and before.dimensions == facts.dimensions:
            raise IndicatorRefused(f"Không có gì khác với bản đang có. {NOTHING_WRITTEN}", code="nothing_changed")
        for name, value in _columns(facts).items():
            setattr(row, name, value)
        row.save(update_fields=list(_PLAIN))
        if before.dimensions != facts.dimensions:
            row.dimensions.all().delete()
            _divide(row, chosen)
        record(
            actor=actor,
            act="change_indicator",
            object_type="Indicator",
            object_id=row.pk,
            details={"set": row.set.code, "code": row.code, "changed": _words_of(changed) or "phân tổ"},
            before=_told(before, changed),
            after=_told(facts, changed),
            reason=reason,
        )
    return row


def remove_indicator(*, actor: Actor, indicator: Indicator) -> None:
    """Take away an own indicator that nothing rests on: no figure, target, report, expression. Raises NotAllowed and
    IndicatorRefused."""
    _check_own(actor, indicator.set)
    used = [each.code for each in _naming(indicator)]
    if used:
        raise IndicatorRefused(
            f"Biểu thức của chỉ tiêu {', '.join(used[:5])} dùng chỉ tiêu này. {NOTHING_WRITTEN} "
            "Hãy sửa biểu thức trước.",
            code="indicator_used",
        )
    try:
        with transaction.atomic():
            row = Indicator.objects.select_for_update().get(pk=indicator.pk)
            details = {"set": indicator.set.code, "code": row.code, "name": row.name}
            row.delete()
            record(
                actor=actor,
                act="remove_indicator",
                object_type="Indicator",
                object_id=indicator.pk,
                details=details,
            )
    except (ProtectedError, IntegrityError) as error:
        raise IndicatorRefused(
            f"Chỉ tiêu đã có số liệu, mức phải đạt hoặc có trong báo cáo nên không xóa được. {NOTHING_WRITTEN} "
            "Hãy ghi ngày hết hiệu lực để ngừng dùng.",
            code="indicator_used",
        ) from error


def clean(facts: Facts) -> Facts:
    """One line where a line is meant, NFC everywhere, without what another kind alone would have."""
    told: dict[str, Any] = {name: getattr(facts, name) for name in _PLAIN}
    for name, value in told.items():
        if isinstance(value, str):
            told[name] = nfc(value).strip() if name in ("concept", "note", "source_words") else _line(value)
    return settled(Facts(**told, dimensions=tuple(dict.fromkeys(facts.dimensions))))


def facts_of(indicator: Indicator) -> Facts:
    """What is told of an indicator. One query for its dimensions."""
    divided = indicator.dimensions.select_related("dimension").order_by("position", "pk")
    told = {name: getattr(indicator, name) for name in _PLAIN}
    return Facts(**told, dimensions=tuple(each.dimension.code for each in divided))


def is_in_use(indicator: Indicator) -> bool:
    """Whether figures or targets rest on what it means. Two queries."""
    return Figure.objects.filter(indicator=indicator).exists() or indicator.targets.exists()


def check_expression(viewer: Actor, indicator_set: IndicatorSet, code: str, facts: Facts) -> list[Reference]:
    """What the expression of a computed indicator names; nothing for the others. One query.

    Raises BadExpression where it cannot be read (with the place of the fault), names what the province does not have,
    goes in a circle or too deep; IndicatorRefused where it asks an indicator for what that one does not keep.
    """
    if facts.kind != IndicatorKind.COMPUTED:
        return []
    named = list(references_in(read_expression(facts.expression, own_set=indicator_set.code)))
    if not named:
        raise BadExpression(
            f"Biểu thức không dùng chỉ tiêu nào. {NOTHING_WRITTEN} Hãy ghi mã chỉ tiêu trong ngoặc vuông."
        )
    own = f"{indicator_set.code}/{code}"
    known = {f"{row.set.code}/{row.code}": row for row in _visible(viewer, indicator_set)}
    for each in named:
        name = f"{each.set_code}/{each.code}"
        row = known.get(name)
        if row is None and name != own:
            raise BadExpression(f"Không có chỉ tiêu «{name}». {NOTHING_WRITTEN} Hãy xem mã trong danh mục chỉ tiêu.")
        if row is not None and name != own:
            _refuse(_reference_fault(row, each))
    uses = {
        name: {f"{each.set_code}/{each.code}" for each in _named_by(row) if not each.years_back}
        for name, row in known.items()
        if row.kind == IndicatorKind.COMPUTED and name != own
    }
    uses[own] = {f"{each.set_code}/{each.code}" for each in named if not each.years_back}
    circle = circle_in(uses)
    if circle:
        raise BadExpression(f"Các biểu thức dùng lẫn nhau thành vòng: {' → '.join(circle)}. {NOTHING_WRITTEN}")
    if steps_from(uses) > MOST_STEPS:
        raise BadExpression(f"Các biểu thức dựa lên nhau quá {MOST_STEPS} tầng. {NOTHING_WRITTEN} Hãy viết gọn lại.")
    return named


def _reference_fault(row: Indicator, reference: Reference) -> str:
    name = f"{reference.set_code}/{reference.code}"
    if row.is_heading:
        return f"«{name}» chỉ là tên nhóm, không có số liệu; hãy dùng chỉ tiêu thành phần."
    if reference.part == "denominator" and row.kind != IndicatorKind.RATE:
        return f"«{name}» không phải tỷ lệ nên không có mẫu số."
    if reference.part == "numerator" and row.kind == IndicatorKind.COMPUTED:
        return f"«{name}» tính từ chỉ tiêu khác nên không có tử số."
    return ""


def _visible(viewer: Actor, indicator_set: IndicatorSet) -> list[Indicator]:
    """The nation's indicators, those of the set's owner and those that the viewer's province took over. One query."""
    seen = Q(set__owner__isnull=True) | Q(set__owner=indicator_set.owner_id)
    seen |= Q(set__owner__code__in=sorted(viewer.territory_codes))
    return list(Indicator.objects.filter(seen).select_related("set"))


def _named_by(row: Indicator) -> list[Reference]:
    try:
        return list(references_in(read_expression(row.expression, own_set=row.set.code)))
    except BadExpression:
        return []


def _naming(indicator: Indicator) -> list[Indicator]:
    """The computed indicators whose expressions name one; their own circle apart."""
    computed = Indicator.objects.filter(kind=IndicatorKind.COMPUTED).exclude(pk=indicator.pk).select_related("set")
    own = (indicator.set.code, indicator.code)
    return [row for row in computed if own in {(each.set_code, each.code) for each in _named_by(row)}]


def _check_meaning(row: Indicator, before: Facts, after: Facts) -> None:
    """What figures mean stays once there are any. Raises IndicatorRefused."""
    changed = changed_meaning(before, after)
    if changed and is_in_use(row):
        raise IndicatorRefused(
            f"Chỉ tiêu đã có số liệu hoặc mức phải đạt nên không đổi được {_words_of(changed)}: số cũ sẽ mang nghĩa "
            f"khác. {NOTHING_WRITTEN} Hãy ghi ngày hết hiệu lực cho chỉ tiêu này và lập chỉ tiêu mới.",
            code="meaning_changed",
        )
    told = Figure.objects.filter(indicator=row).values_list("breakdown__parts__dimension__code", flat=True)
    lost = lost_dimensions(before, after, told.distinct())
    if lost:
        names = ", ".join(Dimension.objects.filter(code__in=lost).values_list("name", flat=True))
        raise IndicatorRefused(
            f"Đã có số liệu theo phân tổ {names} nên không bỏ phân tổ này được. {NOTHING_WRITTEN} Hãy chọn lại.",
            code="dimension_told",
        )


def _told(facts: Facts, names: Iterable[str]) -> dict[str, str | bool | None]:
    """Some facts as the log keeps them."""
    values = {name: getattr(facts, name) for name in names}
    return {name: each if isinstance(each, bool | None) else str(each) for name, each in values.items()}


def _words_of(names: Iterable[str]) -> str:
    words = {field.name: str(field.verbose_name) for field in Indicator._meta.concrete_fields}
    return ", ".join(words[name] for name in names)


def _columns(facts: Facts) -> dict[str, Any]:
    return {name: getattr(facts, name) for name in _PLAIN}


def _dimensions(facts: Facts) -> list[Dimension]:
    """The dimensions chosen, in the order chosen. Raises IndicatorRefused for an unknown one."""
    found = {row.code: row for row in Dimension.objects.filter(code__in=facts.dimensions)}
    _refuse("" if len(found) == len(facts.dimensions) else "Có phân tổ không còn trong danh mục.")
    return [found[code] for code in facts.dimensions]


def _divide(indicator: Indicator, chosen: list[Dimension]) -> None:
    IndicatorDimension.objects.bulk_create(
        IndicatorDimension(indicator=indicator, dimension=each, words=each.name, tag=BasisTag.ENTERED, position=at)
        for at, each in enumerate(chosen, 1)
    )


def _check_own(actor: Actor, indicator_set: IndicatorSet) -> None:
    if indicator_set.owner is None:
        raise IndicatorRefused(
            f"Bộ «{indicator_set.name}» do trung ương ban hành nên không sửa ở đây. {NOTHING_WRITTEN}", code="not_own"
        )
    check_keep_own_indicators(actor, province_codes_of(indicator_set.owner))


def _check_set(facts: SetFacts) -> None:
    _refuse("" if _line(facts.name) and _line(facts.legal_basis) else "Chưa có tên hoặc căn cứ của bộ chỉ tiêu.")


def _code_there(code: str) -> IndicatorRefused:
    return IndicatorRefused(
        f"Bộ chỉ tiêu đã có mã «{code}». {NOTHING_WRITTEN} Hãy đặt mã khác.", code="indicator_there"
    )


def _refuse(fault: str) -> None:
    if fault:
        raise IndicatorRefused(f"{fault} {NOTHING_WRITTEN} Hãy sửa rồi ghi lại.", code="bad_facts")


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
