"""What a directive says of other documents, as it stood when it was adopted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from mangnon.documents.terms import CitationKind
from mangnon.plans.models.papers import Directive


class DirectiveRelation(models.Model):
    """One document that the directive rests on, implements, replaces, amends, continues or names.

    Which received paper or plan that is, is asked anew each time (`portfolio`). `from_year` and `to_year`: the period
    that the other document's title names, as far as it does.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "directive": "public",
        "order": "public",
        "kind": "public",
        "number": "public",
        "number_key": "public",
        "issued_on": "public",
        "issuer": "public",
        "title": "public",
        "from_year": "public",
        "to_year": "public",
        "first_line": "internal",
    }

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="relations", verbose_name="văn bản chỉ đạo")
    order = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("quan hệ", max_length=20, choices=CitationKind)
    number = models.CharField("số, ký hiệu", max_length=120, blank=True)
    number_key = models.CharField("số, ký hiệu để đối chiếu", max_length=120, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("trích yếu", blank=True)
    from_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)

    class Meta:
        verbose_name = "quan hệ giữa các văn bản"
        verbose_name_plural = "quan hệ giữa các văn bản"
        ordering = ["directive", "order"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "order"], name="directive_relation_order_once"),
            models.CheckConstraint(
                condition=Q(from_year__isnull=True) | Q(to_year__isnull=True) | Q(to_year__gte=F("from_year")),
                name="relation_period_in_order",
            ),
        ]
        indexes = [models.Index(fields=["number_key", "kind"], name="relation_by_number")]

    def __str__(self) -> str:
        return self.number or self.title[:60]
