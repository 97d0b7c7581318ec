"""The store of version 0.8.0 at once, for a site that begins; an older one goes through the steps it replaces (docs/decisions/0053)."""

from django.db import migrations, models

from mangnon.audit import guards


def put_up(apps, schema_editor):
    """Guards in their places."""
    guards.install(schema_editor.connection)


def take_down(apps, schema_editor):
    """Without guards again."""
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    replaces = [("audit", "0001_initial"), ("audit", "0002_columns_of_evidence"), ("audit", "0003_guards")]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="ngày")),
                ("sequence", models.BigIntegerField(unique=True, verbose_name="số dòng cuối")),
                ("hash", models.CharField(max_length=64, verbose_name="mã băm")),
                ("count", models.BigIntegerField(verbose_name="số dòng từ mốc trước")),
                ("made_at", models.DateTimeField(verbose_name="ghi lúc")),
            ],
            options={
                "verbose_name": "mốc neo nhật ký",
                "verbose_name_plural": "mốc neo nhật ký",
                "ordering": ["sequence"],
            },
        ),
        migrations.CreateModel(
            name="ArchiveSegment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_sequence", models.BigIntegerField(unique=True, verbose_name="từ dòng số")),
                ("last_sequence", models.BigIntegerField(unique=True, verbose_name="đến dòng số")),
                ("previous_hash", models.CharField(max_length=64, verbose_name="mã băm trước đoạn")),
                ("last_hash", models.CharField(max_length=64, verbose_name="mã băm cuối đoạn")),
                ("last_chained_at", models.DateTimeField(null=True, verbose_name="thời điểm dòng cuối vào chuỗi")),
                ("count", models.BigIntegerField(verbose_name="số dòng")),
                ("file_name", models.CharField(max_length=255, verbose_name="tên tệp")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="mã băm tệp")),
                ("made_at", models.DateTimeField(verbose_name="lưu trữ lúc")),
            ],
            options={
                "verbose_name": "đoạn nhật ký đã lưu trữ",
                "verbose_name_plural": "đoạn nhật ký đã lưu trữ",
                "ordering": ["first_sequence"],
            },
        ),
        migrations.CreateModel(
            name="ChainCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="kiểm tra lúc")),
                ("from_sequence", models.BigIntegerField(verbose_name="từ dòng số")),
                ("to_sequence", models.BigIntegerField(verbose_name="đến dòng số")),
                ("last_hash", models.CharField(max_length=64, verbose_name="mã băm cuối")),
                ("is_intact", models.BooleanField(verbose_name="nguyên vẹn")),
                ("first_broken", models.BigIntegerField(null=True, verbose_name="sai từ dòng số")),
                (
                    "fault",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("altered", "nội dung dòng đã bị sửa"),
                            ("missing", "thiếu dòng"),
                            ("swapped", "dòng bị đổi chỗ"),
                            ("inserted", "có dòng bị chèn vào"),
                            ("unlinked", "dòng không nối với dòng trước nó"),
                            ("back_dated", "thời điểm bị ghi lùi"),
                            ("head", "đầu chuỗi không khớp dòng cuối"),
                            ("anchor", "không khớp mốc neo"),
                            ("segment", "đoạn lưu trữ không khớp chuỗi"),
                        ],
                        max_length=20,
                        verbose_name="loại sai lệch",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="bằng lời")),
            ],
            options={
                "verbose_name": "lần kiểm tra nhật ký",
                "verbose_name_plural": "lần kiểm tra nhật ký",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(default=0, verbose_name="số cuối")),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                        verbose_name="mã băm cuối",
                    ),
                ),
                ("day", models.DateField(null=True, verbose_name="ngày của dòng cuối")),
            ],
            options={
                "verbose_name": "đầu chuỗi nhật ký",
                "verbose_name_plural": "đầu chuỗi nhật ký",
            },
        ),
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.BigIntegerField(null=True, unique=True, verbose_name="số thứ tự")),
                ("form", models.PositiveSmallIntegerField(default=1, verbose_name="cách ghi")),
                ("at", models.DateTimeField(verbose_name="thời điểm")),
                ("chained_at", models.DateTimeField(null=True, verbose_name="thời điểm vào chuỗi")),
                ("by_moved_clock", models.BooleanField(null=True, verbose_name="theo đồng hồ tập huấn")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="mã người thực hiện")),
                ("actor_label", models.CharField(max_length=200, verbose_name="người thực hiện")),
                ("actor_role", models.CharField(max_length=40, verbose_name="vai trò")),
                ("acts_for", models.CharField(blank=True, default="", max_length=200, verbose_name="người được thay")),
                ("post_id", models.BigIntegerField(null=True, verbose_name="mã vị trí công tác")),
                ("agency_code", models.CharField(blank=True, max_length=60, verbose_name="mã cơ quan")),
                ("agency_name", models.CharField(blank=True, default="", max_length=300, verbose_name="tên cơ quan")),
                ("territory_code", models.CharField(blank=True, default="", max_length=20, verbose_name="mã tỉnh")),
                ("origin", models.CharField(blank=True, default="", max_length=100, verbose_name="nơi thực hiện")),
                ("act", models.CharField(max_length=60, verbose_name="việc làm")),
                ("object_type", models.CharField(max_length=60, verbose_name="loại đối tượng")),
                ("object_id", models.CharField(max_length=80, verbose_name="mã đối tượng")),
                ("before", models.JSONField(default=None, null=True, verbose_name="trước")),
                ("after", models.JSONField(default=None, null=True, verbose_name="sau")),
                ("details", models.JSONField(default=dict, verbose_name="chi tiết")),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                (
                    "content_hash",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="mã băm nội dung"),
                ),
                ("previous_hash", models.CharField(blank=True, max_length=64, verbose_name="mã băm trước")),
                ("hash", models.CharField(blank=True, max_length=64, verbose_name="mã băm")),
            ],
            options={
                "verbose_name": "dòng nhật ký",
                "verbose_name_plural": "nhật ký",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["object_type", "object_id", "id"], name="audit_of_object"),
                    models.Index(fields=["territory_code", "id"], name="audit_of_province"),
                    models.Index(fields=["territory_code", "at"], name="audit_of_day"),
                ],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
