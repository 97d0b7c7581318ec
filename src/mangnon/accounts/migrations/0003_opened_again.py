from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_password_rules")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="mở lại lúc"),
        ),
    ]
