"""A result that was reported waits for a review, one that is complete has one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0007_logs_of_before")]

    operations = [
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("execution", "complete"), _negated=True), ("review", "met"), _connector="OR"
                ),
                name="complete_assignment_was_met",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("execution", "reported_complete"), _negated=True), ("review", "waiting"), _connector="OR"
                ),
                name="reported_assignment_waits",
            ),
        ),
    ]
