"""Registers and papers on their way out, with their files and signatures."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mangnon.agencies.public import Agency, Post
from mangnon.files.public import StoredFile
from mangnon.outgoing.rules import symbol_of
from mangnon.outgoing.terms import AddressRole, Capacity, FileRole, PaperState, Relation, SignatureKind, Urgency

_NUMBERED = (PaperState.NUMBERED, PaperState.SIGNED, PaperState.ISSUED, PaperState.CANCELLED, PaperState.WITHDRAWN)
ALIVE = (PaperState.DRAFT, PaperState.NUMBERED, PaperState.SIGNED, PaperState.ISSUED)


class Register(models.Model):
    """A body's register of outgoing papers (sổ đăng ký văn bản đi): of all kinds, or of some that it names."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("agency", "code", "name", "kinds", "opened_at", "opened_by", "closed_at", "closed_by", "close_reason"),
        "internal",
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="registers", verbose_name="cơ quan")
    code = models.CharField("mã sổ", max_length=40)
    name = models.CharField("tên sổ", max_length=200)
    # Codes of kinds (documents.official.kinds); empty: every kind that no other register of the body names.
    kinds = models.JSONField("loại văn bản", default=list, blank=True)
    opened_at = models.DateTimeField("thời điểm mở sổ")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người mở sổ"
    )
    closed_at = models.DateTimeField("thời điểm khép sổ", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người khép sổ"
    )
    close_reason = models.CharField("lý do khép sổ", max_length=300, blank=True)

    class Meta:
        verbose_name = "sổ đăng ký văn bản đi"
        verbose_name_plural = "sổ đăng ký văn bản đi"
        ordering = ["agency", "code"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "code"], name="register_code_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(close_reason=""), name="closed_register_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterYear(models.Model):
    """How far a register has come in a year. Its row is locked while a number is given.

    `first_number` is above 1 for a body that began the year on paper.
    """

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("register", "year", "first_number", "last_number", "last_day", "begun_reason"), "internal"
    )

    register = models.ForeignKey(Register, models.PROTECT, related_name="years", verbose_name="sổ")
    year = models.PositiveSmallIntegerField("năm")
    first_number = models.PositiveIntegerField("số đầu tiên", default=1)
    last_number = models.PositiveIntegerField("số đã cấp sau cùng", default=0)
    last_day = models.DateField("ngày của số sau cùng", null=True, blank=True)
    begun_reason = models.CharField("lý do không bắt đầu từ số 01", max_length=300, blank=True)

    class Meta:
        verbose_name = "năm của sổ"
        verbose_name_plural = "năm của sổ"
        ordering = ["register", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["register", "year"], name="register_year_once"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, last_number__gte=F("first_number") - 1),
                name="register_numbers_in_order",
            ),
            models.CheckConstraint(
                condition=Q(first_number=1) | ~Q(begun_reason=""), name="later_first_number_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_id}/{self.year}"


class PaperTemplate(models.Model):
    """A template of an office for one kind of paper; what it says is in its versions."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("agency", "kind", "code", "name", "use", "made_at", "made_by", "retired_at", "retired_by"), "internal"
    )

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="paper_templates", verbose_name="cơ quan")
    kind = models.CharField("loại văn bản", max_length=20)
    code = models.SlugField("mã mẫu", max_length=60)
    name = models.CharField("tên mẫu", max_length=200)
    # What the template is for: "general", or a use that another room fills with its own fields («urging»).
    use = models.CharField("dùng cho", max_length=40, default="general")
    made_at = models.DateTimeField("thời điểm lập")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
    retired_at = models.DateTimeField("thời điểm ngừng dùng", null=True, blank=True)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ngừng"
    )

    class Meta:
        verbose_name = "mẫu văn bản"
        verbose_name_plural = "mẫu văn bản"
        ordering = ["agency", "kind", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="template_code_once")]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """What a template said from a time on. Never changed; the highest number is in use."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("template", "number", "parts", "note", "made_at", "made_by"), "internal"
    )

    template = models.ForeignKey(PaperTemplate, models.PROTECT, related_name="versions", verbose_name="mẫu")
    number = models.PositiveIntegerField("bản")
    parts = models.JSONField("nội dung")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    made_at = models.DateTimeField("thời điểm lưu")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lưu"
    )

    class Meta:
        verbose_name = "bản của mẫu"
        verbose_name_plural = "bản của mẫu"
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template_id}/{self.number}"


