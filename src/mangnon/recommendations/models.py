"""The registry of recommendations: documents of Committees, their paragraphs, and what answers them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.agencies.terms import FactTag
from mangnon.recommendations.catalogue import cluster_named
from mangnon.recommendations.terms import LinkBasis, LinkKind

# Words of these tags are shown as «chưa kiểm chứng».
UNVERIFIED = (FactTag.RECALLED.value, FactTag.DERIVED.value)


class CommitteeDocument(models.Model):
    """What a Committee adopted on a State's report: numbered paragraphs. National: the same for every province."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "code": "public",
        "committee": "public",
        "symbol": "public",
        "title": "public",
        "adopted_on": "public",
        "distributed_on": "public",
        "tag": "public",
        "source": "public",
        "made_at": "internal",
        "made_by": "internal",
    }

    code = models.SlugField("mã", max_length=60, unique=True)
    committee = models.CharField("ủy ban", max_length=200)
    symbol = models.CharField("ký hiệu", max_length=60, unique=True)
    title = models.CharField("tên văn bản", max_length=300, blank=True)
    adopted_on = models.DateField("ngày thông qua", null=True, blank=True)
    distributed_on = models.DateField("ngày phát hành", null=True, blank=True)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=FactTag, default=FactTag.RECALLED)
    source = models.CharField("nguồn", max_length=300, blank=True)
    made_at = models.DateTimeField("thời điểm ghi")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "văn bản khuyến nghị"
        verbose_name_plural = "văn bản khuyến nghị"
        ordering = ["-adopted_on", "code"]

    def __str__(self) -> str:
        return self.symbol


class Recommendation(models.Model):
    """One numbered paragraph, or one lettered part of it. An empty text is not known yet, never invented."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "document": "public",
        "number": "public",
        "sub": "public",
        "cluster": "public",
        "topic": "public",
        "text": "public",
        "text_en": "public",
        "is_urgent": "public",
        "tag": "public",
        "source": "public",
        "changed_at": "internal",
    }

    document = models.ForeignKey(
        CommitteeDocument, models.PROTECT, related_name="recommendations", verbose_name="văn bản khuyến nghị"
    )
    number = models.PositiveSmallIntegerField("đoạn")
    sub = models.CharField("điểm", max_length=10, blank=True)
    cluster = models.CharField("cụm", max_length=10, blank=True)
    topic = models.CharField("chủ đề", max_length=300, blank=True)
    text = models.TextField("nội dung", blank=True)
    text_en = models.TextField("nguyên văn tiếng Anh", blank=True)
    is_urgent = models.BooleanField("cần hành động khẩn", default=False)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=FactTag, default=FactTag.RECALLED)
    source = models.CharField("nguồn", max_length=300, blank=True)
    changed_at = models.DateTimeField("thời điểm ghi lần cuối")

    class Meta:
        verbose_name = "khuyến nghị"
        verbose_name_plural = "khuyến nghị"
        ordering = ["document", "number", "sub"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number", "sub"], name="paragraph_once_in_document"),
            models.CheckConstraint(condition=Q(number__gte=1), name="paragraph_from_one"),
        ]

    def __str__(self) -> str:
        return f"đoạn {self.words}"

    @property
    def paragraph(self) -> str:
        """As it stands in an address: «30», «30a», «30a-ii»."""
        return f"{self.number}{self.sub}"

    @property
    def words(self) -> str:
        """As it is read: «30», «30 (a)», «30 (a) (ii)»."""
        return " ".join([str(self.number), *(f"({part})" for part in self.sub.split("-") if part)])

    @property
    def cluster_name(self) -> str:
        """The cluster's name; its code where the catalogue has it not."""
        return cluster_named(self.cluster)

    @property
    def is_verified(self) -> bool:
        """Whether its facts were read, there or in a second source."""
        return self.tag not in UNVERIFIED


class RightTag(models.Model):
    """A recommendation touches a right of the child: an article of the Law on Children (data/rights.json)."""

    PRIVACY: ClassVar[dict[str, str]] = {"recommendation": "public", "article": "public"}

    recommendation = models.ForeignKey(
        Recommendation, models.CASCADE, related_name="rights", verbose_name="khuyến nghị"
    )
    article = models.PositiveSmallIntegerField("điều của Luật Trẻ em")

    class Meta:
        verbose_name = "quyền của trẻ em liên quan"
        verbose_name_plural = "quyền của trẻ em liên quan"
        ordering = ["article"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "article"], name="right_once_on_paragraph")]

    def __str__(self) -> str:
        return f"Điều {self.article}"


