"""By what figures are divided: an office's own dimensions, age bands among them, and groups of open ones."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.indicators.errors import NOTHING_WRITTEN, IndicatorRefused
from mangnon.indicators.models import Category, Dimension
from mangnon.indicators.policies import check_keep_dictionary
from mangnon.indicators.rules.ages import Band, is_tiling, read_band
from mangnon.indicators.terms import BasisTag, Concept
from mangnon.kernel.text import nfc, without_marks

MOST_GROUPS = 60
_LONGEST = 200


def add_dimension(
    *, actor: Actor, name: str, concept: Concept, is_partition: bool, groups: Sequence[str], words: str = ""
) -> Dimension:
    """A new way of dividing with its groups, in order; of ages, each group a band («0-4», «16–17 tuổi»).

    A partition of ages leaves no age out and counts none twice. `words`: the paper that asks for it. Raises NotAllowed
    and IndicatorRefused.
    """
    check_keep_dictionary(actor)
    name, names = _line(name), [line for line in map(_line, groups) if line]
    _refuse("" if 0 < len(name) <= _LONGEST else f"Tên phân tổ phải có từ 1 đến {_LONGEST} ký tự.")
    _refuse(
        "" if 2 <= len(names) <= MOST_GROUPS else f"Phân tổ phải có từ 2 đến {MOST_GROUPS} nhóm, mỗi nhóm một dòng."
    )
    rows = _bands(names, is_partition=is_partition) if concept == Concept.AGE else [_group(each) for each in names]
    codes = [row.code for row in rows]
    _refuse("" if all(codes) and len(set(codes)) == len(codes) else "Có nhóm trùng tên hoặc tên không dùng được.")
    code = _code_of(name)
    with transaction.atomic():
        there = list(Dimension.objects.select_for_update())
        if not code or any(code == each.code or name.casefold() == each.name.casefold() for each in there):
            raise IndicatorRefused(
                f"Đã có phân tổ «{name}» hoặc tên không dùng được. {NOTHING_WRITTEN} Hãy đặt tên khác.",
                code="dimension_there",
            )
        made = Dimension.objects.create(
            code=code,
            name=name,
            concept=concept,
            is_partition=is_partition,
            words=_line(words)[:500],
            tag=BasisTag.ENTERED,
            position=max((each.position for each in there), default=0) + 1,
        )
        for position, row in enumerate(rows, 1):
            row.dimension, row.position = made, position
        Category.objects.bulk_create(rows)
        record(
            actor=actor,
            act="add_dimension",
            object_type="Dimension",
            object_id=made.pk,
            details={"name": name, "groups": str(len(rows))},
        )
    return made


def add_category(*, actor: Actor, dimension: Dimension, name: str) -> Category:
    """Add a group to a dimension that its paper does not list wholly. Raises NotAllowed and IndicatorRefused."""
    check_keep_dictionary(actor)
    name = _line(name)
    _refuse("" if 0 < len(name) <= _LONGEST else f"Tên nhóm phải có từ 1 đến {_LONGEST} ký tự.")
    code = _code_of(name)
    with transaction.atomic():
        Dimension.objects.select_for_update().get(pk=dimension.pk)
        there = list(dimension.categories.order_by("position"))
        if not code or any(code == each.code or name.casefold() == each.name.casefold() for each in there):
            raise IndicatorRefused(
                f"Phân tổ «{dimension.name}» đã có nhóm «{name}» hoặc tên không dùng được. {NOTHING_WRITTEN} "
                "Hãy chọn nhóm có sẵn hoặc đặt tên khác.",
                code="category_there",
            )
        made = Category.objects.create(
            dimension=dimension,
            code=code,
            name=name,
            tag=BasisTag.ENTERED,
            position=max((each.position for each in there), default=0) + 1,
        )
        record(
            actor=actor,
            act="add_category",
            object_type="Category",
            object_id=made.pk,
            details={"dimension": dimension.name, "name": name},
        )
    return made


def _bands(names: Sequence[str], *, is_partition: bool) -> list[Category]:
    bands: list[Band] = []
    for each in names:
        band = read_band(each)
        if band is None:
            _refuse(f"Không hiểu nhóm tuổi «{each[:40]}». Hãy ghi tuổi đầu và tuổi cuối, ví dụ 0-4, mỗi nhóm một dòng.")
        else:
            bands.append(band)
    low, high = min(each.low for each in bands), max(each.high for each in bands)
    if is_partition and not is_tiling(bands, low, high):
        _refuse(
            "Các nhóm tuổi chồng nhau hoặc bỏ sót tuổi nên không cộng lại bằng tổng số. Hãy sửa các nhóm, "
            "hoặc bỏ chọn «Các nhóm cộng lại bằng tổng số»."
        )
    return [
        Category(
            code=each.code,
            name=f"{each.low}–{each.high} tuổi",
            low_age=each.low,
            high_age=each.high,
            tag=BasisTag.ENTERED,
        )
        for each in bands
    ]


def _group(name: str) -> Category:
    return Category(code=_code_of(name), name=name[:_LONGEST], tag=BasisTag.ENTERED)


def _code_of(name: str) -> str:
    return slugify(without_marks(name))[:40].strip("-")


def _refuse(fault: str) -> None:
    if fault:
        raise IndicatorRefused(f"{fault} {NOTHING_WRITTEN}", code="bad_facts")


def _line(text: str) -> str:
    return " ".join(nfc(text).split())
