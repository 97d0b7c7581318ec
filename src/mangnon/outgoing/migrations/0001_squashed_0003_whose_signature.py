"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("outgoing", "0001_initial"),
        ("outgoing", "0002_replacing_and_time_stamps"),
        ("outgoing", "0003_whose_signature"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("agencies", "0001_squashed_0003_scope_and_first_functions"),
        ("files", "0001_stored_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="mã định danh điện tử")),
                ("basis", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("kept_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exchange_code",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "mã định danh của cơ quan",
                "verbose_name_plural": "mã định danh của cơ quan",
                "ordering": ["agency"],
            },
        ),
        migrations.CreateModel(
            name="PaperTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="loại văn bản")),
                ("code", models.SlugField(max_length=60, verbose_name="mã mẫu")),
                ("name", models.CharField(max_length=200, verbose_name="tên mẫu")),
                ("use", models.CharField(default="general", max_length=40, verbose_name="dùng cho")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm lập")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm ngừng dùng")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_templates",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ngừng",
                    ),
                ),
            ],
            options={
                "verbose_name": "mẫu văn bản",
                "verbose_name_plural": "mẫu văn bản",
                "ordering": ["agency", "kind", "name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("agency", "code"), name="template_code_once")],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="mã sổ")),
                ("name", models.CharField(max_length=200, verbose_name="tên sổ")),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="loại văn bản")),
                ("opened_at", models.DateTimeField(verbose_name="thời điểm mở sổ")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm khép sổ")),
                ("close_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do khép sổ")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người khép sổ",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người mở sổ",
                    ),
                ),
            ],
            options={
                "verbose_name": "sổ đăng ký văn bản đi",
                "verbose_name_plural": "sổ đăng ký văn bản đi",
                "ordering": ["agency", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "code"), name="register_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True), models.Q(("close_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="closed_register_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("first_number", models.PositiveIntegerField(default=1, verbose_name="số đầu tiên")),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="số đã cấp sau cùng")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="ngày của số sau cùng")),
                (
                    "begun_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="lý do không bắt đầu từ số 01"),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="outgoing.register",
                        verbose_name="sổ",
                    ),
                ),
            ],
            options={
                "verbose_name": "năm của sổ",
                "verbose_name_plural": "năm của sổ",
                "ordering": ["register", "-year"],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "year"), name="register_year_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_number__gte", 1),
                            (
                                "last_number__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("first_number"), "-", models.Value(1)
                                ),
                            ),
                        ),
                        name="register_numbers_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_number", 1), models.Q(("begun_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="later_first_number_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="bản")),
                ("parts", models.JSONField(verbose_name="nội dung")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                ("made_at", models.DateTimeField(verbose_name="thời điểm lưu")),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outgoing.papertemplate",
                        verbose_name="mẫu",
                    ),
                ),
            ],
            options={
                "verbose_name": "bản của mẫu",
                "verbose_name_plural": "bản của mẫu",
                "ordering": ["template", "-number"],
                "constraints": [models.UniqueConstraint(fields=("template", "number"), name="template_version_once")],
            },
        ),
        migrations.CreateModel(
            name="OutgoingPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20, verbose_name="loại văn bản")),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="năm")),
                ("number", models.PositiveIntegerField(blank=True, null=True, verbose_name="số")),
                ("symbol", models.CharField(max_length=80, verbose_name="ký hiệu")),
                ("subject", models.CharField(max_length=1000, verbose_name="trích yếu")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="ngày ban hành")),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("normal", "Thường"),
                            ("urgent", "Khẩn"),
                            ("very_urgent", "Thượng khẩn"),
                            ("express", "Hỏa tốc"),
                        ],
                        default="normal",
                        max_length=20,
                        verbose_name="mức độ khẩn",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Dự thảo"),
                            ("numbered", "Đã cấp số"),
                            ("signed", "Đã ký"),
                            ("issued", "Đã ban hành"),
                            ("cancelled", "Đã hủy số"),
                            ("withdrawn", "Đã thu hồi"),
                            ("dropped", "Đã bỏ dự thảo"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="trạng thái",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("head", "Người đứng đầu ký"),
                            ("deputy", "Ký thay (KT.)"),
                            ("on_order", "Ký thừa lệnh (TL.)"),
                            ("delegated", "Ký thừa ủy quyền (TUQ.)"),
                            ("acting", "Quyền cấp trưởng (Q.)"),
                        ],
                        default="head",
                        max_length=20,
                        verbose_name="thẩm quyền ký",
                    ),
                ),
                ("signer_name", models.CharField(blank=True, max_length=120, verbose_name="người ký")),
                ("signer_title", models.CharField(blank=True, max_length=160, verbose_name="chức vụ người ký")),
                ("delegation", models.CharField(blank=True, max_length=200, verbose_name="văn bản ủy quyền")),
                ("content", models.JSONField(blank=True, default=dict, verbose_name="nội dung")),
                ("source_kind", models.CharField(blank=True, max_length=40, verbose_name="lập từ")),
                ("source_key", models.CharField(blank=True, max_length=80, verbose_name="khóa của nguồn")),
                ("page_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="số trang")),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[("replaces", "Thay thế"), ("corrects", "Đính chính"), ("withdraws", "Thu hồi")],
                        max_length=20,
                        verbose_name="là văn bản",
                    ),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="thời điểm lập")),
                ("numbered_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm cấp số")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm ký đủ")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm ban hành")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm hủy, thu hồi")),
                ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do hủy, thu hồi")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="phiên bản")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outgoing_papers",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lập",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hủy",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ban hành",
                    ),
                ),
                (
                    "numbered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người cấp số",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="outgoing.outgoingpaper",
                        verbose_name="thay cho văn bản",
                    ),
                ),
                (
                    "signer_post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                        verbose_name="vị trí của người ký",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="outgoing.register",
                        verbose_name="sổ",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="outgoing.templateversion",
                        verbose_name="theo mẫu",
                    ),
                ),
            ],
            options={
                "verbose_name": "văn bản đi",
                "verbose_name_plural": "văn bản đi",
                "ordering": ["-drafted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["agency", "year", "number"], name="outgoing_by_number"),
                    models.Index(fields=["source_kind", "source_key"], name="outgoing_by_source"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "year", "number"), name="outgoing_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("source_kind", ""), _negated=True),
                            ("state__in", ("draft", "numbered", "signed", "issued")),
                        ),
                        fields=("source_kind", "source_key"),
                        name="outgoing_one_paper_of_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relation", ""), ("replaces__isnull", False), _connector="OR"),
                        name="relation_has_its_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("issued_on__isnull", False),
                                ("number__isnull", False),
                                ("register__isnull", False),
                                ("state__in", ("numbered", "signed", "issued", "cancelled", "withdrawn")),
                                ("year__isnull", False),
                            ),
                            models.Q(
                                ("state__in", ("draft", "dropped")),
                                ("number__isnull", True),
                                ("register__isnull", True),
                                ("year__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="outgoing_number_from_its_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("cancelled", "withdrawn", "dropped")), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="ended_paper_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("signed", "issued")), _negated=True),
                            ("signed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="signed_paper_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True), ("issued_at__isnull", False), _connector="OR"
                        ),
                        name="issued_paper_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("draft", "Bản thảo"),
                            ("editable", "Bản sửa được"),
                            ("final", "Bản trình ký"),
                            ("signed", "Bản đã ký"),
                            ("scan", "Bản chụp văn bản giấy đã ký"),
                            ("annex", "Phụ lục kèm theo"),
                        ],
                        max_length=20,
                        verbose_name="là",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên tệp")),
                ("added_at", models.DateTimeField(verbose_name="thời điểm thêm")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thêm",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                        verbose_name="tệp",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="outgoing.outgoingpaper",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp của văn bản",
                "verbose_name_plural": "tệp của văn bản",
                "ordering": ["paper", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Chữ ký số của người ký"),
                            ("agency", "Chữ ký số của cơ quan"),
                            ("paper", "Ký trên bản giấy"),
                        ],
                        max_length=20,
                        verbose_name="loại chữ ký",
                    ),
                ),
                ("signed_at", models.DateTimeField(verbose_name="thời điểm ký")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="chủ thể chứng thư")),
                ("issuer", models.CharField(blank=True, max_length=300, verbose_name="bên cấp chứng thư")),
                ("fingerprint", models.CharField(blank=True, max_length=64, verbose_name="mã băm chứng thư")),
                ("valid_from", models.DateTimeField(blank=True, null=True, verbose_name="chứng thư có hiệu lực từ")),
                ("valid_to", models.DateTimeField(blank=True, null=True, verbose_name="chứng thư có hiệu lực đến")),
                ("trust", models.CharField(blank=True, max_length=20, verbose_name="mức tin cậy")),
                ("doubts", models.CharField(blank=True, max_length=1000, verbose_name="điều cần xem")),
                ("taken_because", models.CharField(blank=True, max_length=500, verbose_name="lý do vẫn nhận")),
                ("stamped_at", models.DateTimeField(blank=True, null=True, verbose_name="dấu thời gian")),
                ("stamped_by", models.CharField(blank=True, max_length=300, verbose_name="bên cấp dấu thời gian")),
                ("recorded_at", models.DateTimeField(verbose_name="thời điểm ghi")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="outgoing.paperfile",
                        verbose_name="trên tệp",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="outgoing.outgoingpaper",
                        verbose_name="văn bản",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người ghi",
                    ),
                ),
            ],
            options={
                "verbose_name": "chữ ký trên văn bản",
                "verbose_name_plural": "chữ ký trên văn bản",
                "ordering": ["paper", "signed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaperAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                (
                    "role",
                    models.CharField(
                        choices=[("addressee", "Kính gửi"), ("recipient", "Nơi nhận")],
                        max_length=20,
                        verbose_name="vai trò",
                    ),
                ),
                ("words", models.CharField(max_length=400, verbose_name="nơi nhận")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_papers",
                        to="agencies.agency",
                        verbose_name="cơ quan nhận",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addresses",
                        to="outgoing.outgoingpaper",
                        verbose_name="văn bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "nơi nhận văn bản",
                "verbose_name_plural": "nơi nhận văn bản",
                "ordering": ["paper", "role", "order"],
                "constraints": [models.UniqueConstraint(fields=("paper", "role", "order"), name="paper_address_once")],
            },
        ),
    ]
