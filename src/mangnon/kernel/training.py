"""What a sample site says of itself (docs/decisions/0005)."""

from __future__ import annotations

from typing import Final

from mangnon.kernel import clock

SAMPLE_NOTICE: Final = "DỮ LIỆU MẪU: nội dung các đơn vị báo cáo do máy tạo để tập huấn, không phải số liệu thật."


def sample_notice() -> str | None:
    """The sentence that documents made on a training site carry; None on a real one."""
    return SAMPLE_NOTICE if clock.training_shift() else None
