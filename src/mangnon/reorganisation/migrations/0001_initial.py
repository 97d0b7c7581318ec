import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedEvents",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=80, verbose_name="mã")),
                ("title", models.CharField(max_length=300, verbose_name="tên gọi")),
                ("content", models.TextField(verbose_name="nội dung tệp")),
                ("digest", models.CharField(max_length=64, verbose_name="mã băm")),
                ("territory_code", models.CharField(max_length=10, verbose_name="mã tỉnh")),
                ("received_at", models.DateTimeField(verbose_name="nhận lúc")),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "tệp sự kiện đã nhận",
                "verbose_name_plural": "tệp sự kiện đã nhận",
                "ordering": ["-received_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("territory_code", "code"), name="event_file_code_once_a_province")
                ],
            },
        ),
    ]
