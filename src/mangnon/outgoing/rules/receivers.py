"""Lines of «Kính gửi» and «Nơi nhận» (NĐ 30/2020/NĐ-CP, Appendix I). No Django."""

from __future__ import annotations

_NOBODY = ("như trên", "như kính gửi", "lưu")


def names_nobody(words: str) -> bool:
    """Whether a line names no receiver of its own: «Như trên» repeats those above, «Lưu: VT» is where it is kept."""
    return words.lower().startswith(_NOBODY)
