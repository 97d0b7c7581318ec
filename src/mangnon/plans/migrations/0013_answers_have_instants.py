"""Whatever became of a request, it is known when: also of one that was closed because of something else."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def _fill(apps: Any, _schema: Any) -> None:
    """Where a request was closed without an instant, it is that of the request: nothing nearer is known."""
    for name in ("AssignmentReturn", "Extension"):
        rows = apps.get_model("plans", name).objects.exclude(state="asked").filter(decided_at__isnull=True)
        rows.update(decided_at=F("asked_at"))


class Migration(migrations.Migration):
    """First the rows, then the rule."""

    dependencies = [("plans", "0012_moves_can_be_undone")]

    operations = [
        migrations.RunPython(_fill, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="assignmentreturn", name="answered_return_has_instant"),
        migrations.AddConstraint(
            model_name="assignmentreturn",
            constraint=models.CheckConstraint(
                condition=Q(("state", "asked"), ("decided_at__isnull", False), _connector="OR"),
                name="answered_return_has_instant",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=Q(("state", "asked"), ("decided_at__isnull", False), _connector="OR"),
                name="answered_extension_has_instant",
            ),
        ),
    ]
