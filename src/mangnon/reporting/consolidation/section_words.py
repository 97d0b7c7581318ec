"""What an officer says at the head of a section of the child-rights report where no body reported it: read, kept."""

from __future__ import annotations

from collections.abc import Mapping

from mangnon.recommendations.public import clusters
from mangnon.reporting.models import Consolidation, SectionWords

_OTHERS = {
    "chi-tieu": "Chỉ tiêu của chương trình, kế hoạch",
    "khuyen-nghi": "Việc đã làm theo từng khuyến nghị",
    "kho-khan": "Khó khăn, vướng mắc",
    "de-xuat": "Đề xuất, kiến nghị",
}


def sections() -> dict[str, str]:
    """The sections that take words of one's own, by key: the Committee's clusters, then the report's other parts."""
    return {f"nhom-{cluster.code}": cluster.name for cluster in clusters().values()} | _OTHERS


def words_of_sections(consolidation: Consolidation) -> Mapping[str, SectionWords]:
    """What was written, by section. One query."""
    rows = SectionWords.objects.filter(consolidation=consolidation).select_related("written_by")
    return {row.section: row for row in rows}


def keep_section_words(made: Consolidation, last: int) -> None:
    """Carry the words of consolidation number `last` on."""
    rows = SectionWords.objects.filter(consolidation__period=made.period_id, consolidation__number=last)
    SectionWords.objects.bulk_create(
        SectionWords(
            consolidation=made,
            section=row.section,
            text=row.text,
            written_at=row.written_at,
            written_by_id=row.written_by_id,
            revision=row.revision,
        )
        for row in rows
    )
