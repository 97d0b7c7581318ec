import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("agencies", "0003_scope_and_first_functions"),
        ("plans", "0012_moves_can_be_undone"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accept", "Tiếp nhận nhiều phân công"),
                            ("progress", "Ghi tiến độ nhiều phân công"),
                            ("extension", "Xin gia hạn nhiều phân công"),
                            ("complete", "Báo hoàn thành nhiều phân công"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="thời điểm")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="thay mặt cơ quan",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thực hiện",
                    ),
                ),
            ],
            options={
                "verbose_name": "việc làm hàng loạt",
                "verbose_name_plural": "việc làm hàng loạt",
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["user", "made_at"], name="bulk_acts_of_person")],
            },
        ),
        migrations.CreateModel(
            name="BulkActRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="phiên bản sau đó")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="desk.bulkact",
                        verbose_name="việc làm hàng loạt",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plans.assignment",
                        verbose_name="phân công",
                    ),
                ),
            ],
            options={
                "verbose_name": "dòng của việc làm hàng loạt",
                "verbose_name_plural": "dòng của việc làm hàng loạt",
                "ordering": ["act", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("act", "assignment"), name="assignment_once_in_bulk_act")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="tên")),
                ("query", models.CharField(max_length=500, verbose_name="điều kiện")),
                ("is_default", models.BooleanField(default=False, verbose_name="mở đầu tiên")),
                ("made_at", models.DateTimeField(verbose_name="lưu lúc")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người lưu",
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ lọc đã lưu",
                "verbose_name_plural": "bộ lọc đã lưu",
                "ordering": ["user", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "name"), name="filter_name_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)), fields=("user",), name="one_default_filter"
                    ),
                ],
            },
        ),
    ]
