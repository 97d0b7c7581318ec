"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("territory", "0001_initial"),
        ("territory", "0002_units_in_time"),
        ("territory", "0003_edges_and_names_of_old_rows"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="TerritoryEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, unique=True, verbose_name="mã sự kiện")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("merge", "Nhập"),
                            ("split", "Chia, điều chỉnh một phần"),
                            ("rename", "Đổi tên, đổi loại"),
                            ("transfer", "Chuyển về đơn vị cấp trên khác"),
                            ("abolish_level", "Kết thúc một cấp hành chính"),
                        ],
                        max_length=20,
                        verbose_name="loại sự kiện",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="có hiệu lực từ")),
                ("document_number", models.CharField(max_length=80, verbose_name="số văn bản")),
                ("title", models.CharField(max_length=300, verbose_name="nội dung")),
                (
                    "basis_tag",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc văn bản"),
                            ("S", "Theo nguồn thứ cấp"),
                            ("R", "Theo trí nhớ, chưa kiểm chứng"),
                            ("D", "Suy ra, chưa kiểm chứng"),
                        ],
                        max_length=1,
                        verbose_name="mức kiểm chứng",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="nguồn")),
            ],
            options={
                "verbose_name": "sự kiện địa bàn",
                "verbose_name_plural": "sự kiện địa bàn",
                "ordering": ["effective_on", "code"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10, verbose_name="mã")),
                ("name", models.CharField(max_length=120, verbose_name="tên")),
                (
                    "level",
                    models.CharField(
                        choices=[("province", "Cấp tỉnh"), ("district", "Cấp huyện"), ("commune", "Cấp xã")],
                        max_length=10,
                        verbose_name="cấp",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="loại")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="có hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="căn cứ pháp lý")),
                (
                    "folded_name",
                    models.CharField(
                        blank=True, db_index=True, editable=False, max_length=120, verbose_name="tên để tìm"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="territory.unit",
                        verbose_name="thuộc",
                    ),
                ),
            ],
            options={
                "verbose_name": "đơn vị hành chính",
                "verbose_name_plural": "đơn vị hành chính",
                "ordering": ["level", "code", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("level", "code", "valid_to"), name="unit_once_per_validity"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("level", "code"),
                        name="unit_once_while_open",
                    ),
                    models.UniqueConstraint(fields=("level", "code", "valid_from"), name="unit_once_from_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_from__isnull", True)),
                        fields=("level", "code"),
                        name="unit_once_from_the_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="unit_validity_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentEdge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến hết ngày")),
                ("legal_basis", models.CharField(blank=True, max_length=200, verbose_name="căn cứ pháp lý")),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parent_edges",
                        to="territory.unit",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_edges",
                        to="territory.unit",
                        verbose_name="thuộc",
                    ),
                ),
            ],
            options={
                "verbose_name": "quan hệ trực thuộc",
                "verbose_name_plural": "quan hệ trực thuộc",
                "ordering": ["child", "valid_from", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("child", "valid_from"), name="edge_once_from_a_day"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_from__isnull", True)),
                        fields=("child",),
                        name="edge_once_from_the_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)), fields=("child",), name="edge_once_while_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("child", models.F("parent")), _negated=True), name="edge_between_two_units"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="edge_validity_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_divided", models.BooleanField(default=False, verbose_name="chia một phần")),
                (
                    "unknown_code",
                    models.CharField(blank=True, max_length=10, verbose_name="mã không có trong danh mục"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="territory.territoryevent",
                        verbose_name="sự kiện",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="territory.unit",
                        verbose_name="đơn vị nguồn",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_from",
                        to="territory.unit",
                        verbose_name="đơn vị đích",
                    ),
                ),
            ],
            options={
                "verbose_name": "thành phần của sự kiện",
                "verbose_name_plural": "thành phần của sự kiện",
                "ordering": ["event", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("event", "source", "target"), name="part_once_in_event"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__isnull", False), models.Q(("unknown_code", ""), _negated=True), _connector="OR"
                        ),
                        name="part_names_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartWeight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("population", "Dân số"),
                            ("children", "Trẻ em"),
                            ("households", "Hộ gia đình"),
                            ("area", "Diện tích"),
                        ],
                        max_length=20,
                        verbose_name="số đo",
                    ),
                ),
                ("weight", models.DecimalField(decimal_places=10, max_digits=12, verbose_name="tỷ lệ")),
                ("basis", models.CharField(max_length=300, verbose_name="căn cứ")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weights",
                        to="territory.eventpart",
                        verbose_name="thành phần",
                    ),
                ),
            ],
            options={
                "verbose_name": "tỷ lệ chia",
                "verbose_name_plural": "tỷ lệ chia",
                "ordering": ["part", "measure"],
                "constraints": [
                    models.UniqueConstraint(fields=("part", "measure"), name="weight_once_per_measure"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0), ("weight__lte", 1)), name="weight_is_a_share"
                    ),
                ],
            },
        ),
    ]
