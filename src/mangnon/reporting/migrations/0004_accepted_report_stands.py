from django.db import migrations, models


class Migration(migrations.Migration):
    # A migration of its own: PostgreSQL does not alter a table in the transaction that has just filled it.

    dependencies = [
        ("reporting", "0003_amendments_and_verdicts"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "amending"]), _negated=True),
                    models.Q(("accepted_at__isnull", False), ("accepted_version__gte", 1)),
                    _connector="OR",
                ),
                name="accepted_report_stands",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "amending"), _negated=True),
                    models.Q(("amend_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="amended_report_has_reason",
            ),
        ),
    ]
