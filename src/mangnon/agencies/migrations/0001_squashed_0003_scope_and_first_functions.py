"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_events_functions_posts"),
        ("agencies", "0003_scope_and_first_functions"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_squashed_0003_opened_again"),
        ("territory", "0001_squashed_0003_edges_and_names_of_old_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reorganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="mã")),
                ("title", models.CharField(max_length=300, verbose_name="tên gọi")),
                ("scope", models.CharField(blank=True, max_length=300, verbose_name="phạm vi")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm của tệp sự kiện")),
                ("choices", models.JSONField(blank=True, default=dict, verbose_name="lựa chọn")),
                ("applied_at", models.DateTimeField(verbose_name="thời điểm áp dụng")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="thời điểm hoàn tác")),
                ("undo_reason", models.TextField(blank=True, verbose_name="lý do hoàn tác")),
                (
                    "applied_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người áp dụng",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người hoàn tác",
                    ),
                ),
            ],
            options={
                "verbose_name": "đợt sắp xếp",
                "verbose_name_plural": "đợt sắp xếp",
                "ordering": ["applied_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("code", "scope"),
                        name="reorganisation_applied_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True), models.Q(("undo_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="undone_reorganisation_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessionEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveIntegerField(verbose_name="thứ tự")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rename", "Đổi tên"),
                            ("merge", "Sáp nhập, hợp nhất"),
                            ("split", "Chia tách theo nhiệm vụ"),
                            ("transfer", "Chuyển nhiệm vụ"),
                            ("dissolve", "Giải thể"),
                            ("abolish_level", "Bỏ cấp hành chính"),
                        ],
                        max_length=20,
                        verbose_name="loại sự kiện",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="ngày có hiệu lực")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="số văn bản")),
                ("basis", models.CharField(blank=True, max_length=400, verbose_name="căn cứ")),
                (
                    "tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản gốc"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Chưa kiểm chứng (theo trí nhớ)"),
                            ("D", "Chưa kiểm chứng (suy luận)"),
                        ],
                        default="R",
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="ghi chú")),
                (
                    "reorganisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="agencies.reorganisation",
                        verbose_name="đợt sắp xếp",
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện tổ chức",
                "verbose_name_plural": "sự kiện tổ chức",
                "ordering": ["effective_on", "reorganisation", "order"],
                "constraints": [models.UniqueConstraint(fields=("reorganisation", "order"), name="event_order_once")],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="mã")),
                ("catalogue_code", models.CharField(max_length=40, verbose_name="mã danh mục")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("short_name", models.CharField(max_length=80, verbose_name="tên viết tắt")),
                ("kind", models.CharField(max_length=40, verbose_name="loại")),
                ("level", models.CharField(max_length=20, verbose_name="cấp")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                ("is_verified", models.BooleanField(default=False, verbose_name="đã kiểm chứng")),
                ("aliases", models.JSONField(blank=True, default=list, verbose_name="tên gọi khác")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="agencies.agency",
                        verbose_name="cơ quan chủ quản",
                    ),
                ),
                (
                    "territory",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies",
                        to="territory.unit",
                        verbose_name="địa bàn",
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="began",
                        to="agencies.successionevent",
                        verbose_name="hình thành bởi",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="agencies.successionevent",
                        verbose_name="kết thúc bởi",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ quan, đơn vị",
                "verbose_name_plural": "cơ quan, đơn vị",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="agency_validity_in_order",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("provincial_lead", "Chuyên viên đầu mối cấp tỉnh"),
                            ("department_officer", "Chuyên viên sở, ngành"),
                            ("local_officer", "Cán bộ địa phương"),
                            ("case_worker", "Người làm công tác bảo vệ trẻ em"),
                            ("supervisor", "Người giám sát chuyên môn"),
                            ("leader", "Lãnh đạo"),
                            ("inspector", "Thanh tra, kiểm tra"),
                            ("reader", "Người đọc số liệu"),
                            ("administrator", "Quản trị hệ thống"),
                            ("auditor", "Kiểm soát nhật ký"),
                            ("system", "Hệ thống"),
                        ],
                        max_length=40,
                        verbose_name="vai trò",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120, verbose_name="chức danh")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "Chính thức"),
                            ("acting", "Phụ trách, quyền"),
                            ("cover", "Làm thay khi vắng"),
                        ],
                        default="regular",
                        max_length=20,
                        verbose_name="cách giữ",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="lý do thôi giữ")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "covers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covered_by",
                        to="agencies.post",
                        verbose_name="làm thay vị trí",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giữ",
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="chuyển đến bởi",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="kết thúc bởi",
                    ),
                ),
            ],
            options={
                "verbose_name": "vị trí công tác",
                "verbose_name_plural": "vị trí công tác",
                "ordering": ["user", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="post_validity_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("covers__isnull", False), ("kind", "cover")),
                            models.Q(models.Q(("kind", "cover"), _negated=True), ("covers__isnull", True)),
                            _connector="OR",
                        ),
                        name="cover_names_the_post_covered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyFunction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(max_length=40, verbose_name="nhiệm vụ")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("basis", models.CharField(blank=True, max_length=400, verbose_name="căn cứ")),
                ("is_verified", models.BooleanField(default=False, verbose_name="đã kiểm chứng")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="functions",
                        to="agencies.agency",
                        verbose_name="cơ quan",
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="nhận bởi",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.successionevent",
                        verbose_name="giao đi bởi",
                    ),
                ),
            ],
            options={
                "verbose_name": "chức năng của cơ quan",
                "verbose_name_plural": "chức năng của cơ quan",
                "ordering": ["agency", "function", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("agency", "function"),
                        name="function_once_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="function_validity_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessionPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("function", models.CharField(blank=True, max_length=40, verbose_name="nhiệm vụ")),
                ("is_verified", models.BooleanField(default=False, verbose_name="đã kiểm chứng")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="agencies.successionevent",
                        verbose_name="sự kiện",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_on",
                        to="agencies.agency",
                        verbose_name="cơ quan giao",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="agencies.agency",
                        verbose_name="cơ quan nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "phần kế thừa",
                "verbose_name_plural": "phần kế thừa",
                "ordering": ["event", "source", "function", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "source", "target", "function"), name="part_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__isnull", True),
                            models.Q(("target", models.F("source")), _negated=True),
                            _connector="OR",
                        ),
                        name="part_leads_elsewhere",
                    ),
                ],
            },
        ),
    ]
