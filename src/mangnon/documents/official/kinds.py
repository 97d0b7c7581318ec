"""The 29 kinds of administrative document and how each is abbreviated in a symbol.

Source: NĐ 30/2020/NĐ-CP, Article 7 (the kinds) and Appendix III, part I (the abbreviations).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document. `abbreviation` is None where Appendix III gives none (công văn, thư công)."""

    code: str
    name: str
    abbreviation: str | None

    @property
    def is_letter(self) -> bool:
        """Whether the kind prints no name of its own: a công văn carries «V/v …» below its number instead."""
        return self.code == "cong-van"

    def symbol(self, agency: str, unit: str = "") -> str:
        """The part of the number behind the slash: «BC-SLĐTBXH», and for a công văn «SLĐTBXH-BVCSTE».

        `agency` and `unit` are abbreviated names as the agency itself writes them.
        """
        parts = (agency, unit) if self.abbreviation is None else (self.abbreviation, agency)
        return "-".join(part for part in parts if part)


KINDS: tuple[DocumentKind, ...] = (
    DocumentKind("nghi-quyet", "Nghị quyết", "NQ"),
    DocumentKind("quyet-dinh", "Quyết định", "QĐ"),
    DocumentKind("chi-thi", "Chỉ thị", "CT"),
    DocumentKind("quy-che", "Quy chế", "QC"),
    DocumentKind("quy-dinh", "Quy định", "QyĐ"),
    DocumentKind("thong-cao", "Thông cáo", "TC"),
    DocumentKind("thong-bao", "Thông báo", "TB"),
    DocumentKind("huong-dan", "Hướng dẫn", "HD"),
    DocumentKind("chuong-trinh", "Chương trình", "CTr"),
    DocumentKind("ke-hoach", "Kế hoạch", "KH"),
    DocumentKind("phuong-an", "Phương án", "PA"),
    DocumentKind("de-an", "Đề án", "ĐA"),
    DocumentKind("du-an", "Dự án", "DA"),
    DocumentKind("bao-cao", "Báo cáo", "BC"),
    DocumentKind("bien-ban", "Biên bản", "BB"),
    DocumentKind("to-trinh", "Tờ trình", "TTr"),
    DocumentKind("hop-dong", "Hợp đồng", "HĐ"),
    DocumentKind("cong-van", "Công văn", None),
    DocumentKind("cong-dien", "Công điện", "CĐ"),
    DocumentKind("ban-ghi-nho", "Bản ghi nhớ", "BGN"),
    DocumentKind("ban-thoa-thuan", "Bản thỏa thuận", "BTT"),
    DocumentKind("giay-uy-quyen", "Giấy ủy quyền", "GUQ"),
    DocumentKind("giay-moi", "Giấy mời", "GM"),
    DocumentKind("giay-gioi-thieu", "Giấy giới thiệu", "GGT"),
    DocumentKind("giay-nghi-phep", "Giấy nghỉ phép", "GNP"),
    DocumentKind("phieu-gui", "Phiếu gửi", "PG"),
    DocumentKind("phieu-chuyen", "Phiếu chuyển", "PC"),
    DocumentKind("phieu-bao", "Phiếu báo", "PB"),
    DocumentKind("thu-cong", "Thư công", None),
)

_BY_CODE = {kind.code: kind for kind in KINDS}


def document_kind(code: str) -> DocumentKind:
    """The kind with this code («bao-cao», «ke-hoach», …). Raises KeyError for an unknown one."""
    return _BY_CODE[code]


REPORT = document_kind("bao-cao")
PLAN = document_kind("ke-hoach")
LETTER = document_kind("cong-van")
SUBMISSION = document_kind("to-trinh")
NOTICE = document_kind("thong-bao")
