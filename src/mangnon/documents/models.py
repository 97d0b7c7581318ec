"""Received paper and what was read from it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from mangnon.documents.references import KEY_LONGEST, day_of, number_key
from mangnon.documents.terms import CitationKind, PhraseKind, ReadingState
from mangnon.jobs.public import Job


class SourceFile(models.Model):
    """A file as one province received it. Its bytes are kept once under their SHA-256, however often they are sent.

    `territory_code`: the province whose people may see it; empty for a paper that is of no province (a central one,
    read by a command), which everybody in a post may see.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "sha256": "internal",
        "territory_code": "internal",
        "name": "internal",
        "kind": "internal",
        "size": "internal",
        "received_at": "internal",
        "received_by": "internal",
    }

    sha256 = models.CharField("mã băm", max_length=64)
    territory_code = models.CharField("mã tỉnh nhận", max_length=20, blank=True)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=20)
    size = models.BigIntegerField("kích thước (byte)")
    received_at = models.DateTimeField("thời điểm nhận")
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người nhận"
    )

    class Meta:
        verbose_name = "tệp nguồn"
        verbose_name_plural = "tệp nguồn"
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["sha256", "territory_code"], name="file_once_in_province")]

    def __str__(self) -> str:
        return self.name


class DirectiveReading(models.Model):
    """What was read from a file, and what a person made of it.

    `lines` are the paper's own lines; `page_of` and `boxes` say for each of them on which page it stands and where
    there (left, top, right, bottom in 1/10000 of the page; null without a page picture), `turns` by how many degrees
    each page was turned to be read: empty for text, and for a reading of before. `first_result` is what the reader
    said (never changed, kept as evidence); `result` is the same after a person's corrections, in the contract's JSON
    shape. `version` counts changes. `number_key` and `issued_on` repeat the result's number and day so that papers
    that name this one find it.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "source": "internal",
        "state": "internal",
        "lines": "internal",
        "page_of": "internal",
        "boxes": "internal",
        "turns": "internal",
        "doubts": "internal",
        "first_result": "internal",
        "result": "internal",
        "confirmed": "internal",
        "number_key": "public",
        "issued_on": "public",
        "version": "internal",
        "read_at": "internal",
        "adopted_at": "internal",
        "adopted_by": "internal",
    }

    source = models.OneToOneField(SourceFile, models.PROTECT, related_name="reading", verbose_name="tệp nguồn")
    state = models.CharField("trạng thái", max_length=20, choices=ReadingState, default=ReadingState.IN_REVIEW)
    lines = models.JSONField("các dòng trên giấy", default=list)
    page_of = models.JSONField("trang của từng dòng", default=list)
    boxes = models.JSONField("vị trí của từng dòng", default=list)
    turns = models.JSONField("góc xoay của từng trang", default=list)
    # {line number: [[word index, confidence], …]} of the repaired line, only words below the doubt threshold.
    doubts = models.JSONField("từ còn nghi ngờ", default=dict)
    first_result = models.JSONField("kết quả đọc máy")
    result = models.JSONField("kết quả sau rà soát")
    confirmed = models.JSONField("mục đã xác nhận", default=list)
    number_key = models.CharField("số, ký hiệu để đối chiếu", max_length=KEY_LONGEST, blank=True, editable=False)
    issued_on = models.DateField("ngày ban hành để đối chiếu", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField("phiên bản", default=1)
    read_at = models.DateTimeField("thời điểm đọc")
    adopted_at = models.DateTimeField("thời điểm duyệt", null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )

    class Meta:
        verbose_name = "bản đọc văn bản"
        verbose_name_plural = "bản đọc văn bản"
        ordering = ["-read_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReadingState.ADOPTED) | Q(adopted_at__isnull=False),
                name="adopted_reading_has_instant",
            )
        ]
        indexes = [models.Index(fields=["number_key", "issued_on"], name="reading_by_number")]

    def __str__(self) -> str:
        return str(self.result.get("number") or self.source.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Number and day for comparison go along with the result, whoever changes it."""
        changed = kwargs.get("update_fields")
        if changed is None or "result" in changed:
            self.number_key = number_key(self.result.get("number"))
            self.issued_on = day_of(self.result.get("date"))
            if changed is not None:
                kwargs["update_fields"] = {*changed, "number_key", "issued_on"}
        super().save(*args, **kwargs)