class AnsweringPaper(models.Model):
    """A paper of the central level that answers a whole document: the decision between recommendation and plan.

    Plans that rest on it are found by its number (`number_key`), whenever they were adopted.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "document": "public",
        "kind": "public",
        "number": "public",
        "number_key": "public",
        "issued_on": "public",
        "issuer": "public",
        "title": "public",
        "tag": "public",
        "source": "public",
    }

    document = models.ForeignKey(
        CommitteeDocument, models.PROTECT, related_name="papers", verbose_name="văn bản khuyến nghị"
    )
    kind = models.CharField("quan hệ", max_length=20, choices=LinkKind, default=LinkKind.IMPLEMENTS)
    number = models.CharField("số, ký hiệu", max_length=120)
    number_key = models.CharField("số, ký hiệu để đối chiếu", max_length=120)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("trích yếu", blank=True)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=FactTag, default=FactTag.RECALLED)
    source = models.CharField("nguồn", max_length=300, blank=True)

    class Meta:
        verbose_name = "văn bản thực hiện khuyến nghị"
        verbose_name_plural = "văn bản thực hiện khuyến nghị"
        ordering = ["issued_on", "number"]
        constraints = [models.UniqueConstraint(fields=["document", "number_key", "issued_on"], name="paper_once")]

    def __str__(self) -> str:
        return self.number


class RecommendationLink(models.Model):
    """What a paper, a plan or a task does for a paragraph; who said so, when and why. Removed by an act, never lost."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "recommendation": "public",
        "kind": "public",
        "paper": "public",
        "plan": "public",
        "task": "public",
        "basis": "public",
        "note": "internal",
        "made_at": "internal",
        "made_by": "internal",
        "removed_at": "internal",
        "removed_by": "internal",
        "removed_reason": "internal",
    }

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="links", verbose_name="khuyến nghị")
    kind = models.CharField("quan hệ", max_length=20, choices=LinkKind, default=LinkKind.IMPLEMENTS)
    paper = models.ForeignKey(
        AnsweringPaper, models.PROTECT, null=True, blank=True, related_name="links", verbose_name="văn bản"
    )
    plan = models.ForeignKey(
        "plans.Plan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kế hoạch"
    )
    task = models.ForeignKey(
        "plans.Task", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ"
    )
    basis = models.CharField("cách ghi", max_length=20, choices=LinkBasis, default=LinkBasis.BY_HAND)
    note = models.CharField("lý do, căn cứ", max_length=500, blank=True)
    made_at = models.DateTimeField("thời điểm ghi")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người ghi"
    )
    removed_at = models.DateTimeField("thời điểm gỡ", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người gỡ"
    )
    removed_reason = models.CharField("lý do gỡ", max_length=500, blank=True)

    class Meta:
        verbose_name = "liên kết khuyến nghị"
        verbose_name_plural = "liên kết khuyến nghị"
        ordering = ["recommendation", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(paper__isnull=False, plan__isnull=True, task__isnull=True)
                | Q(paper__isnull=True, plan__isnull=False, task__isnull=True)
                | Q(paper__isnull=True, plan__isnull=True, task__isnull=False),
                name="link_has_one_end",
            ),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_reason=""), name="removed_link_says_why"
            ),
            *(
                models.UniqueConstraint(
                    fields=["recommendation", end],
                    condition=Q(removed_at__isnull=True, **{f"{end}__isnull": False}),
                    name=f"one_live_link_to_{end}",
                )
                for end in ("paper", "plan", "task")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} · {self.kind}"


class ParagraphList(models.Model):
    """A list of paragraphs that somebody sent: previewed first, applied once. Lists that were applied are kept."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "document": "public",
        "name": "internal",
        "sha256": "internal",
        "rows": "internal",
        "tag": "public",
        "source": "public",
        "received_at": "internal",
        "received_by": "internal",
        "applied_at": "internal",
        "counts": "internal",
    }

    document = models.ForeignKey(
        CommitteeDocument, models.PROTECT, related_name="lists", verbose_name="văn bản khuyến nghị"
    )
    name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("mã băm", max_length=64)
    rows = models.JSONField("các dòng", default=list)
    tag = models.CharField("mức kiểm chứng", max_length=1, choices=FactTag, default=FactTag.RECALLED)
    source = models.CharField("nguồn", max_length=300, blank=True)
    received_at = models.DateTimeField("thời điểm nhận")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người gửi"
    )
    applied_at = models.DateTimeField("thời điểm nạp", null=True, blank=True)
    counts = models.JSONField("số dòng theo kết quả", default=dict)

    class Meta:
        verbose_name = "danh mục đoạn khuyến nghị"
        verbose_name_plural = "danh mục đoạn khuyến nghị"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.name