class OutgoingPaper(models.Model):
    """A paper of a body on its way out. `source_kind` and `source_key` name what it is about in a room above.

    `content` is the official document as data (documents.official.storing), without number; empty for a paper whose
    file was written elsewhere.
    """

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("agency", "register", "kind", "year", "number", "symbol", "subject"), "internal"),
        **dict.fromkeys(("issued_on", "urgency", "state", "content", "template", "source_kind"), "internal"),
        **dict.fromkeys(("source_key", "replaces", "relation", "drafted_at", "drafted_by", "numbered_at"), "internal"),
        **dict.fromkeys(("numbered_by", "signed_at", "issued_at", "issued_by", "ended_at"), "internal"),
        **dict.fromkeys(("ended_by", "end_reason", "delegation", "capacity", "signer_title"), "internal"),
        **dict.fromkeys(("page_count", "version"), "internal"),
        "signer_name": "personal",
        "signer_post": "personal",
    }

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="outgoing_papers", verbose_name="cơ quan")
    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="sổ"
    )
    kind = models.CharField("loại văn bản", max_length=20)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=80)
    subject = models.CharField("trích yếu", max_length=1000)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    urgency = models.CharField("mức độ khẩn", max_length=20, choices=Urgency, default=Urgency.NORMAL)
    state = models.CharField("trạng thái", max_length=20, choices=PaperState, default=PaperState.DRAFT)
    capacity = models.CharField("thẩm quyền ký", max_length=20, choices=Capacity, default=Capacity.HEAD)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=160, blank=True)
    signer_post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="vị trí của người ký"
    )
    delegation = models.CharField("văn bản ủy quyền", max_length=200, blank=True)
    content = models.JSONField("nội dung", default=dict, blank=True)
    template = models.ForeignKey(
        TemplateVersion, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="theo mẫu"
    )
    source_kind = models.CharField("lập từ", max_length=40, blank=True)
    source_key = models.CharField("khóa của nguồn", max_length=80, blank=True)
    page_count = models.PositiveIntegerField("số trang", null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="thay cho văn bản"
    )
    relation = models.CharField("là văn bản", max_length=20, choices=Relation, blank=True)
    drafted_at = models.DateTimeField("thời điểm lập")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người lập"
    )
    numbered_at = models.DateTimeField("thời điểm cấp số", null=True, blank=True)
    numbered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cấp số"
    )
    signed_at = models.DateTimeField("thời điểm ký đủ", null=True, blank=True)
    issued_at = models.DateTimeField("thời điểm ban hành", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ban hành"
    )
    ended_at = models.DateTimeField("thời điểm hủy, thu hồi", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người hủy"
    )
    end_reason = models.CharField("lý do hủy, thu hồi", max_length=500, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1)

    class Meta:
        verbose_name = "văn bản đi"
        verbose_name_plural = "văn bản đi"
        ordering = ["-drafted_at", "-pk"]
        indexes = [
            models.Index(fields=["agency", "year", "number"], name="outgoing_by_number"),
            models.Index(fields=["source_kind", "source_key"], name="outgoing_by_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="outgoing_number_once"),
            models.UniqueConstraint(
                fields=["agency", "year", "kind", "number"],
                condition=~Q(state=PaperState.CANCELLED),
                name="outgoing_number_once_of_kind",
            ),
            models.UniqueConstraint(
                fields=["source_kind", "source_key"],
                condition=~Q(source_kind="") & Q(state__in=ALIVE),
                name="outgoing_one_paper_of_a_source",
            ),
            models.CheckConstraint(condition=Q(relation="") | Q(replaces__isnull=False), name="relation_has_its_paper"),
            models.CheckConstraint(
                condition=Q(
                    state__in=_NUMBERED,
                    number__isnull=False,
                    year__isnull=False,
                    register__isnull=False,
                    issued_on__isnull=False,
                )
                | (
                    Q(state__in=(PaperState.DRAFT, PaperState.DROPPED))
                    & Q(number__isnull=True, year__isnull=True, register__isnull=True)
                ),
                name="outgoing_number_from_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PaperState.CANCELLED, PaperState.WITHDRAWN, PaperState.DROPPED))
                | ~Q(end_reason=""),
                name="ended_paper_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PaperState.SIGNED, PaperState.ISSUED)) | Q(signed_at__isnull=False),
                name="signed_paper_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=PaperState.ISSUED) | Q(issued_at__isnull=False), name="issued_paper_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return self.full_symbol

    @property
    def full_symbol(self) -> str:
        """«05/BC-SYT»; dots while there is no number."""
        return symbol_of(self.number, self.symbol)

    @property
    def has_content(self) -> bool:
        """Whether its words are kept here or written by their owner, so that its files can be written from them."""
        return bool(self.content) or (self.state == PaperState.DRAFT and bool(self.source_kind))


class PaperAddress(models.Model):
    """Who gets a paper, in its own words; `agency` where the words name one body of the catalogue."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("paper", "order", "role", "agency", "words"), "internal")

    paper = models.ForeignKey(OutgoingPaper, models.CASCADE, related_name="addresses", verbose_name="văn bản")
    order = models.PositiveSmallIntegerField("thứ tự")
    role = models.CharField("vai trò", max_length=20, choices=AddressRole)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="received_papers", verbose_name="cơ quan nhận"
    )
    words = models.CharField("nơi nhận", max_length=400)

    class Meta:
        verbose_name = "nơi nhận văn bản"
        verbose_name_plural = "nơi nhận văn bản"
        ordering = ["paper", "role", "order"]
        constraints = [models.UniqueConstraint(fields=["paper", "role", "order"], name="paper_address_once")]

    def __str__(self) -> str:
        return self.words


class PaperFile(models.Model):
    """A file of a paper. Never replaced: a later one of the same role stands beside it and counts."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(
        ("paper", "file", "role", "name", "added_at", "added_by"), "internal"
    )

    paper = models.ForeignKey(OutgoingPaper, models.PROTECT, related_name="files", verbose_name="văn bản")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    role = models.CharField("là", max_length=20, choices=FileRole)
    name = models.CharField("tên tệp", max_length=200)
    added_at = models.DateTimeField("thời điểm thêm")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người thêm"
    )

    class Meta:
        verbose_name = "tệp của văn bản"
        verbose_name_plural = "tệp của văn bản"
        ordering = ["paper", "pk"]

    def __str__(self) -> str:
        return self.name


class PaperSignature(models.Model):
    """A signature on a paper: who, when, on which file, and what the certificate said of itself."""

    PRIVACY: ClassVar[dict[str, str]] = {
        **dict.fromkeys(
            ("paper", "kind", "file", "signed_at", "fingerprint", "valid_from", "valid_to", "issuer", "recorded_at"),
            "internal",
        ),
        "stamped_at": "internal",
        "stamped_by": "internal",
        "subject": "personal",
        "recorded_by": "internal",
        "trust": "internal",
        "doubts": "personal",
        "taken_because": "internal",
    }

    paper = models.ForeignKey(OutgoingPaper, models.PROTECT, related_name="signatures", verbose_name="văn bản")
    kind = models.CharField("loại chữ ký", max_length=20, choices=SignatureKind)
    file = models.ForeignKey(
        PaperFile, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name="trên tệp"
    )
    signed_at = models.DateTimeField("thời điểm ký")
    subject = models.CharField("chủ thể chứng thư", max_length=300, blank=True)
    issuer = models.CharField("bên cấp chứng thư", max_length=300, blank=True)
    fingerprint = models.CharField("mã băm chứng thư", max_length=64, blank=True)
    valid_from = models.DateTimeField("chứng thư có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateTimeField("chứng thư có hiệu lực đến", null=True, blank=True)
    # What was known of the certificate's chain when it was recorded: "unknown" or "chain".
    trust = models.CharField("mức tin cậy", max_length=20, blank=True)
    # What spoke against it when it was taken, in sentences, and why it was taken all the same (rules/whose).
    doubts = models.CharField("điều cần xem", max_length=1000, blank=True)
    taken_because = models.CharField("lý do vẫn nhận", max_length=500, blank=True)
    # What an authority's time stamp on the signature says (RFC 3161); empty where it has none.
    stamped_at = models.DateTimeField("dấu thời gian", null=True, blank=True)
    stamped_by = models.CharField("bên cấp dấu thời gian", max_length=300, blank=True)
    recorded_at = models.DateTimeField("thời điểm ghi")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "chữ ký trên văn bản"
        verbose_name_plural = "chữ ký trên văn bản"
        ordering = ["paper", "signed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.paper_id}: {self.kind}"


class ExchangeCode(models.Model):
    """The identification code of a body in the exchange of electronic papers (QĐ 20/2020/QĐ-TTg), as it told it."""

    PRIVACY: ClassVar[dict[str, str]] = dict.fromkeys(("agency", "code", "basis", "kept_at", "kept_by"), "internal")

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="exchange_code", verbose_name="cơ quan")
    code = models.CharField("mã định danh điện tử", max_length=40, unique=True)
    basis = models.CharField("căn cứ", max_length=300)
    kept_at = models.DateTimeField("thời điểm ghi")
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi"
    )

    class Meta:
        verbose_name = "mã định danh của cơ quan"
        verbose_name_plural = "mã định danh của cơ quan"
        ordering = ["agency"]

    def __str__(self) -> str:
        return self.code