class CitedPaper(models.Model):
    """What a reading says of another paper. Which received paper that is, is asked anew each time (`links`)."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "reading": "internal",
        "order": "internal",
        "kind": "public",
        "number": "public",
        "number_key": "public",
        "issued_on": "public",
        "issuer": "public",
        "title": "public",
        "first_line": "internal",
        "last_line": "internal",
    }

    reading = models.ForeignKey(DirectiveReading, models.CASCADE, related_name="cited_papers", verbose_name="bản đọc")
    order = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("quan hệ", max_length=20, choices=CitationKind)
    number = models.CharField("số, ký hiệu", max_length=KEY_LONGEST, blank=True)
    number_key = models.CharField("số, ký hiệu để đối chiếu", max_length=KEY_LONGEST, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    title = models.TextField("trích yếu", blank=True)
    first_line = models.PositiveIntegerField("dòng đầu", null=True, blank=True)
    last_line = models.PositiveIntegerField("dòng cuối", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản được nhắc đến"
        verbose_name_plural = "văn bản được nhắc đến"
        ordering = ["reading", "order"]
        constraints = [models.UniqueConstraint(fields=["reading", "order"], name="cited_paper_order_once")]
        indexes = [models.Index(fields=["number_key"], name="cited_paper_by_number")]

    def __str__(self) -> str:
        return self.number or self.title[:60]


class ReadingJob(models.Model):
    """A file that somebody sent to be read. The job says how far the reading is, or why there is none.

    `source` is there until the file is refused or the reading given up; its reading, once there, is the answer.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "job": "internal",
        "source": "internal",
        "name": "internal",
        "size": "internal",
        "territory_code": "internal",
        "dismissed_at": "internal",
    }

    job = models.OneToOneField(Job, models.PROTECT, related_name="reading_job", verbose_name="việc chạy nền")
    source = models.OneToOneField(
        SourceFile, models.SET_NULL, null=True, blank=True, related_name="reading_job", verbose_name="tệp nguồn"
    )
    name = models.CharField("tên tệp", max_length=200)
    size = models.BigIntegerField("kích thước (byte)")
    territory_code = models.CharField("mã tỉnh nhận", max_length=20, blank=True)
    dismissed_at = models.DateTimeField("thời điểm ẩn khỏi danh sách", null=True, blank=True)

    class Meta:
        verbose_name = "lượt đọc tệp"
        verbose_name_plural = "lượt đọc tệp"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ReadPage(models.Model):
    """One page as it was read, kept until the whole is: who goes on after an interruption reads no page twice."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "reading_job": "internal",
        "number": "internal",
        "content": "internal",
        "seconds": "internal",
    }

    reading_job = models.ForeignKey(ReadingJob, models.CASCADE, related_name="pages", verbose_name="lượt đọc tệp")
    number = models.PositiveIntegerField("trang")
    content = models.JSONField("nội dung đọc được")
    seconds = models.FloatField("thời gian đọc (giây)")

    class Meta:
        verbose_name = "trang đã đọc"
        verbose_name_plural = "trang đã đọc"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reading_job", "number"], name="page_read_once")]

    def __str__(self) -> str:
        return f"{self.reading_job_id}/{self.number}"


class Correction(models.Model):
    """One field a person corrected: evidence, and later material for measuring the reader."""

    PRIVACY: ClassVar[dict[str, str]] = {
        "reading": "internal",
        "field": "internal",
        "before": "internal",
        "after": "internal",
        "corrected_at": "internal",
        "corrected_by": "internal",
    }

    reading = models.ForeignKey(DirectiveReading, models.PROTECT, related_name="corrections", verbose_name="bản đọc")
    field = models.CharField("mục", max_length=80)
    before = models.JSONField("trước", null=True)
    after = models.JSONField("sau", null=True)
    corrected_at = models.DateTimeField("thời điểm")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người sửa"
    )

    class Meta:
        verbose_name = "lần sửa"
        verbose_name_plural = "lần sửa"
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return f"{self.field} ({self.reading_id})"


class LearnedPhrase(models.Model):
    """A name or phrase that stood in a reading a person adopted, and that the reader did not know before.

    The next document of the same province is read knowing it. Which reading taught it stays on record.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        "territory_code": "internal",
        "kind": "internal",
        "text": "internal",
        "reading": "internal",
        "learned_at": "internal",
    }

    territory_code = models.CharField("mã tỉnh", max_length=20, blank=True)
    kind = models.CharField("loại", max_length=10, choices=PhraseKind)
    text = models.CharField("cụm từ", max_length=300)
    reading = models.ForeignKey(
        DirectiveReading, models.PROTECT, related_name="learned_phrases", verbose_name="bản đọc"
    )
    learned_at = models.DateTimeField("thời điểm")

    class Meta:
        verbose_name = "cụm từ đã học"
        verbose_name_plural = "cụm từ đã học"
        ordering = ["territory_code", "kind", "text"]
        constraints = [models.UniqueConstraint(fields=["territory_code", "kind", "text"], name="phrase_learned_once")]

    def __str__(self) -> str:
        return self.text
