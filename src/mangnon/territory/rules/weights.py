"""Which shares a person may give to the parts of a divided unit. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal

from mangnon.territory.errors import TerritoryRefused

PLACES = 10


def check_weights(weights: Mapping[str, Decimal], targets: Collection[str], *, name: str) -> None:
    """Raise TerritoryRefused unless each target has one share from 0 to 1 and all sum to 1 exactly.

    `targets`: the codes the divided unit called `name` went to. Codes: `not_divided`, `one_target`, `targets_differ`,
    `not_a_share`, `sum_not_one`.
    """
    kept = "Chưa có tỷ lệ nào được ghi."
    if not targets:
        raise TerritoryRefused(
            f"{name} không bị chia, nên không cần tỷ lệ. {kept} Hãy chọn đơn vị bị chia.", code="not_divided"
        )
    if len(targets) == 1:
        raise TerritoryRefused(
            f"Danh mục mới ghi một đơn vị tiếp nhận của {name}, chưa ghi phần còn lại. {kept} "
            "Hãy bổ sung đơn vị tiếp nhận trước.",
            code="one_target",
        )
    if set(weights) != set(targets):
        raise TerritoryRefused(
            f"Tỷ lệ của {name} phải nêu đúng các đơn vị tiếp nhận: {', '.join(sorted(targets))}. {kept} "
            "Hãy kiểm tra mã.",
            code="targets_differ",
        )
    for code, weight in weights.items():
        exponent = weight.as_tuple().exponent
        if not weight.is_finite() or not 0 <= weight <= 1 or not isinstance(exponent, int) or exponent < -PLACES:
            raise TerritoryRefused(
                f"Tỷ lệ của mã {code} phải từ 0 đến 1, nhiều nhất {PLACES} chữ số lẻ. {kept} Hãy sửa lại.",
                code="not_a_share",
            )
    total = sum(weights.values(), Decimal(0))
    if total != 1:
        raise TerritoryRefused(
            f"Các tỷ lệ của {name} cộng lại được {str(total).replace('.', ',')}, phải đúng bằng 1. {kept} Hãy sửa lại.",
            code="sum_not_one",
        )
