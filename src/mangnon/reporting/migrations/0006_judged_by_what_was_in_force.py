"""Fill what was implied: reports sent so far were judged by their period's day; rows that an event began took over."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """Two statements, however many rows."""
    report, period = apps.get_model("reporting", "Report"), apps.get_model("reporting", "Period")
    expected = apps.get_model("reporting", "ExpectedReport")
    days = period.objects.filter(pk=OuterRef("period_id")).values("send_by")[:1]
    report.objects.filter(first_submitted_at__isnull=False, judged_by__isnull=True).update(judged_by=Subquery(days))
    expected.objects.filter(began_by__isnull=False).exclude(reason_code="took_over").update(reason_code="took_over")


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_regimes_as_data")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=False)]
