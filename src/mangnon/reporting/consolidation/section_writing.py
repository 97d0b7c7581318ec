"""An officer writes words of their own into the child-rights report, on record."""

from __future__ import annotations

from django.db import transaction

from mangnon.accounts.public import Actor
from mangnon.audit.public import record
from mangnon.kernel import clock
from mangnon.kernel.refusals import Stale
from mangnon.kernel.text import nfc
from mangnon.reporting.consolidation.issuing import check_not_frozen
from mangnon.reporting.consolidation.section_words import sections
from mangnon.reporting.duties.lineage import recipient_of
from mangnon.reporting.errors import NotComplete
from mangnon.reporting.models import Consolidation, Period, SectionWords
from mangnon.reporting.policies import check_review_reports

MOST_LETTERS = 10_000
_KEPT_ON_SCREEN = "Nội dung bạn nhập chưa được lưu và vẫn còn trên màn hình"


@transaction.atomic
def write_section(
    *, actor: Actor, consolidation_id: int, section: str, text: str, revision: int
) -> SectionWords | None:
    """Put words at the head of a section of the report that the last consolidation of a period makes; empty words take
    them away (the answer is None then). They go on with the next consolidation.

    `revision`: of the words that were seen; 0 for none. Raises NotAllowed, Stale (also where there is a later
    consolidation), ReportLocked (its paper has a number), NotComplete (no such section, too long).
    """
    of_consolidation = Period.objects.filter(consolidations=consolidation_id).values("pk")
    period = Period.objects.select_for_update(of=("self",)).select_related("regime").get(pk__in=of_consolidation)
    check_review_reports(actor, recipient_id=recipient_of(period.regime, clock.today()).pk)
    made = Consolidation.objects.get(pk=consolidation_id)
    if Consolidation.objects.filter(period=period, number__gt=made.number).exists():
        raise Stale(f"Đã có lần tổng hợp mới hơn. {_KEPT_ON_SCREEN}; hãy mở lần mới nhất rồi viết.")
    check_not_frozen(made)
    if section not in sections():
        raise NotComplete(f"Báo cáo không có phần này. {_KEPT_ON_SCREEN}; hãy tải lại trang.")
    words = nfc(text).replace("\r\n", "\n").strip()
    if len(words) > MOST_LETTERS:
        raise NotComplete(f"Nội dung dài hơn {MOST_LETTERS} chữ cái. {_KEPT_ON_SCREEN}; hãy rút gọn.")
    found = SectionWords.objects.filter(consolidation=made, section=section).first()
    if (found.revision if found is not None else 0) != revision:
        raise Stale(f"Người khác vừa viết phần này. {_KEPT_ON_SCREEN}; hãy tải lại trang để xem bản mới.")
    before = found.text if found is not None else ""
    if not words:
        SectionWords.objects.filter(consolidation=made, section=section).delete()
        found = None
    else:
        values = {"text": words, "written_at": clock.now(), "written_by_id": actor.user_id, "revision": revision + 1}
        found, _ = SectionWords.objects.update_or_create(consolidation=made, section=section, defaults=values)
    if words != before:
        record(
            actor=actor,
            act="write_section",
            object_type="Consolidation",
            object_id=made.pk,
            details={"section": sections()[section], "before": len(before), "after": len(words)},
        )
    return found
