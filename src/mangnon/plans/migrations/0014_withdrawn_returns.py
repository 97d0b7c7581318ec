from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_squashed_0013_answers_have_instants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="assignmentreturn",
            name="assignment_returned_once",
        ),
        migrations.AddConstraint(
            model_name="assignmentreturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=("assignment",),
                name="assignment_returned_once",
            ),
        ),
    ]
